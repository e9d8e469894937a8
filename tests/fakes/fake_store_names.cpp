#include <algorithm>

#include "fakes/fake_store.h"
#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;

Result<std::vector<store::Store::NamedUser>> FakeStore::named_users(const std::vector<std::string>& usernames,
                                                                    const std::optional<model::ChannelId>&) {
  return read<std::vector<NamedUser>>([&] {
    std::vector<NamedUser> result;
    for (const auto& [id, user] : users_) {
      if (user.delete_at != base::Time{} ||
          std::find(usernames.begin(), usernames.end(), user.username) == usernames.end()) {
        continue;
      }
      result.push_back({id, user.username, user.remote_id && !user.remote_id->empty()});
    }
    return result;
  });
}

Result<std::map<model::PostId, model::ChannelId>> FakeStore::channels_of_posts(
    const std::vector<model::PostId>& posts) {
  return read<std::map<model::PostId, model::ChannelId>>([&] {
    std::map<model::PostId, model::ChannelId> result;
    for (const model::PostId& id : posts) {
      if (const auto found = posts_.find(id); found != posts_.end()) result.emplace(id, found->second.channel_id);
    }
    return result;
  });
}

}  // namespace causeway::fakes
