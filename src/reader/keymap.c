// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/keymap.h"

#include "base/translate.h"
#include "base/utf8.h"

#define CONTROL(letter) ((letter)&0x1F)

static const struct binding bindings[] = {
	{COMMAND_LINE_DOWN,
	 MODE_READING,
	 N_("Reading"),
	 {'j', KEY_DOWN_ARROW},
	 N_("one line down"),
	 NULL,
	 0},
	{COMMAND_LINE_UP, MODE_READING, NULL, {'k', KEY_UP_ARROW}, N_("one line up"), NULL, 0},
	{COMMAND_PAGE_DOWN,
	 MODE_READING,
	 NULL,
	 {' ', 'f', KEY_PAGE_DOWN},
	 N_("one screen down"),
	 N_("page"),
	 CONTEXT_TEXT},
	{COMMAND_PAGE_UP, MODE_READING, NULL, {'b', KEY_PAGE_UP}, N_("one screen up"), NULL, 0},
	{COMMAND_HALF_DOWN,
	 MODE_READING,
	 NULL,
	 {'d', CONTROL('d')},
	 N_("half a screen down"),
	 NULL,
	 0},
	{COMMAND_HALF_UP, MODE_READING, NULL, {'u', CONTROL('u')}, N_("half a screen up"), NULL, 0},
	{COMMAND_PARAGRAPH_BACK,
	 MODE_READING,
	 NULL,
	 {'{'},
	 N_("to the previous paragraph"),
	 NULL,
	 0},
	{COMMAND_PARAGRAPH_ON, MODE_READING, NULL, {'}'}, N_("to the next paragraph"), NULL, 0},
	{COMMAND_TOP, MODE_READING, NULL, {'g', KEY_HOME_KEY}, N_("to the start"), NULL, 0},
	{COMMAND_END, MODE_READING, NULL, {'G', KEY_END_KEY}, N_("to the end"), NULL, 0},
	{COMMAND_PERCENT, MODE_READING, NULL, {'%'}, N_("to that many per cent: 50%"), NULL, 0},
	{COMMAND_LEFT,
	 MODE_READING,
	 NULL,
	 {'<', KEY_SHIFT_LEFT},
	 N_("lines that are not wrapped: to the left"),
	 NULL,
	 0},
	{COMMAND_RIGHT,
	 MODE_READING,
	 NULL,
	 {'>', KEY_SHIFT_RIGHT},
	 N_("lines that are not wrapped: to the right"),
	 NULL,
	 0},
	{COMMAND_WRAP,
	 MODE_READING,
	 NULL,
	 {'w'},
	 N_("lines: automatic, all re-flowed, as in the file"),
	 NULL,
	 0},
	{COMMAND_JUSTIFY, MODE_READING, NULL, {'J'}, N_("ragged or justified lines"), NULL, 0},
	{COMMAND_NARROWER, MODE_READING, NULL, {'-'}, N_("narrower lines"), NULL, 0},
	{COMMAND_WIDER, MODE_READING, NULL, {'+'}, N_("wider lines"), NULL, 0},

	{COMMAND_CLAIM_NEXT,
	 MODE_READING,
	 N_("Claims and facts"),
	 {KEY_TAB, ']'},
	 N_("to the next claim"),
	 N_("claim"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_CLAIM_BACK,
	 MODE_READING,
	 NULL,
	 {KEY_BACK_TAB, '['},
	 N_("to the previous claim"),
	 NULL,
	 0},
	{COMMAND_OPEN,
	 MODE_READING,
	 NULL,
	 {KEY_ENTER_KEY, KEY_RIGHT_ARROW},
	 N_("open the claim or fact under the cursor"),
	 N_("open"),
	 CONTEXT_FOCUS | CONTEXT_MARGIN},
	{COMMAND_BACK,
	 MODE_READING,
	 NULL,
	 {KEY_BACKSPACE_KEY, KEY_LEFT_ARROW, CONTROL('o')},
	 N_("back to where one was"),
	 N_("back"),
	 CONTEXT_MARGIN},
	{COMMAND_FORWARD, MODE_READING, NULL, {KEY_ALT_RIGHT}, N_("forward again"), NULL, 0},
	{COMMAND_CLAIM_NUMBER, MODE_READING, NULL, {'#'}, N_("to a claim by its number"), NULL, 0},
	{COMMAND_CLAIMS, MODE_READING, NULL, {'L'}, N_("all claims"), NULL, 0},
	{COMMAND_FACTS, MODE_READING, NULL, {'K'}, N_("all facts and terms"), NULL, 0},
	{COMMAND_LANGUAGE, MODE_READING, NULL, {'l'}, N_("facts in the next language"), NULL, 0},
	{COMMAND_PANEL, MODE_READING, NULL, {'p'}, N_("show or hide the margin"), NULL, 0},
	{COMMAND_PANE,
	 MODE_READING,
	 NULL,
	 {CONTROL('w'), KEY_F6_KEY},
	 N_("between text and margin"),
	 NULL,
	 0},

	{COMMAND_SEARCH,
	 MODE_READING,
	 N_("Searching"),
	 {'/'},
	 N_("search; matches show while one types"),
	 N_("search"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_MATCH_NEXT,
	 MODE_READING,
	 NULL,
	 {'n'},
	 N_("to the next match"),
	 N_("next match"),
	 CONTEXT_SEARCH},
	{COMMAND_MATCH_BACK, MODE_READING, NULL, {'N'}, N_("to the previous match"), NULL, 0},
	{COMMAND_WORD,
	 MODE_READING,
	 NULL,
	 {'*'},
	 N_("search for this word, or this claim"),
	 NULL,
	 0},
	{COMMAND_MATCHES,
	 MODE_READING,
	 NULL,
	 {'S'},
	 N_("all matches, also in claims and facts"),
	 N_("all"),
	 CONTEXT_SEARCH},
	{COMMAND_FILTER,
	 MODE_READING,
	 NULL,
	 {'&'},
	 N_("narrow the list of claims or facts"),
	 NULL,
	 0},
	{COMMAND_CANCEL,
	 MODE_READING,
	 NULL,
	 {CONTROL('c')},
	 N_("stop a search or a prompt"),
	 NULL,
	 0},
	{COMMAND_ESCAPE,
	 MODE_READING,
	 NULL,
	 {KEY_ESCAPE},
	 N_("unmark matches, close a view, let go of a claim"),
	 N_("close"),
	 CONTEXT_SEARCH | CONTEXT_MARGIN},

	{COMMAND_SELECT,
	 MODE_READING,
	 N_("Notes of one's own"),
	 {'v'},
	 N_("select a piece of the text"),
	 N_("select"),
	 CONTEXT_TEXT},
	{COMMAND_NOTE,
	 MODE_READING,
	 NULL,
	 {'a'},
	 N_("write a note on this sentence, or a reply to this claim"),
	 N_("note"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_EDIT, MODE_READING, NULL, {'e'}, N_("edit this note"), N_("edit"), CONTEXT_NOTE},
	{COMMAND_DELETE,
	 MODE_READING,
	 NULL,
	 {'x'},
	 N_("delete this note"),
	 N_("delete"),
	 CONTEXT_NOTE},
	{COMMAND_UNDO, MODE_READING, NULL, {'z'}, N_("undo what was done to notes"), NULL, 0},
	{COMMAND_REDO, MODE_READING, NULL, {CONTROL('r')}, N_("do it again"), NULL, 0},
	{COMMAND_PLACE, MODE_READING, NULL, {'R'}, N_("give this note another place"), NULL, 0},
	{COMMAND_MARK, MODE_READING, NULL, {'m'}, N_("mark this place with a letter: ma"), NULL, 0},
	{COMMAND_GO_TO_MARK,
	 MODE_READING,
	 NULL,
	 {'\'', '`'},
	 N_("to the place with a letter: 'a; '' goes back"),
	 NULL,
	 0},
	{COMMAND_MARKS, MODE_READING, NULL, {'M'}, N_("all marks"), NULL, 0},
	{COMMAND_EXPORT,
	 MODE_READING,
	 NULL,
	 {'E'},
	 N_("write the notes on this text to a file"),
	 NULL,
	 0},

	{COMMAND_WHERE,
	 MODE_READING,
	 N_("Program"),
	 {'=', CONTROL('g')},
	 N_("where am I"),
	 NULL,
	 0},
	{COMMAND_HELP,
	 MODE_READING,
	 NULL,
	 {'?', KEY_F1_KEY, 'h'},
	 N_("this help"),
	 N_("help"),
	 CONTEXT_ALL},
	{COMMAND_REDRAW,
	 MODE_READING,
	 NULL,
	 {'r', CONTROL('l')},
	 N_("draw the screen anew"),
	 NULL,
	 0},
	{COMMAND_SUSPEND, MODE_READING, NULL, {CONTROL('z')}, N_("suspend"), NULL, 0},
	{COMMAND_QUIT,
	 MODE_READING,
	 NULL,
	 {'q'},
	 N_("close the view on top, else quit"),
	 N_("quit"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_QUIT_NOW, MODE_READING, NULL, {'Q'}, N_("quit"), NULL, 0},

	{COMMAND_SELECT_WORD,
	 MODE_SELECTING,
	 N_("While selecting"),
	 {'w', KEY_CONTROL_RIGHT},
	 N_("on by a word"),
	 N_("word"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_WORD_END, MODE_SELECTING, NULL, {'e'}, N_("to the end of a word"), NULL, 0},
	{COMMAND_SELECT_WORD_BACK,
	 MODE_SELECTING,
	 NULL,
	 {'b', KEY_CONTROL_LEFT},
	 N_("back by a word"),
	 NULL,
	 0},
	{COMMAND_SELECT_SENTENCE, MODE_SELECTING, NULL, {')'}, N_("on by a sentence"), NULL, 0},
	{COMMAND_SELECT_SENTENCE_BACK,
	 MODE_SELECTING,
	 NULL,
	 {'('},
	 N_("back by a sentence"),
	 NULL,
	 0},
	{COMMAND_SELECT_PARAGRAPH, MODE_SELECTING, NULL, {'}'}, N_("on by a paragraph"), NULL, 0},
	{COMMAND_SELECT_PARAGRAPH_BACK,
	 MODE_SELECTING,
	 NULL,
	 {'{'},
	 N_("back by a paragraph"),
	 NULL,
	 0},
	{COMMAND_SELECT_LEFT,
	 MODE_SELECTING,
	 NULL,
	 {'h', KEY_LEFT_ARROW},
	 N_("one character to the left"),
	 NULL,
	 0},
	{COMMAND_SELECT_RIGHT,
	 MODE_SELECTING,
	 NULL,
	 {'l', KEY_RIGHT_ARROW},
	 N_("one character to the right"),
	 NULL,
	 0},
	{COMMAND_SELECT_DOWN,
	 MODE_SELECTING,
	 NULL,
	 {'j', KEY_DOWN_ARROW},
	 N_("one line down"),
	 NULL,
	 0},
	{COMMAND_SELECT_UP, MODE_SELECTING, NULL, {'k', KEY_UP_ARROW}, N_("one line up"), NULL, 0},
	{COMMAND_SELECT_HALF_DOWN,
	 MODE_SELECTING,
	 NULL,
	 {'d', CONTROL('d'), KEY_PAGE_DOWN, ' '},
	 N_("half a screen down"),
	 NULL,
	 0},
	{COMMAND_SELECT_HALF_UP,
	 MODE_SELECTING,
	 NULL,
	 {'u', CONTROL('u'), KEY_PAGE_UP},
	 N_("half a screen up"),
	 NULL,
	 0},
	{COMMAND_SELECT_LINE_BEGIN,
	 MODE_SELECTING,
	 NULL,
	 {'0', '^', KEY_HOME_KEY},
	 N_("to the beginning of the paragraph"),
	 NULL,
	 0},
	{COMMAND_SELECT_LINE_END,
	 MODE_SELECTING,
	 NULL,
	 {'$', KEY_END_KEY},
	 N_("to the end of the paragraph"),
	 NULL,
	 0},
	{COMMAND_SELECT_TOP, MODE_SELECTING, NULL, {'g'}, N_("to the start"), NULL, 0},
	{COMMAND_SELECT_BOTTOM, MODE_SELECTING, NULL, {'G'}, N_("to the end"), NULL, 0},
	{COMMAND_SELECT_UNIT,
	 MODE_SELECTING,
	 NULL,
	 {'i'},
	 N_("take the word, sentence or paragraph here: iw, is, ip"),
	 N_("w s p"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_WHOLE, MODE_SELECTING, NULL, {'V'}, N_("take the paragraph here"), NULL, 0},
	{COMMAND_SELECT_SWAP,
	 MODE_SELECTING,
	 NULL,
	 {'o'},
	 N_("to the other end of what is selected"),
	 N_("swap"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_TOGGLE,
	 MODE_SELECTING,
	 NULL,
	 {'v'},
	 N_("move without selecting; again: begin here"),
	 N_("anew"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_NOTE,
	 MODE_SELECTING,
	 NULL,
	 {'a'},
	 N_("write a note on it"),
	 N_("note"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_HIGHLIGHT,
	 MODE_SELECTING,
	 NULL,
	 {'s'},
	 N_("highlight it"),
	 N_("highlight"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_CLAIM,
	 MODE_SELECTING,
	 NULL,
	 {'c'},
	 N_("make it a claim, with facts"),
	 N_("claim"),
	 CONTEXT_TEXT},
	{COMMAND_SELECT_ACCEPT,
	 MODE_SELECTING,
	 NULL,
	 {KEY_ENTER_KEY},
	 N_("take it: for a note, or as a note's new place"),
	 N_("take as its place"),
	 CONTEXT_PLACE},
	{COMMAND_SELECT_END,
	 MODE_SELECTING,
	 NULL,
	 {KEY_ESCAPE, 'q', CONTROL('c')},
	 N_("select nothing"),
	 N_("leave"),
	 CONTEXT_TEXT | CONTEXT_PLACE},

	{COMMAND_FORM_KEEP,
	 MODE_WRITING,
	 N_("While writing a note"),
	 {CONTROL('s')},
	 N_("keep it"),
	 N_("keep"),
	 CONTEXT_TEXT},
	{COMMAND_FORM_FIELD,
	 MODE_WRITING,
	 NULL,
	 {KEY_TAB},
	 N_("to the next field: tags, kind, facts …"),
	 N_("field"),
	 CONTEXT_TEXT},
	{COMMAND_FORM_FIELD_BACK,
	 MODE_WRITING,
	 NULL,
	 {KEY_BACK_TAB},
	 N_("to the field before"),
	 NULL,
	 0},
	{COMMAND_FORM_EDITOR,
	 MODE_WRITING,
	 NULL,
	 {CONTROL('e')},
	 N_("edit the text in $VISUAL or $EDITOR"),
	 N_("editor"),
	 CONTEXT_TEXT},
	{COMMAND_FORM_LEAVE,
	 MODE_WRITING,
	 NULL,
	 {KEY_ESCAPE},
	 N_("leave it as a draft, which a goes on with"),
	 N_("leave"),
	 CONTEXT_TEXT},
	{COMMAND_FORM_DISCARD,
	 MODE_WRITING,
	 NULL,
	 {CONTROL('c')},
	 N_("throw it away"),
	 N_("throw away"),
	 CONTEXT_TEXT},
	{COMMAND_FORM_TURN,
	 MODE_WRITING,
	 NULL,
	 {KEY_RIGHT_ARROW, KEY_LEFT_ARROW},
	 N_("another kind, assessment or relation; Delete lets go of a fact"),
	 N_("choose"),
	 CONTEXT_TEXT},
	{COMMAND_FORM_LINE,
	 MODE_WRITING,
	 NULL,
	 {KEY_ENTER_KEY, CONTROL('j')},
	 N_("a new line; elsewhere to the next field"),
	 NULL,
	 0},
	{COMMAND_FORM_TAKE_WORD,
	 MODE_WRITING,
	 NULL,
	 {CONTROL('w')},
	 N_("cut the word before"),
	 NULL,
	 0},
	{COMMAND_FORM_TAKE_BEGIN,
	 MODE_WRITING,
	 NULL,
	 {CONTROL('u')},
	 N_("cut to the beginning of the line"),
	 NULL,
	 0},
	{COMMAND_FORM_TAKE_END,
	 MODE_WRITING,
	 NULL,
	 {CONTROL('k')},
	 N_("cut to the end of the line"),
	 NULL,
	 0},
	{COMMAND_FORM_PUT_BACK,
	 MODE_WRITING,
	 NULL,
	 {CONTROL('y')},
	 N_("put back what was cut"),
	 NULL,
	 0},
	{COMMAND_FORM_UNDO, MODE_WRITING, NULL, {CONTROL('_')}, N_("undo in this field"), NULL, 0},
	{COMMAND_FORM_REDO,
	 MODE_WRITING,
	 NULL,
	 {KEY_ALT_UNDERSCORE},
	 N_("do it again in this field"),
	 NULL,
	 0},
	{COMMAND_NONE, MODE_READING, NULL, {0}, NULL, NULL, 0},
};

static const struct {
	uint32_t key;
	const char *name;
} names[] = {
	{' ', "Space"},
	{KEY_TAB, "Tab"},
	{KEY_BACK_TAB, "S-Tab"},
	{KEY_ENTER_KEY, "Enter"},
	{KEY_ESCAPE, "Esc"},
	{KEY_BACKSPACE_KEY, "Backspace"},
	{KEY_DELETE_KEY, "Delete"},
	{KEY_UP_ARROW, "Up"},
	{KEY_DOWN_ARROW, "Down"},
	{KEY_LEFT_ARROW, "Left"},
	{KEY_RIGHT_ARROW, "Right"},
	{KEY_SHIFT_LEFT, "S-Left"},
	{KEY_SHIFT_RIGHT, "S-Right"},
	{KEY_ALT_LEFT, "M-Left"},
	{KEY_ALT_RIGHT, "M-Right"},
	{KEY_CONTROL_LEFT, "C-Left"},
	{KEY_CONTROL_RIGHT, "C-Right"},
	{KEY_CONTROL_HOME, "C-Home"},
	{KEY_CONTROL_END, "C-End"},
	{KEY_ALT_B, "M-b"},
	{KEY_ALT_F, "M-f"},
	{KEY_ALT_UNDERSCORE, "M-_"},
	{KEY_PAGE_DOWN, "PgDn"},
	{KEY_PAGE_UP, "PgUp"},
	{KEY_HOME_KEY, "Home"},
	{KEY_END_KEY, "End"},
	{KEY_F1_KEY, "F1"},
	{KEY_F6_KEY, "F6"},
};

enum { NAME_COUNT = sizeof names / sizeof *names };

const struct binding *keymap_bindings(void)
{
	return bindings;
}

enum command keymap_find(enum mode mode, uint32_t key)
{
	for (const struct binding *b = bindings; key && b->command; b++)
		for (size_t i = 0; i < sizeof b->keys / sizeof *b->keys && b->keys[i]; i++)
			if (b->mode == mode && b->keys[i] == key)
				return b->command;
	return COMMAND_NONE;
}

uint32_t keymap_without_alt(uint32_t key)
{
	switch (key) {
	case KEY_ALT_B:
		return 'b';
	case KEY_ALT_F:
		return 'f';
	case KEY_ALT_UNDERSCORE:
		return '_';
	default:
		return 0;
	}
}

void keymap_name(uint32_t key, struct buf *out)
{
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (names[i].key == key) {
			buf_add_string(out, names[i].name);
			return;
		}
	}
	uint8_t bytes[4];
	if (key < 0x20)
		buf_printf(out, "C-%c", (char)(key | (key < 0x1B ? 0x60 : 0x40)));
	else
		buf_add(out, bytes, utf8_encode(key, bytes));
}

uint32_t keymap_key(const char *name)
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].key;
	size_t n = strlen(name);
	if (n == 3 && string_starts(name, "C-"))
		return (uint32_t)CONTROL((unsigned char)name[2]);
	uint32_t cp = 0;
	return n > 0 && utf8_decode((const uint8_t *)name, n, &cp) == n ? cp : 0;
}

void keymap_names(const struct binding *b, struct buf *out)
{
	for (size_t i = 0; i < sizeof b->keys / sizeof *b->keys && b->keys[i]; i++) {
		if (i > 0)
			buf_add_string(out, ", ");
		keymap_name(b->keys[i], out);
	}
}

// Backslashes, and dots and quotes at the begin of a line, mean something to roff.
static void add_roff(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\\' || *s == '-')
			buf_add_char(out, '\\');
		if (*s == '\\')
			buf_add_char(out, 'e');
		else
			buf_add_char(out, *s);
	}
}

void keymap_roff(struct buf *out)
{
	for (const struct binding *b = bindings; b->command; b++) {
		struct buf keys = {0};
		keymap_names(b, &keys);
		if (b->group) {
			buf_add_string(out, ".SS ");
			add_roff(out, b->group);
			buf_add_char(out, '\n');
		}
		buf_add_string(out, ".TP\n.B \"");
		add_roff(out, buf_string(&keys));
		buf_add_string(out, "\"\n");
		add_roff(out, b->help);
		buf_add_char(out, '\n');
		buf_done(&keys);
	}
}
