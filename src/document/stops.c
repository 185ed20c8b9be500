// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/stops.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/prose.h"
#include "base/string.h"
#include "base/utf8.h"

enum {
	BESIDE = 4 * 1024,	// [byte] of the pieces beside one that are read with it
	LARGE_PIECE = 32 * 1024 // [byte] only the first and last of a line are smaller
};

// A paragraph with what stands beside it.
struct joined {
	struct buf text;
	size_t begin, end; // [byte] of the paragraph within TEXT
	uint8_t *marks;	   // of utf8_mark and others, one a byte
	uint8_t *flags;	   // STOP_…, one a byte and one at the end
};

static bool ends_line(const struct document *d, uint64_t pos)
{
	size_t n;
	if (pos <= document_begin(d) || pos >= document_end(d))
		return true;
	return source_bytes(d->source, pos - 1, &n)[0] == '\n';
}

static void paragraph_as(const struct document *d, enum wrap wrap, uint64_t pos,
			 struct paragraph *p)
{
	struct document other = *d;
	other.wrap = wrap;
	document_paragraph(&other, pos, p);
}

static bool is_inside(const char *s, size_t at)
{
	return ((uint8_t)s[at] & 0xC0) == 0x80;
}

// The last, or first, few KiB of a paragraph, in whole characters.
static void add_tail(struct buf *out, const struct paragraph *p)
{
	size_t from = p->len > BESIDE ? p->len - BESIDE : 0;
	while (from < p->len && is_inside(p->text, from))
		from++;
	buf_add(out, p->text + from, p->len - from);
}

static void add_head(struct buf *out, const struct paragraph *p)
{
	size_t n = p->len > BESIDE ? BESIDE : p->len;
	while (n > 0 && n < p->len && is_inside(p->text, n))
		n--;
	buf_add(out, p->text, n);
}

// Clusters alone need nothing beside: no piece ends within one.
static void join(const struct document *d, enum wrap wrap, bool alone, const struct stops *s,
		 struct joined *j)
{
	struct paragraph beside = {0};
	if (s->goes_on_before && !alone) {
		paragraph_as(d, wrap, s->paragraph.begin - 1, &beside);
		add_tail(&j->text, &beside);
		paragraph_done(&beside);
	}
	j->begin = j->text.len;
	buf_add(&j->text, s->paragraph.text, s->paragraph.len);
	j->end = j->text.len;
	if (s->goes_on_behind && !alone) {
		paragraph_as(d, wrap, s->paragraph.end, &beside);
		add_head(&j->text, &beside);
		paragraph_done(&beside);
	}
	j->marks = mem_new(j->text.len + 1, 1);
	j->flags = mem_new(j->text.len + 1, 1);
}

static void find_clusters(struct joined *j)
{
	const uint8_t *s = (const uint8_t *)j->text.data;
	size_t n = j->text.len;
	for (size_t i = 0, end; i < n; i = end) {
		uint32_t cp;
		for (end = i + 1; end < n && !(j->marks[end] & UTF8_CLUSTER);)
			end++;
		utf8_decode(s + i, end - i, &cp);
		j->flags[i] |= STOP_CLUSTER;
		if (cp == '\t' || utf8_show(s + i, end - i).cols > 0)
			j->flags[i] |= utf8_is_space(cp) ? STOP_CARET : STOP_CARET | STOP_INK;
	}
}

// Blanks at the begin and end of a line are no place for a caret.
static void trim(const struct stops *s, struct joined *j)
{
	size_t first = 0, end = j->text.len;
	while (first < end && !(j->flags[first] & STOP_INK))
		first++;
	while (end > first && !(j->flags[end] & STOP_INK))
		end--;
	for (size_t i = 0; !s->goes_on_before && i < first; i++)
		j->flags[i] &= (uint8_t)~STOP_CARET;
	for (size_t i = end + 1; !s->goes_on_behind && i < j->text.len; i++)
		j->flags[i] &= (uint8_t)~STOP_CARET;
}

static bool holds_word(const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		if (utf8_is_letter(cp) || utf8_has(cp, UTF8_NUMBER))
			return true;
	}
	return false;
}

static void find_words(const struct stops *s, struct joined *j)
{
	const uint8_t *text = (const uint8_t *)j->text.data;
	size_t n = j->text.len;
	bool was_word = false, begins = false;
	utf8_mark_words(text, n, j->marks);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1;
		     end < n && !(j->marks[end] & UTF8_WORD && j->marks[end] & UTF8_CLUSTER);)
			end++;
		bool is_word = holds_word(text + i, end - i);
		if (is_word && !was_word)
			j->flags[i] |= STOP_WORD;
		if (was_word && !is_word)
			j->flags[i] |= STOP_WORD_END;
		begins |= is_word && !was_word && i >= j->begin && i < j->end;
		was_word = is_word;
	}
	if (was_word)
		j->flags[n] |= STOP_WORD_END;
	bool is_large = s->goes_on_before && j->end - j->begin > LARGE_PIECE;
	// The first segment of a piece tells whether the word before goes on in it.
	if (is_large && !begins && holds_word(text + j->begin, n - j->begin > 4 ? 4 : n - j->begin))
		j->flags[j->begin] |= STOP_WORD | STOP_WORD_END;
}

static void find_sentences(const struct stops *s, struct joined *j)
{
	bool begins = false, is_near = false;
	size_t first = j->end;
	prose_mark((const uint8_t *)j->text.data, j->text.len, j->marks);
	for (size_t i = 0; i < j->text.len; i++) {
		if (j->marks[i] & UTF8_SENTENCE && (i > 0 || !s->goes_on_before))
			is_near = true;
		if (!(j->flags[i] & STOP_INK))
			continue;
		bool is_own = i >= j->begin && i < j->end;
		if (is_own && first == j->end)
			first = i;
		if (is_near)
			j->flags[i] |= STOP_SENTENCE;
		begins |= is_near && is_own;
		is_near = false;
	}
	if (!begins && first < j->end && j->end - j->begin > LARGE_PIECE)
		j->flags[first] |= STOP_SENTENCE;
}

bool stops_at(const struct document *d, enum wrap wrap, uint64_t pos, unsigned wanted,
	      struct stops *s)
{
	*s = (struct stops){0};
	if (document_begin(d) >= document_end(d))
		return false;
	paragraph_as(d, wrap, pos, &s->paragraph);
	struct paragraph *p = &s->paragraph;
	s->goes_on_before = !ends_line(d, p->begin);
	s->goes_on_behind = !ends_line(d, p->end);
	s->flags = mem_new(p->len + 1, 1);
	if (p->len == 0)
		return true;
	struct joined j = {0};
	join(d, wrap, !(wanted & (STOP_WORD | STOP_SENTENCE)), s, &j);
	utf8_mark_clusters((const uint8_t *)j.text.data, j.text.len, j.marks);
	j.marks[j.begin] |= UTF8_CLUSTER;
	j.marks[j.end] |= UTF8_CLUSTER; // behind the last one where nothing follows
	find_clusters(&j);
	trim(s, &j);
	if (wanted & STOP_WORD)
		find_words(s, &j);
	if (wanted & STOP_SENTENCE)
		find_sentences(s, &j);
	memcpy(s->flags, j.flags + j.begin, p->len);
	if (!s->goes_on_behind)
		s->flags[p->len] = j.flags[j.end] & STOP_WORD_END;
	buf_done(&j.text);
	free(j.marks);
	free(j.flags);
	return true;
}

void stops_done(struct stops *s)
{
	if (!s)
		return;
	paragraph_done(&s->paragraph);
	free(s->flags);
	*s = (struct stops){0};
}

uint64_t stops_end(const struct stops *s, uint32_t off)
{
	const struct paragraph *p = &s->paragraph;
	size_t low = 0, high = p->span_count; // the span that holds the byte before
	if (high == 0)
		return p->begin + off;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (p->spans[middle].off < off)
			low = middle;
		else
			high = middle;
	}
	const struct paragraph_span *span = &p->spans[low];
	if (!span->is_replaced)
		return p->begin + span->at + (off - span->off);
	return low + 1 < p->span_count ? p->begin + p->spans[low + 1].at : p->end;
}
