#!/usr/bin/env bash
# Installs what the build and the tests need and this machine does not have; says nothing when nothing is missing.
# What is there stays as it is: no upgrade, no system service, no file of the system changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '[setup] %s\n' "$*" >&2; }

missing=()
for package in $(sed 's/#.*//' build/packages.txt); do
  status="$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)"
  [ "$status" = installed ] || missing+=("$package")
done
# Where Node came from elsewhere, Debian's packages of the same name would conflict with it.
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)

go_missing=no
if ! build/go.sh --there > /dev/null; then
  go_missing=yes
  python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
fi

as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi

# apt's locks may be held for a while, by a machine that has just started for one.
apt_patiently() {
  local attempt
  for attempt in $(seq 1 60); do
    if "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1; then return; fi
    grep -qE 'Could not get lock|is another process using it|Unable to lock' "$log" || break
    [ "$attempt" = 1 ] && say "waiting for another package manager to finish"
    sleep 5
  done
  tail -n 20 "$log" >&2
  return 1
}

if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    say "missing: ${missing[*]}"
    say "install them as root: apt-get install --no-install-recommends ${missing[*]}"
    exit 1
  fi
  say "installing: ${missing[*]}"
  log="$(mktemp)"
  # postgresql starts a server of its own when installed, which nobody here needs: refuse service starts meanwhile.
  policy=/usr/sbin/policy-rc.d
  policy_is_ours=no
  cleanup() { rm -f "$log"; [ "$policy_is_ours" = no ] || "${as_root[@]}" rm -f "$policy"; }
  trap cleanup EXIT
  if [ ! -e "$policy" ]; then
    policy_is_ours=yes
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
  fi
  apt_patiently update
  apt_patiently install -y --no-install-recommends "${missing[@]}"
fi

if [ "$go_missing" = yes ]; then build/go.sh > /dev/null; fi
