#include "model/limits.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

using model::AttachmentState;

#define CAUSEWAY_ATTACHMENT_COLUMNS \
  "remote_id, file_id, state, size, received, upload_id, attempts, failing_since, error"

constexpr Statement select_attachments{"attachments",
                                       "SELECT " CAUSEWAY_ATTACHMENT_COLUMNS
                                       " FROM causeway.attachments WHERE remote_id = $1 AND file_id = ANY($2::text[])",
                                       Effect::none};
constexpr Statement select_of_upload{
    "attachment_of_upload",
    "SELECT " CAUSEWAY_ATTACHMENT_COLUMNS
    " FROM causeway.attachments WHERE upload_id = $2 AND upload_id <> '' AND remote_id = $1",
    Effect::none};
constexpr Statement save{
    "save_attachment",
    "INSERT INTO causeway.attachments (" CAUSEWAY_ATTACHMENT_COLUMNS
    ", at) VALUES ($1, $2, $3, $4::bigint, $5::bigint, $6, $7::integer, $8::bigint, $9, $10::bigint) "
    "ON CONFLICT (remote_id, file_id) DO UPDATE SET state = excluded.state, size = excluded.size, "
    "received = excluded.received, upload_id = excluded.upload_id, attempts = excluded.attempts, "
    "error = excluded.error, at = excluded.at",
    Effect::commits};
// What has waited too long goes with the next one that comes.
constexpr Statement await{
    "await_file",
    "WITH old AS (DELETE FROM causeway.awaited_files WHERE at < $5::bigint) "
    "INSERT INTO causeway.awaited_files (remote_id, file_id, post_id, at) VALUES ($1, $2, $3, $4::bigint) "
    "ON CONFLICT (remote_id, file_id) DO UPDATE SET post_id = excluded.post_id, at = excluded.at",
    Effect::commits};
constexpr Statement take{"take_awaited",
                         "DELETE FROM causeway.awaited_files WHERE remote_id = $1 AND file_id = $2 RETURNING post_id",
                         Effect::commits};

std::string word(AttachmentState state) {
  if (state == AttachmentState::crossed) return "crossed";
  return state == AttachmentState::refused ? "refused" : "pending";
}

AttachmentState state_of(const std::string& text) {
  if (text == "crossed") return AttachmentState::crossed;
  return text == "refused" ? AttachmentState::refused : AttachmentState::pending;
}

model::Attachment read_attachment(const Rows& rows, int row) {
  model::Attachment attachment;
  attachment.remote_id = model::RemoteId(rows.text(row, 0));
  attachment.file_id = model::FileId(rows.text(row, 1));
  attachment.state = state_of(rows.text(row, 2));
  attachment.size = rows.integer(row, 3);
  attachment.offset = rows.integer(row, 4);
  attachment.upload_id = rows.text(row, 5);
  attachment.attempts = static_cast<std::int32_t>(rows.integer(row, 6));
  attachment.failing_since = rows.time(row, 7);
  attachment.error = rows.text(row, 8);
  return attachment;
}

}  // namespace

base::Result<std::vector<model::Attachment>> PostgresStore::attachments(const model::RemoteId& remote,
                                                                        const std::vector<model::FileId>& files) {
  std::vector<model::Attachment> found;
  if (files.empty()) return found;
  std::vector<std::string> ids;
  for (const model::FileId& file : files) ids.push_back(file.str());
  CAUSEWAY_TRY(rows, run(select_attachments, {remote.str(), array_of(ids)}));
  for (int row = 0; row < rows.size(); ++row) found.push_back(read_attachment(rows, row));
  return found;
}

base::Result<std::optional<model::Attachment>> PostgresStore::attachment_of_upload(const model::RemoteId& remote,
                                                                                   const std::string& upload_id) {
  CAUSEWAY_TRY(rows, run(select_of_upload, {remote.str(), upload_id}));
  if (rows.size() == 0) return std::optional<model::Attachment>();
  return std::optional<model::Attachment>(read_attachment(rows, 0));
}

base::Result<> PostgresStore::save_attachment(const model::Attachment& attachment, base::Time now) {
  CAUSEWAY_CHECK(run(
      save, {attachment.remote_id.str(), attachment.file_id.str(), word(attachment.state), text_of(attachment.size),
             text_of(attachment.offset), attachment.upload_id, text_of(static_cast<std::int64_t>(attachment.attempts)),
             text_of(attachment.failing_since), attachment.error, text_of(now)}));
  return base::ok();
}

base::Result<> PostgresStore::await_file(const model::RemoteId& remote, const model::FileId& file,
                                         const model::PostId& post, base::Time now) {
  CAUSEWAY_CHECK(
      run(await, {remote.str(), file.str(), post.str(), text_of(now), text_of(now - model::limits::ledger_retention)}));
  return base::ok();
}

base::Result<std::optional<model::PostId>> PostgresStore::take_awaited(const model::RemoteId& remote,
                                                                       const model::FileId& file) {
  CAUSEWAY_TRY(rows, run(take, {remote.str(), file.str()}));
  if (rows.size() == 0) return std::optional<model::PostId>();
  return std::optional<model::PostId>(rows.text(0, 0));
}

}  // namespace causeway::store::postgres
