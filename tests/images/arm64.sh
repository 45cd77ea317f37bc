#!/usr/bin/env bash
# Runs the linux-arm64 executable under qemu-user, with the libraries of Debian 13 for arm64:
#   tests/images/arm64.sh [executable]
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/images/roots.sh

executable=$(realpath "${1-output/native/linux-arm64/assumerole}")
[ -x "$executable" ] || skip "there is no executable $executable; ./build.ps1 -Task Native -Runtime linux-arm64 makes it"
command -v qemu-aarch64-static > /dev/null || skip 'qemu-user-static is not installed'
need_debootstrap
# Unpacked only: its packages' scripts would need the other processor too.
make_root trixie-arm64 trixie --arch=arm64 --foreign --include=libssl3t64

run() { env -i HOME=/nonexistent PATH=/usr/bin:/bin timeout 300 qemu-aarch64-static -L "$roots/trixie-arm64" "$executable" "$@"; }

check arm64 0 "$(sed -n "s/.*ModuleVersion *= *'\(.*\)'/\1/p" AssumeRole.psd1)" run --version
check arm64 2 Unrecognized run --bogus
check arm64 0 'The environment is as it was.' run demo
finish
