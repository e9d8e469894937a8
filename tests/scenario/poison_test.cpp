// What a peer cannot take: it is found, tried alone and kept as a dead letter, and everything else flows.
#include <gtest/gtest.h>

#include <atomic>

#include "model/limits.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

using model::PostId;

class Poison : public testing::Test {
 protected:
  Poison() {
    stage_.connect();
    channel_ = stage_.share("town");
  }
  Site& home() { return stage_.home; }
  Site& spoke() { return stage_.spoke; }

  // The other server answers every message that holds the word so.
  void choke(const std::string& word, int status = 500, const std::string& body = "") {
    home().reaches(spoke(), [word, status, body](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
      const bool sync = request.path.find("/msg") != std::string::npos;
      if (!sync || request.body.find(word) == std::string::npos) return std::nullopt;
      return peer::Answer{status, body, {}};
    });
  }
  std::vector<model::HeldItem> dead() { return home().store().held({stage_.link, {}, true, 100}).value(); }
  std::vector<model::HeldItem> waiting() { return home().store().held({stage_.link, {}, false, 100}).value(); }
  bool arrive(const std::vector<PostId>& posts) {
    return eventually(
        [&] { return std::all_of(posts.begin(), posts.end(), [&](const PostId& id) { return spoke().has(id); }); });
  }
  std::vector<PostId> chatter(int count) {
    std::vector<PostId> posts;
    for (int i = 0; i < count; ++i) posts.push_back(home().posts(channel_, "post " + std::to_string(i)));
    return posts;
  }

  TwoServers stage_;
  model::ChannelId channel_;
};

TEST_F(Poison, OnePostAmongManyIsADeadLetterAndTheRestIsThereAtOnce) {
  choke("poison");
  home().loses(spoke());  // so that they go as one message
  std::vector<PostId> good = chatter(20);
  const PostId bad = home().posts(channel_, "poison");
  const PostId reply = home().posts(channel_, "reply", bad);
  for (const PostId& post : chatter(20)) good.push_back(post);
  choke("poison");
  ASSERT_TRUE(arrive(good));
  EXPECT_TRUE(dead().empty()) << "it has not been tried often enough";
  ASSERT_TRUE(eventually([&] { return dead().size() == 2U && waiting().empty(); }));
  EXPECT_FALSE(spoke().has(bad));
  const auto letters = dead();
  const auto& letter = letters[0].post_id == bad ? letters[0] : letters[1];
  EXPECT_EQ(letter.post_id, bad);
  EXPECT_EQ(letter.tries, model::limits::poison_tries);
  EXPECT_NE(letter.reason.find("500"), std::string::npos) << letter.reason;
  const auto told = home().server().ephemerals();
  EXPECT_TRUE(std::any_of(told.begin(), told.end(), [&](const auto& note) {
    return note.to == home().person().id && note.post.message.find("could not be delivered") != std::string::npos;
  }));
  // It is another one after an edit, and its thread goes with it.
  home().server().user_edits(bad, "remedy");
  EXPECT_TRUE(arrive({bad, reply}));
  EXPECT_TRUE(eventually([&] { return dead().empty() && waiting().empty(); }));
  EXPECT_EQ(spoke().copies(bad, channel_), 1U);
}

TEST_F(Poison, ADeadLetterIsRedrivenWithWhatHangsOnIt) {
  choke("poison", 200, "<html>garbage</html>");
  const PostId bad = home().posts(channel_, "poison");
  ASSERT_TRUE(arrive(chatter(1)));
  ASSERT_TRUE(eventually([&] { return dead().size() == 1U; }));
  home().server().user_reacts(home().person().id, bad, "tada");
  ASSERT_TRUE(arrive(chatter(1)));
  EXPECT_EQ(home().types("/share-channel redrive --id 12345", channel_), "There is no such dead letter.");
  home().reaches(spoke());
  const std::string number = std::to_string(dead()[0].number);
  EXPECT_NE(home().types("/share-channel status", channel_).find("| " + number + " |"), std::string::npos)
      << home().types("/share-channel status", channel_);
  EXPECT_EQ(home().types("/share-channel redrive --id " + number, channel_), "1 dead letter is tried again.");
  ASSERT_TRUE(arrive({bad}));
  EXPECT_TRUE(eventually([&] { return spoke().server().reactions_to(bad).size() == 1U; }));
  EXPECT_TRUE(eventually([&] { return dead().empty() && waiting().empty(); }));
}

TEST_F(Poison, AloneInItsChannelItWaitsUntilThePeerHasTakenSomethingElse) {
  choke("poison", 413);
  home().posts(channel_, "poison");
  ASSERT_TRUE(eventually([&] { return waiting().size() == 1U && waiting()[0].tries > model::limits::poison_tries; }));
  EXPECT_TRUE(dead().empty()) << "nothing says that it is the post and not the peer";
  ASSERT_TRUE(arrive(chatter(1)));
  EXPECT_TRUE(eventually([&] { return !waiting().empty() && waiting()[0].proven; }));
}

TEST_F(Poison, APeerThatFailsAtEverythingIsNotChoking) {
  std::atomic<int> messages = 0;
  home().reaches(spoke(), [&](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
    if (request.path.find("/msg") == std::string::npos) return std::nullopt;
    ++messages;
    return peer::Answer{502, "", {}};
  });
  const auto posts = chatter(20);
  ASSERT_TRUE(eventually([&] {
    const auto tasks = home().store().tasks(stage_.link).value();
    return !tasks.empty() && tasks[0].attempts >= 3;
  }));
  EXPECT_LE(messages, 20) << "one message a try, and one to see";
  EXPECT_TRUE(waiting().empty());
  home().reaches(spoke());
  EXPECT_TRUE(arrive(posts));
  EXPECT_TRUE(dead().empty());
}

TEST_F(Poison, APeerWhoseOwnServerTakesNothingIsIllAndLosesNothing) {
  spoke().server().fail_next("create_post", base::retry_later("server_unavailable", "disk full"), 5'000);
  home().loses(spoke());
  const auto together = chatter(10);
  home().reaches(spoke());
  ASSERT_TRUE(eventually([&] {
    const auto tasks = home().store().tasks(stage_.link).value();
    return !tasks.empty() && tasks[0].last_error.find("takes nothing") != std::string::npos && tasks[0].attempts >= 3;
  }));
  EXPECT_TRUE(waiting().empty()) << "it is not the posts";
  spoke().server().fail_no_more("create_post");
  EXPECT_TRUE(arrive(together));
  EXPECT_TRUE(dead().empty());
}

TEST_F(Poison, AFileThatFailsHoldsOnlyItsPostAndIsRedriven) {
  spoke().server().fail_next("upload_data", base::refused("app.upload.x.app_error", "a broken image"), 1'000);
  const model::Post with_file = home().posts_files(channel_, "look", {{"a.png", "x"}});
  const PostId after = home().posts(channel_, "after");
  ASSERT_TRUE(arrive({after}));
  EXPECT_FALSE(spoke().has(with_file.id)) << "it waits for its file";
  ASSERT_TRUE(arrive({with_file.id}));
  EXPECT_TRUE(spoke().find(with_file.id)->file_ids.empty());
  ASSERT_TRUE(eventually([&] { return dead().size() == 1U; }));
  EXPECT_EQ(dead()[0].kind, model::LedgerKind::file);
  spoke().server().fail_no_more("upload_data");
  EXPECT_EQ(home().types("/secure-connection redrive --connectionID " + stage_.link.str()),
            "1 dead letter is tried again.");
  ASSERT_TRUE(eventually([&] { return spoke().find(with_file.id)->file_ids == with_file.file_ids; }));
  EXPECT_EQ(spoke().find(with_file.id)->message, "look");
  EXPECT_TRUE(eventually([&] { return dead().empty() && waiting().empty(); }));
}

TEST_F(Poison, ABusyPeerIsLeftAloneAsLongAsItAsks) {
  std::atomic<int> messages = 0;
  home().reaches(spoke(), [&](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
    if (request.path.find("/msg") == std::string::npos) return std::nullopt;
    if (++messages > 1) return std::nullopt;
    return peer::Answer{429, "", std::chrono::seconds(4)};
  });
  const base::Steady begin = stage_.clock.steady();
  const auto posts = chatter(1);
  ASSERT_TRUE(stage_.crosses(spoke(), home(), channel_, "a sign of life, which would wake what waits"));
  ASSERT_TRUE(arrive(posts));
  EXPECT_GE(stage_.clock.steady() - begin, std::chrono::seconds(4));
}

TEST_F(Poison, AuthorsAreToldOfAnOutageOncePerChannel) {
  home().loses(spoke());
  const auto posts = chatter(3);
  const auto notes = [&] {
    auto all = home().server().ephemerals();
    std::erase_if(all, [](const auto& note) { return note.post.message.find("does not answer") == std::string::npos; });
    return all.size();
  };
  ASSERT_TRUE(eventually([&] { return notes() > 0; }));
  ASSERT_TRUE(eventually([&] {
    const auto tasks = home().store().tasks(stage_.link).value();
    return !tasks.empty() && tasks[0].attempts >= 4;
  }));
  EXPECT_EQ(notes(), 1U);
  home().reaches(spoke());
  EXPECT_TRUE(arrive(posts));
}

}  // namespace
}  // namespace causeway::scenario
