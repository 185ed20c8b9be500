// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/rows.h"

#include <stdlib.h>

#include "base/address.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "page/layout.h"
#include "reader/whereabouts.h"
#include "reader/words.h"

enum {
	ANY = INT32_MAX,      // rows
	QUOTE_ROWS = 4,	      // of a quote, and of what stands in its place
	PLACES_LISTED = 20,   // of one claim
	REPLIES_LISTED = 100, // below one claim
};

void rows_done(struct rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		free(r->all[i].link);
	for (size_t i = 0; i < r->count; i++)
		for (int p = 0; p < r->all[i].piece_count; p++)
			free(r->all[i].pieces[p].text);
	free(r->all);
}

struct row *rows_add(struct rows *r, int indent)
{
	r->all = mem_reserve(r->all, &r->capacity, r->count + 1, sizeof *r->all);
	r->all[r->count] = (struct row){.indent = indent, .item = r->item};
	return &r->all[r->count++];
}

void rows_add_piece(struct row *row, const char *text, size_t n, style st)
{
	if (row->piece_count == ROW_PIECES || n == 0)
		return;
	row->pieces[row->piece_count].text = mem_copy(text, n);
	row->pieces[row->piece_count++].style = st;
}

// Adds a laid-out line without the blanks at its end.
static void add_line(struct rows *r, int indent, const struct paragraph *p,
		     const struct layout_line *line, style st, bool is_cut)
{
	struct buf shown = {0};
	uint32_t end = line->end;
	while (end > line->begin && p->text[end - 1] == ' ')
		end--;
	buf_add(&shown, p->text + line->begin, end - line->begin);
	if (line->has_hyphen)
		buf_add_char(&shown, '-');
	if (is_cut)
		buf_add_string(&shown, " …");
	rows_add_piece(rows_add(r, indent + line->indent), buf_string(&shown), shown.len, st);
	buf_done(&shown);
}

// Adds TEXT wrapped to the width, in as many rows as it takes, MOST at the most.
void rows_add_text(struct rows *r, int indent, const char *text, style st, int most)
{
	struct buf safe = {0};
	utf8_sanitize(&safe, text, strlen(text));
	for (const char *s = buf_string(&safe); *s && most > 0;) {
		size_t n = strcspn(s, "\n");
		struct paragraph p = {.text = mem_copy(s, n), .len = (uint32_t)n};
		struct layout l;
		int width = r->width > indent + 4 ? r->width - indent : 4;
		layout_init(&l, &p, &(struct setting){.width = width, .is_tight = true});
		bool is_cut = l.line_count > (size_t)most;
		if (is_cut) {
			layout_done(&l); // room for the ellipsis
			layout_init(&l, &p,
				    &(struct setting){.width = width - 2, .is_tight = true});
		}
		for (size_t i = 0; i < l.line_count && most > 0; i++, most--)
			add_line(r, indent, &p, &l.lines[i], st, is_cut && most == 1);
		layout_done(&l);
		paragraph_done(&p);
		s += n + (s[n] == '\n');
	}
	buf_done(&safe);
}

void rows_join(struct rows *r, size_t at)
{
	if (at + 1 >= r->count)
		return;
	struct row *row = &r->all[at], *next = &r->all[at + 1];
	int used = row->indent;
	for (int i = 0; i < row->piece_count; i++)
		used += utf8_columns(row->pieces[i].text, strlen(row->pieces[i].text));
	if (used > next->indent || row->piece_count + next->piece_count >= ROW_PIECES)
		return;
	struct buf gap = {0};
	buf_printf(&gap, "%*s", next->indent - used, "");
	// What both sides have in common, as a focus over the whole row, goes on between them.
	style both = row->piece_count > 0 && next->piece_count > 0
			     ? row->pieces[row->piece_count - 1].style & next->pieces[0].style
			     : STYLE_TEXT;
	rows_add_piece(row, buf_string(&gap), gap.len, both);
	buf_done(&gap);
	for (int i = 0; i < next->piece_count; i++)
		row->pieces[row->piece_count++] = next->pieces[i];
	memmove(next, next + 1, (--r->count - at - 1) * sizeof *next);
}

void rows_move(struct rows *r, struct rows *from)
{
	r->all = mem_reserve(r->all, &r->capacity, r->count + from->count, sizeof *r->all);
	for (size_t i = 0; i < from->count; i++)
		r->all[r->count++] = from->all[i];
	free(from->all);
}

void rows_add_blank(struct rows *r)
{
	int item = r->item;
	r->item = -1;
	rows_add(r, 0);
	r->item = item;
}

void rows_add_heading(struct rows *r, const char *text)
{
	r->item = -1;
	rows_add_text(r, 0, text, STYLE_STRONG, ANY);
}

// The text in the reader's language, or "".
const char *rows_choose(const struct margin_world *w, const struct translations *t)
{
	const char *text = translations_choose(t, w->language);
	return text ? text : "";
}

const char *rows_fact_title(const struct margin_world *w, const struct fact *f)
{
	const char *title = rows_choose(w, &f->titles);
	return *title ? title : f->name ? f->name : f->id;
}

bool rows_read_claim(const struct margin_world *w, const struct annotation *a,
		     struct claim_detail *d)
{
	*d = (struct claim_detail){0};
	bool is_read =
		a->set < w->set_count && web_annotation_claim(w->sets[a->set], a->item, d, NULL);
	// Nobody's name is written into one's own notes: whose a verdict is, is said all the same.
	if (is_read && !d->author && a->set + 1 == w->own_set)
		d->author = mem_string(_("me"));
	return is_read;
}

bool rows_read_fact(const struct margin_world *w, const struct fact *f, struct fact_detail *d)
{
	*d = (struct fact_detail){0};
	return f->set < w->set_count && web_annotation_fact(w->sets[f->set], f->item, d, NULL);
}

// How many digits the greatest number of a claim has.
int rows_number_width(const struct margin_world *w)
{
	int width = 1;
	for (size_t n = w->knowledge->claim_count; n >= 10; n /= 10)
		width++;
	return width;
}

void rows_add_number(struct row *row, const struct annotation *a, int digits, style st)
{
	struct buf number = {0};
	if (a->number)
		buf_printf(&number, "%*u ", digits, a->number);
	else
		buf_printf(&number, "%*s ", digits, "");
	if (digits > 0)
		rows_add_piece(row, buf_string(&number), number.len, STYLE_MUTED | st);
	buf_done(&number);
}

// "12 ✓ fact · correct", the number right-aligned in DIGITS columns (0: no number).
void rows_add_claim_line(struct rows *r, const struct annotation *a, int digits, int indent,
			 style st, int most)
{
	struct buf words = {0};
	words_claim(&words, a);
	size_t first = r->count;
	const char *glyph = words_assessment_glyph(a);
	struct row *row = rows_add(r, indent);
	rows_add_number(row, a, digits, st);
	rows_add_piece(row, glyph, strlen(glyph), words_assessment_style(a) | st);
	rows_add_text(r, indent + (digits ? digits + 1 : 0) + 2, buf_string(&words), st, most);
	rows_join(r, first);
	buf_done(&words);
}

void rows_add_whose(struct rows *r, size_t at, const struct annotation *a,
		    const struct claim_detail *d)
{
	struct buf line = {0}, safe = {0};
	if (!d->author || (a->role != ROLE_NOTE && a->role != ROLE_REPLY))
		return;
	utf8_sanitize(&safe, d->author, strlen(d->author));
	buf_printf(&line, " · %s", buf_string(&safe));
	rows_add_piece(&r->all[at], buf_string(&line), line.len, STYLE_MUTED);
	buf_done(&safe);
	buf_done(&line);
}

static void add_quote(struct rows *r, const struct annotation *a, int indent, style st, int most)
{
	struct buf quote = {0};
	words_quote(&quote, a);
	rows_add_text(r, indent, buf_string(&quote), st, most);
	buf_done(&quote);
}

// A fact as a claim lists it: "+ Title", its period and the relation, the reason of the link.
static void add_link(struct rows *r, const struct margin_world *w, const struct link *l, int indent,
		     const char *reason)
{
	const struct fact *f = &w->knowledge->facts[l->fact];
	size_t first = r->count;
	const char *glyph = words_relation_glyph(l);
	rows_add_piece(rows_add(r, indent), glyph, strlen(glyph), words_relation_style(l));
	rows_add_text(r, indent + 2, rows_fact_title(w, f), STYLE_TEXT, ANY);
	rows_join(r, first);
	struct buf line = {0};
	if (f->period)
		words_period(&line, f->period);
	buf_printf(&line, "%s%s", line.len ? " · " : "", words_relation(l));
	rows_add_text(r, indent + 4, buf_string(&line), STYLE_MUTED, ANY);
	buf_done(&line);
	if (*reason)
		rows_add_text(r, indent + 4, reason, STYLE_MUTED, ANY);
}

// "Kantlijn, 23 November 2026" below what that author wrote.
static void add_author(struct rows *r, int indent, const struct claim_detail *d)
{
	struct buf author = {0};
	words_author(&author, d);
	rows_add_text(r, indent, buf_string(&author), STYLE_MUTED, ANY);
	buf_done(&author);
}

// What is to be said of the place of a claim in a line or two.
static void add_state(struct rows *r, const struct margin_world *w, const struct annotation *a,
		      int indent)
{
	struct buf text = {0};
	if (a->state == ANCHOR_CHANGED)
		whereabouts_change(&text, w->document, a);
	else if (a->state == ANCHOR_DOUBTFUL)
		buf_add_string(&text, _("The likeliest place, which may be a wrong one."));
	else if (a->state == ANCHOR_ORPHAN)
		buf_add_string(&text, _("Its place was not found in this text."));
	else if (a->state == ANCHOR_PENDING)
		buf_add_string(&text, _("Its place is still being looked for."));
	rows_add_text(r, indent, buf_string(&text), STYLE_NOTICE, ANY);
	buf_done(&text);
}

// An address, whose rows lead there where it is one that may be opened.
static void add_address(struct rows *r, int indent, const char *address)
{
	struct buf written = {0};
	size_t first = r->count;
	rows_add_text(r, indent, address, STYLE_LINK, ANY);
	for (size_t i = first; address_write(&written, address, NULL) && i < r->count; i++) {
		r->all[i].link = mem_string(buf_string(&written));
		buf_clear(&written);
	}
	buf_done(&written);
}

// Reason and facts of a claim, as both its own view and its entry among its neighbours show them.
void rows_add_claim_body(struct rows *r, const struct margin_world *w, const struct annotation *a,
			 int indent, bool is_long, int first)
{
	struct claim_detail d;
	rows_read_claim(w, a, &d);
	const char *reason = rows_choose(w, &d.reason);
	const char *body = rows_choose(w, &d.body);
	if (!is_long)
		add_state(r, w, a, indent);
	rows_add_text(r, indent, reason, STYLE_TEXT, ANY);
	rows_add_text(r, indent, body, STYLE_TEXT, ANY);
	if (is_long && (*reason || *body || a->assessment != ASSESSMENT_NONE))
		add_author(r, indent, &d);
	if (is_long && d.address)
		add_address(r, indent, d.address);
	if (a->link_count)
		rows_add_blank(r);
	for (uint32_t i = 0; i < a->link_count; i++) {
		r->item = first + (int)i;
		const char *why =
			is_long && i < d.link_count ? rows_choose(w, &d.link_reasons[i]) : "";
		add_link(r, w, &w->knowledge->links[a->first_link + i], indent, why);
	}
	r->item = -1;
	claim_detail_done(&d);
}

// What was quoted and what stands there now, for one to judge.
static void add_wordings(struct rows *r, const struct margin_world *w, const struct annotation *a)
{
	struct buf was = {0}, is = {0};
	bool is_doubtful = a->state == ANCHOR_DOUBTFUL;
	if (a->state == ANCHOR_CHANGED)
		words_quote(&was, a);
	else
		whereabouts_context(&was, a);
	if (was.len)
		rows_add_text(r, 0, _("It was quoted as:"), STYLE_MUTED, ANY);
	rows_add_text(r, 2, buf_string(&was), STYLE_TEXT,
		      is_doubtful ? 2 * QUOTE_ROWS : QUOTE_ROWS);
	if (annotation_has_place(a)) {
		whereabouts_text(&is, w->document, a->begin, a->end);
		rows_add_text(r, 0, is_doubtful ? _("The text here says:") : _("Now it reads:"),
			      STYLE_MUTED, ANY);
		rows_add_text(r, 2, buf_string(&is), is_doubtful ? STYLE_DOUBTFUL : STYLE_CLAIM,
			      QUOTE_ROWS);
	}
	buf_done(&was);
	buf_done(&is);
}

// "paragraph 3 · 12 % · “rises in the hills”": one of several places.
static void add_place(struct rows *r, const struct margin_world *w, struct placed place)
{
	struct buf line = {0};
	uint64_t number = index_paragraph_at(w->document->index, place.begin);
	if (number)
		buf_printf(&line, _("paragraph %llu"), (unsigned long long)number);
	buf_printf(&line, "%s%d %% · ", number ? " · " : "",
		   document_percent(w->document, place.begin));
	whereabouts_text(&line, w->document, place.begin, place.end);
	bool is_here = place.annotation == w->focus && place.begin == w->focus_at;
	rows_add_text(r, 2, buf_string(&line), is_here ? STYLE_STRONG : STYLE_TEXT, 1);
	buf_done(&line);
}

uint32_t rows_place_count(const struct margin_world *w, uint32_t annotation)
{
	const struct annotation *a = &w->knowledge->annotations[annotation];
	bool is_before;
	if (a->state == ANCHOR_ORPHAN)
		return whereabouts_neighbour(w->knowledge, annotation, &is_before) != INDEX_NONE;
	if (!annotation_has_place(a) || a->other_count == 0)
		return 0;
	return a->other_count < PLACES_LISTED ? a->other_count + 1 : PLACES_LISTED;
}

struct placed rows_place(const struct margin_world *w, uint32_t annotation, uint32_t i)
{
	const struct annotation *a = &w->knowledge->annotations[annotation];
	bool is_before;
	if (a->state == ANCHOR_ORPHAN) {
		annotation = whereabouts_neighbour(w->knowledge, annotation, &is_before);
		a = &w->knowledge->annotations[annotation];
	}
	struct range place = whereabouts_place(a, i);
	return (struct placed){place.begin, place.end, annotation};
}

// Where the claim sits, or sat; returns how many items that are.
static int add_whereabouts(struct rows *r, const struct margin_world *w, uint32_t annotation)
{
	const struct annotation *a = &w->knowledge->annotations[annotation];
	struct buf line = {0};
	uint32_t count = rows_place_count(w, annotation);
	add_state(r, w, a, 0);
	if (a->state == ANCHOR_FOUND || a->state == ANCHOR_PENDING)
		add_quote(r, a, 0, STYLE_CLAIM, QUOTE_ROWS);
	else
		add_wordings(r, w, a);
	if (a->state == ANCHOR_ORPHAN) {
		whereabouts_last(&line, a);
		rows_add_text(r, 0, buf_string(&line), STYLE_MUTED, ANY);
		buf_clear(&line);
		whereabouts_beside(&line, w->knowledge, annotation);
		r->item = 0;
		rows_add_text(r, 2, buf_string(&line), STYLE_TEXT, 1);
	} else if (count) {
		buf_printf(&line, _("It fits equally in %u places:"), a->other_count + 1);
		rows_add_text(r, 0, buf_string(&line), STYLE_NOTICE, ANY);
		for (uint32_t i = 0; i < count; i++) {
			r->item = (int)i;
			add_place(r, w, rows_place(w, annotation, i));
		}
	}
	r->item = -1;
	buf_clear(&line);
	if (count && count <= a->other_count)
		buf_printf(&line, _("+%u more"), a->other_count + 1 - count);
	rows_add_text(r, 2, buf_string(&line), STYLE_MUTED, 1);
	buf_done(&line);
	return (int)count;
}

uint32_t rows_reply_count(const struct margin_world *w, uint32_t annotation)
{
	int depth = 0;
	uint32_t count = 0, at = w->knowledge->annotations[annotation].first_reply;
	for (; at != INDEX_NONE && at != annotation && count < REPLIES_LISTED; count++)
		at = whereabouts_next_reply(w->knowledge, annotation, at, &depth);
	return count;
}

uint32_t rows_reply(const struct margin_world *w, uint32_t annotation, uint32_t i)
{
	int depth = 0;
	uint32_t at = w->knowledge->annotations[annotation].first_reply;
	while (i-- > 0 && at != INDEX_NONE && at != annotation)
		at = whereabouts_next_reply(w->knowledge, annotation, at, &depth);
	return at;
}

static void add_reply(struct rows *r, const struct margin_world *w, uint32_t reply, int depth)
{
	struct claim_detail d;
	int indent = 2 * (depth < REPLIES_DEEPEST ? depth : REPLIES_DEEPEST);
	rows_read_claim(w, &w->knowledge->annotations[reply], &d);
	size_t before = r->count;
	add_author(r, indent, &d);
	if (r->count == before)
		rows_add_text(r, indent, _("reply"), STYLE_MUTED, 1);
	rows_add_text(r, indent + 2, rows_choose(w, &d.body), STYLE_TEXT, ANY);
	claim_detail_done(&d);
}

// Each of them is an item from FIRST on.
static void add_replies(struct rows *r, const struct margin_world *w, uint32_t root, int first)
{
	const struct annotation *all = w->knowledge->annotations;
	uint32_t at = all[root].first_reply;
	int depth = 0, shown = 0;
	if (at == INDEX_NONE)
		return;
	rows_add_blank(r);
	rows_add_heading(r, _("Replies"));
	for (; at != INDEX_NONE && at != root && shown < REPLIES_LISTED; shown++) {
		r->item = first + shown;
		add_reply(r, w, at, depth);
		at = whereabouts_next_reply(w->knowledge, root, at, &depth);
	}
	r->item = -1;
	if (at != INDEX_NONE && at != root)
		rows_add_text(r, 0, _("There are more replies."), STYLE_MUTED, ANY);
}

void rows_of_claim(struct rows *r, const struct margin_world *w, uint32_t annotation)
{
	const struct annotation *a = &w->knowledge->annotations[annotation];
	struct buf title = {0};
	if (a->role == ROLE_CLAIM && a->number)
		buf_printf(&title, _("Claim %u of %zu"), a->number, w->knowledge->claim_count);
	else
		buf_add_string(&title, words_kind(a));
	rows_add_heading(r, buf_string(&title));
	buf_clear(&title);
	if (a->role == ROLE_REPLY && a->parent == INDEX_NONE && a->parent_id)
		buf_printf(&title, _("It replies to %s, which is in no set."), a->parent_id);
	rows_add_text(r, 0, buf_string(&title), STYLE_NOTICE, ANY);
	buf_done(&title);
	if (a->role == ROLE_CLAIM || a->state != ANCHOR_FOUND || a->other_count)
		rows_add_claim_line(r, a, 0, 0, STYLE_TEXT, ANY);
	int items = add_whereabouts(r, w, annotation);
	rows_add_blank(r);
	rows_add_claim_body(r, w, a, 0, true, items);
	add_replies(r, w, annotation, items + (int)a->link_count);
}

// How many items a source is: two when a copy in an archive has an address besides its own.
static uint32_t items_of(const struct citation *c)
{
	return words_has_address(c) && c->archived ? 2 : 1;
}

static uint32_t count_sources(const struct fact_detail *d)
{
	uint32_t count = 0;
	for (size_t i = 0; i < d->citation_count; i++)
		count += items_of(&d->citations[i]);
	return count;
}

uint32_t rows_source_count(const struct margin_world *w, uint32_t fact)
{
	struct fact_detail d;
	rows_read_fact(w, &w->knowledge->facts[fact], &d);
	uint32_t count = count_sources(&d);
	fact_detail_done(&d);
	return count;
}

struct source_item rows_source(const struct margin_world *w, uint32_t fact, uint32_t i)
{
	struct fact_detail d;
	struct source_item at = {0, false};
	rows_read_fact(w, &w->knowledge->facts[fact], &d);
	while (at.source < d.citation_count && i >= items_of(&d.citations[at.source]))
		i -= items_of(&d.citations[at.source++]);
	at.is_archived = i == 1;
	fact_detail_done(&d);
	return at;
}

// Each source is an item, from r->item on, and its copy in an archive another one.
static void add_citation(struct rows *r, const struct citation *c)
{
	struct buf line = {0};
	words_citation(&line, c);
	rows_add_text(r, 2, buf_string(&line), STYLE_TEXT, ANY);
	buf_done(&line);
	if (words_has_address(c))
		add_address(r, 2, c->address);
	r->item += items_of(c) == 2;
	if (c->archived)
		add_address(r, 2, c->archived);
	r->item++;
}

static void add_sources(struct rows *r, const struct fact_detail *d)
{
	if (d->citation_count == 0)
		return;
	rows_add_heading(r, _("Sources"));
	r->item = 0;
	for (size_t i = 0; i < d->citation_count; i++)
		add_citation(r, &d->citations[i]);
	r->item = -1;
}

// "+ 12 supports “Trump …”": a claim that a fact bears on, in one row, so that all are seen at
// a glance.
static void add_back_link(struct rows *r, const struct margin_world *w, const struct link *l)
{
	const struct annotation *a = &w->knowledge->annotations[l->annotation];
	const char *glyph = words_relation_glyph(l);
	struct buf words = {0};
	buf_add_string(&words, " ");
	if (a->number)
		buf_printf(&words, "%u ", a->number);
	buf_printf(&words, "%s ", words_relation(l));
	size_t first = r->count;
	struct row *row = rows_add(r, 0);
	rows_add_piece(row, glyph, strlen(glyph), words_relation_style(l));
	rows_add_piece(row, buf_string(&words), words.len, STYLE_MUTED);
	int used = 1 + utf8_columns(buf_string(&words), words.len);
	// Where relation and quote do not share a row, the quote has one of its own.
	add_quote(r, a, used <= r->width / 2 ? used : 2, STYLE_TEXT, 1);
	rows_join(r, first);
	buf_done(&words);
}

// The claims that link to a fact, each an item from FIRST on.
static void add_back_links(struct rows *r, const struct margin_world *w, const struct fact *f,
			   uint32_t first)
{
	rows_add_heading(r, f->is_term ? _("Where it stands") : _("Bears on"));
	for (uint32_t i = 0; i < f->link_count; i++) {
		r->item = (int)(first + i);
		add_back_link(r, w, &w->knowledge->links[f->links[i]]);
	}
	r->item = -1;
}

void rows_of_fact(struct rows *r, const struct margin_world *w, uint32_t fact)
{
	const struct fact *f = &w->knowledge->facts[fact];
	struct fact_detail d;
	rows_read_fact(w, f, &d);
	rows_add_heading(r, rows_fact_title(w, f));
	struct buf line = {0};
	words_fact(&line, f);
	rows_add_text(r, 0, buf_string(&line), STYLE_MUTED, ANY);
	buf_done(&line);
	rows_add_blank(r);
	const char *text = rows_choose(w, &d.text);
	rows_add_text(r, 0, *text ? text : _("This set says no more about it."), STYLE_TEXT, ANY);
	add_sources(r, &d);
	if (f->link_count)
		add_back_links(r, w, f, count_sources(&d));
	fact_detail_done(&d);
}

size_t rows_listed_count(const struct margin_world *w)
{
	const struct knowledge *k = w->knowledge;
	return k->claim_count + k->note_count + k->reply_count;
}

uint32_t rows_listed_claim(const struct margin_world *w, int i)
{
	const struct knowledge *k = w->knowledge;
	size_t at = (size_t)i;
	if (at < k->claim_count)
		return k->claims[at];
	at -= k->claim_count;
	return at < k->note_count ? k->notes[at] : k->replies[at - k->note_count];
}

void rows_of_claim_in_list(struct rows *r, const struct margin_world *w, int index)
{
	uint32_t claim = (uint32_t)index;
	const struct annotation *a = &w->knowledge->annotations[claim];
	int digits = rows_number_width(w);
	struct claim_detail d = {0};
	size_t first = r->count;
	rows_add_claim_line(r, a, digits, 1, w->focus == claim ? STYLE_STRONG : STYLE_TEXT, 1);
	size_t before = r->count;
	add_quote(r, a, digits + 4, STYLE_MUTED, 1);
	if (a->role != ROLE_CLAIM && rows_read_claim(w, a, &d))
		rows_add_whose(r, first, a, &d);
	if (r->count == before)
		rows_add_text(r, digits + 4, rows_choose(w, &d.body), STYLE_MUTED, 1);
	if (r->count == before)
		rows_add_text(r, digits + 4, a->name ? a->name : "", STYLE_MUTED, 1);
	claim_detail_done(&d);
}

// "a  12 %", and the words that stand there.
void rows_of_mark_in_list(struct rows *r, const struct margin_world *w, int index)
{
	const struct annotation *a = &w->knowledge->annotations[index];
	char letter[] = {a->letter, '\0'};
	struct buf line = {0};
	struct row *row = rows_add(r, 1);
	rows_add_piece(row, letter, 1, STYLE_KEY);
	if (annotation_has_place(a))
		buf_printf(&line, "  %d %%", document_percent(w->document, a->begin));
	else
		buf_printf(&line, "  %s", words_state(a->state));
	rows_add_piece(row, buf_string(&line), line.len, STYLE_MUTED);
	size_t before = r->count;
	add_quote(r, a, 4, STYLE_TEXT, 1);
	if (r->count == before)
		rows_add(r, 1);
	buf_done(&line);
}

void rows_of_fact_in_list(struct rows *r, const struct margin_world *w, int fact)
{
	const struct fact *f = &w->knowledge->facts[fact];
	size_t before = r->count;
	rows_add_text(r, 1, rows_fact_title(w, f), STYLE_TEXT, 1);
	if (r->count == before)
		rows_add(r, 1);
	before = r->count;
	struct buf line = {0};
	words_fact(&line, f);
	rows_add_text(r, 4, buf_string(&line), STYLE_MUTED, 1);
	if (r->count == before)
		rows_add(r, 1);
	buf_done(&line);
}

void rows_draw(struct grid *g, const struct row *row, int x, int y, int limit, bool is_cursor)
{
	int col = x + row->indent;
	for (int i = 0; i < row->piece_count; i++)
		col = grid_write(g, col, y, limit, row->pieces[i].text, row->pieces[i].style);
	if (row->link)
		grid_link(g, x + row->indent, y, col, row->link);
	if (is_cursor)
		grid_style(g, x, y, limit, STYLE_FOCUS);
}

// "+4 below", in the last row of the margin.
void rows_draw_rest(struct grid *g, int x, int y, int limit, int rest, const char *format)
{
	char words[64];
	snprintf(words, sizeof words, format, rest);
	grid_write(g, x, y, limit, words, STYLE_MUTED);
}
