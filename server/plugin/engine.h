#pragma once
// One active life of the plugin, from OnActivate to OnDeactivate: the walls, then the journeys between them. Owns every
// thread; members are built from top to bottom and torn down in reverse, so this page is the order of things.

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "admin/health.h"
#include "admin/metrics.h"
#include "admin/report.h"
#include "base/clock.h"
#include "base/thread.h"
#include "config/current.h"
#include "doctor/job.h"
#include "inbound/applier.h"
#include "inbound/apply/channel.h"
#include "inbound/apply/direct_channels.h"
#include "inbound/apply/emojis.h"
#include "inbound/apply/files.h"
#include "inbound/apply/pictures.h"
#include "inbound/authenticator.h"
#include "inbound/comparer.h"
#include "inbound/quiet_joins.h"
#include "inbound/receiver.h"
#include "inbound/retention_applier.h"
#include "inbound/storm_guard.h"
#include "mattermost/server.h"
#include "outbound/catch_up.h"
#include "outbound/change_listener.h"
#include "outbound/channel_sender.h"
#include "outbound/direct_inviter.h"
#include "outbound/direct_poll.h"
#include "outbound/erasure_sender.h"
#include "outbound/member_sender.h"
#include "outbound/people_sender.h"
#include "outbound/picture_sender.h"
#include "outbound/poll.h"
#include "outbound/reconciler.h"
#include "outbound/sender.h"
#include "outbound/status_poll.h"
#include "outbound/status_sender.h"
#include "outbound/sync_worker.h"
#include "outbound/user_poll.h"
#include "outbound/user_sender.h"
#include "peer/client.h"
#include "plugin/read_only_channels.h"
#include "remotes/audit.h"
#include "remotes/channel_invites.h"
#include "remotes/commands.h"
#include "remotes/dead_letters.h"
#include "remotes/direct_messages.h"
#include "remotes/directory.h"
#include "remotes/heartbeat.h"
#include "remotes/leavers.h"
#include "remotes/offer_commands.h"
#include "remotes/offers.h"
#include "remotes/pairing.h"
#include "remotes/partings.h"
#include "remotes/reconciliations.h"
#include "remotes/rotation.h"
#include "remotes/security_commands.h"
#include "routes/router.h"
#include "store/store.h"

namespace causeway::plugin {

class Engine {
 public:
  // Has the road to a peer examined; takes up to limits::doctor_time.
  using Examine = std::function<base::Result<doctor::Report>(const doctor::Job&, std::stop_token)>;

  Engine(mattermost::Server& server, const config::Current& current, const base::Clock& clock,
         std::unique_ptr<store::Store> store, std::unique_ptr<peer::Client> peers, Examine examine);
  ~Engine();

  outbound::ChangeListener& changes() { return changes_; }
  inbound::QuietJoins& quiet_joins() { return quiet_joins_; }
  const ReadOnlyChannels& read_only() const { return read_only_; }
  inbound::StormGuard& storm_guard() { return storm_guard_; }
  inbound::UserApplier& users() { return users_; }
  inbound::Overwrites& overwrites() { return overwrites_; }
  remotes::Commands& commands() { return commands_; }
  routes::Router& router() { return router_; }
  admin::Report& report() { return report_; }
  // Asked when the life ends; waits inside doors and commands end with it.
  std::stop_token stop() const { return stop_.get_token(); }
  // Has every peer told of what the server's data retention took away; forgets rows of our own that it left behind, at
  // most so many, and says how many.
  base::Result<std::int64_t> follow_retention(std::int64_t most);
  void direct_channel_opened() CAUSEWAY_EXCLUDES(poll_mutex_);  // perhaps: the peer hears of it soon
  void request_stop() { stop_.request_stop(); }

 private:
  inbound::Topics topics();
  inbound::Topics counted(inbound::Topics topics);
  outbound::TaskHandlers handlers();
  // The same, counted, and a peer that does not answer is looked after.
  outbound::TaskHandlers watched(outbound::TaskHandlers handlers);
  base::Result<doctor::Report> examine(const model::Remote& remote, std::stop_token stop) const;
  base::Result<> unshared(const model::ChannelRemote& row);  // by the peer's word
  // The database may be away, or its rights missing, when the plugin starts: try until it is there, then let things
  // flow.
  void open_store(std::stop_token stop);

  const config::Current& current_;
  const base::Clock& clock_;
  std::stop_source stop_;
  // walls
  const Examine examine_;
  std::unique_ptr<store::Store> store_;
  admin::Metrics metrics_;
  std::unique_ptr<peer::Client> peers_;
  // river 2
  inbound::QuietJoins quiet_joins_;
  inbound::StormGuard storm_guard_;
  inbound::UserApplier users_;
  inbound::PictureApplier pictures_;
  inbound::FileApplier received_files_;
  inbound::Overwrites overwrites_;
  inbound::PostApplier posts_;
  inbound::ReactionApplier reactions_;
  inbound::AcknowledgementApplier acknowledgements_;
  inbound::StatusApplier statuses_;
  inbound::MemberApplier members_;
  inbound::Blocking blocking_;
  inbound::Applier applier_;
  inbound::ChannelApplier channel_applier_;
  inbound::DirectChannels direct_channels_;
  inbound::EmojiApplier emojis_;
  inbound::Comparer comparer_;
  inbound::RetentionApplier retention_;
  inbound::Authenticator authenticator_;
  // the banks
  ReadOnlyChannels read_only_;
  remotes::Audit audit_;
  remotes::Heartbeat heartbeat_;
  remotes::Leavers leavers_;
  remotes::Partings partings_;
  remotes::Pairing pairing_;
  remotes::Rotation rotation_;
  remotes::Blocks blocks_;
  remotes::Directory directory_;
  remotes::Dialogs dialogs_;
  remotes::Purge purge_;
  remotes::ChannelInvites invites_;
  remotes::Offers offers_;
  remotes::OfferCommands offer_commands_;
  remotes::SecurityCommands security_commands_;
  remotes::DeadLetters dead_letters_;
  remotes::Reconciliations reconciliations_;
  remotes::DirectMessages direct_messages_;
  remotes::Commands commands_;
  admin::Health health_;
  admin::Report report_;
  // doors
  inbound::Receiver receiver_;
  routes::PeerDoors peer_doors_;
  routes::NativeDoors native_doors_;
  routes::ConsoleDoors console_doors_;
  routes::Router router_;
  // river 1
  outbound::AuthorNotices notices_;
  outbound::FileSender files_;
  outbound::EmojiSender emoji_sender_;
  outbound::DirectInviter direct_inviter_;
  outbound::Sender sender_;
  outbound::ChannelSender channel_sender_;
  outbound::MemberSender member_sender_;
  outbound::StatusSender status_sender_;
  outbound::PictureSender picture_sender_;
  outbound::PeopleSender people_sender_;
  outbound::UserSender user_sender_;
  outbound::Reconciler reconciler_;
  outbound::ErasureSender erasure_sender_;
  outbound::ChangeListener changes_;
  std::unique_ptr<outbound::SyncWorker> worker_;  // from when the store is open
  std::unique_ptr<outbound::CatchUp> catch_up_;
  std::unique_ptr<outbound::Poll> poll_;
  std::unique_ptr<outbound::StatusPoll> status_poll_;
  std::unique_ptr<outbound::UserPoll> user_poll_;
  base::Mutex poll_mutex_;
  std::unique_ptr<outbound::DirectPoll> direct_poll_ CAUSEWAY_GUARDED_BY(poll_mutex_);
  base::Mutex mutex_;
  base::CondVar never_;
  base::Thread opener_;  // last: starts the six above
};

}  // namespace causeway::plugin
