#pragma once
// A net/rpc connection on which we call. Any thread sends; the session thread takes the replies.

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.h"
#include "base/result.h"
#include "gorpc/plugin/api_client.h"
#include "gorpc/plugin/link.h"
#include "gorpc/rpc/client.h"

namespace causeway::gorpc::plugin {

class ClientConnection final : public StreamSink {
 public:
  explicit ClientConnection(Link& link) : link_(link) {}

  void set_stream(StreamId stream);              // before anybody else knows of this
  void when_lost(std::function<void()> action);  // session thread; at most once, not after finish()

  // Completes `call` in any case: with the reply, or with the reason. Not from the session thread: it may have to wait
  // until earlier calls are on their way.
  void send(std::string_view method, const EncodeValue& encode, const std::shared_ptr<PendingCall>& call,
            const CallOptions& options);
  void finish();  // no more calls; the host reads EOF
  bool alive() const;

  std::size_t on_bytes(std::string_view bytes) override;
  void on_end(StreamEnd end) override;
  void on_room() override;

 private:
  using Calls = std::unordered_map<std::uint64_t, std::shared_ptr<PendingCall>>;
  base::Result<> transmit(std::string_view method, const EncodeValue& encode, const std::shared_ptr<PendingCall>& call,
                          const CallOptions& options);
  base::Result<> take_replies(std::string_view bytes);
  void lose(const base::Error& error);

  Link& link_;
  rpc::ReplyReader reader_;     // session thread
  std::function<void()> lost_;  // session thread
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  StreamId stream_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  rpc::CallWriter writer_ CAUSEWAY_GUARDED_BY(mutex_);
  std::string out_ CAUSEWAY_GUARDED_BY(mutex_);  // reused
  Calls calls_ CAUSEWAY_GUARDED_BY(mutex_);
  std::uint64_t room_ CAUSEWAY_GUARDED_BY(mutex_) = 0;  // counts on_room()
  bool ended_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  bool finished_ CAUSEWAY_GUARDED_BY(mutex_) = false;
};

}  // namespace causeway::gorpc::plugin
