#pragma once
// Between a fake server and its plugin: what the server writes to its tables is in the fake lake's view of them before
// the plugin hears of it, as with a real database. Owned by Site; called from the server's callers.

#include <cstdint>
#include <functional>
#include <random>

#include "fakes/fake_store.h"
#include "mattermost/events.h"

namespace causeway::scenario {

class EventsTap final : public mattermost::Events {
 public:
  explicit EventsTap(std::uint64_t seed) : random_(seed) {}
  void events_go_to(mattermost::Events* plugin) { to_ = plugin; }  // null: nobody hears of them
  void misses(unsigned events_per_thousand) { misses_ = events_per_thousand; }
  // What somebody does at the moment when a post has been written; before that moment.
  void meanwhile(std::function<void(const model::Post&)> deed) { meanwhile_ = std::move(deed); }
  void rows_go_to(fakes::FakeStore* store) { store_ = store; }  // before the first event

  // The server's own calls of the plugin, which here go to it directly.
  base::Result<> on_activate(mattermost::Server&) override { return base::ok(); }
  void on_deactivate() override {}
  void on_configuration_change() override {
    if (to_ != nullptr) to_->on_configuration_change();
  }
  std::string settings_will_be_saved(const json::Value& settings) override {
    return to_ == nullptr ? std::string() : to_->settings_will_be_saved(settings);
  }
  void serve_http(const mattermost::HttpRequest&, mattermost::Body&, mattermost::HttpAnswer&) override {}
  void serve_metrics(mattermost::HttpAnswer&) override {}
  std::vector<mattermost::SupportFile> support_files() override { return {}; }
  mattermost::CommandAnswer execute_command(const mattermost::CommandCall&) override { return {}; }

  mattermost::PostVerdict message_will_be_posted(const model::Post& post) override {
    return to_ == nullptr ? mattermost::PostVerdict() : to_->message_will_be_posted(post);
  }
  bool cancels_notification(const mattermost::Notification& notification) override {
    return to_ != nullptr && to_->cancels_notification(notification);
  }
  void message_has_been_posted(const model::Post& post) override {
    if (store_ != nullptr) store_->put_post(post);
    if (meanwhile_) meanwhile_(post);
    if (hears()) to_->message_has_been_posted(post);
  }
  void message_has_been_updated(const model::Post& now, const model::Post& before) override {
    if (store_ != nullptr) store_->put_post(now);
    if (hears()) to_->message_has_been_updated(now, before);
  }
  void message_has_been_deleted(const model::Post& post) override {
    const bool for_good = post.delete_at == base::Time();
    if (store_ != nullptr && for_good) store_->erase_post(post.id);
    if (store_ != nullptr && !for_good) store_->put_post(post);
    if (hears()) to_->message_has_been_deleted(post);
  }
  base::Result<std::int64_t> run_data_retention(std::int64_t most) override {
    return to_ == nullptr ? base::Result<std::int64_t>(0) : to_->run_data_retention(most);
  }
  void reaction_has_been_added(const model::Reaction& reaction) override {
    if (store_ != nullptr) store_->put_reaction(reaction);
    if (hears()) to_->reaction_has_been_added(reaction);
  }
  void reaction_has_been_removed(const model::Reaction& reaction) override {
    if (store_ != nullptr) store_->put_reaction(reaction);
    if (hears()) to_->reaction_has_been_removed(reaction);
  }
  void user_has_joined_channel(const model::ChannelId& channel, const model::UserId& user) override {
    if (store_ != nullptr) store_->put_member(channel, user);
    if (hears()) to_->user_has_joined_channel(channel, user);
  }
  void user_has_left_channel(const model::ChannelId& channel, const model::UserId& user) override {
    if (store_ != nullptr) store_->take_member(channel, user);
    if (hears()) to_->user_has_left_channel(channel, user);
  }
  void user_has_joined_team(const model::TeamId& team, const model::UserId& user) override {
    if (hears()) to_->user_has_joined_team(team, user);
  }
  void user_has_left_team(const model::TeamId& team, const model::UserId& user) override {
    if (hears()) to_->user_has_left_team(team, user);
  }
  void user_has_been_created(const model::User& user) override {
    if (store_ != nullptr) store_->put_user(user);
    if (hears()) to_->user_has_been_created(user);
  }
  void user_has_been_deactivated(const model::User& user) override {
    if (hears()) to_->user_has_been_deactivated(user);
  }
  void channel_has_been_created(const model::Channel& channel) override {
    if (hears()) to_->channel_has_been_created(channel);
  }

 private:
  // Whether the plugin is told of this event.
  bool hears() { return to_ != nullptr && (misses_ == 0 || random_() % 1000 >= misses_); }

  std::mt19937_64 random_;
  unsigned misses_ = 0;
  mattermost::Events* to_ = nullptr;
  std::function<void(const model::Post&)> meanwhile_;
  fakes::FakeStore* store_ = nullptr;
};

}  // namespace causeway::scenario
