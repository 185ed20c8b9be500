// SPDX-License-Identifier: ISC
// What a check finds in sets, and that it finds nothing in the bundled one: faults are planted in
// copies of it.  Then the quality of the bundled set that only the program itself can tell: how
// much there is of it, and that each fact fits the margin.
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
#include "knowledge/anchor.h"
#include "knowledge/check.h"
#include "knowledge/period.h"
#include "output/list.h"
#include "reader/frame.h"
#include "reader/reader.h"
#include "tests/want.h"

#define TODAY "2026-11-25"
#define ID(name) "\"id\": \"urn:kantlijn:hanoi:" name "\""

static const struct budget no_end = {NULL, NULL};

// A set that is read to its end, with its text.
struct bench {
	struct source *source;
	struct index *index;
	struct knowledge k;
	struct web_annotation *set;
	struct anchoring *anchoring;
	enum step step;	  // of reading the set
	struct buf said;  // findings as "code place" lines
	struct buf words; // … and their sentences
	struct buf spots; // … and "line path" lines
	bool has_words;	  // each finding had code, place and sentence
};

static bool note_finding(void *data, const struct finding *f)
{
	struct bench *b = data;
	buf_printf(&b->said, "%s %s\n", f->code, f->place);
	buf_printf(&b->words, "%s\n", f->sentence);
	buf_printf(&b->spots, "%zu %s\n", f->line, f->path);
	b->has_words = b->has_words && *f->code && f->place && *f->sentence;
	return true;
}

// What becomes of it between anchoring and checking.
typedef void changer(struct knowledge *k);

static size_t check_changed(struct bench *b, const void *text, size_t text_size, const void *json,
			    size_t json_size, changer *change)
{
	*b = (struct bench){.has_words = true};
	knowledge_init(&b->k);
	b->source = source_open_bytes(text, text_size, "text");
	b->index = index_new(b->source);
	b->set = web_annotation_open_bytes("set", json, json_size, NULL);
	b->step = web_annotation_read(b->set, &b->k, 0, no_end, NULL);
	knowledge_settle(&b->k);
	while (index_step(b->index, no_end) == STEP_MORE)
		;
	b->anchoring = anchoring_new(&b->k, b->source, b->index);
	while (anchoring_step(b->anchoring, no_end) == STEP_MORE)
		;
	if (change)
		change(&b->k);
	knowledge_settle(&b->k);
	struct check_world world = {&b->k, &b->set, 1, b->source, b->index, TODAY};
	return check_run(&world, (struct check_listener){note_finding, b});
}

static size_t check(struct bench *b, const void *text, size_t text_size, const void *json,
		    size_t json_size)
{
	return check_changed(b, text, text_size, json, json_size, NULL);
}

static void bench_done(struct bench *b)
{
	anchoring_free(b->anchoring);
	knowledge_done(&b->k);
	web_annotation_close(b->set);
	index_free(b->index);
	source_close(b->source);
	buf_done(&b->said);
	buf_done(&b->words);
	buf_done(&b->spots);
}

// A change of the bundled set: behind ANCHOR, which stands in it once, everything from FROM to
// UNTIL (NULL: FROM alone) becomes TO.
struct fault {
	const char *anchor, *from, *until, *to;
	const char *found; // "code place" lines
};

static char *bundled_set(void)
{
	return mem_copy(builtin_set, builtin_set_size);
}

// Takes JSON over; the caller owns what comes back.
static char *plant(char *json, const struct fault *f)
{
	char *anchor = strstr(json, f->anchor);
	want(anchor, "wanted %s in the set, it is not there", f->anchor);
	want(!strstr(anchor + 1, f->anchor), "wanted %s once in the set, it is there twice",
	     f->anchor);
	char *from = strstr(anchor, f->from);
	want(from, "wanted %s behind %s, it is not there", f->from, f->anchor);
	char *until = f->until ? strstr(from, f->until) : NULL;
	want(!f->until || until, "wanted %s behind %s, it is not there", f->until, f->from);
	char *rest = until ? until + strlen(f->until) : from + strlen(f->from);
	struct buf b = {0};
	buf_add(&b, json, (size_t)(from - json));
	buf_add_string(&b, f->to);
	buf_add_string(&b, rest);
	free(json);
	return buf_take(&b);
}

static void the_bundled_set_has_no_finding(void **state)
{
	(void)state;
	struct bench b;
	size_t n = check(&b, builtin_text, builtin_text_size, builtin_set, builtin_set_size);
	want_string("findings", "", buf_string(&b.said));
	want_number("findings", 0, n);
	bench_done(&b);
}

static uint32_t named(const struct knowledge *k, const char *name)
{
	uint32_t i = knowledge_find_annotation(k, name);
	want(i != INDEX_NONE, "wanted an annotation %s, there is none", name);
	return i;
}

// Whatever anchoring makes of a quote that stands in the text several times.
static void give_hanoi_two_places(struct knowledge *k)
{
	uint32_t i = named(k, "m-hanoi");
	const struct annotation *a = &k->annotations[i];
	knowledge_place(k, i, ANCHOR_FOUND, a->begin, a->end);
	knowledge_add_place(k, i, 0, 3);
}

static void change_flop(struct knowledge *k)
{
	knowledge_place(k, named(k, "c-flop"), ANCHOR_CHANGED, 0, 17);
}

static void doubt_flop(struct knowledge *k)
{
	knowledge_place(k, named(k, "c-flop"), ANCHOR_DOUBTFUL, 0, 17);
}

static const struct fault faults[] = {
	// Places.
	{ID("c-flight"), "\"start\": 120", NULL, "\"start\": 121",
	 "quote-not-at-position c-flight\n"},
	{ID("c-train"), "\"end\": 118", NULL, "\"end\": 117", "quote-not-at-position c-train\n"},
	{ID("c-flop"), "\"exact\": \"Het was een flop.\"", NULL, "\"exact\": \"Zo ging het niet.\"",
	 "quote-not-found c-flop\n"},
	{ID("c-flop"), "\"prefix\": \"\"", NULL, "\"prefix\": \"Zo. \"",
	 "context-differs c-flop\n"},
	{ID("c-flop"), "f8024c8f", NULL, "18024c8f", "other-version c-flop\n"},
	{ID("c-flop"), "f8024c8f", NULL, "x8024c8f", "bad-digest c-flop\n"},
	{ID("m-kim"), "\"suffix\": \"", NULL, "\"suffix\": \"x", "context-differs m-kim\n"},
	{ID("c-doors"), "\"prefix\": \"", "\",", "\"prefix\": \"Nooit. \",",
	 "context-differs c-doors\n"},
	{ID("m-nyt"), "\"exact\"", NULL, "\"exakt\"", "bad-quote m-nyt\nno-quote m-nyt\n"},
	{ID("c-nyt"), "\"start\": ", NULL, "\"start\": -",
	 "bad-position c-nyt\nno-position c-nyt\n"},
	{ID("c-room"), "\"start\": 3091", "3175", "\"start\": 93091, \"end\": 93175",
	 "position-outside-text c-room\n"},
	{ID("c-room"), "\"start\": 3091", "3175", "\"start\": 3175, \"end\": 3091",
	 "bad-position c-room\nposition-outside-text c-room\n"},
	{ID("c-flight"), "\"type\": \"TextQuoteSelector\"", "\"TextPositionSelector\"",
	 "\"type\": \"FragmentSelector\"",
	 "no-value c-flight\nno-standard c-flight\nforeign-selector c-flight\n"},
	{ID("c-flight"), "\"selector\": [", "]", "\"x\": [ ]", "no-place c-flight\n"},
	// Links from both ends.
	{ID("l-flop.hanoi"), "hanoi:f-hanoi", NULL, "hanoi:f-saigon",
	 "dangling-link l-flop.hanoi\n"},
	{ID("l-train.train"), "hanoi:f-train", NULL, "hanoi:f-tram",
	 "fact-not-linked f-train\ndangling-link l-train.train\n"},
	{ID("l-train.train"), "hanoi:f-train", NULL, "hanoi:f-hanoi", "fact-not-linked f-train\n"},
	{ID("m-pompeo"), "hanoi:t-pompeo", NULL, "hanoi:t-trump", "fact-not-linked t-pompeo\n"},
	{ID("m-pompeo"), "hanoi:t-pompeo", NULL, "hanoi:t-pompei",
	 "fact-not-linked t-pompeo\ndangling-link m-pompeo\n"},
	{ID("l-exercises.exercises"), "urn:kantlijn:relation:supports", NULL, "tagging",
	 "claim-without-facts c-exercises\n"},
	// Ids.
	{ID("c-flight"), "c-flight", NULL, "c-train", "duplicate-id c-train~2\n"},
	{ID("d-flight"), "hanoi:f-flight", NULL, "hanoi:f-train",
	 "duplicate-id f-train\ndangling-link l-flight.flight\n"},
	{ID("d-flight"), "d-flight", NULL, "d-train", "duplicate-id f-flight\n"},
	{ID("l-flop.precedents"), "l-flop.precedents", NULL, "l-flop.hanoi",
	 "duplicate-id l-flop.hanoi\n"},
	{ID("d-flight"), "\"id\": \"urn:kantlijn:hanoi:f-flight\"", NULL,
	 "\"id\": \"urn:kantlijn:hanoi:d-flight\"",
	 "duplicate-id d-flight\nfact-not-linked d-flight\ndangling-link l-flight.flight\n"},
	// Links.
	{ID("l-flop.precedents"), "hanoi:f-precedents", NULL, "hanoi:d-precedents",
	 "dangling-link l-flop.precedents\n"},
	{ID("l-flop.precedents"), "hanoi:f-precedents", NULL, "hanoi:c-train",
	 "dangling-link l-flop.precedents\n"},
	{ID("l-flop.precedents"), "relation:context\"", "hanoi:f-precedents",
	 "relation:supports\", \"source\": \"urn:kantlijn:hanoi:f-hanoi",
	 "duplicate-link l-flop.precedents\n"},
	{ID("l-flop.precedents"), "relation:context\"", "hanoi:f-precedents",
	 "relation:contradicts\", \"source\": \"urn:kantlijn:hanoi:f-hanoi",
	 "contradictory-links l-flop.precedents\n"},
	// Texts.
	{ID("d-train"), "\"schema:name\": \"By", NULL, "\"schema:nom\": \"By",
	 "missing-language f-train\n"},
	{ID("d-train"), "\"value\": \"Kim left", NULL, "\"valeur\": \"Kim left",
	 "no-value f-train\nmissing-language f-train\n"},
	{ID("e-trump"), "\"value\": \"President of", NULL, "\"valeur\": \"President of",
	 "no-value t-trump\nmissing-language t-trump\n"},
	{ID("r-train"), "\"@language\": \"en\"", NULL, "\"@language\": \"nl\"",
	 "missing-language c-train\n"},
	{ID("l-train.train"), "\"@language\": \"nl\"", NULL, "\"@language\": \"en\"",
	 "missing-language l-train.train\n"},
	{ID("d-train"), "\"value\": \"Kim left", "March.\"", "\"value\": \" \"",
	 "empty-text f-train\n"},
	{ID("d-train"), "\"schema:name\": \"Per pantsertrein door China\"", NULL,
	 "\"schema:name\": \"\"", "empty-text f-train\n"},
	{ID("r-train"), "\"@value\": \"", "\",", "\"@value\": \"\",", "empty-text c-train\n"},
	{ID("r-train"), "\"schema:reviewBody\"", NULL, "\"schema:body\"", "no-reason c-train\n"},
	{ID("l-train.train"), "\"schema:description\"", NULL, "\"schema:text\"",
	 "no-reason l-train.train\n"},
	// Sources and dates.
	{ID("d-train"), "\"schema:citation\": [", "]", "\"schema:citation\": []",
	 "no-source f-train\n"},
	{"\"schema:publisher\": \"CGTN\",", "\"schema:datePublished\"", NULL, "\"schema:when\"",
	 "undated-source f-train\n"},
	{"\"schema:publisher\": \"CGTN\",", "\"2019-02-26\"", NULL, "\"2019-02-29\"",
	 "bad-date f-train\n"},
	{ID("d-train"), "\"schema:name\": \"How did Kim", "\"CGTN\",", "",
	 "unnamed-source f-train\n"},
	{ID("d-train"), "2019-02-23/2019-02-26", NULL, "2019-02-26/2019-02-23",
	 "bad-date f-train\n"},
	{ID("d-train"), "2019-02-23/2019-02-26", NULL, "februari 2019", "bad-date f-train\n"},
	{ID("d-train"), "schema:temporalCoverage", NULL, "schema:temporal", "no-period f-train\n"},
	{"\"schema:publisher\": \"CGTN\",", "\"2019-02-26\"", NULL, "\"2029-02-26\"",
	 "future-date f-train\n"},
	{ID("d-train"), "\"created\": \"2026", NULL, "\"created\": \"2046",
	 "future-date f-train\n"},
	{ID("d-train"), "\"created\"", NULL, "\"gemaakt\"", "undated-fact f-train\n"},
	{ID("d-train"), "\"schema:temporalCoverage\"", NULL,
	 "\"schema:expires\": \"2026-11-24\", \"schema:temporalCoverage\"",
	 "fact-expired f-train\n"},
	{ID("d-train"), "\"schema:temporalCoverage\"", NULL,
	 "\"schema:expires\": \"2026-11-25\", \"schema:temporalCoverage\"", ""},
	{ID("d-train"), "\"schema:temporalCoverage\"", NULL,
	 "\"schema:expires\": \"25 november\", \"schema:temporalCoverage\"", "bad-date f-train\n"},
	{ID("r-train"), "\"schema:datePublished\": \"2026-11-23\"", NULL,
	 "\"schema:datePublished\": \"2026-11-33\"", "bad-date c-train\n"},
	{ID("r-train"), "\"schema:datePublished\": \"2026", NULL,
	 "\"schema:datePublished\": \"2036", "future-date c-train\n"},
	// The standard.
	{ID("c-train"), "\"created\": \"2026-11-23T00:00:00Z\"", NULL,
	 "\"created\": \"2026-11-23\"", "bad-time c-train\n"},
	{"\"AnnotationCollection\"", "\"label\"", NULL, "\"title\"", "no-label set\n"},
	{ID("page-1"), "\"startIndex\": 0", NULL, "\"startIndex\": \"0\"", "bad-number set\n"},
	{"\"startIndex\": 0,", "\"items\": [", NULL, "\"items\": [ 42,", "not-an-annotation set\n"},
	{"\"startIndex\": 0,", "\"items\": [", NULL, "\"items\": [ \"urn:x:elsewhere\",",
	 "not-read set\n"},
	// Kinds, assessments, relations.
	{ID("c-train"), "kind:fact", NULL, "kind:feit", "unknown-kind c-train\n"},
	{ID("c-train"), "\"purpose\": \"classifying\"", NULL, "\"purpose\": \"tagging\"",
	 "no-kind c-train\n"},
	{ID("c-train"), "assessment:correct", NULL, "assessment:right",
	 "unknown-assessment c-train\n"},
	{ID("c-train"), "\"schema:reviewRating\"", NULL, "\"schema:stars\"",
	 "no-assessment c-train\n"},
	{ID("c-train"), "kind:fact", NULL, "kind:opinion", "opinion-assessed c-train\n"},
	{ID("l-train.train"), "relation:supports", NULL, "relation:proves",
	 "unknown-relation l-train.train\n"},
};

// … and what becomes of it then.
struct changed {
	struct fault fault;
	changer *change; // or NULL
};

static const struct changed changed[] = {
	{{ID("m-hanoi"), "\"exact\": \"Hanoi\",", "\"type\": \"TextPositionSelector\"",
	  "\"exact\": \"Hanoi\" }, { \"type\": \"TextPositionSelector\"",
	  "quote-ambiguous m-hanoi\n"},
	 give_hanoi_two_places},
	{{ID("c-flop"), "\"exact\": \"Het was een flop.\"", NULL,
	  "\"exact\": \"Het was geen flop.\"", "text-changed c-flop\n"},
	 change_flop},
	{{ID("c-flop"), "\"exact\": \"Het was een flop.\"", NULL,
	  "\"exact\": \"Het werd een flop.\"", "place-doubtful c-flop\n"},
	 doubt_flop},
};

static void want_found(const char *text, size_t n, char *json, const struct changed *c)
{
	struct bench b;
	check_changed(&b, text, n, json, strlen(json), c->change);
	want_string(c->fault.to, c->fault.found, buf_string(&b.said));
	want(b.has_words, "%s: wanted code, place and sentence", c->fault.to);
	bench_done(&b);
	free(json);
}

static void each_planted_fault_is_found_and_nothing_else(void **state)
{
	(void)state;
	const char *text = (const char *)builtin_text;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct changed c = {faults[i], NULL};
		want_found(text, builtin_text_size, plant(bundled_set(), &c.fault), &c);
	}
	for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
		want_found(text, builtin_text_size, plant(bundled_set(), &changed[i].fault),
			   &changed[i]);
}

static void findings_come_by_claims_in_the_text_then_facts_then_links(void **state)
{
	(void)state;
	static const struct fault planted[] = {
		{ID("l-train.train"), "relation:supports", NULL, "relation:proves", NULL},
		{ID("d-train"), "schema:temporalCoverage", NULL, "schema:temporal", NULL},
		{ID("c-room"), "kind:prediction", NULL, "kind:guess", NULL},
		{ID("m-kim"), "\"suffix\": \"", NULL, "\"suffix\": \"x", NULL},
		{ID("c-train"), "kind:fact", NULL, "kind:feit", NULL},
	};
	char *json = bundled_set();
	for (size_t i = 0; i < sizeof planted / sizeof *planted; i++)
		json = plant(json, &planted[i]);
	struct bench b;
	check(&b, builtin_text, builtin_text_size, json, strlen(json));
	want_string("findings",
		    "unknown-kind c-train\ncontext-differs m-kim\nunknown-kind c-room\n"
		    "no-period f-train\nunknown-relation l-train.train\n",
		    buf_string(&b.said));
	bench_done(&b);
	free(json);
}

// A set in English, with ' for ", on a text with a character of two UTF-16 code units.

static const char english_text[] =
	"🌉 The bridge opened in 1932, and 12 trams a day cross it; two of them at night.\n";

static const char english_set[] =
	"{'@context':'http://www.w3.org/ns/"
	"anno.jsonld','id':'urn:x:page','type':'AnnotationPage',\n"
	"'items':[\n"
	"{'id':'urn:x:c','type':'Annotation','motivation':'assessing',\n"
	" 'created':'2026-03-01T09:05:00Z','body':[\n"
	" {'type':'SpecificResource','purpose':'classifying','source':'urn:kantlijn:kind:fact'},\n"
	" {'type':'SpecificResource','purpose':'assessing','source':{'id':'urn:x:r',\n"
	"  'type':'schema:ClaimReview','schema:datePublished':'2026-03-01',\n"
	"  'schema:reviewBody':{'@value':'The ledger says so.','@language':'en'},\n"
	"  'schema:reviewRating':{'id':'urn:kantlijn:assessment:correct','type':'schema:Rating',\n"
	"   'schema:alternateName':'Correct','schema:ratingValue':5,'schema:bestRating':5,\n"
	"   'schema:worstRating':'1'}}},\n"
	" {'id':'urn:x:l','type':'SpecificResource','purpose':'urn:kantlijn:relation:supports',\n"
	"  'source':'urn:x:f','schema:description':{'@value':'in the ledger','@language':'en'}}],\n"
	" 'target':{'type':'SpecificResource','source':{'id':'urn:x:text','schema:sha256':\n"
	"  'BB88081be0a07e1967fead93a2a901ae8af917c9c211b04a532f598c990408d7'},\n"
	"  'state':{'type':'TimeState','sourceDate':'2026-02-28T00:00:00Z'},'selector':[\n"
	"  {'type':'TextQuoteSelector','prefix':'🌉 ','suffix':'; two of',\n"
	"   'exact':'The bridge opened in 1932, and 12 trams a day cross it'},\n"
	"  {'type':'TextPositionSelector','start':2,'end':56}]}},\n"
	"{'id':'urn:x:n','type':'Annotation','motivation':'commenting',\n"
	" 'bodyValue':'Which ledger?','target':{'source':'urn:x:text','selector':[\n"
	"  {'type':'TextQuoteSelector','exact':'night','prefix':'at ','suffix':'.'},\n"
	"  {'type':'TextPositionSelector','start':73,'end':78}]}},\n"
	"{'id':'urn:x:d','type':'Annotation','motivation':'describing',\n"
	" 'created':'2026-02-20T18:00:00Z','body':[\n"
	" {'type':'TextualBody','language':'en','schema:name':'Ledger','value':'Opened in "
	"1932.'},\n"
	" {'type':'SpecificResource','purpose':'urn:kantlijn:relation:supports',\n"
	"  'source':'urn:x:c'}],\n"
	" 'target':{'id':'urn:x:f','type':'schema:Statement','schema:temporalCoverage':'1932',\n"
	"  'schema:expires':'2030-01','schema:citation':{'id':'https://example.org/1',\n"
	"   'schema:name':'Ledger','schema:datePublished':'1932-05-17'}}}\n"
	"]}\n";

static void change_trams(struct knowledge *k)
{
	knowledge_place(k, named(k, "c"), ANCHOR_CHANGED, 5, 59);
}

static void doubt_trams(struct knowledge *k)
{
	knowledge_place(k, named(k, "c"), ANCHOR_DOUBTFUL, 5, 59);
}

static void lose_note(struct knowledge *k)
{
	knowledge_place(k, named(k, "n"), ANCHOR_ORPHAN, POS_NONE, POS_NONE);
}

static void give_note_two_places(struct knowledge *k)
{
	uint32_t i = named(k, "n");
	knowledge_place(k, i, ANCHOR_FOUND, 76, 81);
	knowledge_add_place(k, i, 64, 67);
}

static void give_note_all_places(struct knowledge *k)
{
	uint32_t i = named(k, "n");
	knowledge_place(k, i, ANCHOR_FOUND, 76, 81);
	while (knowledge_add_place(k, i, 64, 67))
		;
}

static void count_in_units(struct knowledge *k)
{
	for (int i = 0; i < 9; i++)
		knowledge_vote(k, 0, true);
}

static const struct changed english_faults[] = {
	{{"'id':'urn:x:c'", "start':2", NULL, "start':3", "quote-not-at-position c\n"}, NULL},
	{{"'exact':'The", "12", NULL, "21", "text-changed c\n"}, change_trams},
	{{"'exact':'The", "12", NULL, "21", "place-doubtful c\n"}, doubt_trams},
	{{"'exact':'night'", "night", NULL, "noon", "quote-not-found n\n"}, lose_note},
	{{"'exact':'night'", "night", NULL, "night", "quote-ambiguous n\n"}, give_note_two_places},
	{{"'exact':'night'", "night", NULL, "night", "quote-ambiguous n\n"}, give_note_all_places},
	{{"'prefix':'🌉 '", "🌉", NULL, "🚃", "context-differs c\n"}, NULL},
	{{"; two of", "; two", NULL, "; too", "context-differs c\n"}, NULL},
	{{"; two of", "'start':2,'end':56", "'start':73,'end':78",
	  "'start':3,'end':57}]}},\n"
	  "{'id':'urn:x:n','type':'Annotation','motivation':'commenting','target':{\n"
	  " 'source':'urn:x:text','selector':[{'type':'TextQuoteSelector','exact':'night'},\n"
	  " {'type':'TextPositionSelector','start':74,'end':79",
	  "positions-in-utf16 set\n"},
	 count_in_units},
	{{"'urn:x:n'", "'start':73,'end':78", NULL, "'start':80,'end':83",
	  "positions-in-utf16 set\nquote-not-at-position c\nposition-outside-text n\n"},
	 count_in_units},
	{{"schema:sha256", "BB88", NULL, "BB89", "other-version c\n"}, NULL},
	{{"schema:sha256", "BB88", NULL, "BB880", "bad-digest c\n"}, NULL},
	{{"'id':'urn:x:d'", "urn:x:c", NULL, "urn:x:e", "dangling-link f\n"}, NULL},
	{{"'id':'urn:x:d'", "urn:x:c", NULL, "urn:x:n", "one-way-link f\n"}, NULL},
	{{"'id':'urn:x:d'", "relation:supports", NULL, "relation:context", "one-way-link f\n"},
	 NULL},
	{{"'urn:x:l'", "urn:x:f", NULL, "urn:x:d",
	  "fact-not-linked f\none-way-link f\ndangling-link l\n"},
	 NULL},
	{{"'urn:x:l'", "urn:x:f", NULL, "urn:x:n",
	  "fact-not-linked f\none-way-link f\ndangling-link l\n"},
	 NULL},
	{{"schema:expires", "2030-01", NULL, "2026-10", "fact-expired f\n"}, NULL},
	{{"schema:expires", "2030-01", NULL, "2026-11", ""}, NULL},
	{{"schema:expires", "2030-01", NULL, "soon", "bad-date f\n"}, NULL},
	{{"schema:expires", "'2030-01'", NULL, "2030", "bad-date f\n"}, NULL},
	{{"'id':'urn:x:d'", "'created'", NULL, "'made'", "undated-fact f\n"}, NULL},
	{{"'id':'urn:x:d'", "2026-02-20", NULL, "2026-11-26", "future-date f\n"}, NULL},
	{{"'id':'urn:x:d'", "2026-02-20", NULL, "2026-11-25", ""}, NULL},
	{{"1932-05-17", "1932-05-17", NULL, "2032-05-17", "future-date f\n"}, NULL},
	{{"1932-05-17", "1932-05-17", NULL, "17 May 1932", "bad-date f\n"}, NULL},
	{{"'schema:citation'", "'schema:datePublished'", NULL, "'schema:date'",
	  "undated-source f\n"},
	 NULL},
	{{"'schema:ratingValue'", ":5", NULL, ":1", "rating-disagrees c\n"}, NULL},
	{{"'schema:ratingValue'", ":5", NULL, ":'1.0'", "rating-disagrees c\n"}, NULL},
	{{"'schema:ratingValue'", ":5", NULL, ":2", ""}, NULL},
	{{"'schema:ratingValue'", ":5", NULL, ":0.5", "rating-outside-scale c\n"}, NULL},
	{{"'schema:ratingValue'", ":5", NULL, ":-5", "rating-outside-scale c\n"}, NULL},
	{{"'schema:ratingValue'", ":5,'schema:bestRating':5", NULL, ":1", ""}, NULL},
	{{"'schema:alternateName'", "Correct", NULL, "False",
	  "rating-disagrees c\nrating-disagrees c\n"},
	 NULL},
	{{"'schema:alternateName'", "Correct", NULL, "Onjuist",
	  "rating-disagrees c\nrating-disagrees c\n"},
	 NULL},
	{{"'schema:alternateName'", "Correct", NULL, "Not quite false", ""}, NULL},
	{{"'schema:ClaimReview'", "2026-03-01", NULL, "1 March", "bad-date c\n"}, NULL},
	{{"'id':'urn:x:c'", "2026-03-01T09:05:00Z", NULL, "2026-03-01", "bad-time c\n"}, NULL},
	{{"'id':'urn:x:c'", "'motivation':'assessing'", NULL, "'motivation':'judging'",
	  "unknown-motivation c\n"},
	 NULL},
	{{"'urn:x:n'", "'bodyValue'", NULL, "'body':'urn:x:b','bodyValue'",
	  "body-and-body-value n\n"},
	 NULL},
	{{"'@context'", "'http://www.w3.org/ns/anno.jsonld'", NULL, "'urn:x:context'",
	  "wrong-context set\n"},
	 NULL},
	{{"'items'", "[", NULL, "[{'type':'Person'},", "not-an-annotation set\n"}, NULL},
	{{"'items'", "[", NULL, "['urn:x:elsewhere',", "not-read set\n"}, NULL},
};

// With ' for ", in place.
static char *quoted(char *json)
{
	for (char *s = json; *s; s++)
		if (*s == '\'')
			*s = '"';
	return json;
}

static char *planted_english(const struct fault *f)
{
	char *json = mem_string(english_set);
	return quoted(f ? plant(json, f) : json);
}

static void each_fault_planted_in_an_english_set_is_found_too(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof english_faults / sizeof *english_faults; i++)
		want_found(english_text, strlen(english_text),
			   planted_english(&english_faults[i].fault), &english_faults[i]);
}

static void an_english_set_without_a_fault_has_no_finding(void **state)
{
	(void)state;
	char *json = planted_english(NULL);
	struct bench b;
	check(&b, english_text, strlen(english_text), json, strlen(json));
	want_string("findings", "", buf_string(&b.said));
	bench_done(&b);
	free(json);
}

// What is said, and where it is.
static const struct {
	struct changed changed;
	const char *words, *spot;
} sentences[] = {
	{{{"'exact':'The", "12", NULL, "21", NULL}, change_trams},
	 "its quote says \"21\", the text now says \"12\" (a number)",
	 "3 $.items[0]"},
	{{{"'exact':'The", "and 12", NULL, "and not 12", NULL}, change_trams},
	 "its quote says \"not\", which the text no longer does (a negation)",
	 "3 $.items[0]"},
	{{{"'exact':'The", "bridge ", NULL, "", NULL}, change_trams},
	 "the text now says \"bridge\", which its quote does not (other words)",
	 "3 $.items[0]"},
	{{{"'exact':'The", "12", NULL, "21", NULL}, doubt_trams},
	 "its place may be a wrong one: at 2–56 stands \"The bridge opened in 1932, and 12 trams "
	 "a day cross it\"",
	 "3 $.items[0]"},
	{{{"'id':'urn:x:c'", "start':2", NULL, "start':3", NULL}, NULL},
	 "its quote stands at 2–56, its position is 3–56; the quote was followed",
	 "3 $.items[0]"},
	{{{"'exact':'night'", "night", NULL, "night", NULL}, give_note_two_places},
	 "its quote stands in 2 places, and the context fits each as well; all are shown",
	 "20 $.items[1]"},
	{{{"'exact':'night'", "night", NULL, "night", NULL}, give_note_all_places},
	 "its quote stands in 1000 places or more, and the context fits each as well; 1000 are "
	 "shown",
	 "20 $.items[1]"},
	{{{"schema:sha256", "BB88", NULL, "BB89", NULL}, NULL},
	 "it is for another version of this text, of 2026-02-28T00:00:00Z (SHA-256 "
	 "BB89081be0a0…, here bb88081be0a0…)",
	 "15 $.items[0]"},
	{{{"'id':'urn:x:c'", "2026-03-01T09:05:00Z", NULL, "2026-03-01", NULL}, NULL},
	 "\"created\" must be a date and time in UTC such as \"2019-02-28T14:05:00Z\", not "
	 "\"2026-03-01\"",
	 "4 $.items[0].created"},
	{{{"'id':'urn:x:c'", "start':2", NULL, "start':-2", NULL}, NULL},
	 NULL,
	 "19 $.items[0].target.selector[1].start"},
	{{{"'urn:x:l'", "urn:x:f", NULL, "urn:x:d", NULL}, NULL}, NULL, "12 $.items[0].body[2]"},
	{{{"'id':'urn:x:d'", "urn:x:c", NULL, "urn:x:e", NULL}, NULL},
	 "it says that it bears on urn:x:e, which is in no set",
	 "27 $.items[2]"},
	{{{"schema:expires", "2030-01", NULL, "2026-10", NULL}, NULL},
	 "it is not to be shown after 2026-10",
	 "30 $.items[2]"},
	{{{"'items'", "[", NULL, "[{'type':'Person'},", NULL}, NULL}, NULL, "2 $.items[0]"},
	{{{"'@context'", "'http://www.w3.org/ns/anno.jsonld'", NULL, "'urn:x:context'", NULL},
	  NULL},
	 NULL,
	 "1 $[\"@context\"]"},
	{{{"'schema:datePublished':'1932-05-17'}}}", "]}", NULL, "],'startIndex':-1}", NULL}, NULL},
	 "\"startIndex\" must be a whole number, 0 or more, not -1",
	 "32 $.startIndex"},
};

static void findings_say_what_is_wrong_and_where(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		const struct fault *f = &sentences[i].changed.fault;
		char *json = planted_english(f);
		struct buf spot = {0};
		struct bench b;
		check_changed(&b, english_text, strlen(english_text), json, strlen(json),
			      sentences[i].changed.change);
		const char *words = sentences[i].words;
		want(!words || strstr(buf_string(&b.words), words), "%s: wanted \"%s\", got \"%s\"",
		     f->to, words, buf_string(&b.words));
		buf_printf(&spot, "%s\n", sentences[i].spot);
		want(strstr(buf_string(&b.spots), buf_string(&spot)), "%s: wanted %sgot %s", f->to,
		     buf_string(&spot), buf_string(&b.spots));
		buf_done(&spot);
		bench_done(&b);
		free(json);
	}
}

static size_t count(const char *text, const char *word)
{
	size_t n = 0;
	for (const char *s = text; (s = strstr(s, word)); s += strlen(word))
		n++;
	return n;
}

static void a_set_on_another_text_finds_its_quotes_nowhere(void **state)
{
	(void)state;
	static const char other[] = "Dit is een heel ander stuk.\n";
	struct bench b;
	size_t n = check(&b, other, strlen(other), builtin_set, builtin_set_size);
	size_t lost = count(buf_string(&b.said), "quote-not-found ");
	size_t outside = count(buf_string(&b.said), "position-outside-text ");
	want_number("quotes not found", 42, lost);
	want_number("other versions", 1, count(buf_string(&b.said), "other-version "));
	want_number("other findings", 0, n - lost - outside - 1);
	bench_done(&b);
}

static void want_findings(const char *text, const char *json, const char *found)
{
	struct bench b;
	check(&b, text, strlen(text), json, strlen(json));
	want_string(json, found, buf_string(&b.said));
	want(b.has_words, "%s: wanted code, place and sentence", json);
	bench_done(&b);
}

static void a_set_that_cannot_be_read_is_a_finding(void **state)
{
	(void)state;
	static const char *const sets[] = {"",	   "{",	    "no JSON", "{\"type\":\"Person\"}",
					   "\"\"", "[1,2]", "{\"a\":}"};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		want_findings("text", sets[i], "unreadable-set set\n");
	want_findings("text", "[]", "");
}

static void the_fault_of_a_set_has_its_line(void **state)
{
	(void)state;
	struct bench b;
	check(&b, "text", 4, "{\n\n]", 4);
	const char *fault = web_annotation_fault(b.set);
	want(fault && string_starts(fault, "line 3: "), "wanted \"line 3: …\", got \"%s\"",
	     fault ? fault : "(none)");
	bench_done(&b);
}

#define NOTE "\"type\":\"Annotation\",\"target\":{\"source\":\"urn:t\",\"selector\":["
#define QUOTE(exact) "{\"type\":\"TextQuoteSelector\",\"exact\":\"" exact "\"}"
#define POSITION(start, end) \
	"{\"type\":\"TextPositionSelector\",\"start\":" start ",\"end\":" end "}"

static void notes_by_others_need_a_place_and_no_more(void **state)
{
	(void)state;
	want_findings("een twee drie",
		      "[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION("4", "8") "]}}]", "");
	want_findings("een twee", "[{\"id\":\"urn:n\"," NOTE POSITION("4", "8") "]}}]",
		      "no-quote n\n");
	want_findings("een twee", "[{\"id\":\"urn:n\"," NOTE QUOTE("") "]}}]",
		      "no-position n\nno-quote n\n");
}

static void positions_count_characters_behind_a_byte_order_mark(void **state)
{
	(void)state;
	want_findings("\xEF\xBB\xBF\xC3\xA9\xC3\xA9n \xF0\x9F\x98\x80 twee",
		      "[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION("6", "10") "]}}]", "");
}

#define REPLY(id, to)                                                                              \
	"{'id':'urn:x:" id "','type':'Annotation','motivation':'replying','target':'urn:x:" to "'" \
	"}"

static void replies_that_lead_nowhere_are_found(void **state)
{
	(void)state;
	char *json = mem_string("[" REPLY("lost", "gone") "," REPLY("self", "self"));
	struct buf set = {0};
	buf_printf(&set, "%s,%s,%s,%s,%s]", json, REPLY("one", "two"), REPLY("two", "one"),
		   REPLY("below", "one"), REPLY("good", "lost"));
	free(json);
	json = quoted(buf_take(&set));
	want_findings("text", json, "dangling-reply lost\nreply-loop self\nreply-loop one\n");
	free(json);
}

static void begin_within_a_character(struct knowledge *k)
{
	knowledge_place(k, 0, ANCHOR_FOUND, 4, 6);
}

static void end_within_a_character(struct knowledge *k)
{
	knowledge_place(k, 0, ANCHOR_FOUND, 0, 4);
}

static void places_that_split_a_character_are_found(void **state)
{
	(void)state;
	static const char text[] = "cafe\xCC\x81 au lait";
	static const char set[] =
		"[{\"id\":\"urn:n\"," NOTE QUOTE("caf") "," POSITION("0", "3") "]}}]";
	static const struct {
		changer *change;
		const char *words;
	} rows[] = {{begin_within_a_character, "it begins within what a person sees"},
		    {end_within_a_character, "it ends within what a person sees"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bench b;
		check_changed(&b, text, strlen(text), set, strlen(set), rows[i].change);
		want_number("findings", 1, count(buf_string(&b.said), "splits-character n\n"));
		want(strstr(buf_string(&b.words), rows[i].words), "wanted \"%s\", got \"%s\"",
		     rows[i].words, buf_string(&b.words));
		bench_done(&b);
	}
}

// What is wrong with an item is told once, whatever is made of it.
static void an_annotation_with_several_targets_has_no_id_twice(void **state)
{
	(void)state;
	want_findings("een twee drie",
		      "[{\"id\":\"urn:n\",\"type\":\"Annotation\",\"target\":["
		      "{\"source\":\"urn:t\",\"selector\":[" QUOTE("een") "," POSITION(
			      "0", "3") "]},"
					"{\"source\":\"urn:t\",\"selector\":[" QUOTE(
						"drie") "," POSITION("9", "13") "]}"
										"]}]",
		      "");
}

static void an_annotation_that_is_the_whole_file_needs_a_context(void **state)
{
	(void)state;
	want_findings("een twee drie",
		      "{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION("4", "8") "]}}",
		      "no-context n\n");
}

static bool count_finding(void *data, const struct finding *f)
{
	(void)f;
	++*(size_t *)data;
	return true;
}

// Nothing is kept of what was told, and nothing is looked at for each finding anew.
static void a_million_findings_stream(void **state)
{
	(void)state;
	enum { TARGETS = 500000 };
	struct buf json = {0};
	buf_add_string(&json,
		       "[{\"id\":\"urn:n\",\"type\":\"Annotation\",\"motivation\":1,\"target\":[1");
	for (int i = 1; i < TARGETS; i++)
		buf_add_string(&json, ",1");
	buf_add_string(&json, "]},{\"id\":\"urn:m\",\"type\":\"Annotation\",\"target\":[2");
	for (int i = 1; i < TARGETS; i++)
		buf_add_string(&json, ",2");
	buf_add_string(&json, "]}]");
	struct bench b;
	size_t heard = 0;
	check(&b, "text", 4, buf_string(&json), json.len);
	struct check_world world = {&b.k, &b.set, 1, b.source, b.index, TODAY};
	size_t n = check_run(&world, (struct check_listener){count_finding, &heard});
	want(n > 2 * TARGETS, "wanted more than a million findings, got %zu", n);
	want_number("findings heard of", n, heard);
	bench_done(&b);
	buf_done(&json);
}

static void a_set_that_counts_in_utf16_is_told_once(void **state)
{
	(void)state;
	want_findings(
		"🌉 een twee drie vier vijf zes",
		"[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION(
			"7", "11") "]}},"
				   "{\"id\":\"urn:m\"," NOTE QUOTE("vier") "," POSITION(
					   "17", "21") "]}},"
						       "{\"id\":\"urn:l\"," NOTE QUOTE(
							       "zes") "," POSITION("27",
										   "30") "]}}]",
		"positions-in-utf16 set\n");
	want_findings("🌉 een twee drie vier vijf zes",
		      "[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION(
			      "6", "10") "]}},"
					 "{\"id\":\"urn:m\"," NOTE QUOTE("vier") "," POSITION(
						 "16", "20") "]}}]",
		      "");
}

static void hostile_sets_are_checked_to_their_end(void **state)
{
	(void)state;
	char *json = bundled_set();
	size_t n = builtin_set_size;
	uint32_t seed = 2019;
	for (int round = 0; round < 60; round++) {
		char *copy = mem_copy(json, n);
		for (int i = 0; i < 40; i++) {
			seed = seed * 1664525u + 1013904223u;
			copy[(seed >> 8) % n] = "\"{}[],:0e\\\x1B\xFF"[seed % 12];
		}
		struct bench b;
		check(&b, builtin_text, builtin_text_size, copy, round % 2 ? n : (seed >> 4) % n);
		want(b.has_words, "round %d: wanted code, place and sentence", round);
		bench_done(&b);
		free(copy);
	}
	free(json);
}

// Numbers in a set may say anything.
static void hostile_positions_are_none(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"0", "18446744073709551615"},
		{"18446744073709551614", "18446744073709551614"},
		{"9223372036854775807", "9223372036854775808"},
		{"5", "4"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct buf json = {0};
		buf_printf(&json,
			   "[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION("%s", "%s") "]}}]",
			   pairs[i][0], pairs[i][1]);
		struct bench b;
		check(&b, "een twee drie", 13, buf_string(&json), json.len);
		want(count(buf_string(&b.said), "position-outside-text") == 1 ||
			     count(buf_string(&b.said), "no-position") == 1,
		     "wanted one position, got \"%s\"", buf_string(&b.said));
		bench_done(&b);
		buf_done(&json);
	}
}

static void dates_and_periods_are_those_of_iso_8601(void **state)
{
	(void)state;
	static const char *const good[] = {"2019",
					   "2019-02",
					   "2019-02-28",
					   "2020-02-29",
					   "2000-02-29",
					   "2019-02-27T14:05:00Z",
					   "2019-02-27/2019-03",
					   "2019-02-27/2019-02-27",
					   "2019-03/2019-03-05",
					   "1986-10-11/2000-12",
					   "2019-02-27/..",
					   "../2019",
					   "-0044-03-15",
					   "-0044/0014"};
	static const char *const bad[] = {"",
					  "19",
					  "2019-13",
					  "2019-02-29",
					  "1900-02-29",
					  "2019-2",
					  "2019-02-",
					  "27 februari 2019",
					  "2019/2018",
					  "2019-03/2019-02",
					  "2019-02-27/2019-02-26",
					  "2019-",
					  "2019/",
					  "/2019",
					  "..",
					  "../..",
					  "2019//2020",
					  "2019-02-27 ",
					  "20190227"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		want(period_is_valid(good[i]), "wanted \"%s\" to be a period", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		want(!period_is_valid(bad[i]), "wanted \"%s\" to be no period", bad[i]);
	want(!period_is_date("2018/2019"), "wanted a period to be no date");
	want(period_is_before("2019-02-27", "2019-02-28"), "wanted a day before the next");
	want(period_is_before("2018", "2019-01-01"), "wanted a year before the next");
	want(!period_is_before("2019-02", "2019-02-28"), "wanted a month not before its last day");
	want(!period_is_before("2019-02-27T23:00:00Z", "2019-02-27"),
	     "wanted a day not before itself");
	want(!period_is_before("2019-02-27", "soon"), "wanted no date to be before what is none");
}

// Codes.

// The code on this line of the manual page, without the signs of troff; NULL when there is none.
static char *code_on(const char *line)
{
	struct buf code = {0};
	if (!string_starts(line, ".B "))
		return NULL;
	for (const char *s = line + 3; *s && *s != '\n'; s++)
		if (*s != '\\')
			buf_add_char(&code, *s);
	return buf_take(&code);
}

static void the_manual_page_has_every_code_and_no_other(void **state)
{
	(void)state;
	struct buf path = {0}, codes = {0}, wanted = {0};
	char line[512];
	bool is_inside = false;
	buf_printf(&path, "%s/kantlijn.1.in", getenv("SRCDIR") ? getenv("SRCDIR") : ".");
	FILE *f = fopen(buf_string(&path), "r");
	want(f, "wanted to read %s, cannot", buf_string(&path));
	while (fgets(line, sizeof line, f)) {
		if (string_starts(line, ".SH "))
			is_inside = strcmp(line, ".SH FINDINGS\n") == 0;
		char *code = is_inside ? code_on(line) : NULL;
		if (code && *code != '-')
			buf_printf(&codes, "%s\n", code);
		free(code);
	}
	fclose(f);
	for (size_t i = 0; finding_codes[i]; i++)
		buf_printf(&wanted, "%s\n", finding_codes[i]);
	want_string("codes", buf_string(&wanted), buf_string(&codes));
	buf_done(&path);
	buf_done(&codes);
	buf_done(&wanted);
}

static void add_file(struct buf *out, const char *name)
{
	struct buf path = {0};
	char block[4096];
	size_t n;
	buf_printf(&path, "%s/tests/%s", getenv("SRCDIR") ? getenv("SRCDIR") : ".", name);
	FILE *f = fopen(buf_string(&path), "r");
	want(f, "wanted to read %s, cannot", buf_string(&path));
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(out, block, n);
	fclose(f);
	buf_done(&path);
}

// Rows have "code place", and "E code path" in the tables of the rules.
static void every_code_has_a_row_in_a_table_of_faults(void **state)
{
	(void)state;
	struct buf tests = {0};
	add_file(&tests, "test_check.c");
	add_file(&tests, "test_producer_rules.c");
	for (size_t i = 0; finding_codes[i]; i++) {
		struct buf row = {0};
		buf_printf(&row, "%s ", finding_codes[i]);
		want(strstr(buf_string(&tests), buf_string(&row)), "wanted a row with %s",
		     finding_codes[i]);
		buf_done(&row);
	}
	buf_done(&tests);
}

static void codes_are_in_the_order_of_the_alphabet(void **state)
{
	(void)state;
	for (size_t i = 1; finding_codes[i]; i++)
		want(strcmp(finding_codes[i - 1], finding_codes[i]) < 0, "wanted %s before %s",
		     finding_codes[i], finding_codes[i - 1]);
}

// The bundled set.

static bool add(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

static size_t count_lines(const struct session *s, enum list list, const char *word)
{
	struct buf out = {0};
	want(list_write(s, (struct output){add, &out}, list), "wanted a list, got none");
	size_t n = count(buf_string(&out), word);
	buf_done(&out);
	return n;
}

static void the_bundled_set_has_30_claims_36_facts_and_12_terms(void **state)
{
	(void)state;
	struct options o = {0};
	struct session s;
	want(session_open(&s, &o, NULL), "wanted the bundled document, got none");
	session_finish(&s);
	want_number("claims", 30, count_lines(&s, LIST_CLAIMS, "\n"));
	want_number("claims with a place", 30, count_lines(&s, LIST_CLAIMS, "\tanchored\t"));
	want_number("facts", 36, count_lines(&s, LIST_FACTS, "\tfact\t"));
	want_number("terms", 12, count_lines(&s, LIST_FACTS, "\tterm\t"));
	want_number("facts and terms", 48, count_lines(&s, LIST_FACTS, "\n"));
	size_t links = count_lines(&s, LIST_LINKS, "\n");
	want(links >= 93, "links: wanted at least 93, got %zu", links);
	session_close(&s);
}

// A fact with its sources and the claims it bears on must be on screen at once.  One that does not
// fit is named in TOO_LONG.
static void count_rows(const struct reader *r, const struct margin_world *w, uint32_t fact,
		       struct buf *too_long)
{
	struct rows rows = {.width = r->frame.margin.width, .item = -1};
	rows_of_fact(&rows, w, fact);
	if (rows.count > (size_t)r->frame.margin.height)
		buf_printf(too_long, " %s (%s): %zu;", w->knowledge->facts[fact].name, w->language,
			   rows.count);
	rows_done(&rows);
}

static void each_fact_with_sources_and_claims_fits_the_margin_at_120_by_40(void **state)
{
	(void)state;
	static const char *const languages[] = {"nl", "en"};
	struct options o = {0};
	struct reader *r = reader_new(&o, NULL);
	struct buf too_long = {0};
	want(r, "wanted a reader, got none");
	session_finish(&r->session);
	r->cols = 120;
	r->rows = 40;
	frame_update(r);
	want_number("rows of the margin", 37, r->frame.margin.height);
	for (size_t i = 0; i < 2; i++) {
		struct margin_world w = {.knowledge = &r->session.knowledge,
					 .sets = r->session.sets,
					 .set_count = r->session.set_count,
					 .language = languages[i],
					 .focus = INDEX_NONE};
		for (uint32_t f = 0; f < r->session.knowledge.fact_count; f++)
			count_rows(r, &w, f, &too_long);
	}
	want(too_long.len == 0, "wanted %d rows at the most, got%s", r->frame.margin.height,
	     buf_string(&too_long));
	buf_done(&too_long);
	reader_free(r);
}

// Facts have 40 to 90 words in each language.
static size_t count_words(const char *text)
{
	size_t n = 0;
	bool is_inside = false;
	for (const char *s = text; *s; s++) {
		bool is_blank = *s == ' ' || (s[0] == '\xC2' && s[1] == '\xA0');
		n += !is_blank && !is_inside && *s != '\xA0';
		is_inside = !is_blank && *s != '\xA0';
	}
	return n;
}

static void each_fact_has_40_to_90_words(void **state)
{
	(void)state;
	struct options o = {0};
	struct session s;
	want(session_open(&s, &o, NULL), "wanted the bundled document, got none");
	session_finish(&s);
	for (size_t i = 0; i < s.knowledge.fact_count; i++) {
		const struct fact *f = &s.knowledge.facts[i];
		struct fact_detail d;
		if (f->is_term)
			continue;
		want(web_annotation_fact(s.sets[f->set], f->item, &d, NULL), "%s: wanted its text",
		     f->name);
		for (size_t t = 0; t < d.text.count; t++) {
			size_t n = count_words(d.text.all[t].text);
			want(n >= 40 && n <= 90, "%s (%s): wanted 40 to 90 words, got %zu", f->name,
			     d.text.all[t].language, n);
		}
		fact_detail_done(&d);
	}
	session_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bundled_set_has_no_finding),
		cmocka_unit_test(each_planted_fault_is_found_and_nothing_else),
		cmocka_unit_test(an_english_set_without_a_fault_has_no_finding),
		cmocka_unit_test(each_fault_planted_in_an_english_set_is_found_too),
		cmocka_unit_test(findings_say_what_is_wrong_and_where),
		cmocka_unit_test(findings_come_by_claims_in_the_text_then_facts_then_links),
		cmocka_unit_test(a_set_on_another_text_finds_its_quotes_nowhere),
		cmocka_unit_test(a_set_that_cannot_be_read_is_a_finding),
		cmocka_unit_test(the_fault_of_a_set_has_its_line),
		cmocka_unit_test(notes_by_others_need_a_place_and_no_more),
		cmocka_unit_test(positions_count_characters_behind_a_byte_order_mark),
		cmocka_unit_test(replies_that_lead_nowhere_are_found),
		cmocka_unit_test(places_that_split_a_character_are_found),
		cmocka_unit_test(an_annotation_with_several_targets_has_no_id_twice),
		cmocka_unit_test(an_annotation_that_is_the_whole_file_needs_a_context),
		cmocka_unit_test(a_million_findings_stream),
		cmocka_unit_test(a_set_that_counts_in_utf16_is_told_once),
		cmocka_unit_test(hostile_sets_are_checked_to_their_end),
		cmocka_unit_test(hostile_positions_are_none),
		cmocka_unit_test(dates_and_periods_are_those_of_iso_8601),
		cmocka_unit_test(the_manual_page_has_every_code_and_no_other),
		cmocka_unit_test(every_code_has_a_row_in_a_table_of_faults),
		cmocka_unit_test(codes_are_in_the_order_of_the_alphabet),
		cmocka_unit_test(the_bundled_set_has_30_claims_36_facts_and_12_terms),
		cmocka_unit_test(each_fact_with_sources_and_claims_fits_the_margin_at_120_by_40),
		cmocka_unit_test(each_fact_has_40_to_90_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
