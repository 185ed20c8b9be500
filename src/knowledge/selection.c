// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/selection.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"

enum {
	SIDE = 2048,		      // [byte] that are read for a prefix or suffix
	COMPARED_MOST = 4 * SIDE,     // [byte] that two places are compared over
	WORK_MOST = 64 * 1024 * 1024, // [byte] of comparing
	RIVALS_MOST = 10000,
};

// Where a prefix may begin or a suffix end: how far from the quote.
struct cut {
	size_t size; // [byte] of the source
	size_t characters;
};

struct side {
	struct cut cuts[2 * SELECTION_CONTEXT + 2]; // ever further; the first is 0
	size_t count, at;
};

// Another place where the quote stands, with how much around it is the same.
struct rival {
	size_t before, behind; // [byte]
};

struct rivals {
	struct rival *all;
	size_t count, capacity;
};

// Bytes as well-formed text, with the place that each byte of it comes from.
struct clean {
	struct buf text;
	size_t *places;
	uint8_t *flags;
};

static void clean_init(struct clean *c, const uint8_t *s, size_t n)
{
	*c = (struct clean){.places = mem_new(3 * n + 2, sizeof *c->places)};
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		uint8_t bytes[4];
		size_t len = utf8_decode(s + i, n - i, &cp), size = utf8_encode(cp, bytes);
		for (size_t k = 0; k < size; k++)
			c->places[c->text.len + k] = i;
		buf_add(&c->text, bytes, size);
		i += len;
	}
	c->places[c->text.len] = n;
	c->flags = mem_new(c->text.len + 1, 1);
	utf8_mark_clusters((const uint8_t *)buf_string(&c->text), c->text.len, c->flags);
	utf8_mark_words((const uint8_t *)buf_string(&c->text), c->text.len, c->flags);
	c->flags[c->text.len] = UTF8_CLUSTER | UTF8_WORD;
}

static void clean_done(struct clean *c)
{
	buf_done(&c->text);
	free(c->places);
	free(c->flags);
}

static bool is_blank_at(const struct clean *c, size_t i)
{
	uint32_t cp;
	utf8_decode((const uint8_t *)c->text.data + i, c->text.len - i, &cp);
	return utf8_is_space(cp);
}

static void add_cut(struct side *side, size_t size, size_t characters)
{
	if (side->count < sizeof side->cuts / sizeof *side->cuts)
		side->cuts[side->count++] = (struct cut){size, characters};
}

// The step behind which a word is whole; of a word without an end, as many clusters as may be.
static void find_cuts(const struct clean *c, bool back, struct side *side)
{
	size_t n = c->text.len, characters = 0, last = 0, i = back ? n : 0;
	size_t last_characters = 0;
	*side = (struct side){0};
	add_cut(side, 0, 0);
	while (back ? i > 0 : i < n) {
		size_t from = i;
		do
			i = back ? i - 1 : i + 1;
		while (i > 0 && i < n && ((uint8_t)c->text.data[i] & 0xC0) == 0x80);
		if (++characters > SELECTION_CONTEXT)
			break;
		if (!(c->flags[i] & UTF8_CLUSTER))
			continue;
		size_t size = back ? c->places[n] - c->places[i] : c->places[i];
		bool is_blank = is_blank_at(c, back ? i : from);
		if (c->flags[i] & UTF8_WORD && !is_blank)
			add_cut(side, size, characters);
		last = size;
		last_characters = characters;
	}
	// Where there is no more, or no word ends in time, all that may be is taken.
	const struct cut *widest = &side->cuts[side->count - 1];
	if (widest->characters < SELECTION_LEAST && last > widest->size)
		add_cut(side, last, last_characters);
	while (side->at + 1 < side->count && side->cuts[side->at].characters < SELECTION_LEAST)
		side->at++;
}

// How many bytes before A and B, and behind, are the same, as far as SIDE.
static size_t same_before(const uint8_t *s, size_t a, size_t b)
{
	size_t n = 0;
	while (n < SIDE && n < a && n < b && s[a - n - 1] == s[b - n - 1])
		n++;
	return n;
}

static size_t same_behind(const uint8_t *s, size_t size, size_t a, size_t b)
{
	size_t n = 0;
	while (n < SIDE && a + n < size && b + n < size && s[a + n] == s[b + n])
		n++;
	return n;
}

// Finds the other places in N bytes at S of the LEN bytes at AT that have as much around them in
// common as BEFORE and BEHIND.
static void find_rivals(const uint8_t *s, size_t n, size_t at, size_t len, size_t before,
			size_t behind, struct rivals *rivals)
{
	size_t work = 0;
	for (size_t i = 0; i + len <= n && work < WORK_MOST && rivals->count < RIVALS_MOST; i++) {
		const uint8_t *hit = memmem(s + i, n - i, s + at, len);
		if (!hit)
			break;
		i = (size_t)(hit - s);
		struct rival r = {same_before(s, at, i), same_behind(s, n, at + len, i + len)};
		work += len + r.before + r.behind;
		if (i == at || r.before < before || r.behind < behind)
			continue;
		rivals->all = mem_reserve(rivals->all, &rivals->capacity, rivals->count + 1,
					  sizeof *rivals->all);
		rivals->all[rivals->count++] = r;
	}
}

static void drop_rivals(struct rivals *rivals, size_t before, size_t behind)
{
	size_t kept = 0;
	for (size_t i = 0; i < rivals->count; i++)
		if (rivals->all[i].before >= before && rivals->all[i].behind >= behind)
			rivals->all[kept++] = rivals->all[i];
	rivals->count = kept;
}

// Lengthens the shorter side by a word until nothing else has all of it.
static void lengthen(struct side *before, struct side *behind, struct rivals *rivals)
{
	while (rivals->count > 0) {
		bool has_before = before->at + 1 < before->count;
		bool has_behind = behind->at + 1 < behind->count;
		if (!has_before && !has_behind)
			return;
		bool is_shorter =
			before->cuts[before->at].characters <= behind->cuts[behind->at].characters;
		if (has_before && (is_shorter || !has_behind))
			before->at++;
		else
			behind->at++;
		drop_rivals(rivals, before->cuts[before->at].size, behind->cuts[behind->at].size);
	}
}

static char *quoted(const uint8_t *s, size_t n)
{
	struct buf out = {0};
	for (size_t i = 0; i < n;) {
		const uint8_t *nul = memchr(s + i, 0, n - i);
		size_t end = nul ? (size_t)(nul - s) : n;
		utf8_repair(&out, (const char *)s + i, end - i);
		if (nul)
			buf_add_string(&out, "\uFFFD");
		i = end + (nul != NULL);
	}
	return out.len ? buf_take(&out) : mem_string("");
}

static void quote(const struct source *s, uint64_t begin, uint64_t end, struct selector *to)
{
	uint64_t low = source_begin(s);
	if (begin - low > SELECTION_AROUND)
		low = begin - SELECTION_AROUND;
	size_t n, at = (size_t)(begin - low), len = (size_t)(end - begin);
	const uint8_t *text = source_bytes(s, low, &n);
	if (n > at + len + SELECTION_AROUND)
		n = at + len + SELECTION_AROUND;
	struct clean clean;
	struct side before, behind;
	struct rivals rivals = {0};
	size_t from = at > SIDE ? at - SIDE : 0, to_end = n - at - len > SIDE ? SIDE : n - at - len;
	while (from > 0 && from < at && (text[from] & 0xC0) == 0x80)
		from++;
	clean_init(&clean, text + from, at - from);
	find_cuts(&clean, true, &before);
	clean_done(&clean);
	clean_init(&clean, text + at + len, to_end);
	find_cuts(&clean, false, &behind);
	clean_done(&clean);
	find_rivals(text, n, at, len, before.cuts[before.at].size, behind.cuts[behind.at].size,
		    &rivals);
	lengthen(&before, &behind, &rivals);
	free(rivals.all);
	size_t prefix = before.cuts[before.at].size, suffix = behind.cuts[behind.at].size;
	to->exact = quoted(text + at, len);
	to->prefix = quoted(text + at - prefix, prefix);
	to->suffix = quoted(text + at + len, suffix);
}

static bool is_boundary(const struct source *s, uint64_t pos)
{
	uint64_t low = source_begin(s);
	if (pos <= low || pos >= source_size(s))
		return true;
	if (pos - low > SIDE)
		low = pos - SIDE;
	size_t n;
	const uint8_t *text = source_bytes(s, low, &n);
	if (n > 2 * SIDE)
		n = 2 * SIDE;
	size_t at = (size_t)(pos - low);
	uint32_t cp;
	for (size_t back = 1; back < 4 && back <= at; back++)
		if (utf8_decode(text + at - back, n - at + back, &cp) > back)
			return false; // within a character
	return utf8_is_boundary(text, n, at);
}

struct selector selection_describe(const struct source *s, const struct index *x, uint64_t begin,
				   uint64_t end)
{
	struct selector to = selector_none();
	if (begin < source_begin(s))
		begin = source_begin(s);
	if (end > source_size(s))
		end = source_size(s);
	if (begin > end)
		return to;
	bool is_empty = begin == end;
	for (int i = 0; i < SIDE && !is_boundary(s, begin); i++)
		begin--;
	for (int i = 0; i < SIDE && !is_empty && !is_boundary(s, end); i++)
		end++;
	if (is_empty)
		end = begin;
	uint64_t start = index_character_at(x, begin), stop = index_character_at(x, end);
	if (start != UINT64_MAX && stop != UINT64_MAX) {
		to.start = start;
		to.end = stop;
	}
	if (end > begin && end - begin <= SELECTION_QUOTE_MOST)
		quote(s, begin, end, &to);
	return to;
}
