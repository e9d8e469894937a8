#include "gorpc/plugin/api_client.h"

#include "gorpc/plugin/broker.h"
#include "gorpc/plugin/client_connection.h"
#include "gorpc/plugin/stream_state.h"

namespace causeway::gorpc::plugin {

void PendingCall::complete(base::Result<> outcome) {
  std::function<void()> action;
  {
    base::MutexLock lock(mutex_);
    if (outcome_) return;
    outcome_ = std::move(outcome);
    action.swap(action_);
    changed_.notify_all();
  }
  if (action) action();
}

bool PendingCall::done() const {
  base::MutexLock lock(mutex_);
  return outcome_.has_value();
}

bool PendingCall::wait(const CallOptions& options) {
  base::MutexLock lock(mutex_);
  const auto ready = [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return outcome_.has_value(); };
  if (ready()) return true;
  if (options.deadline) return changed_.wait_until(mutex_, options.stop, *options.deadline, ready);
  return changed_.wait(mutex_, options.stop, ready);
}

base::Result<> PendingCall::outcome() const {
  base::MutexLock lock(mutex_);
  return *outcome_;
}

void PendingCall::when_done(std::function<void()> action) {
  {
    base::MutexLock lock(mutex_);
    if (!outcome_) {
      action_ = std::move(action);
      return;
    }
  }
  action();
}

base::Error call_not_finished(const CallOptions& options) {
  if (options.stop.stop_requested()) return base::in_doubt("stopped", "stop was asked while a call was in flight");
  return base::in_doubt("rpc_timeout", "the host did not answer in time");
}

ApiClient::ApiClient(Link& link, Broker& broker, std::string service)
    : link_(link), broker_(broker), service_(std::move(service) + ".") {}
ApiClient::~ApiClient() = default;

std::shared_ptr<ClientConnection> ApiClient::connection() const {
  base::MutexLock lock(mutex_);
  return connection_;
}

void ApiClient::attach(std::shared_ptr<ClientConnection> connection) {
  base::MutexLock lock(mutex_);
  connection_ = std::move(connection);
}

bool ApiClient::connected() const {
  const auto current = connection();
  return current != nullptr && current->alive();
}

void ApiClient::send(std::string_view method, const EncodeValue& encode, const std::shared_ptr<PendingCall>& state,
                     const CallOptions& options) {
  const auto current = connection();
  if (current == nullptr) {
    return state->complete(base::retry_later("api_not_connected", "the host has not activated the plugin yet"));
  }
  current->send(service_ + std::string(method), encode, state, options);
}

base::Result<Offer> ApiClient::offer() {
  if (link_.ended()) return base::in_doubt("session_ended", "the session with the host has ended");
  auto seat = std::make_shared<Offer::Seat>(broker_);
  const auto id = broker_.expect([seat, &link = link_](StreamId stream) -> std::shared_ptr<StreamSink> {
    auto state = std::make_shared<StreamState>(link);
    state->set_stream(stream);
    seat->put(state);
    return state;
  });
  if (id == 0) return base::retry_later("too_many_streams", "too many streams wait for the host");
  seat->set_id(id);
  return Offer(std::move(seat));
}

}  // namespace causeway::gorpc::plugin
