-- How a channel looks crosses too: tasks and ledger entries of a new kind.

ALTER TABLE causeway.tasks DROP CONSTRAINT tasks_kind_check;
ALTER TABLE causeway.tasks ADD CONSTRAINT tasks_kind_check CHECK (kind IN ('channel_invite', 'posts', 'channel'));
ALTER TABLE causeway.ledger DROP CONSTRAINT ledger_kind_check;
ALTER TABLE causeway.ledger ADD CONSTRAINT ledger_kind_check
  CHECK (kind IN ('post', 'reaction', 'acknowledgement', 'channel'));
