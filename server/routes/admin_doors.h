#pragma once
// The doors that people and their browsers use: connections, invitations, shares, and the lists behind the slash
// commands' autocomplete. The JSON is Mattermost's own (RemoteCluster without its tokens). Any thread.

#include <stop_token>
#include <string>

#include "json/value.h"
#include "mattermost/http.h"
#include "remotes/channel_invites.h"
#include "remotes/pairing.h"

namespace causeway::routes {

class AdminDoors {
 public:
  AdminDoors(remotes::Pairing& pairing, remotes::ChannelInvites& invites, std::stop_token stop)
      : pairing_(pairing), invites_(invites), stop_(std::move(stop)) {}

  enum class Door { list, create, accept, get, patch, remove, generate_invite, invite, uninvite, autocomplete_remotes };
  // What the path named; empty ids where the door has none.
  struct Target {
    model::RemoteId remote;
    model::ChannelId channel;
  };
  void handle(Door door, const Target& target, const mattermost::HttpRequest& request, mattermost::Body& body,
              mattermost::HttpAnswer& answer);

 private:
  struct Reply {
    int status = 200;
    json::Value body;
  };
  base::Result<Reply> serve(Door door, const Target& target, const mattermost::HttpRequest& request,
                            const json::Value& form);
  base::Result<Reply> list(const mattermost::HttpRequest& request);
  base::Result<Reply> create(const model::UserId& actor, const json::Value& form);
  base::Result<Reply> accept(const model::UserId& actor, const json::Value& form);
  base::Result<Reply> patch(const model::UserId& actor, const model::RemoteId& remote, const json::Value& form);
  base::Result<Reply> share(bool invite, const Target& target, const mattermost::HttpRequest& request,
                            const json::Value& form);
  base::Result<Reply> autocomplete(const model::UserId& actor);
  json::Value to_json(const model::Remote& remote) const;

  remotes::Pairing& pairing_;
  remotes::ChannelInvites& invites_;
  const std::stop_token stop_;
};

}  // namespace causeway::routes
