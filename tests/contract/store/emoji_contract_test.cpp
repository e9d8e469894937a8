// Custom emojis: which there are, which the remote has, and those that came from it.
#include <algorithm>

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

class EmojiContract : public StoreContract {
 protected:
  void put_emoji(const std::string& id, const std::string& name) {
    if (fake_ != nullptr) {
      fake_->put_emoji({id, name, UserId("u1"), from_millis(5), {}});
    } else {
      run_sql("INSERT INTO emoji (id, createat, updateat, deleteat, creatorid, name) VALUES ('" + id +
              "', 5, 5, 0, 'u1', '" + name + "')");
    }
  }
  // "name id remote version" of each.
  std::vector<std::string> lines(const std::string& remote) {
    const auto found = store().emojis(RemoteId(remote), {"party", "logo", "none"});
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text);
    std::vector<std::string> result;
    for (const auto& [emoji, version] : found.value()) {
      result.push_back(emoji.name + " " + emoji.id + " " + emoji.remote_id.str() + " " + version);
    }
    std::sort(result.begin(), result.end());
    return result;
  }
  bool write(const std::string& id, const std::string& name, const std::string& remote) {
    const auto made = store().write_emoji({id, name, UserId("u2"), from_millis(7), RemoteId(remote)},
                                          model::FileId("f" + id), from_millis(++now_));
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().text);
    return made.ok() && *made;
  }
  std::int64_t now_ = 100;
};

INSTANTIATE_TEST_SUITE_P(Both, EmojiContract, testing::Values("fake", "postgres"),
                         [](const auto& one) { return one.param; });

TEST_P(EmojiContract, ThoseOfTheNamesAreFoundWithWhatTheRemoteHas) {
  put_emoji("e1", "party");
  put_emoji("e2", "other");
  EXPECT_EQ(lines("r1"), (std::vector<std::string>{"party e1  "}));
  const model::ReceivedItem item{model::LedgerKind::emoji, "party", "x", from_millis(7), "e1"};
  ASSERT_TRUE(store().ledger_begin(RemoteId("r1"), {item}, from_millis(8)).ok());
  ASSERT_TRUE(store().ledger_finish(RemoteId("r1"), {item}, from_millis(8)).ok());
  EXPECT_EQ(lines("r1"), (std::vector<std::string>{"party e1  e1"}));
  EXPECT_EQ(lines("r2"), (std::vector<std::string>{"party e1  "}));
  EXPECT_TRUE(store().emojis(RemoteId("r1"), {}).value().empty());
}

TEST_P(EmojiContract, OneThatCameIsReplacedByItsRemoteAloneAndANameThatIsTakenStays) {
  put_emoji("e1", "party");
  EXPECT_FALSE(write("e2", "party", "r1"));
  EXPECT_TRUE(write("e3", "logo", "r1"));
  EXPECT_FALSE(write("e4", "logo", "r2"));
  EXPECT_TRUE(write("e5", "logo", "r1"));
  EXPECT_EQ(lines("r1"), (std::vector<std::string>{"logo e5 r1 ", "party e1  "}));
  EXPECT_EQ(store().count_emojis(RemoteId("r1")).value(), 1);
  EXPECT_EQ(store().count_emojis(RemoteId("r2")).value(), 0);
}

class RealEmoji : public EmojiContract {};

INSTANTIATE_TEST_SUITE_P(Real, RealEmoji, testing::Values("postgres"));

TEST_P(RealEmoji, TheUploadsFileIsForgottenButNoPosts) {
  run_sql("INSERT INTO fileinfo (id, creatorid, postid, createat) VALUES ('fe1', 'u1', '', 1), ('fe2', 'u1', 'p1', 1)");
  EXPECT_TRUE(write("e1", "party", "r1"));
  EXPECT_TRUE(write("e2", "logo", "r1"));
  const auto left = (**cluster_).query(database_, "SELECT id FROM fileinfo");
  EXPECT_NE(left.find("fe2"), std::string::npos);
  EXPECT_EQ(left.find("fe1"), std::string::npos);
}

}  // namespace
}  // namespace causeway::contract
