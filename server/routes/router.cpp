#include "routes/router.h"

#include <array>
#include <optional>
#include <variant>

#include "base/log.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

using Peer = PeerDoors::Door;
using Admin = AdminDoors::Door;
using Console = ConsoleDoors::Door;

// {remote}, {channel}, {team}: kept as the target; {any}: one segment that the door does not need here.
struct Route {
  std::string_view method;
  std::string_view path;
  std::variant<Peer, Admin, Console> door;
};

constexpr auto routes = std::to_array<Route>({
    // lock: peer
    {"POST", "/api/v4/remotecluster/confirm_invite", Peer::confirm_invite},
    {"POST", "/api/v4/remotecluster/ping", Peer::ping},
    {"POST", "/api/v4/remotecluster/msg", Peer::msg},
    {"POST", "/api/v4/remotecluster/upload/{any}", Peer::upload},
    {"POST", "/api/v4/remotecluster/{any}/image", Peer::image},
    // lock: session
    {"GET", "/api/v4/remotecluster", Admin::list},
    {"POST", "/api/v4/remotecluster", Admin::create},
    {"POST", "/api/v4/remotecluster/accept_invite", Admin::accept},
    {"POST", "/api/v4/remotecluster/{remote}/generate_invite", Admin::generate_invite},
    {"GET", "/api/v4/remotecluster/{remote}", Admin::get},
    {"PATCH", "/api/v4/remotecluster/{remote}", Admin::patch},
    {"DELETE", "/api/v4/remotecluster/{remote}", Admin::remove},
    {"POST", "/api/v4/remotecluster/{remote}/channels/{channel}/invite", Admin::invite},
    {"POST", "/api/v4/remotecluster/{remote}/channels/{channel}/uninvite", Admin::uninvite},
    {"POST", "/api/v4/channels/{channel}/remotes/{remote}/invite", Admin::invite},
    {"POST", "/api/v4/channels/{channel}/remotes/{remote}/uninvite", Admin::uninvite},
    {"GET", "/autocomplete/remotes", Admin::autocomplete_remotes},
    {"GET", "/api/v4/autocomplete/remotes", Admin::autocomplete_remotes},
    {"GET", "/api/v4/remotecluster/{remote}/sharedchannelremotes", Console::remote_channels},
    {"GET", "/api/v4/sharedchannels/remote_info/{remote}", Console::remote_info},
    {"GET", "/api/v4/sharedchannels/{channel}/remotes", Console::channel_remotes},
    {"GET", "/api/v4/sharedchannels/{team}", Console::team_channels},
    {"GET", "/api/v1/connections", Console::connections},
    {"POST", "/api/v1/connections/{remote}/pause", Console::pause},
    {"POST", "/api/v1/connections/{remote}/resume", Console::resume},
    {"POST", "/api/v1/connections/{remote}/rotate", Console::rotate},
    {"PUT", "/api/v1/connections/{remote}/policy", Console::policy},
    {"GET", "/api/v1/shares", Console::shares},
    {"GET", "/api/v1/audit", Console::audit},
    {"GET", "/api/v1/channels/{channel}/shares", Console::channel_shares},
});

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
    if (wanted[i] == "{remote}")
      target.remote = model::RemoteId(std::string(given[i]));
    else if (wanted[i] == "{channel}")
      target.channel = model::ChannelId(std::string(given[i]));
    else if (wanted[i] == "{team}")
      target.team = model::TeamId(std::string(given[i]));
    else if (wanted[i] != "{any}" && wanted[i] != given[i])
      return std::nullopt;
  }
  return target;
}

}  // namespace

std::vector<std::string> Router::doors_of_people() {
  std::vector<std::string> doors;
  for (const Route& route : routes) {
    if (!std::holds_alternative<Peer>(route.door))
      doors.push_back(std::string(route.method) + ' ' + std::string(route.path));
  }
  return doors;
}

void Router::handle(const mattermost::HttpRequest& request, mattermost::Body& body, mattermost::HttpAnswer& answer) {
  bool path_known = false;
  for (const Route& route : routes) {
    const auto target = match(route.path, request.path);
    if (!target) continue;
    path_known = true;
    if (route.method != request.method) continue;
    if (const Peer* door = std::get_if<Peer>(&route.door)) return peer_doors_.handle(*door, request, body, answer);
    if (const Console* door = std::get_if<Console>(&route.door))
      return console_doors_.handle(*door, *target, request, body, answer);
    return admin_doors_.handle(std::get<Admin>(route.door), *target, request, body, answer);
  }
  if (path_known) return answer_error(answer, 405, "api.context.method_not_allowed.app_error", "Method not allowed.");
  answer_error(answer, 404, "api.context.404.app_error", "Sorry, we could not find the page.");
}

}  // namespace causeway::routes
