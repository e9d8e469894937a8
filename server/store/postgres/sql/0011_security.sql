-- Times are milliseconds since 1970; 0 means never. Tokens of a connection change in use: next counts too until it is
-- used, previous for a while after that. proposed_*: both new ones, sealed, while the peer's answer is not known.

ALTER TABLE causeway.remotes ADD COLUMN next_digest bytea NOT NULL DEFAULT '';
ALTER TABLE causeway.remotes ADD COLUMN previous_digest bytea NOT NULL DEFAULT '';
ALTER TABLE causeway.remotes ADD COLUMN previous_until bigint NOT NULL DEFAULT 0;
ALTER TABLE causeway.remotes ADD COLUMN proposed_incoming bytea NOT NULL DEFAULT '';
ALTER TABLE causeway.remotes ADD COLUMN proposed_outgoing bytea NOT NULL DEFAULT '';
ALTER TABLE causeway.remotes ADD COLUMN invite_attempts integer NOT NULL DEFAULT 0;

CREATE INDEX users_owned_remote ON causeway.users_owned (remote_id);

-- Who did what to whom; the newest rows only (limits::audit_rows).
CREATE TABLE causeway.audit (
  id bigserial PRIMARY KEY,
  at bigint NOT NULL,
  deed text NOT NULL,
  actor_id text NOT NULL,
  remote_id text NOT NULL,
  channel_id text NOT NULL,
  outcome text NOT NULL
);
