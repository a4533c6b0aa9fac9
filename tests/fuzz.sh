#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every fuzz target for a bounded time, from the seeds in tests/fuzz/corpus/NAME, JOBS at a time.
#
#   tests/fuzz.sh [BUILD [JOBS]]   (FUZZ_SECONDS=N, default 15; inputs that fail stay in BUILD/fuzz-findings)
set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:-build-clang}
jobs=${2:-2}
seconds=${FUZZ_SECONDS:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$build/fuzz-findings"
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

one() {
	local target=$1 name seeds
	name=$(basename "$target")
	name=${name%_fuzz}
	seeds=tests/fuzz/corpus/$name
	mkdir -p "$work/$name"
	if ! ls "$seeds"/* >/dev/null 2>&1; then
		echo "FAILED fuzz $name: no seeds in $seeds"
		return
	fi
	if timeout $((seconds + 60)) "$target" -seed="${FUZZ_SEED:-1}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/fuzz-findings/$name-" "$work/$name" "$seeds" >"$work/$name.log" 2>&1; then
		echo "fuzz $name: $(sed -n 's/^stat::number_of_executed_units: */inputs /p' "$work/$name.log")"
	else
		echo "FAILED fuzz $name:"
		tail -n 40 "$work/$name.log" | cut -c1-200
	fi
}
export -f one
export work build seconds

find "$build" -type f -perm -u+x -name '*_fuzz' | sort | xargs -r -P "$jobs" -I{} bash -c 'one {}' | tee "$work/all"
passed=$(grep -c '^fuzz ' "$work/all")
failed=$(grep -c '^FAILED fuzz ' "$work/all")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
