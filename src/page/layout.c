// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "page/hyphenation.h"
#include "page/line_breaking.h"

enum {
	TAB = 8,		  // [col]
	MOST_CHANCES = 20 * 1000, // beyond these first fit chooses the lines
	MOST_TRIES = 200 * 1000,  // the same of lines that total fit would compare
	MOST_TEXT = 80 * 1024,	  // [byte] of a paragraph that is hyphenated
	LONGEST_UNIT = 3,	  // letters of what follows a number: km, ton
	LOOK_BACK = 200,	  // [byte] in which an address shows itself

	// Demerits, in tenths of a squared column of slack.
	HYPHEN = 150,	      // a hyphen of ours
	SOFT_HYPHEN = 60,     // one the author allowed
	OWN_HYPHEN = 40,      // behind one that is there
	LONE_LETTER = 150,    // behind a word of one letter
	BEFORE_UNIT = 400,    // between a number and its unit
	IN_ADDRESS = 6000,    // where Unicode allows it in an address
	IN_LONG_WORD = 500,   // at a sensible place in a word that no line can hold
	ANYWHERE = 20 * 1000, // elsewhere in one
};

static uint32_t cluster_end(const struct layout *l, const struct paragraph *p, uint32_t off)
{
	uint32_t end = off + 1;
	while (end < p->len && !(l->flags[end] & UTF8_CLUSTER))
		end++;
	return end;
}

static int cluster_columns(const struct paragraph *p, uint32_t off, uint32_t end, int col)
{
	char c = p->text[off];
	if (c == '\t')
		return TAB - col % TAB;
	if (end == off + 1 && c >= 0x20 && c < 0x7F)
		return 1; // by far the most
	return utf8_show((const uint8_t *)p->text + off, end - off).cols;
}

static bool is_blank(const struct paragraph *p, uint32_t off)
{
	return p->text[off] == ' ' || p->text[off] == '\t';
}

// A single blank between two words: what grows when a line is justified.
static bool is_gap(const struct layout *l, const struct paragraph *p, uint32_t off)
{
	return p->text[off] == ' ' && off > 0 && off + 1 < p->len && !is_blank(p, off - 1) &&
	       !is_blank(p, off + 1) && l->flags[off + 1] & UTF8_CLUSTER;
}

static bool ends_in(const struct paragraph *p, uint32_t end, const char *s)
{
	size_t n = strlen(s);
	return end >= n && memcmp(p->text + end - n, s, n) == 0;
}

static bool is_soft_hyphen(const struct paragraph *p, uint32_t end)
{
	return ends_in(p, end, "\xC2\xAD");
}

static bool is_own_hyphen(const struct paragraph *p, uint32_t end)
{
	return ends_in(p, end, "-") || ends_in(p, end, "\xE2\x80\x90");
}

// The columns by which later lines hang: those of a list's marker or of the blanks at the begin, as
// long as that leaves them half of the width, and every cluster room.
static int hanging_indent(const struct layout *l, const struct paragraph *p)
{
	int col = 0;
	uint32_t off = 0;
	while (off < p->len && (off < p->hang || is_blank(p, off))) {
		uint32_t end = cluster_end(l, p, off);
		col += cluster_columns(p, off, end, col);
		off = end;
	}
	if (col == 0 || col > l->width / 2)
		return 0;
	while (off < p->len) {
		uint32_t end = cluster_end(l, p, off);
		if (col + cluster_columns(p, off, end, col) > l->width && !is_blank(p, off))
			return 0;
		off = end;
	}
	return col;
}

// A hyphen in an address parts no word.
static bool is_in_address(const struct paragraph *p, uint32_t off)
{
	uint32_t low = off > LOOK_BACK ? off - LOOK_BACK : 0;
	for (; off > low && !is_blank(p, off - 1); off--)
		if (p->text[off - 1] == '/')
			return true;
	return false;
}

// The chances of a paragraph as they are collected.
struct chances {
	struct chance *all;
	size_t count, capacity;
	int room; // [col] that every line has at least
};

static void add_chance(struct chances *c, struct chance chance)
{
	c->all = mem_reserve(c->all, &c->capacity, c->count + 1, sizeof *c->all);
	c->all[c->count++] = chance;
}

// Begin and end of the word before OFF, which follows blanks.
static void word_before(const struct paragraph *p, uint32_t off, uint32_t *begin, uint32_t *end)
{
	while (off > 0 && is_blank(p, off - 1))
		off--;
	*end = off;
	while (off > 0 && !is_blank(p, off - 1))
		off--;
	*begin = off;
}

static bool is_number(const struct paragraph *p, uint32_t begin, uint32_t end)
{
	bool has_digit = false;
	for (; begin < end; begin++) {
		char c = p->text[begin];
		bool is_digit = c >= '0' && c <= '9';
		if (!is_digit && c != '.' && c != ',')
			return false;
		has_digit |= is_digit;
	}
	return has_digit && p->text[end - 1] != '.' && p->text[end - 1] != ',';
}

static bool is_unit(const struct paragraph *p, uint32_t off)
{
	if (p->text[off] == '%' || ends_in(p, off + 2, "\xC2\xB0"))
		return true;
	uint32_t end = off;
	while (end < p->len && p->text[end] >= 'A' && p->text[end] <= 'z')
		end++;
	return end > off && end - off <= LONGEST_UNIT && (end == p->len || !(p->text[end] & 0x80));
}

// What it costs to part two words at OFF.
static int blank_penalty(const struct paragraph *p, uint32_t off)
{
	uint32_t begin, end;
	word_before(p, off, &begin, &end);
	if (end - begin > 0 && is_number(p, begin, end) && is_unit(p, off))
		return BEFORE_UNIT;
	if (end - begin == 3 && memcmp(p->text + begin, "\xE2\x82\xAC", 3) == 0)
		return BEFORE_UNIT; // the sign of the euro, and its amount
	uint32_t cp;
	size_t n =
		end > begin ? utf8_decode((const uint8_t *)p->text + begin, end - begin, &cp) : 0;
	return n && n == end - begin && utf8_is_word(cp) ? LONE_LETTER : 0;
}

// What is true of a chance at OFF by the text before it.
static struct chance chance_at(const struct layout *l, const struct paragraph *p, uint32_t off)
{
	struct chance c = {.off = off};
	if (off == p->len)
		return c;
	if (is_blank(p, off - 1)) {
		c.penalty = blank_penalty(p, off);
	} else if (is_soft_hyphen(p, off)) {
		c.adds_hyphen = c.ends_in_hyphen = true;
		c.penalty = SOFT_HYPHEN;
	} else if (!(l->flags[off] & UTF8_BREAK)) {
		c.adds_hyphen = c.ends_in_hyphen = true;
		c.is_plain = l->flags[off] & HYPHENATION_PLAIN;
		c.penalty = HYPHEN;
	} else if (is_own_hyphen(p, off)) {
		bool is_in = is_in_address(p, off);
		c.ends_in_hyphen = !is_in;
		c.penalty = is_in ? IN_ADDRESS : OWN_HYPHEN;
	} else if (!(p->text[off - 1] & 0x80) && !(p->text[off] & 0x80) && is_in_address(p, off)) {
		c.penalty = IN_ADDRESS;
	}
	return c;
}

static bool is_sensible(const struct paragraph *p, uint32_t off)
{
	static const char behind[] = "/?&=-_.:;,+)]}|\\";
	return off > 0 && off < p->len && strchr(behind, p->text[off - 1]) &&
	       p->text[off - 1] != p->text[off];
}

// Where the walk over a paragraph is.
struct spot {
	uint32_t off;
	int before, after, gaps_before, gaps;
};

static void pass(const struct layout *l, const struct paragraph *p, struct spot *at)
{
	uint32_t end = cluster_end(l, p, at->off);
	int cols = cluster_columns(p, at->off, end, at->after);
	bool gap = is_gap(l, p, at->off);
	at->after += cols;
	at->gaps += gap;
	if (!is_blank(p, at->off) && cols > 0) {
		at->before = at->after;
		at->gaps_before = at->gaps;
	}
	at->off = end;
}

static void add_at(struct chances *c, const struct spot *at, struct chance chance)
{
	chance.off = at->off;
	chance.before = at->before;
	chance.after = at->after;
	chance.gaps_before = at->gaps_before;
	chance.gaps = at->gaps;
	add_chance(c, chance);
}

// A piece wider than a line: chances inside it, at sensible places first, and at any cluster
// where these leave it too wide.
static void cut_piece(const struct layout *l, const struct paragraph *p, struct chances *c,
		      struct spot at, uint32_t end, bool anywhere)
{
	struct spot last = at;
	while (at.off < end) {
		struct spot next = at;
		pass(l, p, &next);
		bool is_place = next.off < end && next.before > last.after &&
				(anywhere || is_sensible(p, next.off));
		if (!anywhere && (is_place || next.off >= end) &&
		    next.before - last.after > c->room)
			cut_piece(l, p, c, last, next.off, true);
		if (is_place) {
			add_at(c, &next,
			       (struct chance){.penalty = anywhere ? ANYWHERE : IN_LONG_WORD});
			last = next;
		}
		at = next;
	}
}

static uint32_t leading_blanks(const struct paragraph *p)
{
	uint32_t off = 0;
	while (off < p->len && is_blank(p, off))
		off++;
	return off;
}

// Behind hyphens that begin a word, as of an option, no line ends (UAX #14, LB20a; here behind an
// opening sign, too).
static bool is_behind_leading_hyphen(const struct paragraph *p, uint32_t off)
{
	uint32_t begin = off;
	while (begin > 0 && p->text[begin - 1] == '-')
		begin--;
	return begin < off &&
	       (begin == 0 || is_blank(p, begin - 1) || strchr("([{<'\"`", p->text[begin - 1]) ||
		ends_in(p, begin, "\xE2\x80\x98") || ends_in(p, begin, "\xE2\x80\x9C"));
}

// Behind the blanks at the begin a line ends only where they are too wide to hang below.
static bool is_chance(const struct layout *l, const struct paragraph *p, uint32_t off,
		      uint32_t lead, int hang)
{
	if (off <= lead || (off <= p->hang && hang > 0))
		return off == lead && hang == 0;
	return l->flags[off] & (UTF8_BREAK | HYPHENATION_BREAK) &&
	       !is_behind_leading_hyphen(p, off);
}

// Goes from chance to chance; FROM is where the last one is.
static void collect(const struct layout *l, const struct paragraph *p, int hang, struct chances *c)
{
	struct spot at = {0}, from = {0};
	uint32_t lead = leading_blanks(p);
	add_chance(c, (struct chance){0});
	while (at.off < p->len) {
		pass(l, p, &at);
		bool is_end = at.off == p->len;
		if (!is_end && !is_chance(l, p, at.off, lead, hang))
			continue;
		struct chance chance = chance_at(l, p, at.off);
		int cols = at.before - from.after;
		if (chance.adds_hyphen && cols == c->room) {
			// No line has room for the hyphen: the author's place is good without one.
			if (!(l->flags[at.off] & UTF8_BREAK))
				continue;
			chance = (struct chance){.penalty = IN_LONG_WORD};
		}
		if (cols > c->room)
			cut_piece(l, p, c, from, at.off, false);
		add_at(c, &at, chance);
		from = at;
	}
}

static void add_line(struct layout *l, const struct measure *m, const struct chance *from,
		     const struct chance *to, bool is_last)
{
	l->lines = mem_reserve(l->lines, &l->line_capacity, l->line_count + 1, sizeof *l->lines);
	struct layout_line *line = &l->lines[l->line_count++];
	*line = (struct layout_line){.begin = from->off,
				     .end = to->off,
				     .from = from->after,
				     .indent = l->line_count > 1 ? m->hang : 0,
				     .has_hyphen = to->adds_hyphen,
				     .is_plain = from->is_plain};
	line->cols = line->indent + to->adds_hyphen;
	if (to->before > from->after)
		line->cols += to->before - from->after;
	int slack = m->width - line->cols, gaps = to->gaps_before - from->gaps;
	if (m->is_justified && !is_last && slack > 0 && line_breaking_can_stretch(m, slack, gaps)) {
		line->stretch = slack;
		line->gaps = gaps;
		line->cols += slack;
	}
}

// Marks the text, collects the chances and chooses among them; the caller frees ENDS and CHANCES.
static size_t choose(struct layout *l, const struct paragraph *p, const struct setting *s,
		     struct measure *m, struct chances *chances, uint32_t **ends)
{
	l->width = s->width;
	l->flags = mem_new(p->len, 1);
	l->flag_count = p->len;
	utf8_mark((const uint8_t *)p->text, p->len, l->flags);
	if (s->hyphenation && p->kind == PARAGRAPH_TEXT && p->len <= MOST_TEXT)
		hyphenation_mark(s->hyphenation, (const uint8_t *)p->text, p->len, l->flags);
	*m = (struct measure){.width = s->width,
			      .hang = hanging_indent(l, p),
			      .is_justified = s->is_justified && p->kind == PARAGRAPH_TEXT};
	*chances = (struct chances){.room = s->width - m->hang};
	collect(l, p, m->hang, chances);
	*ends = mem_new(chances->count, sizeof **ends);
	// Each chance is compared with those of about a line before it, which are many where one is
	// behind each letter.
	const struct chance *last = &chances->all[chances->count - 1];
	size_t tries = chances->count * chances->count / (size_t)(last->after / s->width + 1);
	if (s->is_tight || chances->count > MOST_CHANCES || tries > MOST_TRIES)
		return line_breaking_first_fit(m, chances->all, chances->count, *ends);
	return line_breaking_total_fit(m, chances->all, chances->count, *ends);
}

// True when each byte is a letter or sign of one column.
static bool is_plain(const struct paragraph *p)
{
	for (uint32_t i = 0; i < p->len; i++)
		if (p->text[i] < 0x20 || p->text[i] > 0x7E)
			return false;
	return true;
}

static void keep_line(struct layout *l, const struct paragraph *p, int width)
{
	struct spot at = {0};
	l->width = width;
	l->is_kept = true;
	l->flags = mem_new(p->len, 1);
	l->flag_count = p->len;
	utf8_mark_clusters((const uint8_t *)p->text, p->len, l->flags);
	if (is_plain(p)) {
		at.before = (int)p->len;
		while (at.before > 0 && p->text[at.before - 1] == ' ')
			at.before--;
	} else {
		while (at.off < p->len)
			pass(l, p, &at);
	}
	struct chance begin = {0}, end = {.off = p->len, .before = at.before};
	add_line(l, &(struct measure){.width = width}, &begin, &end, true);
}

void layout_init(struct layout *l, const struct paragraph *p, const struct setting *s)
{
	*l = (struct layout){0};
	if (s->is_kept || p->len == 0 || p->kind == PARAGRAPH_BLANK) {
		keep_line(l, p, s->width);
		l->is_kept = s->is_kept;
		return;
	}
	struct measure m;
	struct chances chances;
	uint32_t *ends;
	size_t lines = choose(l, p, s, &m, &chances, &ends);
	const struct chance *from = &chances.all[0];
	for (size_t i = 0; i < lines; i++) {
		const struct chance *to = &chances.all[ends[i]];
		add_line(l, &m, from, to, i + 1 == lines);
		from = to;
	}
	free(ends);
	free(chances.all);
}

int64_t layout_demerits(const struct paragraph *p, const struct setting *s)
{
	if (s->is_kept || p->len == 0)
		return 0;
	struct layout l = {0};
	struct measure m;
	struct chances chances;
	uint32_t *ends;
	size_t lines = choose(&l, p, s, &m, &chances, &ends);
	int64_t sum = line_breaking_demerits(&m, chances.all, ends, lines);
	free(ends);
	free(chances.all);
	layout_done(&l);
	return sum;
}

size_t layout_size(const struct layout *l)
{
	return l->flag_count + l->line_capacity * sizeof *l->lines;
}

void layout_done(struct layout *l)
{
	if (!l)
		return;
	free(l->lines);
	free(l->flags);
	*l = (struct layout){0};
}

size_t layout_line_of(const struct layout *l, uint32_t off)
{
	size_t low = 0, high = l->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (l->lines[middle].begin <= off)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void layout_walk_begin(struct layout_walk *w, const struct layout *l, const struct paragraph *p,
		       size_t line)
{
	const struct layout_line *at = &l->lines[line];
	*w = (struct layout_walk){.layout = l,
				  .paragraph = p,
				  .line = at,
				  .off = at->begin,
				  .next = at->begin,
				  .col = at->indent,
				  .from = at->from};
}

bool layout_walk_next(struct layout_walk *w)
{
	const struct layout_line *line = w->line;
	w->col += w->cols;
	w->off = w->next;
	w->cols = 0;
	if (w->off >= line->end)
		return false;
	w->next = cluster_end(w->layout, w->paragraph, w->off);
	w->cols = cluster_columns(w->paragraph, w->off, w->next, w->from);
	w->from += w->cols;
	if (w->gap < line->gaps && is_gap(w->layout, w->paragraph, w->off)) {
		// Evenly: each gap ends where its share of the whole does.  The wider ones lie to
		// the right and to the left by turns, so that no river runs down the page.
		bool is_odd = (line - w->layout->lines) % 2;
		int share = is_odd ? line->gaps - 1 - w->gap : w->gap;
		w->cols += line->stretch * (share + 1) / line->gaps -
			   line->stretch * share / line->gaps;
		w->gap++;
	}
	return true;
}

size_t layout_walk_ascii(struct layout_walk *w, uint32_t limit, const char **text, int *col)
{
	const struct layout_line *line = w->line;
	const uint8_t *flags = w->layout->flags;
	const char *s = w->paragraph->text;
	bool has_gaps = w->gap < line->gaps;
	uint32_t begin = w->next, end = begin;
	if (line->is_plain && begin == line->begin)
		return 0;
	if (limit > line->end)
		limit = line->end;
	char stop = has_gaps ? ' ' : '\x7F'; // which is none either
	while (end < limit && (uint8_t)(s[end] - ' ') < 0x7F - ' ' && s[end] != stop)
		end++;
	// What follows may belong to the cluster of the last one.
	if (end > begin && end < w->paragraph->len && !(flags[end] & UTF8_CLUSTER))
		end--;
	int n = (int)(end - begin);
	if (n == 0)
		return 0;
	*text = s + begin;
	*col = w->col + w->cols;
	w->col = *col + n - 1;
	w->cols = 1;
	w->off = end - 1;
	w->next = end;
	w->from += n;
	return (size_t)n;
}

const char *layout_walk_text(const struct layout_walk *w, uint8_t plain[4], size_t *n)
{
	const char *text = w->paragraph->text + w->off;
	*n = w->next - w->off;
	if (w->line->is_plain && w->off == w->line->begin) {
		size_t len = hyphenation_plain((const uint8_t *)text, *n, plain);
		if (len) {
			*n = len;
			return (const char *)plain;
		}
	}
	return text;
}
