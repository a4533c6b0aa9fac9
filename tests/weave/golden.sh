#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What weave makes of golden/ is byte for byte what golden/expected/ holds.
#   golden.sh WEAVE [accept]      accept: takes what weave makes now as what is expected
set -u
weave=$(realpath "$1")
cd "$(dirname "$0")" || exit 1
made=$(mktemp -d) || exit 1
trap 'rm -rf "$made"' EXIT

"$weave" schema --root . --out "$made" golden/booth_schema.sql &&
"$weave" sql --root . --schema golden/booth_schema.sql --out "$made" golden/booth.sql &&
"$weave" html --root . --out "$made" golden/frame.html &&
"$weave" html --root . --out "$made" golden/booth_day.html &&
"$weave" file --root . --out "$made" --name mark golden/mark.bin || exit 1
mkdir "$made/plain" && "$weave" html --root . --no-line --out "$made/plain" golden/frame.html || exit 1
grep -q '^#line' "$made/plain/frame_html.c" && { echo "--no-line left a #line in frame_html.c"; exit 1; }
rm -r "$made/plain"
if [ "${2:-}" = accept ]; then
	cp "$made"/* golden/expected/
fi
diff -ru golden/expected "$made"
