#pragma once
// What a post costs as things grow: with ever more posts in its channel, and with ever more channels that are shared.

#include <filesystem>
#include <vector>

#include "lab/rest_client.h"

namespace causeway::lab {

struct GrowthOptions {
  std::vector<std::size_t> posts{1'000, 10'000, 100'000};  // in the channel, on both sides
  std::vector<int> channels{1, 50, 500};                   // shared
};

// Of the statements of one database while the posts crossed, a post.
struct StatementCost {
  double statements = 0, rows = 0, wal_bytes = 0;
};

struct GrowthStep {
  std::size_t posts = 0;
  int channels = 0;
  double posts_per_second = 0;        // a backlog until its last post is visible
  double cpu_ms_per_post = 0;         // of all processes, until both sides are quiet
  double live_p50_ms = 0;             // from the answer to the writer to the reader's web socket
  StatementCost home, spoke;          // of all that the server and the plugin do for a backlog
  StatementCost home_own, spoke_own;  // of the statements that touch Causeway's own tables
};

struct GrowthResult {
  std::vector<GrowthStep> steps;
  Json json() const;
  std::string table() const;  // Markdown
};

// Starts two servers with the bundle; says on stdout how far it is. Throws LabError.
GrowthResult run_growth(const std::filesystem::path& bundle, const GrowthOptions& options);

}  // namespace causeway::lab
