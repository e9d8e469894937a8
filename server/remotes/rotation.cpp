#include "remotes/rotation.h"

#include "base/id.h"
#include "base/log.h"
#include "json/record.h"
#include "peer/frame.h"
#include "peer/token.h"

namespace causeway::remotes {
namespace {

base::Error not_possible(const char* why) {
  return base::refused("rotation_not_possible", why);
}

base::Error busy() {
  return base::refused("rotation_busy", "another change of tokens is under way on this connection");
}

bool stands(const std::optional<model::Remote>& remote) {
  return remote && remote->state != model::RemoteState::pending && remote->state != model::RemoteState::removed;
}

}  // namespace

base::Result<> Rotation::rotate(const model::UserId& actor, const model::RemoteId& id, std::stop_token stop) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(remote, proposal(id));
  auto offered = offer(remote, stop);
  audit_.note(deed::rotate, actor, id, {}, offered.ok() ? "success" : offered.error().code);
  if (!offered.ok()) {
    base::log::warn("tokens_not_rotated", offered.error().text,
                    {{"remote_id", id.str()}, {"error", offered.error().code}});
    return offered;
  }
  base::log::info("tokens_rotated", "a connection has new tokens",
                  {{"remote_id", id.str()}, {"actor_id", actor.str()}});
  changed_(id);
  return base::ok();
}

// The remote with the tokens to propose: of an attempt whose answer is not known, else fresh ones.
base::Result<model::Remote> Rotation::proposal(const model::RemoteId& id) {
  CAUSEWAY_TRY(found, store_.remote(id));
  if (!stands(found)) return base::refused("remote_unknown", "Remote Cluster not found");
  if (!found->causeway) {
    return not_possible(
        "the other server runs Mattermost's own shared channels, which exchange tokens only when a connection is made: "
        "remove it and connect again");
  }
  if (!found->change.proposed_outgoing.empty()) return *found;
  if (!found->change.next_digest.empty()) {
    return base::refused("rotation_unfinished",
                         "the other server has not used its last new token yet; try again in a minute");
  }
  const std::string incoming = base::new_id();
  const std::string outgoing = base::new_id();
  CAUSEWAY_TRY(proposed, store_.propose_tokens(id, incoming, peer::digest_token(incoming), outgoing));
  if (!proposed) return busy();
  found->change.proposed_incoming = incoming;
  found->change.proposed_outgoing = outgoing;
  return *found;
}

base::Result<> Rotation::offer(const model::Remote& remote, std::stop_token stop) {
  const model::TokenProposal wanted{remote.id, remote.change.proposed_incoming, remote.change.proposed_outgoing};
  const auto frame = peer::make_frame(remote.id, model::topic::tokens, json::to_json(wanted), clock_.now());
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(remote), frame, stop));
  const auto receipt = json::from_json<model::TokenReceipt>(answer.payload);
  if (answer.status == "OK" && receipt.ok() && receipt->taken) return store_.end_proposal(remote.id, true);
  CAUSEWAY_CHECK(store_.end_proposal(remote.id, false));
  if (answer.status == "OK") return not_possible("the other server's Causeway is too old for that");
  return base::refused("rotation_refused", "the other server refused new tokens");
}

base::Result<json::Value> Rotation::receive(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  const auto invalid = [](const char* why) { return base::refused("tokens_invalid", why); };
  const auto wanted = json::from_json<model::TokenProposal>(message.payload);
  if (!wanted.ok() || wanted->remote_id != remote.id) return invalid("no proposal for this connection");
  if (!peer::is_good_token(wanted->token) || !peer::is_good_token(wanted->refreshed_token)) {
    return invalid("a token is empty, short or unusable");
  }
  const bool shown_by_us = wanted->token == remote.outgoing_token;
  const bool known = peer::token_matches(wanted->refreshed_token, remote.incoming_digest) ||
                     peer::token_matches(wanted->refreshed_token, remote.change.next_digest);
  const json::Value receipt = json::to_json(model::TokenReceipt{true});
  if (shown_by_us && known) return receipt;  // it did not hear our answer
  if (shown_by_us || known || wanted->token == wanted->refreshed_token ||
      peer::token_matches(wanted->refreshed_token, remote.change.previous_digest)) {
    return invalid("a token is not fresh");
  }
  CAUSEWAY_TRY(taken, store_.take_tokens(remote.id, peer::digest_token(wanted->refreshed_token), wanted->token));
  if (!taken) return busy();
  base::log::info("tokens_taken", "the peer gave this connection new tokens", {{"remote_id", remote.id.str()}});
  audit_.note(deed::rotated, {}, remote.id);
  changed_(remote.id);
  return receipt;
}

}  // namespace causeway::remotes
