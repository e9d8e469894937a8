#include "routes/router.h"

#include <array>
#include <optional>
#include <variant>

#include "base/log.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

using Peer = PeerDoors::Door;
using Native = NativeDoors::Door;
using Console = ConsoleDoors::Door;

// {remote_id}, {channel_id}, {team_id}: kept as the target; {upload_id}, {user_id}: read by the door itself.
struct Route {
  std::string_view method;
  std::string_view path;
  std::variant<Peer, Native, Console> door;
};

constexpr std::array routes{
    // lock: peer
    Route{"POST", "/api/v4/remotecluster/confirm_invite", Peer::confirm_invite},
    Route{"POST", "/api/v4/remotecluster/ping", Peer::ping},
    Route{"POST", "/api/v4/remotecluster/msg", Peer::msg},
    Route{"POST", "/api/v4/remotecluster/upload/{upload_id}", Peer::upload},
    Route{"POST", "/api/v4/remotecluster/{user_id}/image", Peer::image},
    // lock: session
    Route{"GET", "/api/v4/remotecluster", Native::list},
    Route{"POST", "/api/v4/remotecluster", Native::create},
    Route{"POST", "/api/v4/remotecluster/accept_invite", Native::accept},
    Route{"POST", "/api/v4/remotecluster/{remote_id}/generate_invite", Native::generate_invite},
    Route{"GET", "/api/v4/remotecluster/{remote_id}", Native::get},
    Route{"PATCH", "/api/v4/remotecluster/{remote_id}", Native::patch},
    Route{"DELETE", "/api/v4/remotecluster/{remote_id}", Native::remove},
    Route{"GET", "/api/v4/remotecluster/{remote_id}/sharedchannelremotes", Native::shares},
    Route{"POST", "/api/v4/remotecluster/{remote_id}/channels/{channel_id}/invite", Native::invite},
    Route{"POST", "/api/v4/remotecluster/{remote_id}/channels/{channel_id}/uninvite", Native::uninvite},
    Route{"POST", "/api/v4/channels/{channel_id}/remotes/{remote_id}/invite", Native::invite},
    Route{"POST", "/api/v4/channels/{channel_id}/remotes/{remote_id}/uninvite", Native::uninvite},
    Route{"GET", "/api/v4/sharedchannels/{team_id}", Native::shared_channels},
    Route{"GET", "/api/v4/sharedchannels/remote_info/{remote_id}", Native::remote_info},
    Route{"GET", "/api/v4/sharedchannels/{channel_id}/remotes", Native::remotes},
    Route{"GET", "/autocomplete/remotes", Native::autocomplete_remotes},
    Route{"GET", "/api/v4/autocomplete/remotes", Native::autocomplete_remotes},
    Route{"GET", "/api/v1/connections", Console::connections},
    Route{"GET", "/api/v1/connections/{remote_id}", Console::connection},
    Route{"GET", "/api/v1/connections/{remote_id}/channels", Console::connection_channels},
    Route{"POST", "/api/v1/connections/{remote_id}/invite", Console::invite},
    Route{"POST", "/api/v1/connections/{remote_id}/pause", Console::pause},
    Route{"POST", "/api/v1/connections/{remote_id}/resume", Console::resume},
    Route{"POST", "/api/v1/connections/{remote_id}/rotate", Console::rotate},
    Route{"POST", "/api/v1/connections/{remote_id}/doctor", Console::doctor},
    Route{"GET", "/api/v1/connections/{remote_id}/policy", Console::policy},
    Route{"PUT", "/api/v1/connections/{remote_id}/policy", Console::set_policy},
    Route{"GET", "/api/v1/connections/{remote_id}/dead_letters", Console::dead_letters},
    Route{"POST", "/api/v1/connections/{remote_id}/redrive", Console::redrive},
    Route{"GET", "/api/v1/channels", Console::channels},
    Route{"GET", "/api/v1/channels/{channel_id}", Console::channel},
    Route{"POST", "/api/v1/channels/{channel_id}/redrive", Console::redrive_channel},
    Route{"POST", "/api/v1/channels/{channel_id}/reconcile", Console::reconcile},
    Route{"GET", "/api/v1/channels/{channel_id}/reconciliations", Console::reconciliations},
    Route{"GET", "/api/v1/connections/{remote_id}/blocked", Console::blocked},
    Route{"POST", "/api/v1/connections/{remote_id}/block", Console::block},
    Route{"POST", "/api/v1/connections/{remote_id}/unblock", Console::unblock},
    Route{"GET", "/api/v1/offers", Console::offers},
    Route{"POST", "/api/v1/connections/{remote_id}/offers/{channel_id}/take", Console::take_offer},
    Route{"POST", "/api/v1/connections/{remote_id}/offers/{channel_id}/decline", Console::decline_offer},
    Route{"POST", "/api/v1/dialog", Console::dialog},
    Route{"GET", "/api/v1/audit", Console::audit},
    Route{"GET", "/api/v1/metrics", Console::metrics},
};

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const auto slash = path.find('/');
    out.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return out;
}

std::optional<Target> match(std::string_view pattern, std::string_view path) {
  const auto wanted = segments(pattern);
  const auto given = segments(path);
  if (wanted.size() != given.size()) return std::nullopt;
  Target target;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{remote_id}")
      target.remote = model::RemoteId(std::string(given[i]));
    else if (wanted[i] == "{channel_id}")
      target.channel = model::ChannelId(std::string(given[i]));
    else if (wanted[i] == "{team_id}")
      target.team = model::TeamId(std::string(given[i]));
    else if (!wanted[i].starts_with('{') && wanted[i] != given[i])
      return std::nullopt;
  }
  return target;
}

}  // namespace

void Router::handle(const mattermost::HttpRequest& request, mattermost::Body& body, mattermost::HttpAnswer& answer) {
  bool path_known = false;
  for (const Route& route : routes) {
    const auto target = match(route.path, request.path);
    if (!target) continue;
    path_known = true;
    if (route.method != request.method) continue;
    if (const Peer* door = std::get_if<Peer>(&route.door)) return peer_doors_.handle(*door, request, body, answer);
    return let_in(request, *target, body, answer, [&](const Visit& visit) {
      const Native* native = std::get_if<Native>(&route.door);
      return native != nullptr ? native_doors_.serve(*native, visit)
                               : console_doors_.serve(std::get<Console>(route.door), visit);
    });
  }
  if (path_known) return answer_error(answer, 405, "api.context.method_not_allowed.app_error", "Method not allowed.");
  answer_error(answer, 404, "api.context.404.app_error", "Sorry, we could not find the page.");
}

std::vector<Router::Door> Router::doors() {
  std::vector<Door> all;
  for (const Route& route : routes) {
    all.push_back({route.method, route.path, std::holds_alternative<Peer>(route.door)});
  }
  return all;
}

}  // namespace causeway::routes
