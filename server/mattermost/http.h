#pragma once
// An HTTP request to the plugin's route, as our server hands it on, and the answer. One worker thread owns both for the
// duration of one event.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"

namespace causeway::mattermost {

// The body as it arrives; nothing is held but what is asked for.
class Body {
 public:
  virtual ~Body() = default;
  // Up to `most` bytes; an empty string is the end. Blocks. Refused with code body_too_slow: whoever sends it lets us
  // wait too long (limits::body_floor_*), or longer than limit_time() allows.
  virtual base::Result<std::string> read(std::size_t most) = 0;
  // The whole body has to be here within `time` from now. Bodies that never wait need no such limit.
  virtual void limit_time(base::Millis /*time*/) {}

  // The whole body if it is at most `limit` bytes; otherwise refused with code body_too_large, having read no more than
  // limit + one chunk.
  base::Result<std::string> read_all(std::size_t limit);
};

struct HttpRequest {
  std::string method;
  std::string path;  // without /plugins/<id>, percent-decoded, starts with a slash
  std::multimap<std::string, std::string, std::less<>> query;  // decoded
  std::map<std::string, std::string, std::less<>> headers;     // names in lower case; first value of each
  model::UserId user_id;                                       // the session's user; empty for anonymous requests
  std::string remote_address;

  // The header's value, or empty.
  std::string_view header(std::string_view lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
  }
  // Content-Length if it was sent and is a number, else -1.
  std::int64_t content_length() const;
};

struct HttpAnswer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::multimap<std::string, std::string> headers;  // further ones
};

}  // namespace causeway::mattermost
