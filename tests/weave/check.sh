#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# weave --check on a real PostgreSQL of its own: what fits passes, each kind of fault is told, and nothing stays behind.
#   check.sh WEAVE
set -u
weave=$(realpath "$1")
cd "$(dirname "$0")" || exit 1
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed: left out"; exit 77; }
work=$(mktemp -d) || exit 1
as=
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses root
	as="setpriv --reuid=postgres --regid=postgres --clear-groups"
	chown postgres "$work"
fi
stop() {
	(cd "$work" && $as "$bin/pg_ctl" -D "$work/data" -m immediate -w stop) > /dev/null 2>&1
	rm -rf "$work"
}
trap stop EXIT
(cd "$work" && $as "$bin/initdb" -D "$work/data" -A trust -U weave -N > log 2>&1 &&
	$as "$bin/pg_ctl" -D "$work/data" -w -t 30 -l "$work/data/log" -o "-k $work -c listen_addresses= -c fsync=off" start > /dev/null) ||
	{ cat "$work/log" "$work/data/log"; exit 1; }
address="postgresql://weave@/postgres?host=$work"
failed=0

"$weave" --check "$address" --root . --schema golden/booth_schema.sql golden/booth.sql || failed=1
"$weave" --check "$address" --root . --schema golden/booth_schema.sql check/faults.sql 2> "$work/said" && failed=1
if [ "${2:-}" = accept ]; then
	cp "$work/said" check/expected
fi
diff -u check/expected "$work/said" || failed=1
"$weave" --check "$address" --root . --schema check/broken_schema.sql golden/booth.sql 2> "$work/said" && failed=1
grep -q '^check/broken_schema.sql:5:25: error: PostgreSQL: type "bigin" does not exist' "$work/said" || { cat "$work/said"; failed=1; }
"$weave" --check "postgresql:///x?host=$work/nowhere" golden/booth.sql 2> "$work/said" && failed=1
grep -q '^weave: cannot reach the database: ' "$work/said" || { cat "$work/said"; failed=1; }
left=$(psql -At "$address" -c "SELECT count(*) FROM pg_namespace WHERE nspname = 'weave_check'")
[ "$left" = 0 ] || { echo "the schema weave_check is left"; failed=1; }
exit $failed
