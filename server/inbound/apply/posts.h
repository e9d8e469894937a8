#pragma once
// RIVER 2: a peer's posts become posts here, each authorised for itself: right channel, a root in the same channel, and
// who may do what: only the author's own server makes a post and says what it says; pins come from anybody; a deletion
// comes from the author's server, or from any when the setting AcceptPeerModeration says so. Thread-safe.

#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "inbound/apply/files.h"
#include "inbound/apply/mentions.h"
#include "inbound/apply/overwrites.h"
#include "inbound/apply/post_content.h"
#include "inbound/apply/post_rows.h"
#include "inbound/apply/users.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class PostApplier {
 public:
  PostApplier(mattermost::Server& server, store::Store& store, UserApplier& users, FileApplier& files,
              Overwrites& overwrites, const config::Current& current, const base::Clock& clock)
      : server_(server),
        store_(store),
        users_(users),
        files_(files),
        overwrites_(overwrites),
        current_(current),
        clock_(clock) {}

  // `said_at`: the message's time, by the peer's clock. Which posts were taken is in `response`: post_errors names the
  // refused ones, posts_last_update_at the newest one. An error: nothing is known of the rest; the peer sends all of it
  // again, which is harmless.
  base::Result<> apply(const model::Remote& remote, const model::SharedChannel& channel, base::Time said_at,
                       const model::SyncMsg& said, model::SyncResponse& response);

 private:
  enum class Deed { create, update, remove, remember };
  struct Candidate {
    Deed deed = Deed::remember;
    model::Post post;  // as it shall be here
    model::ReceivedItem item;
    model::Post wire{};         // of an update: what the peer said ...
    model::Post there{};        // ... and what it has by that, in our words
    model::Post read{};         // the post as it was here
    bool pin_before = false;    // that both sides had
    std::string sent_before{};  // LedgerEntry::version when it was read
    bool broke_off = false;     // it is here by a try that was not written down to its end
  };
  struct Message;

  base::Result<Reading> read_texts(const model::Remote& remote, const model::SharedChannel& channel,
                                   const std::vector<model::Post>& posts, const model::StringMap& mention_transforms);
  base::Result<> check(Message& message, const std::vector<model::Post>& posts);
  base::Result<> check_new(Message& message, const model::Post& post);
  base::Result<> check_known(Message& message, const model::Post& post, const store::Store::ChangedPost& row);
  base::Result<bool> pin_before_word(const Message& message, const model::Post& wire,
                                     const store::Store::ChangedPost& row);
  Candidate change(Message& message, const model::Post& wire, const store::Store::ChangedPost& row, bool pin_before);
  void refuse(Message& message, const model::Post& post, const char* why);
  base::Result<> keep_fresh(Message& message);

  base::Result<> create_in_waves(Message& message, std::vector<Candidate> fresh);
  base::Result<> create(Message& message, const std::vector<Candidate>& wave);
  base::Result<> update(Message& message, const std::vector<Candidate>& asked);
  base::Result<std::vector<Candidate>> as_they_are_now(Message& message, const std::vector<Candidate>& changed);
  base::Result<> remove(Message& message, const Candidate& candidate);
  base::Result<model::Post> create_again(model::Post post, base::Error error);
  base::Result<> judge_failure(Message& message, const model::Post& post, const base::Error& error);

  mattermost::Server& server_;
  store::Store& store_;
  UserApplier& users_;
  FileApplier& files_;
  Overwrites& overwrites_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
