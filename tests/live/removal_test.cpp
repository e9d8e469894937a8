// The bundle over an older schema with its data, and the plugin's end: what is left on a server afterwards.
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::plugin_id;
using lab::Side;
using std::chrono::seconds;

class Removal : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("town", "O", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static bool has(Side& side, const std::string& post) {
    return pair_->query(side, "SELECT count(*) FROM posts WHERE id = '" + post + "' AND deleteat = 0") == "1";
  }
  static void crosses(Side& from, Side& to, const std::string& person, const std::string& text) {
    const std::string post = from.person(person).write(channel_, text).at("id");
    EXPECT_TRUE(lab::eventually(seconds(15), [&] { return has(to, post); })) << text;
  }
  static std::string secure(Side& side, const std::string& words) {
    return side.admin->command(side.team, side.town_square, "/secure-connection " + words);
  }
  static bool schema_exists(Side& side) {
    return pair_->query(side, "SELECT to_regnamespace('causeway') IS NOT NULL") == "t";
  }
  // The newest migration that has run.
  static std::string migrated(Side& side) { return pair_->query(side, "SELECT max(number) FROM causeway.migrations"); }
  static std::size_t lines_since(Side& side, std::size_t begin) {
    const std::string log = lab::tail(side.server->log(), 64U << 20U).substr(begin);
    std::size_t lines = 0;
    for (std::size_t at = log.find("\"plugin_id\":\"causeway\""); at != std::string::npos;
         at = log.find("\"plugin_id\":\"causeway\"", at + 1)) {
      ++lines;
    }
    return lines;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, channel_;
};

TEST_F(Removal, TheBundleOverAnOlderSchemaKeepsItsData) {
  Side& a = pair_->a;
  crosses(a, pair_->b, "alice", "before");
  crosses(pair_->b, a, "bob", "before, too");
  const std::string newest = migrated(a);
  ASSERT_TRUE(a.admin->disable_plugin(plugin_id).ok());
  // As a version before the marks, the claimed scans and the posts that were deleted for good had it.
  pair_->query(a,
               "DROP TABLE causeway.offers; ALTER TABLE causeway.ledger DROP COLUMN applying_since; "
               "DROP TABLE causeway.marks; ALTER TABLE causeway.tasks DROP COLUMN scan_claimed; "
               "DROP TABLE causeway.erased_posts; ALTER TABLE causeway.channel_remotes DROP COLUMN retention_at; "
               "DELETE FROM causeway.migrations WHERE number >= 20");
  const std::string meanwhile = pair_->b.person("bob").write(channel_, "while a was being upgraded").at("id");
  a.admin->upload_plugin(lab::find_bundle());
  ASSERT_TRUE(a.admin->enable_plugin(plugin_id).ok());
  a.admin->wait_for_plugin_state(plugin_id, 2, seconds(20));
  EXPECT_TRUE(lab::eventually(seconds(15), [&] { return has(a, meanwhile); }));
  EXPECT_EQ(migrated(a), newest);
  crosses(a, pair_->b, "alice", "after");
  crosses(pair_->b, a, "bob", "after, too");
  EXPECT_EQ(
      pair_->query(a, "SELECT count(*) FROM posts WHERE message LIKE 'before%' AND channelid = '" + channel_ + "'"),
      "2");
}

TEST_F(Removal, UploadedOverItselfWhileItRunsItGoesOn) {
  pair_->a.admin->upload_plugin(lab::find_bundle());
  pair_->a.admin->wait_for_plugin_state(plugin_id, 2, seconds(20));
  crosses(pair_->a, pair_->b, "alice", "after an upload over itself");
}

TEST_F(Removal, APurgeIsForAdministratorsAndOnlyWhenNothingIsLeft) {
  Side& a = pair_->a;
  EXPECT_NE(secure(a, "purge").find("--confirm causeway"), std::string::npos);
  EXPECT_NE(secure(a, "purge --confirm causeway").find("remove these connections first: `b`"), std::string::npos);
  const std::string said =
      a.person("alice").command(a.team, a.town_square, "/secure-connection purge --confirm causeway");
  EXPECT_NE(said.find("permission"), std::string::npos) << said;
  EXPECT_TRUE(schema_exists(a));
}

TEST_F(Removal, RemovedAndPurgedItLeavesPeopleAndPostsAndNothingElse) {
  Side& a = pair_->a;
  Side& b = pair_->b;
  const std::string posts = pair_->query(a, "SELECT count(*) FROM posts WHERE channelid = '" + channel_ + "'");
  EXPECT_NE(secure(a, "remove --connectionID " + connection_).find("removed"), std::string::npos);
  for (Side* side : {&a, &b}) {
    if (side == &b) {
      ASSERT_TRUE(lab::eventually(seconds(15),
                                  [&] { return pair_->query(b, "SELECT state FROM causeway.remotes") == "ended"; }));
      EXPECT_NE(secure(b, "remove --connectionID " + connection_).find("removed"), std::string::npos);
    }
    std::string said;
    EXPECT_TRUE(lab::eventually(seconds(90), [&] {
      said = secure(*side, "purge --confirm causeway");
      return said.find("tables are gone") != std::string::npos;
    })) << said;
    EXPECT_FALSE(schema_exists(*side));
  }
  // It says nothing for as long as it runs on, and answers what it is asked.
  const std::size_t begin = lab::tail(a.server->log(), 64U << 20U).size();
  a.person("alice").write(channel_, "nobody hears of this");
  std::this_thread::sleep_for(seconds(5));
  EXPECT_LE(lines_since(a, begin), 2U) << a.server->log_tail();
  EXPECT_NE(secure(a, "status").find("disable the plugin"), std::string::npos) << secure(a, "status");
  EXPECT_FALSE(schema_exists(a));

  for (Side* side : {&a, &b}) {
    ASSERT_TRUE(side->admin->disable_plugin(plugin_id).ok());
    side->admin->remove(std::string("/api/v4/plugins/") + plugin_id);
    EXPECT_EQ(side->admin->plugin_state(plugin_id), -1);
    EXPECT_FALSE(std::filesystem::exists(side->server->folder() / "plugins" / plugin_id));
    EXPECT_EQ(
        pair_->query(*side,
                     "SELECT count(*) FROM pluginkeyvaluestore WHERE pluginid = 'causeway' AND pkey <> 'mmi_botid'"),
        "0")
        << "but for what Mattermost itself keeps of a plugin's bot";
    EXPECT_EQ(pair_->query(*side,
                           "SELECT count(*) FROM commands WHERE trigger IN ('share-channel', "
                           "'secure-connection')"),
              "0");
    EXPECT_EQ(pair_->query(*side, "SELECT count(*) FROM users WHERE remoteid <> '' AND deleteat = 0"), "0")
        << "nobody of the other server is active";
    EXPECT_EQ(pair_->query(*side, "SELECT count(*) FROM channels WHERE shared"), "0");
  }
  EXPECT_GE(std::stoi(pair_->query(a, "SELECT count(*) FROM posts WHERE channelid = '" + channel_ + "'")),
            std::stoi(posts));
}

TEST_F(Removal, InstalledAgainItBeginsAnew) {
  for (Side* side : {&pair_->a, &pair_->b}) pair_->install(*side, lab::find_bundle());
  EXPECT_EQ(pair_->query(pair_->a, "SELECT count(*) FROM causeway.remotes"), "0");
  connection_ = pair_->connect();
  channel_ = pair_->share_new_channel("new-town", "O", connection_, {"alice"});
  pair_->enter(pair_->b, channel_, {"bob"});
  crosses(pair_->a, pair_->b, "alice", "in the second life");
  crosses(pair_->b, pair_->a, "bob", "in the second life, too");
}

}  // namespace
}  // namespace causeway::live
