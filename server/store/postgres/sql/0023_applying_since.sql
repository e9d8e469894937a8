-- When `applying` was written down first. `at` moves with every other word of the entry.
ALTER TABLE causeway.ledger ADD COLUMN applying_since BIGINT NOT NULL DEFAULT 0;
