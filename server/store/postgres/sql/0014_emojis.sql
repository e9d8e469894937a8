-- Custom emojis that came from a remote: emoji.id of Mattermost's.

CREATE TABLE causeway.emojis (
  id text PRIMARY KEY,
  remote_id text NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX emojis_remote ON causeway.emojis (remote_id);
