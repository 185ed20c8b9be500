// SPDX-License-Identifier: ISC
// What targets select: a table of targets as they may be written, each with what becomes of it, and
// the fragments of RFC 5147.  In the table ' stands for ".
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "knowledge/fragment.h"
#include "knowledge/json.h"
#include "knowledge/resource.h"
#include "knowledge/target.h"
#include "tests/want.h"

static void add_range(struct buf *out, char kind, uint64_t begin, uint64_t end)
{
	if (begin == POS_NONE && end == POS_NONE)
		return;
	buf_printf(out, " %c", kind);
	if (begin != POS_NONE)
		buf_printf(out, "%" PRIu64, begin);
	buf_add_char(out, '-');
	if (end != POS_NONE)
		buf_printf(out, "%" PRIu64, end);
}

static void add_selector(struct buf *out, const struct selector *s)
{
	if (s->exact)
		buf_printf(out, " [%s|%s|%s]", s->prefix ? s->prefix : "", s->exact,
			   s->suffix ? s->suffix : "");
	add_range(out, 'c', s->start, s->end);
	add_range(out, 'l', s->start_line, s->end_line);
	if (s->refinement) {
		buf_add_string(out, " >");
		add_selector(out, s->refinement);
	}
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

static char *describe(const char *target, size_t ceiling)
{
	static const char *const words[] = {"whole", "text", "other", "none"};
	struct buf json = {0}, out = {0};
	buf_printf(&json, "{'target':%s}", target);
	struct json *j = read_quoted(buf_string(&json));
	struct targets list = {.ceiling = ceiling};
	targets_read(&list, json_root(j));
	for (size_t i = 0; i < list.count; i++) {
		buf_printf(&out, "%s%s", i ? "; " : "", words[list.all[i].selected]);
		add_selector(&out, &list.all[i].selector);
	}
	buf_add_string(&out, list.is_cut ? "; cut" : "");
	targets_done(&list);
	json_free(j);
	buf_done(&json);
	return buf_take(&out);
}

#define ON(selector) "{'source':'urn:x:d','selector':" selector "}"
#define QUOTE "{'type':'TextQuoteSelector','prefix':'p','exact':'q','suffix':'s'}"
#define PLAIN "{'type':'TextQuoteSelector','exact':'q'}"
#define POSITION "{'type':'TextPositionSelector','start':3,'end':5}"
#define FRAGMENT(value) "{'type':'FragmentSelector','value':'" value "'}"
#define RFC "'conformsTo':'http://tools.ietf.org/rfc/rfc5147'"
#define CSS "{'type':'CssSelector','value':'p'}"
#define REFINED(outer, inner) "{'type':" outer ",'refinedBy':" inner "}"
#define OA "http://www.w3.org/ns/oa#"

static const struct {
	const char *target, *selects;
} cases[] = {
	// One selector, and alternatives.
	{ON(QUOTE), "text [p|q|s]"},
	{ON(POSITION), "text c3-5"},
	{ON("[" QUOTE "," POSITION "]"), "text [p|q|s] c3-5"},
	{ON("[" POSITION "," PLAIN "," QUOTE "]"), "text [|q|] c3-5"},
	{ON("[" CSS "," PLAIN "]"), "text [|q|]"},
	{ON("[" FRAGMENT("line=1,2") "," QUOTE "]"), "text [p|q|s] l1-2"},
	{"{'selector':" QUOTE "}", "text [p|q|s]"},
	{"[" ON(QUOTE) ",'urn:x:b'," ON(CSS) "]", "text [p|q|s]; whole; other"},
	// As prefixed words, whole IRIs and expanded JSON-LD.
	{ON("{'@type':'oa:TextPositionSelector','oa:start':3,'oa:end':{'@value':5}}"), "text c3-5"},
	{"{'" OA "hasSource':[{'@id':'urn:x:d'}],'" OA "hasSelector':[{'@type':['" OA
	 "TextQuoteSelector'],'" OA "exact':[{'@value':'q'}]}]}",
	 "text [|q|]"},
	// Positions in all the ways JSON has for a whole number, and what is none.
	{ON("{'type':'TextPositionSelector','start':-0,'end':1e3}"), "text c0-1000"},
	{ON("{'type':'TextPositionSelector','start':2.0,'end':2.50e1}"), "text c2-25"},
	{ON("{'type':'TextPositionSelector','start':'7','end':120e-1}"), "text c7-12"},
	{ON("{'type':'TextPositionSelector','start':9,'end':4}"), "text c9-4"},
	{ON("{'type':'TextPositionSelector','start':1}"), "other"},
	{ON("{'type':'TextPositionSelector','start':1.5,'end':3}"), "other"},
	{ON("{'type':'TextPositionSelector','start':-1,'end':3}"), "other"},
	{ON("{'type':'TextPositionSelector','start':0,'end':1e99}"), "other"},
	{ON("{'type':'TextPositionSelector','start':0,'end':18446744073709551616}"), "other"},
	{ON("{'type':'TextPositionSelector','start':0,'end':0e99999999999999999999}"), "other"},
	{ON("{'type':'TextPositionSelector','start':null,'end':{}}"), "other"},
	// Fragments.
	{ON(FRAGMENT("char=10,20")), "text c10-20"},
	{ON(FRAGMENT("#char=10")), "text c10-10"},
	{ON(FRAGMENT("xywh=1,2,3,4")), "other"},
	{ON("{'type':'FragmentSelector','value':'char=1,2'," RFC "}"), "text c1-2"},
	{ON("{'type':'FragmentSelector','value':'char=1,2',"
	    "'conformsTo':'http://www.w3.org/TR/media-frags/'}"),
	 "other"},
	{"'http://a.example/d.txt#char=10,20'", "text c10-20"},
	{"{'id':'http://a.example/d.txt#line=,3','format':'text/plain'}", "text l0-3"},
	{"{'type':'SpecificResource','source':'http://a.example/d.txt#char=4,'}", "text c4-"},
	{"'http://a.example/d.txt#page=3'", "whole"},
	{"'#char=1,2'", "whole"},
	// Refined.
	{ON(REFINED("'TextQuoteSelector','exact':'e'", POSITION)), "text [|e|] > c3-5"},
	{ON(REFINED("'FragmentSelector','value':'line=1,9'",
		    REFINED("'TextQuoteSelector','exact':'e'", POSITION))),
	 "text l1-9 > [|e|] > c3-5"},
	{ON(REFINED("'TextQuoteSelector','exact':'e'", CSS)), "text [|e|]"},
	{ON("[" REFINED("'TextQuoteSelector','exact':'e'", POSITION) "," QUOTE "]"),
	 "text [p|q|s]"},
	{ON("[" CSS "," REFINED("'TextQuoteSelector','exact':'e'", POSITION) "]"),
	 "text [|e|] > c3-5"},
	{ON(REFINED("'CssSelector','value':'p'", QUOTE)), "text [p|q|s]"},
	{ON(REFINED("'CssSelector','value':'p'", POSITION)), "other"},
	{ON(REFINED("'XPathSelector','value':'/p'", "[" QUOTE "," POSITION "]")), "text [p|q|s]"},
	// Behind states, which say nothing of a file of text but which of its versions is meant.
	{"{'source':'u:d','state':{'type':'TimeState','sourceDate':'2016-02-01T12:05:23Z'},"
	 "'selector':" QUOTE "}",
	 "text [p|q|s]"},
	{"{'source':'u:d','state':{'type':'TimeState','refinedBy':{'type':'HttpRequestState',"
	 "'refinedBy':" QUOTE "}}}",
	 "text [p|q|s]"},
	{"{'source':'u:d','state':{'type':'TimeState','refinedBy':{'type':'HttpRequestState',"
	 "'refinedBy':" FRAGMENT("page=10") "}}}",
	 "other"},
	{"{'source':'u:d','state':{'type':'TimeState','cached':'u:c'}}", "whole"},
	// Ranges.
	{ON("{'type':'RangeSelector','startSelector':" POSITION ",'endSelector':"
	    "{'type':'TextPositionSelector','start':9,'end':12}}"),
	 "text c3-9"},
	{ON("{'type':'RangeSelector','startSelector':" FRAGMENT(
		 "line=2") ",'endSelector':" FRAGMENT("line=4,5") "}"),
	 "text l2-4"},
	{ON("{'type':'RangeSelector','startSelector':" POSITION ",'endSelector':" QUOTE "}"),
	 "other"},
	{ON("{'type':'RangeSelector','startSelector':" POSITION ",'endSelector':"
	    "{'type':'TextPositionSelector','start':1,'end':2}}"),
	 "other"},
	{ON("{'type':'RangeSelector','startContainer':'/p','startOffset':1}"), "other"},
	// What selects no plain text, and what is not there.
	{ON(CSS), "other"},
	{ON("{'type':'SvgSelector','id':'http://a.example/svg'}"), "other"},
	{ON("{'type':'DataPositionSelector','start':3,'end':5}"), "other"},
	{ON("'http://a.example/selector'"), "other"},
	{ON("{'type':'TextQuoteSelector'}"), "other"},
	{ON("[]"), "whole"},
	// Resources, groups of them, and nothing.
	{"'urn:x:d'", "whole"},
	{"['urn:x:a','urn:x:b']", "whole; whole"},
	{"{'type':'Composite','items':['urn:x:a'," ON(QUOTE) "]}", "whole; text [p|q|s]"},
	{"{'type':'List','items':[{'type':'Independents','items':['u:a','u:b']},'u:c']}",
	 "whole; whole; whole"},
	{"{'type':'Choice','items':[" ON(QUOTE) "," ON(POSITION) "]}", "text [p|q|s]"},
	{"{'type':'Composite','items':[]}", "whole"},
	{"9", "none"},
	{"{}", "none"},
	{"null", "none"},
	{"''", "none"},
	{"[]", ""},
};

static void every_target_selects_what_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *got = describe(cases[i].target, 1000);
		want_string(cases[i].target, cases[i].selects, got);
		free(got);
	}
}

static void refinements_end_somewhere(void **state)
{
	(void)state;
	struct buf target = {0};
	buf_add_string(&target, "{'source':'u:d','selector':");
	for (int i = 0; i < 40; i++)
		buf_printf(&target, "{'type':'TextQuoteSelector','exact':'%d','refinedBy':", i);
	buf_add_string(&target, POSITION);
	for (int i = 0; i < 41; i++)
		buf_add_char(&target, '}');

	char *got = describe(buf_string(&target), 1000);

	want_string("refinements",
		    "text [|0|] > [|1|] > [|2|] > [|3|] > [|4|] > [|5|] > [|6|] > "
		    "[|7|]",
		    got);
	free(got);
	buf_done(&target);
}

static void more_targets_than_the_ceiling_are_cut(void **state)
{
	(void)state;
	char *all = describe("['u:a','u:b','u:c']", 3), *two = describe("['u:a','u:b','u:c']", 2);
	want_string("as many", "whole; whole; whole", all);
	want_string("too many", "whole; whole; cut", two);
	free(all);
	free(two);
}

static void want_fragment(const char *fragment, const char *wanted)
{
	struct selector s = selector_none();
	struct buf out = {0};
	bool is_one = fragment_read(fragment, &s);
	add_selector(&out, &s);
	want(is_one == (*wanted != '\0'), "%s: wanted it to be %s", fragment,
	     *wanted ? "read" : "refused");
	want_string(fragment, wanted, buf_string(&out));
	buf_done(&out);
}

static void fragments_follow_the_grammar(void **state)
{
	(void)state;
	want_fragment("char=10,20", " c10-20");
	want_fragment("char=10,", " c10-");
	want_fragment("char=,20", " c0-20");
	want_fragment("char=10", " c10-10");
	want_fragment("char=0,0", " c0-0");
	want_fragment("line=1,3", " l1-3");
	want_fragment("line=,1", " l0-1");
	want_fragment("line=7;length=9876", " l7-7");
	want_fragment("line=10,20;length=9876,UTF-8", " l10-20");
	want_fragment("char=1,2;md5=d41d8cd98f00b204e9800998ecf8427e,US-ASCII;length=3", " c1-2");
	static const char *const wrong[] = {
		"",
		"char",
		"char=",
		"char=,",
		"char=a",
		"char=-1",
		"char=1,2,3",
		"char=20,10",
		"char=1;",
		"char=1;length=",
		"char=1;length=2,",
		"char=1;md5=abc",
		"char=1;md5=d41d8cd98f00b204e9800998ecf8427e0",
		"char=1;sha=2",
		"char=1 ",
		"Char=1",
		"char=99999999999999999999",
		"char=1,99999999999999999999",
		"word=1,2",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		want_fragment(wrong[i], "");
}

static void the_standard_has_several_addresses(void **state)
{
	(void)state;
	want(fragment_is_standard("http://tools.ietf.org/rfc/rfc5147"), "wanted the usual one");
	want(fragment_is_standard("https://www.rfc-editor.org/rfc/rfc5147.txt"), "wanted txt");
	want(fragment_is_standard("https://datatracker.ietf.org/doc/html/rfc5147"), "wanted html");
	want(!fragment_is_standard("http://tools.ietf.org/rfc/rfc51470"), "wanted none");
	want(!fragment_is_standard("http://tools.ietf.org/rfc/rfc3778"), "wanted none");
	want(!fragment_is_standard("rfc5147"), "wanted none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_target_selects_what_is_written),
		cmocka_unit_test(refinements_end_somewhere),
		cmocka_unit_test(more_targets_than_the_ceiling_are_cut),
		cmocka_unit_test(fragments_follow_the_grammar),
		cmocka_unit_test(the_standard_has_several_addresses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
