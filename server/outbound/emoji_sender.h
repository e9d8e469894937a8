#pragma once
// RIVER 1: the pictures of the custom emojis that a batch uses go before its posts, to a peer that is a Causeway:
// native has no word for them. One that does not cross holds nothing: its name is shown as text there. Any thread.

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mattermost/server.h"
#include "outbound/collector.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class EmojiSender {
 public:
  EmojiSender(mattermost::Server& server, store::Store& store, peer::Client& peers, const base::Clock& clock)
      : server_(server), store_(store), peers_(peers), clock_(clock) {}

  struct To {
    peer::Address address;
    model::ChannelId channel;   // as the peer knows it
    std::int32_t attempts = 0;  // of the task, in vain
  };
  // What has been settled with the peer, and the error that breaks the conversation off (peer_unshared: for good).
  struct Outcome {
    std::vector<model::LedgerEntry> ledger;
    std::optional<base::Error> error;
  };
  Outcome send(const To& to, const Batch& batch, std::stop_token stop);

 private:
  base::Result<bool> carry(const To& to, const model::Emoji& emoji, std::stop_token stop);

  mattermost::Server& server_;
  store::Store& store_;
  peer::Client& peers_;
  const base::Clock& clock_;
};

}  // namespace causeway::outbound
