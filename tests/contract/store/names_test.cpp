// Who bears a name and where a linked post is, asked of the real lake and of the one in memory.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "contract/store/mattermost_schema.h"
#include "fakes/fake_store.h"
#include "lab/postgres_cluster.h"
#include "store/postgres/open.h"

namespace causeway::contract {
namespace {

namespace fs = std::filesystem;
using model::ChannelId;
using model::PostId;
using model::UserId;
using Named = std::vector<std::string>;

class Names : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("causeway-names-" + base::new_id());
    fs::create_directories(folder_);
    cluster_ = std::make_unique<lab::PostgresCluster>(folder_, lab::PostgresOptions{});
  }
  static void TearDownTestSuite() {
    cluster_.reset();
    fs::remove_all(folder_);
  }
  void SetUp() override {
    database_ = "d" + base::new_id();
    cluster_->create_database(database_);
    cluster_->run_sql(database_, mattermost_schema());
    const store::postgres::TokenCipher clear{
        [](const std::string& token) { return token; },
        [](const std::string& sealed) -> base::Result<std::string> { return sealed; }};
    auto opened = store::postgres::open_store({cluster_->url(database_), clear, 2}, clock_);
    ASSERT_TRUE(opened.ok());
    store_ = std::move(*opened);
  }
  void sql(const std::string& text) { cluster_->run_sql(database_, text); }

  // "id name" of those found, a star behind synthetic ones.
  static Named lines(base::Result<std::vector<store::Store::NamedUser>> found) {
    Named result;
    EXPECT_TRUE(found.ok());
    if (!found.ok()) return result;
    for (const auto& user : *found)
      result.push_back(user.id.str() + " " + user.username + (user.synthetic ? " *" : ""));
    std::sort(result.begin(), result.end());
    return result;
  }

  static inline fs::path folder_;
  static inline std::unique_ptr<lab::PostgresCluster> cluster_;
  base::RealClock clock_;
  std::string database_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(Names, OnlyMembersOfTheChannelsTeamAreNamedThere) {
  sql("INSERT INTO users (id, username, deleteat, remoteid) VALUES ('u1','alice',0,NULL), ('u2','bob:b',0,'r1'), "
      "('u3','carol',0,''), ('u4','dave',7,NULL), ('u5','erin',0,NULL)");
  sql("INSERT INTO channels (id, teamid) VALUES ('c1','t1'), ('c2','')");
  sql("INSERT INTO teammembers (teamid, userid, deleteat) VALUES ('t1','u1',0), ('t1','u2',0), ('t1','u3',5), "
      "('t1','u4',0), ('t2','u5',0)");
  sql("INSERT INTO channelmembers (channelid, userid) VALUES ('c2','u5'), ('c2','u2')");
  const Named all{"alice", "bob:b", "carol", "dave", "erin", "nobody"};
  EXPECT_EQ(lines(store_->named_users(all, ChannelId("c1"))), (Named{"u1 alice", "u2 bob:b *"}));
  EXPECT_EQ(lines(store_->named_users(all, ChannelId("c2"))), (Named{"u2 bob:b *", "u5 erin"}));
  EXPECT_EQ(lines(store_->named_users(all, ChannelId("c3"))), Named{});
  EXPECT_EQ(lines(store_->named_users(all, std::nullopt)), (Named{"u1 alice", "u2 bob:b *", "u3 carol", "u5 erin"}));
  EXPECT_EQ(lines(store_->named_users({}, std::nullopt)), Named{});
}

TEST_F(Names, APostIsFoundWithItsChannelEvenWhenDeleted) {
  sql("INSERT INTO posts (id, channelid, deleteat) VALUES ('p1','c1',0), ('p2','c2',9)");
  const auto found = store_->channels_of_posts({PostId("p1"), PostId("p2"), PostId("p3")});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(*found, (std::map<PostId, ChannelId>{{PostId("p1"), ChannelId("c1")}, {PostId("p2"), ChannelId("c2")}}));
}

TEST_F(Names, AMissingTableIsNamed) {
  sql("DROP TABLE teammembers");
  const auto found = store_->named_users({"alice"}, ChannelId("c1"));
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().text.find("teammembers"), std::string::npos) << found.error().text;
}

TEST_F(Names, TheLakeInMemoryKnowsThemToo) {
  fakes::FakeStore fake(clock_, 1);
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
  EXPECT_EQ(lines(fake.named_users({"alice", "bob:b", "carol"}, std::nullopt)), (Named{"u1 alice", "u2 bob:b *"}));
  EXPECT_EQ(fake.channels_of_posts({PostId("p1"), PostId("p2")}).value().size(), 1U);
}

}  // namespace
}  // namespace causeway::contract
