# shellcheck shell=bash
# For benchmarks that run.sh calls: rows of its table. See table.awk for what each field means.

# what, unit, limit, baseline's name, samples, baseline's samples
row() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "${6-}"; }
# what, why
skip() { printf '%s\tskipped: %s\n' "$1" "$2"; }
# A file with a sample a line, as one line.
samples() { tr '\n' ' ' < "$1"; }
# Whether rows are wanted instead of the benchmark's own output.
wants_rows() { [[ -n ${BENCH_TSV-} ]]; }
# The native executable, or nothing.
native() { if [[ -n ${ASSUMEROLE-} ]]; then echo "$ASSUMEROLE"; else ls output/native/*/assumerole 2> /dev/null | head -n 1; fi || true; }
# Sets $powershell to the words that start PowerShell: the one that PWSH names, or the one that .config/dotnet-tools.json pins, without
# the process that dotnet pwsh puts in front of it.
set_powershell() {
  if [[ -n ${PWSH-} ]]; then powershell=("$PWSH"); return; fi
  dotnet tool restore > /dev/null
  local version packages
  version=$(sed -n '/"powershell"/,/}/ s/.*"version": "\(.*\)".*/\1/p' .config/dotnet-tools.json)
  packages=$(dotnet nuget locals global-packages --list)
  powershell=(dotnet "${packages#*: }powershell/$version/tools/net10.0/any/unix/pwsh.dll")
}
# The arguments, a line each, in random order: in a fixed one a run gains or loses up to 8 ms by what ran before it.
shuffled() { printf '%s\n' "$@" | awk -v seed="$RANDOM" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort -n | cut -f 2; }
# Starts a sandbox of $assumerole, with the arguments given, and sets the variables that lead to it. Its process id is in $sandbox.
start_sandbox() {
  local line
  coproc SANDBOX { exec "$assumerole" sandbox "$@" 2> /dev/null; }
  sandbox=$SANDBOX_PID
  while read -r -t 10 line <&"${SANDBOX[0]}"; do
    eval "$line"
    [[ $line != *no_proxy=* ]] || break
  done
}
# Writes a world with a worker, a user and the role arn:aws:iam::111111111111:role/task, which both may assume, to the file.
write_world() {
  cat > "$1" << 'WORLD'
{"region":"eu-west-1","instance":{"roleArn":"arn:aws:iam::111111111111:role/worker","availabilityZone":"eu-west-1a"},
 "users":[{"arn":"arn:aws:iam::111111111111:user/operator","accessKeyId":"AKIASANDBOXOPERATOR1",
   "secretAccessKey":"SANDBOXSECRETofTheOperatorNotARealOne001"}],
 "roles":[{"arn":"arn:aws:iam::111111111111:role/worker","trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow",
   "Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}},"policies":[{"name":"go","document":{"Version":"2012-10-17",
   "Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}}]},
  {"arn":"arn:aws:iam::111111111111:role/task","trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow",
   "Action":"sts:AssumeRole","Principal":{"AWS":["arn:aws:iam::111111111111:role/worker","arn:aws:iam::111111111111:user/operator"]}}}}]}
WORLD
}
# What aws-auth.sh does, without its words, for bash -c; its first argument is the AWS CLI.
# shellcheck disable=SC2016,SC2034 # It is expanded where it runs, and used by the scripts that read this file.
aws_auth='set -euo pipefail
  export $(printf "AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s" $(AWS_PAGER= "$1" sts assume-role \
    --role-arn "$aws_assume_role_arn" --role-session-name concourse-task --duration-seconds "$aws_assume_role_duration" \
    --query "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]" --output text))'
