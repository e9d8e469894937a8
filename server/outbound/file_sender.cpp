#include "outbound/file_sender.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "config/file_policy.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/answer.h"
#include "peer/content_policy.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

constexpr const char* attachment_type = "attachment";
// Not the post's author: a native server attaches to an edited post only files that are nobody's.
constexpr const char* nobody = "nouser";
constexpr std::size_t reason_chars = 120;

// Codes of this page: the peer's no inside an OK answer, and one that is meant for ever.
constexpr const char* declined = "peer_declined";
constexpr const char* never = "peer_never";
constexpr const char* file_failed = "file_failed";  // the file's own trouble, that may pass

// Failures that say nothing of the file: the whole conversation fails with them.
bool of_the_connection(const base::Error& error) {
  static constexpr std::array<std::string_view, 9> codes{"peer_unreachable",   "peer_cancelled", "peer_unauthorized",
                                                         "peer_certificate",   "peer_unshared",  "peer_tls_failed",
                                                         "server_unavailable", "bridge_closed",  "store_unavailable"};
  return std::find(codes.begin(), codes.end(), error.code) != codes.end();
}

// What the peer said to an announcement, by what follows from it. A native server's words do not tell whether it will
// think otherwise later, so they count as its no.
base::Error understood(const base::Error& no) {
  if (no.text.find(peer::file_later) != std::string::npos) return base::retry_later("peer_failed", no.text);
  const auto at = no.text.find(peer::file_refused);
  if (at == std::string::npos) return base::refused("peer_refused", "the other server did not take it");
  return base::refused(never, no.text.substr(at + std::string_view(peer::file_refused).size(), reason_chars));
}

void note_progress(model::Attachment& row, const model::UploadSession& session) {
  if (session.file_offset > row.offset) {
    row.attempts = 0;
    row.failing_since = {};
  }
  row.offset = session.file_offset;
  row.upload_id = session.id;
}

}  // namespace

struct FileSender::Carriage {
  const To& to;
  const model::Post& post;
  model::FileInfo info;
  model::Attachment row;
  std::vector<Refused>& refused;
  std::stop_token stop;
};

FileSender::Outcome FileSender::send(const To& to, std::vector<model::Post>& posts, std::stop_token stop) {
  Outcome outcome;
  outcome.ready = posts.size();
  const std::vector<model::FileId> files = files_of(posts);
  if (files.empty()) return outcome;
  auto rows = store_.attachments(to.address.remote_id, files);
  if (!rows.ok()) return {0, std::move(rows).error(), {}, {}};
  std::map<model::FileId, model::Attachment> known;
  for (model::Attachment& row : *rows) known.emplace(row.file_id, std::move(row));

  for (std::size_t i = 0; i < posts.size(); ++i) {
    std::vector<LeftBehind> behind;
    for (const model::FileId& file : posts[i].file_ids) {
      const auto row = known.find(file);
      if (row != known.end() && row->second.state == model::AttachmentState::crossed) continue;
      model::Attachment fresh;
      fresh.remote_id = to.address.remote_id;
      fresh.file_id = file;
      auto carried = carry(to, posts[i], row == known.end() ? fresh : row->second, outcome.refused, stop);
      if (!carried.ok() && carried.error().code == file_failed) {
        outcome.waiting.emplace(i, carried.error().text);
        break;
      }
      if (!carried.ok()) {
        outcome.ready = i;
        outcome.error = std::move(carried).error();
        return outcome;
      }
      if (*carried) behind.push_back(**std::move(carried));
    }
    leave_behind(posts[i], behind);
  }
  return outcome;
}

// Nothing: the peer has it.
base::Result<std::optional<LeftBehind>> FileSender::carry(const To& to, const model::Post& post, model::Attachment row,
                                                          std::vector<Refused>& refused, std::stop_token stop) {
  using Behind = std::optional<LeftBehind>;
  auto info = server_.get_file_info(row.file_id);
  if (!info.ok()) {
    if (info.error().code != "not_found") return std::move(info).error();
    return Behind(LeftBehind{row.file_id, {}, {}});  // deleted since
  }
  if (info->remote_id == to.address.remote_id) return Behind();  // the peer's own
  if (row.state == model::AttachmentState::refused) return Behind(LeftBehind{row.file_id, info->name, row.error});

  Carriage file{to, post, *std::move(info), std::move(row), refused, std::move(stop)};
  file.row.size = file.info.size;
  const std::string why =
      config::why_not(config::file_rules(*current_.get(), to.policy), file.info.name, file.info.size);
  if (!why.empty()) {
    CAUSEWAY_TRY(behind, refuse(file, why));
    return Behind(std::move(behind));
  }
  auto session = announce(file);
  if (!session.ok()) {
    CAUSEWAY_TRY(behind, failed(file, std::move(session).error(), Step::announce));
    return Behind(std::move(behind));
  }
  note_progress(file.row, *session);
  auto uploaded = upload(file, *session);
  if (!uploaded.ok()) {
    CAUSEWAY_TRY(behind, failed(file, std::move(uploaded).error(), Step::upload));
    return Behind(std::move(behind));
  }
  file.row.state = model::AttachmentState::crossed;
  file.row.offset = file.row.size;
  CAUSEWAY_CHECK(store_.save_attachment(file.row, clock_.now()));
  return Behind();
}

base::Result<model::UploadSession> FileSender::announce(const Carriage& file) {
  model::UploadSession session;
  session.id = base::new_id();
  session.type = attachment_type;
  session.create_at = clock_.now();
  session.user_id = model::UserId(nobody);
  session.channel_id = file.to.channel;
  session.file_name = config::safe_file_name(file.info.name);
  session.file_size = file.info.size;
  session.remote_id = file.to.address.remote_id;
  session.req_file_id = file.info.id;
  const auto frame =
      peer::make_frame(file.to.address.remote_id, model::topic::upload, json::to_json(session), clock_.now());
  CAUSEWAY_TRY(answer, peers_.send_message(file.to.address, frame, file.stop));
  if (answer.status != "OK") {
    if (peer::says_unshared(answer)) return base::retry_later("peer_unshared", peer::unshared_text);
    return base::refused(declined, answer.err);
  }
  auto stored = json::from_json<model::UploadSession>(answer.payload);
  if (!stored.ok()) return base::in_doubt("peer_bad_payload", stored.error().text);
  if (stored->file_offset < 0 || stored->file_offset > session.file_size) {
    return base::in_doubt("peer_bad_payload", "the peer has more of the file than there is");
  }
  return stored;
}

base::Result<> FileSender::upload(const Carriage& file, const model::UploadSession& session) {
  if (file.info.size > 0 && session.file_offset == file.info.size) return base::ok();  // the peer has it already
  CAUSEWAY_TRY(reader, server_.open_file(file.info, session.file_offset));
  const peer::FileSource source = [&](char* into, std::size_t count) { return reader->read(into, count); };
  CAUSEWAY_TRY(info, peers_.upload(file.to.address, session.id, source, file.stop));
  if (info.id != file.info.id) {
    base::log::warn("file_renamed", "the peer keeps a file under another id; its post will lack it there",
                    {{"file_id", file.info.id.str()}, {"remote_id", file.to.address.remote_id.str()}});
  }
  base::log::debug("file_sent", "a file crossed",
                   {{"file_id", file.info.id.str()},
                    {"remote_id", file.to.address.remote_id.str()},
                    {"bytes", file.info.size - session.file_offset}});
  return base::ok();
}

base::Result<LeftBehind> FileSender::refuse(Carriage& file, const std::string& why) {
  file.row.state = model::AttachmentState::refused;
  file.row.error = why;
  CAUSEWAY_CHECK(store_.save_attachment(file.row, clock_.now()));
  base::log::warn("file_left_behind", why,
                  {{"file_id", file.info.id.str()}, {"remote_id", file.to.address.remote_id.str()}});
  tell_author(file, why);
  file.refused.push_back({file.info.id, file.post.id, why});
  return LeftBehind{file.info.id, file.info.name, why};
}

// A failure that may pass is given back; one that will not, or that has come too often, leaves the file behind.
base::Result<LeftBehind> FileSender::failed(Carriage& file, base::Error error, Step step) {
  if (of_the_connection(error)) return error;
  if (error.code == declined) error = understood(error);
  if (error.code == never || error.code == "file_not_readable") return refuse(file, error.text);
  if (error.code == "peer_too_large") return refuse(file, "too large for the other server");
  // A conversation that breaks before the file's turn is the connection's fault, not the file's.
  if (step == Step::announce && error.next == base::Next::in_doubt) return error;
  const base::Time now = clock_.now();
  if (++file.row.attempts == 1) file.row.failing_since = now;
  const base::Millis patience =
      error.next == base::Next::refused ? model::limits::file_patience_no : model::limits::file_patience;
  if (file.row.attempts >= model::limits::file_tries && now - file.row.failing_since >= patience) {
    return refuse(file, error.text.substr(0, reason_chars));
  }
  CAUSEWAY_CHECK(store_.save_attachment(file.row, clock_.now()));
  return base::Error{base::Next::retry_later, file_failed, "a file did not cross: " + error.text, error.retry_after};
}

void FileSender::tell_author(const Carriage& file, const std::string& why) {
  if (file.info.remote_id && !file.info.remote_id->empty()) return;  // somebody else's server tells its own people
  notices_.tell(file.post,
                "Your attachment " + file.info.name + " did not cross to " + file.to.name + ": " + why + ".");
}

}  // namespace causeway::outbound
