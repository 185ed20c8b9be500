// SPDX-License-Identifier: ISC
// The rule by which Hypothesis finds quotes, over cases that tests/bench_anchoring wrote:
//   node hypothesis-rule.js FOLDER CASES
// FOLDER holds node_modules/approx-string-match (2.0.0).  Re-stated from a description of it: the
// position is right if the quote stands there; else every place where the quote stands is a
// candidate; where it stands nowhere, the places with the fewest errors are, of min(256, half of
// its length) at most.  The candidate with the highest score wins, whatever that score is.
// It counts in UTF-16 units; cases count in code points.  Since it takes long over words that are
// everywhere, only a sample of the cases is tried: every twentieth of one or two words, every fifth
// other.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const {pathToFileURL} = require('url');

const WEIGHTS = {quote: 50, prefix: 20, suffix: 20, position: 2};
const RIGHT = 0.8;
const STRIDE = words => words <= 2 ? 20 : 5;

// Between code points and UTF-16 units of a text.
class Units {
	constructor(text) {
		this.text = text;
		this.starts = [];
		for (let i = 0; i < text.length; i++) {
			this.starts.push(i);
			const unit = text.charCodeAt(i);
			if (unit >= 0xD800 && unit < 0xDC00 && i + 1 < text.length)
				i++;
		}
		this.starts.push(text.length);
	}

	unit(character) {
		return this.starts[Math.min(character, this.starts.length - 1)];
	}

	character(unit) {
		let low = 0, high = this.starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.starts[middle] <= unit)
				low = middle;
			else
				high = middle - 1;
		}
		return low;
	}
}

function occurrences(text, quote) {
	const found = [];
	for (let i = text.indexOf(quote); i >= 0; i = text.indexOf(quote, i + 1))
		found.push({start: i, end: i + quote.length, errors: 0});
	return found;
}

// How alike the best piece of TEXT is to PATTERN, from 0 to 1.
function likeness(search, text, pattern) {
	if (!pattern.length || !text.length)
		return 0;
	if (text.includes(pattern))
		return 1;
	const found = search(text, pattern, pattern.length);
	return found.length ? 1 - found[0].errors / pattern.length : 0;
}

function score(search, text, match, c) {
	const before = text.slice(Math.max(0, match.start - c.prefix.length), match.start);
	const behind = text.slice(match.end, match.end + c.suffix.length);
	const parts = {
		quote: 1 - match.errors / c.exact.length,
		prefix: c.prefix ? likeness(search, before, c.prefix) : 1,
		suffix: c.suffix ? likeness(search, behind, c.suffix) : 1,
		position: 1 - Math.abs(match.start - c.start) / text.length,
	};
	let sum = 0, whole = 0;
	for (const [name, weight] of Object.entries(WEIGHTS)) {
		sum += weight * parts[name];
		whole += weight;
	}
	return sum / whole;
}

function anchor(search, text, c) {
	if (text.slice(c.start, c.end) === c.exact)
		return {start: c.start, end: c.end};
	let found = occurrences(text, c.exact);
	if (!found.length)
		found = search(text, c.exact, Math.min(256, c.exact.length / 2));
	let best = null, highest = -1;
	for (const match of found) {
		const now = score(search, text, match, c);
		if (now > highest) {
			best = match;
			highest = now;
		}
	}
	return best;
}

function overlap(a, b) {
	const both = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
	return both <= 0 ? 0 : both / (a[1] - a[0] + b[1] - b[0] - both);
}

class Tally {
	constructor() {
		Object.assign(this, {alive: 0, right: 0, wrong: 0, partly: 0, orphaned: 0, edge: 0,
				     gone: 0, attached: 0, time: 0, seen: 0});
	}

	add(truths, got) {
		if (!truths.length) {
			this.gone++;
			this.attached += got !== null;
			return;
		}
		this.alive++;
		if (!got) {
			this.orphaned++;
			return;
		}
		const best = truths.reduce((a, b) => overlap(b, got) > overlap(a, got) ? b : a);
		const part = overlap(best, got);
		if (part >= RIGHT) {
			this.right++;
			this.edge += Math.abs(best[0] - got[0]) + Math.abs(best[1] - got[1]);
		} else {
			this.wrong++;
			this.partly += part > 0;
		}
	}

	line(name) {
		const percent = n => (this.alive ? 100 * n / this.alive : 0).toFixed(2) + '%';
		const none = percent(0);
		return name.padEnd(16) + String(this.alive).padStart(5) + percent(this.right).padStart(8) +
			none.padStart(9) + percent(this.wrong).padStart(7) +
			` (${percent(this.partly).padStart(6)})` + none.padStart(9) +
			` (${none.padStart(6)})` + percent(this.orphaned).padStart(8) +
			none.padStart(7) + (this.right ? this.edge / this.right : 0).toFixed(2).padStart(6) +
			` | ${String(this.gone).padStart(4)} ${String(this.attached).padStart(6)}` +
			` (${(this.gone ? 100 * this.attached / this.gone : 0).toFixed(2)} %)` +
			` | ${(1000 * this.time / (this.alive + this.gone)).toFixed(0).padStart(6)}`;
	}
}

async function main(folder, cases) {
	const module = path.join(folder, 'node_modules/approx-string-match/build/src/index.js');
	const search = (await import(pathToFileURL(path.resolve(module)))).default;
	const tallies = new Map();
	let from = null, to = null;
	for await (const line of readline.createInterface({input: fs.createReadStream(cases)})) {
		const c = JSON.parse(line);
		if ('from' in c) {
			from = new Units(c.from);
		} else if ('to' in c) {
			to = new Units(c.to);
		} else {
			const name = `${c.kind} ${c.words}`;
			if (!tallies.has(name))
				tallies.set(name, new Tally());
			const tally = tallies.get(name);
			if (tally.seen++ % STRIDE(c.words) !== 0)
				continue;
			c.start = from.unit(c.start);
			c.end = from.unit(c.end);
			const began = process.hrtime.bigint();
			const found = anchor(search, to.text, c);
			const took = Number(process.hrtime.bigint() - began) / 1e6;
			tally.add(c.truths, found && [to.character(found.start), to.character(found.end)]);
			tally.time += took;
		}
	}
	console.log('Hypothesis\' rule: it has no doubts, and one place only');
	console.log('words           alive   right  changed  wrong (partly)  doubtful (right)  orphan' +
		'  ambig  edge | gone  attached | ms per 1,000');
	for (const [name, tally] of tallies)
		console.log(tally.line(name));
}

if (process.argv.length !== 4) {
	console.error('usage: node hypothesis-rule.js FOLDER CASES');
	process.exit(2);
}
main(process.argv[2], process.argv[3]);
