// The store's reads of a grown server find their rows by index: the plans are PostgreSQL's own, of the statements that
// the store really sends, as auto_explain logs them.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

// Enough runs for PostgreSQL to think of a plan that fits every parameter.
constexpr int runs = 8;

// Tables that grow with what people write. 100,000 posts in 20 channels, of 5,000 users.
constexpr const char* grown_tables = "posts|reactions|fileinfo|postacknowledgements|postspriority|users|ledger";
constexpr const char* grown_server = R"sql(
  INSERT INTO users (id, username, createat, updateat, deleteat) SELECT 'u' || i, 'user' || i, 1, i, 0
    FROM generate_series(0, 4999) i;
  INSERT INTO posts (id, createat, updateat, deleteat, editat, userid, channelid, rootid, originalid, message, type,
                     props, hashtags, filenames, fileids, hasreactions, ispinned, remoteid)
    SELECT 'p' || i, i, i, 0, 0, 'u' || i % 5000, 'c' || i % 20, '', '', 'text', '', '{}', '', '[]', '[]', i % 2 = 0,
           false, '' FROM generate_series(1, 100000) i;
  INSERT INTO reactions (userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid)
    SELECT 'u' || i % 5000, 'p' || i, 'tada', i, i, 0, '', 'c' || i % 20 FROM generate_series(2, 100000, 2) i;
  INSERT INTO postspriority (postid, channelid, priority, requestedack, persistentnotifications)
    SELECT 'p' || i, 'c' || i % 20, 'urgent', true, false FROM generate_series(1, 100000, 5) i;
  INSERT INTO postacknowledgements (postid, userid, acknowledgedat, remoteid, channelid)
    SELECT 'p' || i, 'u' || i % 5000, i, '', 'c' || i % 20 FROM generate_series(1, 100000, 5) i;
  INSERT INTO causeway.synced_users (remote_id, user_id, synced_at) SELECT 'r1', 'u' || i, 1 FROM generate_series(0, 999) i;
  INSERT INTO causeway.users_owned (user_id, remote_id, create_at)
    SELECT 'u' || i, 'r1', 1 FROM generate_series(2500, 4999) i;
  INSERT INTO causeway.ledger (remote_id, kind, item_id, sent_version, looked_at, at)
    SELECT 'r1', 'post', 'p' || i, 'v', 1, 1 FROM generate_series(1, 100000) i
    UNION ALL SELECT 'r1', 'reaction', postid || ':' || userid || ':' || emojiname, 'v', 0, 1 FROM reactions
    UNION ALL SELECT 'r1', 'acknowledgement', postid || ':' || userid, 'v', 0, 1 FROM postacknowledgements;
  ANALYZE)sql";

struct Plan {
  std::string statement;
  std::string text;
};

// One log entry a plan: its first line names the statement, those that go on begin with a tab.
std::vector<Plan> plans_of(const fs::path& log) {
  std::ifstream in(log);
  std::vector<Plan> result;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.find("plan:") != std::string::npos && line.rfind('\t', 0) != 0) {
      result.emplace_back();
      inside = true;
    } else if (inside && line.rfind("\tQuery Text: ", 0) == 0) {
      result.back().statement = line.substr(13);
    } else if (inside && line.rfind('\t', 0) == 0) {
      result.back().text += line + "\n";
    } else {
      inside = false;
    }
  }
  return result;
}

class StorePlans : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    run_sql(grown_server);
    // For sessions from now on; the store's first one was of the migrations.
    const std::string set = "ALTER DATABASE " + database_ + " SET ";
    run_sql(set + "session_preload_libraries = 'auto_explain'");
    run_sql(set + "auto_explain.log_min_duration = 0");
    store_ = open_again();
  }
  std::unique_ptr<store::Store> open_again() {
    const store::postgres::TokenCipher clear{
        [](const std::string& token) { return token; },
        [](const std::string& sealed) -> base::Result<std::string> { return sealed; }};
    auto opened = store::postgres::open_store({(**cluster_).url(database_), clear, 1}, clock_);
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }

  void read_everything(const std::string& channel, int since) {
    model::ChannelRemote row = make_row(channel, "r1");
    row.last_post_update.at = from_millis(since);
    model::Task task;
    task.remote_id = row.remote_id;
    task.channel_id = row.channel_id;
    const auto changed = store().changed_posts(row, task, Millis(60), {""}, 50);
    ASSERT_TRUE(changed.ok()) << changed.error().text;
    EXPECT_FALSE(changed->posts.empty());
    std::vector<model::PostId> posts;
    for (int i = since; i < since + 50; ++i) posts.emplace_back("p" + std::to_string(i));
    EXPECT_EQ(store().posts_by_id(row.remote_id, posts).value().size(), 50U);
    EXPECT_FALSE(store().reactions(row.remote_id, posts, from_millis(1)).value().empty());
    EXPECT_FALSE(store().acknowledgements(row.remote_id, posts).value().empty());
    EXPECT_FALSE(store().priorities(posts).value().empty());
    EXPECT_TRUE(store().revisions(posts.front(), 50).ok());
    EXPECT_TRUE(store().latest_changes().ok());
    EXPECT_TRUE(store().enqueue_catch_up(Millis(50), {""}, from_millis(100'000)).ok());
    EXPECT_TRUE(store().enqueue_members(row.remote_id, from_millis(100'000)).ok());
    EXPECT_TRUE(store().standings(100).ok());
    const std::vector<UserId> users{UserId("u1"), UserId("u2"), UserId("u4000")};
    EXPECT_EQ(store().users(users).value().size(), 3U);
    EXPECT_TRUE(store().users_to_send(row.remote_id, users).ok());
    EXPECT_TRUE(store().changed_profiles(row.remote_id, 25).ok());
    EXPECT_TRUE(store().changed_pictures(row.remote_id, 5).ok());
    EXPECT_TRUE(store().unknown_people(row.remote_id, {from_millis(1), "u1"}, 25).ok());
    EXPECT_TRUE(store().newest_user_change().ok());
    EXPECT_EQ(store().named_users({"user1", "user2"}, std::nullopt).value().size(), 2U);
    EXPECT_TRUE(store().named_users({"user1", "user2"}, row.channel_id).ok());
    EXPECT_EQ(store().channels_of_posts(posts).value().size(), 50U);
  }
};

TEST_P(StorePlans, AtAHundredThousandPostsEveryReadFindsItsRowsByIndex) {
  for (int run = 0; run < runs; ++run) read_everything("c" + std::to_string(run), 90'000 + run);
  const auto plans = plans_of((**cluster_).log());
  for (const char* table : {"posts", "reactions", "postacknowledgements", "postspriority", "users", "ledger"}) {
    const std::regex by_index("Index.* Scan.* on (causeway\\.)?(\\w*" + std::string(table) + "\\w*)");
    const bool seen = std::any_of(plans.begin(), plans.end(),
                                  [&](const Plan& plan) { return std::regex_search(plan.text, by_index); });
    EXPECT_TRUE(seen) << "no plan reads " << table << " by index, of " << plans.size();
  }
  const std::regex whole_table("Seq Scan on (" + std::string(grown_tables) + ")\\b");
  for (const Plan& plan : plans) {
    EXPECT_FALSE(std::regex_search(plan.text, whole_table)) << plan.statement << "\n" << plan.text;
  }
}

// Statistics are of yesterday: the ledger had one row then.
TEST_P(StorePlans, WithStatisticsOfAnEmptyLedgerEveryEntryIsStillFoundByItsWholeKey) {
  run_sql(
      "CREATE TABLE kept AS TABLE causeway.ledger; TRUNCATE causeway.ledger; ALTER TABLE causeway.ledger SET "
      "(autovacuum_enabled = false); INSERT INTO causeway.ledger SELECT * FROM kept WHERE item_id = 'p1' AND kind = "
      "'post'; ANALYZE causeway.ledger; INSERT INTO causeway.ledger TABLE kept ON CONFLICT DO NOTHING");
  store_ = open_again();
  const std::size_t before = plans_of((**cluster_).log()).size();
  for (int run = 0; run < runs; ++run) read_everything("c" + std::to_string(run), 90'000 + run);
  model::ReceivedItem item{model::LedgerKind::post, "p90000", "v", from_millis(1), {}};
  for (int run = 0; run < runs; ++run) {
    ASSERT_TRUE(store().ledger_begin(RemoteId("r1"), {item}, from_millis(1)).ok());
  }
  const auto plans = plans_of((**cluster_).log());
  const std::regex entry("Scan using ledger_pkey on ledger[^\n]*\n([^\n]*)");
  std::size_t entries = 0;
  for (std::size_t i = before; i < plans.size(); ++i) {
    const std::string& text = plans[i].text;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), entry); at != std::sregex_iterator(); ++at) {
      ++entries;
      EXPECT_NE(at->str(1).find("item_id"), std::string::npos) << plans[i].statement << "\n" << text;
    }
  }
  EXPECT_GT(entries, 4U * runs);
}

INSTANTIATE_TEST_SUITE_P(Real, StorePlans, testing::Values("real"));

}  // namespace
}  // namespace causeway::contract
