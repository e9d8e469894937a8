-- How often what may leave of profiles was changed for a remote; and of whose count a profile is that it has. One of an
-- earlier count goes again, however late its answer came.
ALTER TABLE causeway.remotes ADD COLUMN policy_epoch bigint NOT NULL DEFAULT 0;
ALTER TABLE causeway.synced_users ADD COLUMN policy_epoch bigint NOT NULL DEFAULT 0;
