#pragma once
// Every limit of the house: a name, a unit, a reason. Settings may lower some of them (config/settings.h).

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace causeway::model::limits {

using namespace std::chrono_literals;

// --- what a peer may send us -----------------------------------------------------------------------------------------
// Native refuses bodies over MaximumPayloadSizeBytes (300,000 by default); we accept more from generous senders, but a
// body is parsed whole, so it must stay small beside the 24 MiB that a JSON tree of it may take.
inline constexpr std::size_t peer_body_bytes = 4U << 20U;
inline constexpr std::size_t json_depth = 64;                // deeper props are an attack, not a message
inline constexpr std::size_t json_values = 200'000;          // about 50 bytes each: bounds the tree of one body
inline constexpr std::size_t sync_users = 200;               // native sends 25; global sync may be set to 200
inline constexpr std::size_t sync_posts = 500;               // native's batches are 50, ours 100
inline constexpr std::size_t sync_reactions = 4'000;         // what fits 300,000 bytes twice; acknowledgements too
inline constexpr std::size_t sync_members = 1'000;           // as many as MemberSyncBatchSize may be set to
inline constexpr std::size_t admin_body_bytes = 64U << 10U;  // REST for people: a form
inline constexpr std::size_t admin_page = 60;                // rows in an answer for people: native's default ...
inline constexpr std::size_t admin_page_most = 200;          // ... and what it may be asked for
inline constexpr std::size_t counted_pending = 1'000;  // posts of one channel that a status counts; more cost a scan
inline constexpr std::int64_t history_days = 36'500;   // that a share may reach back: a century is all there is
inline constexpr std::size_t ping_body_bytes = 16U << 10U;  // also confirm_invite: a few short strings
inline constexpr std::size_t inbound_requests_per_remote =
    8;                                               // at once; more get 429 so one peer cannot take every worker
inline constexpr std::size_t inbound_requests = 20;  // of all peers at once: of 32 workers some stay for our own people
inline constexpr auto busy_pause = 1s;               // what a 429 asks for
inline constexpr auto peer_body_time = 60s;          // of a message: as long as senders wait for its answer
inline constexpr std::size_t body_floor_bytes = 60'000;  // of any body: whoever brings less ...
inline constexpr auto body_floor_time = 60s;             // ... in such a time holds a worker for nothing and is cut off
inline constexpr std::size_t sync_statuses = 1'000;      // and membership changes
inline constexpr std::size_t mention_transforms = 2'000;

// --- what we send ----------------------------------------------------------------------------------------------------
inline constexpr std::size_t outgoing_body_bytes = 280'000;  // below native's default 300,000 with room for headers
inline constexpr std::size_t peer_response_bytes = 10U << 20U;
inline constexpr auto msg_timeout = 60s;    // native's SendTimeout
inline constexpr auto ping_timeout = 15s;   // native's PingTimeout; also confirm_invite
inline constexpr auto file_timeout = 5min;  // native's SendFileTimeout

inline constexpr long file_floor_bytes = 1'000;  // a second; an upload slower than that ...
inline constexpr auto file_floor_time = 60s;     // ... for so long is cut, and goes on later where it stopped

// --- people's pictures -----------------------------------------------------------------------------------------------
// Mattermost keeps them as PNG of 128 x 128.
inline constexpr std::size_t picture_bytes = 2U << 20U;
inline constexpr std::uint32_t picture_pixels = 2'048;        // a side: the server decodes it whole, 16 MiB
inline constexpr std::size_t picture_form_bytes = 4U << 10U;  // around it
inline constexpr std::size_t pictures_at_once = 5;            // in one go of a task; statuses and profiles come between
inline constexpr int form_parts = 8;
inline constexpr std::size_t form_boundary_chars = 70;  // RFC 2046 section 5.1.1

// --- attachments -----------------------------------------------------------------------------------------------------
inline constexpr std::size_t file_piece_bytes = 64U << 10U;  // of a file in memory at once
// A file that the server's file store does not let us stream is read whole through the bridge, two copies at a time.
inline constexpr std::int64_t whole_file_bytes = 4LL << 20U;
inline constexpr std::size_t post_files = 10;        // as Mattermost lets a person attach
inline constexpr std::size_t file_name_bytes = 240;  // Mattermost's column is longer; file systems stop at 255
// Failures in a row without a byte of progress, and the time since the first, until the post goes without its file. The
// posts behind it wait so long, but a peer that stumbles may recover (its disk was full), and one that said no may have
// meant something else (its database was away).
inline constexpr std::int32_t file_tries = 3;
inline constexpr auto file_patience = 10min;
inline constexpr auto file_patience_no = 15s;

// --- content (Mattermost's own limits) -------------------------------------------------------------------------------
inline constexpr std::size_t message_runes = 16'383;
inline constexpr std::size_t cards = 50;               // message attachments of one post
inline constexpr std::size_t card_fields = 100;        // of one card
inline constexpr std::size_t card_link_chars = 2'048;  // longer than any address that browsers agree on
inline constexpr std::size_t cards_bytes = 180'000;    // as JSON; with the longest message still one outgoing body
inline constexpr std::size_t names_per_batch = 1'000;  // mentioned names looked up for one message; more stay as typed
inline constexpr std::size_t links_per_batch = 1'000;  // linked posts looked up for one message; more stay as they are
inline constexpr std::size_t remembered_notices =
    10'000;  // posts whose author was told something, so as not to repeat it
inline constexpr std::size_t remembered_storms = 1'000;  // posts of peers whose notifications were looked at
// A post that we have changed is watched for changes by others at the same time: for longer than the server takes from
// reading a post to telling that it has written it.
inline constexpr auto overwrite_watch = 10s;
inline constexpr std::size_t overwrites_watched = 1'000;  // from where on the old ones are looked for and forgotten
inline constexpr std::size_t overwrites_heard = 100;      // changes of one post by others during one of ours
inline constexpr std::size_t blocked_file_types = 200;    // of one connection's policy
inline constexpr std::size_t file_type_bytes = 20;        // of an extension in it
inline constexpr std::int64_t max_file_size_mb = 1'000'000;
inline constexpr std::size_t revisions_read = 50;   // the latest of a post
inline constexpr std::size_t inventory_page = 500;  // posts of one message of a comparison; some 35 KB
inline constexpr std::size_t erasures_per_message = 200;
inline constexpr std::size_t retention_kept = 1'000;  // pinned posts of a channel that data retention has spared
inline constexpr std::size_t retention_page = 200;    // posts that a peer's retention deletes here, in one request
inline constexpr std::size_t erased_people = 100;     // in one message
inline constexpr auto inventory_calm = 5s;            // what was changed since then may be on its way: not compared
inline constexpr std::size_t username_chars = 64;
inline constexpr std::size_t nickname_runes = 64;
inline constexpr std::size_t name_runes = 64;  // first and last name
inline constexpr std::size_t position_runes = 128;
inline constexpr std::size_t custom_status_runes = 100;
inline constexpr std::size_t emoji_name_chars = 64;
inline constexpr std::size_t emoji_bytes = 512U << 10U;
inline constexpr std::uint32_t emoji_pixels = 1'028;      // Mattermost takes no wider ones, and makes them smaller
inline constexpr std::int64_t emojis_per_remote = 5'000;  // Mattermost itself has no bound: a peer's are bounded here
inline constexpr std::size_t channel_name_chars = 64;
inline constexpr std::size_t channel_display_name_runes = 64;
inline constexpr std::size_t channel_header_runes = 1024;
inline constexpr std::size_t channel_purpose_runes = 250;
inline constexpr std::size_t remote_name_chars = 64;
inline constexpr std::size_t site_url_chars = 512;        // native's column
inline constexpr std::size_t road_ca_bytes = 32U << 10U;  // a chain of certificates; kept with the connection
inline constexpr int username_suffix_tries = 100;         // alice:remote-2 ... : beyond that something is wrong

// --- direct and group messages
// ----------------------------------------------------------------------------------------
inline constexpr std::size_t direct_people_least = 3;  // of a group; Mattermost's own bounds
inline constexpr std::size_t direct_people_most = 8;
inline constexpr std::size_t direct_channels_per_look = 200;  // untold ones opened in one go; the rest with the next
inline constexpr std::int64_t direct_channels_per_remote = 50'000;  // that a peer may have opened here
inline constexpr auto direct_poll_period = 1s;                      // no hook tells of a new group
inline constexpr auto direct_nobody_period = 5s;                    // while no connection takes direct messages
inline constexpr auto direct_poll_overlap = 60s;      // what the clocks of this machine's neighbours may differ by
inline constexpr auto direct_whole_period = 5min;     // older ones, which nobody could be told of when they were new
inline constexpr auto direct_refused_period = 10min;  // a peer that does not take direct messages is asked again
inline constexpr std::size_t blocked_users = 10'000;  // rows that every message is held against

// --- everybody of a server -------------------------------------------------------------------------------------------
inline constexpr auto people_overlap = 5min;           // a change may show that much later than it is stamped
inline constexpr auto people_declined_period = 10min;  // a peer that takes nobody is asked again
inline constexpr std::size_t people_in_flight = 2;     // accounts made at once: they must not keep posts waiting

// --- pairing ---------------------------------------------------------------------------------------------------------
inline constexpr std::size_t invite_password_chars = 14;  // when creating; accepting takes any length
inline constexpr std::size_t invite_text_bytes = 16U << 10U;
inline constexpr auto invite_lifetime = 48h;         // native's
inline constexpr std::int64_t invite_version = 3;    // PBKDF2
inline constexpr std::int64_t invite_attempts = 10;  // to confirm one, refused: then it is dead
inline constexpr std::size_t token_chars = 26;       // at least, of a token that a peer hands us
inline constexpr auto token_overlap =
    10min;  // a replaced token counts on: requests are under way, nodes have not heard
inline constexpr std::size_t key_derivations = 2;  // at once: each takes half a second of a core
inline constexpr std::int64_t audit_rows = 10'000;
inline constexpr std::size_t audit_shown = 50;

inline constexpr auto doctor_time = 60s;  // of one examination; a look-up of a name alone may take half of it

// --- queue -----------------------------------------------------------------------------------------------------------
inline constexpr auto hook_commit_wait = 1s;  // a "has been" hook returns by then, even if the database is away
inline constexpr auto task_lease = 15s;       // how long a killed node's conversations wait for another one
inline constexpr auto lease_renewal = 5s;     // while a conversation goes on; a third of the lease
inline constexpr auto settle_patience = 60s;  // the database away after the peer's yes: try so long to write it down
inline constexpr auto retry_first = 2s;
inline constexpr auto retry_max = 10min;
inline constexpr auto worker_poll = 1s;          // other nodes' tasks are seen by then at the latest
inline constexpr auto cursor_overlap = 10s;      // late commits: looked at again behind the cursor, the ledger filters
inline constexpr std::size_t scan_rows = 1'000;  // of a channel that one look walks over; what it finds is a page
inline constexpr auto catch_up_overlap = 10min;  // the same on activation and on the periodic scan
inline constexpr auto catch_up_period = 60s;
inline constexpr auto clock_look_period = 2s;  // whether somebody has set our clock ...
inline constexpr auto clock_step = 5s;         // ... by more than what time servers mend unseen
inline constexpr auto poll_period = 2s;        // one index look-up a channel; what has no hook crosses within 5 s
inline constexpr auto ledger_retention = 24h * 7;
// Items that a peer cannot take. A message that breaks its conversation (the connection dies after it was sent) is sent
// again as it is some times before it is halved: it may have been the line.
inline constexpr std::int32_t poison_tries = 3;
inline constexpr std::int32_t broken_tries = 3;
inline constexpr auto broken_patience = 10min;  // an item that breaks conversations is not given up before
// A peer that answers pings and takes nothing at all is ill and not choking: so often the whole is tried again.
inline constexpr std::int32_t takes_nothing_tries = 8;
inline constexpr std::size_t takes_nothing_items = 3;      // alone, one after the other, until it is thought to be ill
inline constexpr std::size_t held_page = 100;              // items tried in one conversation
inline constexpr std::int64_t held_items = 10'000;         // of one remote; more stop its channels: nothing is dropped
inline constexpr std::size_t listed_dead_letters = 1'000;  // in one answer of the REST door
inline constexpr auto dead_letter_retention = 24h * 30;
inline constexpr std::int64_t attachments_pruned = 1'000;  // in one go; the rest with the next
inline constexpr auto farewell_patience = 24h * 7;   // how long a removed connection's token is kept to say so with
inline constexpr std::size_t farewell_shares = 200;  // in one message; of a peer five times as many are taken
inline constexpr std::size_t sync_workers = 4;       // conversations in flight; two servers share two cores in the lab
// One that takes longer, because its peer does not answer or a file is large, leaves its place to another one.
inline constexpr auto slow_conversation = 1s;
inline constexpr std::size_t conversations = 64;             // in flight, with the slow ones
inline constexpr std::size_t conversations_with_remote = 4;  // what a peer that does not answer can hold
inline constexpr std::size_t dirty_channels = 10'000;  // marked in memory while the database is away; more = scan all
inline constexpr std::size_t deleted_posts = 10'000;   // in memory while the database is away
inline constexpr std::size_t posts_in_flight = 8;      // CreatePost calls of one message at once (measured: 4 to 8 pay)
inline constexpr std::size_t native_member_batch = 20;  // native's own; it takes 150 ms for each new user
inline constexpr std::size_t statuses_per_message = 200;
inline constexpr auto user_poll_period = 3s;  // one look at an index; a change crosses within 5 s
inline constexpr auto leavers_period = 60s;   // one query, of an index, when nobody has left
inline constexpr std::size_t leavers_page = 100;
inline constexpr auto user_whole_period = 60s;            // nothing found: an empty task for each remote
inline constexpr auto status_poll_period = 2s;            // one pass over the table status; a change crosses within 5 s
inline constexpr auto members_look_period = 10min;        // every shared channel, for joins that no hook told of
inline constexpr std::size_t members_in_flight = 8;       // users made and joined at once (measured: more do not pay)
inline constexpr std::size_t expected_messages = 10'000;  // about joins and leaves of our making, still to come
inline constexpr std::size_t remembered_statuses = 100'000;  // people whose status was seen

}  // namespace causeway::model::limits
