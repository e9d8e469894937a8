#include <algorithm>

#include "fakes/fake_store.h"
#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;
using model::RemoteState;

namespace {

bool stands(const model::Remote& remote) {
  return remote.state == RemoteState::connected || remote.state == RemoteState::stopped ||
         remote.state == RemoteState::paused;
}

}  // namespace

Result<std::int64_t> FakeStore::count_invite_attempt(const model::RemoteId& id, std::int64_t most) {
  return write<std::int64_t>([&]() -> std::int64_t {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || found->second.state != RemoteState::pending) return 0;
    const std::int64_t attempts = ++invite_attempts_[id];
    if (attempts >= most) found->second.incoming_digest.clear();
    return attempts;
  });
}

Result<bool> FakeStore::propose_tokens(const model::RemoteId& id, const std::string& incoming,
                                       const std::string& incoming_digest, const std::string& outgoing) {
  return write<bool>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || !stands(found->second)) return false;
    model::TokenChange& change = found->second.change;
    if (!change.proposed_outgoing.empty()) return false;
    change.next_digest = incoming_digest;
    change.proposed_incoming = incoming;
    change.proposed_outgoing = outgoing;
    return true;
  });
}

Result<> FakeStore::end_proposal(const model::RemoteId& id, bool accepted) {
  return write<Unit>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || found->second.change.proposed_outgoing.empty()) return base::ok();
    model::TokenChange& change = found->second.change;
    if (accepted) found->second.outgoing_token = change.proposed_outgoing;
    if (!accepted) change.next_digest.clear();
    change.proposed_incoming.clear();
    change.proposed_outgoing.clear();
    return base::ok();
  });
}

Result<bool> FakeStore::take_tokens(const model::RemoteId& id, const std::string& incoming_digest,
                                    const std::string& outgoing_token) {
  return write<bool>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || !stands(found->second)) return false;
    if (!found->second.change.proposed_outgoing.empty()) return false;
    found->second.change.next_digest = incoming_digest;
    found->second.outgoing_token = outgoing_token;
    return true;
  });
}

Result<> FakeStore::begin_next_token(const model::RemoteId& id, const std::string& digest, base::Time until) {
  return write<Unit>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || found->second.change.next_digest != digest) return base::ok();
    model::TokenChange& change = found->second.change;
    change.previous_digest = found->second.incoming_digest;
    change.previous_until = until;
    found->second.incoming_digest = change.next_digest;
    change.next_digest.clear();
    return base::ok();
  });
}

Result<std::int64_t> FakeStore::count_owned_users(const model::RemoteId& remote) {
  return read<std::int64_t>([&] {
    return static_cast<std::int64_t>(
        std::count_if(owners_.begin(), owners_.end(), [&](const auto& item) { return item.second == remote; }));
  });
}

Result<> FakeStore::audit(const model::AuditRecord& record, std::int64_t most) {
  return write<Unit>([&] {
    audit_.push_back(record);
    if (static_cast<std::int64_t>(audit_.size()) > most) audit_.erase(audit_.begin());
    return base::ok();
  });
}

Result<std::vector<model::AuditRecord>> FakeStore::audit_trail(std::size_t most) {
  return read<std::vector<model::AuditRecord>>([&] {
    std::vector<model::AuditRecord> trail(audit_.rbegin(), audit_.rend());
    if (trail.size() > most) trail.resize(most);
    return trail;
  });
}

}  // namespace causeway::fakes
