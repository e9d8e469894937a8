#pragma once
// Which kinds of post cross and which props may travel with them, both ways: the receiving side holds a peer to the
// same table that the sending side keeps. Pure functions.
//
//   post type                                        crosses
//   "", me                                           as what it is: people's, bots' and webhooks' messages, by their
//   user slack_attachment                                 as what it is, with its cards system_join_*, system_leave_*,
//   system_add_*,     never: members come and go on each side, which says so itself system_remove_*,
//   system_guest_join_channel system_header_change, system_displayname_change, never: a channel's texts cross as such,
//   and each side says so itself system_purpose_change, system_channel_*, system_convert_channel,
//   system_change_chan_privacy any other system_*                               never: it speaks of this server (bots,
//   teams, imports, auto-replies) burn_on_read                                     never: a copy elsewhere would
//   outlive it reminder, add_bot_teams_channels, custom_*       never: made for one person, or needs the plugin that
//   made it
//
//   prop                                             crosses
//   attachments                                      as cards (peer/cards.h): no actions, no unknown fields, https
//   images card                                             text disable_group_highlight, mentionHighlightDisabled
//   booleans remove_link_preview, unsafe_links                the text "true" everything else never; above all
//   from_webhook, from_bot, from_plugin,
//                                                    from_oauth_app, override_*, webhook_display_name, remote_*,
//                                                    deleteBy, channel_mentions, previewed_post, force_notification,
//                                                    ai_generated_by: each server finds or decides these itself

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/content.h"

namespace causeway::peer {

// How the answer to an upload's announcement begins when the file will never be taken; the reason follows.
inline constexpr const char* file_refused = "file refused: ";
// ... and when it may be announced again.
inline constexpr const char* file_later = "file not taken now: ";

const std::vector<std::string>& crossing_types();
bool type_crosses(const std::string& type);

// The props that are harmless everywhere; null when none is left. Idempotent.
model::Props crossing_props(const model::Props& props);

// How many cards crossing_props leaves out because all of them would be too many or too large.
std::size_t cards_left_out(const model::Props& props);

// Whether a message and its props can be stored on any server as they are. Refused: text_too_long (over
// limits::message_runes), text_nul (PostgreSQL has no NUL). Everything else crosses byte for byte; what is no UTF-8 and
// lone surrogates never get here, JSON makes them U+FFFD on both sides as Go does.
base::Result<> check_text(const model::Post& post);

}  // namespace causeway::peer
