#!/bin/sh
# SPDX-License-Identifier: ISC
# How a large annotation set on a large text is read, beside what less takes to show the same text.
# Usage: bench-sets.sh BOOK; KANTLIJN_PROGRAM and BENCH name the programs, TOOLS the folder of what
# makes texts and sets.  It needs 1.3 GB of room for a while.
book=${1:?a long text is needed}
program=${KANTLIJN_PROGRAM:-./kantlijn}
bench=${BENCH:-tests/bench_sets}
tools=${TOOLS:-tests}
claims=100000 facts=50000 links=500000
if ! test -r "$book"; then
	echo "skipped: $book is not here"
	exit 0
fi
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 99' HUP INT TERM
text=$folder/text.txt
perl "$tools/make-large-text" "$book" 100 >"$text" &&
	perl "$tools/make-large-set" "$text" $claims $facts $links >"$text.jsonld" || exit 99
word=$(head -n 1 "$book" | tr ' ' '\n' | awk 'length > length(w) { w = $0 } END { print w }')
cat "$text" "$text.jsonld" >/dev/null

echo "$claims claims, $facts facts, $links links: $(wc -c <"$text.jsonld") bytes," \
	"on a text of $(wc -c <"$text") bytes"
"$bench" --all "$word" "$program" "$text"

echo "the same with 600 characters before the text, so that no position is right"
moved=$folder/moved.txt
{
	printf '%s\n\n' "$word"
	head -c 600 /dev/zero | tr '\0' x
	printf '\n\n'
	cat "$text"
} >"$moved"
"$bench" --all "$word" "$program" -a "$text.jsonld" "$moved"
rm -f "$moved"

echo "the text alone"
rm -f "$text.jsonld"
"$bench" "$word" "$program" "$text"
if command -v less >/dev/null; then
	echo "less"
	LESS='' "$bench" "$word" less "$text"
else
	echo "skipped: less is not here"
fi
