-- A connection may be paused. Which states there are is for the program to say (store/postgres/words.cpp); the version
-- before takes a state that it does not know for `stopped`: it sends nothing either.

ALTER TABLE causeway.remotes DROP CONSTRAINT remotes_state_check;
