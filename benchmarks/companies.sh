#!/usr/bin/env bash
# Measures how many syncs a second one node and two nodes do for many companies on one PostgreSQL, also with a node killed in the middle. docs/performance.md says what and why.
#   benchmarks/companies.sh [companies] [employees each]     default: 1000 200
set -euo pipefail
cd "$(dirname "$0")/.."
source benchmarks/postgres.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

companies=${1:-1000} people=${2:-200}
work=$(mktemp -d)
finish() {
    stop_postgres
    rm -rf "$work"
}
trap finish EXIT
dotnet build src/Rollcall --configuration Release -clp:ErrorsOnly -nologo >&2
dotnet build benchmarks/Companies --configuration Release -clp:ErrorsOnly -nologo >&2
start_postgres
"$bin/createdb" -h 127.0.0.1 -p "$pg_port" -U rollcall companies
artifacts/bin/Companies/release/companies "$work" "Host=127.0.0.1;Port=$pg_port;Username=rollcall;Database=companies" artifacts/bin/Rollcall/release/rollcall "$companies" "$people"
