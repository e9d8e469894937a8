#include "plugin/plugin.h"

#include "base/id.h"
#include "base/log.h"
#include "routes/answers.h"

namespace causeway::plugin {
namespace {

constexpr auto deactivate_time = std::chrono::seconds(8);  // the host gives OnDeactivate 10 s
constexpr const char* inactive = "Causeway is not active.";

}  // namespace

base::Result<config::Snapshot> Plugin::load(mattermost::Server& server, bool first) {
  CAUSEWAY_TRY(values, server.load_settings());
  {
    const base::MutexLock lock(mutex_);
    loaded_ = values;
  }
  CAUSEWAY_TRY(settings, config::parse(values));
  config::Snapshot snapshot;
  CAUSEWAY_TRY(facts, server.facts());
  snapshot.facts = facts;
  if (settings.secret.empty() && first) {
    // Made once and kept with the settings, so that all nodes have it. Whoever comes second finds the first one's.
    CAUSEWAY_CHECK(server.save_settings(config::with_secret(values, base::new_id() + base::new_id())));
    CAUSEWAY_TRY(saved, server.load_settings());
    CAUSEWAY_TRY(again, config::parse(saved));
    if (again.secret.empty()) {
      return base::refused("secret_not_kept",
                           "the plugin's settings are fixed (MM_PLUGINSETTINGS_PLUGINS), so that its secret cannot be "
                           "kept with them: give one of at least 32 random characters there, as `secret`");
    }
    settings = again;
  }
  snapshot.settings = settings;
  auto url = config::public_url(settings, snapshot.facts);
  if (url.ok())
    snapshot.public_url = *url;
  else
    snapshot.public_url_error = url.error().text;
  snapshot.bot_id = current_.get()->bot_id;
  return snapshot;
}

base::Result<> Plugin::on_activate(mattermost::Server& server) {
  CAUSEWAY_TRY(snapshot, load(server, true));
  base::log::set_level(snapshot.settings.log_level);
  CAUSEWAY_TRY(bot, server.ensure_bot("causeway", "Causeway", "Carries shared channels between servers."));
  snapshot.bot_id = bot;
  for (const mattermost::Command& command : remotes::Commands::definitions()) {
    CAUSEWAY_CHECK(server.register_command(command));
  }
  current_.set(snapshot);
  std::shared_ptr<Engine> engine;
  if (snapshot.settings.enabled) {
    CAUSEWAY_TRY(store, walls_.store(snapshot));
    engine =
        std::make_shared<Engine>(server, current_, clock_, std::move(store), walls_.peers(snapshot), walls_.examine);
  }
  base::log::info("activated", "Causeway is active",
                  {{"server_version", snapshot.facts.version}, {"public_url", snapshot.public_url}});
  const base::MutexLock lock(mutex_);
  server_ = &server;
  engine_ = std::move(engine);
  return base::ok();
}

void Plugin::on_deactivate() {
  std::shared_ptr<Engine> last;
  {
    const base::MutexLock lock(mutex_);
    last.swap(engine_);
  }
  if (!last) return;
  last->request_stop();
  const base::Steady deadline = clock_.steady() + deactivate_time;
  while (last.use_count() > 1 && clock_.steady() < deadline) {
    const base::MutexLock lock(mutex_);
    idle_.wait_until(mutex_, clock_.steady() + std::chrono::milliseconds(10));
  }
  last.reset();
  base::log::info("deactivated", "Causeway is no longer active");
}

void Plugin::on_configuration_change() {
  mattermost::Server* server = nullptr;
  {
    const base::MutexLock lock(mutex_);
    server = server_;
  }
  if (server == nullptr) return;
  auto snapshot = load(*server, false);
  if (!snapshot.ok()) {
    base::log::error("settings_refused", "the last good settings stay in force: " + snapshot.error().text);
    return;
  }
  const auto before = current_.get();
  if (before->settings.data_source != snapshot->settings.data_source ||
      before->settings.enabled != snapshot->settings.enabled ||
      before->settings.allow_insecure_peers != snapshot->settings.allow_insecure_peers) {
    base::log::warn(
        "restart_needed",
        "EnableSharedChannels, DataSource and AllowInsecurePeers take effect when the plugin is enabled again");
  }
  base::log::set_level(snapshot->settings.log_level);
  current_.set(std::move(*snapshot));
}

std::string Plugin::settings_will_be_saved(const json::Value& settings) {
  {
    // Whoever changes something else must not be kept from it by what is wrong already.
    const base::MutexLock lock(mutex_);
    if (settings == loaded_) return {};
  }
  const auto parsed = config::parse(settings);
  return parsed.ok() ? std::string() : "Causeway: " + parsed.error().text;
}

mattermost::Server& Plugin::server() const {
  const base::MutexLock lock(mutex_);
  return *server_;
}

std::shared_ptr<Engine> Plugin::engine() const {
  const base::MutexLock lock(mutex_);
  return engine_;
}

void Plugin::serve_http(const mattermost::HttpRequest& request, mattermost::Body& body,
                        mattermost::HttpAnswer& answer) {
  const auto engine = this->engine();
  if (!engine) return routes::answer_error(answer, 503, "api.causeway.inactive", inactive);
  engine->router().handle(request, body, answer);
}

void Plugin::serve_metrics(mattermost::HttpAnswer& answer) {
  const auto engine = this->engine();
  if (!engine) return routes::answer_error(answer, 503, "api.causeway.inactive", inactive);
  auto text = engine->report().metrics();
  if (!text.ok()) return routes::answer_error(answer, text.error());
  answer.content_type = admin::Exposition::content_type;
  answer.body = std::move(*text);
}

std::vector<mattermost::SupportFile> Plugin::support_files() {
  const auto engine = this->engine();
  return engine ? engine->report().support() : std::vector<mattermost::SupportFile>();
}

mattermost::CommandAnswer Plugin::execute_command(const mattermost::CommandCall& call) {
  const auto engine = this->engine();
  if (!engine) return {inactive};
  return engine->commands().execute(call, engine->stop());
}

mattermost::PostVerdict Plugin::message_will_be_posted(const model::Post& post) {
  const auto engine = this->engine();
  using Kind = mattermost::PostVerdict::Kind;
  if (!engine) return {};
  if (engine->quiet_joins().dismisses(post)) return {Kind::dismiss_silently, {}};
  if (engine->read_only().refuses(post)) return {Kind::reject, "This shared channel is read-only on this server."};
  return {};
}

bool Plugin::cancels_notification(const mattermost::Notification& notification) {
  const auto engine = this->engine();
  return engine && engine->storm_guard().cancels(notification);
}

void Plugin::message_has_been_posted(const model::Post& post) {
  if (const auto engine = this->engine()) engine->changes().post_created(post);
}

void Plugin::message_has_been_updated(const model::Post& now, const model::Post& before) {
  const auto engine = this->engine();
  if (!engine) return;
  engine->changes().post_changed(now);
  engine->overwrites().changed(now, before);
}

void Plugin::message_has_been_deleted(const model::Post& post) {
  if (const auto engine = this->engine()) engine->changes().post_deleted(post);
}

base::Result<std::int64_t> Plugin::run_data_retention(std::int64_t most) {
  const auto engine = this->engine();
  if (!engine) return std::int64_t{0};
  return engine->follow_retention(most);
}

// Nothing asks before a reaction: where people may only read it is taken back at once.
void Plugin::reaction_has_been_added(const model::Reaction& reaction) {
  if (const auto engine = this->engine(); engine && engine->read_only().refuses(reaction)) {
    const auto undone = server().remove_reaction(reaction);
    if (!undone.ok())
      base::log::warn("reaction_not_undone", undone.error().text, {{"post_id", reaction.post_id.str()}});
    return;
  }
  reaction_changed(reaction);
}

void Plugin::reaction_has_been_removed(const model::Reaction& reaction) {
  reaction_changed(reaction);
}

// Of a removal by REST the hook names only the post.
void Plugin::reaction_changed(const model::Reaction& reaction) {
  const auto engine = this->engine();
  if (!engine) return;
  if (!reaction.channel_id.empty()) return engine->changes().post_changed_in(reaction.channel_id);
  const auto post = server().get_post(reaction.post_id);
  if (post.ok()) engine->changes().post_changed(*post);  // else the poll finds it, if there is something to find
}

void Plugin::channel_has_been_created(const model::Channel& channel) {
  const auto engine = this->engine();
  if (engine && model::is_direct(channel.type)) engine->direct_channel_opened();
}

void Plugin::user_has_joined_channel(const model::ChannelId& channel, const model::UserId& user) {
  const auto engine = this->engine();
  if (engine && !engine->users().brought_in(channel, user)) engine->changes().members_changed_in(channel);
}

void Plugin::user_has_left_channel(const model::ChannelId& channel, const model::UserId& user) {
  const auto engine = this->engine();
  if (!engine) return;
  engine->users().forget_member(channel, user);
  engine->changes().members_changed_in(channel);
}

}  // namespace causeway::plugin
