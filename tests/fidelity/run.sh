#!/usr/bin/env bash
# Compares decisions of generated worlds with @cloud-copilot/iam-simulate, which is installed into a temporary folder. See README.md.
# Usage: tests/fidelity/run.sh [CASES_A_SEED [SEED...]]
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
  echo "Skipped: node and npm are not on the PATH."
  exit 0
fi

count=${1:-5000}
seeds=("${@:2}")
[ ${#seeds[@]} -gt 0 ] || seeds=(1)
dotnet build tests/fidelity --nologo --verbosity quiet
program=artifacts/bin/AssumeRole.Fidelity/release/AssumeRole.Fidelity

# FIDELITY_MODULES: a folder where it is installed already.
modules=${FIDELITY_MODULES:-}
if [ -z "$modules" ]; then
  modules=$(mktemp -d)
  trap 'rm -rf "$modules"' EXIT
  echo '{"private":true}' > "$modules/package.json"
  if ! npm install --prefix "$modules" --no-audit --no-fund --silent @cloud-copilot/iam-simulate@0.1.173; then
    echo "Skipped: npm could not install @cloud-copilot/iam-simulate."
    exit 0
  fi
fi

status=0
for seed in "${seeds[@]}"; do
  for forms in documented odd; do
    node tests/fidelity/compare.mjs "$program" "$modules" "$seed" "$count" "$forms" || status=1
  done
done
exit "$status"
