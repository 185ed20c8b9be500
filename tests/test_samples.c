// SPDX-License-Identifier: ISC
// Sets that others wrote, each with what loading makes of it: all of the W3C's samples, right and
// wrong, and the output of real programs.  What their authors are to be told is the business of
// test_producer_rules.  The samples lie outside the project: KANTLIJN_SHARED names their folder.
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
#include "knowledge/json.h"
#include "knowledge/web_annotation.h"
#include "tests/generate.h"
#include "tests/want.h"

#define FOLDER "web-annotation-samples/"

struct bench {
	struct buf bytes;
	struct web_annotation *set;
	struct knowledge k;
	struct err e;
	enum step step;
};

// False when the samples are not there.
static bool bench_sample(struct bench *b, const char *name)
{
	*b = (struct bench){0};
	struct buf path = {0};
	buf_printf(&path, FOLDER "%s", name);
	bool is_there = generate_from_file("KANTLIJN_SHARED", "../shared", buf_string(&path),
					   (size_t)1 << 20, &b->bytes);
	buf_done(&path);
	if (!is_there)
		return false;
	b->set = web_annotation_open_bytes("set", b->bytes.data, b->bytes.len, &b->e);
	knowledge_init(&b->k);
	do
		b->step = web_annotation_read(b->set, &b->k, 0, (struct budget){0}, &b->e);
	while (b->step == STEP_MORE);
	return true;
}

static void bench_done(struct bench *b)
{
	web_annotation_close(b->set);
	knowledge_done(&b->k);
	buf_done(&b->bytes);
}

static bool are_there(void)
{
	struct bench b;
	bool is_there = bench_sample(&b, "w3c-correct/anno1.json");
	if (is_there)
		bench_done(&b);
	else
		printf("# skip: the samples by others are not there; KANTLIJN_SHARED names "
		       "their folder\n");
	return is_there;
}

static void add_selector(struct buf *out, const struct selector *s)
{
	if (s->exact)
		buf_printf(out, " [%s|%s|%s]", s->prefix ? s->prefix : "", s->exact,
			   s->suffix ? s->suffix : "");
	if (s->start != POS_NONE)
		buf_printf(out, " %" PRIu64 "-%" PRIu64, s->start, s->end);
}

// "note whole : language:text …", for each annotation a line, or the sentence of a fault.
static void describe(struct bench *b, struct buf *out)
{
	static const char *const roles[] = {"claim", "term", "note", "reply"};
	static const char *const states[] = {"place", "whole", "changed", "doubtful", "nowhere"};
	if (b->step == STEP_FAILED)
		buf_add_string(out, strstr(b->e.text, "line "));
	for (size_t i = 0; i < b->k.annotation_count; i++) {
		const struct annotation *a = &b->k.annotations[i];
		struct claim_detail d;
		want(web_annotation_claim(b->set, a->item, &d, &b->e), "%s", b->e.text);
		buf_printf(out, "%s%s %s%s", i ? "\n" : "", roles[a->role], states[a->state],
			   a->has_foreign_selector ? " (foreign)" : "");
		add_selector(out, &a->selector);
		for (size_t j = 0; j < d.body.count; j++)
			buf_printf(out, " %s:%s", d.body.all[j].language, d.body.all[j].text);
		claim_detail_done(&d);
	}
}

static const struct {
	const char *file, *becomes;
} samples[] = {
	// clang-format off
	{"hypothesis/api-annotation-2014.json",
	 "line 1: $: this is what the Hypothesis service answers or exports, not a set "
	 "of annotations; --import makes a set of it"},
	{"hypothesis/minimal.json",
	 "line 1: $: this is what the Hypothesis service answers or exports, not a set "
	 "of annotations; --import makes a set of it"},
	{"recogito/annotations.w3c.json",
	 "note place [o escaped |death in battle or by shipwreck| had got s] 741-772\n"
	 "note place [to marry h|im. But as years went by, there came a time when| the "
	 "gods ] 982-1030\n"
	 "note place [ \n"
	 "        |Now Neptune had gone off to the Ethiopians, who are at the world's "
	 "end, and lie in two halves, the one looking West and the other East. He had "
	 "gone there to accept a| hecatomb ] 1408-1581\n"
	 "note place [ry him. Bu|t as years went by, the|re came a ] 988-1011\n"
	 "note place [ and wante|d to marry him. But as years we|nt by, the] 970-1001"},
	{"schema-org/claimreview-eg-0325.json",
	 "line 1: $: \"ClaimReview\" is no annotation, nor a set of them"},
	{"w3c-correct/anno1.json",
	 "note whole :http://example.org/post1"},
	{"w3c-correct/anno3.json",
	 "note whole :http://example.org/video1"},
	{"w3c-correct/anno5.json",
	 "note whole fr:<p>j'adore !</p>"},
	{"w3c-correct/anno6.json",
	 "note whole :Comment text"},
	{"w3c-correct/anno7.json",
	 "note whole :Comment text"},
	{"w3c-correct/anno9.json",
	 "note whole :http://example.org/description1\ntag1\n"
	 "note whole :http://example.org/description1\ntag1"},
	{"w3c-correct/anno10.json",
	 "note whole en:http://example.org/note1 fr:http://example.org/note2"},
	{"w3c-correct/anno11.json",
	 "note whole :These pages together provide evidence of the conspiracy\n"
	 "note whole :These pages together provide evidence of the conspiracy\n"
	 "note whole :These pages together provide evidence of the conspiracy"},
	{"w3c-correct/anno14.json",
	 "note whole :http://example.net/review1"},
	{"w3c-correct/anno16.json",
	 "note whole :http://example.net/classnotes1"},
	{"w3c-correct/anno18.json",
	 "note whole :A good description of the topic that bears further investigation\n#readme"},
	{"w3c-correct/anno20.json",
	 "note whole :http://example.net/review1"},
	{"w3c-correct/anno21.json",
	 "note whole :http://example.org/city1"},
	{"w3c-correct/anno23.json",
	 "note whole :http://example.org/video1#t=30,60"},
	{"w3c-correct/anno24.json",
	 "note nowhere (foreign) :http://example.org/note1"},
	{"w3c-correct/anno26.json",
	 "note place [this is an |anotation| that has some] :http://example.org/comment1"},
	{"w3c-correct/anno27.json",
	 "note place 412-795 :http://example.org/review1"},
	{"w3c-correct/anno29.json",
	 "note nowhere (foreign) :http://example.org/road1"},
	{"w3c-correct/anno31.json",
	 "note nowhere (foreign) :http://example.org/comment1"},
	{"w3c-correct/anno34.json",
	 "note whole :http://example.org/note1"},
	{"w3c-correct/anno36.json",
	 "note nowhere (foreign) :http://example.org/comment1"},
	{"w3c-correct/anno37.json",
	 "note whole :http://example.org/comment1"},
	{"w3c-correct/anno40.json",
	 "note whole :http://example.org/note1"},
	{"w3c-correct/example41.json",
	 ""},
	{"w3c-correct/example42.json",
	 "note whole :http://example.net/comment1\n"
	 "note whole :http://example.net/comment2"},
	{"w3c-incorrect/anno1.json",
	 "line 1: this is not JSON (column 1)"},
	{"w3c-incorrect/anno3.json",
	 "note whole"},
	{"w3c-incorrect/anno4.json",
	 "note whole"},
	{"w3c-incorrect/anno6.json",
	 "note whole :http://example.org/post1"},
	{"w3c-incorrect/anno7.json",
	 "note whole :http://example.org/post1"},
	{"w3c-incorrect/anno9.json",
	 "line 1: $: \"Squirrel\" is no annotation, nor a set of them"},
	{"w3c-incorrect/anno11.json",
	 "note nowhere :http://example.org/post1"},
	{"w3c-incorrect/anno13.json",
	 "line 11: a key in quotation marks is missing (column 1)"},
	{"w3c-incorrect/anno15.json",
	 "line 11: a key in quotation marks is missing (column 1)"},
	{"w3c-incorrect/anno16.json",
	 "line 11: a key in quotation marks is missing (column 1)"},
	{"w3c-incorrect/anno18.json",
	 "line 12: a key in quotation marks is missing (column 1)"},
	{"w3c-incorrect/anno19.json",
	 "line 13: a key in quotation marks is missing (column 1)"},
	{"w3c-incorrect/anno22.json",
	 "line 11: a key in quotation marks is missing (column 1)"},
	{"w3c-incorrect/anno26.json",
	 "note whole :http://example.org/post1"},
	{"w3c-incorrect/anno28.json",
	 "note whole :http://example.org/post1"},
	{"w3c-incorrect/anno31.json",
	 "note whole :http://example.org/post1"},
	{"w3c-incorrect/anno34.json",
	 "note whole :http://example.org/post1"},
	{"w3c-incorrect/anno37.json",
	 "line 9: a key in quotation marks is missing (column 3)"},
	{"w3c-incorrect/anno38.json",
	 "note nowhere (foreign) :http://example.org/post1"},
	// clang-format on
};

static void every_sample_becomes_what_it_says(void **state)
{
	(void)state;
	if (!are_there())
		skip();
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct bench b;
		struct buf got = {0};
		want(bench_sample(&b, samples[i].file), "%s is not there", samples[i].file);
		describe(&b, &got);
		want_string(samples[i].file, samples[i].becomes, buf_string(&got));
		bench_done(&b);
		buf_done(&got);
	}
}

// The text of anno7 with the id of anno6 would be anno6.
static void a_body_value_is_the_textual_body_it_stands_for(void **state)
{
	(void)state;
	if (!are_there())
		skip();
	struct bench short_form, long_form;
	bench_sample(&short_form, "w3c-correct/anno6.json");
	bench_sample(&long_form, "w3c-correct/anno7.json");
	struct annotation *a = &short_form.k.annotations[0], *b = &long_form.k.annotations[0];
	struct claim_detail p, q;
	want(web_annotation_claim(short_form.set, 0, &p, &short_form.e) &&
		     web_annotation_claim(long_form.set, 0, &q, &long_form.e),
	     "wanted both opened");

	want_string("id", "http://example.org/anno6", a->id);
	want_string("id", "http://example.org/anno7", b->id);
	want_number("role", a->role, b->role);
	want_number("kind", a->kind, b->kind);
	want_number("assessment", a->assessment, b->assessment);
	want_number("state", a->state, b->state);
	want_number("links", a->link_count, b->link_count);
	want_number("texts", p.body.count, q.body.count);
	want_string("text", p.body.all[0].text, q.body.all[0].text);
	want_string("language", "", p.body.all[0].language);
	want_string("language", "", q.body.all[0].language);
	want(!p.author && !q.author && !p.date && !q.date, "wanted no author and no date");
	claim_detail_done(&p);
	claim_detail_done(&q);
	bench_done(&short_form);
	bench_done(&long_form);
}

static void pages_that_lie_elsewhere_are_not_fetched(void **state)
{
	(void)state;
	if (!are_there())
		skip();
	struct bench b;
	bench_sample(&b, "w3c-correct/example41.json");
	want(b.step == STEP_DONE, "%s", b.e.text);
	want_string("label", "Steampunk Annotations", b.k.label);
	want_number("files", 1, web_annotation_file_count(b.set));
	want_number("pages elsewhere", 2, web_annotation_absent_count(b.set));
	bench_done(&b);
}

static void dates_and_authors_stay_as_they_are_written(void **state)
{
	(void)state;
	if (!are_there())
		skip();
	struct bench b;
	struct claim_detail d;
	bench_sample(&b, "w3c-correct/anno14.json");
	want(web_annotation_claim(b.set, 0, &d, &b.e), "%s", b.e.text);
	want_string("author", "http://example.org/user1", d.author);
	want_string("date", "2015-01-28T12:00:00Z", d.date);
	claim_detail_done(&d);
	bench_done(&b);
	bench_sample(&b, "w3c-incorrect/anno28.json");
	want(web_annotation_claim(b.set, 0, &d, &b.e), "%s", b.e.text);
	want_string("date", "yesterday", d.date);
	claim_detail_done(&d);
	bench_done(&b);
}

static bool has_key(const struct json_node *n, const char *key)
{
	bool found = false;
	for (const struct json_node *c = n ? n->first : NULL; c && !found; c = c->next)
		found = (c->key && strcmp(c->key, key) == 0) || has_key(c, key);
	return found;
}

static void what_is_not_understood_is_still_there(void **state)
{
	(void)state;
	if (!are_there())
		skip();
	static const struct {
		const char *file, *key;
	} kept[] = {
		{"w3c-correct/anno16.json", "schema:educationalRole"},
		{"w3c-correct/anno20.json", "canonical"},
		{"w3c-correct/anno24.json", "selector"},
		{"w3c-correct/anno31.json", "endSelector"},
		{"w3c-correct/anno34.json", "cached"},
		{"w3c-correct/anno37.json", "stylesheet"},
		{"w3c-correct/anno40.json", "scope"},
	};
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
		struct bench b;
		want(bench_sample(&b, kept[i].file), "%s is not there", kept[i].file);
		struct json *j = web_annotation_item_json(b.set, 0);
		want(has_key(json_root(j), kept[i].key), "%s: wanted %s kept", kept[i].file,
		     kept[i].key);
		json_free(j);
		bench_done(&b);
	}
}

static void a_review_by_itself_is_no_claim_with_a_verdict(void **state)
{
	(void)state;
	if (!are_there())
		skip();
	struct bench b;
	bench_sample(&b, "schema-org/claimreview-eg-0325.json");
	want_number("annotations", 0, b.k.annotation_count);
	struct buf json = {0};
	buf_printf(&json,
		   "{\"type\":\"Annotation\",\"motivation\":\"assessing\",\"body\":%s,"
		   "\"target\":\"http://a.example/\"}",
		   buf_string(&b.bytes));
	struct bench review = {0};
	review.set = web_annotation_open_bytes("set", json.data, json.len, &review.e);
	while (web_annotation_read(review.set, &review.k, 0, (struct budget){0}, &review.e) ==
	       STEP_MORE)
		;
	want_number("annotations", 1, review.k.annotation_count);
	want_number("verdict", ASSESSMENT_NONE, review.k.annotations[0].assessment);
	bench_done(&review);
	bench_done(&b);
	buf_done(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sample_becomes_what_it_says),
		cmocka_unit_test(a_body_value_is_the_textual_body_it_stands_for),
		cmocka_unit_test(pages_that_lie_elsewhere_are_not_fetched),
		cmocka_unit_test(dates_and_authors_stay_as_they_are_written),
		cmocka_unit_test(what_is_not_understood_is_still_there),
		cmocka_unit_test(a_review_by_itself_is_no_claim_with_a_verdict),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
