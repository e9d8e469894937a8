#!/usr/bin/env bash
# build/check.sh <part>...: what has to be clean before a hand-over. Runs every part named, then says which failed.
#   format   clang-format on every C++ file        web    types and tests of the web part
#   tidy     clang-tidy on server/                 threads  clang with -Wthread-safety, all targets
#   asan     ASan+UBSan over unit and contract     tsan   TSan over the same
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs="${JOBS:-$(nproc)}"

cpp_files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ -e "$f" ] && echo "$f"; done; }

format() { cpp_files 'server/*.cpp' 'server/*.h' 'tests/*.cpp' 'tests/*.h' | xargs -r clang-format-19 --dry-run --Werror; }
web() { build/webapp.sh test; }
threads() { build/cmake.sh clang; }

# One file takes seconds, so a file that was clean is not looked at again until it, a header or the rules change.
tidy_one() {
  local file="$1" stamp
  stamp="out/tidy/$(cat .clang-tidy "$file" out/tidy/headers | sha256sum | cut -c1-32)"
  [ -e "$stamp" ] && return
  if clang-tidy-19 --quiet -p out/tidy/db "$file" > "$stamp.log" 2>/dev/null; then
    mv "$stamp.log" "$stamp"
  else
    cat "$stamp.log"
    return 1
  fi
}
export -f tidy_one
tidy() {
  mkdir -p out/tidy
  cmake --preset clang -B out/tidy/db -DCAUSEWAY_TESTS=OFF > out/tidy/configure.log 2>&1 || { cat out/tidy/configure.log; return 1; }
  cpp_files 'server/*.h' | xargs sha256sum > out/tidy/headers
  cpp_files 'server/*.cpp' | xargs -r -P "$jobs" -I{} bash -c 'tidy_one {}'
}

sanitized() {
  local preset="$1"
  build/cmake.sh "$preset" tests_unit tests_contract
  ctest --test-dir "out/$preset" -j 2 -L '^(unit|contract)$' --output-on-failure --no-tests=error < /dev/null
}
asan() { ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 sanitized asan; }
tsan() { TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 sanitized tsan; }

failed=()
for part in "$@"; do
  case "$part" in
    format | web | tidy | threads | asan | tsan) ;;
    *) echo "check: no such part: $part" >&2; exit 2 ;;
  esac
  echo "== check: $part (${SECONDS} s)"
  set +e  # and no "||": set -e does not hold inside a command whose status is tested
  ( set -e; "$part" )
  status=$?
  set -e
  [ "$status" = 0 ] || failed+=("$part")
done
if [ "${#failed[@]}" -gt 0 ]; then
  echo "check: FAILED: ${failed[*]}" >&2
  exit 1
fi
echo "check: clean: $* (${SECONDS} s)"
