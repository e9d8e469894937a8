#include "remotes/commands.h"

#include <charconv>
#include <optional>

#include "model/limits.h"

namespace causeway::remotes {
namespace {

constexpr const char* secure_connection_actions =
    "create, accept, remove, pause, resume, rotate, road, doctor, audit, block, unblock, blocked, sync-users, offers, "
    "take, decline, status, redrive, purge, help";
constexpr const char* share_channel_actions = "invite, uninvite, unshare, dm, status, reconcile, redrive, help";

const char* yes_no(bool value) {
  return value ? "Y" : "N";
}

// Days; nothing for words that it does not know.
std::optional<std::int64_t> parse_history(const std::string& word) {
  if (word == "none") return 0;
  if (word == "all") return ShareTerms::all;
  std::int64_t days = 0;
  const char* const end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, days);
  const bool good =
      error == std::errc() && rest + 1 == end && *rest == 'd' && days > 0 && days <= model::limits::history_days;
  return good ? std::optional(days) : std::nullopt;
}

std::string missing(const char* argument) {
  return std::string("Missing or empty `") + argument + "`";
}

std::string secure_connection_help() {
  return "##### /secure-connection\n"
         "* `create`, `accept`: make an invitation, accept one, in a dialog\n"
         "* `create --name <name> --displayname <text> --password <at least 14 characters>`: the same in one line\n"
         "* `accept --name <name> --displayname <text> --invite <text> --password <text>`: the same in one line\n"
         "* `remove --connectionID <id>`: end a connection; posts and channels stay\n"
         "* `pause --connectionID <id>`, `resume --connectionID <id>`: hold back what is ours, and let it go again\n"
         "* `rotate --connectionID <id>`: new tokens for a connection between two Causeways\n"
         "* `road --connectionID <id> [--ca <PEM>] [--pin sha256//<base64>] [--proxy http://<host>:<port>]`: how that "
         "server is reached; `none` takes a part away\n"
         "* `doctor --connectionID <id>`: examines the road to that server and says what is wrong\n"
         "* `block &#64;<name>:<server>`, `unblock &#64;<name>:<server>`, `blocked`: take nothing from a person of "
         "another "
         "server; again; who that is\n"
         "* `offers`, `take --connectionID <id> --channelID <id> [--team <name>] [--name <name>]`, `decline "
         "--connectionID <id> --channelID <id>`: channels of other servers that wait for an administrator here\n"
         "* `sync-users [--connectionID <id>]`: tell connected servers of everybody here once more\n"
         "* `audit`: who changed connections and shares\n"
         "* `status`: all connections, and what other servers did not take\n"
         "* `redrive [--connectionID <id>] [--id <number>]`: try that again\n"
         "* `purge --confirm causeway`: before the plugin is removed for good, takes its tables out of the database";
}

std::string share_channel_help() {
  return "##### /share-channel\n"
         "* `invite --connectionID <id> [--readonly Y|N] [--history none|<days>d|all]`: share this channel with a "
         "connected server, and what was written before\n"
         "* `uninvite --connectionID <id>`: stop sharing it with that server\n"
         "* `unshare`: stop sharing it at all\n"
         "* `dm &#64;<name>:<server> [&#64;<name> ...]`: a direct or group message with people of connected servers\n"
         "* `status`: with whom this channel is shared, and what they did not take\n"
         "* `reconcile [--connectionID <id>]`: compare this channel's posts with the other servers', and set right "
         "what "
         "differs\n"
         "* `redrive [--id <number>]`: try again what they did not take";
}

}  // namespace

std::vector<mattermost::Command> Commands::definitions() {
  using mattermost::CommandArgument;
  const auto text = [](const char* name, const char* help, const char* hint, bool required) {
    return CommandArgument{CommandArgument::Kind::text, name, help, hint, required, {}, {}};
  };
  const auto connection = [](const char* help) {
    return CommandArgument{
        CommandArgument::Kind::dynamic_list, "connectionID", help, "", true, {}, "autocomplete/remotes"};
  };
  const CommandArgument read_only{
      CommandArgument::Kind::static_list, "readonly", "The other side may read only", "", false, {"Y", "N"}, {}};
  mattermost::Command secure{
      "secure-connection", "Secure connections", "Connect this server with another Mattermost server", "[action]", {}};
  secure.subcommands = {
      {"create",
       "",
       "Create an invitation for another server",
       {text("name", "A unique name for the connection; all in a dialog without it", "name", false),
        text("displayname", "How the connection is shown", "display name", false),
        text("password", "Locks the invitation, at least 14 characters; without it a dialog asks", "password", false)}},
      {"accept",
       "",
       "Accept another server's invitation",
       {text("name", "A unique name for the connection", "name", true),
        text("displayname", "How the connection is shown", "display name", false),
        text("password", "The invitation's password", "password", true),
        text("invite", "The encrypted invitation", "invitation", true)}},
      {"remove", "", "Remove a connection", {connection("The connection to remove")}},
      {"status", "", "Show all connections", {}},
      {"redrive",
       "",
       "Try again what other servers did not take",
       {{CommandArgument::Kind::dynamic_list, "connectionID", "One connection", "", false, {}, "autocomplete/remotes"},
        text("id", "One item, by its ID in the status", "number", false)}},
      {"help", "", "Show how to use this command", {}}};
  for (const auto& more : {SecurityCommands::definitions(), OfferCommands::definitions()}) {
    secure.subcommands.insert(secure.subcommands.end() - 3, more.begin(), more.end());
  }
  mattermost::Command share{
      "share-channel", "Share channel", "Share this channel with a connected server", "[action]", {}};
  share.subcommands = {
      {"invite",
       "",
       "Share this channel with a connected server",
       {connection("The connection to share with"), read_only,
        text("history", "What was written before crosses too", "none, 30d or all", false)}},
      {"uninvite", "", "Stop sharing this channel with a server", {connection("The connection to take out")}},
      {"unshare", "", "Stop sharing this channel", {}},
      {"dm", "@name:server", "Write to people of connected servers", {}},
      {"status", "", "Show with whom this channel is shared", {}},
      {"reconcile",
       "",
       "Compare this channel's posts with the other servers', and set right what differs",
       {text("connectionID", "One connection; all without it", "connection ID", false)}},
      {"redrive",
       "",
       "Try again what other servers did not take",
       {text("id", "One item, by its ID in the status", "number", false)}},
      {"help", "", "Show how to use this command", {}}};
  return {secure, share};
}

mattermost::CommandAnswer Commands::execute(const mattermost::CommandCall& call, std::stop_token stop) {
  const auto line = parse_command(call.text);
  if (!line.ok()) return {"Invalid command: " + line.error().text};
  const bool about_people =
      line->trigger == "share-channel" ? line->action == "dm" : line->action == "block" || line->action == "unblock";
  if (!line->people.empty() && !about_people) {
    return {"Invalid command: expected `--name value` but found `" + plain("@" + line->people.front()) + "`"};
  }
  if (line->trigger == "secure-connection") return {secure_connection(call, *line, stop)};
  if (line->trigger == "share-channel") return {share_channel(call, *line)};
  return {"Unknown command `" + plain(line->trigger) + "`"};
}

std::string Commands::secure_connection(const mattermost::CommandCall& call, const CommandLine& line,
                                        std::stop_token stop) {
  if (line.action.empty()) return std::string("Missing command. Available actions: ") + secure_connection_actions;
  if (line.action == "create") return create(call, line);
  if (line.action == "accept") return accept(call, line, stop);
  if (line.action == "remove") return remove(call, line);
  if (line.action == "status") return connections(call);
  if (line.action == "redrive") return redrive(call, line);
  if (line.action == "help") return secure_connection_help();
  if (auto answer = security_.execute(call, line, stop)) return *std::move(answer);
  if (auto answer = offers_.execute(call, line)) return *std::move(answer);
  return "Unknown action `" + plain(line.action) + "`. Available actions: " + secure_connection_actions;
}

std::string Commands::share_channel(const mattermost::CommandCall& call, const CommandLine& line) {
  if (line.action.empty()) return std::string("Missing action. Available actions: ") + share_channel_actions;
  if (line.action == "invite") return invite(call, line);
  if (line.action == "uninvite") return uninvite(call, line);
  if (line.action == "unshare") return unshare(call);
  if (line.action == "dm") return open_direct(call, line);
  if (line.action == "status") return channel_status(call);
  if (line.action == "reconcile") return reconcile(call, line);
  if (line.action == "redrive") return redrive(call, line);
  if (line.action == "help") return share_channel_help();
  return "Unknown action `" + plain(line.action) + "`. Available actions: " + share_channel_actions;
}

// Without a password in the line: in a dialog.
std::string Commands::ask(const mattermost::CommandCall& call, const CommandLine& line, const char* which) {
  const auto opened = dialogs_.open(call, which, line.get("name"), line.get("displayname"));
  if (opened.ok()) return {};
  return missing("password") + ", and no dialog could be shown: " + opened.error().text;
}

std::string Commands::create(const mattermost::CommandCall& call, const CommandLine& line) {
  if (line.get("password").empty()) return ask(call, line, Dialogs::create);
  if (line.get("name").empty()) return missing("name");
  auto made =
      pairing_.create(call.user_id, {line.get("name"), line.get("displayname"), call.team_id, line.get("password")});
  if (!made.ok()) return "Could not add secure connection: " + made.error().text;
  return invitation_text(*made, current_.get()->public_url);
}

std::string Commands::accept(const mattermost::CommandCall& call, const CommandLine& line, std::stop_token stop) {
  if (line.get("password").empty()) return ask(call, line, Dialogs::accept);
  for (const char* needed : {"name", "invite"}) {
    if (line.get(needed).empty()) return missing(needed);
  }
  const auto accepted = pairing_.accept(
      call.user_id, {line.get("name"), line.get("displayname"), call.team_id, line.get("password"), road_of(line)},
      line.get("invite"), stop);
  if (!accepted.ok()) return "Could not accept invitation: " + plain(accepted.error().text);
  return accepted_text(*accepted);
}

std::string Commands::remove(const mattermost::CommandCall& call, const CommandLine& line) {
  if (line.get("connectionid").empty()) return missing("connectionID");
  const auto removed = pairing_.remove(call.user_id, model::RemoteId(line.get("connectionid")));
  if (!removed.ok()) return "Could not remove secure connection: " + removed.error().text;
  return "##### Secure connection " + plain(line.get("connectionid")) +
         " removed. Channels and posts stay as they are.";
}

std::string Commands::connections(const mattermost::CommandCall& call) {
  const auto remotes = pairing_.list(call.user_id, false);
  if (!remotes.ok()) return "Could not fetch secure connections: " + remotes.error().text;
  if (remotes->empty()) return "** No secure connections found. **";
  std::string table =
      "| Secure connection | Display name | Connection ID | Site URL | Invite accepted | Online | Last ping | Last "
      "error |\n"
      "| :---- | :---- | :---- | :---- | :---- | :---- | :---- | :---- |\n";
  for (const model::Remote& remote : *remotes) {
    table += "| " + plain(remote.name) + " | " + plain(remote.display_name) + " | " + remote.id.str() + " | " +
             plain(remote.site_url) + " | " + yes_no(remote.state != model::RemoteState::pending) + " | " +
             yes_no(pairing_.online(remote)) + " | " + in_utc(remote.last_ping_at) + " | " + plain(remote.last_error) +
             " |\n";
  }
  return table + dead_letters_.table(*remotes, {});
}

std::string Commands::invite(const mattermost::CommandCall& call, const CommandLine& line) {
  const std::string id = line.get("connectionid");
  if (id.empty()) return "Must specify a valid secure connection ID to invite.";
  const std::string read_only_text = line.arguments.count("readonly") != 0 ? line.get("readonly") : "N";
  const auto read_only = parse_yes_no(read_only_text);
  if (!read_only) return "Invalid value for 'readonly': use Y or N";
  const auto history = parse_history(line.arguments.count("history") != 0 ? line.get("history") : "none");
  if (!history) return "Invalid value for 'history': use none, a number of days such as 30d, or all";
  const auto invited = invites_.invite(call.user_id, call.channel_id, model::RemoteId(id), {*read_only, *history});
  if (!invited.ok()) return "Cannot invite remote to channel: " + invited.error().text;
  return "##### Shared channel invitation has been sent to `" + plain(invited->display_name + " " + invited->site_url) +
         "`.";
}

std::string Commands::uninvite(const mattermost::CommandCall& call, const CommandLine& line) {
  const std::string id = line.get("connectionid");
  if (id.empty()) return "Must specify a valid secure connection ID to uninvite";
  const auto done = invites_.uninvite(call.user_id, call.channel_id, model::RemoteId(id));
  if (!done.ok()) return "Could not uninvite `" + plain(id) + "`: " + done.error().text;
  if (!*done) return "Shared channel secure connection `" + plain(id) + "` does not exist for this channel.";
  return "##### Secure connection `" + plain(id) + "` uninvited.";
}

std::string Commands::unshare(const mattermost::CommandCall& call) {
  const auto done = invites_.unshare(call.user_id, call.channel_id);
  if (!done.ok()) return "Cannot unshare this channel: " + done.error().text;
  return *done ? "##### This channel is no longer shared." : "Cannot unshare a channel that is not shared.";
}

std::string Commands::open_direct(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto path = direct_.open(call.user_id, call.team_id, line.people);
  if (!path.ok()) return "Cannot open a direct message: " + path.error().text;
  return "##### The direct message is open.\n[Write](" + call.site_url + *path + ")";
}

std::string Commands::channel_status(const mattermost::CommandCall& call) {
  const auto rows = invites_.status(call.user_id, call.channel_id);
  if (!rows.ok()) return "Could not fetch status for secure connections: " + rows.error().text;
  if (rows->empty()) return "No secure connections have been invited to this channel.";
  std::string table =
      "Status for channel ID `" + call.channel_id.str() + "`\n\n" +
      "| Secure connection | Site URL | Read only | Invite accepted | Online | Last sync | Waiting | Last error |\n" +
      "| :---- | :---- | :---- | :---- | :---- | :---- | :---- | :---- |\n";
  std::vector<model::Remote> remotes;
  for (const model::ChannelRemote& row : *rows) {
    const auto remote = store_.remote(row.remote_id);
    const auto tasks = store_.tasks(row.remote_id);
    if (!remote.ok() || !tasks.ok() || !*remote) continue;
    remotes.push_back(**remote);
    std::string waiting = "no";
    std::string error = row.last_error;
    for (const model::Task& task : *tasks) {
      if (task.channel_id != row.channel_id) continue;
      waiting = task.attempts > 0 ? "retry " + std::to_string(task.attempts) : "yes";
      if (!task.last_error.empty()) error = task.last_error;
    }
    const char* accepted = row.invite == model::InviteState::confirmed ? "Y"
                           : row.invite == model::InviteState::refused ? "refused"
                                                                       : "N";
    table += "| " + plain((*remote)->display_name) + " | " + plain((*remote)->site_url) + " | " +
             yes_no(row.read_only) + " | " + accepted + " | " + yes_no(pairing_.online(**remote)) + " | " +
             in_utc(row.last_post_create.at) + " | " + waiting + " | " + plain(error) + " |\n";
  }
  return table + dead_letters_.table(remotes, call.channel_id) + reconciliations_.table(remotes, call.channel_id);
}

std::string Commands::reconcile(const mattermost::CommandCall& call, const CommandLine& line) {
  const auto begun = reconciliations_.begin(call.user_id, call.channel_id, model::RemoteId(line.get("connectionid")));
  if (!begun.ok()) return "Could not compare this channel: " + begun.error().text;
  return "This channel is compared with " + std::to_string(*begun) + (*begun == 1 ? " server" : " servers") +
         ". What differs is sent again. `/share-channel status` shows the result.";
}

// Of the channel, of one connection, or of all.
std::string Commands::redrive(const mattermost::CommandCall& call, const CommandLine& line) {
  const std::string id = line.get("id");
  std::int64_t number = 0;
  const auto parsed = std::from_chars(id.data(), id.data() + id.size(), number);
  if (!id.empty() && (parsed.ec != std::errc() || parsed.ptr != id.data() + id.size() || number <= 0)) {
    return "`id` is a number of the status.";
  }
  base::Result<std::int64_t> count = 0;
  if (line.trigger == "share-channel") {
    count = dead_letters_.redrive_in(call.user_id, call.channel_id, number);
  } else {
    const auto remotes = pairing_.list(call.user_id, false);
    if (!remotes.ok()) return "Could not redrive: " + remotes.error().text;
    const std::string only = line.get("connectionid");
    for (const model::Remote& remote : *remotes) {
      if (!count.ok() || (!only.empty() && remote.id.str() != only)) continue;
      const auto some = dead_letters_.redrive(call.user_id, remote.id, {}, number);
      count = some.ok() ? base::Result<std::int64_t>(*count + *some) : some;
    }
  }
  if (!count.ok()) return "Could not redrive: " + count.error().text;
  if (*count == 0) return number == 0 ? "There is no dead letter." : "There is no such dead letter.";
  return *count == 1 ? "1 dead letter is tried again." : std::to_string(*count) + " dead letters are tried again.";
}

}  // namespace causeway::remotes
