-- Which picture of a person a remote has: users.lastpictureupdate as it was then; 0: none was sent.

ALTER TABLE causeway.synced_users ADD COLUMN picture_at bigint NOT NULL DEFAULT 0;
