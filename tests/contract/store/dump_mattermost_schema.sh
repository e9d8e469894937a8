#!/usr/bin/env bash
# dump_mattermost_schema.sh <database URL> > mattermost_schema.sql: the tables that Causeway reads or will read, as a real
# server's migrations made them. For instance: `out/dev/tests/lab/lab servers -`, then this on its database mattermost_a.
# The live test Schema fails when a server has other columns or indexes than the file.
set -euo pipefail
source_url="$1"
tables=(bots channelmemberhistory channelmembers channels emoji fileinfo persistentnotifications postacknowledgements posts
  postspriority reactions status teammembers teams threads uploadsessions users)

ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$source_url" -c "$1"; }
names="$(printf "'%s'," "${tables[@]}")"
migration="$(ask 'SELECT max(version) FROM db_migrations')"

echo "-- Made by dump_mattermost_schema.sh; do not edit. A Mattermost server whose last migration is $migration."
ask "SELECT format('CREATE TYPE %I AS ENUM (%s);', typname, string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder))
     FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid
     WHERE pg_type.oid IN (SELECT atttypid FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
                           WHERE relname IN (${names%,}))
     GROUP BY typname ORDER BY typname"
# Not what sets up the session that loads it, comments and the schema's name: they differ from one pg_dump to another.
pg_dump --schema-only --no-owner --no-privileges --no-comments "${tables[@]/#/--table=public.}" --dbname="$source_url" |
  sed -E '/^(--|SET |SELECT pg_catalog|\\|$)/d; s/public\.//g'
