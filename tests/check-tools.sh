#!/bin/sh
# SPDX-License-Identifier: ISC
# Says which tests cannot run because a library that only tests need is not there.
echo 1..2
if test -n "$HAVE_CMOCKA"; then
	echo "ok 1 cmocka is here: unit tests run"
else
	echo "ok 1 unit tests # SKIP cmocka (libcmocka-dev) is not installed"
fi
if test -n "$HAVE_CMOCKA" && test -n "$HAVE_VTERM"; then
	echo "ok 2 libvterm is here: terminal tests run"
else
	echo "ok 2 terminal tests # SKIP libvterm (libvterm-dev) or cmocka is not installed"
fi
