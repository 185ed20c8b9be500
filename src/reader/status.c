// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/status.h"

#include "base/translate.h"
#include "base/utf8.h"
#include "reader/whereabouts.h"
#include "reader/words.h"
#include "reader/world.h"

enum { CHARACTERS_A_MINUTE = 1100 }; // of reading

static void add_part(struct buf *out, const char *part)
{
	if (out->len && *part)
		buf_add_string(out, " · ");
	buf_add_string(out, part);
}

static void write_paragraph(const struct reader *r, struct buf *out)
{
	const struct document *d = &r->session.document;
	uint64_t begin, end;
	if (r->page.row_count == 0)
		return;
	page_row_range(&r->page, 0, &begin, &end);
	struct buf part = {0};
	bool has_paragraph = whereabouts_paragraph(&part, d, end > begin ? end - 1 : begin);
	// Bytes tell at once what paragraphs do when all of them are counted.
	if (!has_paragraph || !document_is_counted(d)) {
		struct buf percent = {0};
		buf_printf(&percent, "%d %%", document_percent(d, page_end(&r->page)));
		add_part(out, buf_string(&percent));
		buf_done(&percent);
	}
	add_part(out, buf_string(&part));
	buf_done(&part);
}

static void write_following(const struct reader *r, struct buf *out)
{
	if (r->is_following)
		add_part(out, _("following"));
}

// Which of several places is meant.
static void write_place(const struct reader *r, struct buf *out)
{
	const struct annotation *a = state_annotation(r, r->focus);
	uint32_t i = a->other_count;
	while (i > 0 && whereabouts_place(a, i).begin != r->focus_at)
		i--;
	if (annotation_has_place(a) && a->other_count)
		buf_printf(out, _("place %u of %u"), i + 1, a->other_count + 1);
}

static void write_claim(const struct reader *r, struct buf *out)
{
	const struct knowledge *k = &r->session.knowledge;
	struct buf part = {0};
	if (k->claim_count == 0)
		return;
	if (r->focus != INDEX_NONE && k->annotations[r->focus].number)
		buf_printf(&part, _("claim %u/%zu"), k->annotations[r->focus].number,
			   k->claim_count);
	else
		buf_printf(&part, PLURAL("%zu claim", "%zu claims", k->claim_count),
			   k->claim_count);
	add_part(out, buf_string(&part));
	buf_clear(&part);
	if (r->focus != INDEX_NONE) {
		write_place(r, &part);
		add_part(out, words_state(k->annotations[r->focus].state));
		add_part(out, buf_string(&part));
	}
	buf_done(&part);
}

// That marks are still to come.
static void write_reading(const struct reader *r, struct buf *out)
{
	int percent = session_percent_read(&r->session);
	struct buf part = {0};
	if (percent >= 0)
		buf_printf(&part, _("reading the set… %d %%"), percent);
	add_part(out, buf_string(&part));
	buf_done(&part);
}

// That not all claims are marked.
static void write_filter(const struct reader *r, struct buf *out)
{
	struct buf part = {0};
	struct margin_world world = world_of(r, NULL, 0);
	if (!r->filter_wanted || !(r->filter.what & HITS_CLAIMS) ||
	    filter_is_empty(r->filter_wanted))
		return;
	buf_printf(&part, _("filter: %zu%s of %zu"), r->filter.count, r->filter.is_done ? "" : "…",
		   hits_total(&r->filter, &world));
	add_part(out, buf_string(&part));
	buf_done(&part);
}

static int searched_percent(const struct reader *r)
{
	const struct search *s = &r->search;
	uint64_t size = source_size(s->source);
	uint64_t read = (s->after_end - s->before_begin) / (size / 100 + 1);
	return read > 100 ? 100 : (int)read;
}

static void write_no_match(const struct reader *r, struct buf *out)
{
	if (r->search.is_done)
		buf_add_string(out, _("no match"));
	else
		buf_printf(out, _("searching… %d %%"), searched_percent(r));
}

void status_add_match(const struct reader *r, struct buf *out)
{
	struct buf part = {0};
	size_t i, count = r->has_search ? search_count(&r->search) : 0;
	if (!r->has_search)
		return;
	const char *more = r->search.is_too_many ? "+" : r->search.is_done ? "" : "…";
	if (r->current != POS_NONE && search_next(&r->search, r->current, &i))
		buf_printf(&part, _("match %zu of %zu%s"), i + 1, count, more);
	else if (count)
		buf_printf(&part, PLURAL("%zu%s match", "%zu%s matches", count), count, more);
	else
		write_no_match(r, &part);
	add_part(out, buf_string(&part));
	buf_done(&part);
}

static void write_time(const struct reader *r, struct buf *out)
{
	const struct index *x = r->session.document.index;
	if (index_end(x) < document_end(&r->session.document))
		return;
	if (index_characters(x) == 0)
		return;
	uint64_t minutes = (index_characters(x) + CHARACTERS_A_MINUTE - 1) / CHARACTERS_A_MINUTE;
	struct buf part = {0};
	if (minutes < 120)
		buf_printf(&part, _("reading time %llu min"), (unsigned long long)minutes);
	else
		buf_printf(&part, _("reading time %llu h"),
			   (unsigned long long)(minutes + 30) / 60);
	add_part(out, buf_string(&part));
	buf_done(&part);
}

// Title at the left, where one is at the right; what does not fit goes, the last first.
void status_draw(struct reader *r)
{
	static void (*const writers[])(const struct reader *, struct buf *) = {
		write_following, status_add_match, write_reading, write_filter,
		write_claim,	 write_paragraph,  write_time};
	int cols = r->cols, count = sizeof writers / sizeof *writers;
	int least = cols < 40	? 3
		    : cols < 60 ? 6
				: cols / 3; // [col] that the title is left at least
	struct buf right = {0};
	for (; count > 0; count--) {
		buf_clear(&right);
		for (int i = 0; i < count; i++)
			writers[i](r, &right);
		if (utf8_columns(buf_string(&right), right.len) <= cols - least - 3)
			break;
	}
	int width = count ? utf8_columns(buf_string(&right), right.len) : 0;
	grid_style(&r->grid, 0, r->frame.status_row, cols, STYLE_BAR);
	grid_write(&r->grid, 1, r->frame.status_row, cols - width - 2, r->session.title,
		   STYLE_BAR | STYLE_STRONG);
	if (count)
		grid_write(&r->grid, cols - width - 1, r->frame.status_row, cols,
			   buf_string(&right), STYLE_BAR);
	buf_done(&right);
}
