#pragma once
// What the names and links in a peer's posts are here. The peer sends with each name that it could resolve the id of
// the user meant (mention_transforms); the same name may be somebody else's here, who must not hear of it:
//
//   the peer's name stands for           it becomes
//   a user of ours                       @{our user's name}
//   a user known through some peer       @{the synthetic user's name}, such as @alice:a
//   a user whom we do not know           as it is with a ':', else @{name}:{connection}
//   nobody (no transform)                @{name}:{connection} if a user of ours bears the name, else as it is
//
// The last line differs from native, which leaves the name: there the sender's typing error, or a name that he uses
// for somebody outside the team, notifies a stranger. A name goes by its longest spelling that the peer resolved
// ("@bob." may be "bob." or "bob"). The result is a function of the text and of Reading alone.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/content.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::inbound {

struct Reading {
  std::map<std::string, std::string> named;  // the peer's name as sent → the name here
  std::set<std::string> ours;                // names of users of ours that occur in the texts, lower case
  std::string connection;                    // the remote's name
  std::string site_url;                      // ours; empty = links stay
  std::string team;                          // the channel's, by name; empty = links stay
};

// The names of one message's posts, read with two reads of the store at most; only names that occur are looked up.
// Links are left to the caller.
base::Result<Reading> read_names(store::Store& store, const model::Remote& remote,
                                 const std::vector<model::Post>& posts, const model::StringMap& transforms);

// Whether any of the posts links to a post as peers do (peer/permalinks.h): then site_url and team are needed.
bool has_marked_links(const std::vector<model::Post>& posts);

// Names and links in the message and the cards of a post. Where the message would grow beyond limits::message_runes,
// links stay as sent, and if that is not enough names that would grow lose their '@' to the sign '＠', which nobody
// hears.
void localise_texts(model::Post& post, const Reading& reading);

}  // namespace causeway::inbound
