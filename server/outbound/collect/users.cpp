#include "outbound/collect/users.h"

namespace causeway::outbound {

model::User for_wire(const model::User& user) {
  model::User wire;
  wire.id = user.id;
  wire.create_at = user.create_at;
  wire.update_at = user.update_at;
  wire.delete_at = user.delete_at;
  wire.username = user.username;
  wire.nickname = user.nickname;
  wire.first_name = user.first_name;
  wire.last_name = user.last_name;
  wire.position = user.position;
  wire.roles = "system_user";
  wire.locale = user.locale;
  wire.timezone = user.timezone;
  wire.is_bot = user.is_bot;
  return wire;
}

}  // namespace causeway::outbound
