// The part of RpcServer that moves files.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "mattermost/rpc/ask.h"
#include "mattermost/rpc/server.h"
#include "model/limits.h"

namespace causeway::mattermost::rpc {
namespace {

constexpr std::string_view folder_driver = "local";  // FileSettings.DriverName of a file store that is a folder

base::Error unreadable(const std::string& why) {
  return base::refused("file_not_readable", why);
}

// A file in the server's own folder: we run on its machine, in its working directory, as its user.
class StoredFile final : public FileReader {
 public:
  explicit StoredFile(int descriptor) : descriptor_(descriptor) {}
  ~StoredFile() override { close(descriptor_); }
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;

  base::Result<std::size_t> read(char* into, std::size_t count) override {
    while (true) {
      const ssize_t got = ::read(descriptor_, into, count);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return base::retry_later("server_unavailable", "a stored file broke off while it was read");
    }
  }

 private:
  const int descriptor_;
};

class FileInMemory final : public FileReader {
 public:
  FileInMemory(std::string bytes, std::size_t offset) : bytes_(std::move(bytes)), at_(offset) {}

  base::Result<std::size_t> read(char* into, std::size_t count) override {
    const std::size_t some = std::min(count, bytes_.size() - at_);
    std::memcpy(into, bytes_.data() + at_, some);
    at_ += some;
    return some;
  }

 private:
  const std::string bytes_;
  std::size_t at_;
};

// The row's path is relative to the folder; one that leads out of it is not the server's.
base::Result<std::filesystem::path> path_in(const std::string& folder, const std::string& path) {
  const std::filesystem::path relative = std::filesystem::path(path).lexically_normal();
  if (path.empty() || relative.is_absolute() || *relative.begin() == "..") {
    return unreadable("the file's path leads out of the server's file store");
  }
  return std::filesystem::path(folder) / relative;
}

base::Result<std::unique_ptr<FileReader>> open_stored(const std::filesystem::path& path, std::int64_t size,
                                                      std::int64_t offset) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) {
    return unreadable("the stored file cannot be opened: " + std::system_category().message(errno));
  }
  auto file = std::make_unique<StoredFile>(descriptor);
  struct stat status{};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size != size) {
    return unreadable("the stored file is not what its row says");
  }
  if (lseek(descriptor, offset, SEEK_SET) != offset) return unreadable("the stored file cannot be read from there");
  return std::unique_ptr<FileReader>(std::move(file));
}

}  // namespace

base::Result<model::FileInfo> RpcServer::get_file_info(const model::FileId& id) {
  return call<Answer<model::FileInfo>>(api_, "GetFileInfo", id);
}

base::Result<std::unique_ptr<FileReader>> RpcServer::open_file(const model::FileInfo& info, std::int64_t offset) {
  if (offset < 0 || offset > info.size) return unreadable("the file is shorter than that");
  CAUSEWAY_TRY(config, call<Letters<Config>>(api_, "GetUnsanitizedConfig"));
  if (config.file.driver_name == folder_driver) {
    CAUSEWAY_TRY(path, path_in(config.file.directory, info.path));
    return open_stored(path, info.size, offset);
  }
  if (info.size > model::limits::whole_file_bytes) {
    return unreadable("files over " + std::to_string(model::limits::whole_file_bytes >> 20U) +
                      " MiB cannot be read from this server's kind of file store");
  }
  CAUSEWAY_TRY(bytes, call<Answer<gorpc::gob::Bytes>>(api_, "GetFile", info.id));
  if (static_cast<std::int64_t>(bytes.data.size()) != info.size) {
    return unreadable("the stored file is not what its row says");
  }
  return std::unique_ptr<FileReader>(
      std::make_unique<FileInMemory>(std::move(bytes.data), static_cast<std::size_t>(offset)));
}

base::Result<std::string> RpcServer::get_profile_image(const model::UserId& user) {
  CAUSEWAY_TRY(bytes, call<Answer<gorpc::gob::Bytes>>(api_, "GetProfileImage", user));
  return std::move(bytes.data);
}

base::Result<> RpcServer::set_profile_image(const model::UserId& user, const std::string& image) {
  return call<Done>(api_, "SetProfileImage", user, gorpc::gob::Bytes{image});
}

base::Result<std::string> RpcServer::get_emoji_image(const std::string& emoji_id) {
  using Reply = Letters<gorpc::gob::Bytes, std::string, std::optional<AppError>>;
  auto reply = start<Reply>(api_, "GetEmojiImage", emoji_id).take();
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (reply->c) return from_app_error(*reply->c);
  return std::move(reply->a.data);
}

base::Result<model::UploadSession> RpcServer::create_upload_session(const model::UploadSession& session) {
  return call<AnswerOrError<model::UploadSession>>(api_, "CreateUploadSession", session);
}
base::Result<model::UploadSession> RpcServer::get_upload_session(const std::string& id) {
  return call<AnswerOrError<model::UploadSession>>(api_, "GetUploadSession", id);
}

base::Result<std::optional<model::FileInfo>> RpcServer::upload_data(const model::UploadSession& session,
                                                                    const FileSource& source) {
  auto offer = api_.offer();
  if (!offer.ok()) return from_bridge_error(std::move(offer).error());
  auto reply = api_.call_with_body<AnswerOrError<model::FileInfo>>("UploadData", UploadData{session, offer->id()},
                                                                   *offer, source);
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (!reply->b.is_nil()) return from_go_error(reply->b);
  return std::move(reply->a);
}

}  // namespace causeway::mattermost::rpc
