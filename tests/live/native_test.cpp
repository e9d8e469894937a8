// What crosses between Causeway and Mattermost's own shared channels, in both roles.
#include "native_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;

TEST_P(NativeSmoke, EachSideKnowsTheOtherAndTheChannelIsTheSame) {
  for (Side* side : {&here(), &there()}) {
    const Json found = side->admin->get("/api/v4/channels/" + channel());
    EXPECT_EQ(found.at("type"), "O");
    EXPECT_EQ(found.at("shared"), true);
    bool known = false;
    for (const auto& row : world_->connections(*side)) {
      known = known || row.at("remote_id") == connections_.at(GetParam().peer);
    }
    EXPECT_TRUE(known) << side->name();
  }
}

TEST_P(NativeSmoke, PostsCrossBothWaysWithTheirIdsTimesAndAuthors) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    const std::string id = crossed(*writer, "hello over there: ünïcödé 🌉");
    const Json written = writer->get("/api/v4/posts/" + id);
    Side& reader = other_side(*writer);
    const Json read = seen(reader, id).value();
    EXPECT_EQ(read.at("message"), written.at("message"));
    EXPECT_EQ(read.at("create_at"), written.at("create_at"));
    EXPECT_EQ(read.at("channel_id"), channel());
    const Json author = reader.admin->get("/api/v4/users/" + read.at("user_id").get<std::string>());
    const std::string writer_name = writer->get("/api/v4/users/me").at("username");
    const std::string from = writer == &ours() ? here().name() : there().name();
    EXPECT_EQ(author.at("username"), writer_name + ":" + from);
    EXPECT_EQ(author.value("remote_id", ""), connections_.at(GetParam().peer));
  }
}

TEST_P(NativeSmoke, RepliesOfBothStandInOneThread) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    RestClient& other = writer == &ours() ? theirs() : ours();
    const std::string root = crossed(*writer, "a thread begins");
    const std::string answer = crossed(other, "an answer from the other side", root);
    const std::string own = crossed(*writer, "and one more", root);
    for (Side* side : {&here(), &there()}) {
      const Json thread = side->admin->thread(root);
      EXPECT_EQ(thread.at("posts").size(), 3U);
      for (const auto& reply : {answer, own}) EXPECT_EQ(thread.at("posts").at(reply).at("root_id"), root);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Ways, NativeSmoke,
                         ::testing::Values(Way{"n", true}, Way{"n", false}, Way{"m", true}, Way{"m", false}),
                         [](const auto& instance) { return instance.param.name(); });

}  // namespace
}  // namespace causeway::live
