#include "remotes/dead_letters.h"

#include "model/limits.h"
#include "remotes/command_line.h"

namespace causeway::remotes {
namespace {

constexpr std::size_t shown = 20;  // of one remote, in an answer for people

}  // namespace

const char* word(model::LedgerKind kind) {
  switch (kind) {
    case model::LedgerKind::reaction:
      return "reaction";
    case model::LedgerKind::acknowledgement:
      return "acknowledgement";
    case model::LedgerKind::file:
      return "file";
    case model::LedgerKind::channel:
      return "channel";
    default:
      return "post";
  }
}

base::Result<> DeadLetters::may(const model::UserId& actor, const model::ChannelId& channel) const {
  return channel.empty() ? permissions_.may_manage_connections(actor) : sharing_.may_share(actor, channel);
}

base::Result<std::vector<model::HeldItem>> DeadLetters::list(const model::UserId& actor, const model::RemoteId& remote,
                                                             const model::ChannelId& channel) const {
  CAUSEWAY_CHECK(may(actor, channel));
  return store_.held({remote, channel, true, model::limits::listed_dead_letters});
}

base::Result<std::int64_t> DeadLetters::redrive(const model::UserId& actor, const model::RemoteId& remote,
                                                const model::ChannelId& channel, std::int64_t number) {
  CAUSEWAY_CHECK(may(actor, channel));
  CAUSEWAY_TRY(count, store_.redrive(remote, channel, number, clock_.now()));
  if (count > 0) audit_.note(deed::redrive, actor, remote, channel);
  return count;
}

base::Result<std::int64_t> DeadLetters::redrive_in(const model::UserId& actor, const model::ChannelId& channel,
                                                   std::int64_t number) {
  CAUSEWAY_CHECK(may(actor, channel));
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  std::int64_t all = 0;
  for (const model::ChannelRemote& row : rows) {
    CAUSEWAY_TRY(count, store_.redrive(row.remote_id, channel, number, clock_.now()));
    if (count > 0) audit_.note(deed::redrive, actor, row.remote_id, channel);
    all += count;
  }
  return all;
}

std::string DeadLetters::table(const std::vector<model::Remote>& remotes, const model::ChannelId& channel) const {
  std::string rows;
  std::int64_t more = 0;
  for (const model::Remote& remote : remotes) {
    const auto letters = store_.held({remote.id, channel, true, shown});
    if (!letters.ok()) return "\nThe dead letters cannot be read at the moment.";
    for (const model::HeldItem& letter : *letters) {
      rows += "| " + std::to_string(letter.number) + " | " + plain(remote.display_name) + " | " + word(letter.kind) +
              " | " + letter.post_id.str() + " | " + in_utc(letter.since) + " | " + plain(letter.reason) + " |\n";
    }
    const auto count = store_.count_held(remote.id, true);
    if (channel.empty() && count.ok()) more += *count - static_cast<std::int64_t>(letters->size());
  }
  if (rows.empty()) return {};
  std::string table =
      "\nNot taken by the other server; `redrive` tries again:\n\n"
      "| ID | Secure connection | What | Of the post | Since | Why |\n| :-- | :-- | :-- | :-- | :-- | :-- |\n" +
      rows;
  if (more > 0) table += "\nAnd " + std::to_string(more) + " more.\n";
  return table;
}

}  // namespace causeway::remotes
