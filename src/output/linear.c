// SPDX-License-Identifier: ISC
#include "config.h"

#include "output/linear.h"

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "document/motion.h"
#include "output/recital.h"
#include "output/typed.h"
#include "reader/acting.h"
#include "reader/author.h"
#include "reader/commanding.h"
#include "reader/frame.h"
#include "reader/move.h"
#include "reader/selecting.h"

enum {
	ROWS = 5,	   // of the window that prompts and questions are read from
	COLS = 1000,	   // the same, so that none is cut
	MOST_ECHO = 40,	   // [byte] of a line that is said not to be understood
	KEEP = 's' & 0x1F, // a note
	CANCEL = 'c' & 0x1F,
};

struct linear {
	struct reader *reader;
	struct recital recital;
	struct buf out;	   // lines that may be written
	bool is_on_text;   // the note that is being written, and no reply
	bool was_kept;	   // a note, on what was said: it is not said again
	bool awaits_match; // that the last line asked for
	bool awaits_filter;
	bool is_late; // claims were not known yet when it began
};

struct linear *linear_new(struct reader *r, int width, int height)
{
	struct linear *l = mem_new(1, sizeof *l);
	l->reader = r;
	recital_init(&l->recital, r, width, height);
	reader_event(r, &(struct event){.type = EVENT_RESIZE, .cols = COLS, .rows = ROWS});
	return l;
}

void linear_free(struct linear *l)
{
	if (!l)
		return;
	recital_done(&l->recital);
	buf_done(&l->out);
	free(l);
}

void linear_resize(struct linear *l, int width, int height)
{
	l->recital.width = width;
	l->recital.height = height;
}

static void let_out(struct linear *l)
{
	recital_let_out(&l->recital, &l->out);
}

void linear_begin(struct linear *l)
{
	struct buf how = {0};
	keyboard_say(&l->reader->keyboard, _("Enter reads on, {help} is help, {quit} quits."),
		     &how);
	recital_begin(&l->recital, buf_string(&how));
	l->is_late = !reader_is_ready(l->reader);
	buf_done(&how);
	l->awaits_match = l->reader->seeking != 0;
	let_out(l);
}

// Questions.

static bool awaits_key(const struct linear *l)
{
	return l->reader->prompting >= PROMPTING_ANSWER;
}

static bool awaits_words(const struct linear *l)
{
	return l->reader->prompting != PROMPTING_NONE && !awaits_key(l);
}

// What stands in the bottom line of a screen: the question, without what is told at its right.
static void add_question(struct linear *l, struct buf *out)
{
	struct buf row = {0};
	const struct grid *g = reader_draw(l->reader);
	grid_row_text(g, l->reader->frame.hint_row, &row);
	const char *text = buf_string(&row) + strspn(buf_string(&row), " ");
	const char *gap = strstr(text, "  ");
	size_t n = gap ? (size_t)(gap - text) : strlen(text);
	while (n > 0 && text[n - 1] == ' ')
		n--;
	// Above it on a screen: what is opened has to be known first.
	if (l->reader->prompting == PROMPTING_ANSWER && l->reader->question == QUESTION_OPEN)
		buf_printf(out, "%s\n", l->reader->question_id);
	buf_add(out, text, n);
	buf_add_char(out, ' ');
	buf_done(&row);
}

static void send_key(struct linear *l, uint32_t key)
{
	reader_event(l->reader, &(struct event){.type = EVENT_KEY, .key = key});
}

static void send_words(struct linear *l, const char *words)
{
	if (*words)
		reader_event(
			l->reader,
			&(struct event){.type = EVENT_PASTE, .text = words, .n = strlen(words)});
	send_key(l, KEY_ENTER_KEY);
}

static uint32_t first_key(const char *words)
{
	uint32_t cp;
	if (*words == '\0')
		return KEY_ENTER_KEY;
	utf8_decode((const uint8_t *)words, strlen(words), &cp);
	return cp;
}

// Notes.

// Keeps what is in the form; what cannot be kept stays as a draft.
static void keep_form(struct linear *l)
{
	struct buf why = {0};
	send_key(l, KEEP);
	if (l->reader->form.is_open) {
		buf_add_string(&why, buf_string(&l->reader->notice));
		recital_words(&l->recital, buf_string(&why));
		send_key(l, KEY_ESCAPE);
	}
	l->was_kept = true;
	// The next one is not a reply to this one.
	if (l->is_on_text)
		l->reader->focus = INDEX_NONE;
	buf_done(&why);
}

// The text of the note that is open: an empty one leaves it as it was.
static void take_text(struct linear *l, const char *text)
{
	if (*text) {
		reader_event(
			l->reader,
			&(struct event){.type = EVENT_EDITED, .text = text, .n = strlen(text)});
		keep_form(l);
	} else if (form_has_news(&l->reader->form)) {
		keep_form(l);
	} else {
		send_key(l, KEY_ESCAPE);
	}
}

// A form was opened: with TEXT it is done at once, else the text is asked for.
static void fill_form(struct linear *l, bool was_draft, const char *text)
{
	struct reader *r = l->reader;
	const char *there = form_text(&r->form);
	if (!there) {
		send_key(l, KEY_ESCAPE);
		recital_words(&l->recital,
			      _("This is not to be edited line by line, but on a screen."));
	} else if (was_draft || !*text) {
		buf_clear(&r->notice);
		if (was_draft)
			recital_words(&l->recital, _("This text was not kept yet:"));
		if (*there)
			recital_words(&l->recital, there);
		if (*there)
			recital_words(&l->recital, _("Enter keeps it, another text takes its "
						     "place."));
	} else {
		take_text(l, text);
	}
}

// On the claim one is on, what is open, or what was said last.
static void write_note(struct linear *l, enum command command, const char *text)
{
	struct reader *r = l->reader;
	bool was_draft = form_has_news(&r->form);
	bool is_on_text = command == COMMAND_NOTE && !r->in_margin && r->focus == INDEX_NONE;
	l->is_on_text = is_on_text;
	if (is_on_text && !was_draft && l->recital.said.begin != POS_NONE) {
		struct range range = l->recital.said;
		while (range.end > range.begin + 1 &&
		       motion_go(&r->session.document, range.end - 1, MOTION_RIGHT, 0) >= range.end)
			range.end--;
		selecting_begin_at(r, range.begin);
		selecting_set(r, range);
	}
	acting_run(r, command);
	if (!r->form.is_open)
		selecting_end(r);
	else
		fill_form(l, was_draft, text);
}

// Commands.

static void open_item(struct linear *l, struct item item, unsigned number)
{
	struct reader *r = l->reader;
	bool is_claim = item.kind == ITEM_CLAIM &&
			state_annotation(r, item.index)->role != ROLE_MARK && item.at == POS_NONE;
	// Coming back, the list goes on from here.
	if (!l->recital.is_here)
		r->margin.cursor = (int)number - 1;
	if (item.kind == ITEM_FACT || is_claim) {
		l->recital.is_here = false;
		move_open_view(r, is_claim ? VIEW_CLAIM : VIEW_FACT, item.index);
		return;
	}
	move_open_item(r);
}

// A number alone.
static void open_number(struct linear *l, unsigned number)
{
	struct reader *r = l->reader;
	const struct knowledge *k = &r->session.knowledge;
	int count;
	struct item item = recital_item(&l->recital, number, &count);
	if (count) {
		if (item.kind != ITEM_NONE)
			open_item(l, item, number);
		else {
			struct buf text = {0};
			buf_printf(&text,
				   _("There is no %u here: the last one is %d; #%u goes to "
				     "claim %u."),
				   number, count, number, number);
			recital_words(&l->recital, buf_string(&text));
			buf_done(&text);
		}
	} else if (number >= 1 && number <= k->claim_count) {
		move_open_view(r, VIEW_CLAIM, k->claims[number - 1]);
	} else {
		move_to_claim_number(r, number);
	}
}

// What is on a screen only.
static bool is_of_screens(enum command command)
{
	return command == COMMAND_LEFT || command == COMMAND_RIGHT || command == COMMAND_JUSTIFY ||
	       command == COMMAND_NARROWER || command == COMMAND_WIDER ||
	       command == COMMAND_PANEL || command == COMMAND_PANE || command == COMMAND_SELECT ||
	       command == COMMAND_PLACE || command == COMMAND_FOLLOW;
}

static void say_help(struct linear *l)
{
	struct recital *rc = &l->recital;
	recital_words(rc, _("Enter reads on, or says more of a list.  A number opens that claim, "
			    "or what has that number in what was said last.\n"
			    "j and k say a sentence on and back, } and { go by paragraphs, 50% "
			    "goes to the middle.\n"
			    "/word searches; n and N go to the next and previous match; &word "
			    "narrows a list.\n"
			    "a and a text keep a note on what was said last, or a reply to the "
			    "claim one is on.\n"
			    ". tells the claims, terms and notes in what was said last; r says it "
			    "again.\n"
			    "b goes back, q closes what is open, else quits.  C-c stops what is "
			    "being said.\n"
			    "Each command has a name, which can be typed too:"));
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		struct buf line = {0};
		if (b->mode != MODE_READING || is_of_screens(b->command))
			continue;
		keyboard_names(&l->reader->keyboard, b->command, &line);
		buf_printf(&line, "%s%s: %s", line.len ? ", " : "", b->name, _(b->help));
		recital_words(rc, buf_string(&line));
		buf_done(&line);
	}
}

// By how much it was typed, at least once.
static unsigned times(unsigned count)
{
	return count ? count : 1;
}

static void go_back_by_paragraphs(struct linear *l, unsigned count)
{
	struct recital *rc = &l->recital;
	uint64_t pos = rc->said.begin == POS_NONE ? 0 : recital_before(rc, count);
	if (rc->said.begin == POS_NONE || pos >= rc->said.begin)
		recital_words(rc, _("This is the start of the text."));
	else
		recital_from(rc, pos);
}

// What moves in the text or in a list.  False for other commands.
static bool move(struct linear *l, enum command command, unsigned count)
{
	struct recital *rc = &l->recital;
	bool is_list = recital_is_in_view(rc) && margin_is_list(l->reader->margin.view);
	switch (command) {
	case COMMAND_LINE_DOWN:
	case COMMAND_LINE_UP:
		recital_sentences(rc, command == COMMAND_LINE_DOWN ? 1 : -1, times(count));
		return true;
	case COMMAND_PAGE_DOWN:
	case COMMAND_HALF_DOWN:
		recital_on(rc, times(count));
		return true;
	case COMMAND_PAGE_UP:
	case COMMAND_HALF_UP:
	case COMMAND_PARAGRAPH_BACK:
		go_back_by_paragraphs(l, times(count));
		return true;
	case COMMAND_PARAGRAPH_ON:
		recital_from(rc, motion_go(&l->reader->session.document, rc->said.begin,
					   MOTION_PARAGRAPH, times(count)));
		return true;
	case COMMAND_CLAIM_NEXT:
		return is_list && recital_list(rc);
	case COMMAND_TOP:
		if (is_list)
			recital_view(rc, 0);
		return is_list;
	default:
		return false;
	}
}

// A command of the reader as it is, with what was typed behind it for what it asks for.
static void run(struct linear *l, const struct typed *c)
{
	struct reader *r = l->reader;
	// Without words / looks for the same again.
	bool is_again = c->command == COMMAND_SEARCH && r->search_prompt.history_count > 0;
	r->count = c->count;
	if (c->command == COMMAND_NOTE || c->command == COMMAND_EDIT)
		write_note(l, c->command, c->rest);
	else
		acting_run(r, c->command);
	r->count = 0;
	if (awaits_words(l) && (*c->rest || is_again))
		send_words(l, c->rest);
	else if (awaits_key(l) && *c->rest)
		send_key(l, first_key(c->rest));
	frame_update(r);
}

static void do_command(struct linear *l, const struct typed *c)
{
	bool is_view_left = l->reader->in_margin &&
			    (c->command == COMMAND_PAGE_UP || c->command == COMMAND_HALF_UP);
	struct typed back = {.command = COMMAND_BACK, .rest = ""};
	if (c->command == COMMAND_HELP)
		say_help(l);
	else if (c->command == COMMAND_REDRAW)
		recital_again(&l->recital);
	else if (is_of_screens(c->command))
		recital_words(&l->recital,
			      _("This is for a screen; line by line it does nothing."));
	else if (is_view_left)
		run(l, &back);
	else if (!move(l, c->command, c->count))
		run(l, c);
}

// Lines.

static void say_unknown(struct linear *l, const char *line)
{
	struct buf text = {0};
	size_t used = strlen(line) > MOST_ECHO ? MOST_ECHO : strlen(line);
	while (used > 0 && ((uint8_t)line[used] & 0xC0) == 0x80)
		used--;
	buf_add(&text, line, used);
	buf_add_string(&text, used < strlen(line) ? "…" : "");
	keyboard_say(&l->reader->keyboard, _(" means nothing here; {help} tells what does."),
		     &text);
	recital_words(&l->recital, buf_string(&text));
	buf_done(&text);
}

// More of what was begun, else on with the text.
static void go_on(struct linear *l)
{
	if (l->recital.pending.len == 0 && !recital_list(&l->recital))
		recital_on(&l->recital, 1);
}

static void do_line(struct linear *l, const char *line)
{
	if (awaits_key(l)) {
		send_key(l, first_key(line));
	} else if (awaits_words(l)) {
		send_words(l, line);
	} else if (l->reader->form.is_open) {
		take_text(l, line);
	} else if (*line == '\0') {
		go_on(l);
	} else {
		buf_clear(&l->recital.pending);
		struct typed c = typed_parse(&l->reader->keyboard, line);
		if (strcmp(line, ".") == 0)
			recital_here(&l->recital);
		else if (c.command)
			do_command(l, &c);
		else if (c.line)
			commanding_run(l->reader, c.line);
		else if (c.count && strspn(line, "0123456789") == strlen(line))
			open_number(l, c.count);
		else
			say_unknown(l, line);
	}
}

// What came of a line.
static void say_change(struct linear *l, struct recital_place before)
{
	struct reader *r = l->reader;
	recital_notice(&l->recital);
	if (r->seeking) {
		l->awaits_match = true;
		return;
	}
	if (r->filter_wanted && !r->filter.is_done && r->prompting == PROMPTING_NONE) {
		l->awaits_filter = true;
		return;
	}
	if (r->prompting == PROMPTING_NONE && !l->was_kept)
		recital_change(&l->recital, before);
}

void linear_line(struct linear *l, const char *line, size_t n, int64_t time)
{
	struct reader *r = l->reader;
	struct buf clean = {0};
	struct recital_place before = recital_place(&l->recital);
	if (time > r->session.now)
		r->session.now = time;
	l->was_kept = false;
	buf_clear(&r->notice);
	utf8_repair(&clean, line, n);
	while (clean.len && (uint8_t)clean.data[clean.len - 1] <= ' ')
		clean.data[--clean.len] = '\0';
	// A NUL ends it.
	const char *words = buf_string(&clean);
	do_line(l, words + (awaits_words(l) || r->form.is_open ? 0 : strspn(words, " \t")));
	frame_update(r);
	say_change(l, before);
	let_out(l);
	buf_done(&clean);
}

void linear_interrupt(struct linear *l)
{
	struct reader *r = l->reader;
	bool had_more = recital_has_more(&l->recital);
	buf_clear(&l->recital.pending);
	l->recital.list_next = -1;
	l->awaits_match = l->awaits_filter = false;
	if (r->form.is_open || r->prompting != PROMPTING_NONE)
		send_key(l, awaits_key(l) ? KEY_ESCAPE : CANCEL);
	else if (!had_more || r->seeking)
		send_key(l, CANCEL);
	r->seeking = 0;
	recital_notice(&l->recital);
	let_out(l);
}

void linear_end(struct linear *l)
{
	struct reader *r = l->reader;
	if (awaits_key(l) && r->question == QUESTION_QUIT) {
		r->is_finished = true;
		return;
	}
	if (r->form.is_open || r->prompting != PROMPTING_NONE)
		linear_interrupt(l);
	if (author_may_quit(r))
		r->is_finished = true;
}

unsigned linear_step(struct linear *l, struct budget budget)
{
	struct reader *r = l->reader;
	struct recital_place before = recital_place(&l->recital);
	unsigned news = reader_step(r, budget);
	if (l->is_late && reader_is_ready(r)) {
		l->is_late = false;
		if (r->session.knowledge.claim_count)
			state_tell_keys(
				r,
				_("All claims are known now: {redraw} says it again with them."));
	}
	if (l->awaits_match && !r->seeking) {
		l->awaits_match = false;
		recital_notice(&l->recital);
		if (r->is_on_match)
			recital_match(&l->recital);
		let_out(l);
	} else if (l->awaits_filter && (!r->filter_wanted || r->filter.is_done)) {
		l->awaits_filter = false;
		recital_view(&l->recital, 0);
		let_out(l);
	} else if (l->recital.said.begin != POS_NONE && !l->awaits_match &&
		   r->page.anchor != before.place.anchor) {
		recital_notice(&l->recital);
		recital_change(&l->recital, before);
		let_out(l);
	}
	return news;
}

bool linear_is_busy(const struct linear *l, bool all)
{
	const struct reader *r = l->reader;
	return l->awaits_match || l->awaits_filter ||
	       (all && r->has_search && (!r->search.is_done || !r->hits.is_done));
}

bool linear_is_finished(const struct linear *l)
{
	return reader_is_finished(l->reader);
}

void linear_take(struct linear *l, struct buf *out)
{
	if (l->reader->notice.len && l->recital.pending.len == 0 &&
	    l->reader->prompting == PROMPTING_NONE) {
		recital_notice(&l->recital);
		let_out(l);
	}
	buf_add(out, buf_string(&l->out), l->out.len);
	buf_clear(&l->out);
}

void linear_prompt(struct linear *l, struct buf *out)
{
	struct reader *r = l->reader;
	struct buf where = {0};
	if (r->prompting != PROMPTING_NONE) {
		add_question(l, out);
		return;
	}
	if (r->form.is_open) {
		buf_add_string(out, _("note: "));
		return;
	}
	if (recital_has_more(&l->recital) && l->recital.list_next < 0)
		buf_add_string(&where, _("Enter: more"));
	else
		recital_where(&l->recital, &where);
	if (l->recital.list_next >= 0)
		buf_printf(&where, ", %s", _("Enter: more"));
	buf_add_char(out, '[');
	utf8_sanitize(out, buf_string(&where), where.len);
	buf_add_string(out, "] ");
	buf_done(&where);
}
