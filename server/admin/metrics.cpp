#include "admin/metrics.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>

#include "model/words.h"

namespace causeway::admin {
namespace {

using Kind = Exposition::Kind;

const char* word(Metrics::Door door) {
  switch (door) {
    case Metrics::Door::message:
      return "message";
    case Metrics::Door::ping:
      return "ping";
    case Metrics::Door::file:
      return "file";
    case Metrics::Door::picture:
      return "picture";
  }
  return "";
}

Labels of(const Metrics::Names::value_type& remote) {
  return {{"remote", remote.second}, {"remote_id", remote.first.str()}};
}

Labels with(Labels labels, std::initializer_list<Labels::value_type> more) {
  labels.insert(labels.end(), more);
  return labels;
}

// `tell(labels, key)` completes the labels of a count.
template <class Counts, class Tell>
void write_counts(Exposition& out, const Counts& counts, const Metrics::Names& names, const Tell& tell) {
  for (const auto& [key, count] : counts) {
    const auto remote = names.find(std::get<0>(key));
    if (remote != names.end()) out.sample(tell(of(*remote), key), static_cast<double>(count));
  }
}

}  // namespace

void Metrics::sent(const model::RemoteId& remote, Door door, std::size_t bytes, base::Steady::duration took,
                   const base::Error* error) {
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bound = std::lower_bound(bounds.begin(), bounds.end(), seconds);
  const base::MutexLock lock(mutex_);
  ++requests_[{remote, door}];
  bytes_[{remote, door}] += bytes;
  if (error != nullptr) ++errors_[{remote, error->code}];
  Durations& durations = durations_[remote];
  ++durations.counts[static_cast<std::size_t>(bound - bounds.begin())];
  durations.sum += seconds;
}

void Metrics::synced(const model::RemoteId& remote, model::TaskKind kind, bool failed) {
  const base::MutexLock lock(mutex_);
  ++synced_[{remote, kind, failed}];
}

void Metrics::received(const model::RemoteId& remote, const std::string& topic, bool taken) {
  const base::MutexLock lock(mutex_);
  ++received_[{remote, topic, taken}];
}

void Metrics::write(Exposition& out, const Names& names) const {
  const base::MutexLock lock(mutex_);
  out.family("shared_channels_sync_counter", Kind::counter, "Tasks done, by what they carried and how they ended.");
  write_counts(out, synced_, names, [](Labels labels, const auto& key) {
    return with(std::move(labels),
                {{"kind", word(std::get<1>(key))}, {"outcome", std::get<2>(key) ? "retried" : "done"}});
  });
  out.family("remote_cluster_msg_sent", Kind::counter, "Requests to a remote that have ended, by door.");
  write_counts(out, requests_, names, [](Labels labels, const auto& key) {
    return with(std::move(labels), {{"door", word(std::get<1>(key))}});
  });
  out.family("remote_cluster_msg_errors", Kind::counter, "Requests to a remote without a yes, by code.");
  write_counts(out, errors_, names,
               [](Labels labels, const auto& key) { return with(std::move(labels), {{"error", std::get<1>(key)}}); });
  out.family("causeway_sent_bytes_total", Kind::counter, "Bytes of the bodies of requests to a remote, by door.");
  write_counts(out, bytes_, names, [](Labels labels, const auto& key) {
    return with(std::move(labels), {{"door", word(std::get<1>(key))}});
  });
  out.family("causeway_messages_received_total", Kind::counter, "Messages of a remote, by topic and answer.");
  write_counts(out, received_, names, [](Labels labels, const auto& key) {
    return with(std::move(labels), {{"topic", std::get<1>(key)}, {"answer", std::get<2>(key) ? "taken" : "refused"}});
  });
  out.family("causeway_request_duration_seconds", Kind::histogram, "How long requests to a remote took.");
  for (const auto& [id, durations] : durations_) {
    const auto remote = names.find(id);
    if (remote == names.end()) continue;
    std::vector<double> cumulative;
    double all = 0;
    for (const std::uint64_t count : durations.counts) cumulative.push_back(all += static_cast<double>(count));
    out.histogram(of(*remote), {bounds.begin(), bounds.end()}, cumulative, durations.sum);
  }
}

}  // namespace causeway::admin
