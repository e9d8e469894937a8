#pragma once
// The Go structs of go/vectors.go as records.

#include <array>

#include "gorpc/gob/gob.h"

namespace causeway::golden {

namespace gob = gorpc::gob;

CAUSEWAY_RECORD(Empty, CAUSEWAY_NO_FIELDS);

#define CAUSEWAY_GOLDEN_NUMBERS(F)                          \
  F(b, "B", "-", keep, bool)                                \
  F(i, "I", "-", keep, std::int64_t)                        \
  F(i8, "I8", "-", keep, std::int8_t)                       \
  F(min, "Min", "-", keep, std::int64_t)                    \
  F(max, "Max", "-", keep, std::int64_t)                    \
  F(neg, "Neg", "-", keep, std::int32_t)                    \
  F(u, "U", "-", keep, std::uint64_t)                       \
  F(u8, "U8", "-", keep, std::uint8_t)                      \
  F(f, "F", "-", keep, double)                              \
  F(f32, "F32", "-", keep, float)                           \
  F(neg_zero, "NegZero", "-", keep, double)                 \
  F(nan, "NaN", "-", keep, double)                          \
  F(c, "C", "-", keep, std::complex<double>)                \
  F(by, "By", "-", keep, gob::Bytes)                        \
  F(s, "S", "-", keep, Empty)                               \
  F(arr, "Arr", "-", keep, std::array<std::int64_t, 3>)     \
  F(p1, "P1", "-", keep, std::optional<std::int64_t>)       \
  F(p_zero, "PZero", "-", keep, std::optional<std::string>) \
  F(empty, "Empty", "-", keep, std::string)                 \
  F(big, "Big", "-", keep, std::uint64_t)                   \
  F(wide, "Wide", "-", keep, std::uint64_t)
CAUSEWAY_RECORD(Numbers, CAUSEWAY_GOLDEN_NUMBERS);

#define CAUSEWAY_GOLDEN_TREE(F)                       \
  F(name, "Name", "-", keep, std::string)             \
  F(kids, "Kids", "-", keep, std::vector<Tree>)       \
  F(by, "By", "-", keep, std::map<std::string, Tree>) \
  F(any, "Any", "-", keep, gob::Value)
CAUSEWAY_RECORD(Tree, CAUSEWAY_GOLDEN_TREE);

#define CAUSEWAY_GOLDEN_LISTS(F)                                                   \
  F(l, "L", "-", keep, std::vector<gob::Value>)                                    \
  F(m, "M", "-", keep, std::map<std::string, std::map<std::string, std::int64_t>>) \
  F(mi, "MI", "-", keep, std::map<std::int64_t, std::string>)                      \
  F(me, "ME", "-", keep, std::optional<std::map<std::string, std::string>>)        \
  F(n, "N", "-", keep, std::map<std::string, gob::Value>)                          \
  F(ss, "SS", "-", keep, std::vector<std::vector<std::string>>)                    \
  F(pp, "PP", "-", keep, std::vector<std::optional<std::int64_t>>)                 \
  F(bb, "BB", "-", keep, std::vector<bool>)                                        \
  F(aa, "AA", "-", keep, std::array<std::array<std::string, 2>, 2>)
CAUSEWAY_RECORD(Lists, CAUSEWAY_GOLDEN_LISTS);

#define CAUSEWAY_GOLDEN_CUT(F)      \
  F(a, "A", "-", keep, std::string) \
  F(b, "B", "-", keep, gob::Value)  \
  F(c, "C", "-", keep, std::string) \
  F(d, "D", "-", keep, gob::Value)  \
  F(e, "E", "-", keep, std::string)
CAUSEWAY_RECORD(Cut, CAUSEWAY_GOLDEN_CUT);

#define CAUSEWAY_GOLDEN_LEAF(F)             \
  F(label, "Label", "-", keep, std::string) \
  F(next, "Next", "-", keep, gob::Value)
CAUSEWAY_RECORD(Leaf, CAUSEWAY_GOLDEN_LEAF);

#define CAUSEWAY_GOLDEN_PACKED(F)         \
  F(at, "At", "-", keep, gob::GoTime)     \
  F(zero, "Zero", "-", keep, gob::GoTime) \
  F(loc, "Loc", "-", keep, gob::GoTime)   \
  F(link, "Link", "-", keep, gob::BinaryMarshaled)
CAUSEWAY_RECORD(Packed, CAUSEWAY_GOLDEN_PACKED);

#define CAUSEWAY_GOLDEN_POINTERS(F)                                            \
  F(map, "Map", "-", keep, std::optional<std::map<std::string, std::int64_t>>) \
  F(str, "Str", "-", keep, std::optional<std::string>)                         \
  F(leaf, "Leaf", "-", keep, std::optional<Leaf>)                              \
  F(time, "Time", "-", keep, std::optional<gob::GoTime>)
CAUSEWAY_RECORD(Pointers, CAUSEWAY_GOLDEN_POINTERS);

#define CAUSEWAY_GOLDEN_REACTION(F)                               \
  F(user_id, "UserId", "-", keep, base::Id<struct UserTag>)       \
  F(post_id, "PostId", "-", keep, std::string)                    \
  F(emoji_name, "EmojiName", "-", keep, std::string)              \
  F(create_at, "CreateAt", "-", keep, base::Time)                 \
  F(remote_id, "RemoteId", "-", keep, std::optional<std::string>) \
  F(channel_id, "ChannelId", "-", keep, std::string)
CAUSEWAY_RECORD(Reaction, CAUSEWAY_GOLDEN_REACTION);

}  // namespace causeway::golden
