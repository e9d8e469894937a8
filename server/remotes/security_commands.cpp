#include "remotes/security_commands.h"

#include <map>

namespace causeway::remotes {
namespace {

void take(const CommandLine& line, std::string_view name, std::string& part) {
  const std::string word = line.get(name);
  if (!word.empty()) part = word == "none" ? std::string() : word;
}

std::string shown(const std::string& text) {
  return text.empty() ? "-" : plain(text);
}

}  // namespace

model::RemoteRoad road_of(const CommandLine& line, model::RemoteRoad road) {
  take(line, "ca", road.ca);
  take(line, "pin", road.pin);
  take(line, "proxy", road.proxy);
  return road;
}

std::vector<mattermost::Subcommand> SecurityCommands::definitions() {
  using mattermost::CommandArgument;
  const auto text = [](const char* name, const char* help, const char* hint) {
    return CommandArgument{CommandArgument::Kind::text, name, help, hint, false, {}, {}};
  };
  const CommandArgument connection{
      CommandArgument::Kind::dynamic_list, "connectionID", "The connection", "", true, {}, "autocomplete/remotes"};
  return {{"pause", "", "Hold back what is ours; what the other server sends is taken", {connection}},
          {"resume", "", "Let go what was held back", {connection}},
          {"rotate", "", "Give a connection new tokens on both sides", {connection}},
          {"road",
           "",
           "Set how one server is reached",
           {connection, text("ca", "Certificates that count instead of the system's", "\"PEM\" or none"),
            text("pin", "The digest of the server's public key", "sha256//... or none"),
            text("proxy", "The proxy to it", "http://host:port or none")}},
          {"doctor", "", "Examine the road to a server and say what is wrong", {connection}},
          {"block", "@name:server", "Take nothing from people of other servers", {}},
          {"unblock", "@name:server", "Take what they write again", {}},
          {"blocked", "", "Show who is blocked", {}},
          {"sync-users",
           "",
           "Tell connected servers of everybody here once more",
           {text("connectionID", "One connection; all without it", "connection ID")}},
          {"audit", "", "Show who changed connections and shares", {}},
          {"purge",
           "",
           "Before the plugin is removed for good: take its tables out of the database",
           {CommandArgument{CommandArgument::Kind::static_list, "confirm", "Yes, really", "", true, {"causeway"}, {}},
            CommandArgument{CommandArgument::Kind::static_list,
                            "untold",
                            "Even if servers have not heard yet that their connection has ended",
                            "",
                            false,
                            {"Y"},
                            {}}}}};
}

std::optional<std::string> SecurityCommands::execute(const mattermost::CommandCall& call, const CommandLine& line,
                                                     std::stop_token stop) {
  if (line.action == "pause") return pause(call, line, true);
  if (line.action == "resume") return pause(call, line, false);
  if (line.action == "rotate") return rotate(call, line, stop);
  if (line.action == "road") return road(call, line);
  if (line.action == "doctor") return doctor(call, line, stop);
  if (line.action == "audit") return audit(call);
  if (line.action == "block") return block(call, line);
  if (line.action == "unblock") return unblock(call, line);
  if (line.action == "sync-users") return sync_users(call, line);
  if (line.action == "blocked") return blocked(call);
  if (line.action == "purge") return purge(call, line);
  return std::nullopt;
}

std::string SecurityCommands::pause(const mattermost::CommandCall& call, const CommandLine& line, bool paused) {
  const auto changed = pairing_.pause(call.user_id, model::RemoteId(line.get("connectionid")), paused);
  if (!changed.ok()) {
    return (paused ? "Could not pause the connection: " : "Could not resume the connection: ") + changed.error().text;
  }
  const std::string name = plain(changed->display_name);
  if (!paused) return "##### The connection `" + name + "` goes on.\nWhat has waited crosses now.";
  return "##### The connection `" + name +
         "` is paused.\nWhat is written here waits until you resume it; what the other server sends is taken.";
}

std::string SecurityCommands::rotate(const mattermost::CommandCall& call, const CommandLine& line,
                                     std::stop_token stop) {
  const auto rotated = rotation_.rotate(call.user_id, model::RemoteId(line.get("connectionid")), stop);
  if (rotated.ok()) return "##### The connection has new tokens.\nThe old ones count for 10 more minutes.";
  std::string answer = "Could not rotate the tokens: " + plain(rotated.error().text);
  if (rotated.error().next != base::Next::refused) answer += ". The old ones stay good; give the command again later.";
  return answer;
}

std::string SecurityCommands::road(const mattermost::CommandCall& call, const CommandLine& line) {
  const model::RemoteId id(line.get("connectionid"));
  const auto remote = pairing_.get(call.user_id, id);
  if (!remote.ok()) return "Could not set the road: " + remote.error().text;
  const model::RemoteRoad wanted = road_of(line, remote->policy.road);
  const auto set = pairing_.set_road(call.user_id, id, wanted);
  if (!set.ok()) return "Could not set the road: " + set.error().text;
  return "##### The road to `" + plain(remote->display_name) + "`\n* own CA: " + (wanted.ca.empty() ? "no" : "yes") +
         "\n* pin: " + shown(wanted.pin) + "\n* proxy: " + shown(wanted.proxy);
}

std::string SecurityCommands::doctor(const mattermost::CommandCall& call, const CommandLine& line,
                                     std::stop_token stop) {
  const auto remote = pairing_.get(call.user_id, model::RemoteId(line.get("connectionid")));
  if (!remote.ok()) return "Could not examine the connection: " + remote.error().text;
  if (remote->state == model::RemoteState::pending) {
    return "Nobody has accepted this invitation yet, so there is no address to examine.";
  }
  const auto found = examine_(*remote, stop);
  if (!found.ok()) return "Could not examine the connection: " + found.error().text;
  return "##### The road to `" + plain(remote->display_name) + "`\n" + *found;
}

std::string SecurityCommands::block(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto done = blocks_.block(call.user_id, line.people);
  if (!done.ok()) return "Could not block: " + done.error().text;
  return "##### Blocked.\nNothing that they write, change or react with arrives here any more. Their server is not "
         "told.";
}

std::string SecurityCommands::unblock(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto count = blocks_.unblock(call.user_id, line.people);
  if (!count.ok()) return "Could not unblock: " + count.error().text;
  if (*count == 0) return "Nobody of them was blocked.";
  return "##### Unblocked.\nWhat they write from now on arrives; what was held back comes only if it is sent again.";
}

std::string SecurityCommands::blocked(const mattermost::CommandCall& call) {
  const auto table = blocks_.table(call.user_id);
  return table.ok() ? *table : "Could not show who is blocked: " + table.error().text;
}

std::string SecurityCommands::purge(const mattermost::CommandCall& call, const CommandLine& line) {
  if (line.get("confirm") != "causeway") {
    return "This takes everything that Causeway remembers out of the database: connections, what crossed, what waits. "
           "Posts, channels and people stay. Type `/secure-connection purge --confirm causeway` to do it.";
  }
  const auto done = purge_.run(call.user_id, parse_yes_no(line.get("untold")).value_or(false));
  if (!done.ok()) return "Could not purge: " + done.error().text;
  return "##### Causeway's tables are gone.\nDisable and remove the plugin in the System Console now. Enabled again, "
         "it "
         "begins with empty tables.";
}

std::string SecurityCommands::sync_users(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto count = directory_.offer(call.user_id, model::RemoteId(line.get("connectionid")));
  if (!count.ok()) return "Could not tell of the people here: " + count.error().text;
  return "##### The people here are told to " + std::to_string(*count) + (*count == 1 ? " server." : " servers.") +
         "\nIt goes on beside what is written; whom they know already is not sent again.";
}

std::string SecurityCommands::audit(const mattermost::CommandCall& call) {
  const auto remotes = pairing_.list(call.user_id, true);  // asks for the permission
  if (!remotes.ok()) return "Could not show the audit trail: " + remotes.error().text;
  const auto trail = audit_.trail();
  if (!trail.ok()) return "Could not show the audit trail: " + trail.error().text;
  std::map<model::RemoteId, std::string> names;
  for (const model::Remote& remote : *remotes) names[remote.id] = remote.display_name;
  std::string table =
      "| When | What | Who | Connection | Channel ID | Outcome |\n| :-- | :-- | :-- | :-- | :-- | :-- |\n";
  for (const model::AuditRecord& record : *trail) {
    table += "| " + in_utc(record.at) + " | " + record.deed + " | " +
             (record.actor_id.empty() ? "the peer" : record.actor_id.str()) + " | " + shown(names[record.remote_id]) +
             " | " + shown(record.channel_id.str()) + " | " + shown(record.outcome) + " |\n";
  }
  return table;
}

}  // namespace causeway::remotes
