#pragma once
// The words in which the scenarios of the benchmark and of the growth are told.

#include <string>
#include <vector>

#include "lab/bench_scenarios.h"

namespace causeway::lab {

inline constexpr const char* bench_writer = "wanda";  // of A

// The smallest of these below or at which that share of them is. Throws LabError when there are none.
double percentile(std::vector<double> values, double share);

// Both servers with what they have started, and PostgreSQL.
std::vector<pid_t> everything(BenchPair& pair);

// Until all processes of the pair together do next to nothing, or two minutes have passed.
void rest(BenchPair& pair);

std::string shared_channel(BenchPair& pair);
std::vector<std::string> new_channels(BenchPair& pair, int count);

// Posts of people, not those of the system.
std::size_t posts_in(BenchPair& pair, const Side& side, const std::vector<std::string>& channels);

struct Crossing {
  double posts_per_second = 0;  // until the last is visible on the other side
  double cpu_ms_per_post = 0;   // of all processes, until both sides are quiet
};
// `count` posts, evenly in these channels, which nobody heard of when they were written.
Crossing backlog(BenchPair& pair, const std::vector<std::string>& channels, std::size_t count);

}  // namespace causeway::lab
