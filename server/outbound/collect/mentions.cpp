#include "outbound/collect/mentions.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"
#include "model/limits.h"
#include "peer/cards.h"
#include "peer/mentions.h"

namespace causeway::outbound {

base::Result<Mentioned> mentioned_in(store::Store& store, const model::ChannelId& channel,
                                     const std::vector<model::Post>& posts) {
  std::set<std::vector<std::string>> mentions;
  std::set<std::string> wanted;
  const auto look = [&](const std::string& text) {
    for (const peer::Mention& mention : peer::find_mentions(text)) {
      std::vector<std::string> spellings = peer::spellings(mention.name);
      if (spellings.empty() || peer::is_channel_wide(spellings.back())) continue;
      for (const std::string& spelling : spellings) {
        if (wanted.size() < model::limits::names_per_batch) wanted.insert(base::ascii_lower(spelling));
      }
      mentions.insert(std::move(spellings));
    }
  };
  for (const model::Post& post : posts) peer::visit_texts(post, look);

  Mentioned result;
  if (wanted.empty()) return result;
  CAUSEWAY_TRY(named, store.named_users({wanted.begin(), wanted.end()}, channel));
  std::map<std::string, model::UserId> ids;
  for (const store::Store::NamedUser& user : named) ids.emplace(user.username, user.id);
  std::set<model::UserId> users;
  for (const std::vector<std::string>& spellings : mentions) {
    for (const std::string& spelling : spellings) {
      const auto id = ids.find(base::ascii_lower(spelling));
      if (id == ids.end()) continue;
      result.transforms.emplace(spelling, id->second.str());
      users.insert(id->second);
      break;
    }
  }
  result.users.assign(users.begin(), users.end());
  return result;
}

model::StringMap transforms_for(const std::vector<model::Post>& posts, const model::StringMap& transforms) {
  model::StringMap result;
  if (transforms.empty()) return result;
  const auto look = [&](const std::string& text) {
    for (const peer::Mention& mention : peer::find_mentions(text)) {
      for (const std::string& spelling : peer::spellings(mention.name)) {
        if (const auto known = transforms.find(spelling); known != transforms.end()) result.insert(*known);
      }
    }
  };
  for (const model::Post& post : posts) peer::visit_texts(post, look);
  return result;
}

}  // namespace causeway::outbound
