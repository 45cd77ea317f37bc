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
