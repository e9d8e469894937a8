#include "outbound/collect/users.h"

#include "config/crossing.h"
#include "peer/custom_status.h"

namespace causeway::outbound {

model::User for_wire(const model::User& user, const config::Settings& settings, const model::RemotePolicy& policy) {
  namespace field = model::profile_field;
  const auto crosses = [&](const char* name) { return config::field_crosses(policy, name); };
  model::User wire;
  wire.id = user.id;
  wire.create_at = user.create_at;
  wire.update_at = user.update_at;
  wire.delete_at = user.delete_at;
  wire.username = user.username;
  if (crosses(field::nickname)) wire.nickname = user.nickname;
  if (crosses(field::name)) {
    wire.first_name = user.first_name;
    wire.last_name = user.last_name;
  }
  if (crosses(field::position)) wire.position = user.position;
  wire.roles = model::is_guest(user) ? model::role::guest : model::role::user;
  if (crosses(field::locale)) wire.locale = user.locale;
  if (crosses(field::timezone)) wire.timezone = user.timezone;
  wire.is_bot = user.is_bot;
  const auto status = user.props.find(peer::custom_status_prop);
  if (status != user.props.end() && config::statuses_cross(settings, policy)) {
    const std::string custom = peer::custom_status(status->second);
    if (!custom.empty()) wire.props.emplace(peer::custom_status_prop, custom);
  }
  return wire;
}

}  // namespace causeway::outbound
