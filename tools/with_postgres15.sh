#!/bin/sh
# Run a command over a temporary PostgreSQL 15 of Debian's, named by DATABASE_URL; nothing of it stays.
# PostgreSQL refuses root: as root it runs as the account "postgres" that Debian's package made.
set -eu
bin=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
[ -x "$bin/postgres" ] || { echo "gongzhi: no PostgreSQL 15 in $bin (apt-get install postgresql-15)" >&2; exit 1; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/gongzhi-pg15-XXXXXX")
as=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
server=
end() {
    [ -z "$server" ] || { kill -INT "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
(cd / && $as "$bin/initdb" -D "$folder/data" -U gongzhi -A trust -E UTF8 --locale=C.UTF-8 >/dev/null)
cd_back=$(pwd)
cd /
$as "$bin/postgres" -D "$folder/data" -c listen_addresses= -c "unix_socket_directories=$folder" \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c max_connections=100 \
    -c log_min_messages=fatal >"$folder/log" 2>&1 &
server=$!
cd "$cd_back"
tries=0
until "$bin/pg_isready" -q -h "$folder"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] && kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.1
done
"$bin/psql" -q -h "$folder" -U gongzhi -d postgres -c 'create role gongzhi_app login' -c 'create database gongzhi' \
    -c 'create database gongzhi_keys'
DATABASE_URL="postgresql://gongzhi@/gongzhi?host=$folder" "$@"
