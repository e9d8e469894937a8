-- Whom of this server's people a remote counts as members of a channel, and how it shows their status.

CREATE TABLE causeway.members_sent (
  remote_id text NOT NULL,
  channel_id text NOT NULL,
  user_id text NOT NULL,
  PRIMARY KEY (remote_id, channel_id, user_id),
  FOREIGN KEY (channel_id, remote_id) REFERENCES causeway.channel_remotes (channel_id, remote_id) ON DELETE CASCADE
);

CREATE TABLE causeway.statuses_sent (
  remote_id text NOT NULL,
  user_id text NOT NULL,
  status text NOT NULL,
  dnd_end_time bigint NOT NULL,  -- seconds
  at bigint NOT NULL,
  PRIMARY KEY (remote_id, user_id)
);
