# shellcheck shell=bash
# For the benchmarks: a free port, and a PostgreSQL of their own below $work. Sourced, not run.

free_port() { # one that nobody listens on, below those that outgoing connections take
    local port
    while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}
start_postgres() { # sets bin, as and pg_port
    bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1) pg_port=$(free_port)
    as=(); [ "$(id -u)" != 0 ] || as=(runuser -u postgres --)
    mkdir "$work/pg" && chmod 711 "$work"
    [ "$(id -u)" != 0 ] || chown postgres "$work/pg"
    "${as[@]}" "$bin/initdb" -D "$work/pg/data" -A trust -U rollcall --no-sync -E UTF8 --locale=C.UTF-8 >/dev/null
    "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -s -w -l "$work/pg/log" -o "-p $pg_port -k $work/pg -c listen_addresses=127.0.0.1" start
}
stop_postgres() {
    [ ! -f "$work/pg/data/postmaster.pid" ] || "${as[@]}" "$bin/pg_ctl" -D "$work/pg/data" -s -m fast stop || true
}
