// SPDX-License-Identifier: ISC
// Commands by their names, settings while one reads, sequences of keys, profiles, and help that is
// narrowed: as a person does it, screen by screen.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "drive.h"
#include "folder.h"
#include "reader/state.h"
#include "want.h"

static struct reader *open_with(const struct options *o)
{
	struct err e = {0};
	struct reader *r = drive_options(o, 120, 40, &e);
	if (!r)
		fail_msg("%s", e.text);
	return r;
}

static struct reader *open_keys(enum keys keys)
{
	return open_with(&(struct options){.no_store = true, .language = "en", .keys = keys});
}

// A reader whose own key file has TEXT.
struct own {
	struct folder folder;
	char *path;
	struct reader *r;
};

static struct own open_own_keys(const char *text)
{
	struct own own;
	assert_true(folder_make(&own.folder));
	own.path = folder_file(&own.folder, "keys");
	folder_write(own.path, text, strlen(text));
	own.r = open_with(
		&(struct options){.no_store = true, .language = "en", .key_file = own.path});
	return own;
}

static void close_own(struct own *own)
{
	reader_free(own->r);
	folder_remove(&own->folder);
	free(own->path);
}

static void command(struct reader *r, const char *line)
{
	drive_keys(r, ":");
	drive_type(r, line);
	drive_keys(r, "Enter");
}

static const char *bottom(struct reader *r)
{
	return drive_row(r, r->rows - 1);
}

static void wants_bottom(struct reader *r, const char *text)
{
	if (!strstr(bottom(r), text))
		drive_fail(r, "wanted \"%s\" in the bottom line", text);
}

static void command_is_done_by_its_name(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	command(r, "claims");
	assert_int_equal(r->margin.view, VIEW_CLAIMS);
	command(r, "  facts  ");
	assert_int_equal(r->margin.view, VIEW_FACTS);
	command(r, "close");
	assert_int_equal(r->margin.view, VIEW_NEARBY);
	// As much as only one begins with.
	command(r, "claim-ne");
	assert_int_equal(r->focus, r->session.knowledge.claims[0]);
	command(r, ":claim-ne 3");
	assert_int_equal(r->focus, r->session.knowledge.claims[3]);
	reader_free(r);
}

static void every_command_of_reading_can_be_called(void **state)
{
	(void)state;
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		struct reader *r = open_keys(KEYS_DEFAULT);
		if (b->mode == MODE_READING) {
			command(r, b->name);
			drive_wants_not(r, "there is no command");
			drive_wants_not(r, "may be");
		}
		reader_free(r);
	}
}

// Nothing that stands behind a name does harm, and no count is left for the next key.
static void every_command_of_reading_can_be_called_with_anything(void **state)
{
	(void)state;
	static const char *const arguments[] = {"x", "7", "y", "[", "1984 b", "\xC3\xA9"};
	for (const struct binding *b = keymap_bindings(); b->command; b++) {
		for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
			struct reader *r = open_keys(KEYS_DEFAULT);
			struct buf line = {0};
			buf_printf(&line, "%s %s", b->name, arguments[i]);
			if (b->mode == MODE_READING)
				command(r, buf_string(&line));
			want_number("count", 0, r->count);
			assert_false(reader_is_finished(r));
			drive_keys(r, "j Esc");
			buf_done(&line);
			reader_free(r);
		}
	}
}

static void figures_are_words_where_words_are_wanted(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	command(r, "search 2018");
	want_string("what is looked for", "2018", query_text(r->search.query));
	assert_int_equal(r->prompting, PROMPTING_NONE);
	command(r, "#4");
	assert_int_equal(r->focus, r->session.knowledge.claims[3]);
	command(r, "50%");
	command(r, "0%");
	assert_true(page_is_at_begin(&r->page));
	reader_free(r);
}

// The next match of what cannot be looked for.
static void broken_pattern_is_told_at_each_key(void **state)
{
	(void)state;
	struct reader *r = open_with(
		&(struct options){.no_store = true, .language = "en", .mode = QUERY_REGEX});
	drive_keys(r, "/ [ Enter n j n S N");
	drive_keys(r, "j");
	assert_false(r->has_search);
	reader_free(r);
}

static void language_of_the_text_can_be_changed_at_once(void **state)
{
	(void)state;
	struct reader *r = open_with(
		&(struct options){.no_store = true, .language = "en", .mode = QUERY_STEMS});
	struct event key = {.type = EVENT_KEY};
	static const char typed[] = ":set text-language=nl\r:set text-language=en\r/flop\rn";
	// As one types ahead, without a step between.
	for (const char *s = typed; *s; s++) {
		key.key = (uint32_t)(unsigned char)*s;
		reader_event(r, &key);
	}
	drive_settle(r);
	want_string("language of the text", "en", r->typography.text_language);
	reader_free(r);
}

// What a set says its language is, is never what the interface is asked to speak.
static void theme_that_is_not_there_gives_way_to_the_one_before(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	const struct options *o;
	struct err e = {0};
	drive_keys(r, "l");
	command(r, "set theme=dark");
	assert_true(reader_takes_settings(r, &o));
	want_string("theme", "dark", o->theme);
	want_string("language", "en", o->language);
	command(r, "set theme=nosuch");
	assert_true(reader_takes_settings(r, &o));
	err_set(&e, "cannot use it");
	reader_refused_settings(r, &e);
	wants_bottom(r, "cannot use it.");
	command(r, "set theme?");
	wants_bottom(r, "theme=dark");
	reader_free(r);
}

static void what_follows_a_name_is_what_it_would_ask_for(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	command(r, "search Kim Jong-un");
	want_string("what is looked for", "Kim Jong-un", query_text(r->search.query));
	command(r, "claim-number 12");
	assert_int_equal(r->focus, r->session.knowledge.claims[11]);
	command(r, "claim-number c-train");
	want_string("claim", "c-train", state_annotation(r, r->focus)->name);
	command(r, "page-down 2");
	command(r, "panel now");
	wants_bottom(r, "\"panel\" takes nothing behind it.");
	reader_free(r);
}

static void place_is_gone_to_and_come_back_from(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	drive_resize(r, 100, 12);
	drive_keys(r, "j");
	uint64_t before = r->page.anchor;
	command(r, "7");
	want_number("paragraph", 7, index_paragraph_at(r->session.document.index, r->page.anchor));
	drive_keys(r, "Backspace");
	want_number("place", before, r->page.anchor);
	command(r, "goto ¶3");
	want_number("paragraph", 3, index_paragraph_at(r->session.document.index, r->page.anchor));
	command(r, "50%");
	uint64_t half = r->page.anchor;
	drive_keys(r, "g 5 0 %");
	want_number("half", half, r->page.anchor);
	command(r, "/Pyongyang");
	assert_true(r->has_search);
	command(r, "goto #4");
	assert_int_equal(r->focus, r->session.knowledge.claims[3]);
	command(r, "99");
	wants_bottom(r, "cannot go to paragraph 99: there are 10.");
	command(r, "goto");
	wants_bottom(r, "goto needs a place");
	// A number before g or G, too.
	drive_keys(r, "6 g");
	want_number("paragraph", 6, index_paragraph_at(r->session.document.index, r->page.anchor));
	drive_keys(r, "2 G");
	want_number("paragraph", 2, index_paragraph_at(r->session.document.index, r->page.anchor));
	reader_free(r);
}

static void wrong_command_is_a_sentence(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	static const char *const cases[][2] = {
		{"jump", "there is no command \"jump\"; Tab shows them all."},
		{"claim-", "\"claim-\" may be claim-next, claim-previous, claim-number."},
		{"set nosuch=1", "cannot set nosuch: there is no such setting."},
		{"set width=wide", "cannot set lines in \"wide\" columns"},
		{"set wrap=all", "it is one of auto, reflow, keep."},
		{"set width", "cannot set width: it needs a value"},
		{"set color=never", "color counts from the start on"},
		{"set nolanguage", "cannot set nolanguage: there is no such setting."},
		{"set print", "cannot set print: it is no setting"},
	};
	char *shot = drive_shot(r);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		command(r, cases[i][0]);
		wants_bottom(r, cases[i][1]);
	}
	command(r, "");
	command(r, "   :: ");
	drive_same(shot, drive_shot(r), "after wrong commands");
	reader_free(r);
}

static void command_line_is_left_without_a_trace(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	char *shot = drive_shot(r);
	drive_keys(r, ": c l Tab Tab Esc");
	drive_same(shot, drive_shot(r), "after Esc");
	shot = drive_shot(r);
	drive_keys(r, ": Backspace");
	drive_same(shot, drive_shot(r), "after Backspace");
	reader_free(r);
}

static void tab_completes_as_far_as_it_can_and_then_goes_round(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	const struct buf *text = &r->command_prompt.text;
	drive_keys(r, ": c l a Tab");
	want_string("common begin", "claim", buf_string(text));
	drive_wants(r, "to the previous claim");
	drive_keys(r, "Tab Tab");
	want_string("second", "claim-previous", buf_string(text));
	drive_keys(r, "S-Tab S-Tab");
	want_string("last", "claims", buf_string(text));
	drive_keys(r, "Enter");
	assert_int_equal(r->margin.view, VIEW_CLAIMS);
	drive_keys(r, ": s e t Space m o u Tab");
	want_string("setting", "set mouse ", buf_string(text));
	drive_keys(r, "C-u");
	drive_type(r, "set wr");
	drive_keys(r, "Tab");
	want_string("setting", "set wrap=", buf_string(text));
	drive_wants(r, "reflow");
	drive_keys(r, "Tab Tab Enter");
	assert_int_equal(r->typography.wrap, WRAP_REFLOW);
	drive_keys(r, ": z z z Tab");
	want_string("nothing", "zzz", buf_string(text));
	reader_free(r);
}

static void menu_fits_every_window(void **state)
{
	(void)state;
	static const int sizes[][2] = {{120, 40}, {80, 24}, {40, 12}, {20, 5}, {9, 3}, {1, 1}};
	struct reader *r = open_keys(KEYS_DEFAULT);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		drive_resize(r, sizes[i][0], sizes[i][1]);
		drive_keys(r, ":");
		for (int n = 0; n < 70; n++)
			drive_keys(r, "Tab");
		drive_keys(r, "Esc");
	}
	reader_free(r);
}

static void settings_change_what_is_seen(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	const struct options *o;
	command(r, "set width=40");
	assert_int_equal(r->frame.text.width, 40);
	wants_bottom(r, "width=40");
	command(r, "set width 50");
	assert_int_equal(r->frame.text.width, 50);
	command(r, "set width=auto");
	assert_int_equal(r->frame.text.width, 66);
	command(r, "set width=5000");
	wants_bottom(r, "width=400");
	command(r, "set justify");
	assert_true(r->typography.is_justified);
	command(r, "set nojustify");
	assert_false(r->typography.is_justified);
	command(r, "set justify!");
	assert_true(r->typography.is_justified);
	// What a key changed counts, too.
	drive_keys(r, "J");
	command(r, "set justify?");
	wants_bottom(r, "nojustify");
	command(r, "set just");
	assert_true(r->typography.is_justified);
	command(r, "set mode=regex");
	assert_int_equal(r->mode, QUERY_REGEX);
	assert_false(reader_takes_settings(r, &o));
	command(r, "set mouse");
	assert_true(reader_takes_settings(r, &o));
	assert_true(o->mouse);
	assert_false(reader_takes_settings(r, &o));
	command(r, "set language=nl");
	assert_true(reader_takes_settings(r, &o));
	want_string("language", "nl", r->session.language);
	command(r, "set text-language=en");
	want_string("language of the text", "en", r->typography.text_language);
	reader_free(r);
}

static void set_alone_lists_the_settings(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	command(r, "set");
	drive_wants(r, "set lines in N columns");
	drive_wants(r, "(nomouse)");
	drive_type(r, "width=44");
	drive_keys(r, "Enter");
	assert_int_equal(r->frame.text.width, 44);
	reader_free(r);
}

static void help_is_narrowed_to_what_is_asked_for(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	drive_keys(r, "? /");
	drive_type(r, "per cent");
	drive_wants(r, "to that many per cent: 50%");
	drive_wants_not(r, "one screen down");
	drive_keys(r, "Enter");
	drive_wants_not(r, "one screen down");
	drive_keys(r, "Esc");
	drive_wants(r, "one screen down");
	assert_int_equal(r->margin.view, VIEW_HELP);
	// By a name, by a key, by nothing.
	drive_keys(r, "&");
	drive_type(r, "search-back");
	drive_wants(r, "search towards the start");
	drive_keys(r, "C-u C-_");
	drive_keys(r, "z z z");
	drive_wants(r, "No key and no command is described so.");
	drive_keys(r, "C-c");
	drive_wants(r, "one screen down");
	drive_keys(r, "Esc ?");
	drive_wants(r, "one screen down");
	reader_free(r);
}

static void help_names_the_keys_as_they_are(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_VI);
	drive_keys(r, "F1 /");
	drive_type(r, "to the start");
	drive_wants(r, "Home, g g");
	drive_keys(r, "Esc Esc");
	reader_free(r);
}

// A line may be broken anywhere.
static void take_blanks_away(struct buf *text)
{
	char *to = text->data;
	for (const char *s = buf_string(text); *s; s++)
		if (*s != ' ')
			*to++ = *s;
	if (to)
		*to = '\0';
}

static void wants_in_help(const struct buf *seen, struct buf *wanted, int keys)
{
	take_blanks_away(wanted);
	want(strstr(buf_string(seen), buf_string(wanted)) != NULL,
	     "wanted \"%s\" in help, profile %d", buf_string(wanted), keys);
	buf_clear(wanted);
}

// All that help says, from its first row to its last, without blanks.
static void add_help(struct reader *r, struct buf *seen)
{
	char *last = mem_string("");
	command(r, "help");
	for (;;) {
		const struct pane *m = &r->frame.margin;
		char *words = drive_words(r, m->x, m->y, m->width, m->height);
		bool is_new = strcmp(words, last) != 0;
		free(last);
		last = words;
		if (!is_new)
			break;
		buf_printf(seen, "%s\n", words);
		drive_keys(r, "Down");
	}
	free(last);
	take_blanks_away(seen);
}

static void help_has_every_key_of_every_profile(void **state)
{
	(void)state;
	for (int keys = KEYS_DEFAULT; keys <= KEYS_VI; keys++) {
		struct reader *r = open_keys((enum keys)keys);
		const struct keyboard *k = &r->keyboard;
		struct buf seen = {0}, wanted = {0};
		add_help(r, &seen);
		for (const struct binding *b = keymap_bindings(); b->command; b++) {
			keyboard_names(k, b->command, &wanted);
			if (wanted.len == 0)
				buf_printf(&wanted, ":%s", b->name);
			buf_add_string(&wanted, b->help);
			wants_in_help(&seen, &wanted, keys);
		}
		for (size_t i = 0; i < k->count; i++) {
			keyboard_sequence(&k->all[i], 0, &wanted);
			if (k->all[i].line)
				buf_printf(&wanted, ":%s", k->all[i].line);
			wants_in_help(&seen, &wanted, keys);
		}
		buf_done(&seen);
		buf_done(&wanted);
		reader_free(r);
	}
}

static void sequence_waits_shows_what_follows_and_is_left(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_VI);
	char *shot = drive_shot(r);
	drive_keys(r, "g");
	drive_wants(r, "to the start");
	drive_wants(r, "facts in the next language");
	drive_keys(r, "Esc");
	drive_same(shot, drive_shot(r), "after Esc");
	drive_keys(r, "g");
	drive_keys(r, "Q");
	wants_bottom(r, "g Q means nothing here");
	assert_false(reader_is_finished(r));
	drive_keys(r, "G");
	assert_true(page_is_at_end(&r->page));
	drive_keys(r, "g g");
	assert_true(page_is_at_begin(&r->page));
	drive_keys(r, "5 g g");
	want_number("paragraph", 5, index_paragraph_at(r->session.document.index, r->page.anchor));
	drive_keys(r, "Z Z");
	assert_true(reader_is_finished(r));
	reader_free(r);
}

static void search_goes_back_and_n_with_it(void **state)
{
	(void)state;
	static const enum keys profiles[] = {KEYS_VI, KEYS_LESS};
	for (int i = 0; i < 2; i++) {
		struct reader *r = open_keys(profiles[i]);
		drive_keys(r, "G ?");
		assert_int_equal(bottom(r)[0], '?');
		drive_type(r, "Trump");
		drive_keys(r, "Enter");
		uint64_t first = r->current;
		assert_int_not_equal(first, POS_NONE);
		drive_keys(r, "n");
		assert_true(r->current < first);
		drive_keys(r, "N");
		want_number("match", first, r->current);
		// "/" goes on again.
		drive_keys(r, "Home / Enter");
		first = r->current;
		drive_keys(r, "n");
		assert_true(r->current > first);
		reader_free(r);
	}
}

static void number_says_how_many_matches_on(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	uint64_t all[6];
	command(r, "search Hanoi");
	for (int i = 0; i < 6; i++) {
		all[i] = r->current;
		drive_keys(r, "n");
	}
	want_number("the first of five again", all[0], all[5]);
	command(r, "top");
	command(r, "search Hanoi");
	drive_keys(r, "3 n");
	want_number("the third one further", all[3], r->current);
	drive_keys(r, "2 N");
	want_number("two back", all[1], r->current);
	// Round the end, and one step where no number is before it.
	drive_keys(r, "6 n n");
	want_number("seven further", all[3], r->current);
	command(r, "match-previous 2");
	want_number("by its name", all[1], r->current);
	command(r, "search domper");
	uint64_t only = r->current;
	drive_keys(r, "9 9 9 9 9 n");
	want_number("the only one", only, r->current);
	reader_free(r);
}

static void person_has_keys_of_their_own(void **state)
{
	(void)state;
	struct own own = open_own_keys("x :set width=40\nwrong line here\nC-n C-n claims\n");
	struct reader *r = own.r;
	char wanted[200];
	snprintf(wanted, sizeof wanted, "cannot use line 2 of %s: \"wrong\" is no key", own.path);
	wants_bottom(r, wanted);
	drive_keys(r, "x");
	assert_int_equal(r->frame.text.width, 40);
	drive_keys(r, "C-n C-n");
	assert_int_equal(r->margin.view, VIEW_CLAIMS);
	drive_keys(r, "Esc ?");
	drive_keys(r, "/");
	drive_type(r, "set width");
	drive_wants(r, "Keys of one's own");
	// They stay with another profile.
	drive_keys(r, "Esc Esc");
	command(r, "set keys=vi");
	drive_keys(r, "g g C-n C-n");
	assert_int_equal(r->margin.view, VIEW_CLAIMS);
	close_own(&own);
}

static void what_is_told_names_the_keys_one_has(void **state)
{
	(void)state;
	struct own own = open_own_keys("Esc none\nv none\nV select\n");
	struct reader *r = own.r;
	drive_keys(r, "y");
	wants_bottom(r, "Tab goes to a claim, V selects");
	command(r, "set keys=less");
	drive_keys(r, "& z z z z Enter");
	wants_bottom(r, "No claim is found by this filter; M-u takes it off.");
	drive_keys(r, "M-u C-c");
	wants_bottom(r, "q quits.");
	close_own(&own);
}

static void line_that_a_key_says_cannot_go_round_for_ever(void **state)
{
	(void)state;
	struct own own = open_own_keys("x :set keys=less\n");
	struct reader *r = own.r;
	// The line frees itself while it is done.
	drive_keys(r, "x x x");
	wants_bottom(r, "keys=less");
	close_own(&own);
}

static void keys_while_one_writes_can_be_others(void **state)
{
	(void)state;
	struct own own = open_own_keys("C-x C-s form-keep\nC-o form-take-word\n");
	struct reader *r = own.r;
	drive_keys(r, "a");
	drive_type(r, "one two");
	drive_keys(r, "C-o");
	want_string("text", "one ", form_text(&r->form));
	drive_keys(r, "C-x");
	drive_wants(r, "keep it");
	drive_keys(r, "C-s");
	assert_false(r->form.is_open);
	assert_int_equal(r->session.knowledge.note_count, 1);
	close_own(&own);
}

static void key_with_alt_is_two_keys_where_it_means_nothing(void **state)
{
	(void)state;
	struct reader *r = open_keys(KEYS_DEFAULT);
	drive_keys(r, "L M-K");
	assert_int_equal(r->margin.view, VIEW_FACTS);
	drive_keys(r, "Esc / a M-j");
	assert_int_equal(r->prompting, PROMPTING_NONE);
	reader_free(r);
	r = open_keys(KEYS_LESS);
	drive_keys(r, "M->");
	assert_true(page_is_at_end(&r->page));
	drive_keys(r, "M-<");
	assert_true(page_is_at_begin(&r->page));
	reader_free(r);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(command_is_done_by_its_name),
		cmocka_unit_test(every_command_of_reading_can_be_called),
		cmocka_unit_test(every_command_of_reading_can_be_called_with_anything),
		cmocka_unit_test(figures_are_words_where_words_are_wanted),
		cmocka_unit_test(broken_pattern_is_told_at_each_key),
		cmocka_unit_test(language_of_the_text_can_be_changed_at_once),
		cmocka_unit_test(theme_that_is_not_there_gives_way_to_the_one_before),
		cmocka_unit_test(what_follows_a_name_is_what_it_would_ask_for),
		cmocka_unit_test(place_is_gone_to_and_come_back_from),
		cmocka_unit_test(wrong_command_is_a_sentence),
		cmocka_unit_test(command_line_is_left_without_a_trace),
		cmocka_unit_test(tab_completes_as_far_as_it_can_and_then_goes_round),
		cmocka_unit_test(menu_fits_every_window),
		cmocka_unit_test(settings_change_what_is_seen),
		cmocka_unit_test(set_alone_lists_the_settings),
		cmocka_unit_test(help_is_narrowed_to_what_is_asked_for),
		cmocka_unit_test(help_names_the_keys_as_they_are),
		cmocka_unit_test(help_has_every_key_of_every_profile),
		cmocka_unit_test(sequence_waits_shows_what_follows_and_is_left),
		cmocka_unit_test(search_goes_back_and_n_with_it),
		cmocka_unit_test(number_says_how_many_matches_on),
		cmocka_unit_test(person_has_keys_of_their_own),
		cmocka_unit_test(what_is_told_names_the_keys_one_has),
		cmocka_unit_test(line_that_a_key_says_cannot_go_round_for_ever),
		cmocka_unit_test(keys_while_one_writes_can_be_others),
		cmocka_unit_test(key_with_alt_is_two_keys_where_it_means_nothing),
	};
	return cmocka_run_group_tests_name("commanding", tests, NULL, NULL);
}
