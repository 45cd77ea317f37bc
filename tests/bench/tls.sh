#!/usr/bin/env bash
# How long a first session takes as tasks reach STS: over TLS, with the system's certificates. Whole processes in random order: a bare
# pwsh, a module of one cmdlet that calls the SDK's client once (LeastSdk), Import-Module with Use-AssumedRole, assumerole env, one POST of
# curl, aws sts assume-role, and what aws-auth.sh does with the AWS CLI. All against one loopback sandbox behind stunnel, whose certificate a CA made for the run signs.
# No part of the test run.
#
#   dotnet build AssumeRole.sln && dotnet publish src/AssumeRole.Cli -p:Native=true
#   tests/bench/tls.sh [rounds]             30 rounds unless said otherwise
#
# MODULE, PWSH, ASSUMEROLE and AWS_CLI name others than the staged manifest, the checkout's PowerShell, output/native/<rid>/assumerole
# and aws. OTHER_MODULE and OTHER_ASSUMEROLE name those of another version, to compare. With BENCH_TSV=1 every measurement is a line.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/rows.sh

rounds=${1:-$([[ -n ${BENCH_QUICK-} ]] && echo 10 || echo 30)}
[[ -n ${EPOCHREALTIME-} ]] || { echo "bash 5 is needed for its clock." >&2; exit 2; }
export LC_ALL=C NO_COLOR=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
what="TLS: Import-Module; Use-AssumedRole"
leave_out() { if wants_rows; then skip "$what" "$1"; exit 0; fi; echo "$1" >&2; exit 2; }
stunnel=$(command -v stunnel4 || command -v stunnel) || leave_out "there is no stunnel"
command -v openssl > /dev/null || leave_out "there is no openssl"
set_powershell
module=$(realpath "${MODULE:-$(ls -d output/AssumeRole/*/AssumeRole.psd1 2> /dev/null | tail -n 1)}")
[[ -f $module ]] || leave_out "there is no staged module"
assumerole=$(native)
[[ -x $assumerole ]] || leave_out "there is no native executable"
aws=$(command -v "${AWS_CLI:-aws}") || aws=
dotnet build tests/bench/LeastSdk -v q -nologo > /dev/null
least=$PWD/artifacts/bin/LeastSdkModule/release/LeastSdkModule.psd1

folder=$(mktemp -d)
sandbox= front=
trap 'for id in $sandbox $front; do kill "$id" 2> /dev/null || true; done; rm -rf "$folder"' EXIT

cd "$folder"
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=AssumeRole benchmark" 2> /dev/null
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=localhost" 2> /dev/null
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' > server.ext
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem 2> /dev/null
# What the system trusts and the run's CA. The folder of the system's certificates is read besides, as it is without this.
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do [[ ! -f $bundle ]] || { cat "$bundle" > bundle.pem; break; }; done
cat ca.pem >> bundle.pem
cd "$OLDPWD"

write_world "$folder/world.json"
start_sandbox --world "$folder/world.json"
plain=${AWS_ENDPOINT_URL_STS#http://}
for attempt in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 20000))
  printf 'foreground = yes\npid =\n[sts]\naccept = 127.0.0.1:%s\nconnect = %s\ncert = %s\nkey = %s\n' \
    "$port" "${plain%/}" "$folder/server.pem" "$folder/server.key" > "$folder/stunnel.conf"
  "$stunnel" "$folder/stunnel.conf" > "$folder/stunnel.log" 2>&1 &
  front=$!
  for ((wait = 0; wait < 50; wait++)); do
    if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then break 2; fi
    kill -0 "$front" 2> /dev/null || break
    sleep 0.1
  done
done
url=https://localhost:$port
role=arn:aws:iam::111111111111:role/task
# A bundle of the machine's own would be read beside the system's store.
unset AWS_CA_BUNDLE
export AWS_ENDPOINT_URL_STS=$url SSL_CERT_FILE=$folder/bundle.pem aws_assume_role_arn=$role aws_assume_role_duration=3600
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_ACCESS_KEY_ID=AKIASANDBOXOPERATOR1 AWS_SECRET_ACCESS_KEY=SANDBOXSECRETofTheOperatorNotARealOne001

run() { "${powershell[@]}" -NoProfile -NonInteractive -Command "$1"; }
bare() { run exit; }
least() { run "Import-Module '$least'; Invoke-LeastAssumeRole '$url' '$role'"; }
session() { run "Import-Module '$module'; Use-AssumedRole"; }
other_session() { run "Import-Module '$OTHER_MODULE'; Use-AssumedRole"; }
executable() { "$assumerole" env; }
other_executable() { "$OTHER_ASSUMEROLE" env; }
helper() { env AWS_CA_BUNDLE="$SSL_CERT_FILE" bash -c "$aws_auth" helper "$aws"; }
cli() { env AWS_CA_BUNDLE="$SSL_CERT_FILE" "$aws" sts assume-role --role-arn "$role" --role-session-name task; }
# The sandbox refuses it, after the same handshake.
post() { curl -s --cacert "$SSL_CERT_FILE" -d 'Action=GetCallerIdentity&Version=2011-06-15' "$url"; }

kinds=(bare least session executable)
if command -v curl > /dev/null; then kinds+=(post); fi
[[ -z ${OTHER_MODULE-} ]] || kinds+=(other_session)
[[ -z ${OTHER_ASSUMEROLE-} ]] || kinds+=(other_executable)
if [[ -n $aws ]]; then kinds+=(helper cli); else echo "aws-auth.sh is left out: there is no aws on PATH." >&2; fi
for ((round = 0; round <= rounds; round++)); do
  for kind in $(shuffled "${kinds[@]}"); do
    start=${EPOCHREALTIME/./}
    "$kind" > "$folder/out" 2>&1 || { cat "$folder/out" >&2; exit 1; }
    # The first round warms the disk.
    ((round == 0)) || echo $((${EPOCHREALTIME/./} - start)) >> "$folder/$kind"
  done
done

in_ms() { awk '{ printf "%.2f ", $1 / 1000 }' "$folder/$1"; }
# What, limit, samples, baseline.
measured() { row "$1" ms "$2" "$4" "$(in_ms "$3")" "$(in_ms "$4")"; }
rows() {
  measured "TLS: a module that calls the SDK once" "" least bare
  measured "$what" "<= 1.15 x" session least
  [[ ! -f $folder/other_session ]] || measured "$what" "<= 1.03 x" session other_session
  [[ -z $aws ]] || measured "$what, beside aws-auth.sh" "<= 0.8 x" session helper
  [[ ! -f $folder/other_executable ]] || measured "TLS: assumerole env" "<= 1.1 x" executable other_executable
  [[ ! -f $folder/post ]] || measured "TLS: assumerole env, beside curl" "<= 1.35 x" executable post
  [[ -z $aws ]] || measured "TLS: assumerole env, beside aws sts assume-role" "<= 0.167 x" executable cli
}
if wants_rows; then rows; else rows | awk -f tests/bench/table.awk; fi
