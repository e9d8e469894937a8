#include "peer/answer.h"

#include <algorithm>
#include <array>

#include "json/record.h"
#include "model/limits.h"

namespace causeway::peer {
namespace {

struct StatusRule {
  int first, last;
  base::Next next;
  const char* code;
  const char* text;
};

using enum base::Next;

// The first row that fits counts.
constexpr std::array<StatusRule, 14> status_rules{{
    {200, 299, in_doubt, "peer_bad_answer", "the peer answered with a success that is not its own"},
    // Redirects are never followed: the token would go where the answer says. Often a maintenance page.
    {300, 399, retry_later, "peer_redirects", "the peer's address leads elsewhere"},
    {401, 401, refused, "peer_unauthorized", "the peer does not know our token"},
    {403, 403, refused, "peer_unauthorized", "the peer does not let us in"},
    // A Mattermost server says so of a plugin that is being restarted: the content must wait, not be given up.
    {404, 404, retry_later, "peer_not_there", "the peer has no such door at the moment"},
    {408, 408, retry_later, "peer_busy", "the peer waited too long for our request"},
    {413, 413, refused, "peer_too_large", "the message is too large for the peer"},
    {425, 425, retry_later, "peer_busy", "the peer asks to try again"},
    {429, 429, retry_later, "peer_busy", "the peer asks us to slow down"},
    {400, 499, refused, "peer_refused", "the peer refused the request"},
    {503, 503, retry_later, "peer_busy", "the peer is not available"},
    {500, 599, retry_later, "peer_failed", "the peer failed"},
    {100, 199, in_doubt, "peer_bad_answer", "the peer's answer has no end"},
    {0, 9999, in_doubt, "peer_bad_answer", "the peer's answer is no HTTP"},
}};

constexpr std::chrono::hours longest_pause{1};  // a typing error in a header must not silence a peer for a year

json::Limits response_limits() {
  using namespace model::limits;
  return {peer_response_bytes, json_depth, json_values};
}

// Mattermost's error ids are words with dots; anything else is not repeated.
std::string error_id(const std::string& body) {
  constexpr std::size_t longest = 100;
  const auto error = json::decode<model::AppError>(body, response_limits());
  if (!error || error->id.empty() || error->id.size() > longest) return {};
  const bool plain = std::all_of(error->id.begin(), error->id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
  return plain ? ", " + error->id : std::string();
}

base::Error bad_answer(const char* text) {
  return base::in_doubt("peer_bad_answer", text);
}

template <class T>
base::Result<T> read(const Answer& answer) {
  CAUSEWAY_CHECK(check_status(answer));
  auto value = json::parse(answer.body, response_limits());
  if (!value || value->object() == nullptr) return bad_answer("the peer's answer is no JSON object");
  auto record = json::from_json<T>(*value);
  if (!record) return bad_answer("the peer's answer has an unknown shape");
  return std::move(*record);
}

}  // namespace

base::Result<> check_status(const Answer& answer) {
  if (answer.status == 200) return base::ok();
  const auto rule = std::find_if(status_rules.begin(), std::prev(status_rules.end()), [&](const StatusRule& row) {
    return row.first <= answer.status && answer.status <= row.last;
  });
  base::Error error{rule->next, rule->code, {}, {}};
  error.text = std::string(rule->text) + " (HTTP " + std::to_string(answer.status) + error_id(answer.body) + ")";
  if (rule->next == retry_later && answer.retry_after && answer.retry_after->count() > 0) {
    error.retry_after = std::min<std::chrono::seconds>(*answer.retry_after, longest_pause);
  }
  return error;
}

base::Result<model::RemoteClusterResponse> read_response(const Answer& answer) {
  CAUSEWAY_TRY(response, read<model::RemoteClusterResponse>(answer));
  if (response.status != "OK" && response.status != "FAIL") return bad_answer("the peer's answer has no status");
  return std::move(response);
}

base::Result<model::RemoteClusterPing> read_ping(const Answer& answer) {
  CAUSEWAY_TRY(ping, read<model::RemoteClusterPing>(answer));
  if (ping.recv_at == base::Time()) return bad_answer("the peer's answer is no ping");
  return ping;
}

base::Result<> check_image_answer(const Answer& answer) {
  const bool not_ours = answer.status == 401 && error_id(answer.body) == ", api.context.remote_id_mismatch.app_error";
  if (not_ours || answer.status == 501) {
    return base::refused("peer_refused", "the peer does not take the picture (HTTP " + std::to_string(answer.status) +
                                             error_id(answer.body) + ")");
  }
  return check_status(answer);
}

base::Result<model::FileInfo> read_file_info(const Answer& answer) {
  if (answer.status == 204) return base::retry_later("peer_incomplete", "the peer has not got the whole file");
  CAUSEWAY_TRY(info, read<model::FileInfo>(answer));
  if (info.id.empty()) return bad_answer("the peer's answer is no file");
  return std::move(info);
}

bool says_unshared(const model::RemoteClusterResponse& answer) {
  return answer.err.find(unshared_text) != std::string::npos;
}

base::Error said_no(const model::RemoteClusterResponse& answer) {
  constexpr std::size_t quoted_chars = 200;
  return base::retry_later("peer_failed", "the peer answered: " + answer.err.substr(0, quoted_chars));
}

}  // namespace causeway::peer
