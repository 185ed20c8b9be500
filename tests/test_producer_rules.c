// SPDX-License-Identifier: ISC
// What the Web Annotation Data Model demands of who writes annotations: a table with a breach of
// each rule and with what is right, then sets by others with their stated verdicts, the bundled
// set, and hostile ones.  In the table ' stands for ".
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets/builtin.h"
#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "knowledge/json.h"
#include "knowledge/producer_rules.h"
#include "tests/want.h"

// What was told of a tree: "E code path" lines, W for a warning.
struct hearing {
	const struct json_node *root; // what "$" is
	struct buf said, sentences;
	size_t count;
};

static const struct json_node *member(const struct json_node *n, size_t i)
{
	want(n && n->kind == JSON_ARRAY, "wanted an array");
	for (n = n->first; n && i > 0; n = n->next)
		i--;
	return n;
}

// What stands at PATH, or NULL.
static const struct json_node *follow(const struct json_node *n, const char *path)
{
	char key[64];
	int size;
	unsigned long i;
	want(*path == '$', "wanted a path that begins with $, got %s", path);
	for (path++; *path && n; path += size) {
		size = 0;
		if (sscanf(path, "[%lu]%n", &i, &size) == 1 && size)
			n = member(n, i);
		else if ((sscanf(path, ".%63[A-Za-z]%n", key, &size) == 1 && size) ||
			 (sscanf(path, "[\"%63[^\"]\"]%n", key, &size) == 1 && size))
			n = json_get(n, key);
		else
			return NULL;
	}
	return n;
}

static void want_words(const char *s)
{
	size_t n = strlen(s);
	want(n > 10 && n < 500, "wanted a sentence of some words, got %zu bytes", n);
	want(s[n - 1] != '.' && !(*s >= 'A' && *s <= 'Z'), "wanted no capital, no stop, got \"%s\"",
	     s);
	for (size_t i = 0; i < n; i++)
		want((uint8_t)s[i] >= ' ' && s[i] != 0x7F,
		     "wanted no control character, got \"%s\"", s);
	struct buf repaired = {0};
	utf8_repair(&repaired, s, n);
	want_string("sentence in UTF-8", buf_string(&repaired), s);
	buf_done(&repaired);
}

static void hear(void *data, const struct breach *b)
{
	struct hearing *h = data;
	buf_printf(&h->said, "%c %s %s\n", b->level == RULE_ERROR ? 'E' : 'W', b->code, b->path);
	buf_printf(&h->sentences, "%s\n", b->sentence);
	h->count++;
	const struct json_node *at = follow(h->root, b->path);
	want(at, "%s: wanted a path that leads somewhere, got %s", b->code, b->path);
	want(at == b->at, "%s: wanted what stands at %s, got something else", b->code, b->path);
	want_words(b->sentence);
}

static void hearing_done(struct hearing *h)
{
	buf_done(&h->said);
	buf_done(&h->sentences);
}

static void judge(struct hearing *h, const struct json_node *item, enum item_place place,
		  const char *path)
{
	size_t before = h->count;
	size_t n = producer_rules_annotation(item, place, path, (struct breach_listener){hear, h});
	want_number("breaches", h->count - before, n);
}

static void judge_shell(struct hearing *h)
{
	size_t n = producer_rules_shell(h->root, (struct breach_listener){hear, h});
	want_number("breaches of the shell", h->count, n);
}

// With ' for ".  The caller frees it.
static struct json *read_quoted(const char *text)
{
	char *json = mem_string(text);
	for (char *s = json; *s; s++)
		if (*s == '\'')
			*s = '"';
	struct json *j = json_read((const uint8_t *)json, strlen(json));
	want(json_root(j), "wanted JSON, got %s", json);
	free(json);
	return j;
}

static void want_told(const char *text, const char *told)
{
	struct json *j = read_quoted(text);
	struct hearing h = {.root = json_root(j)};
	judge(&h, h.root, ITEM_ALONE, "$");
	want_string(text, told, buf_string(&h.said));
	hearing_done(&h);
	json_free(j);
}

static void want_told_of_shell(const char *text, const char *told)
{
	struct json *j = read_quoted(text);
	struct hearing h = {.root = json_root(j)};
	judge_shell(&h);
	want_string(text, told, buf_string(&h.said));
	hearing_done(&h);
	json_free(j);
}

// The table.

#define ANNO "'@context':'http://www.w3.org/ns/anno.jsonld'"
#define TYPE "'type':'Annotation'"
#define TARGET "'target':'urn:t'"
#define WITH(more) "{" ANNO ",'id':'urn:a'," TYPE "," TARGET "," more "}"
#define ON(target) "{" ANNO ",'id':'urn:a'," TYPE ",'target':" target "}"
#define BODY(body) WITH("'body':" body)
#define PART(more) ON("{'source':'urn:t'," more "}")
#define SELECTOR(selector) PART("'selector':" selector)
#define STATE(state) PART("'state':" state)

struct row {
	const char *json, *told;
};

static void want_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		want_told(rows[i].json, rows[i].told);
}

static void an_annotation_has_context_id_and_type(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{WITH("'motivation':'linking'"), ""},
		{"{'id':'urn:a'," TYPE "," TARGET "}", "E no-context $\n"},
		{"{'@context':['urn:c','http://www.w3.org/ns/anno.jsonld'],'id':'urn:a'," TYPE
		 "," TARGET "}",
		 ""},
		{"{'@context':[{'x':'urn:x'},'urn:c'],'id':'urn:a'," TYPE "," TARGET "}",
		 "E wrong-context $[\"@context\"]\n"},
		{"{'@context':['http://www.w3.org/ns/anno.jsonld'],'id':'urn:a'," TYPE "," TARGET
		 "}",
		 "E wrong-context $[\"@context\"]\n"},
		{"{'@context':{'x':'urn:x'},'id':'urn:a'," TYPE "," TARGET "}",
		 "E wrong-context $[\"@context\"]\n"},
		{"{'@context':'https://www.w3.org/ns/anno.jsonld','id':'urn:a'," TYPE "," TARGET
		 "}",
		 "E wrong-context $[\"@context\"]\n"},
		{"{" ANNO "," TYPE "," TARGET "}", "E no-id $\n"},
		{"{" ANNO ",'id':[]," TYPE "," TARGET "}", "E no-id $\n"},
		{"{" ANNO ",'id':['urn:a']," TYPE "," TARGET "}", "E bad-id $.id\n"},
		{"{" ANNO ",'id':['urn:a','urn:b']," TYPE "," TARGET "}", "E several-ids $.id\n"},
		{"{" ANNO ",'id':7," TYPE "," TARGET "}", "E bad-id $.id\n"},
		{"{" ANNO ",'id':''," TYPE "," TARGET "}", "E bad-id $.id\n"},
		{"{" ANNO ",'id':'9b6aa528-660a-4551-8265-66f45c61acab'," TYPE "," TARGET "}",
		 "E bad-id $.id\n"},
		{"{" ANNO ",'@id':'urn:a','@type':'Annotation'," TARGET "}",
		 "W json-ld-key $[\"@id\"]\nW json-ld-key $[\"@type\"]\n"},
		{"{" ANNO ",'id':'urn:a'," TARGET "}", "E no-type $\n"},
		{"{" ANNO ",'id':'urn:a','type':'Note'," TARGET "}", "E wrong-type $.type\n"},
		{"{" ANNO ",'id':'urn:a','type':['Note','Annotation']," TARGET "}", ""},
		{"{" ANNO ",'id':'urn:a','type':'oa:Annotation'," TARGET "}", ""},
		{"{" ANNO ",'id':'urn:a','type':['Annotation',3]," TARGET "}",
		 "E bad-type $.type[1]\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

static void an_iri_has_a_scheme_and_no_blanks(void **state)
{
	(void)state;
	static const char *const good[] = {"http://example.org/a#b",
					   "urn:x",
					   "urn:uuid:9b6aa528-660a-4551-8265-66f45c61acab",
					   "mailto:a@b",
					   "x-y+z.1:%C3%A9",
					   "http://example.org/\xC3\xA9\xE6\xBC\xA2"};
	static const char *const bad[] = {"a",	       "/a",	     "#a",	   "1:a",
					  "a:",	       ":a",	     "_:a",	   "a b:c",
					  "a:b c",     "a:b\\u0009", "a:<b>",	   "a:b%2",
					  "a:b%g0",    "a:#b#c",     "a:\\u202Eb", "a:\\u00A0",
					  "a:\\u0000", "a:\\u0085",  "a:\\\\b",	   "\xC3\xA9:a"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct buf json = {0};
		buf_printf(&json, ON("'%s'"), good[i]);
		want_told(buf_string(&json), "");
		buf_done(&json);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf json = {0};
		buf_printf(&json, ON("'%s'"), bad[i]);
		want_told(buf_string(&json), "E bad-target $.target\n");
		buf_done(&json);
	}
}

static void a_time_is_a_real_one_in_utc(void **state)
{
	(void)state;
	static const char *const good[] = {"2019-02-28T14:05:00Z", "2020-02-29T23:59:59.123Z",
					   "2019-12-31T24:00:00Z", "2019-12-31T24:00:00.0Z",
					   "-0044-03-15T12:00:00Z"};
	static const char *const bad[] = {"yesterday",
					  "",
					  "2019",
					  "2019-02-28",
					  "2019-02-28T14:05Z",
					  "2019-02-28T14:05:00",
					  "2019-02-28T14:05:00+00:00",
					  "2019-02-28T14:05:00z",
					  "2019-02-28 14:05:00Z",
					  "2019-02-29T14:05:00Z",
					  "2019-13-01T14:05:00Z",
					  "2019-00-01T14:05:00Z",
					  "2019-01-32T14:05:00Z",
					  "2019-01-01T25:05:00Z",
					  "2019-01-01T24:00:01Z",
					  "2019-01-01T24:00:00.5Z",
					  "2019-01-01T39:00:00Z",
					  "2019-01-01T14:60:00Z",
					  "2019-01-01T14:05:60Z",
					  "2019-01-01T14:05:00.Z",
					  "2019-01-01T14:05:00ZZ",
					  "2019-1-1T14:05:00Z"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct buf json = {0};
		buf_printf(&json, WITH("'created':'%s'"), good[i]);
		want_told(buf_string(&json), "");
		buf_done(&json);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf json = {0};
		buf_printf(&json, WITH("'created':'%s'"), bad[i]);
		want_told(buf_string(&json), "E bad-time $.created\n");
		buf_done(&json);
	}
}

#define TIME "'2019-02-28T14:05:00Z'"

static void who_when_why_and_rights(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{WITH("'created':" TIME ",'modified':" TIME ",'generated':" TIME), ""},
		{WITH("'created':[" TIME "," TIME "]"), "E several-times $.created\n"},
		{WITH("'modified':[" TIME ",'x']"), "E several-times $.modified\n"},
		{WITH("'generated':[" TIME "]"), "W needless-list $.generated\n"},
		{WITH("'generated':2019"), "E bad-time $.generated\n"},
		{WITH("'modified':{'@value':" TIME "}"), "E bad-time $.modified\n"},
		{WITH("'creator':['urn:p',{'id':'urn:q','type':'Person'},{'name':'Ada'}]"), ""},
		{WITH("'creator':6"), "E bad-agent $.creator\n"},
		{WITH("'creator':'Ada'"), "W bad-agent $.creator\n"},
		{WITH("'creator':{'id':'k t'}"), "W bad-agent $.creator.id\n"},
		{WITH("'creator':{'id':6}"), "E bad-agent $.creator.id\n"},
		{WITH("'creator':['urn:p',{'id':['urn:p','urn:q']}]"),
		 "E several-ids $.creator[1].id\n"},
		{WITH("'generator':[['urn:p']]"), "E bad-agent $.generator[0]\n"},
		{WITH("'rights':['https://spdx.org/licenses/ISC.html',{'id':'urn:r'}]"), ""},
		{WITH("'rights':'not a uri'"), "E bad-rights $.rights\n"},
		{WITH("'rights':['urn:r',{'label':'ISC'}]"), "E bad-rights $.rights[1]\n"},
		{WITH("'canonical':'urn:c','via':['urn:v','urn:w']"), ""},
		{WITH("'canonical':['urn:c','urn:d']"), "E several-canonicals $.canonical\n"},
		{WITH("'canonical':'c'"), "E bad-canonical $.canonical\n"},
		{WITH("'via':'v'"), "E bad-via $.via\n"},
		{WITH("'audience':[{'type':'schema:Audience'},'teachers']"),
		 "E bad-link $.audience[1]\n"},
		{WITH("'motivation':['assessing','linking']"),
		 "W several-motivations $.motivation\n"},
		{WITH("'motivation':'oa:assessing'"), ""},
		{WITH("'motivation':'http://www.w3.org/ns/oa#tagging'"), ""},
		{WITH("'motivation':'urn:kantlijn:relation:supports'"), ""},
		{WITH("'motivation':'reviewing'"), "W unknown-motivation $.motivation\n"},
		{WITH("'motivation':'oa:reviewing'"), "W unknown-motivation $.motivation\n"},
		{WITH("'motivation':8"), "E bad-motivation $.motivation\n"},
		{WITH("'stylesheet':{'type':'CssStylesheet','value':'.a{}'}"), ""},
		{WITH("'stylesheet':{'type':'Sheet'}"), "E wrong-type $.stylesheet\n"},
		{WITH("'stylesheet':['urn:s','s']"),
		 "E several-values $.stylesheet\nE bad-link $.stylesheet[1]\n"},
		{WITH("'colour':['green',{'id':7,'created':'never'}],'tags':null"), ""},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

static void bodies_and_targets_are_iris_or_objects(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"{" ANNO ",'id':'urn:a'," TYPE "}", "E no-target $\n"},
		{ON("[]"), "E no-target $.target\n"},
		{ON("['urn:t',{'id':'urn:u','type':'Text'}]"), ""},
		{ON("9"), "E bad-target $.target\n"},
		{ON("null"), "E bad-target $.target\n"},
		{ON("['urn:t',['urn:u']]"), "E bad-target $.target[1]\n"},
		{ON("{'type':'Image'}"), "E no-id $.target\n"},
		{ON("{'id':'page.html'}"), "E bad-id $.target.id\n"},
		{ON("{'id':['urn:t','urn:u']}"), "E several-ids $.target.id\n"},
		{BODY("'urn:b'"), ""},
		{BODY("[]"), "W empty-body $.body\n"},
		{BODY("'I agree'"), "E bad-body $.body\n"},
		{BODY("['urn:b',true]"), "E bad-body $.body[1]\n"},
		{BODY("{}"), "E no-id $.body\n"},
		{BODY("{'id':'urn:b','created':'x','creator':2,'rights':1}"),
		 "E bad-time $.body.created\nE bad-rights $.body.rights\nE bad-agent "
		 "$.body.creator\n"},
		{BODY("{'id':'urn:b','textDirection':'auto','language':['nl','en']}"), ""},
		{BODY("{'id':'urn:b','textDirection':'squirrel'}"),
		 "E bad-direction $.body.textDirection\n"},
		{BODY("{'id':'urn:b','textDirection':['ltr','rtl']}"),
		 "E several-values $.body.textDirection\n"},
		{BODY("{'id':'urn:b','processingLanguage':['nl','en']}"),
		 "E several-values $.body.processingLanguage\n"},
		{WITH("'bodyValue':'I agree'"), ""},
		{WITH("'bodyValue':'a','body':'urn:b'"), "E body-and-body-value $\n"},
		{WITH("'bodyValue':['a','b']"), "E several-values $.bodyValue\n"},
		{WITH("'bodyValue':{'@value':'a'}"), "E bad-value $.bodyValue\n"},
		{BODY("{'type':'TextualBody','value':'','purpose':['tagging','linking']}"), ""},
		{BODY("{'value':'a'}"), ""},
		{BODY("{'type':'TextualBody'}"), "E no-value $.body\n"},
		{BODY("{'type':'TextualBody','value':[]}"), "E no-value $.body\n"},
		{BODY("[{'type':'TextualBody','value':['a','b']}]"),
		 "E several-values $.body[0].value\n"},
		{BODY("{'type':'TextualBody','value':5}"), "E bad-value $.body.value\n"},
		{BODY("{'type':'TextualBody','value':['a']}"), "W needless-list $.body.value\n"},
		{BODY("{'type':'TextualBody','value':'a','purpose':'thinking'}"),
		 "W unknown-motivation $.body.purpose\n"},
		{BODY("{'type':'TextualBody','value':'a','id':'b'}"), "E bad-id $.body.id\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

static void a_choice_has_one_type_and_items(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{BODY("{'type':'Choice','items':['urn:b',{'type':'TextualBody','value':'a'}]}"),
		 ""},
		{BODY("{'type':'Choice'}"), "W no-items $.body\n"},
		{BODY("{'type':'Choice','items':[]}"), "W no-items $.body\n"},
		{BODY("{'type':['Choice','Text'],'items':['urn:b']}"), "E choice-types $.body\n"},
		{BODY("{'type':['Choice','List'],'items':['urn:b']}"),
		 "E choice-types $.body\nW dropped-term $.body\n"},
		{BODY("{'type':'Choice','items':['urn:b',3,{'type':'TextualBody'}]}"),
		 "E bad-item $.body.items[1]\nE no-value $.body.items[2]\n"},
		{ON("{'type':'Composite','items':['urn:t']}"), "W dropped-term $.target\n"},
		{ON("{'type':'List','items':['urn:t']}"), "W dropped-term $.target\n"},
		{ON("{'type':'Independents','items':['t']}"),
		 "W dropped-term $.target\nE bad-item $.target.items[0]\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

static void a_specific_resource_has_one_source(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ON("{'type':'SpecificResource','source':{'id':'urn:t','type':'Text'}}"), ""},
		{ON("{'type':'SpecificResource'}"), "E part-without-source $.target\n"},
		{ON("{'id':'urn:t','selector':'urn:s'}"), "E part-without-source $.target\n"},
		{ON("{'source':['urn:t','urn:u']}"), "E several-sources $.target.source\n"},
		{ON("{'source':'page.html'}"), "E bad-source $.target.source\n"},
		{ON("{'source':5}"), "E bad-source $.target.source\n"},
		{ON("{'source':{'type':'Text'}}"), "E no-id $.target.source\n"},
		{ON("{'source':{'id':'t','created':'x'}}"),
		 "E bad-id $.target.source.id\nE bad-time $.target.source.created\n"},
		{PART("'styleClass':['red','big'],'scope':'urn:p','renderedVia':{'label':'x'}"),
		 ""},
		{PART("'styleClass':4"), "E bad-value $.target.styleClass\n"},
		{PART("'scope':['urn:p','p']"), "E bad-link $.target.scope[1]\n"},
		{PART("'renderedVia':2"), "E bad-link $.target.renderedVia\n"},
		{BODY("{'source':'urn:b','purpose':'urn:kantlijn:relation:supports'}"), ""},
		{BODY("{'source':'urn:b','purpose':'supports'}"),
		 "W unknown-motivation $.body.purpose\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

#define RANGE(start, end) "{'type':'RangeSelector'," start "," end "}"
#define XPATH "{'type':'XPathSelector','value':'/p'}"

static void selectors_say_what_their_type_demands(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{SELECTOR("'urn:s'"), ""},
		{SELECTOR("{'id':'urn:s'}"), ""},
		{SELECTOR("'s'"), "E bad-selector $.target.selector\n"},
		{SELECTOR("[1]"), "E bad-selector $.target.selector[0]\n"},
		{SELECTOR("{'exact':'a'}"), "E bad-selector $.target.selector\n"},
		{SELECTOR("{'type':'NewSelector'}"), "W unknown-type $.target.selector\n"},
		{SELECTOR("{'type':'iiif:PointSelector','x':3}"), ""},
		{SELECTOR("{'type':['CssSelector','XPathSelector'],'value':'p'}"),
		 "E several-types $.target.selector\n"},
		{SELECTOR("{'type':'TimeState'}"), "E bad-selector $.target.selector\n"},
		{SELECTOR("{'type':'FragmentSelector','value':'a','conformsTo':'urn:f'}"), ""},
		{SELECTOR("{'type':'FragmentSelector','value':'a'}"),
		 "W no-standard $.target.selector\n"},
		{SELECTOR("{'type':'FragmentSelector','conformsTo':'urn:f'}"),
		 "E no-value $.target.selector\n"},
		{SELECTOR("{'type':'FragmentSelector','value':'a','conformsTo':['urn:f','urn:g']}"),
		 "E several-values $.target.selector.conformsTo\n"},
		{SELECTOR("{'type':'FragmentSelector','value':'a','conformsTo':'RFC 5147'}"),
		 "E bad-link $.target.selector.conformsTo\n"},
		{SELECTOR("{'type':'CssSelector'}"), "E no-value $.target.selector\n"},
		{SELECTOR("{'type':'XPathSelector','value':['a','b']}"),
		 "E several-values $.target.selector.value\n"},
		{SELECTOR("{'type':'SvgSelector','id':'urn:s'}"), ""},
		{SELECTOR("{'type':'SvgSelector','value':' <svg/>'}"), ""},
		{SELECTOR("{'type':'SvgSelector'}"), "E no-value $.target.selector\n"},
		{SELECTOR("{'type':'SvgSelector','value':'circle'}"),
		 "E bad-value $.target.selector.value\n"},
		{SELECTOR(RANGE("'startSelector':" XPATH, "'endSelector':" XPATH)), ""},
		{SELECTOR(RANGE("'startContainer':'/p'", "'startOffset':4")),
		 "E bad-selector $.target.selector\nE bad-selector $.target.selector\n"},
		{SELECTOR(RANGE("'startSelector':[" XPATH "," XPATH "]", "'endSelector':3")),
		 "E bad-selector $.target.selector.startSelector\n"
		 "E bad-selector $.target.selector.endSelector\n"},
		{SELECTOR(RANGE("'startSelector':" XPATH, "'endSelector':{'type':'CssSelector'}")),
		 "E no-value $.target.selector.endSelector\n"},
		{SELECTOR("[" XPATH ",{'type':'CssSelector','value':'p','refinedBy':[{'type':"
			  "'XPathSelector'}]}]"),
		 "E no-value $.target.selector[1].refinedBy[0]\n"},
		{SELECTOR("{'type':'CssSelector','value':'p','refinedBy':{'type':'TimeState'}}"),
		 "E bad-selector $.target.selector.refinedBy\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

#define QUOTE(more) SELECTOR("{'type':'TextQuoteSelector'" more "}")
#define POSITION(start, end) \
	SELECTOR("{'type':'TextPositionSelector','start':" start ",'end':" end "}")

static void quotes_and_positions_are_whole(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{QUOTE(",'exact':'a'"), ""},
		{QUOTE(",'exact':'a','prefix':'','suffix':'b'"), ""},
		{QUOTE(",'prefix':'a'"), "E bad-quote $.target.selector\n"},
		{QUOTE(",'exact':['a','b']"), "E bad-quote $.target.selector.exact\n"},
		{QUOTE(",'exact':1"), "E bad-quote $.target.selector.exact\n"},
		{QUOTE(",'exact':'a','prefix':['a','b']"),
		 "E bad-quote $.target.selector.prefix\n"},
		{QUOTE(",'exact':'a','suffix':{}"), "E bad-quote $.target.selector.suffix\n"},
		{POSITION("0", "0"), ""},
		{POSITION("9", "10"), ""},
		{POSITION("99999999999999999998", "99999999999999999999"), ""},
		{POSITION("10", "9"), "E bad-position $.target.selector\n"},
		{POSITION("99999999999999999999", "99999999999999999998"),
		 "E bad-position $.target.selector\n"},
		{POSITION("-1", "9"), "E bad-position $.target.selector.start\n"},
		{POSITION("1.5", "9"), "E bad-position $.target.selector.start\n"},
		{POSITION("1", "1e3"), "E bad-position $.target.selector.end\n"},
		{POSITION("'1'", "9"), "E bad-position $.target.selector.start\n"},
		{POSITION("[1,2]", "9"), "E bad-position $.target.selector.start\n"},
		{POSITION("[]", "9"), "E bad-position $.target.selector\n"},
		{SELECTOR("{'type':'DataPositionSelector','start':4}"),
		 "E bad-position $.target.selector\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

static void states_say_when_or_how(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{STATE("'urn:s'"), ""},
		{STATE("{'id':'urn:s'}"), ""},
		{STATE("4"), "E bad-state $.target.state\n"},
		{STATE("{'sourceDate':" TIME "}"), "E bad-state $.target.state\n"},
		{STATE("{'type':'TimeState','sourceDate':[" TIME "," TIME "],'cached':'urn:c'}"),
		 ""},
		{STATE("{'type':'TimeState','sourceDate':[" TIME ",'2019']}"),
		 "E bad-time $.target.state.sourceDate[1]\n"},
		{STATE("{'type':'TimeState','cached':'copy'}"),
		 "E bad-link $.target.state.cached\n"},
		{STATE("{'type':'TimeState','sourceDateStart':" TIME ",'sourceDateEnd':" TIME "}"),
		 ""},
		{STATE("{'type':'TimeState','sourceDateStart':" TIME "}"),
		 "E bad-state $.target.state\n"},
		{STATE("{'type':'TimeState','sourceDateEnd':'2019'}"),
		 "E bad-time $.target.state.sourceDateEnd\nE bad-state $.target.state\n"},
		{STATE("{'type':'TimeState','sourceDateStart':[" TIME "," TIME
		       "],'sourceDateEnd':" TIME "}"),
		 "E several-times $.target.state.sourceDateStart\n"},
		{STATE("{'type':'TimeState','sourceDate':" TIME ",'sourceDateStart':" TIME
		       ",'sourceDateEnd':" TIME "}"),
		 "E bad-state $.target.state\n"},
		{STATE("{'type':'HttpRequestState','value':'Accept: text/plain'}"), ""},
		{STATE("{'type':'HttpRequestState'}"), "E no-value $.target.state\n"},
		{STATE("{'type':'CssSelector','value':'p'}"), "E bad-state $.target.state\n"},
		{STATE("{'type':['TimeState','HttpRequestState'],'value':'x'}"),
		 "E several-types $.target.state\n"},
		{STATE("{'type':'TimeState','refinedBy':{'type':'HttpRequestState','value':'x',"
		       "'refinedBy':{'type':'TextQuoteSelector'}}}"),
		 "E bad-quote $.target.state.refinedBy.refinedBy\n"},
	};
	want_rows(rows, sizeof rows / sizeof *rows);
}

#define COLLECTION(more) \
	"{" ANNO ",'id':'urn:s','type':'AnnotationCollection','label':'x'," more "}"
#define PAGE(more) "{" ANNO ",'id':'urn:p','type':'AnnotationPage'," more "}"
#define INNER "'id':'urn:p','type':'AnnotationPage'"

static void a_shell_is_a_collection_or_a_page(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{COLLECTION("'total':0"), ""},
		{COLLECTION("'total':3,'first':'urn:p','last':'urn:q'"), ""},
		{COLLECTION("'total':3"), "E no-first $\n"},
		{COLLECTION("'total':-1"), "E bad-number $.total\n"},
		{COLLECTION("'total':'3','first':'urn:p'"), "E bad-number $.total\n"},
		{COLLECTION("'total':[0,1]"), "E several-values $.total\n"},
		{COLLECTION("'first':['urn:p','urn:q']"), "E several-values $.first\n"},
		{COLLECTION("'first':'p','last':4"), "E bad-link $.first\nE bad-link $.last\n"},
		{COLLECTION("'created':'x','creator':1,'rights':2"),
		 "E bad-time $.created\nE bad-rights $.rights\nE bad-agent $.creator\n"},
		{COLLECTION("'label':['x',{'en':'y'}]"), "E bad-label $.label[1]\n"},
		{"{" ANNO ",'id':'urn:s','type':'AnnotationCollection'}", "W no-label $\n"},
		{"{'@context':['http://www.w3.org/ns/anno.jsonld'],'id':'urn:s','type':["
		 "'AnnotationCollection','x'],'label':'y'}",
		 ""},
		{"{'total':1,'rows':[]}", "E no-context $\nE no-id $\nE no-type $\n"},
		{"{" ANNO ",'id':'s','type':'Collection'}", "E wrong-type $.type\nE bad-id $.id\n"},
		{"{" ANNO ",'@graph':[]}", ""},
		{PAGE("'partOf':'urn:s','next':'urn:q','startIndex':0"), ""},
		{PAGE("'partOf':{'id':'urn:s','label':'x'},'items':[7]"), ""},
		{PAGE("'partOf':{'label':'x'}"), "E bad-link $.partOf\n"},
		{PAGE("'partOf':'s'"), "E bad-link $.partOf\n"},
		{PAGE("'items':[]"), "E no-items $.items\n"},
		{PAGE("'items':{}"), "E bad-items $.items\n"},
		{PAGE("'startIndex':1.5"), "E bad-number $.startIndex\n"},
		{PAGE("'startIndex':[1,2]"), "E several-values $.startIndex\n"},
		{PAGE("'prev':{'id':'urn:q'},'next':{}"), "E bad-link $.next\n"},
		{COLLECTION("'first':{" INNER ",'startIndex':0}"), ""},
		{COLLECTION("'first':{" INNER ",'items':[],'next':{" INNER ",'startIndex':-1}}"),
		 "E no-items $.first.items\nE bad-number $.first.next.startIndex\n"},
		{COLLECTION("'first':{'items':[1]}"), "E no-id $.first\nE no-type $.first\n"},
		{COLLECTION("'first':{" ANNO "," INNER "}"),
		 "W needless-context $.first[\"@context\"]\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		want_told_of_shell(rows[i].json, rows[i].told);
}

static void an_item_in_a_page_needs_no_context(void **state)
{
	(void)state;
	struct json *j = read_quoted("{'items':[{'id':'urn:a'," TYPE "," TARGET "},"
				     "{'@context':'fish','id':'a'," TYPE "},'urn:b','b',3]}");
	struct hearing h = {.root = json_root(j)};
	char path[32];
	for (size_t i = 0; i < 5; i++) {
		snprintf(path, sizeof path, "$.items[%zu]", i);
		judge(&h, follow(h.root, path), ITEM_IN_PAGE, path);
	}
	judge(&h, NULL, ITEM_IN_PAGE, "$");
	want_string("breaches",
		    "E bad-id $.items[1].id\nE no-target $.items[1]\nE bad-item $.items[3]\n"
		    "E bad-item $.items[4]\n",
		    buf_string(&h.said));
	hearing_done(&h);
	json_free(j);
}

static void a_long_value_is_cut_in_its_sentence(void **state)
{
	(void)state;
	for (size_t n = 70; n < 90; n++) {
		struct buf json = {0};
		buf_add_string(&json, "{'id':'");
		for (size_t i = 0; i < n; i++)
			buf_add_string(&json, i % 3 ? "\xE6\xBC\xA2" : "x");
		for (size_t i = 0; i < 5000; i++)
			buf_add_string(&json, "\\u0001\\u202E\\u009B");
		buf_add_string(&json, "'}");
		want_told(buf_string(&json),
			  "E no-context $\nE no-type $\nE bad-id $.id\nE no-target $\n");
		buf_done(&json);
	}
	want_told("{'id':'\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u000e\\u000f\\u0010"
		  "\\u001b\\u001b\\u001b\\u001b\\u001b\\u001b\\u001b\\u001b\\u001b\\u001b\\u001b'}",
		  "E no-context $\nE no-type $\nE bad-id $.id\nE no-target $\n");
}

static void sentences_name_what_is_wrong(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"{" ANNO ",'id':'9B6AA528-660a-4551-8265-66f45c61acab'," TYPE "," TARGET "}",
		 "the id \"9B6AA528-660a-4551-8265-66f45c61acab\" is a bare UUID; to be an IRI it "
		 "must begin with \"urn:uuid:\"\n"},
		{"{" ANNO ",'id':'9b6aa528-660a-4551-8265-66f45c61acabc'," TYPE "," TARGET "}",
		 "the id must be an absolute IRI such as \"https://example.org/1\" or "
		 "\"urn:example:1\", not \"9b6aa528-660a-4551-8265-66f45c61acabc\"\n"},
		{STATE("{'type':'TimeState','sourceDateStart':" TIME "}"),
		 "it has \"sourceDateStart\" and must have \"sourceDateEnd\" with it\n"},
		{STATE("{'type':'TimeState','sourceDateEnd':" TIME "}"),
		 "it has \"sourceDateEnd\" and must have \"sourceDateStart\" with it\n"},
		{SELECTOR("{'type':'TimeState'}"),
		 "a TimeState is a state, and a selector must stand here\n"},
		{STATE("{'type':'CssSelector','value':'p'}"),
		 "a CssSelector is a selector, and a state must stand here\n"},
		{WITH("'bodyValue':['a','b']"),
		 "there are 2 values of \"bodyValue\", where no more than one is allowed\n"},
		{WITH("'bodyValue':-5e2"), "\"bodyValue\" must be a string, not -5e2\n"},
		{WITH("'bodyValue':{}"), "\"bodyValue\" must be a string, not an object\n"},
		{ON("[[]]"), "a target must be an absolute IRI or an object, not a list\n"},
		{ON("false"), "a target must be an absolute IRI or an object, not null, true or "
			      "false\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct json *j = read_quoted(rows[i].json);
		struct hearing h = {.root = json_root(j)};
		judge(&h, h.root, ITEM_ALONE, "$");
		want_string(rows[i].json, rows[i].told, buf_string(&h.sentences));
		hearing_done(&h);
		json_free(j);
	}
}

// Sets by others.

#define TWO_IDS "E several-ids $.id\n"

static const struct sample {
	const char *file, *told;
} samples[] = {
	{"w3c-correct/anno1.json", ""},
	{"w3c-correct/anno3.json", ""},
	{"w3c-correct/anno5.json", ""},
	{"w3c-correct/anno6.json", ""},
	{"w3c-correct/anno7.json", ""},
	{"w3c-correct/anno9.json", ""},
	{"w3c-correct/anno10.json", ""},
	{"w3c-correct/anno11.json", "W dropped-term $.target\n"},
	{"w3c-correct/anno14.json", ""},
	{"w3c-correct/anno16.json", ""},
	{"w3c-correct/anno18.json", ""},
	{"w3c-correct/anno20.json", ""},
	{"w3c-correct/anno21.json", ""},
	{"w3c-correct/anno23.json", ""},
	{"w3c-correct/anno24.json", ""},
	{"w3c-correct/anno26.json", ""},
	{"w3c-correct/anno27.json", ""},
	{"w3c-correct/anno29.json", ""},
	{"w3c-correct/anno31.json", ""},
	{"w3c-correct/anno34.json", ""},
	{"w3c-correct/anno36.json", ""},
	{"w3c-correct/anno37.json", ""},
	{"w3c-correct/anno40.json", ""},
	{"w3c-incorrect/anno3.json", "E no-context $\n"},
	{"w3c-incorrect/anno4.json", "E wrong-context $[\"@context\"]\n"},
	{"w3c-incorrect/anno6.json", "E bad-id $.id\n"},
	{"w3c-incorrect/anno7.json", TWO_IDS},
	{"w3c-incorrect/anno9.json", "E wrong-type $.type\n" TWO_IDS},
	{"w3c-incorrect/anno11.json", TWO_IDS "E bad-target $.target\n"},
	{"w3c-incorrect/anno13.json", TWO_IDS "E bad-id $.body.id\n"},
	{"w3c-incorrect/anno15.json", TWO_IDS},
	{"w3c-incorrect/anno16.json", TWO_IDS "E bad-direction $.body.textDirection\n"},
	{"w3c-incorrect/anno18.json", TWO_IDS "E several-values $.body.value\n"},
	{"w3c-incorrect/anno19.json", TWO_IDS "E body-and-body-value $\n"},
	{"w3c-incorrect/anno22.json", TWO_IDS "E choice-types $.body\nW dropped-term $.body\n"},
	{"w3c-incorrect/anno26.json", TWO_IDS "E bad-agent $.creator\n"},
	{"w3c-incorrect/anno28.json", TWO_IDS "E bad-time $.created\n"},
	{"w3c-incorrect/anno31.json", TWO_IDS "E several-times $.modified\n"},
	{"w3c-incorrect/anno34.json", TWO_IDS "E bad-rights $.rights\n"},
	{"w3c-incorrect/anno37.json", TWO_IDS "E part-without-source $.target\n"},
	{"w3c-incorrect/anno38.json",
	 TWO_IDS "E part-without-source $.target\nE no-value $.target.selector\nW no-standard "
		 "$.target.selector\n"},
	{"hypothesis/minimal.json", "E no-context $\nE no-id $\nE no-type $\nE no-target $\n"},
	{"hypothesis/api-annotation-2014.json",
	 "E no-context $\nE no-type $\nE bad-id $.id\nE bad-time $.created\n"
	 "E bad-selector $.target[0].selector[0]\nE bad-selector $.target[0].selector[0]\n"},
};

// FOLDER is below that of all that is shared.  False, with a line, when the file is not there.
static bool read_shared(const char *folder, const char *file, struct buf *out)
{
	const char *own = getenv("KANTLIJN_SAMPLES"), *shared = getenv("KANTLIJN_SHARED");
	bool is_own = own && *own && strcmp(folder, "web-annotation-samples") == 0;
	struct buf path = {0};
	char block[4096];
	size_t n;
	buf_printf(&path, "%s/%s/%s",
		   is_own   ? own
		   : shared ? shared
			    : "../shared",
		   is_own ? "." : folder, file);
	FILE *f = fopen(buf_string(&path), "r");
	if (!f)
		print_message("# skip: %s is not there\n", buf_string(&path));
	buf_done(&path);
	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(out, block, n);
	return f && fclose(f) == 0;
}

// Takes out each comma with nothing but blanks between it and a bracket that closes.
static void repair_commas(struct buf *json)
{
	bool is_text = false;
	size_t kept = 0;
	for (size_t i = 0; i < json->len; i++) {
		char c = json->data[i];
		if (c == '"')
			is_text = !is_text;
		size_t next = i + 1 + strspn(json->data + i + 1, " \t\r\n");
		if (c == ',' && !is_text && (json->data[next] == '}' || json->data[next] == ']'))
			continue;
		json->data[kept++] = c;
	}
	json->len = kept;
	json->data[kept] = '\0';
}

static struct json *read_sample(const char *file, bool *is_there)
{
	struct buf text = {0};
	struct json *j = NULL;
	*is_there = read_shared("web-annotation-samples", file, &text);
	if (*is_there) {
		j = json_read((const uint8_t *)buf_string(&text), text.len);
		if (!json_root(j)) {
			json_free(j);
			repair_commas(&text);
			j = json_read((const uint8_t *)buf_string(&text), text.len);
		}
	}
	buf_done(&text);
	return j;
}

static void samples_get_their_stated_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		bool is_there;
		struct json *j = read_sample(samples[i].file, &is_there);
		if (!is_there)
			skip();
		struct hearing h = {.root = json_root(j)};
		want(h.root, "%s: wanted JSON", samples[i].file);
		judge(&h, h.root, ITEM_ALONE, "$");
		want_string(samples[i].file, samples[i].told, buf_string(&h.said));
		hearing_done(&h);
		json_free(j);
	}
}

static void sample_collections_and_pages_have_no_breach(void **state)
{
	(void)state;
	static const char *const files[] = {"w3c-correct/example41.json",
					    "w3c-correct/example42.json"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		bool is_there;
		struct json *j = read_sample(files[i], &is_there);
		if (!is_there)
			skip();
		struct hearing h = {.root = json_root(j)};
		judge_shell(&h);
		const struct json_node *items = json_get(h.root, "items");
		for (const struct json_node *n = json_one(items); n; n = json_more(items, n))
			judge(&h, n, ITEM_IN_PAGE, "$");
		want_string(files[i], "", buf_string(&h.said));
		hearing_done(&h);
		json_free(j);
	}
}

// An array, which is read as a property of an object.
static void recogito_writes_no_iris_and_empty_bodies(void **state)
{
	(void)state;
	static const char *const of_each = "E bad-id $.a[%zu].id\nW bad-agent $.a[%zu].creator.id\n"
					   "W empty-body $.a[%zu].body\n";
	struct buf text = {0};
	buf_add_string(&text, "{\"a\":");
	if (!read_shared("web-annotation-samples", "recogito/annotations.w3c.json", &text)) {
		buf_done(&text);
		skip();
	}
	buf_add_string(&text, "}");
	struct json *j = json_read((const uint8_t *)buf_string(&text), text.len);
	struct hearing h = {.root = json_root(j)};
	struct buf told = {0};
	char path[32];
	for (size_t i = 0; i < 5; i++) {
		snprintf(path, sizeof path, "$.a[%zu]", i);
		judge(&h, follow(h.root, path), ITEM_IN_PAGE, path);
		buf_printf(&told, of_each, i, i, i);
		if (i < 3) // the others have no ids for their targets
			buf_printf(&told, "E bad-id $.a[%zu].target.id\n", i);
	}
	want_string("breaches", buf_string(&told), buf_string(&h.said));
	buf_done(&told);
	hearing_done(&h);
	json_free(j);
	buf_done(&text);
}

// A collection with its first page, and that with its items.
static void want_clean_set(const char *name, const void *text, size_t size)
{
	struct json *j = json_read(text, size);
	struct hearing h = {.root = json_root(j)};
	want(h.root, "%s: wanted JSON", name);
	judge_shell(&h);
	const struct json_node *items = json_get(json_get(h.root, "first"), "items");
	char path[48];
	size_t i = 0;
	for (const struct json_node *n = json_one(items); n; n = json_more(items, n)) {
		snprintf(path, sizeof path, "$.first.items[%zu]", i++);
		judge(&h, n, ITEM_IN_PAGE, path);
	}
	want(i > 2, "%s: wanted items, got %zu", name, i);
	want_string(name, "", buf_string(&h.said));
	hearing_done(&h);
	json_free(j);
}

static void the_bundled_set_has_no_breach(void **state)
{
	(void)state;
	want_clean_set("bundled set", builtin_set, builtin_set_size);
}

static void the_example_of_our_model_has_no_breach(void **state)
{
	(void)state;
	struct buf text = {0};
	if (!read_shared("design", "annotations.md", &text))
		skip();
	const char *begin = strstr(buf_string(&text), "### 1.3");
	begin = begin ? strstr(begin, "```json\n") : NULL;
	want(begin, "wanted an example in section 1.3, got none");
	begin += strlen("```json\n");
	const char *end = strstr(begin, "```");
	want(end, "wanted an end of the example, got none");
	want_clean_set("example", begin, (size_t)(end - begin));
	buf_done(&text);
}

// Hostile sets.

static const char *const hostile_keys[] = {
	"@context",	 "id",	       "@id",		"type",		 "@type",
	"target",	 "body",       "bodyValue",	"value",	 "items",
	"selector",	 "state",      "refinedBy",	"source",	 "exact",
	"start",	 "end",	       "startSelector", "endSelector",	 "creator",
	"created",	 "rights",     "motivation",	"purpose",	 "sourceDate",
	"sourceDateEnd", "conformsTo", "first",		"next",		 "total",
	"label",	 "stylesheet", "canonical",	"textDirection", "cached",
	"styleClass"};
static const char *const hostile_leaves[] = {"\"Annotation\"",
					     "\"AnnotationPage\"",
					     "\"AnnotationCollection\"",
					     "\"Choice\"",
					     "\"TextQuoteSelector\"",
					     "\"TextPositionSelector\"",
					     "\"RangeSelector\"",
					     "\"SvgSelector\"",
					     "\"FragmentSelector\"",
					     "\"TimeState\"",
					     "\"SpecificResource\"",
					     "\"TextualBody\"",
					     "\"urn:x\"",
					     "\"\"",
					     "\"a b\\u001b[31m\\u202e\"",
					     "\"oa:\"",
					     "null",
					     "true",
					     "-1",
					     "7",
					     "1e999",
					     "[]",
					     "{}"};

static uint32_t hostile(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

// Everything that a property may have, which then has it in the wrong place.
static void add_hostile(struct buf *out, uint32_t *seed, int depth)
{
	const size_t key_count = sizeof hostile_keys / sizeof *hostile_keys;
	const size_t leaf_count = sizeof hostile_leaves / sizeof *hostile_leaves;
	uint32_t kind = hostile(seed) % 8;
	if (depth == 0 || (kind > 4 && depth < 5)) {
		buf_add_string(out, hostile_leaves[hostile(seed) % leaf_count]);
		return;
	}
	bool is_list = kind == 0 && depth < 6;
	buf_add_char(out, is_list ? '[' : '{');
	for (uint32_t i = 0, n = 1 + hostile(seed) % 6; i < n; i++) {
		buf_add_string(out, i ? "," : "");
		if (!is_list)
			buf_printf(out, "\"%s\":", hostile_keys[hostile(seed) % key_count]);
		add_hostile(out, seed, depth - 1);
	}
	buf_add_char(out, is_list ? ']' : '}');
}

static void hostile_items_are_judged_to_their_end(void **state)
{
	(void)state;
	uint32_t seed = 2017;
	size_t told = 0;
	for (int round = 0; round < 2000; round++) {
		struct buf json = {0};
		add_hostile(&json, &seed, 6);
		struct json *j = json_read((const uint8_t *)buf_string(&json), json.len);
		want(json_root(j), "wanted JSON, got %s", buf_string(&json));
		struct hearing h = {.root = json_root(j)};
		judge_shell(&h);
		judge(&h, h.root, round % 2 ? ITEM_ALONE : ITEM_IN_PAGE, "$");
		told += h.count;
		hearing_done(&h);
		json_free(j);
		buf_done(&json);
	}
	want(told > 2000, "wanted many breaches, got %zu", told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_annotation_has_context_id_and_type),
		cmocka_unit_test(an_iri_has_a_scheme_and_no_blanks),
		cmocka_unit_test(a_time_is_a_real_one_in_utc),
		cmocka_unit_test(who_when_why_and_rights),
		cmocka_unit_test(bodies_and_targets_are_iris_or_objects),
		cmocka_unit_test(a_choice_has_one_type_and_items),
		cmocka_unit_test(a_specific_resource_has_one_source),
		cmocka_unit_test(selectors_say_what_their_type_demands),
		cmocka_unit_test(quotes_and_positions_are_whole),
		cmocka_unit_test(states_say_when_or_how),
		cmocka_unit_test(a_shell_is_a_collection_or_a_page),
		cmocka_unit_test(an_item_in_a_page_needs_no_context),
		cmocka_unit_test(a_long_value_is_cut_in_its_sentence),
		cmocka_unit_test(sentences_name_what_is_wrong),
		cmocka_unit_test(samples_get_their_stated_verdicts),
		cmocka_unit_test(sample_collections_and_pages_have_no_breach),
		cmocka_unit_test(recogito_writes_no_iris_and_empty_bodies),
		cmocka_unit_test(the_bundled_set_has_no_breach),
		cmocka_unit_test(the_example_of_our_model_has_no_breach),
		cmocka_unit_test(hostile_items_are_judged_to_their_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
