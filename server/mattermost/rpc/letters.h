#pragma once
// The shape of nearly every call and reply on Mattermost's bridge: a struct with fields A, B, C in the order of the Go
// function's parameters or results (the Z_...Args and Z_...Returns of plugin/client_rpc_generated.go). One declaration
// for all of them: Letters<model::UserId, bool> is {A UserId, B bool}. A letter that we do not need is Ignored.

#include "base/record.h"
#include "gorpc/gob/record.h"

namespace causeway::mattermost::rpc {

// Received: whatever struct it is, it is skipped. Sent: an empty struct.
CAUSEWAY_RECORD(Ignored, CAUSEWAY_NO_FIELDS);

template <class... T>
struct Letters;

#define CAUSEWAY_LETTERS_1(F) F(a, "A", "-", keep, T1)
#define CAUSEWAY_LETTERS_2(F) CAUSEWAY_LETTERS_1(F) F(b, "B", "-", keep, T2)
#define CAUSEWAY_LETTERS_3(F) CAUSEWAY_LETTERS_2(F) F(c, "C", "-", keep, T3)
#define CAUSEWAY_LETTERS_BODY(FIELDS)               \
  using Self = Letters;                             \
  static constexpr const char* record_name = "";    \
  FIELDS(CAUSEWAY_RECORD_MEMBER)                    \
  bool operator==(const Letters&) const = default;  \
  template <class Visitor>                          \
  static constexpr void describe(Visitor&& visit) { \
    FIELDS(CAUSEWAY_RECORD_VISIT)                   \
    (void)visit;                                    \
  }

template <>
struct Letters<> {
  CAUSEWAY_LETTERS_BODY(CAUSEWAY_NO_FIELDS)
};
template <class T1>
struct Letters<T1> {
  CAUSEWAY_LETTERS_BODY(CAUSEWAY_LETTERS_1)
};
template <class T1, class T2>
struct Letters<T1, T2> {
  CAUSEWAY_LETTERS_BODY(CAUSEWAY_LETTERS_2)
};
template <class T1, class T2, class T3>
struct Letters<T1, T2, T3> {
  CAUSEWAY_LETTERS_BODY(CAUSEWAY_LETTERS_3)
};

}  // namespace causeway::mattermost::rpc
