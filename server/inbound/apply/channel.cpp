#include "inbound/apply/channel.h"

#include "base/log.h"
#include "base/utf8.h"
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
  if (!shared || !row) {
    return base::refused("channel_not_shared", "channel is no longer shared: " + wire->channel_id.str());
  }
  if (shared->home && row->read_only) {
    base::log::warn("channel_change_not_taken", "a peer that may only read does not change the channel",
                    {{"channel_id", shared->id.str()}, {"remote_id", remote.id.str()}});
    return json::Value();
  }
  const model::ChannelLook look = within_limits(*wire);
  if (look.display_name.empty()) return base::refused("channel_invalid", "a channel needs a display name");
  model::ReceivedItem item{
      model::LedgerKind::channel, look.channel_id.str(), peer::channel_version(*wire), wire->changed_at, {}};
  if (!shared->home) item.local_version = peer::channel_version(look);
  CAUSEWAY_TRY(verdicts, store_.ledger_begin(remote.id, {item}, clock_.now()));
  if (verdicts.front() != model::ReceivedVerdict::fresh) return json::Value();
  CAUSEWAY_CHECK(write(look));
  shared->display_name = look.display_name;
  shared->header = look.header;
  shared->purpose = look.purpose;
  CAUSEWAY_CHECK(store_.save_shared_channel(*shared));
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, {item}, clock_.now()));
  return json::Value();
}

// Reads the row just before it writes it: the whole channel is written back.
base::Result<> ChannelApplier::write(const model::ChannelLook& look) {
  CAUSEWAY_TRY(channel, server_.get_channel(look.channel_id));
  const bool archived = channel.delete_at != base::Time();
  if (look.archived) return archived ? base::ok() : server_.delete_channel(look.channel_id);
  if (!archived && channel.display_name == look.display_name && channel.header == look.header &&
      channel.purpose == look.purpose) {
    return base::ok();
  }
  channel.delete_at = base::Time();
  channel.display_name = look.display_name;
  channel.header = look.header;
  channel.purpose = look.purpose;
  const auto updated = server_.update_channel(channel);
  return updated.ok() ? base::ok() : base::Result<>(updated.error());
}

}  // namespace causeway::inbound
