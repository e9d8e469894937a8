#pragma once
// The world of most tests: two servers with the bundle, A and B, where A invites and is the home of what is shared.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lab/world.h"

namespace causeway::lab {

struct PairOptions {
  std::filesystem::path bundle;  // empty: no plugin is installed
  bool proxies = false;          // peers reach each server through a FaultProxy
  bool durable = false;          // PostgreSQL with fsync
  std::vector<std::string> people_a{"alice", "anna"};
  std::vector<std::string> people_b{"bob", "berta"};
  std::map<std::string, std::string> settings;  // further MM_… variables for both
};

class Pair : public World {
 public:
  explicit Pair(const PairOptions& options);  // everything runs when it returns

  Side& a;
  Side& b;

  using World::connect;
  std::string connect();  // A invites
  // A channel of A with its admin and `members` in it, shared over the connection; returns its id when B has it too.
  std::string share_new_channel(const std::string& name, const std::string& type, const std::string& connection,
                                const std::vector<std::string>& members = {});
};

}  // namespace causeway::lab
