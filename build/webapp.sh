#!/usr/bin/env bash
# Builds the web part: webapp-stub/dist/main.js. `build/webapp.sh test` also checks its types and runs its tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../webapp-stub"

mkdir -p ../out
exec 9>../out/webapp.lock
flock 9  # `make test` wants it from two sides
digest="$(cat package-lock.json | sha256sum)"
if [ "$(cat node_modules/.causeway-lock 2>/dev/null)" != "$digest" ]; then
  npm ci --loglevel=error
  echo "$digest" > node_modules/.causeway-lock
fi
export npm_config_loglevel=error
npm run --silent build
if [ "${1:-}" = test ]; then
  npm run --silent check
  npm test --silent
fi
