// Tokens that change in use, invites that wear out, and the audit trail.

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

TEST_P(StoreContract, ProposedTokensCountBesideThePresentOnesUntilThePeerUsesThem) {
  const RemoteId id("r1");
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  EXPECT_EQ(store().remote(id).value()->change, model::TokenChange{});
  EXPECT_TRUE(store().propose_tokens(id, "in", "digest of in", "out").value());
  EXPECT_FALSE(store().propose_tokens(id, "in2", "digest of in2", "out2").value()) << "one at a time";
  EXPECT_FALSE(store().take_tokens(id, "digest of theirs", "theirs").value()) << "nor the peer's meanwhile";
  const model::Remote waiting = *store().remote(id).value();
  EXPECT_EQ(waiting.outgoing_token, "token of r1");
  EXPECT_EQ(waiting.change, (model::TokenChange{"digest of in", "", {}, "in", "out"}));

  ASSERT_TRUE(store().end_proposal(id, true).ok());
  EXPECT_EQ(store().remote(id).value()->outgoing_token, "out");
  EXPECT_EQ(store().remote(id).value()->change, (model::TokenChange{"digest of in", "", {}, "", ""}));
  ASSERT_TRUE(store().begin_next_token(id, "another", from_millis(5)).ok());
  EXPECT_EQ(store().remote(id).value()->incoming_digest, "digest") << "only the very next one begins";
  ASSERT_TRUE(store().begin_next_token(id, "digest of in", from_millis(9)).ok());
  const model::Remote changed = *store().remote(id).value();
  EXPECT_EQ(changed.incoming_digest, "digest of in");
  EXPECT_EQ(changed.change, (model::TokenChange{"", "digest", from_millis(9), "", ""}));
  EXPECT_EQ(store().remotes(false).value().at(0), changed);
}

TEST_P(StoreContract, RefusedProposalLeavesNothing) {
  const RemoteId id("r1");
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().propose_tokens(id, "in", "digest of in", "out").value());
  ASSERT_TRUE(store().end_proposal(id, false).ok());
  EXPECT_EQ(*store().remote(id).value(), make_remote("r1"));
  ASSERT_TRUE(store().end_proposal(id, true).ok()) << "ended already";
  EXPECT_EQ(*store().remote(id).value(), make_remote("r1"));
}

TEST_P(StoreContract, TokensOfAPeersProposalAreTaken) {
  const RemoteId id("r1");
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().add_remote(make_remote("r2", model::RemoteState::pending)).ok());
  EXPECT_TRUE(store().take_tokens(id, "digest of theirs", "theirs").value());
  EXPECT_EQ(store().remote(id).value()->outgoing_token, "theirs");
  EXPECT_EQ(store().remote(id).value()->change.next_digest, "digest of theirs");
  EXPECT_FALSE(store().take_tokens(RemoteId("r2"), "d", "t").value()) << "not connected";
  EXPECT_FALSE(store().propose_tokens(RemoteId("r2"), "i", "d", "o").value());
  ASSERT_TRUE(store().remove_remote(id, from_millis(7)).ok());
  EXPECT_EQ(store().remote(id).value()->change, model::TokenChange{});
}

TEST_P(StoreContract, InviteWearsOutAndARenewedOneIsNew) {
  const RemoteId id("r1");
  ASSERT_TRUE(store().add_remote(make_remote("r1", model::RemoteState::pending)).ok());
  EXPECT_EQ(store().count_invite_attempt(id, 3).value(), 1);
  EXPECT_EQ(store().count_invite_attempt(id, 3).value(), 2);
  EXPECT_EQ(store().remote(id).value()->incoming_digest, "digest");
  EXPECT_EQ(store().count_invite_attempt(id, 3).value(), 3);
  EXPECT_EQ(store().remote(id).value()->incoming_digest, "") << "dead";
  ASSERT_TRUE(store().renew_invite(id, "fresh", from_millis(5)).value());
  EXPECT_EQ(store().count_invite_attempt(id, 3).value(), 1);
  EXPECT_EQ(store().remote(id).value()->incoming_digest, "fresh");
  ASSERT_TRUE(store().add_remote(make_remote("r2")).ok());
  EXPECT_EQ(store().count_invite_attempt(RemoteId("r2"), 1).value(), 0) << "connected";
  EXPECT_EQ(store().remote(RemoteId("r2")).value()->incoming_digest, "digest");
}

TEST_P(StoreContract, AuditTrailHasTheNewestRecords) {
  const auto record = [](std::int64_t at) {
    return model::AuditRecord{"connection.create", UserId("u"), RemoteId("r"),
                              ChannelId("c"),      "success",   from_millis(at)};
  };
  EXPECT_TRUE(store().audit_trail(10).value().empty());
  for (std::int64_t at = 1; at <= 5; ++at) ASSERT_TRUE(store().audit(record(at), 3).ok());
  EXPECT_EQ(store().audit_trail(10).value(), (std::vector{record(5), record(4), record(3)}));
  EXPECT_EQ(store().audit_trail(1).value(), std::vector{record(5)});
}

TEST_P(StoreContract, OwnedUsersAreCountedByConnection) {
  EXPECT_EQ(store().count_owned_users(RemoteId("r1")).value(), 0);
  ASSERT_TRUE(store().claim_user(UserId("u1"), RemoteId("r1"), from_millis(1)).ok());
  ASSERT_TRUE(store().claim_user(UserId("u2"), RemoteId("r1"), from_millis(1)).ok());
  ASSERT_TRUE(store().claim_user(UserId("u3"), RemoteId("r2"), from_millis(1)).ok());
  EXPECT_EQ(store().count_owned_users(RemoteId("r1")).value(), 2);
}

}  // namespace
}  // namespace causeway::contract
