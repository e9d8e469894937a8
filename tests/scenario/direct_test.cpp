// Direct and group messages between people of two servers, whose channels each side makes itself.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/id.h"
#include "json/record.h"
#include "peer/frame.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

using model::ChannelId;
using model::UserId;

// alice of the home and bob of the spoke know each other from a shared channel.
class Direct : public ::testing::Test {
 protected:
  void SetUp() override {
    stage.connect();
    town = stage.share("town");
    ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, town, "hello"));
    ASSERT_TRUE(stage.crosses(stage.spoke, stage.home, town, "hello"));
    for (Site* site : {&stage.home, &stage.spoke}) let(*site, site->person().id);
  }
  static void let(Site& site, const UserId& user) {
    site.server().allow(user, mattermost::permission::create_direct_channel);
    site.server().allow(user, mattermost::permission::create_group_channel);
  }
  // Another person of the site whom both servers know.
  model::User newcomer(Site& site, const std::string& name) {
    const model::User user = site.add_user(name);
    let(site, user.id);
    site.server().user_joins(town, user.id);
    site.server().user_posts(user.id, town, "I am " + name);
    Site& other = &site == &stage.home ? stage.spoke : stage.home;
    EXPECT_TRUE(eventually([&] { return other.server().members_of(town).contains(user.id); }));
    return user;
  }
  void switch_on(bool on = true) {
    ASSERT_TRUE(stage.home.set("EnableDirectMessages", on));
    ASSERT_TRUE(stage.spoke.set("EnableDirectMessages", on));
  }
  void raise_flag(Site& site) {
    mattermost::ServerFacts facts = site.server().facts().value();
    facts.direct_messages_flag = true;
    site.server().set_facts(facts);
    ASSERT_TRUE(site.set("LogLevel", "error"));
  }
  static std::string dm(Site& site, const std::string& names) {
    return site.types("/share-channel dm " + names, {}, site.person().id);
  }
  static std::optional<ChannelId> channel(Site& site, const std::vector<UserId>& people) {
    const auto found = site.store().direct_channel_of(people);
    return found.ok() && *found ? std::optional((*found)->id) : std::nullopt;
  }
  // The person of `from` writes in the channel of these people, and it arrives in the other's.
  model::PostId writes(Site& from, const std::vector<UserId>& people, const std::string& text) {
    Site& to = &from == &stage.home ? stage.spoke : stage.home;
    EXPECT_TRUE(eventually([&] { return channel(from, people).has_value(); })) << text;
    const model::PostId post = from.posts(channel(from, people).value(), text);
    EXPECT_TRUE(eventually([&] { return to.has(post); })) << text;
    const auto there = to.find(post);
    EXPECT_TRUE(there && there->channel_id == channel(to, people)) << text;
    EXPECT_EQ(there ? there->message : "", text);
    return post;
  }

  const UserId alice() { return stage.home.person().id; }
  const UserId bob() { return stage.spoke.person().id; }

  TwoServers stage;
  ChannelId town;
};

TEST_F(Direct, TheFirstMessageOfANewOneArrivesAndSoDoesTheAnswer) {
  switch_on();
  EXPECT_NE(dm(stage.home, "@bob:spoke").find("is open"), std::string::npos) << dm(stage.home, "@bob:spoke");
  writes(stage.home, {alice(), bob()}, "the first");
  writes(stage.spoke, {alice(), bob()}, "the answer");
  EXPECT_NE(channel(stage.home, {alice(), bob()}), channel(stage.spoke, {alice(), bob()})) << "each made its own";
}

TEST_F(Direct, TheOtherSideOpensOneToo) {
  switch_on();
  EXPECT_NE(dm(stage.spoke, "@alice:home").find("is open"), std::string::npos);
  writes(stage.spoke, {alice(), bob()}, "the first");
  writes(stage.home, {alice(), bob()}, "the answer");
  EXPECT_NE(dm(stage.home, "@bob:spoke").find("is open"), std::string::npos) << "it is there";
}

TEST_F(Direct, WithTheFlagOnPeopleOpenThemAsAlways) {
  raise_flag(stage.home);
  raise_flag(stage.spoke);
  ASSERT_TRUE(stage.home.server().user_opens({alice(), bob()}).ok());
  writes(stage.home, {alice(), bob()}, "the first");
  writes(stage.spoke, {alice(), bob()}, "the answer");
  const model::User anna = newcomer(stage.home, "anna");
  ASSERT_TRUE(stage.home.server().user_opens({alice(), anna.id, bob()}).ok());
  writes(stage.home, {alice(), anna.id, bob()}, "to both");
}

TEST_F(Direct, TwoThatWereThereBeforeAreConnectedWithAllThatIsInThem) {
  ASSERT_TRUE(stage.home.store().write_direct_channel({alice(), bob()}, stage.clock.now()).ok());
  ASSERT_TRUE(stage.spoke.store().write_direct_channel({bob(), alice()}, stage.clock.now()).ok());
  const auto here = stage.home.posts(*channel(stage.home, {alice(), bob()}), "from before");
  const auto there = stage.spoke.posts(*channel(stage.spoke, {alice(), bob()}), "also from before");
  switch_on();
  EXPECT_TRUE(eventually([&] { return stage.spoke.has(here) && stage.home.has(there); }));
  writes(stage.home, {alice(), bob()}, "one");
  writes(stage.spoke, {alice(), bob()}, "two");
  EXPECT_EQ(stage.home.messages(*channel(stage.home, {alice(), bob()})).size(), 4U);
  EXPECT_EQ(stage.spoke.messages(*channel(stage.spoke, {alice(), bob()})).size(), 4U);
}

TEST_F(Direct, EveryKindOfChangeCrossesAlthoughTheIdsDiffer) {
  switch_on();
  dm(stage.home, "@bob:spoke");
  const std::vector<UserId> people{alice(), bob()};
  const auto root = writes(stage.home, people, "root");
  const ChannelId there = channel(stage.spoke, people).value();
  ASSERT_NE(there, channel(stage.home, people));
  const auto reply = stage.spoke.posts(there, "reply", root);
  EXPECT_TRUE(eventually([&] { return stage.home.has(reply); }));
  EXPECT_EQ(stage.home.find(reply)->root_id, root);
  stage.home.server().user_edits(root, "edited");
  EXPECT_TRUE(eventually([&] { return stage.spoke.find(root)->message == "edited"; }));
  stage.spoke.server().user_reacts(bob(), root, "tada");
  EXPECT_TRUE(eventually([&] { return stage.home.server().reactions_to(root).size() == 1; }));
  const auto files = stage.home.posts_files(*channel(stage.home, people), "with a file", {{"a.txt", "content"}});
  EXPECT_TRUE(eventually([&] { return stage.spoke.has(files.id) && !stage.spoke.find(files.id)->file_ids.empty(); }));
  stage.spoke.server().user_deletes(reply);
  EXPECT_TRUE(eventually([&] { return !stage.home.has(reply) || stage.home.find(reply)->delete_at != base::Time(); }));
}

TEST_F(Direct, GroupsOfSeveralPeople) {
  switch_on();
  const model::User anna = newcomer(stage.home, "anna"), ben = newcomer(stage.spoke, "ben");
  EXPECT_NE(dm(stage.home, "@bob:spoke @anna").find("is open"), std::string::npos);
  writes(stage.home, {alice(), anna.id, bob()}, "three of us");
  EXPECT_NE(dm(stage.spoke, "@alice:home @anna:home @ben").find("is open"), std::string::npos);
  writes(stage.spoke, {alice(), anna.id, bob(), ben.id}, "four of us");
  const auto whose = stage.home.store().direct_channel_of({alice(), anna.id, bob(), ben.id}).value();
  EXPECT_EQ(whose->type, "G");
  EXPECT_EQ(stage.home.store().users({whose->creator_id})->front().username, "bob:spoke");
}

TEST_F(Direct, WhatIsWrittenWhileThePeerIsAwayArrivesWhenItIsBack) {
  switch_on();
  stage.home.loses(stage.spoke);
  dm(stage.home, "@bob:spoke");
  const auto post = stage.home.posts(channel(stage.home, {alice(), bob()}).value(), "are you there?");
  stage.home.reaches(stage.spoke);
  EXPECT_TRUE(eventually([&] { return stage.spoke.has(post); }));
}

TEST_F(Direct, OffUnlessSomebodySwitchesThemOn) {
  EXPECT_NE(dm(stage.home, "@bob:spoke").find("switched off"), std::string::npos);
  EXPECT_FALSE(channel(stage.home, {alice(), bob()}));
  ASSERT_TRUE(stage.home.set("EnableDirectMessages", true));
  EXPECT_NE(dm(stage.home, "@bob:spoke").find("is open"), std::string::npos);
  const ChannelId here = channel(stage.home, {alice(), bob()}).value();
  EXPECT_TRUE(eventually([&] {
    const auto all = stage.home.server().ephemerals();
    return std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return one.to == alice() && one.post.channel_id == here &&
             one.post.message.find("does not take what is written here") != std::string::npos;
    });
  })) << "who opened it hears of the refusal";
  EXPECT_FALSE(channel(stage.spoke, {alice(), bob()}));
  const auto row = stage.home.store().channel_remote(here, stage.link).value();
  EXPECT_EQ(row->invite, model::InviteState::waiting) << "and what is written waits";
}

TEST_F(Direct, OnlyWithPeopleOfConnectedServersWhoAreThere) {
  switch_on();
  EXPECT_NE(dm(stage.home, "").find("at least one"), std::string::npos);
  EXPECT_NE(dm(stage.home, "@nobody:spoke").find("There is no"), std::string::npos);
  EXPECT_NE(dm(stage.home, "@alice").find("Nobody of them"), std::string::npos) << "oneself is nobody";
  EXPECT_NE(dm(stage.home, "@a @b @c @d @e @f @g @h").find("8 people at most"), std::string::npos);
  EXPECT_NE(dm(stage.home, "bob:spoke").find("expected"), std::string::npos);
  EXPECT_NE(stage.home.types("/share-channel status @bob:spoke", town).find("expected"), std::string::npos);
  const model::User carl = stage.home.add_user("carl");
  const std::string denied = stage.home.types("/share-channel dm @bob:spoke", {}, carl.id);
  EXPECT_NE(denied.find("create_direct_channel"), std::string::npos) << denied;
}

TEST_F(Direct, IsNotUnsharedAndEndsWithTheConnection) {
  switch_on();
  dm(stage.home, "@bob:spoke");
  writes(stage.home, {alice(), bob()}, "hello");
  const ChannelId here = channel(stage.home, {alice(), bob()}).value();
  EXPECT_NE(stage.home.types("/share-channel unshare", here).find("stays shared"), std::string::npos);
  const std::string uninvite = "/share-channel uninvite --connectionID " + stage.link.str();
  EXPECT_NE(stage.home.types(uninvite, here).find("stays shared"), std::string::npos);
  stage.home.types("/secure-connection remove --connectionID " + stage.link.str());
  EXPECT_FALSE(stage.home.store().channel_remote(here, stage.link).value());
  EXPECT_NE(dm(stage.home, "@bob:spoke").find("not connected any more"), std::string::npos);
}

// The spoke's plugin without its manners.
class HostileDirect : public Direct {
 protected:
  void SetUp() override {
    Direct::SetUp();
    switch_on();
    stranger = newcomer(stage.spoke, "carol").id;
  }
  model::RemoteClusterResponse sends(const char* topic, json::Value payload) {
    const std::string token = stage.spoke.store().remote(stage.link).value()->outgoing_token;
    const auto frame = peer::make_frame(stage.link, topic, std::move(payload), stage.clock.now());
    const auto answer = stage.home.asked("msg", stage.link, token, json::encode(frame));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::decode<model::RemoteClusterResponse>(answer.body, {}).value();
  }
  static model::ChannelInvite invitation(const std::vector<UserId>& people) {
    model::ChannelInvite invite;
    invite.channel_id = ChannelId(base::new_id());
    invite.type = people.size() == 2 ? "D" : "G";
    invite.direct_participant_ids = people;
    return invite;
  }
  std::string invites(const model::ChannelInvite& invite) {
    return sends(model::topic::channel_invite, json::to_json(invite)).err;
  }
  static model::User profile(const UserId& id, const std::string& name) {
    model::User user;
    user.id = id;
    user.username = name;
    return user;
  }
  UserId stranger;
};

TEST_F(HostileDirect, PeopleWhoAreNotThePeersToBringTogether) {
  const model::User anna = stage.home.add_user("anna");
  EXPECT_NE(invites(invitation({alice(), anna.id})).find("nobody of that server"), std::string::npos);
  EXPECT_NE(invites(invitation({bob(), stranger})).find("nobody of this server"), std::string::npos);
  EXPECT_NE(invites(invitation({bob(), bob()})).find("nobody twice"), std::string::npos);
  EXPECT_NE(invites(invitation({bob()})).find("not so many"), std::string::npos);
  const UserId unknown(base::new_id());
  EXPECT_NE(invites(invitation({alice(), unknown})).find("whom nobody knows"), std::string::npos);
  auto forged = invitation({alice(), bob()});
  forged.direct_participants = {profile(alice(), "mallory")};
  EXPECT_NE(invites(forged).find("profile of somebody of this server"), std::string::npos);
  auto uninvolved = invitation({alice(), bob()});
  uninvolved.direct_participants = {profile(UserId(base::new_id()), "extra")};
  EXPECT_NE(invites(uninvolved).find("profile of nobody"), std::string::npos);
  auto pair_of_three = invitation({alice(), bob(), stranger});
  pair_of_three.type = "D";
  EXPECT_NE(invites(pair_of_three).find("not so many"), std::string::npos);
  auto nameless = invitation({alice(), bob()});
  nameless.channel_id = ChannelId("short");
  EXPECT_NE(invites(nameless).find("invalid channel id"), std::string::npos);
  auto taken = invitation({alice(), bob()});
  taken.channel_id = town;
  EXPECT_NE(invites(taken).find("another channel has this id"), std::string::npos);
  EXPECT_EQ(stage.home.server().get_user(alice())->username, "alice");
  EXPECT_EQ(invites(invitation({alice(), bob()})), "") << "only the people made the difference";
}

TEST_F(HostileDirect, NobodyElseWritesOrReactsInIt) {
  dm(stage.home, "@bob:spoke");
  const auto honest = writes(stage.spoke, {alice(), bob()}, "mine");
  const ChannelId here = channel(stage.home, {alice(), bob()}).value();
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = here;
  model::Post post;
  post.id = model::PostId(base::new_id());
  post.user_id = stranger;
  post.channel_id = here;
  post.message = "not one of you";
  post.create_at = post.update_at = stage.clock.now();
  message.posts = {post};
  model::Reaction reaction;
  reaction.user_id = stranger;
  reaction.post_id = honest;
  reaction.emoji_name = "tada";
  reaction.create_at = reaction.update_at = stage.clock.now();
  message.reactions = {reaction};
  message.users.emplace(stranger.str(), profile(stranger, "carol"));
  const auto answer = sends(model::topic::sync, json::to_json(message));
  const auto response = json::from_json<model::SyncResponse>(answer.payload).value();
  EXPECT_EQ(response.post_errors, model::Names{post.id.str()});
  EXPECT_EQ(response.reaction_errors, model::Names{honest.str()});
  EXPECT_FALSE(stage.home.has(post.id));
  EXPECT_FALSE(stage.home.server().is_channel_member(here, stranger).value());
}

TEST_F(HostileDirect, SwitchedOffNothingIsMade) {
  switch_on(false);
  EXPECT_NE(invites(invitation({alice(), bob()})).find("not taken"), std::string::npos);
  EXPECT_FALSE(channel(stage.home, {alice(), bob()}));
}

}  // namespace
}  // namespace causeway::scenario
