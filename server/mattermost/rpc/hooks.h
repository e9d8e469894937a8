#pragma once
// What our server calls us with: the arguments and replies of Mattermost's hooks, in the order of plugin/hooks.go. A is
// the hook's context (session, request id, address) wherever there is one; we have no use for it.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gorpc/gob/record.h"
#include "gorpc/gob/value.h"
#include "mattermost/rpc/calls.h"

namespace causeway::mattermost::rpc {

using NoArguments = Letters<>;
using NoReply = Letters<>;
using ErrorReply = Letters<gorpc::gob::Value>;  // Go's error; nil = fine

#define CAUSEWAY_ACTIVATE_ARGS(F)              \
  F(api, "APIMuxId", "-", keep, std::uint32_t) \
  F(driver, "DriverMuxId", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(ActivateArgs, CAUSEWAY_ACTIVATE_ARGS);

#define CAUSEWAY_GO_REQUEST(F)                                                    \
  F(method, "Method", "-", keep, std::string)                                     \
  F(url, "URL", "-", keep, gorpc::gob::BinaryMarshaled)                           \
  F(header, "Header", "-", keep, std::map<std::string, std::vector<std::string>>) \
  F(host, "Host", "-", keep, std::string)                                         \
  F(remote_address, "RemoteAddr", "-", keep, std::string)
CAUSEWAY_RECORD(GoRequest, CAUSEWAY_GO_REQUEST);

#define CAUSEWAY_SERVE_HTTP_ARGS(F)                             \
  F(response, "ResponseWriterStream", "-", keep, std::uint32_t) \
  F(request, "Request", "-", keep, GoRequest)                   \
  F(body, "RequestBodyStream", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(ServeHttpArgs, CAUSEWAY_SERVE_HTTP_ARGS);

#define CAUSEWAY_COMMAND_ARGS(F)                          \
  F(user_id, "UserId", "-", keep, model::UserId)          \
  F(channel_id, "ChannelId", "-", keep, model::ChannelId) \
  F(team_id, "TeamId", "-", keep, model::TeamId)          \
  F(root_id, "RootId", "-", keep, model::PostId)          \
  F(text, "Command", "-", keep, std::string)              \
  F(trigger_id, "TriggerId", "-", keep, std::string)      \
  F(site_url, "SiteURL", "-", keep, std::string)
CAUSEWAY_RECORD(CommandArgs, CAUSEWAY_COMMAND_ARGS);

#define CAUSEWAY_COMMAND_RESPONSE(F)                       \
  F(response_type, "ResponseType", "-", keep, std::string) \
  F(text, "Text", "-", keep, std::string)
CAUSEWAY_RECORD(CommandResponse, CAUSEWAY_COMMAND_RESPONSE);

// Of the configuration that is about to be saved: every plugin's settings, by its id, and by their names in lower case.
// Its reply's A would be a configuration to save instead.
#define CAUSEWAY_PLUGIN_SETTINGS(F) F(plugins, "Plugins", "-", keep, std::map<std::string, json::Value>)
CAUSEWAY_RECORD(PluginSettings, CAUSEWAY_PLUGIN_SETTINGS);
#define CAUSEWAY_SAVED_CONFIG(F) F(plugin, "PluginSettings", "-", keep, PluginSettings)
CAUSEWAY_RECORD(SavedConfig, CAUSEWAY_SAVED_CONFIG);
#define CAUSEWAY_SAVED_CONFIG_REPLY(F) F(error, "B", "-", keep, gorpc::gob::Value)
CAUSEWAY_RECORD(SavedConfigReply, CAUSEWAY_SAVED_CONFIG_REPLY);
inline constexpr const char* plugin_id = "causeway";
inline constexpr const char* bad_setting = "app.plugin.causeway.setting.app_error";

// A would be the post to store instead: the host lays it over the original, so leaving it out changes nothing.
#define CAUSEWAY_POST_VERDICT(F) F(rejection, "B", "-", keep, std::string)
CAUSEWAY_RECORD(PostVerdictReply, CAUSEWAY_POST_VERDICT);

// model.PushNotification and model.EmailNotification: what we ask of them. The reply is the one of MessageWillBePosted:
// A would be the notification to send instead, B says why it is not sent.
#define CAUSEWAY_PUSH_NOTIFICATION(F)            \
  F(post_id, "PostId", "-", keep, model::PostId) \
  F(type, "Type", "-", keep, std::string)        \
  F(channel_type, "ChannelType", "-", keep, std::string)
CAUSEWAY_RECORD(PushNotification, CAUSEWAY_PUSH_NOTIFICATION);

#define CAUSEWAY_EMAIL_NOTIFICATION(F)                  \
  F(post_id, "PostId", "-", keep, model::PostId)        \
  F(recipient, "RecipientId", "-", keep, model::UserId) \
  F(channel_type, "ChannelType", "-", keep, std::string)
CAUSEWAY_RECORD(EmailNotification, CAUSEWAY_EMAIL_NOTIFICATION);

#define CAUSEWAY_FILE_DATA(F)                 \
  F(name, "Filename", "-", keep, std::string) \
  F(body, "Body", "-", keep, gorpc::gob::Bytes)
CAUSEWAY_RECORD(FileData, CAUSEWAY_FILE_DATA);
using SupportReply = Letters<std::vector<FileData>, gorpc::gob::Value>;  // B: Go's error

using NotificationReply = PostVerdictReply;
inline constexpr const char* push_of_message = "message";  // PushNotification.Type; others clear badges and test

inline constexpr const char* dismiss_post = "plugin.message_will_be_posted.dismiss_post";  // plugin.DismissPostError

}  // namespace causeway::mattermost::rpc
