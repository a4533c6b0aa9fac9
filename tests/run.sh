#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every test, phase by phase, and ends in the line "N passed, N failed".
#
#   tests/run.sh [PHASE …]        all phases, or those named: see `tests/run.sh --list`
#
# Each phase prints its name, its time and its counts; what failed is shown. The whole output of a phase stays in
# build/test-logs/PHASE.log. A phase that cannot run has failed; only data that lies beside the checkout may be absent.
set -uo pipefail
cd "$(dirname "$0")/.."

logs=build/test-logs
seconds=${FUZZ_SECONDS:-15}
passed=0 failed=0 skipped=0
started=$SECONDS
wanted=" $* "

# The order is from quick to slow, so that a fault shows early.
phases="build locks judges unit program_scenarios program_cases normlex openapi crash bytes address_sanitizer thread_sanitizer clang fuzz evidence browser"

setup() {
	# setup DIR OPTION…: a build directory with those options
	local dir=$1
	shift
	if [ -f "$dir/build.ninja" ]; then
		meson setup --reconfigure "$dir" "$@"
	else
		meson setup "$dir" "$@"
	fi
}

# meson_tests DIR [ARGUMENT…]: runs tests of a build directory and closes with their counts
meson_tests() {
	local dir=$1
	shift
	rm -f "$dir"/meson-logs/testlog*
	timeout 600 meson test -C "$dir" --no-rebuild --print-errorlogs --num-processes 2 "$@"
	node tests/lib/meson_counts.mjs "$dir"
}

postgres() {
	timeout 900 tests/postgres.sh "$@"
}

phase_build() {
	setup build -Dtests=true && ninja -C build && test -x build/sulear && echo "1 passed, 0 failed"
}

phase_locks() {
	node tests/locks/locks_test.mjs
	node tests/locks/layers.mjs
	node tests/locks/limits.mjs
	node tests/locks/sources.mjs
	node tests/locks/problems.mjs
	node tests/locks/pages.mjs
	tests/locks/headers.sh build
}

# The tests of the tests: what compares and counts must be right first.
phase_judges() {
	node tests/expect_test.mjs
}

# Every unit test; those that need a store run on SQLite and PostgreSQL.
phase_unit() {
	postgres bash -c "$(declare -f meson_tests); meson_tests build"
}

phase_program_scenarios() {
	postgres node tests/scenario.mjs
}

phase_program_cases() {
	postgres node tests/cases.mjs
}

# Saved pages of the official database: report, apply, once more, and what must be refused.
phase_normlex() {
	postgres node tests/normlex.mjs
}

# What openapi.json describes against what is answered; HEAD against GET.
phase_openapi() {
	node tests/openapi.mjs && node tests/head.mjs
}

phase_crash() {
	postgres node tests/crash.mjs
}

# Every unit test again, with the fault points compiled in. GCC's warnings see checks of the sanitizers as code (a format that
# may be null, and the like), so warnings are errors only in the plain build and in clang's.
phase_address_sanitizer() {
	setup build-asan -Dwerror=false -Db_sanitize=address,undefined -Db_lundef=false -Dfaults=true && ninja -C build-asan || return 1
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:handle_abort=0 UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:print_stacktrace=1
	postgres bash -c "$(declare -f meson_tests); meson_tests build-asan --timeout-multiplier 6"
}

# What runs in several threads: server, store and writer, snapshot. Without randomised addresses: GCC 12's runtime refuses
# some of the layouts that newer kernels choose.
phase_thread_sanitizer() {
	setup build-tsan -Dwerror=false -Db_sanitize=thread -Db_lundef=false && ninja -C build-tsan || return 1
	export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
	local names
	names=$(meson test -C build-tsan --list 2>/dev/null | sed 's/.* //; s/.*://' | grep -E '^(http|store|writer|register|snapshot)' | grep -vE 'faults|crash' | tr '\n' ' ')
	for kind in http store register; do
		case " $names" in
		*" $kind"*) ;;
		*) echo "FAILED thread sanitizer: no test of $kind" ;;
		esac
	done
	postgres setarch -R bash -c "$(declare -f meson_tests); meson_tests build-tsan --timeout-multiplier 10 $names"
}

# Clang compiles everything, each warning an error, the fuzz targets with it.
phase_clang() {
	CC=clang setup build-clang -Db_sanitize=address,undefined -Db_lundef=false -Dfuzz=true -Dc_args=-fsanitize=fuzzer-no-link && ninja -C build-clang &&
		echo "1 passed, 0 failed"
}

phase_fuzz() {
	FUZZ_SECONDS=$seconds tests/fuzz.sh build-clang
}

phase_evidence() {
	node tests/locks/evidence.mjs
}

# Each text page on the wire, and every link.
phase_bytes() {
	node tests/bytes.mjs
}

phase_browser() {
	local failed=0
	(cd tests/browser && npm ci --no-audit --no-fund --loglevel=error) || return 1
	node tests/browser/walk.mjs || failed=1
	postgres node tests/browser/office.mjs || failed=1
	node tests/browser/hostile_text.mjs || failed=1
	return $failed
}

# Adds up the closing lines of a log; a phase that ended badly without counting a failure has one.
tally() {
	local log=$1 status=$2 p=0 f=0 s=0 a b c
	while read -r a b c; do
		p=$((p + ${a:-0})) f=$((f + ${b:-0})) s=$((s + 10#${c:-0}))
	done <<<"$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 0\4/p' "$log")"
	if [ "$f" = 0 ] && { [ "$status" != 0 ] || [ $((p + s)) = 0 ]; }; then
		f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	phase_failed=$f
	counts="$p passed, $f failed"
	[ "$s" = 0 ] || counts="$counts, $s skipped"
}

if [ "${1:-}" = --list ]; then
	echo "$phases" | tr ' ' '\n'
	exit 0
fi
mkdir -p build-logs && trap 'rm -rf build-logs' EXIT
for phase in $phases; do
	case $wanted in
	"  " | *" $phase "*) ;;
	*) continue ;;
	esac
	printf '== %s\n' "${phase//_/ }"
	begin=$SECONDS
	log=build-logs/$phase.log
	(phase_"$phase") >"$log" 2>&1 </dev/null
	status=$?
	tally "$log" $status
	if [ "$phase_failed" != 0 ]; then
		# From the first failure on; where nothing says FAILED, the end tells most.
		if grep -qaE '^FAILED' "$log"; then
			sed -n '/^FAILED/,$p' "$log" | head -n 120
		else
			grep -aE ': (fatal )?error:' "$log" | head -n 20
			tail -n 60 "$log"
		fi
	else
		grep -a '^skipped' "$log"
	fi
	printf '   %s in %d s\n' "$counts" $((SECONDS - begin))
	mkdir -p $logs && cp "$log" $logs/
done
printf 'all of it in %d s\n' $((SECONDS - started))
if [ "$skipped" = 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" = 0 ] && [ "$passed" != 0 ]
