#!/usr/bin/env bash
# The Windows builds under Wine: the executable's verbs against its sandbox on loopback, then Core's tests, a namespace at a time.
# tests/wine/run.sh [verbs|core]; both if left out. Exits with 1 if anything failed.
# Debian: apt-get install wine wine64. Not in CI: Wine is no Windows, see not-in-wine.txt.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. tests/wine/checks.sh

what=${1:-all}
if ! command -v wine >/dev/null; then
    echo "skipped: wine is not installed."
    exit 0
fi

# A copy is built, because a restore for another platform rewrites lock files.
work=$PWD/artifacts/wine
mkdir -p "$work/source" "$work/log"
git ls-files -co --exclude-standard -z | xargs -0 cp -pu --parents -t "$work/source"
publish() {
    (cd "$work/source" && timeout 900 dotnet publish "$1" -r win-x64 --self-contained -p:RestoreLockedMode=false --nologo -v q -o "$work/$2") \
        >"$work/log/publish-$2" 2>&1 || { cat "$work/log/publish-$2"; exit 1; }
}

# .NET maps memory twice where it may not be written and run at once, and Wine 8 cannot.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredCompilation=0
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES=winedbg.exe=d
trap "wineserver -k 2>/dev/null" EXIT
wine wineboot -i >"$work/log/wineboot" 2>&1 || { cat "$work/log/wineboot"; exit 1; }
wine --version

if [ "$what" != core ]; then
    publish src/AssumeRole.Cli cli
    . tests/wine/verbs.sh
fi

if [ "$what" != verbs ]; then
    publish tests/AssumeRole.Core.Tests core
    . tests/wine/core.sh
fi

report
