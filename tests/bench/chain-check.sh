#!/usr/bin/env bash
# What the check of a chain costs beyond the answers that it waits for: assumerole test over three hops against a sandbox whose
# answers each come 100 ms late, seven of them (a token, the role's name, its credentials, the caller, three roles); and how soon a
# hop limit of 1 is named. Prints medians. No part of the test run.
#
#   dotnet publish src/AssumeRole.Cli -p:Native=true
#   tests/bench/chain-check.sh [runs]       10 unless said otherwise
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/rows.sh

runs=${1:-$([[ -n ${BENCH_QUICK-} ]] && echo 5 || echo 10)}
[[ -n ${EPOCHREALTIME-} ]] || { echo "bash 5 is needed for its clock." >&2; exit 2; }
export LC_ALL=C
assumerole=$(native)
if wants_rows && [[ ! -x $assumerole ]]; then skip "assumerole test, three hops" "no native executable"; exit 0; fi
[[ -x $assumerole ]] || { echo "There is no native executable: dotnet publish src/AssumeRole.Cli -p:Native=true makes it." >&2; exit 2; }
folder=$(mktemp -d)
sandbox=
trap 'if [[ -n $sandbox ]]; then kill "$sandbox" 2> /dev/null || true; fi; rm -rf "$folder"' EXIT

role() { # name, whom it trusts
  printf '{"arn":"arn:aws:iam::111111111111:role/%s","trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow",' "$1"
  printf '"Action":"sts:AssumeRole","Principal":%s}},"policies":[{"name":"go","document":{"Version":"2012-10-17",' "$2"
  printf '"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}}]}'
}
world() { # more members of the instance, faults
  printf '{"region":"eu-west-1","instance":{"roleArn":"arn:aws:iam::111111111111:role/worker","availabilityZone":"eu-west-1a"%s},' "$1"
  printf '"roles":[%s,%s,%s,%s],"faults":{%s}}' "$(role worker '{"Service":"ec2.amazonaws.com"}')" \
    "$(role one '{"AWS":"arn:aws:iam::111111111111:role/worker"}')" "$(role two '{"AWS":"arn:aws:iam::111111111111:role/one"}')" \
    "$(role three '{"AWS":"arn:aws:iam::111111111111:role/two"}')" "$2"
}
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
# One line a run, in milliseconds; $1 is the exit code that each must have.
measure() {
  local expected=$1 run start code
  for ((run = 0; run < runs; run++)); do
    start=${EPOCHREALTIME/./}
    code=0
    "$assumerole" test --source instance --role-arn arn:aws:iam::111111111111:role/three \
      --via arn:aws:iam::111111111111:role/one --via arn:aws:iam::111111111111:role/two > "$folder/out" || code=$?
    echo $(((${EPOCHREALTIME/./} - start) / 1000))
    if ((code != expected)); then cat "$folder/out" >&2; exit 1; fi
  done
}
serve() { start_sandbox --world "$folder/world.json"; }

world '' '"stsDelayMilliseconds":100,"metadataDelayMilliseconds":100' > "$folder/world.json"
serve
measure 0 > "$folder/whole"
whole=$(median < "$folder/whole")
kill "$sandbox"; wait "$sandbox" 2> /dev/null || true
world ',"hopLimit":1' '' > "$folder/world.json"
serve
measure 5 > "$folder/hop"
hop=$(median < "$folder/hop")
if wants_rows; then
  row "assumerole test, three hops" ms "<= baseline + 50 ms" "its 7 answers of 100 ms" "$(samples "$folder/whole")" 700
  row "  a hop limit of 1 is named" ms "<= 2500 ms" "" "$(samples "$folder/hop")"
  exit 0
fi

printf '%-44s %6s ms\n' "three hops, 7 answers of 100 ms" "$whole" "  of them beyond the answers (at most 50)" "$((whole - 700))" \
  "hop limit of 1 named (at most 2500)" "$hop"
