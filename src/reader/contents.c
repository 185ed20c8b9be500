// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/contents.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/keyboard.h"

enum {
	AROUND = 64 * 1024, // [byte] before the end that what is added may make a heading of
	INDENT = 2,	    // [col] of each level
	TITLE_LEAST = 12,   // [col] that no indent takes from a heading
	PLACE_WIDTH = 6,    // [col] of " 100 %"
	PLACE_ROOM = 24,    // [col] from which on it is shown
};

void contents_begin(struct contents *c, const struct document *d)
{
	if (c->document)
		return;
	c->document = d;
	c->next = document_begin(d);
}

void contents_done(struct contents *c)
{
	if (!c)
		return;
	free(c->all);
	*c = (struct contents){0};
}

static void take(struct contents *c, const struct heading *found, size_t count)
{
	c->all = mem_reserve(c->all, &c->capacity, c->count + count, sizeof *c->all);
	for (size_t i = 0; i < count && c->count < CONTENTS_MOST; i++) {
		c->all[c->count++] = found[i];
		if (!c->top || found[i].level < c->top)
			c->top = found[i].level;
	}
}

enum step contents_step(struct contents *c, struct budget budget)
{
	struct heading found[FORMAT_HEADINGS];
	size_t count;
	if (!c->document || c->is_done)
		return STEP_DONE;
	while (c->next < document_end(c->document) && c->count < CONTENTS_MOST) {
		c->next = document_headings(c->document, c->next, found, &count);
		take(c, found, count);
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	c->is_done = true;
	return STEP_DONE;
}

void contents_text_changed(struct contents *c, uint64_t before)
{
	if (!c->document)
		return;
	uint64_t begin = document_begin(c->document);
	uint64_t from = before > begin + AROUND ? before - AROUND : begin;
	if (c->next < from)
		return; // not looked at so far
	c->next = from;
	c->is_done = false;
	while (c->count > 0 && c->all[c->count - 1].begin >= from)
		c->count--;
	if (c->count == 0)
		c->top = 0;
}

bool contents_reaches(const struct contents *c, uint64_t pos)
{
	return c->is_done || c->next > pos;
}

int contents_at(const struct contents *c, uint64_t pos)
{
	size_t low = 0, high = c->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c->all[middle].begin <= pos)
			low = middle + 1;
		else
			high = middle;
	}
	return (int)low - 1;
}

// The words of a heading: the signs before it that tell its level are told by the indent.
static const char *title_of(const struct paragraph *p, int level)
{
	const char *s = p->text + strspn(p->text, "#");
	return s > p->text && s - p->text == level && *s == ' ' ? s + strspn(s, " ") : p->text;
}

static int indent_of(const struct contents *c, const struct heading *h, int width)
{
	int indent = 2 + INDENT * (h->level - c->top);
	int most = width - TITLE_LEAST;
	if (indent > most)
		indent = most;
	return indent < 2 ? 2 : indent;
}

void contents_add_row(struct rows *r, const struct margin_world *w, int i)
{
	const struct heading *h = &w->contents->all[i];
	struct paragraph p = {0};
	bool is_current = i == w->current_heading;
	int indent = indent_of(w->contents, h, r->width);
	size_t first = r->count;
	struct row *row = rows_add(r, 0);
	if (is_current)
		rows_add_piece(row, "›", strlen("›"), STYLE_STRONG);
	if (document_paragraph(w->document, h->begin, &p)) {
		struct rows narrow = {.width = r->width - PLACE_WIDTH, .item = r->item};
		bool has_place = r->width >= PLACE_ROOM;
		rows_add_text(has_place ? &narrow : r, indent, title_of(&p, h->level),
			      is_current ? STYLE_STRONG : STYLE_TEXT, 1);
		if (has_place)
			rows_move(r, &narrow);
		rows_join(r, first);
		paragraph_done(&p);
	}
	if (r->width < PLACE_ROOM)
		return;
	char place[16];
	int n = snprintf(place, sizeof place, "%d %%", document_percent(w->document, h->begin));
	rows_add_piece(rows_add(r, r->width - n), place, (size_t)n, STYLE_MUTED);
	rows_join(r, first);
}

void contents_add_none(struct rows *r, const struct margin_world *w)
{
	struct buf text = {0};
	if (w->contents->is_done)
		keyboard_say(
			w->keyboard,
			_("This text has no headings. {paragraph-previous} and {paragraph-next} go "
			  "from paragraph to paragraph, {search} searches."),
			&text);
	else
		buf_printf(&text, _("Looking for headings… %d %%"),
			   document_percent(w->document, w->contents->next));
	rows_add_text(r, 0, buf_string(&text), STYLE_TEXT, INT32_MAX);
	buf_done(&text);
}
