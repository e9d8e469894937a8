#pragma once
// RIVER 2: a peer's files become files here, under the same ids, streamed from the peer into our server's file store. A
// cut upload goes on where it stopped; a file that is here is not taken twice. Files and posts may come in any order.
// Thread-safe.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "mattermost/http.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class FileApplier {
 public:
  FileApplier(mattermost::Server& server, store::Store& store, const config::Current& current, const base::Clock& clock)
      : server_(server), store_(store), current_(current), clock_(clock) {}

  // The topic handler of sharedchannel_upload: a file is announced by an UploadSession, and the answer is ours, whose
  // id opens the upload door. Announced again it is the same one, with the bytes that are here as its file_offset. What
  // will never be taken is refused in words that begin with peer::file_refused; a failure that may pass begins with
  // peer::file_later.
  base::Result<json::Value> announce(const model::Remote& remote, const model::RemoteClusterMsg& message);

  // The upload door: the bytes from the session's file_offset on. Nothing: the body ended early, the rest may follow.
  // Refused: upload_unknown (no such session of this remote's), upload_refused (the file will not do).
  base::Result<std::optional<model::FileInfo>> upload(const model::Remote& remote, const std::string& upload_id,
                                                      mattermost::Body& body);

  // What the server made of a post that should be `wanted`: it leaves out files that are not here. They are remembered
  // and attached when they come, or at once if that was meanwhile. The post as it stands then; never fails, because the
  // post itself is made.
  model::Post attach_missing(const model::Remote& remote, const model::Post& wanted, model::Post made);

  // A post that was made by a try which broke off: its row may name files that the server could not attach any more.
  base::Result<> attach_loose(const model::Remote& remote, const model::Post& post);

 private:
  base::Result<model::UploadSession> admit(const model::Remote& remote, model::UploadSession asked);
  base::Result<std::optional<model::UploadSession>> known(const model::Remote& remote,
                                                          const model::UploadSession& asked);
  base::Result<std::optional<model::UploadSession>> unfinished(const model::Attachment& row,
                                                               const model::UploadSession& asked);
  base::Result<> attach_to_waiting(const model::Attachment& row);
  base::Result<model::Post> attach(model::Post post, const std::vector<model::FileId>& files);
  base::Result<> check_channel(const model::Remote& remote, const model::ChannelId& channel);
  base::Result<std::optional<model::FileInfo>> receive(model::Attachment& row, const model::UploadSession& session,
                                                       mattermost::Body& body);

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
