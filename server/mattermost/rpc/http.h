#pragma once
// HTTP requests between Go's form and the house's.

#include <stop_token>
#include <string>
#include <string_view>

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
  StreamedBody(gorpc::plugin::BodyReader reader, std::stop_token stop)
      : reader_(std::move(reader)), stop_(std::move(stop)) {}
  base::Result<std::string> read(std::size_t most) override;

 private:
  gorpc::plugin::BodyReader reader_;
  std::stop_token stop_;
};

}  // namespace causeway::mattermost::rpc
