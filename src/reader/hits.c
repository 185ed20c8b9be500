// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/hits.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/filter.h"
#include "reader/words.h"

static const char border = '\x01'; // between two fields; nothing matches across it

static void add_field(struct buf *out, const char *text)
{
	if (out->len)
		buf_add_char(out, border);
	buf_add_string(out, text ? text : "");
}

static void add_claim_words(struct buf *out, const struct margin_world *w, uint32_t index,
			    unsigned what)
{
	const struct annotation *a = &w->knowledge->annotations[index];
	struct claim_detail d;
	rows_read_claim(w, a, &d);
	add_field(out, rows_choose(w, &d.reason));
	add_field(out, rows_choose(w, &d.body));
	for (size_t i = 0; i < d.link_count; i++)
		add_field(out, rows_choose(w, &d.link_reasons[i]));
	if (what & HITS_LISTED) {
		buf_add_char(out, border);
		words_claim(out, a);
		add_field(out, a->selector.exact);
		add_field(out, a->name);
	}
	claim_detail_done(&d);
}

static void add_fact_words(struct buf *out, const struct margin_world *w, uint32_t index,
			   unsigned what)
{
	const struct fact *f = &w->knowledge->facts[index];
	struct fact_detail d;
	rows_read_fact(w, f, &d);
	add_field(out, rows_fact_title(w, f));
	add_field(out, rows_choose(w, &d.text));
	if (what & HITS_LISTED) {
		buf_add_char(out, border);
		words_fact(out, f);
	}
	fact_detail_done(&d);
}

static void add_words(struct buf *out, const struct margin_world *w, struct hit hit, unsigned what)
{
	if (hit.is_fact)
		add_fact_words(out, w, hit.index, what);
	else
		add_claim_words(out, w, hit.index, what);
}

void hits_init(struct hits *h, const struct query *query, unsigned what)
{
	hits_done(h);
	h->query = query;
	h->what = what;
}

void hits_init_filter(struct hits *h, struct filter *filter, unsigned what)
{
	hits_done(h);
	h->filter = filter;
	h->what = what;
}

void hits_done(struct hits *h)
{
	free(h->all);
	free(h->shown);
	*h = (struct hits){0};
}

// The NUMBERth item of all that are looked at; false when there are no more.
static bool item_at(const struct hits *h, const struct margin_world *w, size_t number,
		    struct hit *hit)
{
	const struct knowledge *k = w->knowledge;
	size_t listed = h->what & HITS_CLAIMS ? rows_listed_count(w) : 0;
	size_t claims = h->what & HITS_CLAIMS ? listed + k->threaded_count : 0;
	size_t facts = h->what & HITS_FACTS ? k->listed_fact_count : 0;
	size_t marks = h->what & HITS_MARKS ? k->mark_count : 0;
	if (number < listed)
		*hit = (struct hit){false, rows_listed_claim(w, (int)number)};
	else if (number < claims)
		*hit = (struct hit){false, k->threaded[number - listed]};
	else if (number - claims < facts)
		*hit = (struct hit){true, k->listed_facts[number - claims]};
	else if (number - claims - facts < marks)
		*hit = (struct hit){false, k->marks[number - claims - facts]};
	return number < claims + facts + marks;
}

size_t hits_total(const struct hits *h, const struct margin_world *w)
{
	return (h->what & HITS_CLAIMS ? rows_listed_count(w) : 0) +
	       (h->what & HITS_FACTS ? w->knowledge->listed_fact_count : 0) +
	       (h->what & HITS_MARKS ? w->knowledge->mark_count : 0);
}

bool hits_has(const struct hits *h, uint32_t annotation)
{
	return annotation < h->shown_count && h->shown[annotation];
}

static void show(struct hits *h, const struct margin_world *w, uint32_t annotation)
{
	if (annotation >= h->shown_count) {
		size_t count = w->knowledge->annotation_count;
		h->shown = mem_resize(h->shown, count, sizeof *h->shown);
		memset(h->shown + h->shown_count, 0, count - h->shown_count);
		h->shown_count = count;
	}
	h->shown[annotation] = true;
}

static bool is_hit(struct hits *h, const struct margin_world *w, struct hit hit)
{
	struct buf words = {0};
	size_t begin, end;
	if (!h->filter || filter_needs_words(h->filter))
		add_words(&words, w, hit, h->what);
	const char *s = buf_string(&words);
	bool is = h->filter ? filter_takes(h->filter, w, hit.is_fact, hit.index, s, words.len)
			    : query_find(h->query, (const uint8_t *)s, words.len, 0, &begin, &end);
	buf_done(&words);
	return is;
}

enum step hits_step(struct hits *h, const struct margin_world *w, struct budget budget)
{
	struct hit hit;
	while (item_at(h, w, h->next, &hit)) {
		h->next++;
		if (is_hit(h, w, hit)) {
			h->all = mem_reserve(h->all, &h->capacity, h->count + 1, sizeof *h->all);
			h->all[h->count++] = hit;
			if (h->filter && !hit.is_fact)
				show(h, w, hit.index);
		}
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	h->is_done = true;
	return STEP_DONE;
}

// Listing.

// A stretch of text in one row: safe, with single blanks.
static void add_piece(struct row *row, const char *s, size_t n, style st)
{
	struct buf safe = {0}, line = {0};
	utf8_sanitize(&safe, s, n);
	for (size_t i = 0; i < safe.len; i++) {
		char c = safe.data[i] == '\n' || safe.data[i] == '\t' ? ' ' : safe.data[i];
		if (c != ' ' || line.len == 0 || line.data[line.len - 1] != ' ')
			buf_add_char(&line, c);
	}
	rows_add_piece(row, buf_string(&line), line.len, st);
	buf_done(&safe);
	buf_done(&line);
}

// What stands around [BEGIN, END) of a text of N bytes, in one row, from a word's begin on.
static void add_context(struct rows *r, const char *s, size_t n, size_t begin, size_t end)
{
	size_t room = r->width > 12 ? (size_t)r->width / 2 : 4;
	size_t from = begin > room ? begin - room : 0;
	while (from > 0 && from < begin && s[from - 1] != ' ' && s[from - 1] != '\n')
		from++;
	while (from > 0 && from < begin && ((uint8_t)s[from] & 0xC0) == 0x80)
		from++;
	struct row *row = rows_add(r, 1);
	if (from > 0)
		rows_add_piece(row, "…", strlen("…"), STYLE_MUTED);
	add_piece(row, s + from, begin - from, STYLE_TEXT);
	add_piece(row, s + begin, end - begin, STYLE_MATCH);
	size_t most = (size_t)r->width * 4;
	size_t rest = n - end < most ? n - end : most;
	while (rest > 0 && rest < n - end && ((uint8_t)s[end + rest] & 0xC0) == 0x80)
		rest--;
	add_piece(row, s + end, rest, STYLE_TEXT);
}

static void add_match_rows(struct rows *r, const struct margin_world *w, struct match m)
{
	struct paragraph p;
	struct buf place = {0};
	uint64_t number = index_paragraph_at(w->document->index, m.begin);
	if (document_paragraph(w->document, m.begin, &p)) {
		uint32_t begin = paragraph_off(&p, m.begin), end = paragraph_off(&p, m.end);
		add_context(r, p.text, p.len, begin, end > begin ? end : begin);
		paragraph_done(&p);
	} else {
		rows_add(r, 1);
	}
	if (number)
		buf_printf(&place, _("paragraph %llu"), (unsigned long long)number);
	else
		buf_printf(&place, "%d %%", document_percent(w->document, m.begin));
	rows_add_text(r, 4, buf_string(&place), STYLE_MUTED, 1);
	buf_done(&place);
}

static void add_hit_rows(struct rows *r, const struct margin_world *w, struct hit hit)
{
	struct buf words = {0}, place = {0};
	size_t begin = 0, end = 0;
	add_words(&words, w, hit, 0);
	query_find(w->hits->query, (const uint8_t *)buf_string(&words), words.len, 0, &begin, &end);
	size_t first = begin, last = end;
	while (first > 0 && words.data[first - 1] != border)
		first--;
	while (last < words.len && words.data[last] != border)
		last++;
	add_context(r, buf_string(&words) + first, last - first, begin - first, end - first);
	const struct annotation *a = hit.is_fact ? NULL : &w->knowledge->annotations[hit.index];
	if (hit.is_fact)
		buf_printf(&place, "%s · %s",
			   w->knowledge->facts[hit.index].is_term ? _("term") : _("fact"),
			   rows_fact_title(w, &w->knowledge->facts[hit.index]));
	else if (a->number)
		buf_printf(&place, _("claim %u"), a->number);
	else
		buf_add_string(&place, words_kind(a));
	rows_add_text(r, 4, buf_string(&place), STYLE_MUTED, 1);
	buf_done(&words);
	buf_done(&place);
}

void hits_add_rows(struct rows *r, const struct margin_world *w, int i)
{
	size_t in_text = search_count(w->search);
	if ((size_t)i < in_text)
		add_match_rows(r, w, search_match(w->search, (size_t)i));
	else
		add_hit_rows(r, w, w->hits->all[(size_t)i - in_text]);
}
