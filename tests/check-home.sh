#!/bin/sh
# SPDX-License-Identifier: ISC
# What makes the program at home on a system: manual pages with every option and key, completions
# in the shells that are here, a desktop entry, and an installation that can be taken away again.
exec </dev/null # make may hand over a pipe, which would be the text to read
source=$(cd "${SRCDIR:-.}" && pwd)
build=$(cd "${BUILDDIR:-.}" && pwd)
program=${KANTLIJN_PROGRAM:-./kantlijn}
folder=$build/tests/at-home.$$
mkdir -p "$folder" || exit 99
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
number=0

# result NAME FAULTS: well when there are none.
result() {
	number=$((number + 1))
	if test -z "$2"; then
		printf 'ok %d - %s\n' "$number" "$1"
	else
		printf 'not ok %d - %s\n' "$number" "$1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

skip() {
	number=$((number + 1))
	printf 'ok %d - %s # SKIP %s\n' "$number" "$1" "$2"
}

has() {
	command -v "$1" >/dev/null 2>&1
}

# The manual page $1 as words, without the marks of roff.
plain_page() {
	sed -e 's/\\-/-/g' -e 's/\\f[A-Z]//g' -e 's/\\&//g' -e 's/[" ,]\{1,\}/ /g' "$1"
}

# Each option of --help that the page lacks as an entry of its own.
options_missing() {
	plain_page "$1" >"$folder/page"
	"$program" --help | sed -n 's/^ *\(-[A-Za-z], \)\{0,1\}\(--[a-z-]*\).*/\1\2/p' |
		sed 's/,//' | while read -r letter name; do
		test -n "$name" || name=$letter
		grep -A 1 '^\.TP' "$folder/page" | grep -qE -e "$name(=| |\$)" ||
			echo "$name is not in $1"
		test "$name" = "$letter" || grep -qE -e "^\\.BR? $letter " "$folder/page" ||
			echo "$letter is not in $1"
	done
}

# Each binding that the program prints for a manual page and $1 lacks; $2… are print-keys' words.
keys_missing() {
	page=$1
	shift
	"$build/print-keys" "$@" >"$folder/keys"
	test "$(grep -c '^\.TP' "$folder/keys")" -gt 50 || echo "no keys are printed"
	grep -vxFf "$page" "$folder/keys" | sed 's/^/not in the page: /'
}

# However long the paths are that the program was configured with.
well_formed() {
	long=/long/path/long/path/long/path/long/path/long/path/long/path/long/path/long/path
	long=$(printf %s "$long" | sed 's|/|/\\\\:|g')
	sed "s|/\\\\:[^ ]*\\\\:kantlijn|$long|" "$1" >"$folder/long.1"
	cmp -s "$1" "$folder/long.1" && echo "$1 has no path"
	man -l --warnings=w "$folder/long.1" 2>&1 >/dev/null | head -n 5
}

# In bash: what completes the words "$@", of which the last one is not done yet.
complete_bash() {
	bash --norc -c '
		source "$1/completions/kantlijn" || exit
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_kantlijn
		printf "%s\n" "${COMPREPLY[@]}"' bash "$build" "$@" 2>&1
}

# wants WANTED GOT: a fault unless they are the same.
wants() {
	test "$1" = "$2" || printf 'wanted "%s", got "%s"\n' "$1" "$2"
}

check_bash() {
	cd "$folder" || exit
	mkdir -p 'a folder' && : >'a folder/text.txt' && : >t.jsonld
	wants 'auto
always
never' "$(complete_bash kantlijn --color = '')"
	wants always "$(complete_bash kantlijn --color = al)"
	wants always "$(complete_bash kantlijn --color al)"
	wants '--color=' "$(complete_bash kantlijn --col)"
	wants '--no-mouse' "$(complete_bash kantlijn --no-mo)"
	wants t.jsonld "$(complete_bash kantlijn -a t.)"
	wants 'a folder' "$(complete_bash kantlijn a)"
	wants 'a folder/text.txt' "$(complete_bash kantlijn --annotations = 'a folder/')"
	"$program" --help | sed -n 's/^ .*\(--[a-z-]*\).*/\1/p' | while read -r name; do
		complete_bash kantlijn "$name" | grep -qE -e "^$name=?$" || echo "no $name"
	done
}

check_fish() {
	cd "$folder" || exit
	for line in '--color=al always' '--list=cl claims' '--no-mo --no-mouse'; do
		words="complete -C 'kantlijn ${line% *}'"
		HOME=$folder XDG_CONFIG_HOME=$folder XDG_DATA_HOME=$folder fish --no-config -c \
			"source $build/completions/kantlijn.fish; $words" 2>&1 </dev/null |
			grep -q -e "${line#* }" || echo "nothing for ${line% *}"
	done
}

# What zsh's own _arguments is given: the words of each option in one piece, in both its forms.
check_zsh() {
	zsh -fc '_arguments() { print -rl -- "$@" }; . "$1"' zsh "$build/completions/_kantlijn" \
		>"$folder/zsh" 2>&1 || echo "zsh does not read it"
	for line in '(-w --width)-w+[' '(-w --width)--width=[' '--color=[' '*-a+[' '1:FILE:_files' \
		':WHEN:(auto always never)' '--no-mouse[' ':FILE:_files'; do
		grep -qF -e "$line" "$folder/zsh" || echo "no $line"
	done
}

# Installs into a folder, looks, and takes it away.
check_install() {
	make -s -C "$build" install DESTDIR="$folder/root" >"$folder/log" 2>&1 </dev/null || {
		tail -n 20 "$folder/log"
		return
	}
	(cd "$folder/root" && find . -type f | sort) >"$folder/files"
	for file in bin/kantlijn man/man1/kantlijn.1 man/nl/man1/kantlijn.1 \
		bash-completion/completions/kantlijn zsh/site-functions/_kantlijn \
		fish/vendor_completions.d/kantlijn.fish applications/kantlijn.desktop \
		icons/hicolor/scalable/apps/kantlijn.svg kantlijn/hanoi.txt; do
		grep -q "/$file\$" "$folder/files" || echo "$file is not installed"
	done
	make -s -C "$build" uninstall DESTDIR="$folder/root" >"$folder/log" 2>&1 </dev/null ||
		tail -n 20 "$folder/log"
	find "$folder/root" ! -type d | sed 's/^/left behind: /'
}

echo 1..12
result "every option is in the English manual page" "$(options_missing "$build/kantlijn.1")"
result "every option is in the Dutch manual page" "$(options_missing "$build/nl/kantlijn.1")"
result "every key is in the English manual page" \
	"$(LC_ALL=C keys_missing "$build/kantlijn.1")"
result "every key is in the Dutch manual page" \
	"$(keys_missing "$build/nl/kantlijn.1" nl "$build/locale")"
if has man; then
	result "the English manual page is well formed" "$(well_formed "$build/kantlijn.1")"
	result "the Dutch manual page is well formed" "$(well_formed "$build/nl/kantlijn.1")"
else
	skip "the English manual page is well formed" "man is not installed"
	skip "the Dutch manual page is well formed" "man is not installed"
fi
if has bash; then
	result "bash completes options, words and files" "$(check_bash)"
else
	skip "bash completes options, words and files" "bash is not installed"
fi
if has zsh; then
	result "zsh reads what it is to complete" "$(check_zsh)"
else
	skip "zsh reads what it is to complete" "zsh is not installed"
fi
if has fish; then
	result "fish completes options and words" "$(check_fish)"
else
	skip "fish completes options and words" "fish is not installed"
fi
if has desktop-file-validate; then
	result "the desktop entry is valid" \
		"$(desktop-file-validate "$source/assets/desktop/kantlijn.desktop" 2>&1)"
else
	skip "the desktop entry is valid" "desktop-file-validate is not installed"
fi
result "the icon is drawn by its own means" \
	"$(grep -nE '<image|href|<script' "$source/assets/desktop/kantlijn.svg")"
result "what is installed is taken away again" "$(check_install)"
