#include "peer/http/outcome.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>

namespace causeway::peer::http {
namespace {

// What a code says of the request: `never` sent, or it depends on how far the transfer had come.
enum class Reach { never, depends, answered };

struct CurlRule {
  CURLcode curl;
  Reach reach;
  base::Next next;  // when the request was not sent
  const char* code;
};

using enum base::Next;

constexpr std::array<CurlRule, 21> curl_rules{{
    {CURLE_URL_MALFORMAT, Reach::never, refused, "peer_refused"},
    {CURLE_UNSUPPORTED_PROTOCOL, Reach::never, refused, "peer_refused"},
    {CURLE_COULDNT_RESOLVE_HOST, Reach::never, retry_later, "peer_unreachable"},
    {CURLE_COULDNT_RESOLVE_PROXY, Reach::never, retry_later, "peer_unreachable"},
    {CURLE_COULDNT_CONNECT, Reach::never, retry_later, "peer_unreachable"},
    {CURLE_PROXY, Reach::never, retry_later, "peer_unreachable"},
    {CURLE_INTERFACE_FAILED, Reach::never, retry_later, "peer_unreachable"},
    // Certificates are renewed and clocks are set: the content waits until somebody did.
    {CURLE_PEER_FAILED_VERIFICATION, Reach::never, retry_later, "peer_certificate"},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, Reach::never, retry_later, "peer_certificate"},
    {CURLE_SSL_CACERT_BADFILE, Reach::never, retry_later, "peer_certificate"},
    {CURLE_SSL_ISSUER_ERROR, Reach::never, retry_later, "peer_certificate"},
    {CURLE_SSL_CONNECT_ERROR, Reach::depends, retry_later, "peer_tls_failed"},
    {CURLE_OPERATION_TIMEDOUT, Reach::depends, retry_later, "peer_timeout"},
    {CURLE_ABORTED_BY_CALLBACK, Reach::depends, retry_later, "peer_cancelled"},
    {CURLE_SEND_ERROR, Reach::depends, retry_later, "peer_connection_lost"},
    {CURLE_RECV_ERROR, Reach::depends, retry_later, "peer_connection_lost"},
    {CURLE_GOT_NOTHING, Reach::depends, retry_later, "peer_connection_lost"},
    {CURLE_PARTIAL_FILE, Reach::answered, in_doubt, "peer_bad_answer"},
    {CURLE_WRITE_ERROR, Reach::answered, in_doubt, "peer_bad_answer"},  // our own limit on the body
    {CURLE_FILESIZE_EXCEEDED, Reach::answered, in_doubt, "peer_bad_answer"},
    {CURLE_WEIRD_SERVER_REPLY, Reach::answered, in_doubt, "peer_bad_answer"},
}};

constexpr CurlRule any_other{CURLE_OK, Reach::depends, retry_later, "peer_failed"};

// For logs and people: one short line of printable characters.
std::string clean(const std::string& text) {
  constexpr std::size_t longest = 160;
  std::string out = text.substr(0, longest);
  std::replace_if(out.begin(), out.end(), [](char c) { return c < 0x20 || c > 0x7e; }, ' ');
  return out;
}

}  // namespace

base::Error transfer_error(int curl_code, bool sent, bool guarded, const std::string& detail) {
  const auto code = static_cast<CURLcode>(curl_code);
  if (guarded && !sent) return base::refused("peer_refused", "the peer's address is in a network that is not allowed");
  const auto found =
      std::find_if(curl_rules.begin(), curl_rules.end(), [&](const auto& row) { return row.curl == code; });
  const CurlRule& rule = found == curl_rules.end() ? any_other : *found;
  const bool doubtful = rule.reach == Reach::answered || (rule.reach == Reach::depends && sent);
  const std::string text = detail.empty() ? curl_easy_strerror(code) : detail;
  return {doubtful ? in_doubt : rule.next, rule.code, clean(text), {}};
}

}  // namespace causeway::peer::http
