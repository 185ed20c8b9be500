// SPDX-License-Identifier: ISC
// Plain text: hard-wrapped lines become paragraphs (document/blocks.h), any other line is
// one.  A line of more than 64 KiB is cut at
// the first good place behind each multiple of 4 KiB of the absolute offset, so
// that a jump into a line of a gigabyte looks at little and lays out little, and the cuts do not
// depend on where one came from.
#include "config.h"

#include "document/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/blocks.h"
#include "document/escapes.h"
#include "document/line.h"

enum {
	LONGEST = 64 * 1024, // [byte] the longest line that is left whole
	PIECE = 4 * 1024,    // [byte] between two cuts of a longer one
	SEARCH = 1024,	     // [byte] behind a multiple in which a good place is sought
	CHUNK = 256,	     // [byte] in which one goes back at a time
	STEP = 256,	     // [byte] before a multiple in which clusters fall into step
	GAP = 3,	     // blanks in a row that look like a column of a table
};

// The byte behind the last line feed in [LOW, POS), or LOW.
static uint64_t line_begin(const struct source *s, uint64_t low, uint64_t pos, bool *found)
{
	size_t n;
	const uint8_t *p = source_bytes(s, low, &n);
	for (size_t end = (size_t)(pos - low); end > 0;) {
		size_t chunk = end < CHUNK ? end : CHUNK, i = end;
		end -= chunk;
		if (!memchr(p + end, '\n', chunk))
			continue; // many bytes at once, as most of a long line are
		while (p[i - 1] != '\n')
			i--;
		*found = true;
		return low + i;
	}
	*found = low == 0;
	return low;
}

// Behind the first line feed in [POS, POS + MOST), or the end of what was looked at.
static uint64_t line_end(const struct source *s, uint64_t pos, size_t most, bool *found)
{
	size_t n;
	const uint8_t *p = source_bytes(s, pos, &n);
	*found = n <= most;
	if (n > most)
		n = most;
	const uint8_t *feed = memchr(p, '\n', n);
	if (!feed)
		return pos + n;
	*found = true;
	return pos + (uint64_t)(feed - p) + 1;
}

// Where marking of clusters may begin before M: at an ASCII blank or feed, where there is one
// near, else at a character far enough before M that clusters fall into step.
static uint64_t safe_begin(const struct source *s, uint64_t m)
{
	uint64_t low = m > SEARCH ? m - SEARCH : 0;
	size_t n;
	const uint8_t *p = source_bytes(s, low, &n);
	for (size_t i = (size_t)(m - low); i > 0; i--)
		if (p[i - 1] == ' ' || p[i - 1] == '\n')
			return low + i - 1;
	size_t i = m - low > STEP ? (size_t)(m - low) - STEP : 0;
	while (i < m - low && (p[i] & 0xC0) == 0x80)
		i++;
	return low + i;
}

// A sentence may end before P[I], which follows a blank or an ideographic full stop.
static bool ends_sentence(const uint8_t *p, size_t i)
{
	if (i >= 3 && memcmp(p + i - 3, "\xE3\x80\x82", 3) == 0)
		return true;
	return i >= 2 && p[i - 1] == ' ' && strchr(".!?", p[i - 2]) && p[i - 2];
}

// The place to cut a long line behind the multiple M of PIECE: before the first grapheme
// cluster that may begin a sentence, so that the cut looks like one of the author's, else before
// the first one behind a blank, else before the first one; never between a line and its feed.
static uint64_t cut_behind(const struct source *s, uint64_t m)
{
	bool found;
	uint64_t begin = safe_begin(s, m), end = line_end(s, m, SEARCH, &found);
	size_t n, first = (size_t)(m - begin), cut = 0, word = 0;
	const uint8_t *p = source_bytes(s, begin, &n);
	n = (size_t)(end - begin);
	for (size_t back = 1; back < 4 && back < n; back++)
		if (utf8_is_cut(p + n - back, back))
			n -= back; // half a character at the end would look like a cluster
	uint8_t *flags = mem_new(n + 1, 1);
	utf8_mark_clusters(p, n, flags);
	for (size_t i = first; i < n; i++) {
		if (!(flags[i] & UTF8_CLUSTER))
			continue;
		if (cut == 0)
			cut = i;
		if (word == 0 && i > first && p[i - 1] == ' ')
			word = i;
		if (i > first && ends_sentence(p, i)) {
			word = i;
			break;
		}
	}
	free(flags);
	cut = word ? word : cut;
	if (cut == 0)
		return end;
	if (p[cut] == '\n' || (p[cut] == '\r' && cut + 1 < n && p[cut + 1] == '\n'))
		return end;
	return begin + cut;
}

// The piece of a long line that holds POS; the line begins at or before LOW.
static void piece_of_line(const struct source *s, uint64_t pos, uint64_t *begin, uint64_t *end)
{
	uint64_t m = pos / PIECE * PIECE;
	uint64_t cut = m > *begin ? cut_behind(s, m) : *begin;
	if (cut > pos) {
		*end = cut;
		m -= PIECE;
		cut = m > *begin ? cut_behind(s, m) : *begin;
	} else {
		bool found;
		uint64_t next = m + PIECE;
		uint64_t feed = line_end(s, pos, (size_t)(next - pos), &found);
		*end = found ? feed : cut_behind(s, next);
	}
	*begin = cut;
}

// False when it is a piece of a line.
static bool find_line(const struct source *s, uint64_t pos, uint64_t *begin, uint64_t *end)
{
	uint64_t first = source_begin(s);
	uint64_t low = pos > first + LONGEST ? pos - LONGEST : first;
	bool begins, ends;
	*begin = line_begin(s, low, pos, &begins);
	*end = line_end(s, pos, LONGEST, &ends);
	if (low == first)
		begins = true;
	if (begins && ends && *end - *begin <= LONGEST)
		return true;
	piece_of_line(s, pos, begin, end);
	return false;
}

static bool is_space(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

// Adds N bytes of well-formed UTF-8.
static void add_text(struct paragraph *p, const uint8_t *s, size_t n)
{
	memcpy(p->text + p->len, s, n);
	p->len += (uint32_t)n;
}

// Adds the bytes [I, END) of the paragraph's, well-formed; every ill-formed part becomes a U+FFFD.
// LOOK is how the line looks up to there, and then behind it.
static void add_clean(struct paragraph *p, const uint8_t *s, size_t i, size_t end,
		      struct paragraph_look *look)
{
	static const uint8_t replacement[] = {0xEF, 0xBF, 0xBD};
	bool in_run = false, any = escapes_any(s + i, end - i);
	while (i < end) {
		struct escapes_piece piece;
		if (any && escapes_read(s + i, end - i, look, &piece)) {
			struct paragraph_look own = *look;
			own.attributes |= piece.attributes;
			paragraph_add_span(p, p->begin + i, true);
			paragraph_set_look(p, own);
			if (piece.text)
				add_text(p, piece.text, piece.text_len);
			in_run = false;
			i += piece.len;
			continue;
		}
		uint32_t cp = s[i];
		size_t len = cp < 0x80 ? 1 : utf8_decode(s + i, end - i, &cp);
		bool is_bad =
			cp == UTF8_REPLACEMENT && !(len == 3 && memcmp(s + i, replacement, 3) == 0);
		if (is_bad || !in_run) {
			paragraph_add_span(p, p->begin + i, is_bad);
			paragraph_set_look(p, *look);
		}
		in_run = !is_bad;
		add_text(p, is_bad ? replacement : s + i, is_bad ? 3 : len);
		i += len;
	}
}

// The same with one blank for several, but those at the begin and behind what hangs.
static void add_unspread(struct paragraph *p, const uint8_t *s, size_t i, size_t end,
			 struct paragraph_look *look)
{
	size_t from = i;
	while (i < end && is_space(s[i]))
		i++;
	while (i < end) {
		const uint8_t *gap = memchr(s + i, ' ', end - i);
		size_t stop = gap ? (size_t)(gap - s) : end;
		add_clean(p, s, from, stop, look);
		from = stop;
		while (p->len >= p->hang && from + 1 < end && s[from + 1] == ' ')
			from++;
		i = from + (from < end);
	}
	add_clean(p, s, from, end, look);
}

static bool ends_in_hyphen(const struct paragraph *p)
{
	uint32_t n = p->len;
	return n > 1 && p->text[n - 1] == '-' && is_letter(p->text[n - 2]);
}

// HYPHEN at a line's end is what formatters of manual pages put into a word: it becomes a soft
// one.  True when there was one.
static bool soften_hyphen(struct paragraph *p)
{
	uint32_t n = p->len;
	if (n < 4 || memcmp(p->text + n - 3, "\xE2\x80\x90", 3) != 0 || !is_letter(p->text[n - 4]))
		return false;
	uint64_t pos = paragraph_pos(p, n - 3);
	p->len = n - 3;
	paragraph_add_span(p, pos, true);
	add_text(p, (const uint8_t *)"\xC2\xAD", 2);
	return true;
}

// The text of lines that are joined: a blank stands for each line end with what surrounds it.
static void copy_joined(const struct source *s, bool is_spread, struct paragraph *p)
{
	size_t n;
	const uint8_t *bytes = source_bytes(s, p->begin, &n);
	n = (size_t)(p->end - p->begin);
	p->text = mem_new(n * 3 + 1, 1);
	for (size_t i = 0; i < n;) {
		const uint8_t *feed = memchr(bytes + i, '\n', n - i);
		size_t next = feed ? (size_t)(feed - bytes) + 1 : n, end = next;
		while (end > i && is_space(bytes[end - 1]))
			end--;
		while (i > 0 && i < end && is_space(bytes[i]))
			i++;
		struct paragraph_look look = {0}; // no look outlasts its line
		is_spread ? add_unspread(p, bytes, i, end, &look)
			  : add_clean(p, bytes, i, end, &look);
		i = next;
		// Behind a hyphen at a line's end nothing was left out.
		bool goes_on = i < n && (soften_hyphen(p) || ends_in_hyphen(p));
		paragraph_add_span(p, p->begin + end, true);
		paragraph_set_look(p, (struct paragraph_look){0});
		if (i < n && !goes_on)
			p->text[p->len++] = ' ';
	}
	p->text[p->len] = '\0';
}

static void copy_clean(struct paragraph *p, const uint8_t *s, size_t n)
{
	struct paragraph_look look = {0};
	p->text = mem_new(n * 3 + 1, 1);
	add_clean(p, s, 0, n, &look);
	p->text[p->len] = '\0';
	// What follows the text (its terminator) belongs to its end.
	paragraph_add_span(p, p->begin + n, true);
}

// A line whose inner gaps look like columns, or that is drawn: wrapping it would spoil it.
static bool is_preformatted(const char *text, size_t len)
{
	size_t i = 0;
	while (i < len && (text[i] == ' ' || text[i] == '\t'))
		i++;
	int gaps = 0;
	for (size_t run = 0; i < len; i++) {
		run = text[i] == ' ' ? run + 1 : 0;
		if (run == GAP)
			gaps++;
		if (text[i] == '\t' && i + 1 < len)
			gaps++;
	}
	return gaps >= 2 || line_is_drawn((const uint8_t *)text, len);
}

static bool is_blank(const uint8_t *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!is_space(text[i]))
			return false;
	return true;
}

// Sequences that show nothing leave a line blank.
static bool is_blank_line(const uint8_t *s, size_t n)
{
	if (!escapes_any(s, n))
		return is_blank(s, n);
	uint8_t *clean = mem_new(n, 1);
	bool is = is_blank(clean, escapes_strip(s, n, clean));
	free(clean);
	return is;
}

// Two or more lines as one, or one that is more than a line.  False when it is just a line.
static bool take_block(const struct source *s, enum wrap wrap, struct paragraph *p)
{
	struct block_lines b;
	if (!blocks_at(s, p->begin, p->end, wrap, &b))
		return false;
	p->begin = b.begin;
	p->end = b.end;
	p->kind = b.kind;
	p->level = b.level;
	p->hang = b.hang;
	if (b.is_joined) {
		copy_joined(s, b.is_spread, p);
		return true;
	}
	size_t n;
	const uint8_t *bytes = source_bytes(s, p->begin, &n);
	n = (size_t)(p->end - p->begin);
	if (b.is_underlined)
		n = (size_t)((const uint8_t *)memchr(bytes, '\n', n) - bytes);
	while (n > 0 && is_space(bytes[n - 1]))
		n--;
	copy_clean(p, bytes, n);
	return true;
}

static void cut_paragraph(const struct source *s, uint64_t pos, enum wrap wrap, struct paragraph *p)
{
	if (pos < source_begin(s))
		pos = source_begin(s);
	bool is_whole = find_line(s, pos, &p->begin, &p->end);
	size_t n;
	const uint8_t *bytes = source_bytes(s, p->begin, &n);
	if (n > p->end - p->begin)
		n = (size_t)(p->end - p->begin);
	if (n > 0 && bytes[n - 1] == '\n')
		n--;
	if (n > 0 && bytes[n - 1] == '\r' && n < p->end - p->begin)
		n--;
	bool is_empty = is_blank_line(bytes, n);
	if (!is_empty && is_whole && take_block(s, wrap, p))
		return;
	copy_clean(p, bytes, n);
	if (is_empty)
		p->kind = PARAGRAPH_BLANK;
	else if (is_preformatted(p->text, p->len))
		p->kind = PARAGRAPH_PREFORMATTED;
}

static void paragraph_at(const struct source *s, uint64_t pos, enum wrap wrap, struct paragraph *p)
{
	cut_paragraph(s, pos, wrap, p);
	paragraph_trim(p);
}

const struct format format_text = {
	.name = "text", .paragraph_at = paragraph_at, .headings_from = blocks_headings};
