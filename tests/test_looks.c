// SPDX-License-Identifier: ISC
// How the reader looks on terminals of every kind: the real program plays a few keys, and what
// libvterm then shows, with the colours and attributes of each cell, must be as in tests/looks/.
// GENERATE=1 writes those files.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "folder.h"
#include "pty.h"
#include "want.h"

// Together they have each terminal, theme, size, language and way to do without colours.
static const struct look {
	const char *name, *terminal;
	int cols, rows;
	const char *arguments[2], *environment;
} looks[] = {
	{"xterm-256color", "xterm-256color", 120, 40, {"--language=en"}, NULL},
	{"xterm-256color-light",
	 "xterm-256color",
	 80,
	 24,
	 {"--language=nl", "--theme=light"},
	 NULL},
	{"xterm-256color-dark", "xterm-256color", 40, 12, {"--language=en", "--theme=dark"}, NULL},
	{"xterm-256color-high-contrast",
	 "xterm-256color",
	 20,
	 5,
	 {"--language=nl", "--theme=high-contrast"},
	 NULL},
	{"xterm-256color-monochrome",
	 "xterm-256color",
	 40,
	 12,
	 {"--language=nl", "--theme=monochrome"},
	 NULL},
	{"xterm-256color-no-color", "xterm-256color", 80, 24, {"--language=en"}, "NO_COLOR=1"},
	{"xterm-256color-locale-c", "xterm-256color", 80, 24, {"--language=en"}, "LC_ALL=C"},
	{"tmux-256color-dark", "tmux-256color", 80, 24, {"--language=en", "--theme=dark"}, NULL},
	{"linux", "linux", 80, 24, {"--language=nl"}, NULL},
	{"vt100", "vt100", 80, 24, {"--language=en"}, NULL},
	{"vt100-light", "vt100", 20, 5, {"--language=en", "--theme=light"}, NULL},
	{"screen-light", "screen", 40, 12, {"--language=nl", "--theme=light"}, NULL},
	{"xterm-direct-light", "xterm-direct", 80, 24, {"--language=en", "--theme=light"}, NULL},
	{"xterm-direct-dark", "xterm-direct", 120, 40, {"--language=nl", "--theme=dark"}, NULL},
};

enum { LOOKS = sizeof looks / sizeof *looks, QUIET = 400 /* [ms] */, PIECE = 20 /* [ms] */ };

static const struct {
	const char *name, *keys;
} states[] = {
	{"first screen", ""},
	{"claim in focus", "Tab Tab"},
	{"fact", "Enter Enter"},
	{"search", "q / t r u m p Enter"},
};

enum { STATES = sizeof states / sizeof *states };

// Not every version of libvterm reads direct colours right: of those it is only said that there are
// some.
static const char *style_at(struct pty *p, bool is_direct, int row, int col, struct buf *out)
{
	struct buf style = {0};
	buf_clear(out);
	pty_style(p, row, col, &style);
	const char *all = buf_string(&style);
	size_t n = is_direct ? strcspn(all, "=") : style.len;
	bool is_cut = n < style.len;
	while (is_cut && n > 0 && all[n - 1] != ' ')
		n--;
	buf_add(out, all, n);
	buf_add_string(out, is_cut ? "coloured" : "");
	buf_done(&style);
	return buf_string(out);
}

// "3: 5-20 bold fg=1 · 22 reverse": the cells of a row that are not plain.
static void add_styles(struct pty *p, bool is_direct, int row, int cols, struct buf *out)
{
	struct buf here = {0}, next = {0};
	bool any = false;
	for (int col = 0, end; col < cols; col = end) {
		style_at(p, is_direct, row, col, &here);
		for (end = col + 1; end < cols; end++)
			if (strcmp(style_at(p, is_direct, row, end, &next), buf_string(&here)) != 0)
				break;
		if (strcmp(buf_string(&here), "plain") == 0)
			continue;
		if (any)
			buf_add_string(out, " · ");
		else
			buf_printf(out, "%d: ", row);
		if (end - col > 1)
			buf_printf(out, "%d-%d %s", col, end - 1, buf_string(&here));
		else
			buf_printf(out, "%d %s", col, buf_string(&here));
		any = true;
	}
	if (any)
		buf_add_char(out, '\n');
	buf_done(&here);
	buf_done(&next);
}

static void take_picture(struct pty *p, const struct look *look, struct buf *out)
{
	int row, col;
	buf_clear(out);
	pty_rows(p, out);
	bool is_shown = pty_cursor(p, &row, &col);
	buf_printf(out, is_shown ? "cursor: row %d, column %d\n" : "cursor: none\n", row, col);
	for (row = 0; row < look->rows; row++)
		add_styles(p, strcmp(look->terminal, "xterm-direct") == 0, row, look->cols, out);
}

// What the terminal shows once nothing has come for a while: to write files, not to judge by.
static void settle(struct pty *p)
{
	for (int left = QUIET; left > 0; left -= PIECE) {
		size_t before = pty_output(p)->len;
		pty_take(p, PIECE);
		if (pty_output(p)->len != before)
			left = QUIET;
	}
}

// Waits until the screen looks as WANTED; fails with the first line that differs.
static void compare(struct pty *p, const struct look *look, const char *state, const char *wanted)
{
	struct buf got = {0};
	time_t end = time(NULL) + PTY_DEADLINE / 1000;
	bool is_same = false;
	while (!is_same && time(NULL) < end) {
		take_picture(p, look, &got);
		is_same = strcmp(buf_string(&got), wanted) == 0;
		if (!is_same && !pty_take(p, PIECE) && pty_has_ended(p))
			break;
	}
	if (is_same) {
		buf_done(&got);
		return;
	}
	const char *a = wanted, *b = buf_string(&got);
	int line = 1;
	for (; *a && *b; line++) {
		size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
		if (n != m || memcmp(a, b, n) != 0)
			break;
		a += n + (a[n] == '\n');
		b += m + (b[m] == '\n');
	}
	fail_msg("%s, %s, line %d: wanted \"%.*s\", got \"%.*s\"", look->name, state, line,
		 (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b);
}

static void press(struct pty *p, const char *keys)
{
	for (const char *at = keys; *(at += strspn(at, " "));) {
		size_t n = strcspn(at, " ");
		char *name = mem_copy(at, n);
		want(pty_key(p, name), "there is no key %s", name);
		free(name);
		at += n;
	}
}

static struct pty *start(const struct look *look)
{
	struct buf terminal = {0};
	struct err e = {0};
	buf_printf(&terminal, "TERM=%s", look->terminal);
	char *arguments[] = {getenv("KANTLIJN_PROGRAM"), "--no-store",
			     (char *)(uintptr_t)look->arguments[0],
			     (char *)(uintptr_t)look->arguments[1], NULL};
	char *environment[] = {terminal.data, (char *)(uintptr_t)look->environment, NULL};
	struct pty *p = pty_start(arguments, environment, look->rows, look->cols, &e);
	want(p != NULL, "%s", e.text);
	buf_done(&terminal);
	return p;
}

// The part of a file that is about a state, which the caller frees; NULL when there is none.
static char *part_of(const char *file, const char *state)
{
	struct buf head = {0};
	buf_printf(&head, "== %s\n", state);
	const char *begin = strstr(file, buf_string(&head));
	begin = begin ? begin + head.len : NULL;
	const char *end = begin ? strstr(begin, "\n== ") : NULL;
	buf_done(&head);
	return begin ? mem_copy(begin, end ? (size_t)(end + 1 - begin) : strlen(begin)) : NULL;
}

static bool has_terminal(const char *name)
{
	char command[128];
	snprintf(command, sizeof command, "infocmp %s >/dev/null 2>&1", name);
	return system(command) == 0;
}

static char *read_all(const char *path)
{
	size_t n = 0;
	unsigned char *bytes = folder_read(path, &n);
	char *text = bytes ? mem_copy(bytes, n) : mem_string("");
	free(bytes);
	return text;
}

static void looks_as_it_did(void **state)
{
	const struct look *look = *state;
	const char *generate = getenv("GENERATE");
	bool writes = generate && *generate;
	struct buf path = {0}, all = {0}, picture = {0};
	if (!has_terminal(look->terminal)) {
		print_message("# skip: there is no terminfo of %s (ncurses-term)\n",
			      look->terminal);
		skip();
	}
	buf_printf(&path, "%s/tests/looks/%s", getenv("SRCDIR"), look->name);
	char *file = read_all(buf_string(&path));
	struct pty *p = start(look);
	for (size_t i = 0; i < STATES; i++) {
		press(p, states[i].keys);
		if (writes) {
			settle(p);
			take_picture(p, look, &picture);
			buf_printf(&all, "== %s\n%s", states[i].name, buf_string(&picture));
			continue;
		}
		char *wanted = part_of(file, states[i].name);
		want(wanted != NULL, "%s: there is no \"%s\" in it", buf_string(&path),
		     states[i].name);
		compare(p, look, states[i].name, wanted);
		free(wanted);
	}
	pty_close(p);
	if (writes)
		folder_write(buf_string(&path), buf_string(&all), all.len);
	free(file);
	buf_done(&path);
	buf_done(&all);
	buf_done(&picture);
}

// Each component is a number of its own there, not one of 256.
static void sends_direct_colours(const struct look *look)
{
	struct err e = {0};
	if (!has_terminal("xterm-direct")) {
		print_message("# skip: there is no terminfo of xterm-direct (ncurses-term)\n");
		skip();
	}
	struct pty *p = start(look);
	want(pty_wait_text(p, "Na de top in Hanoi", PTY_DEADLINE, &e), "%s", e.text);
	const char *sent = buf_string(pty_output(p));
	// #1c1c1c on #eeeeee
	want(strstr(sent, "2::28:28:28") && strstr(sent, "2::238:238:238"),
	     "wanted direct colours, got %.300s", sent);
	pty_close(p);
}

static void direct_colours_are_sent_as_they_are(void **state)
{
	(void)state;
	static const struct look looked[] = {
		{"direct", "xterm-direct", 80, 24, {"--theme=light"}, NULL},
		{"told", "xterm-256color", 80, 24, {"--theme=light"}, "COLORTERM=truecolor"}};
	sends_direct_colours(&looked[0]);
	sends_direct_colours(&looked[1]);
}

static void other_colours_are_numbers(void **state)
{
	(void)state;
	static const struct look looked[] = {
		{"untold", "xterm-256color", 80, 24, {"--theme=light"}, "COLORTERM="},
		{"default", "xterm-256color", 80, 24, {"--theme=default"}, "COLORTERM=truecolor"}};
	for (size_t i = 0; i < 2; i++) {
		struct err e = {0};
		struct pty *p = start(&looked[i]);
		want(pty_wait_text(p, "Na de top in Hanoi", PTY_DEADLINE, &e), "%s", e.text);
		want(!strstr(buf_string(pty_output(p)), "38:2:"), "wanted no direct colours (%s)",
		     looked[i].name);
		pty_close(p);
	}
}

// --- Links ---

static const char address[] =
	"https://www.vice.com/en_ca/article/3kg7b9/trump-kim-summit-hanoi-train-china";

// Waits until what was sent has TEXT in it.
static const char *wait_for_bytes(struct pty *p, const char *text)
{
	time_t end = time(NULL) + PTY_DEADLINE / 1000;
	while (!strstr(buf_string(pty_output(p)), text))
		if (time(NULL) >= end || (!pty_take(p, PIECE) && pty_has_ended(p)))
			fail_msg("wanted %s to be sent", text);
	return buf_string(pty_output(p));
}

// A source's address takes several rows of the margin, which are one link.
static void addresses_of_sources_are_links(void **state)
{
	(void)state;
	static const struct look look = {"links", "xterm-256color", 120, 40, {NULL}, NULL};
	static const char *const rows[] = {"https://www.vice.com/en_ca/",
					   "article/3kg7b9/trump-kim-summit-hanoi-", "train-china"};
	struct pty *p = start(&look);
	char id[16] = "";
	struct err e = {0};
	want(pty_wait_text(p, "30 claims", PTY_DEADLINE, &e), "%s", e.text);
	press(p, "Tab Tab Enter Enter");
	const char *at =
		wait_for_bytes(p, "ArticleId=2475719&CategoryId=12395\033(B\033[m\033]8;;");
	for (size_t i = 0; i < 3; i++) {
		struct buf begin = {0};
		buf_printf(&begin, ";%s\033\\", address);
		at = strstr(at, buf_string(&begin));
		want(at != NULL, "wanted a link for row %zu", i);
		want(string_starts(at - 11, "id="), "wanted an id, got %.11s", at - 11);
		want(i == 0 || memcmp(id, at - 8, 8) == 0, "wanted the same id for all rows");
		memcpy(id, at - 8, 8);
		const char *end = strstr(at, "\033]8;;\033\\"), *text = strstr(at, rows[i]);
		want(text && end && text < end, "wanted \"%s\" in the link", rows[i]);
		at = end;
		buf_done(&begin);
	}
	// What does not change is not sent again.
	size_t sent = pty_output(p)->len;
	press(p, "C-g");
	wait_for_bytes(p, "byte");
	want(!strstr(buf_string(pty_output(p)) + sent, "\033]8;"), "wanted no link sent again");
	pty_close(p);
}

static void other_terminals_get_no_links(void **state)
{
	(void)state;
	static const char *const types[] = {"linux", "vt100", "screen"};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct look look = {"links", types[i], 120, 40, {NULL}, NULL};
		struct pty *p = start(&look);
		struct err e = {0};
		want(pty_wait_text(p, "30 claims", PTY_DEADLINE, &e), "%s", e.text);
		press(p, "Tab Tab Enter Enter");
		wait_for_bytes(p, "https://");
		press(p, "q C-g");
		wait_for_bytes(p, "byte");
		want(!strstr(buf_string(pty_output(p)), "\033]8;"), "%s: wanted no link", types[i]);
		pty_close(p);
	}
}

int main(void)
{
	struct CMUnitTest tests[LOOKS + 4] = {
		[LOOKS] = cmocka_unit_test(direct_colours_are_sent_as_they_are),
		[LOOKS + 1] = cmocka_unit_test(addresses_of_sources_are_links),
		[LOOKS + 2] = cmocka_unit_test(other_terminals_get_no_links),
		[LOOKS + 3] = cmocka_unit_test(other_colours_are_numbers)};
	for (size_t i = 0; i < LOOKS; i++)
		tests[i] = (struct CMUnitTest){.name = looks[i].name,
					       .test_func = looks_as_it_did,
					       .initial_state = (void *)(uintptr_t)&looks[i]};
	return cmocka_run_group_tests_name("looks", tests, NULL, NULL);
}
