#pragma once
// HTTP requests between Go's form and the house's.

#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "gorpc/plugin/response_writer.h"
#include "gorpc/plugin/stream.h"
#include "mattermost/http.h"
#include "mattermost/rpc/hooks.h"

namespace causeway::mattermost::rpc {

// Pure. The session's user is the one that the host vouches for in Mattermost-User-Id (it deletes copies that a client
// sends). Header names in lower case; path and query percent-decoded as Go's net/url does, a query pair that is not
// well-formed is dropped.
HttpRequest to_request(const GoRequest& go);

// Methods whose body is read; the others' streams stay untouched (Transfer-Encoding is not told to plugins).
bool has_body(std::string_view method);

// Pure: all headers of the answer in Go's canonical spelling.
gorpc::plugin::ResponseWriter::Headers to_headers(const HttpAnswer& answer);

// The body as it streams in. One thread.
class StreamedBody final : public Body {
 public:
  StreamedBody(gorpc::plugin::BodyReader reader, std::stop_token stop, const base::Clock& clock)
      : reader_(std::move(reader)), stop_(std::move(stop)), clock_(clock) {}
  base::Result<std::string> read(std::size_t most) override;
  void limit_time(base::Millis time) override { deadline_ = clock_.steady() + time; }

 private:
  gorpc::plugin::BodyReader reader_;
  std::stop_token stop_;
  const base::Clock& clock_;
  base::Steady deadline_ = base::Steady::max();
  base::Steady window_end_ = base::Steady::max();  // limits::body_floor_bytes must have come by then
  std::size_t window_bytes_ = 0;
};

}  // namespace causeway::mattermost::rpc
