# Sourced by the scripts in tools: runs built test projects and counts what came of them.
# shellcheck shell=bash

passed=0
failed=0
skipped=0

# attribute NAME FILE: the sum of a count over a report's assemblies.
attribute() {
    grep -o '<assembly [^>]*' "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

# run_test_project PROJECT CONFIGURATION [ARGUMENT...]: runs a built test executable. A runner that crashed, or left no whole
# report, counts as a failure of its own, whatever it managed to report before.
run_test_project() {
    local project=$1 configuration=$2 name report status=0 fine=0 bad=0 left=0
    shift 2
    name=$(basename "$project" .csproj)
    report=$(mktemp --suffix=.xml)
    say "== $name"
    dotnet "$(dirname "$project")/bin/$configuration/net10.0/$name.dll" -noLogo -noColor -xml "$report" "$@" </dev/null || status=$?

    if grep -q '</assemblies>' "$report"; then
        fine=$(attribute passed "$report")
        bad=$(($(attribute failed "$report") + $(attribute errors "$report")))
        left=$(($(attribute skipped "$report") + $(attribute not-run "$report")))
    fi
    rm -f "$report"
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        say "$name ended with exit status $status and no report of a failed test: the runner itself failed."
        bad=1
    fi
    if [ $((fine + bad + left)) -eq 0 ]; then
        say "$name ran no test at all."
        bad=1
    fi
    passed=$((passed + fine))
    failed=$((failed + bad))
    skipped=$((skipped + left))
}

# sum_up: the last line, and the exit status that belongs to it.
sum_up() {
    local line="$passed passed, $failed failed"
    [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
    printf '%s\n' "$line"
    [ "$failed" -eq 0 ]
}
