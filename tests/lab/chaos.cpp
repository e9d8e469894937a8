#include "lab/chaos.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <thread>

#include "lab/crash_point.h"
#include "lab/environment.h"
#include "lab/error.h"
#include "lab/pair.h"
#include "lab/rest.h"
#include "lab/soak_people.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr int channel_count = 2;
constexpr seconds still_limit{90};  // longer than any wait for another try after what is broken here
constexpr milliseconds stand_limit{3000};
constexpr std::uint64_t restored_every = 4;  // days
constexpr seconds restored_time{20};

class Chaos {
 public:
  Chaos(const fs::path& bundle, const ChaosOptions& options) : options_(options), pair_(world(bundle)) {
    connection_ = pair_.connect();
    make_faults();
  }

  ChaosResult run() {
    for (std::uint64_t seed = options_.seed; seed < options_.seed + options_.seeds; ++seed) one_day(seed);
    if (!result_.good()) pair_.keep_files();
    return result_;
  }

 private:
  struct Fault {
    std::string kind;
    std::function<void(Side&)> deed;
  };

  static PairOptions world(const fs::path& bundle) {
    PairOptions options;
    options.bundle = bundle;
    options.proxies = true;
    options.durable = true;  // the database is killed too
    options.people_a = {"alice", "anna"};
    options.people_b = {"bob", "berta"};
    return options;
  }

  void make_faults() {
    for (const std::string& point : CrashPoint::names()) {
      faults_.push_back({"plugin_killed_at_" + point, [this, point](Side& side) { kill_plugin_at(side, point); }});
    }
    faults_.push_back({"plugin_killed", [this](Side& side) {
                         kill_plugin(side);
                         pause(below(2'000));
                         pair_.restart_plugin(side);
                       }});
    faults_.push_back({"server_killed", [this](Side& side) {
                         side.server->kill();
                         pause(below(2'000));
                         side.server->start();
                         side.server->wait_until_up();
                         wait_for_plugin(side);
                       }});
    faults_.push_back({"database_killed", [this](Side&) { restart_database([this] { pair_.postgres().kill(); }); }});
    faults_.push_back({"database_stopped", [this](Side&) { restart_database([this] { pair_.postgres().stop(); }); }});
    for (const auto& [kind, mode] :
         std::vector<std::pair<std::string, FaultProxy::Mode>>{{"connection_refused", FaultProxy::Mode::refuse},
                                                               {"nothing_moves", FaultProxy::Mode::black_hole},
                                                               {"request_cut", FaultProxy::Mode::cut_request},
                                                               {"answer_lost", FaultProxy::Mode::cut_answer},
                                                               {"slow_sender", FaultProxy::Mode::trickle},
                                                               {"delivered_twice", FaultProxy::Mode::repeat}}) {
      faults_.push_back({kind, [this, how = mode](Side& side) { weather(side, how); }});
    }
    for (const auto& [kind, answer] : std::vector<std::pair<std::string, std::string>>{
             {"answer_502", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad"},
             {"answer_200_empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
             {"answer_200_garbage",
              "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n<html></html"}}) {
      faults_.push_back({kind, [this, said = answer](Side& side) {
                           side.proxy->set_answer(said);
                           weather(side, FaultProxy::Mode::own_answer);
                         }});
    }
    faults_.push_back({"file_store_fails", [this](Side& side) { break_file_store(side); }});
  }

  void one_day(std::uint64_t seed) {
    random_.seed(seed);
    std::vector<std::string> channels;
    for (int i = 1; i <= channel_count; ++i) {
      const std::string name = "day-" + std::to_string(seed) + "-" + std::to_string(i);
      channels.push_back(pair_.share_new_channel(name, "O", connection_, {"alice", "anna"}));
      pair_.enter(pair_.b, channels.back(), {"bob", "berta"});
    }
    SoakGround ground(channels);
    std::vector<std::unique_ptr<SoakPerson>> people;
    for (Side* side : {&pair_.a, &pair_.b}) {
      for (auto& [name, client] : side->people) {
        people.push_back(std::make_unique<SoakPerson>(ground, name + "-" + std::to_string(seed), client.twin(),
                                                      weighted_kinds({}), seed * 1000 + people.size()));
        people.back()->expect_trouble();
      }
    }
    const bool restored = (seed - options_.seed) % restored_every == 0;
    const auto until = steady_clock::now() + options_.time + (restored ? restored_time : seconds(0));
    const double rate = options_.rate / static_cast<double>(people.size());
    {
      std::vector<std::jthread> lives;
      for (auto& person : people) lives.emplace_back([&person, rate, until] { person->live(rate, until); });
      if (restored) come_back_from_backup(people);
      while (steady_clock::now() < until) break_something();
    }
    count(seed, ground);
  }

  // One side's database of some seconds ago: what the other side told it meanwhile has to come again by itself. Its own
  // people are silent meanwhile; what they had written would stay with the other side alone.
  void come_back_from_backup(const std::vector<std::unique_ptr<SoakPerson>>& people) {
    const bool first = below(2) == 0;
    Side& side = first ? pair_.a : pair_.b;
    Side& other = first ? pair_.b : pair_.a;
    ++result_.faults["restored_from_backup"];
    std::printf("  restored_from_backup on %s\n", side.name().c_str());
    std::fflush(stdout);
    const auto pause_own = [&](bool paused) {
      for (std::size_t i = 0; i < people.size(); ++i) {
        if ((i < pair_.a.people.size()) == first) people[i]->pause(paused);
      }
    };
    pause_own(true);
    std::this_thread::sleep_for(seconds(2));  // what they have begun is done, and what follows from it
    const fs::path backup = pair_.postgres().back_up(side.database);
    const auto kept = [&] { return pair_.query(side, "SELECT max(kept) FROM causeway.marks"); };
    const std::string before = kept();
    std::this_thread::sleep_for(seconds(3));
    const bool marked = eventually(seconds(20), [&] { return kept() != before; });
    pair_.restore(side, backup);
    const bool known = marked && eventually(seconds(30), [&] {
                         return pair_.query(other,
                                            "SELECT count(*) > 0 FROM causeway.audit WHERE deed = "
                                            "'connection.peer_restored' AND at > " +
                                                before) == "t";
                       });
    if (!known) result_.wrong.push_back(side.name() + " came back from a backup, and nobody has seen it");
    pause_own(false);
  }

  void break_something() {
    pause(below(1'500));
    const Fault& fault = faults_[below(faults_.size())];
    Side& side = below(2) == 0 ? pair_.a : pair_.b;
    ++result_.faults[fault.kind];
    std::printf("  %s on %s\n", fault.kind.c_str(), side.name().c_str());
    std::fflush(stdout);
    fault.deed(side);
  }

  void count(std::uint64_t seed, const SoakGround& ground) {
    redrive(ground);
    Rest rest = come_to_rest(pair_, ground, still_limit);
    forgive_completed(rest, ground.changes());
    ++result_.seeds;
    for (const auto& [kind, times] : ground.operations()) result_.operations += times;
    result_.lost += rest.comparison.lost;
    result_.doubled += rest.comparison.doubled;
    for (const auto& [kind, times] : rest.comparison.unequal) result_.unequal += times;
    result_.waiting += rest.waiting;
    result_.rest_after.push_back(rest.after);
    for (const std::string& line : rest.comparison.lines) {
      result_.wrong.push_back("seed " + std::to_string(seed) + ": " + line);
    }
    std::printf("seed %llu: %zu posts, %s after %.1f s\n", static_cast<unsigned long long>(seed), rest.posts,
                rest.good() ? "equal" : "NOT equal", rest.after);
    std::fflush(stdout);
  }

  static void forgive(Comparison& comparison, const std::string& kind, const std::string& start) {
    const auto gone = std::erase_if(comparison.lines, [&](const auto& line) { return line.starts_with(start); });
    if (gone > 0 && (comparison.unequal[kind] -= gone) == 0) comparison.unequal.erase(kind);
  }
  // A post whose file could not be stored is shown without it, and completed by an edit when the file comes: the server
  // marks that, with one revision more than people made. Whose author edited nothing is marked on the other side alone.
  static void forgive_completed(Rest& rest, const std::map<std::string, std::size_t>& changes) {
    for (const auto& [id, on_a] : rest.a) {
      const auto found = rest.b.find(id);
      if (found == rest.b.end() || on_a.files.empty() || on_a.files != found->second.files) continue;
      const bool of_a = on_a.author.ends_with(":a");
      const bool at_home = of_a ? on_a.edited : found->second.edited;
      const bool elsewhere = of_a ? found->second.edited : on_a.edited;
      if (!elsewhere) continue;
      if (!at_home) forgive(rest.comparison, "edited", id + " differs in edited");
      const auto changed = changes.find(id);
      const std::size_t made = changed == changes.end() ? 0 : changed->second;
      forgive(rest.comparison, "revisions",
              id + " keeps " + std::to_string(made + 1) + " revisions on " + (of_a ? "b" : "a"));
    }
  }

  // What was given up in the storm, an administrator has tried again.
  void redrive(const SoakGround& ground) {
    for (Side* side : {&pair_.a, &pair_.b}) {
      const std::string letters = pair_.query(*side, "SELECT count(*) FROM causeway.held_items WHERE dead");
      result_.dead_letters += std::stoul(letters);
      for (const std::string& channel : ground.channels()) {
        static_cast<void>(side->admin->command(side->team, channel, "/share-channel redrive"));
      }
    }
  }

  void kill_plugin(Side& side) {
    const auto plugin = plugin_process(*side.server);
    if (plugin) ::kill(plugin->pid, SIGKILL);
  }

  void kill_plugin_at(Side& side, const std::string& point) {
    {
      CrashPoint here(pair_, side, point);
      if (here.somebody_stands(stand_limit)) {
        kill_plugin(side);
        if (below(2) == 0) here.abort_statements();
      } else {
        --result_.faults["plugin_killed_at_" + point];
        ++result_.faults["nobody_came"];
        return;
      }
    }
    pair_.restart_plugin(side);
  }

  void wait_for_plugin(Side& side) {
    const bool up = eventually(seconds(30), [&] { return plugin_process(*side.server).has_value(); });
    if (!up) pair_.restart_plugin(side);
  }

  void restart_database(const std::function<void()>& end) {
    end();
    pause(below(3'000));
    pair_.postgres().start();
  }

  void weather(Side& side, FaultProxy::Mode mode) {
    side.proxy->cut_after(200 + below(3'000));
    side.proxy->set_mode(mode);
    pause(500 + below(4'000));
    side.proxy->set_mode(FaultProxy::Mode::pass);
  }

  // Nothing can be stored where the folder of the files is no folder.
  void break_file_store(Side& side) {
    const fs::path folder = side.server->folder() / "data";
    const fs::path away = side.server->folder() / "data.away";
    fs::rename(folder, away);
    std::fclose(std::fopen(folder.c_str(), "w"));
    pause(500 + below(3'000));
    fs::remove(folder);
    fs::rename(away, folder);
  }

  void pause(std::uint64_t most) { std::this_thread::sleep_for(milliseconds(most)); }
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  ChaosOptions options_;
  Pair pair_;
  std::string connection_;
  std::vector<Fault> faults_;
  std::mt19937_64 random_;
  ChaosResult result_;
};

}  // namespace

ChaosOptions chaos_options_from_environment() {
  ChaosOptions options;
  options.seed =
      static_cast<std::uint64_t>(whole_number_from_environment("CHAOS_SEED", static_cast<long>(options.seed)));
  options.seeds =
      static_cast<std::size_t>(whole_number_from_environment("CHAOS_SEEDS", static_cast<long>(options.seeds)));
  options.time = seconds(whole_number_from_environment("CHAOS_SECONDS", options.time.count()));
  options.rate = static_cast<double>(whole_number_from_environment("CHAOS_RATE", static_cast<long>(options.rate)));
  return options;
}

ChaosResult run_chaos(const fs::path& bundle, const ChaosOptions& options) {
  return Chaos(bundle, options).run();
}

Json ChaosResult::json() const {
  return {{"seeds", seeds},     {"operations", operations},     {"faults", faults},
          {"lost", lost},       {"doubled", doubled},           {"unequal", unequal},
          {"waiting", waiting}, {"dead_letters", dead_letters}, {"rest_after", rest_after}};
}

}  // namespace causeway::lab
