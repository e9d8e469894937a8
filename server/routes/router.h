#pragma once
// Every HTTP door under the plugin's route, on one page (router.cpp), each with its lock: `peer` doors ask for a
// connection's id and token before a byte of the body is read, `session` doors for a logged-in user (the host checks
// cookie and CSRF token and names the user); what that user may do is asked behind the door. Any thread.

#include <string>
#include <string_view>
#include <vector>

#include "mattermost/http.h"
#include "routes/admin_doors.h"
#include "routes/peer_doors.h"

namespace causeway::routes {

class Router {
 public:
  Router(PeerDoors& peer_doors, AdminDoors& admin_doors) : peer_doors_(peer_doors), admin_doors_(admin_doors) {}

  void handle(const mattermost::HttpRequest& request, mattermost::Body& body, mattermost::HttpAnswer& answer);

 private:
  PeerDoors& peer_doors_;
  AdminDoors& admin_doors_;
};

}  // namespace causeway::routes
