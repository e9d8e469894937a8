// What a channel carries beside new posts, row by row and in both directions: edits, deletions, threads, reactions,
// pins, priority and acknowledgements. Facts are read from both databases, so a revision or a row too many shows.
#include <algorithm>
#include <thread>

#include "lab/pictures.h"
#include "lab/snapshot.h"
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::PostFacts;
using lab::RestClient;
using lab::Side;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds cross_limit{15};
constexpr milliseconds echo_limit{1'500};  // an echo would be back in some hundred

class Content : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() {
    lab::PairOptions options;
    options.proxies = true;
    pair_ = start_pair(options);
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("content", "O", connection_, {"alice", "anna"});
    pair_->enter(pair_->b, channel_, {"bob", "berta"});
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  // The side where it happens and the one that it must reach.
  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }
  static RestClient& writer() { return from().person(GetParam() == "AtoB" ? "alice" : "bob"); }
  static RestClient& second() { return from().person(GetParam() == "AtoB" ? "anna" : "berta"); }
  static RestClient& reader() { return to().person(GetParam() == "AtoB" ? "bob" : "alice"); }
  static std::string writers_name() { return GetParam() == "AtoB" ? "alice:a" : "bob:b"; }
  static std::string seconds_name() { return GetParam() == "AtoB" ? "anna:a" : "berta:b"; }
  static std::string readers_name() { return GetParam() == "AtoB" ? "bob:b" : "alice:a"; }

  static std::optional<PostFacts> facts(Side& side, const std::string& post, const std::string& channel = channel_) {
    const auto all = lab::read_snapshot(*pair_, side, {channel});
    const auto found = all.find(post);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  // Until the side holds the post so.
  static void expect(Side& side, const std::string& post, const std::string& what,
                     const std::function<bool(const PostFacts& post)>& fits) {
    const bool so = lab::eventually(cross_limit, [&] {
      const auto now = facts(side, post);
      return now && fits(*now);
    });
    EXPECT_TRUE(so) << what << " is not on " << side.name() << "\n"
                    << side.admin->call("GET", "/api/v4/posts/" + post).text;
  }
  static std::string crossed(const std::string& message, const std::string& root = {}) {
    const std::string post = writer().write(channel_, message, root).at("id");
    expect(to(), post, message, [&](const PostFacts& there) { return there.message == message; });
    return post;
  }
  // Nothing of it differs and neither side keeps more revisions than there were changes; also after a while.
  static void expect_same(const std::string& post, std::size_t changes) {
    const auto look = [&] {
      lab::Snapshot a{{post, facts(pair_->a, post).value()}};
      lab::Snapshot b{{post, facts(pair_->b, post).value()}};
      return lab::compare(a, b, {{post, changes}});
    };
    lab::Comparison found;
    lab::eventually(cross_limit, [&] { return (found = look()).equal(); });
    std::this_thread::sleep_for(echo_limit);
    found = look();
    for (const auto& line : found.lines)
      ADD_FAILURE() << line << "\non a:\n" << history(pair_->a, post) << "\non b:\n" << history(pair_->b, post);
  }
  // The post and what it was before, newest first.
  static std::string history(Side& side, const std::string& post) {
    return pair_->query(
        side, "SELECT updateat, editat, ispinned, hasreactions, props, message FROM posts WHERE id = '" + post +
                  "' OR originalid = '" + post + "' ORDER BY updateat DESC");
  }
  static std::size_t count(const lab::SocketClient& socket, const std::string& event, const std::string& post) {
    const auto events = socket.events();
    return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [&](const lab::SocketEvent& one) {
      return one.event == event && one.post.is_object() && one.post.value("id", "") == post;
    }));
  }
  // A later post of the channel: what the database alone shows is found when the channel is looked at.
  static void look_again(Side& side) { side.people.begin()->second.write(channel_, "look again"); }
  // A post of the writer's that asks for acknowledgement. REST allows that to the licensed only, so its rows are
  // written as the server writes them.
  static std::string request(bool persistent);
  static void acknowledge(Side& side, const std::string& post, const std::string& person, bool on);

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
  static inline std::string channel_;
};

std::string Content::request(bool persistent) {
  const std::string model = writer().write(from().town_square, "for its columns").at("id");
  const std::string post(model.rbegin(), model.rend());  // another id
  pair_->query(from(), "CREATE TEMP TABLE one AS SELECT * FROM posts WHERE id = '" + model +
                           "'; UPDATE one SET message = 'please confirm', channelid = '" + channel_ + "', id = '" +
                           post +
                           "'; INSERT INTO posts SELECT * FROM one; INSERT INTO postspriority (postid, channelid, "
                           "priority, requestedack, persistentnotifications) VALUES ('" +
                           post + "', '" + channel_ + "', 'urgent', true, " + (persistent ? "true" : "false") + ")");
  look_again(from());
  return post;
}

// As the server does it for a licensed user: the row, and the post has changed.
void Content::acknowledge(Side& side, const std::string& post, const std::string& person, bool on) {
  const std::string now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
  pair_->query(side, "INSERT INTO postacknowledgements (postid, userid, channelid, acknowledgedat, remoteid) SELECT '" +
                         post + "', id, '" + channel_ + "', " + (on ? now : "0") +
                         ", '' FROM users WHERE username = '" + person +
                         "' ON CONFLICT (postid, userid) DO UPDATE SET acknowledgedat = EXCLUDED.acknowledgedat; " +
                         "UPDATE posts SET updateat = " + now + " WHERE id = '" + post + "'");
  look_again(side);
}

TEST_P(Content, AnEditCrossesWithItsMark) {
  auto socket = to().socket();
  const std::string post = crossed("before");
  writer().edit(post, "after: ünïcödé 🌉");
  expect(to(), post, "the edit", [](const PostFacts& there) { return there.message == "after: ünïcödé 🌉"; });
  expect_same(post, 1);
  EXPECT_EQ(facts(from(), post)->edited, true);
  EXPECT_EQ(count(socket, "post_edited", post), 1U);
  EXPECT_EQ(count(socket, "posted", post), 1U);
}

TEST_P(Content, OfManyEditsTheLastOneStays) {
  const std::string post = crossed("edit 0");
  for (int i = 1; i <= 10; ++i) writer().edit(post, "edit " + std::to_string(i));
  expect(to(), post, "the last edit", [](const PostFacts& there) { return there.message == "edit 10"; });
  expect_same(post, 10);
}

TEST_P(Content, ADeletionCrossesAndTakesTheThreadWithIt) {
  const std::string root = crossed("root");
  const std::string reply = crossed("reply", root);
  const std::string answer = reader().write(channel_, "answer", root).at("id");
  expect(from(), answer, "the answer", [](const PostFacts&) { return true; });
  const std::string other = crossed("a post beside it");
  auto socket = to().socket();
  writer().remove("/api/v4/posts/" + root);
  for (const auto& post : {root, reply, answer}) {
    expect(to(), post, "the deletion", [](const PostFacts& there) { return there.deleted; });
    expect(from(), post, "the deletion", [](const PostFacts& here) { return here.deleted; });
  }
  EXPECT_FALSE(facts(to(), other)->deleted);
  EXPECT_EQ(to().admin->call("GET", "/api/v4/posts/" + root).status, 404);
  std::this_thread::sleep_for(echo_limit);
  EXPECT_EQ(count(socket, "post_deleted", root), 1U);
}

TEST_P(Content, ADeletionThatOvertakesItsPostLeavesNothing) {
  using Mode = lab::FaultProxy::Mode;
  crossed("its author is known there");  // else the first answer that is lost is the one about the author
  lab::SocketClient there = to().socket();
  to().proxy->set_mode(Mode::refuse);
  const std::string never = writer().write(channel_, "never sent").at("id");
  writer().remove("/api/v4/posts/" + never);
  std::this_thread::sleep_for(seconds(2));  // a conversation that has read the post before it was deleted ends
  to().proxy->set_mode(Mode::cut_answer);
  const std::string unsure = writer().write(channel_, "sent, and nobody knows it").at("id");
  expect(to(), unsure, "a post whose answer is lost", [](const PostFacts& post) { return !post.deleted; });
  writer().remove("/api/v4/posts/" + unsure);
  to().proxy->set_mode(Mode::pass);
  crossed("a marker behind them");
  expect(to(), unsure, "the deletion", [](const PostFacts& post) { return post.deleted; });
  EXPECT_FALSE(facts(to(), never));
  EXPECT_EQ(count(there, "posted", never), 0U);
  EXPECT_EQ(count(there, "posted", unsure), 1U);
}

TEST_P(Content, RepliesCountTheSameOnBoth) {
  const std::string root = crossed("root");
  // The first one alone: two first replies at once fail each other in the server itself.
  std::vector<std::string> replies{crossed("the first from here", root)};
  replies.push_back(reader().write(channel_, "the first from there", root).at("id"));
  for (int i = 0; i < 2; ++i) {
    replies.push_back(writer().write(channel_, "from here", root).at("id"));
    replies.push_back(reader().write(channel_, "from there", root).at("id"));
  }
  for (Side* side : {&from(), &to()}) {
    expect(*side, root, "six replies", [](const PostFacts& post) { return post.replies == 6; });
  }
  writer().remove("/api/v4/posts/" + replies[0]);
  for (Side* side : {&from(), &to()}) {
    expect(*side, root, "five replies", [](const PostFacts& post) { return post.replies == 5; });
  }
  expect_same(root, 0);
}

// A reply sets its root's update time to its own, which may be earlier than the edit's.
TEST_P(Content, ALateReplyNeverLosesAnEditOfItsRoot) {
  for (int i = 0; i < 5; ++i) {
    const std::string root = crossed("root " + std::to_string(i));
    std::jthread answering([&] { reader().write(channel_, "an answer", root); });
    writer().edit(root, "edited " + std::to_string(i));
    answering.join();
    expect(to(), root, "the edit",
           [&](const PostFacts& there) { return there.message == "edited " + std::to_string(i); });
    expect_same(root, 1);
  }
}

TEST_P(Content, ReactionsOfSeveralPeopleOfBothSidesStand) {
  const std::string post = crossed("react to this");
  writer().react(post, "tada");
  second().react(post, "tada");
  second().react(post, "eyes");
  reader().react(post, "tada");
  const std::set<std::string> all{"tada by " + writers_name(), "tada by " + seconds_name(), "eyes by " + seconds_name(),
                                  "tada by " + readers_name()};
  for (Side* side : {&from(), &to()}) {
    expect(*side, post, "every reaction", [&](const PostFacts& one) { return one.reactions == all; });
  }
  expect_same(post, 0);
}

TEST_P(Content, AReactionAddedRemovedAndAddedAgainStands) {
  const std::string post = crossed("on and off");
  const std::string mine = "/api/v4/users/" + writer().user_id() + "/posts/" + post + "/reactions/tada";
  const std::set<std::string> one{"tada by " + writers_name()};
  const auto stands = [&](const PostFacts& there) { return there.reactions == one; };
  writer().react(post, "tada");
  expect(to(), post, "the reaction", stands);
  writer().remove(mine);
  expect(to(), post, "the removal", [](const PostFacts& there) { return there.reactions.empty(); });
  writer().react(post, "tada");
  expect(to(), post, "the reaction again", stands);
  writer().remove(mine);  // and all of it at once
  writer().react(post, "tada");
  expect_same(post, 0);
  expect(to(), post, "the reaction", stands);
}

TEST_P(Content, ReactingDoesNotSendThePostAgain) {
  const std::string post = crossed("not again");
  auto there = to().socket();
  auto here = from().socket();
  writer().react(post, "heart");
  expect(to(), post, "the reaction", [](const PostFacts& one) { return one.reactions.size() == 1; });
  std::this_thread::sleep_for(echo_limit);
  for (const auto* socket : {&there, &here}) {
    EXPECT_EQ(count(*socket, "posted", post), 0U);
    EXPECT_EQ(count(*socket, "post_edited", post), 0U);
  }
  expect_same(post, 0);
}

TEST_P(Content, APinOfEitherSideShowsOnBoth) {
  const std::string post = crossed("pin this");
  const auto pinned = [](bool wanted) { return [wanted](const PostFacts& one) { return one.pinned == wanted; }; };
  writer().post("/api/v4/posts/" + post + "/pin", Json::object());
  expect(to(), post, "the pin", pinned(true));
  reader().post("/api/v4/posts/" + post + "/unpin", Json::object());
  expect(from(), post, "the unpin of the other side", pinned(false));
  reader().post("/api/v4/posts/" + post + "/pin", Json::object());
  expect(from(), post, "the pin of the other side", pinned(true));
  expect_same(post, 3);
  EXPECT_FALSE(facts(to(), post)->edited) << "pinning is no edit";
}

TEST_P(Content, AnUrgentPostIsUrgentThere) {
  const Json written = writer().post(
      "/api/v4/posts",
      {{"channel_id", channel_}, {"message", "urgent"}, {"metadata", {{"priority", {{"priority", "urgent"}}}}}});
  const std::string post = written.at("id");
  expect(to(), post, "the priority", [](const PostFacts& there) { return there.priority == "urgent"; });
  expect_same(post, 0);
}

TEST_P(Content, ARequestForAcknowledgementAndAPersistentOneCross) {
  for (const bool persistent : {false, true}) {
    const std::string post = request(persistent);
    expect(to(), post, "the request",
           [](const PostFacts& there) { return there.priority.rfind("urgent acknowledgement", 0) == 0; });
  }
}

TEST_P(Content, AnAcknowledgementAndItsWithdrawalReachTheAuthorsServer) {
  const std::string post = request(false);
  expect(to(), post, "the request", [](const PostFacts&) { return true; });
  const std::string name = readers_name().substr(0, readers_name().find(':'));
  acknowledge(to(), post, name, true);
  expect(from(), post, "the acknowledgement",
         [](const PostFacts& here) { return here.acknowledged == std::set<std::string>{readers_name()}; });
  acknowledge(to(), post, name, false);
  expect(from(), post, "the withdrawal", [](const PostFacts& here) { return here.acknowledged.empty(); });
  std::this_thread::sleep_for(echo_limit);
  EXPECT_EQ(facts(from(), post)->message, "please confirm");
  EXPECT_FALSE(facts(from(), post)->edited);
}

// Mattermost writes whole posts: of an edit that comes and a pin that is made in the same milliseconds the later write
// undoes the earlier one, which is found and made good, by one revision more.
TEST_P(Content, APostEditedAndReactedToAtOnceIsTheSameOnBoth) {
  constexpr std::size_t changes = 2, repair = 1;
  const std::string post = crossed("everything at once");
  writer().edit(post, "all of it");
  second().react(post, "tada");
  reader().react(post, "eyes");
  reader().post("/api/v4/posts/" + post + "/pin", Json::object());
  writer().write(channel_, "a reply", post);
  expect(to(), post, "the edit", [](const PostFacts& there) { return there.message == "all of it"; });
  expect_same(post, changes + repair);
  EXPECT_EQ(facts(to(), post)->message, "all of it");
  EXPECT_EQ(facts(to(), post)->reactions.size(), 2U);
  EXPECT_TRUE(facts(from(), post)->pinned);
}

// The pin falls now before, now into, now behind the moment in which the edit is written there.
TEST_P(Content, OfAnEditAndAPinAtOnceNeitherIsLost) {
  constexpr int rounds = 20;
  lab::RestClient editor = writer().twin(), pinner = reader().twin();
  std::vector<std::string> posts;
  for (int round = 0; round < rounds; ++round) posts.push_back(crossed("round " + std::to_string(round)));
  for (int round = 0; round < rounds; ++round) {
    const std::string& post = posts[static_cast<std::size_t>(round)];
    std::jthread pins([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(round));
      pinner.post("/api/v4/posts/" + post + "/pin", Json::object());
    });
    editor.edit(post, "edited");
  }
  for (lab::Side* side : {&from(), &to()}) {
    for (const std::string& post : posts) {
      expect(*side, post, "the edit and the pin",
             [](const PostFacts& there) { return there.message == "edited" && there.pinned; });
    }
  }
}

TEST_P(Content, ACustomEmojiIsSeenWithItsPicture) {
  const std::string name = "party-" + std::string(GetParam() == "AtoB" ? "a" : "b");
  const std::string made = from().admin->make_emoji(name, lab::one_pixel()).at("id");
  const std::string picture = from().admin->call("GET", "/api/v4/emoji/" + made + "/image").text;
  ASSERT_FALSE(picture.empty());
  const std::string post = crossed("let us :" + name + ":");
  const Json there = reader().get("/api/v4/emoji/name/" + name);
  EXPECT_EQ(reader().call("GET", "/api/v4/emoji/" + there.at("id").get<std::string>() + "/image").text, picture);
  EXPECT_EQ(pair_->query(to(), "SELECT count(*) FROM fileinfo WHERE name = 'image'"), "0")
      << "it is no file of people's";
  writer().react(post, name);
  expect(to(), post, "the reaction", [](const PostFacts& now) { return now.reactions.size() == 1; });
  expect_same(post, 0);
}

// The roots of replies that are older than the sharing go first.
TEST_P(Content, AReplyToAPostOlderThanTheSharingBringsItsRoot) {
  const std::string channel =
      pair_->new_channel(pair_->a, GetParam() == "AtoB" ? "old-roots" : "older-roots", "O", {"alice"});
  RestClient& alice = pair_->a.person("alice");
  const std::string root = alice.write(channel, "older than the sharing").at("id");
  const std::string beside = alice.write(channel, "older, and nobody answered").at("id");
  pair_->share(pair_->a, channel, connection_, pair_->b);
  pair_->enter(pair_->b, channel, {"bob"});
  auto socket = pair_->b.socket();
  const std::string reply = alice.write(channel, "a reply", root).at("id");
  ASSERT_TRUE(socket.wait_for(lab::SocketClient::posted(reply), cross_limit));
  const auto seen = facts(pair_->b, root, channel);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->message, "older than the sharing");
  EXPECT_EQ(seen->replies, 1U);
  EXPECT_FALSE(facts(pair_->b, beside, channel));
  if (GetParam() == "AtoB") return;
  const std::string back = pair_->b.person("bob").write(channel, "an answer to the old one", root).at("id");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return facts(pair_->a, back, channel).has_value(); }));
}

INSTANTIATE_TEST_SUITE_P(Ways, Content, ::testing::Values("AtoB", "BtoA"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace causeway::live
