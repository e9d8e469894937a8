#include "outbound/people_sender.h"

#include <algorithm>

#include "base/id.h"
#include "base/log.h"
#include "config/crossing.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/users.h"
#include "peer/answer.h"
#include "peer/frame.h"

namespace causeway::outbound {

base::Result<store::Settlement> PeopleSender::send(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || remote->state == model::RemoteState::removed) return settlement;
  const auto& settings = current_.get()->settings;
  if (!config::global_users_cross(settings, remote->policy) || has_declined(remote->id)) return settlement;

  model::Cursor behind = task.resume;
  if (behind == model::Cursor{}) {
    behind.at = std::max(base::Time(), remote->last_global_user_sync_at - model::limits::people_overlap);
  }
  CAUSEWAY_TRY(newest, store_.newest_user_change());  // before the look, so that it covers this
  CAUSEWAY_TRY(found, store_.unknown_people(remote->id, behind, settings.global_user_sync_batch_size));
  settlement.resume = found.end;
  if (found.more || !found.people.empty()) settlement.kind = store::Settlement::Kind::more;
  if (found.people.empty()) {
    if (!found.more && newest > remote->last_global_user_sync_at) {
      CAUSEWAY_CHECK(store_.set_people_offered(remote->id, newest));
    }
    return settlement;
  }
  const std::size_t all = found.people.size();
  const model::SyncMsg message = message_of(*remote, found.people);
  if (found.people.size() < all) settlement.resume = {found.people.back().update_at, found.people.back().id.str()};
  const auto frame = peer::make_frame(remote->id, model::topic::global_user_sync, json::to_json(message), clock_.now(),
                                      task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  if (answer.status != "OK") return peer::said_no(answer);
  const auto response = json::from_json<model::SyncResponse>(answer.payload);
  // A server whose own switch is off says yes and nothing else.
  if (!response.ok() || (response->users_syncd.empty() && response->user_errors.empty())) {
    decline(*remote);
    return store::Settlement{};
  }
  for (const std::string& id : response->users_syncd) {
    const auto sent = message.users.find(id);
    if (sent != message.users.end()) settlement.synced_users.emplace(id, sent->second.update_at);
  }
  if (!response->user_errors.empty()) {
    base::log::warn("people_refused", "the peer refused some people",
                    {{"remote_id", remote->id.str()}, {"count", response->user_errors.size()}});
  }
  return settlement;
}

// Of `people` only those who fit stay.
model::SyncMsg PeopleSender::message_of(const model::Remote& remote, std::vector<model::User>& people) const {
  const auto& settings = current_.get()->settings;
  model::SyncMsg message;
  message.id = base::new_id();
  for (const model::User& user : people) message.users.emplace(user.id.str(), for_wire(user, settings, remote.policy));
  while (people.size() > 1 && json::dump(json::to_json(message)).size() > model::limits::outgoing_body_bytes) {
    for (std::size_t rest = people.size() / 2; rest > 0; --rest) {
      message.users.erase(people.back().id.str());
      people.pop_back();
    }
  }
  return message;
}

void PeopleSender::ask_again(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  declined_.erase(remote);
}

bool PeopleSender::has_declined(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  const auto found = declined_.find(remote);
  return found != declined_.end() && clock_.steady() < found->second;
}

void PeopleSender::decline(const model::Remote& remote) {
  base::log::info("people_not_taken", "the peer does not take people who have not written yet",
                  {{"remote_id", remote.id.str()}});
  const base::MutexLock lock(mutex_);
  declined_[remote.id] = clock_.steady() + model::limits::people_declined_period;
}

}  // namespace causeway::outbound
