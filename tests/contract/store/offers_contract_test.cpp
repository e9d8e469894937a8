// Channels that peers offer.
#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

class OffersContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    ASSERT_TRUE(store().add_remote(make_remote("r2")).ok());
  }
  static model::OfferedChannel offer(const char* remote, const char* channel, std::int64_t at,
                                     const std::string& name = "town") {
    model::OfferedChannel offered;
    offered.remote_id = RemoteId(remote);
    offered.invite.channel_id = ChannelId(channel);
    offered.invite.name = name;
    offered.invite.display_name = "Town \"hall\"";
    offered.invite.type = "P";
    offered.invite.read_only = true;
    offered.invite.causeway = model::ShareWord{from_millis(77)};
    offered.offered_at = from_millis(at);
    return offered;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, OffersContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

TEST_P(OffersContract, AreKeptWithTheirLatestWordTheOldestFirst) {
  const auto first = store().keep_offer(offer("r1", "c1", 5)).value();
  EXPECT_TRUE(first.fresh);
  EXPECT_EQ(first.offer, offer("r1", "c1", 5));
  ASSERT_TRUE(store().keep_offer(offer("r2", "c1", 3)).ok());
  EXPECT_FALSE(store().keep_offer(offer("r1", "c1", 9, "village")).value().fresh);
  EXPECT_EQ(store().offers().value(), (std::vector{offer("r2", "c1", 3), offer("r1", "c1", 5, "village")}));
}

TEST_P(OffersContract, StayDeclinedWhateverThePeerSaysAgain) {
  ASSERT_TRUE(store().keep_offer(offer("r1", "c1", 5)).ok());
  EXPECT_TRUE(store().decline_offer(RemoteId("r1"), ChannelId("c1")).value());
  EXPECT_FALSE(store().decline_offer(RemoteId("r2"), ChannelId("c1")).value());
  EXPECT_TRUE(store().keep_offer(offer("r1", "c1", 9)).value().offer.declined);
  EXPECT_TRUE(store().offers().value().at(0).declined);
}

TEST_P(OffersContract, AreApprovedForAPlaceUntilTheyAreDeclined) {
  ASSERT_TRUE(store().keep_offer(offer("r1", "c1", 5)).ok());
  ASSERT_TRUE(store().decline_offer(RemoteId("r1"), ChannelId("c1")).ok());
  EXPECT_TRUE(store().approve_offer(RemoteId("r1"), ChannelId("c1"), model::TeamId("t1"), "the-town").value());
  EXPECT_FALSE(store().approve_offer(RemoteId("r2"), ChannelId("c1"), model::TeamId("t1"), "").value());
  model::OfferedChannel approved = offer("r1", "c1", 5);
  approved.approved = true;
  approved.team_id = model::TeamId("t1");
  approved.name = "the-town";
  EXPECT_EQ(store().offers().value(), std::vector{approved});
  EXPECT_EQ(store().keep_offer(offer("r1", "c1", 9)).value().offer, approved);
  ASSERT_TRUE(store().decline_offer(RemoteId("r1"), ChannelId("c1")).ok());
  EXPECT_FALSE(store().offers().value().at(0).approved);
}

TEST_P(OffersContract, GoAloneAndWithTheirConnection) {
  for (const char* remote : {"r1", "r2"}) {
    for (const char* channel : {"c1", "c2"}) ASSERT_TRUE(store().keep_offer(offer(remote, channel, 5)).ok());
  }
  EXPECT_TRUE(store().forget_offer(RemoteId("r1"), ChannelId("c1")).value());
  EXPECT_FALSE(store().forget_offer(RemoteId("r1"), ChannelId("c1")).value());
  EXPECT_EQ(store().offers().value().size(), 3U);
  ASSERT_TRUE(store().remove_remote(RemoteId("r2"), from_millis(10)).ok());
  EXPECT_EQ(store().offers().value(), std::vector{offer("r1", "c2", 5)});
}

}  // namespace
}  // namespace causeway::contract
