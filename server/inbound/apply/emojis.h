#pragma once
// RIVER 2: a custom emoji of a peer's becomes one here, so that its posts and reactions look as they do there. A name
// that somebody here has given keeps its meaning here. Thread-safe.

#include <string>

#include "base/clock.h"
#include "config/current.h"
#include "json/value.h"
#include "mattermost/server.h"
#include "model/emoji.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class EmojiApplier {
 public:
  EmojiApplier(mattermost::Server& server, store::Store& store, const config::Current& current,
               const base::Clock& clock)
      : server_(server), store_(store), current_(current), clock_(clock) {}

  // The topic handler of causeway_emoji; the answer is an EmojiReceipt. Refused when the channel is not shared with the
  // remote. An error of another kind: it may be sent again.
  base::Result<json::Value> apply(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<bool> take(const model::Remote& remote, const model::ChannelRemote& row,
                          const model::EmojiPicture& picture);
  base::Result<> write(const model::ChannelRemote& row, const model::Emoji& emoji, const std::string& image);

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
