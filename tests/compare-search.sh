#!/bin/sh
# SPDX-License-Identifier: ISC
# The rows of tests/search-table without a mode of their own, asked of other programs as they are
# when one has not set them up: a table for the README.  A row counts when a program finds
# anything where something should be found, and nothing where nothing should; Kantlijn must also
# find as many.  Before each text is an empty line: w3m looks behind where it stands.
# Usage: compare-search.sh [TABLE]; KANTLIJN_PROGRAM names the program.
table=${1:-${SRCDIR:-.}/tests/search-table}
program=${KANTLIJN_PROGRAM:-./kantlijn}
folder=$(mktemp -d) || exit 99
socket=compare-$$
trap 'tmux -L $socket kill-server 2>/dev/null; rm -rf "$folder"' EXIT
LC_ALL=C.UTF-8
export LC_ALL

# Writes each row's text, query, number of matches and group into files of its own.
perl -CSD -Mutf8 - "$table" "$folder" <<'END'
my ($table, $folder) = @ARGV;
open my $in, '<', $table or die "$table: $!";
my ($group, $rows) = ('', 0);
while (<$in>) {
	chomp;
	$group = $1 if /^# (.*)/ && !/SPDX/;
	next if /^#/;
	my ($query, $text) = split / \| /;
	next if $query =~ /^(exact|regex|stems-..):/;
	my $count = () = $text =~ /⟦/g;
	$text =~ tr/⟦⟧//d;
	for ($query, $text) {
		s/\\(u\{([0-9A-F]+)\}|.)/$2 ? chr hex $2 : {n => "\n", t => "\t", r => "\r",
			b => "\b", p => '|'}->{$1} \/\/ $1/gei;
	}
	$rows++;
	my $n = 0;
	for (["\n$text\n", 'text'], [$query, 'query'], [$count, 'count'], [$group, 'group']) {
		open my $out, '>', "$folder/$rows.$$_[1]" or die;
		print $out $$_[0];
	}
}
open my $out, '>', "$folder/rows" or die;
print $out $rows;
END
rows=$(cat "$folder/rows")

# shown PATTERN: waits for a line on the screen, at most two seconds; false when it does not come.
shown() {
	tries=0
	while [ $tries -lt 100 ]; do
		tmux -L $socket capture-pane -p | grep -q -- "$1" && return 0
		tries=$((tries + 1))
		sleep 0.02
	done
	return 1
}

# interactive NOT-FOUND NAME COMMAND: searches in a program on a terminal of its own.
interactive() {
	socket=compare-$$-$row-$2
	tmux -L $socket -f /dev/null new-session -d -x 80 -y 24 "$3" || return 2
	shown . && tmux -L $socket send-keys / && shown '^/\|Forward\|Search' &&
		tmux -L $socket send-keys -l "$(cat "$folder/$row.query")" &&
		tmux -L $socket send-keys Enter
	tries=0 found=
	while [ $tries -lt 50 ] && [ -z "$found" ]; do
		case $2,$(tmux -L $socket display-message -p '#{cursor_y}') in
		less,*) # finds, or says so
			[ $tries -lt 15 ] || found=1 ;;
		w3m,0) found=0 ;; # back where it was
		w3m,23) ;;	  # still asking
		w3m,*) found=1 ;;
		esac
		tmux -L $socket capture-pane -p | grep -q "$1" && found=0
		tries=$((tries + 1))
		sleep 0.02
	done
	tmux -L $socket kill-server 2>/dev/null
	[ "$found" = 1 ]
}

found_by() {
	case $1 in
	kantlijn) [ "$("$program" --count --search="$(cat "$folder/$row.query")" \
		"$folder/$row.text" </dev/null)" = "$count" ] && [ "$count" != 0 ] ;;
	less) interactive 'Pattern not found' less "LESS= less '$folder/$row.text'" ;;
	w3m) interactive 'Not found' w3m "w3m -o confirm_qq=0 '$folder/$row.text'" ;;
	vim) vim -u NONE -N -i NONE -es -c 'set encoding=utf-8' \
		-c "let q = readfile('$folder/$row.query')[0]" \
		-c 'try | if search(q, "cw") == 0 | cquit | endif | catch | cquit | endtry' \
		-c 'qall!' "$folder/$row.text" </dev/null >/dev/null 2>&1 ;;
	esac
}

peers=kantlijn
for peer in less w3m vim; do
	if command -v $peer >/dev/null && { [ $peer = vim ] || command -v tmux >/dev/null; }; then
		peers="$peers $peer"
	fi
done
row=1
while [ "$row" -le "$rows" ]; do
	count=$(cat "$folder/$row.count")
	line=$(cat "$folder/$row.group")
	for peer in $peers; do
		if found_by $peer; then is=1; else is=0; fi
		if [ "$count" = 0 ]; then is=$((1 - is)); fi
		line="$line	$is"
	done
	echo "$line"
	row=$((row + 1))
done | awk -F '\t' -v peers="$peers" '
	{ if (!($1 in rows)) { order[++groups] = $1 } rows[$1]++; all++
	  for (i = 2; i <= NF; i++) { right[$1, i] += $i; sum[i] += $i } columns = NF }
	END { n = split(peers, p, " "); line = "| | rows"; rule = "|---|---"
		for (i = 1; i <= n; i++) { line = line " | " p[i]; rule = rule "|---" }
		print line " |"; print rule "|"
		for (g = 1; g <= groups; g++) { line = "| " order[g] " | " rows[order[g]]
			for (i = 2; i <= columns; i++) line = line " | " right[order[g], i]
			print line " |" }
		line = "| all | " all
		for (i = 2; i <= columns; i++) line = line " | " sum[i]
		print line " |" }'
