#include "admin/metrics.h"

#include <cstdio>

namespace causeway::admin {
namespace {

struct Family {
  Metric metric;
  const char* name;
  const char* kind;
  const char* help;
};

// The first four bear the names that were asked for, the rest Prometheus' usual ones.
constexpr std::array<Family, 15> families{{
    {Metric::sync_counter, "shared_channels_sync_counter", "counter", "Tasks that were worked on, by outcome."},
    {Metric::queue_size, "shared_channels_queue_size", "gauge", "Tasks that wait or are under way."},
    {Metric::msg_sent, "remote_cluster_msg_sent", "counter", "Messages that the other server has answered."},
    {Metric::msg_errors, "remote_cluster_msg_errors", "counter", "Messages that failed."},
    {Metric::msg_received, "causeway_messages_received_total", "counter", "Messages taken from other servers."},
    {Metric::file_bytes, "causeway_file_bytes_sent_total", "counter", "Bytes of files handed to the network."},
    {Metric::send_seconds, "causeway_send_seconds", "histogram", "From the start of a message to its answer."},
    {Metric::sync_seconds, "causeway_sync_seconds", "histogram", "Duration of one go at a task."},
    {Metric::apply_seconds, "causeway_apply_seconds", "histogram", "Duration of taking one message."},
    {Metric::pending, "causeway_pending_posts", "gauge", "Changed posts that wait to cross, counted to a bound."},
    {Metric::lag_seconds, "causeway_lag_seconds", "gauge", "How long the oldest waiting post has waited."},
    {Metric::retrying, "causeway_retrying_channels", "gauge", "Channels whose last try failed."},
    {Metric::online, "causeway_remote_online", "gauge", "1 while the other server answers pings."},
    {Metric::last_seen, "causeway_remote_last_seen_timestamp_seconds", "gauge", "Its last answered ping; 0 is never."},
    {Metric::store_up, "causeway_store_up", "gauge", "1 while Causeway's database answers."},
}};

constexpr std::array<double, 12> bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60};

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.15g", value);
  return text.data();
}

std::string escaped(const std::string& value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

std::string written(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += std::string(name) + "=\"" + escaped(value) + '"';
  }
  return out;
}

std::string braced(const std::string& labels, const std::string& more = {}) {
  if (labels.empty() && more.empty()) return {};
  return '{' + labels + (labels.empty() || more.empty() ? "" : ",") + more + '}';
}

std::string line(const std::string& name, const std::string& labels, double value) {
  return name + labels + ' ' + number(value) + '\n';
}

}  // namespace

void Metrics::add(Metric metric, const Labels& labels, double by) {
  const base::MutexLock lock(mutex_);
  counters_[{metric, written(labels)}] += by;
}

void Metrics::observe(Metric metric, const Labels& labels, double seconds) {
  static_assert(bounds.size() == buckets);
  const base::MutexLock lock(mutex_);
  Histogram& histogram = histograms_[{metric, written(labels)}];
  ++histogram.count;
  histogram.sum += seconds;
  for (std::size_t i = 0; i < buckets; ++i) {
    if (seconds > bounds[i]) continue;
    ++histogram.at_most[i];
    return;
  }
}

std::string Metrics::page(const std::vector<Gauge>& gauges) const {
  std::string out;
  const base::MutexLock lock(mutex_);
  for (const Family& family : families) {
    const std::string name = family.name;
    std::string samples;
    for (const auto& [key, value] : counters_) {
      if (key.first == family.metric) samples += line(name, braced(key.second), value);
    }
    for (const Gauge& gauge : gauges) {
      if (gauge.metric == family.metric) samples += line(name, braced(written(gauge.labels)), gauge.value);
    }
    for (const auto& [key, histogram] : histograms_) {
      if (key.first != family.metric) continue;
      std::uint64_t below = 0;
      for (std::size_t i = 0; i < buckets; ++i) {
        below += histogram.at_most[i];
        const std::string bound = "le=\"" + number(bounds[i]) + '"';
        samples += line(name + "_bucket", braced(key.second, bound), static_cast<double>(below));
      }
      const auto count = static_cast<double>(histogram.count);
      samples += line(name + "_bucket", braced(key.second, "le=\"+Inf\""), count);
      samples += line(name + "_sum", braced(key.second), histogram.sum);
      samples += line(name + "_count", braced(key.second), count);
    }
    if (samples.empty()) continue;
    out += "# HELP " + name + ' ' + family.help + "\n# TYPE " + name + ' ' + family.kind + '\n' + samples;
  }
  return out;
}

}  // namespace causeway::admin
