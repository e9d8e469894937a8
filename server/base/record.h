#pragma once
// One declaration of a record gives the struct, its comparison, its Go (gob) names and its JSON names. Adding a field
// is one line:
//
//   (a macro named, say, CAUSEWAY_REACTION, which takes F and lists one field a line)
//     F(user_id, "UserId", "user_id", keep, UserId)
//     F(create_at, "CreateAt", "create_at", keep, base::Time)
//   CAUSEWAY_RECORD(Reaction, CAUSEWAY_REACTION);
//
// F(member, Go name, JSON name, JSON rule, type...). A name of "-" keeps the field out of that format. The JSON rule:
// `keep` always writes it, `omit` leaves out empty and zero values (Go's omitempty), as the Go struct tag says.
// std::optional is Go's pointer: absent on the wire = nullopt. The codecs are json/record.h and gorpc/gob/record.h.

#include <string_view>
#include <utility>

namespace causeway::base {

enum class JsonRule { keep, omit };

template <class Record, class T>
struct RecordField {
  using Value = T;
  T Record::* member;
  std::string_view go_name;
  std::string_view json_name;
  JsonRule rule;
  constexpr bool in_gob() const { return go_name != "-"; }
  constexpr bool in_json() const { return json_name != "-"; }
};

template <class T>
concept IsRecord = requires { T::record_name; };

}  // namespace causeway::base

#define CAUSEWAY_RECORD_MEMBER(member, go, json, rule, ...) __VA_ARGS__ member{};
#define CAUSEWAY_RECORD_VISIT(member, go, json, rule, ...) \
  visit(::causeway::base::RecordField<Self, __VA_ARGS__>{&Self::member, go, json, ::causeway::base::JsonRule::rule});

// `Type::describe(visit)` calls visit(RecordField<Type, T>) once per field in declaration order.
#define CAUSEWAY_RECORD(Type, FIELDS)                 \
  struct Type {                                       \
    using Self = Type;                                \
    static constexpr const char* record_name = #Type; \
    FIELDS(CAUSEWAY_RECORD_MEMBER)                    \
    bool operator==(const Type&) const = default;     \
    template <class Visitor>                          \
    static constexpr void describe(Visitor&& visit) { \
      FIELDS(CAUSEWAY_RECORD_VISIT)                   \
      (void)visit;                                    \
    }                                                 \
  }
// A record without fields (Go's struct{}).
#define CAUSEWAY_NO_FIELDS(F)
