// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/recital.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "document/motion.h"
#include "output/spoken.h"
#include "reader/draw.h"
#include "reader/world.h"
#include "reader/frame.h"
#include "reader/move.h"
#include "reader/words.h"

enum {
	LEAST_PIECE = 400, // [byte] that are said at once, however small the screen is
	NUMBER_COLS = 5,   // of an item
	LIST_COLS = 120,   // that a title or a quote in a list is cut to at the least
	MOST_HERE = 100,   // items
	MOST_QUOTE = 60,   // [byte] of one
};

void recital_init(struct recital *rc, struct reader *r, int width, int height)
{
	*rc = (struct recital){.reader = r,
			       .width = width,
			       .height = height,
			       .said = {POS_NONE, POS_NONE},
			       .told = POS_NONE,
			       .list_next = -1};
}

void recital_done(struct recital *rc)
{
	buf_done(&rc->pending);
	free(rc->here);
}

void recital_words(struct recital *rc, const char *text)
{
	spoken_lines(&rc->pending, text, rc->width);
}

void recital_notice(struct recital *rc)
{
	struct buf *notice = &rc->reader->notice, words = {0};
	spoken_words(&words, buf_string(notice));
	if (words.len)
		recital_words(rc, buf_string(&words));
	buf_clear(notice);
	buf_done(&words);
}

// The text.

static const struct document *document_of(const struct recital *rc)
{
	return &rc->reader->session.document;
}

// How much is said at once: what a screen holds, but for a few lines of announcements.
static size_t most_bytes(const struct recital *rc)
{
	size_t lines = rc->height > 6 ? (size_t)rc->height - 4 : 2;
	size_t most = lines * (size_t)rc->width;
	return most > LEAST_PIECE ? most : LEAST_PIECE;
}

// The page is where one hears.
static void follow(struct recital *rc, struct range piece)
{
	struct reader *r = rc->reader;
	rc->said = piece;
	rc->next = piece.end;
	rc->is_here = false;
	rc->said_count++;
	r->page.anchor = piece.begin;
	frame_update(r);
}

// Says a piece in which claims are announced; what was in focus is left.
static void say(struct recital *rc, struct range piece, uint64_t told)
{
	struct reader *r = rc->reader;
	r->focus = INDEX_NONE;
	r->is_on_match = false;
	if (recital_is_in_view(rc))
		move_close_view(r);
	rc->list_next = -1;
	follow(rc, piece);
	spoken_text(&rc->pending, document_of(rc), &r->session.knowledge, piece, told, rc->width);
	rc->told = piece.end;
}

void recital_on(struct recital *rc, unsigned count)
{
	const struct document *d = document_of(rc);
	for (; count > 0; count--) {
		struct range piece = spoken_piece(d, rc->next, most_bytes(rc));
		if (piece.begin >= piece.end) {
			recital_words(rc, _("This is the end of the text."));
			return;
		}
		say(rc, piece, rc->told);
	}
}

void recital_from(struct recital *rc, uint64_t pos)
{
	const struct document *d = document_of(rc);
	struct range piece = spoken_piece(d, pos, most_bytes(rc));
	if (piece.begin >= piece.end) {
		pos = motion_unit(d, pos, UNIT_PARAGRAPH).begin;
		piece = spoken_piece(d, pos, most_bytes(rc));
	}
	if (piece.begin >= piece.end)
		recital_words(rc, _("This is the end of the text."));
	else
		say(rc, piece, POS_NONE);
}

uint64_t recital_before(const struct recital *rc, unsigned count)
{
	return motion_go(document_of(rc), rc->said.begin, MOTION_PARAGRAPH_BACK, count);
}

void recital_sentences(struct recital *rc, int direction, unsigned count)
{
	const struct document *d = document_of(rc);
	uint64_t pos = rc->next, told = rc->told;
	if (direction < 0) {
		pos = motion_go(d, rc->said.begin, MOTION_SENTENCE_BACK, count);
		told = POS_NONE;
	}
	if (direction < 0 && pos >= rc->said.begin) {
		recital_words(rc, _("This is the start of the text."));
		return;
	}
	struct range one = {pos, pos};
	for (unsigned i = 0; i < (direction > 0 ? count : 1); i++) {
		uint64_t first = motion_go(d, one.end, MOTION_RIGHT, 0);
		if (one.end >= document_end(d) || first < one.end)
			break;
		struct range sentence = motion_unit(d, first, UNIT_SENTENCE);
		if (i == 0)
			one.begin = first;
		one.end = sentence.end > first ? sentence.end : motion_after(d, first);
	}
	if (one.end <= one.begin) {
		recital_words(rc, _("This is the end of the text."));
		return;
	}
	if (one.end - one.begin > most_bytes(rc))
		one.end = spoken_piece(d, one.begin, most_bytes(rc)).end;
	say(rc, one, told);
}

void recital_again(struct recital *rc)
{
	if (recital_is_in_view(rc))
		recital_view(rc, 0);
	else if (rc->said.begin != POS_NONE)
		say(rc, rc->said, POS_NONE);
}

// The sentences around a place, without announcements: it is said before what one is on.
static void say_around(struct recital *rc, struct range place)
{
	const struct document *d = document_of(rc);
	struct range around = spoken_around(d, place, most_bytes(rc));
	rc->list_next = -1;
	follow(rc, around);
	spoken_text(&rc->pending, d, NULL, around, POS_NONE, rc->width);
	rc->told = POS_NONE;
}

static void say_focus(struct recital *rc)
{
	struct reader *r = rc->reader;
	struct buf line = {0};
	const struct annotation *a = state_annotation(r, r->focus);
	spoken_annotation(&line, a);
	recital_words(rc, buf_string(&line));
	buf_done(&line);
	if (state_focus(r).begin != POS_NONE)
		say_around(rc, state_focus(r));
}

void recital_match(struct recital *rc)
{
	struct reader *r = rc->reader;
	struct buf line = {0};
	size_t i;
	if (r->current == POS_NONE || !search_next(&r->search, r->current, &i))
		return;
	const char *more = r->search.is_too_many ? "+" : r->search.is_done ? "" : "…";
	buf_printf(&line, _("match %zu of %zu%s"), i + 1, search_count(&r->search), more);
	recital_words(rc, buf_string(&line));
	buf_done(&line);
	struct match m = search_match(&r->search, i);
	say_around(rc, (struct range){m.begin, m.end});
}

// Views.

bool recital_is_in_view(const struct recital *rc)
{
	return rc->reader->margin.view != VIEW_NEARBY;
}

static size_t pending_lines(const struct recital *rc)
{
	size_t lines = 0;
	for (size_t i = 0; i < rc->pending.len; i++)
		lines += rc->pending.data[i] == '\n';
	return lines;
}

static int rows_at_once(const struct recital *rc)
{
	return rc->height > 2 ? rc->height - 1 : 1;
}

bool recital_list(struct recital *rc)
{
	struct reader *r = rc->reader;
	struct margin_world world = world_of(r, NULL, 0);
	if (rc->list_next < 0 || !margin_is_list(r->margin.view))
		return false;
	int count = margin_item_count(&r->margin, &world), first = rc->list_next;
	while (rc->list_next < count && pending_lines(rc) < (size_t)rows_at_once(rc)) {
		struct rows rows = {.width = rc->width > LIST_COLS ? rc->width : LIST_COLS,
				    .item = -1};
		margin_add_item(&r->margin, &world, rc->list_next, &rows);
		struct buf whole = {0}, lines = {0};
		spoken_rows(&whole, &rows);
		spoken_lines(&lines, buf_string(&whole), rc->width);
		buf_done(&whole);
		size_t more = 0;
		for (size_t i = 0; i < lines.len; i++)
			more += lines.data[i] == '\n';
		bool fits = pending_lines(rc) + more <= (size_t)rows_at_once(rc) ||
			    rc->list_next == first;
		if (fits)
			buf_add(&rc->pending, buf_string(&lines), lines.len);
		buf_done(&lines);
		rows_done(&rows);
		if (!fits)
			break;
		rc->list_next++;
	}
	bool any = rc->list_next > first;
	if (rc->list_next >= count)
		rc->list_next = -1;
	return any;
}

void recital_view(struct recital *rc, int first)
{
	struct reader *r = rc->reader;
	struct margin_world world = world_of(r, NULL, 0);
	rc->is_here = false;
	rc->list_next = -1;
	// Commands are on what is open, not on an item that nobody chose.
	r->margin.cursor = -1;
	if (!margin_is_list(r->margin.view)) {
		struct rows rows = {.width = rc->width - NUMBER_COLS, .item = -1};
		margin_add_rows(&r->margin, &world, &rows);
		spoken_rows(&rc->pending, &rows);
		rows_done(&rows);
		return;
	}
	struct buf title = {0};
	margin_title(&r->margin, &world, &title);
	recital_words(rc, buf_string(&title));
	buf_done(&title);
	rc->list_next = first;
	if (recital_list(rc))
		return;
	struct rows none = {.width = rc->width, .item = -1};
	margin_add_none(&r->margin, &world, &none);
	spoken_rows(&rc->pending, &none);
	rows_done(&none);
}

// What is around the piece that was said last.
static struct item item_of(const struct knowledge *k, uint32_t annotation)
{
	const struct annotation *a = &k->annotations[annotation];
	if (a->role == ROLE_TERM && a->link_count)
		return (struct item){ITEM_FACT, k->links[a->first_link].fact, POS_NONE};
	return (struct item){ITEM_CLAIM, annotation, POS_NONE};
}

// What a note says, or else what it or a claim is on.
static void add_words_of(struct buf *out, const struct margin_world *w, const struct annotation *a)
{
	struct claim_detail d = {0};
	const char *words = a->selector.exact ? a->selector.exact : "";
	if (a->role == ROLE_NOTE && rows_read_claim(w, a, &d) && *rows_choose(w, &d.body))
		words = rows_choose(w, &d.body);
	words_quoted(out, words, strlen(words), MOST_QUOTE);
	claim_detail_done(&d);
}

static void add_here(struct recital *rc, uint32_t annotation)
{
	struct reader *r = rc->reader;
	const struct annotation *a = state_annotation(r, annotation);
	struct margin_world world = world_of(r, NULL, 0);
	struct item item = item_of(&r->session.knowledge, annotation);
	struct buf line = {0};
	for (size_t i = 0; i < rc->here_count; i++)
		if (rc->here[i].kind == item.kind && rc->here[i].index == item.index)
			return;
	rc->here = mem_reserve(rc->here, &rc->here_capacity, rc->here_count + 1, sizeof *rc->here);
	rc->here[rc->here_count++] = item;
	buf_printf(&line, "%zu. ", rc->here_count);
	spoken_annotation(&line, a);
	buf_add_string(&line, ": ");
	if (item.kind == ITEM_FACT)
		buf_add_string(&line,
			       rows_fact_title(&world, &r->session.knowledge.facts[item.index]));
	else
		add_words_of(&line, &world, a);
	recital_words(rc, buf_string(&line));
	buf_done(&line);
}

void recital_here(struct recital *rc)
{
	struct reader *r = rc->reader;
	struct placed found[MOST_HERE];
	rc->here_count = 0;
	size_t n = rc->said.begin == POS_NONE
			   ? 0
			   : knowledge_between(&r->session.knowledge, rc->said.begin, rc->said.end,
					       found, MOST_HERE);
	for (size_t i = 0; i < n; i++) {
		enum role role = state_annotation(r, found[i].annotation)->role;
		if (role == ROLE_CLAIM || role == ROLE_NOTE || role == ROLE_TERM)
			add_here(rc, found[i].annotation);
	}
	if (rc->here_count == 0)
		recital_words(rc, _("There is no claim, term or note in what was said last."));
	rc->is_here = rc->here_count > 0;
	rc->list_next = -1;
}

struct item recital_item(const struct recital *rc, unsigned number, int *count)
{
	struct reader *r = rc->reader;
	struct margin_world world = world_of(r, NULL, 0);
	*count = rc->is_here		  ? (int)rc->here_count
		 : recital_is_in_view(rc) ? margin_item_count(&r->margin, &world)
					  : 0;
	if (number < 1 || number > (unsigned)*count)
		return (struct item){ITEM_NONE, INDEX_NONE, POS_NONE};
	return rc->is_here ? rc->here[number - 1]
			   : margin_item(&r->margin, &world, (int)number - 1);
}

// Changes.

struct recital_place recital_place(const struct recital *rc)
{
	return (struct recital_place){state_place(rc->reader), rc->reader->current, rc->said_count};
}

bool recital_change(struct recital *rc, struct recital_place before)
{
	struct reader *r = rc->reader;
	const struct place_kept *was = &before.place;
	bool is_other_view =
		r->margin.view != was->margin.view || r->margin.subject != was->margin.subject;
	bool is_moved = r->page.anchor != was->anchor;
	if (rc->said_count != before.said_count)
		return false;
	if (recital_is_in_view(rc)) {
		if (is_other_view)
			recital_view(rc, r->margin.cursor > 0 ? r->margin.cursor : 0);
		return is_other_view;
	}
	if (r->is_on_match && r->current != POS_NONE && r->current != before.current)
		recital_match(rc);
	else if (r->focus != INDEX_NONE && (r->focus != was->focus || r->focus_at != was->focus_at))
		say_focus(rc);
	else if (is_moved)
		recital_from(rc, r->page.anchor);
	else if (is_other_view) {
		struct buf where = {0};
		rc->list_next = -1;
		recital_where(rc, &where);
		recital_words(rc, buf_string(&where));
		buf_done(&where);
	} else
		return false;
	return true;
}

void recital_begin(struct recital *rc, const char *how)
{
	struct reader *r = rc->reader;
	const struct knowledge *k = &r->session.knowledge;
	struct buf line = {0};
	recital_words(rc, r->session.title);
	if (k->claim_count)
		buf_printf(&line, PLURAL("%zu claim", "%zu claims", k->claim_count),
			   k->claim_count);
	if (k->note_count)
		buf_printf(&line, PLURAL("%s%zu note", "%s%zu notes", k->note_count),
			   line.len ? ", " : "", k->note_count);
	if (k->listed_fact_count)
		buf_printf(
			&line,
			PLURAL("%s%zu fact or term", "%s%zu facts and terms", k->listed_fact_count),
			line.len ? ", " : "", k->listed_fact_count);
	if (line.len)
		recital_words(rc, buf_string(&line));
	buf_done(&line);
	recital_words(rc, how);
	recital_notice(rc);
	if (recital_is_in_view(rc))
		recital_view(rc, 0);
	else if (r->focus != INDEX_NONE)
		say_focus(rc);
	else if (r->is_on_match && r->current != POS_NONE)
		recital_match(rc);
	else if (!r->seeking)
		recital_from(rc, r->page.anchor);
}

// Letting out.

bool recital_has_more(const struct recital *rc)
{
	return rc->pending.len > 0 || rc->list_next >= 0;
}

bool recital_let_out(struct recital *rc, struct buf *out)
{
	size_t n = 0;
	for (int lines = rows_at_once(rc); lines > 0 && n < rc->pending.len; n++)
		lines -= rc->pending.data[n] == '\n';
	buf_add(out, buf_string(&rc->pending), n);
	size_t rest = rc->pending.len - n;
	if (rest)
		memmove(rc->pending.data, rc->pending.data + n, rest + 1);
	rc->pending.len = rest;
	return recital_has_more(rc);
}

// The view in a few words.
static void add_view(const struct recital *rc, struct buf *out)
{
	struct reader *r = rc->reader;
	struct margin_world world = world_of(r, NULL, 0);
	if (r->margin.view == VIEW_CLAIM)
		spoken_annotation(out, state_annotation(r, r->margin.subject));
	else if (r->margin.view == VIEW_FACT)
		buf_add_string(out, _("fact"));
	else if (margin_is_list(r->margin.view) && rc->list_next >= 0)
		buf_printf(out, _("%d of %d"), rc->list_next,
			   margin_item_count(&r->margin, &world));
	else if (margin_is_list(r->margin.view))
		margin_title(&r->margin, &world, out);
}

void recital_where(const struct recital *rc, struct buf *out)
{
	const struct document *d = document_of(rc);
	uint64_t pos = rc->said.begin == POS_NONE ? document_begin(d) : rc->said.begin;
	if (recital_is_in_view(rc)) {
		add_view(rc, out);
		return;
	}
	uint64_t number = index_paragraph_at(d->index, pos);
	bool is_whole = index_end(d->index) >= document_end(d) && source_is_complete(d->source);
	if (number)
		buf_printf(out, is_whole ? _("paragraph %llu/%llu") : _("paragraph %llu/%llu…"),
			   (unsigned long long)number,
			   (unsigned long long)index_paragraphs(d->index));
	buf_printf(out, "%s%d %%", number ? ", " : "",
		   document_percent(d, rc->said.begin == POS_NONE ? pos : rc->said.end));
}
