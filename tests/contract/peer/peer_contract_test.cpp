// One suite for every peer::Client: the fake that other tests trust, and the real one over a local HTTP server.

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "base/id.h"
#include "base/mutex.h"
#include "contract/peer/local_server.h"
#include "fakes/fake_peer.h"
#include "json/record.h"
#include "peer/form/form.h"
#include "peer/http/http_client.h"

namespace causeway::contract {
namespace {

using base::Next;
using model::RemoteClusterFrame;

// The other server: remembers what arrives, answers what it is told.
struct OtherServer {
  base::Mutex mutex;
  std::vector<fakes::PeerRequest> seen;
  peer::Answer answer{200, R"({"status":"OK","err":"","payload":null})", {}};

  peer::Answer operator()(const fakes::PeerRequest& request) {
    const base::MutexLock lock(mutex);
    seen.push_back(request);
    return answer;
  }
};

struct World {
  OtherServer other;
  std::unique_ptr<LocalServer> server;  // of the real one
  std::unique_ptr<peer::Client> client;
  std::string site_url;
};

using MakeWorld = std::unique_ptr<World> (*)();

std::unique_ptr<World> fake_world() {
  auto world = std::make_unique<World>();
  auto fake = std::make_unique<fakes::FakePeer>();
  world->site_url = "https://other.example.com/plugins/causeway";
  fake->serve(world->site_url, [w = world.get()](const fakes::PeerRequest& r) { return w->other(r); });
  world->client = std::move(fake);
  return world;
}

std::unique_ptr<World> http_world() {
  auto world = std::make_unique<World>();
  world->server = std::make_unique<LocalServer>([w = world.get()](const fakes::PeerRequest& r) { return w->other(r); });
  world->site_url = world->server->url() + "/plugins/causeway";
  peer::http::Options options;
  options.allow_http = options.allow_private_addresses = true;
  world->client = std::make_unique<peer::http::HttpClient>(options);
  return world;
}

class PeerContract : public testing::TestWithParam<MakeWorld> {
 protected:
  std::unique_ptr<World> world_ = GetParam()();
  peer::Address to_{model::RemoteId("abcdefghijklmnopqrstuvwxyz"), world_->site_url, "token-of-ours"};
  RemoteClusterFrame frame_{to_.remote_id,
                            {base::new_id(), "sharedchannel_sync", base::from_millis(7), json::Value(1)}};

  void answer(int status, std::string body, std::optional<std::chrono::seconds> retry_after = {}) {
    world_->other.answer = {status, std::move(body), retry_after};
  }
  auto send() { return world_->client->send_message(to_, frame_, {}); }
  base::Error error_of_send() {
    auto result = send();
    return result.ok() ? base::Error{Next::refused, "it worked", "", {}} : result.error();
  }
};

TEST_P(PeerContract, AMessageArrivesWithIdTokenAndBodyUnderThePathOfTheSite) {
  answer(200, R"({"status":"OK","err":"","payload":{"users_syncd":["a"]}})");
  const auto response = send();
  ASSERT_TRUE(response.ok()) << response.error().text;
  EXPECT_EQ(response->payload, json::Value(json::Object{{"users_syncd", json::Array{"a"}}}));
  ASSERT_EQ(world_->other.seen.size(), 1U);
  const auto& seen = world_->other.seen[0];
  EXPECT_EQ(seen.path, "/plugins/causeway/api/v4/remotecluster/msg");
  EXPECT_EQ(seen.remote_id, to_.remote_id.str());
  EXPECT_EQ(seen.token, "token-of-ours");
  EXPECT_EQ(*json::decode<RemoteClusterFrame>(seen.body, {}), frame_);
}

TEST_P(PeerContract, ANoInsideTheAnswerIsAnAnswer) {
  answer(200, R"({"status":"FAIL","err":"channel is no longer shared"})");
  const auto response = send();
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->err, "channel is no longer shared");
}

TEST_P(PeerContract, PingAndConfirmHaveTheirOwnDoors) {
  answer(200, R"({"sent_at":7,"recv_at":9})");
  const auto ping = world_->client->ping(to_, frame_, {});
  ASSERT_TRUE(ping.ok()) << ping.error().text;
  EXPECT_EQ(base::to_millis(ping->recv_at), 9);
  answer(200, R"({"status":"OK"})");
  EXPECT_TRUE(world_->client->confirm_invite(to_, frame_, {}).ok());
  EXPECT_EQ(world_->other.seen[0].path, "/plugins/causeway/api/v4/remotecluster/ping");
  EXPECT_EQ(world_->other.seen[1].path, "/plugins/causeway/api/v4/remotecluster/confirm_invite");
}

TEST_P(PeerContract, EveryStatusNamesTheNextMove) {
  struct Row {
    int status;
    Next next;
    const char* code;
  };
  for (const Row& row : {Row{201, Next::in_doubt, "peer_bad_answer"}, Row{204, Next::in_doubt, "peer_bad_answer"},
                         Row{302, Next::retry_later, "peer_redirects"}, Row{400, Next::refused, "peer_refused"},
                         Row{401, Next::refused, "peer_unauthorized"}, Row{403, Next::refused, "peer_unauthorized"},
                         Row{404, Next::retry_later, "peer_not_there"}, Row{405, Next::refused, "peer_refused"},
                         Row{413, Next::refused, "peer_too_large"}, Row{429, Next::retry_later, "peer_busy"},
                         Row{500, Next::retry_later, "peer_failed"}, Row{501, Next::retry_later, "peer_failed"},
                         Row{502, Next::retry_later, "peer_failed"}, Row{503, Next::retry_later, "peer_busy"}}) {
    answer(row.status, "");
    const base::Error error = error_of_send();
    EXPECT_EQ(error.next, row.next) << row.status;
    EXPECT_EQ(error.code, row.code) << row.status;
    EXPECT_FALSE(error.retry_after) << row.status;
  }
  EXPECT_EQ(world_->other.seen.size(), 14U);  // no redirect followed, nothing repeated
}

TEST_P(PeerContract, AskedForPausesAreKept) {
  for (const int status : {429, 503}) {
    answer(status, "", std::chrono::seconds(17));
    EXPECT_EQ(error_of_send().retry_after, std::chrono::seconds(17));
  }
}

TEST_P(PeerContract, AnErrorQuotesThePeersErrorIdAndNothingElse) {
  answer(401, R"({"id":"api.context.invalid_token.error","message":"secret words"})");
  const std::string text = error_of_send().text;
  EXPECT_NE(text.find("api.context.invalid_token.error"), std::string::npos);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  answer(400, R"({"id":"<script>"})");
  EXPECT_EQ(error_of_send().text.find("script"), std::string::npos);
}

TEST_P(PeerContract, AnAnswerThatIsNoneLeavesDoubt) {
  for (const char* body :
       {"", "<html>", "[]", "null", "{}", R"({"status":"MAYBE"})", R"({"status":7})", R"({"status":"OK")"}) {
    answer(200, body);
    const base::Error error = error_of_send();
    EXPECT_EQ(error.next, Next::in_doubt) << body;
    EXPECT_EQ(error.code, "peer_bad_answer") << body;
  }
  answer(200, R"({"status":"OK"})");
  EXPECT_EQ(world_->client->ping(to_, frame_, {}).error().code, "peer_bad_answer");
}

TEST_P(PeerContract, NobodyThereIsTriedLater) {
  to_.site_url = "http://127.0.0.1:1";
  const base::Error error = error_of_send();
  EXPECT_EQ(error.next, Next::retry_later);
  EXPECT_EQ(error.code, "peer_unreachable");
}

TEST_P(PeerContract, WhatIsTooLargeOrUnusableIsNotSent) {
  to_.token = "a\r\nCookie: b";
  EXPECT_EQ(error_of_send().next, Next::refused);
  to_.token = "token";
  frame_.msg.payload = json::Value(std::string(model::limits::outgoing_body_bytes, 'x'));
  EXPECT_EQ(error_of_send().code, "peer_too_large");
  EXPECT_TRUE(world_->other.seen.empty());
}

TEST_P(PeerContract, AStopBeforeTheCallSendsNothing) {
  std::stop_source stop;
  stop.request_stop();
  const auto result = world_->client->send_message(to_, frame_, stop.get_token());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "peer_cancelled");
  EXPECT_EQ(result.error().next, Next::retry_later);
  EXPECT_TRUE(world_->other.seen.empty());
}

TEST_P(PeerContract, ManyThreadsShareOneClient) {
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 20; ++j) good += send().ok() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(good, 160);
  EXPECT_EQ(world_->other.seen.size(), 160U);
  if (world_->server) {
    EXPECT_LE(world_->server->connections(), 8);
  }
}

// A file's bytes: `size` of them, each telling its place.
peer::FileSource source_of(std::size_t size, std::size_t* at) {
  return [size, at](char* into, std::size_t count) -> base::Result<std::size_t> {
    const std::size_t some = std::min(count, size - *at);
    for (std::size_t i = 0; i < some; ++i) into[i] = static_cast<char>((*at + i) % 251);
    *at += some;
    return some;
  };
}

TEST_P(PeerContract, AFileStreamsToItsDoorWhateverItsSize) {
  const std::string upload = base::new_id();
  const std::string file = base::new_id();
  answer(200, R"({"id":")" + file + R"(","name":"a.bin","mini_preview":null})");
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1'000'000}}) {
    std::size_t at = 0;
    const auto info = world_->client->upload(to_, upload, source_of(size, &at), {});
    ASSERT_TRUE(info.ok()) << info.error().text;
    EXPECT_EQ(info->id.str(), file);
    const auto& seen = world_->other.seen.back();
    EXPECT_EQ(seen.path, "/plugins/causeway/api/v4/remotecluster/upload/" + upload);
    EXPECT_EQ(seen.remote_id, to_.remote_id.str());
    EXPECT_EQ(seen.token, "token-of-ours");
    ASSERT_EQ(seen.body.size(), size);
    bool same = true;
    for (std::size_t i = 0; i < size; ++i) same = same && seen.body[i] == static_cast<char>(i % 251);
    EXPECT_TRUE(same);
  }
}

TEST_P(PeerContract, AFilesAnswerNamesTheNextMove) {
  const auto error_of_upload = [&](int status, const std::string& body) {
    answer(status, body);
    std::size_t at = 0;
    const auto info = world_->client->upload(to_, base::new_id(), source_of(10, &at), {});
    return info.ok() ? base::Error{Next::refused, "it worked", "", {}} : info.error();
  };
  EXPECT_EQ(error_of_upload(204, "").code, "peer_incomplete");
  EXPECT_EQ(error_of_upload(204, "").next, Next::retry_later);
  EXPECT_EQ(error_of_upload(200, "{}").code, "peer_bad_answer");
  EXPECT_EQ(error_of_upload(401, "").code, "peer_unauthorized");
  EXPECT_EQ(error_of_upload(413, "").code, "peer_too_large");
}

TEST_P(PeerContract, AFileThatCannotBeReadEndsItsUploadWithThatError) {
  int calls = 0;
  const peer::FileSource broken = [&](char* into, std::size_t count) -> base::Result<std::size_t> {
    if (++calls == 3) return base::refused("file_not_readable", "gone");
    std::fill_n(into, count, 'x');
    return count;
  };
  const auto info = world_->client->upload(to_, base::new_id(), broken, {});
  ASSERT_FALSE(info.ok());
  EXPECT_EQ(info.error().code, "file_not_readable");
  EXPECT_EQ(calls, 3);
}

TEST_P(PeerContract, APictureArrivesAsTheFileOfAForm) {
  const model::UserId user(base::new_id());
  answer(200, R"({"status":"OK"})");
  const std::string picture("\x89PNG\r\n--\0edge", 14);
  const auto sent = world_->client->send_image(to_, user, picture, {});
  ASSERT_TRUE(sent.ok()) << sent.error().text;
  const auto& seen = world_->other.seen.at(0);
  EXPECT_EQ(seen.path, "/plugins/causeway/api/v4/remotecluster/" + user.str() + "/image");
  EXPECT_EQ(seen.token, "token-of-ours");
  const auto read = peer::form::file_in(seen.content_type, seen.body, "image");
  ASSERT_TRUE(read.ok()) << read.error().text;
  EXPECT_EQ(*read, picture);
  EXPECT_NE(seen.body.find("filename=\"profile.png\""), std::string::npos);
}

TEST_P(PeerContract, APicturesAnswerNamesTheNextMove) {
  const auto error_of_picture = [&](int status, const std::string& body) {
    answer(status, body);
    const auto sent = world_->client->send_image(to_, model::UserId(base::new_id()), "x", {});
    return sent.ok() ? base::Error{Next::refused, "it worked", "", {}} : sent.error();
  };
  EXPECT_EQ(error_of_picture(401, R"({"id":"api.context.invalid_token.error"})").code, "peer_unauthorized");
  EXPECT_EQ(error_of_picture(401, R"({"id":"api.context.remote_id_mismatch.app_error"})").code, "peer_refused");
  EXPECT_EQ(error_of_picture(400, "").code, "peer_refused");
  EXPECT_EQ(error_of_picture(501, "").code, "peer_refused");
  EXPECT_EQ(error_of_picture(501, "").next, Next::refused);
  EXPECT_EQ(error_of_picture(413, "").code, "peer_too_large");
  EXPECT_EQ(error_of_picture(503, "").next, Next::retry_later);
  EXPECT_EQ(world_->client->send_image(to_, model::UserId("../x"), "x", {}).error().code, "peer_refused");
}

TEST_P(PeerContract, AnUploadIdThatIsNoneGoesNowhere) {
  std::size_t at = 0;
  const auto info = world_->client->upload(to_, "../../users", source_of(1, &at), {});
  ASSERT_FALSE(info.ok());
  EXPECT_EQ(info.error().code, "peer_bad_upload");
  EXPECT_TRUE(world_->other.seen.empty());
}

INSTANTIATE_TEST_SUITE_P(Clients, PeerContract, testing::Values(&fake_world, &http_world),
                         [](const auto& test) { return test.index == 0 ? "Fake" : "Http"; });

}  // namespace
}  // namespace causeway::contract
