// Files of all sizes between two real servers: the same ids, the same bytes, whatever is cut on the way.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <thread>
#include <tuple>

#include "crypto/digest.h"
#include "lab/pictures.h"
#include "pair_suite.h"
#include "watermark.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::SocketClient;
using lab::SocketEvent;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds cross_limit{30'000};
constexpr std::size_t megabyte = 1'000'000;

// Bytes that no compression shortens and no two files share.
std::string random_bytes(std::size_t count, std::uint32_t seed) {
  std::string bytes(count, '\0');
  std::uint32_t state = seed * 2'654'435'761U + 1;
  for (char& byte : bytes) {
    state ^= state << 13U;
    state ^= state >> 17U;
    state ^= state << 5U;
    byte = static_cast<char>(state >> 24U);
  }
  return bytes;
}

class Attachments : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    lab::PairOptions options;
    options.proxies = true;
    pair_ = start_pair(options);
    connection_ = pair_->connect();
    channel_ = new_channel("files");
  }
  static void TearDownTestSuite() { end_pair(pair_); }
  void TearDown() override {
    pair_->a.proxy->set_mode(lab::FaultProxy::Mode::pass);
    pair_->b.proxy->set_mode(lab::FaultProxy::Mode::pass);
  }

  static std::string new_channel(const std::string& name) {
    const std::string channel = pair_->share_new_channel(name, "O", connection_, {"alice"});
    pair_->b.admin->join_channel(channel, pair_->b.person("bob").user_id());
    return channel;
  }
  lab::Side& a() { return pair_->a; }
  lab::Side& b() { return pair_->b; }
  SocketClient watch(const lab::Side& side) { return SocketClient(side.server->port(), side.admin->token()); }

  struct File {
    std::string name, bytes, id;
  };
  // Uploads and posts; the post's id.
  std::string write(RestClient& person, const std::string& message, std::vector<File>& files) {
    std::vector<std::string> ids;
    for (File& file : files) {
      file.id = upload(person, file);
      ids.push_back(file.id);
    }
    return person.write(channel_, message, {}, ids).at("id");
  }
  // As a form, which may be empty.
  std::string upload(RestClient& person, const File& file) {
    if (!file.bytes.empty()) return person.upload_file(channel_, file.name, file.bytes);
    const std::string form = "--edge\r\nContent-Disposition: form-data; name=\"channel_id\"\r\n\r\n" + channel_ +
                             "\r\n--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + file.name +
                             "\"\r\nContent-Type: text/plain\r\n\r\n" + file.bytes + "\r\n--edge--\r\n";
    const auto reply =
        person.call("POST", "/api/v4/files", form, {{"Content-Type", "multipart/form-data; boundary=edge"}});
    if (!reply.ok()) throw lab::LabError("upload of " + file.name + " answered " + reply.text);
    return reply.body.at("file_infos").at(0).at("id").get<std::string>();
  }
  void expect_same(RestClient& reader, const Json& post, const std::vector<File>& files) {
    std::vector<std::string> ids;
    for (const File& file : files) ids.push_back(file.id);
    auto there = post.value("file_ids", std::vector<std::string>{});  // the server keeps them in an order of its own
    std::sort(there.begin(), there.end());
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(there, ids) << post.dump();
    for (const File& file : files) {
      const auto got = reader.call("GET", "/api/v4/files/" + file.id);
      ASSERT_EQ(got.status, 200) << file.name << " " << got.text.substr(0, 200);
      EXPECT_EQ(crypto::sha256(got.text), crypto::sha256(file.bytes)) << file.name << " of " << got.text.size();
      const Json info = reader.get("/api/v4/files/" + file.id + "/info");
      EXPECT_EQ(info.at("name"), file.name);
      EXPECT_EQ(info.value("remote_id", ""), connection_);
      EXPECT_EQ(info.value("post_id", ""), post.at("id").get<std::string>());
    }
  }
  std::string query_a(const std::string& sql) { return pair_->postgres().query("mattermost_a", sql); }
  std::string query_b(const std::string& sql) { return pair_->postgres().query("mattermost_b", sql); }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
  static inline std::string channel_;
};

TEST_F(Attachments, CrossBothWaysUnderTheirIdsWithTheirBytes) {
  struct Way {
    lab::Side& from;
    RestClient& author;
    lab::Side& to;
  };
  std::uint32_t seed = 1;
  for (const Way& way : {Way{a(), a().person("alice"), b()}, Way{b(), b().person("bob"), a()}}) {
    auto there = watch(way.to);
    std::vector<File> files{{"empty.txt", "", {}},
                            {"one.txt", "1", {}},
                            {"some.bin", random_bytes(300'000, ++seed), {}},
                            {"more.bin", random_bytes(7 * megabyte, ++seed), {}}};
    const std::string post = write(way.author, "four files", files);
    const auto seen = there.wait_for(SocketClient::posted(post), cross_limit);
    ASSERT_TRUE(seen) << pair_->logs();
    EXPECT_EQ(seen->post.at("message"), "four files");
    const Json here = way.from.admin->get("/api/v4/posts/" + post);
    EXPECT_EQ(way.to.admin->get("/api/v4/posts/" + post).at("file_ids"), here.at("file_ids"));
    expect_same(*way.to.admin, way.to.admin->get("/api/v4/posts/" + post), files);
  }
}

TEST_F(Attachments, APictureHasItsThumbnailAndPreviewThere) {
  auto on_b = watch(b());
  std::vector<File> files{{"dot.png", lab::one_pixel(), {}}};
  const std::string post = write(a().person("alice"), "", files);
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(post), cross_limit)) << pair_->logs();
  expect_same(*b().admin, b().admin->get("/api/v4/posts/" + post), files);
  for (const char* what : {"/thumbnail", "/preview"}) {
    const auto got = b().person("bob").call("GET", "/api/v4/files/" + files[0].id + what);
    EXPECT_EQ(got.status, 200) << what << got.text.substr(0, 200);
    EXPECT_FALSE(got.text.empty()) << what;
  }
  const Json info = b().admin->get("/api/v4/files/" + files[0].id + "/info");
  EXPECT_EQ(info.at("width"), 1);
  EXPECT_EQ(info.at("mime_type"), "image/png");
}

TEST_F(Attachments, FilesComeAndGoWithAnEdit) {
  for (auto [from, author, to] :
       {std::tuple(&a(), &a().person("alice"), &b()), std::tuple(&b(), &b().person("bob"), &a())}) {
    std::vector<File> files{{"first.txt", "first", {}}};
    const std::string post = write(*author, "to be edited", files);
    ASSERT_TRUE(lab::eventually(cross_limit, [&] {
      return to->admin->call("GET", "/api/v4/posts/" + post).status == 200;
    })) << pair_->logs();
    File added{"second.bin", random_bytes(megabyte, 91), {}};
    added.id = upload(*author, added);
    files.push_back(added);
    author->put("/api/v4/posts/" + post + "/patch", {{"file_ids", {files[0].id, files[1].id}}});
    const auto count_there = [&] {
      return to->admin->get("/api/v4/posts/" + post).value("file_ids", std::vector<std::string>{}).size();
    };
    ASSERT_TRUE(lab::eventually(cross_limit, [&] { return count_there() == 2; })) << pair_->logs();
    expect_same(*to->admin, to->admin->get("/api/v4/posts/" + post), files);
    author->put("/api/v4/posts/" + post + "/patch", {{"file_ids", {files[1].id}}});
    ASSERT_TRUE(lab::eventually(cross_limit, [&] { return count_there() == 1; })) << pair_->logs();
    expect_same(*to->admin, to->admin->get("/api/v4/posts/" + post), {files[1]});
    EXPECT_EQ(from->admin->get("/api/v4/posts/" + post).at("file_ids").size(), 1U);
  }
}

// No connection carries more than 12 MB, so the file arrives only if each goes on where the last one stopped.
TEST_F(Attachments, ACutUploadGoesOnWhereItStopped) {
  auto on_b = watch(b());
  b().proxy->cut_after(12 * megabyte);
  b().proxy->set_mode(lab::FaultProxy::Mode::cut_request);
  std::vector<File> files{{"long.bin", random_bytes(30 * megabyte, 77), {}}};
  const std::string post = write(a().person("alice"), "long", files);
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(post), seconds(90))) << pair_->logs();
  expect_same(*b().admin, b().admin->get("/api/v4/posts/" + post), files);
  EXPECT_EQ(query_b("SELECT count(*) FROM fileinfo WHERE name = 'long.bin'"), "1");
}

TEST_F(Attachments, APostWaitsForItsFileWhileThePeerIsAway) {
  auto on_b = watch(b());
  b().proxy->set_mode(lab::FaultProxy::Mode::refuse);
  std::vector<File> files{{"late.bin", random_bytes(megabyte, 5), {}}};
  const std::string post = write(a().person("alice"), "late", files);
  std::this_thread::sleep_for(seconds(5));
  EXPECT_EQ(b().admin->call("GET", "/api/v4/posts/" + post).status, 404);
  b().proxy->set_mode(lab::FaultProxy::Mode::pass);
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(post), seconds(60))) << pair_->logs();
  expect_same(*b().admin, b().admin->get("/api/v4/posts/" + post), files);
}

// The receiver dies with the file half there, the sender with the conversation under way.
TEST_F(Attachments, AKilledPluginOnEitherSideLosesNoFileAndMakesNoSecondOne) {
  std::uint32_t seed = 40;
  for (lab::Side* victim : {&b(), &a()}) {
    auto on_b = watch(b());
    std::vector<File> files{{"killed-" + victim->server->name() + ".bin", random_bytes(60 * megabyte, ++seed), {}}};
    files[0].id = upload(a().person("alice"), files[0]);
    const auto process = lab::plugin_process(*victim->server);
    ASSERT_TRUE(process);
    const std::string post = a().person("alice").write(channel_, "killed", {}, {files[0].id}).at("id");
    ASSERT_TRUE(lab::eventually(seconds(20), [&] { return query_b("SELECT count(*) FROM uploadsessions") != "0"; }));
    ::kill(process->pid, SIGKILL);
    std::this_thread::sleep_for(milliseconds(500));
    EXPECT_EQ(b().admin->call("GET", "/api/v4/posts/" + post).status, 404) << "it was too quick to be cut";
    pair_->restart_plugin(*victim);
    ASSERT_TRUE(on_b.wait_for(SocketClient::posted(post), seconds(90))) << pair_->logs();
    expect_same(*b().admin, b().admin->get("/api/v4/posts/" + post), files);
    EXPECT_EQ(query_b("SELECT count(*) FROM fileinfo WHERE name = '" + files[0].name + "'"), "1");
  }
}

TEST_F(Attachments, WhatIsNotTakenIsNamedInThePostAndItsAuthorIsTold) {
  const Json before = b().admin->get("/api/v4/config");
  b().admin->patch_config(
      {{"FileSettings", {{"MaxFileSize", 2'000'000}}},
       {"PluginSettings", {{"Plugins", {{"causeway", {{"allowinsecurepeers", true}, {"blockedfiletypes", "exe"}}}}}}}});
  auto on_b = watch(b());
  SocketClient alice(a().server->port(), a().person("alice").token());
  std::vector<File> files{{"a.exe", "MZ", {}}, {"big.bin", random_bytes(3 * megabyte, 9), {}}, {"ok.txt", "ok", {}}};
  const std::string post = write(a().person("alice"), "see", files);
  const auto seen = on_b.wait_for(SocketClient::posted(post), cross_limit);
  ASSERT_TRUE(seen) << pair_->logs();
  EXPECT_EQ(seen->post.at("message"),
            "see\n*(attachment `a.exe` not carried over: files of the type .exe do not cross)*\n"
            "*(attachment `big.bin` not carried over: larger than 1.9 MB)*");
  expect_same(*b().admin, b().admin->get("/api/v4/posts/" + post), {files[2]});
  EXPECT_EQ(
      alice.wait_for_count([](const SocketEvent& event) { return event.event == "ephemeral_message"; }, 2, cross_limit),
      2U);
  b().admin->patch_config(
      {{"FileSettings", {{"MaxFileSize", before.at("FileSettings").at("MaxFileSize")}}},
       {"PluginSettings", {{"Plugins", {{"causeway", {{"allowinsecurepeers", true}, {"blockedfiletypes", ""}}}}}}}});
}

TEST_F(Attachments, AHundredMegabytesCrossWithoutStandingInMemory) {
  const auto on_a = lab::plugin_process(*a().server);
  const auto on_b = lab::plugin_process(*b().server);
  ASSERT_TRUE(on_a && on_b);
  std::vector<File> files{{"large.bin", random_bytes(100 * megabyte, 3), {}}};
  files[0].id = a().person("alice").upload_file(channel_, files[0].name, files[0].bytes);
  auto events = watch(b());
  Watermark memory({on_a->pid, on_b->pid});
  const auto start = steady_clock::now();
  const std::string post = a().person("alice").write(channel_, "large", {}, {files[0].id}).at("id");
  const auto seen = events.wait_for(SocketClient::posted(post), seconds(120));
  ASSERT_TRUE(seen) << pair_->logs();
  const std::chrono::duration<double> took = seen->at - start;
  const auto grown = memory.growth();
  std::printf(
      "100 MB in %.2f s: %.0f MB/s; memory of the plugin grew by %.1f MB on the sender's side (from %.1f) and "
      "%.1f MB on the receiver's (from %.1f)\n",
      took.count(), 100 / took.count(), grown[0], on_a->rss_mb, grown[1], on_b->rss_mb);
  EXPECT_LT(grown[0], 20);
  EXPECT_LT(grown[1], 20);
  expect_same(*b().admin, b().admin->get("/api/v4/posts/" + post), files);
}

}  // namespace
}  // namespace causeway::live
