#!/usr/bin/env bash
# build/glibc_check.sh <binary>: proves that the binary runs wherever glibc 2.34 is (RHEL 9, Ubuntu 22.04, Debian 12, the
# distroless image of Mattermost): it needs libc and the loader only, no newer symbol, and is linked as a hardened PIE.
set -euo pipefail
binary="$1"
floor=2.34
failed=0
bad() { echo "glibc-check: $*" >&2; failed=1; }

[ -f "$binary" ] || { echo "glibc-check: no $binary (run 'make dist')" >&2; exit 1; }
# Read once into variables: grep -q at the end of a pipe would end the writer early, which pipefail takes for a failure.
header="$(readelf -hlW "$binary")"
dynamic="$(readelf -dW "$binary")"
imports="$(objdump -T "$binary")"

needed="$(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<< "$dynamic")"
[ -n "$needed" ] || bad "names no library at all: not the dynamic binary that we release"
while read -r library; do
  case "$library" in
    libc.so.6 | ld-linux-x86-64.so.2 | '') ;;
    *) bad "needs $library" ;;
  esac
done <<< "$needed"

highest="$(grep -oE 'GLIBC_[0-9.]+' <<< "$imports" | sort -uV | tail -n 1 || true)"
[ -n "$highest" ] || bad "no GLIBC symbol found: this check itself is broken"
if [ "$(printf '%s\n' "GLIBC_$floor" "$highest" | sort -V | tail -n 1)" != "GLIBC_$floor" ]; then
  bad "needs $highest, above GLIBC_$floor, for: $(grep -F "$highest" <<< "$imports" | awk '{print $NF}' | head -n 5 | tr '\n' ' ')"
fi
if grep -qE 'GLIBCXX_|CXXABI_|GCC_[0-9]' <<< "$imports"; then bad "takes symbols from libstdc++ or libgcc_s"; fi

grep -q 'Type:.*DYN' <<< "$header" || bad "is not position-independent"
grep -q GNU_RELRO <<< "$header" || bad "has no RELRO segment"
grep -qE 'BIND_NOW|\(FLAGS_1\).*NOW' <<< "$dynamic" || bad "binds lazily, so RELRO is partial"
if grep -qE 'GNU_STACK.* RWE ' <<< "$header"; then bad "has an executable stack"; fi
if grep -qE 'RPATH|RUNPATH' <<< "$dynamic"; then bad "carries a library path"; fi

[ "$failed" = 0 ] || exit 1
printf 'glibc-check: %s: %s bytes, NEEDED %s, highest symbol %s\n' "$binary" "$(stat -c %s "$binary")" \
  "$(tr '\n' ' ' <<< "$needed" | sed 's/ $//')" "$highest"
