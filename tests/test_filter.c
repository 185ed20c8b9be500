// SPDX-License-Identifier: ISC
// Filters by themselves: what is typed, what is said of it, and what it leaves of claims and facts
// made here.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/memory.h"
#include "drive.h"
#include "reader/filter.h"
#include "reader/state.h"
#include "want.h"

// What a filter leaves of the bundled set's claims, by name, and its facts as a number.
static size_t left(struct reader *r, const char *text, bool of_facts)
{
	const struct knowledge *k = &r->session.knowledge;
	struct margin_world w = {.knowledge = k,
				 .sets = r->session.sets,
				 .set_count = r->session.set_count,
				 .language = "en",
				 .document = &r->session.document};
	struct filter *f = filter_new(text, k);
	size_t count = 0;
	for (size_t i = 0; i < (of_facts ? k->listed_fact_count : k->claim_count); i++) {
		uint32_t index = of_facts ? k->listed_facts[i] : k->claims[i];
		const char *words = of_facts ? "" : k->annotations[index].selector.exact;
		count += filter_takes(f, &w, of_facts, index, words, strlen(words));
	}
	filter_free(f);
	return count;
}

static size_t count_kind(const struct reader *r, enum kind kind)
{
	const struct knowledge *k = &r->session.knowledge;
	size_t count = 0;
	for (size_t i = 0; i < k->claim_count; i++)
		count += k->annotations[k->claims[i]].kind == kind;
	return count;
}

static void properties_narrow_claims_as_the_set_has_them(void **state)
{
	struct reader *r = *state;
	size_t all = r->session.knowledge.claim_count;
	size_t opinions = count_kind(r, KIND_OPINION);
	assert_true(opinions > 0);
	assert_int_equal(left(r, "kind:opinion", false), opinions);
	assert_int_equal(left(r, "KIND:Opi", false), opinions);
	assert_int_equal(left(r, "k:o", false), opinions);
	assert_int_equal(left(r, "-kind:opinion", false), all - opinions);
	assert_int_equal(left(r, "kind:opinion kind:fact", false), 0);
	assert_int_equal(left(r, "kind:attributed claim", false), count_kind(r, KIND_ATTRIBUTED));
	assert_int_equal(left(r, "kind:\"attributed claim\"", false),
			 count_kind(r, KIND_ATTRIBUTED));
	assert_int_equal(left(r, "", false), all);
	assert_int_equal(left(r, "state:anchored", false), all);
	assert_int_equal(left(r, "state:orphan", false), 0);
	size_t disputed = left(r, "assessment:disputed", false);
	assert_true(disputed > 0 && disputed < all);
	assert_int_equal(left(r, "assessment:needs context", false),
			 left(r, "as:needs-context", false));
	assert_true(left(r, "relation:contradicts -relation:supports", false) > 0);
}

static void words_are_words(void **state)
{
	struct reader *r = *state;
	size_t trump = left(r, "trump", false);
	assert_true(trump > 0);
	assert_true(left(r, "trump kim", false) < trump);
	assert_int_equal(left(r, "trump", false) + left(r, "-trump", false),
			 r->session.knowledge.claim_count);
	assert_int_equal(left(r, "12:30", false), 0);
	assert_int_equal(left(r, "-", false), left(r, "\"-\"", false));
	assert_int_equal(
		left(r, "kind:opinion trump", false) + left(r, "kind:opinion -trump", false),
		left(r, "kind:opinion", false));
}

static void source_is_of_several_words_and_asks_the_facts(void **state)
{
	struct reader *r = *state;
	size_t facts = left(r, "source:nk news", true);
	assert_true(facts > 0 && facts < r->session.knowledge.listed_fact_count);
	assert_int_equal(left(r, "source:\"NK News\"", true), facts);
	assert_true(left(r, "source:nk news", false) > 0);
	assert_int_equal(left(r, "source:no such publisher", false), 0);
	assert_true(left(r, "source:nk news kind:fact", false) < left(r, "source:nk news", false));
	assert_int_equal(left(r, "kind:term", true) + left(r, "kind:fact", true),
			 r->session.knowledge.listed_fact_count);
	assert_int_equal(left(r, "language:nl", true), left(r, "language:dutch", true));
	assert_true(left(r, "language:nl", true) > 0);
	assert_int_equal(left(r, "language:ko", true), 0);
}

static void advice_says_what_may_be_typed_and_what_is_wrong(void **state)
{
	struct reader *r = *state;
	static const struct {
		const char *text, *advice;
		bool is_wrong;
	} cases[] = {
		{"", "kind: assessment: relation:", false},
		{"kind:", "fact, interpretation, opinion", false},
		{"kind:o", "", false},
		{"assessment:", "correct, mostly correct", false},
		{"kind:fish", "kind:fish is not known; there are: fact,", true},
		{"kind:fish trump", "kind:fish is not known", true},
		{"s:", "which of these?", false},
		{"fish:x", "which of these?", false},
		{"https://example.org", "", false},
		{"trump", "", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct filter *f = filter_new(cases[i].text, &r->session.knowledge);
		const char *advice = filter_advice(f);
		want(*cases[i].advice ? strstr(advice, cases[i].advice) != NULL : !*advice,
		     "\"%s\": wanted \"%s\", got \"%s\"", cases[i].text, cases[i].advice, advice);
		assert_int_equal(filter_is_wrong(f), cases[i].is_wrong);
		filter_free(f);
	}
}

static void anything_can_be_typed(void **state)
{
	struct reader *r = *state;
	static const char *const pieces[] = {
		"kind:", "-", "\"",	" ", "source:", "é",	 "\xFF", ":",
		"s",	 "a", "state:", "0", "--",	"\" \"", "k:o"};
	unsigned seed = 7;
	for (int round = 0; round < 500; round++) {
		struct buf text = {0};
		for (unsigned n = drive_random(&seed, 60); n > 0; n--)
			buf_add_string(&text, pieces[drive_random(&seed, 15)]);
		left(r, buf_string(&text), round % 2);
		buf_done(&text);
	}
}

// --- In the reader ---

static void filter_of_the_text_leaves_its_claims_as_stops(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	size_t opinions = count_kind(r, KIND_OPINION);
	char *before = drive_shot(r);
	drive_keys(r, "&");
	drive_type(r, "kind:opinion");
	drive_wants(r, "filter: ");
	drive_keys(r, "Esc");
	drive_same(before, drive_shot(r), "after a filter was cancelled");
	drive_keys(r, "&");
	drive_type(r, "kind:opinion");
	drive_keys(r, "Enter");
	for (size_t i = 0; i < opinions; i++) {
		drive_keys(r, "Tab");
		assert_int_equal(r->session.knowledge.annotations[r->focus].kind, KIND_OPINION);
	}
	drive_keys(r, "Tab");
	drive_wants(r, "no other claim");
	drive_keys(r, "L");
	drive_wants(r, "kind:opinion");
	drive_keys(r, "Esc");
	drive_wants_not(r, "kind:opinion");
	drive_wants_not(r, "filter:");
	reader_free(r);
}

static void filter_that_was_there_comes_back_when_another_is_cancelled(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 80, 24);
	drive_keys(r, "K &");
	drive_type(r, "2018");
	drive_keys(r, "Enter j");
	char *before = drive_shot(r);
	drive_keys(r, "&");
	drive_type(r, "kind:term");
	drive_wants(r, "kind:term");
	drive_keys(r, "C-c");
	drive_same(before, drive_shot(r), "after another filter was cancelled");
	drive_keys(r, "T");
	drive_wants(r, "Timeline (");
	drive_wants(r, "2018");
	reader_free(r);
}

static void filter_that_is_wrong_says_so(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "&");
	drive_type(r, "kind:fish");
	drive_wants(r, "is not known");
	drive_keys(r, "Enter");
	drive_wants(r, "is not known");
	drive_keys(r, "Esc");
	assert_null(r->filter_wanted);
	reader_free(r);
}

static int open_bundled(void **state)
{
	*state = drive_open(NULL, NULL, 80, 24);
	return 0;
}

static int close_bundled(void **state)
{
	reader_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(properties_narrow_claims_as_the_set_has_them),
		cmocka_unit_test(words_are_words),
		cmocka_unit_test(source_is_of_several_words_and_asks_the_facts),
		cmocka_unit_test(advice_says_what_may_be_typed_and_what_is_wrong),
		cmocka_unit_test(anything_can_be_typed),
		cmocka_unit_test(filter_of_the_text_leaves_its_claims_as_stops),
		cmocka_unit_test(filter_that_was_there_comes_back_when_another_is_cancelled),
		cmocka_unit_test(filter_that_is_wrong_says_so),
	};
	return cmocka_run_group_tests(tests, open_bundled, close_bundled);
}
