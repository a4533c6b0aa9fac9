#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each case of fail/*.txt is refused with exactly the messages below its "---", and every message weave has is one of them.
#   must_fail.sh WEAVE [accept]      accept: takes what weave says now as what is expected
set -u
weave=$(realpath "$1")
accept=${2:-}
cd "$(dirname "$0")" || exit 1
here=$(pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0 cases=0

# One case a pair of files: NUMBER.in, NUMBER.expected; its kind is in NUMBER.kind.
for list in fail/*.txt; do
	rm -f "$work"/*
	awk -v work="$work" '
		/^=== / { n++; part = sprintf("%s/%03d.in", work, n); print > (work "/" sprintf("%03d", n) ".kind"); printf "" > part; next }
		/^---/ { part = sprintf("%s/%03d.expected", work, n); printf "" > part; next }
		{ print > part }' "$list"
	: > "$work/accepted"
	for kind in "$work"/*.kind; do
		number=${kind%.kind}
		read -r _ mode title < "$kind"
		case $mode in
		html) input=case.html ;;
		sql) input=case.sql ;;
		*) input=case_schema.sql ;;
		esac
		cases=$((cases + 1))
		cp "$number.in" "$work/$input"
		mkdir -p "$work/out" || exit 1
		(cd "$work" && "$weave" "$mode" --schema "$here/golden/booth_schema.sql" --out out "$input") 2> "$number.said"
		status=$?
		if [ "$status" -ne 1 ] || [ -n "$(ls "$work/out")" ]; then
			echo "$list: $title: status $status, files written: $(ls "$work/out")"
			failed=$((failed + 1))
		fi
		if [ "$accept" = accept ]; then
			{ cat "$kind" "$number.in"; echo "---"; cat "$number.said"; } >> "$work/accepted"
		elif ! diff -u "$number.expected" "$number.said"; then
			echo "$list: $title"
			failed=$((failed + 1))
		fi
		rm -r "$work/out"
	done
	[ "$accept" = accept ] && cp "$work/accepted" "$list"
done

# A wrong command line ends with status 2 and the usage, a file or directory that is not there with status 1.
command_fails() {
	expected=$1 status=$2
	shift 2
	cases=$((cases + 1))
	"$weave" "$@" > "$work/said" 2>&1
	found=$?
	[ "$found" -eq "$status" ] && [ "$(head -n 1 "$work/said")" = "$expected" ] && return
	echo "weave $*: expected status $status and \"$expected\", found $found and:"
	cat "$work/said"
	failed=$((failed + 1))
}
page=golden/frame.html
command_fails 'weave: nothing to do' 2
command_fails 'weave: unknown mode css' 2 css --out "$work" $page
command_fails 'weave: unknown option --fast' 2 html --fast --out "$work" $page
command_fails 'weave: a value is missing after --out' 2 html $page --out
command_fails 'weave: a value is missing after --check' 2 --check
command_fails 'weave: --out is missing' 2 html $page
command_fails 'weave: expected one file, as in the usage of html' 2 html --out "$work"
command_fails 'weave: expected one file, as in the usage of html' 2 html --out "$work" $page $page
command_fails 'weave: --name must be a name of C' 2 file --out "$work" $page
command_fails 'weave: --name must be a name of C' 2 file --out "$work" --name 1st $page
command_fails 'weave: too many schema files' 2 sql $(yes -- '--schema x' | head -n 65)
command_fails 'nowhere.html: error: cannot be read: No such file or directory' 1 html --out "$work" nowhere.html
command_fails 'nowhere/frame_html.h: error: cannot be written: No such file or directory' 1 html --out nowhere $page
printf -- '-- migration 1: broken\nCREATE TABLE a (b BIGINT,\n  c BIGINT NOT);\n' > "$work/broken_schema.sql"
command_fails "broken_schema.sql:3:15: error: SQLite: near \")\": syntax error" 1 sql --root "$work" --schema "$work/broken_schema.sql" \
	--out "$work" golden/booth.sql

# Every text given to fault(), and every "refused" text, in the parts that need no other database: is it in a case?
cat fail/*.txt > "$work/all"
messages=0
for source in schema.c sql_read.c sqlite.c html.c hole.c markup.c message.c expression.c; do
	tr '\n\t' '  ' < "../../tools/weave/$source" | sed 's/" *"//g' | grep -oE '(fault\(|refused = )[^;]*;' |
		grep -oE '"([^"\\]|\\.)*"' > "$work/literals"
	sed -e 's/^"//; s/"$//; s/\\"/"/g' -e 's/[].*^$[]/\\&/g' -e 's/%\(\\\.\\\*\)*z*[a-z]/.*/g' "$work/literals" |
		grep -E '[a-z]{3}.* ' > "$work/messages"
	while read -r message; do
		messages=$((messages + 1))
		grep -q -- "$message" "$work/all" && continue
		case $message in *"add an index"*) continue ;; esac # the plan check: check.sh
		echo "$source: no case of fail/ shows the message \"$message\""
		failed=$((failed + 1))
	done < "$work/messages"
done
echo "$messages messages looked for"
[ "$messages" -gt 50 ] || failed=$((failed + 1))
echo "$cases cases, $failed failed"
[ "$failed" -eq 0 ]
