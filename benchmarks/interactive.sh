#!/usr/bin/env bash
# Measures what a person waits for in the web app, the server's part of it, over a directory of many people. docs/performance.md says what and why.
#   benchmarks/interactive.sh [employees] [sqlite|postgres]     default: 100000 sqlite
# NO_BUILD=1 takes the program that was published.
set -euo pipefail
cd "$(dirname "$0")/.."
source benchmarks/postgres.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

people=${1:-100000} database=${2:-sqlite}
rollcall=artifacts/rollcall/rollcall
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
    stop_postgres
    rm -rf "$work"
}
trap finish EXIT
say() { echo "$*" >&2; }
wait_for() { # FILE TEXT
    for _ in $(seq 1200); do grep -q "$2" "$1" 2>/dev/null && return; sleep 0.1; done
    cat "$1" >&2
    say "Nothing came up."
    exit 1
}

say "Building"
[ -n "${NO_BUILD:-}" ] || deploy/publish.sh >&2 # what is installed, not what is worked on
dotnet build benchmarks/Interactive --configuration Release -clp:ErrorsOnly -nologo >&2

where=()
server=()
if [ "$database" = postgres ]; then
    start_postgres
    "$bin/createdb" -h 127.0.0.1 -p "$pg_port" -U rollcall base
    server=("Host=127.0.0.1;Port=$pg_port;Username=rollcall;Database=base")
    where=(--database "${server[0]}")
fi

port=$(free_port)
"$rollcall" emulate personio --employees "$people" --prepared --port "$port" >"$work/emulator" 2>&1 & pids+=($!)
wait_for "$work/emulator" "is emulated at"
BENCHMARK_SECRET=$(sed -n 's/^ *clientSecret: //p' "$work/emulator" | head -n 1)
export BENCHMARK_SECRET
mapfile -t offered < <(head -n 28 benchmarks/attributes/personio.txt)
{
    printf 'workspace: benchmark\ncustomAttributes:\n'
    for i in $(seq ${#offered[@]}); do printf '  - { key: a%d, name: Attribute %d, type: text }\n' "$i" "$i"; done
    printf 'connections:\n  - name: hr\n    provider: personio\n    schedule: "off"\n'
    printf '    settings: { client-id: "papi-00000000-0000-4000-8000-000000000001", requests-per-minute: "0", base-url: "http://127.0.0.1:%s/" }\n    secrets: { client-secret: "${BENCHMARK_SECRET}" }\n    mappings:\n' "$port"
    for i in $(seq ${#offered[@]}); do printf '      - { from: "%s", to: "custom:a%d" }\n' "${offered[i - 1]}" "$i"; done
} >"$work/benchmark.yaml"
run() { "$rollcall" "$@" --data "$work/data" "${where[@]}" --quiet; }
run config apply "$work/benchmark.yaml" >/dev/null
say "Filling the directory with $people people"
run sync hr >/dev/null

say "Changing one in twenty, and previewing it"
seq 1 20 "$people" | xargs -P 8 -I{} curl -sf -X POST "http://127.0.0.1:$port/_control/people/{}/rename?firstName=Changed&lastName=Person" >/dev/null || true
run plan hr >/dev/null || [ $? = 2 ]

if [ "$database" = postgres ]; then
    say "Its housekeeping, which comes by itself within minutes of a large write"
    "$bin/vacuumdb" -h 127.0.0.1 -p "$pg_port" -U rollcall --analyze --quiet base
fi

say "Starting"
for round in 1 2 3; do
    web=$(free_port)
    started=$(date +%s%N)
    "$rollcall" serve --url "http://127.0.0.1:$web" --data "$work/data" "${where[@]}" >"$work/server" 2>&1 & pid=$!
    until curl -sf "http://127.0.0.1:$web/sign-in" >/dev/null 2>&1; do
        kill -0 "$pid" 2>/dev/null || { cat "$work/server" >&2; say "The server ended before it answered."; exit 1; }
        sleep 0.02
    done
    took=$((($(date +%s%N) - started) / 1000000))
    kill -TERM "$pid" && wait "$pid" || true
    [ "$round" = 1 ] && least=$took || { [ "$took" -lt "$least" ] && least=$took || true; }
done

printf '\n%s, Personio shape, %s fields mapped to attributes of their own\n' "$database" "${#offered[@]}"
artifacts/bin/Interactive/release/interactive "$work/data" "${server[@]}"
echo "| start to first answered page, best of 3 | $least | $least | | 3000 | $([ "$least" -le 3000 ] && echo yes || echo no) |"
