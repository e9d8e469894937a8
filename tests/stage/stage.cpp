#include "stage/stage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace causeway::scenario {
namespace {

constexpr auto very_long = std::chrono::seconds(60);
constexpr auto look_again = std::chrono::milliseconds(5);

class TextBody final : public mattermost::Body {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}
  base::Result<std::string> read(std::size_t most) override {
    std::string part = text_.substr(0, most);
    text_.erase(0, part.size());
    return part;
  }

 private:
  std::string text_;
};

}  // namespace

bool eventually(const std::function<bool()>& condition) {
  const base::RealClock real;
  const fakes::Simulation* const simulation = fakes::Simulation::current();
  const base::Clock& clock = simulation != nullptr ? static_cast<const base::Clock&>(*simulation) : real;
  const base::Steady deadline = clock.steady() + very_long;
  base::Mutex mutex;
  base::CondVar never;
  while (!condition()) {
    if (clock.steady() >= deadline) return false;
    const base::MutexLock lock(mutex);
    never.wait_until(mutex, clock.steady() + look_again);
  }
  return true;
}

plugin::Walls Site::walls() {
  plugin::Walls walls;
  walls.store = [this](const config::Snapshot&) -> base::Result<std::unique_ptr<store::Store>> {
    auto made = left_ ? std::move(left_) : std::make_unique<fakes::FakeStore>(clock_, seed_);
    store_ = made.get();
    return std::unique_ptr<store::Store>(std::move(made));
  };
  walls.peers = [this](const config::Snapshot&) -> std::unique_ptr<peer::Client> {
    auto made = std::make_unique<fakes::FakePeer>(
        static_cast<std::uint32_t>(seed_ + 1000U * static_cast<unsigned>(lives_.load())));
    peer_ = made.get();
    for (const auto& [url, road] : roads_) made->serve(url, road);
    return made;
  };
  // A child process cannot be had here: the executable is the tests'.
  walls.examine = [](const doctor::Job& job, std::stop_token) -> base::Result<doctor::Report> {
    return doctor::Report{{{"address", "ok", job.site_url}}};
  };
  return walls;
}

Site::Site(const base::Clock& clock, const std::string& name, const std::string& person, std::uint64_t seed)
    : clock_(clock),
      seed_(seed),
      name_(name),
      url_("https://" + name + ".example/plugins/causeway"),
      server_(clock, seed),
      tap_(seed) {
  mattermost::ServerFacts facts;
  facts.version = "11.4.0";
  facts.site_url = "https://" + name + ".example";
  server_.set_facts(facts);
  if (!server_.save_settings(json::Object{{"pingfrequencyseconds", 1}, {"loglevel", "error"}}).ok()) {
    throw std::runtime_error("the settings were not saved");
  }
  if (!activate()) throw std::runtime_error("the plugin did not start");
  server_.revisions_go_to([this](const model::Post& before) { store_->put_revision(before); });
  server_.send_events_to(&tap_);
  server_.watch_channels([this](const model::Channel& channel) {
    if (store_ != nullptr) store_->put_channel(channel);
  });
  server_.watch_direct_channels([this](const model::DirectChannel& channel) {
    if (store_ != nullptr) store_->put_direct_channel(channel);
  });
  team_ = server_.add_team("team");
  admin_ = add_user("admin-of-" + name);
  person_ = add_user(person);
  for (const auto permission : {mattermost::permission::manage_secure_connections,
                                mattermost::permission::manage_shared_channels, mattermost::permission::read_channel}) {
    server_.allow(admin_.id, permission);
  }
}

bool Site::activate() {
  plugin_ = std::make_unique<plugin::Plugin>(clock_, walls());
  if (!plugin_->on_activate(server_).ok()) return false;
  store_->watch_direct_channels([this](const model::DirectChannel& channel) { server_.put_direct_channel(channel); });
  tap_.rows_go_to(store_);
  tap_.events_go_to(plugin_.get());
  active_ = true;
  return true;
}

Site::~Site() {
  deactivate();
}

void Site::deactivate() {
  if (!active_) return;
  active_ = false;
  plugin_->on_deactivate();
  store_ = nullptr;
  peer_ = nullptr;
  tap_.rows_go_to(nullptr);
}

// What the dying plugin's threads still ask for reaches nothing any more.
void Site::crashes() {
  ++lives_;
  tap_.events_go_to(nullptr);
  server_.set_down(true);
  left_ =
      std::make_unique<fakes::FakeStore>(clock_, seed_ + static_cast<unsigned>(lives_.load()), store_->leave_behind());
  store_ = left_.get();
  tap_.rows_go_to(store_);
  peer().serve_nobody();
  active_ = false;
  plugin_->on_deactivate();
  peer_ = nullptr;
}

bool Site::starts() {
  server_.set_down(false);
  return activate();
}

void Site::reaches(Site& other, Road road) {
  roads_[other.url()] = [&other, road = std::move(road)](const fakes::PeerRequest& request) {
    const auto stopped = road ? road(request) : std::nullopt;
    return stopped ? *stopped : other.serve(request);
  };
  if (active_) peer().serve(other.url(), roads_[other.url()]);
}

void Site::loses(Site& other) {
  roads_.erase(other.url());
  if (active_) peer().stop_serving(other.url());
}

peer::Answer Site::serve(const fakes::PeerRequest& request) {
  if (!active_) throw fakes::CutOff{base::retry_later("peer_unreachable", "nobody listens")};
  const int life = lives_;
  const std::string doors = "/remotecluster/";
  const std::string door = request.path.substr(request.path.find(doors) + doors.size());
  const auto answer =
      asked(door, model::RemoteId(request.remote_id), request.token, request.body, request.content_type);
  if (life != lives_) throw fakes::CutOff{base::in_doubt("peer_connection_lost", "the peer is gone")};
  return {answer.status, answer.body, {}};
}

mattermost::HttpAnswer Site::asked(const std::string& door, const model::RemoteId& id, const std::string& token,
                                   const std::string& body, const std::string& content_type) {
  mattermost::HttpRequest request;
  request.method = "POST";
  request.path = "/api/v4/remotecluster/" + door;
  request.headers = {
      {"x-remotecluster-id", id.str()}, {"x-remotecluster-token", token}, {"content-type", content_type}};
  TextBody text(body);
  mattermost::HttpAnswer answer;
  plugin_->serve_http(request, text, answer);
  return answer;
}

mattermost::HttpAnswer Site::visits(const model::UserId& who, const std::string& method, const std::string& path,
                                    const std::string& body) {
  mattermost::HttpRequest request;
  request.method = method;
  request.user_id = who;
  const auto mark = path.find('?');
  request.path = path.substr(0, mark);
  std::istringstream query(mark == std::string::npos ? std::string() : path.substr(mark + 1));
  for (std::string pair; std::getline(query, pair, '&');) {
    request.query.emplace(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
  }
  TextBody text(body);
  mattermost::HttpAnswer answer;
  plugin_->serve_http(request, text, answer);
  return answer;
}

bool Site::set(const std::string& key, json::Value value) {
  json::Object settings = *server_.settings().object();
  settings.insert_or_assign(key, std::move(value));
  if (!server_.save_settings(settings).ok()) return false;
  plugin_->on_configuration_change();
  return true;
}

std::string Site::types(const std::string& line, const model::ChannelId& channel, const model::UserId& who) {
  mattermost::CommandCall call;
  call.user_id = who.empty() ? admin_.id : who;
  call.team_id = team_.id;
  call.channel_id = channel;
  call.text = line;
  return plugin_->execute_command(call).text;
}

model::Channel Site::open_channel(const std::string& name) {
  const model::Channel channel = server_.add_channel(team_.id, name);
  server_.add_member(channel.id, person_.id);
  store_->put_member(channel.id, person_.id);
  return channel;
}

model::User Site::add_user(const std::string& username) {
  const model::User user = server_.add_user(username);
  store_->put_user(user);
  if (!server_.create_team_member(team_.id, user.id).ok()) throw std::runtime_error("no team member");
  return user;
}

model::PostId Site::posts(const model::ChannelId& channel, const std::string& text, const model::PostId& root) {
  return server_.user_posts(person_.id, channel, text, root).id;
}

std::vector<model::Post> Site::messages(const model::ChannelId& channel) const {
  std::vector<model::Post> all = server_.posts_in(channel);
  std::erase_if(all, [](const model::Post& post) { return post.type.rfind("system_", 0) == 0; });
  return all;
}

model::Post Site::posts_files(const model::ChannelId& channel, const std::string& text,
                              const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<model::FileId> ids;
  for (const auto& [name, bytes] : files) ids.push_back(server_.user_uploads(person_.id, channel, name, bytes).id);
  return server_.user_posts(person_.id, channel, text, {}, ids);
}

void Site::loses_post(const model::PostId& post) {
  server_.goes_back(post);
  store_->take_post(post);
}

void Site::goes_back(const model::PostId& post, const std::string& text) {
  server_.goes_back(post, text);
  store_->put_post(*find(post));
}

std::optional<model::Post> Site::find(const model::PostId& post) {
  auto found = server_.get_post(post);
  return found.ok() ? std::optional(*found) : std::nullopt;
}

std::size_t Site::copies(const model::PostId& post, const model::ChannelId& channel) const {
  const auto all = messages(channel);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const auto& p) { return p.id == post; }));
}

std::string invite_in(const std::string& answer) {
  const auto begin = answer.find("```\n");
  const auto end = answer.find("\n```", begin + 4);
  if (begin == std::string::npos || end == std::string::npos) throw std::runtime_error("no invite in: " + answer);
  return answer.substr(begin + 4, end - begin - 4);
}

model::RemoteId pair(Site& a, Site& b) {
  const std::string made = a.types("/secure-connection create --name " + b.name() + " --password \"" + password + "\"");
  const std::string accepted = b.types("/secure-connection accept --name " + a.name() + " --password \"" + password +
                                       "\" --invite " + invite_in(made));
  EXPECT_NE(accepted.find("accepted and confirmed"), std::string::npos) << accepted;
  const std::vector<model::Remote> remotes = a.store().remotes(false).value();
  for (const model::Remote& remote : remotes) {
    if (remote.name != b.name()) continue;
    // The first pings have told each side what the other one is.
    for (Site* const site : {&a, &b}) {
      EXPECT_TRUE(eventually([&] { return site->store().remote(remote.id).value()->causeway; }));
    }
    return remote.id;
  }
  throw std::runtime_error("not paired");
}

void share(Site& home, Site& spoke, const model::RemoteId& link, const model::ChannelId& channel,
           const std::string& options) {
  const std::string answer = home.types("/share-channel invite --connectionID " + link.str() + " " + options, channel);
  EXPECT_NE(answer.find("has been sent"), std::string::npos) << answer;
  EXPECT_TRUE(eventually([&] {
    const auto row = home.store().channel_remote(channel, link);
    return row.ok() && *row && (*row)->invite == model::InviteState::confirmed;
  }));
  spoke.server().user_joins(channel, spoke.person().id);
}

TwoServers::TwoServers() {
  home.reaches(spoke);
  spoke.reaches(home);
}

TwoServers::~TwoServers() {
  home.deactivate();
  spoke.deactivate();
}

void TwoServers::connect() {
  link = pair(home, spoke);
}

model::ChannelId TwoServers::share(const std::string& name, const std::string& options) {
  const model::ChannelId channel = home.open_channel(name).id;
  scenario::share(home, spoke, link, channel, options);
  return channel;
}

bool TwoServers::crosses(Site& from, Site& to, const model::ChannelId& channel, const std::string& text) {
  const model::PostId post = from.posts(channel, text);
  return eventually([&] { return to.has(post); });
}

model::PostId TwoServers::crossed(Site& from, Site& to, const model::ChannelId& channel, const std::string& text,
                                  const model::PostId& root) {
  const model::PostId post = from.posts(channel, text, root);
  EXPECT_TRUE(eventually([&] { return to.has(post); }));
  return post;
}

}  // namespace causeway::scenario
