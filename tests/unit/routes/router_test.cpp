#include "routes/router.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "fakes/fake_peer.h"
#include "fakes/fake_server.h"
#include "fakes/fake_store.h"
#include "json/value.h"

namespace causeway::routes {
namespace {

class NoBody final : public mattermost::Body {
 public:
  base::Result<std::string> read(std::size_t) override {
    ++reads;
    return std::string();
  }
  int reads = 0;
};

class RouterTest : public testing::Test {
 protected:
  mattermost::HttpAnswer ask(const std::string& method, const std::string& path, const model::UserId& user = {}) {
    mattermost::HttpRequest request;
    request.method = method;
    request.path = path;
    request.user_id = user;
    mattermost::HttpAnswer answer;
    router_.handle(request, body_, answer);
    return answer;
  }
  static std::string id_of(const mattermost::HttpAnswer& answer) {
    const auto body = json::parse(answer.body, {});
    const json::Value* id = body.ok() ? body->find("id") : nullptr;
    return id != nullptr && id->string() != nullptr ? *id->string() : std::string();
  }
  model::UserId admin() {
    const auto user = server_.add_user("admin").id;
    server_.allow(user, mattermost::permission::manage_secure_connections);
    return user;
  }

  base::RealClock clock_;
  fakes::FakeServer server_{clock_};
  fakes::FakeStore store_{clock_, 1};
  fakes::FakePeer peers_;
  config::Current current_;
  inbound::Authenticator authenticator_{store_, current_, clock_};
  remotes::Audit audit_{store_, clock_};
  inbound::Receiver receiver_{{}};
  inbound::FileApplier files_{server_, store_, current_, clock_};
  remotes::Heartbeat heartbeat_{store_, peers_, audit_, current_, clock_};
  remotes::Partings partings_{server_, store_, peers_, current_, clock_, [] {}};
  remotes::Pairing pairing_{server_,   store_,   peers_, audit_,
                            partings_, current_, clock_, [](const model::RemoteId&) {}};
  remotes::ChannelInvites invites_{server_,   store_,   peers_, audit_,
                                   partings_, current_, clock_, [](const model::Remote&) { return true; }};
  inbound::QuietJoins quiet_joins_;
  inbound::UserApplier users_{server_, store_,       current_,
                              clock_,  quiet_joins_, [](const model::Remote&) { return true; }};
  inbound::PictureApplier pictures_{server_, store_, users_};
  PeerDoors peer_doors_{authenticator_, receiver_, files_, pictures_, pairing_, heartbeat_};
  remotes::Rotation rotation_{server_, store_, peers_, audit_, clock_, [](const model::RemoteId&) {}};
  remotes::DeadLetters dead_letters_{server_, store_, audit_, current_, clock_};
  remotes::Reconciliations reconciliations_{server_, store_, audit_, current_, clock_};
  remotes::Blocks blocks_{server_, store_, audit_, clock_};
  remotes::Offers offers_{server_, store_, peers_, invites_, partings_, audit_, current_, clock_};
  remotes::Dialogs dialogs_{server_, pairing_, current_};
  admin::Health health_{store_, current_, clock_};
  admin::Metrics metrics_;
  admin::Report report_{store_, health_, metrics_, current_};
  NativeDoors native_doors_{server_, store_, pairing_, invites_, current_, {}};
  ConsoleDoors console_doors_{
      server_,
      store_,
      {pairing_, rotation_, dead_letters_, reconciliations_, blocks_, offers_, audit_, dialogs_, health_, report_},
      current_,
      [](const model::Remote&, std::stop_token) { return doctor::Report{}; },
      {}};
  Router router_{peer_doors_, native_doors_, console_doors_};
  NoBody body_;
  const std::string id_ = base::new_id();
};

TEST_F(RouterTest, UnknownPathIs404AndWrongMethod405) {
  for (const char* path : {"/", "", "/api/v4", "/api/v4/remotecluster/a/b/c", "/api/v4/users"}) {
    EXPECT_EQ(ask("GET", path).status, 404) << path;
  }
  EXPECT_EQ(ask("PUT", "/api/v4/remotecluster").status, 405);
  EXPECT_EQ(ask("DELETE", "/api/v4/remotecluster/accept_invite/x/y").status, 404);
  EXPECT_EQ(ask("PUT", "/api/v4/remotecluster/" + id_).status, 405);
}

TEST_F(RouterTest, PeersDoorsAskForTheConnectionBeforeABodyIsRead) {
  const std::string root = "/api/v4/remotecluster/";
  for (const std::string& path :
       {root + "msg", root + "ping", root + "confirm_invite", root + "upload/" + id_, root + id_ + "/image"}) {
    const auto answer = ask("POST", path, admin());
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_EQ(id_of(answer), "api.context.remote_id_missing.app_error") << path;
  }
  EXPECT_EQ(body_.reads, 0);
}

TEST_F(RouterTest, PeoplesDoorsAskForASession) {
  const std::string root = "/api/v4/remotecluster";
  const std::vector<std::pair<std::string, std::string>> doors{
      {"GET", root},
      {"POST", root},
      {"POST", root + "/accept_invite"},
      {"POST", root + "/" + id_ + "/generate_invite"},
      {"GET", root + "/" + id_},
      {"PATCH", root + "/" + id_},
      {"DELETE", root + "/" + id_},
      {"POST", root + "/" + id_ + "/channels/" + id_ + "/invite"},
      {"POST", "/api/v4/channels/" + id_ + "/remotes/" + id_ + "/uninvite"},
      {"GET", "/autocomplete/remotes"}};
  for (const auto& [method, path] : doors) {
    EXPECT_EQ(id_of(ask(method, path)), "api.context.session_expired.app_error") << method << " " << path;
  }
  EXPECT_EQ(body_.reads, 0);
}

TEST_F(RouterTest, PersonWithoutThePermissionIsRefused) {
  const auto nobody = server_.add_user("nobody").id;
  EXPECT_EQ(ask("GET", "/api/v4/remotecluster", nobody).status, 403);
  EXPECT_EQ(ask("DELETE", "/api/v4/remotecluster/" + id_, nobody).status, 403);
  EXPECT_EQ(ask("GET", "/autocomplete/remotes", nobody).body, "[]");
}

TEST_F(RouterTest, IdsInThePathAreCheckedAndUnknownOnesAre404) {
  const auto user = admin();
  EXPECT_EQ(id_of(ask("GET", "/api/v4/remotecluster/..%2f", user)), "api.context.invalid_url_param.app_error");
  EXPECT_EQ(ask("POST", "/api/v4/channels/short/remotes/" + id_ + "/invite", user).status, 400);
  EXPECT_EQ(ask("GET", "/api/v4/remotecluster/" + id_, user).status, 404);
}

TEST_F(RouterTest, ListShowsConnectionsWithoutTheirTokens) {
  model::Remote remote;
  remote.id = model::RemoteId(id_);
  remote.name = "acme";
  remote.state = model::RemoteState::connected;
  remote.outgoing_token = "a secret token";
  ASSERT_TRUE(store_.add_remote(remote).ok());
  const auto user = admin();
  for (const std::string& path : {std::string("/api/v4/remotecluster"), "/api/v4/remotecluster/" + id_}) {
    const auto answer = ask("GET", path, user);
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find(id_), std::string::npos);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace causeway::routes
