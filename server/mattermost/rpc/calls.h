#pragma once
// What travels in the plugin API's calls beside the model's own records: Mattermost's structs, reduced to what we send
// or read. Go matches fields by name and leaves the others alone. Source: Mattermost 11.4's public model package.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gorpc/gob/record.h"
#include "gorpc/gob/value.h"
#include "mattermost/rpc/letters.h"
#include "mattermost/rpc/props.h"
#include "model/content.h"

namespace causeway::mattermost::rpc {

// --- errors
#define CAUSEWAY_APP_ERROR(F)                                     \
  F(id, "Id", "id", keep, std::string)                            \
  F(message, "Message", "message", keep, std::string)             \
  F(detailed_error, "DetailedError", "-", keep, std::string)      \
  F(status_code, "StatusCode", "status_code", keep, std::int64_t) \
  F(where, "Where", "-", keep, std::string)                       \
  F(as_it_is, "SkipTranslation", "-", keep, bool)
CAUSEWAY_RECORD(AppError, CAUSEWAY_APP_ERROR);

// Any Go error that is no AppError; registered as *plugin.ErrorString.
#define CAUSEWAY_ERROR_STRING(F)           \
  F(code, "Code", "-", keep, std::int64_t) \
  F(text, "Err", "-", keep, std::string)
CAUSEWAY_RECORD(ErrorString, CAUSEWAY_ERROR_STRING);

// --- model.Config: only what concerns us; a missing value is false, 0 or ""
#define CAUSEWAY_SQL_SETTINGS(F)                       \
  F(driver_name, "DriverName", "-", keep, std::string) \
  F(data_source, "DataSource", "-", keep, std::string)
CAUSEWAY_RECORD(SqlSettings, CAUSEWAY_SQL_SETTINGS);

#define CAUSEWAY_SERVICE_SETTINGS(F)             \
  F(site_url, "SiteURL", "-", keep, std::string) \
  F(custom_emoji, "EnableCustomEmoji", "-", keep, bool)
CAUSEWAY_RECORD(ServiceSettings, CAUSEWAY_SERVICE_SETTINGS);

#define CAUSEWAY_TEAM_SETTINGS(F) F(restrict_creation_to_domains, "RestrictCreationToDomains", "-", keep, std::string)
CAUSEWAY_RECORD(TeamSettings, CAUSEWAY_TEAM_SETTINGS);

#define CAUSEWAY_FILE_SETTINGS(F)                          \
  F(attachments, "EnableFileAttachments", "-", keep, bool) \
  F(max_file_size, "MaxFileSize", "-", keep, std::int64_t) \
  F(driver_name, "DriverName", "-", keep, std::string)     \
  F(directory, "Directory", "-", keep, std::string)
CAUSEWAY_RECORD(FileSettings, CAUSEWAY_FILE_SETTINGS);

#define CAUSEWAY_FEATURE_FLAGS(F) F(direct_messages, "EnableSharedChannelsDMs", "-", keep, bool)
CAUSEWAY_RECORD(FeatureFlags, CAUSEWAY_FEATURE_FLAGS);

#define CAUSEWAY_CONFIG(F)                                  \
  F(service, "ServiceSettings", "-", keep, ServiceSettings) \
  F(team, "TeamSettings", "-", keep, TeamSettings)          \
  F(sql, "SqlSettings", "-", keep, SqlSettings)             \
  F(file, "FileSettings", "-", keep, FileSettings)          \
  F(flags, "FeatureFlags", "-", keep, FeatureFlags)
CAUSEWAY_RECORD(Config, CAUSEWAY_CONFIG);

// --- slash commands
#define CAUSEWAY_TEXT_ARGUMENT(F) F(hint, "Hint", "-", keep, std::string)
CAUSEWAY_RECORD(TextArgument, CAUSEWAY_TEXT_ARGUMENT);

#define CAUSEWAY_LIST_ITEM(F) F(item, "Item", "-", keep, std::string)
CAUSEWAY_RECORD(ListItem, CAUSEWAY_LIST_ITEM);

#define CAUSEWAY_STATIC_LIST_ARGUMENT(F) F(choices, "PossibleArguments", "-", keep, std::vector<ListItem>)
CAUSEWAY_RECORD(StaticListArgument, CAUSEWAY_STATIC_LIST_ARGUMENT);

#define CAUSEWAY_DYNAMIC_LIST_ARGUMENT(F) F(fetch_url, "FetchURL", "-", keep, std::string)
CAUSEWAY_RECORD(DynamicListArgument, CAUSEWAY_DYNAMIC_LIST_ARGUMENT);

#define CAUSEWAY_AUTOCOMPLETE_ARGUMENT(F)     \
  F(name, "Name", "-", keep, std::string)     \
  F(help, "HelpText", "-", keep, std::string) \
  F(type, "Type", "-", keep, std::string)     \
  F(required, "Required", "-", keep, bool)    \
  F(data, "Data", "-", keep, gorpc::gob::Value)
CAUSEWAY_RECORD(AutocompleteArgument, CAUSEWAY_AUTOCOMPLETE_ARGUMENT);

// Go's AutocompleteData contains itself; our commands are two levels deep.
#define CAUSEWAY_AUTOCOMPLETE_SUBCOMMAND(F)     \
  F(trigger, "Trigger", "-", keep, std::string) \
  F(hint, "Hint", "-", keep, std::string)       \
  F(help, "HelpText", "-", keep, std::string)   \
  F(arguments, "Arguments", "-", keep, std::vector<AutocompleteArgument>)
CAUSEWAY_RECORD(AutocompleteSubcommand, CAUSEWAY_AUTOCOMPLETE_SUBCOMMAND);

#define CAUSEWAY_AUTOCOMPLETE(F)                \
  F(trigger, "Trigger", "-", keep, std::string) \
  F(hint, "Hint", "-", keep, std::string)       \
  F(help, "HelpText", "-", keep, std::string)   \
  F(subcommands, "SubCommands", "-", keep, std::vector<AutocompleteSubcommand>)
CAUSEWAY_RECORD(Autocomplete, CAUSEWAY_AUTOCOMPLETE);

#define CAUSEWAY_GO_COMMAND(F)                               \
  F(trigger, "Trigger", "-", keep, std::string)              \
  F(auto_complete, "AutoComplete", "-", keep, bool)          \
  F(description, "AutoCompleteDesc", "-", keep, std::string) \
  F(hint, "AutoCompleteHint", "-", keep, std::string)        \
  F(display_name, "DisplayName", "-", keep, std::string)     \
  F(autocomplete, "AutocompleteData", "-", keep, std::optional<Autocomplete>)
CAUSEWAY_RECORD(GoCommand, CAUSEWAY_GO_COMMAND);

// --- dialogs
#define CAUSEWAY_DIALOG_ELEMENT(F)                \
  F(label, "DisplayName", "-", keep, std::string) \
  F(name, "Name", "-", keep, std::string)         \
  F(type, "Type", "-", keep, std::string)         \
  F(subtype, "SubType", "-", keep, std::string)   \
  F(value, "Default", "-", keep, std::string)     \
  F(help, "HelpText", "-", keep, std::string)     \
  F(optional, "Optional", "-", keep, bool)        \
  F(max_length, "MaxLength", "-", keep, std::int64_t)
CAUSEWAY_RECORD(DialogElement, CAUSEWAY_DIALOG_ELEMENT);

#define CAUSEWAY_GO_DIALOG(F)                                    \
  F(id, "CallbackId", "-", keep, std::string)                    \
  F(title, "Title", "-", keep, std::string)                      \
  F(elements, "Elements", "-", keep, std::vector<DialogElement>) \
  F(submit, "SubmitLabel", "-", keep, std::string)
CAUSEWAY_RECORD(GoDialog, CAUSEWAY_GO_DIALOG);

#define CAUSEWAY_OPEN_DIALOG(F)                      \
  F(trigger_id, "TriggerId", "-", keep, std::string) \
  F(url, "URL", "-", keep, std::string)              \
  F(dialog, "Dialog", "-", keep, GoDialog)
CAUSEWAY_RECORD(OpenDialog, CAUSEWAY_OPEN_DIALOG);

// --- the rest
#define CAUSEWAY_BOT(F)                                  \
  F(username, "Username", "-", keep, std::string)        \
  F(display_name, "DisplayName", "-", keep, std::string) \
  F(description, "Description", "-", keep, std::string)
CAUSEWAY_RECORD(Bot, CAUSEWAY_BOT);

#define CAUSEWAY_PERMISSION(F) F(id, "Id", "-", keep, std::string)
CAUSEWAY_RECORD(Permission, CAUSEWAY_PERMISSION);

#define CAUSEWAY_CHANNEL_MEMBER(F)                        \
  F(channel_id, "ChannelId", "-", keep, model::ChannelId) \
  F(user_id, "UserId", "-", keep, model::UserId)
CAUSEWAY_RECORD(ChannelMember, CAUSEWAY_CHANNEL_MEMBER);

#define CAUSEWAY_TEAM_MEMBER(F)                  \
  F(team_id, "TeamId", "-", keep, model::TeamId) \
  F(user_id, "UserId", "-", keep, model::UserId) \
  F(delete_at, "DeleteAt", "-", keep, base::Time)
CAUSEWAY_RECORD(TeamMember, CAUSEWAY_TEAM_MEMBER);

// UploadData's arguments: the host reads the body from a stream of ours.
#define CAUSEWAY_UPLOAD_DATA(F)                    \
  F(session, "A", "-", keep, model::UploadSession) \
  F(body, "PluginStreamID", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(UploadData, CAUSEWAY_UPLOAD_DATA);

// The reply of a method with (T, *model.AppError) as its results.
template <class T>
using Answer = Letters<std::optional<T>, std::optional<AppError>>;
// ... with (T, error).
template <class T>
using AnswerOrError = Letters<std::optional<T>, gorpc::gob::Value>;
// ... with *model.AppError alone.
using Done = Letters<std::optional<AppError>>;

}  // namespace causeway::mattermost::rpc
