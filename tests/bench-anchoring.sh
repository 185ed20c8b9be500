#!/bin/sh
# SPDX-License-Identifier: ISC
# How well quotes are found again in an edited text, beside the rule of Hypothesis over the same
# cases.  Usage: bench-anchoring.sh EARLIER LATER: two editions of a text; BENCH names the program
# that measures, RULE tests/hypothesis-rule.js, and PEERS a folder for what npm installs.
earlier=${1:?two editions of a text are needed}
later=${2:?two editions of a text are needed}
bench=${BENCH:-tests/bench_anchoring}
rule=${RULE:-tests/hypothesis-rule.js}
peers=${PEERS:-peers}
for edition in "$earlier" "$later"; do
	if ! test -r "$edition"; then
		echo "skipped: $edition is not here"
		exit 0
	fi
done
mkdir -p "$peers" || exit 99
"$bench" --cases="$peers/cases.jsonl" editions deletions "$earlier" "$later" || exit 1
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	echo "skipped: the rule of Hypothesis needs node and npm"
elif ! npm install --silent --no-audit --no-fund --prefix "$peers" approx-string-match@2.0.0; then
	echo "skipped: npm cannot install approx-string-match"
else
	node "$rule" "$peers" "$peers/cases.jsonl"
fi
rm -f "$peers/cases.jsonl"
"$bench" mutations "$earlier" "$later"
