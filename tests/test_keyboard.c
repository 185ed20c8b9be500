// SPDX-License-Identifier: ISC
// What keys mean: those of the table, and what key files make of them.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "assets/builtin.h"
#include "reader/keyboard.h"
#include "want.h"

enum { MOST_KEYS = 8 };

// "g g" as keys; how many.
static int read_keys(const char *names, uint32_t *keys)
{
	char copy[100], *rest = copy;
	int count = 0;
	snprintf(copy, sizeof copy, "%s", names);
	for (char *word; (word = strtok_r(rest, " ", &rest)) && count < MOST_KEYS;) {
		keys[count] = keymap_key(word);
		assert_int_not_equal(keys[count], 0);
		count++;
	}
	return count;
}

static const struct sequence *find(const struct keyboard *k, enum mode mode, const char *names,
				   enum keyboard_answer wanted)
{
	uint32_t keys[MOST_KEYS];
	const struct sequence *found = NULL;
	int count = read_keys(names, keys);
	enum keyboard_answer answer = keyboard_find(k, mode, keys, count, &found);
	if (answer != wanted)
		fail_msg("\"%s\" gave answer %d, not %d", names, answer, wanted);
	return found;
}

static void wants(const struct keyboard *k, const char *names, enum command command)
{
	const struct binding *b = keymap_binding(command);
	assert_int_equal(find(k, b->mode, names, KEYBOARD_FOUND)->command, command);
}

static void read_file(struct keyboard *k, const char *text, const char *faults)
{
	struct buf said = {0};
	keyboard_read(k, text, strlen(text), "keys", &said);
	assert_string_equal(buf_string(&said), faults);
	buf_done(&said);
}

static void every_key_of_the_table_is_found(void **state)
{
	(void)state;
	struct keyboard k;
	keyboard_init(&k);
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		for (size_t i = 0; b->keys[i]; i++) {
			const struct sequence *found = NULL;
			assert_int_equal(keyboard_find(&k, b->mode, &b->keys[i], 1, &found),
					 KEYBOARD_FOUND);
			assert_int_equal(found->command, b->command);
		}
	}
	keyboard_done(&k);
}

static void other_keys_mean_nothing(void **state)
{
	(void)state;
	struct keyboard k;
	static const uint32_t keys[] = {0, 0x1F600, 0x10FFFF, KEY_DELETE_KEY, 0x7F, '5'};
	keyboard_init(&k);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct sequence *found;
		assert_int_equal(keyboard_find(&k, MODE_READING, &keys[i], 1, &found),
				 KEYBOARD_NOTHING);
	}
	find(&k, MODE_READING, "j j", KEYBOARD_NOTHING);
	keyboard_done(&k);
}

static void file_gives_keys_to_commands(void **state)
{
	(void)state;
	struct keyboard k;
	struct buf names = {0};
	keyboard_init(&k);
	read_file(&k,
		  "\xEF\xBB\xBF# mine\r\n\r\n  C-n\tline-down \r\n\\# top\nM-x end\nPgDn "
		  "select-down\n\\ help\né help",
		  "");
	wants(&k, "C-n", COMMAND_LINE_DOWN);
	wants(&k, "j", COMMAND_LINE_DOWN);
	wants(&k, "#", COMMAND_TOP);
	wants(&k, "M-x", COMMAND_END);
	wants(&k, "PgDn", COMMAND_SELECT_DOWN);
	wants(&k, "PgDn", COMMAND_PAGE_DOWN);
	wants(&k, "\\", COMMAND_HELP);
	wants(&k, "é", COMMAND_HELP);
	keyboard_names(&k, COMMAND_LINE_DOWN, &names);
	assert_string_equal(buf_string(&names), "j, Down, C-n");
	buf_done(&names);
	keyboard_done(&k);
}

static void sequence_takes_what_it_begins_with(void **state)
{
	(void)state;
	struct keyboard k;
	struct buf names = {0};
	keyboard_init(&k);
	wants(&k, "g", COMMAND_TOP);
	read_file(&k, "g g top\ng e end\ng g x help\n", "");
	find(&k, MODE_READING, "g", KEYBOARD_MORE);
	find(&k, MODE_READING, "g g", KEYBOARD_MORE);
	find(&k, MODE_READING, "g x", KEYBOARD_NOTHING);
	wants(&k, "g g x", COMMAND_HELP);
	wants(&k, "g e", COMMAND_END);
	// Other modes keep theirs.
	wants(&k, "g", COMMAND_SELECT_TOP);
	keyboard_names(&k, COMMAND_TOP, &names);
	assert_string_equal(buf_string(&names), "Home");
	read_file(&k, "g end\n", "");
	wants(&k, "g", COMMAND_END);
	find(&k, MODE_READING, "g e", KEYBOARD_NOTHING);
	buf_done(&names);
	keyboard_done(&k);
}

static void none_takes_keys_away_in_every_mode(void **state)
{
	(void)state;
	struct keyboard k;
	keyboard_init(&k);
	read_file(&k, "j none\nZ Z none", "");
	find(&k, MODE_READING, "j", KEYBOARD_NOTHING);
	find(&k, MODE_SELECTING, "j", KEYBOARD_NOTHING);
	wants(&k, "Down", COMMAND_LINE_DOWN);
	keyboard_done(&k);
}

static void key_may_say_a_whole_line(void **state)
{
	(void)state;
	struct keyboard k;
	keyboard_init(&k);
	read_file(&k, "C-n :set  width=60 \nC-p C-p :goto /in Hanoi", "");
	assert_string_equal(find(&k, MODE_READING, "C-n", KEYBOARD_FOUND)->line, "set  width=60");
	assert_string_equal(find(&k, MODE_READING, "C-p C-p", KEYBOARD_FOUND)->line,
			    "goto /in Hanoi");
	read_file(&k, "C-n top", "");
	assert_null(find(&k, MODE_READING, "C-n", KEYBOARD_FOUND)->line);
	// ":" is a key, too.
	read_file(&k, ": help\n", "");
	wants(&k, ":", COMMAND_HELP);
	keyboard_done(&k);
}

static void fault_names_its_line_and_the_rest_counts(void **state)
{
	(void)state;
	static const struct {
		const char *text, *fault;
	} cases[] = {
		{"x jump", "cannot use line 1 of keys: there is no command \"jump\"\n"},
		{"\nfoo top", "cannot use line 2 of keys: \"foo\" is no key\n"},
		{"top", "cannot use line 1 of keys: \"top\" alone says nothing: keys and a command "
			"are needed\n"},
		{"a b c d e top",
		 "cannot use line 1 of keys: no more than 4 keys can follow one another\n"},
		{"5 top", "cannot use line 1 of keys: a number before a command says how often; no "
			  "key can be one\n"},
		{"a form-keep",
		 "cannot use line 1 of keys: while one writes, a character is that character\n"},
		{"x \033[2J", "cannot use line 1 of keys: there is no command \"^[[2J\"\n"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct keyboard k;
		struct buf text = {0};
		keyboard_init(&k);
		buf_printf(&text, "%s\nC-n end\n", cases[i].text);
		read_file(&k, buf_string(&text), cases[i].fault);
		wants(&k, "C-n", COMMAND_END);
		buf_done(&text);
		keyboard_done(&k);
	}
}

static void many_faults_are_few_sentences(void **state)
{
	(void)state;
	struct keyboard k;
	struct buf text = {0}, said = {0};
	keyboard_init(&k);
	for (int i = 0; i < 10000; i++)
		buf_add_string(&text, "? ?\n");
	keyboard_read(&k, buf_string(&text), text.len, "keys", &said);
	int lines = 0;
	for (size_t i = 0; i < said.len; i++)
		lines += said.data[i] == '\n';
	assert_int_equal(lines, 6);
	assert_non_null(strstr(buf_string(&said), "cannot use 9995 more lines of keys\n"));
	buf_done(&text);
	buf_done(&said);
	keyboard_done(&k);
}

static void any_bytes_are_read_without_harm(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int n = 0; n < 2000; n++) {
		struct keyboard k;
		struct buf said = {0};
		char text[64];
		static const char some[] = "gG \t\n\\#:;top none C-M-\xC3\xA9\xFF\r";
		for (size_t i = 0; i < sizeof text; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = some[(seed >> 16) % sizeof some];
		}
		keyboard_init(&k);
		keyboard_read(&k, text, sizeof text, "keys", &said);
		for (size_t i = 0; i < k.count; i++)
			assert_in_range(k.all[i].count, 1, KEYBOARD_LONGEST);
		buf_done(&said);
		keyboard_done(&k);
	}
}

// --- The profiles ---

static void program_has_the_keys_that_it_is_known_by(void **state)
{
	(void)state;
	static const char *const keys[][2] = {
		{"line-down", "j"},
		{"line-up", "k"},
		{"line-down", "Down"},
		{"line-up", "Up"},
		{"page-down", "Space"},
		{"page-down", "f"},
		{"page-down", "PgDn"},
		{"page-up", "b"},
		{"page-up", "PgUp"},
		{"half-down", "d"},
		{"half-up", "u"},
		{"half-down", "C-d"},
		{"half-up", "C-u"},
		{"paragraph-previous", "{"},
		{"paragraph-next", "}"},
		{"top", "g"},
		{"top", "Home"},
		{"end", "G"},
		{"end", "End"},
		{"percent", "%"},
		{"follow", "F"},
		{"search", "/"},
		{"match-next", "n"},
		{"match-previous", "N"},
		{"search-word", "*"},
		{"cancel", "C-c"},
		{"close", "Esc"},
		{"claim-next", "Tab"},
		{"claim-previous", "S-Tab"},
		{"claim-next", "]"},
		{"claim-previous", "["},
		{"open", "Enter"},
		{"open", "Right"},
		{"back", "Backspace"},
		{"back", "Left"},
		{"back", "C-o"},
		{"forward", "M-Right"},
		{"claim-number", "#"},
		{"panel", "p"},
		{"other-pane", "C-w"},
		{"other-pane", "F6"},
		{"claims", "L"},
		{"filter", "&"},
		{"contents", "t"},
		{"timeline", "T"},
		{"facts", "K"},
		{"open-source", "o"},
		{"language", "l"},
		{"select", "v"},
		{"select-word", "w"},
		{"select-word-end", "e"},
		{"select-paragraph", "}"},
		{"note", "a"},
		{"select-highlight", "s"},
		{"select-claim", "c"},
		{"edit", "e"},
		{"delete", "x"},
		{"undo", "z"},
		{"redo", "C-r"},
		{"new-place", "R"},
		{"export", "E"},
		{"narrower", "-"},
		{"wider", "+"},
		{"justify", "J"},
		{"wrap", "w"},
		{"scroll-left", "<"},
		{"scroll-right", ">"},
		{"scroll-left", "S-Left"},
		{"scroll-right", "S-Right"},
		{"copy", "y"},
		{"select-copy", "y"},
		{"mark", "m"},
		{"go-to-mark", "'"},
		{"marks", "M"},
		{"where", "="},
		{"where", "C-g"},
		{"help", "?"},
		{"help", "F1"},
		{"help", "h"},
		{"quit", "q"},
		{"quit-now", "Q"},
		{"redraw", "r"},
		{"redraw", "C-l"},
		{"suspend", "C-z"},
		{"command", ":"},
	};
	struct keyboard k;
	keyboard_init(&k);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct binding *b = keymap_bindings();
		while (b->command && strcmp(b->name, keys[i][0]) != 0)
			b++;
		if (!b->command)
			fail_msg("there is no command \"%s\"", keys[i][0]);
		wants(&k, keys[i][1], b->command);
	}
	keyboard_done(&k);
}

static void no_profile_leaves_a_command_without_a_key(void **state)
{
	(void)state;
	const struct {
		const unsigned char *text;
		size_t size;
	} profiles[] = {{builtin_keys_less, builtin_keys_less_size},
			{builtin_keys_vi, builtin_keys_vi_size}};
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		struct keyboard k;
		struct buf faults = {0}, name = {0};
		keyboard_init(&k);
		keyboard_read(&k, (const char *)profiles[i].text, profiles[i].size, "profile",
			      &faults);
		assert_string_equal(buf_string(&faults), "");
		for (const struct binding *b = keymap_bindings(); b->command; b++)
			if (!keyboard_name(&k, b->command, 0, &name))
				fail_msg("profile %zu: %s has no key", i, b->name);
		buf_done(&name);
		buf_done(&faults);
		keyboard_done(&k);
	}
}

static void wants_said(const struct keyboard *k, const char *text, const char *wanted)
{
	struct buf out = {0};
	keyboard_say(k, text, &out);
	want_string(text, wanted, buf_string(&out));
	buf_done(&out);
}

static void a_command_in_braces_is_said_as_its_key(void **state)
{
	(void)state;
	static const char file[] = "z none\nZ a undo\nq none\nEsc none\nC-x close\n";
	struct keyboard k;
	struct buf faults = {0};
	keyboard_init(&k);
	wants_said(&k, "{undo} takes it back.", "z takes it back.");
	wants_said(&k, "{claim-next} or {claims}", "Tab or L");
	keyboard_read(&k, file, sizeof file - 1, "file", &faults);
	wants_said(&k, "Done; {undo} takes it back, {quit} quits.",
		   "Done; Z a takes it back, :quit quits.");
	wants_said(&k, "{close}", "C-x");
	// What is no command stays what it is.
	wants_said(&k, "{nothing}{} {undo", "{nothing}{} {undo");
	wants_said(&k, "}{undo}}{", "}Z a}{");
	wants_said(&k, "", "");
	// A line that is typed holds no control characters, and needs no blanks.
	k.is_for_lines = true;
	wants_said(&k, "{undo} {close} {quit} {claim-next}", "Za :close :quit ]");
	buf_done(&faults);
	keyboard_done(&k);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_of_the_table_is_found),
		cmocka_unit_test(a_command_in_braces_is_said_as_its_key),
		cmocka_unit_test(other_keys_mean_nothing),
		cmocka_unit_test(file_gives_keys_to_commands),
		cmocka_unit_test(sequence_takes_what_it_begins_with),
		cmocka_unit_test(none_takes_keys_away_in_every_mode),
		cmocka_unit_test(key_may_say_a_whole_line),
		cmocka_unit_test(fault_names_its_line_and_the_rest_counts),
		cmocka_unit_test(many_faults_are_few_sentences),
		cmocka_unit_test(any_bytes_are_read_without_harm),
		cmocka_unit_test(program_has_the_keys_that_it_is_known_by),
		cmocka_unit_test(no_profile_leaves_a_command_without_a_key),
	};
	return cmocka_run_group_tests_name("keyboard", tests, NULL, NULL);
}
