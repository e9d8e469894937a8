// Files that cross.
#include "fakes/fake_store.h"
#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;
using model::Attachment;

Result<std::vector<Attachment>> FakeStore::attachments(const model::RemoteId& remote,
                                                       const std::vector<model::FileId>& files) {
  return read<std::vector<Attachment>>([&] {
    std::vector<Attachment> found;
    for (const model::FileId& file : std::set<model::FileId>(files.begin(), files.end())) {
      const auto row = attachments_.find({remote, file});
      if (row != attachments_.end()) found.push_back(row->second);
    }
    return found;
  });
}

Result<std::optional<Attachment>> FakeStore::attachment_of_upload(const model::RemoteId& remote,
                                                                  const std::string& upload_id) {
  return read<std::optional<Attachment>>([&]() -> std::optional<Attachment> {
    for (const auto& [key, row] : attachments_) {
      if (key.first == remote && !upload_id.empty() && row.upload_id == upload_id) return row;
    }
    return std::nullopt;
  });
}

Result<> FakeStore::save_attachment(const Attachment& attachment, base::Time now) {
  return write<Unit>([&] {
    attachments_at_[{attachment.remote_id, attachment.file_id}] = now;
    attachments_[{attachment.remote_id, attachment.file_id}] = attachment;
    return base::ok();
  });
}

Result<> FakeStore::await_file(const model::RemoteId& remote, const model::FileId& file, const model::PostId& post,
                               base::Time) {
  return write<Unit>([&] {
    awaited_[{remote, file}] = post;
    return base::ok();
  });
}

Result<std::optional<model::PostId>> FakeStore::take_awaited(const model::RemoteId& remote, const model::FileId& file) {
  return write<std::optional<model::PostId>>([&]() -> std::optional<model::PostId> {
    const auto row = awaited_.find({remote, file});
    if (row == awaited_.end()) return std::nullopt;
    const model::PostId post = row->second;
    awaited_.erase(row);
    return post;
  });
}

}  // namespace causeway::fakes
