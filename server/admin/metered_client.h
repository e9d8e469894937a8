#pragma once
// A peer::Client that counts what it does. Thread-safe.

#include <memory>

#include "admin/metrics.h"
#include "base/clock.h"
#include "peer/client.h"

namespace causeway::admin {

class MeteredClient final : public peer::Client {
 public:
  // `metrics` and `clock` must outlive this.
  MeteredClient(std::unique_ptr<peer::Client> inner, Metrics& metrics, const base::Clock& clock)
      : inner_(std::move(inner)), metrics_(metrics), clock_(clock) {}

  base::Result<model::RemoteClusterResponse> send_message(const peer::Address& to,
                                                          const model::RemoteClusterFrame& frame,
                                                          std::stop_token stop) override;
  base::Result<model::RemoteClusterPing> ping(const peer::Address& to, const model::RemoteClusterFrame& frame,
                                              std::stop_token stop) override;
  base::Result<model::RemoteClusterResponse> confirm_invite(const peer::Address& to,
                                                            const model::RemoteClusterFrame& frame,
                                                            std::stop_token stop) override;
  base::Result<model::FileInfo> upload(const peer::Address& to, const std::string& upload_id,
                                       const peer::FileSource& source, std::stop_token stop) override;
  base::Result<> send_image(const peer::Address& to, const model::UserId& user, const std::string& image,
                            std::stop_token stop) override;

 private:
  template <class Call>
  auto metered(const peer::Address& to, Metrics::Door door, const std::size_t& bytes, const Call& call);

  const std::unique_ptr<peer::Client> inner_;
  Metrics& metrics_;
  const base::Clock& clock_;
};

}  // namespace causeway::admin
