#pragma once
// RIVER 1, the mouth: carries one page of changes over to the peer and says how the task ends. The order between kinds
// lives here: users, files, posts, reactions, acknowledgements. Any thread; one conversation per (remote, channel) at a
// time is the queue's promise.

#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "outbound/author_notices.h"
#include "outbound/collector.h"
#include "outbound/file_sender.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class Sender {
 public:
  Sender(store::Store& store, peer::Client& peers, FileSender& files, AuthorNotices& notices,
         const config::Current& current, const base::Clock& clock)
      : store_(store),
        peers_(peers),
        files_(files),
        notices_(notices),
        current_(current),
        clock_(clock),
        collector_(store, current, clock) {}

  // Handles a `posts` task. An error: nothing has crossed. When it breaks off later, the settlement says so and holds
  // what has crossed.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  struct Exchange;

  base::Result<> carry(Exchange& exchange);
  base::Result<> send_users(Exchange& exchange);
  base::Result<> send_posts(Exchange& exchange);
  template <class Item>
  base::Result<> send_parcel(Exchange& exchange, Parcel<Item>& parcel, std::vector<Item> model::SyncMsg::* field,
                             std::vector<std::string> model::SyncResponse::* errors);
  base::Error unshared(Exchange& exchange);
  base::Result<model::SyncResponse> exchange_message(Exchange& exchange, model::SyncMsg message);
  void tell_authors(const Exchange& exchange, const std::set<model::PostId>& posts, const char* text);
  void finish(Exchange& exchange);
  void finish_refused(Exchange& exchange);

  store::Store& store_;
  peer::Client& peers_;
  FileSender& files_;
  AuthorNotices& notices_;
  const config::Current& current_;
  const base::Clock& clock_;
  Collector collector_;
};

}  // namespace causeway::outbound
