#!/usr/bin/env bash
# Measures how long a change takes from the vendor's webhook to the directory, for the three vendors. docs/performance.md says what and why.
#   benchmarks/freshness.sh [employees] [sqlite|postgres] [seconds] [changes a second]     default: 1000 sqlite 60 10
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
if [ "$database" = postgres ]; then
    start_postgres
    for vendor in personio bamboohr hibob; do "$bin/createdb" -h 127.0.0.1 -p "$pg_port" -U rollcall "$vendor"; done
    server=("Host=127.0.0.1;Port=$pg_port;Username=rollcall")
fi

artifacts/bin/Freshness/release/freshness "$work" "$people" "$seconds" "$rate" "${server[@]}"
