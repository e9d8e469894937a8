#include "admin/report.h"

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <sstream>

#include "json/record.h"
#include "model/limits.h"

namespace causeway::admin {
namespace {

using Kind = Exposition::Kind;

double seconds(base::Time time) {
  return static_cast<double>(base::to_millis(time)) / 1000;
}

Labels of(const ConnectionHealth& one) {
  return {{"remote", one.name}, {"remote_id", one.remote_id.str()}};
}

// One line a connection.
template <class Figure>
void gauge(Exposition& out, const char* name, const char* help, const std::vector<ConnectionHealth>& all,
           const Figure& figure) {
  out.family(name, Kind::gauge, help);
  for (const ConnectionHealth& one : all) out.sample(of(one), static_cast<double>(figure(one)));
}

void write_states(Exposition& out, const std::vector<ConnectionHealth>& all) {
  out.family("causeway_connection_state", Kind::gauge, "1 for the state that the connection is in.");
  for (const ConnectionHealth& one : all) {
    for (const char* state : {"pending", "connected", "stopped", "paused", "ended"}) {
      Labels labels = of(one);
      labels.emplace_back("state", state);
      out.sample(labels, one.state == state ? 1 : 0);
    }
  }
}

// /proc/self/stat, fields 14, 15 (ticks) and 24 (pages), counted behind the name, which may hold anything.
void write_process(Exposition& out) {
  std::ifstream in("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return;
  std::istringstream fields(text.substr(name_end + 1));
  std::vector<std::string> all((std::istream_iterator<std::string>(fields)), {});
  if (all.size() < 22) return;
  const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK)), page = static_cast<double>(sysconf(_SC_PAGESIZE));
  out.family("process_cpu_seconds_total", Kind::counter, "Processor time of the plugin.");
  out.sample({}, (std::stod(all[11]) + std::stod(all[12])) / ticks);
  out.family("process_resident_memory_bytes", Kind::gauge, "Resident memory of the plugin.");
  out.sample({}, std::stod(all[21]) * page);
}

std::string or_error(const base::Result<std::string>& text) {
  return text.ok() ? *text : json::dump(json::Object{{"error", text.error().text}});
}

}  // namespace

base::Result<std::string> Report::metrics() {
  CAUSEWAY_TRY(all, health_.connections());
  Exposition out;
  Metrics::Names names;
  for (const ConnectionHealth& one : all) names.emplace(one.remote_id, one.name);
  metrics_.write(out, names);
  out.family("shared_channels_queue_size", Kind::gauge, "Tasks that wait or are under way.");
  for (const ConnectionHealth& one : all) {
    CAUSEWAY_TRY(tasks, store_.tasks(one.remote_id));
    out.sample(of(one), static_cast<double>(tasks.size()));
  }
  write_states(out, all);
  gauge(out, "causeway_connection_online", "1 while the remote has answered a ping lately.", all,
        [](const auto& one) { return one.online ? 1 : 0; });
  gauge(out, "causeway_last_ping_timestamp_seconds", "When the remote answered last, since 1970; 0: never.", all,
        [](const auto& one) { return seconds(one.last_ping_at); });
  gauge(out, "causeway_shared_channels", "Channels that are shared with the remote.", all,
        [](const auto& one) { return one.channels; });
  gauge(out, "causeway_pending_posts", "Posts that wait to be looked at, counted up to a thousand a channel.", all,
        [](const auto& one) { return one.pending; });
  gauge(out, "causeway_lag_seconds", "How long the oldest of them has waited.", all,
        [](const auto& one) { return static_cast<double>(one.lag_ms) / 1000; });
  gauge(out, "causeway_failed_attempts", "Failures in a row of what is tried again last.", all,
        [](const auto& one) { return one.attempts; });
  gauge(out, "causeway_held_items", "Items that are tried alone.", all, [](const auto& one) { return one.waiting; });
  gauge(out, "causeway_dead_letters", "Items that were given up and can be redriven.", all,
        [](const auto& one) { return one.dead_letters; });
  write_process(out);
  return out.take();
}

base::Result<std::string> Report::connections() {
  CAUSEWAY_TRY(all, health_.connections());
  return json::encode(all);
}

base::Result<std::string> Report::channels() {
  CAUSEWAY_TRY(all, health_.channels());
  return json::encode(all);
}

base::Result<std::string> Report::audit() {
  CAUSEWAY_TRY(trail, store_.audit_trail(model::limits::audit_shown));
  json::Array rows;
  for (const model::AuditRecord& record : trail) {
    rows.push_back(json::Object{{"deed", record.deed},
                                {"actor_id", record.actor_id.str()},
                                {"remote_id", record.remote_id.str()},
                                {"channel_id", record.channel_id.str()},
                                {"outcome", record.outcome},
                                {"at", base::to_millis(record.at)}});
  }
  return json::dump(rows);
}

// What an administrator has set, without what is secret.
std::string Report::settings() const {
  const auto snapshot = current_.get();
  const config::Settings& now = snapshot->settings;
  return json::dump(
      json::Object{{"EnableSharedChannels", now.enabled},
                   {"PeerSiteURL", now.peer_site_url},
                   {"DataSource", now.data_source.empty() ? "the server's" : "set"},
                   {"AllowInsecurePeers", now.allow_insecure_peers},
                   {"ApproveIncomingChannels", now.approve_incoming_channels},
                   {"AcceptPeerModeration", now.accept_peer_moderation},
                   {"PingFrequencySeconds", static_cast<std::int64_t>(now.ping_frequency.count())},
                   {"OnlineTimeoutSeconds", static_cast<std::int64_t>(now.online_timeout.count())},
                   {"MaxPostsPerSync", static_cast<std::int64_t>(now.max_posts_per_sync)},
                   {"MaxUsersPerSync", static_cast<std::int64_t>(now.max_users_per_sync)},
                   {"EnableSharedChannelsMemberSync", now.member_sync},
                   {"MemberSyncBatchSize", static_cast<std::int64_t>(now.member_sync_batch_size)},
                   {"DisableSharedChannelsStatusSync", !now.status_sync},
                   {"EnableDirectMessages", now.direct_messages},
                   {"EnableSyncAllUsersForRemoteCluster", now.global_users},
                   {"GlobalUserSyncBatchSize", static_cast<std::int64_t>(now.global_user_sync_batch_size)},
                   {"AllowChannelMentions", now.allow_channel_mentions},
                   {"MaxFileSizeMB", now.max_file_size_mb},
                   {"MaxPeerRequestsPerSecond", now.max_peer_requests},
                   {"MaxPeerChannels", now.max_peer_channels},
                   {"MaxPeerUsers", now.max_peer_users}});
}

std::vector<mattermost::SupportFile> Report::support() {
  return {{"causeway/settings.json", settings()},
          {"causeway/connections.json", or_error(connections())},
          {"causeway/channels.json", or_error(channels())},
          {"causeway/audit.json", or_error(audit())},
          {"causeway/metrics.txt", or_error(metrics())}};
}

}  // namespace causeway::admin
