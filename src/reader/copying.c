// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/copying.h"

#include "base/translate.h"
#include "base/utf8.h"
#include "document/motion.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/move.h"
#include "reader/selecting.h"
#include "reader/words.h"

static const char soft_hyphen[] = "\xC2\xAD";

// Well-formed UTF-8 without control characters, but for line feeds and tabs.
static void add_clean(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		uint8_t bytes[4];
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		bool is_control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
		if (!is_control || cp == '\n' || cp == '\t')
			buf_add(out, bytes, utf8_encode(cp, bytes));
	}
}

// A line of its own; nothing where it would be empty.
static void add_line(struct buf *out, const char *before, const char *s)
{
	if (!s || !*s)
		return;
	buf_add_string(out, before);
	add_clean(out, s, strlen(s));
	buf_add_char(out, '\n');
}

// The text between two offsets.  A hyphen that a formatter put at a line's end, of which a soft one
// is left, is not the author's.
static void add_paragraph(struct buf *out, const struct paragraph *p, uint32_t from, uint32_t to)
{
	if (p->span_count == 0 && from < to)
		add_clean(out, p->text + from, to - from);
	for (size_t i = 0; i < p->span_count; i++) {
		uint32_t begin = p->spans[i].off;
		uint32_t end = i + 1 < p->span_count ? p->spans[i + 1].off : p->len;
		bool is_ours = p->spans[i].is_replaced && end - begin == strlen(soft_hyphen) &&
			       memcmp(p->text + begin, soft_hyphen, end - begin) == 0;
		begin = begin > from ? begin : from;
		end = end < to ? end : to;
		if (begin < end && !is_ours)
			add_clean(out, p->text + begin, end - begin);
	}
}

void copying_add_text(struct buf *out, const struct document *d, struct range range)
{
	for (uint64_t pos = range.begin; pos < range.end && !out->is_full;) {
		struct paragraph p = {0};
		size_t n;
		if (!document_paragraph(d, pos, &p))
			break;
		uint64_t end = p.end;
		add_paragraph(out, &p, paragraph_off(&p, pos), paragraph_off(&p, range.end));
		paragraph_done(&p);
		if (end <= pos)
			break;
		// A line that is too long is cut into paragraphs without a line end between.
		if (end < range.end && *source_bytes(d->source, end - 1, &n) == '\n')
			buf_add_char(out, '\n');
		pos = end;
	}
}

// The words that it is about, in quotation marks: as they stand in the text where they are what was
// quoted, else as they were quoted.
static void add_quote(const struct reader *r, const struct annotation *a, struct buf *out)
{
	struct buf quote = {.ceiling = COPYING_MOST};
	if (a->state == ANCHOR_FOUND && annotation_has_place(a) && !annotation_is_on_whole(a))
		copying_add_text(&quote, &r->session.document, (struct range){a->begin, a->end});
	else if (a->selector.exact)
		add_clean(&quote, a->selector.exact, strlen(a->selector.exact));
	if (quote.len)
		buf_printf(out, "“%s”\n", buf_string(&quote));
	out->is_full |= quote.is_full;
	buf_done(&quote);
	if (r->session.knowledge.title)
		add_line(out, "— ", r->session.knowledge.title);
}

static void add_citation(struct buf *out, const char *indent, const struct citation *c)
{
	struct buf line = {0};
	words_citation(&line, c);
	add_line(out, indent, buf_string(&line));
	if (words_has_address(c))
		add_line(out, indent, c->address);
	add_line(out, indent, c->archived);
	buf_done(&line);
}

// "+ supports: A title (23 February 2019)", and its sources below it.
static void add_link(const struct margin_world *w, const struct link *l, struct buf *out)
{
	const struct fact *f = &w->knowledge->facts[l->fact];
	struct fact_detail d;
	struct buf line = {0};
	buf_printf(&line, "%s %s: %s", words_relation_glyph(l), words_relation(l),
		   rows_fact_title(w, f));
	if (f->period) {
		buf_add_string(&line, " (");
		words_period(&line, f->period);
		buf_add_char(&line, ')');
	}
	add_line(out, "", buf_string(&line));
	rows_read_fact(w, f, &d);
	for (size_t i = 0; i < d.citation_count && !out->is_full; i++)
		add_citation(out, "  ", &d.citations[i]);
	fact_detail_done(&d);
	buf_done(&line);
}

static const char *copy_annotation(const struct reader *r, uint32_t annotation, struct buf *out)
{
	const struct annotation *a = state_annotation(r, annotation);
	struct margin_world world = world_of(r, NULL, 0);
	struct claim_detail d;
	struct buf line = {0};
	rows_read_claim(&world, a, &d);
	add_quote(r, a, out);
	if (a->role == ROLE_CLAIM) {
		words_claim(&line, a);
		add_line(out, "", buf_string(&line));
	}
	add_line(out, "", rows_choose(&world, &d.reason));
	add_line(out, "", rows_choose(&world, &d.body));
	buf_clear(&line);
	words_author(&line, &d);
	add_line(out, "", buf_string(&line));
	add_line(out, "", d.address);
	for (uint32_t i = 0; i < a->link_count && !out->is_full; i++) {
		buf_add_string(out, i ? "" : "\n");
		add_link(&world, &world.knowledge->links[a->first_link + i], out);
	}
	claim_detail_done(&d);
	buf_done(&line);
	switch (a->role) {
	case ROLE_CLAIM:
		return _("The claim");
	case ROLE_REPLY:
		return _("The reply");
	case ROLE_NOTE:
		return a->is_highlight ? _("The highlight") : _("The note");
	default:
		return _("The passage");
	}
}

static const char *copy_fact(const struct reader *r, uint32_t fact, struct buf *out)
{
	const struct fact *f = &r->session.knowledge.facts[fact];
	struct margin_world world = world_of(r, NULL, 0);
	struct fact_detail d;
	struct buf line = {0};
	rows_read_fact(&world, f, &d);
	add_line(out, "", rows_fact_title(&world, f));
	words_fact(&line, f);
	add_line(out, "", buf_string(&line));
	add_line(out, "\n", rows_choose(&world, &d.text));
	for (size_t i = 0; i < d.citation_count && !out->is_full; i++) {
		buf_add_string(out, i ? "" : "\n");
		add_citation(out, "", &d.citations[i]);
	}
	fact_detail_done(&d);
	buf_done(&line);
	return f->is_term ? _("The term") : _("The fact");
}

static const char *copy_source(const struct reader *r, uint32_t item, struct buf *out)
{
	struct margin_world world = world_of(r, NULL, 0);
	uint32_t fact = r->margin.subject;
	struct source_item at = rows_source(&world, fact, item);
	struct fact_detail d;
	rows_read_fact(&world, &world.knowledge->facts[fact], &d);
	if (at.source < d.citation_count)
		add_citation(out, "", &d.citations[at.source]);
	fact_detail_done(&d);
	return _("The source");
}

// What is copied, by name; NULL when one is on nothing.
static const char *copy_item(const struct reader *r, struct buf *out)
{
	struct item item = move_item_here(r);
	bool is_claim = r->in_margin && r->margin.view == VIEW_CLAIM;
	bool is_fact = r->in_margin && r->margin.view == VIEW_FACT;
	if (item.kind == ITEM_CLAIM)
		return copy_annotation(r, item.index, out);
	if (item.kind == ITEM_FACT)
		return copy_fact(r, item.index, out);
	if (item.kind == ITEM_SOURCE)
		return copy_source(r, item.index, out);
	if (item.kind == ITEM_MATCH) {
		struct match m = search_match(&r->search, item.index);
		copying_add_text(out, &r->session.document,
				 motion_unit(&r->session.document, m.begin, UNIT_SENTENCE));
		return _("The sentence");
	}
	if (is_claim)
		return copy_annotation(r, r->margin.subject, out);
	if (is_fact)
		return copy_fact(r, r->margin.subject, out);
	if (r->in_margin || r->focus == INDEX_NONE)
		return NULL;
	return copy_annotation(r, r->focus, out);
}

static const char *copy_selection(struct reader *r, struct buf *out)
{
	if (!r->selecting.is_extending)
		selecting_take_unit(r, UNIT_WORD);
	copying_add_text(out, &r->session.document, state_selection(r));
	return _("The selection");
}

void copying_copy(struct reader *r)
{
	struct buf *out = &r->copy;
	buf_done(out);
	*out = (struct buf){.ceiling = COPYING_MOST};
	const char *what = r->selecting.is_on ? copy_selection(r, out) : copy_item(r, out);
	if (!what) {
		state_tell_keys(r, _("There is nothing to copy here: {claim-next} goes to a claim, "
				     "{select} selects."));
		return;
	}
	while (out->len > 0 && out->data[out->len - 1] == '\n' && !r->selecting.is_on)
		out->data[--out->len] = '\0';
	if (out->is_full)
		state_tell(r, _("This is longer than 1 MiB: nothing was copied."));
	else if (out->len == 0)
		state_tell(r, _("There is no text in this: nothing was copied."));
	else
		r->copy_what = what;
	if (r->copy_what && r->selecting.is_on)
		selecting_end(r);
}
