#pragma once
// What Causeway knows of a file and a connection: whether both sides have it. Rows of the schema `causeway`. Values.

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "model/ids.h"

namespace causeway::model {

enum class AttachmentState {
  pending,  // on its way, or to be tried again
  crossed,  // both sides have it, whoever had it first
  refused,  // it will not cross; `error` says why
};

struct Attachment {
  RemoteId remote_id;
  FileId file_id;
  AttachmentState state = AttachmentState::pending;
  std::int64_t size = 0;      // bytes
  std::int64_t offset = 0;    // of them the receiver had when it was last asked
  std::string upload_id;      // the receiver's upload session; empty = none yet
  std::int32_t attempts = 0;  // failures in a row without progress
  base::Time failing_since;   // of the first of them; 0 = none
  std::string error;          // for people
  bool operator==(const Attachment&) const = default;
};

}  // namespace causeway::model
