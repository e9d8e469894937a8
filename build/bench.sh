#!/usr/bin/env bash
# build/bench.sh <output.json>: the bridge's figures under the server's own plugin environment, ours (-O2, as in the bundle)
# beside the same plugin on Mattermost's Go SDK. For a machine that does nothing else meanwhile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
output="$PWD/$1"
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
export GOFLAGS=-mod=mod GONOSUMDB='github.com/mattermost/*' GOWORK=off

mkdir -p out/bench
if ! cmake --preset bundle -B out/bench -DCAUSEWAY_TESTS=ON > out/bench/configure.log 2>&1; then
  cat out/bench/configure.log >&2
  exit 1
fi
ninja -C out/bench -j "${JOBS:-$(nproc)}" echo_plugin
go -C tests/live/plugin_env/go build -o "$PWD/out/bench/go_baseline" ./baseline
exec go -C tests/live/plugin_env/go run . bench "$PWD/out/bench/tests/live/plugin_env/echo_plugin" "$PWD/out/bench/go_baseline" "$output"
