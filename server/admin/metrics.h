#pragma once
// What is counted while the plugin runs, as Prometheus' text (version 0.0.4). Names, help texts and kinds are one table
// in metrics.cpp; counts begin anew with the process. Labels come from closed sets (connections, task kinds, topics),
// so that their number is bounded. Any thread.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace causeway::admin {

enum class Metric {
  sync_counter,   // tasks that were worked on, by outcome
  msg_sent,       // messages that a peer has answered
  msg_errors,     // messages that failed
  msg_received,   // messages of peers, by topic and outcome
  file_bytes,     // of files, handed to the network
  send_seconds,   // histogram: from a message's start to its answer
  sync_seconds,   // histogram: one go at a task
  apply_seconds,  // histogram: one message of a peer
  queue_size,     // gauges from here on, read when somebody asks
  pending,
  lag_seconds,
  retrying,
  online,
  last_seen,
  store_up,
};

using Labels = std::vector<std::pair<std::string_view, std::string>>;

class Metrics {
 public:
  // More by `by` (counters).
  void add(Metric metric, const Labels& labels, double by = 1) CAUSEWAY_EXCLUDES(mutex_);
  void observe(Metric metric, const Labels& labels, double seconds) CAUSEWAY_EXCLUDES(mutex_);

  // A value that counts for one page only (gauges).
  struct Gauge {
    Metric metric;
    Labels labels;
    double value;
  };
  std::string page(const std::vector<Gauge>& gauges) const CAUSEWAY_EXCLUDES(mutex_);

 private:
  static constexpr std::size_t buckets = 12;
  struct Histogram {
    std::array<std::uint64_t, buckets> at_most{};  // of one bucket, not of those below it
    std::uint64_t count = 0;
    double sum = 0;
  };
  mutable base::Mutex mutex_;
  std::map<std::pair<Metric, std::string>, double> counters_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<std::pair<Metric, std::string>, Histogram> histograms_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::admin
