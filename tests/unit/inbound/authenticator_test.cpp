#include "inbound/authenticator.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/id.h"
#include "fakes/fake_store.h"
#include "model/limits.h"
#include "peer/token.h"

namespace causeway::inbound {
namespace {

class StandingClock final : public base::Clock {
 public:
  base::Time now() const override { return base::from_millis(1'000'000); }
  base::Steady steady() const override { return base::Steady(std::chrono::hours(1)); }
};

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() {
    remote_.id = model::RemoteId(base::new_id());
    remote_.name = "acme";
    remote_.state = model::RemoteState::connected;
    remote_.incoming_digest = peer::digest_token("right");
    EXPECT_TRUE(store_.add_remote(remote_).ok());
  }
  mattermost::HttpRequest request(const std::string& id, const std::string& token) const {
    mattermost::HttpRequest made;
    if (!id.empty()) made.headers["x-remotecluster-id"] = id;
    if (!token.empty()) made.headers["x-remotecluster-token"] = token;
    return made;
  }
  std::string refusal(const mattermost::HttpRequest& request) {
    const auto admitted = gate_.admit(request);
    return admitted.ok() ? "admitted" : admitted.error().code;
  }

  base::RealClock clock_;
  fakes::FakeStore store_{clock_, 1};
  config::Current current_;
  Authenticator gate_{store_, current_, clock_};
  model::Remote remote_;
};

TEST_F(AuthenticatorTest, RightIdAndTokenAreAdmittedUnderBothNames) {
  EXPECT_EQ(refusal(request(remote_.id.str(), "right")), "admitted");
  mattermost::HttpRequest described;
  described.headers = {{"x-mm-remotecluster-id", remote_.id.str()}, {"x-mm-remotecluster-token", "right"}};
  EXPECT_EQ(refusal(described), "admitted");
}

TEST_F(AuthenticatorTest, HeadersThatDisagreeAreRefused) {
  auto both = request(remote_.id.str(), "right");
  both.headers["x-mm-remotecluster-token"] = "other";
  EXPECT_EQ(refusal(both), "invalid_token");
  both.headers["x-mm-remotecluster-token"] = "right";
  both.headers["x-mm-remotecluster-id"] = base::new_id();
  EXPECT_EQ(refusal(both), "invalid_token");
}

TEST_F(AuthenticatorTest, WrongUnknownAndRemovedLookTheSame) {
  const auto wrong = gate_.admit(request(remote_.id.str(), "wrong"));
  const auto unknown = gate_.admit(request(base::new_id(), "right"));
  const auto odd = gate_.admit(request("'; DROP TABLE", "right"));
  const auto without = gate_.admit(request(remote_.id.str(), ""));
  ASSERT_TRUE(store_.remove_remote(remote_.id, clock_.now()).ok());
  const auto removed = gate_.admit(request(remote_.id.str(), "right"));
  for (const auto* answer : {&wrong, &unknown, &odd, &without, &removed}) {
    ASSERT_FALSE(answer->ok());
    EXPECT_EQ(answer->error().code, "invalid_token");
    EXPECT_EQ(answer->error().text, wrong.error().text);
  }
  EXPECT_EQ(refusal(request("", "right")), "remote_id_missing");
}

TEST_F(AuthenticatorTest, DatabaseAwayIsNoRefusal) {
  store_.set_away(true);
  EXPECT_EQ(gate_.admit(request(remote_.id.str(), "right")).error().next, base::Next::retry_later);
}

TEST_F(AuthenticatorTest, OnlySoManyAtOnceAndPlacesComeBack) {
  std::vector<Admission> inside;
  for (std::size_t i = 0; i < model::limits::inbound_requests_per_remote; ++i) {
    auto admitted = gate_.admit(request(remote_.id.str(), "right"));
    ASSERT_TRUE(admitted.ok());
    inside.push_back(std::move(*admitted));
  }
  EXPECT_EQ(refusal(request(remote_.id.str(), "right")), "too_many_requests");
  EXPECT_EQ(refusal(request(remote_.id.str(), "wrong")), "invalid_token");
  inside.pop_back();
  EXPECT_EQ(refusal(request(remote_.id.str(), "right")), "admitted");
}

TEST_F(AuthenticatorTest, WhoAsksTooOftenIsToldToWait) {
  config::Snapshot snapshot;
  snapshot.settings.max_peer_requests = 5;
  current_.set(snapshot);
  const StandingClock standing;
  Authenticator gate(store_, current_, standing);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(gate.admit(request(remote_.id.str(), "right")).ok()) << i;
  const auto refused = gate.admit(request(remote_.id.str(), "right"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "too_many_requests");
  EXPECT_EQ(refused.error().retry_after, base::Millis(1000));
}

TEST_F(AuthenticatorTest, AllPeersTogetherLeavePlacesForOthers) {
  std::vector<Admission> inside;
  for (std::size_t i = 0; i < model::limits::inbound_requests; ++i) {
    if (i % model::limits::inbound_requests_per_remote == 0) {
      remote_.id = model::RemoteId(base::new_id());
      remote_.name = "peer-" + std::to_string(i);
      ASSERT_TRUE(store_.add_remote(remote_).ok());
    }
    auto admitted = gate_.admit(request(remote_.id.str(), "right"));
    ASSERT_TRUE(admitted.ok());
    inside.push_back(std::move(*admitted));
  }
  remote_.id = model::RemoteId(base::new_id());
  remote_.name = "one-more";
  ASSERT_TRUE(store_.add_remote(remote_).ok());
  EXPECT_EQ(refusal(request(remote_.id.str(), "right")), "too_many_requests");
  inside.clear();
  EXPECT_EQ(refusal(request(remote_.id.str(), "right")), "admitted");
}

TEST_F(AuthenticatorTest, NextTokenTakesOverAndTheReplacedOneServesOutItsTime) {
  ASSERT_TRUE(store_.take_tokens(remote_.id, peer::digest_token("next"), "ours").value());
  EXPECT_FALSE(gate_.admit(request(remote_.id.str(), "right"))->by_replaced_token());
  EXPECT_FALSE(gate_.admit(request(remote_.id.str(), "next"))->by_replaced_token());
  EXPECT_EQ(store_.remote(remote_.id).value()->incoming_digest, peer::digest_token("next"));
  EXPECT_TRUE(gate_.admit(request(remote_.id.str(), "right"))->by_replaced_token());
  ASSERT_TRUE(store_.take_tokens(remote_.id, peer::digest_token("third"), "ours").value());
  ASSERT_TRUE(store_.begin_next_token(remote_.id, peer::digest_token("third"), clock_.now()).ok());
  EXPECT_EQ(refusal(request(remote_.id.str(), "right")), "invalid_token") << "replaced twice";
  EXPECT_EQ(refusal(request(remote_.id.str(), "next")), "invalid_token") << "its time is over";
  EXPECT_EQ(refusal(request(remote_.id.str(), "third")), "admitted");
}

}  // namespace
}  // namespace causeway::inbound
