#pragma once
// A Mattermost server in memory: what the faces promise, with the rules that the real one enforces (which preset ids it
// takes, what it overwrites, which errors it gives), and weather. Its events go to one sink, from the calling thread:
// "will be" events before the write, "has been" events after it and with no lock held, at once or, as on the real
// server where they may come after the call has returned, when deliver() is called. Any thread.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "fakes/simulation.h"
#include "mattermost/events.h"
#include "mattermost/server.h"
#include "model/emoji.h"
#include "model/state.h"

namespace causeway::fakes {

class FakeServer final : public mattermost::Server {
 public:
  // `seed` decides the weather and the ids. The clock must outlive this.
  explicit FakeServer(const base::Clock& clock, std::uint64_t seed = 1);

  // --- the stage
  void send_events_to(mattermost::Events* events);  // nullptr = nobody listens
  // No event speaks of a channel's change; whoever mirrors the tables hears of every row that is written.
  void watch_channels(std::function<void(const model::Channel&)> watcher);
  // The same of direct channels, whose people are fixed.
  void watch_direct_channels(std::function<void(const model::DirectChannel&)> watcher);
  void hold_events(bool hold);  // true: "has been" events wait for deliver()
  std::size_t deliver();        // how many were told
  void set_facts(mattermost::ServerFacts facts);
  void allow(const model::UserId& user, std::string_view permission);
  model::User add_user(const std::string& username);  // a local user; no events
  model::Team add_team(const std::string& name);
  model::Channel add_channel(const model::TeamId& team, const std::string& name, const std::string& type = "O");
  void add_member(const model::ChannelId& channel, const model::UserId& user);  // no events, no post
  // A person opens a direct or group channel by REST; refused as open_direct_channel is.
  base::Result<model::Channel> user_opens(const std::vector<model::UserId>& people);
  // One that somebody wrote into the tables past the server; no events.
  void put_direct_channel(const model::DirectChannel& channel);
  void user_sets_picture(const model::UserId& user, const std::string& image);  // empty: takes it away
  model::Post user_posts(const model::UserId& user, const model::ChannelId& channel, const std::string& message,
                         const model::PostId& root = {},
                         const std::vector<model::FileId>& files = {});  // as a person by REST; refused posts throw
  // As a person by REST, before the post that carries it.
  model::FileInfo user_uploads(const model::UserId& user, const model::ChannelId& channel, const std::string& name,
                               const std::string& bytes);

  // As a person in the emoji page; whoever mirrors the tables is to hear of the row.
  model::Emoji user_makes_emoji(const model::UserId& user, const std::string& name, const std::string& image);

  // As people do it by REST.
  void user_edits(const model::PostId& post, const std::string& message);
  void user_edits_files(const model::PostId& post, const std::vector<model::FileId>& files);
  void user_pins(const model::PostId& post, bool pinned);
  void user_deletes(const model::PostId& post);
  void user_erases(const model::PostId& post);  // for good
  void user_reacts(const model::UserId& user, const model::PostId& post, const std::string& emoji, bool add = true);

  // As people do it by REST: with the server's message about it and its events.
  void user_joins(const model::ChannelId& channel, const model::UserId& user);
  void user_leaves(const model::ChannelId& channel, const model::UserId& user);
  // Whoever joins the team from now on is in it at once, as in Town Square and Off-Topic.
  void make_default(const model::ChannelId& channel);
  std::optional<model::Status> status_of(const model::UserId& user) const;

  // --- weather. `call` is the face's method name; "*" = any.
  void fail_next(const std::string& call, base::Error error, int times = 1);
  void fail_no_more(const std::string& call);
  void lose_answer_next(const std::string& call, int times = 1);  // it happens, the caller hears in_doubt
  // Each call fails with this chance: half of them before it happens (retry_later), half after (in_doubt).
  void set_storm(int failures_per_thousand);
  void set_down(bool down);  // the plugin's calls do not reach it

  // The server reads a post and writes it whole a moment later, over what others have written in between. The deed is
  // done once, in the next change of the post, by anybody: before it reads, or between its reading and its writing.
  enum class InBetween { asked_and_read, read_and_written };
  void race_next_change(const model::PostId& post, InBetween when, std::function<void()> deed);

  // Hears what a post said before a change as soon as it is changed, as the database has the revision: before any
  // event.
  void revisions_go_to(std::function<void(const model::Post&)> hears);

  // The server broke down between a post and its file: the post names it, and it is attached to none.
  void loosens(const model::FileId& file);
  // The server's tables are of an older day: the post is gone, or says what it said then. Nobody hears of it.
  void goes_back(const model::PostId& post, const std::optional<std::string>& message = std::nullopt);

  // --- what happened
  struct Ephemeral {
    model::UserId to;
    model::Post post;
  };
  std::vector<model::Post> posts_in(const model::ChannelId& channel) const;    // by time, then in order of arrival
  std::vector<model::Reaction> reactions_to(const model::PostId& post) const;  // those that stand
  int revisions_of(const model::PostId& post) const;
  std::vector<Ephemeral> ephemerals() const;
  std::vector<mattermost::Dialog> dialogs() const;  // that were shown
  std::optional<std::string> bytes_of(const model::FileId& file) const;
  std::vector<mattermost::Command> commands() const;
  std::set<model::UserId> members_of(const model::ChannelId& channel) const;
  json::Value settings() const;
  // As the environment fixes them: what is saved from now on does not count.
  void fix_settings(json::Value settings);
  int calls(const std::string& call) const;  // how often it was asked, failures included

  // --- mattermost::Server
  base::Result<mattermost::ServerFacts> facts() override;
  base::Result<json::Value> load_settings() override;
  base::Result<> save_settings(const json::Value& settings) override;
  base::Result<> register_command(const mattermost::Command& command) override;
  base::Result<model::UserId> ensure_bot(const std::string& username, const std::string& display_name,
                                         const std::string& description) override;
  base::Result<bool> has_permission(const model::UserId& user, std::string_view permission) override;
  base::Result<bool> has_permission_to_channel(const model::UserId& user, const model::ChannelId& channel,
                                               std::string_view permission) override;
  base::Result<bool> has_permission_to_team(const model::UserId& user, const model::TeamId& team,
                                            std::string_view permission) override;
  base::Result<model::User> get_user(const model::UserId& id) override;
  base::Result<model::User> get_user_by_username(const std::string& username) override;
  base::Result<std::string> get_profile_image(const model::UserId& user) override;
  base::Result<> set_profile_image(const model::UserId& user, const std::string& image) override;
  base::Result<model::User> create_user(const model::User& user) override;
  base::Result<model::User> update_user(const model::User& user) override;
  base::Result<> set_user_active(const model::UserId& user, bool active) override;
  base::Result<std::vector<model::Team>> get_teams() override;
  base::Result<model::Team> get_team(const model::TeamId& id) override;
  base::Result<> create_team_member(const model::TeamId& team, const model::UserId& user) override;
  base::Result<model::Channel> get_channel(const model::ChannelId& id) override;
  base::Result<std::vector<model::Channel>> get_channels_for_user(const model::TeamId& team,
                                                                  const model::UserId& user) override;
  base::Result<model::Channel> create_channel(const model::Channel& channel) override;
  base::Result<model::Channel> update_channel(const model::Channel& channel) override;
  base::Result<> delete_channel(const model::ChannelId& id) override;
  base::Result<model::Channel> open_direct_channel(const std::vector<model::UserId>& people) override;
  base::Result<> refresh_membership(const model::ChannelId& channel, const model::UserId& user) override;
  base::Result<bool> is_channel_member(const model::ChannelId& channel, const model::UserId& user) override;
  base::Result<> add_user_to_channel(const model::ChannelId& channel, const model::UserId& user,
                                     const model::UserId& actor) override;
  base::Result<> remove_from_channel(const model::ChannelId& channel, const model::UserId& user) override;
  base::Result<bool> is_team_member(const model::TeamId& team, const model::UserId& user) override;
  base::Result<> set_status(const model::Status& status) override;
  base::Result<model::Post> get_post(const model::PostId& id) override;
  base::Result<model::Post> create_post(const model::Post& post) override;
  std::vector<base::Result<model::Post>> create_posts(const std::vector<model::Post>& posts) override;
  std::vector<base::Result<model::Post>> update_posts(const std::vector<model::Post>& posts) override;
  base::Result<> delete_post(const model::PostId& id) override;
  base::Result<> add_reaction(const model::Reaction& reaction) override;
  base::Result<> remove_reaction(const model::Reaction& reaction) override;
  base::Result<std::string> get_emoji_image(const std::string& emoji_id) override;
  base::Result<model::FileInfo> get_file_info(const model::FileId& id) override;
  base::Result<std::unique_ptr<mattermost::FileReader>> open_file(const model::FileInfo& info,
                                                                  std::int64_t offset) override;
  base::Result<model::UploadSession> create_upload_session(const model::UploadSession& session) override;
  base::Result<model::UploadSession> get_upload_session(const std::string& id) override;
  base::Result<std::optional<model::FileInfo>> upload_data(const model::UploadSession& session,
                                                           const mattermost::FileSource& source) override;
  base::Result<> open_dialog(const std::string& trigger_id, const mattermost::Dialog& dialog) override;
  base::Result<> send_ephemeral_post(const model::UserId& user, const model::Post& post) override;

 private:
  using Event = std::function<void(mattermost::Events&)>;
  struct Stored {
    model::FileInfo info;
    std::string bytes;
  };
  struct Upload {
    model::UploadSession session;
    std::string bytes;
  };
  // What the weather has decided for one call.
  struct Weather {
    std::optional<base::Error> before;  // it does not happen
    bool answer_lost = false;           // it happens
  };

  // Runs `deed` as the call of that name, in the weather. Not with the lock held.
  template <class T>
  base::Result<T> weathered(const std::string& call, const std::function<base::Result<T>()>& deed);
  Weather weather_of(const std::string& call);
  void tell(Event event);
  base::Result<model::Post> save_post(model::Post post, bool from_plugin);
  void join_default_channels(const model::TeamId& team, const model::UserId& user);
  void note(const model::ChannelId& channel, const model::UserId& user, const std::string& type);
  // `session`: the person who edits; empty for a plugin, whose edits attach only nobody's files.
  base::Result<model::Post> change_post(const model::Post& asked, const model::UserId& session = {});
  model::Post seen_by_people(const model::PostId& id) const;  // whatever the weather; throws when it is not there
  std::optional<model::Post> race_over(const model::PostId& id);
  base::Result<> take_away(const model::PostId& id);
  base::Result<> react(const model::Reaction& reaction, bool add);
  base::Result<> check_post(const model::Post& post) const CAUSEWAY_REQUIRES(mutex_);
  // Takes the files off the post that do not belong to its author or to nobody, or to another post already.
  void attach_files(model::Post& post, const model::UserId& author) CAUSEWAY_REQUIRES(mutex_);
  base::Result<std::optional<model::FileInfo>> finish_upload(const model::UploadSession& asked,
                                                             const std::string& bytes);
  base::Result<> check_username(const model::User& user) const CAUSEWAY_REQUIRES(mutex_);
  base::Result<model::User> save_user(model::User user);
  mattermost::PostVerdict judge(const model::Post& post);
  std::string next_id() CAUSEWAY_REQUIRES(mutex_);

  const base::Clock& clock_;
  std::string id_prefix_;  // of the seed, so that two servers never make the same id
  mutable base::Mutex mutex_;
  std::mt19937_64 random_ CAUSEWAY_GUARDED_BY(mutex_);
  std::uint64_t ids_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  mattermost::Events* events_ CAUSEWAY_GUARDED_BY(mutex_) = nullptr;
  std::function<void(const model::Channel&)> channel_watcher_ CAUSEWAY_GUARDED_BY(mutex_);
  std::function<void(const model::DirectChannel&)> direct_watcher_ CAUSEWAY_GUARDED_BY(mutex_);
  bool holding_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  std::vector<Event> held_ CAUSEWAY_GUARDED_BY(mutex_);
  int storm_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  bool down_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  std::map<std::string, std::vector<base::Error>> failures_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<std::string, int> lost_answers_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<std::string, int> calls_ CAUSEWAY_GUARDED_BY(mutex_);

  mattermost::ServerFacts facts_ CAUSEWAY_GUARDED_BY(mutex_);
  json::Value settings_ CAUSEWAY_GUARDED_BY(mutex_) = json::Object{};
  bool settings_fixed_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  std::vector<mattermost::Command> commands_ CAUSEWAY_GUARDED_BY(mutex_);
  std::set<std::pair<model::UserId, std::string>> permissions_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::UserId, model::User> users_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::TeamId, model::Team> teams_ CAUSEWAY_GUARDED_BY(mutex_);
  std::set<std::pair<model::TeamId, model::UserId>> team_members_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::ChannelId, model::Channel> channels_ CAUSEWAY_GUARDED_BY(mutex_);
  std::set<std::pair<model::ChannelId, model::UserId>> channel_members_ CAUSEWAY_GUARDED_BY(mutex_);
  std::set<model::ChannelId> default_channels_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::UserId, model::Status> statuses_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<model::Post> posts_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::PostId, int> revisions_ CAUSEWAY_GUARDED_BY(mutex_);
  std::function<void(const model::Post&)> hears_revisions_ CAUSEWAY_GUARDED_BY(mutex_);
  struct Race {
    InBetween when{};
    std::function<void()> deed;
  };
  std::map<model::PostId, Race> races_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<std::string, model::Reaction> reactions_ CAUSEWAY_GUARDED_BY(mutex_);  // by model::ledger_item
  // Two changes of one person never have the same stamp: a real server takes longer.
  base::Time after(base::Time before) const { return std::max(clock_.now(), before + base::Millis(1)); }
  void keep_picture(const model::UserId& user, const std::string& image) CAUSEWAY_REQUIRES(mutex_);
  std::map<model::UserId, std::string> pictures_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::FileId, Stored> files_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<std::string, Upload> uploads_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<Ephemeral> ephemerals_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<mattermost::Dialog> dialogs_ CAUSEWAY_GUARDED_BY(mutex_);
};

template <class T>
base::Result<T> FakeServer::weathered(const std::string& call, const std::function<base::Result<T>()>& deed) {
  breathe();
  const Weather weather = weather_of(call);
  if (weather.before) return *weather.before;
  auto result = deed();
  if (weather.answer_lost) return base::in_doubt("bridge_closed", "the answer was lost");
  return result;
}

}  // namespace causeway::fakes
