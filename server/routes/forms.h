#pragma once
// What bodies of requests bring. Absent members keep the default. Values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/record.h"
#include "json/value.h"
#include "model/ids.h"
#include "model/policy.h"

namespace causeway::routes {

// `invite` only to accept one; `road` beyond native.
#define CAUSEWAY_CONNECTION_FORM(F)                               \
  F(name, "-", "name", keep, std::string)                         \
  F(display_name, "-", "display_name", keep, std::string)         \
  F(default_team_id, "-", "default_team_id", keep, model::TeamId) \
  F(password, "-", "password", keep, std::string)                 \
  F(invite, "-", "invite", keep, std::string)                     \
  F(road, "-", "road", keep, model::RemoteRoad)
CAUSEWAY_RECORD(ConnectionForm, CAUSEWAY_CONNECTION_FORM);

#define CAUSEWAY_PATCH_FORM(F)                                           \
  F(display_name, "-", "display_name", keep, std::optional<std::string>) \
  F(default_team_id, "-", "default_team_id", keep, std::optional<model::TeamId>)
CAUSEWAY_RECORD(PatchForm, CAUSEWAY_PATCH_FORM);

#define CAUSEWAY_PASSWORD_FORM(F) F(password, "-", "password", keep, std::string)
CAUSEWAY_RECORD(PasswordForm, CAUSEWAY_PASSWORD_FORM);

// Both beyond native. history_days: remotes::ShareTerms.
#define CAUSEWAY_SHARE_FORM(F)               \
  F(read_only, "-", "read_only", keep, bool) \
  F(history_days, "-", "history_days", keep, std::int64_t)
CAUSEWAY_RECORD(ShareForm, CAUSEWAY_SHARE_FORM);

// Which dead letters: of the channel (empty: all), with the number (0: all).
#define CAUSEWAY_REDRIVE_FORM(F)                           \
  F(channel_id, "-", "channel_id", keep, model::ChannelId) \
  F(number, "-", "id", keep, std::int64_t)
CAUSEWAY_RECORD(RedriveForm, CAUSEWAY_REDRIVE_FORM);

#define CAUSEWAY_CHANNEL_REDRIVE_FORM(F) F(number, "-", "id", keep, std::int64_t)
CAUSEWAY_RECORD(ChannelRedriveForm, CAUSEWAY_CHANNEL_REDRIVE_FORM);

// With which server alone; empty: with all of the channel's.
#define CAUSEWAY_RECONCILE_FORM(F) F(remote_id, "-", "remote_id", keep, model::RemoteId)
CAUSEWAY_RECORD(ReconcileForm, CAUSEWAY_RECONCILE_FORM);

// As they are called here: alice:other-server.
#define CAUSEWAY_PERSON_FORM(F) F(username, "-", "username", keep, std::string)
CAUSEWAY_RECORD(PersonForm, CAUSEWAY_PERSON_FORM);

// remotes::Landing.
#define CAUSEWAY_LANDING_FORM(F)                  \
  F(team_id, "-", "team_id", keep, model::TeamId) \
  F(name, "-", "name", keep, std::string)
CAUSEWAY_RECORD(LandingForm, CAUSEWAY_LANDING_FORM);

// model.SubmitDialogRequest: a dialog that somebody has filled in; who that is, the session says.
#define CAUSEWAY_DIALOG_FORM(F)                            \
  F(id, "-", "callback_id", keep, std::string)             \
  F(channel_id, "-", "channel_id", keep, model::ChannelId) \
  F(team_id, "-", "team_id", keep, model::TeamId)          \
  F(cancelled, "-", "cancelled", keep, bool)               \
  F(values, "-", "submission", keep, std::map<std::string, json::Value>)
CAUSEWAY_RECORD(DialogForm, CAUSEWAY_DIALOG_FORM);

}  // namespace causeway::routes
