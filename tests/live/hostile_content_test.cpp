// The content of messages from a peer without manners: what it may not say, in whose name, and how much of it.
#include <thread>

#include "base/id.h"
#include "crypto/cipher.h"
#include "hostile_suite.h"
#include "lab/pictures.h"
#include "peer/invite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Reply;
using Ids = std::vector<std::string>;
using std::chrono::seconds;
using std::chrono::steady_clock;

TEST_F(Hostile, EditAndDeletionOfOurPeoplesPosts) {  // native's weakness 22
  const Json ours = alice().write(channel_, "alice's own words");
  Json edited = evil_->post(channel_, mallory_, "rewritten by mallory");
  edited["id"] = id_of(ours);
  edited["user_id"] = alice().user_id();
  evil_->sync(channel_, {{"posts", {edited}}});
  EXPECT_TRUE(logged("edit_not_taken", {id_of(ours)}));
  Json deleted = edited;
  deleted["delete_at"] = deleted["update_at"] = edited.at("update_at").get<std::int64_t>() + 1;
  evil_->sync(channel_, {{"posts", {deleted}}});
  EXPECT_TRUE(logged("deletion_not_taken", {id_of(ours)}));
  EXPECT_EQ(alice().get("/api/v4/posts/" + id_of(ours)).at("message"), "alice's own words");
  EXPECT_EQ(query("SELECT count(*) FROM posts WHERE originalid = '" + id_of(ours) + "'"), "0");
}

TEST_F(Hostile, PostInOurPeoplesName) {  // native's weakness 22
  for (const std::string& author : {alice().user_id(), admin().user_id(), base::new_id()}) {
    const Json forged = evil_->post(channel_, {{"id", author}}, "forged");
    EXPECT_EQ(refused_posts(forged), Ids{id_of(forged)});
    EXPECT_TRUE(logged("post_refused", {id_of(forged)}));
    EXPECT_FALSE(has_post(forged));
  }
}

TEST_F(Hostile, AcknowledgementsInsideAPost) {  // native's weakness 22
  Json post = evil_->post(channel_, mallory_, "alice has read this");
  const Json forged{{"user_id", alice().user_id()}, {"post_id", id_of(post)}, {"acknowledged_at", 5}};
  post["metadata"] = {{"priority", {{"priority", "urgent"}, {"requested_ack", true}}}, {"acknowledgements", {forged}}};
  EXPECT_EQ(refused_posts(post), Ids{});
  EXPECT_TRUE(has_post(post));
  const Json direct{{"acknowledgements", {forged}}};
  EXPECT_EQ(errors(evil_->sync(channel_, direct), "acknowledgement_errors"), Ids{id_of(post)});
  EXPECT_TRUE(logged("item_refused", {id_of(post)}));
  EXPECT_EQ(query("SELECT count(*) FROM postacknowledgements WHERE postid = '" + id_of(post) + "'"), "0");
}

TEST_F(Hostile, SystemPostsAndPropsWithPower) {  // native's weakness 22
  for (const char* type : {"system_join_channel", "system_generic", "custom_calls", "custom_x"}) {
    Json post = evil_->post(channel_, mallory_, "alice was made an admin");
    post["type"] = type;
    EXPECT_EQ(refused_posts(post), Ids{id_of(post)}) << type;
    EXPECT_TRUE(logged("post_refused", {id_of(post)}));
    EXPECT_FALSE(has_post(post)) << type;
  }
  Json webhook = evil_->post(channel_, mallory_, "from the boss");
  const Json action{{"id", "a"}, {"name", "Click"}, {"integration", {{"url", "http://127.0.0.1:1/x"}}}};
  webhook["props"] = {{"from_webhook", "true"},
                      {"override_username", "ceo"},
                      {"override_icon_url", "http://x"},
                      {"from_bot", "true"},
                      {"attachments", {{{"text", "card"}, {"actions", {action}}}}}};
  EXPECT_EQ(refused_posts(webhook), Ids{});
  const Json made = alice().get("/api/v4/posts/" + id_of(webhook));
  for (const char* name : {"from_webhook", "override_username", "override_icon_url", "from_bot"}) {
    EXPECT_FALSE(made.at("props").contains(name)) << name;
  }
  EXPECT_EQ(made.dump().find("127.0.0.1:1"), std::string::npos);
}

TEST_F(Hostile, PropsOfAnyDepthAndTimesOfAnyAge) {  // seen with native
  std::string deep(3'000, '[');
  deep += std::string(3'000, ']');
  Json post = evil_->post(channel_, mallory_, "deep");
  std::string body =
      evil_->frame("sharedchannel_sync", {{"id", base::new_id()}, {"channel_id", channel_}, {"posts", {post}}});
  const std::string empty = "\"props\":{}";
  body.replace(body.find(empty), empty.size(), "\"props\":{\"card\":" + deep + "}");
  EXPECT_EQ(evil_->knock("msg", body).status, 400);
  EXPECT_TRUE(logged("request_refused", {"api.unmarshal_error", evil_->connection()}));
  EXPECT_FALSE(has_post(post));
  Json late = evil_->post(channel_, mallory_, "from the end of time");
  late["create_at"] = late["update_at"] = late["edit_at"] = 9'223'372'036'854'775'807LL;
  EXPECT_EQ(refused_posts(late), Ids{});
  EXPECT_EQ(query("SELECT createat < 4000000000000 AND updateat < 4000000000000 AND editat < 4000000000000 FROM posts "
                  "WHERE id = '" +
                  id_of(late) + "'"),
            "t");
  for (const std::string& bad : {std::string(16'384, 'x'), std::string("a\0b", 3)}) {
    Json odd = evil_->post(channel_, mallory_, bad);
    EXPECT_EQ(refused_posts(odd), Ids{id_of(odd)});
    EXPECT_TRUE(logged("post_refused", {id_of(odd)}));
  }
}

TEST_F(Hostile, OlderEditDoesNotOverwriteANewerOne) {  // seen with native
  Json post = evil_->post(channel_, mallory_, "first");
  EXPECT_EQ(refused_posts(post), Ids{});
  Json newer = post, older = post;
  const auto at = post.at("update_at").get<std::int64_t>();
  newer["message"] = "third";
  newer["update_at"] = newer["edit_at"] = at + 2'000;
  older["message"] = "second";
  older["update_at"] = older["edit_at"] = at + 1'000;
  evil_->sync(channel_, {{"posts", {newer}}});
  evil_->sync(channel_, {{"posts", {older}}});
  EXPECT_EQ(alice().get("/api/v4/posts/" + id_of(post)).at("message"), "third");
}

TEST_F(Hostile, ManyNamesToTranslateTakeNoTime) {  // seen with native: 12 s
  Json transforms = Json::object();
  std::string text;
  for (int i = 0; i < 2'000; ++i) {
    const std::string name = "n" + std::to_string(i);
    transforms[name] = id_of(mallory_);
    if (text.size() < 16'000) text += "@" + name + " ";
  }
  const Json post = evil_->post(channel_, mallory_, text);
  const auto start = steady_clock::now();
  EXPECT_NE(evil_->sync(channel_, {{"posts", {post}}, {"mention_transforms", transforms}}), "refused");
  EXPECT_LT(steady_clock::now() - start, seconds(3));
  transforms["one-more"] = id_of(mallory_);
  EXPECT_EQ(evil_->sync(channel_, {{"posts", {post}}, {"mention_transforms", transforms}}), "refused");
  EXPECT_TRUE(logged("message_failed", {"sync_too_large", evil_->connection()}));
}

TEST_F(Hostile, UploadOfAnotherKindOrIntoAnotherPlace) {  // CVE-2025-49222
  const auto asks = [&](const std::string& channel, const Json& changes) {
    Json session{{"id", base::new_id()}, {"type", "attachment"}, {"channel_id", channel},        {"filename", "f.txt"},
                 {"file_size", 4},       {"path", "/tmp/x"},     {"req_file_id", base::new_id()}};
    session.update(changes);
    return evil_->sends("sharedchannel_upload", session);
  };
  for (const Json& bad : {Json{{"type", "import"}}, Json{{"type", ""}}, Json{{"file_size", -1}},
                          Json{{"file_size", 900'000'000'000}}, Json{{"req_file_id", "../../etc"}}}) {
    EXPECT_EQ(asks(channel_, bad).at("status"), "FAIL") << bad.dump();
    EXPECT_TRUE(logged("message_failed", {"file_refused", evil_->connection()}));
  }
  for (const std::string& channel : {side().town_square, channel_of_other_}) {
    EXPECT_EQ(asks(channel, Json::object()).at("status"), "FAIL");
    EXPECT_TRUE(logged("message_failed", {"channel_not_shared", channel}));
  }
  for (const std::string& name :
       {std::string("../../../escape.txt"), std::string("/etc/passwd"), std::string("..\\..\\win.ini"),
        std::string("nul\0.exe", 8), std::string(5'000, 'n')}) {
    const Json answer = asks(channel_, {{"filename", name}});
    ASSERT_EQ(answer.at("status"), "OK") << answer.dump();
    const std::string kept = answer.at("payload").at("filename");
    EXPECT_EQ(kept.find_first_of("/\\"), std::string::npos) << kept;
    EXPECT_LE(kept.size(), 240U);
    const Reply sent = evil_->knock("upload/" + answer.at("payload").at("id").get<std::string>(), "data");
    EXPECT_EQ(sent.status, 200) << sent.text;
  }
  EXPECT_EQ(query("SELECT count(*) FROM fileinfo WHERE path LIKE '%..%' OR path LIKE '%/etc/%' OR path LIKE '/%'"),
            "0");
  // Another peer's session.
  const Json answer = asks(channel_, {{"filename", "mine.txt"}});
  const Reply stolen = other_->knock("upload/" + answer.at("payload").at("id").get<std::string>(), "evil");
  EXPECT_EQ(stolen.status, 404) << stolen.text;
  EXPECT_TRUE(logged("request_refused", {"upload_unknown", other_->connection()}));
}

TEST_F(Hostile, TiffNamedLikeAPicture) {  // seen with native: gigabytes for 50 bytes
  const std::string tiff("II*\0\x08\0\0\0\x01\0\0\x01\x04\0\x01\0\0\0\xff\xff\xff\x7f", 26);
  const Json session{{"id", base::new_id()}, {"type", "attachment"},     {"channel_id", channel_},
                     {"filename", "p.png"},  {"file_size", tiff.size()}, {"req_file_id", base::new_id()}};
  const Json answer = evil_->sends("sharedchannel_upload", session);
  ASSERT_EQ(answer.at("status"), "OK") << answer.dump();
  EXPECT_EQ(evil_->knock("upload/" + answer.at("payload").at("id").get<std::string>(), tiff).status, 400);
  EXPECT_TRUE(logged("request_refused", {"upload_refused", evil_->connection()}));
}

TEST_F(Hostile, ConfirmationWithoutFreshTokens) {  // CVE-2026-4273, CVE-2025-13324
  const char* password = "password-of-the-lab";
  const Reply made =
      admin().call_json("POST", "/plugins/causeway/api/v4/remotecluster", {{"name", "third"}, {"password", password}});
  ASSERT_EQ(made.status, 201) << made.text;
  const auto invite = peer::open_invite(made.body.at("invite").get<std::string>(), password).value();
  const std::string id = invite.remote_id.str(), fresh = base::new_id();
  const auto confirms = [&](const std::string& with, const std::string& token, const std::string& refreshed) {
    const Json answer{{"remote_id", id},
                      {"site_url", "http://127.0.0.1:9"},
                      {"token", token},
                      {"refreshed_token", refreshed},
                      {"version", refreshed.empty() ? 1 : 3}};
    const Json message{{"id", base::new_id()}, {"topic", "invitation"}, {"create_at", 1}, {"payload", answer}};
    lab::RestClient stranger(side().server->url());
    return stranger.call("POST", "/plugins/causeway/api/v4/remotecluster/confirm_invite",
                         Json{{"remote_id", id}, {"msg", message}}.dump(),
                         {{"X-RemoteCluster-Id", id}, {"X-RemoteCluster-Token", with}});
  };
  const std::vector<std::pair<std::string, std::string>> bad{{fresh, invite.token}, {fresh, ""}, {fresh, "short"},
                                                             {fresh, fresh},        {"", fresh}, {invite.token, fresh}};
  for (const auto& [token, refreshed] : bad) {
    EXPECT_GE(confirms(invite.token, token, refreshed).status, 400) << token << "/" << refreshed;
    EXPECT_TRUE(logged("confirmation_refused", {id}));
  }
  EXPECT_EQ(query("SELECT state FROM causeway.remotes WHERE id = '" + id + "'"), "pending");
  // Worn out by then, even for the right one; a new invite is a new one, and kills the old.
  for (int i = 0; i < 10; ++i) confirms("guessed", fresh, base::new_id());
  EXPECT_EQ(confirms(invite.token, fresh, base::new_id()).status, 401);
  const Reply again = admin().call_json("POST", "/plugins/causeway/api/v4/remotecluster/" + id + "/generate_invite",
                                        {{"password", password}});
  ASSERT_EQ(again.status, 201) << again.text;
  EXPECT_EQ(confirms(invite.token, fresh, base::new_id()).status, 401) << "the old one";
  const auto second = peer::open_invite(again.body.get<std::string>(), password).value();
  query("UPDATE causeway.remotes SET create_at = create_at - 172900000 WHERE id = '" + id + "'");
  EXPECT_EQ(confirms(second.token, fresh, base::new_id()).status, 400) << "48 hours are over";
  admin().call("DELETE", "/plugins/causeway/api/v4/remotecluster/" + id);
}

TEST_F(Hostile, RedirectGetsNoToken) {  // seen with native
  const int before = other_->asked("/elsewhere");
  other_->answers({302, "", {}});
  EXPECT_TRUE(logged("ping_failed", {other_->connection(), "peer_redirects"})) << world_->logs();
  EXPECT_EQ(other_->asked("/elsewhere"), before);
  other_->answers(
      {200, Json{{"sent_at", 1}, {"recv_at", 2}, {"status", "OK"}, {"err", ""}, {"payload", nullptr}}.dump(), {}});
}

TEST_F(Hostile, EmojisThatAreNone) {
  const auto sends = [&](ScriptedPeer& peer, const std::string& channel, const std::string& name,
                         const std::string& image, Json more = Json::object()) {
    Json picture{{"channel_id", channel}, {"id", base::new_id()},
                 {"name", name},          {"creator_id", mallory_.at("id")},
                 {"create_at", 1},        {"image", crypto::base64_encode(image, crypto::Alphabet::standard)}};
    picture.update(more);
    return peer.sends("causeway_emoji", picture);
  };
  const Json no{{"taken", false}};
  std::string bomb = lab::one_pixel();
  bomb.replace(16, 8, std::string("\0\1\0\0\0\1\0\0", 8));  // 65,536 x 65,536
  const std::string large = lab::one_pixel() + std::string(600U << 10U, 'x');
  for (const std::string& image : {std::string(), std::string("<svg onload='x'/>"), bomb, large}) {
    EXPECT_EQ(sends(*evil_, channel_, "evil", image).at("payload"), no);
    EXPECT_TRUE(logged("emoji_refused", {evil_->connection()}));
  }
  for (const std::string& name :
       {std::string(), std::string("../../evil"), std::string("Evil"), std::string(65, 'e')}) {
    EXPECT_EQ(sends(*evil_, channel_, name, lab::one_pixel()).at("payload"), no) << name;
  }
  for (const std::string& id : {std::string(), std::string("../../../../../../evil")}) {
    EXPECT_EQ(sends(*evil_, channel_, "evil", lab::one_pixel(), {{"id", id}}).at("payload"), no) << id;
  }
  EXPECT_EQ(sends(*evil_, channel_of_other_, "evil", lab::one_pixel()).at("status"), "FAIL") << "no channel of its own";
  EXPECT_EQ(query("SELECT count(*) FROM emoji WHERE name ILIKE '%evil%'"), "0");

  // A name that is taken keeps its picture and its maker, and nobody of ours is made the maker of a peer's.
  const std::string ours = admin().make_emoji("ours", lab::one_pixel()).at("id");
  sends(*evil_, channel_, "ours", lab::one_pixel() + "another");
  EXPECT_EQ(query("SELECT id FROM emoji WHERE name = 'ours' AND deleteat = 0"), ours);
  const Json forged{{"creator_id", alice().user_id()}};
  EXPECT_EQ(sends(*evil_, channel_, "forged", lab::one_pixel(), forged).at("payload"), (Json{{"taken", true}}));
  EXPECT_EQ(query("SELECT count(*) FROM emoji WHERE name = 'forged'"), "1");
  EXPECT_EQ(query("SELECT count(*) FROM emoji WHERE creatorid = '" + alice().user_id() + "'"), "0");
  const std::string first = query("SELECT id FROM emoji WHERE name = 'forged' AND deleteat = 0");
  sends(*other_, channel_of_other_, "forged", lab::one_pixel() + "another", {{"creator_id", oscar_.at("id")}});
  EXPECT_EQ(query("SELECT id FROM emoji WHERE name = 'forged' AND deleteat = 0"), first) << "another peer's";
}

TEST_F(Hostile, RemovedFromAChannelItComesBackByNoInvitation) {  // seen with native
  const std::string secret = evil_->gets_channel("once-shared", "P");
  const std::string said =
      admin().command(side().team, secret, "/share-channel uninvite --connectionID " + evil_->connection());
  EXPECT_EQ(query("SELECT count(*) FROM causeway.channel_remotes WHERE channel_id = '" + secret + "'"), "0") << said;
  const Json invite{{"channel_id", secret}, {"name", "once-shared"}, {"display_name", "x"}, {"type", "P"}};
  EXPECT_EQ(evil_->sends("sharedchannel_invite", invite).at("status"), "FAIL");
  EXPECT_TRUE(logged("message_failed", {"channel_exists", evil_->connection()}));
  const Json post = evil_->post(secret, mallory_, "back again");
  EXPECT_EQ(evil_->sync(secret, {{"posts", {post}}}), "refused");
  EXPECT_FALSE(has_post(post));
}

TEST_F(Hostile, BodiesListsAndHasteHaveLimits) {
  EXPECT_EQ(evil_->knock("msg", std::string(5U << 20U, ' ')).status, 413);
  EXPECT_TRUE(logged("request_refused", {"body_too_large", evil_->connection()}));
  Json posts = Json::array();
  for (int i = 0; i < 501; ++i) posts.push_back({{"id", base::new_id()}});
  EXPECT_EQ(evil_->sync(channel_, {{"posts", posts}}), "refused");
  EXPECT_TRUE(logged("message_failed", {"sync_too_large", evil_->connection()}));

  set({{"maxpeerrequestspersecond", 5}});
  Reply reply;
  for (int i = 0; i < 40 && reply.status != 429; ++i) reply = evil_->knock("ping", "{}");
  set(Json::object());
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.error_id(), "api.context.rate_limit.app_error");
  EXPECT_TRUE(logged("peer_not_admitted", {"too_many_requests", evil_->connection()}));
  EXPECT_TRUE(lab::eventually(seconds(10), [&] { return evil_->knock("ping", "{}").status != 429; }));
}

}  // namespace
}  // namespace causeway::live
