-- The latest comparison of a shared channel with a remote: what this side has told the remote (ours) and what the remote
-- has told this side (theirs). Times are milliseconds since 1970; 0 means never.

CREATE TABLE causeway.reconciliations (
  channel_id text NOT NULL,
  remote_id text NOT NULL,
  asked_by text NOT NULL DEFAULT '',
  asked_at bigint NOT NULL DEFAULT 0,
  ours_posts bigint NOT NULL DEFAULT 0,
  ours_missing bigint NOT NULL DEFAULT 0,
  ours_differing bigint NOT NULL DEFAULT 0,
  ours_done_at bigint NOT NULL DEFAULT 0,
  theirs_posts bigint NOT NULL DEFAULT 0,
  theirs_missing bigint NOT NULL DEFAULT 0,
  theirs_differing bigint NOT NULL DEFAULT 0,
  theirs_done_at bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (channel_id, remote_id)
);
