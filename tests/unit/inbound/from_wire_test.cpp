#include <gtest/gtest.h>

#include "inbound/apply/posts.h"

namespace causeway::inbound {
namespace {

const base::Time now = base::from_millis(1'700'000'000'000);
const model::RemoteId remote{"r1"};

model::Post wire_post() {
  model::Post post;
  post.id = model::PostId("p1");
  post.create_at = now - std::chrono::hours(1);
  post.message = "hello";
  return post;
}

TEST(FromWire, KeepsIdTimeAndTextAndNamesTheConnection) {
  const auto post = from_wire(wire_post(), remote, now, {});
  EXPECT_EQ(post.id, model::PostId("p1"));
  EXPECT_EQ(post.create_at, now - std::chrono::hours(1));
  EXPECT_EQ(post.message, "hello");
  EXPECT_EQ(post.remote_id, remote);
}

TEST(FromWire, ImpossibleTimesBecomeNow) {
  auto wire = wire_post();
  for (const base::Time time : {base::Time(), base::from_millis(-5), now + std::chrono::hours(25)}) {
    wire.create_at = time;
    EXPECT_EQ(from_wire(wire, remote, now, {}).create_at, now);
  }
  wire.create_at = now + std::chrono::hours(1);  // their clock is a little ahead
  EXPECT_EQ(from_wire(wire, remote, now, {}).create_at, wire.create_at);
  EXPECT_EQ(from_wire(wire, remote, now, {}).edit_at, base::Time()) << "never edited stays so";
}

TEST(FromWire, TakesNoFilesPropsOrForeignConnection) {
  auto wire = wire_post();
  wire.remote_id = model::RemoteId("r2");
  wire.file_ids = {model::FileId("f1")};
  wire.props = json::Object{{"override_username", "ceo"}};
  wire.pending_post_id = "x";
  const auto post = from_wire(wire, remote, now, {});
  EXPECT_EQ(post.remote_id, remote);
  EXPECT_TRUE(post.file_ids.empty());
  EXPECT_TRUE(post.props.is_null());
  EXPECT_EQ(post.pending_post_id, "");
}

TEST(WithChange, TextAndCardsAreReadAsThoseOfANewPost) {
  Reading reading;
  reading.named = {{"sam", "sam:a"}};
  auto wire = wire_post();
  wire.message = "@sam";
  wire.props = json::Object{{"attachments", json::Array{json::Object{{"text", "@sam"}}}}, {"from_webhook", "true"}};
  model::Post present = from_wire(wire_post(), remote, now, reading);
  present.props = json::Object{{"from_plugin", "true"}};
  const auto next = with_change(present, wire, true, false, reading);
  const auto fresh = from_wire(wire, remote, now, reading);
  EXPECT_EQ(next.message, "@sam:a");
  EXPECT_EQ(next.message, fresh.message);
  EXPECT_EQ(json::dump(next.props), R"({"attachments":[{"text":"@sam:a"}],"from_plugin":"true"})");
  EXPECT_EQ(*next.props.find("attachments"), *fresh.props.find("attachments"));
  EXPECT_EQ(with_change(next, wire, true, false, reading), next) << "once more changes nothing";
  EXPECT_EQ(with_change(present, wire, false, false, reading).message, present.message) << "a pin alone";
}

TEST(WithChange, ThePinIsMergedThreeWays) {
  for (const bool before : {false, true}) {
    for (const bool here : {false, true}) {
      for (const bool there : {false, true}) {
        model::Post present;
        present.is_pinned = here;
        model::Post wire;
        wire.is_pinned = there;
        const bool expected = there != before ? there : here;
        EXPECT_EQ(with_change(present, wire, false, before, {}).is_pinned, expected) << before << here << there;
      }
    }
  }
}

}  // namespace
}  // namespace causeway::inbound
