#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures what docs/PERFORMANCE.md states, one command a figure, and prints a table.
#
#   bench/run.sh [--write] [FIGURE …]     all figures, or those named: see `bench/run.sh --list`
#
# --write puts the table and the facts of the machine into docs/PERFORMANCE.md. The program measured is an optimised build
# of its own, in build-bench (SULEAR_BENCH_BUILD). Exit status 1: something could not be measured; a target that is not met
# is told in the table, not by the status.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

build=${SULEAR_BENCH_BUILD:-build-bench}
document=docs/PERFORMANCE.md
figures="law load start memory syncs writes bytes map serve compare sign_in"
tools="bench/law_world bench/first_answer bench/write_rate bench/compare"
work=$(mktemp -d "${TMPDIR:-/tmp}/sulear-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
rows=$work/rows
failed=0

# The command of each figure; SULEAR names the program for what speaks to a server. $build and $work are filled in where
# it is run, and named as such in the document.
command_of() {
	case $1 in
	law) echo '$build/bench/law_world data' ;;
	load) echo 'SULEAR_TEST_POSTGRES_FSYNC=on tests/postgres.sh node bench/load.mjs' ;;
	start) echo '$build/sulear import data --data $work/start && $build/bench/first_answer $build/sulear $work/start /api/v1/instruments/C189 15' ;;
	memory) echo 'node bench/memory.mjs' ;;
	syncs) echo 'node bench/syncs.mjs $build/bench/write_rate' ;;
	writes) echo 'mkdir $work/writes && $build/bench/write_rate rate $work/writes' ;;
	bytes) echo 'node tests/bytes.mjs' ;;
	map) echo 'node bench/map.mjs' ;;
	serve) echo 'node bench/serve.mjs' ;;
	compare) echo '$build/bench/compare data' ;;
	sign_in) echo 'node bench/sign_in.mjs' ;;
	*) return 1 ;;
	esac
}

compile() {
	[ -f "$build/build.ninja" ] || meson setup "$build" --buildtype=release -Db_lto=true -Dtests=false || return 1
	# shellcheck disable=SC2086 # one word a target
	ninja -C "$build" sulear $tools
}

is_less() {
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'
}

row() {
	printf '@\t%s\t%s\t%s\t%s\n' "$@"
}

# law_world and bytes.mjs are written for people; what they say becomes rows here.
rows_of_law() {
	local log=$1 world bare profile slowest
	world=$(sed -nE 's/^the real rules .*median +([0-9.]+) ms.*/\1/p' "$log")
	bare=$(sed -nE 's/^a bare predicate .*median +([0-9.]+) ms.*/\1/p' "$log")
	profile=$(sed -nE 's/^one profile .*median +([0-9.]+) us.*/\1/p' "$log")
	slowest=$(sed -nE 's/^one profile .*slowest +([0-9.]+) us.*/\1/p' "$log")
	[ -n "$world" ] && [ -n "$bare" ] && [ -n "$profile" ] && [ -n "$slowest" ] || return 1
	row "The law over the whole world ($(sed -nE 's/^.*= ([0-9]+) cells.*/\1/p' "$log") cells), median of 15" '< 20 ms' \
		"$world ms (a bare predicate over as many cells: $bare ms)" "$(is_less "$world" 20 && echo met || echo not met)"
	row 'The law of one country profile, the slowest country' '< 100 µs' "$slowest µs (median $profile µs)" \
		"$(is_less "$slowest" 100 && echo met || echo not met)"
}

rows_of_bytes() {
	local log=$1 pages most address
	pages=$(sed -nE 's/^([0-9]+) pages; the heaviest: .*/\1/p' "$log")
	most=$(sed -nE 's/^[0-9]+ pages; the heaviest: [^ ]+ ([0-9]+).*/\1/p' "$log")
	address=$(sed -nE 's/^[0-9]+ pages; the heaviest: ([^ ]+) .*/\1/p' "$log")
	[ -n "$most" ] || return 1
	row "Bytes on the wire of a cold visit, style included, the heaviest of $pages text pages" '<= 14336' "$most (\`$address\`)" \
		"$([ "$most" -le 14336 ] && echo met || echo not met)"
}

# Processor time of the whole process, server and client together.
rows_of_compare() {
	local log=$1 name median best bytes
	for name in 'page of 40 x 15' 'json of 40 x 15' 'curve of C029'; do
		best=$(sed -nE "s/^$name .*best +([0-9.]+) ms.*/\\1/p" "$log")
		median=$(sed -nE "s/^$name .*median +([0-9.]+) ms.*/\\1/p" "$log")
		bytes=$(sed -nE "s/^$name .*; ([0-9]+) bytes.*/\\1/p" "$log")
		[ -n "$median" ] || return 1
		row "Never kept: $name, median of 200" '< 2 ms' "$median ms (best $best ms; $bytes bytes)" \
			"$(is_less "$median" 2 && echo met || echo not met)"
	done
}

# measure FIGURE: its rows go to $rows, all it says to a log that is shown where it fails.
measure() {
	local log=$work/$1.log status command begin=$SECONDS
	command=$(command_of "$1")
	printf '== %s: %s\n' "$1" "$command"
	(export build work SULEAR && SULEAR=$(realpath "$build/sulear") && timeout -k 5 400 bash -c "$command") >"$log" 2>&1 </dev/null
	status=$?
	case $1 in
	law | bytes | compare) rows_of_"$1" "$log" >>"$log.rows" || status=1 ;;
	*) grep -a '^@' "$log" >"$log.rows" || status=1 ;;
	esac
	[ "$1" = bytes ] && [ -s "$log.rows" ] && status=0 # a page that is too heavy is a figure here, not a failure
	if [ "$status" != 0 ]; then
		tail -n 25 "$log"
		echo "   could not be measured (status $status)"
		failed=1
	fi
	sed "s/\$/\t$1/" "$log.rows" | tee -a "$rows" | awk -F '\t' '{ printf "   %s: %s %s\n", $2, $4, $5 }'
	printf '   in %d s\n' $((SECONDS - begin))
}

print_table() {
	awk -F '\t' 'BEGIN { printf "%-8s %-12s %-62s %s\n", "", "target", "measured", "figure" }
		{ gsub(/µ/, "u"); printf "%-8s %-12s %-62s %s\n", $5 == "" ? "-" : $5, $3 == "" ? "-" : $3, $4, $2 }' "$rows"
}

facts() {
	local model memory disk
	model=$(sed -nE 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
	memory=$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
	disk=$(stat -f -c %T "$work")
	echo "- $(nproc) cores (${model:-unknown}), $memory GB of memory, stores on $disk, Linux $(uname -r | cut -d. -f1,2), $(. /etc/os-release && echo "$PRETTY_NAME")"
	echo "- $(gcc --version | head -n 1), \`meson setup --buildtype=release -Db_lto=true\`; SQLite $(pkg-config --modversion sqlite3), libmicrohttpd $(pkg-config --modversion libmicrohttpd)"
	echo "- measured $(date -u +%Y-%m-%d); others waiting for the processor meanwhile (load average): $load_before before, $(cut -d' ' -f1 /proc/loadavg) after"
}

# The part of the document between the two marks.
document_part() {
	facts
	echo
	echo '| figure | target | measured | |'
	echo '|---|---|---|---|'
	awk -F '\t' '{ gsub(/\|/, "\\|"); printf "| %s | %s | %s | %s |\n", $2, $3, $4, $5 == "not met" ? "**not met**" : $5 }' "$rows"
	echo
	echo 'Each by one command, `$build` being the optimised build, `$work` an empty directory and `SULEAR=$build/sulear`:'
	echo
	echo '| | |'
	echo '|---|---|'
	for figure in $figures; do
		echo "| $figure | \`$(command_of "$figure")\` |"
	done
}

write_document() {
	document_part >"$work/part"
	awk -v part="$work/part" '/^<!-- \/figures -->/ { inside = 0 } !inside { print }
		/^<!-- figures -->/ { inside = 1; while ((getline line < part) > 0) print line }' $document >"$work/document" &&
		cat "$work/document" >$document && echo "== Written into $document"
}

write="" wanted=""
for argument in "$@"; do
	case $argument in
	--write) write=1 ;;
	--list) echo "$figures" | tr ' ' '\n' && exit 0 ;;
	*)
		command_of "$argument" >/dev/null || {
			echo "usage: bench/run.sh [--write] [--list] [FIGURE …]; figures: $figures" >&2
			exit 2
		}
		wanted="$wanted $argument"
		;;
	esac
done
if [ -n "$write" ] && [ -n "$wanted" ]; then
	echo 'bench/run.sh: --write wants all figures, as the table is written whole' >&2
	exit 2
fi

echo "== Building $build"
compile >"$work/build.log" 2>&1 || {
	tail -n 40 "$work/build.log"
	exit 1
}
load_before=$(cut -d' ' -f1 /proc/loadavg)
: >"$rows"
for figure in ${wanted:-$figures}; do
	measure "$figure"
done
echo
print_table
[ -z "$write" ] || write_document || failed=1
[ "$failed" = 0 ]
