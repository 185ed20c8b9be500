// SPDX-License-Identifier: ISC
// A pattern is one piece, prefix + quote + suffix; that of a long quote is two: prefix + its begin,
// and its end + suffix.
#include "config.h"

#include "knowledge/alignment.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"

enum {
	CONTEXT = 64,	   // characters of it that count on either side
	LONG = 512,	   // a quote of more is two pieces
	END_PIECE = 256,   // characters of a long quote in each of them
	CONTEXT_MAX = 512, // [byte] of context that are folded
	WORD = 64,	   // [bit]
};

// What is aligned in one go.
struct piece {
	uint32_t *cps;
	size_t length;
	size_t quote_begin, quote_end; // before and behind it is context
	// For each different character, the bits of its places.
	uint32_t *alphabet; // sorted
	size_t letter_count;
	size_t blocks;
	uint64_t *masks; // a row of BLOCKS words for each letter; the last row is empty
};

struct alignment_pattern {
	struct piece pieces[2];
	struct piece quotes[2]; // what is of the quote in each
	size_t piece_count;
	size_t quote_length, context_length;
};

static int compare_cps(const void *p, const void *q)
{
	uint32_t a = *(const uint32_t *)p, b = *(const uint32_t *)q;
	return (a > b) - (a < b);
}

static size_t letter_of(const struct piece *p, uint32_t cp)
{
	size_t from = 0, to = p->letter_count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (p->alphabet[middle] < cp)
			from = middle + 1;
		else
			to = middle;
	}
	return from < p->letter_count && p->alphabet[from] == cp ? from : p->letter_count;
}

static void piece_init(struct piece *p, const struct folded_char *all, size_t n, size_t quote_begin,
		       size_t quote_end)
{
	p->cps = mem_new(n + 1, sizeof *p->cps);
	p->alphabet = mem_new(n + 1, sizeof *p->alphabet);
	p->length = n;
	p->quote_begin = quote_begin;
	p->quote_end = quote_end;
	for (size_t i = 0; i < n; i++)
		p->cps[i] = p->alphabet[i] = all[i].cp;
	qsort(p->alphabet, n, sizeof *p->alphabet, compare_cps);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || p->alphabet[i] != p->alphabet[p->letter_count - 1])
			p->alphabet[p->letter_count++] = p->alphabet[i];
	p->blocks = (n + WORD - 1) / WORD;
	p->masks = mem_new((p->letter_count + 1) * p->blocks + 1, sizeof *p->masks);
	for (size_t i = 0; i < n; i++)
		p->masks[letter_of(p, p->cps[i]) * p->blocks + i / WORD] |= (uint64_t)1 << i % WORD;
}

static void piece_done(struct piece *p)
{
	free(p->cps);
	free(p->alphabet);
	free(p->masks);
}

// The context as it counts: the end of a prefix, the begin of a suffix.
static const char *last_bytes(const char *s)
{
	size_t n = s ? strlen(s) : 0;
	if (n <= CONTEXT_MAX)
		return s ? s : "";
	s += n - CONTEXT_MAX;
	while (((uint8_t)*s & 0xC0) == 0x80)
		s++;
	return s;
}

struct alignment_pattern *alignment_pattern_new(const char *exact, const char *prefix,
						const char *suffix)
{
	struct alignment_pattern *p = mem_new(1, sizeof *p);
	struct buf text = {0};
	struct folded f = {0};
	buf_add_string(&text, last_bytes(prefix));
	size_t begin = text.len;
	buf_add_string(&text, exact);
	size_t end = text.len;
	size_t behind = suffix ? strlen(suffix) : 0;
	buf_add(&text, suffix ? suffix : "", behind > CONTEXT_MAX ? CONTEXT_MAX : behind);
	folding_add(&f, (const uint8_t *)buf_string(&text), text.len);

	size_t from = 0, to;
	while (from < f.count && f.all[from].end <= begin)
		from++;
	for (to = from; to < f.count && f.all[to].begin < end;)
		to++;
	static const struct folded_char nothing;
	const struct folded_char *folded = f.count ? f.all : &nothing;
	size_t first = from > CONTEXT ? from - CONTEXT : 0;
	size_t past = f.count - to > CONTEXT ? to + CONTEXT : f.count;
	p->quote_length = to - from;
	p->context_length = from - first + past - to;
	if (p->quote_length <= LONG) {
		p->piece_count = 1;
		piece_init(&p->pieces[0], folded + first, past - first, from - first, to - first);
	} else {
		p->piece_count = 2;
		piece_init(&p->pieces[0], folded + first, from + END_PIECE - first, from - first,
			   from + END_PIECE - first);
		piece_init(&p->pieces[1], folded + to - END_PIECE, past - to + END_PIECE, 0,
			   END_PIECE);
	}
	for (size_t i = 0; i < p->piece_count; i++) {
		const struct folded_char *all = folded + (i ? to - END_PIECE : from);
		size_t length = alignment_piece_length(p, i);
		piece_init(&p->quotes[i], all, length, 0, length);
	}
	folding_done(&f);
	buf_done(&text);
	return p;
}

void alignment_pattern_free(struct alignment_pattern *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->piece_count; i++) {
		piece_done(&p->pieces[i]);
		piece_done(&p->quotes[i]);
	}
	free(p);
}

size_t alignment_quote_length(const struct alignment_pattern *p)
{
	return p->quote_length;
}

size_t alignment_context_length(const struct alignment_pattern *p)
{
	return p->context_length;
}

size_t alignment_piece_length(const struct alignment_pattern *p, size_t piece)
{
	return p->pieces[piece].quote_end - p->pieces[piece].quote_begin;
}

bool alignment_is_parted(const struct alignment_pattern *p)
{
	return p->piece_count == 2;
}

// Errors, by bit vectors.

struct block {
	uint64_t up, down; // where the column grows by one downwards, and where it shrinks
};

// One character of text against one block; CARRY is −1, 0 or 1, as is what comes back, for the row
// of the bit LAST.
static int advance(struct block *b, uint64_t equal, int carry, uint64_t last)
{
	uint64_t is_less = carry<0, is_more = carry> 0;
	uint64_t vertical = equal | b->down;
	equal |= is_less;
	uint64_t horizontal = (((equal & b->up) + b->up) ^ b->up) | equal;
	uint64_t more = b->down | ~(horizontal | b->up);
	uint64_t less = b->up & horizontal;
	int out = (more & last ? 1 : 0) - (less & last ? 1 : 0);
	more = more << 1 | is_more;
	less = less << 1 | is_less;
	b->up = less | ~(vertical | more);
	b->down = more & vertical;
	return out;
}

static unsigned piece_errors(const struct piece *p, const struct folded *window)
{
	struct block all[(LONG + 2 * CONTEXT) / WORD + 1];
	unsigned errors = (unsigned)p->length, fewest = errors;
	for (size_t b = 0; b < p->blocks; b++)
		all[b] = (struct block){.up = UINT64_MAX};
	for (size_t i = 0; i < window->count; i++) {
		const uint64_t *masks = p->masks + letter_of(p, window->all[i].cp) * p->blocks;
		int carry = 0;
		for (size_t b = 0; b < p->blocks; b++) {
			size_t last = b + 1 < p->blocks ? WORD - 1 : (p->length - 1) % WORD;
			carry = advance(&all[b], masks[b], carry, (uint64_t)1 << last);
		}
		errors = (unsigned)((int)errors + carry);
		if (errors < fewest)
			fewest = errors;
	}
	return fewest;
}

unsigned alignment_errors(const struct alignment_pattern *p, size_t piece,
			  const struct folded *window)
{
	return piece_errors(&p->pieces[piece], window);
}

unsigned alignment_quote_errors(const struct alignment_pattern *p, size_t piece,
				const struct folded *window)
{
	return piece_errors(&p->quotes[piece], window);
}

// The alignment, by dynamic programming (Gotoh, "An improved algorithm for matching biological
// sequences", JMB 162, 1982).  Rows are characters of the piece, columns those of the window;
// before the quote a path may begin anywhere, behind it it may end anywhere.  Scores are half
// points.

enum {
	MATCH = 2 * 1,
	MISMATCH = 2 * -ALIGNMENT_PENALTY,
	GAP = -6,      // half points for a row of characters that one side lacks
	GAP_CHAR = -1, // and for each of them
	NEVER = -1000000,
};

// Where a cell was reached from, and whether a gap that ends in it is longer than one character.
enum way {
	WAY_BEGIN,
	WAY_BOTH,
	WAY_PIECE,
	WAY_WINDOW,
	WAY_OF = 3,
	PIECE_GOES_ON = 4,
	WINDOW_GOES_ON = 8
};

struct table {
	size_t columns; // one more than the window has characters
	uint8_t *ways;	// a row for each character of the piece, and one before them
	int *scores;	// of the row under way
	int *gaps;	// of paths that leave out characters of the piece, in that row
};

static void first_row(struct table *t)
{
	memset(t->ways, WAY_BEGIN, t->columns);
	for (size_t j = 0; j < t->columns; j++) {
		t->scores[j] = 0;
		t->gaps[j] = NEVER;
	}
}

static void next_row(struct table *t, const struct piece *p, const struct folded *window,
		     size_t row)
{
	uint8_t *ways = t->ways + row * t->columns;
	uint32_t cp = p->cps[row - 1];
	bool may_begin = row <= p->quote_begin;
	int diagonal = NEVER, left = NEVER, gap = NEVER;
	for (size_t j = 0; j < t->columns; j++) {
		int above = t->scores[j], way = WAY_BOTH, flags = 0, best = NEVER;
		if (j > 0)
			best = diagonal + (window->all[j - 1].cp == cp ? MATCH : MISMATCH);
		// A gap that could begin here may be one that goes on.
		if (t->gaps[j] >= above + GAP) {
			t->gaps[j] += GAP_CHAR;
			flags |= PIECE_GOES_ON;
		} else {
			t->gaps[j] = above + GAP + GAP_CHAR;
		}
		if (gap >= left + GAP) {
			gap += GAP_CHAR;
			flags |= WINDOW_GOES_ON;
		} else {
			gap = left + GAP + GAP_CHAR;
		}
		// Where it makes no difference, an error is one of the context behind the quote.
		if (t->gaps[j] >= best + (row <= p->quote_end)) {
			best = t->gaps[j];
			way = WAY_PIECE;
		}
		if (gap >= best + (row < p->quote_end)) {
			best = gap;
			way = WAY_WINDOW;
		}
		if (may_begin && best <= 0) {
			best = 0;
			way = WAY_BEGIN;
		}
		diagonal = above;
		left = t->scores[j] = best;
		ways[j] = (uint8_t)(way | flags);
	}
}

struct path_end {
	size_t row, column;
	int score;
};

static void note_end(const struct table *t, size_t row, struct path_end *end)
{
	for (size_t j = 0; j < t->columns; j++)
		if (t->scores[j] > end->score)
			*end = (struct path_end){row, j, t->scores[j]};
}

// Walks back from END: where the quote lies and how many of its characters do not fit.  Where its
// first or last characters are missing, what was put in in their stead belongs to it.
static void trace(const struct table *t, const struct piece *p, const struct folded *window,
		  struct path_end end, struct alignment *a)
{
	size_t i = end.row, j = end.column, widest = 0;
	int in_gap = 0;		  // WAY_PIECE or WAY_WINDOW while a gap goes on
	bool was_missing = false; // the step before left a character of the piece out
	*a = (struct alignment){.begin = j, .end = j, .evidence = end.score / 2};
	for (;;) {
		int cell = t->ways[i * t->columns + j], way = in_gap ? in_gap : cell & WAY_OF;
		if (i == p->quote_end && j > widest)
			widest = j;
		if (i == p->quote_end)
			a->end = way == WAY_PIECE ? widest : j;
		if (i == p->quote_begin)
			a->begin = j;
		if (way == WAY_BEGIN ||
		    (i == p->quote_begin && !(was_missing && way == WAY_WINDOW)))
			break;
		bool is_right = way == WAY_BOTH && window->all[j - 1].cp == p->cps[i - 1];
		bool in_quote = i <= p->quote_end && way != WAY_WINDOW;
		a->quote_errors += in_quote && !is_right;
		bool goes_on = (way == WAY_PIECE && cell & PIECE_GOES_ON) ||
			       (way == WAY_WINDOW && cell & WINDOW_GOES_ON);
		was_missing = way == WAY_PIECE || (was_missing && way == WAY_WINDOW);
		in_gap = goes_on ? way : 0;
		i -= way != WAY_WINDOW;
		j -= way != WAY_PIECE;
	}
	a->quote_length = p->quote_end - p->quote_begin;
}

bool alignment_find(const struct alignment_pattern *pattern, size_t piece,
		    const struct folded *window, struct alignment *a)
{
	const struct piece *p = &pattern->pieces[piece];
	struct table t = {.columns = window->count + 1};
	struct path_end end = {.score = INT_MIN};
	t.ways = mem_resize(NULL, (p->length + 1) * t.columns, 1);
	t.scores = mem_resize(NULL, t.columns, sizeof *t.scores);
	t.gaps = mem_resize(NULL, t.columns, sizeof *t.gaps);
	first_row(&t);
	for (size_t row = 1; row <= p->length; row++) {
		next_row(&t, p, window, row);
		if (row >= p->quote_end)
			note_end(&t, row, &end);
	}
	if (p->length)
		trace(&t, p, window, end, a);
	free(t.ways);
	free(t.scores);
	free(t.gaps);
	return p->length && a->end > a->begin;
}
