// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/motion.h"

#include <string.h>

#include "base/utf8.h"
#include "document/stops.h"

enum {
	READ_MOST = 1024 * 1024,       // [byte] of paragraphs that a call reads
	LOADS_MOST = 4096,	       // paragraphs
	BLANKS_MOST = 4 * 1024 * 1024, // [byte] that are passed at once
	LINE_MOST = 1024 * 1024,       // [byte] of a line that is one paragraph
	KEPT_MOST = 100,	       // [byte] of a line that is one of several in a paragraph
	BLOCK_MOST = 16 * 1024,	       // [byte] of such a paragraph
	BLOCK_LINES = 400,
};

// A place between stops, which goes from paragraph to paragraph.
struct walk {
	const struct document *d;
	enum wrap wrap;
	unsigned wanted; // what is marked: STOP_WORD, STOP_SENTENCE
	struct stops stops;
	uint32_t off;
	uint64_t read; // [byte]
	int loads;
};

// Words and sentences go over the ends of lines that only the screen keeps.
static struct walk walk_begin(const struct document *d, bool as_shown, unsigned wanted)
{
	enum wrap wrap = as_shown || d->wrap != WRAP_KEEP ? d->wrap : WRAP_AUTO;
	return (struct walk){.d = d, .wrap = wrap, .wanted = wanted};
}

static void walk_end(struct walk *w)
{
	stops_done(&w->stops);
}

static bool load(struct walk *w, uint64_t pos)
{
	if (w->read > READ_MOST || w->loads++ > LOADS_MOST)
		return false;
	stops_done(&w->stops);
	if (!stops_at(w->d, w->wrap, pos, w->wanted, &w->stops))
		return false;
	w->read += w->stops.paragraph.end - w->stops.paragraph.begin;
	return true;
}

// To the cluster that holds POS, or to the end of the text of its paragraph.
static bool walk_to(struct walk *w, uint64_t pos)
{
	if (!load(w, pos))
		return false;
	w->off = paragraph_off(&w->stops.paragraph, pos);
	while (w->off > 0 && w->off < w->stops.paragraph.len &&
	       !(w->stops.flags[w->off] & STOP_CLUSTER))
		w->off--;
	return true;
}

static uint64_t walk_pos(const struct walk *w)
{
	return paragraph_pos(&w->stops.paragraph, w->off);
}

static bool walk_is_at(const struct walk *w, unsigned flags)
{
	return w->stops.flags[w->off] & flags;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint64_t skip_blanks(const struct document *d, uint64_t pos)
{
	size_t n, i = 0;
	const uint8_t *s = source_bytes(d->source, pos, &n);
	if (n > BLANKS_MOST)
		n = BLANKS_MOST;
	while (i < n && is_blank(s[i]))
		i++;
	return pos + i;
}

static uint64_t skip_blanks_back(const struct document *d, uint64_t pos)
{
	uint64_t low = document_begin(d);
	if (pos - low > BLANKS_MOST)
		low = pos - BLANKS_MOST;
	size_t n, i = (size_t)(pos - low);
	const uint8_t *s = source_bytes(d->source, low, &n);
	while (i > 0 && is_blank(s[i - 1]))
		i--;
	return low + i;
}

// To the next place, here or behind, that has one of FLAGS.
static bool seek(struct walk *w, unsigned flags)
{
	for (;;) {
		const struct paragraph *p = &w->stops.paragraph;
		for (; w->off <= p->len; w->off++)
			if (w->stops.flags[w->off] & flags)
				return true;
		uint64_t end = p->end, pos = skip_blanks(w->d, end);
		if (pos >= document_end(w->d) || !load(w, pos) || w->stops.paragraph.end <= end)
			return false;
		w->off = 0;
	}
}

static bool next(struct walk *w, unsigned flags)
{
	w->off++;
	return seek(w, flags);
}

// To the last place before this one that has one of FLAGS.
static bool previous(struct walk *w, unsigned flags)
{
	for (;;) {
		while (w->off > 0)
			if (w->stops.flags[--w->off] & flags)
				return true;
		uint64_t begin = w->stops.paragraph.begin, pos = skip_blanks_back(w->d, begin);
		if (pos <= document_begin(w->d) || !load(w, pos - 1) ||
		    w->stops.paragraph.begin >= begin)
			return false;
		w->off = w->stops.paragraph.len + 1;
	}
}

// Brings W to where a caret for POS stands: at a cluster with one of FLAGS.
static bool settle(struct walk *w, uint64_t pos, unsigned flags)
{
	if (!walk_to(w, pos))
		return false;
	if (seek(w, flags))
		return true;
	w->read = 0;
	w->loads = 0;
	return walk_to(w, pos) && previous(w, flags);
}

// Where the cluster before text offset OFF begins.
static uint32_t cluster_before(const struct stops *s, uint32_t off)
{
	while (off > 0 && !(s->flags[--off] & STOP_CLUSTER))
		;
	return off;
}

static uint32_t cluster_end(const struct stops *s, uint32_t off)
{
	while (off < s->paragraph.len && !(s->flags[++off] & STOP_CLUSTER))
		;
	return off;
}

static uint64_t end_of_cluster(const struct walk *w)
{
	uint32_t end = cluster_end(&w->stops, w->off);
	return end > w->off ? stops_end(&w->stops, end) : w->stops.paragraph.end;
}

// Where the last cluster with one of FLAGS before POS is; POS when there is none.
static uint64_t last_before(const struct document *d, bool as_shown, uint64_t pos, unsigned flags)
{
	struct walk w = walk_begin(d, as_shown, 0);
	uint64_t found = pos;
	if (walk_to(&w, pos) && previous(&w, flags))
		found = walk_pos(&w);
	walk_end(&w);
	return found;
}

// Steps from stop to stop.
static uint64_t go_by_stops(const struct document *d, uint64_t pos, unsigned flag, bool back,
			    unsigned count)
{
	struct walk w = walk_begin(d, flag == STOP_CARET, flag);
	if (walk_to(&w, pos))
		for (; count > 0 && (back ? previous(&w, flag) : next(&w, flag)); count--)
			pos = walk_pos(&w);
	walk_end(&w);
	return pos;
}

static uint64_t go_by_ends(const struct document *d, uint64_t pos, unsigned count)
{
	struct walk w = walk_begin(d, false, STOP_WORD);
	if (walk_to(&w, pos))
		w.off = cluster_end(&w.stops, w.off);
	while (count > 0 && w.stops.flags && next(&w, STOP_WORD_END)) {
		uint32_t off = w.off;
		uint64_t last;
		if (off > 0) {
			do
				off = cluster_before(&w.stops, off);
			while (off > 0 && !(w.stops.flags[off] & STOP_CARET));
			last = paragraph_pos(&w.stops.paragraph, off);
		} else {
			last = last_before(d, false, walk_pos(&w), STOP_CARET);
		}
		if (last <= pos)
			continue; // only what is not shown follows
		pos = last;
		count--;
	}
	walk_end(&w);
	return pos;
}

// The whole line around a piece [BEGIN, END) of it, unless it is too long.
static struct range line_around(const struct document *d, uint64_t begin, uint64_t end)
{
	uint64_t low = document_begin(d), from = begin;
	if (begin - low > LINE_MOST)
		low = begin - LINE_MOST;
	size_t n;
	const uint8_t *s = source_bytes(d->source, low, &n);
	while (from > low && s[from - low - 1] != '\n')
		from--;
	const uint8_t *rest = source_bytes(d->source, end, &n);
	size_t most = n > LINE_MOST ? LINE_MOST : n;
	bool is_whole = s[(size_t)(end - low) - 1] == '\n';
	const uint8_t *feed = is_whole ? NULL : memchr(rest, '\n', most);
	uint64_t to = is_whole ? end : feed ? end + (uint64_t)(feed - rest) + 1 : end + most;
	return to - from > LINE_MOST ? (struct range){begin, end} : (struct range){from, to};
}

enum line_kind { LINE_OTHER, LINE_KEPT, LINE_LONG };

// What a paragraph is to its neighbours: a kept line that makes a paragraph with others, one that
// is too long for that, or a paragraph of its own.
static enum line_kind line_kind(const struct document *d, const struct paragraph *p)
{
	if ((p->kind != PARAGRAPH_TEXT && p->kind != PARAGRAPH_PREFORMATTED) || p->hang > 0)
		return LINE_OTHER;
	size_t n, size = (size_t)(p->end - p->begin);
	const uint8_t *s = source_bytes(d->source, p->begin, &n);
	const uint8_t *feed = memchr(s, '\n', size);
	if (feed && (size_t)(feed - s) + 1 < size)
		return LINE_OTHER;
	return p->len > KEPT_MOST ? LINE_LONG : LINE_KEPT;
}

// The kept lines around R, which is one.
static struct range block_around(struct walk *w, struct range r)
{
	struct range all = r;
	int lines = 1;
	for (int back = 1; back >= 0; back--) {
		while (back ? all.begin > document_begin(w->d) : all.end < document_end(w->d)) {
			w->loads++;
			struct document as = *w->d;
			struct paragraph p;
			as.wrap = w->wrap;
			document_paragraph(&as, back ? all.begin - 1 : all.end, &p);
			enum line_kind kind = line_kind(w->d, &p);
			struct range line = {p.begin, p.end};
			paragraph_done(&p);
			if (kind == LINE_OTHER)
				break;
			all = back ? (struct range){line.begin, all.end}
				   : (struct range){all.begin, line.end};
			if (kind == LINE_LONG || ++lines > BLOCK_LINES ||
			    all.end - all.begin > BLOCK_MOST)
				return r;
		}
	}
	return all;
}

// What W's paragraph belongs to as people see it, with its line end.
static struct range paragraph_around(struct walk *w, bool as_shown)
{
	const struct paragraph *p = &w->stops.paragraph;
	struct range r = {p->begin, p->end};
	if (w->stops.goes_on_before || w->stops.goes_on_behind)
		return line_around(w->d, r.begin, r.end);
	if (!as_shown && line_kind(w->d, p) == LINE_KEPT)
		return block_around(w, r);
	return r;
}

// The paragraph of the ink at or behind POS, or of the last one, from its first ink to its last.
static struct range find_paragraph(struct walk *w, uint64_t pos, bool as_shown)
{
	if (!settle(w, pos, STOP_INK))
		return (struct range){pos, pos};
	struct range all = paragraph_around(w, as_shown);
	struct range r = {walk_pos(w), end_of_cluster(w)};
	if (walk_to(w, all.begin) && seek(w, STOP_INK) && walk_pos(w) < r.begin)
		r.begin = walk_pos(w);
	if (walk_to(w, all.end - 1)) {
		w->off = cluster_end(&w->stops, w->off);
		if (previous(w, STOP_INK) && walk_pos(w) >= r.begin)
			r.end = end_of_cluster(w);
	}
	return r;
}

static struct range paragraph_unit(const struct document *d, uint64_t pos, bool as_shown)
{
	struct walk w = walk_begin(d, as_shown, 0);
	struct range r = find_paragraph(&w, pos, as_shown);
	walk_end(&w);
	return r;
}

static uint64_t go_by_paragraphs(const struct document *d, uint64_t pos, bool back, unsigned count)
{
	struct walk w = walk_begin(d, false, 0);
	for (; count > 0; count--) {
		struct range here = find_paragraph(&w, pos, false);
		if (back && here.begin < pos) {
			pos = here.begin;
		} else if (back) {
			if (!walk_to(&w, here.begin) || !previous(&w, STOP_INK))
				break;
			pos = find_paragraph(&w, walk_pos(&w), false).begin;
		} else {
			if (!walk_to(&w, here.end) || !seek(&w, STOP_INK) ||
			    walk_pos(&w) < here.end)
				break;
			pos = walk_pos(&w);
		}
	}
	walk_end(&w);
	return pos;
}

static uint64_t go_to_edge(const struct document *d, uint64_t pos, enum motion m)
{
	if (m == MOTION_LINE_BEGIN)
		return paragraph_unit(d, pos, true).begin;
	if (m == MOTION_LINE_END)
		return last_before(d, true, paragraph_unit(d, pos, true).end, STOP_INK);
	struct walk w = walk_begin(d, true, 0);
	uint64_t edge = m == MOTION_TOP ? document_begin(d) : document_end(d);
	if (settle(&w, edge, STOP_INK))
		pos = walk_pos(&w);
	walk_end(&w);
	return pos;
}

// The word at W, or the next or last one; false when there is none.
static bool find_word(struct walk *w, uint64_t pos)
{
	if (walk_is_at(w, STOP_WORD))
		return true;
	if (!walk_is_at(w, STOP_WORD_END) && previous(w, STOP_WORD | STOP_WORD_END) &&
	    walk_is_at(w, STOP_WORD))
		return true;
	return (walk_to(w, pos) && seek(w, STOP_WORD)) ||
	       (walk_to(w, pos) && previous(w, STOP_WORD));
}

static bool word_unit(const struct document *d, uint64_t pos, struct range *r)
{
	struct walk w = walk_begin(d, false, STOP_WORD);
	bool found = walk_to(&w, pos) && find_word(&w, pos);
	if (found) {
		r->begin = walk_pos(&w);
		r->end = end_of_cluster(&w);
		if (next(&w, STOP_WORD_END))
			r->end = w.off > 0 ? stops_end(&w.stops, w.off) : walk_pos(&w);
	}
	walk_end(&w);
	return found;
}

// To where the sentence that begins at W is over: before the next one, or behind the text of its
// line.
static void pass_sentence(struct walk *w)
{
	for (w->off++;; w->off = 0) {
		const struct paragraph *p = &w->stops.paragraph;
		for (; w->off < p->len; w->off++)
			if (walk_is_at(w, STOP_SENTENCE))
				return;
		w->off = p->len;
		if (!w->stops.goes_on_behind || !load(w, p->end))
			return;
	}
}

static bool sentence_unit(const struct document *d, uint64_t pos, struct range *r)
{
	struct walk w = walk_begin(d, false, STOP_SENTENCE);
	bool found = settle(&w, pos, STOP_INK) &&
		     (walk_is_at(&w, STOP_SENTENCE) || previous(&w, STOP_SENTENCE));
	if (found) {
		r->begin = walk_pos(&w);
		r->end = end_of_cluster(&w);
		pass_sentence(&w);
		if (previous(&w, STOP_INK) && walk_pos(&w) >= r->begin)
			r->end = end_of_cluster(&w);
	}
	walk_end(&w);
	return found;
}

struct range motion_unit(const struct document *d, uint64_t pos, enum unit u)
{
	struct range r = {pos, pos};
	if (u == UNIT_PARAGRAPH)
		return paragraph_unit(d, pos, false);
	if (u == UNIT_SENTENCE && sentence_unit(d, pos, &r))
		return r;
	if (u == UNIT_WORD && word_unit(d, pos, &r))
		return r;
	struct walk w = walk_begin(d, true, 0);
	if (settle(&w, pos, STOP_CARET))
		r = (struct range){walk_pos(&w), end_of_cluster(&w)};
	walk_end(&w);
	return r;
}

uint64_t motion_go(const struct document *d, uint64_t pos, enum motion m, unsigned count)
{
	struct walk w = walk_begin(d, true, 0);
	if (settle(&w, pos, STOP_CARET))
		pos = walk_pos(&w);
	walk_end(&w);
	switch (count > 0 ? m : MOTION_END + 1) {
	case MOTION_LEFT:
	case MOTION_RIGHT:
		return go_by_stops(d, pos, STOP_CARET, m == MOTION_LEFT, count);
	case MOTION_WORD:
	case MOTION_WORD_BACK:
		return go_by_stops(d, pos, STOP_WORD, m == MOTION_WORD_BACK, count);
	case MOTION_WORD_END:
		return go_by_ends(d, pos, count);
	case MOTION_SENTENCE:
	case MOTION_SENTENCE_BACK:
		return go_by_stops(d, pos, STOP_SENTENCE, m == MOTION_SENTENCE_BACK, count);
	case MOTION_PARAGRAPH:
	case MOTION_PARAGRAPH_BACK:
		return go_by_paragraphs(d, pos, m == MOTION_PARAGRAPH_BACK, count);
	case MOTION_LINE_BEGIN:
	case MOTION_LINE_END:
	case MOTION_TOP:
	case MOTION_END:
		return go_to_edge(d, pos, m);
	}
	return pos;
}

uint64_t motion_after(const struct document *d, uint64_t pos)
{
	struct walk w = walk_begin(d, true, 0);
	if (walk_to(&w, pos))
		pos = end_of_cluster(&w);
	walk_end(&w);
	return pos;
}

void motion_text(const struct document *d, struct range r, struct buf *out)
{
	size_t n;
	const char *s = (const char *)source_bytes(d->source, r.begin, &n);
	if (r.end <= r.begin)
		return;
	if (n > r.end - r.begin)
		n = (size_t)(r.end - r.begin);
	if (n > MOTION_TEXT_MOST) {
		n = MOTION_TEXT_MOST;
		for (size_t back = 1; back < 4; back++)
			if (utf8_is_cut((const uint8_t *)s + n - back, back))
				n -= back;
	}
	utf8_repair(out, s, n);
}
