#include "plugin/read_only_channels.h"

#include "base/log.h"
#include "peer/content_policy.h"

namespace causeway::plugin {

void ReadOnlyChannels::refresh(store::Store& store) {
  const auto shared = store.shared_channels();
  if (!shared.ok()) {
    base::log::debug("read_only_not_refreshed", shared.error().text);
    return;
  }
  std::set<model::ChannelId> next;
  for (const model::SharedChannel& channel : *shared) {
    if (channel.read_only && !channel.home) next.insert(channel.id);
  }
  const base::MutexLock lock(mutex_);
  channels_.swap(next);
}

bool ReadOnlyChannels::refuses(const model::Post& post) const {
  const bool local = !post.remote_id || post.remote_id->empty();
  if (!local || !peer::type_crosses(post.type)) return false;
  const base::MutexLock lock(mutex_);
  return channels_.count(post.channel_id) != 0;
}

bool ReadOnlyChannels::refuses(const model::Reaction& reaction) const {
  const bool local = !reaction.remote_id || reaction.remote_id->empty();
  const base::MutexLock lock(mutex_);
  return local && channels_.count(reaction.channel_id) != 0;
}

}  // namespace causeway::plugin
