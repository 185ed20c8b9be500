// SPDX-License-Identifier: ISC
// The rows between two entries, the lead of the second, follow from the two and are made again when
// they are shown: a view of 100,000 facts is an array of them and nothing else.
#include "config.h"

#include "reader/timeline.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/hits.h"
#include "reader/keyboard.h"
#include "reader/words.h"

enum {
	ENTRY_ROWS = 2,	    // date and strip, title
	MOST_GAP = 3,	    // rows of a gap that is drawn in proportion; more is a break
	MOST_LEAD = 12,	    // rows before an entry
	AXIS_COL = 1,	    // behind the sign of a relation
	WORDS_COL = 3,	    // behind the axis
	SHORT_DATE = 27,    // [col] of "21 okt. 1994 – 14 apr. 2009"
	STRIP_MOST = 12,    // cells that stand for the text
	STRIP_LEAST = 5,    // fewer say nothing
	STRIP_LINKS = 5000, // of one fact that are looked at
	LONG_DATES = 44,    // [col] from which on months are written in full
	AT_ONCE = 4096,	    // facts that nobody has to wait for
	STRETCH = 1000,	    // facts before the budget is asked
	RUN = 512,	    // facts that are sorted in one go
};

enum stage { STAGE_TAKE, STAGE_RUNS, STAGE_MERGE, STAGE_SCALE, STAGE_ROWS, STAGE_DONE };

enum words_of_entry { DATED, UNDATED, UNREADABLE };

static const int64_t unit_days[] = {1, 7, 30, 365, 3652, 36524};

void timeline_done(struct timeline *t)
{
	if (!t)
		return;
	timeline_done(t->next);
	free(t->next);
	free(t->other);
	free(t->all);
	*t = (struct timeline){0};
}

// Sorting.

// Where a period stands on the axis: with an open begin, where it ends.
static int by_time(const void *a, const void *b)
{
	const struct timeline_entry *x = a, *y = b;
	if ((x->words == DATED) != (y->words == DATED))
		return x->words == DATED ? -1 : 1;
	if (x->words == DATED && x->period.begin != y->period.begin)
		return x->period.begin < y->period.begin ? -1 : 1;
	// What takes longer, or is told less exactly, comes first, as around what follows it.
	if (x->words == DATED && x->period.end != y->period.end)
		return x->period.end > y->period.end ? -1 : 1;
	return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static void add_entry(struct timeline *t, const struct knowledge *k, uint32_t fact)
{
	const struct fact *f = &k->facts[fact];
	struct timeline_entry e = {.fact = fact, .words = UNDATED};
	if (f->period && period_read(f->period, &e.period))
		e.words = DATED;
	else if (f->period)
		e.words = UNREADABLE;
	// A term is explained, and only rarely dated.
	if (f->is_term && e.words == UNDATED)
		return;
	t->dated += e.words == DATED;
	t->all[t->count++] = e;
}

static size_t lower(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t count_of(const struct knowledge *k, const struct hits *filter)
{
	return filter ? filter->count : k->listed_fact_count;
}

static void next_stage(struct timeline *t)
{
	t->stage++;
	t->at = 0;
}

static void take_facts(struct timeline *t, const struct knowledge *k, const struct hits *filter)
{
	size_t most = count_of(k, filter), end = lower(t->at + STRETCH, most);
	if (!t->all)
		t->all = mem_resize(NULL, most, sizeof *t->all);
	for (; t->at < end; t->at++) {
		if (!filter)
			add_entry(t, k, k->listed_facts[t->at]);
		else if (filter->all[t->at].is_fact)
			add_entry(t, k, filter->all[t->at].index);
	}
	if (t->at >= most)
		next_stage(t);
}

static void begin_merge(struct timeline *t, size_t width)
{
	t->width = width;
	t->at = t->left = t->written = 0;
	t->right = lower(width, t->count);
}

static void sort_runs(struct timeline *t)
{
	if (t->at < t->count) {
		qsort(t->all + t->at, lower(RUN, t->count - t->at), sizeof *t->all, by_time);
		t->at += RUN;
		return;
	}
	next_stage(t);
	t->other = mem_resize(NULL, t->count, sizeof *t->other);
	begin_merge(t, RUN);
}

// Merges the pair of runs that begins AT, of which LEFT and RIGHT come next.
static void merge_runs(struct timeline *t)
{
	if (t->width >= t->count) {
		free(t->other);
		t->other = NULL;
		next_stage(t);
		return;
	}
	for (size_t n = 0; n < STRETCH && t->written < t->count; n++) {
		size_t middle = lower(t->at + t->width, t->count);
		size_t end = lower(t->at + 2 * t->width, t->count);
		bool has_left = t->left < middle, has_right = t->right < end;
		bool is_left = has_left &&
			       (!has_right || by_time(&t->all[t->left], &t->all[t->right]) <= 0);
		t->other[t->written++] = t->all[is_left ? t->left++ : t->right++];
		if (t->written < end)
			continue;
		t->at = t->left = end;
		t->right = lower(end + t->width, t->count);
	}
	if (t->written < t->count)
		return;
	struct timeline_entry *merged = t->other;
	t->other = t->all;
	t->all = merged;
	begin_merge(t, t->width * 2);
}

// Scale.

// The number of the month, year, decade or century that holds a day.
static int64_t head_of(enum timeline_unit heads, int64_t day)
{
	int64_t year = period_year(day);
	int64_t years = heads == UNIT_DECADES ? 10 : heads == UNIT_CENTURIES ? 100 : 1;
	if (heads == UNIT_MONTHS)
		return year * 12 + period_month(day) - 1;
	return year / years - (year % years < 0);
}

static bool has_new_head(const struct timeline *t, enum timeline_unit heads, size_t i)
{
	return i == 0 ||
	       head_of(heads, t->all[i].period.begin) != head_of(heads, t->all[i - 1].period.begin);
}

// The rule stands where the facts after the text begin.  A fact within the time in which the text
// may have been published is before it when the set says so.
static bool is_before_text(const struct timeline *t, const struct knowledge *k, size_t i)
{
	const struct timeline_entry *e = &t->all[i];
	enum timing timing = k->facts[e->fact].timing;
	bool is_told = timing == TIMING_BEFORE || timing == TIMING_BOTH;
	return e->period.begin < t->text.begin || (e->period.begin <= t->text.end && is_told);
}

static void count_entry(struct timeline *t, const struct knowledge *k, size_t i)
{
	int64_t length = i ? t->all[i].period.begin - t->all[i - 1].period.begin : 0;
	t->lengths += length > 0;
	for (enum timeline_unit u = UNIT_DAYS; u <= UNIT_CENTURIES; u++) {
		t->shorter[u] += length > 0 && length < unit_days[u];
		t->headings[u] += u >= UNIT_MONTHS && has_new_head(t, u, i);
	}
	if (t->has_text && is_before_text(t, k, i))
		t->rule = i + 1;
}

// A row of the axis is as long as half of the distances are at least.  Headings help when several
// facts stand below each.
static void find_scale(struct timeline *t, const struct knowledge *k)
{
	if (t->at == 0) {
		t->has_text = k->date && period_read(k->date, &t->text);
		t->rule = t->has_text ? 0 : SIZE_MAX;
	}
	for (size_t end = lower(t->at + STRETCH, t->dated); t->at < end; t->at++)
		count_entry(t, k, t->at);
	if (t->at < t->dated)
		return;
	t->unit = UNIT_DAYS;
	while (t->lengths && t->unit < UNIT_CENTURIES && t->shorter[t->unit + 1] <= t->lengths / 2)
		t->unit++;
	t->heads = UNIT_MONTHS;
	while (t->heads < UNIT_CENTURIES && t->headings[t->heads] > 3 &&
	       t->headings[t->heads] * 3 > t->dated)
		t->heads++;
	next_stage(t);
}

// Rows before an entry.

enum lead_kind { LEAD_GAP, LEAD_BREAK, LEAD_HEAD, LEAD_RULE, LEAD_UNDATED };

struct lead {
	struct {
		enum lead_kind kind;
		int64_t days; // of a break, or the day that a heading is for
		bool is_after;
	} all[MOST_LEAD];
	uint8_t count;
};

static void add_lead(struct lead *l, enum lead_kind kind, int64_t days, bool is_after)
{
	l->all[l->count].kind = kind;
	l->all[l->count].days = days;
	l->all[l->count++].is_after = is_after;
}

// Rows in proportion to the distance, or one that says how long it is.
static void add_gap(const struct timeline *t, struct lead *l, int64_t from, int64_t to,
		    bool is_after)
{
	int64_t rows = to > from ? (to - from) / unit_days[t->unit] : 0;
	if (rows > MOST_GAP)
		add_lead(l, LEAD_BREAK, to - from, is_after);
	for (int64_t i = 0; i < rows && rows <= MOST_GAP; i++)
		add_lead(l, LEAD_GAP, 0, is_after);
}

// What stands before entry I; behind the last one, which is no entry, the rule may.
static struct lead lead_of(const struct timeline *t, size_t i)
{
	struct lead l = {0};
	bool has_before = i > 0 && i <= t->dated, is_dated = i < t->dated;
	bool has_rule = t->has_text && t->rule == i && (is_dated || has_before);
	bool is_after = t->has_text && t->rule <= i;
	int64_t from = has_before ? t->all[i - 1].period.begin : 0;
	if (has_rule) {
		if (has_before)
			add_gap(t, &l, from, t->text.begin, false);
		add_lead(&l, LEAD_RULE, 0, false);
		if (is_dated)
			add_gap(t, &l, t->text.end, t->all[i].period.begin, true);
	} else if (has_before && is_dated) {
		add_gap(t, &l, from, t->all[i].period.begin, is_after);
	}
	if (is_dated && has_new_head(t, t->heads, i))
		add_lead(&l, LEAD_HEAD, t->all[i].period.begin, is_after);
	if (i == t->dated && i < t->count)
		add_lead(&l, LEAD_UNDATED, 0, false);
	return l;
}

static void place_rows(struct timeline *t)
{
	size_t end = lower(t->at + STRETCH, t->count);
	for (; t->at < end; t->at++) {
		size_t i = t->at;
		t->all[i].lead = lead_of(t, i).count;
		t->all[i].row = t->rows + t->all[i].lead;
		t->rows = t->all[i].row + ENTRY_ROWS;
	}
	if (t->at < t->count)
		return;
	if (t->count == t->dated)
		t->rows += lead_of(t, t->count).count;
	next_stage(t);
}

static void make_stretch(struct timeline *t, const struct knowledge *k, const struct hits *filter)
{
	switch ((enum stage)t->stage) {
	case STAGE_TAKE:
		take_facts(t, k, filter);
		break;
	case STAGE_RUNS:
		sort_runs(t);
		break;
	case STAGE_MERGE:
		merge_runs(t);
		break;
	case STAGE_SCALE:
		find_scale(t, k);
		break;
	case STAGE_ROWS:
		place_rows(t);
		break;
	case STAGE_DONE:
		break;
	}
}

static bool is_made_for(const struct timeline *t, const struct knowledge *k,
			const struct hits *filter)
{
	return t->is_made && t->version == k->facts_version && t->filter == filter &&
	       t->has_date == (k->date != NULL) && t->filter_count == (filter ? filter->count : 0);
}

static void drop_next(struct timeline *t)
{
	timeline_done(t->next);
	free(t->next);
	t->next = NULL;
}

// The one that was made takes the place of the other.
static void take_next(struct timeline *t, const struct knowledge *k, int *cursor)
{
	struct timeline *next = t->next;
	uint32_t fact =
		*cursor >= 0 && (size_t)*cursor < t->count ? t->all[*cursor].fact : INDEX_NONE;
	uint32_t annotation = INDEX_NONE;
	bool is_awaited = t->is_awaited;
	if (is_awaited) {
		annotation = t->annotation;
		fact = t->fact;
	}
	free(t->all);
	*t = *next;
	free(next);
	int found = timeline_find(t, k, annotation, fact);
	*cursor = found >= 0 ? found : is_awaited ? 0 : *cursor;
}

enum step timeline_step(struct timeline *t, const struct knowledge *k, const struct hits *filter,
			int *cursor, struct budget budget)
{
	if (is_made_for(t, k, filter)) {
		drop_next(t);
		return STEP_DONE;
	}
	if (t->next && !is_made_for(t->next, k, filter))
		drop_next(t);
	if (!t->next) {
		t->next = mem_new(1, sizeof *t->next);
		*t->next = (struct timeline){.is_made = true,
					     .version = k->facts_version,
					     .filter = filter,
					     .has_date = k->date != NULL,
					     .filter_count = filter ? filter->count : 0};
	}
	while (t->next->stage != STAGE_DONE) {
		make_stretch(t->next, k, filter);
		if (budget_is_spent(budget))
			return STEP_MORE;
	}
	take_next(t, k, cursor);
	return STEP_DONE;
}

static bool at_once(void *data)
{
	(void)data;
	return true;
}

void timeline_update(struct timeline *t, const struct knowledge *k, const struct hits *filter,
		     int *cursor)
{
	bool is_small = count_of(k, filter) <= AT_ONCE;
	struct budget budget = {is_small ? NULL : at_once, NULL};
	if (is_small || !t->next)
		timeline_step(t, k, filter, cursor, budget);
}

void timeline_await(struct timeline *t, const struct knowledge *k, uint32_t annotation,
		    uint32_t fact, int *cursor)
{
	int at = t->next ? -1 : timeline_find(t, k, annotation, fact);
	*cursor = at < 0 ? 0 : at;
	t->is_awaited = t->next != NULL;
	t->annotation = annotation;
	t->fact = fact;
}

static bool is_linked(const struct knowledge *k, uint32_t annotation, uint32_t fact, uint32_t *link)
{
	const struct annotation *a = &k->annotations[annotation];
	for (uint32_t i = 0; i < a->link_count; i++) {
		*link = a->first_link + i;
		if (k->links[*link].fact == fact)
			return true;
	}
	return false;
}

int timeline_find(const struct timeline *t, const struct knowledge *k, uint32_t annotation,
		  uint32_t fact)
{
	int found = -1;
	bool *is_wanted = mem_new(k->fact_count, sizeof *is_wanted);
	if (annotation != INDEX_NONE) {
		const struct annotation *a = &k->annotations[annotation];
		for (uint32_t i = 0; i < a->link_count; i++)
			is_wanted[k->links[a->first_link + i].fact] = true;
	}
	if (fact < k->fact_count)
		is_wanted[fact] = true;
	for (size_t i = 0; i < t->count && found < 0; i++)
		if (is_wanted[t->all[i].fact])
			found = (int)i;
	free(is_wanted);
	return found;
}

int timeline_entry_at(const struct timeline *t, uint32_t row)
{
	size_t low = 0, high = t->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->all[middle].row + ENTRY_ROWS <= row)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->count ? (int)low : (int)t->count - 1;
}

// Showing.

static const char *axis_glyph(bool is_after)
{
	return is_after ? "┊" : "│";
}

static struct row *add_axis(struct rows *r, const char *glyph, style st)
{
	struct row *row = rows_add(r, AXIS_COL);
	rows_add_piece(row, glyph, strlen(glyph), st);
	return row;
}

static void add_words(struct rows *r, size_t first, const char *text, style st)
{
	rows_add_text(r, WORDS_COL, text, st, 1);
	rows_join(r, first);
}

static void add_break(struct rows *r, int64_t days)
{
	struct buf text = {0};
	size_t first = r->count;
	add_axis(r, "≈", STYLE_MUTED);
	words_duration(&text, days);
	add_words(r, first, buf_string(&text), STYLE_MUTED);
	buf_done(&text);
}

static void add_head(struct rows *r, enum timeline_unit heads, int64_t day)
{
	struct buf text = {0};
	int64_t year = period_year(day), head = head_of(heads, day);
	if (heads == UNIT_MONTHS && year > 0 && year <= 9999) {
		char month[16];
		snprintf(month, sizeof month, "%04d-%02d", (int)year, period_month(day));
		words_period(&text, month);
	} else if (heads == UNIT_DECADES || heads == UNIT_CENTURIES) {
		int64_t years = heads == UNIT_DECADES ? 10 : 100;
		words_year(&text, head * years);
		buf_add_string(&text, "–");
		words_year(&text, head * years + years - 1);
	} else {
		words_year(&text, year);
	}
	rows_add_text(r, AXIS_COL, buf_string(&text), STYLE_STRONG, 1);
	buf_done(&text);
}

// "── the text: March 2019 ──", over the whole width.
static void add_rule(struct rows *r, const char *date)
{
	struct buf text = {0}, words = {0}, line = {0};
	words_period(&words, date);
	buf_printf(&text, _("the text: %s"), buf_string(&words));
	buf_add_string(&line, "── ");
	int used;
	size_t fits = utf8_fit(buf_string(&text), text.len, r->width - 4, &used);
	buf_add(&line, buf_string(&text), fits);
	buf_add_char(&line, ' ');
	for (used += 4; used < r->width; used++)
		buf_add_string(&line, "─");
	rows_add_piece(rows_add(r, 0), buf_string(&line), line.len, STYLE_NOTICE);
	buf_done(&text);
	buf_done(&words);
	buf_done(&line);
}

static void add_lead_row(struct rows *r, const struct margin_world *w, size_t i, uint32_t n)
{
	const struct timeline *t = w->timeline;
	struct lead l = lead_of(t, i);
	struct buf text = {0};
	size_t undated = t->count - t->dated;
	if (n >= l.count)
		return;
	switch (l.all[n].kind) {
	case LEAD_GAP:
		add_axis(r, axis_glyph(l.all[n].is_after), STYLE_STRIP);
		break;
	case LEAD_BREAK:
		add_break(r, l.all[n].days);
		break;
	case LEAD_HEAD:
		add_head(r, t->heads, l.all[n].days);
		break;
	case LEAD_RULE:
		add_rule(r, w->knowledge->date);
		break;
	case LEAD_UNDATED:
		buf_printf(&text,
			   PLURAL("%zu fact without a date", "%zu facts without a date", undated),
			   undated);
		rows_add_text(r, AXIS_COL, buf_string(&text), STYLE_STRONG, 1);
		break;
	}
	buf_done(&text);
}

// The cells of the text in which a claim stands that the fact bears on.
static unsigned bearing(const struct margin_world *w, const struct fact *f, int cells)
{
	const struct knowledge *k = w->knowledge;
	uint64_t begin = document_begin(w->document), end = document_end(w->document);
	unsigned found = 0, all = (1u << cells) - 1;
	for (uint32_t i = 0; i < f->link_count && i < STRIP_LINKS && found != all; i++) {
		const struct annotation *a = &k->annotations[k->links[f->links[i]].annotation];
		if (!annotation_has_place(a) || annotation_is_on_whole(a) || a->begin >= end)
			continue;
		double share = (double)(a->begin - begin) / (double)(end - begin);
		int cell = (int)(share * cells);
		found |= 1u << (cell < cells ? cell : cells - 1);
	}
	return found;
}

// As many in each entry, so that strips can be compared: what the longest of the short dates
// leaves.
static int strip_cells(const struct rows *r)
{
	int cells = r->width - WORDS_COL - SHORT_DATE - 1;
	cells = cells < STRIP_MOST ? cells : STRIP_MOST;
	return cells > STRIP_LEAST ? cells : STRIP_LEAST;
}

static void add_strip(struct rows *r, size_t first, const struct margin_world *w,
		      const struct fact *f)
{
	const struct row *row = &r->all[first];
	int used = row->indent, cells = strip_cells(r);
	for (int i = 0; i < row->piece_count; i++)
		used += utf8_columns(row->pieces[i].text, strlen(row->pieces[i].text));
	if (used + 1 + cells > r->width)
		return;
	struct buf strip = {0};
	unsigned found = bearing(w, f, cells);
	for (int i = 0; i < cells; i++)
		buf_add_string(&strip, found >> i & 1 ? "■" : "·");
	rows_add_piece(rows_add(r, r->width - cells), buf_string(&strip), strip.len, STYLE_STRIP);
	rows_join(r, first);
	buf_done(&strip);
}

// A point, a span that begins here, one of which only the end is known; hollow where it is told
// less exactly than to the day.
static const char *entry_glyph(const struct timeline_entry *e)
{
	if (e->words != DATED)
		return "·";
	if (e->period.has_no_begin)
		return e->period.is_exact ? "▲" : "△";
	if (e->period.is_span)
		return e->period.is_exact ? "▼" : "▽";
	return e->period.is_exact ? "●" : "○";
}

static void add_date(struct rows *r, const struct margin_world *w, uint32_t claim,
		     const struct timeline_entry *e)
{
	const struct fact *f = &w->knowledge->facts[e->fact];
	struct buf date = {0};
	uint32_t link = INDEX_NONE;
	bool is_marked = claim != INDEX_NONE && is_linked(w->knowledge, claim, e->fact, &link);
	size_t first = r->count;
	if (is_marked) {
		const struct link *l = &w->knowledge->links[link];
		const char *sign = words_relation_glyph(l);
		rows_add_piece(rows_add(r, 0), sign, strlen(sign),
			       words_relation_style(l) | STYLE_STRONG);
	}
	add_axis(r, entry_glyph(e), STYLE_TEXT);
	if (is_marked)
		rows_join(r, first);
	if (!f->period)
		buf_add_string(&date, _("no date"));
	else if (r->width >= LONG_DATES)
		words_period(&date, f->period);
	else
		words_period_short(&date, f->period);
	int room = r->width - WORDS_COL - 1 - strip_cells(r);
	if (f->period && utf8_columns(buf_string(&date), date.len) > room) {
		buf_clear(&date);
		words_period_short(&date, f->period);
	}
	// Where not even that fits, years do.
	if (e->words == DATED && r->width - WORDS_COL < utf8_columns(buf_string(&date), date.len)) {
		buf_clear(&date);
		words_year(&date, period_year(e->period.begin));
		if (period_year(e->period.begin) != period_year(e->period.end))
			buf_add_string(&date, "–");
		if (period_year(e->period.begin) != period_year(e->period.end))
			words_year(&date, period_year(e->period.end));
	}
	add_words(r, first, buf_string(&date), is_marked ? STYLE_STRONG : STYLE_MUTED);
	add_strip(r, first, w, f);
	buf_done(&date);
}

static void add_title(struct rows *r, const struct margin_world *w, uint32_t claim,
		      const struct timeline_entry *e, bool is_after)
{
	uint32_t link;
	bool is_marked = claim != INDEX_NONE && is_linked(w->knowledge, claim, e->fact, &link);
	size_t first = r->count;
	add_axis(r, e->words == DATED ? axis_glyph(is_after) : " ", STYLE_STRIP);
	add_words(r, first, rows_fact_title(w, &w->knowledge->facts[e->fact]),
		  is_marked ? STYLE_STRONG : STYLE_TEXT);
}

void timeline_add_row(struct rows *r, const struct margin_world *w, uint32_t claim, uint32_t row)
{
	const struct timeline *t = w->timeline;
	size_t before = r->count;
	int i = timeline_entry_at(t, row);
	r->item = -1;
	if (i >= 0 && row >= t->all[i].row + ENTRY_ROWS) {
		add_lead_row(r, w, t->count, row - t->all[i].row - ENTRY_ROWS);
	} else if (i >= 0 && row < t->all[i].row) {
		add_lead_row(r, w, (size_t)i, row + t->all[i].lead - t->all[i].row);
	} else if (i >= 0) {
		r->item = i;
		if (row == t->all[i].row)
			add_date(r, w, claim, &t->all[i]);
		else
			add_title(r, w, claim, &t->all[i], t->has_text && t->rule <= (size_t)i);
	}
	if (r->count == before)
		rows_add(r, 0);
	r->item = -1;
}

void timeline_add_none(struct rows *r, const struct margin_world *w)
{
	struct buf text = {0};
	keyboard_say(w->keyboard,
		     w->timeline->next ? _("The facts are being put in order…")
		     : w->filter       ? _("No fact is found by this filter; {close} takes it off.")
				       : _("There are no facts here to put in time."),
		     &text);
	rows_add_text(r, 0, buf_string(&text), STYLE_TEXT, INT32_MAX);
	buf_done(&text);
}
