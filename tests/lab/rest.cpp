#include "lab/rest.h"

#include <cstdio>
#include <string>
#include <thread>

#include "lab/snapshot.h"

namespace causeway::lab {

using std::chrono::duration;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr seconds look_pause{2};
constexpr seconds limit{300};

// For the person who waits, and for the search for what was late.
void tell_how_far(const Rest& rest, double seconds_after) {
  const auto& lines = rest.comparison.lines;
  std::printf("%6.1f s after the last: %zu differences, %zu tasks wait%s\n", seconds_after, lines.size(), rest.waiting,
              lines.empty() ? "" : ("; " + lines.front().substr(0, 300)).c_str());
  std::fflush(stdout);
}

}  // namespace

Rest come_to_rest(Pair& pair, const SoakGround& ground, seconds still) {
  const auto begin = steady_clock::now();
  auto moved = begin;
  Rest rest;
  for (bool rested = false;;) {
    Snapshot a = read_snapshot(pair, pair.a, ground.channels());
    Snapshot b = read_snapshot(pair, pair.b, ground.channels());
    const auto now = steady_clock::now();
    const bool unchanged = a == rest.a && b == rest.b;
    if (!unchanged) moved = now;
    rest.comparison = compare(a, b, ground.changes());
    rest.posts = a.size();
    rest.waiting = waiting_tasks(pair, pair.a) + waiting_tasks(pair, pair.b);
    rest.after = duration<double>(moved - begin).count();
    if ((rest.good() && rested && unchanged) || now - moved > still || now - begin > limit) return rest;
    if (!rest.good()) tell_how_far(rest, duration<double>(now - begin).count());
    rested = rest.good();
    rest.a = std::move(a);
    rest.b = std::move(b);
    std::this_thread::sleep_for(look_pause);
  }
}

}  // namespace causeway::lab
