#!/usr/bin/env bash
# Two measurements of the rotation against a sandbox in a process of its own: how long many accounts take, and whether a reader ever
# sees a torn session while rotations are killed. Compiled ahead of time, as the executable is. Usage: tests/bench/rotation.sh [accounts] [milliseconds a call] [rotations] [polls]
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet publish tests/bench/Rotation -p:Native=true -v q --nologo
bench=$(echo artifacts/native/publish/RotationBench/*/RotationBench)
"$bench" scale "${1:-1000}" "${2:-50}" 0
"$bench" scale "${1:-1000}" "${2:-50}" 20
"$bench" torn "${3:-1000}" "${4:-100000}"
