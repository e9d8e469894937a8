-- From where whoever holds the task looks: what is asked for meanwhile is told apart from it.
ALTER TABLE causeway.tasks ADD COLUMN scan_claimed bigint NOT NULL DEFAULT 0;
