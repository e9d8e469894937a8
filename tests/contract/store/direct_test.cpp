// What store/store.h promises of direct channels, of people who are blocked and of people whose connection ended.

#include "contract/store/store_suite.h"
#include "model/limits.h"

namespace causeway::contract {
namespace {

using model::PostId;

class DirectContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    ASSERT_TRUE(store().add_remote(make_remote("r2")).ok());
    for (const char* id : {"here", "theirs", "friend"}) put_user(id, 5000);
    ASSERT_TRUE(store().claim_user(UserId("theirs"), RemoteId("r1"), from_millis(1)).ok());
  }
  static std::vector<UserId> people(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }
  static std::vector<std::string> described(const model::DirectChannel& channel) {
    std::vector<std::string> result;
    for (const auto& member : channel.members) {
      result.push_back(member.id.str() + " " + member.owner.str() + (member.active ? "" : " away"));
    }
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, DirectContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

TEST_P(DirectContract, AChannelOfPeopleIsMadeOnceAndFoundByThemAndByItsId) {
  const auto made = store().write_direct_channel(people({"theirs", "here"}), from_millis(7000));
  ASSERT_TRUE(made.ok()) << made.error().text;
  EXPECT_EQ(store().write_direct_channel(people({"here", "theirs"}), from_millis(8000)).value(), *made);
  const auto group = store().write_direct_channel(people({"here", "theirs", "friend"}), from_millis(9000));
  ASSERT_TRUE(group.ok()) << group.error().text;
  EXPECT_NE(*group, *made);
  const auto found = store().direct_channel(*made).value().value();
  EXPECT_EQ(found.type, "D");
  EXPECT_EQ(found.create_at, from_millis(7000));
  EXPECT_EQ(found.creator_id, UserId("theirs"));
  EXPECT_EQ(described(found), (std::vector<std::string>{"here ", "theirs r1"}));
  EXPECT_EQ(store().direct_channel_of(people({"here", "theirs"})).value(), found);
  EXPECT_EQ(store().direct_channel_of(people({"theirs", "friend", "here"})).value()->type, "G");
  EXPECT_FALSE(store().direct_channel_of(people({"here", "friend"})).value());
  EXPECT_FALSE(store().direct_channel(ChannelId("none")).value());
  EXPECT_EQ(store().write_direct_channel(people({"here", "nobody"}), from_millis(1)).error().code, "not_found");
}

TEST_P(DirectContract, OnlyChannelsWithAPeersPersonThatNobodyWasToldOfAreLookedFor) {
  const ChannelId with_them = store().write_direct_channel(people({"here", "theirs"}), from_millis(7000)).value();
  const ChannelId group = store().write_direct_channel(people({"here", "theirs", "friend"}), from_millis(9000)).value();
  ASSERT_TRUE(store().write_direct_channel(people({"here", "friend"}), from_millis(8000)).ok());
  const std::vector<RemoteId> both{RemoteId("r1"), RemoteId("r2")};
  const base::Time always;
  EXPECT_EQ(store().untold_direct_channels(both, always, 5).value(), (std::vector{group, with_them}));
  EXPECT_EQ(store().untold_direct_channels(both, always, 1).value(), std::vector{group});
  EXPECT_EQ(store().untold_direct_channels(both, from_millis(7001), 5).value(), std::vector{group});
  EXPECT_TRUE(store().untold_direct_channels({RemoteId("r2")}, always, 5)->empty());
  EXPECT_TRUE(store().untold_direct_channels({}, always, 5)->empty());
  ASSERT_TRUE(store().save_channel_remote(make_row(group.str(), "r1")).ok());
  EXPECT_EQ(store().untold_direct_channels(both, always, 5).value(), std::vector{with_them});
}

TEST_P(DirectContract, ARowIsFoundByTheIdThatThePeerUsesBeforeItsOwn) {
  model::ChannelRemote mapped = make_row("ours", "r1");
  mapped.peer_channel_id = ChannelId("theirs");
  EXPECT_EQ(mapped.wire_id(), ChannelId("theirs"));
  ASSERT_TRUE(store().save_channel_remote(mapped).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("theirs", "r1")).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("plain", "r2")).ok());
  EXPECT_EQ(store().channel_by_wire_id(RemoteId("r1"), ChannelId("theirs")).value(), mapped);
  EXPECT_EQ(store().channel_by_wire_id(RemoteId("r1"), ChannelId("ours")).value(), mapped);
  EXPECT_EQ(store().channel_by_wire_id(RemoteId("r2"), ChannelId("plain")).value(), make_row("plain", "r2"));
  EXPECT_FALSE(store().channel_by_wire_id(RemoteId("r2"), ChannelId("theirs")).value());
}

TEST_P(DirectContract, ABlockedPersonAndWhatWasHeldBackAreKnownUntilUnblocked) {
  const RemoteId one("r1");
  const model::BlockedUser blocked{UserId("theirs"), one, UserId("here"), from_millis(5)};
  EXPECT_FALSE(store().unblock_user(blocked.user_id).value());
  ASSERT_TRUE(store().block_user(blocked).ok());
  ASSERT_TRUE(store().block_user(blocked).ok());
  EXPECT_EQ(store().blocked_users().value(), std::vector{blocked});
  const model::ReceivedItem held{model::LedgerKind::post, "p1", model::held_back_version, from_millis(9), {}};
  const model::ReceivedItem taken{model::LedgerKind::post, "p2", "version", from_millis(9), {}};
  ASSERT_TRUE(store().ledger_finish(one, {held, taken}, from_millis(10)).ok());
  const auto known = store().held_back(one, people({"theirs", "here"}), {PostId("p1"), PostId("p2")}).value();
  EXPECT_EQ(known.users, std::set{UserId("theirs")});
  EXPECT_EQ(known.posts, std::set{PostId("p1")});
  EXPECT_TRUE(store().held_back(RemoteId("r2"), {}, {PostId("p1")})->posts.empty());
  EXPECT_TRUE(store().unblock_user(blocked.user_id).value());
  EXPECT_TRUE(store().held_back(one, people({"theirs"}), {})->users.empty());
}

TEST_P(DirectContract, BlockingIsBounded) {
  if (fake_ == nullptr) {
    run_sql("INSERT INTO causeway.blocked_users SELECT 'u' || n, 'r1', 'a', 1 FROM generate_series(1, " +
            std::to_string(model::limits::blocked_users) + ") n");
  }
  for (std::size_t i = 1; fake_ != nullptr && i <= model::limits::blocked_users; ++i) {
    ASSERT_TRUE(store().block_user({UserId("u" + std::to_string(i)), RemoteId("r1"), UserId("a"), {}}).ok());
  }
  EXPECT_EQ(store().block_user({UserId("more"), RemoteId("r1"), UserId("a"), {}}).error().code, "too_many_blocked");
  EXPECT_TRUE(store().block_user({UserId("u1"), RemoteId("r1"), UserId("a"), {}}).ok());
}

TEST_P(DirectContract, PeopleOfAnEndedConnectionAreStrayAndGoToWhoComesBackToTheAddress) {
  for (const char* id : {"r3", "r4"}) {
    model::Remote first = make_remote(id);
    first.site_url = std::string("https://") + id;
    ASSERT_TRUE(store().add_remote(first).ok());
  }
  for (const char* id : {"u3", "u4"}) put_user(id, 5000);
  ASSERT_TRUE(store().claim_user(UserId("u3"), RemoteId("r3"), from_millis(1)).ok());
  ASSERT_TRUE(store().claim_user(UserId("u4"), RemoteId("r4"), from_millis(1)).ok());
  EXPECT_TRUE(store().stray_users({}, 10)->empty());
  ASSERT_TRUE(store().remove_remote(RemoteId("r3"), from_millis(2)).ok());
  ASSERT_TRUE(store().set_remote_state(RemoteId("r4"), model::RemoteState::ended, "").ok());
  EXPECT_EQ(store().stray_users({}, 10).value(), people({"u3", "u4"}));
  EXPECT_EQ(store().stray_users({}, 1).value(), people({"u3"}));
  EXPECT_EQ(store().stray_users(UserId("u3"), 10).value(), people({"u4"}));
  for (const char* other : {"stranger", "r3", "r4"}) {
    model::Remote next = make_remote(std::string("back-") + other);
    next.site_url = std::string("https://") + other;
    ASSERT_TRUE(store().add_remote(next).ok());
    EXPECT_EQ(store().adopt_users(next.id).value(), other == std::string("stranger") ? 0 : 1) << other;
  }
  EXPECT_EQ(store().owner_of(UserId("u3")).value(), RemoteId("back-r3"));
  EXPECT_EQ(store().owner_of(UserId("u4")).value(), RemoteId("back-r4"));
  EXPECT_TRUE(store().stray_users({}, 10)->empty());
}

}  // namespace
}  // namespace causeway::contract
