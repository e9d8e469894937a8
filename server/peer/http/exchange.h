#pragma once
// One POST with libcurl, from options to answer. Blocks; ends at once on stop. Only for this folder.

#include <chrono>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "peer/answer.h"
#include "peer/client.h"
#include "peer/http/handle_pool.h"

namespace causeway::peer::http {

struct Request {
  std::string url;
  std::string remote_id;
  std::string token;  // checked: fits in a header
  std::string body;
  const FileSource* file = nullptr;      // instead of `body`: sent as it comes, chunked, without a type
  const std::string* picture = nullptr;  // instead of both: the file "image" of a form
  std::string proxy;                     // empty = straight, whatever the environment says
  std::string ca_file;                   // empty = libcurl's own idea
  std::string ca;                        // PEM; counts instead of the file
  std::string pin;                       // of the peer's public key, as libcurl writes it; empty = any
  bool guard = true;                     // refuse connections to addresses that are not public
  bool allow_http = false;
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds timeout{};  // of the whole exchange
};

base::Result<Answer> exchange(Handle& handle, const Request& request, const std::stop_token& stop);

}  // namespace causeway::peer::http
