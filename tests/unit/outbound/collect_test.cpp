#include <gtest/gtest.h>

#include "json/record.h"
#include "outbound/collect/files.h"
#include "outbound/collect/posts.h"
#include "outbound/collect/users.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::outbound {
namespace {

model::Post make_post() {
  model::Post post;
  post.id = model::PostId("p1");
  post.user_id = model::UserId("u1");
  post.channel_id = model::ChannelId("c1");
  post.message = "hello";
  post.create_at = base::from_millis(1000);
  return post;
}

TEST(ConcernsPeers, PeoplesMessagesDoAndEverythingElseDoesNot) {
  model::Post post = make_post();
  EXPECT_TRUE(concerns_peers(post));
  post.type = "me";
  EXPECT_TRUE(concerns_peers(post));
  for (const char* type : {"system_join_channel", "system_header_change", "custom_calls", "burn_on_read"}) {
    post.type = type;
    EXPECT_FALSE(concerns_peers(post)) << type;
  }
  post = make_post();
  post.delete_at = base::from_millis(2000);
  EXPECT_TRUE(concerns_peers(post)) << "its deletion crosses";
  post.original_id = model::PostId("p0");
  EXPECT_FALSE(concerns_peers(post)) << "a revision";
}

class CrossingTest : public testing::Test {
 protected:
  CrossingTest() {
    row_.create_at = now_ - std::chrono::hours(24 * 30);
    changed_.post = make_post();
    changed_.post.create_at = now_ - std::chrono::minutes(1);
  }
  Crossing decide() const { return crossing(changed_, peer::post_version(changed_.post), row_, now_); }

  const base::Time now_ = base::from_millis(1'700'000'000'000);
  model::ChannelRemote row_;
  store::Store::ChangedPost changed_;
};

TEST_F(CrossingTest, ANewPostIsFreshOnceAndTheirsNeverGoesHome) {
  EXPECT_EQ(decide(), Crossing::fresh);
  changed_.sent_version = peer::post_version(changed_.post);
  EXPECT_EQ(decide(), Crossing::stays);
  changed_.sent_version.clear();
  changed_.theirs = true;
  EXPECT_EQ(decide(), Crossing::stays);
}

TEST_F(CrossingTest, AChangeOfOursCrosses) {
  changed_.sent_version = "older";
  EXPECT_EQ(decide(), Crossing::change);
  changed_.applying = peer::post_version(changed_.post);
  EXPECT_EQ(decide(), Crossing::stays) << "our own write of what they sent";
}

// Somebody of ours edits the post while a pin of the peer's is being written here.
TEST_F(CrossingTest, APinThatIsStillToComeIsNotTakenAway) {
  changed_.sent_version = peer::post_version(changed_.post);
  changed_.applying = changed_.sent_version + "+";
  changed_.applying_since = now_;
  changed_.post.message = "edited";
  EXPECT_EQ(decide(), Crossing::change);
  EXPECT_FALSE(pin_moved(changed_, now_));
  EXPECT_TRUE(pin_moved(changed_, now_ + std::chrono::hours(1))) << "the write was given up";
  changed_.sent_version = changed_.applying;
  EXPECT_TRUE(pin_moved(changed_, now_)) << "it was there already";
}

TEST_F(CrossingTest, OfTheirsOnlyAMovedPinAndADeletionCross) {
  changed_.theirs = true;
  changed_.sent_version = "reads otherwise there";
  EXPECT_EQ(decide(), Crossing::stays);
  changed_.post.is_pinned = true;
  EXPECT_EQ(decide(), Crossing::change);
  changed_.sent_version = "reads otherwise there+";
  EXPECT_EQ(decide(), Crossing::stays);
  changed_.applying = "as they sent it";
  changed_.applying_since = now_;
  EXPECT_EQ(decide(), Crossing::stays) << "our own write may have to come yet";
  changed_.applying_since = now_ - std::chrono::hours(1);
  EXPECT_EQ(decide(), Crossing::change) << "it came, and somebody has undone it";
  changed_.post.delete_at = now_;
  changed_.applying.clear();
  EXPECT_EQ(decide(), Crossing::change);
}

// The creation was broken off, and what came next is being written.
TEST_F(CrossingTest, APinThatIsBeingWrittenIsNotUndoneByAnEarlierLook) {
  changed_.theirs = true;
  changed_.applying = "as they sent it+";
  changed_.post.update_at = now_ - std::chrono::seconds(5);
  changed_.applying_since = now_ - std::chrono::seconds(1);
  EXPECT_EQ(decide(), Crossing::stays);
  changed_.post.update_at = now_;
  EXPECT_EQ(decide(), Crossing::change) << "somebody was quicker than the end of our own write";
}

TEST_F(CrossingTest, WhatWasDeletedBeforeItCrossedStaysAndSoDoesWhatIsOlderThanTheShare) {
  changed_.post.delete_at = now_;
  EXPECT_EQ(decide(), Crossing::stays);
  changed_.sent_version = "older";
  EXPECT_EQ(decide(), Crossing::change);
  changed_ = {};
  changed_.post = make_post();
  changed_.post.create_at = row_.create_at - std::chrono::seconds(1);
  EXPECT_EQ(decide(), Crossing::stays);
}

TEST_F(CrossingTest, WhatTheLedgerHasForgottenCountsAsHad) {
  changed_.post.create_at = now_ - std::chrono::hours(24 * 8);
  EXPECT_EQ(decide(), Crossing::change);
  changed_.post.delete_at = now_;
  EXPECT_EQ(decide(), Crossing::change) << "its deletion too";
}

TEST(PostForWire, ADeletedOneSaysNothing) {
  model::Post post = make_post();
  post.delete_at = base::from_millis(2000);
  post.is_pinned = true;
  post.file_ids = {model::FileId("f1")};
  const model::Post wire = for_wire(post);
  EXPECT_EQ(wire.message, "");
  EXPECT_FALSE(wire.is_pinned);
  EXPECT_EQ(wire.delete_at, post.delete_at);
  EXPECT_EQ(wire.id, post.id);
}

TEST(PostForWire, ARootOfAKindThatStaysIsAnEmptySeat) {
  model::Post post = make_post();
  post.type = "burn_on_read";
  const model::Post wire = root_for_wire(post);
  EXPECT_EQ(wire.type, "");
  EXPECT_EQ(wire.message.find("hello"), std::string::npos);
  post.type = "me";
  EXPECT_EQ(root_for_wire(post).message, "hello");
}

TEST(PostForWire, CarriesContentButNoBookkeepingAndNoProps) {
  model::Post post = make_post();
  post.root_id = model::PostId("p0");
  post.props = json::Object{{"from_webhook", "true"}, {"secret", "x"}, {"disable_group_highlight", true}};
  post.pending_post_id = "pending";
  post.remote_id = model::RemoteId("r1");
  post.has_reactions = true;
  const model::Post wire = for_wire(post);
  EXPECT_EQ(wire.message, "hello");
  EXPECT_EQ(wire.root_id, post.root_id);
  EXPECT_EQ(wire.create_at, post.create_at);
  EXPECT_FALSE(wire.remote_id.has_value());
  EXPECT_EQ(wire.pending_post_id, "");
  EXPECT_FALSE(wire.has_reactions);
  EXPECT_EQ(json::dump(wire.props), R"({"disable_group_highlight":true})");
}

TEST(PostForWire, NamesItsFiles) {
  model::Post post = make_post();
  post.file_ids = {model::FileId("f1"), model::FileId("f2")};
  EXPECT_EQ(for_wire(post).file_ids, post.file_ids);
}

TEST(FilesOfPosts, AreEachNamedOnceInOrder) {
  model::Post one = make_post();
  one.file_ids = {model::FileId("f2"), model::FileId("f1")};
  model::Post two = make_post();
  two.file_ids = {model::FileId("f1"), model::FileId("f3")};
  const std::vector<model::FileId> wanted{model::FileId("f2"), model::FileId("f1"), model::FileId("f3")};
  EXPECT_EQ(files_of({one, two}), wanted);
}

TEST(FilesLeftBehind, AreNamedWithTheReasonAndTakenOff) {
  model::Post post = make_post();
  post.file_ids = {model::FileId("f1"), model::FileId("f2"), model::FileId("f3")};
  leave_behind(post, {{model::FileId("f1"), "a`*b*.exe", "no such files"}, {model::FileId("f3"), "", ""}});
  EXPECT_EQ(post.file_ids, std::vector<model::FileId>{model::FileId("f2")});
  EXPECT_EQ(post.message, "hello\n*(attachment `a*b*.exe` not carried over: no such files)*");
  post.message.clear();
  leave_behind(post, {{model::FileId("f2"), "b", "c"}});
  EXPECT_EQ(post.message, "*(attachment `b` not carried over: c)*");
  EXPECT_TRUE(post.file_ids.empty());
}

TEST(FilesLeftBehind, AreNamedInOneOrderWhateverTheServersListSays) {
  model::Post post = make_post();
  leave_behind(post, {{model::FileId("f1"), "b", "x"}, {model::FileId("f2"), "a", "y"}});
  EXPECT_EQ(post.message, "hello\n*(attachment `a` not carried over: y)*\n*(attachment `b` not carried over: x)*");
}

TEST(FilesLeftBehind, HaveNoLineWhereThereIsNoRoom) {
  model::Post post = make_post();
  post.message = std::string(16'383, 'x');
  leave_behind(post, {{model::FileId("f1"), "a", "b"}});
  EXPECT_EQ(post.message, std::string(16'383, 'x'));
}

TEST(UserForWire, TellsNamesButNoAddressRightsOrSettings) {
  model::User user;
  user.id = model::UserId("u1");
  user.username = "alice";
  user.nickname = "Al";
  user.email = "alice@secret.example";
  user.roles = "system_admin";
  user.password = "hash";
  user.auth_data = "ldap-id";
  user.auth_service = "ldap";
  user.props = {{"key", "value"}};
  user.notify_props = {{"email", "true"}};
  user.timezone = {{"manualTimezone", "Europe/Berlin"}};
  const model::User wire = for_wire(user, {}, {});
  EXPECT_EQ(wire.username, "alice");
  EXPECT_EQ(wire.nickname, "Al");
  EXPECT_EQ(wire.timezone, user.timezone);
  EXPECT_EQ(wire.roles, "system_user");
  const std::string text = json::encode(wire);
  for (const char* hidden : {"secret.example", "hash", "ldap", "value", "admin", "\"true\""}) {
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
  }
}

TEST(UserForWire, TellsBotsGuestsAndCustomStatuses) {
  model::User user;
  user.username = "alice";
  user.roles = "system_guest";
  user.is_bot = true;
  user.props = {{"customStatus", R"({"emoji":"tada","text":"at lunch","duration":"","more":1})"}};
  config::Settings settings;
  const model::User wire = for_wire(user, settings, {});
  EXPECT_EQ(wire.roles, "system_guest");
  EXPECT_TRUE(wire.is_bot);
  EXPECT_EQ(wire.props.at("customStatus"),
            R"({"duration":"","emoji":"tada","expires_at":"0001-01-01T00:00:00Z","text":"at lunch"})");
  settings.status_sync = false;
  EXPECT_TRUE(for_wire(user, settings, {}).props.empty());
  model::RemotePolicy policy;
  policy.statuses = true;
  EXPECT_EQ(for_wire(user, settings, policy).props.size(), 1U);
  user.props = {{"customStatus", ""}};
  EXPECT_TRUE(for_wire(user, {}, {}).props.empty());
}

TEST(UserForWire, ThePolicySaysWhichFieldsLeave) {
  model::User user;
  user.username = "alice";
  user.nickname = "Al";
  user.first_name = "Alice";
  user.last_name = "A.";
  user.position = "Pilot";
  user.locale = "de";
  user.timezone = {{"manualTimezone", "Europe/Berlin"}};
  model::RemotePolicy policy;
  policy.profile_fields = {{"position", "locale"}};
  const model::User some = for_wire(user, {}, policy);
  EXPECT_EQ(some.username, "alice");
  EXPECT_EQ(some.position + some.locale, "Pilotde");
  EXPECT_EQ(some.nickname + some.first_name + some.last_name, "");
  EXPECT_TRUE(some.timezone.empty());
  policy.profile_fields->clear();
  const model::User none = for_wire(user, {}, policy);
  EXPECT_EQ(none.username + none.position + none.locale, "alice");
  policy.profile_fields = {{"name", "nickname", "timezone"}};
  const model::User names = for_wire(user, {}, policy);
  EXPECT_EQ(names.nickname + names.first_name + names.last_name + names.position, "AlAliceA.");
  EXPECT_EQ(names.timezone, user.timezone);
}

TEST(ContentPolicy, OnlyHarmlessPropsOfTheRightKindPass) {
  EXPECT_TRUE(peer::crossing_props({}).is_null());
  EXPECT_TRUE(peer::crossing_props(json::Object{{"override_username", "ceo"}}).is_null());
  EXPECT_TRUE(peer::crossing_props(json::Object{{"mentionHighlightDisabled", "yes"}}).is_null()) << "not a boolean";
  EXPECT_TRUE(peer::crossing_props("text").is_null());
}

TEST(PostVersion, StaysTheSameWhateverServersStampAndChangesWithTheContent) {
  const model::Post post = make_post();
  const std::string version = peer::post_version(for_wire(post));
  model::Post stamped = post;
  stamped.create_at = stamped.update_at = base::from_millis(9999);
  stamped.has_reactions = true;
  stamped.remote_id = model::RemoteId("r1");
  stamped.props = json::Object{{"from_plugin", "true"}};
  EXPECT_EQ(peer::post_version(stamped), version);
  model::Post other = post;
  other.message += "!";
  EXPECT_NE(peer::post_version(other), version);
  other = post;
  other.is_pinned = true;
  EXPECT_NE(peer::post_version(other), version);
  other = post;
  other.file_ids = {model::FileId("f2"), model::FileId("f1")};
  const std::string with_files = peer::post_version(other);
  EXPECT_NE(with_files, version);
  std::swap(other.file_ids[0], other.file_ids[1]);
  EXPECT_EQ(peer::post_version(other), with_files);
  EXPECT_EQ(version, "W97A53WKACWU1SrfsVxv9uUNPRG46WMVOtDq-C9KvlQ=") << "kept in databases: must not change";
}

TEST(PostVersion, AllDeletedPostsAreAlike) {
  model::Post post = make_post();
  post.delete_at = base::from_millis(1);
  const std::string version = peer::post_version(post);
  post.message = "other";
  EXPECT_EQ(peer::post_version(post), version);
}

}  // namespace
}  // namespace causeway::outbound
