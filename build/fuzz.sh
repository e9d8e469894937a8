#!/usr/bin/env bash
# Runs every libFuzzer target for FUZZ_SECONDS and counts executions into out/fuzz.json. A finding is kept in out/fuzz/crashes.
# Seeds: tests/fuzz/corpus/<target>; what a run learns stays in out/fuzz/corpus/<target> for the next one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds="${FUZZ_SECONDS:-60}"

build/cmake.sh fuzz fuzzers
shopt -s nullglob
targets=(out/fuzz/fuzzers/*)
[ "${#targets[@]}" -gt 0 ] || { echo "fuzz: no target was built" >&2; exit 1; }
mkdir -p out/fuzz/crashes
failed=0
rows=()
total=0
for target in "${targets[@]}"; do
  name="$(basename "$target")"
  corpus="out/fuzz/corpus/$name" log="out/fuzz/$name.log"
  mkdir -p "$corpus"
  seeds=()
  [ -d "tests/fuzz/corpus/$name" ] && seeds=("tests/fuzz/corpus/$name")
  printf 'fuzz: %-24s %s s ... ' "$name" "$seconds"
  status=0
  "$target" -max_total_time="$seconds" -print_final_stats=1 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="out/fuzz/crashes/$name-" "$corpus" "${seeds[@]}" > "$log" 2>&1 < /dev/null || status=$?
  executions="$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)"
  coverage="$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1 | cut -d' ' -f2 || true)"
  total=$((total + ${executions:-0}))
  if [ "$status" != 0 ] || [ "${executions:-0}" = 0 ]; then
    failed=1
    echo "FAILED (exit $status, $log)"
    tail -n 25 "$log" >&2
  else
    echo "$executions executions, $coverage edges, clean"
  fi
  rows+=("{\"target\": \"$name\", \"seconds\": $seconds, \"executions\": ${executions:-0}, \"edges\": ${coverage:-0}, \"clean\": $([ "$status" = 0 ] && echo true || echo false)}")
done
{
  echo '{"targets": ['
  printf '  %s' "${rows[0]}"
  [ "${#rows[@]}" -lt 2 ] || printf ',\n  %s' "${rows[@]:1}"
  printf '\n], "executions": %d, "clean": %s}\n' "$total" "$([ "$failed" = 0 ] && echo true || echo false)"
} > out/fuzz.json
echo "fuzz: ${#targets[@]} targets, $total executions (out/fuzz.json)"
exit "$failed"
