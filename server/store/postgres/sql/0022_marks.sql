-- By which a database that came back from a backup is known. at_peer: the mark that the remote is known to keep for us;
-- offered: a later one of which that is not known; kept: what we keep for it. Each is a time of whoever gave it.

CREATE TABLE causeway.marks (
  remote_id text PRIMARY KEY,
  at_peer bigint NOT NULL DEFAULT 0,
  offered bigint NOT NULL DEFAULT 0,
  kept bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
