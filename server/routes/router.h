#pragma once
// Every HTTP door under the plugin's route, on one page (router.cpp), each with its lock: `peer` doors ask for a
// connection's id and token before a byte of the body is read, `session` doors for a logged-in user (the host checks
// cookie and CSRF token and names the user); what that user may do is asked behind the door. docs/openapi.json
// describes the session doors for people. Any thread.

#include <string_view>
#include <vector>

#include "mattermost/http.h"
#include "routes/console_doors.h"
#include "routes/native_doors.h"
#include "routes/peer_doors.h"

namespace causeway::routes {

class Router {
 public:
  Router(PeerDoors& peer_doors, NativeDoors& native_doors, ConsoleDoors& console_doors)
      : peer_doors_(peer_doors), native_doors_(native_doors), console_doors_(console_doors) {}

  void handle(const mattermost::HttpRequest& request, mattermost::Body& body, mattermost::HttpAnswer& answer);

  struct Door {
    std::string_view method;
    std::string_view path;
    bool for_peers = false;
  };
  static std::vector<Door> doors();

 private:
  PeerDoors& peer_doors_;
  NativeDoors& native_doors_;
  ConsoleDoors& console_doors_;
};

}  // namespace causeway::routes
