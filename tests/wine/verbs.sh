# The verbs of assumerole.exe. A text of a program counts with its line ends: CR is shown as \r.
role=arn:aws:iam::222222222222:role/worker-permissions
denied=arn:aws:iam::222222222222:role/trusts-nobody
longest=120
assumerole=$work/cli/assumerole.exe
tools="$work/my tools"
mkdir -p "$tools"
windows() { printf 'Z:%s' "${1//\//\\}"; }
run() { timeout "$longest" wine "$assumerole" "$@" 2>"$work/log/error" </dev/null; }
visible() { sed 's/\r/\\r/g'; }
error() { visible <"$work/log/error"; }

# Signals reach a program of Wine alone as its Ctrl+C (dlls/ntdll/unix/signal_x86_64.c, int_handler).
processes() { ps -s "$1" -o pid=,comm= | awk '$2 == "assumerole.exe" { print $1 }'; }
has_ended() { ! kill -0 "$1" 2>/dev/null; }

# Without the sandbox's address nothing may be asked: the machine may have a metadata service of its own.
export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:9 AWS_ENDPOINT_URL_STS=http://127.0.0.1:9
rm -f "$work/log"/{sandbox,exec,serve}
setsid wine "$assumerole" sandbox >"$work/log/sandbox" 2>"$work/log/sandbox-error" </dev/null &
sandbox=$!
if ! await "$longest" grep -qs '^export NO_PROXY' "$work/log/sandbox"; then
    bad sandbox "$(cat "$work/log/sandbox-error")"
    return
fi

is 'sandbox: lines end in LF' 0 "$(grep -c $'\r' "$work/log/sandbox")"
eval "$(tr -d '\r' <"$work/log/sandbox")"
export aws_assume_role_arn=$role aws_assume_role_duration=900

out=$(run whoami | visible)
has whoami 'arn:aws:sts::111111111111:assumed-role/concourse-worker/' "$out"
out=$(run whoami --json | visible)
has 'whoami --json' '"Account": "111111111111"' "$out"
is 'whoami --json: lines end in LF' '{' "$(head -n1 <<<"$out")"

for as in bash powershell dotenv json; do
    out=$(run env --as "$as" | visible)
    has "env --as $as" ASIA "$out"
    case $out in *'\r'*) bad "env --as $as: lines end in LF" ;; *) ok "env --as $as: lines end in LF" ;; esac
done
is 'env: its lines work in a shell' 'ASIA 222222222222' "$(
    eval "$(run env || echo exit $?)"
    printf '%.4s ' "$AWS_ACCESS_KEY_ID"
    run whoami --json | sed -n 's/.*"Account": "\([0-9]*\)".*/\1/p'
)"
out=$(run env --role-arn "$denied" | visible)
is 'env of a denied role: the evaluating shell fails' '(exit 4)' "$out"
has 'env of a denied role: the finding' 'assumerole: AssumeDenied: ' "$(error)"

out=$(run credential-process | visible)
has credential-process '"AccessKeyId": "ASIA' "$out"
is 'credential-process: lines end in LF' '{' "$(head -n1 <<<"$out")"

out=$(run test | visible)
is 'test: exit code' 0 "$?"
has test 222222222222 "$out"
out=$(run test --json | visible)
is 'test --json: lines end in LF' '[' "$(head -n1 <<<"$out")"
run test --role-arn "$denied" >/dev/null
is 'test of a denied role: exit code' 4 "$?"

out=$(run demo | visible)
is 'demo: exit code' 0 "$?"
has 'demo: a child process' 'A child process sees: key ASIA' "$out"
for shell in bash zsh pwsh; do
    out=$(run completion "$shell" | visible)
    has "completion $shell" assumerole "$out"
    case $out in *'\r'*) bad "completion $shell: lines end in LF" ;; *) ok "completion $shell: lines end in LF" ;; esac
done
printf '{"name": "a", "accounts": [{"name": "b", "roleArn": "%s"}]}' "$role" >"$work/team.json"
out=$(run rotate --team "$(windows "$work/team.json")" --store file --folder "$(windows "$work/secrets")" | visible)
has rotate '"status":"Rotated"' "${out// /}"
case $out in *'\r'*) bad 'rotate: lines end in LF' ;; *) ok 'rotate: lines end in LF' ;; esac
rm -rf "$work/secrets"

# exec: by PATH and PATHEXT, with every argument, and with the exit code.
printf '@echo off\r\necho found %%~nx0 [%%1] [%%2] %%AWS_ACCESS_KEY_ID:~0,4%%\r\nexit /b 7\r\n' >"$tools/tool.cmd"
export WINEPATH="$(windows "$tools");$(windows "$work/cli")"
out=$(run exec -- tool 'a b' 'c&d' | visible)
is 'exec: a tool.cmd by PATH and PATHEXT, quoted' 'found tool.cmd ["a b"] ["c&d"] ASIA\r' "$out"
run exec -- tool >/dev/null
is 'exec: exit code of a batch file' 7 "$?"
out=$(run exec -- "$(windows "$tools/tool")" x | visible)
is 'exec: a tool.cmd by its path' 'found tool.cmd [x] [] ASIA\r' "$out"
out=$(run exec -- assumerole whoami | visible)
has 'exec: an .exe by PATH' 'arn:aws:sts::222222222222:assumed-role/worker-permissions/' "$out"
out=$(run exec -- cmd /c 'exit 9')
is 'exec: exit code' 9 "$?"
out=$(run exec -- no-such-program)
is 'exec: no program' 127 "$?"
has 'exec: no program, the finding' 'assumerole: CommandMissing: ' "$(error)"
printf 'no program' >"$tools/broken.exe"
out=$(run exec -- broken)
is 'exec: a file that is no program' 126 "$?"
(cd "$tools" && run exec -- here >/dev/null)
is 'exec: not of the working directory' 127 "$?"

# exec and Ctrl+C: this process waits for its program, and gives its exit code.
for mode in '' --keep-fresh; do
    name="exec${mode:+ $mode}"
    rm -f "$work/log/exec"
    setsid bash -c 'wine "$@"; echo "exit $?"' - "$assumerole" exec $mode -- assumerole sandbox >"$work/log/exec" 2>"$work/log/exec-error" </dev/null &
    session=$!
    if ! await "$longest" grep -qs AWS_ENDPOINT_URL_STS "$work/log/exec"; then
        bad "$name: Ctrl+C" "$(cat "$work/log/exec-error")"
        kill -KILL -- -$session
        continue
    fi

    mapfile -t both < <(processes "$session" | sort -n)
    is "$name: two processes" 2 "${#both[@]}"
    if [ "${#both[@]}" -ne 2 ]; then
        kill -KILL -- -$session
        continue
    fi

    kill -INT "${both[0]}"
    sleep 2
    if has_ended "${both[0]}"; then bad "$name: survives Ctrl+C" "$(cat "$work/log/exec-error")"; else ok "$name: survives Ctrl+C"; fi
    kill -INT "${both[1]}"
    if await 30 has_ended "${both[0]}"; then ok "$name: ends with its program"; else bad "$name: ends with its program"; fi
    await 10 grep -q '^exit' "$work/log/exec"
    is "$name: exit code after Ctrl+C" 'exit 0' "$(grep '^exit' "$work/log/exec")"
    has_ended "${both[1]}" || kill -KILL "${both[1]}"
done

# serve: the token of its lines works in a client.
setsid wine "$assumerole" serve >"$work/log/serve" 2>"$work/log/serve-error" </dev/null &
serve=$!
if await "$longest" grep -qs TOKEN "$work/log/serve"; then
    is 'serve: lines end in LF' 0 "$(grep -c $'\r' "$work/log/serve")"
    out=$(
        eval "$(cat "$work/log/serve")"
        run whoami --source Container | visible
    )
    has 'serve: a client with the token' 'arn:aws:sts::222222222222:assumed-role/worker-permissions/' "$out"
    for process in $(processes $serve); do kill -INT "$process"; done
    await 30 has_ended $serve || kill -KILL $serve
    wait $serve
    is 'serve: exit code after Ctrl+C' 0 "$?"
else
    bad serve "$(cat "$work/log/serve-error")"
fi

# credential_process: a quoted path and quoted arguments, as in the AWS CLI.
printf '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"s"}' >"$tools/a document.json"
printf '@echo off\r\nif not "%%~2"=="a b" exit /b 3\r\ntype "%%~1"\r\n' >"$tools/helper.cmd"
printf '[profile ci]\ncredential_process = "%s" "%s" "a b"\n' "$(windows "$tools/helper.cmd")" "$(windows "$tools/a document.json")" >"$work/config"
out=$(AWS_CONFIG_FILE=$(windows "$work/config") run whoami --profile-name ci | visible)
case "$out $(error)" in
    *CredentialProcessFailed*) bad 'credential_process with quotes' "$(error)" ;;
    *) ok 'credential_process with quotes' ;;
esac
printf '[profile ci]\ncredential_process = "%s" credential-process --role-arn %s\n' "$(windows "$assumerole")" "$role" >"$work/config"
out=$(AWS_CONFIG_FILE=$(windows "$work/config") run whoami --profile-name ci | visible)
has 'credential_process of this executable' 'arn:aws:sts::222222222222:assumed-role/worker-permissions/' "$out"

for process in $(processes $sandbox); do kill -INT "$process"; done
await 30 has_ended $sandbox || kill -KILL $sandbox
wait $sandbox
is 'sandbox: exit code after Ctrl+C' 0 "$?"
