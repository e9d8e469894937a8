#pragma once
// The enums of model/state.h as the words that the tables hold. Pure.

#include <string>
#include <string_view>

#include "model/words.h"

namespace causeway::store::postgres {

using model::word;
std::string word(model::LedgerKind kind);

// A word that this version does not know (written by a newer node) reads as the harmless one: stopped, refused, posts,
// post.
model::RemoteState remote_state(std::string_view word);
model::InviteState invite_state(std::string_view word);
model::TaskKind task_kind(std::string_view word);
model::LedgerKind ledger_kind(std::string_view word);

}  // namespace causeway::store::postgres
