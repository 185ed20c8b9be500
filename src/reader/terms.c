// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/terms.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/prose.h"
#include "base/translate.h"
#include "base/utf8.h"

enum {
	LOOKED_AT = 64,	       // annotations at a place
	SENTENCE_MOST = 1000,  // [byte] of a text in which its first sentence ends
	ROWS_OF_TERM = 2,      // of each
	ROWS_IN_CLAIM = 3,     // the same in the view of a claim
	ROWS_BESIDE_TEXT = 10, // [row] of a margin that has room for terms below the claims
};

static void add_term(struct terms *t, uint32_t fact)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->facts[i] == fact)
			return;
	if (t->count < TERMS_MOST)
		t->facts[t->count++] = fact;
}

struct terms terms_at(const struct knowledge *k, struct range place)
{
	struct terms t = {0};
	struct placed found[LOOKED_AT];
	if (place.begin == POS_NONE)
		return t;
	size_t n = knowledge_between(k, place.begin, place.end, found, LOOKED_AT);
	for (size_t i = 0; i < n; i++) {
		const struct annotation *a = &k->annotations[found[i].annotation];
		for (uint32_t l = 0; a->role == ROLE_TERM && l < a->link_count && l < LOOKED_AT;
		     l++)
			add_term(&t, k->links[a->first_link + l].fact);
	}
	return t;
}

static bool links_to(const struct knowledge *k, const struct annotation *a, uint32_t fact)
{
	for (uint32_t i = 0; i < a->link_count; i++)
		if (k->links[a->first_link + i].fact == fact)
			return true;
	return false;
}

struct terms terms_of(const struct knowledge *k, uint32_t annotation)
{
	const struct annotation *a = &k->annotations[annotation];
	struct terms own = {0};
	if (!annotation_has_place(a) || annotation_is_on_whole(a))
		return own;
	struct terms t = terms_at(k, (struct range){a->begin, a->end});
	for (size_t i = 0; i < t.count; i++)
		if (!links_to(k, a, t.facts[i]))
			own.facts[own.count++] = t.facts[i];
	return own;
}

// How long the first sentence is, without the blanks behind it.
static size_t first_sentence(const char *text)
{
	size_t n = strlen(text), end = 1;
	if (n == 0)
		return 0;
	uint8_t *flags = mem_new(n + 1, 1);
	prose_mark((const uint8_t *)text, n, flags);
	while (end < n && !(flags[end] & UTF8_SENTENCE))
		end++;
	free(flags);
	while (end > 0 && strchr(" \n\t", text[end - 1]))
		end--;
	return end;
}

void terms_add_rows(struct rows *r, const struct margin_world *w, uint32_t term, int indent,
		    int most)
{
	const struct fact *f = &w->knowledge->facts[term];
	struct fact_detail d;
	struct buf line = {0}, text = {0};
	size_t first = r->count;
	rows_read_fact(w, f, &d);
	const char *said = rows_choose(w, &d.text);
	utf8_repair(&text, said, strlen(said));
	if (text.len > SENTENCE_MOST) {
		int used;
		text.len = utf8_fit(text.data, text.len, SENTENCE_MOST, &used);
		text.data[text.len] = '\0';
	}
	size_t n = first_sentence(buf_string(&text));
	buf_printf(&line, "%s%s", rows_fact_title(w, f), n ? " — " : "");
	buf_add(&line, buf_string(&text), n);
	// A line end within it would begin a row of its own.
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '\n')
			line.data[i] = ' ';
	rows_add_piece(rows_add(r, indent), "=", 1, STYLE_TERM);
	rows_add_text(r, indent + 2, buf_string(&line), STYLE_MUTED, most);
	rows_join(r, first);
	buf_done(&line);
	buf_done(&text);
	fact_detail_done(&d);
}

void terms_add_claim(struct rows *r, const struct margin_world *w, uint32_t annotation)
{
	const struct annotation *a = &w->knowledge->annotations[annotation];
	struct terms t = terms_of(w->knowledge, annotation);
	uint32_t before =
		rows_place_count(w, annotation) + a->link_count + rows_reply_count(w, annotation);
	rows_of_claim(r, w, annotation);
	if (t.count)
		rows_add_blank(r);
	for (size_t i = 0; i < t.count; i++) {
		r->item = (int)(before + i);
		terms_add_rows(r, w, t.facts[i], 0, ROWS_IN_CLAIM);
	}
	r->item = -1;
}

int terms_draw(const struct margin_world *w, struct grid *g, int x, int y, int width, int height)
{
	struct terms t = terms_at(w->knowledge, w->here);
	struct rows r = {.width = width, .item = -1};
	if (height < ROWS_BESIDE_TEXT && height > 1)
		return height;
	for (size_t i = 0; i < t.count && (height > 1 || i < 1); i++)
		terms_add_rows(&r, w, t.facts[i], 0, height > 1 ? ROWS_OF_TERM : 1);
	int top = height - (int)r.count;
	for (size_t i = 0; g && i < r.count; i++)
		rows_draw(g, &r.all[i], x, y + top + (int)i, x + width, false);
	if (r.count)
		top--;
	rows_done(&r);
	return top;
}
