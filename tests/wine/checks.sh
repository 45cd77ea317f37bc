# What the parts of run.sh share.
passed=0 failed=0 skipped=0

ok() {
    passed=$((passed + 1))
    echo "ok      $1"
}

bad() {
    failed=$((failed + 1))
    echo "FAILED  $1${2:+: $2}"
}

# is NAME EXPECTED ACTUAL
is() {
    if [ "$2" = "$3" ]; then ok "$1"; else bad "$1" "expected '$2', was '$3'"; fi
}

# has NAME TEXT IN
has() {
    case $3 in *"$2"*) ok "$1" ;; *) bad "$1" "'$2' is not in '$3'" ;; esac
}

# await SECONDS COMMAND…: until it succeeds
await() {
    local left=$(($1 * 10))
    shift
    until "$@"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}

report() {
    echo "passed $passed, failed $failed, skipped $skipped"
    [ "$failed" -eq 0 ]
}
