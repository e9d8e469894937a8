#pragma once
// The face towards another server: everything that we say to a peer by HTTP. The real one is peer/http (libcurl), the
// fake one tests/fakes/fake_peer.h; tests/contract/peer holds both to this page. All calls block, may be made from any
// thread, and end early (retry_later or in_doubt, code peer_cancelled) when a stop is asked.
//
// Errors: retry_later (unreachable, TLS failure, redirect, 404 of a plugin that restarts, 408, 425, 5xx, 429/503 with
// retry_after), in_doubt (the request was sent and no usable answer came), refused with code peer_unauthorized (401,
// 403), peer_too_large (413), peer_refused (other 4xx, a guarded address). The tables are answer.cpp and
// http/outcome.cpp. Success is HTTP 200 with a JSON body of the expected shape.

#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "model/state.h"
#include "model/wire.h"

namespace causeway::peer {

// Where and as whom. The token is a secret: never logged.
struct Address {
  model::RemoteId remote_id;
  std::string site_url;  // no trailing slash; may carry a path such as /plugins/causeway
  std::string token;     // what the peer expects from us
  model::RemoteRoad road{};
};

// The peer of a connection that stands.
inline Address address_of(const model::Remote& remote) {
  return {remote.id, remote.site_url, remote.outgoing_token, remote.policy.road};
}

// Fills `into` with up to `count` (> 0) bytes of a file; 0 = the end. Called on the caller's thread.
using FileSource = std::function<base::Result<std::size_t>(char* into, std::size_t count)>;

class Client {
 public:
  virtual ~Client() = default;

  // POST {site_url}/api/v4/remotecluster/msg; the whole frame as JSON (at most limits::outgoing_body_bytes, else
  // refused with peer_too_large before anything is sent).
  virtual base::Result<model::RemoteClusterResponse> send_message(const Address& to,
                                                                  const model::RemoteClusterFrame& frame,
                                                                  std::stop_token stop) = 0;
  // POST .../ping; the answer is the ping with recv_at set.
  virtual base::Result<model::RemoteClusterPing> ping(const Address& to, const model::RemoteClusterFrame& frame,
                                                      std::stop_token stop) = 0;
  // POST .../confirm_invite.
  virtual base::Result<model::RemoteClusterResponse> confirm_invite(const Address& to,
                                                                    const model::RemoteClusterFrame& frame,
                                                                    std::stop_token stop) = 0;
  // POST .../upload/{upload_id}: the file's bytes as they come, chunked, never held whole. The peer's FileInfo. Further
  // errors: retry_later peer_incomplete (204: the peer wants the rest); what the source failed with; refused
  // peer_bad_upload for an id that is none.
  virtual base::Result<model::FileInfo> upload(const Address& to, const std::string& upload_id,
                                               const FileSource& source, std::stop_token stop) = 0;
  // POST .../{user}/image: a form with the picture's bytes. Refused peer_refused also where the peer says that the user
  // is not ours there (401 api.context.remote_id_mismatch.app_error) or that it keeps no pictures (501).
  virtual base::Result<> send_image(const Address& to, const model::UserId& user, const std::string& image,
                                    std::stop_token stop) = 0;
};

}  // namespace causeway::peer
