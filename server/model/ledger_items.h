#pragma once
// How the ledger names an item that has no id of its own. The store's statements build the same names. Pure.

#include <string>

#include "model/content.h"
#include "model/wire.h"

namespace causeway::model {

inline std::string ledger_item(const Reaction& reaction) {
  return reaction.post_id.str() + ":" + reaction.user_id.str() + ":" + reaction.emoji_name;
}

inline std::string ledger_item(const PostAcknowledgement& acknowledgement) {
  return acknowledgement.post_id.str() + ":" + acknowledgement.user_id.str();
}

inline std::string ledger_item(const MembershipChange& change) {
  return change.channel_id.str() + ":" + change.user_id.str();
}

}  // namespace causeway::model
