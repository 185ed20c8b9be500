// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/keymap.h"

#include "base/translate.h"
#include "base/utf8.h"

#define CONTROL(letter) ((letter)&0x1F)

static const struct binding bindings[] = {
	{COMMAND_LINE_DOWN, N_("Reading"), {'j', KEY_DOWN_ARROW}, N_("one line down"), NULL, 0},
	{COMMAND_LINE_UP, NULL, {'k', KEY_UP_ARROW}, N_("one line up"), NULL, 0},
	{COMMAND_PAGE_DOWN,
	 NULL,
	 {' ', 'f', KEY_PAGE_DOWN},
	 N_("one screen down"),
	 N_("page"),
	 CONTEXT_TEXT},
	{COMMAND_PAGE_UP, NULL, {'b', KEY_PAGE_UP}, N_("one screen up"), NULL, 0},
	{COMMAND_HALF_DOWN, NULL, {'d', CONTROL('d')}, N_("half a screen down"), NULL, 0},
	{COMMAND_HALF_UP, NULL, {'u', CONTROL('u')}, N_("half a screen up"), NULL, 0},
	{COMMAND_PARAGRAPH_BACK, NULL, {'{'}, N_("to the previous paragraph"), NULL, 0},
	{COMMAND_PARAGRAPH_ON, NULL, {'}'}, N_("to the next paragraph"), NULL, 0},
	{COMMAND_TOP, NULL, {'g', KEY_HOME_KEY}, N_("to the start"), NULL, 0},
	{COMMAND_END, NULL, {'G', KEY_END_KEY}, N_("to the end"), NULL, 0},
	{COMMAND_PERCENT, NULL, {'%'}, N_("to that many per cent: 50%"), NULL, 0},
	{COMMAND_LEFT,
	 NULL,
	 {'<', KEY_SHIFT_LEFT},
	 N_("lines that are not wrapped: to the left"),
	 NULL,
	 0},
	{COMMAND_RIGHT,
	 NULL,
	 {'>', KEY_SHIFT_RIGHT},
	 N_("lines that are not wrapped: to the right"),
	 NULL,
	 0},
	{COMMAND_WRAP, NULL, {'w'}, N_("lines: automatic, all re-flowed, as in the file"), NULL, 0},
	{COMMAND_JUSTIFY, NULL, {'J'}, N_("ragged or justified lines"), NULL, 0},
	{COMMAND_NARROWER, NULL, {'-'}, N_("narrower lines"), NULL, 0},
	{COMMAND_WIDER, NULL, {'+'}, N_("wider lines"), NULL, 0},

	{COMMAND_CLAIM_NEXT,
	 N_("Claims and facts"),
	 {KEY_TAB, ']'},
	 N_("to the next claim"),
	 N_("claim"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_CLAIM_BACK, NULL, {KEY_BACK_TAB, '['}, N_("to the previous claim"), NULL, 0},
	{COMMAND_OPEN,
	 NULL,
	 {KEY_ENTER_KEY, KEY_RIGHT_ARROW},
	 N_("open the claim or fact under the cursor"),
	 N_("open"),
	 CONTEXT_FOCUS | CONTEXT_MARGIN},
	{COMMAND_BACK,
	 NULL,
	 {KEY_BACKSPACE_KEY, KEY_LEFT_ARROW, CONTROL('o')},
	 N_("back to where one was"),
	 N_("back"),
	 CONTEXT_MARGIN},
	{COMMAND_FORWARD, NULL, {KEY_ALT_RIGHT}, N_("forward again"), NULL, 0},
	{COMMAND_CLAIM_NUMBER, NULL, {'#'}, N_("to a claim by its number"), NULL, 0},
	{COMMAND_CLAIMS, NULL, {'L'}, N_("all claims"), NULL, 0},
	{COMMAND_FACTS, NULL, {'K'}, N_("all facts and terms"), NULL, 0},
	{COMMAND_LANGUAGE, NULL, {'l'}, N_("facts in the next language"), NULL, 0},
	{COMMAND_PANEL, NULL, {'p'}, N_("show or hide the margin"), NULL, 0},
	{COMMAND_PANE, NULL, {CONTROL('w'), KEY_F6_KEY}, N_("between text and margin"), NULL, 0},

	{COMMAND_SEARCH,
	 N_("Searching"),
	 {'/'},
	 N_("search; matches show while one types"),
	 N_("search"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_MATCH_NEXT,
	 NULL,
	 {'n'},
	 N_("to the next match"),
	 N_("next match"),
	 CONTEXT_SEARCH},
	{COMMAND_MATCH_BACK, NULL, {'N'}, N_("to the previous match"), NULL, 0},
	{COMMAND_WORD, NULL, {'*'}, N_("search for this word, or this claim"), NULL, 0},
	{COMMAND_MATCHES,
	 NULL,
	 {'S'},
	 N_("all matches, also in claims and facts"),
	 N_("all"),
	 CONTEXT_SEARCH},
	{COMMAND_FILTER, NULL, {'&'}, N_("narrow the list of claims or facts"), NULL, 0},
	{COMMAND_CANCEL, NULL, {CONTROL('c')}, N_("stop a search or a prompt"), NULL, 0},
	{COMMAND_ESCAPE,
	 NULL,
	 {KEY_ESCAPE},
	 N_("unmark matches, close a view, let go of a claim"),
	 N_("close"),
	 CONTEXT_SEARCH | CONTEXT_MARGIN},

	{COMMAND_WHERE, N_("Program"), {'=', CONTROL('g')}, N_("where am I"), NULL, 0},
	{COMMAND_HELP, NULL, {'?', KEY_F1_KEY, 'h'}, N_("this help"), N_("help"), CONTEXT_ALL},
	{COMMAND_REDRAW, NULL, {'r', CONTROL('l')}, N_("draw the screen anew"), NULL, 0},
	{COMMAND_SUSPEND, NULL, {CONTROL('z')}, N_("suspend"), NULL, 0},
	{COMMAND_QUIT,
	 NULL,
	 {'q'},
	 N_("close the view on top, else quit"),
	 N_("quit"),
	 CONTEXT_TEXT | CONTEXT_FOCUS},
	{COMMAND_QUIT_NOW, NULL, {'Q'}, N_("quit"), NULL, 0},
	{COMMAND_NONE, NULL, {0}, NULL, NULL, 0},
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

enum command keymap_find(uint32_t key)
{
	for (const struct binding *b = bindings; key && b->command; b++)
		for (size_t i = 0; i < sizeof b->keys / sizeof *b->keys && b->keys[i]; i++)
			if (b->keys[i] == key)
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
