#!/bin/sh
# SPDX-License-Identifier: ISC
# Makes assets/screenshot.png from the real program in a real terminal: an xterm under a virtual
# X server.  Needs Debian's xvfb, xterm, imagemagick, x11-utils and fonts-dejavu-core.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
program=${KANTLIJN_PROGRAM:-$root/build/kantlijn}
out=${1:-$root/assets/screenshot.png}
work=$(mktemp -d)
server='' terminal=''
trap 'kill $terminal $server 2>/dev/null || :; rm -rf "$work"' EXIT INT TERM

for tool in Xvfb xterm import xdpyinfo xwininfo; do
	command -v "$tool" >/dev/null || {
		echo "screenshot: $tool is missing" >&2
		exit 1
	}
done

# The server chooses a free display and says which.
mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1600x1200x24 3>"$work/display" 2>/dev/null &
server=$!
read -r number <"$work/display"
DISPLAY=:$number
export DISPLAY
xdpyinfo >/dev/null

LC_ALL=C.UTF-8 KANTLIJN_LOCALEDIR=$root/build/locale xterm -u8 -fa 'DejaVu Sans Mono' -fs 11 \
	-geometry 112x32 -bg '#1c1c1c' -fg '#e0e0e0' -xrm 'XTerm*termName: xterm-256color' \
	-T kantlijn -e "$program" --goto=c-train --language=en &
terminal=$!

# The picture is right when two in a row are the same and show more than an empty window.
last='' tries=0
while [ "$tries" -lt 200 ]; do
	tries=$((tries + 1))
	# Without a window of that name, import would wait for a click.
	if xwininfo -name kantlijn >/dev/null 2>&1 &&
		import -window kantlijn "$work/now.png" 2>/dev/null; then
		colors=$(identify -format '%k' "$work/now.png")
		sum=$(cksum <"$work/now.png")
		if [ "$colors" -gt 16 ] && [ "$sum" = "$last" ]; then
			cp "$work/now.png" "$out"
			exit 0
		fi
		last=$sum
	fi
done
echo "screenshot: the program did not come to rest" >&2
exit 1
