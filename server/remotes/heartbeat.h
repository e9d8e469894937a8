#pragma once
// THE BANKS: is the other side there? Pings every connected remote, all at once, every ping frequency; a remote that
// does not answer is asked every few seconds for its first minutes. An answer lets the tasks that wait for a retry go
// at once, and shows whether the peer's database is the one that it was (store/marks.h). Owns its threads; owned by
// plugin.

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "base/thread.h"
#include "config/current.h"
#include "model/state.h"
#include "model/wire.h"
#include "peer/client.h"
#include "remotes/audit.h"
#include "store/store.h"

namespace causeway::remotes {

class Heartbeat {
 public:
  Heartbeat(store::Store& store, peer::Client& peers, Audit& audit, const config::Current& current,
            const base::Clock& clock);
  ~Heartbeat();

  // Pings this one at once: it has just been paired.
  void poke(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

  // An authenticated request came from this remote, so it is there: what waits for it need not wait. Cheap; writes at
  // most once a second and remote.
  void heard_from(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

  // Something that was said to this remote was not answered: it is pinged soon, to know when it is back if it has gone.
  // An answer to that proves that it is not gone, and nothing of what was said: that waits as it would. Cheap.
  void doubt(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

  // The remote was told something and has said yes: it is pinged soon, so that its mark is not much older than what it
  // knows. Cheap.
  void told(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

  // The remote answered the last ping from here, so it is who answers at its address. Pings it now when that is due.
  bool answers(const model::Remote& remote, std::stop_token stop) CAUSEWAY_EXCLUDES(mutex_);

  // The other half: the answer to a peer's ping. Refused: payload_invalid.
  base::Result<model::RemoteClusterPing> answer(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  struct Pulse {
    base::Steady next{};           // when to ping again
    base::Steady failing_since{};  // epoch = the last ping was answered
    base::Steady woken{};          // when its tasks were woken last
    bool answered = false;         // the last ping
    bool keeps_marks = false;      // by its last answer
    base::Steady doubted{};        // when doubt last asked for a ping
    bool only_doubt = false;       // nothing else asked for the next one
    base::Steady sent_again{};     // when it was found that the peer's database had come back from a backup
  };

  struct Flight {
    std::atomic<bool> landed = false;
    std::optional<base::Thread> thread;  // last: it says when it has landed
  };

  void run(std::stop_token stop);
  void ping_due(std::stop_token stop);
  void ping(const model::Remote& remote, std::stop_token stop);
  void compare_marks(const model::Remote& remote, const model::PingMark& mark, base::Time kept)
      CAUSEWAY_EXCLUDES(mutex_);
  // Whether what waits for the remote is to be tried now.
  bool note(const model::RemoteId& remote, bool answered) CAUSEWAY_EXCLUDES(mutex_);
  std::vector<model::Remote> due(const std::vector<model::Remote>& remotes) CAUSEWAY_EXCLUDES(mutex_);

  store::Store& store_;
  peer::Client& peers_;
  Audit& audit_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  base::CondVar poked_;
  std::map<model::RemoteId, Pulse> pulses_ CAUSEWAY_GUARDED_BY(mutex_);
  bool hurry_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  std::vector<model::Remote> seen_;                             // as they were last read; thread_'s own
  std::map<model::RemoteId, std::unique_ptr<Flight>> flights_;  // of pings; thread_'s own
  base::Thread thread_;                                         // last
};

}  // namespace causeway::remotes
