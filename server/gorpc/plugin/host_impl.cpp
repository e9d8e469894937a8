#include "gorpc/plugin/host_impl.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <exception>
#include <functional>

#include "base/log.h"
#include "gorpc/rpc/header.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr unsigned control_stream = 0;  // the order in which the host opens its first streams
constexpr unsigned output_streams = 2;  // then its ears for our stdout and stderr; the rest is the broker's
constexpr unsigned max_dispensed = 16;
constexpr std::size_t lifecycle_queue = 64;
constexpr std::string_view service = "Plugin.";

// We write to these streams, if at all; nothing ever comes.
class Deaf final : public StreamSink {
 public:
  std::size_t on_bytes(std::string_view bytes) override { return bytes.size(); }
  void on_end(StreamEnd) override {}
};

LinkOptions link_options(const HostOptions& options) {
  LinkOptions link;
  link.session.keepalive_interval = options.keepalive_interval;
  return link;
}

std::string unknown(const std::string& method) {
  return "rpc: can't find method " + method;
}

// A worker's whole task; handlers should not throw, and what they throw ends here.
void serve(HookJob& job, Call& call, const std::shared_ptr<ServerConnection>& connection, std::uint64_t seq,
           const std::function<void()>& before_reply) {
  base::Result<EncodeValue> reply = base::refused("internal", "internal error");
  try {
    reply = job.run(call);
  } catch (const std::exception& error) {
    base::log::error("gorpc_handler_threw", "a hook handler threw", {{"what", error.what()}});
  }
  before_reply();
  connection->wait_for_room(call.stop());
  if (reply.ok()) {
    connection->reply(seq, *reply);
  } else {
    connection->fail(seq, reply.error().text.empty() ? reply.error().code : reply.error().text);
  }
}

}  // namespace

Host::Impl::Impl(int in, int out, const HookTable& table, const base::Clock& clock, HostOptions options)
    : table_(table),
      clock_(clock),
      options_(options),
      link_(in, out, clock, link_options(options), [this](StreamId stream) { return on_opened(stream); }),
      broker_(link_),
      api_(link_, broker_),
      lifecycle_(1, lifecycle_queue),
      pool_(options.workers, options.queued_calls) {}

Host::Impl::~Impl() {
  pool_.stop();
  lifecycle_.stop();
}

void Host::Impl::keep(Descriptor signals, Descriptor in, Descriptor out) {
  signals_ = std::move(signals);
  in_ = std::move(in);
  out_ = std::move(out);
}

void Host::Impl::stop() {
  stopped_ = true;
  link_.end();
}

HostEnd Host::Impl::run() {
  const std::string reason = link_.run(signals_.get(), [this](bool signalled) { return on_wake(signalled); });
  // A handler that hears no stop must not keep the process from ending.
  if (options_.own_signals && options_.exit_deadline.count() > 0) {
    ::alarm(static_cast<unsigned>(options_.exit_deadline.count()));
  }
  pool_.stop();
  lifecycle_.stop();
  const HostEnd end = why_ended(reason);
  if (end == HostEnd::protocol_error) {
    base::log::error("gorpc_session_broken", "the session with the host has failed", {{"reason", reason}});
  }
  return end;
}

HostEnd Host::Impl::why_ended(const std::string& reason) const {
  if (stopped_) return HostEnd::stopped;
  if (api_lost_) return HostEnd::api_lost;
  if (quit_) return HostEnd::quit;
  if (terminated_) return HostEnd::terminated;
  return reason.empty() ? HostEnd::host_gone : HostEnd::protocol_error;
}

std::optional<base::Steady> Host::Impl::on_wake(bool signalled) {
  const base::Steady now = clock_.steady();
  signalfd_siginfo info{};
  if (signalled && ::read(signals_.get(), &info, sizeof(info)) == sizeof(info) && !terminate_at_) {
    base::log::info("gorpc_sigterm", "SIGTERM: waiting for the server to deactivate the plugin");
    terminate_at_ = now + options_.sigterm_grace;
  }
  if (terminate_at_ && now >= *terminate_at_) {
    terminated_ = true;
    link_.end();
  }
  if (api_lost_at_ && now >= *api_lost_at_ && !api_lost_) {
    api_lost_ = true;
    base::log::error("gorpc_api_lost", "the server has closed the plugin's API connection: restarting");
    link_.end();
  }
  if (!terminate_at_ || (api_lost_at_ && *api_lost_at_ < *terminate_at_)) return api_lost_at_;
  return terminate_at_;
}

std::shared_ptr<StreamSink> Host::Impl::on_opened(StreamId stream) {
  const unsigned place = opened_;
  if (opened_ <= output_streams) ++opened_;
  if (place > output_streams) return broker_.incoming(stream);
  if (place != control_stream) return std::make_shared<Deaf>();
  return std::make_shared<ServerConnection>(
      link_, stream,
      [this](ServerConnection& connection, const std::string& method, std::uint64_t seq, ArgumentValue& argument) {
        on_control(connection, method, seq, argument);
      });
}

void Host::Impl::on_control(ServerConnection& connection, const std::string& method, std::uint64_t seq,
                            ArgumentValue& argument) {
  if (method == "Dispenser.Dispense") {
    std::string name;
    if (auto read = argument.read(name); !read.ok()) return connection.fail(seq, read.error().text);
    if (name != "hooks") return connection.fail(seq, "unknown plugin type: " + name);
    return dispense(connection, seq);
  }
  if (method == "Control.Quit") {
    quit_ = true;  // reply, and the host closes the session
  } else if (method != "Control.Ping") {
    return connection.fail(seq, unknown(method));
  }
  connection.reply(seq, own_value(rpc::Nothing{}));
}

void Host::Impl::dispense(ServerConnection& connection, std::uint64_t seq) {
  if (++dispensed_ > max_dispensed) return connection.fail(seq, "dispensed too often");
  const std::uint32_t id = broker_.expect([this](StreamId stream) {
    // Shared with the workers that reply on it; the callback does not own what owns it.
    auto self = std::make_shared<std::weak_ptr<ServerConnection>>();
    auto hooks = std::make_shared<ServerConnection>(
        link_, stream,
        [this, self](ServerConnection&, const std::string& method, std::uint64_t call_seq, ArgumentValue& argument) {
          on_hook(self->lock(), method, call_seq, argument);
        });
    *self = hooks;
    return hooks;
  });
  connection.reply(seq, own_value(id));
}

void Host::Impl::on_hook(const std::shared_ptr<ServerConnection>& connection, const std::string& method,
                         std::uint64_t seq, ArgumentValue& argument) {
  if (connection == nullptr) return;
  const std::string_view name =
      method.starts_with(service) ? std::string_view(method).substr(service.size()) : std::string_view();
  if (name == "Implemented") return connection->reply(seq, own_value(table_.names()));
  const HookTable::Entry* entry = table_.find(name);
  if (entry == nullptr) return connection->fail(seq, unknown(method));
  auto decoded = entry->decode(argument);
  if (!decoded.ok()) return connection->fail(seq, decoded.error().text);
  if (entry->options.ends_service) leaving_ = true;

  // Shared because std::function wants copies; one worker runs it once.
  const std::shared_ptr<HookJob> job = std::move(*decoded);
  const Lane lane = entry->options.lane;
  Workers& workers = lane == Lane::lifecycle ? lifecycle_ : pool_;
  auto dialled = std::make_shared<std::vector<Call::Dialled>>();
  for (const auto& broker_id : job->broker_ids()) dialled->push_back(dial(broker_id));
  const bool taken = workers.submit([this, connection, seq, job, dialled](const std::stop_token& stop) {
    auto call = std::make_unique<Call>(api_, stop);
    for (auto& one : *dialled) call->add(std::move(one));
    dialled->clear();
    serve(*job, *call, connection, seq, [&call] { call->finish_streams(); });
  });
  if (taken) return;
  for (const auto& one : *dialled) {
    if (one.connection != nullptr) one.connection->finish();
  }
  connection->fail(seq, "the plugin is busy: too many calls are waiting");
}

Call::Dialled Host::Impl::dial(const HookJob::BrokerId& broker_id) {
  Call::Dialled dialled;
  switch (broker_id.use) {
    case Dial::stream:
      dialled.stream = broker_.dial_stream(broker_id.id);
      break;
    case Dial::rpc:
      dialled.connection = broker_.dial_rpc(broker_id.id);
      break;
    case Dial::close:
      broker_.dial_and_close(broker_id.id);
      break;
    case Dial::api:
      if (auto connection = broker_.dial_rpc(broker_id.id)) {
        connection->when_lost([this] {
          if (!quit_ && !leaving_ && !link_.ended()) api_lost_at_ = clock_.steady() + options_.api_lost_grace;
        });
        api_.attach(std::move(connection));
      }
      break;
  }
  return dialled;
}

}  // namespace causeway::gorpc::plugin
