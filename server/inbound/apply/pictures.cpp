#include "inbound/apply/pictures.h"

#include "base/id.h"
#include "base/log.h"
#include "model/limits.h"
#include "peer/image.h"

namespace causeway::inbound {
namespace {

// The server decodes it whole, whatever it says of its size.
base::Result<> check(const std::string& image) {
  namespace limits = model::limits;
  if (image.size() > limits::picture_bytes) return base::refused("picture_too_large", "the picture has too many bytes");
  const auto size = peer::image_size(image);
  if (!size || size->width == 0 || size->height == 0) {
    return base::refused("picture_invalid", "only PNG, GIF and JPEG are taken as pictures");
  }
  if (size->width > limits::picture_pixels || size->height > limits::picture_pixels) {
    return base::refused("picture_too_large", "the picture has too many pixels");
  }
  return base::ok();
}

}  // namespace

base::Result<> PictureApplier::apply(const model::Remote& remote, const model::UserId& user, const std::string& image) {
  if (!base::is_valid_id(user.str())) return base::refused("user_unknown", "no valid id of a user");
  const auto present = server_.get_user(user);
  if (!present.ok() && present.error().code == "not_found") return base::refused("user_unknown", "no such user here");
  if (!present.ok()) return present.error();
  CAUSEWAY_TRY(standing, users_.standing(remote, user));
  if (standing != Standing::ours_to_apply || present->remote_id != remote.id) {
    return base::refused("user_not_yours", "the user does not belong to this connection");
  }
  CAUSEWAY_CHECK(check(image));
  CAUSEWAY_TRY(held_back, store_.held_back(remote.id, {user}, {}));
  if (!held_back.users.empty()) return base::ok();
  const auto set = server_.set_profile_image(user, image);
  if (set.ok()) {
    base::log::debug("picture_taken", "a person of a peer has a new picture",
                     {{"user_id", user.str()}, {"remote_id", remote.id.str()}});
    return base::ok();
  }
  if (set.error().next != base::Next::refused) return set.error();
  return base::refused("picture_invalid", "the server cannot read the picture: " + set.error().text);
}

}  // namespace causeway::inbound
