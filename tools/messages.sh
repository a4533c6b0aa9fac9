#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Collects every text of the interface into po/sulear.pot and brings the catalogues up to date: new texts come in empty,
# texts that are gone go to the end. Templates are read through the C that weave made of them, whose line marks lead back.
#
#   tools/messages.sh BUILD
#   tools/messages.sh --check BUILD    changes nothing; status 1 if po/sulear.pot is not what the sources say
set -eu
check=
if [ "${1-}" = --check ]; then
	check=yes
	shift
fi
cd "$(dirname "$0")/.."
build=${1:-build}
pot=po/sulear.pot

[ "$check" ] || echo "== Collecting texts into $pot"
list=$(mktemp)
new=$(mktemp)
trap 'rm -f "$list" "$new"' EXIT
{
	find src -name '*.c' -o -name '*.h' -o -name '*.def'
	find "$build/src" -name '*_html.c'
} | LC_ALL=C sort >"$list"
# A text with places in braces must keep them in every language: msgfmt sees to that where it is marked, which weave does
# for templates only. References name files, not lines, so that moving a text changes nothing here.
xgettext --language=C --from-code=UTF-8 --files-from="$list" --output=- --keyword --keyword=tr:2 --keyword=tr_in:2c,3 \
	--keyword=tr_n:2,3 --keyword=N_ --add-comments="for translators:" --add-location=file --package-name=sulear \
	--copyright-holder= --sort-by-file |
	sed -e '/^"POT-Creation-Date:/d' -e '1,/^$/s/^# SOME DESCRIPTIVE TITLE\.$/# SPDX-License-Identifier: Apache-2.0/' \
		-e 's/charset=CHARSET/charset=UTF-8/' -e '/^# This file is put in the public domain/d' -e '/^# FIRST AUTHOR/d' |
	awk 'BEGIN { RS = ""; ORS = "\n\n" }
		/\{[a-z_]+\}/ && !/python-brace-format/ {
			if (match($0, /(^|\n)#, /)) sub(/#, /, "#, python-brace-format, ")
			else if (match($0, /(^|\n)msgctxt /)) sub(/msgctxt /, "#, python-brace-format\nmsgctxt ")
			else sub(/msgid /, "#, python-brace-format\nmsgid ")
		}
		{ print }' | sed -e '$d' >"$new"
if [ "$check" ]; then
	cmp -s "$new" "$pot" && exit 0
	echo "$pot is not what the sources say: make messages" >&2
	exit 1
fi
cp "$new" "$pot"
for catalogue in po/*.po; do
	msgmerge --quiet --update --backup=none --no-fuzzy-matching --add-location=file "$catalogue" "$pot"
	printf '   %s: ' "$catalogue"
	LC_ALL=C msgfmt --check --statistics --output-file=/dev/null "$catalogue" 2>&1
done
