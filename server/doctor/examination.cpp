#include "doctor/examination.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>

#include "base/id.h"
#include "doctor/network.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"
#include "peer/http/http_client.h"
#include "peer/site_url.h"

namespace causeway::doctor {
namespace {

constexpr auto connect_time = std::chrono::seconds(5);
constexpr auto answer_time = std::chrono::seconds(10);
constexpr auto clock_tolerance = std::chrono::seconds(30);
constexpr const char* unknown_topic = "causeway_doctor";  // every peer says OK and does nothing
constexpr std::size_t frame_bytes = 400;                  // around the padding

// One examination; each step says whether the next one makes sense.
class Road {
 public:
  Road(const Job& job, const base::Clock& clock)
      : job_(job),
        clock_(clock),
        client_(options_of(job)),
        address_{job.remote_id, job.site_url, job.token, job.road} {}

  Report walk() {
    if (address() && network() && route() && token()) size();
    return std::move(report_);
  }

 private:
  static peer::http::Options options_of(const Job& job) {
    peer::http::Options options;
    options.allow_http = options.allow_private_addresses = job.allow_insecure;
    options.msg_timeout = options.ping_timeout = answer_time;
    options.connect_timeout = connect_time;
    return options;
  }
  bool ok(const char* part, const std::string& text) {
    report_.findings.push_back({part, "ok", text});
    return true;
  }
  bool doubtful(const char* part, const std::string& text) {
    report_.findings.push_back({part, "doubtful", text});
    return true;
  }
  bool wrong(const char* part, const std::string& text) {
    report_.findings.push_back({part, "wrong", text});
    return false;
  }

  bool address() {
    const auto checked = peer::check_site_url(job_.site_url);
    if (!checked.ok()) return wrong("address", checked.error().text);
    site_ = peer::site_parts(*checked);
    if (!site_.secure && !job_.allow_insecure) {
      return wrong("address", "it has no TLS (http://), which only the setting AllowInsecurePeers permits");
    }
    const std::string authority = site_.origin.substr(site_.origin.find("//") + 2);
    const auto colon = authority.rfind(':');
    const bool has_port = colon != std::string::npos && authority.find(']', colon) == std::string::npos;
    port_ = has_port ? std::atoi(authority.c_str() + colon + 1) : site_.secure ? 443 : 80;
    return ok("address", *checked);
  }

  // Behind a proxy the name is the proxy's to look up.
  bool network() {
    const auto by_environment = peer::http::proxy_for(peer::http::proxies_from_environment(), site_.secure, site_.host);
    if (!job_.road.proxy.empty() || !by_environment.empty()) {
      return ok("network", "requests go through a proxy, which looks the name up");
    }
    std::string error;
    const auto endpoints = look_up(site_.host, error);
    if (endpoints.empty()) return wrong("DNS", "the name " + site_.host + " leads nowhere: " + error);
    std::string names, failures;
    bool reached = false, allowed = false;
    for (const Endpoint& endpoint : endpoints) {
      names += (names.empty() ? "" : ", ") + endpoint.address;
      if (!endpoint.is_public && !job_.allow_insecure) continue;
      allowed = true;
      const auto failed = connect_error(endpoint, port_, connect_time);
      reached = reached || !failed;
      if (failed) failures += (failures.empty() ? "" : "; ") + endpoint.address + ": " + *failed;
    }
    ok("DNS", names);
    if (!allowed) {
      return wrong("DNS", "the name leads into a private network, which only the setting AllowInsecurePeers permits");
    }
    if (!reached) {
      return wrong("TCP", "nobody takes a connection on port " + std::to_string(port_) + " (" + failures +
                              "): is the server up, and does a firewall stand between?");
    }
    return failures.empty() ? ok("TCP", "port " + std::to_string(port_) + " answers")
                            : doubtful("TCP", "only some of its addresses answer: " + failures);
  }

  base::Result<model::RemoteClusterPing> ping(const std::string& token) {
    model::RemoteClusterPing ping;
    ping.sent_at = clock_.now();
    peer::Address to = address_;
    to.token = token;
    return client_.ping(to, frame(model::topic::ping, json::to_json(ping)), {});
  }
  model::RemoteClusterFrame frame(const char* topic, json::Value payload) {
    return peer::make_frame(job_.remote_id, topic, std::move(payload), clock_.now());
  }

  // With a token that nobody has: who knows the question says no to it.
  bool route() {
    const auto answer = ping(base::new_id());
    if (answer.ok()) return wrong("route", "something there says yes to every token: it is no Mattermost peer");
    const base::Error& error = answer.error();
    if (error.code == "peer_certificate") {
      return wrong("TLS", error.text +
                              ": its certificate has to be valid, for this name, and of an authority that this "
                              "server trusts (or that /secure-connection road names)");
    }
    if (error.code == "peer_tls_failed") return wrong("TLS", error.text + ": is this port meant for https?");
    if (site_.secure) ok("TLS", "the certificate is good");
    if (error.code == "peer_unauthorized") return ok("route", "a Mattermost peer answers");
    if (error.code == "peer_not_there") {
      return wrong("route", "there is no Causeway at this address (" + error.text +
                                "): is the plugin enabled there, and is the path right?");
    }
    if (error.code == "peer_redirects") {
      return wrong("route", "the address leads elsewhere, and a token does not follow (" + error.text +
                                "): the other server has to publish its final address");
    }
    if (error.code == "peer_bad_answer") {
      return wrong("route", "something answers that is no Mattermost peer, perhaps a proxy or a login page");
    }
    return wrong("route", error.text);
  }

  bool token() {
    const base::Time before = clock_.now();
    const auto answer = ping(job_.token);
    const base::Time after = clock_.now();
    if (!answer.ok() && answer.error().code == "peer_unauthorized") {
      return wrong("token",
                   "the other server does not take our token: it has removed the connection, or one of the two was "
                   "restored from an older backup. Remove the connection and make a new one");
    }
    if (!answer.ok()) return wrong("token", answer.error().text);
    ok("token", "the other server takes our token");
    const base::Time middle = before + (after - before) / 2;
    const auto skew = std::chrono::duration_cast<std::chrono::seconds>(answer->recv_at - middle);
    if (std::chrono::abs(skew) > clock_tolerance) {
      doubtful("clock", "the other server's clock is " + std::to_string(std::abs(skew.count())) + " s " +
                            (skew.count() > 0 ? "ahead of" : "behind") + " ours");
    } else {
      ok("clock", "the two clocks agree");
    }
    return ok("version", answer->causeway
                             ? "the other server runs Causeway (extensions " + answer->causeway->version + ")"
                             : "the other server runs Mattermost's own shared channels");
  }

  bool size() {
    const json::Object padding{{"padding", std::string(model::limits::outgoing_body_bytes - frame_bytes, 'x')}};
    const auto answer = client_.send_message(address_, frame(unknown_topic, padding), {});
    const std::string kilobytes = std::to_string(model::limits::outgoing_body_bytes / 1000) + " kB";
    if (answer.ok()) return ok("size", "messages of " + kilobytes + " get through");
    if (answer.error().code == "peer_too_large") {
      return wrong("size", "the other server, or a proxy before it, refuses messages of " + kilobytes + " (" +
                               answer.error().text + "): raise its limit for request bodies");
    }
    return wrong("size", "a message of " + kilobytes + " does not get through: " + answer.error().text);
  }

  const Job& job_;
  const base::Clock& clock_;
  peer::http::HttpClient client_;
  const peer::Address address_;
  peer::SiteParts site_;
  int port_ = 0;
  Report report_;
};

}  // namespace

Report examine(const Job& job, const base::Clock& clock) {
  return Road(job, clock).walk();
}

int examine_stdin(const base::Clock& clock) {
  close_range(STDERR_FILENO + 1, ~0U, 0);  // what the plugin had open is none of ours
  const std::string text((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
  const auto job = json::decode<Job>(text, {model::limits::admin_body_bytes, 8, 100});
  if (!job.ok()) return 1;
  std::cout << json::encode(examine(*job, clock)) << std::flush;
  return 0;
}

}  // namespace causeway::doctor
