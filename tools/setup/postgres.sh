#!/usr/bin/env bash
# A PostgreSQL server that belongs to this work tree alone: own data, own
# loopback port, own password. It is for tests: it does not flush to disk,
# unless QUANLIAN_PG_DURABLE=1, which is for benchmarks.
# usage: postgres.sh start | stop | url | with COMMAND...
# `with` starts it, runs the command with QUANLIAN_TEST_PG set, stops it again
# (unless it ran before). A QUANLIAN_TEST_PG that is set already is used as is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tree=$(printf '%s' "$PWD" | sha256sum | cut -c1-10)
state="$PWD/var/pg" # password, port, log; and the data where it can stand here
mkdir -p "$state"

bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
if [[ -z $bin ]]; then
	echo "postgres: no server under /usr/lib/postgresql; run tools/setup/packages.sh postgres" >&2
	exit 1
fi

# The server refuses to run as root: then it runs as user postgres.
as_server=()
if [[ $(id -u) -eq 0 ]]; then
	as_server=(setpriv --reuid=postgres --regid=postgres --init-groups --reset-env)
fi

# home is the folder of data and socket: in the tree where the server's user
# can reach it, else under /var/tmp (a clone under /root is closed to it).
home="$state/server"
mkdir -p "$home"
if [[ ${#as_server[@]} -gt 0 ]]; then
	if ! "${as_server[@]}" test -x "$home" 2>/dev/null; then
		home="/var/tmp/quanlian-pg-$tree"
		mkdir -p "$home"
	fi
	chown postgres:postgres "$home"
fi
chmod 700 "$home"
data="$home/data"
socket="/tmp/quanlian-pg-$tree" # short: a socket path has at most 107 bytes

server() { (cd / && "${as_server[@]}" "$@"); }
running() { server "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1; }

# free_port finds a loopback port on which nothing answers.
free_port() {
	local port
	for _ in $(seq 50); do
		port=$((20000 + RANDOM % 12000))
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
	done
	echo "postgres: no free port found" >&2
	return 1
}

init() {
	[[ -e $data/PG_VERSION && -s $state/password ]] && return
	rm -rf "$data"
	(umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$state/password")
	cp "$state/password" "$home/password"
	[[ ${#as_server[@]} -eq 0 ]] || chown postgres:postgres "$home/password"
	server "$bin/initdb" -D "$data" -U quanlian --encoding=UTF8 --locale=C \
		--auth=scram-sha-256 --pwfile="$home/password" >"$state/initdb.log" 2>&1 ||
		{ cat "$state/initdb.log" >&2 && exit 1; }
	rm -f "$home/password"
	cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$socket'
max_connections = 200
max_locks_per_transaction = 512
shared_buffers = 256MB
fsync = off
synchronous_commit = off
full_page_writes = off
timezone = 'UTC'
CONF
}

start() {
	init
	running && return
	mkdir -p "$socket"
	[[ ${#as_server[@]} -eq 0 ]] || chown postgres:postgres "$socket"
	chmod 700 "$socket"
	free_port >"$state/port"
	local options
	options="-p $(cat "$state/port")"
	[[ -z ${QUANLIAN_PG_DURABLE:-} ]] ||
		options+=" -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
	if ! server "$bin/pg_ctl" -D "$data" -w -t 60 -o "$options" \
		-l "$home/server.log" start >/dev/null; then
		tail -n 20 "$home/server.log" >&2
		exit 1
	fi
	PGPASSWORD=$(cat "$state/password") "$bin/psql" -q -h 127.0.0.1 -p "$(cat "$state/port")" \
		-U quanlian -d postgres -tAc "SELECT 1 FROM pg_database WHERE datname='quanlian'" |
		grep -q 1 || PGPASSWORD=$(cat "$state/password") "$bin/createdb" -h 127.0.0.1 \
		-p "$(cat "$state/port")" -U quanlian quanlian
}

stop() {
	running && server "$bin/pg_ctl" -D "$data" -m fast -w stop >/dev/null
	rm -rf "$socket"
}

url() {
	echo "postgres://quanlian:$(cat "$state/password")@127.0.0.1:$(cat "$state/port")/quanlian?sslmode=disable"
}

case "${1:-}" in
start) start && url ;;
stop) stop ;;
url) url ;;
with)
	shift
	if [[ -n ${QUANLIAN_TEST_PG:-} ]]; then
		exec "$@"
	fi
	running || trap 'stop || true' EXIT
	start
	QUANLIAN_TEST_PG=$(url)
	export QUANLIAN_TEST_PG
	status=0
	"$@" || status=$?
	exit "$status"
	;;
*)
	sed -n '2,7p' "${BASH_SOURCE[0]}" >&2
	exit 2
	;;
esac
