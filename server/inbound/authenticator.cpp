#include "inbound/authenticator.h"

#include <algorithm>
#include <string>

#include "base/id.h"
#include "base/log.h"
#include "model/limits.h"
#include "peer/token.h"

namespace causeway::inbound {
namespace {

// The header under its native name and under the name of the description: empty when absent, nullopt when they
// disagree.
std::optional<std::string> either(const mattermost::HttpRequest& request, std::string_view native,
                                  std::string_view described) {
  const std::string_view a = request.header(native);
  const std::string_view b = request.header(described);
  if (!a.empty() && !b.empty() && a != b) return std::nullopt;
  return std::string(a.empty() ? b : a);
}

base::Error too_many(const char* what) {
  return {base::Next::refused, "too_many_requests", what, model::limits::busy_pause};
}

}  // namespace

Admission::Admission(Admission&& other) noexcept
    : gate_(other.gate_), remote_(std::move(other.remote_)), by_replaced_token_(other.by_replaced_token_) {
  other.gate_ = nullptr;
}

Admission::~Admission() {
  if (gate_ != nullptr) gate_->leave(remote_.id);
}

base::Result<Admission> Authenticator::admit(const mattermost::HttpRequest& request) {
  auto admitted = judge(request);
  if (!admitted.ok() && admitted.error().next == base::Next::refused) {
    const std::string id(request.header("x-remotecluster-id"));
    base::log::warn("peer_not_admitted", "a request to a peers' door was turned away",
                    {{"error", admitted.error().code}, {"remote_id", base::is_valid_id(id) ? id : std::string()}});
  }
  return admitted;
}

base::Result<Admission> Authenticator::judge(const mattermost::HttpRequest& request) {
  const auto id = either(request, "x-remotecluster-id", "x-mm-remotecluster-id");
  const auto token = either(request, "x-remotecluster-token", "x-mm-remotecluster-token");
  if (!id || !token) return base::refused("invalid_token", "the headers disagree");
  if (id->empty()) return base::refused("remote_id_missing", "Secure connection ID missing.");

  std::optional<model::Remote> remote;
  if (base::is_valid_id(*id)) {
    CAUSEWAY_TRY(found, store_.remote(model::RemoteId(*id)));
    remote = std::move(found);
  }
  const bool known =
      remote && remote->state != model::RemoteState::removed && remote->state != model::RemoteState::ended;
  const Key key = key_of(known ? *remote : model::Remote(), *token);
  if (!known || key == Key::none || token->empty()) {
    if (known && remote->state == model::RemoteState::pending) {
      CAUSEWAY_CHECK(store_.count_invite_attempt(remote->id, model::limits::invite_attempts));
    }
    return base::refused("invalid_token", "Invalid token.");
  }
  if (key == Key::next) {
    CAUSEWAY_CHECK(
        store_.begin_next_token(remote->id, remote->change.next_digest, clock_.now() + model::limits::token_overlap));
  }
  CAUSEWAY_CHECK(enter(remote->id));
  return Admission(*this, std::move(*remote), key == Key::replaced);
}

// The same work whatever fits, and for who is unknown.
Authenticator::Key Authenticator::key_of(const model::Remote& remote, const std::string& token) const {
  const bool present = peer::token_matches(token, remote.incoming_digest);
  const bool next = peer::token_matches(token, remote.change.next_digest);
  const bool replaced = peer::token_matches(token, remote.change.previous_digest);
  if (present) return Key::present;
  if (next) return Key::next;
  return replaced && clock_.now() < remote.change.previous_until ? Key::replaced : Key::none;
}

base::Result<> Authenticator::enter(const model::RemoteId& remote) {
  const auto rate = static_cast<double>(current_.get()->settings.max_peer_requests);
  const base::MutexLock lock(mutex_);
  Visitor& visitor = visitors_[remote];
  const base::Steady now = clock_.steady();
  const std::chrono::duration<double> since = now - visitor.filled;
  visitor.tokens = std::min(2 * rate, visitor.tokens + since.count() * rate);
  visitor.filled = now;
  if (visitor.tokens < 1) return too_many("too many requests in a short time");
  if (visitor.under_way >= model::limits::inbound_requests_per_remote) return too_many("too many requests at once");
  if (under_way_ >= model::limits::inbound_requests) return too_many("too many requests of all peers at once");
  visitor.tokens -= 1;
  ++visitor.under_way;
  ++under_way_;
  return base::ok();
}

void Authenticator::leave(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  --visitors_[remote].under_way;
  --under_way_;
}

}  // namespace causeway::inbound
