#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# postgres.sh [--unless-given] COMMAND… - runs COMMAND with SULEAR_TEST_POSTGRES set to the address of a private
# PostgreSQL 15, which is always stopped and deleted afterwards. The server listens on a Unix socket only. It refuses to
# run as root: then the user postgres runs it. The machine does not lose power in a test, so the server does not sync
# unless SULEAR_TEST_POSTGRES_FSYNC=on (for measuring).
# Where SULEAR_TEST_POSTGRES is set already, COMMAND uses that server, or with --unless-given is not run at all.
# Exit status: that of COMMAND; 77 (skipped, for meson) where PostgreSQL is not installed.
set -eu

unless_given=
if [ "${1:-}" = --unless-given ]; then
	unless_given=1
	shift
fi
if [ $# = 0 ]; then
	echo "usage: postgres.sh [--unless-given] COMMAND…" >&2
	exit 2
fi
if [ -n "${SULEAR_TEST_POSTGRES:-}" ]; then
	[ -z "$unless_given" ] || exit 0
	exec "$@"
fi

binaries=${SULEAR_POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
if [ ! -x "$binaries/initdb" ]; then
	echo "postgres.sh: PostgreSQL 15 is not installed ($binaries/initdb); package postgresql-15" >&2
	exit 77
fi
directory=$(mktemp -d "${TMPDIR:-/tmp}/sulear-pg.XXXXXX")
as=
if [ "$(id -u)" = 0 ]; then
	chown postgres "$directory"
	as="runuser -u postgres --"
fi
chmod 0755 "$directory"

stop() {
	status=$?
	trap - EXIT INT TERM HUP
	if [ -f "$directory/data/postmaster.pid" ]; then
		(cd / && $as "$binaries/pg_ctl" -D "$directory/data" -m immediate -w -t 30 stop >/dev/null 2>&1) || true
	fi
	rm -rf "$directory"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

(cd / && $as "$binaries/initdb" -D "$directory/data" -U sulear -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$directory/log.init" 2>&1) || {
	cat "$directory/log.init" >&2
	exit 1
}
(cd / && $as "$binaries/pg_ctl" -D "$directory/data" -l "$directory/data/log" -w -t 60 \
	-o "-c listen_addresses='' -c unix_socket_directories='$directory' -c shared_buffers=32MB -c max_connections=60 \
		-c fsync=${SULEAR_TEST_POSTGRES_FSYNC:-off}" \
	start >/dev/null) || {
	cat "$directory/data/log" >&2
	exit 1
}
socket=$(printf %s "$directory" | sed 's|/|%2F|g')
SULEAR_TEST_POSTGRES="postgresql://sulear@$socket/postgres"
export SULEAR_TEST_POSTGRES
"$@"
