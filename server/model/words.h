#pragma once
// The enums of model/state.h as words: in our tables, in figures and in answers to people. Pure.

#include "model/state.h"

namespace causeway::model {

inline const char* word(RemoteState state) {
  switch (state) {
    case RemoteState::pending:
      return "pending";
    case RemoteState::connected:
      return "connected";
    case RemoteState::stopped:
      return "stopped";
    case RemoteState::paused:
      return "paused";
    case RemoteState::ended:
      return "ended";
    case RemoteState::removed:
      return "removed";
  }
  return "stopped";
}

inline const char* word(InviteState state) {
  switch (state) {
    case InviteState::waiting:
      return "waiting";
    case InviteState::confirmed:
      return "confirmed";
    case InviteState::refused:
      return "refused";
  }
  return "refused";
}

inline const char* word(TaskKind kind) {
  switch (kind) {
    case TaskKind::channel_invite:
      return "channel_invite";
    case TaskKind::posts:
      return "posts";
    case TaskKind::channel:
      return "channel";
    case TaskKind::members:
      return "members";
    case TaskKind::statuses:
      return "statuses";
    case TaskKind::users:
      return "users";
    case TaskKind::people:
      return "people";
    case TaskKind::pictures:
      return "pictures";
    case TaskKind::held:
      return "held";
    case TaskKind::history:
      return "history";
    case TaskKind::leave:
      return "leave";
    case TaskKind::reconcile:
      return "reconcile";
    case TaskKind::erasures:
      return "erasures";
    case TaskKind::channel_taken:
      return "channel_taken";
  }
  return "posts";
}

}  // namespace causeway::model
