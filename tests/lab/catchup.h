#pragma once
// Two measurements of what happens after a peer was away: how soon both servers hold the same again, and what live
// posts feel of a long backlog that is being sent beside them.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "lab/rest_client.h"

namespace causeway::lab {

struct OutageOptions {
  std::chrono::seconds time{30};  // the peer refuses connections so long
  std::size_t posts = 200;        // written while it does
};

struct OutageResult {
  OutageOptions options;
  double equal_after = -1;  // seconds from the peer's return until it has every post; -1: never
  double cpu_percent = 0;   // of one core: the waiting plugin, from the last post to the peer's return
  std::size_t notices = 0;  // ephemeral posts that the author got
  std::size_t copies = 0;   // posts of the channel on the other server, afterwards
  Json json() const;
};

struct CatchUpOptions {
  std::size_t posts = 10'000;  // in one channel, waiting
};

struct CatchUpResult {
  CatchUpOptions options;
  double seconds = -1;         // until the last post of the backlog is there; -1: never
  std::size_t live_posts = 0;  // written one after the other meanwhile, by turns in another channel and in the same
  double other_p50 = 0, other_max = 0;  // milliseconds, from the answer on A to the event on B; in the other channel
  double same_p50 = 0, same_max = 0;    // and in the same one
  Json json() const;
};

// Each starts two servers with the bundle. Throw LabError when the world does not come up.
OutageResult run_outage(const std::filesystem::path& bundle, const OutageOptions& options);
CatchUpResult run_catch_up(const std::filesystem::path& bundle, const CatchUpOptions& options);

}  // namespace causeway::lab
