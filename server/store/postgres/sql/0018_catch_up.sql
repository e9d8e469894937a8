-- Up to which time of ours the channels were last looked over: a clock that was set back and forth since then shows.

CREATE TABLE causeway.catch_up (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  at bigint NOT NULL
);
