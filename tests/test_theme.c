// SPDX-License-Identifier: ISC
// Theme files, the arithmetic of colours, and whether what the themes of ours show can be read.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/string.h"
#include "folder.h"
#include "page/theme.h"
#include "reader/theming.h"
#include "want.h"

static const char *const names[] = {"default", "light", "dark", "high-contrast", "monochrome"};

static struct theme read(const char *text)
{
	struct theme t;
	struct err e = {0};
	want(theme_read(&t, "a theme", text, strlen(text), &e), "%s: %s", text, e.text);
	return t;
}

static void wants_color(struct theme_color c, enum theme_kind kind, uint32_t value)
{
	want_number("kind", kind, c.kind);
	want_number("value", value, c.value);
}

static void file_tells_colours_and_attributes(void **state)
{
	(void)state;
	struct theme t = read("# a comment = red\n\n"
			      "good = green\r\n"
			      "  match\t=  black on bright-yellow  bold \n"
			      "bad = on #aB00fF\n"
			      "claim = 208 on default italic underline\n"
			      "bar = reverse");
	wants_color(t.rules[THEME_GOOD].front, THEME_INDEX, 2);
	wants_color(t.rules[THEME_GOOD].back, THEME_UNTOLD, 0);
	wants_color(t.rules[THEME_MATCH].front, THEME_INDEX, 0);
	wants_color(t.rules[THEME_MATCH].back, THEME_INDEX, 11);
	want_number("attributes", THEME_BOLD, t.rules[THEME_MATCH].attributes);
	wants_color(t.rules[THEME_BAD].front, THEME_UNTOLD, 0);
	wants_color(t.rules[THEME_BAD].back, THEME_RGB, 0xAB00FF);
	wants_color(t.rules[THEME_CLAIM].front, THEME_INDEX, 208);
	wants_color(t.rules[THEME_CLAIM].back, THEME_DEFAULT, 0);
	want_number("attributes", THEME_ITALIC | THEME_UNDERLINE, t.rules[THEME_CLAIM].attributes);
	want_number("attributes", THEME_REVERSE, t.rules[THEME_BAR].attributes);
	assert_true(theme_has_colors(&t));
	assert_false(theme_has_own_text(&t));
	struct theme none = read("");
	assert_false(theme_has_colors(&none));
}

static void what_is_not_told_is_that_of_the_text(void **state)
{
	(void)state;
	struct theme t = read("text = 1 on 2\ngood = 3\nbar = on 4\nmatch = 5 on 6\nlink = bold\n");
	static const struct {
		enum theme_style st;
		uint32_t front, back;
	} rows[] = {{THEME_TEXT, 1, 2},	 {THEME_GOOD, 3, 2}, {THEME_BAR, 1, 4},
		    {THEME_MATCH, 5, 6}, {THEME_LINK, 1, 2}, {THEME_NOTE, 1, 2}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct theme_rule rule = theme_rule_whole(&t, rows[i].st);
		wants_color(rule.front, THEME_INDEX, rows[i].front);
		wants_color(rule.back, THEME_INDEX, rows[i].back);
	}
}

static void fault_names_the_line(void **state)
{
	(void)state;
	static const struct {
		const char *text, *why;
	} rows[] = {
		{"good = gren", "line 1: \"gren\" is no colour"},
		{"# x\n\ngoood = green", "line 3: there is no style \"goood\""},
		{"good green", "line 1: \"=\" is missing behind \"good\""},
		{"good", "line 1: \"=\" is missing"},
		{"= green", "line 1: there is no style \"=\""},
		{"good = green red", "line 1: \"red\" is no colour"},
		{"good = green on", "line 1: a colour is missing behind \"on\""},
		{"good = on on red", "line 1: \"on\" is no colour"},
		{"good = on red blue", "line 1: \"blue\" is no colour"},
		{"good = 256", "line 1: \"256\" is no colour"},
		{"good = -1", "line 1: \"-1\" is no colour"},
		{"good = #12345", "line 1: \"#12345\" is no colour"},
		{"good = #1234567", "line 1"},
		{"good = #12345g", "line 1"},
		{"good = bright-", "line 1"},
		{"good = red\nbad = red\ngood = blue", "line 3: \"good\" is told twice"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct theme t;
		struct err e = {0};
		want(!theme_read(&t, "a theme", rows[i].text, strlen(rows[i].text), &e),
		     "%s: wanted it refused", rows[i].text);
		want(strstr(e.text, rows[i].why) && strstr(e.text, "a theme"),
		     "%s: wanted \"%s\" in \"%s\"", rows[i].text, rows[i].why, e.text);
	}
	struct theme t;
	struct err e = {0};
	want(!theme_read(&t, "x", "good = \0red", 11, &e), "wanted a NUL refused");
}

static void themes_are_found_by_name_and_path(void **state)
{
	(void)state;
	struct folder folder;
	struct theme t, dark;
	struct err e = {0};
	assert_true(folder_make(&folder));
	assert_int_equal(setenv("XDG_CONFIG_HOME", folder.path, 1), 0);
	want(theming_load("dark", &dark, &e), "%s", e.text);
	want(!theming_load("none-such", &t, &e) && strstr(e.text, "high-contrast"),
	     "wanted the names of ours, got \"%s\"", e.text);
	static const char *const folders[] = {"kantlijn", "kantlijn/themes"};
	for (size_t i = 0; i < 2; i++) {
		char *path = folder_file(&folder, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
		free(path);
	}
	// A person's own comes before one of the same name.
	char *own = folder_file(&folder, "kantlijn/themes/dark");
	folder_write(own, "good = 77\n", 10);
	static const char *const ways[] = {"dark", NULL};
	for (size_t i = 0; i < 2; i++) {
		struct err why = {0};
		want(theming_load(ways[i] ? ways[i] : own, &t, &why), "%s", why.text);
		wants_color(t.rules[THEME_GOOD].front, THEME_INDEX, 77);
	}
	folder_write(own, "bad\n", 4);
	struct err wrong = {0};
	want(!theming_load("dark", &t, &wrong) && strstr(wrong.text, own),
	     "wanted the path told, got \"%s\"", wrong.text);
	want_number("the theme that was there", 77, t.rules[THEME_GOOD].front.value);
	free(own);
	unsetenv("XDG_CONFIG_HOME");
	folder_remove(&folder);
}

// --- Colours ---

static void colours_are_those_of_xterm(void **state)
{
	(void)state;
	static const uint32_t rows[][2] = {{16, 0x000000},  {21, 0x0000FF},  {67, 0x5F87AF},
					   {196, 0xFF0000}, {231, 0xFFFFFF}, {232, 0x080808},
					   {255, 0xEEEEEE}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		want_number("colour", rows[i][1], theme_rgb(rows[i][0]));
	for (unsigned i = 16; i < 256; i++)
		want_number("its own nearest", theme_rgb(i),
			    theme_rgb(theme_nearest(theme_rgb(i))));
}

static void nearest_colour_looks_alike(void **state)
{
	(void)state;
	want_number("a dark red of eight", 1, theme_nearest_of_first(0xAF0000, 8));
	want_number("a green of eight", 2, theme_nearest_of_first(0x00AF00, 8));
	want_number("white of sixteen", 15, theme_nearest_of_first(0xFFFFFF, 16));
	want_number("black of sixteen", 0, theme_nearest_of_first(0x101010, 16));
	want_number("grey", 0x767676, theme_rgb(theme_nearest(0x777777)));
	want_number("a blue", 0x0000FF, theme_rgb(theme_nearest(0x0505FA)));
}

static void contrast_is_as_wcag_has_it(void **state)
{
	(void)state;
	static const struct {
		uint32_t a, b;
		double contrast;
	} rows[] = {{0x000000, 0xFFFFFF, 21.0},
		    {0xFFFFFF, 0xFFFFFF, 1.0},
		    {0x777777, 0xFFFFFF, 4.478},
		    {0xFFFFFF, 0x767676, 4.542}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double got = theme_contrast(rows[i].a, rows[i].b);
		want(got > rows[i].contrast - 0.002 && got < rows[i].contrast + 0.002,
		     "%06x on %06x: wanted %.3f, got %.3f", (unsigned)rows[i].a,
		     (unsigned)rows[i].b, rows[i].contrast, got);
	}
}

// --- Ours ---

static void every_pair_of_our_themes_can_be_read(void **state)
{
	(void)state;
	size_t count = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct theme t;
		struct err e = {0};
		want(theming_load(names[i], &t, &e), "%s", e.text);
		double least = strcmp(names[i], "high-contrast") == 0 ? 7.0 : 4.5;
		for (int st = 0; theme_has_own_text(&t) && st < THEME_STYLES; st++) {
			struct theme_rule rule = theme_rule_whole(&t, (enum theme_style)st);
			const char *name = theme_style_name((enum theme_style)st);
			want(rule.front.kind == THEME_RGB && rule.back.kind == THEME_RGB,
			     "%s, %s: wanted colours that are the same everywhere", names[i], name);
			uint32_t front = rule.front.value, back = rule.back.value;
			double got = theme_contrast(front, back);
			want(got >= least, "%s, %s: wanted %.1f, got %.2f", names[i], name, least,
			     got);
			got = theme_contrast(theme_rgb(theme_nearest(front)),
					     theme_rgb(theme_nearest(back)));
			want(got >= least, "%s, %s in 256 colours: wanted %.1f, got %.2f", names[i],
			     name, least, got);
			count++;
		}
	}
	want_number("pairs of three themes", 3 * THEME_STYLES, count);
}

static void our_themes_are_what_their_names_say(void **state)
{
	(void)state;
	struct theme t;
	struct err e = {0};
	assert_true(theming_load("light", &t, &e));
	want(theme_contrast(t.rules[THEME_TEXT].back.value, 0) > 10, "wanted a light ground");
	assert_true(theming_load("dark", &t, &e));
	want(theme_contrast(t.rules[THEME_TEXT].back.value, 0) < 2, "wanted a dark ground");
	assert_true(theming_load("monochrome", &t, &e));
	assert_false(theme_has_colors(&t));
	assert_true(theming_load(NULL, &t, &e));
	assert_false(theme_has_own_text(&t));
	for (int st = 0; st < THEME_STYLES; st++)
		want(t.rules[st].front.kind != THEME_RGB && t.rules[st].back.kind != THEME_RGB &&
			     t.rules[st].front.value < 16,
		     "wanted the terminal's own colours in the default theme");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_tells_colours_and_attributes),
		cmocka_unit_test(what_is_not_told_is_that_of_the_text),
		cmocka_unit_test(fault_names_the_line),
		cmocka_unit_test(themes_are_found_by_name_and_path),
		cmocka_unit_test(colours_are_those_of_xterm),
		cmocka_unit_test(nearest_colour_looks_alike),
		cmocka_unit_test(contrast_is_as_wcag_has_it),
		cmocka_unit_test(every_pair_of_our_themes_can_be_read),
		cmocka_unit_test(our_themes_are_what_their_names_say),
	};
	return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
