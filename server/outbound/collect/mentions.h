#pragma once
// Who is mentioned in posts that go to a peer: the peer gets each name as typed with the id of the user it stands for
// (native's mention_transforms), and the profiles along with the authors'. Only members of the channel's team count, as
// with native: a name alone tells the peer nothing of anybody else.

#include <vector>

#include "base/result.h"
#include "model/content.h"
#include "store/store.h"

namespace causeway::outbound {

struct Mentioned {
  model::StringMap transforms;       // name as typed, without the '@' and the punctuation behind it → user id
  std::vector<model::UserId> users;  // each once
};

// One read of the store; none when nobody is mentioned. Beyond limits::names_per_batch names stay as typed.
base::Result<Mentioned> mentioned_in(store::Store& store, const model::ChannelId& channel,
                                     const std::vector<model::Post>& posts);

// Of the transforms, those of names that these posts mention.
model::StringMap transforms_for(const std::vector<model::Post>& posts, const model::StringMap& transforms);

}  // namespace causeway::outbound
