// What only the real client can show: whom it trusts, how long it waits, where it does not go.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "base/clock.h"
#include "base/id.h"
#include "contract/peer/local_server.h"
#include "contract/peer/test_authority.h"
#include "peer/http/exchange.h"
#include "peer/http/http_client.h"

namespace causeway::contract {
namespace {

using base::Next;
using std::chrono::milliseconds;

peer::Answer friendly(const fakes::PeerRequest&) {
  return {200, R"({"status":"OK","err":"","payload":null})", {}};
}

// A peer that takes a request in and says nothing until it is let go.
class SilentPeer {
 public:
  ~SilentPeer() { let_go(); }
  peer::Answer operator()(const fakes::PeerRequest& request) {
    std::unique_lock lock(mutex_);
    asked_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return free_; });
    return friendly(request);
  }
  void wait_until_asked() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return asked_; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    free_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false;
  bool free_ = false;
};

peer::http::Options options_for(const TestAuthority& authority) {
  peer::http::Options options;
  options.allow_private_addresses = true;
  options.ca_file = authority.file();
  options.proxies = {};
  return options;
}

base::Result<model::RemoteClusterResponse> ask(const peer::http::Options& options, const std::string& site_url,
                                               std::stop_token stop = {}) {
  peer::http::HttpClient client(options);
  const peer::Address to{model::RemoteId("abcdefghijklmnopqrstuvwxyz"), site_url, "token-of-ours"};
  model::RemoteClusterFrame frame;
  frame.remote_id = to.remote_id;
  frame.msg.id = base::new_id();
  return client.send_message(to, frame, std::move(stop));
}

void expect_error(const base::Result<model::RemoteClusterResponse>& result, Next next, const std::string& code) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().next, next) << result.error().text;
  EXPECT_EQ(result.error().code, code) << result.error().text;
}

TEST(HttpClientTls, AServerOfATrustedAuthorityIsSpokenTo) {
  const TestAuthority authority;
  const LocalServer server(&friendly, authority.certify("IP:127.0.0.1"));
  const auto answer = ask(options_for(authority), server.url());
  EXPECT_TRUE(answer.ok()) << answer.error().text;
}

TEST(HttpClientTls, TheTrustedAuthoritiesAreThoseOfSslCertFile) {
  const TestAuthority authority;
  const LocalServer server(&friendly, authority.certify("IP:127.0.0.1"));
  auto options = options_for(authority);
  options.ca_file.clear();
  const char* before = std::getenv("SSL_CERT_FILE");
  const std::string kept = before == nullptr ? "" : before;
  ASSERT_EQ(setenv("SSL_CERT_FILE", authority.file().c_str(), 1), 0);
  const auto answer = ask(options, server.url());
  if (before == nullptr) {
    unsetenv("SSL_CERT_FILE");
  } else {
    setenv("SSL_CERT_FILE", kept.c_str(), 1);
  }
  EXPECT_TRUE(answer.ok()) << answer.error().text;
}

TEST(HttpClientTls, AServerThatCannotProveItsNameGetsNothingAndIsTriedLater) {
  const TestAuthority authority;
  const TestAuthority stranger;
  const struct {
    const char* why;
    Certificate certificate;
  } rows[] = {{"unknown authority", stranger.certify("IP:127.0.0.1")},
              {"another address", authority.certify("IP:127.0.0.2")},
              {"a name for an address", authority.certify("DNS:127.0.0.1")},
              {"over", authority.certify("IP:127.0.0.1", TestAuthority::Validity::over)}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.why);
    std::atomic<int> asked = 0;
    const LocalServer server(
        [&](const fakes::PeerRequest& request) {
          ++asked;
          return friendly(request);
        },
        row.certificate);
    expect_error(ask(options_for(authority), server.url()), Next::retry_later, "peer_certificate");
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(server.connections(), 1);
  }
}

TEST(HttpClientTls, ACertificateIsForTheNameThatIsAskedFor) {
  const TestAuthority authority;
  const LocalServer right(&friendly, authority.certify("DNS:localhost"));
  const LocalServer wrong(&friendly, authority.certify("DNS:chat.example.com"));
  const auto answer = ask(options_for(authority), right.url("localhost"));
  EXPECT_TRUE(answer.ok()) << answer.error().text;
  expect_error(ask(options_for(authority), wrong.url("localhost")), Next::retry_later, "peer_certificate");
}

TEST(HttpClientTls, AServerWithoutTlsIsNotSpokenToUnderHttps) {
  const TestAuthority authority;
  const LocalServer server(&friendly);
  const std::string url = "https" + server.url().substr(4);
  expect_error(ask(options_for(authority), url), Next::retry_later, "peer_tls_failed");
  expect_error(ask(options_for(authority), server.url()), Next::refused, "peer_refused");
  EXPECT_EQ(server.connections(), 1) << "an address without TLS is not even tried";
}

// --- a road of a peer's own

base::Result<model::RemoteClusterResponse> ask_by(const model::RemoteRoad& road, const peer::http::Options& options,
                                                  const std::string& site_url) {
  peer::http::HttpClient client(options);
  const peer::Address to{model::RemoteId("abcdefghijklmnopqrstuvwxyz"), site_url, "token-of-ours", road};
  model::RemoteClusterFrame frame;
  frame.remote_id = to.remote_id;
  frame.msg.id = base::new_id();
  return client.send_message(to, frame, {});
}

std::string pem_of(const TestAuthority& authority) {
  std::ifstream file(authority.file());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(HttpClientRoad, ItsOwnAuthorityCountsInsteadOfTheOthers) {
  const TestAuthority ours, theirs;
  const LocalServer right(&friendly, theirs.certify("IP:127.0.0.1"));
  const LocalServer wrong(&friendly, ours.certify("IP:127.0.0.1"));
  const model::RemoteRoad road{pem_of(theirs), "", ""};
  const auto answer = ask_by(road, options_for(ours), right.url());
  EXPECT_TRUE(answer.ok()) << answer.error().text;
  expect_error(ask_by(road, options_for(ours), wrong.url()), Next::retry_later, "peer_certificate");
}

TEST(HttpClientRoad, OnlyThePinnedKeyIsSpokenTo) {
  const TestAuthority authority;
  const Certificate certificate = authority.certify("IP:127.0.0.1");
  std::atomic<int> asked = 0;
  const LocalServer server(
      [&](const fakes::PeerRequest& request) {
        ++asked;
        return friendly(request);
      },
      certificate);
  const model::RemoteRoad other{"", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", ""};
  expect_error(ask_by(other, options_for(authority), server.url()), Next::retry_later, "peer_certificate");
  EXPECT_EQ(asked, 0);
  const auto answer = ask_by({"", pin_of(certificate), ""}, options_for(authority), server.url());
  EXPECT_TRUE(answer.ok()) << answer.error().text;
}

TEST(HttpClientRoad, ItsProxyIsUsed) {
  const TestAuthority authority;
  std::string asked;
  const LocalServer proxy([&](const fakes::PeerRequest& request) {
    asked = request.path;
    return friendly(request);
  });
  auto options = options_for(authority);
  options.allow_http = true;
  const auto answer = ask_by({"", "", proxy.url()}, options, "http://chat.example.com");
  EXPECT_TRUE(answer.ok()) << answer.error().text;
  EXPECT_EQ(asked, "http://chat.example.com/api/v4/remotecluster/msg");
}

TEST(HttpClientTime, AnAnswerThatDoesNotComeInTimeLeavesDoubt) {
  const TestAuthority authority;
  SilentPeer silent;
  const LocalServer server(std::ref(silent), authority.certify("IP:127.0.0.1"));
  auto options = options_for(authority);
  options.msg_timeout = milliseconds(500);
  const auto start = base::RealClock().steady();
  expect_error(ask(options, server.url()), Next::in_doubt, "peer_timeout");
  EXPECT_GE(base::RealClock().steady() - start, milliseconds(450));
  silent.let_go();
}

TEST(HttpClientTime, AServerThatNeverGreetsIsTriedLater) {
  const TestAuthority authority;
  boost::asio::io_context io;
  using boost::asio::ip::tcp;
  const tcp::acceptor mute(io, tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0));
  auto options = options_for(authority);
  options.msg_timeout = milliseconds(500);
  const auto url = "https://127.0.0.1:" + std::to_string(mute.local_endpoint().port());
  expect_error(ask(options, url), Next::retry_later, "peer_timeout");
}

TEST(HttpClientTime, AStopEndsACallUnderWay) {
  const TestAuthority authority;
  SilentPeer silent;
  const LocalServer server(std::ref(silent), authority.certify("IP:127.0.0.1"));
  std::stop_source stop;
  std::jthread stopper([&] {
    silent.wait_until_asked();
    stop.request_stop();
  });
  auto options = options_for(authority);
  options.msg_timeout = std::chrono::hours(1);  // the suite's time-out says when the stop does nothing
  expect_error(ask(options, server.url(), stop.get_token()), Next::in_doubt, "peer_cancelled");
  silent.let_go();
}

TEST(HttpClientGuard, AnAddressInOurOwnNetworkIsNotAsked) {
  const TestAuthority authority;
  const LocalServer server(&friendly, authority.certify("IP:127.0.0.1"));
  auto options = options_for(authority);
  options.allow_private_addresses = false;
  for (const char* host : {"127.0.0.1", "localhost", "a.localhost"}) {
    expect_error(ask(options, server.url(host)), Next::refused, "peer_refused");
  }
  EXPECT_EQ(server.connections(), 0);
}

// Below the client, because this is the only name that leads into our own network on every machine.
TEST(HttpClientGuard, ANameThatLeadsIntoOurOwnNetworkIsNotFollowed) {
  const TestAuthority authority;
  const LocalServer server(&friendly, authority.certify("DNS:localhost"));
  peer::http::Request request;
  request.url = server.url("localhost");
  request.remote_id = request.token = "x";
  request.ca_file = authority.file();
  request.connect_timeout = request.timeout = std::chrono::seconds(20);
  peer::http::Handle guarded;
  const auto stopped = peer::http::exchange(guarded, request, {});
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().next, Next::refused);
  EXPECT_EQ(stopped.error().code, "peer_refused");
  EXPECT_EQ(server.connections(), 0);
  request.guard = false;
  peer::http::Handle open;
  const auto answer = peer::http::exchange(open, request, {});
  EXPECT_TRUE(answer.ok()) << answer.error().text;
}

}  // namespace
}  // namespace causeway::contract
