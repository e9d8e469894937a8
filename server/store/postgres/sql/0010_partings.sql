-- Shares that have ended: what is to be told, and who may share a channel that is here already. Times are milliseconds
-- since 1970; 0 means never.

CREATE TABLE causeway.partings (
  remote_id text NOT NULL,
  channel_id text NOT NULL,
  home boolean NOT NULL,
  shared_at bigint NOT NULL,
  left_at bigint NOT NULL,
  told boolean NOT NULL,
  PRIMARY KEY (remote_id, channel_id)
);

ALTER TABLE causeway.channel_remotes ADD COLUMN shared_at bigint NOT NULL DEFAULT 0;
ALTER TABLE causeway.channel_remotes ADD COLUMN history_from bigint NOT NULL DEFAULT 0;
