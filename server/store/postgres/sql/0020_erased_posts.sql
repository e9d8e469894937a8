-- Posts that a remote may have and Mattermost's table has no more, until the remote has been told.
CREATE TABLE causeway.erased_posts (
  remote_id text NOT NULL,
  channel_id text NOT NULL,
  post_id text NOT NULL,
  user_id text NOT NULL,
  create_at bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (remote_id, channel_id, post_id)
);

-- When old posts were taken away by the server's data retention, for the remote to be told; 0: it has been.
ALTER TABLE causeway.channel_remotes ADD COLUMN retention_at bigint NOT NULL DEFAULT 0;
