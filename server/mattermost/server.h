#pragma once
// The face towards our own Mattermost server: everything that we ask of it. The real one is mattermost/rpc (the plugin
// API over the bridge), the fake one tests/fakes/fake_server.h. All calls block, may be made from any thread and from
// inside any event, and many may be in flight at once.
//
// Errors: refused (the server said no; code is Mattermost's AppError id, e.g.
// "app.user.save.username_exists.app_error", text its message), retry_later (code server_unavailable: the server
// answered 5xx), in_doubt (code bridge_closed: the session ended while the call was under way). "Not found" is refused
// with code not_found, whatever id Mattermost gives it.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"
#include "mattermost/commands.h"
#include "model/content.h"

namespace causeway::mattermost {

// What the server's configuration says, as far as it concerns us.
struct ServerFacts {
  std::string version;                       // "11.4.0"
  std::string site_url;                      // as configured, may be empty or end in a slash
  std::string driver_name;                   // "postgres"
  std::string data_source;                   // unmasked; a secret
  std::string restrict_creation_to_domains;  // TeamSettings; comma-separated, empty = any
  std::int64_t max_file_size = 0;            // bytes
  bool file_attachments = true;              // FileSettings.EnableFileAttachments
  std::int64_t max_post_runes = 0;           // 0 = unknown
  std::string sql_schema_search_path;        // informational
  bool custom_emoji = true;                  // ServiceSettings.EnableCustomEmoji
  bool direct_messages_flag = false;         // FeatureFlags.EnableSharedChannelsDMs
};

// Permissions by Mattermost's names.
namespace permission {
inline constexpr std::string_view manage_secure_connections = "manage_secure_connections";
inline constexpr std::string_view manage_shared_channels = "manage_shared_channels";
inline constexpr std::string_view manage_system = "manage_system";
inline constexpr std::string_view manage_team = "manage_team";                    // of team admins
inline constexpr std::string_view manage_channel_roles = "manage_channel_roles";  // of channel admins, in a channel
inline constexpr std::string_view read_channel = "read_channel";
inline constexpr std::string_view view_team = "view_team";
inline constexpr std::string_view create_direct_channel = "create_direct_channel";
inline constexpr std::string_view create_group_channel = "create_group_channel";
}  // namespace permission

// The bytes of a stored file, from the front. Memory: one piece.
class FileReader {
 public:
  virtual ~FileReader() = default;
  // Fills `into` with up to `count` (> 0) bytes; 0 = the end.
  virtual base::Result<std::size_t> read(char* into, std::size_t count) = 0;
};

// Fills `into` with up to `count` bytes of what is uploaded; 0 = the end.
using FileSource = std::function<base::Result<std::size_t>(char* into, std::size_t count)>;

class Server {
 public:
  virtual ~Server() = default;

  // --- configuration and plugin life
  virtual base::Result<ServerFacts> facts() = 0;
  virtual base::Result<json::Value> load_settings() = 0;  // the plugin's own settings: an object, possibly empty
  // Replaces the plugin's settings as a whole.
  virtual base::Result<> save_settings(const json::Value& settings) = 0;
  virtual base::Result<> register_command(const Command& command) = 0;
  // The plugin's bot; made or updated when needed. Its user id.
  virtual base::Result<model::UserId> ensure_bot(const std::string& username, const std::string& display_name,
                                                 const std::string& description) = 0;

  // --- permissions
  virtual base::Result<bool> has_permission(const model::UserId& user, std::string_view permission) = 0;
  virtual base::Result<bool> has_permission_to_channel(const model::UserId& user, const model::ChannelId& channel,
                                                       std::string_view permission) = 0;
  virtual base::Result<bool> has_permission_to_team(const model::UserId& user, const model::TeamId& team,
                                                    std::string_view permission) = 0;

  // --- users
  virtual base::Result<model::User> get_user(const model::UserId& id) = 0;
  virtual base::Result<model::User> get_user_by_username(const std::string& username) = 0;
  virtual base::Result<model::User> create_user(const model::User& user) = 0;
  virtual base::Result<model::User> update_user(const model::User& user) = 0;
  virtual base::Result<> set_user_active(const model::UserId& user, bool active) = 0;  // as it is already: fine
  // Its picture's bytes, or those that the server makes for who has none.
  virtual base::Result<std::string> get_profile_image(const model::UserId& user) = 0;
  // Decoded whole by the server, and kept in a kind and size of its own. The same one again changes nothing.
  virtual base::Result<> set_profile_image(const model::UserId& user, const std::string& image) = 0;

  // --- teams and channels
  virtual base::Result<std::vector<model::Team>> get_teams() = 0;
  virtual base::Result<model::Team> get_team(const model::TeamId& id) = 0;
  virtual base::Result<> create_team_member(const model::TeamId& team, const model::UserId& user) = 0;
  virtual base::Result<model::Channel> get_channel(const model::ChannelId& id) = 0;
  virtual base::Result<std::vector<model::Channel>> get_channels_for_user(const model::TeamId& team,
                                                                          const model::UserId& user) = 0;
  virtual base::Result<model::Channel> create_channel(const model::Channel& channel) = 0;
  virtual base::Result<model::Channel> update_channel(const model::Channel& channel) = 0;
  virtual base::Result<> delete_channel(const model::ChannelId& id) = 0;
  // The direct (two people) or group channel (three to eight) of these, made when there is none. Refused with somebody
  // of a peer among them unless facts().direct_messages_flag.
  virtual base::Result<model::Channel> open_direct_channel(const std::vector<model::UserId>& people) = 0;
  // What the server remembers of the user's channels is read anew, after a membership was written past it.
  virtual base::Result<> refresh_membership(const model::ChannelId& channel, const model::UserId& user) = 0;
  // True when the user is a member of the channel.
  virtual base::Result<bool> is_channel_member(const model::ChannelId& channel, const model::UserId& user) = 0;
  // Adds `user` as if `actor` (our bot) had done it: posts a system_add_to_channel message of the actor's unless the
  // message_will_be_posted event dismisses it.
  virtual base::Result<> add_user_to_channel(const model::ChannelId& channel, const model::UserId& user,
                                             const model::UserId& actor) = 0;

  // Silence is the caller's affair: the server posts that the user has left, some time after the call has returned.
  // Nobody leaves town-square. Refused: not_found for who is no member, and the last member of a private channel.
  virtual base::Result<> remove_from_channel(const model::ChannelId& channel, const model::UserId& user) = 0;
  virtual base::Result<bool> is_team_member(const model::TeamId& team, const model::UserId& user) = 0;
  // online, away, dnd or offline, as if the user had chosen it; dnd until dnd_end_time (seconds; 0: without end).
  virtual base::Result<> set_status(const model::Status& status) = 0;

  // --- posts
  virtual base::Result<model::Post> get_post(const model::PostId& id) = 0;
  virtual base::Result<model::Post> create_post(const model::Post& post) = 0;
  // Up to limits::posts_in_flight at once: results in the order of the posts. For independent posts only.
  virtual std::vector<base::Result<model::Post>> create_posts(const std::vector<model::Post>& posts) = 0;
  // Text, pin, props and files are taken from the posts; every call makes a revision and tells everybody in the
  // channel. Refused for system posts and deleted ones. Some at once, as create_posts.
  virtual std::vector<base::Result<model::Post>> update_posts(const std::vector<model::Post>& posts) = 0;
  virtual base::Result<> delete_post(const model::PostId& id) = 0;  // a root takes its thread with it
  // With its create_at and remote_id; one that is there already is fine. Refused when the emoji is unknown.
  virtual base::Result<> add_reaction(const model::Reaction& reaction) = 0;
  virtual base::Result<> remove_reaction(const model::Reaction& reaction) = 0;

  virtual base::Result<std::string> get_emoji_image(const std::string& emoji_id) = 0;  // its bytes

  // --- files
  virtual base::Result<model::FileInfo> get_file_info(const model::FileId& id) = 0;  // deleted ones: not_found
  // The file from `offset` on. Streamed where the file store is a folder; another file store's files are read whole, up
  // to limits::whole_file_bytes, larger ones are refused (code file_not_readable).
  virtual base::Result<std::unique_ptr<FileReader>> open_file(const model::FileInfo& info, std::int64_t offset) = 0;
  // Keeps id (a new one), user_id ("nouser" for nobody), remote_id and req_file_id, which becomes the file's id.
  // Refused: an unknown channel, a file_size of 0.
  virtual base::Result<model::UploadSession> create_upload_session(const model::UploadSession& session) = 0;
  virtual base::Result<model::UploadSession> get_upload_session(const std::string& id) = 0;
  // Takes what `source` gives, from session.file_offset up to session.file_size, which count as the caller names them.
  // Nothing (nullopt): the source ended early; the stored session has the new offset, unless less than 5 MiB came in
  // the first part, which is refused and thrown away. The whole: the file is there, with its thumbnails, and the
  // session is gone. An error of the source ends the file's part.
  virtual base::Result<std::optional<model::FileInfo>> upload_data(const model::UploadSession& session,
                                                                   const FileSource& source) = 0;

  // Shows the dialog to who did what `trigger_id` (CommandCall) is of.
  virtual base::Result<> open_dialog(const std::string& trigger_id, const Dialog& dialog) = 0;
  // Shown only to `user`; `post` carries the author (our bot), channel and message.
  virtual base::Result<> send_ephemeral_post(const model::UserId& user, const model::Post& post) = 0;
};

}  // namespace causeway::mattermost
