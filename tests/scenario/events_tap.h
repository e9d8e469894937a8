#pragma once
// Between a fake server and its plugin: what the server writes to its tables is in the fake lake's view of them before
// the plugin hears of it, as with a real database. Owned by Site; called from the server's callers.

#include <functional>

#include "fakes/fake_store.h"
#include "mattermost/events.h"

namespace causeway::scenario {

class EventsTap final : public mattermost::Events {
 public:
  explicit EventsTap(mattermost::Events& to) : to_(to) {}
  // What somebody does at the moment when a post has been written; before that moment.
  void meanwhile(std::function<void(const model::Post&)> deed) { meanwhile_ = std::move(deed); }
  void rows_go_to(fakes::FakeStore* store) { store_ = store; }  // before the first event

  base::Result<> on_activate(mattermost::Server& server) override { return to_.on_activate(server); }
  void on_deactivate() override { to_.on_deactivate(); }
  void on_configuration_change() override { to_.on_configuration_change(); }
  void serve_http(const mattermost::HttpRequest& request, mattermost::Body& body,
                  mattermost::HttpAnswer& answer) override {
    to_.serve_http(request, body, answer);
  }
  void serve_metrics(mattermost::HttpAnswer& answer) override { to_.serve_metrics(answer); }
  std::vector<mattermost::SupportFile> support_files() override { return to_.support_files(); }
  mattermost::CommandAnswer execute_command(const mattermost::CommandCall& call) override {
    return to_.execute_command(call);
  }
  mattermost::PostVerdict message_will_be_posted(const model::Post& post) override {
    return to_.message_will_be_posted(post);
  }
  bool cancels_notification(const mattermost::Notification& notification) override {
    return to_.cancels_notification(notification);
  }
  void message_has_been_posted(const model::Post& post) override {
    if (store_ != nullptr) store_->put_post(post);
    if (meanwhile_) meanwhile_(post);
    to_.message_has_been_posted(post);
  }
  void message_has_been_updated(const model::Post& now, const model::Post& before) override {
    if (store_ != nullptr) store_->put_post(now);
    to_.message_has_been_updated(now, before);
  }
  void message_has_been_deleted(const model::Post& post) override {
    if (store_ != nullptr) store_->put_post(post);
    to_.message_has_been_deleted(post);
  }
  void reaction_has_been_added(const model::Reaction& reaction) override {
    if (store_ != nullptr) store_->put_reaction(reaction);
    to_.reaction_has_been_added(reaction);
  }
  void reaction_has_been_removed(const model::Reaction& reaction) override {
    if (store_ != nullptr) store_->put_reaction(reaction);
    to_.reaction_has_been_removed(reaction);
  }
  void user_has_joined_channel(const model::ChannelId& channel, const model::UserId& user) override {
    if (store_ != nullptr) store_->put_member(channel, user);
    to_.user_has_joined_channel(channel, user);
  }
  void user_has_left_channel(const model::ChannelId& channel, const model::UserId& user) override {
    if (store_ != nullptr) store_->take_member(channel, user);
    to_.user_has_left_channel(channel, user);
  }
  void user_has_joined_team(const model::TeamId& team, const model::UserId& user) override {
    to_.user_has_joined_team(team, user);
  }
  void user_has_left_team(const model::TeamId& team, const model::UserId& user) override {
    to_.user_has_left_team(team, user);
  }
  void user_has_been_created(const model::User& user) override {
    if (store_ != nullptr) store_->put_user(user);
    to_.user_has_been_created(user);
  }
  void user_has_been_deactivated(const model::User& user) override { to_.user_has_been_deactivated(user); }
  void channel_has_been_created(const model::Channel& channel) override { to_.channel_has_been_created(channel); }

 private:
  mattermost::Events& to_;
  std::function<void(const model::Post&)> meanwhile_;
  fakes::FakeStore* store_ = nullptr;
};

}  // namespace causeway::scenario
