# Root file systems and checks for the scripts beside this file, which source it from the top of the repository.
roots=${ROOTS-$PWD/artifacts/image-roots}
# Empty for the one that debootstrap knows.
mirror=${MIRROR-}
checks=0 failures=0

skip() { echo "Skipped: $1"; exit 77; }

need_debootstrap() {
  command -v debootstrap > /dev/null || skip 'debootstrap is not installed'
  [ "$(id -u)" = 0 ] || skip 'debootstrap needs root'
}

# make_root <name> <suite> [debootstrap's options]: in $roots/<name>, once.
make_root() {
  local root=$roots/$1 suite=$2
  shift 2
  if [ -e "$root.whole" ]; then return; fi
  rm -rf "$root"
  mkdir -p "$roots"
  if debootstrap --variant=minbase "$@" "$suite" "$root" ${mirror:+"$mirror"} > "$root.log" 2>&1; then
    touch "$root.whole"
  else
    skip "debootstrap $suite failed: $(tail -n 1 "$root.log")"
  fi
}

# check <what> <exit code> <text> <command…>: the text must be in what it prints.
check() {
  local what=$1 code=$2 text=$3 output status
  shift 3
  output=$("$@" 2>&1) && status=0 || status=$?
  checks=$((checks + 1))
  if [ "$status" = "$code" ] && [[ $output == *"$text"* ]]; then
    echo "ok      $what: $text ($status)"
  else
    failures=$((failures + 1))
    printf 'FAILED  %s: exit code %s instead of %s, or no "%s" in:\n%s\n' "$what" "$status" "$code" "$text" "$output"
  fi
}

finish() {
  echo "$checks checks, $failures failed."
  [ "$failures" = 0 ]
}
