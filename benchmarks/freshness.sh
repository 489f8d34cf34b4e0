#!/usr/bin/env bash
# Measures how long a change takes from the vendor's webhook to the directory, for the three vendors. docs/performance.md says what and why.
#   benchmarks/freshness.sh [employees] [sqlite|postgres] [seconds] [changes a second]     default: 1000 sqlite 60 10
# RATE_LIMITS=1 lets the emulated vendors' rate limits apply; NODES=2 has a second node on the same PostgreSQL; VENDORS="hibob" leaves the others out.
set -euo pipefail
cd "$(dirname "$0")/.."
source benchmarks/postgres.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

people=${1:-1000} database=${2:-sqlite} seconds=${3:-60} rate=${4:-10}
work=$(mktemp -d)
finish() {
    stop_postgres
    rm -rf "$work"
}
trap finish EXIT
dotnet build benchmarks/Freshness --configuration Release -clp:ErrorsOnly -nologo >&2
server=()
export RATE_LIMITS=${RATE_LIMITS:-0} SECOND_NODE=
if [ "${NODES:-1}" = 2 ]; then
    [ "$database" = postgres ] || { echo "Two nodes need PostgreSQL: benchmarks/freshness.sh 1000 postgres" >&2; exit 1; }
    dotnet build src/Rollcall --configuration Release -clp:ErrorsOnly -nologo >&2
    SECOND_NODE=$PWD/artifacts/bin/Rollcall/release/rollcall
fi
if [ "$database" = postgres ]; then
    start_postgres
    for vendor in personio bamboohr hibob; do "$bin/createdb" -h 127.0.0.1 -p "$pg_port" -U rollcall "$vendor"; done
    server=("Host=127.0.0.1;Port=$pg_port;Username=rollcall")
fi

artifacts/bin/Freshness/release/freshness "$work" "$people" "$seconds" "$rate" "${server[@]}"
