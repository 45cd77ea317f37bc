#!/usr/bin/env bash
# How long whole processes take, and how much memory: assumerole env, assumerole exec -- true and aws sts assume-role, in turn,
# against one loopback sandbox. Prints medians and their ratios. No part of the test run.
#
#   dotnet publish src/AssumeRole.Cli -p:Native=true
#   tests/bench/start-up.sh [runs]          30 unless said otherwise, 20 at least
#
# ASSUMEROLE and AWS_CLI name other executables than output/native/<rid>/assumerole and aws. A wrapper around aws costs time of its
# own: name the real one. Memory needs GNU time in /usr/bin/time.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/rows.sh

runs=${1:-$([[ -n ${BENCH_QUICK-} ]] && echo 20 || echo 30)}
((runs >= 20)) || { echo "At least 20 runs make a median." >&2; exit 2; }
[[ -n ${EPOCHREALTIME-} ]] || { echo "bash 5 is needed for its clock." >&2; exit 2; }
export LC_ALL=C
assumerole=$(native)
if wants_rows && [[ ! -x $assumerole ]]; then skip "assumerole env" "no native executable"; exit 0; fi
[[ -x $assumerole ]] || { echo "There is no native executable: dotnet publish src/AssumeRole.Cli -p:Native=true makes it." >&2; exit 2; }
aws=$(command -v "${AWS_CLI:-aws}") || aws=
role=arn:aws:iam::222222222222:role/worker-permissions
export aws_assume_role_arn=$role aws_assume_role_duration=3600

start_sandbox
trap 'kill "$sandbox" 2> /dev/null || true' EXIT

names=("assumerole env" "assumerole exec -- true")
env_() { "$assumerole" env; }
exec_() { "$assumerole" exec -- true; }
aws_() { "$aws" sts assume-role --role-arn "$role" --role-session-name concourse-task --duration-seconds 3600; }
commands=(env_ exec_)
arguments=("$assumerole env" "$assumerole exec -- true")
if [[ -n $aws ]]; then
  names+=("aws sts assume-role")
  commands+=(aws_)
  arguments+=("$aws sts assume-role --role-arn $role --role-session-name concourse-task --duration-seconds 3600")
elif ! wants_rows; then
  echo "aws sts assume-role is left out: there is no aws on PATH."
fi

folder=$(mktemp -d)
trap 'kill "$sandbox" 2> /dev/null || true; rm -rf "$folder"' EXIT
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
has_memory=
if /usr/bin/time -f %M true > /dev/null 2>&1; then has_memory=1; fi

# In turn, so that whatever else the machine does falls on all of them; the first round only warms the disk. 300 s at most.
end=$((SECONDS + 300))
for ((run = 0; run <= runs && SECONDS < end; run++)); do
  for index in "${!commands[@]}"; do
    start=${EPOCHREALTIME/./}
    "${commands[index]}" > /dev/null
    elapsed=$((${EPOCHREALTIME/./} - start))
    ((run == 0)) || echo "$elapsed" >> "$folder/time-$index"
    if [[ -n $has_memory ]] && ((run > 0)); then
      # shellcheck disable=SC2086 # words, none with a space
      /usr/bin/time -a -o "$folder/memory-$index" -f %M ${arguments[index]} > /dev/null
    fi
  done
done

if wants_rows; then
  # Microseconds are what was measured.
  in_ms() { awk '{ printf "%.2f ", $1 / 1000 }' "$folder/time-$1"; }
  in_mb() { awk '{ printf "%.1f ", $1 / 1024 }' "$folder/memory-$1"; }
  for index in 0 1; do
    if [[ -n $aws ]]; then row "${names[index]}" ms "<= 0.6 x" "aws sts assume-role" "$(in_ms "$index")" "$(in_ms 2)"
    else row "${names[index]}" ms "" "" "$(in_ms "$index")"; fi
    if [[ -z $has_memory ]]; then skip "  peak memory" "there is no GNU time in /usr/bin/time"
    elif [[ -n $aws ]]; then row "  peak memory" MB "<= 1.0 x" "aws sts assume-role" "$(in_mb "$index")" "$(in_mb 2)"
    else row "  peak memory" MB "" "" "$(in_mb "$index")"; fi
  done
  [[ -n $aws ]] || skip "aws sts assume-role" "there is no aws on PATH"
  exit 0
fi

printf '%d runs each, medians\n%-26s %10s %12s\n' "$((run - 1))" "" "wall" "peak memory"
for index in "${!commands[@]}"; do
  time_[index]=$(median "$folder/time-$index")
  memory[index]=0
  [[ -z $has_memory ]] || memory[index]=$(median "$folder/memory-$index")
  awk -v name="${names[index]}" -v us="${time_[index]}" -v kb="${memory[index]}" \
    'BEGIN { printf "%-26s %7.1f ms %12s\n", name, us / 1000, kb ? sprintf("%.1f MB", kb / 1024) : "-" }'
done
if [[ -n $aws ]]; then
  awk -v a="${time_[0]}" -v b="${time_[2]}" -v m="${memory[0]}" -v n="${memory[2]}" \
    'BEGIN { printf "assumerole env takes 1/%.0f of the wall time of aws sts assume-role", b / a
             if (n) printf " and %.0f %% of its memory", 100 * m / n
             print "." }'
fi
