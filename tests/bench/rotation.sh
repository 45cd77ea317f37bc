#!/usr/bin/env bash
# Two measurements of assumerole rotate, compiled ahead of time, against a sandbox in a process of its own: how long many accounts take,
# without and with a fifth of all calls throttled, and whether a reader ever sees a torn session while rotations are killed.
# Usage: tests/bench/rotation.sh [accounts] [milliseconds a call] [rotations] [polls]
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet publish src/AssumeRole.Cli -p:Native=true -v q --nologo
dotnet build tests/bench/Rotation -v q --nologo
program=$(echo artifacts/native/publish/AssumeRole.Cli/*/assumerole)
bench=artifacts/bin/RotationBench/release/RotationBench
"$bench" scale "$program" "${1:-1000}" "${2:-50}" 0
"$bench" scale "$program" "${1:-1000}" "${2:-50}" 20
"$bench" torn "$program" "${3:-1000}" "${4:-100000}"
