#pragma once
// One post that many peers get: how long until the last of them shows it.

#include <filesystem>
#include <vector>

namespace causeway::lab {

struct FanOutOptions {
  bool native = false;
  int peers = 10;
  int rounds = 3;
  int posts = 15;  // a round
};

// Starts one server and its peers, all of a kind, and shares one channel with every peer. The median of each round, in
// milliseconds, from the answer to the writer to the web socket of the last peer. Throws LabError.
std::vector<double> run_fan_out(const std::filesystem::path& bundle, const FanOutOptions& options);

}  // namespace causeway::lab
