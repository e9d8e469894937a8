#pragma once
// Typed net/rpc calls to the host: the plugin API, and any other connection on which we are the client.
// Calls are pipelined on one connection; Go runs them at the same time and in no order, so what must be ordered has to
// wait for the reply in between. Thread-safe; any number of calls may be in flight.
//
// Errors, by the caller's next move:
//   retry_later  api_not_connected   nothing was sent (before OnActivate)
//   refused      rpc_error           the host answered with an error text; rpc_encode: the arguments cannot be sent
//   in_doubt     session_ended, rpc_timeout, stopped, rpc_bad_reply   sent or perhaps sent, answer unknown

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "gorpc/plugin/stream.h"
#include "gorpc/plugin/value_codec.h"

namespace causeway::gorpc::plugin {

class ClientConnection;  // the net/rpc connection itself (client_connection.h)
class Link;
class Broker;

struct CallOptions {
  std::stop_token stop{};                  // a stopped call returns at once; the host goes on with it
  std::optional<base::Steady> deadline{};  // absent = as long as the session lives
};

// One call in flight; filled by the session thread.
class PendingCall {
 public:
  virtual ~PendingCall() = default;
  // Session thread, once. Ends every wait.
  void complete(base::Result<> outcome);
  // Session thread: takes the reply's value. False = it does not fit the reply's type.
  virtual base::Result<> decode(ReplyValue& value) = 0;

  bool done() const;
  // True when done; false when the stop or the deadline came first.
  bool wait(const CallOptions& options);
  base::Result<> outcome() const;  // when done
  // Called once, at completion, by the session thread; at once if that has been.
  void when_done(std::function<void()> action);

 private:
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  std::optional<base::Result<>> outcome_ CAUSEWAY_GUARDED_BY(mutex_);
  std::function<void()> action_ CAUSEWAY_GUARDED_BY(mutex_);
};

template <class Reply>
class TypedCall final : public PendingCall {
 public:
  base::Result<> decode(ReplyValue& value) override { return decode_reply(value, reply_); }
  Reply& reply() { return reply_; }  // when done

 private:
  Reply reply_{};
};

base::Error call_not_finished(const CallOptions& options);

// The answer to come. Dropping it is fine: the reply is thrown away when it comes. Move-only in spirit: take() once.
template <class Reply>
class Pending {
 public:
  // `state` is shared with the session thread, which may complete the call after this is gone.
  Pending(std::shared_ptr<TypedCall<Reply>> state, CallOptions options)
      : state_(std::move(state)), options_(std::move(options)) {}

  bool done() const { return state_->done(); }
  void when_done(std::function<void()> action) { state_->when_done(std::move(action)); }

  // Waits until the answer, the stop or the deadline given at the start.
  base::Result<Reply> take() {
    if (!state_->wait(options_)) return call_not_finished(options_);
    auto outcome = state_->outcome();
    if (!outcome.ok()) return std::move(outcome).error();
    return std::move(state_->reply());
  }

 private:
  std::shared_ptr<TypedCall<Reply>> state_;
  CallOptions options_;
};

class ApiClient {
 public:
  // `service` is the part of Go's method name before the dot.
  ApiClient(Link& link, Broker& broker, std::string service = "Plugin");
  ~ApiClient();
  ApiClient(const ApiClient&) = delete;
  ApiClient& operator=(const ApiClient&) = delete;

  // Sends now, waits in Pending::take(). Waits only while more than outbox_bytes of earlier calls cannot be sent.
  template <class Reply, class Args>
  Pending<Reply> start(std::string_view method, const Args& args, CallOptions options = {}) {
    auto state = std::make_shared<TypedCall<Reply>>();
    send(method, encode_value(args), state, options);
    return Pending<Reply>(std::move(state), std::move(options));
  }

  template <class Reply, class Args>
  base::Result<Reply> call(std::string_view method, const Args& args, CallOptions options = {}) {
    return start<Reply>(method, args, std::move(options)).take();
  }

  // A broker id for arguments that name a stream which the host shall dial (UploadData, PluginHTTPStream).
  // retry_later `too_many_streams`, in_doubt `session_ended`.
  base::Result<Offer> offer();

  // start() + serve_body() + take() for a call whose argument names `offer` as the body that it reads from us.
  template <class Reply, class Args>
  base::Result<Reply> call_with_body(std::string_view method, const Args& args, Offer& offer, const BodySource& source,
                                     const CallOptions& options = {}) {
    auto pending = start<Reply>(method, args, options);
    pending.when_done(offer.canceller());
    if (auto stream = offer.wait(options.stop); stream.ok()) {
      // A body that broke off shows in the host's own answer; that answer is the one to give.
      static_cast<void>(serve_body(*stream, source, options.stop));
    }
    return pending.take();
  }

  bool connected() const;

  // Host: the connection that calls go out on. Shared with the session thread, which feeds it.
  void attach(std::shared_ptr<ClientConnection> connection);

 private:
  void send(std::string_view method, const EncodeValue& encode, const std::shared_ptr<PendingCall>& state,
            const CallOptions& options);
  std::shared_ptr<ClientConnection> connection() const;

  Link& link_;
  Broker& broker_;
  const std::string service_;
  mutable base::Mutex mutex_;
  std::shared_ptr<ClientConnection> connection_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::gorpc::plugin
