#pragma once
// A net/rpc connection on which the host calls us. The session thread reads the calls, any thread replies.

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/mutex.h"
#include "gorpc/plugin/link.h"
#include "gorpc/plugin/value_codec.h"
#include "gorpc/rpc/server.h"

namespace causeway::gorpc::plugin {

class ServerConnection final : public StreamSink {
 public:
  // One call; session thread. The argument must be read before it returns; the reply may come later from any thread.
  using OnCall = std::function<void(ServerConnection& connection, const std::string& method, std::uint64_t seq,
                                    ArgumentValue& argument)>;
  ServerConnection(Link& link, StreamId stream, OnCall on_call)
      : link_(link), stream_(stream), on_call_(std::move(on_call)) {}

  void reply(std::uint64_t seq, const EncodeValue& encode);
  void fail(std::uint64_t seq, std::string_view text);
  // Waits while many replies cannot be sent; not for the session thread.
  void wait_for_room(std::stop_token stop);

  std::size_t on_bytes(std::string_view bytes) override;
  void on_end(StreamEnd end) override;
  void on_room() override;

 private:
  base::Result<> take_calls(std::string_view bytes);

  Link& link_;
  const StreamId stream_;
  const OnCall on_call_;
  rpc::CallReader reader_;  // session thread
  base::Mutex mutex_;
  base::CondVar changed_;
  rpc::ReplyWriter writer_ CAUSEWAY_GUARDED_BY(mutex_);
  std::string out_ CAUSEWAY_GUARDED_BY(mutex_);         // reused
  std::uint64_t room_ CAUSEWAY_GUARDED_BY(mutex_) = 0;  // counts on_room()
  bool ended_ CAUSEWAY_GUARDED_BY(mutex_) = false;
};

}  // namespace causeway::gorpc::plugin
