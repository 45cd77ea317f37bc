#!/usr/bin/env bash
# How long 1,000 and 10,000 roles by pipeline take, and how much memory, against a server that answers each call 50 ms late from a
# process of its own; and what becomes of it when that server throttles. In turn with a plain loop of the SDK's client.
# No part of the test run.
#
#   dotnet build AssumeRole.sln
#   tests/bench/fan-out.sh [rounds]         7 unless said otherwise, 3 with BENCH_QUICK
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/bench/rows.sh
export LC_ALL=C NO_COLOR=1 AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null

rounds=${1:-$([[ -n ${BENCH_QUICK-} ]] && echo 3 || echo 7)}
what="1,000 roles, 50 ms a call, 64 at a time"
set_powershell
[[ -w /proc/self/clear_refs ]] || { skip "$what" "memory is read in /proc, which is Linux's"; exit 0; }
module=$(ls -d "$PWD"/output/AssumeRole/*/AssumeRole.psd1 2> /dev/null | tail -n 1)
[[ -n $module ]] || { echo "The module is not staged: dotnet build AssumeRole.sln does it." >&2; exit 2; }
dotnet build tests/bench/FanOut -v q -nologo > /dev/null
bench=artifacts/bin/FanOutBench/release/FanOutBench
folder=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT

serve() { # what FanOutBench serve takes
  coproc SERVER { exec "$bench" serve "$@"; }
  server=$SERVER_PID
  read -r url <&"${SERVER[0]}"
}
stop() {
  # The server ends with its standard input.
  eval "exec ${SERVER[1]}>&-"
  wait "$server" || true
  server=
}
# name, what fan-out.ps1 takes: each figure goes to a file of its own.
fan_out() {
  local name=$1 figure value
  shift
  while IFS='=' read -r figure value; do echo "$value" >> "$folder/$name-$figure"; done \
    < <(timeout 300 "${powershell[@]}" -NoProfile -NonInteractive -File tests/bench/fan-out.ps1 -Module "$module" -Url "$url" "$@")
  read -r _ _ _ value < <("$bench" counts "$url")
  echo "$value" >> "$folder/$name-connections"
}
# Over the module as it was imported, before anything of the SDK was loaded.
over() { paste -d ' ' "$folder/$1-most" "$folder/$1-imported" | awk '{ printf "%.1f ", $1 - $2 }'; }
seconds() { awk '{ printf "%.3f ", $1 / 1000 }' "$folder/$1"; }

serve 50
for ((round = 0; round < rounds; round++)); do
  fan_out thousand
  "$bench" sdk "$url" 1000 64 >> "$folder/sdk"
  fan_out dropped -Drop
  if ((round < 3)); then fan_out ten -Count 10000; fan_out ten-dropped -Count 10000 -Drop; fi
done
stop
for ((round = 0; round < 3; round++)); do
  serve 50 20; fan_out chance; stop
  serve 50 0 200 50; fan_out rate; stop
done

{
  row "$what" s "<= 1.15 x" "plain loop of the SDK's client" "$(seconds thousand-all)" "$(seconds sdk)"
  row "  memory over the imported module" MB "<= 60 MB" "" "$(over thousand)"
  row "  connections at once" connections "<= 64 connections" "" "$(samples "$folder/thousand-connections")"
  row "  the first session" ms "<= 0.25 x" "all of them" "$(samples "$folder/thousand-first")" "$(samples "$folder/thousand-all")"
  row "  a stop after it, 63 on their way" ms "" "" "$(samples "$folder/thousand-stopped")"
  row "10,000 roles" s "<= 10.5 x" "1,000 roles" "$(seconds ten-all)" "$(seconds thousand-all)"
  row "  memory over the imported module" MB "" "1,000 roles" "$(over ten)" "$(over thousand)"
  row "  the same if no session is kept" MB "<= baseline + 25 MB" "1,000 roles" "$(over ten-dropped)" "$(over dropped)"
  row "1,000 roles, 20 % of calls throttled" s "<= 5 s" "none throttled" "$(seconds chance-all)" "$(seconds thousand-all)"
  row "  not had" roles "<= 0 roles" "" "$(samples "$folder/chance-failures")"
  row "1,000 roles, 200 calls a second allowed" s "<= 1.5 x" "what that rate allows" "$(seconds rate-all)" "4.75"
  row "  not had" roles "<= 0 roles" "" "$(samples "$folder/rate-failures")"
} > "$folder/rows"
if wants_rows; then cat "$folder/rows"; else awk -f tests/bench/table.awk "$folder/rows"; fi
