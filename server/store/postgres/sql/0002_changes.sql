-- One ledger row an item: the version that the remote has of it, and the last one that it sent.

DROP TABLE causeway.ledger;
CREATE TABLE causeway.ledger (
  remote_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('post', 'reaction', 'acknowledgement')),
  item_id text NOT NULL,
  sent_version text NOT NULL DEFAULT '',
  got_version text NOT NULL DEFAULT '',
  got_stamp bigint NOT NULL DEFAULT 0,
  applying text NOT NULL DEFAULT '',
  looked_at bigint NOT NULL DEFAULT 0,
  heard bigint NOT NULL DEFAULT 0,
  at bigint NOT NULL,
  PRIMARY KEY (remote_id, kind, item_id)
) WITH (fillfactor = 70);
CREATE INDEX ledger_at ON causeway.ledger (at);

ALTER TABLE causeway.tasks ADD COLUMN resume_at bigint NOT NULL DEFAULT 0;
ALTER TABLE causeway.tasks ADD COLUMN resume_id text NOT NULL DEFAULT '';
ALTER TABLE causeway.remotes ADD COLUMN causeway boolean NOT NULL DEFAULT false;
