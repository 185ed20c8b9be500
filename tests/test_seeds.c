// SPDX-License-Identifier: ISC
// Where lost quotes may stand: moved, edited, doubled, across the borders of slices, and many of
// them at once.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/string.h"
#include "generate.h"
#include "knowledge/seeds.h"
#include "want.h"

enum {
	SLICE = 64 * 1024, // [byte]
	SLACK = 64,	   // [byte], how far a place may be off, and an eighth of the quote
	VOCABULARY = 3000, // words of a text
};

// A word of an even language without rare ones: two to five syllables.
static void add_word(struct generate *g, struct buf *out)
{
	static const char consonants[] = "bdfghklmnprstvwz", vowels[] = "aeiou";
	uint64_t number = generate_below(g, VOCABULARY) * 7919 + 1000;
	for (int i = 0; i < 2 + (int)(number % 4); i++, number = number * 31 + 7) {
		buf_add_char(out, consonants[number / 5 % (sizeof consonants - 1)]);
		buf_add_char(out, vowels[number % (sizeof vowels - 1)]);
	}
}

static void add_words(struct generate *g, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		add_word(g, out);
		buf_add_string(out, generate_below(g, 12) ? " " : ".\n");
	}
}

// Copies words, one in EVERY replaced by another; 0 for none.
static void add_edited(struct generate *g, const char *words, size_t every, struct buf *out)
{
	for (size_t i = 0, n; *words; i++, words += n) {
		n = strcspn(words, " \n");
		if (every && i % every == every / 2)
			add_word(g, out);
		else
			buf_add(out, words, n);
		if (words[n])
			buf_add_char(out, words[n++]);
	}
}

static struct seeds *look(const struct buf *text, const struct selector *quotes, size_t count,
			  struct source **s)
{
	*s = source_open_bytes(text->data, text->len, "text");
	struct seeds *x = seeds_new(*s);
	for (size_t i = 0; i < count; i++)
		want_number("number of the quote", i, seeds_add(x, &quotes[i]));
	size_t slices = 0;
	while (seeds_slice(x))
		want(++slices <= text->len / SLICE + 1, "wanted slices of %d bytes", SLICE);
	return x;
}

static bool has_place(const struct seeds *x, size_t i, uint64_t wanted, size_t size)
{
	uint64_t places[SEEDS_PLACES];
	size_t count = seeds_places(x, i, places);
	want(count <= SEEDS_PLACES, "wanted at most %d places, got %zu", SEEDS_PLACES, count);
	for (size_t k = 0; k < count; k++)
		if ((places[k] > wanted ? places[k] - wanted : wanted - places[k]) <=
		    SLACK + size / 8)
			return true;
	return false;
}

struct scene {
	struct buf quote, prefix, suffix, text;
	struct selector selector; // borrows
};

static void scene_init(struct scene *c, struct generate *g, size_t words)
{
	*c = (struct scene){0};
	add_words(g, 8, &c->prefix);
	add_words(g, words, &c->quote);
	add_words(g, 8, &c->suffix);
	c->selector = selector_none();
	c->selector.exact = c->quote.data;
	c->selector.prefix = c->prefix.data;
	c->selector.suffix = c->suffix.data;
}

static void scene_done(struct scene *c)
{
	buf_done(&c->quote);
	buf_done(&c->prefix);
	buf_done(&c->suffix);
	buf_done(&c->text);
}

static void edited_quotes_have_a_place_where_they_were_moved_to(void **state)
{
	(void)state;
	struct generate g = {31};
	for (int round = 0; round < 150; round++) {
		struct scene c;
		struct source *s;
		size_t every = 5 + generate_below(&g, 4);
		scene_init(&c, &g, 8 + generate_below(&g, 60));
		add_words(&g, generate_below(&g, 30000), &c.text);
		add_edited(&g, c.prefix.data, generate_below(&g, 2) * 3, &c.text);
		size_t begin = c.text.len;
		add_edited(&g, c.quote.data, every, &c.text);
		add_edited(&g, c.suffix.data, generate_below(&g, 2) * 3, &c.text);
		add_words(&g, generate_below(&g, 30000), &c.text);
		struct seeds *x = look(&c.text, &c.selector, 1, &s);
		want(has_place(x, 0, begin, c.quote.len),
		     "round %d: wanted a place at %zu for %zu bytes, a word in %zu edited", round,
		     begin, c.quote.len, every);
		seeds_free(x);
		source_close(s);
		scene_done(&c);
	}
}

static void every_copy_of_a_quote_is_a_place(void **state)
{
	(void)state;
	enum { COPIES = 5 };
	struct generate g = {32};
	for (int round = 0; round < 40; round++) {
		struct scene c;
		struct source *s;
		size_t begins[COPIES];
		scene_init(&c, &g, 12);
		for (int i = 0; i < COPIES; i++) {
			add_words(&g, 500 + generate_below(&g, 10000), &c.text);
			begins[i] = c.text.len;
			add_edited(&g, c.quote.data, i % 2 ? 6 : 0, &c.text);
		}
		add_words(&g, 500, &c.text);
		struct seeds *x = look(&c.text, &c.selector, 1, &s);
		for (int i = 0; i < COPIES; i++)
			want(has_place(x, 0, begins[i], c.quote.len),
			     "round %d: wanted a place at copy %d, at %zu", round, i, begins[i]);
		seeds_free(x);
		source_close(s);
		scene_done(&c);
	}
}

static void the_best_place_is_kept_when_weak_ones_came_before(void **state)
{
	(void)state;
	enum { WEAK = 40, WORDS = 20 };
	struct generate g = {35};
	for (int round = 0; round < 20; round++) {
		struct scene c;
		struct source *s;
		uint64_t places[SEEDS_PLACES];
		scene_init(&c, &g, WORDS);
		size_t weak = c.quote.len / 4, begin = 0;
		for (int i = 0; i < 2 * WEAK; i++) {
			if (i == WEAK) {
				begin = c.text.len;
				add_edited(&g, c.quote.data, 7, &c.text);
			}
			buf_add(&c.text, c.quote.data + weak, c.quote.len / 3);
			add_words(&g, 300, &c.text);
		}
		struct seeds *x = look(&c.text, &c.selector, 1, &s);
		want_number("places", SEEDS_PLACES, seeds_places(x, 0, places));
		uint64_t off = places[0] > begin ? places[0] - begin : begin - places[0];
		want(off <= SLACK, "round %d: wanted %zu first, got %" PRIu64, round, begin,
		     places[0]);
		seeds_free(x);
		source_close(s);
		scene_done(&c);
	}
}

// Of a quote nothing stands but the words of one seed, everywhere around the border of a slice.
static void check_borders(const char *exact, const char *left, size_t offset)
{
	enum { REACH = 40 };
	struct selector quote = selector_none();
	struct buf text = {0}, copy = {0};
	buf_add_string(&copy, exact);
	quote.exact = copy.data;
	for (size_t slice = 1; slice <= 2; slice++)
		for (size_t at = slice * SLICE - REACH; at <= slice * SLICE + REACH; at++) {
			struct source *s;
			buf_clear(&text);
			while (text.len < at)
				buf_add_string(&text, at - text.len >= 4 ? "xyz\n" : " ");
			buf_add_string(&text, left);
			for (int i = 0; i < 100; i++)
				buf_add_string(&text, " xyz");
			struct seeds *x = look(&text, &quote, 1, &s);
			want(has_place(x, 0, at - offset, copy.len),
			     "wanted a place for \"%s\" at %zu, %s", left, at,
			     "which is about the border of a slice");
			seeds_free(x);
			source_close(s);
		}
	buf_done(&text);
	buf_done(&copy);
}

static void no_seed_is_lost_between_slices(void **state)
{
	(void)state;
	check_borders("alphabet", "alphabet", 0);
	check_borders("alpha beta", "alpha", 0);
	check_borders("alpha beta gamma delta", "beta gamma", 6);
	check_borders("alpha beta gamma delta epsilon zeta eta theta", "gamma delta epsilon", 11);
	check_borders("e\u0301e\u0301n rivi\u00E8re \u201Cb\u201D \u03B1\u03B2\u03B3",
		      "rivie\u0300re b", 8);
	check_borders("ge-\nmeente", "ge-\n  meente", 0);
	check_borders("\u6587\u5B57\u5217\u4E09\u56DB\u4E94\u516D\u4E03", "\u5217\u4E09\u56DB", 6);
}

static void seeds_are_in_every_script(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"\u0412\u0441\u0435 \u0441\u0447\u0430\u0441\u0442\u043B\u0438\u0432\u044B\u0435 "
		 "\u0441\u0435\u043C\u044C\u0438 \u043F\u043E\u0445\u043E\u0436\u0438",
		 "\u0412\u0421\u0415 \u0441\u0447\u0430\u0441\u0442\u043B\u0438\u0432\u044B\u0435 "
		 "\u0441\u0435\u043C\u044C\u0438"},
		{"\u56FD\u5883\u306E\u9577\u3044\u30C8\u30F3\u30CD\u30EB",
		 "\u56FD\u5883\u306E\u9577\u3044\u6A4B"},
		{"\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22\u0E07\u0E48\u0E32\u0E22",
		 "\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct selector quote = selector_none();
		struct buf text = {0}, copy = {0};
		struct source *s;
		buf_add_string(&copy, rows[i][0]);
		quote.exact = copy.data;
		for (int k = 0; k < 100; k++)
			buf_add_string(&text, "xyz ");
		buf_add_string(&text, rows[i][1]);
		struct seeds *x = look(&text, &quote, 1, &s);
		want(has_place(x, 0, 400, copy.len), "wanted \"%s\" found by \"%s\"", rows[i][0],
		     rows[i][1]);
		seeds_free(x);
		source_close(s);
		buf_done(&text);
		buf_done(&copy);
	}
}

static void odd_quotes_have_no_place(void **state)
{
	(void)state;
	static const char *const odd[] = {"", " ", "...", "\xFF\xFE", "\u0301", "\b", "\u00AD"};
	struct generate g = {33};
	struct buf text = {0};
	struct selector quotes[sizeof odd / sizeof *odd];
	uint64_t places[SEEDS_PLACES];
	struct source *s;
	generate_text(&g, 300000, GENERATE_EVERYTHING, &text);
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		quotes[i] = selector_none();
		quotes[i].exact = mem_string(odd[i]);
	}
	struct seeds *x = look(&text, quotes, sizeof odd / sizeof *odd, &s);
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		want_number(odd[i], 0, seeds_places(x, i, places));
		selector_done(&quotes[i]);
	}
	seeds_free(x);
	source_close(s);
	x = look(&text, NULL, 0, &s); // no quotes at all
	seeds_free(x);
	source_close(s);
	seeds_free(NULL);
	buf_done(&text);
}

static void many_quotes_of_the_same_words_are_bounded(void **state)
{
	(void)state;
	enum { QUOTES = 10000 };
	struct generate g = {34};
	struct selector *quotes = mem_new(QUOTES + 1, sizeof *quotes);
	struct buf same = {0}, text = {0}, one = {0};
	struct source *s;
	uint64_t places[SEEDS_PLACES];
	add_words(&g, 12, &same);
	add_words(&g, 12, &one);
	for (size_t i = 0; i <= QUOTES; i++) {
		quotes[i] = selector_none();
		quotes[i].exact = i == QUOTES / 2 ? one.data : same.data;
	}
	// A text of nothing but these words: each seed of it would be one of every quote.
	while (text.len < 1000000)
		buf_add_string(&text, same.data);
	size_t begin = text.len;
	add_edited(&g, one.data, 6, &text);
	struct seeds *x = look(&text, quotes, QUOTES + 1, &s);
	for (size_t i = 0; i <= QUOTES; i++)
		want(seeds_places(x, i, places) <= SEEDS_PLACES, "wanted few places");
	want(has_place(x, QUOTES / 2, begin, one.len), "wanted the one that differs found");
	seeds_free(x);
	source_close(s);
	free(quotes);
	buf_done(&same);
	buf_done(&text);
	buf_done(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edited_quotes_have_a_place_where_they_were_moved_to),
		cmocka_unit_test(every_copy_of_a_quote_is_a_place),
		cmocka_unit_test(the_best_place_is_kept_when_weak_ones_came_before),
		cmocka_unit_test(no_seed_is_lost_between_slices),
		cmocka_unit_test(seeds_are_in_every_script),
		cmocka_unit_test(odd_quotes_have_no_place),
		cmocka_unit_test(many_quotes_of_the_same_words_are_bounded),
	};
	return cmocka_run_group_tests_name("seeds", tests, NULL, NULL);
}
