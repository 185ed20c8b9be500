#!/bin/sh
# SPDX-License-Identifier: ISC
# The architecture, as a test: floors and modules in order, one door for each library, and what
# must not be in the sources at all.  Each rule is then broken in a copy, and must notice it.
LC_ALL=C
export LC_ALL
source=$(cd "${SRCDIR:-.}" && pwd)
build=$(cd "${BUILDDIR:-.}" && pwd)
cc=${CC:-cc}
awk=${AWK:-awk}

# A module may include modules before it, on its own floor or on any floor before that.
order='
base/error base/log base/memory base/table base/string base/quoting base/step base/translate
base/ambiguous base/utf8 base/sentence base/prose base/folding base/digest base/watch base/address
document/source document/range document/index document/paragraph document/escapes document/format
document/line document/blocks document/format_text document/document document/fingerprint
document/stops document/motion
knowledge/naming knowledge/intervals knowledge/annotation knowledge/settling knowledge/alignment
knowledge/seeds knowledge/vocabulary knowledge/vocabulary_english knowledge/vocabulary_dutch
knowledge/numeral
knowledge/spelling knowledge/token knowledge/difference knowledge/meaning knowledge/exact
knowledge/judgement knowledge/anchor knowledge/json knowledge/resource knowledge/fragment
knowledge/target knowledge/selection knowledge/note knowledge/set_file knowledge/set_shell
knowledge/web_annotation_item knowledge/web_annotation knowledge/period knowledge/rules
knowledge/producer_rules
knowledge/checking knowledge/check_anchors knowledge/check_texts knowledge/check_facts
knowledge/check_links knowledge/check_version knowledge/check
knowledge/collection knowledge/losses knowledge/hypothesis_item knowledge/hypothesis
store/database store/schema store/texts store/store
search/pattern search/prefilter search/stem search/query search/search
page/style page/theme page/mark page/grid page/patterns page/hyphenation page/line_breaking
page/layout page/page
assets/builtin
reader/event reader/command reader/keymap reader/options reader/settings reader/theming
reader/edited_text
reader/keyboard reader/edited_rows reader/editor reader/prompt reader/menu reader/words
reader/whereabouts reader/rows reader/help reader/filter reader/hits reader/contents
reader/timeline reader/terms reader/nearby reader/margin reader/form reader/notebook
reader/session reader/state reader/completion reader/typography reader/frame reader/address_box
reader/world reader/status reader/bottom reader/draw reader/move reader/following reader/selecting
reader/keeping reader/marks reader/resume reader/copying reader/opening reader/author
reader/pointer reader/find reader/views reader/adjusting reader/prompting reader/acting
reader/commanding reader/reader
output/thread output/print output/list output/matches output/findings output/set_parts
output/markdown output/export_jsonld output/export_markdown output/export_notes
output/import_notes output/spoken output/recital output/typed output/linear
'

# Library headers, as a pattern, and who may include them.
doors='
uni(str|width|case|norm|ctype|conv|gbrk|wbrk|lbrk|name|types)[.]h src/base/utf8.c
(yajl/|jansson[.]h|json-c/|json[.]h) src/knowledge/json.c
pcre2 src/search/query.c
libstemmer[.]h src/search/stem.c
sqlite3[.]h src/store/database.c,src/store/schema.c,src/store/texts.c,src/store/store.c
hyphen[.]h src/page/hyphenation.c
nettle/ src/base/digest.c
(libintl|locale)[.]h src/base/translate.h,ui/main.c
n?curses|term[.]h|panel[.]h ui/terminfo.c
termios[.]h ui/terminal.c
'

rule_order() {
	$awk -v order="$order" '
	BEGIN { n = split(order, m, " "); for (i = 1; i <= n; i++) rank[m[i]] = i }
	FNR == 1 { me = FILENAME; sub(/^src\//, "", me); sub(/[.][ch]$/, "", me)
		if (!(me in rank) && me != "banned") no("has no place in the order") }
	/^[ \t]*#[ \t]*include[ \t]*"/ { split($0, q, "\""); other = q[2]
		sub(/[.]h$/, "", other)
		if (other != "config" && other != me &&
		    (!(other in rank) || rank[other] > rank[me])) no(me " may not include " q[2]) }
	function no(why) { print FILENAME ":" FNR ": " why }' $(find src -name '*.[ch]' | sort)
}

rule_doors() {
	$awk -v doors="$doors" '
	BEGIN { n = split(doors, d, "[ \n]+")
		for (i = 2; i + 1 <= n; i += 2) door[d[i]] = "," d[i + 1] "," }
	/^[ \t]*#[ \t]*include[ \t]*[<"]/ { for (lib in door)
		if ($0 ~ "[<\"](ncursesw/)?(" lib ")" && !index(door[lib], "," FILENAME ","))
			print FILENAME ":" FNR ": " $2 " belongs to " substr(door[lib], 2) }' \
		$(find src ui -name '*.[ch]' | sort)
}

# Prints FILE:LINE:CODE with comments and the contents of strings taken out.
code() {
	$awk '
	FNR == 1 { in_comment = 0 }
	{ line = $0
	  gsub(/\\\\/, "", line); gsub(/\\["\047]/, "", line)
	  gsub(/\047[^\047]\047/, "0", line); gsub(/"[^"]*"/, "\"\"", line)
	  sub(/\/\/.*/, "", line); gsub(/\/[*].*[*]\//, "", line)
	  if (in_comment) { if (line !~ /[*]\//) next; sub(/.*[*]\//, "", line); in_comment = 0 }
	  if (line ~ /\/[*]/) { sub(/\/[*].*/, "", line); in_comment = 1 }
	  print FILENAME ":" FNR ":" line }' "$@"
}

rule_purity() {
	calls='signal|sigaction|sigprocmask|raise|alarm|setitimer|time|clock_gettime|gettimeofday'
	calls="$calls|exit|_exit|_Exit|quick_exit|atexit|isatty|tcsetattr|tcgetattr|ioctl|setlocale"
	calls="$calls|printf|vprintf|puts|putchar|perror|system|popen|sleep|usleep|nanosleep"
	code $(find src -name '*.[ch]' | sort) |
		grep -E -e "[^A-Za-z0-9_>.]($calls) *\(" \
			-e '[^A-Za-z0-9_](stdout|stdin|pthread_[a-z_]*)[^A-Za-z0-9_]'
}

rule_globals() {
	code $(find src -name '*.[ch]' | sort) | grep -E ':extern ' | grep -v ':extern const '
}

rule_banned() {
	calls='strcpy|strcat|sprintf|vsprintf|strtok|strncpy|strncat|atoi|atol|atof|gets'
	calls="$calls|asctime|ctime"
	code $(find src ui tests -name '*.[ch]' | sort) | grep -E "[^A-Za-z0-9_]($calls) *\("
}

rule_headers() {
	for header in $(find src ui -name '*.h' | sed 's|^src/||' | sort); do
		test "$header" = banned.h && continue
		printf '#include "config.h"\n#include "%s"\n' "$header" |
			$cc $CPPFLAGS -I"$build" -Isrc -I. -Werror -fsyntax-only -x c - \
				>/dev/null 2>&1 || echo "$header does not compile alone"
	done
}

rule_functions() {
	$awk '
	/^[A-Za-z_].*[(]/ { name = $0 }
	/^\{/ { start = FNR }
	/^\}/ { if (start && FNR - start - 1 > 80)
			print FILENAME ":" start ": " FNR - start - 1 " lines: " name
		start = 0 }' $(find src ui -name '*.c' | sort)
}

# Characters are counted: what follows the first byte of one is taken out.
rule_columns() {
	find src ui tests assets -name '*.[ch]' -o -name '*.sh' | sort | while read -r file; do
		tr -d '\200-\277' <"$file" | expand | $awk -v file="$file" '
		length > 100 { print file ":" FNR ": " length " columns" }'
	done
}

rule_beginnings() {
	find src ui tests assets -name '*.[ch]' -o -name '*.sh' | sort | while read -r file; do
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: ISC' ||
			echo "$file: no SPDX line at the top"
	done
}

rule_words() {
	code $(find src ui -name '*.[ch]' | sort) | grep -v ':#define ' |
		grep -E '[^A-Za-z0-9_](_|N_|PLURAL|ngettext) *\(' | cut -d: -f1 | sort -u |
		while read -r file; do
			grep -qx "$file" po/POTFILES.in || echo "$file: not in po/POTFILES.in"
		done
}

rule_inventory() {
	find src ui -name '*.[ch]' | sort | while read -r file; do
		$awk -v file="$file" '{ for (i = 1; i <= NF; i++) if ($i == file) found = 1 }
		END { exit !found }' Makefile.am || echo "$file: not in Makefile.am"
	done
}

rule_keys() {
	$awk -v table=src/reader/keymap.c '
	function named(text, names,  rest, name) {
		delete names
		for (rest = text; match(rest, /[{][a-z]+(-[a-z]+)*[}]/);) {
			name = substr(rest, RSTART + 1, RLENGTH - 2)
			names[name] = 1
			rest = substr(rest, RSTART + RLENGTH)
		}
	}
	function check(  name) {
		named(original, of_original)
		named(translation, of_translation)
		for (name in of_original)
			if (!(name in commands))
				print "{" name "} is no command: " original
			else if (!(name in of_translation) && translation != "")
				print "{" name "} is not in the translation: " translation
		for (name in of_translation)
			if (!(name in of_original))
				print "{" name "} is not in the original: " translation
		original = translation = ""
	}
	BEGIN {
		while ((getline line <table) > 0)
			if (match(line, /^\t( |[{]COMMAND_[A-Z_]+, )"[a-z]+(-[a-z]+)*",/)) {
				sub(/^[^"]*"/, "", line)
				sub(/".*/, "", line)
				commands[line] = 1
			}
	}
	/^msgid /  { check(); is_original = 1 }
	/^msgstr/  { is_original = 0 }
	/^(msg|")/ { if (is_original) original = original $0; else translation = translation $0 }
	END { check() }' po/nl.po
}

number=0
result() {
	number=$((number + 1))
	if test -z "$2"; then
		printf 'ok %d %s\n' "$number" "$1"
	else
		printf 'not ok %d %s\n' "$number" "$1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

holds() {
	result "$2" "$(cd "$source" && rule_"$1")"
}

# notices RULE FILE LINES: in a copy, FILE ends with LINES, which break RULE.
notices() {
	saved=$(cat "$copy/$2"; echo .)
	before=$(cd "$copy" && rule_"$1")
	printf '%b\n' "$3" >>"$copy/$2"
	after=$(cd "$copy" && rule_"$1")
	printf '%s' "${saved%.}" >"$copy/$2"
	if test "$before" != "$after"; then
		result "rule \"$1\" notices ${4-$3} in $2" ""
	else
		result "rule \"$1\" notices ${4-$3} in $2" "it did not"
	fi
}

# notices_file RULE FILE: in a copy, FILE is there and holds only an include.
notices_file() {
	printf '#include "config.h"\n' >"$copy/$2"
	found=$(cd "$copy" && rule_"$1" | grep -F "$2")
	rm -f "$copy/$2"
	if test -n "$found"; then
		result "rule \"$1\" notices a new $2" ""
	else
		result "rule \"$1\" notices a new $2" "it did not"
	fi
}

copy=$build/tests/layers.$$
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$copy/tests" "$copy/assets" "$copy/po"
cp -R "$source/src" "$source/ui" "$copy"
cp "$source"/tests/*.[ch] "$copy/tests"
cp "$source/po/POTFILES.in" "$source/po/nl.po" "$copy/po"
cp "$source/Makefile.am" "$copy"
chmod -R u+w "$copy"

many=$(i=0; while test $i -le 80; do printf '\\tx();\\n'; i=$((i + 1)); done)
wide=$(printf '%0101d' 0)

echo 1..35
holds order "a module includes only modules before it"
holds doors "each library has one door"
holds purity "src/ has no signals, clocks, terminals, output or exits"
holds globals "src/ declares no global variable"
holds banned "no banned function is called"
holds headers "each header compiles alone"
holds functions "no function is longer than 80 lines"
holds columns "no line is wider than 100 columns"
holds beginnings "each file begins with its licence"
holds words "each file with words for people is in po/POTFILES.in"
holds keys "each {name} in a notice is a command, in each language the same"
holds inventory "each source is in Makefile.am"
notices order src/base/utf8.c '#include "document/source.h"'
notices order src/document/source.c '#include "document/document.h"'
notices order src/page/grid.c '#include "../ui/terminal.h"'
notices doors src/page/page.c '#include <unistr.h>'
notices doors src/reader/margin.c '#include <yajl/yajl_parse.h>'
notices doors src/search/search.c '#include <pcre2.h>'
notices doors src/search/search.c '#include <sqlite3.h>'
notices doors src/page/layout.c '#include <hyphen.h>'
notices doors src/page/layout.c '#include <libintl.h>'
notices doors ui/main.c '#include <ncursesw/curses.h>'
notices purity src/document/source.c '    x = time(NULL);'
notices purity src/document/source.c '    printf("x");'
notices globals src/document/source.h 'extern int here;'
notices banned ui/main.c '    strcpy(a, b);'
notices headers src/page/mark.h 'struct x { size_t_missing n; };'
notices functions src/page/page.c "int x(void)\n{\n$many}" "81 lines"
notices columns ui/main.c "// $wide" "104 columns"
notices_file beginnings src/base/stray.c
notices words src/base/memory.c '    x = _("word");'
notices keys po/nl.po 'msgid "{nothing} does it"\nmsgstr "{nothing} doet het"'
notices keys po/nl.po 'msgid "{undo} does it"\nmsgstr "{redo} doet het"'
notices_file inventory src/base/stray.c
notices_file order src/base/stray.c
