#!/bin/sh
# SPDX-License-Identifier: ISC
# How fast a gigabyte is searched, each figure beside what ripgrep and less take in the same run:
# the best of three, in milliseconds.  Usage: bench-search.sh BOOK; KANTLIJN_PROGRAM names the
# program.
book=${1:?a long text is needed}
program=${KANTLIJN_PROGRAM:-./kantlijn}
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
if ! test -r "$book"; then
	echo "skipped: $book is not here"
	exit 0
fi
text=$folder/gigabyte
while [ "$(wc -c <"$text" 2>/dev/null || echo 0)" -lt 1000000000 ]; do
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do cat "$book"; done
done >>"$text"

# best COMMAND…: milliseconds of the best of three runs; – when the program is not here.
best() {
	least=
	command -v "$1" >/dev/null || { echo –; return; }
	for i in 1 2 3; do
		begin=$(date +%s%N)
		"$@" >/dev/null 2>&1 </dev/null
		took=$((($(date +%s%N) - begin) / 1000000))
		if [ -z "$least" ] || [ "$took" -lt "$least" ]; then least=$took; fi
	done
	echo "$least"
}

# less searches only in a terminal; once is enough.
less_takes() {
	command -v less >/dev/null && command -v script >/dev/null || { echo –; return; }
	begin=$(date +%s%N)
	printf '\nq' |
		TERM=xterm LESS='' script -qc "less $1 '+/$2' '$text'" /dev/null >/dev/null 2>&1
	echo $((($(date +%s%N) - begin) / 1000000))
}

echo "searching $(wc -c <"$text") bytes, milliseconds"
printf '%-34s %9s %9s %9s\n' '' kantlijn rg less
row() {
	printf '%-34s %9s %9s %9s\n' "$1" "$2" "$3" "$4"
}
row 'exact, absent' "$(best "$program" --mode=exact --count --search=zzyzx "$text")" \
	"$(best rg -F -c zzyzx "$text")" "$(less_takes '' zzyzx)"
row 'folded, absent' "$(best "$program" --count --search=zzyzx "$text")" \
	"$(best rg -i -c zzyzx "$text")" "$(less_takes -i zzyzx)"
row 'folded, a name' "$(best "$program" --count --search='sherlock holmes' "$text")" \
	"$(best rg -i -c 'sherlock holmes' "$text")" –
row 'folded, absent, letters as any' "$(best "$program" --count --search='the onset' "$text")" \
	"$(best rg -i -c 'the onset' "$text")" –
regex='Wats\w+ [a-z]+ing'
row 'regular expression' "$(best "$program" --mode=regex --count --search="$regex" "$text")" \
	"$(best rg -c "$regex" "$text")" –
