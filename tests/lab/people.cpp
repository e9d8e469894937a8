#include "lab/people.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "lab/crowd.h"

namespace causeway::lab {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes patience{15};
constexpr std::chrono::seconds cross_limit{60};
constexpr std::chrono::milliseconds between_posts{250};
constexpr int posts_alone = 40;

class Talk {
 public:
  Talk(Pair& pair, std::string channel)
      : writer_(pair.a.person("alice")),
        reader_(pair.b.server->port(), pair.b.person("bob").token()),
        channel_(std::move(channel)) {}

  // One post, and how long it took.
  void say(std::vector<double>& times) {
    const Json post = writer_.write(channel_, "post " + std::to_string(++count_));
    const auto answered = Clock::now();
    const auto event = reader_.wait_for(SocketClient::posted(post.at("id")), cross_limit);
    if (!event) throw LabError("a post did not cross within a minute");
    times.push_back(std::max(0.0, std::chrono::duration<double, std::milli>(event->at - answered).count()));
    std::this_thread::sleep_for(between_posts);
  }

 private:
  RestClient& writer_;
  SocketClient reader_;
  std::string channel_;
  int count_ = 0;
};

PeopleResult::Latency latency_of(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  if (times.empty()) return {};
  return {static_cast<int>(times.size()), times[times.size() / 2], times[times.size() * 95 / 100], times.back()};
}

Json json_of(const PeopleResult::Latency& latency) {
  return {{"posts", latency.posts}, {"p50_ms", latency.p50}, {"p95_ms", latency.p95}, {"max_ms", latency.max}};
}

}  // namespace

Json PeopleResult::json() const {
  return {{"people", people},
          {"seconds", seconds},
          {"people_per_second", people / seconds},
          {"posts_alone", json_of(alone)},
          {"posts_meanwhile", json_of(meanwhile)},
          {"cpu_seconds", cpu}};
}

PeopleResult run_people(const std::filesystem::path& bundle, int people) {
  PairOptions options;
  options.bundle = bundle;
  Pair pair(options);
  for (Side* side : {&pair.a, &pair.b}) {
    side->admin->patch_config(
        {{"PluginSettings",
          {{"Plugins", {{plugin_id, {{"allowinsecurepeers", true}, {"enablesyncallusersforremotecluster", true}}}}}}}});
  }
  const std::string connection = pair.connect();
  const std::string channel = pair.share_new_channel("talk", "O", connection, {"alice"});
  pair.enter(pair.b, channel, {"bob"});
  Talk talk(pair, channel);
  std::vector<double> alone, meanwhile;
  for (int i = 0; i < posts_alone; ++i) talk.say(alone);

  const std::string count = std::string("SELECT count(*) FROM users WHERE id ") + of_the_crowd;
  auto before = cpu_now(pair);
  const auto begin = Clock::now();
  add_crowd(pair, pair.a, people);
  while (std::stoi(pair.query(pair.b, count)) < people) {
    if (Clock::now() - begin > patience) {
      throw LabError("only " + pair.query(pair.b, count) + " people have arrived\n" + pair.logs());
    }
    talk.say(meanwhile);
  }
  PeopleResult result;
  result.people = people;
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  result.alone = latency_of(alone);
  result.meanwhile = latency_of(meanwhile);
  for (const auto& [process, used] : cpu_now(pair)) result.cpu[process] = used - before[process];
  return result;
}

}  // namespace causeway::lab
