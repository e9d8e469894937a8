#pragma once
// What a channel carries: Mattermost's own structs, as its plugin API (gob) and its REST and peers (JSON) know them.
// Names and JSON rules follow Mattermost 11.4's public model package; fields that Causeway neither reads nor writes are
// left out (Go matches by name and tolerates that). Values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/record.h"
#include "json/value.h"
#include "model/ids.h"

namespace causeway::model {

using StringMap = std::map<std::string, std::string>;
// Free-form properties: a JSON object, or null when there are none. On the gob side a map[string]interface{}.
using Props = json::Value;

#define CAUSEWAY_USER(F)                                                               \
  F(id, "Id", "id", keep, UserId)                                                      \
  F(create_at, "CreateAt", "create_at", omit, base::Time)                              \
  F(update_at, "UpdateAt", "update_at", omit, base::Time)                              \
  F(delete_at, "DeleteAt", "delete_at", keep, base::Time)                              \
  F(username, "Username", "username", keep, std::string)                               \
  F(password, "Password", "password", omit, std::string)                               \
  F(auth_data, "AuthData", "-", omit, std::optional<std::string>)                      \
  F(auth_service, "AuthService", "auth_service", keep, std::string)                    \
  F(email, "Email", "email", keep, std::string)                                        \
  F(email_verified, "EmailVerified", "-", omit, bool)                                  \
  F(nickname, "Nickname", "nickname", keep, std::string)                               \
  F(first_name, "FirstName", "first_name", keep, std::string)                          \
  F(last_name, "LastName", "last_name", keep, std::string)                             \
  F(position, "Position", "position", keep, std::string)                               \
  F(roles, "Roles", "roles", keep, std::string)                                        \
  F(allow_marketing, "AllowMarketing", "-", omit, bool)                                \
  F(props, "Props", "props", omit, StringMap)                                          \
  F(notify_props, "NotifyProps", "notify_props", omit, StringMap)                      \
  F(last_picture_update, "LastPictureUpdate", "last_picture_update", omit, base::Time) \
  F(locale, "Locale", "locale", keep, std::string)                                     \
  F(timezone, "Timezone", "timezone", keep, StringMap)                                 \
  F(remote_id, "RemoteId", "remote_id", omit, std::optional<RemoteId>)                 \
  F(is_bot, "IsBot", "is_bot", omit, bool)                                             \
  F(disable_welcome_email, "DisableWelcomeEmail", "disable_welcome_email", keep, bool)
CAUSEWAY_RECORD(User, CAUSEWAY_USER);

namespace role {  // of User::roles, words with spaces between them
inline constexpr const char* user = "system_user";
inline constexpr const char* guest = "system_guest";
}  // namespace role
inline bool is_guest(const User& user) {
  return user.roles.find(role::guest) != std::string::npos;
}

#define CAUSEWAY_POST_PRIORITY(F)                                              \
  F(priority, "Priority", "priority", keep, std::optional<std::string>)        \
  F(requested_ack, "RequestedAck", "requested_ack", keep, std::optional<bool>) \
  F(persistent_notifications, "PersistentNotifications", "persistent_notifications", keep, std::optional<bool>)
CAUSEWAY_RECORD(PostPriority, CAUSEWAY_POST_PRIORITY);

// path: where the server's file store keeps it.
#define CAUSEWAY_FILE_INFO(F)                               \
  F(id, "Id", "id", keep, FileId)                           \
  F(creator_id, "CreatorId", "user_id", keep, UserId)       \
  F(post_id, "PostId", "post_id", omit, PostId)             \
  F(channel_id, "ChannelId", "channel_id", keep, ChannelId) \
  F(create_at, "CreateAt", "create_at", keep, base::Time)   \
  F(update_at, "UpdateAt", "update_at", keep, base::Time)   \
  F(delete_at, "DeleteAt", "delete_at", keep, base::Time)   \
  F(path, "Path", "-", keep, std::string)                   \
  F(name, "Name", "name", keep, std::string)                \
  F(extension, "Extension", "extension", keep, std::string) \
  F(size, "Size", "size", keep, std::int64_t)               \
  F(mime_type, "MimeType", "mime_type", keep, std::string)  \
  F(width, "Width", "width", omit, std::int64_t)            \
  F(height, "Height", "height", omit, std::int64_t)         \
  F(remote_id, "RemoteId", "remote_id", keep, std::optional<RemoteId>)
CAUSEWAY_RECORD(FileInfo, CAUSEWAY_FILE_INFO);

// A file on its way into a server's file store. file_offset of its file_size bytes are there already.
#define CAUSEWAY_UPLOAD_SESSION(F)                                \
  F(id, "Id", "id", keep, std::string)                            \
  F(type, "Type", "type", keep, std::string)                      \
  F(create_at, "CreateAt", "create_at", keep, base::Time)         \
  F(user_id, "UserId", "user_id", keep, UserId)                   \
  F(channel_id, "ChannelId", "channel_id", omit, ChannelId)       \
  F(file_name, "Filename", "filename", keep, std::string)         \
  F(path, "Path", "-", keep, std::string)                         \
  F(file_size, "FileSize", "file_size", keep, std::int64_t)       \
  F(file_offset, "FileOffset", "file_offset", keep, std::int64_t) \
  F(remote_id, "RemoteId", "remote_id", keep, RemoteId)           \
  F(req_file_id, "ReqFileId", "req_file_id", keep, FileId)
CAUSEWAY_RECORD(UploadSession, CAUSEWAY_UPLOAD_SESSION);

#define CAUSEWAY_REACTION(F)                                           \
  F(user_id, "UserId", "user_id", keep, UserId)                        \
  F(post_id, "PostId", "post_id", keep, PostId)                        \
  F(emoji_name, "EmojiName", "emoji_name", keep, std::string)          \
  F(create_at, "CreateAt", "create_at", keep, base::Time)              \
  F(update_at, "UpdateAt", "update_at", keep, base::Time)              \
  F(delete_at, "DeleteAt", "delete_at", keep, base::Time)              \
  F(remote_id, "RemoteId", "remote_id", keep, std::optional<RemoteId>) \
  F(channel_id, "ChannelId", "channel_id", keep, ChannelId)
CAUSEWAY_RECORD(Reaction, CAUSEWAY_REACTION);

#define CAUSEWAY_POST_ACKNOWLEDGEMENT(F)                                    \
  F(user_id, "UserId", "user_id", keep, UserId)                             \
  F(post_id, "PostId", "post_id", keep, PostId)                             \
  F(acknowledged_at, "AcknowledgedAt", "acknowledged_at", keep, base::Time) \
  F(channel_id, "ChannelId", "channel_id", keep, ChannelId)                 \
  F(remote_id, "RemoteId", "remote_id", omit, std::optional<RemoteId>)
CAUSEWAY_RECORD(PostAcknowledgement, CAUSEWAY_POST_ACKNOWLEDGEMENT);

#define CAUSEWAY_POST_METADATA(F)                                        \
  F(files, "Files", "files", omit, std::vector<FileInfo>)                \
  F(reactions, "Reactions", "reactions", omit, std::vector<Reaction>)    \
  F(priority, "Priority", "priority", omit, std::optional<PostPriority>) \
  F(acknowledgements, "Acknowledgements", "acknowledgements", omit, std::vector<PostAcknowledgement>)
CAUSEWAY_RECORD(PostMetadata, CAUSEWAY_POST_METADATA);

#define CAUSEWAY_POST(F)                                                    \
  F(id, "Id", "id", keep, PostId)                                           \
  F(create_at, "CreateAt", "create_at", keep, base::Time)                   \
  F(update_at, "UpdateAt", "update_at", keep, base::Time)                   \
  F(edit_at, "EditAt", "edit_at", keep, base::Time)                         \
  F(delete_at, "DeleteAt", "delete_at", keep, base::Time)                   \
  F(is_pinned, "IsPinned", "is_pinned", keep, bool)                         \
  F(user_id, "UserId", "user_id", keep, UserId)                             \
  F(channel_id, "ChannelId", "channel_id", keep, ChannelId)                 \
  F(root_id, "RootId", "root_id", keep, PostId)                             \
  F(original_id, "OriginalId", "original_id", keep, PostId)                 \
  F(message, "Message", "message", keep, std::string)                       \
  F(type, "Type", "type", keep, std::string)                                \
  F(props, "Props", "props", keep, Props)                                   \
  F(hashtags, "Hashtags", "hashtags", keep, std::string)                    \
  F(file_ids, "FileIds", "file_ids", omit, std::vector<FileId>)             \
  F(pending_post_id, "PendingPostId", "pending_post_id", keep, std::string) \
  F(has_reactions, "HasReactions", "has_reactions", omit, bool)             \
  F(remote_id, "RemoteId", "remote_id", omit, std::optional<RemoteId>)      \
  F(metadata, "Metadata", "metadata", omit, std::optional<PostMetadata>)
CAUSEWAY_RECORD(Post, CAUSEWAY_POST);

#define CAUSEWAY_CHANNEL_BANNER(F)                            \
  F(enabled, "Enabled", "enabled", keep, std::optional<bool>) \
  F(text, "Text", "text", keep, std::optional<std::string>)   \
  F(background_color, "BackgroundColor", "background_color", keep, std::optional<std::string>)
CAUSEWAY_RECORD(ChannelBanner, CAUSEWAY_CHANNEL_BANNER);

// banner_info and auto_translation are here because UpdateChannel writes the whole row from the object.
#define CAUSEWAY_CHANNEL(F)                                                                \
  F(id, "Id", "id", keep, ChannelId)                                                       \
  F(create_at, "CreateAt", "create_at", keep, base::Time)                                  \
  F(update_at, "UpdateAt", "update_at", keep, base::Time)                                  \
  F(delete_at, "DeleteAt", "delete_at", keep, base::Time)                                  \
  F(team_id, "TeamId", "team_id", keep, TeamId)                                            \
  F(type, "Type", "type", keep, std::string)                                               \
  F(display_name, "DisplayName", "display_name", keep, std::string)                        \
  F(name, "Name", "name", keep, std::string)                                               \
  F(header, "Header", "header", keep, std::string)                                         \
  F(purpose, "Purpose", "purpose", keep, std::string)                                      \
  F(last_post_at, "LastPostAt", "last_post_at", keep, base::Time)                          \
  F(total_msg_count, "TotalMsgCount", "total_msg_count", keep, std::int64_t)               \
  F(extra_update_at, "ExtraUpdateAt", "extra_update_at", keep, base::Time)                 \
  F(creator_id, "CreatorId", "creator_id", keep, UserId)                                   \
  F(scheme_id, "SchemeId", "scheme_id", keep, std::optional<std::string>)                  \
  F(props, "Props", "props", keep, Props)                                                  \
  F(group_constrained, "GroupConstrained", "group_constrained", keep, std::optional<bool>) \
  F(auto_translation, "AutoTranslation", "autotranslation", keep, bool)                    \
  F(shared, "Shared", "shared", keep, std::optional<bool>)                                 \
  F(total_msg_count_root, "TotalMsgCountRoot", "total_msg_count_root", keep, std::int64_t) \
  F(last_root_post_at, "LastRootPostAt", "last_root_post_at", keep, base::Time)            \
  F(policy_id, "PolicyID", "policy_id", keep, std::optional<std::string>)                  \
  F(banner_info, "BannerInfo", "banner_info", keep, std::optional<ChannelBanner>)          \
  F(default_category_name, "DefaultCategoryName", "default_category_name", keep, std::string)
CAUSEWAY_RECORD(Channel, CAUSEWAY_CHANNEL);

#define CAUSEWAY_TEAM(F)                                            \
  F(id, "Id", "id", keep, TeamId)                                   \
  F(create_at, "CreateAt", "create_at", keep, base::Time)           \
  F(delete_at, "DeleteAt", "delete_at", keep, base::Time)           \
  F(display_name, "DisplayName", "display_name", keep, std::string) \
  F(name, "Name", "name", keep, std::string)                        \
  F(type, "Type", "type", keep, std::string)
CAUSEWAY_RECORD(Team, CAUSEWAY_TEAM);

#define CAUSEWAY_STATUS(F)                                                    \
  F(user_id, "UserId", "user_id", keep, UserId)                               \
  F(status, "Status", "status", keep, std::string)                            \
  F(manual, "Manual", "manual", keep, bool)                                   \
  F(last_activity_at, "LastActivityAt", "last_activity_at", keep, base::Time) \
  F(active_channel, "ActiveChannel", "active_channel", omit, std::string)     \
  F(dnd_end_time, "DNDEndTime", "dnd_end_time", keep, std::int64_t)
CAUSEWAY_RECORD(Status, CAUSEWAY_STATUS);

}  // namespace causeway::model
