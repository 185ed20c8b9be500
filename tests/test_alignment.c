// SPDX-License-Identifier: ISC
// How well a quote fits, against plain dynamic programmes over whole tables.
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
#include "base/utf8.h"
#include "generate.h"
#include "knowledge/alignment.h"
#include "want.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

// What the header says of scores and pieces.
enum { CONTEXT = 64, LONG = 512, END_PIECE = 256, PENALTY = ALIGNMENT_PENALTY };

enum { MOST = 4000 }; // letters of a string

struct letters {
	uint32_t all[MOST];
	size_t count;
};

static void add(struct letters *to, const uint32_t *cps, size_t n)
{
	want(to->count + n <= MOST, "wanted room");
	memcpy(to->all + to->count, cps, n * sizeof *cps);
	to->count += n;
}

// N letters of an alphabet of SIZE: small ones of Latin, else ideographs.
static void add_random(struct generate *g, struct letters *to, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t cp = (uint32_t)generate_below(g, size) + (size <= 26 ? 'a' : 0x4E00);
		add(to, &cp, 1);
	}
}

// Copies with COUNT random errors.
static void add_edited(struct generate *g, struct letters *to, const uint32_t *cps, size_t n,
		       size_t count, size_t size)
{
	size_t begin = to->count;
	add(to, cps, n);
	for (size_t k = 0; k < count && to->count > begin; k++) {
		size_t at = begin + generate_below(g, to->count - begin);
		uint32_t cp = (uint32_t)generate_below(g, size) + (size <= 26 ? 'a' : 0x4E00);
		switch (generate_below(g, 3)) {
		case 0:
			to->all[at] = cp;
			break;
		case 1:
			memmove(to->all + at, to->all + at + 1,
				(to->count - at - 1) * sizeof *to->all);
			to->count--;
			break;
		default:
			want(to->count < MOST, "wanted room");
			memmove(to->all + at + 1, to->all + at, (to->count - at) * sizeof *to->all);
			to->all[at] = cp;
			to->count++;
		}
	}
}

static char *text_of(const uint32_t *cps, size_t n)
{
	struct buf out = {0};
	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[4];
		buf_add(&out, bytes, utf8_encode(cps[i], bytes));
	}
	char *text = mem_string(buf_string(&out));
	buf_done(&out);
	return text;
}

static void fold(const struct letters *window, struct folded *f)
{
	char *text = text_of(window->all, window->count);
	f->count = 0;
	folding_add(f, (const uint8_t *)text, strlen(text));
	want_number("folded letters", window->count, f->count);
	free(text);
}

// What is sought: the parts, and the pattern made of them.
struct sought {
	struct letters prefix, quote, suffix;
	struct alignment_pattern *pattern;
};

static void sought_init(struct sought *s)
{
	char *prefix = text_of(s->prefix.all, s->prefix.count);
	char *quote = text_of(s->quote.all, s->quote.count);
	char *suffix = text_of(s->suffix.all, s->suffix.count);
	s->pattern = alignment_pattern_new(quote, s->prefix.count ? prefix : NULL,
					   s->suffix.count ? suffix : NULL);
	free(prefix);
	free(quote);
	free(suffix);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

// The letters of a piece, and where in it the quote lies.
static void piece_of(const struct sought *s, size_t piece, struct letters *out, size_t *begin,
		     size_t *end)
{
	size_t before = least(s->prefix.count, CONTEXT), behind = least(s->suffix.count, CONTEXT);
	bool is_long = s->quote.count > LONG;
	size_t size = is_long ? END_PIECE : s->quote.count;
	out->count = *begin = 0;
	if (piece == 0) {
		add(out, s->prefix.all + s->prefix.count - before, before);
		*begin = before;
	}
	add(out, s->quote.all + (piece ? s->quote.count - size : 0), size);
	*end = out->count;
	if (piece == 1 || !is_long)
		add(out, s->suffix.all, behind);
}

// The fewest errors of a piece anywhere in a window, row by row.
static size_t plain_errors(const struct letters *p, const struct letters *w)
{
	static size_t row[MOST + 1], fewest;
	memset(row, 0, sizeof row);
	for (size_t i = 0; i < p->count; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 1; j <= w->count; j++) {
			size_t above = row[j];
			row[j] = least(diagonal + (p->all[i] != w->all[j - 1]),
				       least(above, row[j - 1]) + 1);
			diagonal = above;
		}
	}
	fewest = row[0];
	for (size_t j = 1; j <= w->count; j++)
		fewest = least(fewest, row[j]);
	return fewest;
}

static const size_t alphabets[] = {2, 26, 5000};

// A quote of N letters in all, and a window: without it, with it in part, edited, or whole.
static void make_case(struct generate *g, struct sought *s, struct letters *w, size_t n,
		      size_t alphabet)
{
	size_t before = n > 2 ? generate_below(g, least(n - 1, CONTEXT + 1)) : 0;
	size_t behind = n > before + 2 ? generate_below(g, least(n - before - 1, CONTEXT + 1)) : 0;
	if (n - before - behind > LONG) { // 512 at most, or it becomes two pieces
		before = least(n - LONG, CONTEXT);
		behind = n - LONG - before;
	}
	*s = (struct sought){0};
	add_random(g, &s->prefix, before, alphabet);
	add_random(g, &s->quote, n - before - behind, alphabet);
	add_random(g, &s->suffix, behind, alphabet);
	w->count = 0;
	struct letters whole;
	size_t begin, end;
	piece_of(s, 0, &whole, &begin, &end);
	switch (generate_below(g, 4)) {
	case 0:
		add_random(g, w, generate_below(g, 2 * n + 2), alphabet);
		break;
	case 1:
		add(w, whole.all + n / 4, n / 2);
		break;
	default:
		add_random(g, w, generate_below(g, n + 2), alphabet);
		add_edited(g, w, whole.all, n, generate_below(g, n / 4 + 2), alphabet);
		add_random(g, w, generate_below(g, n + 2), alphabet);
	}
}

static void errors_are_those_of_a_plain_programme(void **state)
{
	(void)state;
	static const size_t lengths[] = {1,   2,   63,	64,  65,  127, 128, 129,
					 191, 192, 320, 448, 512, 576, 639, 640};
	static struct sought s;
	static struct letters w, p;
	struct generate g = {21};
	struct folded f = {0};
	for (size_t round = 0; round < 3000; round++) {
		size_t n = round % 4 ? 1 + generate_below(&g, 120)
				     : lengths[generate_below(&g, COUNT(lengths))];
		size_t alphabet = alphabets[generate_below(&g, COUNT(alphabets))], begin, end;
		make_case(&g, &s, &w, n, alphabet);
		sought_init(&s);
		fold(&w, &f);
		piece_of(&s, 0, &p, &begin, &end);
		want_number("letters of the quote", s.quote.count,
			    alignment_quote_length(s.pattern));
		want_number("letters of the context", s.prefix.count + s.suffix.count,
			    alignment_context_length(s.pattern));
		size_t wanted = plain_errors(&p, &w), got = alignment_errors(s.pattern, 0, &f);
		want(wanted == got,
		     "round %zu, %zu letters of %zu in %zu: wanted %zu errors, got %zu", round, n,
		     alphabet, w.count, wanted, got);
		alignment_pattern_free(s.pattern);
	}
	folding_done(&f);
}

static void an_empty_window_lacks_every_letter(void **state)
{
	(void)state;
	struct folded f = {0};
	struct alignment a;
	struct alignment_pattern *p = alignment_pattern_new("quote", "before ", " behind");
	want_number("errors", strlen("before quote behind"), alignment_errors(p, 0, &f));
	want(!alignment_find(p, 0, &f, &a), "wanted nothing to be found in nothing");
	alignment_pattern_free(p);
}

// Half points: what a letter that fits, another one, a gap and each letter in it are worth.
enum { FITS = 2, OTHER = -2 * PENALTY, OPEN = -6, LACKS = -1, NEVER = -1000000 };

static int most(int a, int b)
{
	return a > b ? a : b;
}

// The three rows of a plain programme with gaps: the best, and the best that end in a gap of the
// piece or of the window.
struct plain {
	int best[MOST + 1], piece[MOST + 1];
	size_t n;
};

static void plain_init(struct plain *t, size_t n, bool free_begin)
{
	t->n = n;
	for (size_t j = 0; j <= n; j++) {
		t->best[j] = j == 0 || free_begin ? 0 : OPEN + (int)j * LACKS;
		t->piece[j] = NEVER;
	}
}

static void plain_row(struct plain *t, uint32_t letter, const uint32_t *w, bool free_begin)
{
	int diagonal = NEVER, window = NEVER;
	for (size_t j = 0; j <= t->n; j++) {
		int above = t->best[j];
		t->piece[j] = most(t->piece[j], above + OPEN) + LACKS;
		window = j ? most(window, t->best[j - 1] + OPEN) + LACKS : NEVER;
		int score = j ? diagonal + (letter == w[j - 1] ? FITS : OTHER) : NEVER;
		score = most(score, most(t->piece[j], window));
		t->best[j] = free_begin ? most(score, 0) : score;
		diagonal = above;
	}
}

// What a stretch of a piece is worth against a stretch of the window, where either may be left out
// at its begin (FREE_BEGIN) or its end (FREE_END): a context, which counts as far as it helps.
static int plain_score(const uint32_t *p, size_t m, const uint32_t *w, size_t n, bool free_begin,
		       bool free_end)
{
	static struct plain t;
	int best = 0;
	plain_init(&t, n, free_begin);
	for (size_t i = 0; i < m; i++) {
		plain_row(&t, p[i], w, free_begin);
		for (size_t j = 0; free_end && j <= n; j++)
			best = most(best, t.best[j]);
	}
	return free_end ? best : t.best[n];
}

// The most evidence that any place for the quote has, over a whole table: the best that the context
// before it gives at each place, carried through the quote, and on through the context behind it.
static int plain_evidence(const struct letters *p, size_t begin, size_t end,
			  const struct letters *w)
{
	static struct plain t;
	int best = INT32_MIN;
	plain_init(&t, w->count, true);
	for (size_t i = 0;; i++) {
		for (size_t j = 0; i >= end && j <= w->count; j++)
			best = most(best, t.best[j]);
		if (i == p->count)
			return best;
		plain_row(&t, p->all[i], w->all, i < begin);
	}
}

// The place must be worth what is said: the quote by itself, and the context on either side, but
// for a gap that goes on from one into the other.
static void check_alignment(const struct letters *p, size_t begin, size_t end,
			    const struct letters *w, const struct alignment *a, size_t round)
{
	want(a->begin <= a->end && a->end <= w->count, "round %zu: wanted a place, got [%zu, %zu)",
	     round, a->begin, a->end);
	int wanted = plain_evidence(p, begin, end, w);
	want(wanted / 2 == a->evidence, "round %zu: wanted evidence of %d, got %d", round,
	     wanted / 2, a->evidence);
	int before = plain_score(p->all, begin, w->all, a->begin, true, false);
	int quote = plain_score(p->all + begin, end - begin, w->all + a->begin, a->end - a->begin,
				false, false);
	int behind = plain_score(p->all + end, p->count - end, w->all + a->end, w->count - a->end,
				 false, true);
	int sum = before + quote + behind;
	want(sum <= wanted && sum >= wanted + 2 * OPEN,
	     "round %zu: wanted %d in all, got %d + %d + %d", round, wanted, before, quote, behind);
	int right = (int)(end - begin) - (int)a->quote_errors;
	want(right >= 0 && FITS * right >= quote, "round %zu: %u errors do not give %d half points",
	     round, a->quote_errors, quote);
	want_number("length of the quote", end - begin, a->quote_length);
}

static void alignments_are_worth_what_a_plain_programme_says(void **state)
{
	(void)state;
	static struct sought s;
	static struct letters w, p;
	struct generate g = {22};
	struct folded f = {0};
	size_t found = 0;
	for (size_t round = 0; round < 2000; round++) {
		size_t n = round % 16 ? 1 + generate_below(&g, 150) : 1 + generate_below(&g, 640);
		size_t alphabet = alphabets[generate_below(&g, COUNT(alphabets))], begin, end;
		struct alignment a;
		make_case(&g, &s, &w, n, alphabet);
		sought_init(&s);
		fold(&w, &f);
		piece_of(&s, 0, &p, &begin, &end);
		if (alignment_find(s.pattern, 0, &f, &a)) {
			check_alignment(&p, begin, end, &w, &a, round);
			found++;
		}
		alignment_pattern_free(s.pattern);
	}
	want(found > 1500, "wanted most to be found, got %zu", found);
	folding_done(&f);
}

static void a_quote_that_stands_there_is_found_where_it_stands(void **state)
{
	(void)state;
	static struct sought s;
	static struct letters w;
	enum { ROUNDS = 1500 };
	struct generate g = {23};
	struct folded f = {0};
	size_t exact = 0;
	for (size_t round = 0; round < ROUNDS; round++) {
		size_t alphabet = alphabets[1 + round % 2];
		struct alignment a;
		s = (struct sought){0};
		w.count = 0;
		add_random(&g, &s.prefix, generate_below(&g, 100), alphabet);
		add_random(&g, &s.quote, 12 + generate_below(&g, 400), alphabet);
		add_random(&g, &s.suffix, generate_below(&g, 100), alphabet);
		// The context stands there as it was, edited, further away, or not at all.
		add_random(&g, &w, generate_below(&g, 300), alphabet);
		add_edited(&g, &w, s.prefix.all, s.prefix.count, generate_below(&g, 20), alphabet);
		if (generate_below(&g, 2))
			add_random(&g, &w, generate_below(&g, 20), alphabet);
		size_t begin = w.count;
		add(&w, s.quote.all, s.quote.count);
		size_t end = w.count;
		if (generate_below(&g, 2))
			add_random(&g, &w, generate_below(&g, 20), alphabet);
		add_edited(&g, &w, s.suffix.all, s.suffix.count, generate_below(&g, 20), alphabet);
		sought_init(&s);
		fold(&w, &f);
		want(alignment_find(s.pattern, 0, &f, &a), "round %zu: wanted it found", round);
		want(a.begin == begin, "round %zu: wanted its begin at %zu, got %zu", round, begin,
		     a.begin);
		// Where another place is worth as much it may be told instead, which is rare.
		exact += a.end == end && a.quote_errors == 0;
		alignment_pattern_free(s.pattern);
	}
	want(exact * 100 >= ROUNDS * 99, "wanted 99 in 100 ends exact, got %zu of %d", exact,
	     ROUNDS);
	folding_done(&f);
}

static void an_edited_quote_is_found_with_no_more_errors_than_edits(void **state)
{
	(void)state;
	static struct sought s;
	static struct letters w;
	struct generate g = {24};
	struct folded f = {0};
	for (size_t round = 0; round < 1000; round++) {
		size_t alphabet = alphabets[1 + round % 2];
		struct alignment a;
		s = (struct sought){0};
		w.count = 0;
		add_random(&g, &s.prefix, 32, alphabet);
		add_random(&g, &s.quote, 40 + generate_below(&g, 200), alphabet);
		add_random(&g, &s.suffix, 32, alphabet);
		size_t edits = generate_below(&g, s.quote.count / 10);
		add_random(&g, &w, 200, alphabet);
		add(&w, s.prefix.all, s.prefix.count);
		size_t begin = w.count;
		add_edited(&g, &w, s.quote.all, s.quote.count, edits, alphabet);
		size_t end = w.count;
		add(&w, s.suffix.all, s.suffix.count);
		sought_init(&s);
		fold(&w, &f);
		want(alignment_find(s.pattern, 0, &f, &a), "round %zu: wanted it found", round);
		want(a.quote_errors <= edits, "round %zu: wanted at most %zu errors, got %u", round,
		     edits, a.quote_errors);
		// An edit at an end may be told as one more or one less letter there.
		want(a.begin + edits >= begin && a.begin <= begin + edits && a.end + edits >= end &&
			     a.end <= end + edits,
		     "round %zu: wanted [%zu, %zu) but for %zu, got [%zu, %zu)", round, begin, end,
		     edits, a.begin, a.end);
		alignment_pattern_free(s.pattern);
	}
	folding_done(&f);
}

static void a_long_quote_is_sought_by_its_begin_and_its_end(void **state)
{
	(void)state;
	static struct sought s;
	static struct letters w, p;
	struct generate g = {25};
	struct folded f = {0};
	for (size_t n = LONG - 1; n <= LONG + 400; n += n < LONG + 2 ? 1 : 133) {
		size_t begin, end;
		struct alignment a;
		s = (struct sought){0};
		w.count = 0;
		add_random(&g, &s.prefix, 90, 26);
		add_random(&g, &s.quote, n, 26);
		add_random(&g, &s.suffix, 90, 26);
		add_random(&g, &w, 100, 26);
		add(&w, s.prefix.all, s.prefix.count);
		size_t from = w.count;
		add(&w, s.quote.all, n);
		size_t to = w.count;
		add(&w, s.suffix.all, s.suffix.count);
		sought_init(&s);
		fold(&w, &f);
		want(alignment_is_parted(s.pattern) == (n > LONG), "%zu letters: wanted %s", n,
		     n > LONG ? "two pieces" : "one piece");
		want_number("letters", n, alignment_quote_length(s.pattern));
		for (size_t piece = 0; piece < (n > LONG ? 2 : 1); piece++) {
			piece_of(&s, piece, &p, &begin, &end);
			want_number("errors", 0, alignment_errors(s.pattern, piece, &f));
			want(alignment_find(s.pattern, piece, &f, &a), "wanted it found");
			check_alignment(&p, begin, end, &w, &a, n);
			want_number("begin", piece ? to - END_PIECE : from, a.begin);
			want_number("end", n > LONG && !piece ? from + END_PIECE : to, a.end);
		}
		alignment_pattern_free(s.pattern);
	}
	folding_done(&f);
}

static void quotes_may_be_of_any_text(void **state)
{
	(void)state;
	static const char *const odd[] = {"",	    " ", "\n\n", "\xFF\xFE", "\u0301", "e\u0301",
					  "\u00AD", "-", "--",	 "\b",	     "a\b"};
	struct generate g = {26};
	struct folded f = {0};
	struct buf window = {0};
	generate_text(&g, 2000, GENERATE_EVERYTHING & ~GENERATE_LONG_LINE, &window);
	folding_add(&f, (const uint8_t *)window.data, window.len);
	for (size_t i = 0; i < COUNT(odd) * COUNT(odd) * COUNT(odd); i++) {
		const char *prefix = odd[i % COUNT(odd)];
		const char *quote = odd[i / COUNT(odd) % COUNT(odd)];
		const char *suffix = odd[i / COUNT(odd) / COUNT(odd)];
		struct alignment a = {0};
		struct alignment_pattern *p = alignment_pattern_new(quote, prefix, suffix);
		size_t n = alignment_quote_length(p) + alignment_context_length(p);
		want(alignment_errors(p, 0, &f) <= n, "wanted at most %zu errors", n);
		want(!alignment_find(p, 0, &f, &a) || (a.begin < a.end && a.end <= f.count),
		     "wanted a place in the window");
		alignment_pattern_free(p);
	}
	alignment_pattern_free(NULL);
	folding_done(&f);
	buf_done(&window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_are_those_of_a_plain_programme),
		cmocka_unit_test(an_empty_window_lacks_every_letter),
		cmocka_unit_test(alignments_are_worth_what_a_plain_programme_says),
		cmocka_unit_test(a_quote_that_stands_there_is_found_where_it_stands),
		cmocka_unit_test(an_edited_quote_is_found_with_no_more_errors_than_edits),
		cmocka_unit_test(a_long_quote_is_sought_by_its_begin_and_its_end),
		cmocka_unit_test(quotes_may_be_of_any_text),
	};
	return cmocka_run_group_tests_name("alignment", tests, NULL, NULL);
}
