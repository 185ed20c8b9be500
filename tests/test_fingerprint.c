// SPDX-License-Identifier: ISC
// By what a text is known again, exactly and roughly.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"
#include "base/string.h"
#include "document/fingerprint.h"
#include "want.h"

static bool always(void *data)
{
	++*(size_t *)data;
	return true;
}

// The sketch of N bytes, made in one go or, when SLICES is not NULL, in as many slices as can be.
static struct sketch sketch_bytes(const void *bytes, size_t n, size_t *slices)
{
	struct source *source = source_open_bytes(bytes, n, "text");
	struct sketching *x = sketching_new(source);
	struct budget budget = {.should_stop = slices ? always : NULL, .data = slices};
	enum step step;
	do
		step = sketching_step(x, budget);
	while (step == STEP_MORE);
	want(step == STEP_DONE, "wanted it done");
	struct sketch out;
	sketching_take(x, &out);
	sketching_free(x);
	source_close(source);
	return out;
}

static struct sketch sketch_text(const char *text)
{
	return sketch_bytes(text, strlen(text), NULL);
}

static void want_alike(const char *a, const char *b, double wanted)
{
	struct sketch x = sketch_text(a), y = sketch_text(b);
	double got = sketch_resemblance(&x, &y), back = sketch_resemblance(&y, &x);
	want(fabs(got - wanted) < 1e-9, "\"%s\" and \"%s\": wanted %f, got %f", a, b, wanted, got);
	want(fabs(got - back) < 1e-9, "\"%s\" and \"%s\": %f, but turned round %f", a, b, got,
	     back);
	sketch_done(&x);
	sketch_done(&y);
}

static void want_fingerprint(const uint8_t *bytes, size_t n, const char *of_what, size_t digested)
{
	struct source *source = source_open_bytes(bytes, n, "text");
	char got[FINGERPRINT_TEXT], digest[DIGEST_TEXT], wanted[FINGERPRINT_TEXT];
	fingerprint_text(source, got);
	struct digest *d = digest_new();
	digest_add(d, (const uint8_t *)of_what, digested);
	digest_text(d, digest);
	digest_free(d);
	snprintf(wanted, sizeof wanted, "%zu-%s", n, digest);
	want_string("fingerprint", wanted, got);
	source_close(source);
}

static void a_fingerprint_is_the_size_and_the_digest_of_both_ends(void **state)
{
	(void)state;
	enum { END = 64 << 10, SIZE = 3 * END };
	uint8_t *text = malloc(SIZE), *ends = malloc(2 * END);
	want(text && ends, "wanted memory");
	for (size_t i = 0; i < SIZE; i++)
		text[i] = (uint8_t)(i * 2654435761u >> 13);
	memcpy(ends, text, END);
	memcpy(ends + END, text + SIZE - END, END);
	want_fingerprint(text, SIZE, (const char *)ends, 2 * END);
	want_fingerprint(text, 2 * END, (const char *)text, 2 * END);
	want_fingerprint(text, 2 * END - 1, (const char *)text, 2 * END - 1);
	want_fingerprint((const uint8_t *)"\xEF\xBB\xBF"
					  "abc",
			 6,
			 "\xEF\xBB\xBF"
			 "abc",
			 6);
	want_fingerprint((const uint8_t *)"", 0, "", 0);
	free(text);
	free(ends);
}

// What is stored must mean the same for ever: these numbers were written down.
static void hashes_are_what_they_have_always_been(void **state)
{
	(void)state;
	static const uint64_t wanted[] = {0x0629C8DF7680105E, 0x519520EE24A38EBB,
					  0x8BABE1D7D199D690, 0xAE47745C3CCF6004,
					  0xEA95D6419B3A83C6, 0xFE43E666C1116264};
	struct sketch s = sketch_text("The Cat sat on the mat. \xC3\x89T\xC3\x89 2026!");
	want_number("hashes", sizeof wanted / sizeof *wanted, s.count);
	for (size_t i = 0; i < s.count; i++)
		want(s.hashes[i] == wanted[i],
		     "hash %zu: wanted 0x%016" PRIX64 ", got 0x%016" PRIX64, i, wanted[i],
		     s.hashes[i]);
	sketch_done(&s);
}

static void runs_are_of_words_in_lower_case_and_nothing_else(void **state)
{
	(void)state;
	want_alike("one two three four", "One, TWO: three\r\n\r\n  Four!", 1);
	want_alike("\xC3\x89t\xC3\xA9 a b", "\xC3\xA9T\xC3\x89 A B", 1);
	want_alike("\xEF\xBB\xBF"
		   "one two three",
		   "one two three", 1);
	want_alike("a soft\xC2\xADhyphen here", "a softhyphen here", 1);
	want_alike("one two three four", "two one three four", 0);
	want_alike("a b c d e", "a b c d f", 2.0 / 4);
	want_alike("a b c d e f g", "b c d", 1.0 / 5);
	// Scripts without blanks: each letter is a word.
	want_alike("\xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B",
		   "\xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE4\xBA\x94", 1.0 / 3);
}

static void texts_of_few_words_have_few_hashes(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t count;
	} cases[] = {
		{"", 0},
		{" \n--\n", 0},
		{"a", 1},
		{"a b", 1},
		{"a b c", 1},
		{"a b c d", 2},
		{"a a a a a a a", 1},
		{"\xFF\xFE\xFF", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sketch s = sketch_text(cases[i].text);
		want_number(cases[i].text, cases[i].count, s.count);
		sketch_done(&s);
	}
	want_alike("a", "a", 1);
	want_alike("a", "b", 0);
	want_alike("", "", 0);
	want_alike("a b", "a b c", 0);
}

// Words FROM to TO of a text of numbers.
static void add_words(struct buf *out, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		buf_printf(out, "%zu ", i * 7919);
}

static struct sketch sketch_words(size_t from, size_t to)
{
	struct buf text = {0};
	add_words(&text, from, to);
	struct sketch s = sketch_bytes(text.data, text.len, NULL);
	buf_done(&text);
	return s;
}

static void the_estimate_is_near_the_truth_whatever_the_sizes_are(void **state)
{
	(void)state;
	static const struct {
		size_t from, to, other_from, other_to; // [word]
	} cases[] = {
		{0, 10000, 0, 10000},	   {0, 10000, 5000, 15000}, {0, 10000, 9000, 19000},
		{0, 1000, 0, 10000},	   {0, 100, 0, 10000},	    {0, 10000, 2500, 7500},
		{0, 100000, 50000, 60000}, {0, 200, 100, 300},	    {0, 240, 0, 480},
		{0, 5000, 5000, 10000},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sketch a = sketch_words(cases[i].from, cases[i].to);
		struct sketch b = sketch_words(cases[i].other_from, cases[i].other_to);
		double runs_a = (double)(cases[i].to - cases[i].from - 2);
		double runs_b = (double)(cases[i].other_to - cases[i].other_from - 2);
		double from = (double)cases[i].other_from;
		double to =
			(double)(cases[i].to < cases[i].other_to ? cases[i].to : cases[i].other_to);
		double both = to - from > 2 ? to - from - 2 : 0;
		double wanted = both / (runs_a + runs_b - both);
		double got = sketch_resemblance(&a, &b);
		// Four standard deviations of a share of 256.
		double off = 4 * sqrt(wanted * (1 - wanted) / SKETCH_MOST) + 1e-9;
		want(fabs(got - wanted) <= off, "case %zu: wanted %f, give or take %f, got %f", i,
		     wanted, off, got);
		double smaller = both / (runs_a < runs_b ? runs_a : runs_b);
		double contained = sketch_containment(&a, &b);
		// Few hashes of the smaller text may lie among the smallest of the larger.
		double share = runs_a < runs_b ? runs_a / runs_b : runs_b / runs_a;
		off = 4 * sqrt(smaller * (1 - smaller) / (SKETCH_MOST * share)) + 1e-9;
		bool can_tell = SKETCH_MOST * share * smaller >= 20;
		want((!can_tell && contained <= 0) || fabs(contained - smaller) <= off,
		     "case %zu: wanted %f in the other, give or take %f, got %f", i, smaller, off,
		     contained);
		sketch_done(&a);
		sketch_done(&b);
	}
}

static void slices_make_no_difference_and_no_more_than_the_sample_is_read(void **state)
{
	(void)state;
	struct buf text = {0};
	for (size_t i = 0; text.len < FINGERPRINT_SAMPLE; i++)
		buf_printf(&text, "\xC3\xA9%zu\xE2\x80\x99", i);
	buf_add_string(&text, " \xE2\x80\xA6 ");
	text.len = FINGERPRINT_SAMPLE;
	size_t asked = 0;
	struct sketch whole = sketch_bytes(text.data, text.len, NULL);
	struct sketch sliced = sketch_bytes(text.data, text.len, &asked);
	want_number("hashes", SKETCH_MOST, whole.count);
	want(asked >= 100, "wanted many slices, got %zu", asked);
	want(whole.count == sliced.count &&
		     memcmp(whole.hashes, sliced.hashes, whole.count * sizeof *whole.hashes) == 0,
	     "wanted the same hashes in slices");
	add_words(&text, 0, 10000);
	struct sketch longer = sketch_bytes(text.data, text.len, NULL);
	// The last word goes on behind the sample.
	want(sketch_resemblance(&whole, &longer) >= 0.98, "wanted the same of a longer text");
	sketch_done(&whole);
	sketch_done(&sliced);
	sketch_done(&longer);
	buf_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fingerprint_is_the_size_and_the_digest_of_both_ends),
		cmocka_unit_test(hashes_are_what_they_have_always_been),
		cmocka_unit_test(runs_are_of_words_in_lower_case_and_nothing_else),
		cmocka_unit_test(texts_of_few_words_have_few_hashes),
		cmocka_unit_test(the_estimate_is_near_the_truth_whatever_the_sizes_are),
		cmocka_unit_test(slices_make_no_difference_and_no_more_than_the_sample_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
