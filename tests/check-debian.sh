#!/bin/sh
# SPDX-License-Identifier: ISC
# Builds the Debian packages from a release and debian/, with its tests (unless DEB_BUILD_OPTIONS
# has "nocheck"), and has lintian look at them: no error and no warning may be left.
# Usage: check-debian.sh ARCHIVE FOLDER, which is emptied.  The last line is the total; what lacks
# a tool is skipped, and says so.
archive=${1:?the archive of a release is needed}
folder=${2:?a folder to build in is needed}
source=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
case $archive in /*) ;; *) archive=$PWD/$archive ;; esac

total() {
	echo "kantlijn: $1 passed, $2 failed, $3 skipped"
	exit "$2"
}

for tool in dpkg-buildpackage dh lintian; do
	if ! command -v $tool >/dev/null 2>&1; then
		echo "$tool is not installed: the Debian package is not built" >&2
		total 0 0 2
	fi
done

rm -rf "$folder"
mkdir -p "$folder" || total 0 1 0
name=$(basename "$archive" .tar.xz)
cp "$archive" "$folder/$(echo "$name" | sed 's/-/_/').orig.tar.xz" || total 0 1 0
cd "$folder" && tar xf "$archive" || total 0 1 0
cp -R "$source/debian" "$name/debian" || total 0 1 0
if ! (cd "$name" && dpkg-buildpackage -us -uc) >build.log 2>&1 </dev/null; then
	tail -n 60 build.log >&2
	total 0 1 1
fi
faults=$(lintian --fail-on error,warning ./*.changes 2>&1)
status=$?
test -z "$faults" || printf '%s\n' "$faults" >&2
test $status -eq 0 || total 1 1 0
total 2 0 0
