#!/usr/bin/env bash
# How the credential endpoint compares with a bare HttpListener that answers the same bytes and looks at nothing, both loaded on
# loopback by wrk from a process of its own with 64 connections, in turn. Then: memory over millions of requests, and the latency
# of well-behaved clients while others drip and send what is no HTTP. No part of the test run.
#
#   tests/bench/endpoint.sh [rounds [seconds [millions]]]     5 rounds of 5 s each, and 5 million requests, unless said otherwise
#
# The numbers hold for a machine that does nothing else meanwhile: the load that it had is printed first.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/rows.sh

if [[ -n ${BENCH_QUICK-} ]]; then set -- "${1:-3}" "${2:-2}" "${3:-1}"; fi
rounds=${1:-5} seconds=${2:-5} millions=${3:-5}
if wants_rows && ! command -v wrk > /dev/null; then skip "credential endpoint" "wrk is not installed"; exit 0; fi
((rounds >= 3)) || { echo "At least 3 rounds make a median." >&2; exit 2; }
command -v wrk > /dev/null || { echo "Skipped: wrk is not installed (https://github.com/wg/wrk)."; exit 0; }
[[ -r /proc/self/status ]] || { echo "Skipped: memory is read in /proc, which is Linux's."; exit 0; }
export LC_ALL=C

dotnet build tests/bench/Endpoint -v q -nologo > /dev/null
bench=artifacts/bin/EndpointBench/release/EndpointBench
results=$(mktemp -d)
server=''
trap '[[ -z $server ]] || kill "$server" 2> /dev/null || true; rm -rf "$results"' EXIT

start() { # kind
  coproc SERVER { exec "$bench" "$1"; }
  server=$SERVER_PID
  read -r address header <&"${SERVER[0]}"
}
stop() {
  # The server ends with its standard input.
  eval "exec ${SERVER[1]}>&-"
  wait "$server" || true
  server=''
}
load() { wrk -t 2 -c 64 -d "$1s" --latency -H "$header" "$address"; } # seconds
memory() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$server/status"; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
milliseconds() { awk '$1 == "99%" { n = $2 + 0; print $2 ~ /us$/ ? n / 1000 : $2 ~ /ms$/ ? n : n * 1000 }'; }
check() { ! grep -E 'Non-2xx|Socket errors' "$1" || { echo "Not every request was answered with 200." >&2; exit 1; }; }

wants_rows || echo "$(nproc) cores, load average before: $(cut -d ' ' -f 1-3 /proc/loadavg); $rounds rounds of $seconds s, 64 connections"
kinds=(bare container metadata)
for ((round = 0; round < rounds; round++)); do
  for kind in "${kinds[@]}"; do
    start "$kind"
    # The first seconds go to the compiler.
    load 3 > /dev/null
    load "$seconds" > "$results/answer"
    check "$results/answer"
    awk '/^Requests\/sec/ { print $2 }' "$results/answer" >> "$results/rate-$kind"
    milliseconds < "$results/answer" >> "$results/p99-$kind"
    stop
  done
done

if wants_rows; then
  for kind in container metadata; do
    row "credential endpoint, $kind" 1/s "" "bare HttpListener" "$(samples "$results/rate-$kind")" "$(samples "$results/rate-bare")"
    row "  its p99 latency" ms "" "bare HttpListener" "$(samples "$results/p99-$kind")" "$(samples "$results/p99-bare")"
  done
  exit 0
fi

printf '%-12s %14s %10s %10s\n' "" "requests/s" "of bare" "p99"
for kind in "${kinds[@]}"; do
  awk -v kind="$kind" -v rate="$(median "$results/rate-$kind")" -v bare="$(median "$results/rate-bare")" \
    -v late="$(median "$results/p99-$kind")" 'BEGIN { printf "%-12s %14.0f %10.2f %7.2f ms\n", kind, rate, rate / bare, late }'
done

start container
total=0 early='' largest=0
while ((total < millions * 1000000)); do
  load 5 > "$results/answer"
  check "$results/answer"
  total=$((total + $(awk '/ requests in / { print $1 }' "$results/answer")))
  now=$(memory)
  [[ -n $early ]] || early=$now
  ((now <= largest)) || largest=$now
done
echo "memory after 5 s of load: $early MB; over $total requests at most $largest MB; at the end $(memory) MB"

# The attack ends with its standard input, some seconds after the load has.
sleep 14 | "$bench" attack "$address" > "$results/malformed" &
attack=$!
sleep 2
load 10 > "$results/answer"
check "$results/answer"
connections=$(find "/proc/$server/fd" -mindepth 1 | wc -l)
wait "$attack"
malformed=$(cat "$results/malformed")
awk -v late="$(milliseconds < "$results/answer")" -v open="$connections" -v malformed="$malformed" '/^Requests\/sec/ {
  printf "beside 1000 dripping connections and %s malformed requests (%d handles open): %.0f requests/s, p99 %.2f ms\n", malformed, open, $2, late }' \
  "$results/answer"
stop
