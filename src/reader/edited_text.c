// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/edited_text.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "reader/event.h"

bool edited_replace(struct buf *text, size_t from, size_t to, const void *bytes, size_t n)
{
	size_t rest = text->len - (to - from);
	if (text->ceiling && n > text->ceiling - rest)
		return false;
	size_t tail_len = text->len - to;
	char *tail = mem_copy(buf_string(text) + to, tail_len);
	text->len = from;
	buf_add(text, bytes, n);
	buf_add(text, tail, tail_len);
	free(tail);
	return true;
}

size_t edited_line_begin(const struct buf *text, size_t at)
{
	while (at > 0 && text->data[at - 1] != '\n')
		at--;
	return at;
}

size_t edited_line_end(const struct buf *text, size_t at)
{
	while (at < text->len && text->data[at] != '\n')
		at++;
	return at;
}

// A line feed is a cluster by itself, so that only the line counts.
size_t edited_cluster_before(const struct buf *text, size_t at)
{
	if (at == 0 || text->data[at - 1] == '\n')
		return at > 0 ? at - 1 : 0;
	size_t begin = edited_line_begin(text, at), i = at - begin;
	uint8_t *flags = mem_new(at - begin, 1);
	utf8_mark((const uint8_t *)text->data + begin, at - begin, flags);
	while (--i > 0 && !(flags[i] & UTF8_CLUSTER))
		;
	free(flags);
	return begin + i;
}

size_t edited_cluster_after(const struct buf *text, size_t at)
{
	if (at >= text->len)
		return at;
	return edited_settle(text, at + 1);
}

size_t edited_settle(const struct buf *text, size_t at)
{
	if (at == 0 || at >= text->len || text->data[at] == '\n' || text->data[at - 1] == '\n')
		return at;
	size_t begin = edited_line_begin(text, at), n = edited_line_end(text, at) - begin;
	size_t i = at - begin;
	uint8_t *flags = mem_new(n, 1);
	utf8_mark((const uint8_t *)text->data + begin, n, flags);
	while (i < n && !(flags[i] & UTF8_CLUSTER))
		i++;
	free(flags);
	return begin + i;
}

static uint8_t *mark_words(const struct buf *text)
{
	uint8_t *flags = mem_new(text->len, 1);
	utf8_mark((const uint8_t *)buf_string(text), text->len, flags);
	utf8_mark_words((const uint8_t *)buf_string(text), text->len, flags);
	return flags;
}

// A word begins where a cluster does.
static bool is_bound(const uint8_t *flags, size_t at)
{
	return (flags[at] & UTF8_WORD) && (flags[at] & UTF8_CLUSTER);
}

// What lies between two bounds may be blanks and signs.  A pictograph is gone to like a word.
static bool holds_word(const struct buf *text, size_t from, size_t to)
{
	enum { PICTOGRAPHS = 0x1F000 };
	while (from < to) {
		uint32_t cp;
		from += utf8_decode((const uint8_t *)text->data + from, to - from, &cp);
		if (utf8_is_word(cp) || cp >= PICTOGRAPHS)
			return true;
	}
	return false;
}

size_t edited_word_before(const struct buf *text, size_t at)
{
	uint8_t *flags = mark_words(text);
	bool is_found = false;
	while (at > 0 && !is_found) {
		size_t end = at;
		while (--at > 0 && !is_bound(flags, at))
			;
		is_found = holds_word(text, at, end);
	}
	free(flags);
	return at;
}

size_t edited_word_after(const struct buf *text, size_t at)
{
	uint8_t *flags = mark_words(text);
	bool is_found = false;
	while (at < text->len && !is_found) {
		size_t begin = at;
		while (++at < text->len && !is_bound(flags, at))
			;
		is_found = holds_word(text, begin, at);
	}
	free(flags);
	return at;
}

bool edited_is_character(uint32_t key)
{
	bool is_control = key < 0x20 || (key >= 0x7F && key < 0xA0);
	bool is_bidi = (key >= 0x202A && key <= 0x202E) || (key >= 0x2066 && key <= 0x2069);
	bool is_surrogate = key >= 0xD800 && key < 0xE000;
	return key < 0x110000 && !is_control && !is_bidi && !is_surrogate;
}

void edited_clean(struct buf *out, const char *s, size_t n, bool is_one_line)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		uint8_t bytes[4];
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		if (cp == '\r' && i < n && s[i] == '\n')
			i++;
		if (cp == '\r' || cp == 0x2028 || cp == 0x2029)
			cp = '\n';
		if (cp == '\t' || (cp == '\n' && is_one_line))
			cp = ' ';
		if (cp == '\n' || edited_is_character(cp))
			buf_add(out, bytes, utf8_encode(cp, bytes));
	}
}

size_t edited_fit(const char *s, size_t n, size_t most)
{
	if (n <= most)
		return n;
	while (most > 0 && (((uint8_t)s[most] & 0xC0) == 0x80 ||
			    !utf8_is_boundary((const uint8_t *)s, n, most)))
		most--;
	return most;
}
