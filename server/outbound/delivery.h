#pragma once
// RIVER 1: one conversation with a peer about one channel. Says messages, remembers what the peer took, and finds out
// what it cannot take: a message that fails is halved until the item that it fails for stands alone, which is held, and
// the rest flows. A peer that fails at everything is not choking: then the conversation breaks off as it does when
// nobody is there. One thread, one conversation.

#include <cstddef>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "outbound/collector.h"
#include "outbound/poison.h"
#include "peer/client.h"

namespace causeway::outbound {

class Delivery {
 public:
  struct About {
    const model::Task& task;  // with the id of its first message of items
    model::ChannelId channel;
    model::ChannelId wire_id;  // by which the peer knows it
    peer::Address to;
    bool alone = false;  // every item in a message of its own
  };
  Delivery(peer::Client& peers, const base::Clock& clock, About about, const Batch& batch, std::stop_token stop);

  // Each to be called once, in this order. An error breaks the conversation off (peer_unshared: for good); what was
  // taken and what is held until then counts.
  base::Result<> carry_users(std::size_t most);
  base::Result<> carry_posts(const Parcel<model::Post>& posts);
  base::Result<> carry_reactions();
  base::Result<> carry_acknowledgements();

  // A post whose file failed waits for the next try, and so does what hangs on it.
  void hold_back(const model::Post& post, const model::LedgerEntry& entry, const std::string& why);
  // A conversation about held items broke off: what hangs on posts that have crossed is held by itself from now on,
  // because no scan comes by there any more.
  void hold_what_hangs(const std::string& why);

  const std::vector<model::LedgerEntry>& taken() const { return taken_; }
  const std::map<model::UserId, base::Time>& users_taken() const { return users_taken_; }
  const std::vector<model::HeldItem>& held() const { return held_; }

 private:
  using Places = std::vector<std::size_t>;
  template <class Item>
  struct Load;  // a parcel and its places in a message and in an answer

  template <class Item>
  void hold_untaken(const Parcel<Item>& parcel, const std::string& why);
  template <class Item>
  base::Result<> carry(const Load<Item>& load);
  template <class Item>
  base::Result<> carry_some(const Load<Item>& load, Places which);
  template <class Item>
  void note_answer(const Load<Item>& load, const Places& which, const model::SyncResponse& response);
  template <class Item>
  base::Result<> fail_alone(const Load<Item>& load, std::size_t which, Fault fault, const base::Error& error);
  base::Result<> carry_some_users(const std::vector<const model::User*>& users);
  base::Result<model::SyncResponse> say(model::SyncMsg message, const std::string& id);
  base::Result<> check_works(const base::Error& error);
  bool waits(const model::Post& post, const model::LedgerEntry& entry);
  bool waits(const model::Reaction& reaction, const model::LedgerEntry& entry);
  bool waits(const model::PostAcknowledgement& acknowledgement, const model::LedgerEntry& entry);
  model::HeldItem item_of(const model::LedgerEntry& entry, const model::PostId& post, const model::PostId& root) const;
  void hold(model::HeldItem item, const std::string& why);

  peer::Client& peers_;
  const base::Clock& clock_;
  const About about_;
  const Batch& batch_;
  const std::stop_token stop_;
  std::string next_message_id_;
  std::map<model::PostId, bool> absent_;  // posts that the peer lacks because they are held; true: dead letters
  std::vector<model::LedgerEntry> taken_;
  std::map<model::UserId, base::Time> users_taken_;
  std::vector<model::HeldItem> held_;
  bool works_ = false;            // since it took something last, it has answered an empty message
  std::size_t failed_alone_ = 0;  // items one after the other
};

}  // namespace causeway::outbound
