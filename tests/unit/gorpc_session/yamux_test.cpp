// Conversations with a yamux session: what goes in and what comes out, as bytes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gorpc/yamux/session.h"

namespace causeway::gorpc::yamux {
namespace {

constexpr Time start{};

std::string frame(FrameType type, std::uint16_t flags, StreamId stream, std::uint32_t length,
                  std::string_view payload = {}) {
  std::string out;
  append_header(out, type, flags, stream, length);
  return out.append(payload);
}
std::string data(StreamId stream, std::string_view payload, std::uint16_t flags = 0) {
  return frame(FrameType::data, flags, stream, static_cast<std::uint32_t>(payload.size()), payload);
}
std::string window(StreamId stream, std::uint16_t flags, std::uint32_t delta = 0) {
  return frame(FrameType::window_update, flags, stream, delta);
}

// One word an event: "opened 1", "data 1 hello"; neighbouring pieces of one stream's data are joined.
std::string tell(const std::vector<Event>& events, std::string told = {}) {
  static constexpr const char* names[] = {"opened", "data", "finished", "reset", "writable", "pong", "go_away"};
  for (const auto& event : events) {
    const std::string head = std::string(names[static_cast<int>(event.kind)]) + " " + std::to_string(event.stream);
    if (event.kind == EventKind::data) {
      const auto last = told.rfind('\n', told.empty() ? 0 : told.size() - 2);
      const auto line = told.substr(last == std::string::npos ? 0 : last + 1);
      if (line.starts_with(head + " ")) {
        told.insert(told.size() - 1, event.bytes);
        continue;
      }
    }
    told += head;
    if (event.kind == EventKind::data) told += " " + std::string(event.bytes);
    if (event.value != 0) told += " " + std::to_string(event.value);
    told += "\n";
  }
  return told;
}

std::string conversation() {
  return window(1, flag::syn) + data(1, "hello") + data(3, "with the opening", flag::syn) +
         frame(FrameType::ping, flag::syn, 0, 77) + window(3, flag::fin) + window(1, flag::rst) +
         data(1, "for nobody") + frame(FrameType::go_away, 0, 0, 0);
}
constexpr const char* conversation_told =
    "opened 1\ndata 1 hello\nopened 3\ndata 3 with the opening\nfinished 3\nreset 1\ngo_away 0\n";

TEST(YamuxSession, AnswersThePeersConversation) {
  Session session(Role::server);
  EXPECT_EQ(tell(session.receive(conversation(), start)), conversation_told);
  EXPECT_EQ(session.output(), frame(FrameType::ping, flag::ack, 0, 77));
  EXPECT_FALSE(session.failed());
  EXPECT_EQ(session.streams(), 1u);
}

TEST(YamuxSession, SameWhereverTheBytesAreSplit) {
  const std::string bytes = conversation();
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    Session session(Role::server);
    std::string told = tell(session.receive(std::string_view(bytes).substr(0, at), start));
    told = tell(session.receive(std::string_view(bytes).substr(at), start), told);
    EXPECT_EQ(told, conversation_told) << "split at " << at;
  }
  Session session(Role::server);
  std::string told;
  for (const char byte : bytes) told = tell(session.receive(std::string_view(&byte, 1), start), told);
  EXPECT_EQ(told, conversation_told);
}

TEST(YamuxSession, FinIsNeverOnADataFrame) {
  Session session(Role::server);
  const auto id = session.open();
  ASSERT_EQ(id, 2u);
  EXPECT_EQ(session.send(*id, "last words"), 10u);
  session.finish(*id);
  EXPECT_EQ(session.output(), window(2, flag::syn) + data(2, "last words") + window(2, flag::fin));
  EXPECT_EQ(session.send(*id, "too late"), 0u);
}

TEST(YamuxSession, AStreamIsGoneWhenBothSidesHaveFinished) {
  Session session(Role::server);
  session.receive(window(1, flag::syn), start);
  session.accept(1);
  session.finish(1);
  EXPECT_TRUE(session.known(1));
  EXPECT_EQ(tell(session.receive(data(1, "end", flag::fin), start)), "data 1 end\nfinished 1\n");
  EXPECT_FALSE(session.known(1));
  EXPECT_EQ(session.unread(), 0u);
}

TEST(YamuxSession, StopsAtThePeersWindowAndGoesOnWithCredit) {
  Session session(Role::server);
  const auto id = *session.open();
  const std::string much(initial_window + 5, 'x');
  EXPECT_EQ(session.send(id, much), initial_window);
  EXPECT_EQ(session.send(id, "more"), 0u);
  EXPECT_EQ(tell(session.receive(window(id, flag::ack, 3), start)), "writable 2\n");
  session.take_output();
  EXPECT_EQ(session.send(id, "more"), 3u);
  EXPECT_EQ(session.output(), data(id, "mor"));
}

TEST(YamuxSession, GivesCreditAtHalfTheWindow) {
  Session session(Role::server);
  session.receive(window(1, flag::syn), start);
  session.accept(1);
  session.take_output();
  session.receive(data(1, std::string(initial_window, 'x')), start);
  session.consumed(1, initial_window / 2 - 1);
  EXPECT_EQ(session.output(), "");
  session.consumed(1, 1);
  EXPECT_EQ(session.output(), window(1, 0, initial_window / 2));
  EXPECT_EQ(tell(session.receive(data(1, "y"), start)), "data 1 y\n");
}

TEST(YamuxSession, ProtocolErrorsEndTheSessionWithTheirCode) {
  const std::string opened = window(1, flag::syn);
  const std::vector<std::pair<const char*, std::string>> crimes = {
      {"version", std::string("\x01", 1) + opened.substr(1)},
      {"type", frame(static_cast<FrameType>(4), 0, 1, 0)},
      {"duplicate SYN", opened + opened},
      {"wrong parity", window(2, flag::syn)},
      {"stream 0", window(0, flag::syn)},
      {"second FIN", opened + window(1, flag::fin) + window(1, flag::fin)},
      {"data after FIN", opened + window(1, flag::fin) + data(1, "x")},
      {"window exceeded", opened + frame(FrameType::data, 0, 1, initial_window + 1)},
      {"credit overflow", opened + window(1, 0, 0xffffffff)},
  };
  for (const auto& crime : crimes) {
    Session session(Role::server);
    session.receive(crime.second, start);
    EXPECT_TRUE(session.failed()) << crime.first;
    EXPECT_TRUE(session.output().ends_with(frame(FrameType::go_away, 0, 0, 1))) << crime.first;
    EXPECT_TRUE(session.receive(data(1, "x"), start).empty()) << crime.first;
  }
}

TEST(YamuxSession, RefusesStreamsBeyondItsLimits) {
  Options options;
  options.max_unaccepted = 2;
  options.max_streams = 3;
  Session session(Role::server, options);
  session.receive(window(1, flag::syn) + window(3, flag::syn) + window(5, flag::syn), start);
  EXPECT_EQ(session.take_output(), window(5, flag::rst));
  session.accept(1);
  session.accept(3);
  session.take_output();
  session.receive(window(7, flag::syn) + window(9, flag::syn), start);
  EXPECT_EQ(session.output(), window(9, flag::rst));
  EXPECT_EQ(session.open(), std::nullopt);
}

// Go's backlog has 256 places, and a stream beyond is reset, whatever was to be said on it.
TEST(YamuxSession, StreamsThatThePeerHasNotAcknowledgedAreNoMoreThanItsBacklog) {
  Options options;
  options.max_unacknowledged = 2;
  Session session(Role::server, options);
  for (const StreamId id : {2U, 4U, 6U, 8U, 10U}) EXPECT_EQ(session.open(), id);
  EXPECT_EQ(session.take_output(), window(2, flag::syn) + window(4, flag::syn));
  EXPECT_EQ(session.send(4, "now"), 3U);
  EXPECT_EQ(session.send(6, "later"), 0U);
  session.finish(8);
  session.reset(10);
  EXPECT_EQ(session.take_output(), data(4, "now"));
  EXPECT_TRUE(session.receive(window(2, flag::ack), start).empty());
  EXPECT_EQ(session.take_output(), window(6, flag::syn));
  EXPECT_EQ(session.send(6, "later"), 5U);
  session.take_output();
  EXPECT_EQ(tell(session.receive(data(6, "x", flag::ack), start)), "data 6 x\n") << "any frame may acknowledge";
  EXPECT_EQ(session.take_output(), window(8, flag::syn) + window(8, flag::fin));
  session.receive(window(6, flag::ack), start);
  EXPECT_EQ(session.open(), 12U);
  EXPECT_EQ(session.output(), "") << "4 and 8 are not acknowledged";
  session.reset(4);
  EXPECT_EQ(session.take_output(), window(4, flag::rst) + window(12, flag::syn));
  EXPECT_EQ(session.open(), 14U);
  EXPECT_EQ(tell(session.receive(window(12, flag::rst), start)), "reset 12\n");
  EXPECT_EQ(session.take_output(), window(14, flag::syn));
  EXPECT_EQ(session.open(), 16U);
  const std::string told = tell(session.receive(frame(FrameType::go_away, 0, 0, 0), start));
  EXPECT_NE(told.find("reset 16"), std::string::npos) << told;
  EXPECT_FALSE(session.known(16));
}

TEST(YamuxSession, ResetsTheStreamThatFillsTheMemory) {
  Options options;
  options.max_unread = 10;
  Session session(Role::server, options);
  session.receive(window(1, flag::syn) + data(1, "12345678") + window(3, flag::syn), start);
  EXPECT_EQ(tell(session.receive(data(3, "123") + data(3, "ignored"), start)), "reset 3\n");
  EXPECT_EQ(session.output(), window(3, flag::rst));
  EXPECT_FALSE(session.failed());
}

TEST(YamuxSession, APeerThatOnlyPingsAndNeverReadsIsLeft) {
  Options options;
  options.hard_output = 1200;
  Session session(Role::server, options);
  for (int i = 0; i < 101; ++i) session.receive(frame(FrameType::ping, flag::syn, 0, 1), start);
  EXPECT_TRUE(session.failed());
}

TEST(YamuxSession, GoAwayMeansNoNewStreams) {
  Session ours(Role::server);
  ours.go_away(GoAwayCode::normal);
  ours.receive(window(1, flag::syn), start);
  EXPECT_EQ(ours.output(), frame(FrameType::go_away, 0, 0, 0) + window(1, flag::rst));
  Session theirs(Role::client);
  theirs.receive(frame(FrameType::go_away, 0, 0, 0), start);
  EXPECT_EQ(theirs.open(), std::nullopt);
}

TEST(YamuxSession, KeepaliveAsksAndGivesUp) {
  using std::chrono::seconds;
  Options options;
  options.keepalive_interval = seconds(30);
  Session session(Role::client, options);
  session.tick(start);
  EXPECT_EQ(session.next_tick(), start + seconds(30));
  session.tick(start + seconds(30));
  EXPECT_EQ(session.take_output(), frame(FrameType::ping, flag::syn, 0, 1));
  session.receive(frame(FrameType::ping, flag::ack, 0, 1), start + seconds(31));
  session.tick(start + seconds(60));
  EXPECT_FALSE(session.failed());
  session.tick(start + seconds(71));
  EXPECT_TRUE(session.failed());
}

TEST(YamuxSession, TwoSessionsCarryAStreamBothWays) {
  Session client(Role::client);
  Session server(Role::server);
  const auto id = *client.open();
  client.send(id, "question");
  client.finish(id);
  EXPECT_EQ(tell(server.receive(client.take_output(), start)), "opened 1\ndata 1 question\nfinished 1\n");
  server.accept(id);
  server.send(id, "answer");
  server.finish(id);
  EXPECT_EQ(tell(client.receive(server.take_output(), start)), "data 1 answer\nfinished 1\n");
  EXPECT_EQ(client.streams() + server.streams(), 0u);
}

}  // namespace
}  // namespace causeway::gorpc::yamux
