-- Channels that peers want to share here and that wait for an administrator, or that one has declined. channel_id: the
-- home's. invite: the payload of the peer's latest invitation. approved: it comes to be here, in that team and by that
-- name, when the peer invites again.

CREATE TABLE causeway.offers (
  remote_id text NOT NULL,
  channel_id text NOT NULL,
  invite text NOT NULL,
  declined boolean NOT NULL DEFAULT false,
  approved boolean NOT NULL DEFAULT false,
  team_id text NOT NULL DEFAULT '',
  name text NOT NULL DEFAULT '',
  offered_at bigint NOT NULL,
  PRIMARY KEY (remote_id, channel_id)
);
