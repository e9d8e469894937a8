#include "inbound/apply/channel.h"

#include "base/log.h"
#include "base/utf8.h"
#include "inbound/apply/channel_notices.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/version.h"

namespace causeway::inbound {
namespace {

model::ChannelLook within_limits(model::ChannelLook look) {
  look.display_name = base::utf8_cut(look.display_name, model::limits::channel_display_name_runes);
  look.header = base::utf8_cut(look.header, model::limits::channel_header_runes);
  look.purpose = base::utf8_cut(look.purpose, model::limits::channel_purpose_runes);
  return look;
}

}  // namespace

base::Result<json::Value> ChannelApplier::apply(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  auto wire = json::from_json<model::ChannelLook>(message.payload);
  if (!wire.ok()) return base::refused("channel_invalid", "cannot read the channel: " + wire.error().text);
  CAUSEWAY_TRY(shared, store_.shared_channel(wire->channel_id));
  CAUSEWAY_TRY(row, store_.channel_remote(wire->channel_id, remote.id));
  if (!shared || !row || model::is_direct(shared->type)) {
    return base::refused("channel_not_shared", "channel is no longer shared: " + wire->channel_id.str());
  }
  if (shared->home && row->read_only) {
    base::log::warn("channel_change_not_taken", "a peer that may only read does not change the channel",
                    {{"channel_id", shared->id.str()}, {"remote_id", remote.id.str()}});
    return json::Value();
  }
  const model::ChannelLook look = within_limits(*wire);
  if (look.display_name.empty()) return base::refused("channel_invalid", "a channel needs a display name");
  // The peer's own word of what it has; where that is not what is here in the end, it hears of it.
  const std::string there = peer::channel_version(*wire);
  const model::ReceivedItem item{model::LedgerKind::channel, look.channel_id.str(), there, wire->changed_at, there};
  CAUSEWAY_TRY(verdicts, store_.ledger_begin(remote.id, {item}, clock_.now()));
  if (verdicts.front() != model::ReceivedVerdict::fresh) return json::Value();
  CAUSEWAY_TRY(here, store_.channel_now(remote.id, look.channel_id));
  const bool crossed = shared->home && here && !wire->base.empty() && wire->base != peer::channel_version(here->look);
  if (!crossed) {
    CAUSEWAY_CHECK(write(remote, look));
    shared->display_name = look.display_name;
    shared->header = look.header;
    shared->purpose = look.purpose;
    CAUSEWAY_CHECK(store_.save_shared_channel(*shared));
  }
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, {item}, clock_.now()));
  if (crossed || look != *wire) {
    CAUSEWAY_CHECK(store_.enqueue({{remote.id, look.channel_id, model::TaskKind::channel, {}}}, clock_.now()));
  }
  return json::Value();
}

// Reads the row just before it writes it: the whole channel is written back. What is said of a change is said before
// it, so that a repetition after a crash still knows what was there; an archived channel has to be open first.
base::Result<> ChannelApplier::write(const model::Remote& remote, const model::ChannelLook& look) {
  CAUSEWAY_TRY(channel, server_.get_channel(look.channel_id));
  const model::Channel before = channel;
  const bool archived = channel.delete_at != base::Time();
  const bool same =
      channel.display_name == look.display_name && channel.header == look.header && channel.purpose == look.purpose;
  const bool restored = archived && !look.archived;
  if (restored || (!same && !archived)) {  // an archived channel is not written to
    if (!restored) announce(remote, before, look);
    channel.delete_at = base::Time();
    channel.display_name = look.display_name;
    channel.header = look.header;
    channel.purpose = look.purpose;
    const auto updated = server_.update_channel(channel);
    if (!updated.ok()) return updated.error();
    if (restored) announce(remote, before, look);
  }
  return look.archived && !archived ? server_.delete_channel(look.channel_id) : base::ok();
}

// A message that cannot be made does not hold the change that it speaks of.
void ChannelApplier::announce(const model::Remote& remote, const model::Channel& before,
                              const model::ChannelLook& look) {
  const auto bot = server_.get_user(current_.get()->bot_id);
  if (!bot.ok()) return base::log::warn("channel_notice_not_made", bot.error().text);
  for (model::Post& notice : channel_notices(before, look, *bot)) {
    notice.remote_id = remote.id;
    const auto made = server_.create_post(notice);
    if (made.ok() || server_.get_post(notice.id).ok()) continue;  // it was made before
    base::log::warn("channel_notice_not_made", made.error().text,
                    {{"channel_id", look.channel_id.str()}, {"error", made.error().code}});
  }
}

}  // namespace causeway::inbound
