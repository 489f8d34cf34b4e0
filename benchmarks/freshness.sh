#!/usr/bin/env bash
# Measures how long a change takes from the vendor's webhook to the directory, for the three vendors. docs/performance.md says what and why.
#   benchmarks/freshness.sh [employees] [sqlite|postgres] [seconds] [changes a second]     default: 1000 sqlite 60 10
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

people=${1:-1000} database=${2:-sqlite} seconds=${3:-60} rate=${4:-10}
work=$(mktemp -d)
finish() {
    [ ! -f "$work/pg/data/postmaster.pid" ] || "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -s -m fast stop || true
    rm -rf "$work"
}
trap finish EXIT
dotnet build benchmarks/Freshness --configuration Release -clp:ErrorsOnly -nologo >&2
server=()
if [ "$database" = postgres ]; then
    bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1) port=$((20000 + RANDOM % 12000))
    as=(); [ "$(id -u)" != 0 ] || as=(runuser -u postgres --)
    mkdir "$work/pg" && chmod 711 "$work"
    [ "$(id -u)" != 0 ] || chown postgres "$work/pg"
    "${as[@]}" "$bin/initdb" -D "$work/pg/data" -A trust -U rollcall --no-sync -E UTF8 --locale=C.UTF-8 >/dev/null
    "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -s -w -l "$work/pg/log" -o "-p $port -k $work/pg -c listen_addresses=127.0.0.1" start
    for vendor in personio bamboohr hibob; do "$bin/createdb" -h 127.0.0.1 -p "$port" -U rollcall "$vendor"; done
    server=("Host=127.0.0.1;Port=$port;Username=rollcall")
fi

artifacts/bin/Freshness/release/freshness "$work" "$people" "$seconds" "$rate" "${server[@]}"
