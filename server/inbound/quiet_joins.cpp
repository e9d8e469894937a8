#include "inbound/quiet_joins.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/limits.h"

namespace causeway::inbound {
namespace {

constexpr const char* add_message = "system_add_to_channel";
constexpr const char* leave_message = "system_leave_channel";
constexpr std::array<std::string_view, 4> join_messages{"system_join_team", "system_add_to_team", "system_join_channel",
                                                        add_message};

}  // namespace

QuietJoins::Guard::Guard(QuietJoins& joins, model::UserId user) : joins_(joins), user_(std::move(user)) {
  const base::MutexLock lock(joins_.mutex_);
  ++joins_.joining_[user_];
}

QuietJoins::Guard::~Guard() {
  const base::MutexLock lock(joins_.mutex_);
  if (--joins_.joining_[user_] == 0) joins_.joining_.erase(user_);
}

void QuietJoins::expect_add(const model::ChannelId& channel, const model::UserId& user) {
  expect({add_message, channel, user});
}

void QuietJoins::expect_leave(const model::ChannelId& channel, const model::UserId& user) {
  expect({leave_message, channel, user});
}

void QuietJoins::expect(Expected message) {
  const base::MutexLock lock(mutex_);
  if (expected_.size() >= model::limits::expected_messages) expected_.clear();
  expected_.insert(std::move(message));
}

bool QuietJoins::joining(const model::UserId& user) const {
  const base::MutexLock lock(mutex_);
  return joining_.count(user) != 0;
}

bool QuietJoins::dismisses(const model::Post& post) {
  const bool about_a_join = std::find(join_messages.begin(), join_messages.end(), post.type) != join_messages.end();
  if (!about_a_join && post.type != leave_message) return false;
  const json::Value* added = post.props.find("addedUserId");
  const model::UserId about =
      added != nullptr && added->string() != nullptr ? model::UserId(*added->string()) : post.user_id;
  const base::MutexLock lock(mutex_);
  if (expected_.erase({post.type, post.channel_id, about}) != 0) return true;
  return about_a_join && joining_.count(about) != 0;
}

}  // namespace causeway::inbound
