#pragma once
// What a Host is made of: the link, the broker, and who answers on which stream.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gorpc/plugin/broker.h"
#include "gorpc/plugin/client_connection.h"
#include "gorpc/plugin/host.h"
#include "gorpc/plugin/link.h"
#include "gorpc/plugin/server_connection.h"
#include "gorpc/plugin/workers.h"

namespace causeway::gorpc::plugin {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

class Host::Impl {
 public:
  Impl(int in, int out, const HookTable& table, const base::Clock& clock, HostOptions options);
  ~Impl();

  void keep(Descriptor signals, Descriptor in, Descriptor out);  // closed after everything else
  ApiClient& api() { return api_; }
  HostEnd run();
  void stop();

 private:
  std::shared_ptr<StreamSink> on_opened(StreamId stream);
  void on_control(ServerConnection& connection, const std::string& method, std::uint64_t seq, ArgumentValue& argument);
  void dispense(ServerConnection& connection, std::uint64_t seq);
  void on_hook(const std::shared_ptr<ServerConnection>& connection, const std::string& method, std::uint64_t seq,
               ArgumentValue& argument);
  Call::Dialled dial(const HookJob::BrokerId& broker_id);
  std::optional<base::Steady> on_wake(bool signalled);
  HostEnd why_ended(const std::string& reason) const;

  Descriptor signals_;
  Descriptor in_;
  Descriptor out_;
  const HookTable& table_;
  const base::Clock& clock_;
  const HostOptions options_;
  Link link_;
  Broker broker_;
  ApiClient api_;
  // The session thread's own.
  unsigned opened_ = 0;
  unsigned dispensed_ = 0;
  bool quit_ = false;
  bool leaving_ = false;  // OnDeactivate has come: the API may go
  bool terminated_ = false;
  std::optional<base::Steady> terminate_at_;
  std::optional<base::Steady> api_lost_at_;
  bool api_lost_ = false;
  std::atomic<bool> stopped_ = false;
  Workers lifecycle_;
  Workers pool_;  // last: its threads use all of the above
};

}  // namespace causeway::gorpc::plugin
