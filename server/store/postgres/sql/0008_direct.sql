-- Direct and group channels: each side made its own, so a peer may know one by another id.

ALTER TABLE causeway.channel_remotes ADD COLUMN peer_channel_id text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX channel_remotes_wire ON causeway.channel_remotes (remote_id, peer_channel_id)
  WHERE peer_channel_id <> '';

CREATE TABLE causeway.blocked_users (
  user_id text PRIMARY KEY,
  remote_id text NOT NULL,
  actor_id text NOT NULL,
  create_at bigint NOT NULL
);

-- When the user was deactivated because the connection was removed; 0: was not.
ALTER TABLE causeway.users_owned ADD COLUMN left_at bigint NOT NULL DEFAULT 0;
