#pragma once
// What is written down of deeds that change who may do what here: by an administrator, or by a peer. Values.

#include <string>

#include "base/clock.h"
#include "model/ids.h"

namespace causeway::model {

struct AuditRecord {
  std::string deed;      // "connection.create"; the list is in server/remotes/audit.h
  UserId actor_id;       // empty: the peer did it
  RemoteId remote_id;    // empty where no connection is concerned, or none came to be
  ChannelId channel_id;  // empty where no channel is concerned
  std::string outcome;   // "success" (and of whom, where a person is concerned), or the code of the error
  base::Time at;
  bool operator==(const AuditRecord&) const = default;
};

}  // namespace causeway::model
