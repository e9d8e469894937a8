#!/usr/bin/env bash
# build/cmake.sh <preset> [<target>...]: configures out/<preset> when needed and builds the targets (default: all).
# CMAKE_OPTIONS adds options to the configuration.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset="$1"
shift

# The cache is shared by every checkout and build folder of this machine.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

mkdir -p "out/$preset"
log="out/$preset/configure.log"
# shellcheck disable=SC2086  # several options in one variable
if ! cmake --preset "$preset" ${CMAKE_OPTIONS:-} > "$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
echo "building out/$preset ${*:-(everything)}"
NINJA_STATUS="[$preset %f/%t %es] " exec ninja -C "out/$preset" -j "${JOBS:-$(nproc)}" "${@:-all}"
