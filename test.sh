#!/usr/bin/env bash
# Installs what the tests need on a fresh Debian machine (PostgreSQL and Chromium), builds, and runs every test.
# The last line is "N passed, N failed", from the test runners' own reports.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
[ -x /usr/bin/chromium ] || missing+=(chromium)
if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
        echo "${missing[*]} could not be installed. The store tests need a PostgreSQL server, the page tests a browser: run this as root on Debian, or install them first."
        echo "0 passed, 1 failed"
        exit 1
    }
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

if ! dotnet build Rollcall.slnx --configuration Release -clp:ErrorsOnly -nologo; then
    echo "The build failed."
    echo "0 passed, 1 failed"
    exit 1
fi

status=0
passed=0
failed=0
for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    echo "== $name"
    report="$results/$name.xml"
    "artifacts/bin/$name/release/$name" -noLogo -noColor -failSkips -result-xml "$report" || status=1
    counts=$(grep -o '<assembly [^>]*>' "$report" 2>/dev/null | head -n 1)
    p=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counts")
    f=$(sed -n 's/.* failed="\([0-9]*\)".*/\1/p' <<<"$counts")
    e=$(sed -n 's/.* errors="\([0-9]*\)".*/\1/p' <<<"$counts")
    if [ -z "$p" ] || [ -z "$f" ]; then
        echo "$name left no report."
        failed=$((failed + 1))
        status=1
        continue
    fi
    passed=$((passed + p))
    failed=$((failed + f + ${e:-0}))
    if [ "$p" -eq 0 ] && [ "$f" -eq 0 ]; then
        echo "$name ran no test."
        failed=$((failed + 1))
    fi
done

[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed"
exit $status
