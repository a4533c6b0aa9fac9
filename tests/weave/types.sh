#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What weave leaves to the compiler: a value of a type that its place does not take stops the build, at its place in the
# template; and xgettext finds the messages there.
#   types.sh WEAVE CC…
set -u
weave=$(realpath "$1")
shift
cd "$(dirname "$0")" || exit 1
here=$(pwd) src=$(realpath ../../src)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

# judge TEMPLATE-TEXT fine|LINE|LINE:COLUMN: what the compiler makes of the page's body
judge() {
	printf '{{uses "booth.h"}}\n{{page x(const struct booth *booth, enum booking_state state, struct url url, struct html html)}}\n%s\n' \
		"$1" > "$work/x.html"
	(cd "$work" && "$weave" html --out . x.html) || { failed=$((failed + 1)); return; }
	if $cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -I"$work" -I"$here/golden" -I"$src" "$work/x_html.c" 2> "$work/said"; then
		said=fine
	else
		said=$(sed -n 's/^x\.html:\([0-9:]*\): error: .*/\1/p' "$work/said" | head -1)
	fi
	[ "$said" = "$2" ] && return
	[ "${said%%:*}" = "$2" ] && return
	echo "$cc: $1: expected $2, found $said"
	cat "$work/said"
	failed=$((failed + 1))
}

for cc in "$@"; do
	judge '<p>{{booth->name}} {{html}} {{c->today}} {{c->now}} {{"Sulear"}} {{c->person.id}}</p>' fine
	judge '<p>{{booth->nam}}</p>' 3:13
	judge '<p class="a"
	title="{{booth->nam}}"></p>' 4:18
	judge '<p>{{state}}</p>' 3
	judge '<p>{{booth->open}}</p>' 3
	judge '<p>{{url}}</p>' 3
	judge '<title>{{html}}</title>' 3
	judge '<p class="{{html}}"></p>' 3
	judge '<p lang="{{c->lang}}"></p>' fine
	judge '<p>{{c->lang}}</p>' 3
	judge '<a href="{{booth->name}}">·</a>' 3
	judge '<a href="{{url}}">·</a><a href="/{{c->lang}}/{{booth->name}}?on={{c->today}}">·</a>' fine
	judge '<a href="/{{url}}">·</a>' 3
	judge '<script type="application/json">{{booth->name}}</script>' 3
	judge '{{> nowhere(state)}}' 3
	judge '<p>{{t name=state}}{name}{{/t}}</p>' 3
done

if command -v xgettext > /dev/null; then
	(cd "$work" && mkdir golden && cp "$here"/golden/*.html golden/ && "$weave" html --root . --out . golden/booth_day.html &&
		xgettext --add-comments="for translators:" --keyword=tr:2 --keyword=tr_in:2c,3 --keyword=tr_n:2,3 -o found.pot booth_day_html.c) ||
		failed=$((failed + 1))
	sed '1,/^$/d' "$work/found.pot" > "$work/messages.pot"
	diff -u golden/messages.pot "$work/messages.pot" || failed=$((failed + 1))
	sed -e 's/charset=CHARSET/charset=UTF-8/' -e 's/nplurals=INTEGER; plural=EXPRESSION/nplurals=2; plural=(n != 1)/' \
		-e '/^msgid "Until {day}/,/^$/s/^msgstr ""/msgstr "Em {dia}"/' "$work/found.pot" > "$work/wrong.po"
	msgfmt -c -o "$work/wrong.mo" "$work/wrong.po" 2> "$work/said" && { echo "msgfmt -c took a changed place"; failed=$((failed + 1)); }
	grep -q "'day' doesn't exist" "$work/said" || { cat "$work/said"; failed=$((failed + 1)); }
else
	echo "xgettext is not installed: its part is left out"
fi
echo "$failed failed"
[ "$failed" -eq 0 ]
