#include "inbound/receiver.h"

#include <gtest/gtest.h>

namespace causeway::inbound {
namespace {

base::Result<model::RemoteClusterResponse> answer_to(const base::Error& error) {
  const Receiver receiver({{"topic", [error](const model::Remote&, const model::RemoteClusterMsg&) {
                              return base::Result<json::Value>(error);
                            }}});
  model::RemoteClusterMsg message;
  message.topic = "topic";
  return receiver.receive({}, message);
}

TEST(Receiver, ANoIsAnAnswerAndSoIsAFailureOfTheServers) {
  for (const base::Error& error :
       {base::refused("channel_not_shared", "no"), base::retry_later("server_unavailable", "app.post.save: 500"),
        base::refused("store_refused", "a bug")}) {
    const auto answer = answer_to(error);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->status, "FAIL");
    EXPECT_EQ(answer->err, error.text);
  }
}

TEST(Receiver, AHouseThatIsNotWellSaysNothingOfTheMessage) {
  for (const base::Error& error :
       {base::retry_later("store_unavailable", "away"), base::in_doubt("store_in_doubt", "the connection died"),
        base::in_doubt("bridge_closed", "the server is gone")}) {
    const auto answer = answer_to(error);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, error.code);
    EXPECT_EQ(answer.error().next, base::Next::retry_later);
  }
}

}  // namespace
}  // namespace causeway::inbound
