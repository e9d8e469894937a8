#pragma once
// What one connection may do, where an administrator wants it otherwise than the plugin's settings say. A field that is
// absent leaves it to the settings. Kept by the store as JSON; unknown members are overlooked. Values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/record.h"

namespace causeway::model {

// The way to the peer: certificates in PEM that count instead of the system's, the digest that the peer's public key
// must have ("sha256//" and base64), and the proxy ("http://host:port", no user). Empty: as for everybody.
#define CAUSEWAY_REMOTE_ROAD(F)         \
  F(ca, "-", "ca", omit, std::string)   \
  F(pin, "-", "pin", omit, std::string) \
  F(proxy, "-", "proxy", omit, std::string)
CAUSEWAY_RECORD(RemoteRoad, CAUSEWAY_REMOTE_ROAD);

// profile_fields: which parts of our people's profiles leave (profile_field::*); the user name always does.
// blocked_file_types: extensions in lower case without a dot, that cross neither way. max_file_size_mb: of files that
// cross, both ways; 0 = the server's own limit.
#define CAUSEWAY_REMOTE_POLICY(F)                                                                 \
  F(profile_fields, "-", "profile_fields", omit, std::optional<std::vector<std::string>>)         \
  F(statuses, "-", "statuses", omit, std::optional<bool>)                                         \
  F(members, "-", "members", omit, std::optional<bool>)                                           \
  F(global_users, "-", "global_users", omit, std::optional<bool>)                                 \
  F(direct_messages, "-", "direct_messages", omit, std::optional<bool>)                           \
  F(channel_mentions, "-", "channel_mentions", omit, std::optional<bool>)                         \
  F(blocked_file_types, "-", "blocked_file_types", omit, std::optional<std::vector<std::string>>) \
  F(max_file_size_mb, "-", "max_file_size_mb", omit, std::optional<std::int64_t>)                 \
  F(road, "-", "road", omit, RemoteRoad)
CAUSEWAY_RECORD(RemotePolicy, CAUSEWAY_REMOTE_POLICY);

namespace profile_field {
inline constexpr const char* nickname = "nickname";
inline constexpr const char* name = "name";  // first and last
inline constexpr const char* position = "position";
inline constexpr const char* locale = "locale";
inline constexpr const char* timezone = "timezone";
inline constexpr const char* picture = "picture";
inline bool known(std::string_view field) {
  return field == nickname || field == name || field == position || field == locale || field == timezone ||
         field == picture;
}
}  // namespace profile_field

}  // namespace causeway::model
