#include "lab/members.h"

#include <chrono>

#include "lab/crowd.h"
#include "lab/pair.h"

namespace causeway::lab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes patience{10};

void add_members(Pair& pair, Side& side, const std::string& channel, int count) {
  add_crowd(pair, side, count);
  const std::string people = "FROM generate_series(1, " + std::to_string(count) + ") i";
  const std::string now = "(extract(epoch FROM now()) * 1000)::bigint";
  pair.query(side,
             "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops, "
             "lastupdateat, schemeuser, schemeadmin, schemeguest) SELECT '" +
                 channel + "', " + crowd_id + ", '', 0, 0, 0, '{}', " + now + ", true, false, false " + people);
  pair.query(side, "INSERT INTO channelmemberhistory (channelid, userid, jointime) SELECT '" + channel + "', " +
                       crowd_id + ", " + now + " " + people);
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
  add_members(pair, pair.a, channel, members);
  const std::string count =
      "SELECT count(*) FROM channelmembers WHERE channelid = '" + channel + "' AND userid " + of_the_crowd;
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
