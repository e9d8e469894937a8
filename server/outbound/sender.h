#pragma once
// RIVER 1, the mouth: carries one page of changes over to the peer and says how the task ends. The order between kinds
// lives here: users, emojis, files, posts, reactions, acknowledgements. What the peer cannot take is held and tried
// alone, as a task of its own, and the rest flows. Any thread; one conversation per (remote, channel) at a time is the
// queue's promise.

#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "outbound/accepted.h"
#include "outbound/author_notices.h"
#include "outbound/collector.h"
#include "outbound/delivery.h"
#include "outbound/emoji_sender.h"
#include "outbound/file_sender.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class Sender {
 public:
  Sender(store::Store& store, peer::Client& peers, FileSender& files, EmojiSender& emojis, AuthorNotices& notices,
         const config::Current& current, const base::Clock& clock, Unshared unshared)
      : store_(store),
        peers_(peers),
        files_(files),
        emojis_(emojis),
        notices_(notices),
        current_(current),
        clock_(clock),
        unshared_(std::move(unshared)),
        collector_(store, current, clock) {}

  // Handles a `posts` or a `history` task. An error: nothing has crossed. When it breaks off later, the settlement says
  // so and holds what has crossed.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);
  // Handles a `held` task: tries what is due of it alone.
  base::Result<store::Settlement> send_held(const model::Task& task, std::stop_token stop);

 private:
  struct Exchange;

  base::Result<std::optional<Exchange>> open(const model::Task& task);
  base::Result<store::Settlement> send_live(Exchange exchange, std::stop_token stop);
  base::Result<> open_replaced(Exchange& exchange);
  base::Result<store::Settlement> hold_conversation(Exchange& exchange, bool alone, std::stop_token stop);
  base::Result<> carry(Exchange& exchange, Delivery& delivery, std::stop_token stop);
  base::Result<> carry_emojis(Exchange& exchange, std::stop_token stop);
  base::Result<> carry_posts(Exchange& exchange, Delivery& delivery, std::stop_token stop);
  base::Result<> put_down(Exchange& exchange, const Delivery& delivery);
  std::vector<std::int64_t> released(const Exchange& exchange) const;
  base::Error unshared(const Exchange& exchange);
  void tell_authors(const Exchange& exchange, const std::set<model::PostId>& posts, const char* text);
  void tell_of_outage(const Exchange& exchange, const base::Error& error);
  void finish(Exchange& exchange);
  base::Result<> finish_held(Exchange& exchange);

  store::Store& store_;
  peer::Client& peers_;
  FileSender& files_;
  EmojiSender& emojis_;
  AuthorNotices& notices_;
  const config::Current& current_;
  const base::Clock& clock_;
  const Unshared unshared_;
  Collector collector_;
};

}  // namespace causeway::outbound
