#include "gorpc/plugin/response_writer.h"

#include <utility>

#include "gorpc/plugin/client_connection.h"
#include "gorpc/rpc/header.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t write_bytes = std::size_t{1} << 20;

}  // namespace

ResponseWriter::ResponseWriter(std::shared_ptr<ClientConnection> connection, std::stop_token stop)
    : connection_(std::move(connection)), stop_(std::move(stop)) {}

ResponseWriter::ResponseWriter(ResponseWriter&&) noexcept = default;

ResponseWriter::~ResponseWriter() {
  if (connection_ != nullptr) connection_->finish();
}

template <class Reply, class Args>
static base::Result<> awaited(ClientConnection* connection, std::string_view method, const Args& args,
                              const std::stop_token& stop) {
  if (connection == nullptr) return base::refused("stream_absent", "there is no response to write");
  const CallOptions options{stop, {}};
  auto state = std::make_shared<TypedCall<Reply>>();
  connection->send(method, encode_value(args), state, options);
  auto taken = Pending<Reply>(std::move(state), options).take();
  if (!taken.ok()) return std::move(taken).error();
  return base::ok();
}

base::Result<> ResponseWriter::set_headers(const Headers& headers) {
  return awaited<rpc::Nothing>(connection_.get(), "Plugin.SyncHeader", headers, stop_);
}

base::Result<> ResponseWriter::write_header(int status) {
  return awaited<rpc::Nothing>(connection_.get(), "Plugin.WriteHeader", status, stop_);
}

base::Result<> ResponseWriter::write(std::string_view bytes) {
  do {
    const gob::Bytes piece{std::string(bytes.substr(0, write_bytes))};
    bytes.remove_prefix(piece.data.size());
    CAUSEWAY_CHECK(awaited<rpc::Nothing>(connection_.get(), "Plugin.Write", piece, stop_));
  } while (!bytes.empty());
  return base::ok();
}

base::Result<> ResponseWriter::flush() {
  return awaited<rpc::Nothing>(connection_.get(), "Plugin.Flush", rpc::Nothing{}, stop_);
}

base::Result<> ResponseWriter::respond(int status, const Headers& headers, std::string_view body) {
  CAUSEWAY_CHECK(set_headers(headers));
  if (status != 200) CAUSEWAY_CHECK(write_header(status));
  if (body.empty() && status != 200) return base::ok();
  return write(body);
}

}  // namespace causeway::gorpc::plugin
