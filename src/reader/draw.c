// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/draw.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/address_box.h"
#include "reader/completion.h"
#include "reader/frame.h"
#include "reader/terms.h"
#include "reader/whereabouts.h"
#include "reader/words.h"

enum {
	MOST_MARKS = 4096,	    // annotations drawn on one screen
	CHARACTERS_A_MINUTE = 1100, // of reading
	HINT_GAP = 2,		    // [col] between two hints
};

// The places of annotations that touch what is on screen; the caller frees them.
static struct placed *visible_places(const struct reader *r, size_t *count)
{
	struct placed *found = mem_new(MOST_MARKS, sizeof *found);
	*count = knowledge_between(&r->session.knowledge, page_begin(&r->page), page_end(&r->page),
				   found, MOST_MARKS);
	return found;
}

struct nearby *draw_nearby_claims(const struct reader *r, size_t *count)
{
	size_t n, kept = 0;
	struct placed *found = visible_places(r, &n);
	struct nearby *nearby = mem_new(n, sizeof *nearby);
	for (size_t i = 0; i < n; i++) {
		const struct placed *p = &found[i];
		int col, row = page_row_of(&r->page, p->begin, &col);
		enum role role = r->session.knowledge.annotations[p->annotation].role;
		if (role != ROLE_TERM && role != ROLE_MARK && state_shows(r, p->annotation))
			nearby[kept++] =
				(struct nearby){p->annotation, row < 0 ? 0 : row, p->begin};
	}
	free(found);
	*count = kept;
	return nearby;
}

// Where the caret or, if one is there, the current match is.
static struct range place_here(const struct reader *r)
{
	size_t i;
	if (r->selecting.is_on)
		return (struct range){r->selecting.caret, r->selecting.caret + 1};
	if (!r->has_search || !r->is_on_match || r->current == POS_NONE ||
	    !search_next(&r->search, r->current, &i))
		return (struct range){POS_NONE, POS_NONE};
	struct match m = search_match(&r->search, i);
	return (struct range){m.begin, m.end};
}

struct margin_world draw_world(const struct reader *r, const struct nearby *nearby, size_t count)
{
	return (struct margin_world){
		.knowledge = &r->session.knowledge,
		.sets = r->session.sets,
		.set_count = r->session.set_count + 1,
		.own_set = (uint32_t)r->session.set_count + 1,
		.language = r->session.language,
		.nearby = nearby,
		.nearby_count = count,
		.focus = r->focus,
		.focus_at = state_focus(r).begin,
		.document = &r->session.document,
		.search = r->has_search ? &r->search : NULL,
		.hits = &r->hits,
		.filter = state_filter(r),
		.contents = &r->contents,
		.current_heading = contents_at(&r->contents, page_begin(&r->page)),
		.timeline = &r->timeline,
		.here = place_here(r),
		.keyboard = &r->keyboard,
		.wanted = r->help_query,
	};
}

static style style_of(const struct reader *r, uint32_t annotation)
{
	const struct annotation *a = &r->session.knowledge.annotations[annotation];
	// What is selected, or gets a note, comes before what was in focus.
	bool has_selection =
		r->selecting.is_on || (r->form.is_open && r->form.place.begin != POS_NONE);
	style focus = annotation == r->focus && !has_selection ? STYLE_FOCUS : 0;
	if (a->state == ANCHOR_DOUBTFUL)
		return STYLE_DOUBTFUL | focus;
	if (a->role == ROLE_TERM)
		return STYLE_TERM;
	if (a->role == ROLE_MARK)
		return STYLE_TEXT;
	if (a->is_highlight)
		return STYLE_NOTE | STYLE_HIGHLIGHT | focus;
	return (a->role == ROLE_CLAIM ? STYLE_CLAIM : STYLE_NOTE) | focus;
}

static int by_begin(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

// What is marked on screen, in the order of the text; the caller frees it.
static struct mark *visible_marks(const struct reader *r, size_t *count)
{
	size_t n, first = 0, matches = 0;
	struct placed *found = visible_places(r, &n);
	uint64_t begin = page_begin(&r->page), end = page_end(&r->page);
	if (r->has_search) {
		// A match may begin above the screen and reach into it.
		search_next(&r->search, begin, &first);
		if (first > 0)
			first--;
		while (first + matches < search_count(&r->search) &&
		       search_match(&r->search, first + matches).begin < end)
			matches++;
	}
	struct mark *marks = mem_new(n + matches + 1, sizeof *marks);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (state_shows(r, found[i].annotation))
			marks[kept++] = (struct mark){found[i].begin, found[i].end,
						      style_of(r, found[i].annotation)};
	n = kept;
	for (size_t i = 0; i < matches; i++) {
		struct match m = search_match(&r->search, first + i);
		style st = STYLE_MATCH | (m.begin == r->current ? STYLE_CURRENT : 0);
		marks[n + i] = (struct mark){m.begin, m.end, st};
	}
	free(found);
	*count = n + matches;
	struct range selected = state_selection(r);
	if (selected.begin != POS_NONE)
		marks[(*count)++] = (struct mark){selected.begin, selected.end, STYLE_SELECTED};
	qsort(marks, *count, sizeof *marks, by_begin);
	return marks;
}

static void draw_text(struct reader *r)
{
	const struct pane *t = &r->frame.text;
	size_t count;
	struct mark *marks = visible_marks(r, &count);
	page_draw(&r->page, &r->grid, t->x, t->y, marks, count);
	free(marks);
}

// What the gutter says of the claims and notes that begin on a row.
struct gutter {
	const struct annotation
		*shown; // the focused claim where that place of it is meant, else the first
	bool is_focus, has_more;
	const char *sign; // of the state of the one shown or, if that has none, of another
};

// Gathers those of NEARBY[*I] and what follows on the same row; *I becomes what comes next.
static struct gutter gather_row(const struct reader *r, const struct nearby *nearby, size_t count,
				size_t *i)
{
	struct gutter g = {.sign = ""};
	int row = nearby[*i].row;
	for (; *i < count && nearby[*i].row == row; ++*i) {
		const struct annotation *a = state_annotation(r, nearby[*i].annotation);
		const char *sign = words_state_sign(a->state);
		if (nearby[*i].begin < page_begin(&r->page))
			continue;
		if (a->role == ROLE_CLAIM && nearby[*i].annotation == r->focus &&
		    nearby[*i].begin == state_focus(r).begin) {
			g.has_more |= g.shown != NULL;
			g.shown = a;
			g.is_focus = true;
			g.sign = sign;
		} else if (a->role == ROLE_CLAIM) {
			g.has_more |= g.shown != NULL;
			g.shown = g.shown ? g.shown : a;
		}
		if (!*g.sign && !g.is_focus)
			g.sign = sign;
	}
	return g;
}

// The numbers of the claims that begin on a row: the first one, "›" for the focus; behind it the
// sign of one whose place or text needs a look, and "+" for more.
static void draw_gutter(struct reader *r, const struct nearby *nearby, size_t count)
{
	const struct frame *f = &r->frame;
	int end = f->gutter_x + f->gutter_width - 1, after = end - f->sign_width;
	for (size_t i = 0; i < count;) {
		int y = f->text.y + nearby[i].row;
		struct gutter g = gather_row(r, nearby, count, &i);
		char number[16] = "";
		int n = g.shown ? snprintf(number, sizeof number, "%u", g.shown->number) : 0;
		grid_write(&r->grid, after - n, y, after, number,
			   g.is_focus ? STYLE_FOCUS : STYLE_MUTED);
		if (g.is_focus)
			grid_put(&r->grid, after - 1 - n, y, "›", strlen("›"), 1, STYLE_FOCUS);
		if (*g.sign)
			grid_put(&r->grid, after, y, g.sign, strlen(g.sign), 1, STYLE_NOTICE);
		if (g.has_more)
			grid_put(&r->grid, end, y, "+", 1, 1, STYLE_MUTED);
	}
}

// One row of the overview strip stands for the text from A to B.
static void draw_strip_row(struct reader *r, int y, uint64_t a, uint64_t b)
{
	const struct knowledge *k = &r->session.knowledge;
	bool is_shown = a < page_end(&r->page) && b > page_begin(&r->page);
	struct placed found[64];
	size_t n = knowledge_between(k, a, b, found, 64), first;
	bool has_claim = false, has_note = false, has_focus = false;
	const char *sign = "";
	if (r->focus != INDEX_NONE) {
		const struct annotation *one = &k->annotations[r->focus];
		for (uint32_t i = 0; annotation_has_place(one) && i <= one->other_count; i++) {
			struct range place = whereabouts_place(one, i);
			has_focus |= place.begin < b && place.end > a;
		}
	}
	for (size_t i = 0; i < n; i++) {
		const struct annotation *one = &k->annotations[found[i].annotation];
		if (!state_shows(r, found[i].annotation))
			continue;
		has_claim |= one->role == ROLE_CLAIM;
		has_note |= one->role == ROLE_NOTE;
		if (!*sign && one->role != ROLE_TERM && one->role != ROLE_MARK)
			sign = words_state_sign(one->state);
	}
	bool has_match = r->has_search && search_next(&r->search, a, &first) &&
			 search_match(&r->search, first).begin < b;
	const char *glyph = is_shown ? "┃" : "│";
	style st = STYLE_STRIP | (is_shown ? STYLE_SHOWN : 0);
	if (has_claim)
		glyph = is_shown ? "┣" : "├";
	if (has_note && !has_claim)
		glyph = is_shown ? "┫" : "┤";
	if (*sign) {
		glyph = sign;
		st |= STYLE_NOTICE;
	}
	if (has_match) {
		glyph = "◆";
		st |= STYLE_MATCH;
	}
	if (has_focus) {
		glyph = "▶";
		st |= STYLE_FOCUS;
	}
	grid_put(&r->grid, r->frame.strip_x, y, glyph, strlen(glyph), 1, st);
}

static void draw_strip(struct reader *r)
{
	const struct frame *f = &r->frame;
	uint64_t begin = document_begin(&r->session.document);
	uint64_t size = document_end(&r->session.document) - begin;
	uint64_t rows = (uint64_t)f->text.height;
	for (uint64_t i = 0; i < rows && f->strip_x >= 0; i++) {
		// In this order a product of a long text cannot overflow.
		uint64_t a = size / rows * i + size % rows * i / rows;
		uint64_t b = size / rows * (i + 1) + size % rows * (i + 1) / rows;
		draw_strip_row(r, f->text.y + (int)i, begin + a, begin + (b > a ? b : a + 1));
	}
}

// Where lines are not wrapped, what is marked may begin beside the screen: the cursor is on the
// first of it that is seen.
static void seek_marked(struct reader *r, style st)
{
	const struct pane *t = &r->frame.text;
	struct grid *g = &r->grid;
	if (g->cursor_col < g->cols && grid_cell(g, g->cursor_col, g->cursor_row)->style & st)
		return;
	for (int row = t->y; row < t->y + t->height; row++)
		for (int col = t->x; col < t->x + t->width; col++)
			if (grid_cell(g, col, row)->style & st) {
				g->cursor_col = col;
				g->cursor_row = row;
				return;
			}
}

// Where the eye is: the focused claim, the current match, or the begin of the screen.
static void place_text_cursor(struct reader *r)
{
	uint64_t pos = page_begin(&r->page);
	struct range focus = state_focus(r);
	bool is_match = r->has_search && r->is_on_match && r->current != POS_NONE &&
			r->current >= pos && r->current < page_end(&r->page);
	if (r->selecting.is_on)
		pos = r->selecting.caret;
	else if (is_match)
		pos = r->current;
	else if (focus.begin != POS_NONE && focus.begin > pos)
		pos = focus.begin;
	int col = 0, row = page_row_of(&r->page, pos, &col);
	r->grid.cursor_col = r->frame.text.x + col;
	r->grid.cursor_row = r->frame.text.y + (row < 0 ? 0 : row);
	if (!r->selecting.is_on && (is_match || focus.begin != POS_NONE))
		seek_marked(r, is_match ? STYLE_CURRENT : STYLE_FOCUS);
}

static void add_part(struct buf *out, const char *part)
{
	if (out->len && *part)
		buf_add_string(out, " · ");
	buf_add_string(out, part);
}

static void write_paragraph(const struct reader *r, struct buf *out)
{
	const struct index *x = r->session.document.index;
	uint64_t begin, end;
	if (r->page.row_count == 0)
		return;
	page_row_range(&r->page, 0, &begin, &end);
	uint64_t number = index_paragraph_at(x, end > begin ? end - 1 : begin);
	bool is_whole = index_end(x) >= document_end(&r->session.document) &&
			source_is_complete(r->session.document.source);
	struct buf part = {0};
	if (number)
		buf_printf(&part, is_whole ? _("paragraph %llu/%llu") : _("paragraph %llu/%llu…"),
			   (unsigned long long)number, (unsigned long long)index_paragraphs(x));
	else
		buf_printf(&part, "%d %%", document_percent(&r->session.document, begin));
	add_part(out, buf_string(&part));
	buf_done(&part);
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

// That not all claims are marked.
static void write_filter(const struct reader *r, struct buf *out)
{
	struct buf part = {0};
	struct margin_world world = draw_world(r, NULL, 0);
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

static void write_match(const struct reader *r, struct buf *out)
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
static void draw_status(struct reader *r)
{
	static void (*const writers[])(const struct reader *, struct buf *) = {
		write_match, write_filter, write_claim, write_paragraph, write_time};
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

// How a query is meant: before the prompt, and as what C-t makes of it.
static const struct {
	const char *label, *name;
} modes[QUERY_MODES] = {
	[QUERY_FOLDED] = {"/", N_("folded")},
	[QUERY_EXACT] = {N_("exact /"), N_("exact")},
	[QUERY_REGEX] = {N_("regex /"), N_("regular expression")},
	[QUERY_STEMS] = {N_("stems /"), N_("stems")},
};

// What is to be said of what is being typed: what is wrong with it, or what it finds.
static void write_search(const struct reader *r, struct buf *out)
{
	if (r->search_prompt.text.len == 0)
		buf_printf(out, "C-t: %s", _(modes[(r->mode + 1) % QUERY_MODES].name));
	else if (r->query_error.len > 0)
		buf_add_string(out, buf_string(&r->query_error));
	else
		write_match(r, out);
}

// What may be typed, what is wrong with what was, or how much it leaves.
static void write_narrowing(const struct reader *r, struct buf *out)
{
	struct margin_world world = draw_world(r, NULL, 0);
	if (!r->filter_wanted)
		return;
	buf_add_string(out, filter_advice(r->filter_wanted));
	if (out->len)
		return;
	buf_printf(out, _("%zu%s of %zu"), r->filter.count, r->filter.is_done ? "" : "…",
		   hits_total(&r->filter, &world));
}

static const char *prompt_label(const struct reader *r)
{
	switch (r->prompting) {
	case PROMPTING_SEARCH:
		return r->is_backward && r->mode == QUERY_FOLDED ? "?" : _(modes[r->mode].label);
	case PROMPTING_FILTER:
		return "& ";
	case PROMPTING_FILE:
		return _("write notes to (.jsonld, .md or .txt): ");
	case PROMPTING_HELP:
		return _("help on: ");
	case PROMPTING_COMMAND:
		return ":";
	default:
		return _("claim number: ");
	}
}

static void draw_prompt(struct reader *r)
{
	bool is_search = r->prompting == PROMPTING_SEARCH;
	const struct prompt *p = state_prompt(r);
	const char *label = prompt_label(r);
	int row = r->frame.hint_row, limit = r->cols;
	struct buf right = {0};
	if (is_search)
		write_search(r, &right);
	else if (r->prompting == PROMPTING_FILTER)
		write_narrowing(r, &right);
	int width = utf8_columns(buf_string(&right), right.len);
	// What was typed is seen whole, where half the row is enough for the rest.
	int room = r->cols - 4 - utf8_columns(label, strlen(label)) -
		   utf8_columns(buf_string(&p->text), p->text.len);
	room = room < r->cols / 2 ? r->cols / 2 : room;
	if (width > room) {
		right.len = utf8_fit(buf_string(&right), right.len, room - 1, &width);
		buf_add_string(&right, "…");
		width++;
	}
	if (width > 1) {
		limit = r->cols - width - 2;
		grid_write(&r->grid, limit + 1, row, r->cols, buf_string(&right), STYLE_NOTICE);
	}
	buf_done(&right);
	// What is typed comes before the whole of a long label.
	int most = limit < r->cols / 2 ? limit : r->cols / 2;
	int col = grid_write(&r->grid, 0, row,
			     utf8_columns(label, strlen(label)) > most ? most : limit, label,
			     STYLE_KEY);
	// The end where the cursor is stays in sight.
	const char *text = buf_string(&p->text);
	size_t from = 0, used_bytes = p->cursor;
	while (utf8_columns(text + from, used_bytes - from) > limit - col - 2 && from < used_bytes)
		do
			from++;
		while (from < used_bytes && ((uint8_t)text[from] & 0xC0) == 0x80);
	grid_write(&r->grid, col, row, limit, text + from, STYLE_TEXT);
	r->grid.cursor_col = col + utf8_columns(text + from, used_bytes - from);
	if (r->grid.cursor_col >= r->cols) // a label as wide as the window
		r->grid.cursor_col = r->cols - 1;
	r->grid.cursor_row = row;
}

static unsigned context_of(const struct reader *r)
{
	if (state_mode(r) != MODE_READING)
		return r->selecting.replaced != INDEX_NONE && r->selecting.is_on ? CONTEXT_PLACE
										 : CONTEXT_TEXT;
	unsigned context = r->in_margin		    ? CONTEXT_MARGIN
			   : r->focus != INDEX_NONE ? CONTEXT_FOCUS
						    : CONTEXT_TEXT;
	if (state_is_on_own(r))
		context |= CONTEXT_NOTE;
	return context | (r->has_search ? CONTEXT_SEARCH : 0);
}

static bool has_items(const struct reader *r)
{
	struct margin_world world = draw_world(r, NULL, 0);
	return margin_item_count(&r->margin, &world) > 0;
}

static bool is_hint(const struct reader *r, const struct binding *b)
{
	struct buf key = {0};
	bool has_key = keyboard_name(&r->keyboard, b->command, 0, &key);
	buf_done(&key);
	if (!b->hint || !has_key || b->mode != state_mode(r) || !(b->hint_where & context_of(r)))
		return false;
	if (b->command == COMMAND_CLAIM_NEXT)
		return r->session.knowledge.stop_count > 0;
	if (b->command == COMMAND_TIMELINE)
		return r->session.knowledge.listed_fact_count > 0;
	if (b->command == COMMAND_FORM_EDITOR || b->command == COMMAND_FORM_TURN)
		return !form_text(&r->form) == (b->command == COMMAND_FORM_TURN);
	if (b->command == COMMAND_MATCH_NEXT)
		return search_count(&r->search) > 0;
	if (b->command == COMMAND_SOURCE)
		return r->margin.view == VIEW_FACT;
	bool is_on_item = b->command == COMMAND_OPEN || b->command == COMMAND_COPY;
	return !is_on_item || !r->in_margin || has_items(r);
}

// What a does first, while a draft waits.
static const char *hint_of(const struct reader *r, const struct binding *b)
{
	bool is_draft = b->command == COMMAND_NOTE && form_has_news(&r->form);
	return is_draft ? _("draft") : _(b->hint);
}

static int hint_width(const struct reader *r, const struct binding *b)
{
	struct buf key = {0};
	keyboard_name(&r->keyboard, b->command, 0, &key);
	int width = utf8_columns(buf_string(&key), key.len) + 1 +
		    utf8_columns(hint_of(r, b), strlen(hint_of(r, b))) + HINT_GAP;
	buf_done(&key);
	return width;
}

static bool is_always_shown(const struct binding *b)
{
	return b->command == COMMAND_HELP || b->command == COMMAND_QUIT ||
	       b->command == COMMAND_SELECT_END || b->command == COMMAND_FORM_LEAVE;
}

// The keys that help here, as many as fit; room for help and quit is kept before all others.
static void draw_hints(struct reader *r)
{
	int col = 1, row = r->frame.hint_row, left = r->cols - 1 + HINT_GAP;
	for (const struct binding *b = keymap_bindings(); b->command; b++)
		if (is_hint(r, b) && is_always_shown(b))
			left -= hint_width(r, b);
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		if (!is_hint(r, b) || (!is_always_shown(b) && hint_width(r, b) > left))
			continue;
		if (!is_always_shown(b))
			left -= hint_width(r, b);
		struct buf key = {0};
		keyboard_name(&r->keyboard, b->command, 0, &key);
		col = grid_write(&r->grid, col, row, r->cols, buf_string(&key), STYLE_KEY);
		col = grid_write(&r->grid, col + 1, row, r->cols, hint_of(r, b), STYLE_MUTED);
		col += HINT_GAP;
		buf_done(&key);
	}
}

// Of a sentence that is too long the end is shown, where the reason is.
static void draw_notice(struct reader *r)
{
	const char *text = buf_string(&r->notice);
	size_t n = r->notice.len;
	int col = 1, room = r->cols - col, used;
	if (utf8_columns(text, n) > room) {
		size_t head = utf8_fit(text, n, room / 3, &used);
		char *begin = mem_copy(text, head);
		col = grid_write(&r->grid, col, r->frame.hint_row, r->cols, begin, STYLE_NOTICE);
		free(begin);
		grid_put(&r->grid, col++, r->frame.hint_row, "…", strlen("…"), 1, STYLE_NOTICE);
		text += head;
		n -= head;
		while (n > 0 && utf8_columns(text, n) > r->cols - col) {
			size_t skip = utf8_fit(text, n, 2, &used);
			text += skip ? skip : n;
			n -= skip ? skip : n;
		}
	}
	grid_write(&r->grid, col, r->frame.hint_row, r->cols, text, STYLE_NOTICE);
}

// What is awaited is one key.
static void draw_question(struct reader *r)
{
	const char *text = r->prompting == PROMPTING_ANSWER ? state_question(r)
			   : r->prompting == PROMPTING_UNIT ? _("w word, s sentence, p paragraph")
			   : r->sets_mark ? _("mark this place with which letter?")
					  : _("to the mark with which letter? ' goes back");
	if (r->prompting == PROMPTING_ANSWER && r->question == QUESTION_OPEN)
		address_box_draw(r, r->question_id);
	int col = grid_write(&r->grid, 1, r->frame.hint_row, r->cols - 1, text, STYLE_NOTICE);
	r->grid.cursor_col = col < r->cols ? col : r->cols - 1;
	r->grid.cursor_row = r->frame.hint_row;
}

// What the keys that were pressed may go on with.
static void list_continuations(const struct reader *r, struct menu *m)
{
	struct buf left = {0}, right = {0};
	for (size_t i = 0; i < r->keyboard.count; i++) {
		const struct sequence *s = &r->keyboard.all[i];
		size_t n = (size_t)r->key_count;
		if (s->mode != state_mode(r) || s->count <= r->key_count ||
		    memcmp(s->keys, r->keys, n * sizeof *s->keys) != 0)
			continue;
		buf_clear(&left);
		buf_clear(&right);
		keyboard_sequence(s, r->key_count, &left);
		buf_printf(&right, "%s%s", s->line ? ":" : "",
			   s->line ? s->line : _(keymap_binding(s->command)->help));
		menu_add(m, buf_string(&left), buf_string(&right));
	}
	buf_done(&left);
	buf_done(&right);
}

// Whereto a letter may lead.
static void list_marks(const struct reader *r, struct menu *m)
{
	const struct knowledge *k = &r->session.knowledge;
	for (size_t i = 0; i < k->mark_count; i++) {
		const struct annotation *a = &k->annotations[k->marks[i]];
		char letter[] = {a->letter, '\0'};
		struct buf line = {0};
		if (!notebook_is_own(r->session.notes, k->marks[i]))
			continue;
		words_quote(&line, a);
		menu_add(m, letter, buf_string(&line));
		buf_done(&line);
	}
}

// What was pressed of a sequence.
static void draw_keys(struct reader *r)
{
	struct sequence pressed = {.count = r->key_count};
	struct buf text = {0};
	memcpy(pressed.keys, r->keys, sizeof pressed.keys);
	keyboard_sequence(&pressed, 0, &text);
	buf_add_char(&text, ' ');
	int col = grid_write(&r->grid, 1, r->frame.hint_row, r->cols - 1, buf_string(&text),
			     STYLE_KEY);
	r->grid.cursor_col = col;
	r->grid.cursor_row = r->frame.hint_row;
	buf_done(&text);
}

// What may come next, over the end of the panes.
static void draw_menu(struct reader *r)
{
	struct menu m;
	size_t from;
	menu_init(&m);
	if (r->prompting == PROMPTING_COMMAND && r->completed_at >= 0)
		completion_list(r, buf_string(&r->completed), r->completed.len, &m, &from);
	else if (r->prompting == PROMPTING_COMMAND)
		completion_list(r, buf_string(&r->command_prompt.text), r->command_prompt.cursor,
				&m, &from);
	else if (r->prompting == PROMPTING_LETTER && !r->sets_mark)
		list_marks(r, &m);
	else if (r->key_count > 0)
		list_continuations(r, &m);
	m.chosen = r->prompting == PROMPTING_COMMAND ? r->completed_at : -1;
	menu_draw(&m, &r->grid, r->frame.status_row, r->frame.hint_row);
	menu_done(&m);
}

// Where no margin explains it, the term that is reached takes the place of the hints.
static bool draw_term(struct reader *r)
{
	struct margin_world world = draw_world(r, NULL, 0);
	if (frame_shows_margin(r) || terms_at(world.knowledge, world.here).count == 0)
		return false;
	terms_draw(&world, &r->grid, 1, r->frame.hint_row, r->cols - 2, 1);
	return true;
}

static void draw_bottom(struct reader *r)
{
	draw_menu(r);
	if (r->prompting >= PROMPTING_ANSWER)
		draw_question(r);
	else if (r->prompting != PROMPTING_NONE)
		draw_prompt(r);
	else if (r->key_count > 0)
		draw_keys(r);
	else if (r->notice.len)
		draw_notice(r);
	else if (!draw_term(r))
		draw_hints(r);
}

// The line above a margin that is a drawer.
static void draw_edge(struct reader *r)
{
	const struct pane *p = &r->frame.margin;
	for (int col = p->x; r->frame.room == ROOM_MEDIUM && col < p->x + p->width; col++)
		grid_put(&r->grid, col, p->y - 1, "─", strlen("─"), 1, STYLE_STRIP);
}

static void draw_margin(struct reader *r, const struct nearby *nearby, size_t count)
{
	const struct pane *p = &r->frame.margin;
	struct margin_world world = draw_world(r, nearby, count);
	if (r->form.is_open) {
		form_draw(&r->form, &world, &r->grid, p->x, p->y, p->width, p->height);
		draw_edge(r);
		return;
	}
	struct margin shown = frame_margin(r);
	margin_draw(&shown, &world, &r->grid, p->x, p->y, p->width, p->height, r->in_margin);
	if (shown.view == r->margin.view)
		r->margin = shown; // with scroll and cursor corrected
	draw_edge(r);
}

static void draw_too_small(struct reader *r)
{
	grid_write(&r->grid, 0, 0, r->cols, _("window too small"), STYLE_NOTICE);
	r->grid.cursor_col = r->grid.cursor_row = 0;
}

void draw_reader(struct reader *r)
{
	grid_reset(&r->grid, r->cols, r->rows);
	if (r->frame.room == ROOM_NONE) {
		draw_too_small(r);
		return;
	}
	size_t count;
	struct nearby *nearby = draw_nearby_claims(r, &count);
	if (frame_shows_text(r)) {
		draw_text(r);
		draw_gutter(r, nearby, count);
		draw_strip(r);
		place_text_cursor(r);
	}
	if (frame_shows_margin(r))
		draw_margin(r, nearby, count);
	draw_status(r);
	draw_bottom(r);
	free(nearby);
}
