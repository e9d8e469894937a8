#pragma once
// The plugin as our server sees it: events come in here and go to the room that handles them. Owned by main for the
// life of the process; an Engine for each active life.

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/mutex.h"
#include "config/current.h"
#include "mattermost/events.h"
#include "plugin/engine.h"

namespace causeway::plugin {

// How the walls are made, so that a scenario test can put fakes there.
struct Walls {
  std::function<base::Result<std::unique_ptr<store::Store>>(const config::Snapshot&)> store;
  std::function<std::unique_ptr<peer::Client>(const config::Snapshot&)> peers;
  Engine::Examine examine;
};
Walls real_walls(const base::Clock& clock);

class Plugin final : public mattermost::Events {
 public:
  Plugin(const base::Clock& clock, Walls walls) : clock_(clock), walls_(std::move(walls)) {}

  base::Result<> on_activate(mattermost::Server& server) override;
  void on_deactivate() override;
  void on_configuration_change() override;
  std::string settings_will_be_saved(const json::Value& settings) override;

  void serve_http(const mattermost::HttpRequest& request, mattermost::Body& body,
                  mattermost::HttpAnswer& answer) override;
  void serve_metrics(mattermost::HttpAnswer& answer) override;
  std::vector<mattermost::SupportFile> support_files() override;
  mattermost::CommandAnswer execute_command(const mattermost::CommandCall& call) override;

  mattermost::PostVerdict message_will_be_posted(const model::Post& post) override;
  bool cancels_notification(const mattermost::Notification& notification) override;
  void message_has_been_posted(const model::Post& post) override;
  void message_has_been_updated(const model::Post& now, const model::Post& before) override;
  void message_has_been_deleted(const model::Post& post) override;
  base::Result<std::int64_t> run_data_retention(std::int64_t most) override;
  void reaction_has_been_added(const model::Reaction& reaction) override;
  void reaction_has_been_removed(const model::Reaction& reaction) override;
  void user_has_joined_channel(const model::ChannelId& channel, const model::UserId& user) override;
  void user_has_left_channel(const model::ChannelId& channel, const model::UserId& user) override;
  // Of these nothing crosses; the hooks are served so that the bridge is whole.
  void user_has_joined_team(const model::TeamId&, const model::UserId&) override {}
  void user_has_left_team(const model::TeamId&, const model::UserId&) override {}
  void user_has_been_created(const model::User&) override {}
  void user_has_been_deactivated(const model::User&) override {}
  void channel_has_been_created(const model::Channel& channel) override;

 private:
  void reaction_changed(const model::Reaction& reaction);
  mattermost::Server& server() const CAUSEWAY_EXCLUDES(mutex_);  // while there is an engine
  // Shared, because events that are under way still use the engine that a deactivation takes away.
  std::shared_ptr<Engine> engine() const CAUSEWAY_EXCLUDES(mutex_);
  base::Result<config::Snapshot> load(mattermost::Server& server, bool first);

  const base::Clock& clock_;
  const Walls walls_;
  config::Current current_;
  mutable base::Mutex mutex_;
  base::CondVar idle_;
  json::Value loaded_ CAUSEWAY_GUARDED_BY(mutex_);                    // the settings as the server had them last
  mattermost::Server* server_ CAUSEWAY_GUARDED_BY(mutex_) = nullptr;  // set by on_activate, outlives us
  std::shared_ptr<Engine> engine_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::plugin
