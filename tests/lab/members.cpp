#include "lab/members.h"

#include <chrono>

#include "lab/cpu_meter.h"
#include "lab/pair.h"

namespace causeway::lab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes patience{10};

std::map<std::string, double> cpu_now(Pair& pair) {
  std::map<std::string, double> result;
  for (Side* side : {&pair.a, &pair.b}) {
    result["server " + side->name()] = cpu_seconds(side->server->pid());
    if (const auto plugin = plugin_process(*side->server)) result["plugin " + side->name()] = plugin->cpu_seconds;
  }
  return result;
}

// People who have never logged in, in the tables at once: by REST the server would hash their passwords for a minute.
void add_people(Pair& pair, Side& side, const std::string& channel, int count) {
  const std::string people = "FROM generate_series(1, " + std::to_string(count) + ") i";
  const std::string id = "lpad('m' || i, 26, 'x')";
  const std::string now = "(extract(epoch FROM now()) * 1000)::bigint";
  pair.query(side,
             "INSERT INTO users (id, createat, updateat, deleteat, username, email, roles, locale, props, notifyprops, "
             "timezone) SELECT " +
                 id + ", " + now + ", " + now +
                 ", 0, 'member-' || i, 'member-' || i || '@example.test', 'system_user', 'en', '{}', '{}', '{}' " +
                 people);
  pair.query(side,
             "INSERT INTO teammembers (teamid, userid, roles, deleteat, schemeuser, schemeadmin, schemeguest, "
             "createat) SELECT '" +
                 side.team + "', " + id + ", '', 0, true, false, false, " + now + " " + people);
  pair.query(side,
             "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops, "
             "lastupdateat, schemeuser, schemeadmin, schemeguest) SELECT '" +
                 channel + "', " + id + ", '', 0, 0, 0, '{}', " + now + ", true, false, false " + people);
  pair.query(side, "INSERT INTO channelmemberhistory (channelid, userid, jointime) SELECT '" + channel + "', " + id +
                       ", " + now + " " + people);
}

}  // namespace

Json MembersResult::json() const {
  return {{"members", members}, {"seconds", seconds}, {"members_per_second", members / seconds}, {"cpu_seconds", cpu}};
}

MembersResult run_members(const std::filesystem::path& bundle, int members) {
  PairOptions options;
  options.bundle = bundle;
  Pair pair(options);
  const std::string connection = pair.connect();
  if (!eventually(std::chrono::seconds(30),
                  [&] { return pair.connections(pair.a)[0].value("last_ping_at", 0LL) > 0; })) {
    throw LabError("the servers do not see each other\n" + pair.logs());
  }
  const std::string channel = pair.new_channel(pair.a, "crowd", "O");
  add_people(pair, pair.a, channel, members);
  const std::string count =
      "SELECT count(*) FROM channelmembers WHERE channelid = '" + channel + "' AND userid LIKE 'xxx%'";
  auto before = cpu_now(pair);
  const auto begin = Clock::now();
  pair.share(pair.a, channel, connection, pair.b);
  if (!eventually(patience, [&] { return std::stoi(pair.query(pair.b, count)) >= members; })) {
    throw LabError("only " + pair.query(pair.b, count) + " members have arrived\n" + pair.logs());
  }
  MembersResult result;
  result.members = members;
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  for (const auto& [process, used] : cpu_now(pair)) result.cpu[process] = used - before[process];
  return result;
}

}  // namespace causeway::lab
