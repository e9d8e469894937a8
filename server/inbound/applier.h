#pragma once
// RIVER 2, the mouth: a sync message is taken apart and applied here, item by item: users before posts before reactions
// before acknowledgements, then statuses and members. Any thread.

#include "base/result.h"
#include "inbound/apply/acknowledgements.h"
#include "inbound/apply/blocking.h"
#include "inbound/apply/members.h"
#include "inbound/apply/posts.h"
#include "inbound/apply/reactions.h"
#include "inbound/apply/statuses.h"
#include "inbound/apply/users.h"
#include "json/value.h"
#include "model/wire.h"

namespace causeway::inbound {

class Applier {
 public:
  Applier(store::Store& store, UserApplier& users, PostApplier& posts, ReactionApplier& reactions,
          AcknowledgementApplier& acknowledgements, StatusApplier& statuses, MemberApplier& members, Blocking& blocking,
          const config::Current& current)
      : store_(store),
        users_(users),
        posts_(posts),
        reactions_(reactions),
        acknowledgements_(acknowledgements),
        statuses_(statuses),
        members_(members),
        blocking_(blocking),
        current_(current) {}

  // The topic handler of sharedchannel_sync, sharedchannel_membership and sharedchannel_global_user_sync: the payload
  // is a SyncMsg, the answer a SyncResponse. Refused as a whole, in native's words, when the channel is unknown or not
  // shared with the remote.
  base::Result<json::Value> sync(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  // A message of no channel: people alone, where everybody is told. Else a yes without a word, as native says.
  base::Result<json::Value> take_people(const model::Remote& remote, const model::Users& users);
  base::Result<> apply_users(const model::Remote& remote, const model::Users& users, std::size_t at_once,
                             model::SyncResponse& response);
  base::Result<> apply_user(const model::Remote& remote, const std::string& id, const model::User& user);

  store::Store& store_;
  UserApplier& users_;
  PostApplier& posts_;
  ReactionApplier& reactions_;
  AcknowledgementApplier& acknowledgements_;
  StatusApplier& statuses_;
  MemberApplier& members_;
  Blocking& blocking_;
  const config::Current& current_;
};

}  // namespace causeway::inbound
