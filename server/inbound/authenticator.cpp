#include "inbound/authenticator.h"

#include <string>

#include "base/id.h"
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

}  // namespace

Admission::Admission(Admission&& other) noexcept : gate_(other.gate_), remote_(std::move(other.remote_)) {
  other.gate_ = nullptr;
}

Admission::~Admission() {
  if (gate_ != nullptr) gate_->leave(remote_.id);
}

base::Result<Admission> Authenticator::admit(const mattermost::HttpRequest& request) {
  const auto id = either(request, "x-remotecluster-id", "x-mm-remotecluster-id");
  const auto token = either(request, "x-remotecluster-token", "x-mm-remotecluster-token");
  if (!id || !token) return base::refused("invalid_token", "the headers disagree");
  if (id->empty()) return base::refused("remote_id_missing", "Secure connection ID missing.");

  std::optional<model::Remote> remote;
  if (base::is_valid_id(*id)) {
    CAUSEWAY_TRY(found, store_.remote(model::RemoteId(*id)));
    remote = std::move(found);
  }
  const bool known = remote && remote->state != model::RemoteState::removed;
  const bool right = peer::token_matches(*token, known ? remote->incoming_digest : std::string());
  if (!known || !right || token->empty()) return base::refused("invalid_token", "Invalid token.");
  if (!enter(remote->id)) return base::refused("too_many_requests", "too many requests at once");
  return Admission(*this, std::move(*remote));
}

bool Authenticator::enter(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  std::size_t& count = under_way_[remote];
  if (count >= model::limits::inbound_requests_per_remote) return false;
  ++count;
  return true;
}

void Authenticator::leave(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  const auto found = under_way_.find(remote);
  if (found != under_way_.end() && --found->second == 0) under_way_.erase(found);
}

}  // namespace causeway::inbound
