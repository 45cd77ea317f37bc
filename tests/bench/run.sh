#!/usr/bin/env bash
# Runs benchmarks and prints one table: median, p95, the baseline's median of the same run, the ratio, the limit, and whether it is
# held. See README.md beside this file. No part of the test run.
#
#   tests/bench/run.sh [--quick] [name ...]        all of them unless some are named: run.sh fan-out endpoint
#
# Exits with 1 if a limit is not held or a benchmark fails; what cannot be measured here is a row with the reason.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C BENCH_TSV=1 BENCH_QUICK=

names=()
for argument; do
  case $argument in
    --quick) BENCH_QUICK=1 ;;
    -*) echo "run.sh [--quick] [name ...]" >&2; exit 2 ;;
    *) [[ -f tests/bench/$argument.sh && $argument != run ]] || { echo "There is no tests/bench/$argument.sh." >&2; exit 2; }
       names+=("$argument") ;;
  esac
done
if ((${#names[@]} == 0)); then
  # rotation.sh and whatever else prints no rows run by their own names.
  for name in tls start-up-pwsh start-up fan-out chain-check endpoint cache-kill; do
    [[ ! -f tests/bench/$name.sh ]] || names+=("$name")
  done
fi

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
code=0
for name in "${names[@]}"; do
  echo "$name ..." >&2
  if ! bash "tests/bench/$name.sh" >> "$rows"; then
    echo "tests/bench/$name.sh failed." >&2
    printf '%s\tskipped: it failed, see above\n' "$name" >> "$rows"
    code=1
  fi
done

[[ ! -r /proc/loadavg ]] || echo "$(nproc) cores, load average $(cut -d ' ' -f 1-3 /proc/loadavg): idle machines alone have figures to keep."
awk -f tests/bench/table.awk "$rows" || code=1
exit "$code"
