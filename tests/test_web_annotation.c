// SPDX-License-Identifier: ISC
// Reading sets: what each shape of JSON becomes, that slices and truncation
// change nothing and break nothing, and that sets by others load.  Those lie
// outside the project: KANTLIJN_SAMPLES names their folder.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "knowledge/web_annotation.h"

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

	check_fails(buf_string(&json), SET "2: a value or item longer than 16 MiB");

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

// The folder of samples, NULL when it is not there.
static char *samples(void)
{
	const char *named = getenv("KANTLIJN_SAMPLES");
	const char *source = getenv("SRCDIR");
	char *folder = named ? mem_string(named)
			     : path_of(source ? source : ".", "../shared/web-annotation-samples");
	DIR *d = opendir(folder);
	if (d) {
		closedir(d);
		return folder;
	}
	printf("# skip: there are no samples in %s; KANTLIJN_SAMPLES names their folder\n", folder);
	fflush(stdout);
	free(folder);
	return NULL;
}

// Reads a set to its end and opens every item of it.
static enum step read_sample(const char *path, size_t *count, struct err *e)
{
	struct bench b = {0};
	b.set = web_annotation_open(path, &b.e);
	if (!b.set)
		fail_msg("%s", b.e.text);
	read_on(&b, (struct budget){0});
	for (size_t i = 0; i < b.k.annotation_count; i++) {
		struct claim_detail d;
		assert_true(web_annotation_claim(b.set, b.k.annotations[i].item, &d, &b.e));
		assert_int_equal(d.link_count, b.k.annotations[i].link_count);
		claim_detail_done(&d);
	}
	*count = b.k.annotation_count;
	*e = b.e;
	enum step step = b.step;
	bench_done(&b);
	return step;
}

static int is_json(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');
	return dot && strcmp(dot, ".json") == 0;
}

// Reads all sets of a folder; MUST: each one without an error.
static size_t read_folder(const char *root, const char *name, bool must)
{
	char *folder = path_of(root, name);
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_json, alphasort);
	for (int i = 0; i < n; i++) {
		char *path = path_of(folder, entries[i]->d_name);
		struct err e = {0};
		size_t count;
		enum step step = read_sample(path, &count, &e);
		if (must && step != STEP_DONE)
			fail_msg("wanted %s to be read, but: %s", path, e.text);
		if (step == STEP_FAILED)
			assert_true(e.is_set);
		free(path);
		free(entries[i]);
	}
	free(entries);
	free(folder);
	return n > 0 ? (size_t)n : 0;
}

static void sets_by_others_that_are_right_are_read(void **state)
{
	(void)state;
	char *root = samples();
	if (!root)
		skip();
	assert_int_equal(read_folder(root, "w3c-correct", true), 25);

	char *path = path_of(root, "recogito/annotations.w3c.json");
	struct err e = {0};
	size_t count;
	assert_int_equal(read_sample(path, &count, &e), STEP_DONE);
	assert_int_equal(count, 5);
	free(path);
	free(root);
}

static void sets_by_others_that_are_wrong_do_no_harm(void **state)
{
	(void)state;
	char *root = samples();
	if (!root)
		skip();
	assert_int_equal(read_folder(root, "w3c-incorrect", false), 19);
	read_folder(root, "hypothesis", false);
	read_folder(root, "schema-org", false);
	free(root);
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
		cmocka_unit_test(sets_by_others_that_are_right_are_read),
		cmocka_unit_test(sets_by_others_that_are_wrong_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
