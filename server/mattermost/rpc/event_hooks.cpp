#include "mattermost/rpc/event_hooks.h"

#include <string_view>
#include <utility>

#include "base/log.h"
#include "mattermost/rpc/errors.h"
#include "mattermost/rpc/http.h"

namespace causeway::mattermost::rpc {
namespace {

using gorpc::plugin::Call;
using gorpc::plugin::HookTable;
using gorpc::plugin::Lane;
using gorpc::plugin::rpc_id;
using gorpc::plugin::stream_id;

constexpr int internal_error = 500;
constexpr int unavailable = 503;
constexpr const char* notification_cancelled = "a mention of the whole channel by a user of a connected server";
constexpr const char* failed_text = "internal error";

// Runs an event; an exception is logged and gives false.
template <class Action>
bool ran(std::string_view hook, Action&& action) {
  try {
    action();
    return true;
  } catch (const std::exception& e) {
    base::log::error("hook_failed", "a hook failed", {{"hook", hook}, {"error", e.what()}});
  } catch (...) {
    base::log::error("hook_failed", "a hook failed", {{"hook", hook}});
  }
  return false;
}

base::Error hook_failed() {
  return base::refused("hook_failed", failed_text);
}

HttpAnswer plain_answer(int status, std::string text) {
  HttpAnswer answer;
  answer.status = status;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = std::move(text);
  return answer;
}

PostVerdictReply to_reply(PostVerdict verdict) {
  switch (verdict.kind) {
    case PostVerdict::Kind::keep:
      return {};
    case PostVerdict::Kind::dismiss_silently:
      return {dismiss_post};
    case PostVerdict::Kind::reject:
      break;
  }
  // An empty reason would let the post through.
  return {verdict.reason.empty() ? std::string("rejected") : std::move(verdict.reason)};
}

}  // namespace

void EventHooks::fill(HookTable& table) {
  fill_life(table);
  fill_requests(table);
  fill_content(table);
  fill_membership(table);
  fill_notifications(table);
}

template <class Args, class Tell>
void EventHooks::on_event(HookTable& table, const char* hook, Tell tell) {
  table.on<Args, NoReply>(hook, [this, hook, tell](Args& args) -> base::Result<NoReply> {
    if (!active_) return NoReply{};
    if (!ran(hook, [&] { tell(events_, args); })) return hook_failed();
    return NoReply{};
  });
}

void EventHooks::fill_life(HookTable& table) {
  table.on<ActivateArgs, ErrorReply>(
      "OnActivate", [this](ActivateArgs&, Call& call) -> base::Result<ErrorReply> { return activate(call); },
      {gorpc::plugin::api_id(&ActivateArgs::api), gorpc::plugin::unused_id(&ActivateArgs::driver)},
      {.lane = Lane::lifecycle});
  table.on<NoArguments, ErrorReply>("OnDeactivate",
                                    [this](NoArguments&) -> base::Result<ErrorReply> { return deactivate(); }, {},
                                    {.lane = Lane::lifecycle, .ends_service = true});
  table.on<NoArguments, ErrorReply>("OnConfigurationChange", [this](NoArguments&) -> base::Result<ErrorReply> {
    if (active_ && !ran("OnConfigurationChange", [&] { events_.on_configuration_change(); })) {
      return ErrorReply{to_go_error(failed_text)};
    }
    return ErrorReply{};
  });
  table.on<Letters<SavedConfig>, SavedConfigReply>(
      "ConfigurationWillBeSaved", [this](Letters<SavedConfig>& args) -> base::Result<SavedConfigReply> {
        const auto& plugins = args.a.plugin.plugins;
        const auto ours = plugins.find(plugin_id);
        if (!active_ || ours == plugins.end()) return SavedConfigReply{};
        std::string wrong;
        // What cannot be judged is saved.
        if (!ran("ConfigurationWillBeSaved", [&] { wrong = events_.settings_will_be_saved(ours->second); })) {
          return SavedConfigReply{};
        }
        return wrong.empty() ? SavedConfigReply{} : SavedConfigReply{to_app_error(bad_setting, wrong)};
      });
}

void EventHooks::fill_requests(HookTable& table) {
  table.on<ServeHttpArgs, NoReply>("ServeHTTP",
                                   [this](ServeHttpArgs& args, Call& call) -> base::Result<NoReply> {
                                     serve_http(args, call);
                                     return NoReply{};
                                   },
                                   {stream_id(&ServeHttpArgs::body), rpc_id(&ServeHttpArgs::response)});

  table.on<ServeHttpArgs, NoReply>("ServeMetrics",
                                   [this](ServeHttpArgs&, Call& call) -> base::Result<NoReply> {
                                     serve_metrics(call);
                                     return NoReply{};
                                   },
                                   {stream_id(&ServeHttpArgs::body), rpc_id(&ServeHttpArgs::response)});
  table.on<Letters<Ignored>, SupportReply>(
      "GenerateSupportData", [this](Letters<Ignored>&) -> base::Result<SupportReply> { return support(); });

  using CommandHook = Letters<Ignored, CommandArgs>;
  using CommandReply = Letters<CommandResponse, std::optional<AppError>>;
  table.on<CommandHook, CommandReply>(
      "ExecuteCommand", [this](CommandHook& args) -> base::Result<CommandReply> { return execute_command(args.b); });
}

void EventHooks::fill_content(HookTable& table) {
  using PostHook = Letters<Ignored, model::Post>;
  using TwoPosts = Letters<Ignored, model::Post, model::Post>;
  using ReactionHook = Letters<Ignored, model::Reaction>;
  using ChannelHook = Letters<Ignored, model::Channel>;

  table.on<PostHook, PostVerdictReply>("MessageWillBePosted", [this](PostHook& args) -> base::Result<PostVerdictReply> {
    if (!active_) return PostVerdictReply{};
    PostVerdictReply reply;
    const auto judge = [&] { reply = to_reply(events_.message_will_be_posted(args.b)); };
    if (!ran("MessageWillBePosted", judge)) return hook_failed();
    return reply;
  });
  on_event<PostHook>(table, "MessageHasBeenPosted", [](Events& to, PostHook& x) { to.message_has_been_posted(x.b); });
  on_event<TwoPosts>(table, "MessageHasBeenUpdated",
                     [](Events& to, TwoPosts& x) { to.message_has_been_updated(x.b, x.c); });
  on_event<PostHook>(table, "MessageHasBeenDeleted", [](Events& to, PostHook& x) { to.message_has_been_deleted(x.b); });
  using RetentionHook = Letters<std::int64_t, std::int64_t>;  // now, and how many rows at most
  using RetentionReply = Letters<std::int64_t, gorpc::gob::Value>;
  table.on<RetentionHook, RetentionReply>(
      "RunDataRetention", [this](RetentionHook& args) -> base::Result<RetentionReply> {
        base::Result<std::int64_t> done = std::int64_t{0};
        if (active_ && !ran("RunDataRetention", [&] { done = events_.run_data_retention(args.b); })) {
          return RetentionReply{0, to_go_error(failed_text)};
        }
        return done.ok() ? RetentionReply{*done, {}} : RetentionReply{0, to_go_error(done.error().text)};
      });
  on_event<ReactionHook>(table, "ReactionHasBeenAdded",
                         [](Events& to, ReactionHook& x) { to.reaction_has_been_added(x.b); });
  on_event<ReactionHook>(table, "ReactionHasBeenRemoved",
                         [](Events& to, ReactionHook& x) { to.reaction_has_been_removed(x.b); });
  on_event<ChannelHook>(table, "ChannelHasBeenCreated",
                        [](Events& to, ChannelHook& x) { to.channel_has_been_created(x.b); });
}

void EventHooks::fill_notifications(HookTable& table) {
  using PushHook = Letters<PushNotification, model::UserId>;
  using EmailHook = Letters<EmailNotification>;

  table.on<PushHook, NotificationReply>(
      "NotificationWillBePushed", [this](PushHook& args) -> base::Result<NotificationReply> {
        if (args.a.type != push_of_message) return NotificationReply{};
        return judge("NotificationWillBePushed",
                     {Notification::Kind::push, args.a.post_id, args.b, args.a.channel_type});
      });
  table.on<EmailHook, NotificationReply>(
      "EmailNotificationWillBeSent", [this](EmailHook& args) -> base::Result<NotificationReply> {
        return judge("EmailNotificationWillBeSent",
                     {Notification::Kind::email, args.a.post_id, args.a.recipient, args.a.channel_type});
      });
}

// What cannot be judged is sent.
base::Result<NotificationReply> EventHooks::judge(const char* hook, const Notification& notification) {
  bool cancelled = false;
  if (active_ && !ran(hook, [&] { cancelled = events_.cancels_notification(notification); })) return hook_failed();
  return NotificationReply{cancelled ? notification_cancelled : ""};
}

void EventHooks::fill_membership(HookTable& table) {
  using ChannelHook = Letters<Ignored, ChannelMember>;
  using TeamHook = Letters<Ignored, TeamMember>;
  using UserHook = Letters<Ignored, model::User>;

  on_event<ChannelHook>(table, "UserHasJoinedChannel",
                        [](Events& to, ChannelHook& x) { to.user_has_joined_channel(x.b.channel_id, x.b.user_id); });
  on_event<ChannelHook>(table, "UserHasLeftChannel",
                        [](Events& to, ChannelHook& x) { to.user_has_left_channel(x.b.channel_id, x.b.user_id); });
  on_event<TeamHook>(table, "UserHasJoinedTeam",
                     [](Events& to, TeamHook& x) { to.user_has_joined_team(x.b.team_id, x.b.user_id); });
  on_event<TeamHook>(table, "UserHasLeftTeam",
                     [](Events& to, TeamHook& x) { to.user_has_left_team(x.b.team_id, x.b.user_id); });
  on_event<UserHook>(table, "UserHasBeenCreated", [](Events& to, UserHook& x) { to.user_has_been_created(x.b); });
  on_event<UserHook>(table, "UserHasBeenDeactivated",
                     [](Events& to, UserHook& x) { to.user_has_been_deactivated(x.b); });
}

ErrorReply EventHooks::activate(Call& call) {
  if (!server_) server_.emplace(call.api());
  std::optional<base::Result<>> outcome;
  if (!ran("OnActivate", [&] { outcome = events_.on_activate(*server_); })) return {to_go_error(failed_text)};
  if (!outcome->ok()) {
    base::log::error("activation_failed", outcome->error().text, {{"reason", outcome->error().code}});
    return {to_go_error(outcome->error().text)};
  }
  active_ = true;
  return {};
}

ErrorReply EventHooks::deactivate() {
  if (!active_.exchange(false)) return {};
  if (!ran("OnDeactivate", [&] { events_.on_deactivate(); })) return {to_go_error(failed_text)};
  return {};
}

HttpAnswer EventHooks::answer_http(const ServeHttpArgs& args, Call& call) {
  if (!active_) return plain_answer(unavailable, "the plugin is not active");
  gorpc::plugin::BodyReader reader = call.body(0);
  if (!has_body(args.request.method)) reader = {};  // its stream is finished unread
  StreamedBody body(std::move(reader), call.stop(), clock_);
  HttpAnswer answer;
  const auto serve = [&] { events_.serve_http(to_request(args.request), body, answer); };
  if (!ran("ServeHTTP", serve)) return plain_answer(internal_error, failed_text);
  if (answer.status < 100 || answer.status > 999) return plain_answer(internal_error, failed_text);
  return answer;
}

void EventHooks::serve_http(const ServeHttpArgs& args, Call& call) {
  respond(answer_http(args, call), call);
}

void EventHooks::serve_metrics(Call& call) {
  HttpAnswer answer;
  if (!active_) {
    answer = plain_answer(unavailable, "the plugin is not active");
  } else if (!ran("ServeMetrics", [&] { events_.serve_metrics(answer); })) {
    answer = plain_answer(internal_error, failed_text);
  }
  respond(answer, call);
}

SupportReply EventHooks::support() {
  SupportReply reply;
  if (!active_) return reply;
  const auto collect = [&] {
    for (SupportFile& file : events_.support_files()) reply.a.push_back({std::move(file.name), {std::move(file.body)}});
  };
  if (!ran("GenerateSupportData", collect)) reply.b = to_go_error(failed_text);
  return reply;
}

void EventHooks::respond(const HttpAnswer& answer, Call& call) {
  auto sent = call.response(1).respond(answer.status, to_headers(answer), answer.body);
  // Somebody who has closed the page: nothing that anybody could mend.
  if (!sent.ok())
    base::log::debug("answer_not_sent", "an HTTP answer could not be sent", {{"reason", sent.error().code}});
}

Letters<CommandResponse, std::optional<AppError>> EventHooks::execute_command(const CommandArgs& args) {
  const auto refuse = [](std::string text, int status) {
    AppError error;
    error.id = "plugin.causeway.command.app_error";
    error.message = std::move(text);
    error.status_code = status;
    error.where = "ExecuteCommand";
    return Letters<CommandResponse, std::optional<AppError>>{{}, std::move(error)};
  };
  if (!active_) return refuse("the plugin is not active", unavailable);
  const CommandCall call{args.user_id, args.channel_id, args.team_id,   args.root_id,
                         args.text,    args.site_url,   args.trigger_id};
  CommandAnswer answer;
  if (!ran("ExecuteCommand", [&] { answer = events_.execute_command(call); }))
    return refuse(failed_text, internal_error);
  return {{"ephemeral", std::move(answer.text)}, std::nullopt};
}

}  // namespace causeway::mattermost::rpc
