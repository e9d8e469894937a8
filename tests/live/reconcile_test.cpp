// A server whose database came back without what was written last: an administrator has the channel compared.
#include <thread>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Side;
using std::chrono::seconds;

class Reconcile : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("drifts", "O", connection_, {"alice"});
    pair_->b.admin->join_channel(channel_, pair_->b.person("bob").user_id());
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static std::string write(Side& from, Side& to, const std::string& person, const std::string& text) {
    const std::string id = from.person(person).write(channel_, text).at("id");
    EXPECT_TRUE(lab::eventually(seconds(15), [&] { return message(to, id) != "none"; }));
    return id;
  }
  static std::string message(Side& side, const std::string& post) {
    const std::string found =
        pair_->query(side, "SELECT message FROM posts WHERE id = '" + post + "' AND deleteat = 0");
    return found.empty() ? "none" : found;
  }
  static std::string status() { return pair_->a.admin->command(pair_->a.team, channel_, "/share-channel status"); }
  // What the status says once both sides have told everything.
  static std::string compared() {
    std::this_thread::sleep_for(seconds(6));  // what was changed a moment ago is not compared
    const std::string answer = pair_->a.admin->command(pair_->a.team, channel_, "/share-channel reconcile");
    EXPECT_NE(answer.find("compared with 1 server"), std::string::npos) << answer;
    EXPECT_TRUE(lab::eventually(seconds(30), [] {
      return pair_->query(pair_->a, "SELECT ours_done_at > 0 AND theirs_done_at > 0 FROM causeway.reconciliations") ==
             "t";
    }));
    const std::string table = status();
    return table.substr(table.find("Compared by"));
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, channel_;
};

TEST_F(Reconcile, WhatADatabaseHasForgottenComesBack) {
  Side &a = pair_->a, &b = pair_->b;
  const std::string kept = write(a, b, "alice", "kept, for @alice and @bob");
  const std::string root = write(a, b, "alice", "root"), edited = write(a, b, "alice", "as it was"),
                    theirs = write(b, a, "bob", "of bob");
  const std::string reply = a.person("alice").write(channel_, "reply", root).at("id");
  a.person("alice").edit(edited, "as it is");
  ASSERT_TRUE(
      lab::eventually(seconds(15), [&] { return message(b, reply) == "reply" && message(b, edited) == "as it is"; }));
  EXPECT_EQ(message(b, kept).find("none"), std::string::npos);
  const std::string same = compared();
  EXPECT_NE(same.find("4 posts: the same | 1 posts: the same"), std::string::npos) << same;

  for (const auto& [side, post] : {std::pair(&b, root), std::pair(&b, reply), std::pair(&a, theirs)}) {
    pair_->query(*side, "DELETE FROM causeway.ledger WHERE item_id = '" + post + "'");
    pair_->query(*side, "DELETE FROM posts WHERE id = '" + post + "'");
  }
  pair_->query(b, "DELETE FROM threads WHERE postid = '" + root + "'");
  pair_->query(b, "UPDATE posts SET message = 'as it was' WHERE id = '" + edited + "'");
  const std::string different = compared();
  EXPECT_NE(different.find("4 posts: 2 missing, 1 different | 1 posts: 1 missing, 0 different"), std::string::npos)
      << different;
  EXPECT_TRUE(lab::eventually(seconds(15),
                              [&] {
                                return message(b, root) == "root" && message(b, reply) == "reply" &&
                                       message(b, edited) == "as it is" && message(a, theirs) == "of bob";
                              }))
      << message(b, root) << ", " << message(b, reply) << ", " << message(b, edited) << ", " << message(a, theirs);
  const std::string again = compared();
  EXPECT_NE(again.find("4 posts: the same | 1 posts: the same"), std::string::npos) << again;
}

}  // namespace
}  // namespace causeway::live
