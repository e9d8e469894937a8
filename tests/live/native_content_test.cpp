// What crosses beside new posts between Causeway and Mattermost's own shared channels; docs/native.md says what cannot.
#include <thread>

#include "native_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;
using std::chrono::seconds;

class NativeContent : public NativeSuite {
 protected:
  static void expect(Side& reader, const std::string& post, const std::string& what,
                     const std::function<bool(const Json& post)>& fits) {
    lab::Reply last;
    const bool so = lab::eventually(cross_limit, [&] {
      last = reader.admin->call("GET", "/api/v4/posts/" + post);
      return last.ok() && fits(last.body);
    });
    EXPECT_TRUE(so) << what << " is not on " << reader.name() << ", which has " << last.text << "\n" << world_->logs();
  }
  static std::size_t reactions(const Json& post) {
    return post.at("metadata").contains("reactions") ? post["metadata"]["reactions"].size() : 0;
  }
};

TEST_P(NativeContent, EditsCrossBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const std::string post = crossed(*writer, "before");
    writer->edit(post, "after");
    expect(other_side(*writer), post, "the edit", [](const Json& seen) { return seen.at("message") == "after"; });
    EXPECT_EQ(writer->get("/api/v4/posts/" + post).at("message"), "after");
  }
}

TEST_P(NativeContent, DeletionsCrossBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const std::string post = crossed(*writer, "to be deleted");
    writer->remove("/api/v4/posts/" + post);
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return !seen(other_side(*writer), post); }))
        << "still on " << other_side(*writer).name();
  }
}

TEST_P(NativeContent, ReactionsComeAndGoBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    Side& reader = other_side(*writer);
    const std::string post = crossed(*writer, "react to this");
    writer->react(post, "tada");
    expect(reader, post, "the reaction", [](const Json& seen) { return reactions(seen) == 1; });
    std::this_thread::sleep_for(seconds(3));  // native takes a repeated reaction away
    EXPECT_EQ(reactions(seen(reader, post).value()), 1U);
    writer->remove("/api/v4/users/" + writer->user_id() + "/posts/" + post + "/reactions/tada");
    expect(reader, post, "the removal", [](const Json& seen) { return reactions(seen) == 0; });
    std::this_thread::sleep_for(seconds(3));
    EXPECT_EQ(reactions(seen(reader, post).value()), 0U);
  }
}

TEST_P(NativeContent, FilesCrossBothWays) {
  const std::string content(100'000, 'x');
  for (RestClient* writer : {&ours(), &theirs()}) {
    Side& reader = other_side(*writer);
    const std::string file = writer->upload_file(channel(), "a.txt", content);
    const std::string post = writer->write(channel(), "with a file", "", {file}).at("id");
    expect(reader, post, "the post",
           [&](const Json& seen) { return seen.value("file_ids", Json::array()).size() == 1; });
    EXPECT_TRUE(lab::eventually(cross_limit,
                                [&] {
                                  const auto reply = reader.admin->call("GET", "/api/v4/files/" + file);
                                  return reply.ok() && reply.text == content;
                                }))
        << "the file's bytes are not on " << reader.name();
  }
}

INSTANTIATE_TEST_SUITE_P(Ways, NativeContent, ::testing::Values(Way{"n", true}, Way{"m", false}),
                         [](const auto& instance) { return instance.param.name(); });

}  // namespace
}  // namespace causeway::live
