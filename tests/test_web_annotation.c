// SPDX-License-Identifier: ISC
// Reading sets: what each shape of JSON becomes, where everything stood, and that slices and
// truncation change nothing and break nothing.  Sets by others have a test of their own.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "knowledge/json.h"
#include "knowledge/web_annotation.h"
#include "tests/want.h"

// A set that is read to its end.
struct bench {
	struct web_annotation *set;
	struct knowledge k;
	struct err e;
	enum step step;
	size_t steps;
};

static bool stop_at_once(void *data)
{
	(void)data;
	return true;
}

static void read_on(struct bench *b, struct budget budget)
{
	knowledge_init(&b->k);
	do {
		b->step = web_annotation_read(b->set, &b->k, 7, budget, &b->e);
		b->steps++;
	} while (b->step == STEP_MORE);
	knowledge_settle(&b->k);
}

static void bench_bytes(struct bench *b, const void *bytes, size_t n)
{
	*b = (struct bench){0};
	b->set = web_annotation_open_bytes("set", bytes, n, &b->e);
	read_on(b, (struct budget){0});
}

static void bench_text(struct bench *b, const char *json)
{
	bench_bytes(b, json, strlen(json));
}

static void bench_done(struct bench *b)
{
	web_annotation_close(b->set);
	knowledge_done(&b->k);
}

static char *path_of(const char *folder, const char *name)
{
	struct buf b = {0};
	buf_printf(&b, "%s/%s", folder, name);
	return buf_take(&b);
}

static char *file_bytes(const char *name, size_t *n)
{
	const char *source = getenv("SRCDIR");
	char *sets = path_of(source ? source : ".", "tests/sets");
	char *path = path_of(sets, name);
	FILE *f = fopen(path, "rb");
	if (!f)
		fail_msg("cannot open %s; SRCDIR must name the project", path);
	struct buf b = {0};
	char in[4096];
	while ((*n = fread(in, 1, sizeof in, f)) > 0)
		buf_add(&b, in, *n);
	fclose(f);
	free(path);
	free(sets);
	*n = b.len;
	return buf_take(&b);
}

static void bench_file(struct bench *b, const char *name, char **bytes)
{
	size_t n;
	*bytes = file_bytes(name, &n);
	bench_bytes(b, *bytes, n);
	if (b->step == STEP_FAILED)
		fail_msg("wanted %s to be read, but: %s", name, b->e.text);
}

static const struct annotation *find(const struct bench *b, const char *name)
{
	uint32_t i = knowledge_find_annotation(&b->k, name);
	if (i == INDEX_NONE)
		fail_msg("wanted an annotation %s, there is none", name);
	return &b->k.annotations[i];
}

static const struct fact *find_fact(const struct bench *b, const char *name)
{
	uint32_t i = knowledge_find_fact(&b->k, name);
	if (i == INDEX_NONE)
		fail_msg("wanted a fact %s, there is none", name);
	return &b->k.facts[i];
}

static void check_fails(const char *json, const char *sentence)
{
	struct bench b;
	bench_text(&b, json);
	assert_int_equal(b.step, STEP_FAILED);
	assert_string_equal(b.e.text, sentence);
	bench_done(&b);
}

static void a_claim_is_read_with_all_it_has(void **state)
{
	(void)state;
	struct bench b;
	char *bytes;
	bench_file(&b, "house.jsonld", &bytes);

	const struct annotation *a = find(&b, "c-opened");
	assert_int_equal(a->role, ROLE_CLAIM);
	assert_int_equal(a->kind, KIND_FACT);
	assert_int_equal(a->assessment, ASSESSMENT_CORRECT);
	assert_int_equal(a->state, ANCHOR_PENDING);
	assert_int_equal(a->selector.start, 2);
	assert_int_equal(a->selector.end, 36);
	assert_string_equal(a->selector.suffix, ", the");
	assert_null(a->selector.prefix);
	assert_int_equal(a->set, 7);
	assert_int_equal(a->link_count, 2);
	const struct link *l = &b.k.links[a->first_link];
	assert_string_equal(l[0].id, "urn:kantlijn:bridge:l-1");
	assert_int_equal(l[0].relation, RELATION_SUPPORTS);
	assert_int_equal(l[1].relation, RELATION_CONTEXT);
	assert_string_equal(b.k.facts[l[1].fact].name, "f-trams");
	assert_int_equal(b.k.facts[l[1].fact].item, INDEX_NONE);

	struct claim_detail d;
	assert_true(web_annotation_claim(b.set, a->item, &d, &b.e));
	assert_string_equal(translations_choose(&d.reason, "en"), "True.");
	assert_int_equal(d.link_count, 2);
	assert_string_equal(translations_choose(&d.link_reasons[0], "nl"), "de datum");
	assert_int_equal(d.link_reasons[1].count, 0);
	claim_detail_done(&d);
	bench_done(&b);
	free(bytes);
}

static void a_fact_is_read_with_all_it_has(void **state)
{
	(void)state;
	struct bench b;
	char *bytes;
	bench_file(&b, "house.jsonld", &bytes);

	const struct fact *f = find_fact(&b, "f-opening");
	assert_false(f->is_term);
	assert_string_equal(translations_choose(&f->titles, "en"), "The opening");
	assert_string_equal(f->period, "1932-05-16");
	assert_int_equal(f->timing, TIMING_BEFORE);
	assert_int_equal(f->confidence, CONFIDENCE_MEDIUM);
	assert_int_equal(f->link_count, 1);

	struct fact_detail d;
	assert_true(web_annotation_fact(b.set, f->item, &d, &b.e));
	assert_string_equal(translations_choose(&d.text, "nl"), "Op 16 mei 1932.");
	assert_int_equal(d.citation_count, 1);
	assert_string_equal(d.citations[0].type, "NewsArticle");
	assert_string_equal(d.citations[0].title, "Opened");
	assert_string_equal(d.citations[0].publisher, "The Reed");
	assert_string_equal(d.citations[0].date, "1932-05-17");
	assert_string_equal(d.citations[0].address, "https://archive.example/1");
	assert_string_equal(d.citations[0].archived, "https://copies.example/1");
	fact_detail_done(&d);
	bench_done(&b);
	free(bytes);
}

static void a_term_its_mark_and_a_note_are_read(void **state)
{
	(void)state;
	struct bench b;
	char *bytes;
	bench_file(&b, "house.jsonld", &bytes);

	const struct annotation *mark = find(&b, "m-trams");
	assert_int_equal(mark->role, ROLE_TERM);
	assert_int_equal(mark->link_count, 1);
	const struct link *l = &b.k.links[mark->first_link];
	assert_int_equal(l->relation, RELATION_DEFINES);
	assert_ptr_equal(&b.k.facts[l->fact], find_fact(&b, "t-tram"));
	assert_true(find_fact(&b, "t-tram")->is_term);

	const struct annotation *note = find(&b, "n-whole");
	assert_int_equal(note->role, ROLE_NOTE);
	assert_int_equal(note->state, ANCHOR_FOUND);
	assert_int_equal(note->end, 0);
	struct claim_detail d;
	assert_true(web_annotation_claim(b.set, note->item, &d, &b.e));
	assert_string_equal(translations_choose(&d.body, "nl"), "A short text.");
	claim_detail_done(&d);
	assert_int_equal(b.k.annotation_count, 3);
	bench_done(&b);
	free(bytes);
}

static void the_document_and_the_set_have_names(void **state)
{
	(void)state;
	struct bench b;
	char *bytes;
	bench_file(&b, "house.jsonld", &bytes);

	assert_string_equal(b.k.title, "The Reed Bridge");
	assert_string_equal(b.k.language, "en");
	assert_string_equal(b.k.date, "2026-01");
	assert_string_equal(b.k.label, "Bridge");
	bench_done(&b);
	free(bytes);
}

static void a_set_with_words_of_its_own_keeps_them(void **state)
{
	(void)state;
	struct bench b;
	char *bytes;
	bench_file(&b, "bridge.jsonld", &bytes);

	const struct annotation *a = find(&b, "6a3f2c1e-0002-4c1a-9a57-1f0c5d2e0002");
	assert_int_equal(a->kind, KIND_OTHER);
	assert_string_equal(a->kind_label, "check-worthy");
	assert_int_equal(a->assessment, ASSESSMENT_OTHER);
	assert_string_equal(a->assessment_label, "False");
	assert_int_equal(b.k.links[a->first_link].relation, RELATION_CONTRADICTS);
	assert_int_equal(find_fact(&b, "reed-bridge-opening")->link_count, 2);
	bench_done(&b);
	free(bytes);
}

#define TARGET "\"target\":{\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"a\"}}"

// Reads one claim whose body is BODY.
static void bench_body(struct bench *b, const char *body)
{
	struct buf json = {0};
	buf_printf(&json, "{\"type\":\"Annotation\",\"body\":%s," TARGET "}", body);
	char *kept = buf_take(&json);
	bench_text(b, kept);
	assert_int_equal(b->step, STEP_DONE);
	assert_int_equal(b->k.annotation_count, 1);
	web_annotation_close(b->set);
	b->set = NULL;
	free(kept);
}

static void check_assessment(const char *body, enum assessment wanted, const char *label)
{
	struct bench b;
	bench_body(&b, body);
	const struct annotation *a = &b.k.annotations[0];
	assert_int_equal(a->role, ROLE_CLAIM);
	assert_int_equal(a->assessment, wanted);
	if (label)
		assert_string_equal(a->assessment_label, label);
	else
		assert_null(a->assessment_label);
	bench_done(&b);
}

static void assessments_are_read_in_many_spellings(void **state)
{
	(void)state;
	check_assessment("{\"purpose\":\"oa:assessing\",\"source\":"
			 "{\"http://schema.org/reviewRating\":"
			 "{\"http://schema.org/ratingValue\":1,"
			 "\"https://schema.org/bestRating\":\"5\"}}}",
			 ASSESSMENT_OTHER, "1/5");
	check_assessment("{\"purpose\":[\"http://www.w3.org/ns/oa#assessing\"],"
			 "\"source\":{\"schema:reviewRating\":"
			 "{\"id\":\"urn:kantlijn:assessment:not-verifiable\"}}}",
			 ASSESSMENT_NOT_VERIFIABLE, NULL);
	check_assessment("{\"purpose\":\"assessing\",\"source\":{\"schema:reviewRating\":"
			 "{\"schema:alternateName\":"
			 "[{\"@value\":\"Onzin\",\"@language\":\"nl\"}]}}}",
			 ASSESSMENT_OTHER, "Onzin");
	check_assessment("{\"purpose\":\"assessing\",\"source\":{\"schema:reviewRating\":"
			 "{\"id\":\"urn:kantlijn:assessment:funny\"}}}",
			 ASSESSMENT_OTHER, "funny");
}

static void a_review_without_a_rating_has_no_verdict(void **state)
{
	(void)state;
	struct bench b;
	static const char json[] =
		"{\"type\":\"Annotation\",\"body\":{\"purpose\":\"assessing\",\"source\":"
		"{\"type\":\"schema:ClaimReview\",\"schema:reviewBody\":\"True.\"}}," TARGET "}";
	bench_text(&b, json);

	assert_int_equal(b.k.annotations[0].role, ROLE_CLAIM);
	assert_int_equal(b.k.annotations[0].assessment, ASSESSMENT_NONE);
	assert_null(b.k.annotations[0].assessment_label);
	struct claim_detail d;
	assert_true(web_annotation_claim(b.set, 0, &d, &b.e));
	assert_string_equal(translations_choose(&d.reason, NULL), "True.");
	claim_detail_done(&d);
	bench_done(&b);
}

static void check_relation(const char *purpose, enum relation wanted, const char *label)
{
	struct bench b;
	struct buf body = {0};
	buf_printf(&body, "{\"purpose\":\"%s\",\"source\":\"urn:x:f\"}", purpose);
	bench_body(&b, buf_string(&body));
	assert_int_equal(b.k.link_count, 1);
	assert_int_equal(b.k.annotations[0].role, ROLE_CLAIM);
	assert_int_equal(b.k.links[0].relation, wanted);
	if (label)
		assert_string_equal(b.k.links[0].relation_label, label);
	else
		assert_null(b.k.links[0].relation_label);
	bench_done(&b);
	buf_done(&body);
}

static void relations_are_ours_or_others(void **state)
{
	(void)state;
	check_relation("urn:kantlijn:relation:aftermath", RELATION_AFTERMATH, NULL);
	check_relation("urn:kantlijn:relation:mocks", RELATION_OTHER, "mocks");
	check_relation("https://a.example/ns#context", RELATION_CONTEXT, NULL);
	check_relation("https://a.example/ns/mocks", RELATION_OTHER, "mocks");
	check_relation("linking", RELATION_OTHER, "linking");
	check_relation("oa:linking", RELATION_OTHER, "linking");
}

static void two_targets_make_two_annotations(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "{\"id\":\"urn:x:a\",\"type\":[\"Annotation\"],\"body\":{\"purpose\":"
		       "\"urn:kantlijn:relation:supports\",\"source\":\"urn:x:f\"},\"target\":["
		       "{\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"a\"}},"
		       "\"urn:x:t\","
		       "{\"selector\":[{\"type\":\"CssSelector\",\"value\":\"p\"},"
		       "{\"type\":\"TextPositionSelector\",\"start\":1,\"end\":2}]}]}");

	assert_int_equal(b.k.annotation_count, 2);
	assert_int_equal(b.k.annotations[1].link_count, 1);
	assert_string_equal(b.k.annotations[0].name, "a");
	assert_string_equal(b.k.annotations[1].name, "a~2");
	assert_int_equal(b.k.facts[0].link_count, 2);
	bench_done(&b);
}

static void a_description_of_what_is_linked_to_is_a_fact(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "[{\"type\":\"Annotation\",\"motivation\":\"describing\",\"target\":"
		       "{\"id\":\"urn:x:f\"},\"body\":{\"type\":\"TextualBody\",\"value\":\"F\"}},"
		       "{\"type\":\"Annotation\",\"motivation\":\"describing\",\"target\":"
		       "{\"id\":\"urn:x:g\"},\"bodyValue\":\"G\"},"
		       "{\"type\":\"Annotation\",\"body\":{\"purpose\":\"linking\",\"source\":"
		       "\"urn:x:f\"}," TARGET "}]");

	assert_int_equal(b.step, STEP_DONE);
	assert_int_equal(find_fact(&b, "f")->item, 0);
	assert_int_equal(knowledge_find_fact(&b.k, "g"), INDEX_NONE);
	assert_int_equal(b.k.annotation_count, 2);
	assert_int_equal(b.k.annotations[1].role, ROLE_NOTE);
	assert_int_equal(b.k.annotations[1].item, 1);
	bench_done(&b);
}

static void pages_within_pages_are_read_in_any_order(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "\xEF\xBB\xBF{\"first\":{\"next\":{\"items\":[{\"target\":\"u:c\"}],"
		       "\"next\":\"http://a.example/4\"},\"items\":[{\"target\":\"u:a\"},"
		       "\"http://a.example/b\",{\"type\":\"Squirrel\"}]},"
		       "\"type\":\"AnnotationCollection\"}  \n");

	assert_int_equal(b.step, STEP_DONE);
	assert_int_equal(b.k.annotation_count, 2);
	assert_string_equal(b.k.annotations[0].id, "set#1");
	bench_done(&b);
}

static void a_set_that_lies_elsewhere_is_empty(void **state)
{
	(void)state;
	static const char *const sets[] = {
		"[]",
		"{\"type\":\"AnnotationCollection\",\"total\":0}",
		"{\"type\":\"AnnotationCollection\",\"first\":\"http://a.example/1\"}",
		"{\"type\":[\"AnnotationPage\"],\"items\":[\"http://a.example/b\"]}",
	};
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		struct bench b;
		bench_text(&b, sets[i]);
		assert_int_equal(b.step, STEP_DONE);
		assert_int_equal(b.k.annotation_count, 0);
		bench_done(&b);
	}
}

static void of_two_equal_keys_the_last_counts(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "{\"id\":\"u:a\",\"id\":\"u:b\",\"type\":\"Annotation\"," TARGET "}");

	assert_string_equal(b.k.annotations[0].id, "u:b");
	bench_done(&b);
}

static void odd_values_are_taken_as_absent(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "[{\"type\":\"Annotation\",\"id\":7,\"motivation\":{\"a\":[]},"
		       ""
		       "\"body\":[null,[[]],{},{\"purpose\":{},\"source\":[]},"
		       "{\"purpose\":\":\",\"source\":\"\"},"
		       "{\"purpose\":\":\",\"source\":\"u:\"}],\"target\":[{\"selector\":[null,"
		       "{\"type\":\"TextQuoteSelector\",\"exact\":\"a\\u0000b\"},"
		       "{\"type\":\"TextPositionSelector\",\"start\":-1,"
		       "\"end\":18446744073709551616}]}]}]");

	assert_int_equal(b.step, STEP_DONE);
	const struct annotation *a = &b.k.annotations[0];
	assert_string_equal(a->id, "set#1");
	assert_string_equal(a->selector.exact, "a\xEF\xBF\xBD"
					       "b");
	assert_int_equal(a->selector.start, POS_NONE);
	assert_int_equal(a->selector.end, POS_NONE);
	bench_done(&b);
}

static void faults_are_told_with_line_and_reason(void **state)
{
	(void)state;
#define SET "cannot read the annotation set set: line "
	check_fails("", SET "1: it is empty");
	check_fails(" \n ", SET "2: it is empty");
	check_fails("{\n\"type\":\n", SET "3: it ends too early");
	check_fails("[\n]\nxy", SET "3: something follows after the end (column 1)");
	check_fails("[\n{\"target\":1}\n,,1]",
		    SET "3: a value is missing or out of place (column 2)");
	check_fails("[\"\u00E9\" 2]", SET "1: a comma or ] is missing (column 6)");
	check_fails("[\n1]", SET "2: $[0]: here is a number, not an annotation");
	check_fails("\"text\"", SET "1: $: here is a text, not an annotation");
	check_fails("{}", SET "1: $: here is no annotation, nor a set of them");
	check_fails("\n{\"type\":\"Squirrel\",\"target\":\"u:a\"}",
		    SET "2: $: \"Squirrel\" is no annotation, nor a set of them");
	check_fails("{\"first\":{\"items\":[[]]}}",
		    SET "1: $.first.items[0]: here is a list, not an annotation");
	check_fails("[\"\xC0\x80\"]", SET "1: a text that is not UTF-8 (column 5)");
	check_fails("[{\"\xED\xA0\x80\":1}]", SET "1: a key that is not UTF-8 (column 7)");
}

static void what_is_not_json_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"[1,]",
		"[,1]",
		"[1 2]",
		"{\"a\":1,}",
		"{\"a\" 1}",
		"{a:1}",
		"{'a':1}",
		"{1:1}",
		"[01]",
		"[1.]",
		"[.5]",
		"[+1]",
		"[-]",
		"[1e]",
		"[0x1]",
		"[NaN]",
		"[Infinity]",
		"[\"\t\"]",
		"[\"\n\"]",
		"[\"\\x\"]",
		"[\"\\u12g4\"]",
		"[\"a]",
		"[tru]",
		"[True]",
		"[1]]",
		"[1}",
		"{\"a\":1]",
		"[] []",
		"[]#",
		"// x\n[]",
		"[/* */]",
		"[\"\xFF\"]",
		"[\"\xF4\x90\x80\x80\"]",
		"[\"\xE2\x82\"]",
		"]",
		"}",
		"\xFF\xFE[",
		"[\v]",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct bench b;
		bench_text(&b, wrong[i]);
		if (b.step != STEP_FAILED || !b.e.is_set)
			fail_msg("wanted an error for %s", wrong[i]);
		bench_done(&b);
	}
}

static void depth_is_limited(void **state)
{
	(void)state;
	struct buf json = {0};
	for (int i = 0; i < 100000; i++)
		buf_add_char(&json, '[');

	check_fails(buf_string(&json),
		    SET "1: more than 64 brackets within each other (column 65)");

	buf_done(&json);
}

static void an_item_of_more_than_its_ceiling_is_refused(void **state)
{
	(void)state;
	struct buf json = {0};
	buf_add_string(&json, "[\n{\"target\":\"");
	for (int i = 0; i < 17 << 17; i++)
		buf_add(&json, "}bcdefgh", 8);
	buf_add_string(&json, "\"}]");

	check_fails(buf_string(&json),
		    SET "2: a value or item longer than 16 MiB (column 17825806)");

	buf_done(&json);
}

static void check_same(const struct knowledge *a, const struct knowledge *b)
{
	assert_int_equal(a->annotation_count, b->annotation_count);
	assert_int_equal(a->fact_count, b->fact_count);
	assert_int_equal(a->link_count, b->link_count);
	for (size_t i = 0; i < a->annotation_count; i++) {
		assert_string_equal(a->annotations[i].id, b->annotations[i].id);
		assert_int_equal(a->annotations[i].role, b->annotations[i].role);
		assert_int_equal(a->annotations[i].item, b->annotations[i].item);
		assert_int_equal(a->annotations[i].number, b->annotations[i].number);
	}
	for (size_t i = 0; i < a->fact_count; i++) {
		assert_string_equal(a->facts[i].id, b->facts[i].id);
		assert_int_equal(a->facts[i].item, b->facts[i].item);
		assert_int_equal(a->facts[i].titles.count, b->facts[i].titles.count);
	}
}

static void slices_give_what_one_go_gives(void **state)
{
	(void)state;
	static const char *const names[] = {"house.jsonld", "bridge.jsonld"};
	for (size_t i = 0; i < 2; i++) {
		struct bench whole, slices = {0};
		char *bytes;
		bench_file(&whole, names[i], &bytes);

		slices.set = web_annotation_open_bytes("set", bytes, strlen(bytes), &slices.e);
		read_on(&slices, (struct budget){stop_at_once, NULL});

		assert_int_equal(slices.step, STEP_DONE);
		assert_true(slices.steps > (i ? 3 : 5));
		check_same(&whole.k, &slices.k);
		bench_done(&whole);
		bench_done(&slices);
		free(bytes);
	}
}

static void a_set_that_is_cut_anywhere_is_an_error(void **state)
{
	(void)state;
	static const char *const names[] = {"house.jsonld", "bridge.jsonld"};
	for (size_t i = 0; i < 2; i++) {
		size_t n;
		char *bytes = file_bytes(names[i], &n);
		while (n > 0 && bytes[n - 1] != '}')
			n--;
		for (size_t cut = 0; cut < n; cut++) {
			// A copy of just that size shows a sanitizer the first byte too many.
			char *part = malloc(cut ? cut : 1);
			assert_non_null(part);
			memcpy(part, bytes, cut);
			struct bench b;
			bench_bytes(&b, part, cut);
			if (b.step != STEP_FAILED || !b.e.is_set)
				fail_msg("wanted an error for %s cut at %zu", names[i], cut);
			bench_done(&b);
			free(part);
		}
		free(bytes);
	}
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct err e = {0};
	assert_null(web_annotation_open("/nonexistent/set.jsonld", &e));
	assert_true(e.is_set);
	assert_true(string_starts(e.text, "cannot read the annotation set: "));
}

static void an_item_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct bench b;
	struct claim_detail d;
	struct fact_detail f;
	bench_text(&b, "[]");

	assert_false(web_annotation_claim(b.set, 0, &d, &b.e));
	assert_false(web_annotation_fact(b.set, INDEX_NONE, &f, &b.e));
	claim_detail_done(&d);
	fact_detail_done(&f);
	bench_done(&b);
}

static void want_stranger(const struct bench *b, size_t i, size_t line, const char *path,
			  const char *sentence)
{
	struct stranger s;
	want(web_annotation_stranger(b->set, i, &s), "wanted stranger %zu, there is none", i);
	want_number("line", line, s.line);
	want_string("path", path, s.path);
	want_string("sentence", sentence, s.sentence);
}

static void what_is_no_annotation_is_passed_over_and_told(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "{\"first\":{\"items\":[\n{\"target\":\"u:a\"},\n7,\n[{}],\n"
		       "{\"type\":\"oa:Squirrel\"},null,{\"uri\":\"u:x\",\"user\":\"me\","
		       "\"target\":[]},\n{\"target\":\"u:b\"},{}],\n"
		       "\"next\":{\"@graph\":[true,\"u:c\",{\"target\":\"u:d\"}]}}}");

	want_number("step", STEP_DONE, b.step);
	want_number("annotations", 3, b.k.annotation_count);
	want_number("strangers", 7, web_annotation_stranger_count(b.set));
	want_stranger(&b, 0, 3, "$.first.items[1]", "here is a number, not an annotation");
	want_stranger(&b, 1, 4, "$.first.items[2]", "here is a list, not an annotation");
	want_stranger(&b, 2, 5, "$.first.items[3]",
		      "\"oa:Squirrel\" is no annotation, nor a set of them");
	want_stranger(&b, 3, 5, "$.first.items[4]",
		      "here is true, false or null, not an annotation");
	want_stranger(&b, 4, 5, "$.first.items[5]",
		      "this is what the Hypothesis service answers or exports, not a set of "
		      "annotations; --import makes a set of it");
	want_stranger(&b, 5, 6, "$.first.items[7]",
		      "this has no type and no target, so it is no annotation");
	want_stranger(&b, 6, 7, "$.first.next[\"@graph\"][0]",
		      "here is true, false or null, not an annotation");
	want_number("elsewhere", 1, web_annotation_absent_count(b.set));
	bench_done(&b);
}

static void of_very_many_strangers_the_first_are_kept(void **state)
{
	(void)state;
	struct buf json = {0};
	buf_add_string(&json, "[{\"target\":\"u:a\"}");
	for (int i = 0; i < 1500; i++)
		buf_add_string(&json, ",1");
	buf_add_char(&json, ']');
	struct bench b;
	bench_text(&b, buf_string(&json));

	struct stranger s;
	want_number("strangers", 1500, web_annotation_stranger_count(b.set));
	want(web_annotation_stranger(b.set, STRANGERS_KEPT - 1, &s), "wanted the last one");
	want(!web_annotation_stranger(b.set, STRANGERS_KEPT, &s), "wanted no more than are kept");
	bench_done(&b);
	buf_done(&json);
}

static void want_item(const struct bench *b, uint32_t item, size_t line, const char *path)
{
	struct buf got = {0};
	want(web_annotation_path(b->set, item, &got), "wanted item %u", (unsigned)item);
	want_string("path", path, buf_string(&got));
	want_number("line", line, web_annotation_line(b->set, item));
	struct json *j = web_annotation_item_json(b->set, item);
	want(json_get(json_root(j), "target"), "wanted item %u as a tree", (unsigned)item);
	json_free(j);
	buf_done(&got);
}

static void an_item_tells_where_it_is(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "{\"as:first\":{\"as:items\":[1,{\"target\":1},\n\n{\"target\":2}]},"
		       "\"next\":{\"items\":\n{\"target\":3}}}");

	want_number("items", 3, web_annotation_item_count(b.set));
	want_item(&b, 0, 1, "$[\"as:first\"][\"as:items\"][1]");
	want_item(&b, 1, 3, "$[\"as:first\"][\"as:items\"][2]");
	want_item(&b, 2, 4, "$.next.items");
	struct buf out = {0};
	want(!web_annotation_path(b.set, 3, &out), "wanted no fourth item");
	want_number("its line", 0, web_annotation_line(b.set, 3));
	bench_done(&b);
	bench_text(&b, "\n {\"type\":\"Annotation\",\"target\":\"u:a\"}");
	want_item(&b, 0, 2, "$");
	bench_done(&b);
	buf_done(&out);
}

static void lines_are_counted_in_long_files_in_any_order(void **state)
{
	(void)state;
	struct buf json = {0};
	buf_add_string(&json, "[\n");
	for (int i = 0; i < 3000; i++)
		buf_printf(&json, "{\"target\":\"u:%d\",\"x\":\n\"%0100d\"},\n", i, i);
	buf_add_string(&json, "{\"target\":1}]");
	struct bench b;
	bench_text(&b, buf_string(&json));

	for (uint32_t i = 0; i <= 3000; i += 7) {
		uint32_t item = i * 1009 % 3001;
		want_number("line", 2 + 2 * item, web_annotation_line(b.set, item));
	}
	bench_done(&b);
	buf_done(&json);
}

static void the_shell_is_what_is_around_the_items(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "{\"type\":\"AnnotationCollection\",\"total\":3,\"first\":{\"items\":"
		       "[{\"target\":1},{\"target\":2}],\"startIndex\":0,\"next\":{\"items\":[]}},"
		       "\"last\":{\"items\":{\"target\":3}},\"x\":{\"items\":[1,2]}}");
	struct json *j = web_annotation_shell_json(b.set, 0);
	const struct json_node *first = json_get(json_root(j), "first");
	const struct json_node *items = json_get(first, "items");

	want(items && items->kind == JSON_ARRAY && items->first, "wanted a list with something");
	want(items->first->kind == JSON_NUMBER && !items->first->next, "wanted a number in it");
	want(json_get(first, "startIndex"), "wanted what follows the items");
	items = json_get(json_get(first, "next"), "items");
	want(items && items->kind == JSON_ARRAY && !items->first, "wanted the empty list empty");
	items = json_get(json_get(json_root(j), "last"), "items");
	want(items && items->kind == JSON_NUMBER, "wanted no list where there was none");
	want(json_get(json_get(json_root(j), "x"), "items")->first->next, "wanted others whole");
	json_free(j);
	want(!web_annotation_shell_json(b.set, 1), "wanted no second file");
	bench_done(&b);
	bench_text(&b, "{\"type\":\"Annotation\",\"target\":\"u:a\"}");
	want(!web_annotation_shell_json(b.set, 0), "wanted none around a single annotation");
	bench_done(&b);
	bench_text(&b, "[]");
	want(!web_annotation_shell_json(b.set, 0), "wanted none around an array");
	bench_done(&b);
}

static void each_target_has_all_bodies(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "{\"id\":\"urn:x:a\",\"type\":\"Annotation\",\"body\":[\"u:b\",{\"value\":"
		       "\"t\"},{\"id\":\"urn:x:l\",\"purpose\":\"linking\",\"source\":\"u:f\"}],"
		       "\"target\":[\"u:1\",\"u:2\"]}");

	want_number("annotations", 2, b.k.annotation_count);
	want_number("links", 2, b.k.link_count);
	want_string("second name", "a~2", b.k.annotations[1].name);
	for (uint32_t i = 0; i < 2; i++) {
		const struct annotation *a = &b.k.annotations[i];
		struct claim_detail d;
		want(annotation_is_on_whole(a), "wanted it on the whole");
		want_string("id of the link", "urn:x:l", b.k.links[a->first_link].id);
		assert_true(web_annotation_claim(b.set, a->item, &d, &b.e));
		want_number("languages of the bodies", 1, d.body.count);
		want_string("bodies", "u:b\nt", d.body.all[0].text);
		want_number("reasons", 1, d.link_count);
		claim_detail_done(&d);
	}
	bench_done(&b);
}

static void too_many_relations_are_cut_and_told(void **state)
{
	(void)state;
	struct buf json = {0};
	buf_add_string(&json, "{\"type\":\"Annotation\",\"body\":[0");
	for (int i = 0; i < 5000; i++)
		buf_add_string(&json, ",{\"purpose\":\"linking\",\"source\":\"u:f\"}");
	buf_add_string(&json, "],\"target\":[0");
	for (int i = 0; i < 5000; i++)
		buf_add_string(&json, ",\"u:t\"");
	buf_add_string(&json, "]}");
	struct bench b;
	bench_text(&b, buf_string(&json));

	want(b.k.link_count >= 10000 && b.k.link_count <= 20000,
	     "wanted at most 20,000 links, got %zu", b.k.link_count);
	want_number("strangers", 1, web_annotation_stranger_count(b.set));
	bench_done(&b);
	buf_done(&json);
}

static void a_foreign_selector_leaves_an_orphan(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b,
		   "[{\"type\":\"Annotation\",\"motivation\":\"commenting\",\"bodyValue\":\"b\","
		   "\"target\":{\"source\":\"u:d\",\"selector\":{\"type\":\"SvgSelector\"}}},"
		   "{\"type\":\"Annotation\",\"target\":9}]");

	want_number("annotations", 2, b.k.annotation_count);
	want_number("orphans", 2, knowledge_count_state(&b.k, ANCHOR_ORPHAN));
	want(b.k.annotations[0].has_foreign_selector, "wanted it said of the selector");
	want(!b.k.annotations[1].has_foreign_selector, "wanted it not said without a target");
	want_number("notes", 2, b.k.note_count);
	bench_done(&b);
}

static void a_reply_knows_what_it_answers(void **state)
{
	(void)state;
	struct bench b;
	bench_text(&b, "[{\"id\":\"u:r\",\"type\":\"Annotation\",\"motivation\":\"oa:replying\","
		       "\"bodyValue\":\"No.\",\"target\":\"u:a\"},"
		       "{\"id\":\"u:s\",\"type\":\"Annotation\",\"motivation\":[\"replying\"],"
		       "\"target\":{\"id\":\"u:elsewhere\",\"type\":\"Annotation\"}},"
		       "{\"id\":\"u:q\",\"type\":\"Annotation\",\"motivation\":\"replying\"," TARGET
		       "},{\"id\":\"u:a\",\"type\":\"Annotation\"," TARGET "}]");

	uint32_t parent = knowledge_find_annotation(&b.k, "u:a");
	want_number("role", ROLE_REPLY, b.k.annotations[0].role);
	want_string("parent", "u:a", b.k.annotations[0].parent_id);
	want_number("known parent", parent, b.k.annotations[0].parent);
	want_number("unknown parent", INDEX_NONE, b.k.annotations[1].parent);
	want_number("replies to nobody", 1, b.k.reply_count);
	want_number("role on a text", ROLE_NOTE, b.k.annotations[2].role);
	struct claim_detail d;
	assert_true(web_annotation_claim(b.set, 0, &d, &b.e));
	want_string("body", "No.", translations_choose(&d.body, NULL));
	claim_detail_done(&d);
	bench_done(&b);
}

// Reads one note with BODY ("body" or "bodyValue" and its value); "language:text …" of its texts.
static void want_texts(const char *body, const char *texts)
{
	struct bench b;
	struct buf json = {0}, got = {0};
	buf_printf(&json, "{\"type\":\"Annotation\",%s,\"target\":\"u:t\"}", body);
	bench_text(&b, buf_string(&json));
	struct claim_detail d;
	want(web_annotation_claim(b.set, 0, &d, &b.e), "%s", b.e.text);
	for (size_t i = 0; i < d.body.count; i++)
		buf_printf(&got, "%s%s:%s", i ? " " : "", d.body.all[i].language,
			   d.body.all[i].text);
	want_string(body, texts, buf_string(&got));
	claim_detail_done(&d);
	bench_done(&b);
	buf_done(&json);
	buf_done(&got);
}

static void bodies_are_read_in_all_their_forms(void **state)
{
	(void)state;
	want_texts("\"bodyValue\":\"v\"", ":v");
	want_texts("\"bodyValue\":\"v\",\"language\":\"nl\"", ":v");
	want_texts("\"body\":\"u:b\"", ":u:b");
	want_texts("\"body\":[]", "");
	want_texts("\"body\":[\"u:b\",{\"value\":\"t\",\"language\":\"en\"}]", ":u:b en:t");
	want_texts("\"body\":{\"value\":\"t\"},\"bodyValue\":\"v\"", ":t\nv");
	want_texts("\"body\":{\"id\":\"u:b\",\"type\":\"Video\"}", ":u:b");
	want_texts("\"body\":{\"type\":\"SpecificResource\",\"source\":\"u:b\"}", ":u:b");
	want_texts("\"body\":{\"type\":\"SpecificResource\",\"source\":{\"value\":\"t\"}}", ":t");
	want_texts("\"body\":{\"type\":\"Choice\",\"items\":[{\"id\":\"u:1\",\"language\":\"en\"},"
		   "\"u:2\",{\"value\":\"t\",\"language\":\"fr\"}]}",
		   "en:u:1 :u:2 fr:t");
	want_texts(
		"\"body\":{\"type\":\"Composite\",\"items\":[{\"value\":\"a\"},{\"value\":\"b\"}]}",
		":a :b");
	want_texts("\"oa:hasBody\":{\"rdf:value\":{\"@value\":\"t\"},\"dc:language\":\"nl\"}",
		   "nl:t");
	want_texts("\"body\":{\"purpose\":\"tagging\",\"value\":\"t\"}", ":#t");
	want_texts("\"body\":[{\"value\":\"b\"},{\"purpose\":\"tagging\",\"value\":\"t\"}]",
		   ":b\n#t");
	want_texts("\"body\":[{\"value\":\"b\"},{\"value\":\"c\",\"language\":\"nl\"},{\"value\":"
		   "\"d\"}]",
		   ":b\nd nl:c");
	want_texts("\"body\":{\"source\":\"u:v\",\"selector\":{\"type\":\"FragmentSelector\","
		   "\"value\":\"t=3,6\"}}",
		   ":u:v#t=3,6");
}

static void halves_of_surrogate_pairs_are_replaced(void **state)
{
	(void)state;
#define GONE "\xEF\xBF\xBD"
	want_texts("\"bodyValue\":\"\\ud83c\\udf09\"", ":\xF0\x9F\x8C\x89");
	want_texts("\"bodyValue\":\"\\udf09 The\"", ":" GONE " The");
	want_texts("\"bodyValue\":\"a\\uD83C\"", ":a" GONE);
	want_texts("\"bodyValue\":\"\\ud83cx\\ud83c\\ud83c\\udf09\"",
		   ":" GONE "x" GONE "\xF0\x9F\x8C\x89");
	want_texts("\"bodyValue\":\"\\\\ud83c\"", ":\\ud83c");
	want_texts("\"bodyValue\":\"a\\u0000b?\"", ":a" GONE "b?");
}

static void escaped_pairs_outlive_any_cut(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 13; shift++) {
		struct buf json = {0}, text = {0};
		for (size_t i = 0; i < shift; i++)
			buf_add_char(&text, 'x');
		buf_add_string(&json, "{\"type\":\"Annotation\",\"id\":\"");
		buf_add(&json, text.data, text.len);
		for (int i = 0; i < 20000; i++) {
			buf_add_string(&json, "\\ud83c\\udf09");
			buf_add_string(&text, "\xF0\x9F\x8C\x89");
		}
		buf_add_string(&json, "\",\"target\":\"u:a\"}");
		struct buf list = {0};
		buf_printf(&list, "[%s]", buf_string(&json));
		struct bench b;
		bench_text(&b, buf_string(&list));
		want(b.step == STEP_DONE, "%s", b.e.text);
		want(strcmp(b.k.annotations[0].id, buf_string(&text)) == 0,
		     "wanted every character to come through with %zu before them", shift);
		bench_done(&b);
		buf_done(&json);
		buf_done(&list);
		buf_done(&text);
	}
}

static void other_encodings_are_refused_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t n;
	} sets[] = {{"\xFF\xFE[\0]\0", 6},
		    {"\xFE\xFF\0[\0]", 6},
		    {"[\0]\0", 4},
		    {"\0[\0]", 4},
		    {"\0\0\0[", 4}};
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		struct bench b;
		bench_bytes(&b, sets[i].bytes, sets[i].n);
		want(strstr(b.e.text, "it is in UTF-16 or UTF-32, and only UTF-8 can be read"),
		     "%zu: wanted the encoding named, got \"%s\"", i, b.e.text);
		bench_done(&b);
	}
}

// A folder with files, for pages that lie beside a set.
struct folder {
	char path[32];
	char *names[16];
	size_t count;
};

static void folder_init(struct folder *f)
{
	*f = (struct folder){.path = "/tmp/kantlijn-test-XXXXXX"};
	want(mkdtemp(f->path), "cannot make a folder");
}

static char *folder_add(struct folder *f, const char *name, const char *text)
{
	char *path = path_of(f->path, name);
	FILE *out = fopen(path, "wb");
	want(out && fputs(text, out) >= 0 && fclose(out) == 0, "cannot write %s", path);
	f->names[f->count++] = path;
	return path;
}

static void folder_done(struct folder *f)
{
	for (size_t i = 0; i < f->count; i++) {
		unlink(f->names[i]);
		free(f->names[i]);
	}
	rmdir(f->path);
}

static void bench_path(struct bench *b, const char *path)
{
	*b = (struct bench){0};
	b->set = web_annotation_open(path, &b->e);
	want(b->set, "%s", b->e.text);
	read_on(b, (struct budget){stop_at_once, NULL});
}

#define PAGE(id, next)                                                                      \
	"{\"type\":\"AnnotationPage\",\"next\":\"" next "\",\"items\":[\n\n{\"id\":\"u:" id \
	"\",\"type\":\"Annotation\",\"target\":\"u:t\"}]}"

static void pages_beside_the_set_are_read_once_and_in_order(void **state)
{
	(void)state;
	struct folder f;
	folder_init(&f);
	char *set = folder_add(&f, "set.jsonld",
			       "{\"type\":\"AnnotationCollection\",\"last\":\"p 3.json\","
			       "\"first\":{\"id\":\"http://a.example/x/p1.json#top\"}}");
	folder_add(&f, "p1.json", PAGE("1", "./p2.json"));
	folder_add(&f, "p2.json", PAGE("2", "http://a.example/p%203.json"));
	folder_add(&f, "p 3.json", PAGE("3", "p1.json"));
	struct bench b;
	bench_path(&b, set);

	want(b.step == STEP_DONE, "%s", b.e.text);
	want_number("annotations", 3, b.k.annotation_count);
	want_string("first", "u:1", b.k.annotations[0].id);
	want_string("last", "u:3", b.k.annotations[2].id);
	want_number("files", 4, web_annotation_file_count(b.set));
	want_number("file of the second", 2, web_annotation_file(b.set, 1));
	want(strstr(web_annotation_file_name(b.set, 2), "/p2.json"), "wanted its name");
	want_item(&b, 1, 3, "$.items[0]");
	want_number("elsewhere", 0, web_annotation_absent_count(b.set));
	bench_done(&b);
	folder_done(&f);
}

static void nothing_but_files_beside_the_set_is_opened(void **state)
{
	(void)state;
	struct folder f;
	folder_init(&f);
	char *page = folder_add(&f, "page", PAGE("secret", ""));
	char *inner = path_of(f.path, "inner"), *link = path_of(f.path, "inner/link");
	char *pipe = path_of(f.path, "inner/pipe"), *sub = path_of(f.path, "inner/sub");
	want(mkdir(inner, 0700) == 0 && symlink(page, link) == 0 && mkfifo(pipe, 0600) == 0 &&
		     mkdir(sub, 0700) == 0,
	     "cannot make what is to be refused");
	static const char *const iris[] = {"../page", "..%2Fpage",   "%2e%2e/page",
					   "link",    "pipe",	     "sub",
					   ".",	      "..",	     "",
					   "nobody",  "set",	     "file:///etc/passwd",
					   "a/../b",  "page%00.json"};
	for (size_t i = 0; i < sizeof iris / sizeof iris[0]; i++) {
		struct buf json = {0};
		buf_printf(&json, "{\"type\":\"AnnotationCollection\",\"first\":\"%s\"}", iris[i]);
		f.count = 1;
		char *set = folder_add(&f, "inner/set", buf_string(&json));
		struct bench b;
		bench_path(&b, set);
		want(b.step == STEP_DONE, "%s: %s", iris[i], b.e.text);
		want(web_annotation_file_count(b.set) == 1, "%s: wanted it not opened", iris[i]);
		want_number("annotations", 0, b.k.annotation_count);
		bench_done(&b);
		buf_done(&json);
		unlink(set);
		free(set);
	}
	f.count = 1;
	unlink(link);
	unlink(pipe);
	rmdir(sub);
	rmdir(inner);
	free(inner);
	free(link);
	free(pipe);
	free(sub);
	folder_done(&f);
}

static void a_faulty_page_is_told_and_the_rest_stays(void **state)
{
	(void)state;
	struct folder f;
	folder_init(&f);
	char *set = folder_add(
		&f, "set", "{\"type\":\"AnnotationCollection\",\"first\":" PAGE("1", "bad") "}");
	folder_add(&f, "bad", "{\"items\":[\n{\"target\":\"u:a\"},\n,]}\n");
	struct bench b;
	bench_path(&b, set);

	want_number("step", STEP_FAILED, b.step);
	want(strstr(b.e.text, "/bad: line 3: a value is missing or out of place (column 1)"),
	     "wanted the page and its line, got \"%s\"", b.e.text);
	want_string("fault", "line 3: a value is missing or out of place (column 1)",
		    web_annotation_fault(b.set));
	want_number("annotations", 2, b.k.annotation_count);
	bench_done(&b);
	folder_done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_claim_is_read_with_all_it_has),
		cmocka_unit_test(a_fact_is_read_with_all_it_has),
		cmocka_unit_test(a_term_its_mark_and_a_note_are_read),
		cmocka_unit_test(the_document_and_the_set_have_names),
		cmocka_unit_test(a_set_with_words_of_its_own_keeps_them),
		cmocka_unit_test(assessments_are_read_in_many_spellings),
		cmocka_unit_test(a_review_without_a_rating_has_no_verdict),
		cmocka_unit_test(relations_are_ours_or_others),
		cmocka_unit_test(two_targets_make_two_annotations),
		cmocka_unit_test(a_description_of_what_is_linked_to_is_a_fact),
		cmocka_unit_test(pages_within_pages_are_read_in_any_order),
		cmocka_unit_test(a_set_that_lies_elsewhere_is_empty),
		cmocka_unit_test(of_two_equal_keys_the_last_counts),
		cmocka_unit_test(odd_values_are_taken_as_absent),
		cmocka_unit_test(faults_are_told_with_line_and_reason),
		cmocka_unit_test(what_is_not_json_is_refused),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(an_item_of_more_than_its_ceiling_is_refused),
		cmocka_unit_test(slices_give_what_one_go_gives),
		cmocka_unit_test(a_set_that_is_cut_anywhere_is_an_error),
		cmocka_unit_test(a_file_that_is_not_there_is_an_error),
		cmocka_unit_test(an_item_that_is_not_there_is_an_error),
		cmocka_unit_test(what_is_no_annotation_is_passed_over_and_told),
		cmocka_unit_test(of_very_many_strangers_the_first_are_kept),
		cmocka_unit_test(an_item_tells_where_it_is),
		cmocka_unit_test(lines_are_counted_in_long_files_in_any_order),
		cmocka_unit_test(the_shell_is_what_is_around_the_items),
		cmocka_unit_test(each_target_has_all_bodies),
		cmocka_unit_test(too_many_relations_are_cut_and_told),
		cmocka_unit_test(a_foreign_selector_leaves_an_orphan),
		cmocka_unit_test(a_reply_knows_what_it_answers),
		cmocka_unit_test(bodies_are_read_in_all_their_forms),
		cmocka_unit_test(halves_of_surrogate_pairs_are_replaced),
		cmocka_unit_test(escaped_pairs_outlive_any_cut),
		cmocka_unit_test(other_encodings_are_refused_by_name),
		cmocka_unit_test(pages_beside_the_set_are_read_once_and_in_order),
		cmocka_unit_test(nothing_but_files_beside_the_set_is_opened),
		cmocka_unit_test(a_faulty_page_is_told_and_the_rest_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
