#!/usr/bin/env bash
# Runs every benchmark and writes one Markdown file: the machine, and each table under the command that made it. docs/performance.md says what and why.
#   benchmarks/all.sh [employees] [file]     default: 100000 artifacts/performance.md
# PARTS="hot sync-sqlite" leaves the others out; LARGEST=1000000 lets growth go that far. What the single scripts take from the environment (ROUNDS) reaches them.
# A part that fails says so in the file, the others are measured all the same, and the script ends with 1.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

people=${1:-100000} file=${2:-artifacts/performance.md} failed=0
all="hot sync-sqlite sync-postgres growth interactive-sqlite interactive-postgres freshness-sqlite freshness-postgres companies"
parts=${PARTS:-$all}
for part in $parts; do
    [[ " $all " == *" $part "* ]] || { echo "There is no part “$part”. There are: $all" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$file")"

measure() { # HEADING COMMAND…
    local heading=$1 began=$SECONDS; shift
    echo "== $heading" >&2
    printf '\n## %s\n\n```\n%s\n```\n' "$heading" "$(for word; do [[ $word != *\ * ]] || word="${word%%=*}=\"${word#*=}\""; printf '%s ' "$word"; done | sed 's/ $//')" >>"$file"
    if env "$@" 2>&1 >"$work/out" | tee "$work/err" >&2; then
        : >"$work/failure"
    else
        failed=1
        printf '\n**Failed.** What it said last:\n\n```\n%s\n```\n' "$(tail -n 10 "$work/err")" >"$work/failure"
    fi
    # A table begins after an empty line, or it is none; what is said about a case is a line of its own.
    awk '(NR == 1 || (/^\|/ && before !~ /^\|/)) && $0 != "" && (NR == 1 || before != "") { print "" } /^(first|unchanged|changed|remap):/ { $0 = "- " $0 } { print; before = $0 }' "$work/out" >>"$file"
    cat "$work/failure" >>"$file"
    printf '\nTook %d s; load %s at its end.\n' "$((SECONDS - began))" "$(cut -d ' ' -f 1 /proc/loadavg)" >>"$file"
}

postgres=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1 || true)
{
    echo "# What was measured"
    echo
    echo "\`PARTS=\"$parts\" ${LARGEST:+LARGEST=$LARGEST }benchmarks/all.sh $people\`, $(date -u +%F), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)."
    echo
    echo "| cores | memory | OS | .NET SDK | PostgreSQL | load at the start |"
    echo "| ---: | ---: | --- | --- | --- | ---: |"
    echo "| $(nproc) | $(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo) | $(. /etc/os-release && echo "$PRETTY_NAME") | $(dotnet --version) | $([ -n "$postgres" ] && "$postgres" --version | awk '{ print $3 }' || echo "none") | $(cut -d ' ' -f 1 /proc/loadavg) |"
} >"$file"

for part in $parts; do
    database=${part#*-} name=PostgreSQL
    [ "$database" != sqlite ] || name=SQLite
    case $part in
        hot) measure "Hot parts" benchmarks/hot.sh ;;
        sync-*)
            measure "Sync, Personio, $name" benchmarks/sync.sh "$people" 40 "$database" personio
            measure "Sync, BambooHR, $name" benchmarks/sync.sh "$people" 40 "$database" bamboohr
            measure "Sync, HiBob, $name" benchmarks/sync.sh "$people" 40 "$database" hibob
            ;;
        growth) measure "Growth, BambooHR, SQLite" "SIZES=$((people / 10)) $people${LARGEST:+ $LARGEST}" benchmarks/sync.sh --growth 40 sqlite bamboohr ;;
        interactive-*) measure "What a person waits for, $name" benchmarks/interactive.sh "$people" "$database" ;;
        freshness-*) measure "From a webhook to the directory, $name" benchmarks/freshness.sh "$((people < 1000 ? people : 1000))" "$database" 60 10 ;;
        companies) measure "Many companies" benchmarks/companies.sh "$((people < 100 ? 1 : people / 100))" 200 ;;
    esac
done
echo "$file" >&2
exit $failed
