// SPDX-License-Identifier: ISC
// What speaks for a place is counted in characters that fit, less what does not (its evidence, see
// knowledge/alignment.h).  A quote of a word or two fits somewhere in any long text, and twenty
// characters of context fit by chance now and then; twice that does not happen.  The bounds below
// were chosen on mutations of a text (make bench-anchoring) and not on the edited text they are
// reported for.
#include "config.h"

#include "knowledge/judgement.h"

#include <string.h>

#include "base/utf8.h"
#include "knowledge/alignment.h"
#include "knowledge/meaning.h"

enum {
	ENOUGH = 14,	 // evidence that does not come about by chance, and by how much more it
	DOUBLING = 7,	 // must be, in fifths, for each doubling of the text's length
	MARGIN = 8,	 // by how much the best place must be better than any other
	REMARKABLE = 12, // evidence with which another place counts against the best
	SLACK = 64,	 // [byte], how far a place may be from where the quote begins
	CONTEXT = 256,	 // [byte], the most of it on either side that is aligned
	MOST_ERRORS = 2, // of a quote at most one in so many characters may be wrong
};

// A place with what speaks for it.
struct candidate {
	struct range range; // [pos]
	int evidence;
	unsigned errors; // in the quote
	size_t length;	 // characters of the quote that were aligned
};

struct judging {
	const struct source *s;
	struct alignment_pattern *pattern;
	size_t size;   // [byte] of the quote
	size_t around; // [byte] of the text on either side of a place that are looked at
	int enough;    // evidence for a place that is certain
	int in_place;  // evidence that it gives to stand exactly where it stood
	int some;      // evidence for a place that is worth showing
	uint64_t expected;
	struct candidate all[JUDGEMENT_PLACES];
	size_t count;
};

// The text around a place.
struct window {
	uint64_t begin; // [pos]
	struct folded folded;
};

static void open_window(const struct judging *j, uint64_t from, uint64_t to, struct window *w)
{
	size_t n;
	uint64_t first = source_begin(j->s), size = source_size(j->s);
	from = from > first + j->around ? from - j->around : first;
	to = size > j->around && to < size - j->around ? to + j->around : size;
	const uint8_t *text = source_bytes(j->s, from, &n);
	while (from < to && n > 0 && (*text & 0xC0) == 0x80)
		text++, n--, from++;
	if (to > from && n > to - from)
		n = (size_t)(to - from);
	w->begin = from;
	w->folded = (struct folded){0};
	folding_add(&w->folded, text, to > from ? n : 0);
}

static uint64_t slack(const struct judging *j)
{
	return j->size / 4;
}

// False when there are so many errors, in the quote or in quote and context together, that they can
// hardly have anything to do with each other: random text has errors in two of three characters.
// Counting errors costs far less than aligning.
static bool may_align(const struct judging *j, size_t piece, const struct folded *window)
{
	size_t quote = alignment_piece_length(j->pattern, piece);
	size_t all = quote + alignment_context_length(j->pattern);
	return alignment_quote_errors(j->pattern, piece, window) <= 5 + quote * 11 / 20 &&
	       alignment_errors(j->pattern, piece, window) <= all * 13 / 20;
}

// Aligns a piece of the quote with the text between FROM and TO and some more on either side.
static bool align(const struct judging *j, size_t piece, uint64_t from, uint64_t to,
		  struct candidate *c)
{
	struct window w;
	struct alignment a;
	open_window(j, from, to, &w);
	bool is_there =
		may_align(j, piece, &w.folded) && alignment_find(j->pattern, piece, &w.folded, &a);
	if (is_there)
		*c = (struct candidate){
			.range = {w.begin + w.folded.all[a.begin].begin,
				  w.begin + w.folded.all[a.end - 1].end},
			.evidence = a.evidence,
			.errors = a.quote_errors,
			.length = a.quote_length,
		};
	folding_done(&w.folded);
	return is_there;
}

// A long quote is there when its begin and its end are, as far from each other as they were, or
// nearly so.
static bool align_ends(const struct judging *j, uint64_t place, struct candidate *c)
{
	struct candidate end;
	uint64_t size = j->size, most = size + size / 2;
	if (!align(j, 0, place, place, c) ||
	    !align(j, 1, c->range.begin + size - slack(j), c->range.begin + size + slack(j), &end))
		return false;
	if (end.range.end <= c->range.begin || end.range.end - c->range.begin > most ||
	    end.range.end - c->range.begin < size / 2)
		return false;
	c->range.end = end.range.end;
	c->evidence += end.evidence;
	c->errors += end.errors;
	c->length += end.length;
	return true;
}

static bool overlap(struct range a, struct range b)
{
	return a.begin < b.end && b.begin < a.end;
}

static uint64_t distance(const struct judging *j, const struct candidate *c)
{
	uint64_t a = c->range.begin, b = j->expected;
	return b == POS_NONE ? a : a > b ? a - b : b - a;
}

static bool is_better(const struct judging *j, const struct candidate *a, const struct candidate *b)
{
	if (a->evidence != b->evidence)
		return a->evidence > b->evidence;
	return distance(j, a) < distance(j, b);
}

// Keeps of candidates that overlap the best, and the best first.
static void add_candidate(struct judging *j, const struct candidate *c)
{
	for (size_t i = 0; i < j->count; i++) {
		if (!overlap(j->all[i].range, c->range))
			continue;
		if (!is_better(j, c, &j->all[i]))
			return;
		memmove(&j->all[i], &j->all[i + 1], (--j->count - i) * sizeof *c);
		i--;
	}
	size_t at = j->count++;
	for (; at > 0 && is_better(j, c, &j->all[at - 1]); at--)
		j->all[at] = j->all[at - 1];
	j->all[at] = *c;
}

// True when a place lies within what was looked at for one before it.
static bool was_looked_at(const struct judging *j, uint64_t place)
{
	for (size_t i = 0; i < j->count; i++) {
		uint64_t begin = j->all[i].range.begin;
		if (place < begin + SLACK && begin < place + SLACK)
			return true;
	}
	return false;
}

static void look_at(struct judging *j, uint64_t place)
{
	struct candidate c;
	if (was_looked_at(j, place))
		return;
	bool is_there = alignment_is_parted(j->pattern)
				? align_ends(j, place, &c)
				: align(j, 0, place, place + j->size + slack(j), &c);
	if (is_there && c.range.begin == j->expected)
		c.evidence += j->in_place;
	if (is_there)
		add_candidate(j, &c);
}

// True when all of quote and context stands there.
static bool is_whole(const struct judging *j, const struct candidate *c)
{
	int most = (int)(c->length + alignment_context_length(j->pattern));
	return c->evidence - (c->range.begin == j->expected ? j->in_place : 0) >= most;
}

// True when nothing but this place can be meant, whatever else there may be.
static bool is_certain(const struct judging *j, const struct candidate *c)
{
	if ((size_t)c->errors * MOST_ERRORS > c->length)
		return false;
	return c->evidence >= j->enough || is_whole(j, c);
}

// True when so little of the quote stands there that it is its context which is found, and the
// quote is gone.
static bool is_gone(const struct candidate *c)
{
	return (size_t)c->errors * 5 > c->length * 3;
}

static struct judgement decide(const struct judging *j)
{
	struct judgement to = {ANCHOR_ORPHAN, {POS_NONE, POS_NONE}, {{0}}, 0};
	if (j->count == 0)
		return to;
	const struct candidate *best = &j->all[0];
	bool all_fits = is_whole(j, best);
	if ((best->evidence < j->some && !all_fits) || is_gone(best))
		return to;
	to.place = best->range;
	to.state = is_certain(j, best) ? ANCHOR_FOUND : ANCHOR_DOUBTFUL;
	for (size_t i = 1; i < j->count; i++) {
		const struct candidate *c = &j->all[i];
		if (all_fits && c->evidence == best->evidence)
			to.others[to.other_count++] = c->range;
		else if (c->evidence >= REMARKABLE && best->evidence - c->evidence < MARGIN)
			to.state = ANCHOR_DOUBTFUL;
	}
	if (to.state != ANCHOR_FOUND)
		to.other_count = 0;
	return to;
}

// The longer a text, the more fits somewhere by chance: as the logarithm of its length grows.
static void set_bounds(struct judging *j)
{
	int doublings = 0;
	for (uint64_t n = source_size(j->s); n > 1; n /= 2)
		doublings++;
	j->in_place = DOUBLING * doublings / 5;
	j->enough = ENOUGH + j->in_place;
	j->some = j->enough * 3 / 5;
}

// Words.

// True for what words are made of in scripts that part them with blanks.
static bool is_of_word(uint32_t cp)
{
	return (cp < 0xE00 || (cp >= 0x1E00 && cp < 0x2000)) && utf8_is_word(cp);
}

static bool has_word_at(const uint8_t *s, size_t n, size_t at)
{
	uint32_t cp;
	if (at >= n)
		return false;
	utf8_decode(s + at, n - at, &cp);
	return is_of_word(cp);
}

static size_t step_back(const uint8_t *s, size_t at)
{
	for (at--; at > 0 && (s[at] & 0xC0) == 0x80;)
		at--;
	return at;
}

static bool has_word_before(const uint8_t *s, size_t n, size_t at)
{
	return at > 0 && has_word_at(s, n, step_back(s, at));
}

static bool is_within_word(const uint8_t *s, size_t n, size_t at)
{
	return has_word_before(s, n, at) && has_word_at(s, n, at);
}

// How many bytes of word there are from AT on, and before AT.
static size_t word_from(const uint8_t *s, size_t n, size_t at)
{
	size_t end = at;
	while (has_word_at(s, n, end))
		do
			end++;
		while (end < n && (s[end] & 0xC0) == 0x80);
	return end - at;
}

static size_t word_before(const uint8_t *s, size_t n, size_t at)
{
	size_t begin = at;
	while (has_word_before(s, n, begin))
		begin = step_back(s, begin);
	return at - begin;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// What began and ended with a whole word does so again: where that word was edited, a part of it
// may have been left outside.  Where it is as it was, it was only joined with another.
static struct range snap(const struct source *s, const struct selector *q, struct range r)
{
	size_t n, size = strlen(q->exact), before = q->prefix ? strlen(q->prefix) : 0;
	size_t behind = q->suffix ? strlen(q->suffix) : 0;
	uint64_t at = source_begin(s);
	const uint8_t *text = source_bytes(s, at, &n), *exact = (const uint8_t *)q->exact;
	size_t begin = (size_t)(r.begin - at), end = (size_t)(r.end - at);
	while (end > begin && is_blank(text[end - 1]) && !is_blank(exact[size - 1]))
		end--;
	while (begin < end && is_blank(text[begin]) && !is_blank(exact[0]))
		begin++;
	size_t first = word_from(exact, size, 0), last = word_before(exact, size, size);
	bool is_cut = has_word_before((const uint8_t *)q->prefix, before, before);
	if (first && !is_cut && is_within_word(text, n, begin) &&
	    (first > n - begin || memcmp(text + begin, exact, first) != 0))
		begin -= word_before(text, n, begin);
	is_cut = has_word_at((const uint8_t *)q->suffix, behind, 0);
	if (last && !is_cut && is_within_word(text, n, end) &&
	    (last > end || memcmp(text + end - last, exact + size - last, last) != 0))
		end += word_from(text, n, end);
	return (struct range){at + begin, at + end};
}

static size_t context_size(const char *context)
{
	return context ? strnlen(context, CONTEXT) : 0;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

struct judgement judgement_of(const struct source *s, const struct selector *quote,
			      uint64_t expected, const uint64_t *places, size_t count)
{
	struct judging j = {.s = s, .expected = expected, .size = strlen(quote->exact)};
	set_bounds(&j);
	j.around = SLACK + 3 * larger(context_size(quote->prefix), context_size(quote->suffix)) / 2;
	j.pattern = alignment_pattern_new(quote->exact, quote->prefix, quote->suffix);
	for (size_t i = 0; i < count && i < JUDGEMENT_PLACES; i++)
		look_at(&j, places[i]);
	struct judgement to = decide(&j);
	if (to.state != ANCHOR_ORPHAN)
		to.place = snap(s, quote, to.place);
	if (to.state == ANCHOR_FOUND)
		to.state = judgement_of_words(s, quote->exact, to.place);
	alignment_pattern_free(j.pattern);
	return to;
}

enum anchor_state judgement_of_words(const struct source *s, const char *quote, struct range place)
{
	size_t n;
	const uint8_t *now = source_bytes(s, place.begin, &n);
	if (n > place.end - place.begin)
		n = (size_t)(place.end - place.begin);
	bool is_same = meaning_compare(quote, strlen(quote), now, n, NULL, NULL) == MEANING_SAME;
	return is_same ? ANCHOR_FOUND : ANCHOR_CHANGED;
}
