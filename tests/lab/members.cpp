#include "lab/members.h"

#include <chrono>

#include "lab/crowd.h"
#include "lab/pair.h"

namespace causeway::lab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes patience{10};

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
  add_crowd(pair, pair.a, members);
  enter_crowd(pair, pair.a, channel, members);
  auto before = cpu_now(pair);
  const auto begin = Clock::now();
  pair.share(pair.a, channel, connection, pair.b);
  if (!eventually(patience, [&] { return crowd_in(pair, pair.b, channel) >= members; })) {
    throw LabError("only " + std::to_string(crowd_in(pair, pair.b, channel)) + " members have arrived\n" + pair.logs());
  }
  MembersResult result;
  result.members = members;
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  for (const auto& [process, used] : cpu_now(pair)) result.cpu[process] = used - before[process];
  return result;
}

}  // namespace causeway::lab
