#pragma once
// The doors that peers use, /api/v4/remotecluster/{confirm_invite,ping,msg,upload/{id},{user}/image}: authenticate,
// limit, read, parse, in this order, with exactly the answers that a native server gives. Any thread.

#include <string>

#include "inbound/apply/files.h"
#include "inbound/apply/pictures.h"
#include "inbound/authenticator.h"
#include "inbound/receiver.h"
#include "mattermost/http.h"
#include "remotes/heartbeat.h"
#include "remotes/pairing.h"

namespace causeway::routes {

class PeerDoors {
 public:
  PeerDoors(inbound::Authenticator& authenticator, inbound::Receiver& receiver, inbound::FileApplier& files,
            inbound::PictureApplier& pictures, remotes::Pairing& pairing, remotes::Heartbeat& heartbeat)
      : authenticator_(authenticator),
        receiver_(receiver),
        files_(files),
        pictures_(pictures),
        pairing_(pairing),
        heartbeat_(heartbeat) {}

  enum class Door { confirm_invite, ping, msg, upload, image };
  void handle(Door door, const mattermost::HttpRequest& request, mattermost::Body& body,
              mattermost::HttpAnswer& answer);

 private:
  base::Result<std::string> serve(Door door, const inbound::Admission& admitted, const mattermost::HttpRequest& request,
                                  mattermost::Body& body);
  void refuse(const model::Remote& remote, const base::Error& error, mattermost::HttpAnswer& answer);
  void take_file(const model::Remote& remote, const mattermost::HttpRequest& request, mattermost::Body& body,
                 mattermost::HttpAnswer& answer);
  base::Result<> take_picture(const model::Remote& remote, const mattermost::HttpRequest& request,
                              mattermost::Body& body);

  inbound::Authenticator& authenticator_;
  inbound::Receiver& receiver_;
  inbound::FileApplier& files_;
  inbound::PictureApplier& pictures_;
  remotes::Pairing& pairing_;
  remotes::Heartbeat& heartbeat_;
};

}  // namespace causeway::routes
