#!/usr/bin/env bash
# build/test.sh <bundle>: builds everything and runs every test of out/dev. The Mattermost server is built beside the C++;
# its log is out/mattermost.log. The last lines are ctest's summary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bundle="$1"
mkdir -p out

step() { printf '== %s (%d s)\n' "$*" "$SECONDS"; }

set -m  # the server's build gets a process group, so that an interrupt ends all of it
build/mattermost.sh > out/mattermost.path 2> out/mattermost.log < /dev/null &
server_build=$!
set +m
stop_server_build() { kill -- "-$server_build" 2>/dev/null || true; }
trap stop_server_build EXIT
trap 'exit 130' INT TERM

step "web part"
build/webapp.sh test | grep -E '^(not ok|# (pass|fail))'
step "plugin and tests"
build/cmake.sh dev
step "bundle"
build/cmake.sh bundle causeway
build/package.sh out/bundle/server/causeway "$bundle"
step "waiting for the Mattermost server"
if ! wait "$server_build"; then
  tail -n 40 out/mattermost.log >&2
  exit 1
fi
trap - EXIT

promtool="$(build/promtool.sh)"
step "tests"
CAUSEWAY_MATTERMOST="$(cat out/mattermost.path)" CAUSEWAY_BUNDLE="$PWD/$bundle" CAUSEWAY_PROMTOOL="$promtool" \
ctest --test-dir out/dev -j 2 --output-on-failure --no-tests=error --output-junit "$PWD/out/test.xml" < /dev/null
