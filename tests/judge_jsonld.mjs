// SPDX-License-Identifier: ISC
// Asks jsonld.js about annotation sets.
//   judge_jsonld.mjs keeps FILE...          each is expanded in safe mode, and nothing is dropped
//   judge_jsonld.mjs same WHOLE PART...     the items of WHOLE mean what those of the PARTs do
//   judge_jsonld.mjs notices FILE           what is dropped is noticed, as with contexts of 2017
// It fetches nothing: the context below is the only one there is.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const folder = process.env.NPM_FOLDER;
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const jsonld = require('jsonld');

// The terms of the Web Annotation Data Model and its Vocabulary (Recommendations of 23 February
// 2017), after the tables in which they define them, with "assessing", which the W3C's context file
// has since 2021.  It is not that file: it says no more than what those terms stand for.
const ADDRESS = 'http://www.w3.org/ns/anno.jsonld';
const context = {
	oa: 'http://www.w3.org/ns/oa#',
	as: 'http://www.w3.org/ns/activitystreams#',
	dc: 'http://purl.org/dc/elements/1.1/',
	dcterms: 'http://purl.org/dc/terms/',
	dctypes: 'http://purl.org/dc/dcmitype/',
	foaf: 'http://xmlns.com/foaf/0.1/',
	rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
	rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
	schema: 'http://schema.org/',
	skos: 'http://www.w3.org/2004/02/skos/core#',
	xsd: 'http://www.w3.org/2001/XMLSchema#',
	id: '@id',
	type: '@type',
};

// Classes, motivations and directions, which only have a name.
for (const word of ['Annotation', 'TextualBody', 'SpecificResource', 'FragmentSelector', 'CssSelector',
	'XPathSelector', 'TextQuoteSelector', 'TextPositionSelector', 'DataPositionSelector',
	'SvgSelector', 'RangeSelector', 'TimeState', 'HttpRequestState', 'CssStyle', 'Choice',
	'Motivation', 'assessing', 'bookmarking', 'classifying', 'commenting', 'describing',
	'editing', 'highlighting', 'identifying', 'linking', 'moderating', 'questioning',
	'replying', 'tagging', 'bodyValue', 'exact', 'prefix', 'suffix', 'styleClass',
	'processingLanguage'])
	context[word] = `oa:${word}`;
Object.assign(context, {
	CssStylesheet: 'oa:CssStyle',
	Dataset: 'dctypes:Dataset', Image: 'dctypes:StillImage', Video: 'dctypes:MovingImage',
	Sound: 'dctypes:Sound', Text: 'dctypes:Text',
	Person: 'foaf:Person', Organization: 'foaf:Organization', Software: 'as:Application',
	AnnotationCollection: 'as:OrderedCollection', AnnotationPage: 'as:OrderedCollectionPage',
	Audience: 'schema:Audience',
	auto: 'oa:autoDirection', ltr: 'oa:ltrDirection', rtl: 'oa:rtlDirection',
	value: 'rdf:value', format: 'dc:format', language: 'dc:language', label: 'rdfs:label',
	name: 'foaf:name', nickname: 'foaf:nick', accessibility: 'schema:accessibilityFeature',
	items: {'@id': 'as:items', '@type': '@id', '@container': '@list'},
});

// Properties whose values are resources, words, times and numbers.
const properties = {
	'@id': {body: 'oa:hasBody', target: 'oa:hasTarget', source: 'oa:hasSource',
		selector: 'oa:hasSelector', state: 'oa:hasState', scope: 'oa:hasScope',
		refinedBy: 'oa:refinedBy', startSelector: 'oa:hasStartSelector',
		endSelector: 'oa:hasEndSelector', renderedVia: 'oa:renderedVia',
		cached: 'oa:cachedSource', canonical: 'oa:canonical', via: 'oa:via',
		stylesheet: 'oa:styledBy', creator: 'dcterms:creator', rights: 'dcterms:rights',
		conformsTo: 'dcterms:conformsTo', generator: 'as:generator',
		audience: 'schema:audience', homepage: 'foaf:homepage', email: 'foaf:mbox',
		first: 'as:first', last: 'as:last', next: 'as:next', prev: 'as:prev',
		partOf: 'as:partOf'},
	'@vocab': {motivation: 'oa:motivatedBy', purpose: 'oa:hasPurpose',
		textDirection: 'oa:textDirection'},
	'xsd:dateTime': {created: 'dcterms:created', modified: 'dcterms:modified',
		generated: 'dcterms:issued', sourceDate: 'oa:sourceDate',
		sourceDateStart: 'oa:sourceDateStart', sourceDateEnd: 'oa:sourceDateEnd'},
	'xsd:nonNegativeInteger': {start: 'oa:start', end: 'oa:end', total: 'as:totalItems',
		startIndex: 'as:startIndex'},
};
for (const [type, words] of Object.entries(properties))
	for (const [word, iri] of Object.entries(words))
		context[word] = {'@id': iri, '@type': type};

const PURPOSES = ['http://www.w3.org/ns/oa#hasPurpose', 'http://www.w3.org/ns/oa#motivatedBy'];
const ITEMS = 'http://www.w3.org/ns/activitystreams#items';

function loaderOf(words) {
	return async url => {
		if (url !== ADDRESS)
			throw new Error(`wanted no other context than ${ADDRESS}, got ${url}`);
		return {contextUrl: null, documentUrl: url, document: {'@context': words}};
	};
}

async function expand(set, words = context) {
	return jsonld.expand(set, {safe: true, documentLoader: loaderOf(words)});
}

// How many values the members called NAMES have, at any depth, of those that COUNTS is true for.
function count(value, names, counts) {
	if (value === null || typeof value !== 'object')
		return 0;
	let sum = 0;
	for (const [key, member] of Object.entries(value)) {
		if (names.includes(key))
			sum += [member].flat().filter(counts).length;
		sum += count(member, names, counts);
	}
	return sum;
}

// Safe mode throws when a key is dropped, but not when a word after "purpose" is no IRI, which
// makes it vanish later on.
async function keeps(set, words) {
	const wanted = count(set, ['purpose', 'motivation'], () => true);
	const got = count(await expand(set, words), PURPOSES, word => /^[a-z]+:/.test(word['@id']));
	if (wanted !== got)
		throw new Error(`wanted ${wanted} purposes and motivations, got ${got}`);
}

// The items of an expanded set, each as a text in which the order of members says nothing.
function itemsOf(expanded) {
	const sorted = (key, value) => value && typeof value === 'object' && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)) : value;
	const found = [];
	const look = value => {
		if (value === null || typeof value !== 'object')
			return;
		for (const [key, member] of Object.entries(value))
			if (key === ITEMS)
				found.push(...member.flatMap(list => list['@list']));
			else
				look(member);
	};
	look(expanded);
	const all = found.length ? found : expanded;
	return all.map(item => JSON.stringify(item, sorted));
}

const [task, ...files] = process.argv.slice(2);
const sets = files.map(file => JSON.parse(readFileSync(file, 'utf8')));
try {
	if (task === 'keeps') {
		for (const set of sets)
			await keeps(set);
	} else if (task === 'same') {
		const [whole, ...parts] = await Promise.all(sets.map(set => expand(set).then(itemsOf)));
		const wanted = parts.flat();
		wanted.forEach((item, i) => {
			if (item !== whole[i])
				throw new Error(`item ${i}: wanted ${item}, got ${whole[i]}`);
		});
		if (whole.length !== wanted.length || wanted.length === 0)
			throw new Error(`wanted ${wanted.length} items, got ${whole.length}`);
	} else {
		const older = {...context};
		delete older.assessing;
		for (const words of [older, {...context, body: null}]) {
			const why = await keeps(sets[0], words).then(() => null, error => error);
			if (!why)
				throw new Error('wanted it noticed that something is dropped');
		}
	}
} catch (error) {
	console.log(`# ${task} ${files.join(' ')}`);
	console.log(`# ${String(error.message).slice(0, 2000)}`);
	if (error.details)
		console.log(`# ${JSON.stringify(error.details).slice(0, 2000)}`);
	process.exit(1);
}
