# Core's tests, a namespace or a class at a time: one that Wine ends takes no others with it.
# Few collections of garbage: each suspends threads, and Wine 8 now and then refuses that, which ends .NET or lets it stand still.
export DOTNET_GCgen0size=0x10000000
without=()
while IFS=$'\t' read -r test reason; do
    case $test in '' | '#'*) continue ;; esac
    without+=(-method- "$test")
    skipped=$((skipped + 1))
    echo "skipped $test: $reason"
done <tests/wine/not-in-wine.txt

# Sessions stands still as a whole under Wine 8, and passes a class at a time.
parts=()
for namespace in $(grep -rhoP '^namespace \K[\w.]+' tests/AssumeRole.Core.Tests --include='*Tests.cs' | sort -u); do
    [ "$namespace" != AssumeRole.Core.Tests.Sessions ] || continue
    parts+=("-namespace $namespace")
done
for class in $(grep -rhoP '^public .*class \K\w+Tests\b' tests/AssumeRole.Core.Tests/Sessions | sort -u); do
    # Left out as a whole, see above.
    grep -q "^AssumeRole.Core.Tests.Sessions.$class\.\*" tests/wine/not-in-wine.txt || parts+=("-class AssumeRole.Core.Tests.Sessions.$class")
done

for part in "${parts[@]}"; do
    read -r kind namespace <<<"$part"
    log=$work/log/$namespace
    for _ in 1 2 3; do
        timeout 180 wine "$work/core/AssumeRole.Core.Tests.exe" -noColor "$kind" "$namespace" "${without[@]}" >"$log" 2>&1 </dev/null
        code=$?
        summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' "$log" | tail -n1)
        [ -z "$summary" ] || break
        echo "$namespace: .NET ended or stood still with $code; once more"
    done

    read -r total errors failures skips not_run <<<"$(grep -oE '[0-9]+' <<<"$summary" | xargs)"
    if [ -z "$summary" ]; then
        bad "$namespace" "it ended with $code: $(tail -n3 "$log")"
        continue
    fi

    echo "$namespace: $summary"
    passed=$((passed + total - errors - failures - skips - not_run))
    skipped=$((skipped + skips))
    grep -aE '\[SKIP\]' "$log"
    [ $((errors + failures)) -gt 0 ] || continue

    # A second of the real clock may be too short for Wine's first call beside other tests: what failed is run alone.
    alone=$log.alone
    mapfile -t methods < <(grep -aoP '^ +\K[\w.]+(?=.* \[FAIL\]$)' "$log" | sort -u)
    for method in "${methods[@]}"; do
        if timeout 300 wine "$work/core/AssumeRole.Core.Tests.exe" -noColor -method "$method" >"$alone" 2>&1 </dev/null; then
            ok "$method, alone"
        else
            bad "$method" "$(tail -n20 "$alone")"
        fi
    done
    [ "${#methods[@]}" -gt 0 ] || bad "$namespace" "$(tail -n20 "$log")"
done
