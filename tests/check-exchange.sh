#!/bin/sh
# SPDX-License-Identifier: ISC
# Export and import by the program itself: pipes, full disks, exit statuses, and Markdown as a
# parser by others understands it.
exec </dev/null # make may hand over a pipe, which would be the text to read
source=$(cd "${SRCDIR:-.}" && pwd)
. "$source/tests/npm.sh"
kantlijn=${KANTLIJN_PROGRAM:-./kantlijn}
folder=${BUILDDIR:-.}/tests/exchange.$$
mkdir -p "$folder" || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

number=0
# result NAME COMMAND...: what the command writes is shown when it fails.
result() {
	number=$((number + 1))
	name=$1
	shift
	if "$@" >"$folder/said" 2>&1; then
		echo "ok $number $name"
	else
		echo "not ok $number $name"
		sed 's/^\([^#]\)/# \1/' "$folder/said"
	fi
}

skip() {
	number=$((number + 1))
	echo "ok $number $1 # SKIP $2"
}

# refuses WORDS ARGUMENT...: the program ends with status 2, writes nothing, and says WORDS.
refuses() {
	words=$1
	shift
	"$kantlijn" "$@" >"$folder/out" 2>"$folder/err"
	status=$?
	cat "$folder/err"
	test $status -eq 2 && test ! -s "$folder/out" && grep -qF -e "$words" "$folder/err"
}

# is_quiet ARGUMENT...: nobody reads what is written, which is told to nobody.
is_quiet() {
	"$kantlijn" "$@" 2>"$folder/err" | head -c 1 >/dev/null
	cat "$folder/err"
	test ! -s "$folder/err"
}

has_full_disk() {
	for format in jsonld markdown text; do
		"$kantlijn" --export=$format 2>"$folder/err" >/dev/full
		status=$?
		echo "$format: $status"
		cat "$folder/err"
		test $status -eq 2 && grep -q 'cannot write to standard output' "$folder/err" ||
			return 1
	done
}

printf 'One Two Three\n' >"$folder/text.txt"
cat >"$folder/h.json" <<'END'
{"total": 3, "rows": [
 {"id": "one", "created": "2024-05-01T10:00:00+00:00", "user": "acct:ada@example.org",
  "uri": "https://example.org/", "text": "Well.", "hidden": true, "target": [{"selector": [
  {"type": "TextQuoteSelector", "exact": "Two", "prefix": "One "}]}]},
 {"id": "two", "user": "acct:bob@example.org", "uri": "https://example.org/", "text": "No.",
  "references": ["one"]}]}
END

converts() {
	"$kantlijn" --import="$folder/h.json" --export=jsonld "$folder/text.txt" \
		>"$folder/text.txt.jsonld" 2>"$folder/err" || return 1
	cat "$folder/err"
	grep -qF 'h.json: not carried over: hidden (1): one' "$folder/err" &&
		grep -qF 'h.json has only 2 of 3 annotations' "$folder/err" || return 1
	"$kantlijn" --export=text "$folder/text.txt" >"$folder/beside" || return 1
	"$kantlijn" --import="$folder/h.json" --export=text "$folder/text.txt" \
		>"$folder/direct" 2>/dev/null || return 1
	"$kantlijn" --export=jsonld "$folder/text.txt" | cmp - "$folder/text.txt.jsonld" &&
		grep -q 'ada, 1.* 2024' "$folder/direct" && cmp "$folder/beside" "$folder/direct"
}

comes_through_a_pipe() {
	for file in h.json text.txt.jsonld; do
		"$kantlijn" --import="$folder/$file" --export=jsonld "$folder/text.txt" \
			>"$folder/named" 2>/dev/null
		"$kantlijn" --import=/dev/stdin --export=jsonld "$folder/text.txt" \
			<"$folder/$file" >"$folder/redirected" 2>/dev/null
		cat "$folder/$file" | "$kantlijn" --import=/dev/stdin --export=jsonld \
			"$folder/text.txt" >"$folder/piped" 2>/dev/null
		cmp "$folder/named" "$folder/redirected" && cmp "$folder/named" "$folder/piped" ||
			return 1
	done
}

# A W3C set that is imported is the same set.
is_opened() {
	"$kantlijn" --import="$source/assets/hanoi.txt.jsonld" --list=claims \
		"$source/assets/hanoi.txt" >"$folder/imported" 2>"$folder/err"
	"$kantlijn" --list=claims >"$folder/own"
	cat "$folder/err"
	test ! -s "$folder/err" && cmp "$folder/own" "$folder/imported"
}

# What is lost is told whatever is asked for.
is_told_always() {
	for task in --check --search=Two --list=claims --export=markdown --print; do
		"$kantlijn" --import="$folder/h.json" $task "$folder/text.txt" \
			>/dev/null 2>"$folder/err"
		echo "$task: $(cat "$folder/err")"
		test "$(grep -c 'not carried over: hidden' "$folder/err")" -eq 1 || return 1
	done
}

combines() {
	"$kantlijn" -a "$source/tests/sets/bridge.jsonld" --import="$folder/h.json" \
		--export=jsonld "$folder/text.txt" >"$folder/both" 2>"$folder/err"
	cat "$folder/err"
	grep -q '"https://hypothes.is/a/one"' "$folder/both" &&
		grep -q 'urn:kantlijn:export:' "$folder/both" &&
		grep -q 'bridge.jsonld: left out of what was written: ' "$folder/err"
}

result "an import becomes the set beside the text" converts
result "an import may come through a pipe" comes_through_a_pipe
result "a W3C set that is imported is opened" is_opened
result "what is lost is told once, whatever is asked for" is_told_always
result "sets and imports are exported together, and it is told what of them is left out" combines
for format in jsonld markdown text; do
	result "nobody reading $format is a quiet end" is_quiet --export=$format
done
if test -c /dev/full; then
	result "a full disk is told" has_full_disk
else
	skip "a full disk is told" "there is no /dev/full"
fi
for option in --print --list=claims --search=x --check; do
	result "--export and $option are not done together" refuses \
		"cannot do both --export and ${option%%=*}" --export=text $option
done
result "there is no other format" refuses "jsonld, markdown, text" --export=html
echo '{"rows": 5}' >"$folder/neither.json"
echo '{"rows": [' >"$folder/broken.json"
result "what is neither is refused" refuses \
	"neither.json: it is neither from Hypothesis nor an annotation set: line 1" \
	--import="$folder/neither.json" --export=jsonld "$folder/text.txt"
result "what is no JSON is refused" refuses "cannot import $folder/broken.json: line 2: " \
	--import="$folder/broken.json" --export=jsonld "$folder/text.txt"
result "what is not there is refused" refuses "cannot import annotations: " \
	--import="$folder/nowhere.json" --export=jsonld "$folder/text.txt"
dd if=/dev/zero of="$folder/large.json" bs=1 count=1 seek=1073741824 2>/dev/null
result "what is too large is refused" refuses "large.json: it is larger than 1 GiB" \
	--import="$folder/large.json" --export=jsonld "$folder/text.txt"
printf 'words\n' >"$folder/bare.txt"
result "a text without a set has nothing to export" refuses \
	"bare.txt: there is no annotation set or note on it" --export=markdown "$folder/bare.txt"

# Texts that would be anything but themselves in Markdown, in every place where a set has texts.
cat >"$folder/words" <<'END'
# heading
[link](javascript:alert(1))
![image](https://x.example/i.png)
<script>alert(1)</script>
<https://x.example/auto>
https://x.example/bare and www.x.example/bare
mail@x.example
&lt;entity&#35;
`code` ``more`` ```
*star* **two** _line_ ~~gone~~
1. list
- item
+ item
* item
> quote
=====
-----
***
| a | b |
[^1] and [ref]: https://x.example
\ and \\ and \#
{% tag %} {{ tag }} $x$
<!-- comment
- [ ] task
Setext ==
closing ##
a](https://x.example)
"><img src=x onerror=alert(1)>
END
perl -MJSON::PP -e '
	open my $in, "<:encoding(UTF-8)", shift; my @words = map { chomp; $_ } <$in>; my @items;
	for my $i (0 .. $#words) { my $w = $words[$i]; push @items,
		{id => "urn:x:c$i", type => "Annotation", creator => {name => $w}, created => $w,
		 target => {source => {id => "urn:x:t", "schema:name" => $w}, selector =>
		 {type => "TextQuoteSelector", exact => $w}}, body => [{purpose => "assessing",
		 source => {"schema:reviewBody" => $w, "schema:author" => {name => $w},
		 "schema:reviewRating" => {"schema:alternateName" => $w}}}, {purpose =>
		 "classifying", source => "urn:$w"}, {purpose => "urn:relation:$w",
		 source => "urn:x:f$i",
		 "schema:description" => $w}, {type => "TextualBody", value => $w}]},
		{id => "urn:x:n$i", type => "Annotation", bodyValue => "$w\n$w\n\n    $w",
		 target => {source => "urn:x:t", selector => {type => "TextQuoteSelector",
		 exact => "nowhere\n$w"}}},
		{id => "urn:x:d$i", type => "Annotation", motivation => "describing",
		 body => {type => "TextualBody", value => $w, "schema:name" => $w}, target =>
		 {id => "urn:x:f$i", type => "schema:Statement", "schema:temporalCoverage" => $w,
		 "schema:citation" => [{id => "https://x.example/$w", "schema:name" => $w,
		 "schema:publisher" => $w, "schema:datePublished" => $w, "schema:archivedAt" =>
		 {id => "http://$w"}}, {id => $w, "schema:name" => $w}, {id => $w}]}} }
	print JSON::PP->new->utf8->encode({"\@context" => "http://www.w3.org/ns/anno.jsonld",
		type => "AnnotationCollection", label => $words[0], items => \@items})' \
	"$folder/words" >"$folder/hostile.jsonld"

is_only_text() {
	"$kantlijn" -a "$folder/hostile.jsonld" --export=markdown "$folder/text.txt" \
		>"$folder/hostile.md" 2>/dev/null
	NPM_FOLDER=$npm_folder node "$source/tests/judge_markdown.mjs" "$folder/hostile.md" \
		"$folder/words"
}

is_well_formed() {
	"$kantlijn" --export=markdown >"$folder/own.md"
	NPM_FOLDER=$npm_folder node "$source/tests/judge_markdown.mjs" "$folder/own.md"
}

# Unescaped, the same words are noticed.
is_noticed() {
	! NPM_FOLDER=$npm_folder node "$source/tests/judge_markdown.mjs" "$folder/words"
}

can_judge() {
	npm_why="perl with JSON::PP is not installed"
	perl -MJSON::PP -e 1 2>/dev/null &&
		npm_install npm-markdown micromark@4.0.3 micromark-extension-gfm@3.0.0
}

if can_judge; then
	result "the judge notices markup" is_noticed
	result "the bundled set becomes a document with links that lead somewhere" is_well_formed
	result "what a hostile set says stands in Markdown as text" is_only_text
else
	skip "the judge notices markup" "$npm_why"
	skip "the bundled set becomes a document with links that lead somewhere" "$npm_why"
	skip "what a hostile set says stands in Markdown as text" "$npm_why"
fi
echo "1..$number"
