// What crosses beside new posts between Causeway and Mattermost's own shared channels; docs/native.md says what cannot.
#include <algorithm>
#include <map>
#include <thread>

#include "native_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;
using std::chrono::seconds;

// Native takes away a reaction that comes twice; a repeat would have come by then.
constexpr seconds repeat_limit{3};

std::size_t reactions(const Json& post) {
  return post.at("metadata").contains("reactions") ? post["metadata"]["reactions"].size() : 0;
}

TEST_P(NativeSmoke, EditsCrossBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const std::string post = crossed(*writer, "before");
    writer->edit(post, "after");
    expect(other_side(*writer), post, "the edit", [](const Json& seen) { return seen.at("message") == "after"; });
    EXPECT_EQ(writer->get("/api/v4/posts/" + post).at("message"), "after");
  }
}

TEST_P(NativeSmoke, DeletionsCrossBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const std::string post = crossed(*writer, "to be deleted");
    writer->remove("/api/v4/posts/" + post);
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return !seen(other_side(*writer), post); }))
        << "still on " << other_side(*writer).name();
  }
}

TEST_P(NativeSmoke, PinsCrossBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const std::string post = crossed(*writer, "pin this");
    writer->post("/api/v4/posts/" + post + "/pin", Json::object());
    expect(other_side(*writer), post, "the pin", [](const Json& seen) { return seen.at("is_pinned") == true; });
    writer->post("/api/v4/posts/" + post + "/unpin", Json::object());
    expect(other_side(*writer), post, "the unpin", [](const Json& seen) { return seen.at("is_pinned") == false; });
  }
}

TEST_P(NativeSmoke, AnUrgentPostIsUrgentThere) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const Json body{
        {"channel_id", channel()}, {"message", "urgent"}, {"metadata", {{"priority", {{"priority", "urgent"}}}}}};
    const std::string post = writer->post("/api/v4/posts", body).at("id");
    expect(other_side(*writer), post, "the priority", [](const Json& seen) {
      return seen.at("metadata").contains("priority") && seen["metadata"]["priority"].at("priority") == "urgent";
    });
  }
}

TEST_P(NativeSmoke, FilesCrossBothWays) {
  const std::string content(100'000, 'x');
  for (RestClient* writer : {&ours(), &theirs()}) {
    Side& reader = other_side(*writer);
    const std::string file = writer->upload_file(channel(), "a.txt", content);
    const std::string post = writer->write(channel(), "with a file", "", {file}).at("id");
    expect(reader, post, "the post",
           [](const Json& seen) { return seen.value("file_ids", Json::array()).size() == 1; });
    EXPECT_TRUE(lab::eventually(cross_limit,
                                [&] {
                                  const auto reply = reader.admin->call("GET", "/api/v4/files/" + file);
                                  return reply.ok() && reply.text == content;
                                }))
        << "the file's bytes are not on " << reader.name();
  }
}

TEST_P(NativeSmoke, ReactionsComeAndGoBothWays) {
  std::map<RestClient*, std::string> posts;
  for (RestClient* writer : {&ours(), &theirs()}) posts[writer] = crossed(*writer, "react to this");
  const auto expect_of_both = [&](std::size_t count) {
    for (const auto& [writer, post] : posts) {
      expect(other_side(*writer), post, std::to_string(count) + " reactions",
             [&](const Json& seen) { return reactions(seen) == count; });
    }
    std::this_thread::sleep_for(repeat_limit);
    for (const auto& [writer, post] : posts) {
      for (Side* side : {&here(), &there()}) EXPECT_EQ(reactions(seen(*side, post).value()), count) << side->name();
    }
  };
  for (const auto& [writer, post] : posts) writer->react(post, "tada");
  expect_of_both(1);
  for (const auto& [writer, post] : posts) {
    writer->remove("/api/v4/users/" + writer->user_id() + "/posts/" + post + "/reactions/tada");
  }
  expect_of_both(0);
}

TEST_P(NativeSmoke, StatusesAreSeenOnBothSides) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    crossed(*writer, "known from now on");
    writer->put("/api/v4/users/me/status", {{"user_id", writer->user_id()}, {"status", "away"}});
  }
  for (RestClient* writer : {&ours(), &theirs()}) {
    lab::RestClient& reader = *other_side(*writer).admin;
    EXPECT_TRUE(lab::eventually(cross_limit, [&] {
      return reader.get("/api/v4/users/" + writer->user_id() + "/status").value("status", "") == "away";
    })) << world_->logs();
    writer->put("/api/v4/users/me/status", {{"user_id", writer->user_id()}, {"status", "online"}});
  }
}

// Native takes whoever comes with a profile for a member, its own flag for members off as it is.
TEST_P(NativeSmoke, OurMembersAreItsMembers) {
  std::string name = "member-" + GetParam().name();
  std::replace(name.begin(), name.end(), '_', '-');
  const std::string user =
      here().admin->create_user(name, lab::lab_password, name + "@example.test").at("id").get<std::string>();
  here().admin->join_team(here().team, user);
  here().admin->join_channel(channel(), user);
  EXPECT_TRUE(lab::eventually(cross_limit, [&] {
    return there().admin->call("GET", "/api/v4/channels/" + channel() + "/members/" + user).ok();
  })) << world_->logs();
}

}  // namespace
}  // namespace causeway::live
