#pragma once
// The lake in memory, for tests. Same promises as store/store.h. Weather: away (every call is retry_later) and doubt
// (the next writes happen, or not, and answer in_doubt; which of the two comes from the seed). Thread-safe.

#include <functional>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "base/mutex.h"
#include "store/store.h"

namespace causeway::fakes {

// What the lake holds: it outlives the process that uses it.
struct FakeRows {
  using Pair = std::pair<model::ChannelId, model::RemoteId>;
  using Lease = std::pair<base::Time, std::int64_t>;  // until, task
  using LedgerKey = std::tuple<model::RemoteId, model::LedgerKind, std::string>;
  struct LedgerRow {
    std::string sent;
    std::string got;
    base::Time got_stamp;
    std::string applying;
    base::Time applying_since;
    std::int64_t looked_at = 0;
    std::int64_t heard = 0;
    base::Time at;
  };

  std::int64_t last_task_ = 0;
  base::Time caught_up_at_;
  std::map<model::RemoteId, model::Remote> remotes_;
  std::map<model::RemoteId, std::int64_t> invite_attempts_;
  struct MarkRow {
    model::PingMark ours;
    base::Time kept;
  };
  std::map<model::RemoteId, MarkRow> marks_;
  std::map<std::pair<model::RemoteId, model::ChannelId>, model::OfferedChannel> offers_;
  std::vector<model::AuditRecord> audit_;
  std::map<model::ChannelId, model::SharedChannel> channels_;
  std::map<Pair, model::ChannelRemote> rows_;
  std::map<Pair, Lease> leases_;
  std::map<Pair, model::Parting> partings_;
  std::map<Pair, model::Reconciliation> reconciliations_;
  std::vector<model::Task> tasks_;
  std::map<std::int64_t, base::Time> scan_claimed_;  // by the id of a claimed task
  std::map<LedgerKey, LedgerRow> ledger_;
  struct HeldRow {
    model::HeldItem item;
    base::Time at;
  };
  std::map<LedgerKey, HeldRow> held_;
  std::int64_t last_held_ = 0;
  std::map<model::RemoteId, base::Time> paused_until_;
  struct Synced {
    base::Time at;
    std::int64_t policy_epoch = 0;
  };
  std::map<std::pair<model::RemoteId, model::UserId>, Synced> synced_;
  std::map<model::RemoteId, std::int64_t> policy_epochs_;
  // The remote has this profile as it is and as the policy is.
  bool has_profile(const model::RemoteId& remote, const model::User& user) const;
  std::map<std::pair<model::RemoteId, model::UserId>, base::Time> pictures_sent_;
  std::map<model::UserId, model::RemoteId> owners_;
  std::map<model::UserId, model::BlockedUser> blocked_;
  std::map<model::ChannelId, model::DirectChannel> direct_;  // whose each member is, is looked up when asked
  std::map<std::pair<model::RemoteId, model::FileId>, model::Attachment> attachments_;
  std::map<std::pair<model::RemoteId, model::FileId>, base::Time> attachments_at_;
  std::map<std::pair<model::RemoteId, model::FileId>, model::PostId> awaited_;
  std::set<model::FileId> files_;
  std::map<Pair, std::vector<model::Post>> erased_;  // each with its time of deletion
  std::map<Pair, base::Time> retention_at_;
  std::map<model::PostId, model::Post> posts_;
  std::map<model::ChannelId, model::Channel> mattermost_channels_;
  std::map<model::PostId, std::int64_t> row_versions_;
  std::map<model::PostId, std::vector<model::Post>> revisions_;
  std::map<std::string, model::Reaction> reactions_;  // by model::ledger_item
  std::map<model::PostId, model::PostPriority> priorities_;
  std::map<std::string, model::PostAcknowledgement> acknowledgements_;
  std::map<std::string, model::Emoji> emojis_;  // by name
  std::map<model::UserId, model::User> users_;
  std::map<model::ChannelId, std::set<model::UserId>> members_;
  std::map<Pair, std::set<model::UserId>> members_sent_;
  std::map<model::UserId, std::pair<model::Status, std::int64_t>> statuses_;  // and when it was written, by a count
  std::int64_t status_writes_ = 0;
  std::map<std::pair<model::RemoteId, model::UserId>, std::pair<std::string, std::int64_t>> statuses_sent_;
};

class FakeStore final : public store::Store, private FakeRows {
 public:
  FakeStore(const base::Clock& clock, std::uint64_t seed, FakeRows rows = {})
      : FakeRows(std::move(rows)), clock_(clock), random_(seed) {}

  // --- weather and Mattermost's own rows
  void set_away(bool away);
  void doubt_next_writes(int count);
  // As when the process that uses it dies: away for ever; what is in it, for its successor.
  FakeRows leave_behind();
  void put_post(const model::Post& post);
  void take_post(const model::PostId& post);   // with what the ledger says of it
  void erase_post(const model::PostId& post);  // from Mattermost's table
  base::Time kept_mark(const model::RemoteId& remote);
  void put_kept_mark(const model::RemoteId& remote, base::Time kept);  // as a backup has it
  void put_file(const model::FileId& file);
  void put_revision(const model::Post& before);  // with the id of its post; update_at: when it was replaced
  void put_user(const model::User& user);
  void take_user(const model::UserId& user);
  void put_channel(const model::Channel& channel);
  void take_channel(const model::ChannelId& channel);  // with its posts
  void put_direct_channel(const model::DirectChannel& channel);
  // Who hears of a direct channel that we write ourselves; called outside the lock.
  void watch_direct_channels(std::function<void(const model::DirectChannel&)> watcher);
  void put_reaction(const model::Reaction& reaction);
  void put_member(const model::ChannelId& channel, const model::UserId& user);
  void take_member(const model::ChannelId& channel, const model::UserId& user);
  void put_status(const model::Status& status);
  void put_priority(const model::PostId& post, const model::PostPriority& priority);
  void put_emoji(const model::Emoji& emoji);
  std::vector<model::Emoji> all_emojis();
  void put_acknowledgement(const model::PostAcknowledgement& acknowledgement);

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
  base::Result<> settle(const model::Task& task, const store::Settlement& settlement, base::Time now) override;
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
  base::Result<std::vector<ChangedPost>> posts_by_id(const model::RemoteId& remote,
                                                     const std::vector<model::PostId>& ids) override;
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
  // Everybody is in every team.
  base::Result<std::vector<NamedUser>> named_users(const std::vector<std::string>& usernames,
                                                   const std::optional<model::ChannelId>& channel) override;
  base::Result<std::map<model::PostId, model::ChannelId>> channels_of_posts(
      const std::vector<model::PostId>& posts) override;

 private:
  // The weather of one call. Runs `body` under the lock; a write in doubt may run it or not.
  template <class T, class Body>
  base::Result<T> read(Body body);
  template <class T, class Body>
  base::Result<T> write(Body body);
  // For every row that is not refused.
  std::int64_t ask_where(const std::function<bool(const model::ChannelRemote&)>& wanted, base::Time scan_from,
                         base::Time now);
  void ask(const model::RemoteId& remote, const model::ChannelId& channel, model::TaskKind kind, base::Time scan_from,
           base::Time now);
  void ask_for_held(const model::HeldItem& item, base::Time now);
  std::vector<model::MembershipChange> members_to_tell(const model::RemoteId& remote, const model::ChannelId& channel,
                                                       std::size_t most);
  bool claimable(const model::Task& task, base::Time now);
  static bool crosses(const model::Post& post, const std::vector<std::string>& types);
  bool to_look_at(const model::Post& post, const model::RemoteId& remote, const std::vector<std::string>& types);
  base::Steady next_due(const std::vector<model::RemoteId>& busy);
  ChangedPost standing_of(const model::Post& post, const model::RemoteId& remote);
  ChangedPost standing_of(const model::PostId& post, const model::RemoteId& remote);
  static std::string opened(const std::string& version);
  std::string sent_version(const model::RemoteId& remote, model::LedgerKind kind, const std::string& item);
  bool belongs_to(const model::UserId& user, const model::RemoteId& remote);
  model::DirectChannel with_owners(model::DirectChannel channel);
  void drop_tasks(const model::ChannelId* channel, const model::RemoteId* remote);

  const base::Clock& clock_;
  // All below, and the rows, are read and written under it, in read(), write() and what they call. Clang's analysis
  // does not follow a lock into the lambdas that go through them, so it is TSan that holds this to be true.
  base::Mutex mutex_;
  base::CondVar work_;
  std::mt19937_64 random_;
  bool away_ = false;
  bool purged_ = false;
  int doubts_ = 0;
  std::uint64_t signals_ = 0;
  std::function<void(const model::DirectChannel&)> direct_watcher_;
};

}  // namespace causeway::fakes
