#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every test, phase by phase, and ends in the line "N passed, N failed".
#
#   tests/run.sh [PHASE …]        all phases, or those named: see `tests/run.sh --list`
#
# Two phases run at a time. Each prints, when it has ended, its name, its time and its counts; what failed is shown. The whole
# output of a phase stays in build/test-logs/PHASE.log. A phase that cannot run has failed; only data that lies beside the
# checkout may be absent.
set -uo pipefail
cd "$(dirname "$0")/.."

logs=build/test-logs
seconds=${FUZZ_SECONDS:-15}
passed=0 failed=0 skipped=0
started=$SECONDS
lanes=2
# Each of two phases takes half of the machine; one alone takes all of it.
export jobs=$((($(nproc) + lanes - 1) / lanes))
[ $# != 1 ] || jobs=$(nproc)

# The machine does not lose power in a test: where the memory has room, nothing waits for the disk.
if [ -w /dev/shm ] && [ "$(df --output=avail -BM /dev/shm | tr -dc 0-9)" -ge 4000 ]; then
	export TMPDIR=/dev/shm
fi

# What is quick comes first, so that a fault shows early; then what is long; at the end what fills the other half meanwhile.
phases="build locks judges evidence unit program_scenarios program_cases accounts normlex openapi permissions people providers clang browser_walk
	address_sanitizer thread_sanitizer fuzz browser_office browser_account browser_people browser_hostile bytes crash mail"

# must_end PHASE: what it stands on; while that runs, PHASE does not begin
must_end() {
	case $1 in
	address_sanitizer | fuzz) echo build clang ;;
	*) echo build ;;
	esac
}

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
	timeout 1200 meson test -C "$dir" --no-rebuild --print-errorlogs --num-processes "$jobs" "$@"
	node tests/lib/meson_counts.mjs "$dir"
}

# packages DIR: what its tests need of npm, unless it stands there already
packages() {
	(cd "$1" && flock package.json sh -c \
		'[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error')
}

postgres() {
	timeout 1200 tests/postgres.sh "$@"
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

# What strangers try with accounts.
phase_accounts() {
	packages tests/mail && postgres node tests/accounts.mjs
}

# Saved pages of the official database: report, apply, once more, and what must be refused.
phase_normlex() {
	postgres node tests/normlex.mjs
}

# Signing in with other sites: a real OpenID provider and small ones that lie, on loopback.
phase_providers() {
	packages tests/providers && postgres node tests/providers.mjs
}

# What openapi.json describes against what is answered; HEAD against GET.
phase_openapi() {
	node tests/openapi.mjs && node tests/head.mjs
}

# Mail going out, with a real SMTP server; then kill -9 while it goes out.
phase_mail() {
	packages tests/mail || return 1
	postgres node tests/mail.mjs
	postgres node tests/mail_crash.mjs
}

# Every address × nobody, a plain account, each role.
phase_permissions() {
	node tests/permissions.mjs
}

# Every table that knows people: exported, erased, and erased again after a restore.
phase_people() {
	postgres node tests/people_data.mjs
	postgres node tests/addresses.mjs
}

phase_crash() {
	postgres node tests/crash.mjs
}

# Clang compiles everything, each warning an error, with what finds faults in memory and with the fuzz targets.
clang_build() {
	CC=clang setup build-clang -Db_sanitize=address,undefined -Db_lundef=false -Dfuzz=true -Dc_args=-fsanitize=fuzzer-no-link &&
		ninja -C build-clang -j "$jobs"
}

phase_clang() {
	clang_build && echo "1 passed, 0 failed"
}

# Every unit test again.
phase_address_sanitizer() {
	clang_build || return 1
	export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:handle_abort=0 UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:print_stacktrace=1
	postgres bash -c "$(declare -f meson_tests); meson_tests build-clang --timeout-multiplier 6"
}

phase_fuzz() {
	clang_build && FUZZ_SECONDS=$seconds tests/fuzz.sh build-clang "$jobs"
}

# The unit tests that start threads or a server; only they are built. GCC's warnings see checks of the sanitizer as code (a format
# that may be null, and the like), so they are errors only in the other builds. Without randomised addresses: GCC 12's runtime
# refuses some of the layouts that newer kernels choose.
phase_thread_sanitizer() {
	setup build-tsan -Dwerror=false -Db_sanitize=thread -Db_lundef=false || return 1
	export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
	local names
	names=$(grep -lE 'pthread_create|http_rig\.h' tests/unit/*_test.c | xargs -n 1 basename -s .c | tr '\n' ' ')
	for name in http_server store register; do
		[[ " $names" = *" ${name}_test "* ]] || echo "FAILED thread sanitizer: $name is not among the tests"
	done
	ninja -C build-tsan -j "$jobs" $(printf 'tests/unit/%s ' $names) || return 1
	postgres setarch -R bash -c "$(declare -f meson_tests); meson_tests build-tsan --timeout-multiplier 10 $names"
}

phase_evidence() {
	node tests/locks/evidence.mjs
}

# Each text page on the wire, and every link.
phase_bytes() {
	node tests/bytes.mjs
}

phase_browser_walk() {
	packages tests/browser && node tests/browser/walk.mjs
}

phase_browser_office() {
	packages tests/browser && postgres node tests/browser/office.mjs
}

phase_browser_account() {
	packages tests/browser && packages tests/mail && postgres node tests/browser/account.mjs
}

phase_browser_people() {
	packages tests/browser && postgres node tests/browser/people.mjs
}

phase_browser_hostile() {
	packages tests/browser && node tests/browser/hostile_text.mjs
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

# Shows a phase that has ended.
show() {
	local phase=$1 status=$2 log=build-logs/$1.log
	tally "$log" "$status"
	printf '== %s\n' "${phase//_/ }"
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
	printf '   %s in %d s\n' "$counts" $((SECONDS - began[$phase]))
	mkdir -p $logs && cp "$log" $logs/
}

declare -A running=() began=() # running: phase by process; began: second by phase

begin() {
	(phase_"$1") >build-logs/"$1".log 2>&1 </dev/null &
	running[$!]=$1 began[$1]=$SECONDS
}

finish() {
	local pid status phase
	wait -n -p pid "${!running[@]}"
	status=$?
	phase=${running[$pid]}
	unset "running[$pid]"
	show "$phase" $status
}

# True if the phase can begin: a lane is free, and nothing runs that must end before.
is_ready() {
	local before
	[ ${#running[@]} -lt $lanes ] || return 1
	for before in $(must_end "$1"); do
		[[ " ${running[*]} " != *" $before "* ]] || return 1
	done
}

# Whoever breaks it off ends what runs: each phase, and what it waits for.
stop() {
	local pid
	for pid in "${!running[@]}"; do
		kill $(cat "/proc/$pid/task/$pid/children") "$pid" 2>/dev/null
	done
	rm -rf build-logs
}

if [ "${1:-}" = --list ]; then
	printf '%s\n' $phases
	exit 0
fi
trap stop EXIT
trap 'exit 130' INT TERM
mkdir -p build-logs
# No phase works without the program.
[ $# = 0 ] || [ -x build/sulear ] || set -- build "$@"
for phase in $phases; do
	[[ $# = 0 || " $* " = *" $phase "* ]] || continue
	until is_ready "$phase"; do
		finish
	done
	begin "$phase"
done
while [ ${#running[@]} != 0 ]; do
	finish
done
printf 'all of it in %d s\n' $((SECONDS - started))
if [ "$skipped" = 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" = 0 ] && [ "$passed" != 0 ]
