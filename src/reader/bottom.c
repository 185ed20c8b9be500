// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/bottom.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "reader/address_box.h"
#include "reader/completion.h"
#include "reader/frame.h"
#include "reader/status.h"
#include "reader/terms.h"
#include "reader/words.h"
#include "reader/world.h"

enum { HINT_GAP = 2 };	  // [col] between two hints
enum { MOST_ROWS = 4 };	  // of a sentence
enum { MOST_HINTS = 64 }; // of one state of the reader

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
		status_add_match(r, out);
}

// What may be typed, what is wrong with what was, or how much it leaves.
static void write_narrowing(const struct reader *r, struct buf *out)
{
	struct margin_world world = world_of(r, NULL, 0);
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
	if (r->filter_wanted)
		context |= CONTEXT_FILTER;
	if (r->in_margin && r->margin.view == VIEW_HELP)
		context |= CONTEXT_HELP;
	return context | (r->has_search ? CONTEXT_SEARCH : 0);
}

static bool has_items(const struct reader *r)
{
	struct margin_world world = world_of(r, NULL, 0);
	return margin_item_count(&r->margin, &world) > 0;
}

// Whether it helps now what a binding of this mode and context does.
static bool is_useful(const struct reader *r, const struct binding *b)
{
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

static bool is_always_shown(const struct binding *b)
{
	return b->command == COMMAND_HELP || b->command == COMMAND_QUIT ||
	       b->command == COMMAND_SELECT_END || b->command == COMMAND_FORM_LEAVE;
}

struct hint {
	const char *text;
	size_t key, key_end; // where the key's name is
	int width;	     // [col] with the gap behind it
	bool is_always_shown;
};

// Those that help here; their keys' names are appended to KEYS.
static size_t collect_hints(const struct reader *r, struct hint hints[MOST_HINTS], struct buf *keys)
{
	size_t count = 0;
	enum mode mode = state_mode(r);
	unsigned context = context_of(r);
	for (const struct binding *b = keymap_bindings(); b->command && count < MOST_HINTS; b++) {
		struct hint hint = {.key = keys->len};
		if (!b->hint || b->mode != mode || !(b->hint_where & context) || !is_useful(r, b) ||
		    !keyboard_name(&r->keyboard, b->command, 0, keys))
			continue;
		hint.key_end = keys->len;
		buf_add_char(keys, '\0');
		hint.text = hint_of(r, b);
		hint.width = utf8_columns(buf_string(keys) + hint.key, hint.key_end - hint.key) +
			     1 + utf8_columns(hint.text, strlen(hint.text)) + HINT_GAP;
		hint.is_always_shown = is_always_shown(b);
		hints[count++] = hint;
	}
	return count;
}

// The keys that help here, as many as fit; room for help and quit is kept before all others.
static void draw_hints(struct reader *r)
{
	struct hint hints[MOST_HINTS];
	struct buf keys = {0};
	size_t count = collect_hints(r, hints, &keys);
	int col = 1, left = r->cols - 1 + HINT_GAP, row = r->frame.hint_row;
	for (size_t i = 0; i < count; i++)
		left -= hints[i].is_always_shown ? hints[i].width : 0;
	for (size_t i = 0; i < count; i++) {
		int width = hints[i].is_always_shown ? 0 : hints[i].width;
		if (width > left && width > 0)
			continue;
		left -= width;
		col = grid_write(&r->grid, col, row, r->cols, keys.data + hints[i].key, STYLE_KEY);
		col = grid_write(&r->grid, col + 1, row, r->cols, hints[i].text, STYLE_MUTED);
		col += HINT_GAP;
	}
	buf_done(&keys);
}

// Where the row of TEXT ends that has ROOM columns: before a blank, if there is one.
static size_t end_of_row(const char *text, size_t n, int room)
{
	int used;
	size_t fits = utf8_fit(text, n, room, &used), end = fits;
	if (fits == n)
		return n;
	while (end > 0 && text[end] != ' ')
		end--;
	return end ? end : fits ? fits : n;
}

// Writes TEXT in rows from ROW on, or writes none where ROW is below 0; how many it takes.
static int write_rows(struct reader *r, const char *text, size_t n, int row)
{
	int count = 0;
	for (size_t end; n > 0; count++) {
		end = end_of_row(text, n, r->cols - 1);
		char *words = mem_copy(text, end);
		if (row >= 0)
			grid_write(&r->grid, 1, row + count, r->cols, words, STYLE_NOTICE);
		free(words);
		end += end < n && text[end] == ' ';
		text += end;
		n -= end;
	}
	return count;
}

// A sentence that is too long for a row takes some, over the end of the panes.
static bool draw_rows(struct reader *r)
{
	const struct frame *f = &r->frame;
	int rows = write_rows(r, buf_string(&r->notice), r->notice.len, -1);
	int top = f->hint_row - rows + 1;
	// It hides nothing that one is on.
	if (rows == 1 || rows > MOST_ROWS || top - 1 <= r->grid.cursor_row ||
	    rows > (f->hint_row - f->status_row) / 2)
		return false;
	grid_clear(&r->grid, top - 1, f->hint_row + 1);
	grid_rule(&r->grid, 0, top - 1, r->cols, STYLE_STRIP);
	write_rows(r, buf_string(&r->notice), r->notice.len, top);
	return true;
}

// Of a sentence that is too long for these, too, the end is shown, where the reason is.
static void draw_notice(struct reader *r)
{
	const char *text = buf_string(&r->notice);
	size_t n = r->notice.len;
	int col = 1, room = r->cols - col, used;
	if (draw_rows(r))
		return;
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
	struct buf question = {0};
	keyboard_say(&r->keyboard, state_question(r), &question);
	const char *text = r->prompting == PROMPTING_ANSWER ? buf_string(&question)
			   : r->prompting == PROMPTING_UNIT ? _("w word, s sentence, p paragraph")
			   : r->sets_mark ? _("mark this place with which letter?")
					  : _("to the mark with which letter? ' goes back");
	if (r->prompting == PROMPTING_ANSWER && r->question == QUESTION_OPEN)
		address_box_draw(r, r->question_id);
	int col = grid_write(&r->grid, 1, r->frame.hint_row, r->cols - 1, text, STYLE_NOTICE);
	r->grid.cursor_col = col < r->cols ? col : r->cols - 1;
	r->grid.cursor_row = r->frame.hint_row;
	buf_done(&question);
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
	struct margin_world world = world_of(r, NULL, 0);
	if (frame_shows_margin(r) || terms_at(world.knowledge, world.here).count == 0)
		return false;
	terms_draw(&world, &r->grid, 1, r->frame.hint_row, r->cols - 2, 1);
	return true;
}

// What was typed before a command, at the right, as in vi.
static void draw_count(struct reader *r)
{
	struct buf text = {0};
	buf_printf(&text, " %u ", r->count);
	int col = r->cols - (int)text.len;
	grid_write(&r->grid, col > 0 ? col : 0, r->frame.hint_row, r->cols, buf_string(&text),
		   STYLE_KEY);
	buf_done(&text);
}

void bottom_draw(struct reader *r)
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
	if (r->count && r->prompting == PROMPTING_NONE)
		draw_count(r);
}
