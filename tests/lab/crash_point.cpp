#include "lab/crash_point.h"

#include <map>

#include "lab/error.h"

namespace causeway::lab {
namespace {

struct Place {
  const char* table;
  const char* moment;
  const char* condition;
};

const std::map<std::string, Place>& places() {
  static const std::map<std::string, Place> all{
      {"hook_heard", {"causeway.tasks", "AFTER INSERT", "NEW.kind = 'posts'"}},
      {"task_claimed", {"causeway.channel_remotes", "AFTER UPDATE", "NEW.lease_until > OLD.lease_until"}},
      {"task_settled", {"causeway.tasks", "AFTER DELETE", "OLD.kind = 'posts'"}},
      {"applying", {"causeway.ledger", "AFTER INSERT", "NEW.applying <> ''"}},
      {"post_written", {"public.posts", "AFTER INSERT", "NEW.remoteid <> ''"}},
      {"applied", {"causeway.ledger", "AFTER UPDATE", "NEW.heard > OLD.heard"}}};
  return all;
}

constexpr const char* standing =
    "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND pid <> pg_backend_pid()";

}  // namespace

const std::vector<std::string>& CrashPoint::names() {
  static const std::vector<std::string> all{"hook_heard", "task_claimed", "task_settled",
                                            "applying",   "post_written", "applied"};
  return all;
}

// Nobody waits longer than five seconds: a lab that dies leaves no server standing.
CrashPoint::CrashPoint(World& world, Side& side, const std::string& name) : world_(world), side_(side) {
  const auto place = places().find(name);
  if (place == places().end()) throw LabError("no crash point " + name);
  table_ = place->second.table;
  world_.postgres().run_sql(
      side_.database,
      "CREATE SCHEMA lab; CREATE TABLE lab.closed (since timestamptz DEFAULT now()); INSERT INTO lab.closed DEFAULT "
      "VALUES; CREATE FUNCTION lab.stand() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "FOR i IN 1..100 LOOP EXIT WHEN NOT EXISTS (SELECT 1 FROM lab.closed); PERFORM pg_sleep(0.05); END LOOP; "
      "RETURN NULL; END $$; "
      "GRANT USAGE ON SCHEMA lab TO PUBLIC; GRANT SELECT ON lab.closed TO PUBLIC; CREATE TRIGGER lab_stand " +
          std::string(place->second.moment) + " ON " + table_ + " FOR EACH ROW WHEN (" + place->second.condition +
          ") EXECUTE FUNCTION lab.stand()");
}

CrashPoint::~CrashPoint() {
  try {
    world_.postgres().run_sql(side_.database, "DELETE FROM lab.closed");
    world_.postgres().run_sql(side_.database, "DROP TRIGGER lab_stand ON " + table_ + "; DROP SCHEMA lab CASCADE");
  } catch (const LabError& error) {
    std::fprintf(stderr, "crash point: %s\n", error.what());
  }
}

bool CrashPoint::somebody_stands(std::chrono::milliseconds limit) {
  return eventually(limit, [&] { return world_.query(side_, std::string("SELECT count(*) ") + standing) != "0"; });
}

void CrashPoint::abort_statements() {
  static_cast<void>(world_.query(side_, std::string("SELECT pg_terminate_backend(pid) ") + standing));
}

}  // namespace causeway::lab
