// The checker of the soak: each kind of difference is seen, and what may differ is no difference.

#include "lab/compare.h"

#include <gtest/gtest.h>

#include <functional>

namespace causeway::lab {
namespace {

PostFacts some_post(const std::string& message) {
  PostFacts post;
  post.author = "alice:a";
  post.channel = "c1";
  post.message = message;
  post.priority = "urgent acknowledgement";
  post.replies = 2;
  post.revisions = 1;
  post.edited = true;
  post.files = {{"f1", 10}, {"f2", 20}};
  post.acknowledged = {"bob:b"};
  post.reactions = {"tada by bob:b", "smile by alice:a"};
  return post;
}

const std::map<std::string, std::size_t> one_change{{"p1", 1}, {"p2", 1}};

Snapshot some_posts() {
  return {{"p1", some_post("first")}, {"p2", some_post("second")}};
}

struct Change {
  std::string kind;
  std::function<void(PostFacts& post)> make;
};

class CompareOne : public testing::TestWithParam<Change> {};

TEST_P(CompareOne, IsSeenOnceWhicheverSideHasIt) {
  Snapshot other = some_posts();
  GetParam().make(other.at("p1"));
  for (const bool turned : {false, true}) {
    const Comparison found =
        turned ? compare(other, some_posts(), one_change) : compare(some_posts(), other, one_change);
    EXPECT_FALSE(found.equal());
    EXPECT_EQ(found.unequal, (std::map<std::string, std::size_t>{{GetParam().kind, 1}}));
    EXPECT_EQ(found.lost + found.doubled, 0U);
    ASSERT_EQ(found.lines.size(), 1U);
    EXPECT_NE(found.lines[0].find("p1"), std::string::npos) << found.lines[0];
    EXPECT_NE(found.lines[0].find(GetParam().kind), std::string::npos) << found.lines[0];
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, CompareOne,
                         testing::Values(Change{"author", [](PostFacts& post) { post.author = "anna:a"; }},
                                         Change{"channel", [](PostFacts& post) { post.channel = "c2"; }},
                                         Change{"message", [](PostFacts& post) { post.message = "First"; }},
                                         Change{"root", [](PostFacts& post) { post.root = "p2"; }},
                                         Change{"deleted", [](PostFacts& post) { post.deleted = true; }},
                                         Change{"pinned", [](PostFacts& post) { post.pinned = true; }},
                                         Change{"edited", [](PostFacts& post) { post.edited = false; }},
                                         Change{"priority", [](PostFacts& post) { post.priority = "urgent"; }},
                                         Change{"replies", [](PostFacts& post) { post.replies = 3; }},
                                         Change{"revisions", [](PostFacts& post) { post.revisions = 2; }},
                                         Change{"files", [](PostFacts& post) { post.files["f1"] = 11; }},
                                         Change{"acknowledged", [](PostFacts& post) { post.acknowledged.clear(); }},
                                         Change{"reactions",
                                                [](PostFacts& post) { post.reactions.erase("tada by bob:b"); }}),
                         [](const auto& instance) { return instance.param.kind; });

TEST(Compare, TheSameIsEqual) {
  const Comparison found = compare(some_posts(), some_posts(), one_change);
  EXPECT_TRUE(found.equal());
  EXPECT_TRUE(found.lines.empty());
}

TEST(Compare, APostOnOneSideOnlyIsLostUnlessItWasDeletedThere) {
  Snapshot fewer = some_posts();
  fewer.erase("p2");
  EXPECT_EQ(compare(some_posts(), fewer, one_change).lost, 1U);
  EXPECT_EQ(compare(fewer, some_posts(), one_change).lost, 1U);
  Snapshot deleted = some_posts();
  deleted.at("p2").deleted = true;
  EXPECT_TRUE(compare(deleted, fewer, one_change).equal());
  EXPECT_TRUE(compare(fewer, deleted, one_change).equal());
}

TEST(Compare, OneTextOfOneAuthorTwiceOnASideIsDoubled) {
  Snapshot twice = some_posts();
  twice.at("p2").message = "first";
  EXPECT_EQ(compare(twice, twice, one_change).doubled, 2U) << "once on each side";
  twice.at("p2").author = "bob:b";
  EXPECT_TRUE(compare(twice, twice, one_change).equal()) << "two people may say the same";
}

TEST(Compare, OfWhatIsDeletedOnBothSidesOnlyTheRevisionsCount) {
  Snapshot a = some_posts();
  a.at("p1").deleted = true;
  Snapshot b = a;
  b.at("p1").message = "";
  b.at("p1").files.clear();
  b.at("p1").reactions.clear();
  EXPECT_TRUE(compare(a, b, one_change).equal());
  b.at("p1").revisions = 2;
  EXPECT_EQ(compare(a, b, one_change).unequal, (std::map<std::string, std::size_t>{{"revisions", 1}}));
}

TEST(Compare, ChangesThatWentTogetherLeaveFewerRevisions) {
  Snapshot b = some_posts();
  b.at("p1").revisions = 0;
  EXPECT_TRUE(compare(some_posts(), b, one_change).equal());
  EXPECT_EQ(compare(some_posts(), b, {}).unequal.at("revisions"), 3U) << "nobody changed anything";
}

}  // namespace
}  // namespace causeway::lab
