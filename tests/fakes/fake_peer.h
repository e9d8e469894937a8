#pragma once
// A peer::Client without a network: calls go as JSON text to a function that plays the other server, through seeded
// weather. What an answer means is read by the same code as in the real client. Thread-safe; the servers' functions are
// called on the caller's thread, with no lock held.

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <string>

#include "base/mutex.h"
#include "peer/answer.h"
#include "peer/client.h"

namespace causeway::fakes {

struct PeerRequest {
  std::string path;  // from the host on: /plugins/causeway/api/v4/remotecluster/msg
  std::string remote_id, token;
  std::string body;
  std::string content_type{};  // of a form; else nobody looks
};
// What a server throws that is cut off in the middle: nobody hears its answer.
struct CutOff {
  base::Error error;
};
using PeerServer = std::function<peer::Answer(const PeerRequest&)>;

// In percent of the calls; rolled one after the other.
struct Weather {
  unsigned lost_requests = 0;  // never arrive: retry_later
  unsigned cut_requests = 0;   // half of the body arrives: in_doubt
  unsigned repeats = 0;        // arrive twice; the second answer counts
  unsigned lost_answers = 0;   // the server did it, the caller does not know: in_doubt
  unsigned delays = 0;         // wait `delay` first, or until stopped
  std::chrono::milliseconds delay{5};
};

class FakePeer final : public peer::Client {
 public:
  explicit FakePeer(std::uint32_t seed = 1) : random_(seed) {}

  // From now on `site_url` is served; an address that nobody serves is unreachable.
  void serve(const std::string& site_url, PeerServer server);
  void stop_serving(const std::string& site_url);
  void serve_nobody();
  void set_weather(const Weather& weather);

  base::Result<model::RemoteClusterResponse> send_message(const peer::Address& to,
                                                          const model::RemoteClusterFrame& frame,
                                                          std::stop_token stop) override;
  base::Result<model::RemoteClusterPing> ping(const peer::Address& to, const model::RemoteClusterFrame& frame,
                                              std::stop_token stop) override;
  base::Result<model::RemoteClusterResponse> confirm_invite(const peer::Address& to,
                                                            const model::RemoteClusterFrame& frame,
                                                            std::stop_token stop) override;
  base::Result<> send_image(const peer::Address& to, const model::UserId& user, const std::string& image,
                            std::stop_token stop) override;
  base::Result<model::FileInfo> upload(const peer::Address& to, const std::string& upload_id,
                                       const peer::FileSource& source, std::stop_token stop) override;

 private:
  struct Fate {
    bool lost_request = false, cut_request = false, repeat = false, lost_answer = false, delayed = false;
    std::chrono::milliseconds delay{};
  };
  Fate roll() CAUSEWAY_EXCLUDES(mutex_);
  base::Result<peer::Answer> post(const peer::Address& to, const char* door, const model::RemoteClusterFrame& frame,
                                  std::stop_token stop);
  base::Result<peer::Answer> post(const peer::Address& to, const std::string& door, std::string body,
                                  std::stop_token stop, std::string content_type = {});

  base::Mutex mutex_;
  base::CondVar never_;
  std::map<std::string, PeerServer> servers_ CAUSEWAY_GUARDED_BY(mutex_);
  Weather weather_ CAUSEWAY_GUARDED_BY(mutex_);
  std::mt19937 random_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::fakes
