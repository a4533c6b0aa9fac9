#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every header must compile alone, and included twice.
#
#   tests/locks/headers.sh [BUILD]          (BUILD holds the generated headers; default: build)
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build}
cc=${CC:-gcc}
flags=$(pkg-config --cflags libpq sqlite3 jansson icu-i18n libmicrohttpd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

one() {
	# $1: where it is, $2: how it is included
	name=$(printf '%s' "$2" | tr / _)
	printf '#include "%s"\n#include "%s"\nint %s_stands_alone;\n' "$2" "$2" "$(printf '%s' "$name" | tr .- __)" >"$work/$name.c"
	# shellcheck disable=SC2086 # words of pkg-config
	if $cc -std=c17 -Wall -Wextra -Werror -D_GNU_SOURCE -Isrc -I"$build/src" $flags -fsyntax-only "$work/$name.c" 2>"$work/$name.log"; then
		echo passed
	else
		{
			echo "$1 does not compile alone:"
			sed 's/^/    /' "$work/$name.log"
		} >&2
		echo failed
	fi
}

{
	find src -name '*.h' | sort
	[ ! -d "$build/src" ] || find "$build/src" -name '*.h' | sort
} | while read -r file; do
	inside=${file#"$build"/}
	one "$file" "${inside#src/}"
done >"$work/results"
passed=$(grep -c passed "$work/results" || true)
failed=$(grep -c failed "$work/results" || true)
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
