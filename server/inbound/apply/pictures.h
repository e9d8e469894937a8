#pragma once
// RIVER 2: a peer sets the picture of one of its people. Thread-safe.

#include <string>

#include "inbound/apply/users.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::inbound {

class PictureApplier {
 public:
  PictureApplier(mattermost::Server& server, store::Store& store, UserApplier& users)
      : server_(server), store_(store), users_(users) {}

  // The picture of a blocked person is overlooked. Refused: user_unknown, user_not_yours, picture_too_large,
  // picture_invalid (no PNG, GIF or JPEG, or one that the server cannot read).
  base::Result<> apply(const model::Remote& remote, const model::UserId& user, const std::string& image);

 private:
  mattermost::Server& server_;
  store::Store& store_;
  UserApplier& users_;
};

}  // namespace causeway::inbound
