#include "remotes/reconciliations.h"

#include "remotes/command_line.h"

namespace causeway::remotes {
namespace {

std::string told(const model::Reconciliation::Side& side) {
  if (side.posts == 0 && side.done_at == base::Time()) return "not yet";
  std::string words = std::to_string(side.posts) + " posts: ";
  words += side.missing + side.differing == 0
               ? "the same"
               : std::to_string(side.missing) + " missing, " + std::to_string(side.differing) + " different";
  return side.done_at == base::Time() ? words + " so far" : words;
}

}  // namespace

base::Result<std::size_t> Reconciliations::begin(const model::UserId& actor, const model::ChannelId& channel,
                                                 const model::RemoteId& only) {
  CAUSEWAY_CHECK(permissions_.may_share(actor, channel));
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  std::size_t begun = 0;
  for (const model::ChannelRemote& row : rows) {
    if (row.invite != model::InviteState::confirmed || (!only.empty() && row.remote_id != only)) continue;
    CAUSEWAY_CHECK(store_.begin_reconciliation(channel, row.remote_id, actor, clock_.now()));
    audit_.note(deed::reconcile, actor, row.remote_id, channel);
    ++begun;
  }
  if (begun == 0) return base::refused("share_unknown", "it is shared with no such server");
  return begun;
}

base::Result<std::vector<model::Reconciliation>> Reconciliations::list(const model::UserId& actor,
                                                                       const model::ChannelId& channel) const {
  CAUSEWAY_CHECK(permissions_.may_share(actor, channel));
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  std::vector<model::Reconciliation> found;
  for (const model::ChannelRemote& row : rows) {
    CAUSEWAY_TRY(one, store_.reconciliation(channel, row.remote_id));
    if (one) found.push_back(*std::move(one));
  }
  return found;
}

std::string Reconciliations::table(const std::vector<model::Remote>& remotes, const model::ChannelId& channel) const {
  std::string rows;
  for (const model::Remote& remote : remotes) {
    const auto found = store_.reconciliation(channel, remote.id);
    if (!found.ok() || !*found) continue;
    const bool back = remote.causeway;
    rows += "| " + plain(remote.display_name) + " | " + in_utc((*found)->asked_at) + " | " + told((*found)->ours) +
            " | " + (back ? told((*found)->theirs) : "a native server does not say") + " |\n";
  }
  if (rows.empty()) return rows;
  return "\nCompared by `/share-channel reconcile`\n\n"
         "| Secure connection | Asked | Ours there | Theirs here |\n"
         "| :---- | :---- | :---- | :---- |\n" +
         rows;
}

}  // namespace causeway::remotes
