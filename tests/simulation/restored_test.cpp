// A server whose database came back from a backup: its peer finds that out, and tells it again what it has forgotten.
#include <gtest/gtest.h>

#include "simulation/storm.h"

namespace causeway::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class Restored : public testing::Test {
 protected:
  Restored() {
    scenario::share(home_, spoke_, link_, channel_);
    while (home_.store().kept_mark(link_) == base::Time() || spoke_.store().kept_mark(link_) == base::Time()) {
      simulation_.sleep(seconds(1));
    }
  }
  ~Restored() override {
    home_.deactivate();
    spoke_.deactivate();
  }
  bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 300 && !condition(); ++i) simulation_.sleep(milliseconds(100));
    return condition();
  }
  model::PostId crossed(scenario::Site& from, scenario::Site& to, const std::string& text,
                        const model::PostId& root = {}) {
    const auto post = from.posts(channel_, text, root);
    EXPECT_TRUE(soon([&] { return to.has(post); }));
    return post;
  }
  std::string text(const model::PostId& post) {
    const auto found = spoke_.find(post);
    return found ? found->message : "none";
  }
  // How often the home has noted that the other side's database is of an earlier day.
  std::ptrdiff_t notes() {
    const auto trail = home_.store().audit_trail(50).value();
    return std::count_if(trail.begin(), trail.end(),
                         [](const auto& record) { return record.deed == "connection.peer_restored"; });
  }
  bool noted() { return notes() > 0; }

  fakes::Simulation simulation_{7};
  scenario::Site home_{simulation_, "home", "alice", 1};
  scenario::Site spoke_{simulation_, "spoke", "bob", 2};
  model::RemoteId link_ = acquaint(home_, spoke_, simulation_.now());
  model::ChannelId channel_ = home_.open_channel("town").id;
};

TEST_F(Restored, WhatItHasForgottenComesAgainByItself) {
  const auto kept = crossed(home_, spoke_, "kept"), edited = crossed(home_, spoke_, "as it was"),
             gone = crossed(home_, spoke_, "gone");
  const auto reaction = [&](const model::PostId& post) { return spoke_.server().reactions_to(post).size(); };
  simulation_.sleep(minutes(2));
  const base::Time backup = spoke_.store().kept_mark(link_);
  simulation_.sleep(minutes(2));
  home_.server().user_edits(edited, "as it is");
  home_.server().user_deletes(gone);
  const auto root = crossed(home_, spoke_, "root"), reply = crossed(home_, spoke_, "reply", root);
  home_.server().user_reacts(home_.person().id, root, "tada");
  ASSERT_TRUE(soon([&] { return text(edited) == "as it is" && text(gone) == "none" && reaction(root) == 1; }));
  const auto theirs = crossed(spoke_, home_, "of the spoke");
  const auto until = [&] { return spoke_.store().kept_mark(link_) > backup; };
  ASSERT_TRUE(soon(until)) << "what was told is marked within seconds";
  ASSERT_FALSE(noted());

  for (const auto& post : {root, reply, theirs}) spoke_.loses_post(post);
  spoke_.goes_back(edited, "as it was");
  spoke_.goes_back(gone, "gone");
  spoke_.store().put_kept_mark(link_, backup);
  for (int i = 0; i < 90 && !noted(); ++i) simulation_.sleep(seconds(1));
  ASSERT_TRUE(noted());
  EXPECT_TRUE(soon([&] {
    return text(root) == "root" && text(reply) == "reply" && text(edited) == "as it is" && text(gone) == "none" &&
           reaction(root) == 1;
  })) << text(root)
      << ", " << text(reply) << ", " << text(edited) << ", " << text(gone) << ", " << reaction(root);
  EXPECT_EQ(text(kept), "kept");
  EXPECT_TRUE(home_.has(theirs)) << "what it wrote itself stays where it is";
  EXPECT_EQ(text(theirs), "none");
  EXPECT_TRUE(soon([&] { return home_.store().tasks(link_).value().empty(); }));
  EXPECT_EQ(home_.store().count_held(link_, false).value(), 0);
}

TEST_F(Restored, WhoAnswersNonsenseIsToldOnceInAWhile) {
  for (int i = 0; i < 9; ++i) {
    spoke_.store().put_kept_mark(link_, base::from_millis(5 + i));
    simulation_.sleep(minutes(1));
  }
  EXPECT_EQ(notes(), 1);
  simulation_.sleep(minutes(5));
  EXPECT_EQ(notes(), 2);
  EXPECT_TRUE(soon([&] { return home_.store().tasks(link_).value().empty(); }));
}

TEST_F(Restored, AnAnswerThatIsLostOnTheWayIsNoSign) {
  for (int i = 0; i < 20; ++i) {
    home_.peer().set_weather({.lost_answers = i % 2 == 0 ? 100U : 0U});
    crossed(home_, spoke_, "in bad weather " + std::to_string(i));
    simulation_.sleep(seconds(20));
  }
  EXPECT_FALSE(noted());
}

}  // namespace
}  // namespace causeway::simulation
