#!/bin/sh
# SPDX-License-Identifier: ISC
# No spelling mistakes in the bundled set: hunspell reads all Dutch and English texts in
# assets/hanoi.rec, but not the quotes, which are the newspaper's.  Names and words that its
# dictionaries lack are in tests/spelling-names.txt; one goes there only when somebody has looked
# it up.
source=$(cd "${SRCDIR:-.}" && pwd)
folder=${BUILDDIR:-.}/tests/spelling.$$
LC_ALL=C.UTF-8
export LC_ALL

# texts SUFFIX...: the values of all fields whose names end so, one a line; "bracket" stands for
# titles of sources in round brackets, which are descriptions of ours.  What continues a value is
# joined to it, quotation marks go, the no-break space "~" becomes a blank.
texts() {
	"${AWK:-awk}" -v wanted=" $* " '
	/^\+ / { if (is_text) printf " %s", substr($0, 3); next }
	{ if (is_text) print ""; is_text = 0 }
	/^[a-z_]+: / {
		name = $1; sub(/:$/, "", name); sub(/.*_/, "", name)
		if ($1 == "source_title:") name = substr($2, 1, 1) == "(" ? "bracket" : "other"
		if (index(wanted, " " name " ")) {
			is_text = 1; sub(/^[a-z_]+: /, ""); printf "%s", $0
		}
	}
	END { if (is_text) print "" }' "$source/assets/hanoi.rec" |
		sed -e 's/[~–]/ /g' -e 's/[‘“”]//g' -e "s/’\([^[:alpha:]]\)/\1/g" -e 's/’$//' \
			-e "s/’/'/g"
}

has_dictionary() {
	echo | HOME=$folder hunspell -d "$1" -l >/dev/null 2>&1
}

# check NUMBER NAME DICTIONARY SUFFIX...
check() {
	number=$1 name="no spelling mistakes in $2" dictionary=$3
	shift 3
	if ! command -v hunspell >/dev/null 2>&1; then
		echo "ok $number $name # SKIP hunspell is not installed"
		return
	elif ! has_dictionary "$dictionary"; then
		echo "ok $number $name # SKIP hunspell has no dictionary $dictionary"
		return
	fi
	texts "$@" >"$folder/texts"
	# A full stop belongs to the words of some dictionaries.
	HOME=$folder hunspell -i UTF-8 -d "$dictionary" -l "$folder/texts" | sed 's/[.]$//' |
		sort -u | grep -vxF -f "$source/tests/spelling-names.txt" >"$folder/words"
	if ! test -s "$folder/texts"; then
		echo "not ok $number $name"
		echo "# there are no texts"
	elif test -s "$folder/words"; then
		echo "not ok $number $name"
		sed 's/^/# /' "$folder/words"
	else
		echo "ok $number $name"
	fi
}

echo 1..2
if ! test -f "$source/assets/hanoi.rec"; then
	echo "ok 1 no spelling mistakes in Dutch # SKIP hanoi.rec is not here"
	echo "ok 2 no spelling mistakes in English # SKIP hanoi.rec is not here"
	exit 0
fi
mkdir -p "$folder" || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
check 1 Dutch nl_NL nl title label
check 2 English en_GB en bracket
