#pragma once
// A peer's client that counts what goes through it and changes nothing of it. Owns the real one. Any thread.

#include <memory>

#include "admin/metrics.h"
#include "base/clock.h"
#include "peer/client.h"

namespace causeway::admin {

class MeteredPeer final : public peer::Client {
 public:
  MeteredPeer(std::unique_ptr<peer::Client> real, Metrics& metrics, const base::Clock& clock)
      : real_(std::move(real)), metrics_(metrics), clock_(clock) {}

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

 private:
  // One exchange; `topic` is the message's, or "ping" and "upload".
  template <class Exchange>
  auto metered(const peer::Address& to, const std::string& topic, Exchange exchange) -> decltype(exchange());

  const std::unique_ptr<peer::Client> real_;
  Metrics& metrics_;
  const base::Clock& clock_;
};

}  // namespace causeway::admin
