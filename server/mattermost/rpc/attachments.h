#pragma once
// Message attachments, the one Go struct that Mattermost puts into Post.Props (registered as []*model.SlackAttachment).
// Declared for their JSON form; source: model/slack_attachment.go and model/integration_action.go of 11.4.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/record.h"
#include "gorpc/gob/record.h"
#include "json/record.h"
#include "mattermost/rpc/props.h"

namespace causeway::mattermost::rpc {

inline constexpr std::string_view attachments_name = "[]*model.SlackAttachment";

#define CAUSEWAY_ATTACHMENT_FIELD(F)            \
  F(title, "Title", "title", keep, std::string) \
  F(value, "Value", "value", keep, Any)         \
  F(is_short, "Short", "short", keep, bool)
CAUSEWAY_RECORD(AttachmentField, CAUSEWAY_ATTACHMENT_FIELD);

#define CAUSEWAY_ACTION_OPTION(F)            \
  F(text, "Text", "text", keep, std::string) \
  F(value, "Value", "value", keep, std::string)
CAUSEWAY_RECORD(ActionOption, CAUSEWAY_ACTION_OPTION);

#define CAUSEWAY_ACTION_INTEGRATION(F)    \
  F(url, "URL", "url", omit, std::string) \
  F(context, "Context", "context", omit, json::Value)
CAUSEWAY_RECORD(ActionIntegration, CAUSEWAY_ACTION_INTEGRATION);

#define CAUSEWAY_ATTACHMENT_ACTION(F)                                                  \
  F(id, "Id", "id", omit, std::string)                                                 \
  F(type, "Type", "type", omit, std::string)                                           \
  F(name, "Name", "name", omit, std::string)                                           \
  F(disabled, "Disabled", "disabled", omit, bool)                                      \
  F(style, "Style", "style", omit, std::string)                                        \
  F(data_source, "DataSource", "data_source", omit, std::string)                       \
  F(options, "Options", "options", omit, std::vector<ActionOption>)                    \
  F(default_option, "DefaultOption", "default_option", omit, std::string)              \
  F(integration, "Integration", "integration", omit, std::optional<ActionIntegration>) \
  F(cookie, "Cookie", "cookie", omit, std::string)
CAUSEWAY_RECORD(AttachmentAction, CAUSEWAY_ATTACHMENT_ACTION);

#define CAUSEWAY_ATTACHMENT(F)                                      \
  F(id, "Id", "id", keep, std::int64_t)                             \
  F(fallback, "Fallback", "fallback", keep, std::string)            \
  F(color, "Color", "color", keep, std::string)                     \
  F(pretext, "Pretext", "pretext", keep, std::string)               \
  F(author_name, "AuthorName", "author_name", keep, std::string)    \
  F(author_link, "AuthorLink", "author_link", keep, std::string)    \
  F(author_icon, "AuthorIcon", "author_icon", keep, std::string)    \
  F(title, "Title", "title", keep, std::string)                     \
  F(title_link, "TitleLink", "title_link", keep, std::string)       \
  F(text, "Text", "text", keep, std::string)                        \
  F(fields, "Fields", "fields", keep, std::vector<AttachmentField>) \
  F(image_url, "ImageURL", "image_url", keep, std::string)          \
  F(thumb_url, "ThumbURL", "thumb_url", keep, std::string)          \
  F(footer, "Footer", "footer", keep, std::string)                  \
  F(footer_icon, "FooterIcon", "footer_icon", keep, std::string)    \
  F(timestamp, "Timestamp", "ts", keep, Any)                        \
  F(actions, "Actions", "actions", omit, std::vector<AttachmentAction>)
CAUSEWAY_RECORD(Attachment, CAUSEWAY_ATTACHMENT);

}  // namespace causeway::mattermost::rpc
