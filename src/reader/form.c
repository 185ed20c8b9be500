// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/form.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "knowledge/period.h"
#include "knowledge/rules.h"
#include "reader/event.h"
#include "reader/words.h"
#include "search/query.h"

enum {
	TEXT_ROWS = 3,	   // of a text, at least
	QUOTE_ROWS = 2,	   // of what is quoted above the fields
	LOOKED_AT = 20000, // facts, between two keys
};

static const enum form_what comment_fields[] = {FORM_TEXT, FORM_TAGS};
static const enum form_what claim_fields[] = {FORM_KIND,  FORM_ASSESSMENT, FORM_REASON,
					      FORM_LINKS, FORM_TEXT,	   FORM_TAGS};
static const enum form_what fact_fields[] = {FORM_TITLE, FORM_PERIOD, FORM_TEXT, FORM_SOURCE,
					     FORM_TAGS};

static const char *label(const struct form *f, enum form_what what)
{
	static const char *const labels[] = {
		[FORM_TEXT] = N_("Note"),
		[FORM_KIND] = N_("Kind"),
		[FORM_ASSESSMENT] = N_("Assessment"),
		[FORM_REASON] = N_("Reason"),
		[FORM_LINKS] = N_("Facts"),
		[FORM_TITLE] = N_("Title"),
		[FORM_PERIOD] = N_("Date"),
		[FORM_SOURCE] = N_("Address of the source"),
		[FORM_TAGS] = N_("Tags, with commas between"),
	};
	if (what == FORM_TEXT && f->note.type == NOTE_FACT)
		return _("Text");
	return _(labels[what]);
}

static bool is_choice(enum form_what what)
{
	return what == FORM_KIND || what == FORM_ASSESSMENT;
}

static bool is_long(enum form_what what)
{
	return what == FORM_TEXT || what == FORM_REASON;
}

// Where the text of a field is kept in the note; NULL for one that has no text.
static char **text_of(struct note *n, enum form_what what)
{
	switch (what) {
	case FORM_TEXT:
		return &n->text;
	case FORM_REASON:
		return &n->reason;
	case FORM_TITLE:
		return &n->title;
	case FORM_PERIOD:
		return &n->period;
	case FORM_SOURCE:
		return &n->source;
	case FORM_TAGS:
		return &n->tags;
	default:
		return NULL;
	}
}

static void add_fields(struct form *f, const enum form_what *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct form_field *field = &f->fields[f->count++];
		char **text = text_of(&f->note, list[i]);
		*field = (struct form_field){.what = list[i]};
		editor_init(&field->editor, text ? *text : "", !is_long(list[i]));
	}
}

void form_open(struct form *f, struct note note, char *was, struct range place)
{
	form_done(f);
	*f = (struct form){.is_open = true, .note = note, .was = was, .place = place};
	if (note.type == NOTE_CLAIM)
		add_fields(f, claim_fields, sizeof claim_fields / sizeof *claim_fields);
	else if (note.type == NOTE_FACT)
		add_fields(f, fact_fields, sizeof fact_fields / sizeof *fact_fields);
	else
		add_fields(f, comment_fields, sizeof comment_fields / sizeof *comment_fields);
	f->link_at = (int)note.link_count;
}

void form_done(struct form *f)
{
	for (int i = 0; i < f->count; i++)
		editor_done(&f->fields[i].editor);
	for (size_t i = 0; i < f->made_count; i++) {
		free(f->made[i].iri);
		free(f->made[i].title);
	}
	free(f->made);
	free(f->about);
	free(f->was);
	note_done(&f->note);
	*f = (struct form){0};
}

void form_move(struct form *f, int direction)
{
	f->at = (f->at + direction + f->count) % f->count;
	f->link_at = (int)f->note.link_count;
}

// Facts.

static const char *title_of(const struct form *f, const struct margin_world *w, const char *iri)
{
	for (size_t i = 0; i < f->made_count; i++)
		if (strcmp(f->made[i].iri, iri) == 0)
			return f->made[i].title;
	uint32_t fact = knowledge_find_fact(w->knowledge, iri);
	return fact == INDEX_NONE ? iri : rows_fact_title(w, &w->knowledge->facts[fact]);
}

static bool is_linked(const struct form *f, const char *iri)
{
	for (size_t i = 0; i < f->note.link_count; i++)
		if (strcmp(f->note.links[i].fact, iri) == 0)
			return true;
	return false;
}

// The first facts whose title has what is typed.
static void look_for_facts(struct form *f, const struct margin_world *w)
{
	const struct knowledge *k = w->knowledge;
	const char *typed = editor_text(&f->fields[f->at].editor);
	size_t begin, end;
	f->found_count = f->found_at = 0;
	struct query *q = *typed ? query_new(typed, QUERY_FOLDED, NULL, NULL) : NULL;
	for (size_t i = 0; q && i < k->listed_fact_count && i < LOOKED_AT; i++) {
		const struct fact *fact = &k->facts[k->listed_facts[i]];
		const char *title = rows_fact_title(w, fact);
		if (f->found_count < FORM_FOUND && !fact->is_term && !is_linked(f, fact->id) &&
		    query_find(q, (const uint8_t *)title, strlen(title), 0, &begin, &end))
			f->found[f->found_count++] = k->listed_facts[i];
	}
	query_free(q);
}

static void add_link(struct form *f, const struct margin_world *w)
{
	struct editor *typed = &f->fields[f->at].editor;
	if (f->found_at < f->found_count) {
		note_add_link(&f->note, w->knowledge->facts[f->found[f->found_at]].id,
			      RELATION_SUPPORTS, "");
	} else {
		struct form_made made = {note_new_iri(), mem_string(editor_text(typed))};
		f->made = mem_resize(f->made, f->made_count + 1, sizeof *f->made);
		f->made[f->made_count++] = made;
		note_add_link(&f->note, made.iri, RELATION_SUPPORTS, "");
	}
	editor_set(typed, "");
	look_for_facts(f, w);
	f->link_at = (int)f->note.link_count - 1; // where the relation is chosen
	f->is_touched = true;
}

static void remove_link(struct form *f)
{
	struct note *n = &f->note;
	size_t i = (size_t)f->link_at;
	free(n->links[i].fact);
	free(n->links[i].reason);
	memmove(&n->links[i], &n->links[i + 1], (--n->link_count - i) * sizeof *n->links);
	f->is_touched = true;
}

static void turn_relation(struct form *f, int direction)
{
	struct note_link *l = &f->note.links[f->link_at];
	l->relation = (enum relation)(((int)l->relation + direction + RELATION_DEFINES) %
				      RELATION_DEFINES);
	f->is_touched = true;
}

static enum form_result looking_key(struct form *f, const struct margin_world *w, uint32_t key)
{
	struct editor *typed = &f->fields[f->at].editor;
	bool has_typed = *editor_text(typed);
	if (has_typed && key == KEY_ENTER_KEY) {
		add_link(f, w);
	} else if (has_typed && key == KEY_DOWN_ARROW) {
		f->found_at += f->found_at < f->found_count;
	} else if (has_typed && key == KEY_UP_ARROW) {
		f->found_at -= f->found_at > 0;
	} else if (key == KEY_UP_ARROW && f->note.link_count) {
		f->link_at = (int)f->note.link_count - 1;
	} else if (key == KEY_UP_ARROW) {
		form_move(f, -1);
	} else if (key == KEY_DOWN_ARROW || key == KEY_ENTER_KEY) {
		form_move(f, 1);
	} else if (editor_key(typed, key)) {
		look_for_facts(f, w);
	} else {
		return FORM_IGNORED;
	}
	return FORM_USED;
}

// On a fact that is linked.
static enum form_result linked_key(struct form *f, const struct margin_world *w, uint32_t key)
{
	switch (key) {
	case KEY_LEFT_ARROW:
		turn_relation(f, -1);
		return FORM_USED;
	case KEY_RIGHT_ARROW:
		turn_relation(f, 1);
		return FORM_USED;
	case KEY_DELETE_KEY:
	case KEY_BACKSPACE_KEY:
		remove_link(f);
		return FORM_USED;
	case KEY_UP_ARROW:
		if (f->link_at > 0)
			f->link_at--;
		else
			form_move(f, -1);
		return FORM_USED;
	case KEY_DOWN_ARROW:
	case KEY_ENTER_KEY:
		f->link_at++;
		return FORM_USED;
	default:
		// Who types looks for the next fact.
		if (key <= ' ' || key >= KEY_BASE)
			return FORM_IGNORED;
		f->link_at = (int)f->note.link_count;
		return looking_key(f, w, key);
	}
}

// The other fields.

static void turn_choice(struct form *f, int direction)
{
	struct note *n = &f->note;
	int kinds = KIND_OTHER - KIND_FACT;
	if (f->fields[f->at].what == FORM_KIND)
		n->kind = (enum kind)(KIND_FACT +
				      ((int)n->kind - KIND_FACT + direction + kinds) % kinds);
	else
		n->assessment = (enum assessment)(
			((int)n->assessment + direction + ASSESSMENT_OTHER) % ASSESSMENT_OTHER);
	f->is_touched = true;
}

static enum form_result choice_key(struct form *f, uint32_t key)
{
	if (key == KEY_LEFT_ARROW || key == KEY_RIGHT_ARROW)
		turn_choice(f, key == KEY_LEFT_ARROW ? -1 : 1);
	else if (key == KEY_UP_ARROW)
		form_move(f, -1);
	else if (key == KEY_DOWN_ARROW || key == KEY_ENTER_KEY)
		form_move(f, 1);
	else
		return FORM_IGNORED;
	return FORM_USED;
}

enum form_result form_key(struct form *f, const struct margin_world *w, uint32_t key)
{
	struct form_field *field = &f->fields[f->at];
	if (key == KEY_TAB || key == KEY_BACK_TAB) {
		form_move(f, key == KEY_TAB ? 1 : -1);
		return FORM_USED;
	}
	if (is_choice(field->what))
		return choice_key(f, key);
	if (field->what == FORM_LINKS)
		return f->link_at < (int)f->note.link_count ? linked_key(f, w, key)
							    : looking_key(f, w, key);
	if (editor_key(&field->editor, key))
		return FORM_USED;
	if (key != KEY_UP_ARROW && key != KEY_DOWN_ARROW && key != KEY_ENTER_KEY)
		return FORM_IGNORED;
	form_move(f, key == KEY_UP_ARROW ? -1 : 1);
	return FORM_USED;
}

void form_paste(struct form *f, const struct margin_world *w, const char *text, size_t n)
{
	struct form_field *field = &f->fields[f->at];
	if (is_choice(field->what))
		return;
	f->link_at = (int)f->note.link_count;
	editor_paste(&field->editor, text, n);
	if (field->what == FORM_LINKS)
		look_for_facts(f, w);
}

const char *form_text(const struct form *f)
{
	const struct form_field *field = &f->fields[f->at];
	return is_choice(field->what) || field->what == FORM_LINKS ? NULL
								   : editor_text(&field->editor);
}

void form_set_text(struct form *f, const char *text)
{
	if (form_text(f))
		editor_set(&f->fields[f->at].editor, text);
}

bool form_has_news(const struct form *f)
{
	bool has_news = f->is_touched;
	for (int i = 0; i < f->count && !has_news; i++) {
		char **text = text_of((struct note *)&f->note, f->fields[i].what);
		has_news = strcmp(editor_text(&f->fields[i].editor), text ? *text : "") != 0;
	}
	return has_news;
}

bool form_is_empty(const struct form *f)
{
	if (f->note.type == NOTE_CLAIM || f->note.type == NOTE_HIGHLIGHT)
		return false;
	for (int i = 0; i < f->count; i++)
		if (*editor_text(&f->fields[i].editor))
			return false;
	return true;
}

bool form_finish(struct form *f, struct err *e)
{
	for (int i = 0; i < f->count; i++) {
		char **text = text_of(&f->note, f->fields[i].what);
		if (text)
			note_set(text, editor_text(&f->fields[i].editor));
	}
	struct note *n = &f->note;
	for (int i = 0; i < f->count; i++)
		if (f->fields[i].what == FORM_LINKS && *editor_text(&f->fields[i].editor))
			return err_set(e, "%s",
				       _("Enter links the fact that was typed; or take it out"));
	if (n->type == NOTE_HIGHLIGHT && *n->text)
		n->type = NOTE_COMMENT;
	if (n->type != NOTE_FACT)
		return true;
	if (!*n->title)
		return err_set(e, "%s", _("a fact needs a title"));
	if (*n->period && !period_is_valid(n->period))
		return err_set(e,
			       _("\"%s\" is no date: write it as 2019, 2019-02-28 or "
				 "2019-02-27/2019-02-28"),
			       n->period);
	if (*n->source && !rules_is_iri(n->source))
		return err_set(e, _("\"%s\" is no address: it begins as in https://"), n->source);
	return true;
}

// Drawing.

static const char *heading(const struct form *f)
{
	static const char *const fresh[] = {
		[NOTE_COMMENT] = N_("New note"), [NOTE_HIGHLIGHT] = N_("New highlight"),
		[NOTE_CLAIM] = N_("New claim"),	 [NOTE_REPLY] = N_("Reply"),
		[NOTE_MARK] = N_("New mark"),	 [NOTE_FACT] = N_("New fact"),
	};
	static const char *const old[] = {
		[NOTE_COMMENT] = N_("Note"), [NOTE_HIGHLIGHT] = N_("Highlight"),
		[NOTE_CLAIM] = N_("Claim"),  [NOTE_REPLY] = N_("Reply"),
		[NOTE_MARK] = N_("Mark"),    [NOTE_FACT] = N_("Fact"),
	};
	return _((f->was ? old : fresh)[f->note.type]);
}

// What a pane is drawn into: rows from Y up to LIMIT are left.
struct canvas {
	struct grid *grid;
	int x, y, width, limit;
};

static void add_heading(const struct form *f, struct canvas *c)
{
	struct rows r = {.width = c->width, .item = -1};
	struct buf quote = {0};
	rows_add_text(&r, 0, heading(f), STYLE_STRONG, 1);
	if (f->about)
		buf_add_string(&quote, f->about);
	else if (f->note.place.exact)
		buf_printf(&quote, _("“%s”"), f->note.place.exact);
	rows_add_text(&r, 0, buf_string(&quote), STYLE_NOTE, QUOTE_ROWS);
	for (size_t i = 0; i < r.count && c->y < c->limit; i++)
		rows_draw(c->grid, &r.all[i], c->x, c->y++, c->x + c->width, false);
	buf_done(&quote);
	rows_done(&r);
}

static void put(struct canvas *c, int indent, const char *text, style st)
{
	if (c->y < c->limit)
		grid_write(c->grid, c->x + indent, c->y, c->x + c->width, text, st);
}

static void draw_label(const struct form *f, struct canvas *c, int i)
{
	put(c, 0, label(f, f->fields[i].what), i == f->at ? STYLE_KEY : STYLE_MUTED);
}

static void draw_choice(const struct form *f, struct canvas *c, int i)
{
	struct annotation a = {
		.role = ROLE_CLAIM, .kind = f->note.kind, .assessment = f->note.assessment};
	const char *word = f->fields[i].what == FORM_KIND ? words_kind(&a) : words_assessment(&a);
	bool is_here = i == f->at;
	struct buf line = {0};
	draw_label(f, c, i);
	int col =
		utf8_columns(label(f, f->fields[i].what), strlen(label(f, f->fields[i].what))) + 1;
	buf_printf(&line, is_here ? "‹ %s ›" : "%s", *word ? word : _("none"));
	put(c, col, buf_string(&line), is_here ? STYLE_FOCUS : STYLE_TEXT);
	if (is_here && c->y < c->limit) {
		c->grid->cursor_col = c->x + col;
		c->grid->cursor_row = c->y;
	}
	buf_done(&line);
	c->y++;
}

static void draw_text(struct form *f, struct canvas *c, int i)
{
	struct form_field *field = &f->fields[i];
	bool is_here = i == f->at;
	draw_label(f, c, i);
	c->y++;
	int rows = editor_rows(&field->editor, c->width);
	if (rows < TEXT_ROWS && is_long(field->what))
		rows = TEXT_ROWS;
	int below = (f->count - i - 1) * 2; // what comes behind it has room, as far as it goes
	int room = c->limit - c->y;
	if (rows > room - below)
		rows = room - below > TEXT_ROWS ? room - below
		       : rows < TEXT_ROWS	? rows
						: TEXT_ROWS;
	if (rows > room)
		rows = room;
	if (rows <= 0)
		return;
	editor_draw(&field->editor, c->grid, c->x, c->y, c->width, rows,
		    is_here ? STYLE_TEXT : STYLE_MUTED, is_here);
	c->y += rows;
}

static void draw_links(struct form *f, const struct margin_world *w, struct canvas *c, int i)
{
	struct editor *typed = &f->fields[i].editor;
	bool is_here = i == f->at;
	draw_label(f, c, i);
	c->y++;
	for (size_t n = 0; n < f->note.link_count; n++, c->y++) {
		struct link l = {.relation = f->note.links[n].relation};
		bool is_on = is_here && f->link_at == (int)n;
		struct buf line = {0};
		put(c, 0, words_relation_glyph(&l), words_relation_style(&l));
		buf_printf(&line, is_on ? "‹ %s › %s" : "%s · %s", words_relation(&l),
			   title_of(f, w, f->note.links[n].fact));
		put(c, 2, buf_string(&line), is_on ? STYLE_FOCUS : STYLE_TEXT);
		if (is_on && c->y < c->limit) {
			c->grid->cursor_col = c->x + 2;
			c->grid->cursor_row = c->y;
		}
		buf_done(&line);
	}
	bool is_typing = is_here && f->link_at == (int)f->note.link_count;
	put(c, 0, "+", STYLE_MUTED);
	if (!is_typing && !*editor_text(typed))
		put(c, 2, _("type to find a fact"), STYLE_MUTED);
	else if (c->y < c->limit)
		editor_draw(typed, c->grid, c->x + 2, c->y, c->width - 2, 1, STYLE_TEXT, is_typing);
	c->y++;
	for (int n = 0; is_typing && *editor_text(typed) && n <= f->found_count; n++, c->y++) {
		struct buf line = {0};
		bool is_new = n == f->found_count;
		if (is_new)
			buf_printf(&line, _("a new fact: %s"), editor_text(typed));
		else
			buf_add_string(&line,
				       rows_fact_title(w, &w->knowledge->facts[f->found[n]]));
		put(c, 2, buf_string(&line), n == f->found_at ? STYLE_FOCUS : STYLE_MUTED);
		buf_done(&line);
	}
}

static void draw_field(struct form *f, const struct margin_world *w, struct canvas *c, int i)
{
	if (c->y >= c->limit)
		return;
	if (is_choice(f->fields[i].what))
		draw_choice(f, c, i);
	else if (f->fields[i].what == FORM_LINKS)
		draw_links(f, w, c, i);
	else
		draw_text(f, c, i);
}

static int field_rows(const struct form *f, int i, int width)
{
	enum form_what what = f->fields[i].what;
	if (is_choice(what))
		return 1;
	if (what == FORM_LINKS)
		return 2 + (int)f->note.link_count +
		       (*editor_text(&f->fields[i].editor) ? f->found_count + 1 : 0);
	int rows = editor_rows(&f->fields[i].editor, width);
	return 1 + (is_long(what) && rows < TEXT_ROWS ? TEXT_ROWS : rows);
}

// Where not all has room, the field that has the keys comes first, and it is said how many are not
// seen before and behind it.
void form_draw(struct form *f, const struct margin_world *w, struct grid *g, int x, int y,
	       int width, int height)
{
	struct canvas c = {g, x, y, width, y + height};
	int total = 1 + QUOTE_ROWS, hidden = 0;
	if (width < 4 || height < 1)
		return;
	for (int i = 0; i < f->count; i++)
		total += field_rows(f, i, width);
	bool is_cut = total > height && height > TEXT_ROWS;
	int first = total > height ? f->at : 0;
	c.limit -= is_cut;
	if (first == 0 && height > 1 + QUOTE_ROWS + TEXT_ROWS)
		add_heading(f, &c);
	else if (first > 0 && height > 2 * TEXT_ROWS)
		rows_draw_rest(g, x, c.y++, x + width, first, _("+%d above"));
	for (int i = first; i < f->count; i++) {
		hidden += c.y >= c.limit;
		draw_field(f, w, &c, i);
	}
	if (is_cut && hidden)
		rows_draw_rest(g, x, y + height - 1, x + width, hidden, _("+%d below"));
}
