#pragma once
// A peer without manners: pairs with a real server as a Causeway would, answers what it is asked with OK, and says
// whatever a test wants, with a token that the server takes. Its people and posts are made up here. One test thread;
// what the server asks is answered on others.

#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "contract/peer/local_server.h"
#include "lab/world.h"

namespace causeway::live {

class ScriptedPeer {
 public:
  // `/secure-connection create --name <name>` on the side, confirmed by us.
  ScriptedPeer(lab::Side& side, const std::string& name);

  const std::string& connection() const { return connection_; }
  const std::string& token() const { return token_; }                    // that we show
  const std::string& invite_token() const { return invite_token_; }      // that the invitation had
  const std::string& expected_token() const { return expected_token_; }  // that the server shows us

  // One request at a door, with our id and token.
  lab::Reply knock(const std::string& door, const std::string& body,
                   const std::string& content_type = "application/json");
  lab::Reply knock_as(const std::string& token, const std::string& door, const std::string& body,
                      const std::string& content_type = "application/json");
  // A frame at the door `msg`; the answer's body ({status, err, payload}).
  lab::Json sends(const std::string& topic, const lab::Json& payload);
  // A sync message of the channel with these parts; the answer's payload. `refused` when the whole message failed.
  lab::Json sync(const std::string& channel, lab::Json parts);
  std::string frame(const std::string& topic, const lab::Json& payload) const;

  // The server's admin shares a channel with us; it is confirmed on return.
  std::string gets_channel(const std::string& name, const std::string& type = "O");

  lab::Json person(const std::string& username) const;  // not known to the server yet
  lab::Json post(const std::string& channel, const lab::Json& author, const std::string& message) const;
  // A person who has written in the channel.
  lab::Json settles(const std::string& channel, const std::string& username);

  // Whether it has been invited to the channel.
  bool invited(const std::string& channel);
  // How often the server has asked for a path that ends so.
  int asked(const std::string& door);
  // From now on the server is answered this instead of OK.
  void answers(peer::Answer answer);

 private:
  peer::Answer answer(const fakes::PeerRequest& request);
  void confirm(const std::string& invite);

  lab::Side& side_;
  const std::string name_;
  base::Mutex mutex_;
  std::vector<std::string> asked_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<std::string> invitations_ CAUSEWAY_GUARDED_BY(mutex_);  // their bodies
  std::optional<peer::Answer> scripted_ CAUSEWAY_GUARDED_BY(mutex_);
  std::string connection_, token_, invite_token_, expected_token_;
  contract::LocalServer server_;  // last: its threads use the rest
};

}  // namespace causeway::live
