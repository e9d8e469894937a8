#pragma once
// store.h over PostgreSQL. Each file remotes.cpp, channels.cpp, tasks.cpp, held_items.cpp, ledger.cpp holds the calls
// of that part of the face. Thread-safe: sessions come from the pool, the rest is under its lock.

#include <atomic>
#include <map>
#include <optional>

#include "store/postgres/open.h"
#include "store/postgres/pool.h"

namespace causeway::store::postgres {

class PostgresStore final : public Store {
 public:
  PostgresStore(DataSource source, Options options, const base::Clock& clock);

  base::Result<> migrate() override;
  base::Result<> purge() override;

  base::Result<> add_remote(const model::Remote& remote) override;
  base::Result<std::optional<model::Remote>> remote(const model::RemoteId& id) override;
  base::Result<std::vector<model::Remote>> remotes(bool with_removed) override;
  base::Result<bool> confirm_remote(const model::RemoteId& id, const std::string& site_url,
                                    const std::string& incoming_digest, const std::string& outgoing_token,
                                    base::Time now) override;
  base::Result<> replace_remote(const model::Remote& remote) override;
  base::Result<> set_remote_state(const model::RemoteId& id, model::RemoteState state,
                                  const std::string& error) override;
  base::Result<bool> pause_remote(const model::RemoteId& id, bool paused) override;
  base::Result<bool> renew_invite(const model::RemoteId& id, const std::string& incoming_digest,
                                  base::Time now) override;
  base::Result<std::int64_t> count_invite_attempt(const model::RemoteId& id, std::int64_t most) override;
  base::Result<bool> propose_tokens(const model::RemoteId& id, const std::string& incoming,
                                    const std::string& incoming_digest, const std::string& outgoing) override;
  base::Result<> end_proposal(const model::RemoteId& id, bool accepted) override;
  base::Result<bool> take_tokens(const model::RemoteId& id, const std::string& incoming_digest,
                                 const std::string& outgoing_token) override;
  base::Result<> begin_next_token(const model::RemoteId& id, const std::string& digest, base::Time until) override;
  base::Result<model::PingMark> begin_mark(const model::RemoteId& remote, base::Time now) override;
  base::Result<> end_mark(const model::RemoteId& remote, const model::PingMark& mark) override;
  base::Result<base::Time> keep_mark(const model::RemoteId& remote, const model::PingMark& mark) override;
  base::Result<bool> send_since(const model::RemoteId& remote, const model::PingMark& mark, base::Time kept,
                                base::Time now) override;
  base::Result<> record_ping(const model::RemoteId& id, bool causeway, base::Time at) override;
  base::Result<> record_remote_error(const model::RemoteId& id, const std::string& error) override;
  base::Result<> patch_remote(const model::RemoteId& id, const std::string& display_name,
                              const model::TeamId& default_team) override;
  base::Result<> set_policy(const model::RemoteId& id, const model::RemotePolicy& policy,
                            std::optional<base::Time> profiles_due) override;
  base::Result<std::vector<model::ChannelId>> remove_remote(const model::RemoteId& id, base::Time now) override;

  base::Result<> save_shared_channel(const model::SharedChannel& channel) override;
  base::Result<std::optional<model::SharedChannel>> shared_channel(const model::ChannelId& id) override;
  base::Result<std::vector<model::SharedChannel>> shared_channels() override;
  base::Result<> delete_shared_channel(const model::ChannelId& id) override;
  base::Result<> save_channel_remote(const model::ChannelRemote& row) override;
  base::Result<bool> add_channel_remote(const model::ChannelRemote& row) override;
  base::Result<std::optional<model::ChannelRemote>> channel_remote(const model::ChannelId& channel,
                                                                   const model::RemoteId& remote) override;
  base::Result<std::optional<model::ChannelRemote>> channel_by_wire_id(const model::RemoteId& remote,
                                                                       const model::ChannelId& wire_id) override;
  base::Result<std::vector<model::ChannelRemote>> channel_remotes(const model::ChannelId& channel) override;
  base::Result<std::vector<model::ChannelRemote>> remote_channels(const model::RemoteId& remote) override;
  base::Result<bool> set_read_only(const model::ChannelId& channel, const model::RemoteId& remote,
                                   bool read_only) override;
  base::Result<> set_invite_state(const model::ChannelId& channel, const model::RemoteId& remote,
                                  model::InviteState state, const std::string& error) override;
  base::Result<Ended> end_share(const model::ChannelId& channel, const model::RemoteId& remote, bool tell,
                                base::Time now) override;
  base::Result<std::optional<model::Parting>> parting(const model::ChannelId& channel,
                                                      const model::RemoteId& remote) override;
  base::Result<std::optional<model::Parting>> former_share(const model::ChannelId& channel,
                                                           const model::RemoteId& remote) override;
  base::Result<std::vector<model::Parting>> untold_partings(const model::RemoteId& remote, std::size_t most) override;
  base::Result<> partings_told(const std::vector<model::Parting>& partings) override;
  base::Result<> forget_token(const model::RemoteId& removed) override;

  base::Result<> enqueue(const std::vector<model::TaskWish>& wishes, base::Time now) override;
  base::Result<std::int64_t> enqueue_posts(const model::ChannelId& channel, const model::RemoteId& except,
                                           base::Time scan_from, base::Time now) override;
  base::Result<std::int64_t> enqueue_all(base::Time scan_from, base::Time now) override;
  base::Result<std::int64_t> enqueue_catch_up(base::Millis overlap, const std::vector<std::string>& types,
                                              base::Time now) override;
  base::Result<std::vector<model::Task>> claim(std::size_t most, base::Time now, base::Millis lease,
                                               const std::vector<model::RemoteId>& busy) override;
  base::Result<> renew(const std::vector<std::int64_t>& task_ids, base::Time until) override;
  base::Result<> settle(const model::Task& task, const Settlement& settlement, base::Time now) override;
  base::Result<std::int64_t> wake_remote(const model::RemoteId& remote, base::Time now) override;
  base::Result<std::vector<model::Task>> tasks(const model::RemoteId& remote) override;
  base::Result<std::vector<Standing>> standings(std::size_t most) override;
  void wait_for_work(std::stop_token stop, base::Millis longest, const std::vector<model::RemoteId>& busy) override;

  base::Result<> hold(const std::vector<model::HeldItem>& items, base::Time now) override;
  base::Result<> release(const model::RemoteId& remote, const std::vector<std::int64_t>& numbers,
                         base::Time now) override;
  base::Result<std::vector<model::HeldItem>> held_of(const model::RemoteId& remote,
                                                     const std::vector<model::PostId>& posts) override;
  base::Result<std::vector<model::HeldItem>> held(const HeldFilter& filter) override;
  base::Result<std::int64_t> count_held(const model::RemoteId& remote, bool dead_only) override;
  base::Result<std::int64_t> redrive(const model::RemoteId& remote, const model::ChannelId& channel,
                                     std::int64_t number, base::Time now) override;
  base::Result<std::int64_t> prune_dead_letters(base::Time before) override;

  base::Result<std::map<model::ChannelId, Latest>> latest_changes() override;

  base::Result<std::vector<model::ReceivedVerdict>> ledger_begin(const model::RemoteId& remote,
                                                                 const std::vector<model::ReceivedItem>& items,
                                                                 base::Time now) override;
  base::Result<> ledger_open(const model::RemoteId& remote, const std::vector<model::LedgerEntry>& items) override;
  base::Result<> ledger_finish(const model::RemoteId& remote, const std::vector<model::ReceivedItem>& items,
                               base::Time now) override;
  base::Result<std::int64_t> prune_ledger(base::Time before) override;

  base::Result<std::vector<model::UserId>> users_to_send(const model::RemoteId& remote,
                                                         const std::vector<model::UserId>& users) override;
  base::Result<std::vector<model::User>> changed_profiles(const model::RemoteId& remote, std::size_t most) override;
  base::Result<base::Time> newest_user_change() override;
  base::Result<UnknownPeople> unknown_people(const model::RemoteId& remote, const model::Cursor& behind,
                                             std::size_t most) override;
  base::Result<> set_people_offered(const model::RemoteId& remote, base::Time until) override;
  base::Result<std::vector<ChangedPicture>> changed_pictures(const model::RemoteId& remote, std::size_t most) override;
  base::Result<std::optional<model::RemoteId>> owner_of(const model::UserId& user) override;
  base::Result<> claim_user(const model::UserId& user, const model::RemoteId& remote, base::Time now) override;
  base::Result<std::int64_t> count_owned_users(const model::RemoteId& remote) override;
  base::Result<> audit(const model::AuditRecord& record, std::int64_t most) override;
  base::Result<std::vector<model::AuditRecord>> audit_trail(std::size_t most) override;

  base::Result<std::int64_t> adopt_users(const model::RemoteId& remote) override;
  base::Result<std::vector<model::UserId>> stray_users(const model::UserId& behind, std::size_t most) override;

  base::Result<KeptOffer> keep_offer(const model::OfferedChannel& offer) override;
  base::Result<std::vector<model::OfferedChannel>> offers() override;
  base::Result<bool> approve_offer(const model::RemoteId& remote, const model::ChannelId& channel,
                                   const model::TeamId& team, const std::string& name) override;
  base::Result<bool> decline_offer(const model::RemoteId& remote, const model::ChannelId& channel) override;
  base::Result<bool> forget_offer(const model::RemoteId& remote, const model::ChannelId& channel) override;
  base::Result<> block_user(const model::BlockedUser& blocked) override;
  base::Result<bool> unblock_user(const model::UserId& user) override;
  base::Result<std::vector<model::BlockedUser>> blocked_users() override;
  base::Result<HeldBack> held_back(const model::RemoteId& remote, const std::vector<model::UserId>& users,
                                   const std::vector<model::PostId>& posts) override;

  base::Result<std::vector<model::Attachment>> attachments(const model::RemoteId& remote,
                                                           const std::vector<model::FileId>& files) override;
  base::Result<std::optional<model::Attachment>> attachment_of_upload(const model::RemoteId& remote,
                                                                      const std::string& upload_id) override;
  base::Result<> save_attachment(const model::Attachment& attachment, base::Time now) override;
  base::Result<> await_file(const model::RemoteId& remote, const model::FileId& file, const model::PostId& post,
                            base::Time now) override;
  base::Result<std::optional<model::PostId>> take_awaited(const model::RemoteId& remote,
                                                          const model::FileId& file) override;

  base::Result<ChangedPosts> changed_posts(const model::ChannelRemote& row, const model::Task& task,
                                           base::Millis overlap, const std::vector<std::string>& types,
                                           std::size_t most) override;
  base::Result<std::vector<ChangedPost>> posts_by_id(const model::RemoteId& remote,
                                                     const std::vector<model::PostId>& ids) override;
  base::Result<std::vector<ChangedPost>> inventory(const model::ChannelRemote& row, const model::Cursor& behind,
                                                   const std::vector<std::string>& types, std::size_t most) override;
  base::Result<> begin_reconciliation(const model::ChannelId& channel, const model::RemoteId& remote,
                                      const model::UserId& asked_by, base::Time now) override;
  base::Result<> add_reconciled(const model::ChannelId& channel, const model::RemoteId& remote, bool ours, bool first,
                                const model::Reconciliation::Side& page) override;
  base::Result<std::optional<model::Reconciliation>> reconciliation(const model::ChannelId& channel,
                                                                    const model::RemoteId& remote) override;
  base::Result<> forget_sent(const model::RemoteId& remote, const std::vector<model::PostId>& posts) override;
  base::Result<std::vector<model::Post>> revisions(const model::PostId& post, std::size_t most) override;
  base::Result<std::optional<ChannelNow>> channel_now(const model::RemoteId& remote,
                                                      const model::ChannelId& channel) override;
  base::Result<std::map<model::PostId, model::PostPriority>> priorities(
      const std::vector<model::PostId>& posts) override;
  base::Result<std::vector<Reacted>> reactions(const model::RemoteId& remote, const std::vector<model::PostId>& posts,
                                               base::Time since) override;
  base::Result<std::vector<Acknowledged>> acknowledgements(const model::RemoteId& remote,
                                                           const std::vector<model::PostId>& posts) override;
  base::Result<std::optional<model::DirectChannel>> direct_channel(const model::ChannelId& id) override;
  base::Result<std::optional<model::DirectChannel>> direct_channel_of(
      const std::vector<model::UserId>& people) override;
  base::Result<std::vector<model::ChannelId>> untold_direct_channels(const std::vector<model::RemoteId>& remotes,
                                                                     base::Time since, std::size_t most) override;
  base::Result<model::ChannelId> write_direct_channel(const std::vector<model::UserId>& people,
                                                      base::Time now) override;
  base::Result<std::int64_t> enqueue_members(const model::RemoteId& remote, base::Time now) override;
  base::Result<std::vector<model::MembershipChange>> changed_members(const model::RemoteId& remote,
                                                                     const model::ChannelId& channel,
                                                                     std::size_t most) override;
  base::Result<> record_members(const model::RemoteId& remote, const model::ChannelId& channel,
                                const std::vector<model::MembershipChange>& told) override;
  base::Result<WrittenStatuses> written_statuses(const std::string& since) override;
  base::Result<std::vector<ChangedStatus>> changed_statuses(const model::RemoteId& remote, std::size_t most) override;
  base::Result<> record_statuses(const model::RemoteId& remote, const std::vector<model::Status>& sent,
                                 base::Time now) override;
  base::Result<bool> write_acknowledgement(const model::PostAcknowledgement& acknowledgement) override;
  base::Result<std::vector<NamedEmoji>> emojis(const model::RemoteId& remote,
                                               const std::vector<std::string>& names) override;
  base::Result<std::int64_t> count_emojis(const model::RemoteId& remote) override;
  base::Result<bool> write_emoji(const model::Emoji& emoji, const model::FileId& file, base::Time now) override;
  base::Result<std::vector<model::User>> users(const std::vector<model::UserId>& ids) override;
  base::Result<std::vector<NamedUser>> named_users(const std::vector<std::string>& usernames,
                                                   const std::optional<model::ChannelId>& channel) override;
  base::Result<std::map<model::PostId, model::ChannelId>> channels_of_posts(
      const std::vector<model::PostId>& posts) override;

  base::Result<> note_erased(const std::vector<model::Post>& posts, base::Time now) override;
  base::Result<std::vector<ChangedPost>> erased_posts(const model::ChannelRemote& row, std::size_t most) override;
  base::Result<> forget_erased(const model::ChannelRemote& row, const std::vector<model::PostId>& posts) override;
  base::Result<> begin_retention(base::Time now) override;
  base::Result<Retained> retained(const model::ChannelRemote& row, std::size_t most) override;
  base::Result<> end_retention(const model::ChannelRemote& row, base::Time asked_at) override;
  base::Result<std::vector<model::PostId>> older_posts_of(const model::ChannelRemote& row, base::Time before,
                                                          const std::vector<model::PostId>& kept,
                                                          std::size_t most) override;
  base::Result<> begin_channel_erasures(base::Time now) override;
  base::Result<> begin_people_erasures(base::Time now) override;
  base::Result<std::vector<model::UserId>> erased_people(const model::RemoteId& remote, std::size_t most) override;
  base::Result<> forget_people(const model::RemoteId& remote, const std::vector<model::UserId>& people) override;
  base::Result<std::vector<Written>> posts_by(const model::RemoteId& remote, const model::UserId& person,
                                              const std::string& emptied, std::size_t most) override;
  base::Result<std::int64_t> prune_attachments(base::Time before, std::int64_t most) override;

 private:
  base::Result<Rows> run(const Statement& statement, const Params& params);
  std::string opened(const std::string& sealed) const;
  model::Remote read_remote(const Rows& rows, int row) const;
  Params remote_params(const model::Remote& remote) const;
  void signal();
  // How long from now until something claimable falls due; nothing when there is no such task or no database.
  std::optional<base::Millis> until_due(const std::vector<model::RemoteId>& busy);
  // Once per process and table: whether it has the columns that we read.
  base::Result<> probe(std::atomic<bool>& done, const std::string& table, const std::vector<std::string>& columns);
  base::Result<> probe_posts();
  base::Result<> probe_users();
  base::Result<> probe_channels();
  base::Result<> probe_members();
  base::Result<> probe_statuses();
  std::vector<ChangedPost> read_changed(const Rows& rows) const;
  base::Result<ChangedPosts> history_posts(const model::ChannelRemote& row, const model::Task& task,
                                           const std::vector<std::string>& types, std::size_t most);
  base::Result<> probe_names();
  base::Result<> probe_direct();

  const TokenCipher cipher_;
  const base::Clock& clock_;
  Pool pool_;
  std::atomic<bool> purged_ = false;
  base::Mutex mutex_;
  base::CondVar work_;
  std::uint64_t signals_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  std::atomic<bool> posts_probed_{false};
  std::atomic<bool> users_probed_{false};
  std::atomic<bool> bots_probed_{false};
  std::atomic<bool> channels_probed_{false};
  std::atomic<bool> members_probed_{false};
  std::atomic<bool> statuses_probed_{false};
  std::atomic<bool> priorities_probed_{false};
  std::atomic<bool> reactions_probed_{false};
  std::atomic<bool> acknowledgements_probed_{false};
  std::atomic<bool> emojis_probed_{false};
  std::atomic<bool> files_probed_{false};
  std::atomic<bool> names_probed_{false};
  std::atomic<bool> direct_probed_{false};
};

}  // namespace causeway::store::postgres
