// SPDX-License-Identifier: ISC
// What a terminal shows after each of many screens, of which only what changed was sent, is what
// it shows when all of it is sent; and that is what the grid says.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/string.h"
#include "folder.h"
#include "pty.h"
#include "random_grids.h"
#include "want.h"

enum { SCREENS = 150, FEW = 50, COLS = 40, ROWS = 12 };

static const char *playing = ""; // the type of terminal

static char *program(void)
{
	const char *folder = getenv("BUILDDIR");
	struct buf path = {0};
	buf_printf(&path, "%s/tests/show_grids", folder ? folder : ".");
	return buf_take(&path);
}

// TERMINFO: where types are looked for first; NULL: nowhere else than always.
static struct pty *start(const char *terminfo, const char *type, const char *theme,
			 const char *seed)
{
	struct buf term = {0}, folder = {0};
	struct err e = {0};
	char *path = program();
	buf_printf(&term, "TERM=%s", type);
	char *argv[] = {path, (char *)(uintptr_t)theme, (char *)(uintptr_t)seed, NULL};
	if (terminfo)
		buf_printf(&folder, "TERMINFO=%s", terminfo);
	char *env[] = {term.data, folder.data, NULL};
	struct pty *p = pty_start(argv, env, ROWS, COLS, &e);
	if (!p)
		fail_msg("%s", e.text);
	free(path);
	buf_done(&term);
	buf_done(&folder);
	return p;
}

// Of the right halves of wide clusters libvterm keeps what was there before.
static void add_styles(const struct pty *p, const struct grid *g, struct buf *out)
{
	for (int row = 0; row < ROWS; row++) {
		for (int col = 0; col < COLS; col++) {
			if (grid_cell(g, col, row)->cols == 0)
				continue;
			struct buf words = {0};
			pty_style(p, row, col, &words);
			buf_printf(out, "%d,%d %s\n", row, col, buf_string(&words));
			buf_done(&words);
		}
	}
}

static void want_same(const char *what, unsigned screen, const struct buf *wanted,
		      const struct buf *got)
{
	const char *a = buf_string(wanted), *b = buf_string(got);
	while (*a && *b) {
		size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
		if (n != m || memcmp(a, b, n) != 0)
			fail_msg("%s, screen %u, %s: wanted \"%.*s\", got \"%.*s\"", playing,
				 screen, what, (int)n, a, (int)m, b);
		a += n + (a[n] == '\n');
		b += m + (b[m] == '\n');
	}
	want(!*a && !*b, "screen %u, %s: wanted as many lines", screen, what);
}

// The program writes "done N" as the title of the window behind each screen.
static void wait_for(struct pty *p, const char *mark)
{
	struct err e = {0};
	while (!strstr(buf_string(pty_output(p)), mark))
		if (!pty_take(p, PTY_DEADLINE) || pty_has_ended(p))
			fail_msg("wanted \"%s\", got \"%s\"", mark, e.text);
}

static void play(const char *terminfo, const char *type, const char *theme, const char *seed,
		 unsigned screens)
{
	struct random_grids all;
	playing = type;
	struct buf wanted = {0}, got = {0}, wanted_styles = {0}, got_styles = {0};
	struct pty *p = start(terminfo, type, theme, seed);
	random_grids_begin(&all, strtoull(seed, NULL, 10), COLS, ROWS);
	for (unsigned i = 0; i < screens; i++) {
		char mark[32];
		random_grids_next(&all);
		snprintf(mark, sizeof mark, "\033]2;done %u\007", 2 * i);
		want(pty_send_string(p, "n"), "wanted a key to be sent");
		wait_for(p, mark);
		random_grids_rows(&all, &wanted);
		pty_rows(p, &got);
		want_same("text", i, &wanted, &got);
		buf_clear(&got_styles);
		add_styles(p, &all.grid, &got_styles);
		// All of it again.
		snprintf(mark, sizeof mark, "\033]2;done %u\007", 2 * i + 1);
		want(pty_send_string(p, "r"), "wanted a key to be sent");
		wait_for(p, mark);
		pty_rows(p, &got);
		want_same("text, whole", i, &wanted, &got);
		buf_clear(&wanted_styles);
		add_styles(p, &all.grid, &wanted_styles);
		want_same("styles", i, &wanted_styles, &got_styles);
	}
	random_grids_end(&all);
	pty_close(p);
	buf_done(&wanted);
	buf_done(&got);
	buf_done(&wanted_styles);
	buf_done(&got_styles);
}

static void what_changed_is_enough(void **state)
{
	(void)state;
	play(NULL, "xterm-256color", "default", "1", SCREENS);
	play(NULL, "xterm-256color", "dark", "2", SCREENS); // all cells have colours of their own
}

static void terminals_that_can_do_little_show_the_same(void **state)
{
	(void)state;
	play(NULL, "vt100", "default", "3", SCREENS);
	play(NULL, "linux", "light", "4", SCREENS);
	play(NULL, "screen", "monochrome", "5", SCREENS);
}

// Types like xterm, each without something; compiled by tic(1).
static void terminals_without_a_capability_show_the_same(void **state)
{
	(void)state;
	static const char types[] = "no-sgr|less than xterm,sgr@,use=xterm-256color,\n"
				    "no-sgr0|less than xterm,sgr0@,use=xterm-256color,\n"
				    "no-sgrs|less than xterm,sgr@,sgr0@,use=xterm-256color,\n"
				    "no-op|less than xterm,op@,use=xterm-256color,\n"
				    "no-scroll|less than xterm,csr@,use=xterm-256color,\n"
				    "no-scroll-n|less than xterm,indn@,rin@,use=xterm-256color,\n"
				    "no-el|less than xterm,el@,use=xterm-256color,\n"
				    "no-clear|less than xterm,clear@,el@,use=xterm-256color,\n"
				    "no-msgr|less than xterm,msgr@,use=xterm-256color,\n";
	static const char *const names[] = {"no-sgr", "no-sgr0",   "no-sgrs",
					    "no-op",  "no-scroll", "no-scroll-n",
					    "no-el",  "no-clear",  "no-msgr"};
	if (system("command -v tic >/dev/null") != 0) {
		print_message("# skip: there is no tic\n");
		skip();
	}
	struct folder folder;
	struct buf command = {0};
	assert_true(folder_make(&folder));
	char *source = folder_file(&folder, "types");
	folder_write(source, types, strlen(types));
	buf_printf(&command, "tic -o '%s' '%s'", folder.path, source);
	want_number("tic", 0, system(buf_string(&command)));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		play(folder.path, names[i], "default", "6", FEW);
		play(folder.path, names[i], "dark", "7", FEW);
	}
	folder_remove(&folder);
	free(source);
	buf_done(&command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed_is_enough),
		cmocka_unit_test(terminals_that_can_do_little_show_the_same),
		cmocka_unit_test(terminals_without_a_capability_show_the_same),
	};
	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
