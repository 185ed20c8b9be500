#!/bin/sh
# SPDX-License-Identifier: ISC
# --search as a script uses it: places, counts, JSON and exit statuses.
exec </dev/null # make may hand over a pipe, which would be the text to read
program=${KANTLIJN_PROGRAM:-./kantlijn}
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
number=0

echo 1..9

# is WHAT WANTED GOT
is() {
	number=$((number + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $number $1"
	else
		echo "not ok $number $1"
		printf 'wanted: %s\ngot: %s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

search() {
	"$program" "$@" "$folder/text" </dev/null 2>"$folder/errors"
}

printf 'De top.\nEén leider zei: "ja".\nHij is nu een\nman \033[1mvan\033[0m de \377 top.\n' \
	>"$folder/text"
is "a match is its byte, its line and the line around it" \
	"8:2:Eén leider zei: \"ja\".
41:3:Hij is nu een" "$(search --search=een)"
is "a match over a line's end is one line" \
	"41:3:Hij is nu een man ^[[1mvan^[[0m de � top." "$(search --search='een man')"
is "matches are counted" 2 "$(search --search=een --count)"
search --search=afwezig >"$folder/out"
is "none is status 1 and no word" "1 " "$? $(cat "$folder/out" "$folder/errors")"
wrong='wrong at character 1'
search --search='(' --mode=regex >"$folder/out"
is "what is no query is status 2 and a sentence" \
	"2 kantlijn: cannot search for \"(\": $wrong: missing closing parenthesis" \
	"$? $(cat "$folder/out" "$folder/errors")"
"$program" --search=top "$folder/absent" >/dev/null 2>&1 </dev/null
is "a file that is not there is status 2" 2 $?
is "a pipe is searched to its end" "3:1:De top." \
	"$( (cat "$folder/text"; echo) | "$program" --search='top.' | head -1)"
if perl -MJSON::PP -e 1 2>/dev/null; then
	is "JSON says the same" "8,12,2,Eén 41,44,3,een" "$(search --search=een --format=json |
		perl -MJSON::PP -e 'binmode STDOUT, ":utf8"; local $/; print join " ",
			map { join ",", @$_{qw(begin end line match)} } @{decode_json(<STDIN>)}')"
else
	number=$((number + 1))
	echo "ok $number # SKIP no JSON::PP"
fi
is "JSON of nothing is an empty array" "[]" "$(search --search=afwezig --format=json)"
