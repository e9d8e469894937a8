// lab demo [bundle]      the demo; KEEP=1 leaves the servers up until interrupted
// lab servers [bundle]   two servers for experiments, until interrupted; bundle `-` installs none
// lab bench [bundle]     shared channels of Causeway beside native ones (BENCH_ROUNDS, BENCH_SCENARIOS); out/bench.json
// lab growth [bundle]    what a post costs as channels and their posts grow; figures in out/growth.json
// lab outage [bundle]    a peer away for OUTAGE_SECONDS (30) with OUTAGE_POSTS (200) waiting; out/outage.json
// lab catchup [bundle]   CATCHUP_POSTS (10000) waiting beside live posts; figures in out/catchup.json
// lab idle [bundle]      what the plugins cost while nobody does anything; figures in out/idle.json
// lab soak [bundle]      SOAK_SECONDS (180) of SOAK_RATE (20) operations a second; figures in out/soak.json
// lab chaos [bundle]     CHAOS_SEEDS (20) bad days from CHAOS_SEED (1) on; figures in out/chaos.json
// lab members [bundle]   MEMBERS (1000) people of a channel that is shared; figures in out/members.json
// lab people [bundle]    PEOPLE (5000) of a server become known to another one; figures in out/people.json
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "lab/bench.h"
#include "lab/catchup.h"
#include "lab/chaos.h"
#include "lab/demo.h"
#include "lab/environment.h"
#include "lab/error.h"
#include "lab/growth.h"
#include "lab/idle.h"
#include "lab/members.h"
#include "lab/pair.h"
#include "lab/people.h"
#include "lab/soak.h"

using causeway::lab::whole_number_from_environment;

namespace {

int usage() {
  std::fprintf(
      stderr,
      "usage: lab demo|servers|idle|soak|chaos|bench|growth|outage|catchup|members|people [bundle.tar.gz]   (default: "
      "CAUSEWAY_BUNDLE, or the "
      "newest one built)\n");
  return 2;
}

// Only to wait for them with sigwait; an interrupt in the middle of the demo ends us, and the kernel ends our servers.
void block_interrupts() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
}

// 0 when both servers hold the same afterwards.
int soak(const std::filesystem::path& bundle) {
  const auto result = causeway::lab::run_soak(bundle, causeway::lab::soak_options_from_environment());
  std::ofstream(causeway::lab::source_folder() / "out" / "soak.json") << result.json();
  std::printf("%s", result.text().c_str());
  return result.good() ? 0 : 1;
}

// Puts it between the two marks of that name in docs/benchmarks.md.
void write_figures(const std::string& name, const std::string& text) {
  const auto path = causeway::lab::source_folder() / "docs" / "benchmarks.md";
  std::stringstream all;
  all << std::ifstream(path).rdbuf();
  std::string page = all.str();
  const std::string begin = "<!-- " + name + " -->\n";
  const std::string end = "<!-- end of " + name + " -->";
  const auto from = page.find(begin);
  const auto to = page.find(end);
  if (from == std::string::npos || to == std::string::npos) {
    throw causeway::lab::LabError(path.string() + " has no place for " + name);
  }
  page.replace(from + begin.size(), to - from - begin.size(), "\n" + text + "\n");
  std::ofstream(path) << page;
}

int bench(const std::filesystem::path& bundle) {
  const auto result = causeway::lab::run_bench(bundle, causeway::lab::bench_options_from_environment());
  const auto folder = causeway::lab::source_folder() / "out";
  std::ofstream(folder / "bench.json") << result.json();
  std::printf("%s", result.table().c_str());
  if (result.whole()) write_figures("table", result.table());
  return 0;
}

int tell(const std::string& word, const causeway::lab::Json& figures, bool good) {
  std::ofstream(causeway::lab::source_folder() / "out" / (word + ".json")) << figures.dump(2) << "\n";
  std::printf("%s\n", figures.dump(2).c_str());
  return good ? 0 : 1;
}

int growth(const std::filesystem::path& bundle) {
  const auto result = causeway::lab::run_growth(bundle, {});
  std::printf("%s", result.table().c_str());
  write_figures("growth", result.table());
  return tell("growth", result.json(), true);
}

int outage(const std::filesystem::path& bundle) {
  const auto result =
      causeway::lab::run_outage(bundle, {std::chrono::seconds(whole_number_from_environment("OUTAGE_SECONDS", 30)),
                                         static_cast<std::size_t>(whole_number_from_environment("OUTAGE_POSTS", 200))});
  return tell("outage", result.json(), result.equal_after >= 0 && result.copies == result.options.posts);
}

int catch_up(const std::filesystem::path& bundle) {
  const auto result = causeway::lab::run_catch_up(
      bundle, {static_cast<std::size_t>(whole_number_from_environment("CATCHUP_POSTS", 10'000))});
  return tell("catchup", result.json(), result.seconds >= 0);
}

// Less than a hundredth of a core is good.
int idle(const std::filesystem::path& bundle) {
  const auto result = causeway::lab::run_idle(bundle, {});
  return tell("idle", result.json(), result.good());
}

int chaos(const std::filesystem::path& bundle) {
  const auto result = causeway::lab::run_chaos(bundle, causeway::lab::chaos_options_from_environment());
  for (const std::string& line : result.wrong) std::printf("%s\n", line.c_str());
  return tell("chaos", result.json(), result.good());
}

int members(const std::filesystem::path& bundle) {
  const auto result =
      causeway::lab::run_members(bundle, static_cast<int>(whole_number_from_environment("MEMBERS", 1'000)));
  return tell("members", result.json(), true);
}

int people(const std::filesystem::path& bundle) {
  const auto result =
      causeway::lab::run_people(bundle, static_cast<int>(whole_number_from_environment("PEOPLE", 5'000)));
  return tell("people", result.json(), true);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return usage();
  const std::string word = argv[1];
  const char* keep = std::getenv("KEEP");
  const bool stay = keep != nullptr && *keep != '\0' && std::strcmp(keep, "0") != 0;
  try {
    std::filesystem::path bundle;
    if (argc < 3) {
      bundle = causeway::lab::find_bundle();
    } else if (std::strcmp(argv[2], "-") != 0) {
      bundle = std::filesystem::absolute(argv[2]);
    }
    if (word == "servers") {
      block_interrupts();
      causeway::lab::run_servers(bundle);
      return 0;
    }
    const std::set<std::string> measured{"demo",    "soak", "bench",   "growth", "outage",
                                         "catchup", "idle", "members", "people", "chaos"};
    if (measured.count(word) == 0) return usage();
    if (bundle.empty()) throw causeway::lab::LabError("no bundle: make bundle builds out/causeway-*.tar.gz");
    if (word == "soak") return soak(bundle);
    if (word == "bench") return bench(bundle);
    if (word == "growth") return growth(bundle);
    if (word == "outage") return outage(bundle);
    if (word == "catchup") return catch_up(bundle);
    if (word == "idle") return idle(bundle);
    if (word == "chaos") return chaos(bundle);
    if (word == "members") return members(bundle);
    if (word == "people") return people(bundle);
    if (stay) block_interrupts();
    causeway::lab::run_demo(bundle, stay);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab: %s\n", error.what());
    return 1;
  }
}
