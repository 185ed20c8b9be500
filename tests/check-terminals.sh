#!/bin/sh
# SPDX-License-Identifier: ISC
# Real terminals count the columns of 300 hard clusters as the program does.  Those that are not
# here are skipped, each with a word about it.
LC_ALL=C.UTF-8
export LC_ALL
build=$(cd "${BUILDDIR:-.}" && pwd)
ask=$build/tests/ask_terminal
folder=$(mktemp -d "${TMPDIR:-/tmp}/kantlijn-XXXXXX") || exit 99
report=$folder/report
server=
number=0
echo 1..2

clean_up() {
	tmux -S "$folder/socket" kill-server 2>/dev/null
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 99' HUP INT TERM

# What a terminal said, in a test's words.  A few clusters may be counted otherwise where the
# terminal's Unicode is older or newer: HACKING.md has the table.
judge() {
	number=$((number + 1))
	wrong=$(sed -n 's/^clusters 300 wrong \([0-9]*\) .*/\1/p' "$report" 2>/dev/null)
	if [ "${wrong:-999}" -le "$2" ]; then
		echo "ok $number $1 counts columns as we do"
	else
		echo "not ok $number $1 counts columns as we do"
		echo "# wanted at most $2 of 300 otherwise, got ${wrong:-no answer}"
	fi
	grep -v '^whole' "$report" 2>/dev/null | sed 's/^/# /' | head -n 20
	if [ -n "${KANTLIJN_REPORT-}" ]; then
		cp "$report" "$KANTLIJN_REPORT-$1"
	fi
	rm -f "$report"
}

skip() {
	number=$((number + 1))
	echo "ok $number $1 counts columns as we do # SKIP there is no $2"
}

ask_tmux() {
	tmux -S "$folder/socket" -f /dev/null -u new-session -d -x 80 -y 24 \
		"'$ask' '$report' 2>'$folder/fault'; tmux -S '$folder/socket' wait-for -S done" &&
		timeout 60 tmux -S "$folder/socket" wait-for done
}

ask_xterm() {
	mkfifo "$folder/display" || return
	Xvfb -displayfd 3 -nolisten tcp -screen 0 800x600x24 3>"$folder/display" \
		>/dev/null 2>&1 &
	server=$!
	read -r display <"$folder/display" || return
	DISPLAY=:$display timeout 60 xterm -u8 -e "$ask" "$report" 2>/dev/null
}

if command -v tmux >/dev/null; then
	ask_tmux
	judge tmux 0
else
	skip tmux tmux
fi
if command -v xterm >/dev/null && command -v Xvfb >/dev/null; then
	ask_xterm
	judge xterm 0
else
	skip xterm 'xterm with Xvfb'
fi
