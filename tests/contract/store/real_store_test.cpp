// What only the real lake can show: rights, passwords, a database that goes away, several nodes at once.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <map>
#include <thread>

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using base::Next;

store::postgres::TokenCipher reversing_cipher() {
  return {[](const std::string& clear) { return std::string("sealed:") + std::string(clear.rbegin(), clear.rend()); },
          [](const std::string& sealed) -> base::Result<std::string> {
            return std::string(sealed.rbegin(), sealed.rend() - 7);
          }};
}

class RealStore : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("causeway-store-" + base::new_id());
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
  }
  std::unique_ptr<store::Store> open(const std::string& source) {
    auto opened = store::postgres::open_store({source, reversing_cipher(), 8}, clock_);
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }
  std::unique_ptr<store::Store> open_migrated() {
    auto store = open(cluster_->url(database_));
    const auto migrated = store->migrate();
    EXPECT_TRUE(migrated.ok()) << migrated.error().text;
    return store;
  }

  static inline fs::path folder_;
  static inline std::unique_ptr<lab::PostgresCluster> cluster_;
  base::RealClock clock_;
  std::string database_;
};

TEST_F(RealStore, RemoteComesBackAsItWasAndItsTokenIsNotInTheTableInClear) {
  const auto store = open_migrated();
  model::Remote remote = make_remote("r1");
  remote.incoming_digest = std::string("\0\x01\xff'\\", 5);
  ASSERT_TRUE(store->add_remote(remote).ok());
  EXPECT_EQ(store->remote(RemoteId("r1")).value(), remote);
  EXPECT_EQ(store->add_remote(remote).error().code, "remote_exists");
  EXPECT_EQ(cluster_->query(database_, "SELECT convert_from(outgoing_token, 'UTF8') FROM causeway.remotes"),
            "sealed:1r fo nekot");
}

TEST_F(RealStore, APurgeLeavesNothingAndTheNextLifeBeginsAnew) {
  const std::string mine =
      "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'causeway'";
  const std::string others = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
  const std::string before = cluster_->query(database_, others);
  const auto store = open_migrated();
  ASSERT_TRUE(store->add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store->purge().ok());
  EXPECT_EQ(cluster_->query(database_, mine), "0");
  EXPECT_EQ(cluster_->query(database_, others), before);
  EXPECT_EQ(cluster_->query(database_, "SELECT to_regnamespace('causeway') IS NULL"), "t");
  EXPECT_EQ(store->remotes(true).error().code, "store_purged");
  EXPECT_EQ(store->add_remote(make_remote("r1")).error().code, "store_purged");
  EXPECT_TRUE(store->purge().ok()) << "once more";
  const auto next = open_migrated();
  EXPECT_TRUE(next->remotes(true).value().empty());
}

TEST_F(RealStore, ManyNodesMigrateAtOnce) {
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> nodes;
    for (int i = 0; i < 4; ++i) {
      nodes.emplace_back([&] { good += open(cluster_->url(database_))->migrate().ok() ? 1 : 0; });
    }
  }
  EXPECT_EQ(good, 4);
  const std::string ran = "SELECT string_agg(name, ' ' ORDER BY number) FROM causeway.migrations";
  const std::string together = cluster_->query(database_, ran);
  database_ = "d" + base::new_id();  // as one node alone would have it
  cluster_->create_database(database_);
  open_migrated();
  EXPECT_EQ(together, cluster_->query(database_, ran));
  EXPECT_NE(together.find("0005_remote_tasks"), std::string::npos);
}

TEST_F(RealStore, WrongPasswordIsRefusedAndNotRepeated) {
  std::string url = cluster_->url(database_);
  url.replace(url.find("lab%20"), 6, "wrong%20");
  const auto migrated = open(url)->migrate();
  ASSERT_FALSE(migrated.ok());
  EXPECT_EQ(migrated.error().next, Next::refused);
  EXPECT_NE(migrated.error().text.find("28P01"), std::string::npos) << migrated.error().text;
  EXPECT_EQ(migrated.error().text.find("wrong "), std::string::npos);
}

TEST_F(RealStore, WithoutTheRightToMakeTheSchemaTheAdminIsToldTheSqlAndItWorks) {
  cluster_->run_sql(database_,
                    "CREATE ROLE \"mm user\" LOGIN PASSWORD 'p w'; GRANT SELECT ON posts, users, bots TO \"mm user\"");
  const auto store = open("postgres://mm%20user:p%20w@127.0.0.1:" + std::to_string(cluster_->port()) + "/" + database_ +
                          "?sslmode=disable");
  const auto migrated = store->migrate();
  ASSERT_FALSE(migrated.ok());
  EXPECT_EQ(migrated.error().next, Next::refused);
  const std::string sql = "CREATE SCHEMA causeway AUTHORIZATION \"mm user\";";
  ASSERT_NE(migrated.error().text.find(sql), std::string::npos) << migrated.error().text;
  cluster_->run_sql(database_, sql);
  const auto again = store->migrate();
  EXPECT_TRUE(again.ok()) << again.error().text;
  cluster_->run_sql(database_, "DROP OWNED BY \"mm user\"; DROP ROLE \"mm user\"");
}

TEST_F(RealStore, DatabaseThatWasAwayIsUsedAgainWithoutARestart) {
  const auto store = open_migrated();
  ASSERT_TRUE(store->remotes(true).ok());
  cluster_->stop();
  EXPECT_EQ(store->remotes(true).error().next, Next::retry_later);
  EXPECT_EQ(store->add_remote(make_remote("r1")).error().next, Next::retry_later);
  cluster_->start();
  const auto added = store->add_remote(make_remote("r1"));
  EXPECT_TRUE(added.ok()) << added.error().text;
}

TEST_F(RealStore, TwoNodesNeverHoldOneChannelAndRemoteAtOnce) {
  const auto first = open_migrated();
  const auto second = open(cluster_->url(database_));
  constexpr int pairs = 6;
  ASSERT_TRUE(first->add_remote(make_remote("r1")).ok());
  for (int i = 0; i < pairs; ++i) ASSERT_TRUE(first->save_channel_remote(make_row("c" + std::to_string(i), "r1")).ok());
  std::map<std::string, std::atomic<int>> holders;
  for (int i = 0; i < pairs; ++i) holders["c" + std::to_string(i)] = 0;
  std::atomic<int> shared = 0;
  std::atomic<int> claimed = 0;
  const base::Time now = from_millis(10'000);
  const auto work = [&](store::Store& store) {
    for (int round = 0; round < 150; ++round) {
      const auto channel = ChannelId("c" + std::to_string(round % pairs));
      ASSERT_TRUE(store.enqueue({{RemoteId("r1"), channel, model::TaskKind::channel_invite, {}}}, now).ok());
      ASSERT_TRUE(store.enqueue_posts(channel, {}, {}, now).ok());
      const auto tasks = store.claim(2, now, Millis(60'000), {});
      ASSERT_TRUE(tasks.ok()) << tasks.error().text;
      for (const auto& task : *tasks) {
        ++claimed;
        shared += holders[task.channel_id.str()]++ == 0 ? 0 : 1;
      }
      for (const auto& task : *tasks) {
        --holders[task.channel_id.str()];
        ASSERT_TRUE(store.settle(task, {}, now).ok());
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (auto* store : {first.get(), second.get()}) {
      for (int i = 0; i < 2; ++i) threads.emplace_back([&work, store] { work(*store); });
    }
  }
  EXPECT_EQ(shared, 0);
  EXPECT_GT(claimed, pairs);
}

// Somebody who takes two locks, the second only once another waits for the first.
std::string in_two_steps(const std::string& first, const std::string& second) {
  return "BEGIN; SET LOCAL deadlock_timeout = '30s'; " + first +
         "; DO $$ BEGIN FOR i IN 1..2000 LOOP EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted); "
         "PERFORM pg_sleep(0.01); END LOOP; END $$; " +
         second + "; COMMIT";
}

TEST_F(RealStore, AShareEndsBesideWhoeverWorksOnIt) {
  const auto store = open_migrated();
  ASSERT_TRUE(store->add_remote(make_remote("r1")).ok());
  const base::Time now = from_millis(10'000);
  const auto lock = [](const std::string& table) { return "SELECT FROM " + table + " FOR UPDATE"; };
  const std::string tasks = "causeway.tasks";
  const std::string places = "causeway.channel_remotes";
  const auto end_beside = [&](const std::string& table, const std::string& first, const std::string& second) {
    ASSERT_TRUE(store->save_channel_remote(make_row("c1", "r1")).ok());
    ASSERT_TRUE(store->enqueue({{RemoteId("r1"), ChannelId("c1"), model::TaskKind::posts, {}}}, now).ok());
    auto other = std::async(std::launch::async, [&] { cluster_->run_sql(database_, in_two_steps(first, second)); });
    const std::string locked =
        "SELECT count(*) FROM pg_locks WHERE relation = '" + table + "'::regclass AND mode = 'RowShareLock'";
    for (int i = 0; i < 1000 && cluster_->query(database_, locked) == "0"; ++i) std::this_thread::sleep_for(Millis(10));
    const auto ended = store->end_share(ChannelId("c1"), RemoteId("r1"), true, now);
    EXPECT_NO_THROW(other.get());
    ASSERT_TRUE(ended.ok()) << ended.error().text;
    EXPECT_NE(*ended, store::Store::Ended::was_not_shared);
    EXPECT_FALSE(store->channel_remote(ChannelId("c1"), RemoteId("r1")).value());
  };
  // Who settles takes them in this order: whoever waits behind it may hold nothing that it needs.
  end_beside(tasks, lock(tasks), lock(places) + " NOWAIT");
  end_beside(places, lock(places), lock(tasks));
}

}  // namespace
}  // namespace causeway::contract
