#include "outbound/collect/users.h"

#include "config/crossing.h"

namespace causeway::outbound {

model::User for_wire(const model::User& user, const model::RemotePolicy& policy) {
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
  wire.roles = "system_user";
  if (crosses(field::locale)) wire.locale = user.locale;
  if (crosses(field::timezone)) wire.timezone = user.timezone;
  wire.is_bot = user.is_bot;
  return wire;
}

}  // namespace causeway::outbound
