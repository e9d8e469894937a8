#include "admin/metered_peer.h"

namespace causeway::admin {

template <class Exchange>
auto MeteredPeer::metered(const peer::Address& to, const std::string& topic, Exchange exchange)
    -> decltype(exchange()) {
  const base::Steady begun = clock_.steady();
  auto answer = exchange();
  const std::chrono::duration<double> took = clock_.steady() - begun;
  if (answer.ok()) {
    metrics_.add(Metric::msg_sent, {{"remote_id", to.remote_id.str()}, {"topic", topic}});
    metrics_.observe(Metric::send_seconds, {{"remote_id", to.remote_id.str()}}, took.count());
  } else if (answer.error().code != "peer_cancelled") {
    const bool timed_out = answer.error().code == "peer_timeout";
    metrics_.add(Metric::msg_errors, {{"remote_id", to.remote_id.str()}, {"timeout", timed_out ? "true" : "false"}});
  }
  return answer;
}

base::Result<model::RemoteClusterResponse> MeteredPeer::send_message(const peer::Address& to,
                                                                     const model::RemoteClusterFrame& frame,
                                                                     std::stop_token stop) {
  return metered(to, frame.msg.topic, [&] { return real_->send_message(to, frame, stop); });
}

base::Result<model::RemoteClusterPing> MeteredPeer::ping(const peer::Address& to,
                                                         const model::RemoteClusterFrame& frame, std::stop_token stop) {
  return metered(to, "ping", [&] { return real_->ping(to, frame, stop); });
}

base::Result<model::RemoteClusterResponse> MeteredPeer::confirm_invite(const peer::Address& to,
                                                                       const model::RemoteClusterFrame& frame,
                                                                       std::stop_token stop) {
  return metered(to, "invitation", [&] { return real_->confirm_invite(to, frame, stop); });
}

base::Result<model::FileInfo> MeteredPeer::upload(const peer::Address& to, const std::string& upload_id,
                                                  const peer::FileSource& source, std::stop_token stop) {
  const auto counted = [&](char* into, std::size_t count) {
    auto read = source(into, count);
    if (read.ok()) {
      metrics_.add(Metric::file_bytes, {{"remote_id", to.remote_id.str()}}, static_cast<double>(*read));
    }
    return read;
  };
  return metered(to, "upload", [&] { return real_->upload(to, upload_id, counted, stop); });
}

}  // namespace causeway::admin
