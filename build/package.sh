#!/usr/bin/env bash
# build/package.sh <binary> <archive> [<versions.txt>]: the bundle as Mattermost takes it, one folder causeway/ in a tar.gz.
# The same inputs give the same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
binary="$1" archive="$2" versions="${3:-}"

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
stage="$folder/causeway"
mkdir -p "$stage/server/dist" "$stage/webapp/dist" "$stage/assets" "$(dirname "$archive")"
cp plugin.json LICENSE "$stage/"
cp assets/* "$stage/assets/"
cp webapp-stub/dist/main.js "$stage/webapp/dist/main.js"
strip --strip-unneeded -o "$stage/server/dist/plugin-linux-amd64" "$binary"
[ -z "$versions" ] || cp "$versions" "$stage/versions.txt"
find "$stage" -type d -exec chmod 755 {} +
find "$stage" -type f -exec chmod 644 {} +
chmod 755 "$stage/server/dist/plugin-linux-amd64"

epoch="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}"
tar -C "$folder" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" -cf - causeway | gzip -9n > "$archive.new"
mv "$archive.new" "$archive"
printf '%s: %s bytes, executable %s bytes\n' "$archive" "$(stat -c %s "$archive")" \
  "$(stat -c %s "$stage/server/dist/plugin-linux-amd64")"
