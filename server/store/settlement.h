#pragma once
// What became of a task, for the store to write down in one transaction. A value.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "model/state.h"

namespace causeway::store {

// How a claimed task ends. Exactly one settle() per claim.
struct Settlement {
  enum class Kind {
    done,   // the row goes, unless somebody asked again meanwhile: then it is due at once
    more,   // due again at once, from `resume` on (a full batch: there may be more); attempts = 0
    retry,  // attempts + 1, due at `not_before`, with `error`
  };
  Kind kind = Kind::done;
  base::Time not_before;
  std::string error;
  std::string message_id;  // retry: kept for the next try; else ignored
  model::Cursor resume;    // more: where the next page begins
  // The conversation broke off here. What is below is written all the same; the rest is tried again by the error's
  // next move. The store does not look at it.
  std::optional<base::Error> broke_off;
  base::Time remote_pauses_until;  // the remote asked for it: none of its tasks is claimed before; 0 = it did not
  // Written in the same transaction, after the peer's yes; versions in the ledger prove that what is held of the remote
  // is not held because the remote takes nothing:
  std::optional<model::Cursor> last_post_create;  // both move forward only
  std::optional<model::Cursor> last_post_update;
  std::vector<model::LedgerEntry> ledger;
  // Whose profile the peer has, and of when: User::update_at. A task for their pictures is made.
  std::map<model::UserId, base::Time> synced_users;
  std::map<model::UserId, base::Time> sent_pictures;  // ... whose picture: User::last_picture_update
};

}  // namespace causeway::store
