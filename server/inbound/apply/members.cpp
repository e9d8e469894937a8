#include "inbound/apply/members.h"

#include <algorithm>
#include <map>

#include "base/log.h"
#include "config/crossing.h"
#include "inbound/side_by_side.h"
#include "model/ledger_items.h"
#include "model/limits.h"

namespace causeway::inbound {
namespace {

void refuse(const model::Remote& remote, const model::MembershipChange& change, const char* why,
            model::SyncResponse& response) {
  base::log::warn("member_refused", why,
                  {{"user_id", change.user_id.str()}, {"remote_id", remote.id.str()}, {"add", change.is_add}});
  response.membership_errors.push_back(change.user_id.str());
}

}  // namespace

bool MemberApplier::wanted(const model::Remote& remote) const {
  return config::members_cross(current_.get()->settings, remote.policy);
}

base::Result<std::vector<model::MembershipChange>> MemberApplier::permitted(
    const model::Remote& remote, const model::SharedChannel& channel,
    const std::vector<model::MembershipChange>& changes, model::SyncResponse& response) {
  std::map<model::UserId, model::MembershipChange> latest;
  for (const model::MembershipChange& change : changes) {
    if (change.channel_id != channel.id) {
      refuse(remote, change, "the change is of another channel than its message", response);
      continue;
    }
    CAUSEWAY_TRY(standing, users_.standing(remote, change.user_id));
    if (standing == Standing::foreign) refuse(remote, change, "not a user of that connection", response);
    if (standing != Standing::ours_to_apply) continue;
    const auto [place, first] = latest.try_emplace(change.user_id, change);
    if (!first && place->second.change_time <= change.change_time) place->second = change;
  }
  std::vector<model::MembershipChange> result;
  for (auto& [user, change] : latest) result.push_back(std::move(change));
  return result;
}

base::Result<> MemberApplier::apply(const model::Remote& remote, const model::SharedChannel& channel,
                                    const std::vector<model::MembershipChange>& changes,
                                    model::SyncResponse& response) {
  if (model::is_direct(channel.type) || !wanted(remote)) return base::ok();
  CAUSEWAY_TRY(asked, permitted(remote, channel, changes, response));
  std::vector<model::ReceivedItem> items;
  for (const model::MembershipChange& change : asked) {
    items.push_back(
        {model::LedgerKind::member, model::ledger_item(change), change.is_add ? "in" : "out", change.change_time, {}});
  }
  CAUSEWAY_TRY(verdicts, store_.ledger_begin(remote.id, items, clock_.now()));
  std::vector<base::Result<>> done(asked.size(), base::ok());
  side_by_side(asked.size(), model::limits::members_in_flight, [&](std::size_t i) {
    // What we had already is done again: after a channel was shared anew its members are said anew.
    if (verdicts[i] == model::ReceivedVerdict::late) return;
    const model::UserId& user = asked[i].user_id;
    done[i] = asked[i].is_add ? users_.ensure_member(channel, user) : users_.take_out(channel.id, user);
  });
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (done[i].ok()) continue;
    if (done[i].error().next != base::Next::refused) return std::move(done[i]).error();
    refuse(remote, asked[i], done[i].error().text.c_str(), response);
  }
  return store_.ledger_finish(remote.id, items, clock_.now());
}

}  // namespace causeway::inbound
