// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/spoken.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "document/motion.h"
#include "document/stops.h"
#include "reader/words.h"

enum {
	MOST_FOUND = 1024,     // places that are announced in one paragraph
	MOST_AT_ONCE = 8,      // announced at one word
	MOST_LABEL = 60,       // [byte] of a set's own word
	KEPT_WIDTH = 1 << 20,  // [col] of lines that are not wrapped
	MOST_KEPT_LINES = 200, // said at once
	MOST_HEADINGS = 4,     // said before what they are above
};

// Pieces.

static bool is_kept(const struct document *d, const struct paragraph *p)
{
	return p->kind == PARAGRAPH_PREFORMATTED || d->wrap == WRAP_KEEP;
}

// The last place at or before AT (at least FROM) where a word may begin.
static uint32_t back_to_blank(const struct stops *s, uint32_t from, uint32_t at)
{
	const char *text = s->paragraph.text;
	uint32_t off = at;
	while (off > from && !(text[off - 1] == ' ' && s->flags[off] & STOP_CLUSTER))
		off--;
	if (off > from)
		return off;
	for (off = at; off > from && !(s->flags[off] & STOP_CLUSTER);)
		off--;
	return off;
}

// Where what is said from OFF on ends, within MOST bytes: behind a sentence, else a word.
static uint32_t piece_end(const struct document *d, uint64_t pos, uint32_t off, size_t most)
{
	struct stops s;
	uint32_t end = 0;
	if (!stops_at(d, d->wrap, pos, STOP_WORD | STOP_SENTENCE, &s))
		return off;
	if (s.paragraph.len - off <= most) {
		end = s.paragraph.len;
	} else {
		for (uint32_t i = off + 1; i <= off + most; i++)
			if (s.flags[i] & STOP_SENTENCE)
				end = i;
		if (end == 0)
			end = back_to_blank(&s, off, off + (uint32_t)most);
		if (end <= off)
			end = s.paragraph.len;
	}
	stops_done(&s);
	return end;
}

static uint64_t end_of_kept(const struct document *d, uint64_t pos, size_t most)
{
	struct paragraph p = {0};
	uint64_t begin = pos;
	for (int i = 0; i < MOST_KEPT_LINES && pos < document_end(d); i++) {
		if (!document_paragraph(d, pos, &p))
			break;
		bool ends = i && (p.kind == PARAGRAPH_BLANK || p.len == 0 || !is_kept(d, &p) ||
				  p.end - begin > most);
		if (!ends)
			pos = p.end;
		paragraph_done(&p);
		if (ends)
			break;
	}
	return pos;
}

// The same for one paragraph; *IS_HEADING: it is one, and whole.
static struct range one_piece(const struct document *d, uint64_t pos, size_t most, bool *is_heading)
{
	struct range piece = {document_end(d), document_end(d)};
	struct paragraph p = {0};
	*is_heading = false;
	if (pos >= document_end(d))
		return piece;
	uint64_t first = motion_go(d, pos, MOTION_RIGHT, 0);
	if (first < pos || !document_paragraph(d, first, &p))
		return piece;
	uint32_t off = paragraph_off(&p, first);
	piece.begin = first;
	piece.end = p.end;
	if (is_kept(d, &p) && p.len <= most)
		piece.end = end_of_kept(d, first, most);
	else if (p.len - off > most) {
		uint32_t end = piece_end(d, first, off, most);
		piece.end = end < p.len ? paragraph_pos(&p, end) : p.end;
	}
	*is_heading = p.kind == PARAGRAPH_HEADING && piece.end == p.end;
	paragraph_done(&p);
	return piece;
}

struct range spoken_piece(const struct document *d, uint64_t pos, size_t most)
{
	bool is_heading, is_next;
	struct range piece = one_piece(d, pos, most, &is_heading);
	for (int i = 0; i < MOST_HEADINGS && is_heading && piece.end - piece.begin < most; i++) {
		size_t left = most - (size_t)(piece.end - piece.begin);
		struct range next = one_piece(d, piece.end, left, &is_next);
		if (next.begin >= next.end)
			break;
		piece.end = next.end;
		is_heading = is_next;
	}
	return piece;
}

struct range spoken_around(const struct document *d, struct range place, size_t most)
{
	uint64_t last = place.end > place.begin ? place.end - 1 : place.begin;
	struct range first = motion_unit(d, place.begin, UNIT_SENTENCE);
	struct range behind = motion_unit(d, last, UNIT_SENTENCE);
	struct range all = {first.begin, behind.end > first.end ? behind.end : first.end};
	struct stops s;
	if (all.end - all.begin <= most || !stops_at(d, d->wrap, place.begin, STOP_WORD, &s))
		return all;
	uint32_t at = paragraph_off(&s.paragraph, place.begin);
	uint32_t from = paragraph_off(&s.paragraph, all.begin);
	uint32_t to = paragraph_off(&s.paragraph, all.end);
	if (at - from > most / 4)
		from = back_to_blank(&s, from, at - (uint32_t)most / 4);
	if (to - from > most)
		to = back_to_blank(&s, at, from + (uint32_t)most);
	all = (struct range){paragraph_pos(&s.paragraph, from), paragraph_pos(&s.paragraph, to)};
	if (to == s.paragraph.len)
		all.end = s.paragraph.end;
	stops_done(&s);
	return all;
}

// Announcing.

// A set's own word, in one line and not longer than a word is.
static void add_label(struct buf *out, const char *word)
{
	size_t n = strlen(word), end = words_cut(word, n, MOST_LABEL);
	for (size_t i = 0; i < end; i++)
		buf_add_char(out, (uint8_t)word[i] < 0x20 ? ' ' : word[i]);
	if (end < n)
		buf_add_string(out, "…");
}

void spoken_annotation(struct buf *out, const struct annotation *a)
{
	const char *state = words_state(a->state), *assessment = words_assessment(a);
	if (a->role == ROLE_CLAIM && a->number)
		buf_printf(out, _("claim %u"), a->number);
	else
		add_label(out, words_kind(a));
	if (*state)
		buf_printf(out, ", %s", state);
	if (a->role != ROLE_CLAIM)
		return;
	const char *parting = ": ";
	if (a->number && a->kind != KIND_NONE) {
		buf_add_string(out, parting);
		add_label(out, words_kind(a));
		parting = ", ";
	}
	if (!*assessment)
		return;
	buf_add_string(out, parting);
	struct buf label = {0};
	add_label(&label, assessment);
	buf_printf(out, a->state == ANCHOR_CHANGED ? _("was: %s") : "%s", buf_string(&label));
	buf_done(&label);
}

// What is announced before the byte at OFF of a paragraph's text.
struct announcement {
	uint32_t off, annotation;
	uint64_t begin; // [pos]
};

static int by_place(const void *a, const void *b)
{
	const struct announcement *x = a, *y = b;
	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->annotation > y->annotation) - (x->annotation < y->annotation);
}

// Whether something may be said before byte I: a line may begin there, and it is not behind a
// hyphen, nor, in scripts with blanks between words, anywhere but behind a blank.
static bool is_before_word(const uint8_t *text, const uint8_t *flags, uint32_t i)
{
	uint32_t cp;
	if (i == 0)
		return true;
	if (!(flags[i] & UTF8_CLUSTER))
		return false;
	uint32_t last = i - 1;
	while (last > 0 && (text[last] & 0xC0) == 0x80)
		last--;
	utf8_decode(text + last, i - last, &cp);
	if (utf8_is_space(cp) && cp != 0xA0 && cp != 0x202F)
		return true;
	bool is_hyphen = cp < 0x80 || cp == 0xAD || cp == 0x2010 || cp == 0x2011;
	return !is_hyphen && flags[i] & UTF8_BREAK && flags[i] & UTF8_WORD;
}

// Puts each of the N announcements, which are sorted, before the word that holds it.
static void put_before_words(const struct paragraph *p, uint32_t from, struct announcement *all,
			     size_t n)
{
	const uint8_t *text = (const uint8_t *)p->text;
	uint8_t *flags = mem_new(p->len + 1, 1);
	uint32_t word = from;
	utf8_mark(text, p->len, flags);
	utf8_mark_words(text, p->len, flags);
	size_t next = 0;
	for (uint32_t i = from; i <= p->len && next < n; i++) {
		if (i < p->len && is_before_word(text, flags, i))
			word = i;
		while (next < n && all[next].off == i)
			all[next++].off = word;
	}
	free(flags);
}

static bool is_announced(const struct annotation *a, const struct placed *place, uint64_t told)
{
	if (a->role != ROLE_CLAIM && a->role != ROLE_NOTE && a->role != ROLE_TERM)
		return false;
	// A term is explained where it stands first.
	if (a->role == ROLE_TERM && place->begin != a->begin)
		return false;
	return told == POS_NONE || place->begin >= told;
}

// What is announced in [A, B) of the text, which lies in P from text offset FROM on.
static size_t find_announcements(const struct knowledge *k, const struct paragraph *p,
				 uint32_t from, struct range r, uint64_t told,
				 struct announcement *all)
{
	struct placed *found = mem_new(MOST_FOUND, sizeof *found);
	uint64_t low = told != POS_NONE && told < r.begin ? told : r.begin;
	size_t n = knowledge_between(k, low, r.end, found, MOST_FOUND), count = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_announced(&k->annotations[found[i].annotation], &found[i], told))
			continue;
		uint32_t off = paragraph_off(p, found[i].begin);
		if (found[i].begin < r.begin || off < from)
			off = from;
		all[count++] = (struct announcement){off, found[i].annotation, found[i].begin};
	}
	free(found);
	qsort(all, count, sizeof *all, by_place);
	put_before_words(p, from, all, count);
	return count;
}

// "[claim 2: fact, correct; claim 3: opinion] ", of the N announcements for one word.
static void add_announcements(struct buf *out, const struct knowledge *k,
			      const struct announcement *all, size_t n)
{
	buf_add_char(out, '[');
	for (size_t i = 0; i < n && i < MOST_AT_ONCE; i++) {
		buf_add_string(out, i ? "; " : "");
		spoken_annotation(out, &k->annotations[all[i].annotation]);
	}
	if (n > MOST_AT_ONCE)
		buf_printf(out, _("; and %zu more"), n - MOST_AT_ONCE);
	buf_add_string(out, "] ");
}

// A stretch of the text without what is only for a screen: soft hyphens, tabs.
static void add_stretch(struct buf *out, const struct paragraph *p, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		bool is_soft = i + 1 < p->len && (uint8_t)p->text[i] == 0xC2 &&
			       (uint8_t)p->text[i + 1] == 0xAD;
		if (is_soft)
			i++;
		else
			buf_add_char(out,
				     p->text[i] == '\t' || p->text[i] == '\n' ? ' ' : p->text[i]);
	}
}

static void add_paragraph(struct buf *out, const struct document *d, const struct knowledge *k,
			  const struct paragraph *p, struct range r, uint64_t told, int width)
{
	struct announcement *all = mem_new(MOST_FOUND, sizeof *all);
	struct buf line = {0};
	uint32_t at = r.begin > p->begin ? paragraph_off(p, r.begin) : 0;
	uint32_t end = r.end < p->end ? paragraph_off(p, r.end) : p->len;
	size_t n = k ? find_announcements(k, p, at, r, told, all) : 0;
	if (p->kind == PARAGRAPH_HEADING && at == 0)
		buf_printf(&line, "[%s] ", _("heading"));
	for (size_t i = 0, same; i < n; i = same) {
		for (same = i + 1; same < n && all[same].off == all[i].off;)
			same++;
		if (all[i].off > at)
			add_stretch(&line, p, at, all[i].off);
		at = all[i].off > at ? all[i].off : at;
		add_announcements(&line, k, all + i, same - i);
	}
	add_stretch(&line, p, at, end);
	spoken_lines(out, buf_string(&line), is_kept(d, p) ? KEPT_WIDTH : width);
	buf_done(&line);
	free(all);
}

void spoken_text(struct buf *out, const struct document *d, const struct knowledge *k,
		 struct range piece, uint64_t told, int width)
{
	for (uint64_t pos = piece.begin; pos < piece.end;) {
		struct paragraph p = {0};
		if (!document_paragraph(d, pos, &p))
			return;
		struct range r = {pos, p.end < piece.end ? p.end : piece.end};
		if (p.kind != PARAGRAPH_BLANK)
			add_paragraph(out, d, k, &p, r, told, width);
		pos = p.end;
		told = told == POS_NONE || told < pos ? pos : told;
		paragraph_done(&p);
	}
}

// Rows.

static bool is_glyph(const char *text)
{
	uint32_t cp;
	size_t n = strlen(text);
	return n && utf8_decode((const uint8_t *)text, n, &cp) == n && !utf8_is_word(cp);
}

void spoken_words(struct buf *out, const char *text)
{
	static const char point[] = " · ";
	while (*text) {
		bool is_point = string_starts(text, point);
		if (is_point)
			buf_add_string(out, ", ");
		else
			buf_add_char(out, *text);
		text += is_point ? strlen(point) : 1;
	}
}

// The same without the sign of a state, which its word follows.
static void add_own_words(struct buf *out, const char *text)
{
	for (int i = 0; i < ANCHOR_STATES; i++) {
		const char *sign = words_state_sign((enum anchor_state)i);
		if (*sign && string_starts(text, sign)) {
			text += strlen(sign);
			break;
		}
	}
	spoken_words(out, text);
}

// A row as one line; behind a glyph, which is left out, words are ours.
static void add_row_words(struct buf *out, const struct row *row)
{
	bool is_ours = false;
	for (int i = 0; i < row->piece_count; i++) {
		const char *text = row->pieces[i].text;
		if (is_glyph(text)) {
			is_ours |= *text != ' ';
			continue;
		}
		if (is_ours || row->pieces[i].style & STYLE_MUTED)
			add_own_words(out, text);
		else
			buf_add_string(out, text);
	}
}

// A number that the row begins with is that of a claim: left out where it is the item's own.
static void add_item_row(struct buf *out, const char *words, int number)
{
	char *end = NULL;
	unsigned long claim = *words >= '0' && *words <= '9' ? strtoul(words, &end, 10) : 0;
	bool is_number = claim && (*end == ' ' || *end == '\0');
	buf_printf(out, "%d. ", number);
	if (is_number && claim == (unsigned long)number)
		words = end + strspn(end, " ");
	else if (is_number) {
		buf_printf(out, _("claim %u"), (unsigned)claim);
		buf_add_string(out, ",");
		words = end;
	}
	buf_add_string(out, words);
}

// Single blanks, none at the ends, and nothing that is no text.
static void add_line(struct buf *out, const char *words)
{
	bool is_gap = false, is_begin = true;
	for (const char *s = words; *s; s++) {
		if ((uint8_t)*s <= ' ') {
			is_gap = true;
			continue;
		}
		if (is_gap && !is_begin)
			buf_add_char(out, ' ');
		buf_add_char(out, *s);
		is_gap = is_begin = false;
	}
	buf_add_char(out, '\n');
}

// An address that a screen has in several rows is one line, to be taken from there.
static bool is_more_of_address(const struct row *row)
{
	if (row->piece_count == 0 || !(row->pieces[0].style & STYLE_LINK))
		return false;
	return !string_starts(row->pieces[0].text, "http:") &&
	       !string_starts(row->pieces[0].text, "https:");
}

void spoken_rows(struct buf *out, const struct rows *rows)
{
	int item = -1;
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->all[i];
		struct buf words = {0}, line = {0};
		add_row_words(&words, row);
		const char *begin = buf_string(&words);
		begin += strspn(begin, " ");
		if (row->item >= 0 && row->item != item)
			add_item_row(&line, begin, row->item + 1);
		else
			buf_add_string(&line, begin);
		item = row->item;
		if (is_more_of_address(row) && out->len)
			out->len--; // the line feed
		struct buf safe = {0};
		utf8_sanitize(&safe, buf_string(&line), line.len);
		if (*begin)
			add_line(out, buf_string(&safe));
		buf_done(&safe);
		buf_done(&words);
		buf_done(&line);
	}
}

void spoken_lines(struct buf *out, const char *text, int width)
{
	struct rows rows = {.width = width, .item = -1};
	rows_add_text(&rows, 0, text, STYLE_TEXT, INT32_MAX);
	for (size_t i = 0; i < rows.count; i++) {
		const struct row *row = &rows.all[i];
		for (int n = 0; n < row->piece_count; n++)
			for (const char *s = row->pieces[n].text; *s; s++)
				buf_add_char(out, (uint8_t)*s < 0x20 ? ' ' : *s);
		buf_add_char(out, '\n');
	}
	rows_done(&rows);
}
