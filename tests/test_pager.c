// SPDX-License-Identifier: ISC
// The program as other programs use it to show what they write: git and man as they are here, and
// pipes that end late or never.  What is not installed is skipped, and said.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "folder.h"
#include "pty.h"
#include "want.h"

enum { ROWS = 24, COLS = 80 };

static struct folder folder;

static bool has(const char *program)
{
	char command[200];
	snprintf(command, sizeof command, "command -v %s >/dev/null", program);
	FILE *f = popen(command, "r");
	if (f && pclose(f) == 0)
		return true;
	print_message("skipped: %s is not installed\n", program);
	return false;
}

// Runs WORDS in a shell, in a terminal and in a folder that is empty at first.
static struct pty *start(const char *words)
{
	struct buf command = {0};
	struct err e = {0};
	const char *program = getenv("KANTLIJN_PROGRAM");
	char shell[] = "/bin/sh", option[] = "-c";
	buf_printf(&command,
		   "cd '%s' && HOME=$PWD && BUILD='%s' && export HOME && K='%s' && "
		   "GIT_CONFIG_NOSYSTEM=1 && export GIT_CONFIG_NOSYSTEM && "
		   "KANTLIJN=--no-store && export KANTLIJN && { %s; }",
		   folder.path, getenv("BUILDDIR") ? getenv("BUILDDIR") : ".",
		   program ? program : "./kantlijn", words);
	char *argv[] = {shell, option, command.data, NULL};
	struct pty *p = pty_start(argv, NULL, ROWS, COLS, &e);
	want(p, "%s", e.text);
	buf_done(&command);
	return p;
}

static void wait_for(struct pty *p, const char *text)
{
	struct err e = {0};
	want(pty_wait_text(p, text, PTY_DEADLINE, &e), "%s", e.text);
}

static void ends_well(struct pty *p)
{
	struct err e = {0};
	int status;
	want(pty_wait_exit(p, PTY_DEADLINE, &status, &e), "%s", e.text);
	want(WIFEXITED(status), "wanted an end, got signal %d", WTERMSIG(status));
	want_number("status", 0, WEXITSTATUS(status));
	want(pty_wait_clean(p, PTY_DEADLINE, &e), "%s", e.text);
	pty_close(p);
}

// Where TEXT begins on the screen; fails when it is not there.
static void find(const struct pty *p, const char *text, int *row, int *col)
{
	struct buf rows = {0};
	pty_rows(p, &rows);
	const char *at = strstr(buf_string(&rows), text), *line = buf_string(&rows);
	want(at, "wanted \"%s\" on the screen:\n%s", text, line);
	*row = *col = 0;
	for (const char *s = line; s < at; s++) {
		(*col) += ((unsigned char)*s & 0xC0) != 0x80;
		if (*s == '\n') {
			(*row)++;
			*col = 0;
		}
	}
	buf_done(&rows);
}

static void looks(const struct pty *p, const char *text, const char *wanted)
{
	struct buf style = {0};
	int row, col;
	find(p, text, &row, &col);
	pty_style(p, row, col, &style);
	want_string(text, wanted, buf_string(&style));
	buf_done(&style);
}

static bool took_the_screen(const struct pty *p)
{
	return strstr(buf_string(pty_output(p)), "\033[?1049h") != NULL;
}

#define COMMIT                                                                            \
	"git init -q -b first . && git config color.ui always && "                        \
	"git config user.name Editor && git config user.email editor@example.org && "     \
	"for n in 1 2 3 4 5 6 7 8; do seq 40 | sed \"s/$/ $n/\" >text.txt; "              \
	"git add text.txt; git commit -q -m \"Version $n\" -m 'Why it was made.'; done; " \
	"git branch second; "

static void the_log_of_git_is_read_in_its_colours(void **state)
{
	(void)state;
	if (!has("git"))
		return;
	struct pty *p = start(COMMIT "PAGER=\"$K --wrap=keep\" git log -p");
	wait_for(p, "@@ ");
	looks(p, "commit ", "fg=3");
	looks(p, "diff --git", "bold");
	looks(p, "@@ ", "fg=6");
	find(p, "Author: Editor <editor@example.org>   ", &(int){0}, &(int){0});
	pty_key(p, "G");
	wait_for(p, "+40 1");
	looks(p, "+40 1", "fg=2");
	pty_key(p, "q");
	ends_well(p);
}

static void what_fits_the_window_is_printed_with_its_colours(void **state)
{
	(void)state;
	if (!has("git"))
		return;
	struct pty *p = start(COMMIT "PAGER=\"$K -F\" git branch");
	wait_for(p, "second");
	looks(p, "first", "fg=2");
	looks(p, "second", "plain");
	want(!took_the_screen(p), "wanted the screen left alone");
	ends_well(p);
}

static void only_what_fits_is_printed_and_not_read(void **state)
{
	(void)state;
	static const struct {
		const char *words;
		bool is_printed;
	} cases[] = {
		{"seq 23 | sed 's/$/./' | \"$K\" -F --wrap=keep", true},
		{"seq 24 | sed 's/$/./' | \"$K\" -F --wrap=keep", false},
		{"{ seq 19; printf '%0319d.\\n' 0; } | \"$K\" -F --wrap=keep", true},
		{"{ seq 20; printf '%0319d.\\n' 0; } | \"$K\" -F --wrap=keep", false},
		{"echo 'One line.' >t; \"$K\" -F t", true},
		{"echo 'One line.' >t; KANTLIJN=-F \"$K\" t", true},
		{"echo 'One line.' >t; \"$K\" -F --no-quit-if-one-screen t", false},
		{"echo 'One line.' >t; \"$K\" t", false},
		{"\"$K\" -F", false}, // it has claims
		{"printf 'A \\033[31mred\\033[0m word.\\n' | \"$K\" -F", true},
		{"printf 'A \\033[31mred\\033[0m word.\\n' >t; NO_COLOR=1 \"$K\" -F t", true},
		{"printf 'A \\033]0;x\\007 word.\\n' | \"$K\" -F", true},
		{"printf '' | \"$K\" -F", true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pty *p = start(cases[i].words);
		struct err e = {0};
		if (!cases[i].is_printed) {
			want(pty_wait_ready(p, PTY_DEADLINE, &e), "%s: %s", cases[i].words, e.text);
			pty_key(p, "q");
		}
		int status;
		want(pty_wait_exit(p, PTY_DEADLINE, &status, &e), "%s: %s", cases[i].words, e.text);
		want(took_the_screen(p) != cases[i].is_printed, "%s: wanted it %s", cases[i].words,
		     cases[i].is_printed ? "printed" : "read");
		want(!strstr(buf_string(pty_output(p)), "\033]0"), "a title reached the terminal");
		if (strstr(cases[i].words, "NO_COLOR"))
			want(!strchr(buf_string(pty_output(p)), '\033'), "wanted no colours");
		else if (strstr(cases[i].words, "red"))
			looks(p, "red", "fg=1");
		ends_well(p);
	}
}

static void manual_pages_are_bold_and_underlined_however_they_are_made(void **state)
{
	(void)state;
	if (!has("man") || !has("groff"))
		return;
	static const char *const ways[] = {
		"MANPAGER=\"$K\" man -l \"$BUILD/kantlijn.1\"",
		"MANPAGER=\"$K --wrap=keep\" man -l \"$BUILD/kantlijn.1\"",
		"groff -man -Tutf8 -P-c \"$BUILD/kantlijn.1\" | \"$K\" --wrap=keep", // overstriking
		"groff -man -Tutf8 \"$BUILD/kantlijn.1\" | \"$K\" --wrap=keep",	     // SGR
	};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct pty *p = start(ways[i]);
		wait_for(p, "OPTION");
		looks(p, "SYNOPSIS", "bold");
		looks(p, "OPTION", "underline");
		pty_key(p, "q");
		ends_well(p);
	}
}

static void who_writes_for_ever_is_told_when_the_reader_quits(void **state)
{
	(void)state;
	struct pty *p = start("( while echo 'One more line.'; do :; done ) | \"$K\"");
	wait_for(p, "One more line.");
	pty_key(p, "q");
	ends_well(p);
}

static void keys_come_from_the_terminal_while_text_comes_in(void **state)
{
	(void)state;
	struct pty *p = start("mkfifo t && { seq 500 | sed 's/$/ lines/'; cat t; echo end.; } | "
			      "\"$K\" --wrap=keep");
	wait_for(p, "20 lines");
	pty_key(p, "G");
	wait_for(p, "500 lines");
	char *path = folder_file(&folder, "t");
	folder_write(path, "Later.\n", 7);
	free(path);
	wait_for(p, "end.  "); // which is where G leads to
	pty_key(p, "g");
	wait_for(p, "1/1 ·"); // not "1/1…": all of it is there
	pty_send_string(p, "/end.\r");
	wait_for(p, "end.  ");
	pty_key(p, "q");
	ends_well(p);
}

// Nothing is waited for but what is to be seen, whoever tells the program that there is more.
static void a_log_is_followed_as_it_grows_and_is_rotated(void **state)
{
	(void)state;
	struct pty *p = start("seq 500 | sed 's/$/ lines/' >log; \"$K\" --wrap=keep log");
	char *log = folder_file(&folder, "log"), *old = folder_file(&folder, "log.1");
	wait_for(p, "20 lines");
	pty_key(p, "F");
	wait_for(p, "500 lines");
	wait_for(p, "following");
	for (int i = 1; i <= 3; i++) {
		FILE *f = fopen(log, "a");
		want(f, "wanted to write to %s", log);
		fprintf(f, "Added %d", i); // not a whole line
		fclose(f);
		char text[16];
		snprintf(text, sizeof text, "Added %d", i);
		wait_for(p, text);
	}
	want_number("rename", 0, rename(log, old));
	folder_write(log, "A new log.\n", 11);
	wait_for(p, "A new log.");
	wait_for(p, "Another file has got this name");
	pty_key(p, "Esc");
	wait_for(p, "no longer followed");
	pty_key(p, "q");
	ends_well(p);
	free(log);
	free(old);
}

static void what_comes_through_a_pipe_is_followed(void **state)
{
	(void)state;
	struct pty *p = start("mkfifo t && { seq 500 | sed 's/$/ lines/'; cat t; } | \"$K\" "
			      "--wrap=keep --follow");
	char *path = folder_file(&folder, "t");
	wait_for(p, "500 lines");
	wait_for(p, "following");
	folder_write(path, "And one more.\n", 14);
	wait_for(p, "And one more.");
	wait_for(p, "come to its end");
	pty_key(p, "q");
	ends_well(p);
	free(path);
}

static void what_is_written_and_not_read_cannot_be_followed(void **state)
{
	(void)state;
	struct pty *p =
		start("echo 'One line.' >log; { \"$K\" --follow log; echo \"status $?\"; } | cat");
	wait_for(p, "--follow needs");
	wait_for(p, "status 2");
	ends_well(p);
}

static void what_is_piped_in_without_an_end_is_kept_up_to_a_ceiling(void **state)
{
	(void)state;
	// The writer ends, since nobody reads on; only then the mark is there.
	struct pty *p = start("( trap '' PIPE; while echo 'One more line.'; do :; done; : >ended ) "
			      "2>/dev/null | \"$K\" --wrap=keep --spill-limit=64K; while test ! -e "
			      "ended; do :; done");
	wait_for(p, "--spill-limit");
	pty_key(p, "G");
	pty_key(p, "q");
	ends_well(p);
}

static int make(void **state)
{
	(void)state;
	return folder_make(&folder) ? 0 : -1;
}

static int clean(void **state)
{
	(void)state;
	folder_remove(&folder);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clean)
		TEST(the_log_of_git_is_read_in_its_colours),
		TEST(what_fits_the_window_is_printed_with_its_colours),
		TEST(only_what_fits_is_printed_and_not_read),
		TEST(manual_pages_are_bold_and_underlined_however_they_are_made),
		TEST(who_writes_for_ever_is_told_when_the_reader_quits),
		TEST(keys_come_from_the_terminal_while_text_comes_in),
		TEST(a_log_is_followed_as_it_grows_and_is_rotated),
		TEST(what_comes_through_a_pipe_is_followed),
		TEST(what_is_written_and_not_read_cannot_be_followed),
		TEST(what_is_piped_in_without_an_end_is_kept_up_to_a_ceiling),
	};
	return cmocka_run_group_tests_name("pager", tests, NULL, NULL);
}
