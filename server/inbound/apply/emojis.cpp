#include "inbound/apply/emojis.h"

#include <algorithm>
#include <cstring>

#include "base/id.h"
#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/emoji.h"

namespace causeway::inbound {
namespace {

constexpr const char* file_name = "image";  // without an ending: the server makes no thumbnails of it

void say_refused(const model::Remote& remote, const std::string& why) {
  base::log::warn("emoji_refused", why, {{"remote_id", remote.id.str()}});
}

}  // namespace

base::Result<json::Value> EmojiApplier::apply(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  const auto picture = json::from_json<model::EmojiPicture>(message.payload);
  if (!picture.ok()) return base::refused("emoji_invalid", "cannot read the emoji: " + picture.error().text);
  CAUSEWAY_TRY(row, store_.channel_by_wire_id(remote.id, picture->channel_id));
  if (!row) return base::refused("channel_not_shared", "channel is no longer shared: " + picture->channel_id.str());
  CAUSEWAY_TRY(taken, take(remote, *row, *picture));
  return json::to_json(model::EmojiReceipt{taken});
}

base::Result<bool> EmojiApplier::take(const model::Remote& remote, const model::ChannelRemote& row,
                                      const model::EmojiPicture& picture) {
  const auto no = [&](const std::string& why) {
    say_refused(remote, why);
    return false;
  };
  if (!current_.get()->facts.custom_emoji) return no("custom emojis are switched off on this server");
  CAUSEWAY_TRY(channel, store_.shared_channel(row.channel_id));
  if (row.read_only && channel && channel->home) return no("a peer that may only read brings no emojis");
  const auto image = peer::emoji_image(picture);
  if (!image.ok()) return no(image.error().text);
  CAUSEWAY_TRY(present, store_.emojis(remote.id, {picture.name}));
  const bool of_the_peer = !present.empty() && present.front().emoji.remote_id == remote.id;
  const model::Emoji emoji{base::new_id(), picture.name, {}, std::min(picture.create_at, clock_.now()), remote.id};
  const std::string& here = present.empty() || of_the_peer ? emoji.id : present.front().emoji.id;
  const model::ReceivedItem item{model::LedgerKind::emoji, picture.name, picture.id, picture.create_at, here};
  CAUSEWAY_TRY(verdicts, store_.ledger_begin(remote.id, {item}, clock_.now()));
  if (verdicts.front() != model::ReceivedVerdict::fresh) return true;
  if (present.empty() || of_the_peer) {
    CAUSEWAY_TRY(count, store_.count_emojis(remote.id));
    if (!of_the_peer && count >= model::limits::emojis_per_remote) return no("the peer has too many emojis here");
    model::Emoji named = emoji;
    CAUSEWAY_TRY(owner, store_.owner_of(picture.creator_id));
    named.creator_id = owner == remote.id ? picture.creator_id : current_.get()->bot_id;
    CAUSEWAY_CHECK(write(row, named, *image));
  }
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, {item}, clock_.now()));
  return true;
}

// The picture goes where the server looks for an emoji's; the file that the upload makes of it is forgotten.
base::Result<> EmojiApplier::write(const model::ChannelRemote& row, const model::Emoji& emoji,
                                   const std::string& image) {
  model::UploadSession session;
  session.id = base::new_id();
  session.type = "attachment";
  session.create_at = clock_.now();
  session.user_id = emoji.creator_id;
  session.channel_id = row.channel_id;
  session.file_name = file_name;
  session.file_size = static_cast<std::int64_t>(image.size());
  session.remote_id = emoji.remote_id;
  session.req_file_id = model::FileId(base::new_id());
  CAUSEWAY_TRY(stored, server_.create_upload_session(session));
  stored.path = model::emoji_path(emoji.id);
  std::size_t at = 0;
  CAUSEWAY_TRY(info, server_.upload_data(stored, [&](char* into, std::size_t count) -> base::Result<std::size_t> {
    const std::size_t some = std::min(count, image.size() - at);
    std::memcpy(into, image.data() + at, some);
    at += some;
    return some;
  }));
  if (!info) return base::retry_later("server_unavailable", "the emoji's picture was not stored whole");
  CAUSEWAY_TRY(made, store_.write_emoji(emoji, info->id, clock_.now()));
  if (!made) {
    base::log::info("emoji_name_taken", "an emoji of this name was made here meanwhile",
                    {{"remote_id", emoji.remote_id.str()}});
  }
  return base::ok();
}

}  // namespace causeway::inbound
