// What becomes of texts and cards between two real servers: names, links, cards, posts that stay at home, odd
// characters. On both sides there is a person called sam.
#include <fstream>
#include <sstream>

#include "base/mutex.h"
#include "contract/peer/local_server.h"
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::SocketClient;
using lab::SocketEvent;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds cross_limit{15'000};

// Plays Mattermost's push proxy: which post was pushed how often.
class Pushes {
 public:
  Pushes()
      : server_([this](const fakes::PeerRequest& request) {
          const Json push = Json::parse(request.body, nullptr, false);
          const base::MutexLock lock(mutex_);
          if (push.is_object() && push.value("type", "") == "message") ++counts_[push.value("post_id", "")];
          return peer::Answer{200, R"({"status":"OK"})", {}};
        }) {}
  std::string url() const { return server_.url(); }
  int of(const std::string& post) {
    const base::MutexLock lock(mutex_);
    const auto found = counts_.find(post);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  base::Mutex mutex_;
  std::map<std::string, int> counts_ CAUSEWAY_GUARDED_BY(mutex_);
  contract::LocalServer server_;
};

class Text : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pushes_ = std::make_unique<Pushes>();
    lab::PairOptions options;
    options.people_a = {"alice", "anna", "sam"};
    options.people_b = {"bob", "bobby", "berta", "sam"};
    options.settings = {{"MM_EMAILSETTINGS_SENDPUSHNOTIFICATIONS", "true"},
                        {"MM_EMAILSETTINGS_PUSHNOTIFICATIONSERVER", pushes_->url()},
                        {"MM_EMAILSETTINGS_SENDEMAILNOTIFICATIONS", "true"},
                        {"MM_EMAILSETTINGS_SMTPSERVER", "127.0.0.1"},
                        {"MM_EMAILSETTINGS_SMTPPORT", "9"},
                        {"MM_SERVICESETTINGS_ENABLEPOSTUSERNAMEOVERRIDE", "true"}};
    pair_ = start_pair(options);
    const std::string connection = pair_->connect();
    channel_ = pair_->share_new_channel("words", "O", connection, {"alice", "anna", "sam"});
    for (auto& [name, person] : pair_->b.people) pair_->b.admin->join_channel(channel_, person.user_id());
    // Everybody is known on the other side.
    for (const char* name : {"bob", "bobby", "sam"}) {
      ASSERT_EQ(arrives(pair_->b, pair_->a, pair_->b.person(name).write(channel_, "hello")).value("message", ""),
                "hello");
    }
  }
  static void TearDownTestSuite() {
    end_pair(pair_);
    pushes_.reset();
  }

  // The post as it is on the other side, once it is there.
  static Json arrives(lab::Side&, lab::Side& to, const Json& post) {
    const std::string path = "/api/v4/posts/" + post.at("id").get<std::string>();
    lab::Reply there;
    lab::eventually(cross_limit, [&] {
      there = to.admin->call("GET", path);
      return there.status == 200;
    });
    EXPECT_EQ(there.status, 200) << there.text;
    return there.status == 200 ? there.body : Json::object();
  }
  // What the sender wrote, as it reads on the other side.
  std::string reads(lab::Side& from, const std::string& who, lab::Side& to, const std::string& text) {
    return arrives(from, to, from.person(who).write(channel_, text)).value("message", "");
  }
  std::string from_a(const std::string& text) { return reads(a(), "alice", b(), text); }
  std::string from_b(const std::string& text) { return reads(b(), "bob", a(), text); }

  // Whether the post mentions the person whose socket it is: only then does the event say so.
  static bool mentions(SocketClient& socket, const Json& post) {
    const auto event = socket.wait_for(SocketClient::posted(post.at("id")), cross_limit);
    EXPECT_TRUE(event);
    return event && event->data.contains("mentions");
  }
  long long unread_mentions(lab::Side& side, const std::string& name) {
    return side.person(name).get("/api/v4/channels/" + channel_ + "/members/me").at("mention_count").get<long long>();
  }
  SocketClient watch(const lab::Side& side, const std::string& name) {
    return SocketClient(side.server->port(), side.people.at(name).token());
  }
  void stays(lab::Side& from, lab::Side& to, const std::string& who, const std::vector<std::string>& posts) {
    ASSERT_EQ(reads(from, who, to, "a barrier behind what stays"), "a barrier behind what stays");
    for (const std::string& post : posts) {
      EXPECT_EQ(to.admin->call("GET", "/api/v4/posts/" + post).status, 404) << post;
    }
  }
  lab::Side& a() { return pair_->a; }
  lab::Side& b() { return pair_->b; }

  static inline std::unique_ptr<Pushes> pushes_;
  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string channel_;
};

TEST_F(Text, NamesOfTheWritersSideBecomeTheirSyntheticNames) {
  EXPECT_EQ(from_a("@anna, look; (@sam) and @Alice."), "@anna:a, look; (@sam:a) and @alice:a.");
  EXPECT_EQ(from_b("@bob @bobby @bobbyx: @sam"), "@bob:b @bobby:b @bobbyx: @sam:b");
}

TEST_F(Text, NamesOfTheReadersSideLoseTheirSuffixAndNotifyThem) {
  const long long before = unread_mentions(b(), "bobby");
  auto bobs = watch(b(), "bob");
  auto bobbys = watch(b(), "bobby");
  auto bertas = watch(b(), "berta");
  const Json post = a().person("alice").write(channel_, "@bobby:b and @bob:b, not @bobbyx:b");
  EXPECT_EQ(arrives(a(), b(), post).value("message", ""), "@bobby and @bob, not @bobbyx:b");
  EXPECT_TRUE(mentions(bobs, post));
  EXPECT_TRUE(mentions(bobbys, post));
  EXPECT_FALSE(mentions(bertas, post));
  EXPECT_TRUE(lab::eventually(seconds(5), [&] { return unread_mentions(b(), "bobby") == before + 1; }));

  auto alices = watch(a(), "alice");
  auto sams = watch(a(), "sam");
  auto annas = watch(a(), "anna");
  const Json back = b().person("bob").write(channel_, "@alice:a and @sam:a.");
  EXPECT_EQ(arrives(b(), a(), back).value("message", ""), "@alice and @sam.");
  EXPECT_TRUE(mentions(alices, back));
  EXPECT_TRUE(mentions(sams, back));
  EXPECT_FALSE(mentions(annas, back));
}

TEST_F(Text, ANamesakeIsNeverNotified) {
  for (auto [from, who, to] : {std::tuple{&a(), "alice", &b()}, std::tuple{&b(), "bob", &a()}}) {
    const long long before = unread_mentions(*to, "sam");
    auto socket = watch(*to, "sam");
    const Json post = from->person(who).write(channel_, "@sam @SAM **@sam**: [@sam](http://x.example)");
    const std::string name = "@sam:" + from->server->name();
    EXPECT_EQ(arrives(*from, *to, post).value("message", ""),
              name + " " + name + " **" + name + "**: [\uff20" + name.substr(1) + "](http://x.example)");
    EXPECT_FALSE(mentions(socket, post));
    EXPECT_EQ(unread_mentions(*to, "sam"), before);
  }
}

TEST_F(Text, ANameThatNobodyBearsThereNotifiesNobodyHere) {
  auto bobs = watch(b(), "bob");
  const Json post = a().person("alice").write(channel_, "@bob @nobody");
  EXPECT_EQ(arrives(a(), b(), post).value("message", ""), "@bob:a @nobody");
  EXPECT_FALSE(mentions(bobs, post));
}

TEST_F(Text, NamesAndLinksOfAnEditBecomeTheReadersToo) {
  for (auto [from, who, to] : {std::tuple{&a(), "alice", &b()}, std::tuple{&b(), "bob", &a()}}) {
    const Json post = from->person(who).write(channel_, "before");
    EXPECT_EQ(arrives(*from, *to, post).value("message", ""), "before");
    const std::string id = post.at("id");
    const std::string link = "/lab/pl/" + id;
    (void)from->person(who).edit(id, "@sam see " + from->server->url() + link);
    const std::string there = "@sam:" + from->server->name() + " see " + to->server->url() + link;
    EXPECT_TRUE(lab::eventually(cross_limit, [&] {
      return to->admin->get("/api/v4/posts/" + id).value("message", "") == there;
    })) << to->admin->get("/api/v4/posts/" + id).value("message", "");
  }
}

TEST_F(Text, CodeLinksAndAddressesStayAsTheyAre) {
  const std::string text =
      "`@sam` sam@anna.example https://x.example/@sam [x](http://x.example/@anna) :@sam:\n```\n@anna\n```\n\n    "
      "@alice\n";
  EXPECT_EQ(from_a(text + "end"), text + "end");
  EXPECT_EQ(from_b(text + "end"), text + "end");
}

TEST_F(Text, APeersChannelMentionIsShownButPushesAndMailsNobody) {
  b().person("bob").put("/api/v4/users/sessions/device", {{"device_id", "apple_rn:bobs-device"}});
  b().person("sam").put("/api/v4/users/sessions/device", {{"device_id", "apple_rn:sams-device"}});
  auto on_b = watch(b(), "berta");
  for (const char* name : {"@channel", "@all", "@here"}) {
    const std::string text = std::string(name) + " lunch";
    const Json post = a().person("alice").write(channel_, text);
    EXPECT_EQ(arrives(a(), b(), post).value("message", ""), text);
    ASSERT_TRUE(on_b.wait_for(SocketClient::posted(post.at("id")), cross_limit));
    // A later message that names somebody is pushed to him, and to him alone: the first one's pushes are over then.
    const std::string named = a().person("alice").write(channel_, "@channel and @bob:b").at("id");
    EXPECT_TRUE(lab::eventually(seconds(10), [&] { return pushes_->of(named) > 0; })) << pair_->logs();
    EXPECT_EQ(pushes_->of(named), 1) << "sam has a device too";
    EXPECT_EQ(pushes_->of(post.at("id")), 0);
  }
  // The same of one's own people does push.
  const std::string local = b().person("bobby").write(channel_, "@channel from here").at("id");
  EXPECT_TRUE(lab::eventually(seconds(10), [&] { return pushes_->of(local) == 2; })) << pushes_->of(local);
  EXPECT_TRUE(lab::eventually(seconds(10), [&] {
    std::ifstream log(b().server->log());
    std::stringstream text;
    text << log.rdbuf();
    return text.str().find("Email notification cancelled by plugin") != std::string::npos;
  }));
}

TEST_F(Text, LinksToPostsOfTheChannelOpenOnTheReadersServer) {
  const auto both = {std::tuple{&a(), "alice", &b()}, std::tuple{&b(), "bob", &a()}};
  for (auto [from, who, to] : both) {
    const std::string first = from->person(who).write(channel_, "the post that is linked to").at("id");
    const auto link = [&](lab::Side& side) { return side.server->url() + "/lab/pl/" + first; };
    ASSERT_NE(link(*from), link(*to)) << "they differ by their ports";
    EXPECT_EQ(reads(*from, who, *to, "see " + link(*from) + ", [here](" + link(*from) + ") `" + link(*from) + "`"),
              "see " + link(*to) + ", [here](" + link(*to) + ") `" + link(*from) + "`");
  }
}

TEST_F(Text, LinksToOtherChannelsStayAndTheAuthorIsToldOnce) {
  const std::string elsewhere = a().person("alice").write(a().town_square, "not shared").at("id");
  const std::string link = a().server->url() + "/lab/pl/" + elsewhere;
  auto on_a = watch(a(), "alice");
  const auto told = [](const SocketEvent& event) {
    return event.event == "ephemeral_message" &&
           event.data.dump().find("permalinks to other channels") != std::string::npos;
  };
  EXPECT_EQ(from_a("see " + link + " and " + link), "see " + link + " and " + link);
  EXPECT_TRUE(on_a.wait_for(told, cross_limit)) << pair_->logs();
  EXPECT_EQ(from_a("nothing to tell"), "nothing to tell");
  EXPECT_EQ(on_a.wait_for_count(told, 2, seconds(1)), 1U);
}

TEST_F(Text, CardsOfWebhooksAndPeopleCrossWithoutDisguiseAndActions) {
  const Json card{{"color", "#ff8000"},
                  {"pretext", "for @sam"},
                  {"title", "Build 7"},
                  {"title_link", "https://ci.example/7"},
                  {"text", "it **failed**"},
                  {"image_url", "https://ci.example/7.png"},
                  {"thumb_url", "http://ci.example/plain.png"},
                  {"fields", {{{"title", "Branch"}, {"value", "main"}, {"short", true}}}},
                  {"actions", {{{"name", "Again"}, {"integration", {{"url", "http://127.0.0.1/again"}}}}}}};
  const Json hook = a().admin->post("/api/v4/hooks/incoming", {{"channel_id", channel_}, {"display_name", "ci"}});
  lab::RestClient stranger(a().server->url());
  const auto sent = stranger.call_json("POST", "/hooks/" + hook.at("id").get<std::string>(),
                                       {{"text", "a card"}, {"username", "the boss"}, {"attachments", {card}}});
  ASSERT_EQ(sent.status, 200) << sent.text;
  Json written = a().admin->posts(channel_).back();
  const Json by_person = b().person("bob").post(
      "/api/v4/posts", {{"channel_id", channel_},
                        {"message", "a card"},
                        {"props", {{"attachments", {card}}, {"card", "*more*"}, {"secret", {{"deep", 1}}}}}});
  for (auto [from, to, post] : {std::tuple{&a(), &b(), written}, std::tuple{&b(), &a(), by_person}}) {
    const Json there = arrives(*from, *to, post);
    ASSERT_TRUE(there.contains("props")) << there.dump();
    const Json& props = there.at("props");
    ASSERT_TRUE(props.contains("attachments")) << there.dump();
    const Json& arrived = props.at("attachments").at(0);
    for (const char* name : {"color", "title", "title_link", "text", "image_url"}) {
      EXPECT_EQ(arrived.value(name, ""), card.at(name).get<std::string>()) << name;
    }
    EXPECT_EQ(arrived.value("pretext", ""), "for @sam:" + from->server->name());
    EXPECT_EQ(arrived.at("fields").at(0).value("value", ""), "main");
    EXPECT_EQ(arrived.value("thumb_url", ""), "") << "not https";
    EXPECT_FALSE(arrived.contains("actions")) << arrived.dump();
    for (const char* name : {"from_webhook", "override_username", "webhook_display_name", "secret", "from_bot"}) {
      EXPECT_FALSE(props.contains(name)) << props.dump();
    }
    const Json author = to->admin->get("/api/v4/users/" + there.at("user_id").get<std::string>());
    EXPECT_EQ(author.value("username", ""), from == &a() ? "admin:a" : "bob:b");
  }
}

TEST_F(Text, PostsThatEachSideMakesItselfAreNotDoubled) {
  a().admin->put("/api/v4/channels/" + channel_ + "/patch", {{"header", "a new header"}});
  const std::string guest = a().admin->create_user("guest", lab::lab_password, "guest@a.lab.example").at("id");
  a().admin->join_team(a().team, guest);
  a().admin->join_channel(channel_, guest);
  const std::string path = "/api/v4/channels/" + channel_ + "/members/" + guest;
  EXPECT_TRUE(a().admin->call("DELETE", path).ok());
  std::vector<std::string> local;
  for (const Json& post : a().admin->posts(channel_)) {
    if (post.value("type", "").rfind("system_", 0) == 0) local.push_back(post.at("id"));
  }
  EXPECT_GE(local.size(), 3U);
  stays(a(), b(), "alice", local);
}

TEST_F(Text, BurnOnReadAndForeignTypesNeverCross) {
  const std::string model = a().person("alice").write(channel_, "the model of rows that follow").at("id");
  std::vector<std::string> made;
  for (const char* type : {"burn_on_read", "custom_calls", "system_generic", "reminder"}) {
    std::string id = "rowrowrowrowrowrowrowrow" + std::to_string(10 + made.size());
    pair_->postgres().run_sql(
        "mattermost_a",
        "INSERT INTO posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid, "
        "message, type, props, hashtags, filenames, fileids, hasreactions, remoteid) SELECT '" +
            id + "', createat + 1, updateat + 1, 0, 0, false, userid, channelid, '', '', 'secret', '" + type +
            "', '{}', '', '[]', '[]', false, remoteid FROM posts WHERE id = '" + model + "'");
    made.push_back(id);
  }
  stays(a(), b(), "alice", made);
  pair_->postgres().run_sql("mattermost_a", "DELETE FROM posts WHERE id LIKE 'rowrowrow%'");
}

TEST_F(Text, OddTextArrivesAsItIs) {
  std::string bridges;
  for (int i = 0; i < 16'383; ++i) bridges += "🌉";
  const std::vector<std::string> texts{bridges,
                                       "one\r\ntwo\r\n\r\nthree\rfour",
                                       "שלום @sam مرحبا 123",
                                       "👩‍👩‍👧‍👦 🏳️‍🌈 é é \ufeff\u200b\u00a0x",
                                       "\x01\x02\x1f\x7f end",
                                       "  leading, trailing\t\n\n",
                                       "𝔘𝔫𝔦 \U000e0041 \U0010ffff \ufffd"};
  for (auto [from, who, to] : {std::tuple{&a(), "alice", &b()}, std::tuple{&b(), "bob", &a()}}) {
    for (const std::string& text : texts) {
      const Json post = from->person(who).write(channel_, text);
      std::string here = post.at("message");  // as our own server keeps it
      const std::size_t name = here.find("@sam");
      if (name != std::string::npos) here.insert(name + 4, ":" + from->server->name());
      EXPECT_EQ(arrives(*from, *to, post).value("message", ""), here) << text.substr(0, 40);
    }
  }
}

TEST_F(Text, LoneSurrogatesReadTheSameOnBothSidesAndNulIsRefusedAtOnce) {
  auto& alice = a().person("alice");
  const auto body = [](const std::string& message) {
    return R"({"channel_id":")" + channel_ + R"(","message":")" + message + "\"}";
  };
  const auto odd = alice.call("POST", "/api/v4/posts", body(R"(a \ud800 b \udc00)"));
  ASSERT_EQ(odd.status, 201) << odd.text;
  EXPECT_EQ(odd.body.at("message"), "a \ufffd b \ufffd");
  EXPECT_EQ(arrives(a(), b(), odd.body).value("message", ""), "a \ufffd b \ufffd");
  EXPECT_GE(alice.call("POST", "/api/v4/posts", body(R"(a \u0000 b)")).status, 400);
  EXPECT_EQ(alice.call("POST", "/api/v4/posts", body(std::string(16'384, 'x'))).status, 400);
}

}  // namespace
}  // namespace causeway::live
