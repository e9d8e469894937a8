#pragma once
// Fills the bridge's hook table: each hook becomes one event. Exceptions of events end here: logged once, answered with
// an error (a request with 500). Until on_activate has said ok, and from on_deactivate on, hooks are answered without
// asking anybody (a request with 503).

#include <atomic>
#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "gorpc/plugin/hooks.h"
#include "mattermost/events.h"
#include "mattermost/rpc/hooks.h"
#include "mattermost/rpc/server.h"

namespace causeway::mattermost::rpc {

class EventHooks {
 public:
  // `events` must outlive this, and this the table's Host.
  EventHooks(Events& events, const base::Clock& clock) : events_(events), clock_(clock) {}
  EventHooks(const EventHooks&) = delete;
  EventHooks& operator=(const EventHooks&) = delete;

  void fill(gorpc::plugin::HookTable& table);

 private:
  void fill_life(gorpc::plugin::HookTable& table);
  void fill_requests(gorpc::plugin::HookTable& table);
  void fill_content(gorpc::plugin::HookTable& table);
  void fill_membership(gorpc::plugin::HookTable& table);
  void fill_notifications(gorpc::plugin::HookTable& table);

  // One line of the table for a hook that wants no answer: tell(events, args).
  template <class Args, class Tell>
  void on_event(gorpc::plugin::HookTable& table, const char* hook, Tell tell);

  base::Result<NotificationReply> judge(const char* hook, const Notification& notification);
  ErrorReply activate(gorpc::plugin::Call& call);
  ErrorReply deactivate();
  void serve_http(const ServeHttpArgs& args, gorpc::plugin::Call& call);
  HttpAnswer answer_http(const ServeHttpArgs& args, gorpc::plugin::Call& call);
  void serve_metrics(gorpc::plugin::Call& call);
  void respond(const HttpAnswer& answer, gorpc::plugin::Call& call);
  SupportReply support();
  Letters<CommandResponse, std::optional<AppError>> execute_command(const CommandArgs& args);

  Events& events_;
  const base::Clock& clock_;
  std::optional<RpcServer> server_;  // lifecycle thread; made once
  std::atomic<bool> active_{false};
};

}  // namespace causeway::mattermost::rpc
