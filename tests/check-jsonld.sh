#!/bin/sh
# SPDX-License-Identifier: ISC
# Has jsonld.js, a JSON-LD processor by others, expand sets in safe mode: the bundled one, what is
# exported of several, and what an import becomes.  It comes from npm into the build folder; where
# it cannot, that is said and nothing is tested.
exec </dev/null # make may hand over a pipe, which would be the text to read
source=$(cd "${SRCDIR:-.}" && pwd)
. "$source/tests/npm.sh"
kantlijn=${KANTLIJN_PROGRAM:-./kantlijn}
folder=${BUILDDIR:-.}/tests/jsonld.$$

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

judge() {
	NPM_FOLDER=$npm_folder node "$source/tests/judge_jsonld.mjs" "$@"
}

echo 1..5
if ! npm_install npm-jsonld jsonld@9.0.0; then
	for i in 1 2 3 4 5; do
		echo "ok $i what jsonld.js says of sets # SKIP $npm_why"
	done
	exit 0
fi
mkdir -p "$folder" || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

cat >"$folder/words.jsonld" <<'END'
{"items": [
  {"id": "urn:x:1", "type": "Annotation", "motivation": "assessing", "target": "urn:x:t",
   "x:size": 5},
  {"@context": {"size": "x:size"}, "id": "urn:x:2", "type": "Annotation", "target": "urn:x:t",
   "size": 6}
 ], "type": "AnnotationPage", "id": "urn:x:p",
 "@context": ["http://www.w3.org/ns/anno.jsonld", {"x": "urn:x:"}]}
END
cat >"$folder/other.jsonld" <<'END'
{"@context": {"@vocab": "http://www.w3.org/ns/oa#", "target": {"@id": "hasTarget", "@type": "@id"},
  "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@container": "@list"},
  "label": "urn:x:label"},
 "@type": "AnnotationPage", "@id": "urn:x:q",
 "items": [{"@id": "urn:x:3", "@type": "Annotation", "target": "urn:x:t", "label": "a word"}]}
END
cat >"$folder/h.json" <<'END'
{"total": 2, "rows": [
 {"id": "a-b_c", "created": "2024-05-01T10:00:00+00:00", "updated": "2024-05-01T10:00:00+00:00",
  "user": "acct:ada@example.org", "uri": "https://example.org/text", "text": "*Well*.",
  "tags": ["one"], "group": "g1", "document": {"title": ["A Text"]},
  "links": {"html": "https://other.example/a-b_c"},
  "target": [{"source": "https://example.org/text",
  "scope": ["https://example.org/"], "selector": [{"type": "TextQuoteSelector", "exact": "flop"},
  {"type": "TextPositionSelector", "start": 3, "end": 7}]}]},
 {"id": "re", "user": "bob", "uri": "https://example.org/text", "text": "No.",
  "references": ["a-b_c"]}]}
END
text=$source/assets/hanoi.txt
"$kantlijn" --export=jsonld >"$folder/bundled.jsonld"
"$kantlijn" -a "$folder/words.jsonld" -a "$folder/bundled.jsonld" -a "$folder/other.jsonld" \
	--export=jsonld "$text" >"$folder/several.jsonld" 2>"$folder/left-out"
"$kantlijn" --import="$folder/h.json" --export=jsonld "$text" >"$folder/imported.jsonld" \
	2>>"$folder/left-out"

result "the judge notices what is dropped" judge notices "$folder/bundled.jsonld"
result "the bundled set is kept in full" judge keeps "$folder/bundled.jsonld"
result "several sets that became one are kept in full" judge keeps "$folder/several.jsonld"
result "an import is kept in full" judge keeps "$folder/imported.jsonld"
result "items mean in an export what they meant in their sets" judge same \
	"$folder/several.jsonld" "$folder/words.jsonld" "$folder/bundled.jsonld" \
	"$folder/other.jsonld"
