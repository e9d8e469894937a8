#include "admin/reports.h"

#include "json/record.h"
#include "model/limits.h"

namespace causeway::admin {
namespace {

// The settings by which behaviour may be understood; the data source and the secret are none of them.
json::Object shown(const config::Settings& settings) {
  json::Object out;
  out.emplace("allow_insecure_peers", settings.allow_insecure_peers);
  out.emplace("accept_peer_moderation", settings.accept_peer_moderation);
  out.emplace("ping_frequency_s", static_cast<std::int64_t>(settings.ping_frequency.count()));
  out.emplace("online_timeout_s", static_cast<std::int64_t>(settings.online_timeout.count()));
  out.emplace("max_posts_per_sync", static_cast<std::int64_t>(settings.max_posts_per_sync));
  out.emplace("max_users_per_sync", static_cast<std::int64_t>(settings.max_users_per_sync));
  out.emplace("max_file_size_mb", settings.max_file_size_mb);
  out.emplace("own_data_source", !settings.data_source.empty());
  return out;
}

json::Value trail_of(const std::vector<model::AuditRecord>& records) {
  json::Array out;
  for (const model::AuditRecord& record : records) {
    out.push_back(json::to_json(
        AuditView{record.at, record.deed, record.actor_id, record.remote_id, record.channel_id, record.outcome}));
  }
  return out;
}

template <class T>
json::Value rows(const base::Result<T>& read) {
  if (!read.ok()) return json::Object{{"error", read.error().code}};
  return json::to_json(*read);
}

}  // namespace

std::string Reports::metrics_page() const {
  std::vector<Metrics::Gauge> gauges;
  const auto connections = overview_.connections();
  gauges.push_back({Metric::store_up, {}, connections.ok() ? 1.0 : 0.0});
  if (!connections.ok()) return metrics_.page(gauges);
  std::map<model::RemoteId, std::int64_t> retrying;
  const auto standings = store_.standings(1);
  if (standings.ok()) {
    for (const store::Store::Standing& standing : *standings) retrying[standing.remote_id] += standing.attempts > 0;
  }
  for (const ConnectionView& view : *connections) {
    const Labels labels{{"remote_id", view.remote_id.str()}, {"name", view.name}};
    gauges.push_back({Metric::pending, labels, static_cast<double>(view.pending)});
    gauges.push_back({Metric::lag_seconds, labels, static_cast<double>(view.lag) / 1000});
    gauges.push_back({Metric::retrying, labels, static_cast<double>(retrying[view.remote_id])});
    gauges.push_back({Metric::online, labels, view.online ? 1.0 : 0.0});
    gauges.push_back({Metric::last_seen, labels, static_cast<double>(base::to_millis(view.last_ping_at)) / 1000});
    const auto tasks = store_.tasks(view.remote_id);
    if (tasks.ok()) gauges.push_back({Metric::queue_size, labels, static_cast<double>(tasks->size())});
  }
  return metrics_.page(gauges);
}

mattermost::SupportFile Reports::support_file() const {
  const auto snapshot = current_.get();
  json::Object file;
  file.emplace("server_version", snapshot->facts.version);
  file.emplace("public_url", snapshot->public_url);
  file.emplace("public_url_error", snapshot->public_url_error);
  file.emplace("settings", shown(snapshot->settings));
  auto connections = overview_.connections();
  if (connections.ok()) {
    for (ConnectionView& view : *connections) view.policy.road = {};  // a proxy's address is nobody's business
  }
  file.emplace("connections", rows(connections));
  file.emplace("shares", rows(overview_.shares()));
  const auto trail = store_.audit_trail(model::limits::audit_shown);
  file.emplace("audit", trail.ok() ? trail_of(*trail) : json::Object{{"error", trail.error().code}});
  file.emplace("metrics", metrics_page());
  return {"causeway/diagnostics.json", json::dump(file) + "\n"};
}

}  // namespace causeway::admin
