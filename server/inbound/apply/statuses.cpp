#include "inbound/apply/statuses.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/log.h"
#include "config/crossing.h"
#include "model/limits.h"

namespace causeway::inbound {
namespace {

constexpr std::array<std::string_view, 4> words{"online", "away", "dnd", "offline"};
constexpr std::int64_t latest_end = 253'402'300'799;  // the end of the year 9999, in seconds

bool valid(const model::Status& status) {
  return std::find(words.begin(), words.end(), status.status) != words.end() && status.dnd_end_time >= 0 &&
         status.dnd_end_time <= latest_end;
}

}  // namespace

base::Result<> StatusApplier::apply(const model::Remote& remote, base::Time said,
                                    const std::vector<model::Status>& statuses, model::SyncResponse& response) {
  if (!config::statuses_cross(current_.get()->settings, remote.policy)) return base::ok();
  for (const model::Status& status : statuses) {
    const auto applied = apply_one(remote, said, status);
    if (applied.ok()) continue;
    if (applied.error().next != base::Next::refused) return applied;
    base::log::warn("status_refused", applied.error().text,
                    {{"user_id", status.user_id.str()}, {"remote_id", remote.id.str()}});
    response.status_errors.push_back(status.user_id.str());
  }
  return base::ok();
}

base::Result<> StatusApplier::apply_one(const model::Remote& remote, base::Time said, const model::Status& status) {
  if (!valid(status)) return base::refused("status_invalid", "no status that people have");
  CAUSEWAY_TRY(standing, users_.standing(remote, status.user_id));
  if (standing == Standing::foreign) return base::refused("status_not_yours", "not a user of that connection");
  if (standing != Standing::ours_to_apply || !is_news(status.user_id, said)) return base::ok();
  return server_.set_status(status);
}

bool StatusApplier::is_news(const model::UserId& user, base::Time said) {
  const base::MutexLock lock(mutex_);
  if (said_.size() >= model::limits::remembered_statuses) said_.clear();
  base::Time& before = said_[user];
  if (said < before) return false;
  before = said;
  return true;
}

}  // namespace causeway::inbound
