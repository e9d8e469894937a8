#pragma once
// The stage of every story: servers in memory with the whole plugin on them, connected by fake peers that carry each
// request to the other side's HTTP doors. Nothing but the three walls is fake. Used by the test's thread; the plugins'
// own threads run beneath it.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fakes/fake_peer.h"
#include "fakes/fake_server.h"
#include "fakes/fake_store.h"
#include "plugin/plugin.h"
#include "stage/events_tap.h"

namespace causeway::scenario {

// True as soon as `condition` holds; false when it has not come true for a very long time.
bool eventually(const std::function<bool()>& condition);

// One server with the plugin active on it, a team, an admin who may everything, and one person named `person`.
class Site {
 public:
  Site(const base::Clock& clock, const std::string& name, const std::string& person, std::uint64_t seed);
  ~Site();

  // What may become of a request on the way: an answer of the road's own, or nothing, and it arrives.
  using Road = std::function<std::optional<peer::Answer>(const fakes::PeerRequest&)>;
  // From now on this site reaches `other`, or does not.
  void reaches(Site& other, Road road = {});
  void loses(Site& other);
  void deactivate();
  // The plugin's process is gone between two of its calls, or only its word to a peer who waits; what it had written
  // stays.
  void crashes();
  bool starts();  // the plugin again, after a crash; not if the weather is against it
  bool runs() const { return active_; }
  // Of events that the plugin is told of, so many in a thousand do not reach it.
  void misses(unsigned events_per_thousand) { tap_.misses(events_per_thousand); }
  // What somebody here does at the moment when a post has been written.
  void meanwhile(std::function<void(const model::Post&)> deed) { tap_.meanwhile(std::move(deed)); }
  // The server's data retention has run; how many rows of its own the plugin says to have forgotten.
  std::int64_t retains() { return tap_.run_data_retention(1'000).value(); }
  // A value of the plugin's settings page, saved; true when the plugin has taken it.
  bool set(const std::string& key, json::Value value);

  // The admin types it (in `channel`), or somebody else; the answer's text.
  std::string types(const std::string& line, const model::ChannelId& channel = {}, const model::UserId& who = {});
  // Anybody on the network asks a peer's door: "msg", "ping", "confirm_invite".
  mattermost::HttpAnswer asked(const std::string& door, const model::RemoteId& id, const std::string& token,
                               const std::string& body, const std::string& content_type = {});
  // A person's program asks a door for people (empty: without a session); `path` with its query.
  mattermost::HttpAnswer visits(const model::UserId& who, const std::string& method, const std::string& path,
                                const std::string& body = {});
  model::Channel open_channel(const std::string& name);  // with the person in it
  model::User add_user(const std::string& username);
  model::PostId posts(const model::ChannelId& channel, const std::string& text, const model::PostId& root = {});
  // The person writes with files: name and content.
  model::Post posts_files(const model::ChannelId& channel, const std::string& text,
                          const std::vector<std::pair<std::string, std::string>>& files);

  // The database of an older day: without the post, or with what it said then.
  void loses_post(const model::PostId& post);
  void goes_back(const model::PostId& post, const std::string& text);
  // What is in the channel here, without the server's own notices.
  std::vector<model::Post> messages(const model::ChannelId& channel) const;
  std::optional<model::Post> find(const model::PostId& post);
  std::size_t copies(const model::PostId& post, const model::ChannelId& channel) const;
  bool has(const model::PostId& post) { return find(post).has_value(); }

  const base::Clock& clock() const { return clock_; }
  const std::string& name() const { return name_; }
  const std::string& url() const { return url_; }
  const model::User& admin() const { return admin_; }
  const model::User& person() const { return person_; }
  const model::Team& team() const { return team_; }
  fakes::FakeServer& server() { return server_; }
  fakes::FakeStore& store() { return *store_; }
  fakes::FakePeer& peer() { return *peer_; }

 private:
  peer::Answer serve(const fakes::PeerRequest& request);
  plugin::Walls walls();
  bool activate();

  const base::Clock& clock_;
  const std::uint64_t seed_;
  const std::string name_;
  const std::string url_;
  fakes::FakeServer server_;
  // Owned by the plugin while it is active, which is as long as anybody uses them.
  fakes::FakeStore* store_ = nullptr;
  fakes::FakePeer* peer_ = nullptr;
  std::unique_ptr<fakes::FakeStore> left_;  // by a plugin that crashed, for the next one
  std::map<std::string, fakes::PeerServer> roads_;
  std::atomic<int> lives_ = 0;
  std::unique_ptr<plugin::Plugin> plugin_;
  EventsTap tap_;
  model::Team team_;
  model::User admin_;
  model::User person_;
  std::atomic<bool> active_ = false;
};

// `home` and `spoke` see each other; nothing is paired yet.
class TwoServers {
 public:
  TwoServers();
  ~TwoServers();

  void connect();  // by the slash commands; fills `link`
  // A channel of the home's that both have.
  model::ChannelId share(const std::string& name, const std::string& options = {});
  // A post of the sender's is in the other's channel: all that was asked before it has been looked at.
  bool crosses(Site& from, Site& to, const model::ChannelId& channel, const std::string& text);
  model::PostId crossed(Site& from, Site& to, const model::ChannelId& channel, const std::string& text,
                        const model::PostId& root = {});  // that both have

  base::RealClock clock;
  Site home{clock, "home", "alice", 1};
  Site spoke{clock, "spoke", "bob", 2};
  model::RemoteId link;
};

// `a` invites, `b` accepts; the connection's id. On `a` it bears b's name and the other way round.
model::RemoteId pair(Site& a, Site& b);
void share(Site& home, Site& spoke, const model::RemoteId& link, const model::ChannelId& channel,
           const std::string& options = {});
// The invitation's text inside the answer of /secure-connection create.
std::string invite_in(const std::string& answer);

inline constexpr const char* password = "a password of length";

}  // namespace causeway::scenario
