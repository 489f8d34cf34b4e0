#!/usr/bin/env bash
# Measures whole syncs, each in a fresh process beside the least it could cost. docs/performance.md says what is measured and why.
#   benchmarks/sync.sh [employees] [attributes] [sqlite|postgres] [personio|bamboohr|hibob]     default: 100000 40 sqlite personio
#   benchmarks/sync.sh --growth [attributes] [sqlite|postgres] [vendor] [largest]               10,000, 100,000 and the largest; SIZES="2000 20000" are others
# ROUNDS=3 measures everything three times and keeps the fastest; CASES="first unchanged" leaves the others out; NO_BUILD=1 takes what was built.
set -euo pipefail
cd "$(dirname "$0")/.."
source benchmarks/postgres.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

build() {
    echo "Building" >&2
    deploy/publish.sh >&2 # what is installed, not what is worked on
    dotnet build benchmarks/Floor --configuration Release -clp:ErrorsOnly -nologo >&2
}
if [ "${1:-}" = --growth ]; then
    attributes=${2:-40} database=${3:-sqlite} vendor=${4:-bamboohr} sizes=${SIZES:-10000 100000 ${5:-}}
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    [ -n "${NO_BUILD:-}" ] || build
    for people in $sizes; do
        CASES="first unchanged" NO_BUILD=1 benchmarks/sync.sh "$people" "$attributes" "$database" "$vendor" >"$work/size"
        cat "$work/size" >&2
        awk -F'|' -v n="$people" '
            $2 ~ /^ (first|unchanged) $/ { gsub(/ /, ""); wall[$2] = $3; cpu[$2] = $4; peak[$2] = $5 }
            match($0, /limit [0-9]+ MB/) { limit[substr($0, 1, index($0, ":") - 1)] = substr($0, RSTART + 6, RLENGTH - 9) }
            END { for (c in wall) print c, n, wall[c], cpu[c], peak[c], limit[c] }' "$work/size" >>"$work/sizes"
    done
    printf '\n%s mappings, %s, %s, fastest of %s\n\n' "$attributes" "$vendor" "$database" "${ROUNDS:-1}"
    echo "| case | employees | wall s | CPU s | µs an employee | times the size before | goal | met | peak MB | limit MB | met |"
    echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |"
    sort -k1,1 -k2,2n "$work/sizes" | awk '
        { each = $3 / $2 * 1e6; grown = $1 == before ? each / last : 0
            printf "| %s | %d | %.2f | %.2f | %.1f | %s | %s | %s | %d | %d | %s |\n", $1, $2, $3, $4, each, grown ? sprintf("%.2f", grown) : "", grown ? "1.2" : "", grown ? (grown <= 1.2 ? "yes" : "no") : "", $5, $6, $5 <= $6 ? "yes" : "no"
            before = $1; last = each }'
    exit
fi

people=${1:-100000} attributes=${2:-40} database=${3:-sqlite} vendor=${4:-personio}
cases=" ${CASES:-first unchanged changed remap undo} " rounds=${ROUNDS:-1}
rollcall=${ROLLCALL:-artifacts/rollcall/rollcall} floor=artifacts/bin/Floor/release/floor
work=$(mktemp -d)
pids=()

finish() {
    # By id. A background process of a script ignores Ctrl-C's signal, so it is the polite kill.
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
    stop_postgres
    rm -rf "$work"
}
trap finish EXIT
say() { echo "$*" >&2; }
fail() { say "$*"; exit 1; }
has() { [[ $cases == *" $1 "* ]]; }
if [ ! -x /usr/bin/time ]; then
    [ "$(id -u)" = 0 ] || fail "GNU time is not installed: install the package 'time', or run this as root on Debian."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq time >/dev/null
fi
[ -n "${NO_BUILD:-}" ] || build

wait_for() { # FILE TEXT
    for _ in $(seq 600); do grep -q "$2" "$1" 2>/dev/null && return; sleep 0.1; done
    cat "$1" >&2
    fail "Nothing came up."
}

# --- databases: one per measurement, each a copy -----------------------------------------------------------------------------
if [ "$database" = postgres ]; then
    start_postgres
fi
where() { # NAME: the database for the floor
    if [ "$database" = postgres ]; then echo "Host=127.0.0.1;Port=$pg_port;Username=rollcall;Database=$1"; else echo "$work/$1"; fi
}
copy() { # FROM TO
    if [ "$database" = postgres ]; then
        "$bin/dropdb" -h 127.0.0.1 -p "$pg_port" -U rollcall --if-exists "$2" 2>/dev/null
        "$bin/createdb" -h 127.0.0.1 -p "$pg_port" -U rollcall -T "$1" "$2"
        "$bin/psql" -h 127.0.0.1 -p "$pg_port" -U rollcall -q -c "CHECKPOINT" postgres
    else
        rm -rf "${work:?}/$2" && cp -r "$work/$1" "$work/$2" && sync -f "$work"
    fi
}
in_db() { # NAME COMMAND…: Rollcall on that database
    local name=$1; shift
    if [ "$database" = postgres ]; then "${timed[@]}" "$rollcall" "$@" --data "$work/keys" --database "$(where "$name")"
    else "${timed[@]}" "$rollcall" "$@" --data "$work/$name"; fi
}
on_floor() { # NAME CASE FILE…
    "${timed[@]}" "$floor" "$2" "$(where "$1")" "${@:3}"
}
timed=()
[ "$database" = sqlite ] || "$bin/createdb" -h 127.0.0.1 -p "$pg_port" -U rollcall base

measure() { # LABEL FROM COMMAND…: on a fresh copy of FROM each round, which is then called LABEL; keeps the fastest round
    local label=$1 from=$2 how=$3; shift 3
    for _ in $(seq "$rounds"); do
        copy "$from" "$label"
        timed=(/usr/bin/time -f "%e %U %S %M" -o "$work/$label.time")
        "$how" "$label" "$@" >"$work/$label.out" 2>"$work/$label.err" || { tail -n 20 "$work/$label.err" "$work/$label.out" >&2; fail "$label failed."; }
        timed=()
        tail -n 1 "$work/$label.time" >>"$work/$label.times"
    done
    sort -n "$work/$label.times" | head -n 1 >"$work/$label.best"
    say "$label: $(cat "$work/$label.best")"
}

by_a_server() { # The fifth sync of a server that runs, from its start to its end: what a schedule sees, without starting a program and compiling it
    local address server token before run data=(--data "$work/served")
    copy first served
    [ "$database" = sqlite ] || data=(--data "$work/keys" --database "$(where served)")
    token=$("$rollcall" tokens create benchmark --scope sync --days 1 --quiet "${data[@]}")
    address="http://127.0.0.1:$(free_port)"
    "$rollcall" serve "${data[@]}" --url "$address" >"$work/served.log" 2>&1 & server=$!; pids+=("$server")
    for _ in $(seq 600); do curl -sf "$address/health/ready" >/dev/null && break; sleep 0.1; done
    for _ in 1 2 3 4 5; do
        before=$(cut -d ' ' -f 14,15 "/proc/$server/stat")
        ROLLCALL_TOKEN=$token "$rollcall" sync hr --server "$address" --format json --quiet >"$work/by-a-server.out"
    done
    run=$(curl -sf -H "Authorization: Bearer $token" "$address/api/v1/runs")
    moment() { date -d "$(grep -o "\"$1\":\"[^\"]*" <<<"$run" | head -n 1 | cut -d '"' -f 4)" +%s.%N; }
    awk -v began="$(moment startedAt)" -v ended="$(moment finishedAt)" -v before="$before" -v after="$(cut -d ' ' -f 14,15 "/proc/$server/stat")" \
        -v ticks="$(getconf CLK_TCK)" -v peak="$(awk '/^VmHWM/ { print $2 }' "/proc/$server/status")" \
        'BEGIN { split(before, b); split(after, a); print ended - began, (a[1] - b[1]) / ticks, (a[2] - b[2]) / ticks, peak }' >"$work/unchanged by a server.best"
    kill -TERM "$server" && wait "$server" || true
    unset 'pids[-1]'
    say "unchanged by a server: $(cat "$work/unchanged by a server.best")"
}

# --- the emulated HR system, its fields, and a configuration that maps them ----------------------------------------------------
port=$(free_port) recorder=$(free_port)
"$rollcall" emulate "$vendor" --employees "$people" --prepared --port "$port" >"$work/emulator" 2>&1 & pids+=($!)
wait_for "$work/emulator" "is emulated at"
control="http://127.0.0.1:$port/_control"
case $vendor in hibob) defaults=12 ;; *) defaults=11 ;; esac # mappings that the connector brings
mapfile -t offered < <(head -n $((attributes - defaults - 1)) "benchmarks/attributes/$vendor.txt")
added=$((attributes - defaults - ${#offered[@]}))
for n in $(seq $((added + 1))); do # the last one is for the case "remap"
    curl -sf -X POST "$control/fields/add?label=Benchmark%20$n&type=text" >/dev/null
    case $vendor in
        personio) offered+=("dynamic_$((24500 + n))") ;;
        bamboohr) offered+=("customBenchmark$n") ;;
        hibob) offered+=("work.custom.field_$((1800000000000 + n))") ;;
    esac
    if [ "$people" -le 200000 ]; then # all have a value; a million people would not fit into the emulator
        "$floor" post "$control/people/{n}/field?key=Benchmark$n&value=value%20$n%20of%20{n}" 1 "$people"
    fi
done
say "$attributes mappings, $defaults of them defaults, $added of fields added to the emulator"

config() { # ADDRESS MAPPINGS
    local i
    printf 'workspace: benchmark\ncustomAttributes:\n'
    for i in $(seq ${#offered[@]}); do printf '  - { key: a%d, name: Attribute %d, type: text }\n' "$i" "$i"; done
    printf 'connections:\n  - name: hr\n    provider: %s\n' "$vendor"
    case $vendor in
        personio) printf '    settings: { client-id: "papi-00000000-0000-4000-8000-000000000001", requests-per-minute: "0", base-url: "%s" }\n    secrets: { client-secret: "${BENCHMARK_SECRET}" }\n' "$1" ;;
        bamboohr) printf '    settings: { company-domain: acme, base-url: "%s" }\n    secrets: { api-key: "${BENCHMARK_SECRET}" }\n' "$1" ;;
        hibob) printf '    settings: { service-user-id: SERVICE-1234, base-url: "%s" }\n    secrets: { token: "${BENCHMARK_SECRET}" }\n' "$1" ;;
    esac
    printf '    mappings:\n'
    for i in $(seq "$2"); do printf '      - { from: "%s", to: "custom:a%d" }\n' "${offered[i - 1]}" "$i"; done
}
BENCHMARK_SECRET=$(sed -n 's/^ *\(clientSecret\|apiKey\|token\): //p' "$work/emulator" | head -n 1)
export BENCHMARK_SECRET
mapped=$((attributes - defaults))
config "http://127.0.0.1:$port/" "$mapped" >"$work/benchmark.yaml"
config "http://127.0.0.1:$port/" "$((mapped + 1))" >"$work/remap.yaml"
config "http://127.0.0.1:$recorder/" "$mapped" >"$work/recorder.yaml"
[ "$database" = sqlite ] || copy base recorder
in_db base config apply "$work/benchmark.yaml" --quiet >/dev/null
in_db recorder config apply "$work/recorder.yaml" --quiet >/dev/null

say "Recording what a sync downloads; the emulator prepares its pages"
"$floor" record "http://127.0.0.1:$recorder/" "http://127.0.0.1:$port/" "$work/requests" >"$work/recording" 2>&1 & pids+=($!)
wait_for "$work/recording" ready
in_db recorder plan hr >"$work/plan" 2>&1 || [ $? = 2 ] || fail "$(tail -n 5 "$work/plan")"
"$floor" download "$work/requests" >&2

# --- the cases ------------------------------------------------------------------------------------------------------------------
measure first base in_db sync hr --format json
"$floor" shape "$(where base)" "$(where first)" "$work/first.shape" >&2
measure floor-first base on_floor first "$work/requests" "$work/first.shape"
if has unchanged; then
    measure unchanged first in_db sync hr --format json
    measure floor-unchanged first on_floor unchanged "$work/requests"
    by_a_server
fi
if has undo; then
    run=$(sed -n 's/^ *"run": *"\([^"]*\)".*/\1/p' "$work/first.out" | head -n 1)
    measure undo first in_db undo "$run"
    "$floor" shape "$(where first)" "$(where undo)" "$work/undo.shape" >&2
    measure floor-undo first on_floor undo "$work/undo.shape"
    measure floor-undo-with-history first on_floor undo-with-history "$work/undo.shape"
fi
if has changed || has remap; then
    "$floor" post "$control/people/{n}/field?key=Benchmark1&value=changed" 100 "$people"
    "$floor" download "$work/requests" >/dev/null
    measure changed first in_db sync hr --format json
    measure floor-changed first on_floor unchanged "$work/requests"
fi
if has remap; then
    copy changed mapped
    in_db mapped config apply "$work/remap.yaml" --quiet >/dev/null
    in_db mapped plan hr >"$work/plan" 2>&1 || [ $? = 2 ] || fail "$(tail -n 5 "$work/plan")"
    measure remap mapped in_db sync hr --format json
    cp "$work/first.best" "$work/floor-remap.best"
fi

# --- the table --------------------------------------------------------------------------------------------------------------------
printf '\n%s employees, %s mappings, %s, %s, fastest of %s\n\n' "$people" "$attributes" "$vendor" "$database" "$rounds"
echo "| case | wall s | CPU s | peak MB | floor wall s | floor CPU s | ratio | goal | met |"
echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
row() { # CASE FLOOR GOAL
    [ -f "$work/$1.best" ] && awk -v case="$1${4:-}" -v goal="$3" 'NR == FNR { f = $1; c = $2 + $3; next }
        { r = $1 / f; printf "| %s | %.2f | %.2f | %.0f | %.2f | %.2f | %.2f | %.1f | %s |\n", case, $1, $2 + $3, $4 / 1024, f, c, r, goal, r <= goal ? "yes" : "no" }' "$work/$2.best" "$work/$1.best" || true
}
row first floor-first 2.0
row unchanged floor-unchanged 1.3
row "unchanged by a server" floor-unchanged 1.3
row changed floor-changed 1.4 " 1 %"
row remap floor-remap 1.2
row undo floor-undo 2.0
row undo floor-undo-with-history 2.0 ", history in the floor"
echo
for c in first unchanged; do
    [ ! -f "$work/$c.best" ] || awk -v n="$people" -v c="$c" -v each="$([ $c = first ] && echo 2.5 || echo 0.2)" '{ limit = 250 + each * n / 1024
        printf "%s: %.0f employees a minute; peak %.0f MB, %.0f bytes an employee; limit %.0f MB: %s\n", c, n / $1 * 60, $4 / 1024, $4 * 1024 / n, limit, $4 / 1024 <= limit ? "met" : "not met" }' "$work/$c.best"
done
for c in first unchanged changed remap; do
    [ ! -f "$work/$c.out" ] || echo "$c: $(grep -E '"(applied|Discover|Read|Map|Plan|Guard|Apply)"' "$work/$c.out" | tr -d '",\n' | tr -s ' ')"
done
