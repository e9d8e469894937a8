// The stage, the weather, configuration, permissions and users.
#include "fakes/fake_server.h"

#include <algorithm>
#include <utility>

namespace causeway::fakes {

using base::MutexLock;

FakeServer::FakeServer(const base::Clock& clock, std::uint64_t seed) : clock_(clock), random_(seed) {
  id_prefix_ = "fake" + std::to_string(seed % 1'000'000) + "x";
  facts_.version = "11.4.0";
  facts_.driver_name = "postgres";
}

std::string FakeServer::next_id() {
  constexpr std::size_t id_chars = 26;
  std::string digits = std::to_string(++ids_);
  return id_prefix_ + std::string(id_chars - id_prefix_.size() - digits.size(), '0') + digits;
}

void FakeServer::send_events_to(mattermost::Events* events) {
  MutexLock lock(mutex_);
  events_ = events;
}
void FakeServer::hold_events(bool hold) {
  MutexLock lock(mutex_);
  holding_ = hold;
}

std::size_t FakeServer::deliver() {
  std::vector<Event> due;
  mattermost::Events* to = nullptr;
  {
    MutexLock lock(mutex_);
    due.swap(held_);
    to = events_;
  }
  if (to == nullptr) return 0;
  for (const Event& event : due) event(*to);
  return due.size();
}

void FakeServer::tell(Event event) {
  mattermost::Events* to = nullptr;
  {
    MutexLock lock(mutex_);
    if (events_ == nullptr) return;
    if (holding_) {
      held_.push_back(std::move(event));
      return;
    }
    to = events_;
  }
  event(*to);
}

void FakeServer::set_facts(mattermost::ServerFacts facts) {
  MutexLock lock(mutex_);
  facts_ = std::move(facts);
}
void FakeServer::allow(const model::UserId& user, std::string_view permission) {
  MutexLock lock(mutex_);
  permissions_.emplace(user, std::string(permission));
}

// --- weather

void FakeServer::fail_next(const std::string& call, base::Error error, int times) {
  MutexLock lock(mutex_);
  for (; times > 0; --times) failures_[call].push_back(error);
}
void FakeServer::fail_no_more(const std::string& call) {
  MutexLock lock(mutex_);
  failures_.erase(call);
}
void FakeServer::lose_answer_next(const std::string& call, int times) {
  MutexLock lock(mutex_);
  lost_answers_[call] += times;
}
void FakeServer::set_storm(int failures_per_thousand) {
  MutexLock lock(mutex_);
  storm_ = failures_per_thousand;
}

void FakeServer::set_down(bool down) {
  MutexLock lock(mutex_);
  down_ = down;
}

FakeServer::Weather FakeServer::weather_of(const std::string& call) {
  MutexLock lock(mutex_);
  ++calls_[call];
  if (down_) return {base::retry_later("bridge_closed", "the server is gone"), false};
  for (const std::string& name : {call, std::string("*")}) {
    if (auto& errors = failures_[name]; !errors.empty()) {
      base::Error error = std::move(errors.front());
      errors.erase(errors.begin());
      return {std::move(error), false};
    }
    if (int& lost = lost_answers_[name]; lost > 0) {
      --lost;
      return {std::nullopt, true};
    }
  }
  if (storm_ == 0 || random_() % 1000 >= static_cast<std::uint64_t>(storm_)) return {};
  if (random_() % 2 == 0) return {base::retry_later("server_unavailable", "a storm"), false};
  return {std::nullopt, true};
}

int FakeServer::calls(const std::string& call) const {
  MutexLock lock(mutex_);
  const auto found = calls_.find(call);
  return found == calls_.end() ? 0 : found->second;
}

// --- configuration and permissions

base::Result<mattermost::ServerFacts> FakeServer::facts() {
  return weathered<mattermost::ServerFacts>("facts", [this]() -> base::Result<mattermost::ServerFacts> {
    MutexLock lock(mutex_);
    return facts_;
  });
}
base::Result<json::Value> FakeServer::load_settings() {
  return weathered<json::Value>("load_settings", [this]() -> base::Result<json::Value> { return settings(); });
}
base::Result<> FakeServer::save_settings(const json::Value& settings) {
  auto saved = weathered<base::Unit>("save_settings", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    if (!settings_fixed_) settings_ = settings;
    return base::ok();
  });
  if (saved.ok()) tell([](mattermost::Events& to) { to.on_configuration_change(); });
  return saved;
}
json::Value FakeServer::settings() const {
  MutexLock lock(mutex_);
  return settings_;
}
void FakeServer::fix_settings(json::Value settings) {
  MutexLock lock(mutex_);
  settings_ = std::move(settings);
  settings_fixed_ = true;
}
base::Result<> FakeServer::register_command(const mattermost::Command& command) {
  return weathered<base::Unit>("register_command", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    std::erase_if(commands_, [&](const auto& known) { return known.trigger == command.trigger; });
    commands_.push_back(command);
    return base::ok();
  });
}
std::vector<mattermost::Command> FakeServer::commands() const {
  MutexLock lock(mutex_);
  return commands_;
}

base::Result<bool> FakeServer::has_permission(const model::UserId& user, std::string_view permission) {
  return weathered<bool>("has_permission", [&]() -> base::Result<bool> {
    MutexLock lock(mutex_);
    return permissions_.contains({user, std::string(permission)});
  });
}
base::Result<bool> FakeServer::has_permission_to_channel(const model::UserId& user, const model::ChannelId& channel,
                                                         std::string_view permission) {
  return weathered<bool>("has_permission_to_channel", [&]() -> base::Result<bool> {
    MutexLock lock(mutex_);
    return channels_.contains(channel) && permissions_.contains({user, std::string(permission)});
  });
}
base::Result<bool> FakeServer::has_permission_to_team(const model::UserId& user, const model::TeamId& team,
                                                      std::string_view permission) {
  return weathered<bool>("has_permission_to_team", [&]() -> base::Result<bool> {
    MutexLock lock(mutex_);
    const bool views = permission == mattermost::permission::view_team && team_members_.contains({team, user});
    return teams_.contains(team) && (views || permissions_.contains({user, std::string(permission)}));
  });
}

// --- users

model::User FakeServer::add_user(const std::string& username) {
  MutexLock lock(mutex_);
  model::User user;
  user.id = model::UserId(next_id());
  user.username = username;
  user.email = username + "@example.com";
  user.roles = "system_user";
  user.locale = "en";
  user.create_at = user.update_at = clock_.now();
  users_.emplace(user.id, user);
  return user;
}

base::Result<model::UserId> FakeServer::ensure_bot(const std::string& username, const std::string& display_name,
                                                   const std::string&) {
  return weathered<model::UserId>("ensure_bot", [&]() -> base::Result<model::UserId> {
    MutexLock lock(mutex_);
    for (auto& [id, user] : users_) {
      if (user.username != username) continue;
      if (!user.is_bot) return base::refused("server_error", "a person has the bot's name");
      user.first_name = display_name;
      return id;
    }
    model::User bot;
    bot.id = model::UserId(next_id());
    bot.username = username;
    bot.first_name = display_name;
    bot.is_bot = true;
    bot.create_at = bot.update_at = clock_.now();
    users_.emplace(bot.id, bot);
    return bot.id;
  });
}

base::Result<model::User> FakeServer::get_user(const model::UserId& id) {
  return weathered<model::User>("get_user", [&]() -> base::Result<model::User> {
    MutexLock lock(mutex_);
    const auto found = users_.find(id);
    if (found == users_.end()) return base::refused("not_found", "app.user.missing_account.const");
    return found->second;
  });
}
base::Result<model::User> FakeServer::get_user_by_username(const std::string& username) {
  return weathered<model::User>("get_user_by_username", [&]() -> base::Result<model::User> {
    MutexLock lock(mutex_);
    for (const auto& entry : users_) {
      if (entry.second.username == username) return entry.second;
    }
    return base::refused("not_found", "app.user.get_by_username.app_error");
  });
}

// Lower case, starts with a letter, [a-z0-9._:-], 64 at most.
base::Result<> FakeServer::check_username(const model::User& user) const {
  constexpr std::size_t most = 64;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ':' || c == '-';
  };
  const std::string& name = user.username;
  if (name.empty() || name.size() > most || name[0] < 'a' || name[0] > 'z' ||
      !std::all_of(name.begin(), name.end(), allowed)) {
    return base::refused("model.user.is_valid.username.app_error", "the username is not valid");
  }
  for (const auto& [id, other] : users_) {
    if (id == user.id) continue;
    if (other.username == name)
      return base::refused("app.user.save.username_exists.app_error", "the username is taken");
    if (other.email == user.email) return base::refused("app.user.save.email_exists.app_error", "the e-mail is taken");
  }
  return base::ok();
}

base::Result<model::User> FakeServer::save_user(model::User user) {
  MutexLock lock(mutex_);
  const bool is_remote = user.remote_id && !user.remote_id->empty();
  if (!user.id.empty() && !is_remote) return base::refused("app.user.save.existing.app_error", "a preset id");
  if (user.id.empty()) user.id = model::UserId(next_id());
  if (users_.contains(user.id)) return base::refused("app.user.save.existing.app_error", "the id is taken");
  if (user.password.empty() && user.auth_service.empty()) {
    return base::refused("model.user.is_valid.pwd_min_length.app_error", "the password is too short");
  }
  std::transform(user.username.begin(), user.username.end(), user.username.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  CAUSEWAY_CHECK(check_username(user));
  const std::string& domain = facts_.restrict_creation_to_domains;
  if (!domain.empty() && !user.email.ends_with("@" + domain.substr(0, domain.find(',')))) {
    return base::refused("api.user.create_user.accepted_domain.app_error", "the e-mail's domain is not accepted");
  }
  if (user.create_at == base::Time()) user.create_at = clock_.now();
  user.update_at = user.create_at;
  user.roles = "system_user";
  user.password.clear();
  if (user.locale.empty()) user.locale = "en";
  users_.emplace(user.id, user);
  return user;
}

base::Result<model::User> FakeServer::create_user(const model::User& user) {
  return weathered<model::User>("create_user", [&]() -> base::Result<model::User> {
    auto saved = save_user(user);
    if (saved.ok()) tell([created = *saved](mattermost::Events& to) { to.user_has_been_created(created); });
    return saved;
  });
}

base::Result<model::User> FakeServer::update_user(const model::User& user) {
  return weathered<model::User>("update_user", [&]() -> base::Result<model::User> {
    MutexLock lock(mutex_);
    const auto found = users_.find(user.id);
    if (found == users_.end()) return base::refused("not_found", "app.user.missing_account.const");
    CAUSEWAY_CHECK(check_username(user));
    const model::User before = found->second;
    model::User& now = found->second;
    now = user;
    now.create_at = before.create_at;
    now.delete_at = before.delete_at;
    now.auth_data = before.auth_data;
    now.auth_service = before.auth_service;
    now.password = before.password;
    now.email_verified = before.email_verified;
    now.last_picture_update = before.last_picture_update;
    now.roles = before.roles;
    now.update_at = after(before.update_at);
    return now;
  });
}

}  // namespace causeway::fakes
