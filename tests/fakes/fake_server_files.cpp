// Files: uploads, and what becomes of them when a post names them.
#include <algorithm>
#include <cstring>

#include "fakes/fake_server.h"

namespace causeway::fakes {

using base::MutexLock;

namespace {

constexpr std::size_t first_part_bytes = 5U << 20U;  // app/upload.go: minFirstPartSize

class BytesReader final : public mattermost::FileReader {
 public:
  BytesReader(std::string bytes, std::size_t at) : bytes_(std::move(bytes)), at_(at) {}
  base::Result<std::size_t> read(char* into, std::size_t count) override {
    const std::size_t some = std::min(count, bytes_.size() - at_);
    std::memcpy(into, bytes_.data() + at_, some);
    at_ += some;
    return some;
  }

 private:
  std::string bytes_;
  std::size_t at_;
};

}  // namespace

model::FileInfo FakeServer::user_uploads(const model::UserId& user, const model::ChannelId& channel,
                                         const std::string& name, const std::string& bytes) {
  MutexLock lock(mutex_);
  model::FileInfo info;
  info.id = model::FileId(next_id());
  info.creator_id = user;
  info.channel_id = channel;
  info.create_at = info.update_at = clock_.now();
  info.name = name;
  info.size = static_cast<std::int64_t>(bytes.size());
  files_.emplace(info.id, Stored{info, bytes});
  return info;
}

std::optional<std::string> FakeServer::bytes_of(const model::FileId& file) const {
  MutexLock lock(mutex_);
  const auto found = files_.find(file);
  return found == files_.end() ? std::nullopt : std::optional(found->second.bytes);
}

void FakeServer::attach_files(model::Post& post, const model::UserId& author) {
  std::erase_if(post.file_ids, [&](const model::FileId& id) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    const auto file = files_.find(id);
    if (file == files_.end()) return true;
    model::FileInfo& info = file->second.info;
    if (info.post_id == post.id) return false;
    const bool usable = info.creator_id == author || info.creator_id.str() == "nouser";
    if (!usable || !info.post_id.empty()) return true;
    info.post_id = post.id;
    info.channel_id = post.channel_id;
    return false;
  });
}

void FakeServer::loosens(const model::FileId& file) {
  MutexLock lock(mutex_);
  files_.at(file).info.post_id = {};
}

base::Result<model::FileInfo> FakeServer::get_file_info(const model::FileId& id) {
  return weathered<model::FileInfo>("get_file_info", [&]() -> base::Result<model::FileInfo> {
    MutexLock lock(mutex_);
    const auto found = files_.find(id);
    if (found == files_.end()) return base::refused("not_found", "app.file_info.get.app_error");
    return found->second.info;
  });
}

base::Result<std::unique_ptr<mattermost::FileReader>> FakeServer::open_file(const model::FileInfo& info,
                                                                            std::int64_t offset) {
  using Reader = std::unique_ptr<mattermost::FileReader>;
  return weathered<Reader>("open_file", [&]() -> base::Result<Reader> {
    MutexLock lock(mutex_);
    const auto found = files_.find(info.id);
    if (found == files_.end() || offset > found->second.info.size) return base::refused("file_not_readable", "gone");
    return Reader(std::make_unique<BytesReader>(found->second.bytes, static_cast<std::size_t>(offset)));
  });
}

base::Result<std::string> FakeServer::get_profile_image(const model::UserId& user) {
  return weathered<std::string>("get_profile_image", [&]() -> base::Result<std::string> {
    MutexLock lock(mutex_);
    const auto found = users_.find(user);
    if (found == users_.end()) return base::refused("not_found", "app.user.missing_account.const");
    const auto picture = pictures_.find(user);
    return picture == pictures_.end() ? "initials of " + found->second.username : picture->second;
  });
}

base::Result<> FakeServer::set_profile_image(const model::UserId& user, const std::string& image) {
  return weathered<base::Unit>("set_profile_image", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    if (!users_.contains(user)) return base::refused("not_found", "app.user.missing_account.const");
    keep_picture(user, image);
    return base::ok();
  });
}

void FakeServer::user_sets_picture(const model::UserId& user, const std::string& image) {
  MutexLock lock(mutex_);
  keep_picture(user, image);
}

void FakeServer::keep_picture(const model::UserId& user, const std::string& image) {
  if (const auto now = pictures_.find(user); now != pictures_.end() && now->second == image) return;
  model::User& row = users_.at(user);
  row.update_at = after(row.update_at);
  row.last_picture_update = image.empty() ? base::from_millis(-base::to_millis(clock_.now())) : clock_.now();
  if (image.empty())
    pictures_.erase(user);
  else
    pictures_[user] = image;
}

// Of an emoji that came by upload, or that a person has made here (user_makes_emoji).
base::Result<std::string> FakeServer::get_emoji_image(const std::string& emoji_id) {
  return weathered<std::string>("get_emoji_image", [&]() -> base::Result<std::string> {
    MutexLock lock(mutex_);
    for (const auto& [id, file] : files_) {
      if (file.info.path == model::emoji_path(emoji_id)) return file.bytes;
    }
    return base::refused("not_found", "app.emoji.get_image.read.app_error");
  });
}

model::Emoji FakeServer::user_makes_emoji(const model::UserId& user, const std::string& name,
                                          const std::string& image) {
  MutexLock lock(mutex_);
  model::Emoji emoji{next_id(), name, user, clock_.now(), {}};
  model::FileInfo info;
  info.id = model::FileId(next_id());
  info.path = model::emoji_path(emoji.id);
  files_.emplace(info.id, Stored{info, image});
  return emoji;
}

base::Result<model::UploadSession> FakeServer::create_upload_session(const model::UploadSession& asked) {
  return weathered<model::UploadSession>("create_upload_session", [&]() -> base::Result<model::UploadSession> {
    MutexLock lock(mutex_);
    const bool valid = base::is_valid_id(asked.id) && asked.file_size > 0 && !asked.file_name.empty() &&
                       (base::is_valid_id(asked.user_id.str()) || asked.user_id.str() == "nouser");
    if (!valid) return base::refused("model.upload_session.is_valid.file_size.app_error", "the session is not valid");
    const auto channel = channels_.find(asked.channel_id);
    if (channel == channels_.end() || channel->second.delete_at != base::Time()) {
      return base::refused("app.upload.create.incorrect_channel_id.app_error", "no such channel");
    }
    model::UploadSession session = asked;
    session.file_offset = 0;
    uploads_[session.id] = {session, {}};
    return session;
  });
}

base::Result<model::UploadSession> FakeServer::get_upload_session(const std::string& id) {
  return weathered<model::UploadSession>("get_upload_session", [&]() -> base::Result<model::UploadSession> {
    MutexLock lock(mutex_);
    const auto found = uploads_.find(id);
    if (found == uploads_.end()) return base::refused("not_found", "app.upload.get.app_error");
    return found->second.session;
  });
}

// The caller's size and offset count; of the stored session only the offset is compared.
base::Result<std::optional<model::FileInfo>> FakeServer::upload_data(const model::UploadSession& asked,
                                                                     const mattermost::FileSource& source) {
  using Info = std::optional<model::FileInfo>;
  return weathered<Info>("upload_data", [&]() -> base::Result<Info> {
    std::string bytes;
    std::vector<char> piece(64 * 1024);
    const auto wanted = static_cast<std::size_t>(asked.file_size - asked.file_offset);
    while (bytes.size() < wanted) {
      const auto got = source(piece.data(), std::min(piece.size(), wanted - bytes.size()));
      if (!got.ok() || *got == 0) break;  // the real one cannot tell a broken stream from its end
      bytes.append(piece.data(), *got);
    }
    return finish_upload(asked, bytes);
  });
}

base::Result<std::optional<model::FileInfo>> FakeServer::finish_upload(const model::UploadSession& asked,
                                                                       const std::string& bytes) {
  MutexLock lock(mutex_);
  const auto found = uploads_.find(asked.id);
  if (found == uploads_.end()) return base::refused("not_found", "app.upload.get.app_error");
  Upload& upload = found->second;
  if (upload.session.file_offset != asked.file_offset) {
    return base::refused("app.upload.upload_data.concurrent.app_error", "FileOffset mismatch");
  }
  const auto size = static_cast<std::size_t>(asked.file_size);
  if (asked.file_offset == 0 && bytes.size() < first_part_bytes && bytes.size() != size) {
    return base::refused("app.upload.upload_data.first_part_too_small.app_error", "the first part is too small");
  }
  upload.bytes += bytes;
  upload.session.file_offset += static_cast<std::int64_t>(bytes.size());
  if (upload.bytes.size() != size) return std::optional<model::FileInfo>();
  model::FileInfo info;
  info.id = asked.req_file_id.empty() ? model::FileId(next_id()) : asked.req_file_id;
  if (files_.contains(info.id)) {
    return base::retry_later("server_unavailable", "app.upload.upload_data.save.app_error: the id is taken");
  }
  info.creator_id = asked.user_id;
  info.channel_id = asked.channel_id;
  info.create_at = info.update_at = clock_.now();
  info.name = asked.file_name;
  info.size = asked.file_size;
  info.remote_id = asked.remote_id;
  info.path = asked.path;
  files_.emplace(info.id, Stored{info, std::move(upload.bytes)});
  uploads_.erase(found);
  return std::optional(info);
}

}  // namespace causeway::fakes
