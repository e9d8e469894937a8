#include "inbound/quiet_joins.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/limits.h"

namespace causeway::inbound {

QuietJoins::Guard::Guard(QuietJoins& joins, model::UserId user) : joins_(joins), user_(std::move(user)) {
  const base::MutexLock lock(joins_.mutex_);
  ++joins_.joining_[user_];
}

QuietJoins::Guard::~Guard() {
  const base::MutexLock lock(joins_.mutex_);
  if (--joins_.joining_[user_] == 0) joins_.joining_.erase(user_);
}

void QuietJoins::expect_leave(const model::ChannelId& channel, const model::UserId& user) {
  const base::MutexLock lock(mutex_);
  if (leaving_.size() >= model::limits::expected_leaves) leaving_.clear();
  leaving_.insert({channel, user});
}

bool QuietJoins::joining(const model::UserId& user) const {
  const base::MutexLock lock(mutex_);
  return joining_.count(user) != 0;
}

bool QuietJoins::dismisses(const model::Post& post) {
  if (post.type == "system_leave_channel") {
    const base::MutexLock lock(mutex_);
    return leaving_.erase({post.channel_id, post.user_id}) != 0;
  }
  static constexpr std::array<std::string_view, 4> types{"system_join_team", "system_add_to_team",
                                                         "system_join_channel", "system_add_to_channel"};
  if (std::find(types.begin(), types.end(), post.type) == types.end()) return false;
  const json::Value* added = post.props.find("addedUserId");
  const model::UserId about =
      added != nullptr && added->string() != nullptr ? model::UserId(*added->string()) : post.user_id;
  const base::MutexLock lock(mutex_);
  return joining_.count(about) != 0;
}

}  // namespace causeway::inbound
