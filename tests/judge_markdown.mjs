// SPDX-License-Identifier: ISC
// Asks micromark, with GitHub's additions, about a document: judge_markdown.mjs FILE [WORDS-FILE].
// It may have no other elements and links than ours, each link within it leads somewhere, and each
// line of WORDS-FILE stands in it as the text that it is.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const require = createRequire(pathToFileURL(`${process.env.NPM_FOLDER}/package.json`));
const load = name => import(pathToFileURL(require.resolve(name)));
const {micromark} = await load('micromark');
const {gfm, gfmHtml} = await load('micromark-extension-gfm');

const [file, wordsFile] = process.argv.slice(2);
const html = micromark(readFileSync(file, 'utf8'), {
	allowDangerousHtml: true,
	extensions: [gfm()],
	htmlExtensions: [gfmHtml()],
});

const wrong = [];
const ids = new Set(), wanted = new Set();
for (const [tag] of html.matchAll(/<[^>]*>/g)) {
	const id = /^<a id="((?:claim|fact)-\d+)">$/.exec(tag);
	const place = /^<a href="#((?:claim|fact)-\d+)">$/.exec(tag);
	if (id)
		ids.add(id[1]);
	else if (place)
		wanted.add(place[1]);
	else if (!/^<\/?(?:h[123]|p|blockquote|ul|li|a)>$/.test(tag) &&
		!/^<a href="https?:\/\/[^"]*">$/.test(tag))
		wrong.push(`wanted no ${tag}`);
}
for (const id of wanted)
	if (!ids.has(id))
		wrong.push(`wanted a place called ${id}`);

const names = {amp: '&', lt: '<', gt: '>', quot: '"'};
const text = html.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot);/g, (_, name) => names[name]);
const words = wordsFile ? readFileSync(wordsFile, 'utf8').split('\n').filter(line => line) : [];
for (const word of words)
	if (!text.includes(word))
		wrong.push(`wanted the text "${word}"`);
for (const line of wrong.slice(0, 20))
	console.log(`# ${line}`);
process.exit(wrong.length ? 1 : 0);
