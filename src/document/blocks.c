// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/escapes.h"
#include "document/line.h"

enum {
	MOST_LINES = 400,     // of such a run: more are no prose
	MOST_RUN = 16 * 1024, // [byte] of lines without a blank one that are looked at together
	AROUND = 4 * 1024,    // [byte] before and behind a run that tell how wide lines are
	NARROWEST = 50,	      // [col] of the widest line of hard-wrapped text
	SHORT = 60,	      // [col] of a heading at most
	PROSE = 50,	      // [col] of a line that a heading may stand over, at least
	LOOSE = 2,	      // [col] by which a line may be shorter than it could have been
	INDENTED = 3,	      // [col] from here on lines are indented for a reason
	FAR = 9,	      // [col] and from here on they are no text below a numbered heading
	LEAST_PROSE = 40,     // [col] of the text of such a line that can be prose
	SURE_LINES = 4,	      // of a paragraph that is narrower than the text around it
	STRETCH = 64 * 1024,  // [byte] that are looked at for headings at once
};

// The lines of a run.
struct run {
	uint64_t begin, end;
	struct line *lines;
	size_t count, capacity;
	int width;    // [col] to which the text around was wrapped
	bool is_code; // by the signs in many of its lines
};

// True for a line of nothing but blanks.
static bool is_blank_line(const struct source *s, uint64_t begin, uint64_t end)
{
	size_t n, i = 0;
	const uint8_t *p = source_bytes(s, begin, &n);
	while (i < end - begin && (line_is_space(p[i]) || p[i] == '\n'))
		i++;
	if (i == end - begin || !escapes_any(p + i, (size_t)(end - begin) - i))
		return i == end - begin; // by far the most lines
	struct line l = line_read(s, begin, end);
	line_done(&l);
	return l.len == 0;
}

// The end of the line that begins at POS, at most LIMIT.
static uint64_t end_of_line(const struct source *s, uint64_t pos, uint64_t limit)
{
	size_t n;
	const uint8_t *p = source_bytes(s, pos, &n);
	if (n > limit - pos)
		n = (size_t)(limit - pos);
	const uint8_t *feed = memchr(p, '\n', n);
	return feed ? pos + (uint64_t)(feed - p) + 1 : pos + n;
}

static uint64_t begin_of_line(const struct source *s, uint64_t pos, uint64_t low)
{
	size_t n;
	const uint8_t *p = source_bytes(s, low, &n);
	uint64_t i = pos - low;
	while (i > 0 && p[i - 1] != '\n')
		i--;
	return low + i;
}

// Finds the run that holds the line [BEGIN, END); false when it is too long.
static bool find_run(const struct source *s, uint64_t begin, uint64_t end, struct run *r)
{
	uint64_t first = source_begin(s), size = source_size(s);
	int lines = 1;
	r->begin = begin;
	while (r->begin > first && lines <= MOST_LINES) {
		// How far one looks depends on the run alone, not on where one came from.
		uint64_t low = r->begin > first + MOST_RUN ? r->begin - MOST_RUN : first;
		uint64_t before = begin_of_line(s, r->begin - 1, low);
		if (is_blank_line(s, before, r->begin))
			break;
		r->begin = before;
		lines++;
		if (end - r->begin > MOST_RUN)
			return false;
	}
	r->end = end;
	// A line that reaches beyond what is looked at makes the run too long, whatever it is.
	uint64_t limit = size - r->begin > 2 * MOST_RUN ? r->begin + 2 * MOST_RUN : size;
	while (r->end < size && r->end - r->begin <= MOST_RUN && lines <= MOST_LINES) {
		uint64_t next = end_of_line(s, r->end, limit);
		bool is_whole = next < limit || next == size;
		if (is_whole && is_blank_line(s, r->end, next))
			break;
		r->end = next;
		lines++;
	}
	return r->end - r->begin <= MOST_RUN && lines <= MOST_LINES;
}

static bool is_mostly_code(const struct run *r)
{
	size_t lines = 0;
	for (size_t i = 0; i < r->count; i++)
		lines += line_has_code(&r->lines[i]);
	return lines > 1 && lines * 3 >= r->count;
}

static void read_run(const struct source *s, struct run *r)
{
	for (uint64_t pos = r->begin; pos < r->end;) {
		uint64_t end = end_of_line(s, pos, r->end);
		r->lines = mem_reserve(r->lines, &r->capacity, r->count + 1, sizeof *r->lines);
		r->lines[r->count] = line_read(s, pos, end);
		line_judge(&r->lines[r->count++]);
		pos = end;
	}
	r->is_code = is_mostly_code(r);
}

static void run_done(struct run *r)
{
	for (size_t i = 0; i < r->count; i++)
		line_done(&r->lines[i]);
	free(r->lines);
}

// The widest line around a run that may have been wrapped by hand: another one follows it at once.
static int width_around(const struct source *s, const struct run *r)
{
	uint64_t first = source_begin(s), size = source_size(s);
	uint64_t pos = r->begin > first + AROUND ? r->begin - AROUND : first;
	uint64_t last = size - r->end > AROUND ? r->end + AROUND : size;
	int width = 0, before = 0;
	if (pos > first)
		pos = end_of_line(s, pos, r->begin);
	while (pos < last) {
		uint64_t end = end_of_line(s, pos, last);
		struct line l = line_read(s, pos, end);
		if (l.len > 0 && before > width)
			width = before;
		bool counts =
			l.cols > width && l.len > 0 && !line_is_field(&l) && !line_is_kept(&l);
		before = counts ? l.cols : 0;
		line_done(&l);
		pos = end;
	}
	return width;
}

// One of several fields, each on a line of its own; one alone may be a word of prose.
static bool is_among_fields(const struct run *r, size_t i)
{
	return r->lines[i].is_field && ((i > 0 && r->lines[i - 1].is_field) ||
					(i + 1 < r->count && r->lines[i + 1].is_field));
}

// Lines FIRST and the next go on in one paragraph as far as their form goes.
static bool goes_on(const struct run *r, size_t first, size_t i)
{
	const struct line *head = &r->lines[first], *l = &r->lines[i];
	if (l->marker || l->is_kept || l->is_rule || is_among_fields(r, i))
		return false;
	if (head->marker)
		return l->indent > head->indent;
	// The first line may be indented more or less than the others.
	return i == first + 1 || l->indent == r->lines[first + 1].indent;
}

// How far the paragraph that begins with line FIRST reaches at most.
static size_t reach(const struct run *r, size_t first)
{
	size_t end = first + 1;
	if (r->lines[first].is_kept || r->lines[first].is_rule)
		return end;
	while (end < r->count && goes_on(r, first, end))
		end++;
	return end;
}

// Line I could have held the first word of the next one and SPARE columns.
static bool is_loose(const struct run *r, size_t i, int width, int spare)
{
	return r->lines[i].cols + 1 + r->lines[i + 1].first_word + spare <= width;
}

// Lines that go on as a sentence does: verse begins each line with a capital, lists and logs with
// something that is no word.
static bool reads_on(const struct run *r, size_t first, size_t end)
{
	size_t breaks = end - first - 1, keys = r->lines[first].is_key, capitals = 0;
	for (size_t i = first + 1; i < end; i++) {
		keys += r->lines[i].is_key;
		capitals += r->lines[i].is_capital;
	}
	if (keys * 2 > breaks + 1 || (breaks > 2 && capitals == breaks))
		return false;
	return breaks > 1 || !capitals || !line_ends_sentence(&r->lines[first]);
}

// The width to which lines were filled; a paragraph of some lines tells its own.
static int filled_width(const struct run *r, size_t first, size_t end)
{
	int widest = 0;
	for (size_t i = first; i < end; i++)
		if (r->lines[i].cols > widest)
			widest = r->lines[i].cols;
	// Verse has few lines, of which the last is as long as the others.
	bool is_sure = end - first >= SURE_LINES || r->lines[end - 1].cols * 2 < widest;
	int part = is_sure ? r->width * 3 / 4 : r->width * 9 / 10;
	return end - first > 2 && widest >= part ? widest : r->width;
}

// Lines were filled to a width when the first word of each next one had no room; MOST of them may
// be shorter by the author's wish.
static bool is_filled(const struct run *r, size_t first, size_t end, size_t most)
{
	size_t loose = 0;
	int width = filled_width(r, first, end);
	for (size_t i = first; i + 1 < end; i++) {
		loose += is_loose(r, i, width, LOOSE);
		if (r->lines[i].cols * 2 < width)
			return false;
	}
	return end - first > 1 && r->width >= NARROWEST && loose <= most;
}

// Items are filled less strictly than prose, but a line that ends early ends for a reason.
static bool is_item(const struct run *r, size_t first, size_t end)
{
	for (size_t i = first; i + 1 < end; i++)
		if (r->lines[i].cols * 2 < r->width || is_loose(r, i, r->width, r->width / 4))
			return false;
	return r->lines[first].marker && r->width >= NARROWEST;
}

// Where the paragraph ends that begins with line FIRST and reaches to END at most; FIRST + 1 where
// lines are to be kept.  IS_LATER: lines before it were kept, so that it may be one of them.
static size_t end_of_joined(const struct run *r, size_t first, size_t end, bool is_later)
{
	const struct line *l = &r->lines[first];
	size_t breaks = end - first - 1;
	// Indented lines are joined where they are as long as prose set by a program.
	bool is_prose = l->indent < INDENTED || l->cols - (int)l->indent >= LEAST_PROSE;
	if (breaks == 0 || r->is_code || !reads_on(r, first, end))
		return first + 1;
	if (is_item(r, first, end))
		return end;
	if (is_prose && (breaks > 1 || !is_later) &&
	    is_filled(r, first, end, is_later ? 0 : breaks / 8))
		return end;
	return first + 1;
}

// All lines but the last end in the same column: blanks were put in to make them so.
static bool is_spread(const struct run *r, size_t first, size_t end)
{
	for (size_t i = first + 1; i + 1 < end; i++)
		if (r->lines[i].cols != r->lines[first].cols)
			return false;
	return end - first > 1 && r->lines[first].cols == r->width;
}

// True when the first line with text behind the run is long enough to be prose, and indented less
// than LIMIT.
static bool stands_over_prose(const struct source *s, const struct run *r, size_t limit)
{
	uint64_t size = source_size(s), last = size - r->end > AROUND ? r->end + AROUND : size;
	for (uint64_t pos = r->end; pos < last;) {
		uint64_t end = end_of_line(s, pos, last);
		struct line l = line_read(s, pos, end);
		bool is_prose =
			l.len > 0 && l.cols >= PROSE && !line_is_kept(&l) && l.indent < limit;
		line_done(&l);
		if (l.len > 0)
			return is_prose;
		pos = end;
	}
	return false;
}

// The level of a line that stands alone between blank ones, or 0.
static int level_alone(const struct source *s, const struct run *r)
{
	const struct line *l = &r->lines[0];
	size_t signs = 0;
	if (l->len == 0)
		return 0;
	while (signs < l->len && l->text[signs] == '#')
		signs++;
	if (signs > 0 && signs <= 6 && signs < l->len && l->text[signs] == ' ')
		return (int)signs;
	if (l->indent > 0 || l->cols > SHORT || line_is_rule(l) || line_is_table(l))
		return 0;
	if (line_names_a_part(l))
		return 1;
	uint32_t opening;
	uint8_t first = l->text[0], last = l->text[l->len - 1];
	// What begins with a quotation mark is said by somebody.
	utf8_decode(l->text, l->len, &opening);
	if (opening >= 0x80 && utf8_has(opening, UTF8_ENCLOSING))
		return 0;
	bool is_title = (first >= 0x80 || line_is_digit(first) || (first >= 'A' && first <= 'Z')) &&
			(last >= 0x80 || line_is_digit(last) || line_is_letter(last) ||
			 last == ')' || last == '?' || last == '!');
	int depth = line_numbered_depth(l);
	if (!is_title || !stands_over_prose(s, r, depth ? FAR : INDENTED))
		return 0;
	if (depth)
		return depth;
	if (l->marker)
		return 0;
	return line_is_upper_case(l) ? 1 : 2;
}

static bool is_underlined(const struct run *r, size_t i)
{
	if (i + 1 >= r->count || !line_is_rule(&r->lines[i + 1]) || line_is_rule(&r->lines[i]))
		return false;
	uint8_t sign = r->lines[i + 1].text[r->lines[i + 1].indent];
	int difference = r->lines[i].cols - r->lines[i + 1].cols;
	return (sign == '=' || sign == '-' || sign == '~') && difference <= 3 && difference >= -3;
}

// Where the text of a tagged paragraph begins: behind a tag and blanks, over the lines that follow
// ("-v     more words" over "       and the rest"), or 0.
static size_t find_tag(const struct run *r, size_t first)
{
	const struct line *head = &r->lines[first];
	size_t at = first + 1 < r->count ? r->lines[first + 1].indent : 0;
	if (at <= head->indent + 1 || at >= head->len || line_is_space(head->text[at]))
		return 0;
	return head->text[at - 1] == ' ' && head->text[at - 2] == ' ' ? at : 0;
}

// A title over what is indented, or a salutation ("Dear reader,"): the paragraph begins below it.
static bool stands_over_next(const struct run *r, size_t i)
{
	const struct line *l = &r->lines[i];
	if (i + 1 < r->count && r->lines[i + 1].indent > l->indent)
		return true;
	return l->len > 0 && l->cols * 2 < r->width &&
	       (l->text[l->len - 1] == ',' || l->text[l->len - 1] == ':');
}

// What line I begins.  *KEPT: the lines before it were looked at as one paragraph that they are
// not.
static void decide(const struct source *s, const struct run *r, size_t i, enum wrap wrap,
		   struct block_lines *b, size_t *end, size_t *kept)
{
	const struct line *l = &r->lines[i];
	*b = (struct block_lines){.begin = l->begin, .kind = PARAGRAPH_TEXT};
	*end = i + 1;
	int level = r->count == 1 ? level_alone(s, r) : 0;
	if (is_underlined(r, i)) {
		b->is_underlined = true;
		level = r->lines[i + 1].text[r->lines[i + 1].indent] == '=' ? 1 : 2;
		*end = i + 2;
	} else if (!level) {
		size_t most = reach(r, i);
		*end = wrap == WRAP_REFLOW ? most : end_of_joined(r, i, most, i < *kept);
		b->is_joined = *end > i + 1;
		b->is_spread = b->is_joined && is_spread(r, i, *end);
		*kept = b->is_joined || stands_over_next(r, i) ? *end : most;
		size_t text = l->marker ? l->marker : find_tag(r, i);
		b->hang = l->is_kept ? 0 : (uint32_t)text;
	}
	if (level) {
		b->kind = PARAGRAPH_HEADING;
		b->level = level;
	}
	b->end = r->lines[*end - 1].end;
}

bool blocks_at(const struct source *s, uint64_t begin, uint64_t end, enum wrap wrap,
	       struct block_lines *b)
{
	struct run r = {0};
	if (wrap == WRAP_KEEP || !find_run(s, begin, end, &r))
		return false;
	read_run(s, &r);
	r.width = width_around(s, &r);
	for (size_t i = 0, next, kept = 0; i < r.count; i = next) {
		decide(s, &r, i, wrap, b, &next, &kept);
		if (b->begin <= begin && begin < b->end)
			break;
	}
	run_done(&r);
	return b->is_joined || b->kind != PARAGRAPH_TEXT || b->hang > 0;
}

// Behind what is left of a line that begins before POS, and the blank lines that follow; at most
// LIMIT.
static uint64_t skip_blank(const struct source *s, uint64_t pos, uint64_t limit)
{
	size_t n;
	bool is_rest = pos > source_begin(s) && source_bytes(s, pos - 1, &n)[0] != '\n';
	while (pos < limit) {
		uint64_t end = end_of_line(s, pos, limit);
		if (!is_rest && !is_blank_line(s, pos, end))
			break;
		pos = end;
		is_rest = false;
	}
	return pos;
}

// The end of the run that goes on at POS, at most LIMIT.
static uint64_t skip_run(const struct source *s, uint64_t pos, uint64_t limit)
{
	while (pos < limit) {
		uint64_t end = end_of_line(s, pos, limit);
		if (is_blank_line(s, pos, end))
			break;
		pos = end;
	}
	return pos;
}

// The headings among the lines of a run from POS on.
static void take_headings(const struct source *s, struct run *r, uint64_t pos,
			  struct heading *found, size_t *count)
{
	struct block_lines b;
	bool has_rule = false;
	read_run(s, r);
	for (size_t i = 0; i < r->count; i++)
		has_rule |= is_underlined(r, i);
	// Most runs have neither what makes a heading, nor need to be looked at further.
	if (r->count > 1 && !has_rule)
		return;
	r->width = width_around(s, r);
	for (size_t i = 0, next, kept = 0; i < r->count && *count < FORMAT_HEADINGS; i = next) {
		decide(s, r, i, WRAP_AUTO, &b, &next, &kept);
		if (b.kind == PARAGRAPH_HEADING && b.begin >= pos)
			found[(*count)++] = (struct heading){b.begin, b.level};
	}
}

uint64_t blocks_headings(const struct source *s, uint64_t pos, struct heading *found, size_t *count)
{
	struct run r = {0};
	uint64_t size = source_size(s), limit = size - pos > STRETCH ? pos + STRETCH : size;
	*count = 0;
	pos = skip_blank(s, pos, limit);
	if (pos >= limit)
		return pos;
	uint64_t end = end_of_line(s, pos, limit);
	if (!find_run(s, pos, end, &r))
		return skip_run(s, pos, limit);
	take_headings(s, &r, pos, found, count);
	run_done(&r);
	return r.end;
}
