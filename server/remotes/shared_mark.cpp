#include "remotes/shared_mark.h"

namespace causeway::remotes {

base::Result<> mark_shared(mattermost::Server& server, const model::ChannelId& id, bool shared) {
  auto channel = server.get_channel(id);
  if (!channel.ok()) return !shared && channel.error().code == "not_found" ? base::ok() : channel.error();
  if (channel->shared.value_or(false) == shared) return base::ok();
  channel->shared = shared;
  const auto updated = server.update_channel(*channel);
  return updated.ok() ? base::ok() : base::Result<>(updated.error());
}

}  // namespace causeway::remotes
