#include "outbound/emoji_sender.h"

#include <set>
#include <utility>

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/poison.h"
#include "peer/answer.h"
#include "peer/emoji.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

std::vector<std::string> names_in(const Batch& batch) {
  std::set<std::string> names;
  for (const model::Post& post : batch.posts.items) peer::add_emoji_names(post.message, names);
  for (const model::Reaction& reaction : batch.reactions.items) {
    if (reaction.delete_at == base::Time()) names.insert(reaction.emoji_name);
  }
  while (names.size() > model::limits::names_per_batch) names.erase(std::prev(names.end()));
  return {names.begin(), names.end()};
}

}  // namespace

EmojiSender::Outcome EmojiSender::send(const To& to, const Batch& batch, std::stop_token stop) {
  Outcome outcome;
  auto emojis = store_.emojis(to.address.remote_id, names_in(batch));
  if (!emojis.ok()) {
    outcome.error = std::move(emojis).error();
    return outcome;
  }
  for (const store::Store::NamedEmoji& one : *emojis) {
    if (one.sent_version == one.emoji.id || one.emoji.remote_id == to.address.remote_id) continue;
    auto settled = carry(to, one.emoji, stop);
    if (!settled.ok()) {
      outcome.error = std::move(settled).error();
      return outcome;
    }
    if (*settled) outcome.ledger.push_back({model::LedgerKind::emoji, one.emoji.name, one.emoji.id, 0, 0});
  }
  return outcome;
}

// False: it is tried again when it is used again.
base::Result<bool> EmojiSender::carry(const To& to, const model::Emoji& emoji, std::stop_token stop) {
  const auto fails = [&](const base::Error& error) {
    base::log::warn("emoji_not_sent", error.text,
                    {{"remote_id", to.address.remote_id.str()}, {"emoji_id", emoji.id}, {"error", error.code}});
    return false;
  };
  const auto image = server_.get_emoji_image(emoji.id);
  if (!image.ok()) return fails(image.error());
  const auto picture = peer::emoji_picture(emoji, to.channel, *image);
  const auto frame =
      peer::make_frame(to.address.remote_id, model::topic::emoji, json::to_json(picture), clock_.now(), {});
  const auto answer = peers_.send_message(to.address, frame, std::move(stop));
  if (!answer.ok()) {
    const Fault fault = fault_of(answer.error());
    const bool again = fault == Fault::broken && to.attempts < model::limits::broken_tries;
    if (fault == Fault::connection || again) return answer.error();
    return fails(answer.error());
  }
  if (peer::says_unshared(*answer)) return base::retry_later("peer_unshared", peer::unshared_text);
  if (answer->status != "OK") return fails(peer::said_no(*answer));
  const auto receipt = json::from_json<model::EmojiReceipt>(answer->payload);
  if (!receipt.ok()) return fails(receipt.error());
  if (!receipt->taken) {
    base::log::info("emoji_not_taken", "the peer did not take an emoji's picture",
                    {{"remote_id", to.address.remote_id.str()}, {"emoji_id", emoji.id}});
  }
  return true;
}

}  // namespace causeway::outbound
