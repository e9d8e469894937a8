#include "plugin/engine.h"

#include "admin/metered_client.h"
#include "base/log.h"
#include "doctor/examiner.h"
#include "model/limits.h"
#include "outbound/poison.h"

namespace causeway::plugin {
namespace {
constexpr auto open_pause = std::chrono::seconds(2);
constexpr auto refresh_pause = std::chrono::seconds(60);
}  // namespace

Engine::Engine(mattermost::Server& server, const config::Current& current, const base::Clock& clock,
               std::unique_ptr<store::Store> store, std::unique_ptr<peer::Client> peers, Examine examine)
    : current_(current),
      clock_(clock),
      examine_(std::move(examine)),
      store_(std::move(store)),
      peers_(std::make_unique<admin::MeteredClient>(std::move(peers), metrics_, clock)),
      storm_guard_(server, *store_, current),
      users_(server, *store_, current, clock, quiet_joins_,
             [this](const model::Remote& remote) { return heartbeat_.answers(remote, stop_.get_token()); }),
      pictures_(server, *store_, users_),
      received_files_(server, *store_, current, clock),
      overwrites_(server, *store_, clock),
      posts_(server, *store_, users_, received_files_, overwrites_, current, clock),
      reactions_(server, *store_, users_, clock),
      acknowledgements_(server, *store_, users_, clock),
      statuses_(server, users_, current),
      members_(*store_, users_, current, clock),
      blocking_(*store_, clock),
      applier_(*store_, users_, posts_, reactions_, acknowledgements_, statuses_, members_, blocking_, current),
      channel_applier_(server, *store_, current, clock),
      direct_channels_(server, *store_, users_, current, clock),
      emojis_(server, *store_, current, clock),
      comparer_(*store_, clock),
      retention_(server, *store_, clock),
      authenticator_(*store_, current, clock),
      audit_(*store_, clock),
      heartbeat_(*store_, *peers_, audit_, current, clock),
      leavers_(server, *store_, clock),
      partings_(server, *store_, *peers_, current, clock, [this] { leavers_.poke(); }),
      pairing_(server, *store_, *peers_, audit_, partings_, current, clock,
               [this](const model::RemoteId& id) { heartbeat_.poke(id); }),
      rotation_(server, *store_, *peers_, audit_, clock, [this](const model::RemoteId& id) { heartbeat_.poke(id); }),
      blocks_(server, *store_, audit_, clock),
      directory_(server, *store_, audit_, current, clock,
                 [this](const model::RemoteId& remote) { people_sender_.ask_again(remote); }),
      dialogs_(server, pairing_, current),
      purge_(server, *store_),
      invites_(server, *store_, *peers_, audit_, partings_, current, clock,
               [this](const model::Remote& remote) { return heartbeat_.answers(remote, stop_.get_token()); }),
      offers_(server, *store_, *peers_, invites_, partings_, audit_, current, clock),
      offer_commands_(offers_, server, *store_),
      security_commands_(pairing_, rotation_, audit_, blocks_, directory_, purge_,
                         [this](const model::Remote& remote, std::stop_token stop) -> base::Result<std::string> {
                           CAUSEWAY_TRY(report, this->examine(remote, stop));
                           return doctor::in_words(report);
                         }),
      dead_letters_(server, *store_, audit_, current, clock),
      reconciliations_(server, *store_, audit_, current, clock),
      direct_messages_(
          server, *store_, current,
          [this](const std::vector<model::UserId>& people) { return direct_channels_.open(people); },
          [this] { direct_channel_opened(); }),
      commands_(pairing_, dialogs_, security_commands_, offer_commands_, invites_, dead_letters_, reconciliations_,
                direct_messages_, *store_, current),
      health_(*store_, current, clock),
      report_(*store_, health_, metrics_, current),
      receiver_(counted(topics())),
      peer_doors_(authenticator_, receiver_, received_files_, pictures_, pairing_, heartbeat_),
      native_doors_(server, *store_, pairing_, invites_, current, stop_.get_token()),
      console_doors_(
          server, *store_,
          {pairing_, rotation_, dead_letters_, reconciliations_, blocks_, offers_, audit_, dialogs_, health_, report_},
          current, [this](const model::Remote& remote, std::stop_token stop) { return this->examine(remote, stop); },
          stop_.get_token()),
      router_(peer_doors_, native_doors_, console_doors_),
      notices_(server, current),
      files_(server, *store_, *peers_, notices_, current, clock),
      emoji_sender_(server, *store_, *peers_, clock),
      direct_inviter_(*store_, *peers_, notices_, current, clock),
      sender_(*store_, *peers_, files_, emoji_sender_, notices_, current, clock,
              [this](const model::ChannelRemote& row) { return unshared(row); }),
      channel_sender_(*store_, *peers_, clock),
      member_sender_(*store_, *peers_, current, clock,
                     [this](const model::ChannelRemote& row) { return unshared(row); }),
      status_sender_(*store_, *peers_, current, clock,
                     [this](const model::ChannelRemote& row) { return unshared(row); }),
      picture_sender_(server, *store_, *peers_),
      people_sender_(*store_, *peers_, current, clock),
      user_sender_(*store_, *peers_, current, clock, [this](const model::ChannelRemote& row) { return unshared(row); }),
      reconciler_(*store_, *peers_, current, clock),
      erasure_sender_(*store_, *peers_, clock, [this](const model::ChannelRemote& row) { return unshared(row); }),
      changes_(*store_, clock),
      opener_([this](std::stop_token stop) { open_store(stop); }) {}

Engine::~Engine() {
  stop_.request_stop();
  opener_.request_stop();
  opener_.join();
  {
    const base::MutexLock lock(poll_mutex_);
    direct_poll_.reset();
  }
  user_poll_.reset();
  status_poll_.reset();
  poll_.reset();
  catch_up_.reset();
  worker_.reset();
}

void Engine::direct_channel_opened() {
  const base::MutexLock lock(poll_mutex_);
  if (direct_poll_) direct_poll_->poke();
}

base::Result<std::int64_t> Engine::follow_retention(std::int64_t most) {
  CAUSEWAY_CHECK(store_->begin_retention(clock_.now()));
  return store_->prune_attachments(clock_.now() - model::limits::ledger_retention, most);
}

inbound::Topics Engine::topics() {
  return {
      {model::topic::sync, [this](const auto& remote, const auto& message) { return applier_.sync(remote, message); }},
      {model::topic::membership,
       [this](const auto& remote, const auto& message) { return applier_.sync(remote, message); }},
      {model::topic::global_user_sync,
       [this](const auto& remote, const auto& message) { return applier_.sync(remote, message); }},
      {model::topic::channel,
       [this](const auto& remote, const auto& message) { return channel_applier_.apply(remote, message); }},
      {model::topic::emoji, [this](const auto& remote, const auto& message) { return emojis_.apply(remote, message); }},
      {model::topic::inventory,
       [this](const auto& remote, const auto& message) { return comparer_.apply(remote, message); }},
      {model::topic::retention,
       [this](const auto& remote, const auto& message) { return retention_.apply(remote, message); }},
      {model::topic::erased_people,
       [this](const auto& remote, const auto& message) { return retention_.apply_people(remote, message); }},
      {model::topic::upload,
       [this](const auto& remote, const auto& message) { return received_files_.announce(remote, message); }},
      {model::topic::tokens,
       [this](const model::Remote& remote, const model::RemoteClusterMsg& message) {
         return rotation_.receive(remote, message);
       }},
      {model::topic::leave,
       [this](const model::Remote& remote, const model::RemoteClusterMsg& message) {
         auto received = partings_.receive(remote, message);
         read_only_.refresh(*store_);
         return received;
       }},
      {model::topic::channel_taken,
       [this](const auto& remote, const auto& message) { return offers_.receive(remote, message); }},
      {model::topic::channel_invite,
       [this](const model::Remote& remote, const model::RemoteClusterMsg& message) {
         if (inbound::DirectChannels::about_one(message)) return direct_channels_.receive(remote, message);
         auto received = offers_.invited(remote, message);
         read_only_.refresh(*store_);
         return received;
       }},
  };
}

inbound::Topics Engine::counted(inbound::Topics topics) {
  for (auto& [topic, handler] : topics) {
    handler = [this, name = topic, inner = std::move(handler)](const model::Remote& remote,
                                                               const model::RemoteClusterMsg& message) {
      auto done = inner(remote, message);
      metrics_.received(remote.id, name, done.ok());
      return done;
    };
  }
  return topics;
}

base::Result<doctor::Report> Engine::examine(const model::Remote& remote, std::stop_token stop) const {
  return examine_({remote.id, remote.site_url, remote.outgoing_token, remote.policy.road,
                   current_.get()->settings.allow_insecure_peers},
                  stop);
}

base::Result<> Engine::unshared(const model::ChannelRemote& row) {
  auto ended = partings_.left_by_peer(row);
  read_only_.refresh(*store_);
  return ended;
}

outbound::TaskHandlers Engine::handlers() {
  return {
      {model::TaskKind::channel_invite,
       [this](const model::Task& task, std::stop_token stop) -> base::Result<store::Settlement> {
         CAUSEWAY_TRY(direct, direct_inviter_.concerns(task));
         return direct ? direct_inviter_.deliver(task, stop) : invites_.deliver(task, stop);
       }},
      {model::TaskKind::leave,
       [this](const model::Task& task, std::stop_token stop) { return partings_.deliver(task, stop); }},
      {model::TaskKind::channel_taken,
       [this](const model::Task& task, std::stop_token stop) { return offers_.deliver(task, stop); }},
      {model::TaskKind::posts,
       [this](const model::Task& task, std::stop_token stop) { return sender_.send(task, stop); }},
      {model::TaskKind::held,
       [this](const model::Task& task, std::stop_token stop) { return sender_.send_held(task, stop); }},
      {model::TaskKind::history,
       [this](const model::Task& task, std::stop_token stop) { return sender_.send(task, stop); }},
      {model::TaskKind::channel,
       [this](const model::Task& task, std::stop_token stop) { return channel_sender_.send(task, stop); }},
      {model::TaskKind::members,
       [this](const model::Task& task, std::stop_token stop) { return member_sender_.send(task, stop); }},
      {model::TaskKind::users,
       [this](const model::Task& task, std::stop_token stop) { return user_sender_.send(task, stop); }},
      {model::TaskKind::people,
       [this](const model::Task& task, std::stop_token stop) { return people_sender_.send(task, stop); }},
      {model::TaskKind::pictures,
       [this](const model::Task& task, std::stop_token stop) { return picture_sender_.send(task, stop); }},
      {model::TaskKind::reconcile,
       [this](const model::Task& task, std::stop_token stop) { return reconciler_.send(task, stop); }},
      {model::TaskKind::erasures,
       [this](const model::Task& task, std::stop_token stop) { return erasure_sender_.send(task, stop); }},
      {model::TaskKind::statuses,
       [this](const model::Task& task, std::stop_token stop) { return status_sender_.send(task, stop); }},
  };
}

outbound::TaskHandlers Engine::watched(outbound::TaskHandlers handlers) {
  for (auto& [kind, handler] : handlers) {
    handler = [this, inner = std::move(handler)](const model::Task& task, std::stop_token stop) {
      auto done = inner(task, std::move(stop));
      const base::Error* error = done.ok() ? (done->broke_off ? &*done->broke_off : nullptr) : &done.error();
      metrics_.synced(task.remote_id, task.kind, error != nullptr);
      if (error != nullptr && outbound::peer_silent(*error)) heartbeat_.doubt(task.remote_id);
      if (done.ok() && !(done->ledger.empty() && done->synced_users.empty())) heartbeat_.told(task.remote_id);
      return done;
    };
  }
  return handlers;
}

void Engine::open_store(std::stop_token stop) {
  std::string said;
  while (!stop.stop_requested()) {
    const auto opened = store_->migrate();
    if (opened.ok()) break;
    if (opened.error().text != said) {
      said = opened.error().text;
      base::log::error("store_not_open", "the database cannot be used yet; trying on: " + said,
                       {{"error", opened.error().code}});
    }
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + open_pause, [] { return false; });
  }
  if (stop.stop_requested()) return;
  base::log::info("store_open", "the database is ready");
  worker_ = std::make_unique<outbound::SyncWorker>(*store_, clock_, watched(handlers()), model::limits::sync_workers);
  catch_up_ = std::make_unique<outbound::CatchUp>(*store_, current_, clock_);
  poll_ = std::make_unique<outbound::Poll>(*store_, changes_, clock_);
  status_poll_ = std::make_unique<outbound::StatusPoll>(*store_, clock_);
  user_poll_ = std::make_unique<outbound::UserPoll>(*store_, current_, clock_);
  {
    const base::MutexLock lock(poll_mutex_);
    direct_poll_ = std::make_unique<outbound::DirectPoll>(direct_inviter_, clock_);
  }
  while (!stop.stop_requested()) {
    read_only_.refresh(*store_);  // another node may have received a channel
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + refresh_pause, [] { return false; });
  }
}

}  // namespace causeway::plugin
