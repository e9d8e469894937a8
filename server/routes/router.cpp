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

// {remote}, {channel}: kept as the target; {any}: one segment that the door does not need here.
struct Route {
  std::string_view method;
  std::string_view path;
  std::variant<Peer, Admin> door;
};

constexpr std::array<Route, 18> routes{{
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
}};

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const auto slash = path.find('/');
    out.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return out;
}

std::optional<AdminDoors::Target> match(std::string_view pattern, std::string_view path) {
  const auto wanted = segments(pattern);
  const auto given = segments(path);
  if (wanted.size() != given.size()) return std::nullopt;
  AdminDoors::Target target;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{remote}")
      target.remote = model::RemoteId(std::string(given[i]));
    else if (wanted[i] == "{channel}")
      target.channel = model::ChannelId(std::string(given[i]));
    else if (wanted[i] != "{any}" && wanted[i] != given[i])
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
    return admin_doors_.handle(std::get<Admin>(route.door), *target, request, body, answer);
  }
  if (path_known) return answer_error(answer, 405, "api.context.method_not_allowed.app_error", "Method not allowed.");
  answer_error(answer, 404, "api.context.404.app_error", "Sorry, we could not find the page.");
}

}  // namespace causeway::routes
