// Who bears a name and where a linked post is.
#include <algorithm>

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::PostId;
using Found = std::vector<std::string>;

// What the lake in memory makes no difference between.
class RealNames : public StoreContract {};

INSTANTIATE_TEST_SUITE_P(Real, RealNames, testing::Values("postgres"));

// "id name" of those found, a star behind synthetic ones.
Found lines(base::Result<std::vector<store::Store::NamedUser>> found) {
  Found result;
  EXPECT_TRUE(found.ok());
  if (!found.ok()) return result;
  for (const auto& user : *found) result.push_back(user.id.str() + " " + user.username + (user.synthetic ? " *" : ""));
  std::sort(result.begin(), result.end());
  return result;
}

TEST_P(RealNames, OnlyMembersOfTheChannelsTeamAreNamedThere) {
  run_sql(
      "INSERT INTO users (id, username, deleteat, remoteid) VALUES ('u1','alice',0,NULL), ('u2','bob:b',0,'r1'), "
      "('u3','carol',0,''), ('u4','dave',7,NULL), ('u5','erin',0,NULL)");
  run_sql("INSERT INTO channels (id, teamid) VALUES ('c1','t1'), ('c2','')");
  run_sql(
      "INSERT INTO teammembers (teamid, userid, deleteat) VALUES ('t1','u1',0), ('t1','u2',0), ('t1','u3',5), "
      "('t1','u4',0), ('t2','u5',0)");
  run_sql("INSERT INTO channelmembers (channelid, userid) VALUES ('c2','u5'), ('c2','u2')");
  const Found all{"alice", "bob:b", "carol", "dave", "erin", "nobody"};
  EXPECT_EQ(lines(store().named_users(all, ChannelId("c1"))), (Found{"u1 alice", "u2 bob:b *"}));
  EXPECT_EQ(lines(store().named_users(all, ChannelId("c2"))), (Found{"u2 bob:b *", "u5 erin"}));
  EXPECT_EQ(lines(store().named_users(all, ChannelId("c3"))), Found{});
  EXPECT_EQ(lines(store().named_users(all, std::nullopt)), (Found{"u1 alice", "u2 bob:b *", "u3 carol", "u5 erin"}));
  EXPECT_EQ(lines(store().named_users({}, std::nullopt)), Found{});
}

TEST_P(RealNames, APostIsFoundWithItsChannelEvenWhenDeleted) {
  run_sql("INSERT INTO posts (id, channelid, deleteat) VALUES ('p1','c1',0), ('p2','c2',9)");
  const auto found = store().channels_of_posts({PostId("p1"), PostId("p2"), PostId("p3")});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(*found, (std::map<PostId, ChannelId>{{PostId("p1"), ChannelId("c1")}, {PostId("p2"), ChannelId("c2")}}));
}

TEST_P(RealNames, AMissingTableIsNamed) {
  run_sql("DROP TABLE teammembers");
  const auto found = store().named_users({"alice"}, ChannelId("c1"));
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().text.find("teammembers"), std::string::npos) << found.error().text;
}

TEST(FakeNames, TheLakeInMemoryKnowsThemToo) {
  const base::RealClock clock;
  fakes::FakeStore fake(clock, 1);
  model::User user;
  user.id = UserId("u1");
  user.username = "alice";
  fake.put_user(user);
  user.id = UserId("u2");
  user.username = "bob:b";
  user.remote_id = model::RemoteId("r1");
  fake.put_user(user);
  model::Post post;
  post.id = PostId("p1");
  post.channel_id = ChannelId("c1");
  fake.put_post(post);
  EXPECT_EQ(lines(fake.named_users({"alice", "bob:b", "carol"}, std::nullopt)), (Found{"u1 alice", "u2 bob:b *"}));
  EXPECT_EQ(fake.channels_of_posts({PostId("p1"), PostId("p2")}).value().size(), 1U);
}

}  // namespace
}  // namespace causeway::contract
