#include "outbound/collect/permalinks.h"

#include <set>

#include "base/utf8.h"
#include "model/limits.h"
#include "peer/cards.h"
#include "peer/permalinks.h"

namespace causeway::outbound {

base::Result<LinkedChannels> linked_from(store::Store& store, const std::vector<model::Post>& posts,
                                         const std::string& site_url) {
  std::set<model::PostId> linked;
  const auto look = [&](const std::string& text) {
    for (const model::PostId& post : peer::linked_posts(text, site_url)) {
      if (linked.size() < model::limits::links_per_batch) linked.insert(post);
    }
  };
  for (const model::Post& post : posts) peer::visit_texts(post, look);
  if (linked.empty()) return LinkedChannels{};
  return store.channels_of_posts({linked.begin(), linked.end()});
}

bool mark_links(model::Post& wire, const LinkedChannels& channels, const std::string& site_url) {
  bool elsewhere = false;
  if (channels.empty()) return elsewhere;
  peer::change_texts(wire, [&](const std::string& text) {
    std::string marked = peer::mark_permalinks(text, site_url, [&](const model::PostId& post) {
      const auto channel = channels.find(post);
      if (channel == channels.end()) return false;
      const bool same = channel->second == wire.channel_id;
      elsewhere = elsewhere || !same;
      return same;
    });
    return base::utf8_length(marked) <= model::limits::message_runes ? marked : text;
  });
  return elsewhere;
}

}  // namespace causeway::outbound
