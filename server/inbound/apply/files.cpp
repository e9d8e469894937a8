#include "inbound/apply/files.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "base/id.h"
#include "base/log.h"
#include "config/file_policy.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/content_policy.h"

namespace causeway::inbound {
namespace {

constexpr const char* attachment_type = "attachment";  // the other types are the server's own business
// Mattermost attaches a file to a post, and to an edited one, when it belongs to the post's author or to nobody.
constexpr const char* nobody = "nouser";
// What two uploads of one session at once are told, and one that broke off before its first 5 MiB.
constexpr std::array<std::string_view, 2> to_be_repeated{"app.upload.upload_data.concurrent.app_error",
                                                         "app.upload.upload_data.first_part_too_small.app_error"};

base::Error refuse(const std::string& why) {
  return base::refused("file_refused", peer::file_refused + why);
}

base::Error unknown() {
  return base::refused("upload_unknown", "There is no such upload session.");
}

// Decoding the size of a TIFF of 50 bytes can cost the server gigabytes, and it looks at the content of whatever is
// named like an image.
bool begins_like_tiff(std::string_view bytes) {
  return bytes.substr(0, 4) == std::string_view("II*\0", 4) || bytes.substr(0, 4) == std::string_view("MM\0*", 4);
}

bool named_like_image(const std::string& name) {
  static constexpr std::array<std::string_view, 13> images{"bmp", "gif",  "jpeg", "jpg", "png",  "psd", "tif",
                                                           "svg", "tiff", "webp", "ico", "heic", "avif"};
  return std::find(images.begin(), images.end(), config::extension_of(name)) != images.end();
}

// A request's body as a source: what a read brings too much waits for the next one.
class Stream {
 public:
  explicit Stream(mattermost::Body& body) : body_(body) {}

  // At least `count` bytes at the front, or all that there are. They are read again by read().
  base::Result<std::string_view> peek(std::size_t count) {
    while (piece_.size() < count) {
      CAUSEWAY_TRY(more, body_.read(model::limits::file_piece_bytes));
      if (more.empty()) break;
      piece_ += more;
    }
    return std::string_view(piece_);
  }

  base::Result<std::size_t> read(char* into, std::size_t count) {
    if (at_ == piece_.size()) {
      CAUSEWAY_TRY(more, body_.read(model::limits::file_piece_bytes));
      piece_ = std::move(more);
      at_ = 0;
    }
    const std::size_t some = std::min(count, piece_.size() - at_);
    std::memcpy(into, piece_.data() + at_, some);
    at_ += some;
    return some;
  }

 private:
  mattermost::Body& body_;
  std::string piece_;
  std::size_t at_ = 0;
};

// A sender that does not look at file_offset sends what is here already; it wants to be heard to the end.
base::Result<> drain(mattermost::Body& body, std::int64_t most) {
  while (most >= 0) {
    CAUSEWAY_TRY(piece, body.read(model::limits::file_piece_bytes));
    if (piece.empty()) return base::ok();
    most -= static_cast<std::int64_t>(piece.size());
  }
  return base::refused("upload_refused", "more bytes came than the file has");
}

}  // namespace

base::Result<json::Value> FileApplier::announce(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  auto asked = json::from_json<model::UploadSession>(message.payload);
  if (!asked.ok()) return base::refused("upload_invalid", "cannot read the upload session: " + asked.error().text);
  auto session = admit(remote, *std::move(asked));
  if (session.ok()) return json::to_json(*session);
  base::Error error = std::move(session).error();
  if (error.next != base::Next::refused) error.text.insert(0, peer::file_later);
  return error;
}

base::Result<model::UploadSession> FileApplier::admit(const model::Remote& remote, model::UploadSession asked) {
  CAUSEWAY_TRY(known_as, store_.channel_by_wire_id(remote.id, asked.channel_id));
  if (known_as) asked.channel_id = known_as->channel_id;
  CAUSEWAY_CHECK(check_channel(remote, asked.channel_id));
  if (asked.type != attachment_type) return refuse("only attachments are taken");
  if (!base::is_valid_id(asked.req_file_id.str()) || asked.file_size < 0) return refuse("no valid id or size");
  asked.file_name = config::safe_file_name(asked.file_name);
  const std::string why =
      config::why_not(config::file_rules(*current_.get(), remote.policy), asked.file_name, asked.file_size);
  if (!why.empty()) return refuse(why);
  CAUSEWAY_TRY(session, known(remote, asked));
  if (session) return *std::move(session);

  model::UploadSession fresh = asked;
  fresh.id = base::new_id();
  fresh.user_id = model::UserId(nobody);
  fresh.remote_id = remote.id;
  fresh.create_at = clock_.now();
  fresh.file_offset = 0;
  // Mattermost stores no session of an empty file, but takes the data of one (see receive()).
  fresh.file_size = std::max<std::int64_t>(asked.file_size, 1);
  CAUSEWAY_TRY(stored, server_.create_upload_session(fresh));
  stored.file_size = asked.file_size;
  CAUSEWAY_CHECK(store_.save_attachment(
      {remote.id, asked.req_file_id, model::AttachmentState::pending, asked.file_size, 0, stored.id, 0, {}, {}},
      clock_.now()));
  return std::move(stored);
}

// The session to go on with; nothing: the file is new.
base::Result<std::optional<model::UploadSession>> FileApplier::known(const model::Remote& remote,
                                                                     const model::UploadSession& asked) {
  CAUSEWAY_TRY(rows, store_.attachments(remote.id, {asked.req_file_id}));
  const auto present = server_.get_file_info(asked.req_file_id);
  if (!present.ok()) {
    if (present.error().code != "not_found") return present.error();
    if (rows.empty() || rows.front().state != model::AttachmentState::pending) {
      return std::optional<model::UploadSession>();
    }
    return unfinished(rows.front(), asked);
  }
  const bool came_over = present->remote_id && !present->remote_id->empty();
  if (!came_over || present->channel_id != asked.channel_id || present->size != asked.file_size) {
    return refuse("another file has this id");
  }
  // It is here: the answer says so by its offset, and the door of this session says it again to who sends anyway.
  model::UploadSession whole = asked;
  whole.user_id = model::UserId(nobody);
  whole.remote_id = remote.id;
  whole.file_offset = whole.file_size;
  whole.id = rows.empty() || rows.front().upload_id.empty() ? base::new_id() : rows.front().upload_id;
  CAUSEWAY_CHECK(store_.save_attachment({remote.id,
                                         asked.req_file_id,
                                         model::AttachmentState::crossed,
                                         present->size,
                                         present->size,
                                         whole.id,
                                         0,
                                         {},
                                         {}},
                                        clock_.now()));
  return std::optional<model::UploadSession>(std::move(whole));
}

base::Result<std::optional<model::UploadSession>> FileApplier::unfinished(const model::Attachment& row,
                                                                          const model::UploadSession& asked) {
  if (row.upload_id.empty() || row.size != asked.file_size) return std::optional<model::UploadSession>();
  auto session = server_.get_upload_session(row.upload_id);
  if (!session.ok()) {
    if (session.error().code != "not_found") return std::move(session).error();
    return std::optional<model::UploadSession>();
  }
  if (session->remote_id != row.remote_id || session->channel_id != asked.channel_id ||
      session->req_file_id != row.file_id || session->file_name != asked.file_name) {
    return std::optional<model::UploadSession>();
  }
  session->file_size = row.size;
  return std::optional<model::UploadSession>(*std::move(session));
}

base::Result<> FileApplier::check_channel(const model::Remote& remote, const model::ChannelId& channel_id) {
  CAUSEWAY_TRY(channel, store_.shared_channel(channel_id));
  CAUSEWAY_TRY(row, store_.channel_remote(channel_id, remote.id));
  if (!channel || !row) {
    return base::refused("channel_not_shared",
                         "cannot take the file; channel is no longer shared: " + channel_id.str());
  }
  if (row->read_only && channel->home) return refuse("the channel is read-only");
  return base::ok();
}

base::Result<std::optional<model::FileInfo>> FileApplier::upload(const model::Remote& remote,
                                                                 const std::string& upload_id, mattermost::Body& body) {
  if (!base::is_valid_id(upload_id)) return unknown();
  CAUSEWAY_TRY(row, store_.attachment_of_upload(remote.id, upload_id));
  if (!row) return unknown();
  if (row->state == model::AttachmentState::crossed) {
    CAUSEWAY_CHECK(drain(body, row->size));
    CAUSEWAY_TRY(info, server_.get_file_info(row->file_id));
    return std::optional<model::FileInfo>(std::move(info));
  }
  auto session = server_.get_upload_session(upload_id);
  if (!session.ok()) return session.error().code == "not_found" ? unknown() : std::move(session).error();
  if (session->remote_id != remote.id || session->type != attachment_type) return unknown();
  CAUSEWAY_CHECK(check_channel(remote, session->channel_id));
  session->file_size = row->size;
  return receive(*row, *session, body);
}

base::Result<std::optional<model::FileInfo>> FileApplier::receive(model::Attachment& row,
                                                                  const model::UploadSession& session,
                                                                  mattermost::Body& body) {
  Stream stream(body);
  if (session.file_offset == 0 && named_like_image(session.file_name)) {
    CAUSEWAY_TRY(front, stream.peek(4));
    if (begins_like_tiff(front)) return base::refused("upload_refused", "TIFF images are not taken from other servers");
  }
  auto info = server_.upload_data(session, [&](char* into, std::size_t count) { return stream.read(into, count); });
  if (!info.ok()) {
    base::Error error = std::move(info).error();
    const bool later = std::find(to_be_repeated.begin(), to_be_repeated.end(), error.code) != to_be_repeated.end();
    if (later) return base::retry_later(error.code, error.text);
    if (error.next == base::Next::refused) return base::refused("upload_refused", error.text);
    return error;
  }
  if (!*info) return info;
  row.state = model::AttachmentState::crossed;
  row.offset = row.size;
  CAUSEWAY_CHECK(store_.save_attachment(row, clock_.now()));
  base::log::debug("file_received", "a file crossed",
                   {{"file_id", row.file_id.str()}, {"remote_id", row.remote_id.str()}, {"bytes", row.size}});
  if (const auto attached = attach_to_waiting(row); !attached.ok()) {
    base::log::warn("file_not_attached", attached.error().text,
                    {{"file_id", row.file_id.str()}, {"remote_id", row.remote_id.str()}});
  }
  return info;
}

base::Result<> FileApplier::attach_to_waiting(const model::Attachment& row) {
  CAUSEWAY_TRY(post_id, store_.take_awaited(row.remote_id, row.file_id));
  if (!post_id) return base::ok();
  auto post = server_.get_post(*post_id);
  if (!post.ok()) return post.error().code == "not_found" ? base::ok() : base::Result<>(std::move(post).error());
  auto attached = attach(*std::move(post), {row.file_id});
  return attached.ok() ? base::ok() : base::Result<>(std::move(attached).error());
}

base::Result<model::Post> FileApplier::attach(model::Post post, const std::vector<model::FileId>& files) {
  for (const model::FileId& file : files) {
    const bool there = std::find(post.file_ids.begin(), post.file_ids.end(), file) != post.file_ids.end();
    if (!there) post.file_ids.push_back(file);
  }
  auto updated = server_.update_posts({post});
  return std::move(updated.front());
}

model::Post FileApplier::attach_missing(const model::Remote& remote, const model::Post& wanted, model::Post made) {
  std::vector<model::FileId> came;
  for (const model::FileId& file : wanted.file_ids) {
    if (std::find(made.file_ids.begin(), made.file_ids.end(), file) != made.file_ids.end()) continue;
    const auto noted = store_.await_file(remote.id, file, made.id, clock_.now());
    if (!noted.ok()) base::log::warn("file_not_awaited", noted.error().text, {{"file_id", file.str()}});
    const auto info = server_.get_file_info(file);
    const bool ready = info.ok() && info->remote_id == remote.id && info->post_id.empty();
    if (!ready) continue;
    const auto taken = store_.take_awaited(remote.id, file);
    if (taken.ok() && *taken) came.push_back(file);
  }
  if (came.empty()) return made;
  auto attached = attach(made, came);
  if (attached.ok()) return *std::move(attached);
  base::log::warn("file_not_attached", attached.error().text, {{"post_id", made.id.str()}});
  return made;
}

base::Result<> FileApplier::attach_loose(const model::Remote& remote, const model::Post& post) {
  std::vector<model::FileId> loose;
  for (const model::FileId& file : post.file_ids) {
    const auto info = server_.get_file_info(file);
    if (!info.ok() && info.error().code != "not_found") return info.error();
    if (info.ok() && info->remote_id == remote.id && info->post_id.empty()) loose.push_back(file);
  }
  if (loose.empty()) return base::ok();
  // The server attaches what a change adds; so they are taken off the row first.
  model::Post bare = post;
  std::erase_if(bare.file_ids,
                [&](const model::FileId& id) { return std::find(loose.begin(), loose.end(), id) != loose.end(); });
  auto updated = server_.update_posts({bare});
  if (!updated.front().ok()) return std::move(updated.front()).error();
  const auto attached = attach(*std::move(updated.front()), loose);
  if (!attached.ok()) return attached.error();
  base::log::info("files_attached_again", "files of a post that the server had not attached to it",
                  {{"post_id", post.id.str()}, {"count", loose.size()}});
  return base::ok();
}

}  // namespace causeway::inbound
