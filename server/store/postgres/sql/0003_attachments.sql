-- Times are milliseconds since 1970; 0 means never. Words in state are those of model/attachment.h.

CREATE TABLE causeway.attachments (
  remote_id text NOT NULL,
  file_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'crossed', 'refused')),
  size bigint NOT NULL,
  received bigint NOT NULL,
  upload_id text NOT NULL,
  attempts integer NOT NULL,
  failing_since bigint NOT NULL,
  error text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (remote_id, file_id)
);
CREATE INDEX attachments_upload ON causeway.attachments (upload_id) WHERE upload_id <> '';

-- Posts that came before a file of theirs.
CREATE TABLE causeway.awaited_files (
  remote_id text NOT NULL,
  file_id text NOT NULL,
  post_id text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (remote_id, file_id)
);
CREATE INDEX awaited_files_at ON causeway.awaited_files (at);
