#pragma once
// RIVER 1: the files of a batch go before its posts, each an item of its own: announced, streamed from our server's
// file store to the peer, remembered, and on failure tried again from where it stopped. A file that will never cross
// (its type, its size, the peer's no) does not hold its post: the post says so in a line, and its author is told. Any
// thread; one conversation per (remote, channel) at a time is the queue's promise.

#include <cstddef>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "mattermost/server.h"
#include "model/attachment.h"
#include "outbound/author_notices.h"
#include "outbound/collect/files.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class FileSender {
 public:
  FileSender(mattermost::Server& server, store::Store& store, peer::Client& peers, AuthorNotices& notices,
             const config::Current& current, const base::Clock& clock)
      : server_(server), store_(store), peers_(peers), notices_(notices), current_(current), clock_(clock) {}

  struct To {
    peer::Address address;
    std::string name;  // of the connection, for people
    model::ChannelId channel;
    model::RemotePolicy policy{};
  };
  struct Refused {
    model::FileId file;
    model::PostId post;
    std::string why;
  };
  // How many of the posts, from the front, may go: all, or those before the one at which the connection failed with
  // `error`. But not those that wait, by their place, because a file of their own failed.
  struct Outcome {
    std::size_t ready = 0;
    std::optional<base::Error> error;
    std::map<std::size_t, std::string> waiting;
    std::vector<Refused> refused;  // files that were left behind now
  };
  // Carries what the peer lacks; takes the files that stay behind off the posts, and leaves their lines there. Error
  // peer_unshared: the peer says that the channel is no longer shared.
  Outcome send(const To& to, std::vector<model::Post>& posts, std::stop_token stop);

 private:
  struct Carriage;  // one file under way
  enum class Step { announce, upload };

  base::Result<std::optional<LeftBehind>> carry(const To& to, const model::Post& post, model::Attachment row,
                                                std::vector<Refused>& refused, std::stop_token stop);
  base::Result<model::UploadSession> announce(const Carriage& file);
  base::Result<> upload(const Carriage& file, const model::UploadSession& session);
  base::Result<LeftBehind> refuse(Carriage& file, const std::string& why);
  base::Result<LeftBehind> failed(Carriage& file, base::Error error, Step step);
  void tell_author(const Carriage& file, const std::string& why);

  mattermost::Server& server_;
  store::Store& store_;
  peer::Client& peers_;
  AuthorNotices& notices_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::outbound
