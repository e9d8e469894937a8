#include "lab/crowd.h"

#include "lab/cpu_meter.h"

namespace causeway::lab {

std::map<std::string, double> cpu_now(Pair& pair) {
  std::map<std::string, double> result;
  for (Side* side : {&pair.a, &pair.b}) {
    result["server " + side->name()] = cpu_seconds(side->server->pid());
    if (const auto plugin = plugin_process(*side->server)) result["plugin " + side->name()] = plugin->cpu_seconds;
  }
  result["postgresql"] = tree_cpu_seconds({pair.postgres().pid()});
  return result;
}

void add_crowd(World& world, Side& side, int count) {
  const std::string people = "FROM generate_series(1, " + std::to_string(count) + ") i";
  const std::string id = crowd_id;
  const std::string now = "(extract(epoch FROM now()) * 1000)::bigint";
  world.query(side,
              // Every column: the server fails at a NULL where its own code never writes one.
              "INSERT INTO users (id, createat, updateat, deleteat, username, email, roles, locale, props, "
              "notifyprops, timezone, password, authservice, emailverified, nickname, firstname, lastname, position, "
              "allowmarketing, lastpasswordupdate, lastpictureupdate, failedattempts, mfaactive, mfasecret) SELECT " +
                  id + ", " + now + ", " + now +
                  ", 0, 'member-' || i, 'member-' || i || '@example.test', 'system_user', 'en', '{}', '{}', '{}', '', "
                  "'', true, '', '', '', '', false, " +
                  now + ", 0, 0, false, '' " + people);
  world.query(side,
              "INSERT INTO teammembers (teamid, userid, roles, deleteat, schemeuser, schemeadmin, schemeguest, "
              "createat) SELECT '" +
                  side.team + "', " + id + ", '', 0, true, false, false, " + now + " " + people);
}

void enter_crowd(World& world, Side& side, const std::string& channel, int count) {
  const std::string people = "FROM generate_series(1, " + std::to_string(count) + ") i";
  const std::string now = "(extract(epoch FROM now()) * 1000)::bigint";
  world.query(side,
              "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, "
              "notifyprops, lastupdateat, schemeuser, schemeadmin, schemeguest, msgcountroot, mentioncountroot, "
              "urgentmentioncount) SELECT '" +
                  channel + "', " + crowd_id + ", '', 0, 0, 0, '{}', " + now + ", true, false, false, 0, 0, 0 " +
                  people);
  world.query(side, "INSERT INTO channelmemberhistory (channelid, userid, jointime) SELECT '" + channel + "', " +
                        crowd_id + ", " + now + " " + people);
}

int crowd_in(World& world, Side& side, const std::string& channel) {
  return std::stoi(world.query(
      side, "SELECT count(*) FROM channelmembers WHERE channelid = '" + channel + "' AND userid " + of_the_crowd));
}

}  // namespace causeway::lab
