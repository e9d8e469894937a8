#pragma once
// The pieces of SQL by which every statement that makes a task makes it.

// VALUES or a SELECT of these columns follows.
#define CAUSEWAY_INSERT_TASKS                                                                                      \
  "INSERT INTO causeway.tasks (remote_id, channel_id, kind, wanted, scan_from, attempts, not_before, last_error, " \
  "message_id) "
// There already: one more is wanted, and whoever holds it looks again. More to be set may follow behind a comma.
#define CAUSEWAY_ASK_AGAIN " ON CONFLICT (remote_id, channel_id, kind) DO UPDATE SET wanted = tasks.wanted + 1"
// The same with a place to scan from: the earlier one wins (0 asks for none). A retry keeps its time.
#define CAUSEWAY_WIDEN                                                                                 \
  " ON CONFLICT (remote_id, channel_id, kind) DO UPDATE SET wanted = tasks.wanted + excluded.wanted, " \
  "scan_from = COALESCE(LEAST(NULLIF(tasks.scan_from, 0), NULLIF(excluded.scan_from, 0)), 0)"
