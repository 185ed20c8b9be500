#!/bin/sh
# SPDX-License-Identifier: ISC
# Proves that the bundled annotation set is what assets/make-set makes of assets/hanoi.rec.
cd "${SRCDIR:-.}/assets" || exit 1
echo 1..1
name="the bundled set agrees with its source"
if ! test -f hanoi.rec || ! test -f make-set; then
	echo "ok 1 $name # SKIP hanoi.rec is not here"
elif ! perl -MJSON::PP -e 1 2>/dev/null; then
	echo "ok 1 $name # SKIP perl with JSON::PP is not installed"
else
	made=${BUILDDIR:-.}/tests/check-set.jsonld
	trap 'rm -f "$made"' EXIT
	if perl make-set hanoi.rec hanoi.txt >"$made" && cmp hanoi.txt.jsonld "$made"; then
		echo "ok 1 $name"
	else
		echo "not ok 1 $name"
		echo "# wanted the same bytes; \"make set\" writes them anew"
	fi
fi
