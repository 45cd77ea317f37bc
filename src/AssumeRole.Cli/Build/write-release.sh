#!/usr/bin/env bash
# Makes the archives of one platform, the same bytes from the same executable:
#   write-release.sh <platform> <version> <folder of the executable> <folder to write to>
# assumerole-<version>-<platform>.tar.gz, and for glibc assumerole_<version>_<architecture>.deb. SOURCE_DATE_EPOCH is the time of every
# file in them, OLDEST_GLIBC what the executable was linked for. It needs GNU tar, and dpkg-deb for the .deb.
set -euo pipefail
platform=$1 version=$2 executable=$3 output=$4
: "${SOURCE_DATE_EPOCH:?}"
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022

repository=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The portable build: an executable for another processor does not run here.
assumerole() { dotnet "$repository/artifacts/bin/AssumeRole.Cli/release/assumerole.dll" "$@"; }

# zsh runs the file at the first completion, and then wants the answer.
write_zsh() { printf '#compdef assumerole\n%s\n_assumerole "$@"\n' "$(assumerole completion zsh)"; }

# The time and the mode of everything in a folder.
settle() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -type f -exec chmod 644 {} +
  chmod 755 "$2"
  find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
}

name=assumerole-$version-$platform
root=$work/tar/$name
mkdir -p "$root/completions" "$root/man"
cp "$executable"/{assumerole,LICENSE,NOTICE,THIRD-PARTY-LICENSES.txt,sbom.cdx.json} "$root"
assumerole man > "$root/man/assumerole.1"
assumerole completion bash > "$root/completions/assumerole.bash"
assumerole completion pwsh > "$root/completions/assumerole.ps1"
write_zsh > "$root/completions/_assumerole"
settle "$root" "$root/assumerole"
tar --create --directory "$work/tar" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" "$name" |
  gzip -9n > "$output/$name.tar.gz"

case $platform in
  linux-x64) architecture=amd64 ;;
  linux-arm64) architecture=arm64 ;;
  *) exit 0 ;;
esac

root=$work/deb
documents=$root/usr/share/doc/assumerole
mkdir -p "$root"/{DEBIAN,usr/bin,usr/share/man/man1,usr/share/bash-completion/completions,usr/share/zsh/vendor-completions} "$documents"
cp "$executable/assumerole" "$root/usr/bin"
assumerole man | gzip -9n > "$root/usr/share/man/man1/assumerole.1.gz"
assumerole completion bash > "$root/usr/share/bash-completion/completions/assumerole"
write_zsh > "$root/usr/share/zsh/vendor-completions/_assumerole"
cp "$executable"/{THIRD-PARTY-LICENSES.txt,sbom.cdx.json} "$documents"
gzip -9nc "$repository/CHANGELOG.md" > "$documents/changelog.gz"
{
  printf 'AssumeRole. Copyright 2026 The AssumeRole contributors. Licensed under the Apache License, Version 2.0.\n'
  printf 'See /usr/share/common-licenses/Apache-2.0, and THIRD-PARTY-LICENSES.txt here for what is linked in.\n\n'
  cat "$executable/NOTICE"
} > "$documents/copyright"
cat > "$root/DEBIAN/control" <<CONTROL
Package: assumerole
Version: $version
Architecture: $architecture
Maintainer: The AssumeRole contributors <assumerole@users.noreply.github.com>
Installed-Size: $(find "$root/usr" -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
Depends: libc6 (>= ${OLDEST_GLIBC:?}), libssl3t64 | libssl3 | libssl1.1
Recommends: ca-certificates
Suggests: bash-completion
Section: admin
Priority: optional
Homepage: https://github.com/assumerole/assumerole
Description: takes a CI worker to the AWS role that its task needs
 From the EC2 instance role over IMDSv2, through sts:AssumeRole, to a session
 that every program in the task finds: for eval, exec, credential_process, or
 served and renewed on loopback. It says which link of the chain broke.
CONTROL
settle "$root" "$root/usr/bin/assumerole"
# xz on several threads writes other bytes than on one.
DPKG_DEB_THREADS_MAX=1 dpkg-deb --build --root-owner-group -Zxz "$root" "$output/assumerole_${version}_$architecture.deb" > /dev/null
