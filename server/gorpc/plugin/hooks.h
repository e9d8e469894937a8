#pragma once
// The hooks that a plugin serves. Adding one is one line:
//
//   table.on<ExecuteCommandArgs, ExecuteCommandReply>("ExecuteCommand", [&](ExecuteCommandArgs& args) { return ...; });
//
// Args and Reply are CAUSEWAY_RECORDs in gob's names (A, B, ... for Mattermost). A field of Args that holds a broker id
// is named with what to do with it; it is dialled in the moment the request arrives (the host gives up after 5 s), long
// before the handler may get its turn:
//
//   table.on<HttpArgs, NoReply>("ServeHTTP", [&](HttpArgs& args, Call& call) { ... },
//                               {stream_id(&HttpArgs::body), rpc_id(&HttpArgs::response)});
//
// Handlers run on worker threads, many at a time and in no order. Returning an error answers the call with Go's net/rpc
// error text; errors that are part of a hook's reply belong in Reply. Fill the table before Host::run(); it never
// changes after.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "gorpc/plugin/api_client.h"
#include "gorpc/plugin/response_writer.h"
#include "gorpc/plugin/stream.h"
#include "gorpc/plugin/value_codec.h"

namespace causeway::gorpc::plugin {

enum class Dial {
  stream,  // Call::stream / Call::body
  rpc,     // Call::response
  api,     // becomes the connection of Host::api()
  close,   // dialled and finished at once: a service of the host that we do not use
};

// What one hook call brings beside its arguments. Streams and the response are finished when the handler returns.
class Call {
 public:
  Call(ApiClient& api, std::stop_token stop) : api_(api), stop_(std::move(stop)) {}
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  ApiClient& api() { return api_; }
  // Asked when the session has ended: nobody waits for the answer any more.
  const std::stop_token& stop() const { return stop_; }

  // By the position in the list given to on(). Taken once; empty if the id was 0 or could not be dialled.
  Stream stream(std::size_t field);
  BodyReader body(std::size_t field);
  ResponseWriter response(std::size_t field);

  struct Dialled {
    Stream stream;
    std::shared_ptr<ClientConnection> connection;  // shared with the session thread
  };
  void finish_streams();  // those that the handler did not take
  void add(Dialled dialled) { dialled_.push_back(std::move(dialled)); }

 private:
  ApiClient& api_;
  std::stop_token stop_;
  std::vector<Dialled> dialled_;
};

template <class Args>
struct BrokerField {
  std::uint32_t Args::* member;
  Dial use;
};
template <class Args>
BrokerField<Args> stream_id(std::uint32_t Args::* member) {
  return {member, Dial::stream};
}
template <class Args>
BrokerField<Args> rpc_id(std::uint32_t Args::* member) {
  return {member, Dial::rpc};
}
template <class Args>
BrokerField<Args> api_id(std::uint32_t Args::* member) {
  return {member, Dial::api};
}
template <class Args>
BrokerField<Args> unused_id(std::uint32_t Args::* member) {
  return {member, Dial::close};
}

enum class Lane {
  pool,       // shared workers, with a cap on the queue
  lifecycle,  // one worker of its own: (de)activation must not wait behind busy workers
};

struct HookOptions {
  Lane lane = Lane::pool;
  bool ends_service = false;  // OnDeactivate: from here on the loss of the API connection is no alarm
};

// A request that has been decoded, waiting for a worker.
class HookJob {
 public:
  virtual ~HookJob() = default;
  struct BrokerId {
    std::uint32_t id;
    Dial use;
  };
  virtual std::vector<BrokerId> broker_ids() const = 0;
  // Worker. The reply to encode, or the error.
  virtual base::Result<EncodeValue> run(Call& call) = 0;
};

class HookTable {
 public:
  struct Entry {
    std::function<base::Result<std::unique_ptr<HookJob>>(ArgumentValue&)> decode;  // session thread
    HookOptions options;
  };

  template <class Args, class Reply, class Handler>
  void on(std::string name, Handler handler, std::vector<BrokerField<Args>> brokers = {}, HookOptions options = {}) {
    // Shared by the table and by the calls in flight; it never changes.
    auto shared = std::make_shared<const Definition<Args, Handler>>(
        Definition<Args, Handler>{std::move(handler), std::move(brokers)});
    add(std::move(name), {[shared](ArgumentValue& value) -> base::Result<std::unique_ptr<HookJob>> {
                            auto job = std::make_unique<TypedJob<Args, Reply, Handler>>(shared);
                            if (auto decoded = decode_argument(value, job->args); !decoded.ok()) return decoded.error();
                            return std::unique_ptr<HookJob>(std::move(job));
                          },
                          options});
  }

  // In order of registration: what Implemented answers.
  const std::vector<std::string>& names() const { return names_; }
  const Entry* find(std::string_view name) const;  // nullptr: not served

 private:
  template <class Args, class Handler>
  struct Definition {
    Handler handler;
    std::vector<BrokerField<Args>> brokers;
  };

  template <class Args, class Reply, class Handler>
  struct TypedJob final : HookJob {
    explicit TypedJob(std::shared_ptr<const Definition<Args, Handler>> d) : definition(std::move(d)) {}

    std::vector<BrokerId> broker_ids() const override {
      std::vector<BrokerId> ids;
      for (const auto& field : definition->brokers) ids.push_back({args.*field.member, field.use});
      return ids;
    }
    base::Result<EncodeValue> run(Call& call) override {
      auto reply = invoke(call);
      if (!reply.ok()) return std::move(reply).error();
      return own_value(*std::move(reply));
    }
    base::Result<Reply> invoke(Call& call) {
      if constexpr (std::is_invocable_v<const Handler&, Args&, Call&>) {
        return definition->handler(args, call);
      } else {
        return definition->handler(args);
      }
    }

    std::shared_ptr<const Definition<Args, Handler>> definition;
    Args args{};
  };

  void add(std::string name, Entry entry);

  std::vector<std::string> names_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace causeway::gorpc::plugin
