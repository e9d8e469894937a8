#!/usr/bin/env bash
# tests/live/bare_root.sh <release binary>: runs it in a root that holds only glibc and its loader, as Mattermost's
# distroless image does. No shell, no libstdc++, no libgcc_s, no certificates, no /proc, no /tmp.
set -euo pipefail
binary="$1"

fail() { echo "bare root: $*" >&2; exit 1; }
[ -x "$binary" ] || fail "no $binary (run 'make dist')"

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/root/lib64" "$folder/root/lib/x86_64-linux-gnu"
cp -L /lib64/ld-linux-x86-64.so.2 "$folder/root/lib64/"
cp -L /lib/x86_64-linux-gnu/libc.so.6 "$folder/root/lib/x86_64-linux-gnu/"
cp "$binary" "$folder/root/causeway"

PATH="$PATH:/usr/sbin"
enter=("$(command -v chroot)")
[ "$(id -u)" = 0 ] || enter=("$(command -v unshare)" --user --map-root-user "${enter[@]}")  # needs user namespaces

run() {  # run <name> <argument...>: leaves the exit code in $status and the output in $folder/<name>.{out,err}
  local name="$1"
  shift
  status=0
  env -i timeout 120 "${enter[@]}" "$folder/root" /causeway "$@" \
    > "$folder/$name.out" 2> "$folder/$name.err" < /dev/null || status=$?
  sed "s/^/  $name: /" "$folder/$name.out" "$folder/$name.err" | head -n 30
}

run by-hand
[ "$status" = 1 ] || fail "started by hand it exits $status, not 1"
[ ! -s "$folder/by-hand.out" ] || fail "started by hand it writes to stdout, which belongs to the plugin's host"
grep -qi 'causeway' "$folder/by-hand.err" || fail "started by hand it does not say what it is"

run self-test --self-test
[ "$status" = 0 ] || fail "the self-test exits $status"
[ -s "$folder/self-test.out" ] || [ -s "$folder/self-test.err" ] || fail "the self-test says nothing"

# Nothing may have been written into the root: the executable runs where everything is read-only.
left="$(find "$folder/root" -type f | wc -l)"
[ "$left" = 3 ] || fail "it left files behind: $(find "$folder/root" -type f)"
echo "bare root: runs with libc.so.6 and its loader alone"
