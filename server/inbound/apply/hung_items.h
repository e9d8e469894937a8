#pragma once
// What hangs on posts (reactions, acknowledgements) goes the same way: checked one by one, held against the ledger,
// written, ticked off. The two kinds differ in how an item is named and written.

#include <map>
#include <string>
#include <vector>

#include "base/log.h"
#include "inbound/apply/post_rows.h"
#include "inbound/apply/users.h"
#include "model/ledger_items.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::inbound {

template <class Item>
struct HungItem {
  Item item;
  model::ReceivedItem received;
};

// The fresh ones of a message, marked as being applied. Refused ones (no such post here, not that remote's person, not
// in this direct channel) have the id of their post in `errors`. Of two that name the same thing the later one counts.
// `describe(item)` gives kind, name, version and stamp.
template <class Item, class Describe>
base::Result<std::vector<HungItem<Item>>> fresh_items(store::Store& store, UserApplier& users, const base::Clock& clock,
                                                      const model::Remote& remote, const PostRows& rows,
                                                      const model::SharedChannel& channel,
                                                      const std::vector<Item>& items, std::vector<std::string>& errors,
                                                      Describe describe) {
  std::map<std::string, HungItem<Item>> distinct;
  std::map<model::UserId, Standing> people;
  for (const Item& item : items) {
    auto person = people.find(item.user_id);
    if (person == people.end()) {
      CAUSEWAY_TRY(standing, users.standing(remote, item.user_id));
      if (standing == Standing::ours_to_apply && model::is_direct(channel.type)) {
        const auto member = users.ensure_member(channel, item.user_id);
        if (!member.ok() && member.error().code != "not_a_member") return member.error();
        if (!member.ok()) standing = Standing::foreign;
      }
      person = people.emplace(item.user_id, standing).first;
    }
    if (person->second == Standing::elsewhere) continue;
    const auto row = rows.find(item.post_id);
    const bool gone =
        row != rows.end() && row->second.post.channel_id == channel.id && row->second.post.delete_at != base::Time();
    if (gone) continue;
    const model::ReceivedItem received = describe(item);
    if (live_post(rows, item.post_id, channel.id) == nullptr || person->second == Standing::foreign ||
        received.version.empty()) {
      base::log::warn("item_refused", "not a post of this channel, or not that connection's person",
                      {{"post_id", item.post_id.str()}, {"remote_id", remote.id.str()}});
      errors.push_back(item.post_id.str());
      continue;
    }
    const auto [place, first] = distinct.try_emplace(received.item_id, HungItem<Item>{item, received});
    if (!first && place->second.received.stamp <= received.stamp) place->second = {item, received};
  }
  std::vector<model::ReceivedItem> received;
  std::vector<HungItem<Item>> candidates, fresh;
  for (auto& [name, one] : distinct) {
    received.push_back(one.received);
    candidates.push_back(std::move(one));
  }
  CAUSEWAY_TRY(verdicts, store.ledger_begin(remote.id, received, clock.now()));
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i] == model::ReceivedVerdict::fresh) fresh.push_back(std::move(candidates[i]));
  }
  return fresh;
}

}  // namespace causeway::inbound
