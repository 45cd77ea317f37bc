#!/usr/bin/env bash
# Runs the native executable in small root file systems and checks what it says there:
#   tests/images/run.sh [--quick] [executable]
# --quick builds a root of this machine's loader and C library alone. Without it also Debian 11 (glibc 2.31, as Ubuntu 20.04 has), 12 and
# 13 by debootstrap, kept in artifacts/image-roots. Exit code 77 with the reason where that is not possible.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/images/roots.sh

suites=(bullseye bookworm trixie)
if [ "${1-}" = --quick ]; then suites=(); shift; fi
executable=$(realpath "${1-output/native/linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')/assumerole}")
[ -x "$executable" ] || skip "there is no executable $executable; ./build.ps1 -Task Native makes it"
command -v bwrap > /dev/null || skip 'bubblewrap is not installed'
bwrap --ro-bind / / true 2> /dev/null || skip 'the system allows bubblewrap no namespaces'
[ ${#suites[@]} = 0 ] || need_debootstrap

# inside <root> <arguments…>: without network, home and variables.
inside() {
  local root=$1
  shift
  timeout 60 bwrap --ro-bind "$root" / --tmpfs /usr/bin --ro-bind "$executable" /usr/bin/assumerole --proc /proc --dev /dev --tmpfs /tmp \
    --unshare-net --clearenv "${variables[@]}" /usr/bin/assumerole "$@"
}

# The same questions in each root that has a loader and a C library.
ask() {
  local name=$1 root=$2
  variables=()
  check "$name" 0 "$version" inside "$root" --version
  check "$name" 3 BaseCredentialsMissing inside "$root" env --role-arn arn:aws:iam::111122223333:role/x
  check "$name" 3 BaseCredentialsMissing inside "$root" whoami
  # A signature needs libssl; with it the call gets as far as the network, which is not there.
  local finding=TlsLibraryMissing code=1
  if compgen -G "$root/usr/lib/*/libssl.so.*" > /dev/null; then finding=StsUnreachable code=6; fi
  variables=(--setenv AWS_ACCESS_KEY_ID AKIAIOSFODNN7EXAMPLE --setenv AWS_SECRET_ACCESS_KEY example --setenv AWS_REGION eu-west-1)
  check "$name" "$code" $finding inside "$root" env --role-arn arn:aws:iam::111122223333:role/x
}

version=$("$executable" --version)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing but the executable: it is linked dynamically, so the kernel finds no loader for it.
mkdir -p "$work"/{empty,libraries}/{proc,dev,tmp,usr/bin}
variables=()
check 'an empty root' 1 'No such file or directory' inside "$work/empty" --version

# The loader and the five libraries that it is linked with, and nothing else.
ldd "$executable" | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$work/libraries$(dirname "$library")"
  cp -L "$library" "$work/libraries$library"
done
ask 'the loader and the C library' "$work/libraries"

for suite in ${suites[@]+"${suites[@]}"}; do
  make_root "$suite" "$suite"
  root=$roots/$suite
  ask "Debian $(cat "$root/etc/debian_version"), glibc $(chroot "$root" getconf GNU_LIBC_VERSION | cut -d' ' -f2)" "$root"
done

finish
