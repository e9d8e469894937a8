#include "store/postgres/words.h"

namespace causeway::store::postgres {

using model::InviteState;
using model::RemoteState;

std::string word(model::LedgerKind kind) {
  switch (kind) {
    case model::LedgerKind::post:
      return "post";
    case model::LedgerKind::reaction:
      return "reaction";
    case model::LedgerKind::acknowledgement:
      return "acknowledgement";
    case model::LedgerKind::channel:
      return "channel";
    case model::LedgerKind::file:
      return "file";
    case model::LedgerKind::member:
      return "member";
    case model::LedgerKind::emoji:
      return "emoji";
  }
  return "post";
}

RemoteState remote_state(std::string_view word) {
  if (word == "pending") return RemoteState::pending;
  if (word == "connected") return RemoteState::connected;
  if (word == "paused") return RemoteState::paused;
  if (word == "ended") return RemoteState::ended;
  return word == "removed" ? RemoteState::removed : RemoteState::stopped;
}

InviteState invite_state(std::string_view word) {
  if (word == "waiting") return InviteState::waiting;
  return word == "confirmed" ? InviteState::confirmed : InviteState::refused;
}

model::TaskKind task_kind(std::string_view word) {
  if (word == "channel_invite") return model::TaskKind::channel_invite;
  if (word == "members") return model::TaskKind::members;
  if (word == "statuses") return model::TaskKind::statuses;
  if (word == "users") return model::TaskKind::users;
  if (word == "people") return model::TaskKind::people;
  if (word == "pictures") return model::TaskKind::pictures;
  if (word == "held") return model::TaskKind::held;
  if (word == "history") return model::TaskKind::history;
  if (word == "leave") return model::TaskKind::leave;
  if (word == "reconcile") return model::TaskKind::reconcile;
  if (word == "erasures") return model::TaskKind::erasures;
  if (word == "channel_taken") return model::TaskKind::channel_taken;
  return word == "channel" ? model::TaskKind::channel : model::TaskKind::posts;
}

model::LedgerKind ledger_kind(std::string_view word) {
  if (word == "reaction") return model::LedgerKind::reaction;
  if (word == "acknowledgement") return model::LedgerKind::acknowledgement;
  if (word == "channel") return model::LedgerKind::channel;
  return word == "file" ? model::LedgerKind::file : model::LedgerKind::post;
}

}  // namespace causeway::store::postgres
