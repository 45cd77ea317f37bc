#!/usr/bin/env bash
# Installs the .deb in a root of Debian 13, uses it and removes it again:
#   tests/images/install.sh [.deb]
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/images/roots.sh

package=${1-$(ls output/release/assumerole_*_"$(dpkg --print-architecture 2> /dev/null)".deb 2> /dev/null)}
[ -f "$package" ] || skip 'there is no .deb; ./build.ps1 -Task Release makes it'
need_debootstrap
make_root trixie-install trixie --include=man-db,bash-completion

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
cp -a "$roots/trixie-install/." "$root"
cp "$package" "$root/tmp/assumerole.deb"
inside() { env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 MANPAGER=cat timeout 120 chroot "$root" "$@"; }
# dpkg's own records and the index of man pages change with every package.
files() { find "$root" \( -path "$root/var/lib/dpkg" -o -path "$root/var/log" -o -path "$root/var/cache/man" \) -prune -o -print | sort; }

before=$(files)
version=$(sed -n "s/.*ModuleVersion *= *'\(.*\)'/\1/p" AssumeRole.psd1)
check install 0 "Setting up assumerole ($version)" inside dpkg --install /tmp/assumerole.deb
check start 0 "$version" inside assumerole --version
check finding 3 BaseCredentialsMissing inside assumerole env --source Environment --role-arn arn:aws:iam::111122223333:role/x
check 'man assumerole' 0 'Takes a CI worker' inside man assumerole
check 'man assumerole' 0 '--role-session-name' inside man assumerole
check 'no owner but root' 0 '' inside sh -c '! dpkg --listfiles assumerole | xargs -d "\n" stat -c %U:%G | grep -v root:root'
# The file is found by the command's name, as bash-completion does at the first Tab.
check completion 0 'credential-process' inside bash -c '
  . /usr/share/bash-completion/bash_completion
  if declare -F _comp_load > /dev/null; then _comp_load assumerole; else _completion_loader assumerole; fi
  set -- $(complete -p assumerole)
  COMP_LINE="assumerole cred" COMP_POINT=15 COMP_WORDS=(assumerole cred) COMP_CWORD=1
  while [ "$1" != -F ]; do shift; done
  "$2" && echo "${COMPREPLY[@]}"'
check remove 0 'Removing assumerole' inside dpkg --purge assumerole
check 'no trace' 0 '' diff <(echo "$before") <(files)
finish
