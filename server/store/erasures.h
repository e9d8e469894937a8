#pragma once
// The lake's page on posts that were deleted for good (store.h says what holds for every call): Mattermost's tables
// have them no more, and a remote may still have them.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/content.h"
#include "model/state.h"

namespace causeway::store {

class Erasures {
 public:
  virtual ~Erasures() = default;

  // Those of the posts that are in the tables no more are written down for every remote that has their channel, with
  // its `erasures` task. The others are left alone.
  virtual base::Result<> note_erased(const std::vector<model::Post>& posts, base::Time now) = 0;
  virtual base::Result<> forget_erased(const model::ChannelRemote& row, const std::vector<model::PostId>& posts) = 0;

  // Data retention has taken old posts away: every remote is to be told of every channel that it has, by an `erasures`
  // task. Those that are being told anyway are left alone.
  virtual base::Result<> begin_retention(base::Time now) = 0;
  // What of a channel is left, for a remote that is to be told.
  struct Retained {
    base::Time asked_at;              // 0: it is not to be told
    base::Time before;                // everything older is gone, but for `kept`; 0: nobody knows (no posts are left)
    std::vector<model::PostId> kept;  // older ones that are pinned, at most `most`, oldest first
  };
  virtual base::Result<Retained> retained(const model::ChannelRemote& row, std::size_t most) = 0;
  virtual base::Result<> end_retention(const model::ChannelRemote& row, base::Time asked_at) = 0;
  // Live posts of the remote's people in the channel, older than that, but for `kept` and those that newer replies or
  // other people's hang on; oldest first.
  virtual base::Result<std::vector<model::PostId>> older_posts_of(const model::ChannelRemote& row, base::Time before,
                                                                  const std::vector<model::PostId>& kept,
                                                                  std::size_t most) = 0;

  // The same for channels that remotes have and Mattermost's tables do not have any more.
  virtual base::Result<> begin_channel_erasures(base::Time now) = 0;

  // People here whom a remote knows and whom Mattermost's tables do not have any more get it an `erasures` task of its
  // as a whole.
  virtual base::Result<> begin_people_erasures(base::Time now) = 0;
  // Who they are, by id, at most `most`; and the remote knows nothing of these any more.
  virtual base::Result<std::vector<model::UserId>> erased_people(const model::RemoteId& remote, std::size_t most) = 0;
  virtual base::Result<> forget_people(const model::RemoteId& remote, const std::vector<model::UserId>& people) = 0;
  // The other half: live posts of the remote's person, wherever they are, oldest first, but for those that say
  // `emptied`.
  struct Written {
    model::PostId id;
    bool answered = false;  // somebody else has written in its thread
  };
  virtual base::Result<std::vector<Written>> posts_by(const model::RemoteId& remote, const model::UserId& person,
                                                      const std::string& emptied, std::size_t most) = 0;

  // What we know of files that were last touched before `before` and that Mattermost's tables do not have; at most
  // `most` are forgotten. How many were.
  virtual base::Result<std::int64_t> prune_attachments(base::Time before, std::int64_t most) = 0;
};

}  // namespace causeway::store
