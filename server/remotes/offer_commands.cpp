#include "remotes/offer_commands.h"

#include <map>

namespace causeway::remotes {

std::vector<mattermost::Subcommand> OfferCommands::definitions() {
  using mattermost::CommandArgument;
  const auto text = [](const char* name, const char* help, const char* hint, bool required) {
    return CommandArgument{CommandArgument::Kind::text, name, help, hint, required, {}, {}};
  };
  const CommandArgument connection{
      CommandArgument::Kind::dynamic_list, "connectionID", "The connection", "", true, {}, "autocomplete/remotes"};
  const CommandArgument channel = text("channelID", "The channel, as the offers show it", "channel ID", true);
  return {{"offers", "", "Show the channels that other servers offer", {}},
          {"take",
           "",
           "Take an offered channel in",
           {connection, channel, text("team", "The team it comes to; else the connection's", "team name", false),
            text("name", "Its name in the address; else the one it has there", "channel name", false)}},
          {"decline", "", "Decline an offered channel", {connection, channel}}};
}

std::optional<std::string> OfferCommands::execute(const mattermost::CommandCall& call, const CommandLine& line) {
  if (line.action == "offers") return table(call);
  if (line.action == "take") return take(call, line);
  if (line.action == "decline") return decline(call, line);
  return std::nullopt;
}

std::string OfferCommands::table(const mattermost::CommandCall& call) {
  const auto offers = offers_.list(call.user_id);
  if (!offers.ok()) return "Could not show the offers: " + offers.error().text;
  if (offers->empty()) return "No server offers a channel that waits for you.";
  const auto remotes = store_.remotes(false);
  if (!remotes.ok()) return "Could not show the offers: " + remotes.error().text;
  std::map<model::RemoteId, std::string> names;
  for (const model::Remote& remote : *remotes) names[remote.id] = remote.display_name;
  std::string table =
      "| Channel | Kind | From | Since | State | Connection ID | Channel ID |\n"
      "| :-- | :-- | :-- | :-- | :-- | :-- | :-- |\n";
  for (const model::OfferedChannel& offer : *offers) {
    table += "| " + plain(offer.invite.display_name) + " | " + (offer.invite.type == "P" ? "private" : "public") +
             (offer.invite.read_only ? ", read-only" : "") + " | " + plain(names[offer.remote_id]) + " | " +
             in_utc(offer.offered_at) + " | " +
             (offer.declined   ? "declined"
              : offer.approved ? "approved"
                               : "waits") +
             " | `" + offer.remote_id.str() + "` | `" + offer.invite.channel_id.str() + "` |\n";
  }
  return table;
}

base::Result<model::TeamId> OfferCommands::team_named(const std::string& name) {
  if (name.empty()) return model::TeamId();
  CAUSEWAY_TRY(teams, server_.get_teams());
  for (const model::Team& team : teams) {
    if (team.name == name || team.id.str() == name) return team.id;
  }
  return base::refused("team_unknown", "there is no team `" + plain(name) + "`");
}

std::string OfferCommands::take(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto team = team_named(line.get("team"));
  if (!team.ok()) return "Could not take the channel in: " + team.error().text;
  const auto taken = offers_.take(call.user_id, model::RemoteId(line.get("connectionid")),
                                  model::ChannelId(line.get("channelid")), {*team, line.get("name")});
  if (!taken.ok()) return "Could not take the channel in: " + taken.error().text;
  if (taken->causeway) return "##### The channel is here.\nWhat has been written there since it was offered follows.";
  return "##### The channel is approved.\n`" + plain(taken->display_name) +
         "` is native Mattermost: it comes when its administrator invites this server to the channel once more.";
}

std::string OfferCommands::decline(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto declined =
      offers_.decline(call.user_id, model::RemoteId(line.get("connectionid")), model::ChannelId(line.get("channelid")));
  if (!declined.ok()) return "Could not decline the channel: " + declined.error().text;
  return "##### The channel is declined.\nThe other server hears so when it asks again. You can still take it in.";
}

}  // namespace causeway::remotes
