#include "admin/metered_client.h"

#include "json/record.h"

namespace causeway::admin {

template <class Call>
auto MeteredClient::metered(const peer::Address& to, Metrics::Door door, const std::size_t& bytes, const Call& call) {
  const base::Steady begun = clock_.steady();
  auto answer = call();
  metrics_.sent(to.remote_id, door, bytes, clock_.steady() - begun, answer.ok() ? nullptr : &answer.error());
  return answer;
}

base::Result<model::RemoteClusterResponse> MeteredClient::send_message(const peer::Address& to,
                                                                       const model::RemoteClusterFrame& frame,
                                                                       std::stop_token stop) {
  const std::size_t bytes = json::encode(frame).size();
  return metered(to, Metrics::Door::message, bytes, [&] { return inner_->send_message(to, frame, stop); });
}

base::Result<model::RemoteClusterPing> MeteredClient::ping(const peer::Address& to,
                                                           const model::RemoteClusterFrame& frame,
                                                           std::stop_token stop) {
  const std::size_t bytes = json::encode(frame).size();
  return metered(to, Metrics::Door::ping, bytes, [&] { return inner_->ping(to, frame, stop); });
}

// Nobody's figures yet: the connection does not stand.
base::Result<model::RemoteClusterResponse> MeteredClient::confirm_invite(const peer::Address& to,
                                                                         const model::RemoteClusterFrame& frame,
                                                                         std::stop_token stop) {
  return inner_->confirm_invite(to, frame, std::move(stop));
}

base::Result<model::FileInfo> MeteredClient::upload(const peer::Address& to, const std::string& upload_id,
                                                    const peer::FileSource& source, std::stop_token stop) {
  std::size_t bytes = 0;
  const peer::FileSource counted = [&](char* into, std::size_t count) -> base::Result<std::size_t> {
    auto some = source(into, count);
    if (some.ok()) bytes += *some;
    return some;
  };
  return metered(to, Metrics::Door::file, bytes, [&] { return inner_->upload(to, upload_id, counted, stop); });
}

base::Result<> MeteredClient::send_image(const peer::Address& to, const model::UserId& user, const std::string& image,
                                         std::stop_token stop) {
  const std::size_t bytes = image.size();
  return metered(to, Metrics::Door::picture, bytes, [&] { return inner_->send_image(to, user, image, stop); });
}

}  // namespace causeway::admin
