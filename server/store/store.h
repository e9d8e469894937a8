#pragma once
// THE LAKE. What Causeway remembers (schema `causeway`) and what it reads of Mattermost's own tables. The real one is
// store/postgres, the fake one tests/fakes/fake_store.h; tests/contract/store holds both to this page. Every call may
// be made from any thread, blocks, and is one transaction: all of it happened or none.
//
// Errors: retry_later (code store_unavailable: the database is away, the pool is empty, or the statement timed out),
// refused (code store_refused: a constraint or a missing right; the text names the SQL that an admin must run when
// there is one), in_doubt (code store_in_doubt: the connection died during commit).

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/attachment.h"
#include "model/audit.h"
#include "model/content.h"
#include "model/emoji.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/erasures.h"
#include "store/marks.h"
#include "store/offers.h"
#include "store/people.h"
#include "store/settlement.h"

namespace causeway::store {

class Store : public People, public Erasures, public Marks, public Offers {
 public:
  // --- life
  // Makes or migrates the schema. Safe on several nodes at once. Call again after retry_later.
  virtual base::Result<> migrate() = 0;
  // The end of it: the schema with everything in it is gone. From then on every call is refused (code store_purged).
  virtual base::Result<> purge() = 0;

  // --- remotes
  virtual base::Result<> add_remote(const model::Remote& remote) = 0;  // refused: remote_exists (id or live name taken)
  virtual base::Result<std::optional<model::Remote>> remote(const model::RemoteId& id) = 0;  // removed ones too
  virtual base::Result<std::vector<model::Remote>> remotes(bool with_removed) = 0;           // by name
  // Turns a pending remote into a connected one: true for exactly one caller, false when it is not pending.
  virtual base::Result<bool> confirm_remote(const model::RemoteId& id, const std::string& site_url,
                                            const std::string& incoming_digest, const std::string& outgoing_token,
                                            base::Time now) = 0;
  // A removed remote that is paired again takes the new row's values and keeps its users.
  virtual base::Result<> replace_remote(const model::Remote& remote) = 0;
  // A paused remote stays paused, unless it ends; one that has ended or was removed stays so, with its error.
  virtual base::Result<> set_remote_state(const model::RemoteId& id, model::RemoteState state,
                                          const std::string& error) = 0;
  // Connected or stopped becomes paused, and paused connected. False: it was neither, nothing has changed.
  virtual base::Result<bool> pause_remote(const model::RemoteId& id, bool paused) = 0;
  // A new invite for a pending remote: the old token dies.
  virtual base::Result<bool> renew_invite(const model::RemoteId& id, const std::string& incoming_digest,
                                          base::Time now) = 0;
  // Somebody tried to confirm a pending remote and was refused: the invite dies with the `most`th time. How many there
  // were; 0 when the remote is not pending.
  virtual base::Result<std::int64_t> count_invite_attempt(const model::RemoteId& id, std::int64_t most) = 0;
  // Tokens of a connected remote. Ours to propose: both are written down before the peer hears of them, and the
  // incoming one counts from now on beside the present one. False when another proposal is written down already.
  virtual base::Result<bool> propose_tokens(const model::RemoteId& id, const std::string& incoming,
                                            const std::string& incoming_digest, const std::string& outgoing) = 0;
  // The peer has said yes (or no: then nothing of the proposal counts any more).
  virtual base::Result<> end_proposal(const model::RemoteId& id, bool accepted) = 0;
  // The peer's proposal: `outgoing_token` is what we show from now on. False while a proposal of ours is written down.
  virtual base::Result<bool> take_tokens(const model::RemoteId& id, const std::string& incoming_digest,
                                         const std::string& outgoing_token) = 0;
  // The peer has shown the next token: it is the present one now, and the one before counts until `until`.
  virtual base::Result<> begin_next_token(const model::RemoteId& id, const std::string& digest, base::Time until) = 0;
  // Success; clears last_error. `causeway`: what the peer said of itself.
  virtual base::Result<> record_ping(const model::RemoteId& id, bool causeway, base::Time at) = 0;
  virtual base::Result<> record_remote_error(const model::RemoteId& id, const std::string& error) = 0;
  virtual base::Result<> patch_remote(const model::RemoteId& id, const std::string& display_name,
                                      const model::TeamId& default_team) = 0;
  // profiles_due: it says otherwise what leaves of profiles. No profile that was sent before, or by a task claimed
  // before, counts as sent any more, and the `users` task is made, due then.
  virtual base::Result<> set_policy(const model::RemoteId& id, const model::RemotePolicy& policy,
                                    std::optional<base::Time> profiles_due) = 0;
  // State removed, delete_at set, its channel remotes and tasks deleted; shared channels left without a remote deleted
  // and returned, so that the caller takes the shared mark off. A Causeway with which the connection stood is to hear
  // of it: then a `leave` task is made and the outgoing token stays until forget_token.
  virtual base::Result<std::vector<model::ChannelId>> remove_remote(const model::RemoteId& id, base::Time now) = 0;

  // --- shared channels
  virtual base::Result<> save_shared_channel(const model::SharedChannel& channel) = 0;  // insert or replace
  virtual base::Result<std::optional<model::SharedChannel>> shared_channel(const model::ChannelId& id) = 0;
  virtual base::Result<std::vector<model::SharedChannel>> shared_channels() = 0;
  virtual base::Result<> delete_shared_channel(const model::ChannelId& id) = 0;  // with its channel remotes and tasks
  virtual base::Result<> save_channel_remote(const model::ChannelRemote& row) = 0;  // insert or replace
  // The same for a new row alone: false, and nothing is written, when there is one.
  virtual base::Result<bool> add_channel_remote(const model::ChannelRemote& row) = 0;
  virtual base::Result<std::optional<model::ChannelRemote>> channel_remote(const model::ChannelId& channel,
                                                                           const model::RemoteId& remote) = 0;
  virtual base::Result<std::vector<model::ChannelRemote>> channel_remotes(const model::ChannelId& channel) = 0;
  virtual base::Result<std::vector<model::ChannelRemote>> remote_channels(const model::RemoteId& remote) = 0;
  virtual base::Result<> set_invite_state(const model::ChannelId& channel, const model::RemoteId& remote,
                                          model::InviteState state, const std::string& error) = 0;
  // Of a confirmed one, and it waits for its invitation to be answered again. False: it is not confirmed.
  virtual base::Result<bool> set_read_only(const model::ChannelId& channel, const model::RemoteId& remote,
                                           bool read_only) = 0;
  // Deletes the row and its tasks, and the shared channel with its last row: what became of it. The share is remembered
  // as a parting until the channel is shared with that remote again (save_channel_remote); `tell`: the remote is to
  // hear of it, and a `leave` task of its is made.
  enum class Ended { was_not_shared, others_have_it, nobody_has_it };
  virtual base::Result<Ended> end_share(const model::ChannelId& channel, const model::RemoteId& remote, bool tell,
                                        base::Time now) = 0;
  virtual base::Result<std::optional<model::Parting>> parting(const model::ChannelId& channel,
                                                              const model::RemoteId& remote) = 0;
  // The same, and else the latest with an ended connection to the same address.
  virtual base::Result<std::optional<model::Parting>> former_share(const model::ChannelId& channel,
                                                                   const model::RemoteId& remote) = 0;
  // Those that the remote does not know of yet, by channel, at most `most`.
  virtual base::Result<std::vector<model::Parting>> untold_partings(const model::RemoteId& remote,
                                                                    std::size_t most) = 0;
  virtual base::Result<> partings_told(const std::vector<model::Parting>& partings) = 0;
  // Of no more use, and so is what was asked of the remote by somebody who had not seen that it is removed.
  virtual base::Result<> forget_token(const model::RemoteId& removed) = 0;

  // The row whose wire_id or own id this is, in this order.
  virtual base::Result<std::optional<model::ChannelRemote>> channel_by_wire_id(const model::RemoteId& remote,
                                                                               const model::ChannelId& wire_id) = 0;

  // --- tasks
  // Makes the tasks or widens those that wait (scan_from: the earlier one wins; 0 does not widen), committed on return,
  // and signals the waiters of this process.
  virtual base::Result<> enqueue(const std::vector<model::TaskWish>& wishes, base::Time now) = 0;
  // Wishes a `posts` task for every remote of the channel but `except` (empty = all): what a hook calls. One statement.
  // scan_from counts where it is limits::cursor_overlap / 2 or more behind the remote's cursor.
  // Returns how many. A channel that is not shared costs one indexed look-up.
  virtual base::Result<std::int64_t> enqueue_posts(const model::ChannelId& channel, const model::RemoteId& except,
                                                   base::Time scan_from, base::Time now) = 0;
  // The same for every confirmed or waiting channel remote there is.
  virtual base::Result<std::int64_t> enqueue_all(base::Time scan_from, base::Time now) = 0;
  // The catch-up scan: the same, from `overlap` before now, or before the last catch-up where our clock was behind now;
  // but only where a post of these types that nobody has looked at for the remote has changed since, or behind its
  // cursor: a quiet channel costs one look at an index.
  virtual base::Result<std::int64_t> enqueue_catch_up(base::Millis overlap, const std::vector<std::string>& types,
                                                      base::Time now) = 0;
  // Up to `most` due tasks, leased to the caller until now + lease. Never two tasks of one (remote, channel) at a time,
  // those without a channel being one such pair; but for invitations only where the channel remote is confirmed;
  // nothing for a remote that is not connected, but for `leave` to a removed one; none of those in `busy`. Oldest
  // first. A lease that ran out counts as never claimed.
  virtual base::Result<std::vector<model::Task>> claim(std::size_t most, base::Time now, base::Millis lease,
                                                       const std::vector<model::RemoteId>& busy) = 0;
  // The leases of these claimed tasks last until `until`; ids that are not claimed any more are ignored.
  virtual base::Result<> renew(const std::vector<std::int64_t>& task_ids, base::Time until) = 0;
  virtual base::Result<> settle(const model::Task& task, const Settlement& settlement, base::Time now) = 0;
  // Tasks of this remote that wait for a retry are due now; attempts stay, and so does a pause that the remote asked
  // for. Returns how many.
  virtual base::Result<std::int64_t> wake_remote(const model::RemoteId& remote, base::Time now) = 0;
  virtual base::Result<std::vector<model::Task>> tasks(const model::RemoteId& remote) = 0;  // for status, oldest first
  // How far every channel remote is, for status: what waits behind its cursor while a task says that something may.
  struct Standing {
    model::ChannelId channel_id;
    model::RemoteId remote_id;
    std::int64_t pending = 0;   // posts to look at; counted up to `most`
    base::Time oldest;          // the first of them changed then; 0 = none
    std::int32_t attempts = 0;  // failures in a row
    base::Time not_before;      // of the task that is tried again last; 0 = none waits
    std::string last_error;     // of a task
    bool operator==(const Standing&) const = default;
  };
  virtual base::Result<std::vector<Standing>> standings(std::size_t most) = 0;  // by channel, then remote
  // Until something is enqueued here, or something claimable of a remote that is not `busy` falls due (other nodes'
  // tasks are found by looking), or `longest` has passed, or a stop is asked. Never fails: with the database away it
  // just waits.
  virtual void wait_for_work(std::stop_token stop, base::Millis longest, const std::vector<model::RemoteId>& busy) = 0;

  // The newest changes in every shared channel that is confirmed with somebody: what a poll compares.
  struct Latest {
    base::Time post;     // by posts.updateat
    base::Time channel;  // by channels.updateat
    bool operator==(const Latest&) const = default;
  };
  virtual base::Result<std::map<model::ChannelId, Latest>> latest_changes() = 0;

  // --- comparisons of channels
  // A new one, which replaces the one before, and its task. Where the remote asked (asked_by empty) it has told its own
  // posts already: that stays.
  virtual base::Result<> begin_reconciliation(const model::ChannelId& channel, const model::RemoteId& remote,
                                              const model::UserId& asked_by, base::Time now) = 0;
  // What one page has brought is added to ours, or to theirs; `first`: it begins anew.
  virtual base::Result<> add_reconciled(const model::ChannelId& channel, const model::RemoteId& remote, bool ours,
                                        bool first, const model::Reconciliation::Side& page) = 0;
  virtual base::Result<std::optional<model::Reconciliation>> reconciliation(const model::ChannelId& channel,
                                                                            const model::RemoteId& remote) = 0;
  // As if these posts had never been sent.
  virtual base::Result<> forget_sent(const model::RemoteId& remote, const std::vector<model::PostId>& posts) = 0;

  // --- what a remote could not take
  // Written, or replaced by kind and item (the number stays, and so does `proven` once it is true), and their channels'
  // `held` tasks are made, due when the first item is. Nothing of channels that the remote no longer has.
  virtual base::Result<> hold(const std::vector<model::HeldItem>& items, base::Time now) = 0;
  // These have crossed, or there is nothing left to send of them. Replies that are dead letters because of a released
  // post are tried again.
  virtual base::Result<> release(const model::RemoteId& remote, const std::vector<std::int64_t>& numbers,
                                 base::Time now) = 0;
  virtual base::Result<std::vector<model::HeldItem>> held_of(const model::RemoteId& remote,
                                                             const std::vector<model::PostId>& posts) = 0;
  struct HeldFilter {
    model::RemoteId remote_id;
    model::ChannelId channel_id;  // empty: all
    bool dead = false;            // newest first; otherwise those that wait, soonest first
    std::size_t most = 0;
  };
  virtual base::Result<std::vector<model::HeldItem>> held(const HeldFilter& filter) = 0;
  virtual base::Result<std::int64_t> count_held(const model::RemoteId& remote, bool dead_only) = 0;
  // Dead letters of the remote (in the channel, with the number; empty and 0: all) are tried again from the beginning.
  // Returns how many.
  virtual base::Result<std::int64_t> redrive(const model::RemoteId& remote, const model::ChannelId& channel,
                                             std::int64_t number, base::Time now) = 0;
  virtual base::Result<std::int64_t> prune_dead_letters(base::Time before) = 0;

  // --- ledger
  // One verdict an item, in their order; the fresh ones are marked as being applied, so that the hooks which our own
  // writes fire are known for what they are. Items of one call are distinct.
  virtual base::Result<std::vector<model::ReceivedVerdict>> ledger_begin(const model::RemoteId& remote,
                                                                         const std::vector<model::ReceivedItem>& items,
                                                                         base::Time now) = 0;
  virtual base::Result<> ledger_finish(const model::RemoteId& remote, const std::vector<model::ReceivedItem>& items,
                                       base::Time now) = 0;
  // What the remote is known to have of these becomes open: a change of it is about to be sent.
  virtual base::Result<> ledger_open(const model::RemoteId& remote, const std::vector<model::LedgerEntry>& items) = 0;
  virtual base::Result<std::int64_t> prune_ledger(base::Time before) = 0;

  // --- audit
  // Written down; of more than `most` records the oldest are forgotten.
  virtual base::Result<> audit(const model::AuditRecord& record, std::int64_t most) = 0;
  virtual base::Result<std::vector<model::AuditRecord>> audit_trail(std::size_t most) = 0;  // the newest first

  // --- files that cross
  // What is known of these files and the remote, in any order; nothing of those that nobody has tried to carry.
  virtual base::Result<std::vector<model::Attachment>> attachments(const model::RemoteId& remote,
                                                                   const std::vector<model::FileId>& files) = 0;
  // The remote's file of this upload session.
  virtual base::Result<std::optional<model::Attachment>> attachment_of_upload(const model::RemoteId& remote,
                                                                              const std::string& upload_id) = 0;
  virtual base::Result<> save_attachment(const model::Attachment& attachment, base::Time now) = 0;  // or replaces it
  // The remote's post came before the file: remembered until taken, and for limits::ledger_retention at most.
  virtual base::Result<> await_file(const model::RemoteId& remote, const model::FileId& file, const model::PostId& post,
                                    base::Time now) = 0;
  // The post that waits for the remote's file, at most once.
  virtual base::Result<std::optional<model::PostId>> take_awaited(const model::RemoteId& remote,
                                                                  const model::FileId& file) = 0;

  // --- Mattermost's tables, read only (but for acknowledgements, direct channels and emojis)
  // A post as the tables have it, deleted ones too, and how it stands with one remote.
  struct ChangedPost {
    model::Post post;
    std::int64_t row_version = 0;  // another one after every write to the row
    std::string sent_version;      // LedgerEntry::version; empty when the remote never had it, or we have forgotten
    bool received = false;         // it came from the remote
    std::string got_version;       // ReceivedItem::version of what came last
    std::int64_t heard = 0;        // counts the remote's messages that spoke of it
    std::string applying;          // ReceivedItem::local_version of what is being written to it at the moment
    base::Time applying_since;     // of the same again: the first time
    bool theirs = false;           // its author belongs to the remote
  };
  struct ChangedPosts {
    std::vector<ChangedPost> posts;  // ascending by (update_at, id)
    bool more = false;               // the page was full, or limits::scan_rows were looked at
    model::Cursor end;               // everything up to here was looked at; zero when there was nothing
  };
  // Posts of the channel changed behind task.resume, else at or after row.last_post_update - overlap; an earlier
  // scan_from wins. Not: row versions looked at already, revisions, types but `types`. For `history`: see
  // mattermost/posts.cpp.
  virtual base::Result<ChangedPosts> changed_posts(const model::ChannelRemote& row, const model::Task& task,
                                                   base::Millis overlap, const std::vector<std::string>& types,
                                                   std::size_t most) = 0;
  // By id, revisions too, whatever was looked at; found ones, any order.
  virtual base::Result<std::vector<ChangedPost>> posts_by_id(const model::RemoteId& remote,
                                                             const std::vector<model::PostId>& ids) = 0;
  // Of note_erased, the longest known first; post is as a deletion of it is told: ids, its time, and when it was seen
  // to be gone.
  virtual base::Result<std::vector<ChangedPost>> erased_posts(const model::ChannelRemote& row, std::size_t most) = 0;
  // The channel's posts since the share, or since its history's beginning, deleted ones too, by (create_at, id) behind
  // `behind`. Not: revisions, types but `types`.
  virtual base::Result<std::vector<ChangedPost>> inventory(const model::ChannelRemote& row, const model::Cursor& behind,
                                                           const std::vector<std::string>& types, std::size_t most) = 0;
  // What the post said before its changes, the latest `most` of them, newest first. original_id is the post.
  virtual base::Result<std::vector<model::Post>> revisions(const model::PostId& post, std::size_t most) = 0;
  struct ChannelNow {
    model::ChannelLook look;
    std::string sent_version;  // LedgerEntry::version
    std::int64_t heard = 0;
  };
  // Absent when there is no such channel.
  virtual base::Result<std::optional<ChannelNow>> channel_now(const model::RemoteId& remote,
                                                              const model::ChannelId& channel) = 0;
  // What the posts carry beside their row (posts without are absent).
  virtual base::Result<std::map<model::PostId, model::PostPriority>> priorities(
      const std::vector<model::PostId>& posts) = 0;
  struct Reacted {
    model::Reaction reaction;  // delete_at set: taken back
    std::string sent_version;
  };
  // Reactions to these posts changed at or after `since`, by nobody of the remote's, oldest first.
  virtual base::Result<std::vector<Reacted>> reactions(const model::RemoteId& remote,
                                                       const std::vector<model::PostId>& posts, base::Time since) = 0;
  struct Acknowledged {
    model::PostAcknowledgement acknowledgement;  // acknowledged_at 0: taken back
    std::string sent_version;
  };
  // Acknowledgements of these posts by nobody of the remote's; those taken back only if the remote had them.
  virtual base::Result<std::vector<Acknowledged>> acknowledgements(const model::RemoteId& remote,
                                                                   const std::vector<model::PostId>& posts) = 0;
  // Absent when there is no such channel, or one of another kind.
  virtual base::Result<std::optional<model::DirectChannel>> direct_channel(const model::ChannelId& id) = 0;
  // The one of exactly these people.
  virtual base::Result<std::optional<model::DirectChannel>> direct_channel_of(
      const std::vector<model::UserId>& people) = 0;
  // Direct channels of people here (bots are none) with people of these remotes, of which no peer has been told, made
  // at or after `since`. At most `most`, newest first.
  virtual base::Result<std::vector<model::ChannelId>> untold_direct_channels(
      const std::vector<model::RemoteId>& remotes, base::Time since, std::size_t most) = 0;
  // Makes one as Mattermost would, which refuses to where its flag is off, and gives its id; there already: that one's.
  // The caller has to tell the server by refresh_membership. `people` as direct_channel_of; the first is its creator.
  virtual base::Result<model::ChannelId> write_direct_channel(const std::vector<model::UserId>& people,
                                                              base::Time now) = 0;
  // Who of this server's people (no bots, nobody deactivated) is in the channel without the remote counting them in,
  // and whom it counts in who is not there any more; by user id, at most `most`. remote_id and change_time are
  // left empty: Mattermost writes down when it happened some time after it has.
  virtual base::Result<std::vector<model::MembershipChange>> changed_members(const model::RemoteId& remote,
                                                                             const model::ChannelId& channel,
                                                                             std::size_t most) = 0;
  // A `members` task for each of the remote's confirmed channels, but direct ones, in which there is such a difference.
  // Returns how many.
  virtual base::Result<std::int64_t> enqueue_members(const model::RemoteId& remote, base::Time now) = 0;
  // The remote counts them so from now on, for as long as the channel is shared with it.
  virtual base::Result<> record_members(const model::RemoteId& remote, const model::ChannelId& channel,
                                        const std::vector<model::MembershipChange>& told) = 0;
  // How the statuses look that were written since a look before, whose `horizon` this is (empty: all). A look says what
  // others see of a status and nothing of a person's activity.
  struct WrittenStatuses {
    std::map<model::UserId, std::string> looks;
    std::string horizon;  // nothing is missed that a look from here on finds, some of it is found again
  };
  virtual base::Result<WrittenStatuses> written_statuses(const std::string& since) = 0;
  // Statuses that the remote shows otherwise, of people whom it has and who are in a channel that is shared with it: by
  // channel (one of these, by its wire_id), then user; at most `most`.
  struct ChangedStatus {
    model::Status status;
    model::ChannelId channel;
  };
  virtual base::Result<std::vector<ChangedStatus>> changed_statuses(const model::RemoteId& remote,
                                                                    std::size_t most) = 0;
  virtual base::Result<> record_statuses(const model::RemoteId& remote, const std::vector<model::Status>& sent,
                                         base::Time now) = 0;
  // Writes one (no API does it without a licence) and says whether anything changed. The caller has to tell people by
  // an UpdatePost of the post as it is.
  virtual base::Result<bool> write_acknowledgement(const model::PostAcknowledgement& acknowledgement) = 0;
  struct NamedEmoji {
    model::Emoji emoji;
    std::string sent_version;  // LedgerEntry::version; empty when the remote never had one of this name
  };
  // The custom emojis of these names, any order.
  virtual base::Result<std::vector<NamedEmoji>> emojis(const model::RemoteId& remote,
                                                       const std::vector<std::string>& names) = 0;
  virtual base::Result<std::int64_t> count_emojis(const model::RemoteId& remote) = 0;  // that came from it, and stand
  // Writes one whose picture was uploaded as this file (no API does it), which is no file any more. It takes the place
  // of the one of its name that came from the same remote. False: another bears the name.
  virtual base::Result<bool> write_emoji(const model::Emoji& emoji, const model::FileId& file, base::Time now) = 0;
  virtual base::Result<std::vector<model::User>> users(
      const std::vector<model::UserId>& ids) = 0;  // found ones, any order
  // Who bears these user names (lower case): users that are not deactivated, any order. With a channel: only members of
  // its team, or of itself when it has no team.
  struct NamedUser {
    model::UserId id;
    std::string username;
    bool synthetic = false;  // of a peer
  };
  virtual base::Result<std::vector<NamedUser>> named_users(const std::vector<std::string>& usernames,
                                                           const std::optional<model::ChannelId>& channel) = 0;
  // The channels of these posts; unknown posts are left out. Deleted posts count.
  virtual base::Result<std::map<model::PostId, model::ChannelId>> channels_of_posts(
      const std::vector<model::PostId>& posts) = 0;
};

}  // namespace causeway::store
