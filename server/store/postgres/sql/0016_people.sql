-- Who was deactivated because a connection ended is noted with the account itself.

ALTER TABLE causeway.users_owned DROP COLUMN left_at;
