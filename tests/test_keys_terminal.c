// SPDX-License-Identifier: ISC
// Every key of every profile, pressed in the real program in a terminal: each has to do what only
// its command does.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "assets/builtin.h"
#include "base/memory.h"
#include "folder.h"
#include "osc52.h"
#include "pty.h"
#include "reader/keyboard.h"
#include "want.h"

enum {
	ROWS = 30,
	COLS = 100,
	TEXT_ROW = 2, // where the text begins on the screen
	TEXT_COL = 5,
	TEXT_END = 60,
	PAGE = 27, // rows of text
};

// What must be so after the key, and may not be before.
enum wanted {
	SHOWS,	  // TEXT is on the screen
	HIDES,	  // it is not
	UNMARKS,  // the same, and the text stands where it stood
	TOP,	  // the first line begins with TEXT
	DOWN,	  // the first line is the one that stood NUMBER lines below it
	UP,	  // the line that was the first stands NUMBER lines below it
	COPIED,	  // TEXT is in the clipboard
	SELECTED, // TEXT is selected: the key for copying brings it into the clipboard
	CARET,	  // selecting from here to the end of the paragraph would take TEXT
	QUITS,	  // TEXT disappears, and when the key is pressed again the program ends
	ENDED,	  // the program ends
	STOPPED,  // it is suspended, and goes on
	REDRAWN,  // everything is sent again, and the screen is the same
};

// Steps are parted by "|": ":" and a command, "@" and the name of a command, whose first key is
// pressed, "'" and characters to type, or the name of a key.  Of a TEXT with "…" what is before and
// what is behind it count.
struct trial {
	enum command command; // COMMAND_NONE: keys that stand for ":set"
	const char *ready;    // steps before
	const char *then;     // steps behind the key
	enum wanted wanted;
	const char *text;
	int number;
	const char *after; // steps that take back what the key did
};

#define END_PROGRAM ":quit-now" // where nothing takes it back: the next trial begins anew
#define SELECT ":select"
#define NOTE ":note|'zebra|@form-keep"
#define WRITE ":note|'okapi zebra crossing|M-b"

static const struct trial trials[] = {
	{COMMAND_LINE_DOWN, ":goto ¶4", "", DOWN, NULL, 1, ""},
	{COMMAND_LINE_UP, ":goto ¶4", "", UP, NULL, 1, ""},
	{COMMAND_PAGE_DOWN, "", "", DOWN, NULL, PAGE - 2, ""},
	{COMMAND_PAGE_UP, ":end", "", UP, NULL, PAGE - 2, ""},
	{COMMAND_HALF_DOWN, "", "", DOWN, NULL, PAGE / 2, ""},
	{COMMAND_HALF_UP, ":end", "", UP, NULL, PAGE / 2, ""},
	{COMMAND_PARAGRAPH_BACK, ":goto ¶4", "", TOP, "Trump heeft de hoofdprijs", 0, ""},
	{COMMAND_PARAGRAPH_ON, "", "", DOWN, NULL, 7, ""},
	{COMMAND_TOP, ":end", "", TOP, "Het was een flop", 0, ""},
	{COMMAND_END, "", "", SHOWS, "te dammen.", 0, ""},
	{COMMAND_PERCENT, "", "", TOP, "van de meest ingrijpende", 50, ""},
	{COMMAND_FOLLOW, "", "", SHOWS, "nothing is added to it", 0, ":top"},
	{COMMAND_LEFT, ":set wrap=keep|:scroll-right|:scroll-right", "", TOP, "‹en flop", 0,
	 ":set wrap=auto"},
	{COMMAND_RIGHT, ":set wrap=keep", "", TOP, "‹en flop", 0, ":set wrap=auto"},
	{COMMAND_WRAP, "", "", SHOWS, "All lines between two blank ones are re-flowed.", 0,
	 ":set wrap=auto"},
	{COMMAND_JUSTIFY, "", "", SHOWS, "Lines are justified.", 0, ":set nojustify"},
	{COMMAND_NARROWER, "", "", SHOWS, "te doen, alleen   ", 0, END_PROGRAM},
	{COMMAND_WIDER, "", "", SHOWS, "in de trein voor", 0, END_PROGRAM},

	{COMMAND_CLAIM_NEXT, ":claim-number 3", "", SHOWS, "claim 4/30", 0, ""},
	{COMMAND_CLAIM_BACK, ":claim-number 3", "", SHOWS, "claim 2/30", 0, ""},
	{COMMAND_OPEN, ":claim-number 3", "", SHOWS, "Claim 3 of 30", 0, ""},
	{COMMAND_BACK, ":goto ¶4|:goto ¶7", "", TOP, "Uit een reconstructie", 0, ""},
	{COMMAND_FORWARD, ":goto ¶4|:goto ¶7|:back", "", TOP, "De ‘persoonlijke diplomatie’", 0,
	 ""},
	{COMMAND_CLAIM_NUMBER, "", "'12|Enter", SHOWS, "claim 12/30", 0, ""},
	{COMMAND_CLAIMS, "", "", SHOWS, "All claims (30)", 0, ""},
	{COMMAND_FACTS, "", "", SHOWS, "All facts and terms (48)", 0, ""},
	{COMMAND_TIMELINE, "", "", SHOWS, "Timeline (36)", 0, ""},
	{COMMAND_CONTENTS, "", "", SHOWS, "Contents (0)", 0, ""},
	{COMMAND_LANGUAGE, "", "", SHOWS, "Facts in: ", 0, ":set language=en"},
	{COMMAND_SOURCE, ":claim-number 3|:open|:open|:line-down", "", SHOWS,
	 "Open this address? y opens it", 0, "'n"},
	{COMMAND_PANEL, "", "", HIDES, "1 “ opinion", 0, ":panel"},
	{COMMAND_PANE, ":claims|:other-pane", "", SHOWS, "Enter open", 0, ""},

	{COMMAND_SEARCH, "", "'Hanoi", SHOWS, "/Hanoi", 0, ""},
	{COMMAND_SEARCH_BACK, "", "'Hanoi", SHOWS, "?Hanoi", 0, ""},
	{COMMAND_MATCH_NEXT, ":goto ¶4|:search Hanoi", "", SHOWS, "match 3 of 5", 0, ""},
	{COMMAND_MATCH_BACK, ":goto ¶4|:search Hanoi", "", SHOWS, "match 1 of 5", 0, ""},
	{COMMAND_WORD, "", "", SHOWS, "match 2 of 12", 0, ""},
	{COMMAND_MATCHES, ":search Hanoi", "", SHOWS, "All matches (17)", 0, ""},
	{COMMAND_FILTER, "", "'Hanoi", SHOWS, "filter: 7 of 30", 0, ""},
	{COMMAND_CANCEL, "", "", SHOWS, "q quits.", 0, ""},
	{COMMAND_ESCAPE, ":end|:search Hanoi", "", UNMARKS, "match 3 of 5", 0, ""},

	{COMMAND_SELECT, "", "", SELECTED, "Het", 0, ""},
	{COMMAND_NOTE, "", "", SHOWS, "New note", 0, ""},
	{COMMAND_EDIT, NOTE, "' quagga", SHOWS, "zebra quagga", 0, "@form-discard|'y|:undo"},
	{COMMAND_DELETE, NOTE, "", SHOWS, "Delete this? y deletes", 0, "'n|:undo"},
	{COMMAND_UNDO, NOTE, "", SHOWS, "Undone: new note.", 0, ""},
	{COMMAND_REDO, NOTE "|:undo", "", SHOWS, "Made again: new note.", 0, ":undo"},
	{COMMAND_PLACE, NOTE, "", SHOWS, "Select where it belongs, then Enter.", 0, "C-c|:undo"},
	{COMMAND_MARK, "", "'b", SHOWS, "Marked as b", 0, ":undo"},
	{COMMAND_GO_TO_MARK, ":goto ¶4|:mark b|:top", "'b", TOP, "Uit een reconstructie", 0,
	 ":undo"},
	{COMMAND_MARKS, ":goto ¶4|:mark b|:top", "", SHOWS, "All marks (1)", 0, ":close|:undo"},
	{COMMAND_EXPORT, NOTE, "", SHOWS, "write notes to (", 0, "C-c|:undo"},

	{COMMAND_COPY, ":claim-number 1", "", COPIED, "“Het was een flop.”\n— Na de top in Hanoi…",
	 0, ""},
	{COMMAND_COMMAND, "", "'zebra", SHOWS, ":zebra", 0, ""},
	{COMMAND_WHERE, "", "", SHOWS, " · byte ", 0, ""},
	{COMMAND_HELP, "", "", SHOWS, "one line down", 0, ""},
	{COMMAND_REDRAW, "", "", REDRAWN, NULL, 0, ""},
	{COMMAND_SUSPEND, "", "", STOPPED, NULL, 0, ""},
	{COMMAND_QUIT, ":claims", "", QUITS, "All claims (30)", 0, ""},
	{COMMAND_QUIT_NOW, ":claims", "", ENDED, NULL, 0, ""},

	{COMMAND_SELECT_WORD, SELECT, "", SELECTED, "Het was", 0, ""},
	{COMMAND_SELECT_WORD_END, SELECT "|@select-toggle", "@select-toggle", CARET,
	 "s een flop. …", 0, ""},
	{COMMAND_SELECT_WORD_BACK, ":search flop|" SELECT, "", CARET, "flop. Eén…", 0, ""},
	{COMMAND_SELECT_SENTENCE, SELECT, "", SELECTED, "Het was een flop.", 0, ""},
	{COMMAND_SELECT_SENTENCE_BACK, ":search zat|" SELECT, "", CARET, "Eén leider zat…", 0, ""},
	{COMMAND_SELECT_PARAGRAPH, SELECT, "", SELECTED, "Het was…is dat een domper.", 0, ""},
	{COMMAND_SELECT_PARAGRAPH_BACK, ":search domper|" SELECT, "", CARET, "Het was een…", 0, ""},
	{COMMAND_SELECT_LEFT, SELECT, "", SELECTED, "He", 0, ""},
	{COMMAND_SELECT_RIGHT, SELECT, "", SELECTED, "Het ", 0, ""},
	{COMMAND_SELECT_DOWN, SELECT, "", CARET, "or een van de belangrijkste…", 0, ""},
	{COMMAND_SELECT_UP, ":search belangrijkste|" SELECT, "", CARET, " zat dagen in de trein…",
	 0, ""},
	{COMMAND_SELECT_HALF_DOWN, SELECT, "", CARET, " bewijzen dat hij de beste…", 0, ""},
	{COMMAND_SELECT_HALF_UP, ":search Pyongyang|" SELECT, "", CARET, "e Amerikaanse president…",
	 0, ""},
	{COMMAND_SELECT_LINE_BEGIN, ":search Pyongyang|" SELECT, "", CARET, "Trump heeft de…", 0,
	 ""},
	{COMMAND_SELECT_LINE_END, ":search stapsgewijs|" SELECT, "", SELECTED,
	 "stapsgewijs proces.", 0, ""},
	{COMMAND_SELECT_TOP, ":search Pyongyang|" SELECT, "", CARET, "Het was een flop.…", 0, ""},
	{COMMAND_SELECT_BOTTOM, ":search stapsgewijs|" SELECT, "", SELECTED,
	 "stapsgewijs…te dammen.", 0, ""},
	{COMMAND_SELECT_UNIT, SELECT, "'s", SELECTED, "Het was een flop.", 0, ""},
	{COMMAND_SELECT_WHOLE, ":search stapsgewijs|" SELECT, "", SELECTED,
	 "Trump heeft…stapsgewijs proces.", 0, ""},
	{COMMAND_SELECT_SWAP, SELECT "|@select-word", "@select-right", SELECTED, "et was", 0, ""},
	{COMMAND_SELECT_TOGGLE, SELECT "|@select-word", "", SELECTED, "was", 0, ""},
	{COMMAND_SELECT_NOTE, SELECT "|@select-word", "", SHOWS, "“Het was”", 0, ""},
	{COMMAND_SELECT_HIGHLIGHT, SELECT, "", SHOWS, "Highlighted; ", 0, ":undo"},
	{COMMAND_SELECT_CLAIM, SELECT, "", SHOWS, "New claim", 0, ""},
	{COMMAND_SELECT_COPY, SELECT "|@select-word", "", COPIED, "Het was", 0, ""},
	{COMMAND_SELECT_ACCEPT, NOTE "|:new-place", "", SHOWS, "It has its place now", 0,
	 ":undo|:undo"},
	{COMMAND_SELECT_END, SELECT, "", SHOWS, "T timeline", 0, ""},

	{COMMAND_FORM_KEEP, WRITE, "", SHOWS, "Kept.", 0, ":undo"},
	{COMMAND_FORM_FIELD, SELECT "|@select-claim", "", SHOWS, "Assessment ‹ none ›", 0, ""},
	{COMMAND_FORM_FIELD_BACK, SELECT "|@select-claim|@form-field-next|@form-field-next", "",
	 SHOWS, "Assessment ‹ none ›", 0, ""},
	{COMMAND_FORM_EDITOR, WRITE, "", SHOWS, "giraffe", 0, "@form-discard|'y"},
	{COMMAND_FORM_LEAVE, WRITE, "", SHOWS, "Left as a draft", 0, ":note|@form-discard|'y"},
	{COMMAND_FORM_DISCARD, WRITE, "", SHOWS, "Throw away what was typed?", 0, "'y"},
	{COMMAND_FORM_TURN, SELECT "|@select-claim|@form-field-next", "", HIDES, "none", 0,
	 "@form-discard|'y"},
	{COMMAND_FORM_LINE, WRITE, "'quagga", SHOWS, "  quaggacrossing", 0, "@form-discard|'y"},
	{COMMAND_FORM_TAKE_WORD, WRITE, "", SHOWS, "okapi crossing", 0, "@form-discard|'y"},
	{COMMAND_FORM_TAKE_BEGIN, WRITE, "", HIDES, "okapi", 0, "@form-discard|'y"},
	{COMMAND_FORM_TAKE_END, WRITE, "", HIDES, "crossing", 0, "@form-discard|'y"},
	{COMMAND_FORM_PUT_BACK, WRITE "|@form-take-word|Home", "", SHOWS, "zebra okapi crossing", 0,
	 "@form-discard|'y"},
	{COMMAND_FORM_UNDO, WRITE "|@form-take-word", "", SHOWS, "okapi zebra crossing", 0,
	 "@form-discard|'y"},
	{COMMAND_FORM_REDO, WRITE "|@form-take-word|@form-undo", "", SHOWS, "okapi crossing", 0,
	 "@form-discard|'y"},

	{COMMAND_NONE, "", "", SHOWS, "(nomouse)", 0, ""},
};

enum { TRIALS = sizeof trials / sizeof *trials };

static const struct profile {
	const char *name;
	const unsigned char *text;
	const size_t *size;
} profiles[] = {
	{"default", NULL, NULL},
	{"less", builtin_keys_less, &builtin_keys_less_size},
	{"vi", builtin_keys_vi, &builtin_keys_vi_size},
};

static void read_profile(struct keyboard *k, const struct profile *p)
{
	struct buf faults = {0};
	keyboard_init(k);
	if (p->text)
		keyboard_read(k, (const char *)p->text, *p->size, p->name, &faults);
	want_string("faults", "", buf_string(&faults));
	buf_done(&faults);
}

// --- One program after another ---

struct scene {
	const struct profile *profile;
	struct keyboard keyboard;
	struct folder folder; // with an editor
	struct pty *pty;
	struct buf first; // the screen as it is at the start, without the last row
	int waits;	  // how often it was waited for that all keys had been taken
};

static void get_screen(const struct scene *s, struct buf *out)
{
	pty_rows(s->pty, out);
	out->data[out->len - 1] = '\0';
	out->len = (size_t)(strrchr(out->data, '\n') - out->data) + 1;
	out->data[out->len] = '\0';
}

static bool type(struct scene *s, const char *text)
{
	return pty_send_string(s->pty, text);
}

static bool press_sequence(struct scene *s, const struct sequence *q, struct err *e)
{
	for (int i = 0; i < q->count; i++) {
		struct buf key = {0};
		keymap_name(q->keys[i], &key);
		bool is_key = pty_key(s->pty, buf_string(&key));
		if (!is_key)
			err_set(e, "cannot press %s", buf_string(&key));
		buf_done(&key);
		if (!is_key)
			return false;
	}
	return true;
}

// The first keys of a command.
static bool press_command(struct scene *s, const char *name, struct err *e)
{
	for (size_t i = 0; i < s->keyboard.count; i++) {
		const struct sequence *q = &s->keyboard.all[i];
		if (q->command && strcmp(keymap_binding(q->command)->name, name) == 0)
			return press_sequence(s, q, e);
	}
	return err_set(e, "%s has no key", name);
}

static bool do_step(struct scene *s, const char *step, struct err *e)
{
	switch (step[0]) {
	case ':':
		return type(s, step) && pty_key(s->pty, "Enter");
	case '\'':
		return type(s, step + 1);
	case '@':
		return press_command(s, step + 1, e);
	default:
		return pty_key(s->pty, step) || err_set(e, "cannot press %s", step);
	}
}

static bool do_steps(struct scene *s, const char *steps, struct err *e)
{
	bool is_done = true;
	for (const char *at = steps; is_done && *at;) {
		size_t n = strcspn(at, "|");
		char *step = mem_copy(at, n);
		is_done = do_step(s, step, e);
		free(step);
		at += n + (at[n] == '|');
	}
	return is_done;
}

// Waits until all keys before this were taken: what comes last has words of its own.
static bool wait_reading(struct scene *s, struct err *e)
{
	char command[40], answer[80];
	snprintf(command, sizeof command, ":x-%d", ++s->waits);
	snprintf(answer, sizeof answer, "there is no command \"x-%d\"", s->waits);
	return do_step(s, command, e) && pty_wait_text(s->pty, answer, PTY_DEADLINE, e);
}

static bool start(struct scene *s, struct err *e)
{
	struct buf keys = {0}, editor = {0};
	struct buf data = {0};
	char language[] = "--language=en";
	char *arguments[] = {getenv("KANTLIJN_PROGRAM"), language, NULL, NULL};
	if (s->profile->text) {
		buf_printf(&keys, "--keys=%s", s->profile->name);
		arguments[2] = keys.data;
	}
	buf_printf(&editor, "EDITOR=%s/editor", s->folder.path);
	buf_printf(&data, "XDG_DATA_HOME=%s/%d", s->folder.path, s->waits); // one of its own
	pty_close(s->pty);
	s->pty = pty_start(arguments, (char *[]){editor.data, data.data, NULL}, ROWS, COLS, e);
	bool is_right = s->pty && pty_wait_text(s->pty, "30 claims", PTY_DEADLINE, e) &&
			pty_wait_text(s->pty, "reading time", PTY_DEADLINE, e) &&
			(!pty_knows_waits() || pty_wait_idle(s->pty, PTY_DEADLINE, e)) &&
			wait_reading(s, e);
	if (is_right)
		get_screen(s, &s->first);
	buf_done(&keys);
	buf_done(&editor);
	buf_done(&data);
	return is_right;
}

// --- What is seen ---

// A line of the text on a screen, as it stands there.
static void get_line(const char *screen, int line, struct buf *out)
{
	buf_clear(out);
	for (int row = 0; row < TEXT_ROW + line; row++)
		screen += strcspn(screen, "\n") + 1;
	size_t n = strcspn(screen, "\n"), i = 0, col = 0;
	for (; i < n && col < TEXT_END; i++) {
		if ((screen[i] & 0xC0) == 0x80)
			continue;
		col++;
		if (col == TEXT_COL + 1)
			screen += i, n -= i, i = 0;
	}
	while (i < n && (screen[i] & 0xC0) == 0x80)
		i++;
	while (i > 0 && screen[i - 1] == ' ')
		i--;
	if (col > TEXT_COL)
		buf_add(out, screen, i);
}

static bool is_like(const char *got, const char *wanted)
{
	const char *dots = strstr(wanted, "…");
	if (!dots)
		return strcmp(got, wanted) == 0;
	size_t n = (size_t)(dots - wanted), length = strlen(got);
	const char *end = dots + strlen("…");
	return strncmp(got, wanted, n) == 0 && length >= n + strlen(end) &&
	       strcmp(got + length - strlen(end), end) == 0;
}

// Whether what is WANTED holds on a screen, and held not on the one before.
static bool holds(const struct trial *t, const char *before, const char *now)
{
	struct buf was = {0}, is = {0};
	bool result = false;
	switch (t->wanted) {
	case SHOWS:
		result = !strstr(before, t->text) && strstr(now, t->text);
		break;
	case HIDES:
	case QUITS:
		result = strstr(before, t->text) && !strstr(now, t->text);
		break;
	case UNMARKS:
		get_line(before, 0, &was);
		get_line(now, 0, &is);
		result = strstr(before, t->text) && !strstr(now, t->text) &&
			 strcmp(buf_string(&was), buf_string(&is)) == 0;
		break;
	case TOP:
		get_line(before, 0, &was);
		get_line(now, 0, &is);
		result = !string_starts(buf_string(&was), t->text) &&
			 string_starts(buf_string(&is), t->text);
		break;
	case DOWN:
	case UP:
		get_line(before, t->wanted == DOWN ? t->number : 0, &was);
		get_line(now, t->wanted == DOWN ? 0 : t->number, &is);
		result = was.len > 0 && strcmp(buf_string(&was), buf_string(&is)) == 0;
		break;
	default:
		break;
	}
	buf_done(&was);
	buf_done(&is);
	return result;
}

static bool wait_screen(struct scene *s, const struct trial *t, const char *before, struct err *e)
{
	struct buf now = {0};
	bool is_right;
	pty_rows(s->pty, &now);
	while (!(is_right = holds(t, before, buf_string(&now))) && !pty_has_ended(s->pty)) {
		if (!pty_take(s->pty, PTY_DEADLINE))
			break;
		pty_rows(s->pty, &now);
	}
	if (!is_right) {
		fprintf(stderr, "before:\n%s\nafter:\n%s\n", before, buf_string(&now));
		err_set(e, "wanted \"%s\", %d lines, or the like", t->text ? t->text : "",
			t->number);
	}
	buf_done(&now);
	return is_right;
}

static bool wait_clipboard(struct scene *s, const char *wanted, size_t from, struct err *e)
{
	struct buf got = {0};
	int count;
	for (;;) {
		const struct buf *all = pty_output(s->pty);
		struct buf sent = {0};
		buf_add(&sent, buf_string(all) + from, all->len - from);
		buf_clear(&got);
		count = osc52_count(&sent, "\033\\", &got);
		buf_done(&sent);
		if (count || pty_has_ended(s->pty) || !pty_take(s->pty, PTY_DEADLINE))
			break;
	}
	bool is_right = count == 1 && is_like(buf_string(&got), wanted);
	if (!is_right)
		err_set(e, "wanted \"%s\" in the clipboard, got %d times, last \"%s\"", wanted,
			count, buf_string(&got));
	buf_done(&got);
	return is_right;
}

static bool wait_exit(struct scene *s, struct err *e)
{
	int status = 0;
	if (!pty_wait_exit(s->pty, PTY_DEADLINE, &status, e) ||
	    !pty_wait_clean(s->pty, PTY_DEADLINE, e))
		return false;
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	       err_set(e, "it ended with status %#x", (unsigned)status);
}

// Back to how it was at the start; a step that left something behind is a fault.
static bool reset(struct scene *s, const struct trial *t, struct err *e)
{
	struct buf now = {0};
	if (strcmp(t->after, END_PROGRAM) == 0)
		return do_steps(s, t->after, e) && wait_exit(s, e);
	bool is_right = do_steps(s, t->after, e) &&
			do_steps(s, "C-c|:close|:close|:close|:close|:top", e) &&
			wait_reading(s, e);
	if (is_right) {
		get_screen(s, &now);
		if (strcmp(buf_string(&now), buf_string(&s->first)) != 0)
			is_right = err_set(e, "it left something behind:\n%s", buf_string(&now));
	}
	buf_done(&now);
	return is_right;
}

static bool wait_stop(struct scene *s, struct err *e)
{
	if (!pty_wait_stop(s->pty, PTY_DEADLINE, e) || !pty_wait_clean(s->pty, PTY_DEADLINE, e))
		return false;
	pty_continue(s->pty);
	return pty_wait_ready(s->pty, PTY_DEADLINE, e);
}

static bool wait_redraw(struct scene *s, size_t from, struct err *e)
{
	struct buf now = {0};
	while (!strstr(buf_string(pty_output(s->pty)) + from, "reading time"))
		if (pty_has_ended(s->pty) || !pty_take(s->pty, PTY_DEADLINE))
			return err_set(e, "wanted the screen sent again");
	bool is_right = wait_reading(s, e);
	if (is_right) {
		get_screen(s, &now);
		is_right = strcmp(buf_string(&now), buf_string(&s->first)) == 0 ||
			   err_set(e, "the screen became another one:\n%s", buf_string(&now));
	}
	buf_done(&now);
	return is_right;
}

// --- Trying ---

// Waits until everything before the key has happened.
static bool wait_ready(struct scene *s, const struct trial *t, struct err *e)
{
	const struct binding *b = keymap_binding(t->command);
	if (b && b->mode == MODE_SELECTING)
		return press_command(s, "where", e) &&
		       pty_wait_text(s->pty, " · byte ", PTY_DEADLINE, e);
	if (b && b->mode == MODE_WRITING)
		return pty_key(s->pty, "F6") &&
		       pty_wait_text(s->pty, "This key means nothing", PTY_DEADLINE, e);
	return wait_reading(s, e);
}

static bool wait_wanted(struct scene *s, const struct trial *t, const struct sequence *q,
			const char *before, size_t from, struct err *e)
{
	static const char caret[] = "@select-toggle|@select-toggle|@select-line-end|@select-copy";
	switch (t->wanted) {
	case COPIED:
		return wait_clipboard(s, t->text, from, e);
	case SELECTED:
		return do_steps(s, "@select-copy", e) && wait_clipboard(s, t->text, from, e);
	case CARET:
		return do_steps(s, caret, e) && wait_clipboard(s, t->text, from, e);
	case QUITS:
		return wait_screen(s, t, before, e) && press_sequence(s, q, e) && wait_exit(s, e);
	case ENDED:
		return wait_exit(s, e);
	case STOPPED:
		return wait_stop(s, e);
	case REDRAWN:
		return wait_redraw(s, from, e);
	default:
		return wait_screen(s, t, before, e);
	}
}

static bool try_keys(struct scene *s, const struct trial *t, const struct sequence *q,
		     struct err *e)
{
	struct buf before = {0};
	bool is_right = do_steps(s, t->ready, e) && wait_ready(s, t, e);
	size_t from = pty_output(s->pty)->len;
	pty_rows(s->pty, &before);
	is_right = is_right && (t->command != COMMAND_PERCENT || type(s, "50")) &&
		   press_sequence(s, q, e) && do_steps(s, t->then, e) &&
		   wait_wanted(s, t, q, buf_string(&before), from, e);
	buf_done(&before);
	if (is_right && !pty_has_ended(s->pty))
		is_right = reset(s, t, e);
	return is_right;
}

// What a command is tried by; keys for a line are for ":set".
static const struct trial *find_trial(const struct sequence *q)
{
	if (!q->command && strcmp(q->line, "set") != 0)
		return NULL;
	for (size_t i = 0; i < TRIALS; i++)
		if (trials[i].command == q->command)
			return &trials[i];
	return NULL;
}

static void write_editor(struct scene *s)
{
	static const char script[] = "#!/bin/sh\necho giraffe >\"$1\"\n";
	char *path = folder_file(&s->folder, "editor");
	folder_write(path, script, strlen(script));
	assert_int_equal(chmod(path, 0700), 0);
	free(path);
}

static void every_key_does_what_its_command_is_for(void **state)
{
	struct scene s = {.profile = *state};
	int failed = 0;
	assert_true(folder_make(&s.folder));
	write_editor(&s);
	read_profile(&s.keyboard, s.profile);
	for (size_t i = 0; i < s.keyboard.count; i++) {
		const struct sequence *q = &s.keyboard.all[i];
		const struct trial *t = find_trial(q);
		struct buf keys = {0};
		struct err e = {0};
		keyboard_sequence(q, 0, &keys);
		if (!t)
			err_set(&e, "nothing says what they should do");
		else if ((!s.pty || pty_has_ended(s.pty)) && !start(&s, &e))
			err_wrap(&e, "cannot start");
		else if (!try_keys(&s, t, q, &e)) {
			// What comes next begins anew.
			pty_close(s.pty);
			s.pty = NULL;
		}
		if (e.is_set)
			print_error("%s, keys %s (%s): %s\n", s.profile->name, buf_string(&keys),
				    q->command ? keymap_binding(q->command)->name : q->line,
				    e.text);
		failed += e.is_set;
		buf_done(&keys);
	}
	pty_close(s.pty);
	buf_done(&s.first);
	keyboard_done(&s.keyboard);
	folder_remove(&s.folder);
	want_number("keys that did something else", 0, failed);
}

static void every_command_is_tried_once(void **state)
{
	(void)state;
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		int count = 0;
		for (size_t i = 0; i < TRIALS; i++)
			count += trials[i].command == b->command;
		if (count != 1)
			fail_msg("wanted one trial of %s, got %d", b->name, count);
	}
}

int main(void)
{
	enum { COUNT = sizeof profiles / sizeof *profiles };
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_is_tried_once),
	};
	struct CMUnitTest played[COUNT];
	for (size_t i = 0; i < COUNT; i++)
		played[i] = (struct CMUnitTest){
			.name = profiles[i].name,
			.test_func = every_key_does_what_its_command_is_for,
			.initial_state = (void *)(uintptr_t)&profiles[i],
		};
	int failed = cmocka_run_group_tests_name("trials", tests, NULL, NULL);
	failed += _cmocka_run_group_tests("profiles", played, COUNT, NULL, NULL);
	return failed;
}
