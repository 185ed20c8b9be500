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
#include <sys/wait.h>
#include <unistd.h>

#include "assets/builtin.h"
#include "base/memory.h"
#include "base/string.h"
#include "knowledge/anchor.h"
#include "knowledge/check.h"
#include "knowledge/period.h"
#include "output/findings.h"
#include "output/list.h"
#include "reader/frame.h"
#include "reader/reader.h"
#include "tests/want.h"

#define ID(name) "\"id\": \"urn:kantlijn:hanoi:" name "\""

static const struct budget no_end = {NULL, NULL};

// A set that is read to its end, with its text.
struct bench {
	struct source *source;
	struct index *index;
	struct knowledge k;
	struct web_annotation *set;
	struct anchoring *anchoring;
	enum step step;	 // of reading the set
	struct buf said; // findings as "code place" lines
	bool has_words;	 // each finding had code, place and sentence
};

static bool note_finding(void *data, const struct finding *f)
{
	struct bench *b = data;
	buf_printf(&b->said, "%s %s\n", f->code, f->place);
	b->has_words = b->has_words && *f->code && f->place && *f->sentence;
	return true;
}

static size_t check(struct bench *b, const void *text, size_t text_size, const void *json,
		    size_t json_size)
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
	struct check_world world = {&b->k, &b->set, 1, b->source, b->index};
	return check_run(&world, (struct check_listener){note_finding, b});
}

static void bench_done(struct bench *b)
{
	anchoring_free(b->anchoring);
	knowledge_done(&b->k);
	web_annotation_close(b->set);
	index_free(b->index);
	source_close(b->source);
	buf_done(&b->said);
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

static const struct fault faults[] = {
	// Places.
	{ID("c-flight"), "\"start\": 120", NULL, "\"start\": 121",
	 "quote-not-at-position c-flight\n"},
	{ID("c-train"), "\"end\": 118", NULL, "\"end\": 117", "quote-not-at-position c-train\n"},
	{ID("c-flop"), "\"exact\": \"Het was een flop.\"", NULL, "\"exact\": \"Het was een ramp.\"",
	 "quote-not-found c-flop\n"},
	{ID("m-hanoi"), "\"exact\": \"Hanoi\",", "\"type\": \"TextPositionSelector\"",
	 "\"exact\": \"Hanoi\" }, { \"type\": \"TextPositionSelector\"",
	 "quote-ambiguous m-hanoi\n"},
	{ID("m-kim"), "\"suffix\": \"", NULL, "\"suffix\": \"x", "context-differs m-kim\n"},
	{ID("c-doors"), "\"prefix\": \"", "\",", "\"prefix\": \"Nooit. \",",
	 "context-differs c-doors\n"},
	{ID("m-nyt"), "\"exact\"", NULL, "\"exakt\"", "no-quote m-nyt\n"},
	{ID("c-nyt"), "\"start\": ", NULL, "\"start\": -", "no-position c-nyt\n"},
	{ID("c-room"), "\"start\": 3091", "3175", "\"start\": 93091, \"end\": 93175",
	 "position-outside-text c-room\n"},
	{ID("c-room"), "\"start\": 3091", "3175", "\"start\": 3175, \"end\": 3091",
	 "position-outside-text c-room\n"},
	{ID("c-flight"), "\"type\": \"TextQuoteSelector\"", "\"TextPositionSelector\"",
	 "\"type\": \"FragmentSelector\"", "no-place c-flight\n"},
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
	// Texts.
	{ID("d-train"), "\"schema:name\": \"By", NULL, "\"schema:nom\": \"By",
	 "missing-language f-train\n"},
	{ID("d-train"), "\"value\": \"Kim left", NULL, "\"valeur\": \"Kim left",
	 "missing-language f-train\n"},
	{ID("e-trump"), "\"value\": \"President of", NULL, "\"valeur\": \"President of",
	 "missing-language t-trump\n"},
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

static void each_planted_fault_is_found_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		char *json = plant(bundled_set(), &faults[i]);
		struct bench b;
		check(&b, builtin_text, builtin_text_size, json, strlen(json));
		want_string(faults[i].from, faults[i].found, buf_string(&b.said));
		want(b.has_words, "%s: wanted code, place and sentence", faults[i].from);
		bench_done(&b);
		free(json);
	}
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
	want_number("other findings", 0, n - lost - outside);
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
	want_findings("een twee twee",
		      "[{\"id\":\"urn:n\"," NOTE QUOTE("twee") "," POSITION("4", "8") "]}}]",
		      "quote-ambiguous n\n");
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
		want(count(buf_string(&b.said), "position") == 1, "wanted one position, got \"%s\"",
		     buf_string(&b.said));
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
}

// What is written.

static bool add(void *data, const char *s, size_t n)
{
	buf_add(data, s, n);
	return true;
}

static bool add_nothing(void *data, const char *s, size_t n)
{
	(void)s;
	(void)n;
	++*(int *)data;
	return false;
}

static char *folder_new(void)
{
	char *folder = mem_string("/tmp/kantlijn-check-XXXXXX");
	want(mkdtemp(folder), "wanted a folder in /tmp, got none");
	return folder;
}

static char *file_new(const char *folder, const char *name, const char *text)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", folder, name);
	FILE *f = fopen(buf_string(&path), "w");
	want(f, "wanted to write %s, cannot", buf_string(&path));
	want(fputs(text, f) >= 0 && fclose(f) == 0, "wanted to write %s, cannot",
	     buf_string(&path));
	return buf_take(&path);
}

static void file_free(char *path)
{
	unlink(path);
	free(path);
}

// A claim with a name that would steer a terminal, and a link that leads nowhere.
static const char steering[] = "[{\"id\":\"urn:x:a\\u001b[31m\\nb\\u0007\"," NOTE QUOTE(
	"twee") "," POSITION("4", "8") "]},"
				       "\"body\":[{\"type\":\"SpecificResource\","
				       "\"purpose\":\"urn:kantlijn:relation:supports\","
				       "\"source\":\"urn:\\u202efact\\nx\"}]}]";

static void findings_are_a_line_each_without_control_characters(void **state)
{
	(void)state;
	char *folder = folder_new();
	char *text = file_new(folder, "text", "een twee drie\n");
	char *set = file_new(folder, "text.jsonld", steering);
	struct options o = {.file = text};
	struct session s;
	struct buf out = {0};
	size_t n;
	int calls = 0;
	want(session_open(&s, &o, NULL), "wanted to open %s, cannot", text);
	session_finish(&s);
	want(findings_write(&s, (struct output){add, &out}, &n), "wanted output, it was refused");
	want(n > 2, "wanted some findings, got %zu", n);
	want_number("lines", n, count(buf_string(&out), "\n"));
	want_number("lines that begin so", n,
		    count(buf_string(&out), "error: ") + count(buf_string(&out), "warning: "));
	for (size_t i = 0; i < out.len; i++)
		want((uint8_t)out.data[i] >= ' ' || out.data[i] == '\n',
		     "wanted no control character, got %d", out.data[i]);
	want(!strstr(buf_string(&out), "\xE2\x80\xAE"), "wanted no U+202E, got one");
	want(!findings_write(&s, (struct output){add_nothing, &calls}, &n),
	     "wanted to be told that output was refused");
	want_number("calls after the output was refused", 1, calls);
	session_close(&s);
	buf_done(&out);
	file_free(text);
	file_free(set);
	rmdir(folder);
	free(folder);
}

// Runs the program; returns its exit status, its output in OUT.
static int run(struct buf *out, const char *arguments)
{
	char block[512];
	size_t n;
	struct buf command = {0};
	buf_printf(&command, "'%s' --language=en %s 2>/dev/null </dev/null", getenv("KANTLIJN"),
		   arguments);
	buf_clear(out);
	FILE *f = popen(buf_string(&command), "r");
	want(f, "wanted to run %s, cannot", buf_string(&command));
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(out, block, n);
	int status = pclose(f);
	buf_done(&command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void want_run(const char *arguments, const char *one, const char *two, int status,
		     const char *said)
{
	struct buf out = {0}, line = {0};
	buf_printf(&line, "%s %s %s", arguments, one, two);
	int got = run(&out, buf_string(&line));
	want(got == status, "%s: wanted exit status %d, got %d", buf_string(&line), status, got);
	want(*said ? strstr(buf_string(&out), said) != NULL : out.len == 0,
	     "%s: wanted \"%s\", got \"%s\"", buf_string(&line), said, buf_string(&out));
	buf_done(&out);
	buf_done(&line);
}

static void the_exit_status_says_whether_there_are_findings(void **state)
{
	(void)state;
	if (!getenv("KANTLIJN")) {
		print_message("# skip: KANTLIJN does not name the program\n");
		skip();
	}
	char *folder = folder_new();
	char *json = plant(bundled_set(), &faults[0]);
	char *text = file_new(folder, "text", "een twee drie\n");
	char *lone = file_new(folder, "lone", "een twee drie\n");
	char *beside = file_new(folder, "text.jsonld", "{\n");
	char *faulty = file_new(folder, "faulty.jsonld", json);
	want_run("--check", "", "", 0, "");
	want_run("--check -a", faulty, "", 1,
		 "warning: quote-not-at-position: c-flight: its quote stands at 120–206, its "
		 "position is 121–206\n");
	want_run("--check", text, "", 1, "error: unreadable-set: ");
	want_run("--check", text, "", 1, ": line 2: ");
	want_run("--check", lone, "", 2, "");
	want_run("--check -a", beside, text, 2, "");
	want_run("--check -a", "/no/such/set", text, 2, "");
	want_run("--check", "/no/such/text", "", 2, "");
	file_free(text);
	file_free(lone);
	file_free(beside);
	file_free(faulty);
	rmdir(folder);
	free(folder);
	free(json);
}

// The bundled set.

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
		cmocka_unit_test(findings_come_by_claims_in_the_text_then_facts_then_links),
		cmocka_unit_test(a_set_on_another_text_finds_its_quotes_nowhere),
		cmocka_unit_test(a_set_that_cannot_be_read_is_a_finding),
		cmocka_unit_test(the_fault_of_a_set_has_its_line),
		cmocka_unit_test(notes_by_others_need_a_place_and_no_more),
		cmocka_unit_test(positions_count_characters_behind_a_byte_order_mark),
		cmocka_unit_test(hostile_sets_are_checked_to_their_end),
		cmocka_unit_test(hostile_positions_are_none),
		cmocka_unit_test(dates_and_periods_are_those_of_iso_8601),
		cmocka_unit_test(findings_are_a_line_each_without_control_characters),
		cmocka_unit_test(the_exit_status_says_whether_there_are_findings),
		cmocka_unit_test(the_bundled_set_has_30_claims_36_facts_and_12_terms),
		cmocka_unit_test(each_fact_with_sources_and_claims_fits_the_margin_at_120_by_40),
		cmocka_unit_test(each_fact_has_40_to_90_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
