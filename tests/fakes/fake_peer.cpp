#include "fakes/fake_peer.h"

#include <algorithm>
#include <vector>

#include "base/id.h"
#include "fakes/simulation.h"
#include "json/record.h"
#include "lab/pictures.h"
#include "model/limits.h"
#include "peer/site_url.h"

namespace causeway::fakes {
namespace {

base::Steady steady_now() {
  const auto* const simulation = Simulation::current();
  return simulation != nullptr ? simulation->steady() : std::chrono::steady_clock::now();
}

}  // namespace

void FakePeer::serve(const std::string& site_url, PeerServer server) {
  const base::MutexLock lock(mutex_);
  servers_[site_url] = std::move(server);
}

void FakePeer::stop_serving(const std::string& site_url) {
  const base::MutexLock lock(mutex_);
  servers_.erase(site_url);
}

void FakePeer::serve_nobody() {
  const base::MutexLock lock(mutex_);
  servers_.clear();
}

void FakePeer::set_weather(const Weather& weather) {
  const base::MutexLock lock(mutex_);
  weather_ = weather;
}

FakePeer::Fate FakePeer::roll() {
  const base::MutexLock lock(mutex_);
  // Always the same number of rolls, so that a seed means the same fate whatever the weather is.
  const auto hit = [&](unsigned percent) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return random_() % 100 < percent; };
  Fate fate;
  fate.lost_request = hit(weather_.lost_requests);
  fate.cut_request = hit(weather_.cut_requests);
  fate.repeat = hit(weather_.repeats);
  fate.lost_answer = hit(weather_.lost_answers);
  fate.delayed = hit(weather_.delays);
  fate.delay = weather_.delay;
  return fate;
}

base::Result<peer::Answer> FakePeer::post(const peer::Address& to, const char* door,
                                          const model::RemoteClusterFrame& frame, std::stop_token stop) {
  std::string body = json::encode(frame);
  if (body.size() > model::limits::outgoing_body_bytes) return base::refused("peer_too_large", "too large");
  return post(to, std::string(door), std::move(body), stop);
}

base::Result<peer::Answer> FakePeer::post(const peer::Address& to, const std::string& door, std::string body,
                                          std::stop_token stop, std::string content_type) {
  CAUSEWAY_TRY(site_url, peer::check_site_url(to.site_url));
  const auto odd = [](char c) { return c <= 0x20 || c >= 0x7f; };
  if (to.token.empty() || std::any_of(to.token.begin(), to.token.end(), odd)) {
    return base::refused("peer_refused", "unusable token");
  }
  const std::string url = peer::door_url(site_url, door);
  PeerRequest request{url.substr(url.find('/', url.find("://") + 3)), to.remote_id.str(), to.token, std::move(body),
                      std::move(content_type)};

  breathe();
  const Fate fate = roll();
  PeerServer server;
  {
    const base::MutexLock lock(mutex_);
    if (fate.delayed) never_.wait_until(mutex_, stop, steady_now() + fate.delay, [] { return false; });
    const auto found = servers_.find(site_url);
    if (found != servers_.end()) server = found->second;
  }
  if (stop.stop_requested()) return base::retry_later("peer_cancelled", "stopped before sending");
  if (!server || fate.lost_request) return base::retry_later("peer_unreachable", "nobody there");
  if (fate.cut_request) request.body.resize(request.body.size() / 2);
  try {
    if (fate.repeat) (void)server(request);
    peer::Answer answer = server(request);
    breathe();
    if (fate.cut_request) return base::in_doubt("peer_connection_lost", "cut while sending");
    if (fate.lost_answer) return base::in_doubt("peer_connection_lost", "no answer came");
    if (stop.stop_requested()) return base::in_doubt("peer_cancelled", "stopped while waiting");
    return answer;
  } catch (const CutOff& cut) {
    return cut.error;
  }
}

base::Result<model::RemoteClusterResponse> FakePeer::send_message(const peer::Address& to,
                                                                  const model::RemoteClusterFrame& frame,
                                                                  std::stop_token stop) {
  CAUSEWAY_TRY(answer, post(to, "msg", frame, stop));
  return peer::read_response(answer);
}

base::Result<model::RemoteClusterPing> FakePeer::ping(const peer::Address& to, const model::RemoteClusterFrame& frame,
                                                      std::stop_token stop) {
  CAUSEWAY_TRY(answer, post(to, "ping", frame, stop));
  return peer::read_ping(answer);
}

base::Result<model::RemoteClusterResponse> FakePeer::confirm_invite(const peer::Address& to,
                                                                    const model::RemoteClusterFrame& frame,
                                                                    std::stop_token stop) {
  CAUSEWAY_TRY(answer, post(to, "confirm_invite", frame, stop));
  return peer::read_response(answer);
}

base::Result<model::FileInfo> FakePeer::upload(const peer::Address& to, const std::string& upload_id,
                                               const peer::FileSource& source, std::stop_token stop) {
  if (!base::is_valid_id(upload_id)) return base::refused("peer_bad_upload", "no valid id");
  std::string body;
  std::vector<char> piece(model::limits::file_piece_bytes);
  while (true) {
    CAUSEWAY_TRY(count, source(piece.data(), piece.size()));
    if (count == 0) break;
    body.append(piece.data(), count);
  }
  CAUSEWAY_TRY(answer, post(to, "upload/" + upload_id, std::move(body), stop));
  return peer::read_file_info(answer);
}

base::Result<> FakePeer::send_image(const peer::Address& to, const model::UserId& user, const std::string& image,
                                    std::stop_token stop) {
  if (!base::is_valid_id(user.str())) return base::refused("peer_refused", "no valid id");
  CAUSEWAY_TRY(answer, post(to, user.str() + "/image", lab::picture_form(image), stop, lab::picture_form_type));
  return peer::check_image_answer(answer);
}

}  // namespace causeway::fakes
