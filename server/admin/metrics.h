#pragma once
// What has been counted since the process began, by remote. Thread-safe, cheap: a lock and an addition.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "admin/exposition.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "model/state.h"

namespace causeway::admin {

class Metrics {
 public:
  enum class Door { message, ping, file, picture };

  // A request to a peer has ended; `error` is absent when the peer said yes.
  void sent(const model::RemoteId& remote, Door door, std::size_t bytes, base::Steady::duration took,
            const base::Error* error) CAUSEWAY_EXCLUDES(mutex_);
  // A task has been done once; `failed`: it is tried again.
  void synced(const model::RemoteId& remote, model::TaskKind kind, bool failed) CAUSEWAY_EXCLUDES(mutex_);
  // A peer's message has been answered.
  void received(const model::RemoteId& remote, const std::string& topic, bool taken) CAUSEWAY_EXCLUDES(mutex_);

  // Of these remotes, by the name that an administrator knows.
  using Names = std::map<model::RemoteId, std::string>;
  void write(Exposition& out, const Names& names) const CAUSEWAY_EXCLUDES(mutex_);

 private:
  static constexpr std::array<double, 13> bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
  struct Durations {
    std::array<std::uint64_t, bounds.size() + 1> counts{};  // each its own; the last: longer than all
    double sum = 0;                                         // seconds
  };
  template <class... Key>
  using Counts = std::map<std::tuple<model::RemoteId, Key...>, std::uint64_t>;

  mutable base::Mutex mutex_;
  Counts<Door> requests_ CAUSEWAY_GUARDED_BY(mutex_);
  Counts<Door> bytes_ CAUSEWAY_GUARDED_BY(mutex_);
  Counts<std::string> errors_ CAUSEWAY_GUARDED_BY(mutex_);  // by code
  Counts<std::string, bool> received_ CAUSEWAY_GUARDED_BY(mutex_);
  Counts<model::TaskKind, bool> synced_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::RemoteId, Durations> durations_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::admin
