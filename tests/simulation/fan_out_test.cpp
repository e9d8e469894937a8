// One server and many peers, some of which are away, slow or without an answer: what that means for the others.
// SIMULATION_PEERS (40) of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <random>

#include "fakes/fake_peer.h"
#include "model/limits.h"
#include "simulation/storm.h"

namespace causeway::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// A hub and its peers, all connected.
class Fleet {
 public:
  explicit Fleet(std::size_t peers) : hub_(simulation_, "hub", "alice", 1) {
    for (std::size_t i = 0; i < peers; ++i) {
      peers_.emplace_back(simulation_, "peer-" + std::to_string(i), "bob", 2 + i);
      links_.push_back(acquaint(hub_, peers_.back(), simulation_.now()));
    }
  }
  ~Fleet() {
    hub_.deactivate();
    for (scenario::Site& peer : peers_) peer.deactivate();
  }

  model::ChannelId share(const std::string& name, const std::vector<std::size_t>& with) {
    const model::ChannelId channel = hub_.open_channel(name).id;
    for (const std::size_t i : with) scenario::share(hub_, peers_[i], links_[i], channel);
    return channel;
  }
  // It takes the request, and never answers.
  void hangs(std::size_t peer) {
    hub_.reaches(peers_[peer], [this](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
      const bool ping = request.path.ends_with("/ping");
      simulation_.sleep(ping ? base::Millis(model::limits::ping_timeout) : base::Millis(model::limits::msg_timeout));
      throw fakes::CutOff{base::retry_later("peer_timeout", "no answer")};
    });
  }
  void answers(std::size_t peer) { hub_.reaches(peers_[peer]); }
  void is_away(std::size_t peer) { hub_.loses(peers_[peer]); }
  // Everything takes so long on its way.
  void is_far(std::size_t peer, base::Millis delay) {
    hub_.reaches(peers_[peer], [this, delay](const fakes::PeerRequest&) -> std::optional<peer::Answer> {
      simulation_.sleep(delay);
      return std::nullopt;
    });
  }
  // How long that takes from now on; five minutes at most.
  base::Millis until_there(std::size_t peer, const model::PostId& post) {
    const base::Steady begin = simulation_.steady();
    while (!peers_[peer].has(post) && simulation_.steady() - begin < minutes(5)) simulation_.sleep(milliseconds(50));
    return std::chrono::duration_cast<base::Millis>(simulation_.steady() - begin);
  }
  std::size_t waiting() {
    std::size_t all = 0;
    for (const model::RemoteId& link : links_) all += hub_.store().tasks(link).value().size();
    return all;
  }

  fakes::Simulation& simulation() { return simulation_; }
  scenario::Site& hub() { return hub_; }
  scenario::Site& peer(std::size_t i) { return peers_[i]; }

 private:
  fakes::Simulation simulation_{42};
  scenario::Site hub_;
  std::deque<scenario::Site> peers_;
  std::vector<model::RemoteId> links_;
};

TEST(FanOut, PeersWithoutAnAnswerHoldNobodyUp) {
  constexpr std::size_t silent = 10;
  Fleet fleet(silent + 1);
  std::vector<model::ChannelId> channels;
  for (std::size_t i = 0; i < silent; ++i) {
    channels.push_back(fleet.share("one-" + std::to_string(i), {i}));
    channels.push_back(fleet.share("two-" + std::to_string(i), {i}));
  }
  const model::ChannelId good = fleet.share("good", {silent});
  for (std::size_t i = 0; i < silent; ++i) fleet.hangs(i);
  for (const model::ChannelId& channel : channels) fleet.hub().posts(channel, "for nobody");
  fleet.simulation().sleep(seconds(5));
  base::Millis worst{};
  for (int i = 0; i < 100; ++i) {
    const auto post = fleet.hub().posts(good, "post " + std::to_string(i));
    worst = std::max(worst, fleet.until_there(silent, post));
    fleet.simulation().sleep(seconds(2));
  }
  std::printf("the slowest of 100 posts took %lld ms\n", static_cast<long long>(worst.count()));
  EXPECT_LE(worst, seconds(5));
}

TEST(FanOut, WhoComesBackIsSeenBesideManyWhoDoNotAnswer) {
  constexpr std::size_t silent = 40;
  Fleet fleet(silent + 1);
  const model::ChannelId channel = fleet.share("good", {silent});
  for (std::size_t i = 0; i < silent; ++i) fleet.hangs(i);
  fleet.peer(silent).loses(fleet.hub());  // it has to be asked: what it says does not reach us
  base::Millis worst{};
  for (int outage = 0; outage < 8; ++outage) {
    fleet.is_away(silent);
    const auto post = fleet.hub().posts(channel, "waits " + std::to_string(outage));
    fleet.simulation().sleep(seconds(50 + 11 * outage));
    EXPECT_FALSE(fleet.peer(silent).has(post));
    fleet.answers(silent);
    worst = std::max(worst, fleet.until_there(silent, post));
  }
  std::printf("the slowest of 8 returns took %lld ms\n", static_cast<long long>(worst.count()));
  EXPECT_LE(worst, seconds(5));
}

TEST(FanOut, OneSilentPeerWithManyChannelsHoldsFewConversations) {
  constexpr std::size_t many = 100;
  Fleet fleet(2);
  std::vector<model::ChannelId> channels;
  for (std::size_t i = 0; i < many; ++i) channels.push_back(fleet.share("town-" + std::to_string(i), {0}));
  const model::ChannelId good = fleet.share("good", {1});
  std::size_t at_once = 0, most = 0;
  fleet.hub().reaches(fleet.peer(0), [&](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
    if (!request.path.ends_with("/msg")) return std::nullopt;
    most = std::max(most, ++at_once);
    fleet.simulation().sleep(base::Millis(model::limits::msg_timeout));
    --at_once;
    throw fakes::CutOff{base::retry_later("peer_timeout", "no answer")};
  });
  for (const model::ChannelId& channel : channels) fleet.hub().posts(channel, "for nobody");
  fleet.simulation().sleep(seconds(30));
  const auto post = fleet.hub().posts(good, "for somebody");
  fleet.simulation().sleep(seconds(5));
  EXPECT_TRUE(fleet.peer(1).has(post));
  EXPECT_GE(most, 1U);
  EXPECT_LE(most, model::limits::conversations_with_remote + model::limits::sync_workers);
}

// Ten bad minutes of many peers; the figures of docs/scaling.md.
class BadWeather {
 public:
  explicit BadWeather(std::size_t peers) : fleet_(peers) {
    for (std::size_t i = 0; i < peers; ++i) everybody_.push_back(i);
    channels_.push_back(fleet_.share("for-all", everybody_));
    for (std::size_t first = 0; first < peers; first += 10) {
      std::vector<std::size_t> some;
      for (std::size_t i = first; i < std::min(first + 10, peers); ++i) some.push_back(i);
      channels_.push_back(fleet_.share("for-some-" + std::to_string(first), some));
    }
    ends_.resize(peers);
  }

  void rage(base::Millis length) {
    const base::Steady end = now() + length;
    while (now() < end) {
      for (const std::size_t i : everybody_) change(i);
      if (random_() % 2 == 0) write();
      look();
      fleet_.simulation().sleep(seconds(1));
    }
    for (const std::size_t i : everybody_) clear(i);
  }
  // Until everything is there and nothing waits.
  bool settles(base::Millis limit) {
    const base::Steady end = now() + limit;
    while (now() < end && (!under_way_.empty() || fleet_.waiting() > 0)) {
      fleet_.simulation().sleep(seconds(1));
      look();
    }
    return under_way_.empty() && fleet_.waiting() == 0;
  }
  void tell() const {
    std::printf(
        "%zu peers: %zu posts to %zu places; at most %zu tasks waited; with an answering peer p50 %lld ms, worst "
        "%lld ms; %zu times a peer was away, silent or far\n",
        everybody_.size(), posts_, deliveries_, most_waiting_, static_cast<long long>(lag(0.5)),
        static_cast<long long>(lag(1.0)), troubles_);
  }
  long long lag(double share) const {
    std::vector<base::Millis> sorted = good_lags_;
    std::sort(sorted.begin(), sorted.end());
    if (sorted.empty()) return -1;
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))].count();
  }
  std::size_t most_waiting() const { return most_waiting_; }
  std::size_t places() const { return channels_.size() * everybody_.size(); }

 private:
  struct UnderWay {
    model::PostId post;
    std::size_t peer = 0;
    base::Steady written;
  };

  base::Steady now() { return fleet_.simulation().steady(); }
  void clear(std::size_t peer) {
    fleet_.answers(peer);
    ends_[peer] = base::Steady();
    good_since_[peer] = now();
  }
  // One in ten is in trouble at any time, for half a minute in the middle.
  void change(std::size_t peer) {
    if (ends_[peer] != base::Steady()) {
      if (now() >= ends_[peer]) clear(peer);
      return;
    }
    if (random_() % 270 != 0) return;
    ++troubles_;
    ends_[peer] = now() + seconds(1 + random_() % 60);
    switch (random_() % 3) {
      case 0:
        return fleet_.hangs(peer);
      case 1:
        return fleet_.is_away(peer);
      default:
        return fleet_.is_far(peer, milliseconds(500 + random_() % 3'000));
    }
  }
  void write() {
    const std::size_t which = random_() % channels_.size();
    const auto post = fleet_.hub().posts(channels_[which], "post " + std::to_string(posts_++));
    const std::size_t first = which == 0 ? 0 : (which - 1) * 10;
    const std::size_t last = which == 0 ? everybody_.size() : std::min(first + 10, everybody_.size());
    for (std::size_t i = first; i < last; ++i) under_way_.push_back({post, i, now()});
  }
  // What has arrived since; it counts as of an answering peer where that was well all the while.
  void look() {
    most_waiting_ = std::max(most_waiting_, fleet_.waiting());
    std::erase_if(under_way_, [&](const UnderWay& one) {
      const auto found = fleet_.peer(one.peer).find(one.post);
      if (!found) return false;
      const auto taken = std::chrono::duration_cast<base::Millis>(now() - one.written);
      ++deliveries_;
      const auto good = good_since_.find(one.peer);
      const bool well =
          ends_[one.peer] == base::Steady() && (good == good_since_.end() || good->second + seconds(90) < one.written);
      if (well) good_lags_.push_back(taken);
      return true;
    });
  }

  Fleet fleet_;
  std::mt19937_64 random_{7};
  std::vector<std::size_t> everybody_;
  std::vector<model::ChannelId> channels_;
  std::vector<base::Steady> ends_;  // of the trouble that a peer is in
  std::map<std::size_t, base::Steady> good_since_;
  std::vector<UnderWay> under_way_;
  std::vector<base::Millis> good_lags_;
  std::size_t posts_ = 0, deliveries_ = 0, troubles_ = 0, most_waiting_ = 0;
};

TEST(FanOut, ManyPeersInBadWeatherGetEverything) {
  const char* const given = std::getenv("SIMULATION_PEERS");
  const std::size_t peers = given == nullptr ? 40 : std::strtoul(given, nullptr, 10);
  BadWeather weather(peers);
  weather.rage(minutes(10));
  EXPECT_TRUE(weather.settles(minutes(30)));
  weather.tell();
  EXPECT_LE(weather.most_waiting(), weather.places()) << "a task is a place to look at, not a post";
  EXPECT_LE(weather.lag(1.0), 10'000) << "of posts to peers that answer";
}

}  // namespace
}  // namespace causeway::simulation
