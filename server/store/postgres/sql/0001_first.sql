-- Times are milliseconds since 1970; 0 means never. Words in state, invite and kind are those of model/state.h.

CREATE TABLE causeway.remotes (
  id text PRIMARY KEY,
  name text NOT NULL,
  display_name text NOT NULL,
  site_url text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'connected', 'stopped', 'removed')),
  default_team_id text NOT NULL,
  creator_id text NOT NULL,
  incoming_digest bytea NOT NULL,
  outgoing_token bytea NOT NULL,
  create_at bigint NOT NULL,
  delete_at bigint NOT NULL,
  last_ping_at bigint NOT NULL,
  last_global_user_sync_at bigint NOT NULL,
  last_error text NOT NULL
);
CREATE UNIQUE INDEX remotes_live_name ON causeway.remotes (name) WHERE state <> 'removed';

CREATE TABLE causeway.shared_channels (
  id text PRIMARY KEY,
  team_id text NOT NULL,
  home boolean NOT NULL,
  read_only boolean NOT NULL,
  name text NOT NULL,
  display_name text NOT NULL,
  header text NOT NULL,
  purpose text NOT NULL,
  type text NOT NULL,
  creator_id text NOT NULL,
  remote_id text NOT NULL,
  create_at bigint NOT NULL
);

-- The lease is here and not on the task: one conversation at a time per channel and remote, whatever its kind.
CREATE TABLE causeway.channel_remotes (
  channel_id text NOT NULL,
  remote_id text NOT NULL,
  invite text NOT NULL CHECK (invite IN ('waiting', 'confirmed', 'refused')),
  creator_id text NOT NULL,
  read_only boolean NOT NULL,
  last_post_create_at bigint NOT NULL,
  last_post_create_id text NOT NULL,
  last_post_update_at bigint NOT NULL,
  last_post_update_id text NOT NULL,
  last_members_sync_at bigint NOT NULL,
  last_error text NOT NULL,
  create_at bigint NOT NULL,
  lease_until bigint NOT NULL DEFAULT 0,
  lease_task bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (channel_id, remote_id)
) WITH (fillfactor = 70);
CREATE INDEX channel_remotes_remote ON causeway.channel_remotes (remote_id);

-- A claim gives the row a new id, so that a holder whose lease ran out cannot settle what somebody else holds.
CREATE SEQUENCE causeway.task_ids;
CREATE TABLE causeway.tasks (
  remote_id text NOT NULL,
  channel_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('channel_invite', 'posts')),
  id bigint NOT NULL DEFAULT nextval('causeway.task_ids'),
  wanted bigint NOT NULL,
  scan_from bigint NOT NULL,
  attempts integer NOT NULL,
  not_before bigint NOT NULL,
  last_error text NOT NULL,
  message_id text NOT NULL,
  PRIMARY KEY (remote_id, channel_id, kind)
) WITH (fillfactor = 70);
CREATE INDEX tasks_due ON causeway.tasks (not_before, id);
CREATE INDEX tasks_channel ON causeway.tasks (channel_id);
CREATE UNIQUE INDEX tasks_id ON causeway.tasks (id);

CREATE TABLE causeway.ledger (
  remote_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('post', 'user')),
  item_id text NOT NULL,
  version text NOT NULL,
  state text NOT NULL CHECK (state IN ('applying', 'applied')),
  at bigint NOT NULL,
  PRIMARY KEY (remote_id, kind, item_id, version)
);
CREATE INDEX ledger_at ON causeway.ledger (at);

CREATE TABLE causeway.synced_users (
  remote_id text NOT NULL,
  user_id text NOT NULL,
  synced_at bigint NOT NULL,
  PRIMARY KEY (remote_id, user_id)
);

CREATE TABLE causeway.users_owned (
  user_id text PRIMARY KEY,
  remote_id text NOT NULL,
  create_at bigint NOT NULL
);
