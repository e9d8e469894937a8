#include "remotes/heartbeat.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/thread.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"

namespace causeway::remotes {
namespace {

constexpr auto look_around = std::chrono::seconds(1);    // granularity of the schedule
constexpr auto anxious_pause = std::chrono::seconds(2);  // while a remote has just gone silent; 2 to 3 s between pings
constexpr auto anxious_time = std::chrono::minutes(5);
constexpr auto wake_pause = std::chrono::seconds(1);
constexpr std::size_t pings_at_once = 64;
constexpr auto look_for_others = std::chrono::seconds(5);  // what another node has made, or changed
constexpr auto told_pause = std::chrono::seconds(5);       // between something that was told and its mark
constexpr auto send_again_pause =
    std::chrono::minutes(10);  // a peer whose marks are never right costs no more than that

model::CausewayHello hello() {
  model::CausewayHello hello;
  hello.version = model::protocol_extensions;
  return hello;
}

}  // namespace

Heartbeat::Heartbeat(store::Store& store, peer::Client& peers, Audit& audit, const config::Current& current,
                     const base::Clock& clock)
    : store_(store),
      peers_(peers),
      audit_(audit),
      current_(current),
      clock_(clock),
      thread_([this](std::stop_token stop) { run(stop); }) {}

Heartbeat::~Heartbeat() {
  thread_.request_stop();
  thread_.join();
}

void Heartbeat::poke(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  Pulse& pulse = pulses_[remote];
  pulse.next = base::Steady();
  pulse.only_doubt = false;
  hurry_ = true;
  poked_.notify_all();
}

void Heartbeat::doubt(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  Pulse& pulse = pulses_[remote];
  const base::Steady now = clock_.steady();
  if (pulse.failing_since != base::Steady() || pulse.next <= now || now - pulse.doubted < anxious_pause) return;
  pulse.doubted = now;
  pulse.next = base::Steady();
  pulse.only_doubt = true;
  hurry_ = true;
  poked_.notify_all();
}

void Heartbeat::told(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  Pulse& pulse = pulses_[remote];
  if (!pulse.keeps_marks || pulse.failing_since != base::Steady()) return;
  pulse.next = std::min(pulse.next, clock_.steady() + told_pause);
}

void Heartbeat::heard_from(const model::RemoteId& remote) {
  {
    const base::MutexLock lock(mutex_);
    Pulse& pulse = pulses_[remote];
    const base::Steady now = clock_.steady();
    if (now - pulse.woken < wake_pause) return;
    pulse.woken = now;
    if (pulse.failing_since != base::Steady()) {
      pulse.next = base::Steady();  // it calls us: perhaps our calls get through again too
      pulse.only_doubt = false;
      poked_.notify_all();
      hurry_ = true;
    }
  }
  const auto woken = store_.wake_remote(remote, clock_.now());
  if (!woken.ok()) base::log::debug("wake_failed", woken.error().text);
}

bool Heartbeat::answers(const model::Remote& remote, std::stop_token stop) {
  if (!due({remote}).empty()) ping(remote, stop);
  const base::MutexLock lock(mutex_);
  return pulses_[remote.id].answered;
}

base::Result<model::RemoteClusterPing> Heartbeat::answer(const model::Remote& remote,
                                                         const model::RemoteClusterMsg& message) {
  auto ping = json::from_json<model::RemoteClusterPing>(message.payload);
  if (!ping.ok()) return base::refused("payload_invalid", "msg.payload");
  ping->recv_at = clock_.now();
  const auto mark = ping->causeway ? ping->causeway->mark : std::nullopt;
  ping->causeway = hello();
  if (!mark || remote.state == model::RemoteState::pending) return ping;
  const auto kept = store_.keep_mark(remote.id, *mark);
  // Without a word of ours the peer thinks nothing of it.
  if (kept.ok()) ping->causeway->kept = *kept;
  return ping;
}

void Heartbeat::run(std::stop_token stop) {
  bool asked = true;
  base::Steady read_again;
  while (!stop.stop_requested()) {
    if (asked || clock_.steady() >= read_again || !due(seen_).empty()) {
      ping_due(stop);
      read_again = clock_.steady() + look_for_others;
    }
    const base::MutexLock lock(mutex_);
    poked_.wait_until(mutex_, stop, clock_.steady() + look_around,
                      [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return hurry_; });
    asked = std::exchange(hurry_, false);
  }
}

// One that does not answer takes as long as a ping may; the others do not wait for it.
void Heartbeat::ping_due(std::stop_token stop) {
  std::erase_if(flights_, [](const auto& flight) { return flight.second->landed.load(); });
  auto remotes = store_.remotes(false);
  if (!remotes.ok()) return;  // the store says why; the next round is near
  seen_ = *std::move(remotes);
  for (const model::Remote& remote : due(seen_)) {
    if (flights_.size() >= pings_at_once) return;
    if (flights_.contains(remote.id)) continue;
    Flight& flight = *flights_.emplace(remote.id, std::make_unique<Flight>()).first->second;
    flight.thread.emplace([this, remote, stop, &flight] {
      ping(remote, stop);
      flight.landed = true;
    });
  }
}

std::vector<model::Remote> Heartbeat::due(const std::vector<model::Remote>& remotes) {
  std::vector<model::Remote> round;
  const base::MutexLock lock(mutex_);
  const base::Steady now = clock_.steady();
  for (const model::Remote& remote : remotes) {
    const bool reachable = remote.state != model::RemoteState::pending && remote.state != model::RemoteState::removed;
    if (reachable && pulses_[remote.id].next <= now) round.push_back(remote);
  }
  return round;
}

void Heartbeat::ping(const model::Remote& remote, std::stop_token stop) {
  model::RemoteClusterPing ping;
  ping.sent_at = clock_.now();
  ping.causeway = hello();
  const auto mark = store_.begin_mark(remote.id, ping.sent_at);
  if (mark.ok()) ping.causeway->mark = *mark;
  const auto frame = peer::make_frame(remote.id, model::topic::ping, json::to_json(ping), ping.sent_at);
  const auto answer = peers_.ping(peer::address_of(remote), frame, stop);
  if (stop.stop_requested()) return;
  const bool wakes = note(remote.id, answer.ok());
  if (!answer.ok()) {
    if (remote.last_error != answer.error().text) {
      base::log::warn("ping_failed", answer.error().text,
                      {{"remote_id", remote.id.str()}, {"error", answer.error().code}});
    }
    const auto noted = store_.record_remote_error(remote.id, answer.error().text);
    if (!noted.ok()) base::log::debug("status_not_written", noted.error().text);
    return;
  }
  if (remote.state == model::RemoteState::stopped) {
    const auto resumed = store_.set_remote_state(remote.id, model::RemoteState::connected, "");
    if (resumed.ok())
      base::log::info("connection_resumed", "the peer takes our token again", {{"remote_id", remote.id.str()}});
  }
  const auto recorded = store_.record_ping(remote.id, answer->causeway.has_value(), clock_.now());
  if (!recorded.ok()) base::log::debug("status_not_written", recorded.error().text);
  if (mark.ok() && answer->causeway && answer->causeway->kept) {
    compare_marks(remote, *mark, *answer->causeway->kept);
  }
  if (!wakes) return;
  const auto woken = store_.wake_remote(remote.id, clock_.now());
  if (!woken.ok()) base::log::debug("wake_failed", woken.error().text);
}

void Heartbeat::compare_marks(const model::Remote& remote, const model::PingMark& mark, base::Time kept) {
  {
    const base::MutexLock lock(mutex_);
    pulses_[remote.id].keeps_marks = true;
  }
  if (kept == mark.from || kept == mark.to) {
    const auto ended = store_.end_mark(remote.id, mark);
    if (!ended.ok()) base::log::debug("status_not_written", ended.error().text);
    return;
  }
  {
    const base::MutexLock lock(mutex_);
    base::Steady& before = pulses_[remote.id].sent_again;
    const base::Steady now = clock_.steady();
    if (before != base::Steady() && now - before < send_again_pause) return;
    before = now;
  }
  const auto done = store_.send_since(remote.id, mark, kept, clock_.now());
  if (!done.ok()) {  // the marks differ at the next ping too
    const base::MutexLock lock(mutex_);
    pulses_[remote.id].sent_again = base::Steady();
    return;
  }
  if (!*done) return;
  base::log::warn(
      "peer_restored", "a database is of an earlier time than before: what the peer was told since is sent again",
      {{"remote_id", remote.id.str()}, {"since", std::to_string(base::to_millis(std::min(mark.from, kept)))}});
  audit_.note(deed::restored, {}, remote.id);
}

bool Heartbeat::note(const model::RemoteId& remote, bool answered) {
  const base::Steady now = clock_.steady();
  const base::MutexLock lock(mutex_);
  Pulse& pulse = pulses_[remote];
  const bool only_doubt = std::exchange(pulse.only_doubt, false);
  pulse.answered = answered;
  if (answered) {
    pulse.failing_since = base::Steady();
    pulse.next = now + current_.get()->settings.ping_frequency;
    return !only_doubt;
  }
  if (pulse.failing_since == base::Steady()) pulse.failing_since = now;
  const bool anxious = now - pulse.failing_since < anxious_time;
  const base::Millis calm = current_.get()->settings.ping_frequency;
  pulse.next = now + (anxious ? std::min<base::Millis>(anxious_pause, calm) : calm);
  return false;
}

}  // namespace causeway::remotes
