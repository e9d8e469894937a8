#pragma once
// The real peer::Client: HTTPS by libcurl. Connections are kept and used again; TLS is always verified; redirects,
// cookies, netrc and compressed answers are never used. Thread-safe; owns its connections; must outlive the calls.

#include <chrono>
#include <memory>
#include <string>

#include "model/limits.h"
#include "peer/client.h"
#include "peer/http/proxy.h"

namespace causeway::peer::http {

struct Options {
  bool allow_http = false;               // site URLs without TLS
  bool allow_private_addresses = false;  // loopback, private networks and the like (address_guard.h)
  std::string ca_file;                   // PEM; empty = SSL_CERT_FILE, else the system's own place (ca_file.h)
  Proxies proxies = proxies_from_environment();
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds msg_timeout = model::limits::msg_timeout;
  std::chrono::milliseconds file_timeout = model::limits::file_timeout;
  std::chrono::milliseconds ping_timeout = model::limits::ping_timeout;  // also confirm_invite
};

class HttpClient final : public Client {
 public:
  explicit HttpClient(Options options);
  ~HttpClient() override;

  base::Result<model::RemoteClusterResponse> send_message(const Address& to, const model::RemoteClusterFrame& frame,
                                                          std::stop_token stop) override;
  base::Result<model::RemoteClusterPing> ping(const Address& to, const model::RemoteClusterFrame& frame,
                                              std::stop_token stop) override;
  base::Result<model::RemoteClusterResponse> confirm_invite(const Address& to, const model::RemoteClusterFrame& frame,
                                                            std::stop_token stop) override;
  base::Result<> send_image(const Address& to, const model::UserId& user, const std::string& image,
                            std::stop_token stop) override;
  base::Result<model::FileInfo> upload(const Address& to, const std::string& upload_id, const FileSource& source,
                                       std::stop_token stop) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace causeway::peer::http
