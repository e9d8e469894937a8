#include "inbound/apply/mentions.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "fakes/fake_store.h"
#include "model/limits.h"

namespace causeway::inbound {
namespace {

const std::string linked(26, 'p');

class Mentions : public testing::Test {
 protected:
  void SetUp() override {
    remote_.id = model::RemoteId("ra");
    remote_.name = "a";
    add("u-bob", "bob");
    add("u-alice", "alice");
    add("u-dots", "d.o-t_s");
    add("s-alice", "alice:a", "ra");
    add("s-carl", "carl:c", "rc");
  }
  void add(const std::string& id, const std::string& name, const std::string& remote = {}) {
    model::User user;
    user.id = model::UserId(id);
    user.username = name;
    if (!remote.empty()) user.remote_id = model::RemoteId(remote);
    store_.put_user(user);
  }
  std::string read(const std::string& text, const model::StringMap& transforms) {
    model::Post post;
    post.message = text;
    auto reading = read_names(store_, remote_, {post}, transforms);
    EXPECT_TRUE(reading.ok());
    reading->site_url = "https://b.example:8443/chat";
    reading->team = "ours";
    localise_texts(post, *reading);
    return post.message;
  }

  base::RealClock clock_;
  fakes::FakeStore store_{clock_, 1};
  model::Remote remote_;
};

TEST_F(Mentions, AUserOfOursByAnyNameTheyHaveThere) {
  EXPECT_EQ(read("@bob:b, @bob:b. @bob:bx", {{"bob:b", "u-bob"}}), "@bob, @bob. @bob:bx");
  EXPECT_EQ(read("@bob", {{"bob", "u-bob"}}), "@bob") << "native names our user so when he is the same there";
}

TEST_F(Mentions, AUserOfTheirsOrOfAThirdServerBySyntheticName) {
  EXPECT_EQ(read("@alice @Alice: @carl", {{"alice", "s-alice"}, {"carl", "s-carl"}}), "@alice:a @alice:a: @carl:c");
  EXPECT_EQ(read("@carl:h", {{"carl:h", "s-carl"}}), "@carl:c");
}

TEST_F(Mentions, AnUnknownUserAsNativeWritesThem) {
  EXPECT_EQ(read("@zoe and @zoe:c", {{"zoe", "nobody"}, {"zoe:c", "nobody"}}), "@zoe:a and @zoe:c");
}

TEST_F(Mentions, ANameWithoutATransformDoesNotReachANamesakeHere) {
  EXPECT_EQ(read("@alice @BOB @d.o-t_s. @zoe", {}), "@alice:a @BOB:a @d.o-t_s:a. @zoe");
  EXPECT_EQ(read("@alice. `@alice`", {{"alice", "s-alice"}}), "@alice:a. `@alice`");
  EXPECT_EQ(read("@here @all @channel", {}), "@here @all @channel");
}

TEST_F(Mentions, WhatTheSenderResolvedGoesBeforeALongerNameHere) {
  add("u-dot", "alice.");
  EXPECT_EQ(read("@alice.", {{"alice", "s-alice"}}), "@alice:a.");
}

TEST_F(Mentions, APrefixOfAnotherNameIsLeftAlone) {
  add("s-al", "al:a", "ra");
  EXPECT_EQ(read("@al @alice @ali", {{"al", "s-al"}, {"alice", "s-alice"}}), "@al:a @alice:a @ali");
}

TEST_F(Mentions, NamesInCardsToo) {
  model::Post post;
  post.props = json::Object{{"attachments", json::Array{json::Object{{"text", "@alice"}, {"title", "@alice"}}}}};
  auto reading = read_names(store_, remote_, {post}, {{"alice", "s-alice"}});
  ASSERT_TRUE(reading.ok());
  localise_texts(post, *reading);
  EXPECT_EQ(json::dump(post.props), R"({"attachments":[{"text":"@alice:a","title":"@alice"}]})");
}

TEST_F(Mentions, LinksLeadHere) {
  EXPECT_EQ(read("http://a.example/t/plshared/" + linked, {}), "https://b.example:8443/chat/ours/pl/" + linked);
  model::Post post;
  post.message = "http://a.example/t/pl/" + linked;
  EXPECT_FALSE(has_marked_links({post}));
  post.message = "http://a.example/t/plshared/" + linked;
  EXPECT_TRUE(has_marked_links({post}));
}

TEST_F(Mentions, AMessageThatWouldGrowTooLongStaysWithinItsLimitAndNotifiesNoNamesake) {
  const model::StringMap transforms{{"alice", "s-alice"}, {"bob:b", "u-bob"}};
  const std::string names = "@alice @alice @bob:b ";
  const std::string full = names + std::string(model::limits::message_runes - names.size(), 'x');
  EXPECT_EQ(read(full, transforms), "＠alice ＠alice @bob " + full.substr(names.size()));
  const std::string link = " http://a/t/plshared/" + linked;
  const std::string with_link = std::string(model::limits::message_runes - link.size(), 'x') + link;
  EXPECT_EQ(read(with_link, {}), with_link);
  EXPECT_EQ(base::utf8_length(read(full, transforms)), model::limits::message_runes - 2);
}

TEST_F(Mentions, OnlyNamesThatOccurAreAskedFor) {
  model::StringMap transforms;
  for (int i = 0; i < 5000; ++i) transforms.emplace("name" + std::to_string(i), "s-alice");
  model::Post post;
  post.message = "@name7";
  const auto reading = read_names(store_, remote_, {post}, transforms);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading->named, (std::map<std::string, std::string>{{"name7", "alice:a"}}));
  store_.set_away(true);
  post.message = "no names";
  EXPECT_TRUE(read_names(store_, remote_, {post}, transforms).ok()) << "then nothing is read";
}

}  // namespace
}  // namespace causeway::inbound
