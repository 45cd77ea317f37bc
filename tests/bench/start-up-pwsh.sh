#!/usr/bin/env bash
# How long a first session takes from PowerShell: whole processes that import the module, that use a role with the environment's keys
# and that use one with the instance's, in random order with a bare pwsh, with the least that a compiled module can do (Least) and with the
# bash helper over the Python AWS CLI (aws-auth.sh); then a warm Use-AssumedRole beside a bare HttpClient POST of the same signed
# request. All against one loopback sandbox. No part of the test run.
#
#   dotnet build && dotnet publish src/AssumeRole.Cli -p:Native=true
#   tests/bench/start-up-pwsh.sh [rounds [warm calls]]      60 rounds and 3 times 600 calls unless said otherwise
#
# MODULE, PWSH, ASSUMEROLE and AWS_CLI name others than the staged manifest, the checkout's PowerShell, output/native/<rid>/assumerole
# and aws. A wrapper around aws costs time of its own: name the real one. With BENCH_TSV=1 every measurement is one line instead: what, unit, limit,
# baseline, samples, the baseline's samples.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/rows.sh

rounds=${1:-$([[ -n ${BENCH_QUICK-} ]] && echo 20 || echo 60)} calls=${2:-600}
((rounds >= 20)) || { echo "At least 20 rounds make a median." >&2; exit 2; }
[[ -n ${EPOCHREALTIME-} ]] || { echo "bash 5 is needed for its clock." >&2; exit 2; }
export LC_ALL=C NO_COLOR=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
what="Import-Module; Use-AssumedRole"
set_powershell
module=$(realpath "${MODULE:-$(ls -d output/AssumeRole/*/AssumeRole.psd1 2> /dev/null | tail -n 1)}")
[[ -f $module ]] || { echo "There is no staged module: dotnet build makes it." >&2; exit 2; }
assumerole=$(native)
if wants_rows && [[ ! -x $assumerole ]]; then skip "$what" "no native executable"; exit 0; fi
[[ -x $assumerole ]] || { echo "There is no native executable: dotnet publish src/AssumeRole.Cli -p:Native=true makes it." >&2; exit 2; }
aws=$(command -v "${AWS_CLI:-aws}") || aws=
dotnet build tests/bench/Least -v q -nologo > /dev/null
least=$PWD/artifacts/bin/LeastModule/release/LeastModule.psd1

folder=$(mktemp -d)
sandbox=
trap 'if [[ -n $sandbox ]]; then kill "$sandbox" 2> /dev/null || true; fi; rm -rf "$folder"' EXIT
write_world "$folder/world.json"
start_sandbox --world "$folder/world.json"
export aws_assume_role_arn=arn:aws:iam::111111111111:role/task aws_assume_role_duration=3600

keys=(AWS_ACCESS_KEY_ID=AKIASANDBOXOPERATOR1 AWS_SECRET_ACCESS_KEY=SANDBOXSECRETofTheOperatorNotARealOne001)
# Each is started by env, which takes a millisecond, because those with keys must be.
run() { env "${@:2}" "${powershell[@]}" -NoProfile -NonInteractive -Command "$1"; }
bare() { run exit; }
leastImport() { run "Import-Module '$least'"; }
leastPost() { run "Import-Module '$least'; Send-Least '$AWS_ENDPOINT_URL_STS'"; }
import() { run "Import-Module '$module'"; }
environment() { run "Import-Module '$module'; Use-AssumedRole" "${keys[@]}"; }
instance() { run "Import-Module '$module'; Use-AssumedRole"; }
helper() { env "${keys[@]}" bash -c "$aws_auth" helper "$aws"; }

loaded=$(run "Import-Module '$module'; ([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'AWSSDK') -join ' '")
[[ -z $loaded ]] || { echo "Importing the module loaded $loaded." >&2; exit 1; }

kinds=(bare leastImport leastPost import environment instance)
if [[ -n $aws ]]; then kinds+=(helper); else echo "aws-auth.sh is left out: there is no aws on PATH." >&2; fi
for ((round = 0; round <= rounds; round++)); do
  for kind in $(shuffled "${kinds[@]}"); do
    start=${EPOCHREALTIME/./}
    "$kind" > "$folder/out" 2>&1 || { cat "$folder/out" >&2; exit 1; }
    # The first round warms the disk.
    ((round == 0)) || echo $((${EPOCHREALTIME/./} - start)) >> "$folder/$kind"
  done
done
# In three sessions, because from one to another the ratio moves by 0.04 either way.
for session in 1 2 3; do
  env "${keys[@]}" "${powershell[@]}" -NoProfile -NonInteractive -File tests/bench/start-up-warm.ps1 -Module "$module" -Calls "$calls" \
    -Folder "$folder"
done

# A file of microseconds in another unit, as one line.
scaled() { awk -v d="$2" '{ printf "%.3f ", $1 / d }' "$folder/$1"; }
at() { sort -n "$folder/$1" | awk -v part="$2" '{ v[NR] = $1 } END { i = NR * part; print v[i == int(i) ? i : int(i) + 1] }'; }
# What, unit, divisor, limit, samples, baseline.
tell() {
  if wants_rows; then row "$1" "$2" "$4" "$6" "$(scaled "$5" "$3")" "$(scaled "$6" "$3")"; return; fi
  awk -v what="$1" -v unit="$2" -v d="$3" -v limit="$4" -v base="$6" -v median="$(at "$5" 0.5)" -v late="$(at "$5" 0.95)" \
    -v from="$(at "$6" 0.5)" 'BEGIN {
      printf "%-42s %9.1f %9.1f %9.1f  %7.2f x %s (%.1f), limit %s\n", what " in " unit, median / d, late / d, (median - from) / d,
        median / from, base, from / d, limit }'
}
if ! wants_rows; then
  echo "$(nproc) cores, load average now: $(cut -d ' ' -f 1-3 /proc/loadavg 2> /dev/null || echo unknown); $rounds rounds, 3 times $calls warm calls"
  printf '%-42s %9s %9s %9s\n' "" median p95 "over it"
fi
tell "Import-Module of one cmdlet" ms 1000 "" leastImport bare
tell "Import-Module of one cmdlet; one POST" ms 1000 "" leastPost bare
tell "Import-Module" ms 1000 "<= baseline + 10 ms" import leastImport
tell "Import-Module; Use-AssumedRole, keys" ms 1000 "" environment bare
tell "Import-Module; Use-AssumedRole, IMDSv2" ms 1000 "" instance environment
tell "warm Use-AssumedRole" us 1 "" warm post
[[ -z $aws ]] || tell "the whole process, keys" ms 1000 "" environment helper
