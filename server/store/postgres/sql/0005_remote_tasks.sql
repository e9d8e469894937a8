-- Tasks of a connection as a whole have an empty channel_id; the connection's own row is their lease. Which kinds there
-- are is for the program to say (store/postgres/words.cpp).

ALTER TABLE causeway.tasks DROP CONSTRAINT tasks_kind_check;
ALTER TABLE causeway.ledger DROP CONSTRAINT ledger_kind_check;
ALTER TABLE causeway.remotes ADD COLUMN lease_until bigint NOT NULL DEFAULT 0;
ALTER TABLE causeway.remotes ADD COLUMN lease_task bigint NOT NULL DEFAULT 0;
ALTER TABLE causeway.remotes ADD COLUMN policy text NOT NULL DEFAULT '{}';  -- model/policy.h as JSON
