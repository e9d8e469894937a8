#pragma once
// What a peer's HTTP answer means. One table for everybody who gets such answers: the real client and the fake one.
// Pure functions.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/wire.h"

namespace causeway::peer {

struct Answer {
  int status = 0;  // HTTP
  std::string body;
  std::optional<std::chrono::seconds> retry_after;  // of the header, when there was one
};

// Unit for 200, otherwise the error of the table in answer.cpp. The peer's own error id is quoted in the text when it
// looks like one; nothing else of the body is.
base::Result<> check_status(const Answer& answer);

// The body of a 200, read; anything that is not of the expected shape is in_doubt, code peer_bad_answer: the request
// arrived, and something that is no peer (a proxy, a login page) or half of the answer came back.
base::Result<model::RemoteClusterResponse> read_response(const Answer& answer);
base::Result<model::RemoteClusterPing> read_ping(const Answer& answer);
// The answer to a picture: what was said of it, or of its user, does not mean the connection.
base::Result<> check_image_answer(const Answer& answer);
base::Result<model::FileInfo> read_file_info(const Answer& answer);  // also peer_incomplete of 204

// The no inside an OK answer. In native's words, and ours, the channel is not shared with us any more; or anything
// else, quoted in a retry_later, code peer_failed.
inline constexpr const char* unshared_text = "channel is no longer shared";
bool says_unshared(const model::RemoteClusterResponse& answer);
base::Error said_no(const model::RemoteClusterResponse& answer);

}  // namespace causeway::peer
