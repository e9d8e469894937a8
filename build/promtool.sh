#!/usr/bin/env bash
# Gets promtool out of Debian's package of Prometheus, without installing it (that would start a server), and prints its
# path: <cache>/promtool-<version>/promtool; <cache> is ${XDG_CACHE_HOME:-$HOME/.cache}/causeway. Progress goes to stderr.
set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/causeway
mkdir -p "$cache"
exec 9>"$cache/promtool.lock"
flock 9
existing=$(find "$cache" -maxdepth 2 -path '*/promtool-*/promtool' -print -quit)
if [ -n "$existing" ]; then
  echo "$existing"
  exit 0
fi
work=$(mktemp -d "$cache/promtool-work.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
echo "promtool: getting Debian's package" >&2
apt-get download -o APT::Sandbox::User=root prometheus >&2
version=$(dpkg-deb -f prometheus_*.deb Version)
dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x --strip-components=3 ./usr/bin/promtool
mkdir -p "$cache/promtool-$version"
mv promtool "$cache/promtool-$version/promtool"
echo "$cache/promtool-$version/promtool"
