#include <gtest/gtest.h>

#include "golden/gob/records.h"
#include "golden/gob/vector_files.h"
#include "gorpc/rpc/client.h"
#include "gorpc/rpc/server.h"

namespace causeway::golden {
namespace {

namespace rpc = gorpc::rpc;

#define CAUSEWAY_TEST_ACTIVATE(F)              \
  F(api, "APIMuxId", "-", keep, std::uint32_t) \
  F(driver, "DriverMuxId", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(ActivateArgs, CAUSEWAY_TEST_ACTIVATE);

std::string conversation(const std::string& name) {
  return read_file(vectors_folder() + "/" + name + ".conversation");
}

TEST(CallReader, PassesOverAHeaderWithoutArgument) {
  rpc::CallReader reader;
  const std::string bytes = conversation("rpc_requests");
  std::vector<std::pair<std::uint64_t, std::uint32_t>> calls;
  for (const char byte : bytes) {
    ASSERT_TRUE(reader.feed({&byte, 1}).ok());
    auto ready = reader.next();
    ASSERT_TRUE(ready.ok()) << ready.error().text;
    if (!*ready) continue;
    ActivateArgs args;
    ASSERT_TRUE(reader.read(args).ok());
    EXPECT_EQ(reader.method(), "Plugin.OnActivate");
    calls.emplace_back(reader.seq(), args.api);
  }
  const std::vector<std::pair<std::uint64_t, std::uint32_t>> expected = {{0, 1}, {2, 3}};
  EXPECT_EQ(calls, expected);
}

TEST(ReplyReader, UnderstandsWhatGoAnswers) {
  rpc::ReplyReader reader;
  ASSERT_TRUE(reader.feed(conversation("rpc_replies")).ok());
  std::vector<std::string> seen;
  for (;;) {
    auto ready = reader.next();
    ASSERT_TRUE(ready.ok()) << ready.error().text;
    if (!*ready) break;
    std::int64_t number = 0;
    Tree tree;
    std::string line = std::to_string(reader.seq()) + " ";
    if (!reader.error().empty()) {
      line += reader.error().substr(0, 20);
    } else if (reader.read(number).ok()) {
      line += std::to_string(number);
    } else if (reader.read(tree).ok()) {
      line += tree.name;
    }
    seen.push_back(line);
  }
  ASSERT_EQ(seen.size(), 6u);
  EXPECT_EQ(seen[0], "0 42");
  EXPECT_EQ(seen[1], "1 golden failure");
  EXPECT_EQ(seen[2].substr(0, 12), "2 rpc: can't");
  EXPECT_EQ(seen[3], "3 t");
  EXPECT_EQ(seen[4].substr(0, 6), "4 gob:");
  EXPECT_EQ(seen[5], "5 8");
}

TEST(Client, GetsItsRepliesInAnyOrder) {
  rpc::Client client;
  rpc::CallReader calls;
  rpc::ReplyWriter replies;
  std::string to_server;
  std::string to_client;
  std::map<std::int64_t, std::int64_t> doubled;
  for (std::int64_t i = 0; i < 100; ++i) {
    auto sent = client.call<std::int64_t>(
        "Test.Double", i, [&doubled, i](base::Result<std::int64_t> reply) { doubled[i] = reply.ok() ? *reply : -1; },
        to_server);
    ASSERT_TRUE(sent.ok());
  }
  ASSERT_TRUE(calls.feed(to_server).ok());
  std::vector<std::pair<std::uint64_t, std::int64_t>> open;
  while (*calls.next()) {
    std::int64_t number = 0;
    ASSERT_TRUE(calls.read(number).ok());
    open.emplace_back(calls.seq(), number);
  }
  for (auto call = open.rbegin(); call != open.rend(); ++call) {
    ASSERT_TRUE(replies.reply(call->first, 2 * call->second, to_client).ok());
  }
  ASSERT_TRUE(client.receive(to_client).ok());
  EXPECT_EQ(client.in_flight(), 0u);
  ASSERT_EQ(doubled.size(), 100u);
  for (const auto& entry : doubled) EXPECT_EQ(entry.second, 2 * entry.first);
}

TEST(Client, LearnsTheServersErrorTheWrongReplyAndTheEnd) {
  rpc::Client client;
  rpc::ReplyWriter replies;
  std::string sink;
  std::string bytes;
  std::vector<std::string> outcomes;
  const auto note = [&outcomes](base::Result<std::int64_t> reply) {
    outcomes.push_back(reply.ok() ? "ok" : reply.error().code + ": " + reply.error().text);
  };
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(client.call<std::int64_t>("A.B", i, note, sink).ok());
  client.cancel(3);
  replies.fail(0, "no such user", bytes);
  ASSERT_TRUE(replies.reply(1, std::string("text"), bytes).ok());
  ASSERT_TRUE(replies.reply(3, std::int64_t{1}, bytes).ok());
  ASSERT_TRUE(client.receive(bytes).ok());
  client.end(base::in_doubt("session_ended", "gone"));
  const std::vector<std::string> expected = {"rpc_error: no such user", "gob_mismatch: received string, expected int",
                                             "session_ended: gone"};
  EXPECT_EQ(outcomes, expected);
}

TEST(Client, LimitsItsCallsInFlight) {
  rpc::Client client({.calls_in_flight = 1});
  std::string out;
  const auto ignore = [](base::Result<std::int64_t>) {};
  ASSERT_TRUE(client.call<std::int64_t>("A.B", 1, ignore, out).ok());
  auto second = client.call<std::int64_t>("A.B", 1, ignore, out);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().next, base::Next::retry_later);
}

TEST(CallWriter, ArgumentThatCannotBeSentLeavesNoHeaderBehind) {
  rpc::CallWriter writer;
  std::string out;
  const std::vector<std::optional<std::int64_t>> nil(1);
  EXPECT_FALSE(writer.call("A.B", nil, out).ok());
  EXPECT_EQ(out, "");
  EXPECT_EQ(*writer.call("A.B", std::int64_t{1}, out), 0u);
}

TEST(ReplyWriter, AnswersWithAnErrorWhatItCannotSend) {
  rpc::ReplyWriter writer;
  std::string out;
  const std::vector<std::optional<std::int64_t>> nil(1);
  EXPECT_FALSE(writer.reply(9, nil, out).ok());
  writer.fail(10, "", out);
  rpc::ReplyReader reader;
  ASSERT_TRUE(reader.feed(out).ok());
  ASSERT_TRUE(*reader.next());
  EXPECT_EQ(reader.seq(), 9u);
  EXPECT_NE(reader.error(), "");
  ASSERT_TRUE(*reader.next());
  EXPECT_EQ(reader.error(), "unknown error");
}

TEST(CallReader, RefusesAMethodNameBeyondTheLimit) {
  rpc::CallWriter writer;
  std::string out;
  ASSERT_TRUE(writer.call(std::string(300, 'x'), std::int64_t{1}, out).ok());
  rpc::CallReader reader;
  ASSERT_TRUE(reader.feed(out).ok());
  auto ready = reader.next();
  ASSERT_FALSE(ready.ok());
  EXPECT_EQ(ready.error().code, "rpc_method_too_long");
}

}  // namespace
}  // namespace causeway::golden
