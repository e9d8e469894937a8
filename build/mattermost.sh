#!/usr/bin/env bash
# Builds the real Mattermost server that the lab starts, from its public Go module, and prints the folder that holds it:
#   <cache>/mattermost-<hash>/{bin/mattermost,bin/native_peer,i18n,templates,fonts,client/root.html}
# <cache> is ${XDG_CACHE_HOME:-$HOME/.cache}/causeway. The hash covers go.mod, go.sum, our Go sources and this script, so
# a change makes a new folder. A folder appears by one rename when it is complete; concurrent runs wait for each other.
# MATTERMOST=11.1 builds that version instead of 11.4. Progress goes to stderr, the folder's name to stdout.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../tests/lab/server" && pwd)
build_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/causeway
readonly server_module=github.com/mattermost/mattermost/server/v8

version=${MATTERMOST:-11.4}
case "$version" in
  11.4) pinned=() ;;  # what go.mod says
  11.1) pinned=(-require=$server_module@v8.0.0-20251014075701-833e0125320d
    -require=github.com/mattermost/mattermost/server/public@v0.1.21) ;;
  *)
    echo "mattermost: no version $version is known here (11.4, 11.1)" >&2
    exit 2
    ;;
esac

say() { printf 'mattermost: %s\n' "$*" >&2; }

hash=$(cd "$source_dir" && { find . -name '*.go' -o -name go.mod -o -name go.sum; } | LC_ALL=C sort |
  (cd "$source_dir" && xargs sha256sum; sha256sum <"$build_dir/mattermost.sh"; echo "$version") | sha256sum | cut -c1-16)
result=$cache/mattermost-$hash
if [ -d "$result" ]; then
  echo "$result"
  exit 0
fi

mkdir -p "$cache"
exec 9>"$cache/mattermost.lock"
if ! flock -n 9; then
  say "another build is running; waiting for it"
  flock 9
fi
if [ -d "$result" ]; then
  echo "$result"
  exit 0
fi

# The lock is ours, so what an interrupted run left behind belongs to nobody.
rm -rf "$cache"/mattermost-build.*
work=$(mktemp -d "$cache/mattermost-build.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

go=$("$build_dir/go.sh")
say "building $version with $($go env GOVERSION) (about 2 minutes when nothing is cached)"

# A copy, so that the build never touches the committed go.mod and go.sum.
cp -r "$source_dir" "$work/src"
cd "$work/src"
# Why GONOSUMDB: the checksum database does not know these versions; go.sum pins them.
export GOTOOLCHAIN=local GOFLAGS="-mod=mod -buildvcs=false" CGO_ENABLED=0 GONOSUMDB='github.com/mattermost/*'
mkdir -p "$work/out/bin" "$work/out/client"
[ ${#pinned[@]} -eq 0 ] || "$go" mod edit "${pinned[@]}"
say "fetching modules (1.4 GB the first time)"
"$go" mod download $server_module >&2
module_dir=$("$go" list -m -f '{{.Dir}}' $server_module)
say "compiling the server"
"$go" build -trimpath -o "$work/out/bin/mattermost" $server_module/cmd/mattermost >&2
say "compiling the native peer"
"$go" build -trimpath -o "$work/out/bin/native_peer" ./native_peer >&2
for folder in i18n templates fonts; do
  cp -r "$module_dir/$folder" "$work/out/$folder"
done
chmod -R u+w "$work/out"
echo '<!doctype html><title>lab</title>' >"$work/out/client/root.html"
[ ${#pinned[@]} -gt 0 ] || cmp -s go.sum "$source_dir/go.sum" || say "note: the build wanted another go.sum than the committed one"

mv "$work/out" "$result"
# Older builds: keep the two newest others, the rest is disk space.
find "$cache" -maxdepth 1 -name 'mattermost-????????????????' -printf '%T@ %p\n' | sort -rn | tail -n +4 |
  cut -d' ' -f2- | xargs -r rm -rf
say "done"
echo "$result"
