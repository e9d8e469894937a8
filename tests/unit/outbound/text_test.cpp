// Names, links and notices on the way out.
#include <gtest/gtest.h>

#include "base/utf8.h"
#include "fakes/fake_server.h"
#include "fakes/fake_store.h"
#include "model/limits.h"
#include "outbound/author_notices.h"
#include "outbound/collect/mentions.h"
#include "outbound/collect/permalinks.h"

namespace causeway::outbound {
namespace {

const std::string site = "https://a.example:8443/chat";
const model::ChannelId channel("c1");

model::Post saying(const std::string& text) {
  model::Post post;
  post.id = model::PostId("p1");
  post.channel_id = channel;
  post.message = text;
  return post;
}

class OutboundText : public testing::Test {
 protected:
  void add(const std::string& id, const std::string& name, const std::string& remote = {}) {
    model::User user;
    user.id = model::UserId(id);
    user.username = name;
    if (!remote.empty()) user.remote_id = model::RemoteId(remote);
    store_.put_user(user);
  }
  model::PostId put(char letter, const std::string& in) {
    model::Post post;
    post.id = model::PostId(std::string(26, letter));
    post.channel_id = model::ChannelId(in);
    store_.put_post(post);
    return post.id;
  }
  static std::string link(const model::PostId& post) { return site + "/team/pl/" + post.str(); }

  base::RealClock clock_;
  fakes::FakeStore store_{clock_, 1};
};

TEST_F(OutboundText, NamesGoAsTypedWithTheUsersTheyStandFor) {
  add("u1", "alice");
  add("u2", "bob:b", "rb");
  add("u3", "al.ice");
  const auto found = mentioned_in(
      store_, channel, {saying("@alice, @Alice. @bob:b: @nobody `@al.ice` @channel"), saying("@alice: @al.ice-")});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->transforms, (model::StringMap{{"alice", "u1"}, {"Alice", "u1"}, {"bob:b", "u2"}, {"al.ice", "u3"}}));
  EXPECT_EQ(found->users.size(), 3U);
}

TEST_F(OutboundText, WithoutNamesNobodyIsAsked) {
  store_.set_away(true);
  const auto found = mentioned_in(store_, channel, {saying("nobody's name, @here and @all")});
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->transforms.empty());
  EXPECT_TRUE(linked_from(store_, {saying("https://elsewhere.example/x/pl/" + std::string(26, 'a'))}, site).ok());
  EXPECT_FALSE(mentioned_in(store_, channel, {saying("@alice")}).ok()) << "and with one the store's error counts";
}

TEST_F(OutboundText, NamesOfOneMessageAreBounded) {
  std::string many;
  for (std::size_t i = 0; i < model::limits::names_per_batch + 10; ++i) many += "@name" + std::to_string(i) + " ";
  add("u1", "name1");
  EXPECT_EQ(mentioned_in(store_, channel, {saying(many)}).value().transforms.size(), 1U);
}

TEST_F(OutboundText, LinksToPostsOfTheChannelAreMarkedAndOthersToldOf) {
  const auto here = put('a', "c1");
  const auto elsewhere = put('b', "c2");
  const model::PostId unknown(std::string(26, 'c'));
  auto post = saying(link(here) + " " + link(unknown));
  auto linked = linked_from(store_, {post, saying(link(elsewhere))}, site).value();
  EXPECT_EQ(linked.size(), 2U);
  EXPECT_FALSE(mark_links(post, linked, site));
  EXPECT_EQ(post.message, "https://a.example/team/plshared/" + here.str() + " " + link(unknown));
  post = saying(link(elsewhere));
  EXPECT_TRUE(mark_links(post, linked, site));
  EXPECT_EQ(post.message, link(elsewhere));
}

TEST_F(OutboundText, AMarkThatDoesNotFitIsLeftOut) {
  const std::string bare = "https://a.example";
  const auto here = put('a', "c1");
  const std::string address = bare + "/team/pl/" + here.str();
  auto post = saying(std::string(model::limits::message_runes - address.size() - 1, 'x') + " " + address);
  const std::string before = post.message;
  (void)mark_links(post, linked_from(store_, {post}, bare).value(), bare);
  EXPECT_EQ(post.message, before);
}

TEST_F(OutboundText, AnAuthorIsToldEachThingOnceAPost) {
  fakes::FakeServer server(clock_);
  config::Current current;
  config::Snapshot snapshot;
  snapshot.bot_id = model::UserId("bot");
  current.set(snapshot);
  AuthorNotices notices(server, current);
  auto post = saying("x");
  post.user_id = server.add_user("alice").id;
  for (int i = 0; i < 3; ++i) notices.tell(post, links_elsewhere_text);
  notices.tell(post, "another thing");
  post.id = model::PostId("p2");
  notices.tell(post, links_elsewhere_text);
  const auto told = server.ephemerals();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].to, post.user_id);
  EXPECT_EQ(told[0].post.message, links_elsewhere_text);
  EXPECT_EQ(told[0].post.channel_id, channel);
  EXPECT_EQ(told[0].post.user_id, snapshot.bot_id);
}

}  // namespace
}  // namespace causeway::outbound
