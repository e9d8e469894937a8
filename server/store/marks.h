#pragma once
// The lake's page on databases that come back from a backup (store.h says what holds for every call). With its pings
// each side gives the other a mark to keep, later than the one before. Whoever keeps an earlier one than it was known
// to keep has forgotten all that it was told since.

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "model/wire.h"

namespace causeway::store {

class Marks {
 public:
  virtual ~Marks() = default;

  // For the next ping: what the remote keeps (0: nothing yet), and what it is to keep from now on, which stays the same
  // until end_mark.
  virtual base::Result<model::PingMark> begin_mark(const model::RemoteId& remote, base::Time now) = 0;
  // The remote keeps it.
  virtual base::Result<> end_mark(const model::RemoteId& remote, const model::PingMark& mark) = 0;
  // The other half: the remote's mark is kept, if what was kept is one of the two. What was kept before; 0: nothing.
  virtual base::Result<base::Time> keep_mark(const model::RemoteId& remote, const model::PingMark& mark) = 0;
  // The remote keeps `kept` and not mark.from. Of what was sent to it since the earlier of the two nobody knows whether
  // it has it: all of that is due again, with channels that were shared with it since. What it wrote itself since is
  // not. False: somebody else has done it.
  virtual base::Result<bool> send_since(const model::RemoteId& remote, const model::PingMark& mark, base::Time kept,
                                        base::Time now) = 0;
};

}  // namespace causeway::store
