#!/usr/bin/env bash
# build/dist.sh <archive>: the release bundle, its digest, and the proof of what its executable needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
archive="$1"

prefix="$(build/third_party.sh)"
CMAKE_OPTIONS="-DCAUSEWAY_STATIC_ROOT=$prefix" build/cmake.sh release causeway
objcopy --only-keep-debug out/release/server/causeway out/release/causeway.debug
strip --strip-unneeded -o out/release/plugin-linux-amd64 out/release/server/causeway
build/glibc_check.sh out/release/plugin-linux-amd64
tests/live/bare_root.sh out/release/plugin-linux-amd64
mkdir -p dist
build/package.sh out/release/plugin-linux-amd64 "$archive" "$prefix/versions.txt"
(cd "$(dirname "$archive")" && sha256sum "$(basename "$archive")" | tee "$(basename "$archive").sha256")
build/release_files.py "$archive" "$prefix/versions.txt"
