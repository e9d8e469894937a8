#pragma once
// Go's http.ResponseWriter as the host serves it to ServeHTTP: net/rpc on a stream of its own. Each call waits for its
// reply, because Go would run them in any order. The least for a 200 is set_headers() and write(): two round trips.
// One thread (the hook's). Errors as in api_client.h; `rpc_error` also when the browser has gone away.

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gorpc/plugin/stream.h"

namespace causeway::gorpc::plugin {

class ClientConnection;

class ResponseWriter {
 public:
  using Headers = std::map<std::string, std::vector<std::string>>;  // canonical Go spelling: "Content-Type"

  // `connection` is shared with the session thread, which feeds it. nullptr: every call fails (`stream_absent`).
  ResponseWriter(std::shared_ptr<ClientConnection> connection, std::stop_token stop);
  ResponseWriter(ResponseWriter&&) noexcept;
  ~ResponseWriter();  // the response is complete

  base::Result<> set_headers(const Headers& headers);  // replaces all; before the first write_header or write
  base::Result<> write_header(int status);             // 100..999; not needed for 200
  base::Result<> write(std::string_view bytes);        // any size; sent in pieces of 1 MiB
  base::Result<> flush();                              // to the browser, now

  // Headers, status and body in the fewest round trips.
  base::Result<> respond(int status, const Headers& headers, std::string_view body);

 private:
  std::shared_ptr<ClientConnection> connection_;
  std::stop_token stop_;
};

}  // namespace causeway::gorpc::plugin
