#!/usr/bin/env bash
# Kills assumerole env --cache at random moments and looks at what it leaves: no session file that is not whole, nothing that
# others may read. Usage: tests/bench/cache-kill.sh [assumerole [runs]]
set -euo pipefail
root=$(dirname "$0")/../..
. "$root/tests/bench/rows.sh"

assumerole=${1:-$(cd "$root" && found=$(native) && [[ -z $found ]] || realpath "$found")}
if wants_rows && [[ ! -x $assumerole ]]; then skip "session files torn by kill -9" "no native executable"; exit 0; fi
assumerole=$(realpath "$assumerole")
runs=${2:-$([[ -n ${BENCH_QUICK-} ]] && echo 100 || echo 1000)}
work=$(mktemp -d)
trap 'kill "$sandbox" 2>/dev/null || true; rm -rf "$work"' EXIT

"$assumerole" sandbox >"$work/exports" 2>/dev/null &
sandbox=$!
for _ in $(seq 100); do [[ -s $work/exports ]] && grep -q AWS_ENDPOINT_URL_STS "$work/exports" && break; sleep 0.05; done
sleep 0.2
# shellcheck disable=SC1091
. "$work/exports"
export XDG_CACHE_HOME=$work/cache aws_assume_role_duration=900
export aws_assume_role_arn=arn:aws:iam::222222222222:role/worker-permissions

killed=0 whole=0
for run in $(seq "$runs"); do
    # A name of its own, so that each run has a session to write.
    "$assumerole" env --cache --role-session-name "run-$run" >/dev/null 2>&1 &
    victim=$!
    # 0 to 30 ms: the whole life of the program.
    sleep "0.0$(printf %02d $((RANDOM % 35)))"
    if kill -9 "$victim" 2>/dev/null; then killed=$((killed + 1)); fi
    wait "$victim" 2>/dev/null || true
done

for file in "$work"/cache/assumerole/*; do
    [[ $(stat -c %a "$file") == 600 ]] || { echo "open to others: $file"; exit 1; }
    case $file in
        *.lock | *.new) ;;
        *)
            [[ $(head -c 1 "$file") == '{' && $(tail -c 1 "$file") == '}' ]] || { echo "not whole: $file"; exit 1; }
            whole=$((whole + 1))
            ;;
    esac
done
[[ $(stat -c %a "$work/cache/assumerole") == 700 ]] || { echo "folder open to others"; exit 1; }
aside=$(find "$work/cache" -name '*.new' | wc -l)
# One that is torn has ended the run above.
if wants_rows; then row "session files torn, $killed of $runs runs killed" files "<= 0 files" "" 0; exit 0; fi
echo "$runs runs, $killed killed: $whole whole session files, $aside left aside unread, none open to others."
