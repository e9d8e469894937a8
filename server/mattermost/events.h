#pragma once
// The other direction of the face: what our server tells us. `plugin` implements it, mattermost/rpc calls it, each
// event on a worker thread, many at once and in no order. Nothing is called before on_activate has returned ok, nor
// after on_deactivate.
//
// Law: a "has been" event returns when its task row is committed, at the latest after limits::hook_commit_wait. A "will
// be" event touches no database and no peer.

#include <string>
#include <vector>

#include "base/result.h"
#include "mattermost/commands.h"
#include "mattermost/http.h"
#include "mattermost/server.h"
#include "model/content.h"

namespace causeway::mattermost {

// What becomes of a message that a user (or the server itself) is about to post.
struct PostVerdict {
  enum class Kind { keep, dismiss_silently, reject };
  Kind kind = Kind::keep;
  std::string reason;  // shown to the author when rejected
};

// A push or an e-mail about a post that is about to go to one user.
struct Notification {
  enum class Kind { push, email };
  Kind kind = Kind::push;
  model::PostId post_id;
  model::UserId receiver;
  std::string channel_type;  // Mattermost's letter: O, P, D or G
};

// One file of a support packet.
struct SupportFile {
  std::string name;  // of the archive, with folders
  std::string body;
};

class Events {
 public:
  virtual ~Events() = default;

  // An error leaves the plugin inactive, with the text in the System Console. `server` stays valid until the process
  // ends.
  virtual base::Result<> on_activate(Server& server) = 0;
  virtual void on_deactivate() = 0;  // 10 s at most; API calls still work
  virtual void on_configuration_change() = 0;
  // Somebody saves the plugin's settings; an object. What is wrong with them, for that person: then nothing is saved.
  // Empty: nothing is wrong.
  virtual std::string settings_will_be_saved(const json::Value& settings) = 0;

  virtual void serve_http(const HttpRequest& request, Body& body, HttpAnswer& answer) = 0;
  // What the server's own door for figures asks for (its metrics port); nobody is logged in there.
  virtual void serve_metrics(HttpAnswer& answer) = 0;
  virtual std::vector<SupportFile> support_files() = 0;
  virtual CommandAnswer execute_command(const CommandCall& call) = 0;

  virtual PostVerdict message_will_be_posted(const model::Post& post) = 0;
  // True: it is not sent.
  virtual bool cancels_notification(const Notification& notification) = 0;
  virtual void message_has_been_posted(const model::Post& post) = 0;
  virtual void message_has_been_updated(const model::Post& now, const model::Post& before) = 0;
  virtual void message_has_been_deleted(const model::Post& post) = 0;  // softly or for good
  // The server's data retention has deleted what is too old; the plugin forgets at most `most` rows of its own and says
  // how many: as many as that, and it is asked again.
  virtual base::Result<std::int64_t> run_data_retention(std::int64_t most) = 0;
  virtual void reaction_has_been_added(const model::Reaction& reaction) = 0;
  virtual void reaction_has_been_removed(const model::Reaction& reaction) = 0;
  virtual void user_has_joined_channel(const model::ChannelId& channel, const model::UserId& user) = 0;
  virtual void user_has_left_channel(const model::ChannelId& channel, const model::UserId& user) = 0;
  virtual void user_has_joined_team(const model::TeamId& team, const model::UserId& user) = 0;
  virtual void user_has_left_team(const model::TeamId& team, const model::UserId& user) = 0;
  virtual void user_has_been_created(const model::User& user) = 0;
  virtual void user_has_been_deactivated(const model::User& user) = 0;
  virtual void channel_has_been_created(const model::Channel& channel) = 0;
};

}  // namespace causeway::mattermost
