#include "peer/http/http_client.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/id.h"
#include "json/record.h"
#include "peer/answer.h"
#include "peer/http/address_guard.h"
#include "peer/http/ca_file.h"
#include "peer/http/exchange.h"
#include "peer/http/handle_pool.h"
#include "peer/site_url.h"

namespace causeway::peer::http {
namespace {

// libcurl counts its users, so every client may begin and end it.
struct Library {
  Library() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl does not start");
  }
  ~Library() { curl_global_cleanup(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

bool fits_header(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

struct HttpClient::State {
  Library library;  // first in, last out
  Options options;
  HandlePool pool;

  base::Result<Answer> post(const Address& to, const char* door, const model::RemoteClusterFrame& frame,
                            std::chrono::milliseconds timeout, const std::stop_token& stop);
  // `request` has its body and time limit; the rest is filled in.
  base::Result<Answer> post(const Address& to, const std::string& door, Request request, const std::stop_token& stop);
};

HttpClient::HttpClient(Options options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
  if (state_->options.ca_file.empty()) state_->options.ca_file = find_ca_file();
}

HttpClient::~HttpClient() = default;

base::Result<Answer> HttpClient::State::post(const Address& to, const char* door,
                                             const model::RemoteClusterFrame& frame, std::chrono::milliseconds timeout,
                                             const std::stop_token& stop) {
  Request request;
  request.body = json::encode(frame);
  if (request.body.size() > model::limits::outgoing_body_bytes) {
    return base::refused("peer_too_large", "the message is larger than peers accept");
  }
  request.timeout = timeout;
  return post(to, std::string(door), std::move(request), stop);
}

base::Result<Answer> HttpClient::State::post(const Address& to, const std::string& door, Request request,
                                             const std::stop_token& stop) {
  CAUSEWAY_TRY(site_url, check_site_url(to.site_url));
  if (!fits_header(to.remote_id.str()) || !fits_header(to.token)) {
    return base::refused("peer_refused", "the connection's id or token is unusable");
  }
  const SiteParts site = site_parts(site_url);
  if (!site.secure && !options.allow_http) return base::refused("peer_refused", "the peer's address has no TLS");
  request.proxy = to.road.proxy.empty() ? proxy_for(options.proxies, site.secure, site.host) : to.road.proxy;
  // Behind a proxy the only address we see is the proxy's own, which the admin chose.
  request.guard = !options.allow_private_addresses && request.proxy.empty();
  if (!options.allow_private_addresses && !may_be_public(site.host)) {
    return base::refused("peer_refused", "the peer's address is in a network that is not allowed");
  }
  request.url = door_url(site_url, door);
  request.remote_id = to.remote_id.str();
  request.token = to.token;
  request.ca_file = options.ca_file;
  request.ca = to.road.ca;
  request.pin = to.road.pin;
  request.allow_http = options.allow_http;
  request.connect_timeout = options.connect_timeout;

  // A connection that was made on one road is never used for another one.
  const std::string way = site.origin + '\n' + to.road.proxy + '\n' + to.road.pin + '\n' + to.road.ca;
  Handle handle = pool.take(way);
  auto answer = exchange(handle, request, stop);
  if (answer) pool.give_back(way, std::move(handle));
  return answer;
}

base::Result<model::RemoteClusterResponse> HttpClient::send_message(const Address& to,
                                                                    const model::RemoteClusterFrame& frame,
                                                                    std::stop_token stop) {
  CAUSEWAY_TRY(answer, state_->post(to, "msg", frame, state_->options.msg_timeout, stop));
  return read_response(answer);
}

base::Result<model::RemoteClusterPing> HttpClient::ping(const Address& to, const model::RemoteClusterFrame& frame,
                                                        std::stop_token stop) {
  CAUSEWAY_TRY(answer, state_->post(to, "ping", frame, state_->options.ping_timeout, stop));
  return read_ping(answer);
}

base::Result<model::RemoteClusterResponse> HttpClient::confirm_invite(const Address& to,
                                                                      const model::RemoteClusterFrame& frame,
                                                                      std::stop_token stop) {
  CAUSEWAY_TRY(answer, state_->post(to, "confirm_invite", frame, state_->options.ping_timeout, stop));
  return read_response(answer);
}

base::Result<model::FileInfo> HttpClient::upload(const Address& to, const std::string& upload_id,
                                                 const FileSource& source, std::stop_token stop) {
  if (!base::is_valid_id(upload_id)) return base::refused("peer_bad_upload", "the peer's upload has no valid id");
  Request request;
  request.file = &source;
  request.timeout = state_->options.file_timeout;
  CAUSEWAY_TRY(answer, state_->post(to, "upload/" + upload_id, std::move(request), stop));
  return read_file_info(answer);
}

base::Result<> HttpClient::send_image(const Address& to, const model::UserId& user, const std::string& image,
                                      std::stop_token stop) {
  if (!base::is_valid_id(user.str())) return base::refused("peer_refused", "the user has no valid id");
  Request request;
  request.picture = &image;
  request.timeout = state_->options.file_timeout;
  CAUSEWAY_TRY(answer, state_->post(to, user.str() + "/image", std::move(request), stop));
  return check_image_answer(answer);
}

}  // namespace causeway::peer::http
