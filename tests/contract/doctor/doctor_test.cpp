// The doctor on roads that are broken in one place each, and his visit as a child process.

#include "doctor/examination.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/id.h"
#include "contract/peer/local_server.h"
#include "doctor/examiner.h"
#include "json/value.h"
#include "model/limits.h"

namespace causeway::doctor {
namespace {

using contract::LocalServer;
using contract::TestAuthority;

const base::RealClock real_clock;

std::string pem_of(const TestAuthority& authority) {
  std::ifstream file(authority.file());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A Causeway of good health, whose parts a test breaks.
struct Patient {
  std::string token = base::new_id();
  std::chrono::seconds clock_ahead{0};
  bool causeway = true;
  std::size_t most_bytes = 300'000;
  std::optional<peer::Answer> always;

  peer::Answer operator()(const fakes::PeerRequest& request) const {
    if (always) return *always;
    if (request.token != token)
      return {401, R"({"id":"api.context.invalid_token.error","message":"Invalid token."})", {}};
    if (request.body.size() > most_bytes) return {413, R"({"id":"api.context.request_body_too_large.app_error"})", {}};
    if (request.path.ends_with("/msg")) return {200, R"({"status":"OK","err":"","payload":null})", {}};
    json::Object ping{{"sent_at", 1}, {"recv_at", base::to_millis(real_clock.now() + clock_ahead)}};
    if (causeway) ping.emplace("causeway", json::Object{{"version", "7"}});
    return {200, json::dump(ping), {}};
  }
};

class Doctor : public testing::Test {
 protected:
  Job job(const std::string& url) {
    return {model::RemoteId(base::new_id()), url, patient.token, {pem_of(authority), "", ""}, true};
  }
  Report visits(const std::string& host = "127.0.0.1") {
    const LocalServer server(patient, authority.certify("IP:127.0.0.1"));
    return examine(job(server.url(host)), real_clock);
  }
  // The last finding, and that everything before it was good.
  static void expect_end(const Report& report, const std::string& part, const std::string& verdict,
                         const std::string& words) {
    ASSERT_FALSE(report.findings.empty());
    const Finding& last = report.findings.back();
    EXPECT_EQ(last.part, part) << in_words(report);
    EXPECT_EQ(last.verdict, verdict) << in_words(report);
    EXPECT_NE(last.text.find(words), std::string::npos) << in_words(report);
  }
  static const Finding* find(const Report& report, const std::string& part) {
    for (const Finding& finding : report.findings) {
      if (finding.part == part) return &finding;
    }
    return nullptr;
  }

  const TestAuthority authority;
  Patient patient;
};

TEST_F(Doctor, FindsEveryPartOfAHealthyRoadGood) {
  const Report report = visits();
  expect_end(report, "size", "ok", "get through");
  for (const char* part : {"address", "DNS", "TCP", "TLS", "route", "token", "clock", "version"}) {
    const Finding* finding = find(report, part);
    ASSERT_NE(finding, nullptr) << part << "\n" << in_words(report);
    EXPECT_EQ(finding->verdict, "ok") << finding->text;
  }
  EXPECT_NE(find(report, "version")->text.find("Causeway (extensions 7)"), std::string::npos);
  EXPECT_EQ(in_words(report).find(patient.token), std::string::npos);
}

TEST_F(Doctor, NamesThatLeadNowhereAndPortsWhereNobodyListens) {
  expect_end(examine(job("https://no-such-host.invalid"), real_clock), "DNS", "wrong", "leads nowhere");
  expect_end(examine(job("https://127.0.0.1:1"), real_clock), "TCP", "wrong", "port 1 (127.0.0.1: Connection refused)");
  expect_end(examine(job("ftp://127.0.0.1"), real_clock), "address", "wrong", "neither http nor https");
}

TEST_F(Doctor, WithoutTheSettingNeitherHttpNorPrivateNetworks) {
  Job strict = job("https://127.0.0.1:1");
  strict.allow_insecure = false;
  expect_end(examine(strict, real_clock), "DNS", "wrong", "private network");
  strict.site_url = "http://chat.example.com";
  expect_end(examine(strict, real_clock), "address", "wrong", "no TLS");
}

TEST_F(Doctor, CertificatesThatDoNotFit) {
  const TestAuthority stranger;
  for (const auto& certificate : {stranger.certify("IP:127.0.0.1"), authority.certify("IP:127.0.0.2"),
                                  authority.certify("IP:127.0.0.1", TestAuthority::Validity::over)}) {
    const LocalServer server(patient, certificate);
    expect_end(examine(job(server.url()), real_clock), "TLS", "wrong", "certificate");
  }
  const LocalServer plain(patient);
  std::string url = plain.url();
  url.replace(0, 4, "https");
  expect_end(examine(job(url), real_clock), "TLS", "wrong", "meant for https");
}

TEST_F(Doctor, SomethingElseAnswers) {
  const std::vector<std::pair<peer::Answer, std::string>> rows{
      {{404, "404 page not found", {}}, "no Causeway at this address"},
      {{302, "", {}}, "leads elsewhere"},
      {{200, "<html>Log in</html>", {}}, "no Mattermost peer"},
      {{200, R"({"sent_at":1,"recv_at":2})", {}}, "yes to every token"},
      {{502, "", {}}, "the peer failed"}};
  for (const auto& [answer, words] : rows) {
    patient.always = answer;
    expect_end(visits(), "route", "wrong", words);
  }
}

TEST_F(Doctor, TokenClockVersionAndSize) {
  const LocalServer server(patient, authority.certify("IP:127.0.0.1"));
  Job stranger = job(server.url());
  stranger.token = base::new_id();
  expect_end(examine(stranger, real_clock), "token", "wrong", "does not take our token");

  patient.clock_ahead = std::chrono::hours(-2);
  patient.causeway = false;
  patient.most_bytes = 100'000;
  const Report report = visits();
  EXPECT_EQ(find(report, "clock")->verdict, "doubtful");
  EXPECT_NE(find(report, "clock")->text.find("behind ours"), std::string::npos) << find(report, "clock")->text;
  EXPECT_NE(find(report, "version")->text.find("own shared channels"), std::string::npos);
  expect_end(report, "size", "wrong", "raise its limit");
}

TEST_F(Doctor, ComesAsAChildProcess) {
  const LocalServer server(patient, authority.certify("IP:127.0.0.1"));
  const auto report = Examiner(CAUSEWAY_EXECUTABLE).examine(job(server.url()), {});
  ASSERT_TRUE(report.ok()) << report.error().text;
  expect_end(*report, "size", "ok", "get through");
}

TEST_F(Doctor, ChildThatSaysNothingOrIsNotThereIsAnError) {
  EXPECT_EQ(Examiner("/bin/true").examine(job("https://a.example"), {}).error().code, "doctor_failed");
  EXPECT_EQ(Examiner("/no/such/program").examine(job("https://a.example"), {}).error().code, "doctor_failed");
  std::stop_source stop;
  stop.request_stop();
  const LocalServer silent([](const fakes::PeerRequest&) { return peer::Answer{}; });
  EXPECT_EQ(Examiner(CAUSEWAY_EXECUTABLE).examine(job(silent.url()), stop.get_token()).error().code, "doctor_stopped");
}

}  // namespace
}  // namespace causeway::doctor
