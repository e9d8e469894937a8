#include "outbound/erasure_sender.h"

#include "base/id.h"
#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/posts.h"
#include "peer/answer.h"
#include "peer/frame.h"
#include "peer/version.h"

namespace causeway::outbound {

base::Result<store::Settlement> ErasureSender::send(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || remote->state == model::RemoteState::removed) return store::Settlement{};
  if (task.channel_id.empty()) return tell_people(task, *remote, std::move(stop));
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  if (!row) return store::Settlement{};
  const To to{task, *remote, *row};
  CAUSEWAY_TRY(erased, store_.erased_posts(*row, model::limits::erasures_per_message));
  return erased.empty() ? tell_retention(to, std::move(stop)) : tell(to, erased, std::move(stop));
}

base::Result<store::Settlement> ErasureSender::tell(const To& to, const std::vector<store::Store::ChangedPost>& erased,
                                                    std::stop_token stop) {
  store::Settlement settlement;
  settlement.kind = store::Settlement::Kind::more;  // the next look finds the rest, or nothing
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = to.row.wire_id();
  std::vector<model::PostId> all;
  for (const store::Store::ChangedPost& one : erased) {
    all.push_back(one.post.id);
    const bool crosses = crossing(one, peer::deleted_version, to.row, clock_.now(), false) == Crossing::change ||
                         (to.remote.causeway && perhaps_crossed(one, to.row));
    if (!crosses) continue;
    model::Post wire = for_wire(one.post);
    wire.channel_id = message.channel_id;
    message.posts.emplace_back(std::move(wire));
    settlement.ledger.push_back({model::LedgerKind::post, one.post.id.str(), peer::deleted_version, 0, one.heard});
  }
  if (!message.posts.empty()) {
    const auto frame =
        peer::make_frame(to.remote.id, model::topic::sync, json::to_json(message), clock_.now(), to.task.message_id);
    CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(to.remote), frame, std::move(stop)));
    CAUSEWAY_CHECK(accepted(unshared_, to.row, answer));
    const auto response = json::from_json<model::SyncResponse>(answer.payload);
    if (response.ok() && !response->post_errors.empty()) {
      base::log::warn("erasures_refused", "the peer did not delete some posts that are gone for good here",
                      {{"remote_id", to.remote.id.str()}, {"count", response->post_errors.size()}});
    }
  }
  CAUSEWAY_CHECK(store_.forget_erased(to.row, all));
  return settlement;
}

base::Result<bool> ErasureSender::tell_causeway(const model::Task& task, const model::Remote& remote, const char* topic,
                                                json::Value payload, std::stop_token stop) {
  const auto frame = peer::make_frame(remote.id, topic, std::move(payload), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(remote), frame, std::move(stop)));
  if (answer.status != "OK") return peer::said_no(answer);
  const auto receipt = json::from_json<model::RetentionReceipt>(answer.payload);
  return receipt.ok() && receipt->more;
}

// Native has no word for it: what they wrote stays there.
base::Result<store::Settlement> ErasureSender::tell_people(const model::Task& task, const model::Remote& remote,
                                                           std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(people, store_.erased_people(remote.id, model::limits::erased_people));
  if (people.empty()) return settlement;
  settlement.kind = store::Settlement::Kind::more;
  if (remote.causeway) {
    CAUSEWAY_TRY(more, tell_causeway(task, remote, model::topic::erased_people,
                                     json::to_json(model::ErasedPeople{people}), std::move(stop)));
    if (more) return settlement;
  }
  CAUSEWAY_CHECK(store_.forget_people(remote.id, people));
  base::log::info("people_erased", "people who were deleted for good are told to a peer",
                  {{"remote_id", remote.id.str()}, {"count", people.size()}});
  return settlement;
}

base::Result<store::Settlement> ErasureSender::tell_retention(const To& to, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(retained, store_.retained(to.row, model::limits::retention_kept + 1));
  if (retained.asked_at == base::Time()) return settlement;
  CAUSEWAY_TRY(channel, store_.channel_now(to.remote.id, to.row.channel_id));
  if (!channel) retained = {retained.asked_at, retained.asked_at, {}};  // it is gone, with everything in it
  const bool known = retained.before != base::Time() && retained.kept.size() <= model::limits::retention_kept;
  if (known && to.remote.causeway) {
    const model::Retention message{to.row.wire_id(), retained.before, std::move(retained.kept)};
    CAUSEWAY_TRY(more,
                 tell_causeway(to.task, to.remote, model::topic::retention, json::to_json(message), std::move(stop)));
    if (more) {
      settlement.kind = store::Settlement::Kind::more;
      return settlement;
    }
  }
  CAUSEWAY_CHECK(store_.end_retention(to.row, retained.asked_at));
  if (!channel) {
    CAUSEWAY_CHECK(store_.end_share(to.row.channel_id, to.remote.id, true, clock_.now()));
    base::log::info("channel_erased", "a shared channel was deleted for good; a peer has been told",
                    {{"remote_id", to.remote.id.str()}, {"channel_id", to.row.channel_id.str()}});
  }
  return settlement;
}

}  // namespace causeway::outbound
