#!/bin/sh
# verify.sh <golden_gob_rewrite> <go>: C++ reads the vectors and writes them again, Go reads what C++ wrote.
set -eu
here=$(dirname "$(realpath "$0")")
rewritten=$(mktemp -d)
trap 'rm -rf "$rewritten"' EXIT
"$1" "$here/vectors" "$rewritten"
cd "$here/go"
GOFLAGS=-mod=mod GONOSUMDB='github.com/mattermost/*' "$2" run . verify "$rewritten"
