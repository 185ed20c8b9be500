// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { SPAN = 64 * 1024 }; // [byte] between two checkpoints

struct checkpoint {
	uint64_t pos;	     // where a character begins
	uint64_t characters; // before pos
	uint64_t units;	     // of UTF-16, before pos
	uint64_t feeds;	     // line feeds before pos
	uint64_t paragraphs; // that begin before pos
	bool in_paragraph;   // pos is inside a run of lines with text
	bool in_line;	     // the line that holds pos has text before pos
};

struct index {
	const struct source *source;
	struct checkpoint *points; // at least one; the last is the end
	size_t count, capacity;
};

struct index *index_new(const struct source *s)
{
	struct index *x = mem_new(1, sizeof *x);
	x->source = s;
	x->points = mem_reserve(NULL, &x->capacity, 1, sizeof *x->points);
	x->points[x->count++] = (struct checkpoint){.pos = source_begin(s)};
	return x;
}

void index_free(struct index *x)
{
	if (!x)
		return;
	free(x->points);
	free(x);
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

// Reads paragraphs from a checkpoint on: a paragraph is a run of lines that are
// not blank (a feed that ends a line without text ends it).  Stops behind N bytes, or when
// paragraph number STOP begins, and returns how many bytes were read.
static size_t count_paragraphs(struct checkpoint *c, const uint8_t *s, size_t n, uint64_t stop)
{
	for (size_t i = 0; i < n;) {
		if (c->in_line) {
			const uint8_t *feed = memchr(s + i, '\n', n - i);
			if (!feed)
				return n;
			i = (size_t)(feed - s) + 1;
			c->feeds++;
			c->in_line = false;
			continue;
		}
		if (s[i] == '\n') {
			c->in_paragraph = false;
			c->feeds++;
		} else if (!is_blank(s[i])) {
			if (!c->in_paragraph && ++c->paragraphs == stop)
				return i;
			c->in_paragraph = c->in_line = true;
		}
		i++;
	}
	return n;
}

// How many bytes of the next span end with a whole character: a cut before a
// byte that begins one is always right, and where four bytes in a row
// only continue, the fourth is a stray.
static size_t whole_characters(const uint8_t *s, size_t n, size_t span)
{
	if (n <= span)
		return n;
	size_t cut = span;
	while (cut > span - 4 && (s[cut] & 0xC0) == 0x80)
		cut--;
	return (s[cut] & 0xC0) != 0x80 ? cut : span;
}

enum step index_step(struct index *x, struct budget budget)
{
	for (;;) {
		struct checkpoint c = x->points[x->count - 1];
		size_t n;
		const uint8_t *s = source_bytes(x->source, c.pos, &n);
		bool is_last = n <= SPAN;
		size_t take = whole_characters(s, n, SPAN);
		if (is_last && !source_is_complete(x->source)) {
			// A character that is still arriving waits.
			for (size_t back = 1; back < 4 && back <= take; back++)
				if (utf8_is_cut(s + take - back, back))
					take -= back;
		}
		if (take == 0)
			return STEP_DONE;
		uint64_t characters = utf8_count(s, take);
		c.characters += characters;
		c.units += characters + utf8_count_astral(s, take);
		count_paragraphs(&c, s, take, UINT64_MAX);
		c.pos += take;
		// The tail of a growing text is replaced, not added to, so that
		// checkpoints stay a span apart.
		if (x->count >= 2 && c.pos - x->points[x->count - 2].pos <= SPAN)
			x->count--;
		x->points = mem_reserve(x->points, &x->capacity, x->count + 1, sizeof *x->points);
		x->points[x->count++] = c;
		if (is_last)
			return STEP_DONE;
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
}

void index_truncate(struct index *x, uint64_t pos)
{
	while (x->count > 1 && x->points[x->count - 1].pos > pos)
		x->count--;
	if (x->count == 1)
		x->points[0].pos = source_begin(x->source);
}

uint64_t index_end(const struct index *x)
{
	return x->points[x->count - 1].pos;
}

uint64_t index_characters(const struct index *x)
{
	return x->points[x->count - 1].characters;
}

uint64_t index_paragraphs(const struct index *x)
{
	return x->points[x->count - 1].paragraphs;
}

static uint64_t key_pos(const struct checkpoint *c)
{
	return c->pos;
}

static uint64_t key_characters(const struct checkpoint *c)
{
	return c->characters;
}

static uint64_t key_paragraphs(const struct checkpoint *c)
{
	return c->paragraphs;
}

static uint64_t key_units(const struct checkpoint *c)
{
	return c->units;
}

static uint64_t key_feeds(const struct checkpoint *c)
{
	return c->feeds;
}

// The last checkpoint whose key is at most VALUE (the first, if none is).
static const struct checkpoint *at_most(const struct index *x,
					uint64_t (*key)(const struct checkpoint *), uint64_t value)
{
	size_t low = 0, high = x->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (key(&x->points[middle]) <= value)
			low = middle;
		else
			high = middle;
	}
	return &x->points[low];
}

uint64_t index_paragraph_at(const struct index *x, uint64_t pos)
{
	if (pos > index_end(x))
		return 0;
	struct checkpoint c = *at_most(x, key_pos, pos);
	size_t n;
	const uint8_t *s = source_bytes(x->source, c.pos, &n);
	uint64_t most = pos < c.pos ? 0 : pos - c.pos + 1;
	count_paragraphs(&c, s, n < most ? n : (size_t)most, UINT64_MAX);
	return c.paragraphs;
}

uint64_t index_paragraph_begin(const struct index *x, uint64_t number)
{
	if (number == 0 || number > index_paragraphs(x))
		return POS_NONE;
	struct checkpoint c = *at_most(x, key_paragraphs, number - 1);
	size_t n;
	const uint8_t *s = source_bytes(x->source, c.pos, &n);
	return c.pos + count_paragraphs(&c, s, n, number);
}

// [byte] of a paragraph, as far as is known; 0: nothing is.
static double paragraph_length(const struct index *x)
{
	uint64_t read = index_end(x) - x->points[0].pos, count = index_paragraphs(x);
	return count > 0 ? (double)read / (double)count : 0;
}

uint64_t index_paragraph_about(const struct index *x, uint64_t pos)
{
	double length = paragraph_length(x);
	if (pos <= index_end(x))
		return index_paragraph_at(x, pos);
	if (length <= 0)
		return 0;
	return index_paragraphs(x) + (uint64_t)((double)(pos - index_end(x)) / length);
}

uint64_t index_paragraphs_about(const struct index *x)
{
	uint64_t size = source_size(x->source);
	return size <= index_end(x) ? index_paragraphs(x) : index_paragraph_about(x, size);
}

uint64_t index_paragraph_begin_about(const struct index *x, uint64_t number)
{
	double length = paragraph_length(x);
	if (number == 0 || number <= index_paragraphs(x))
		return index_paragraph_begin(x, number);
	if (length <= 0)
		return POS_NONE;
	uint64_t end = index_end(x), left = source_size(x->source) - end;
	double on = (double)(number - index_paragraphs(x)) * length;
	return on < (double)left ? end + (uint64_t)on : end + left;
}

uint64_t index_position(const struct index *x, uint64_t character)
{
	if (character > index_characters(x))
		return POS_NONE;
	const struct checkpoint *c = at_most(x, key_characters, character);
	size_t n;
	const uint8_t *s = source_bytes(x->source, c->pos, &n);
	uint64_t found, most = index_end(x) - c->pos;
	size_t bytes = utf8_skip(s, n < most ? n : (size_t)most, character - c->characters, &found);
	return found == character - c->characters ? c->pos + bytes : POS_NONE;
}

uint64_t index_position_utf16(const struct index *x, uint64_t unit)
{
	if (unit > x->points[x->count - 1].units)
		return POS_NONE;
	const struct checkpoint *c = at_most(x, key_units, unit);
	size_t n, i = 0;
	const uint8_t *s = source_bytes(x->source, c->pos, &n);
	for (uint64_t units = c->units; units < unit && i < n;) {
		uint32_t cp;
		size_t size = utf8_decode(s + i, n - i, &cp);
		units += size == 4 ? 2 : 1;
		if (units <= unit)
			i += size;
	}
	return c->pos + i;
}

bool index_is_all_bmp(const struct index *x)
{
	const struct checkpoint *end = &x->points[x->count - 1];
	return end->units == end->characters;
}

uint64_t index_line_begin(const struct index *x, uint64_t line)
{
	uint64_t feeds = x->points[x->count - 1].feeds, end = index_end(x);
	if (line > feeds)
		return line == feeds + 1 ? end : POS_NONE;
	const struct checkpoint *c = at_most(x, key_feeds, line ? line - 1 : 0);
	if (line == 0)
		return x->points[0].pos;
	uint64_t pos = c->pos;
	for (uint64_t left = line - c->feeds; left > 0; left--) {
		size_t n;
		const uint8_t *s = source_bytes(x->source, pos, &n);
		const uint8_t *feed = memchr(s, '\n', n);
		if (!feed)
			return POS_NONE;
		pos += (uint64_t)(feed - s) + 1;
	}
	return pos;
}

uint64_t index_character_at(const struct index *x, uint64_t pos)
{
	if (pos > index_end(x))
		return UINT64_MAX;
	const struct checkpoint *c = at_most(x, key_pos, pos);
	size_t n;
	const uint8_t *s = source_bytes(x->source, c->pos, &n);
	uint64_t most = pos < c->pos ? 0 : pos - c->pos;
	return c->characters + utf8_count(s, n < most ? n : (size_t)most);
}
