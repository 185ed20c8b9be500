// SPDX-License-Identifier: ISC
// Reading line by line in a real terminal: where it is taken by itself, that nothing but text is
// sent, and what C-c, C-d, C-z and signals do.
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/memory.h"
#include "folder.h"
#include "pty.h"
#include "want.h"

static struct pty *start(char *const arguments[], const char *term, const char *store)
{
	struct buf type = {0}, data = {0};
	struct err e = {0};
	char *argv[8] = {
		mem_string(getenv("KANTLIJN_PROGRAM") ? getenv("KANTLIJN_PROGRAM") : "./kantlijn")};
	size_t n = 1;
	buf_printf(&type, "TERM=%s", term);
	buf_printf(&data, "XDG_DATA_HOME=%s", store ? store : "/nonexistent");
	char *env[] = {type.data, data.data, NULL};
	char no_store[] = "--no-store";
	if (!store)
		argv[n++] = no_store;
	for (size_t i = 0; arguments[i]; i++)
		argv[n++] = arguments[i];
	struct pty *p = pty_start(argv, env, 24, 80, &e);
	free(argv[0]);
	buf_done(&type);
	buf_done(&data);
	want(p != NULL, "%s", e.text);
	return p;
}

// The same with a shell, for pipes: $K is the program.
static struct pty *start_shell(char *script)
{
	struct buf program = {0};
	struct err e = {0};
	char shell[] = "/bin/sh", option[] = "-c", term[] = "TERM=dumb";
	buf_printf(&program, "K=%s",
		   getenv("KANTLIJN_PROGRAM") ? getenv("KANTLIJN_PROGRAM") : "./kantlijn");
	char *env[] = {term, program.data, NULL};
	struct pty *p = pty_start((char *[]){shell, option, script, NULL}, env, 24, 80, &e);
	buf_done(&program);
	want(p != NULL, "%s", e.text);
	return p;
}

static void see(struct pty *p, const char *text)
{
	struct err e = {0};
	bool is_there = pty_wait_text(p, text, PTY_DEADLINE, &e);
	if (!is_there)
		pty_close(p);
	want(is_there, "%s", e.text);
}

// Nothing was sent but text; lines end as the terminal's own discipline has them end.
static void check_sent(const struct pty *p)
{
	const struct buf *sent = pty_output(p);
	for (size_t i = 0; i < sent->len; i++) {
		uint8_t c = (uint8_t)sent->data[i];
		want(c >= 0x20 || c == '\n' || c == '\r', "byte %zu: wanted text, got 0x%02X", i,
		     c);
	}
}

static void see_end(struct pty *p, int wanted)
{
	struct err e = {0};
	int status = 0;
	bool is_right =
		pty_wait_exit(p, PTY_DEADLINE, &status, &e) && pty_wait_clean(p, PTY_DEADLINE, &e);
	check_sent(p);
	pty_close(p);
	want(is_right, "%s", e.text);
	want(WIFEXITED(status) && WEXITSTATUS(status) == wanted, "wanted exit status %d, got 0x%X",
	     wanted, (unsigned)status);
}

static void end_of_lines_ends(struct pty *p)
{
	pty_send_string(p, "\004");
	see_end(p, 0);
}

static void dumb_terminal_is_read_line_by_line(void **state)
{
	(void)state;
	struct pty *p = start((char *[]){NULL}, "dumb", NULL);
	see(p, "[paragraph 1/10");
	see(p, "[claim 2: fact, correct]");
	pty_send_string(p, "\n");
	see(p, "[paragraph 2/10");
	pty_send_string(p, "12\n");
	see(p, "Claim 12 of 30");
	pty_send_string(p, "q\n");
	pty_send_string(p, "q\n");
	see_end(p, 0);
}

static void unknown_terminal_is_a_sentence_and_lines(void **state)
{
	(void)state;
	struct pty *p = start((char *[]){NULL}, "no-such-terminal", NULL);
	see(p, "no-such-terminal");
	see(p, "--linear");
	see(p, "[paragraph 1/10");
	end_of_lines_ends(p);
	p = start((char *[]){NULL}, "", NULL);
	see(p, "TERM names no");
	see(p, "[paragraph 1/10");
	end_of_lines_ends(p);
}

static void linear_is_taken_where_it_is_asked_for(void **state)
{
	(void)state;
	char linear[] = "--linear", width[] = "--width=200";
	struct pty *p = start((char *[]){linear, width, NULL}, "xterm-256color", NULL);
	see(p, "[paragraph 1/10");
	end_of_lines_ends(p);
}

static void interrupt_stops_what_is_said(void **state)
{
	(void)state;
	struct pty *p = start((char *[]){NULL}, "dumb", NULL);
	see(p, "[paragraph 1/10");
	pty_send_string(p, "facts\n");
	see(p, "Enter: more]");
	pty_send_string(p, "\003");
	see(p, "[All facts and terms (48)]");
	pty_send_string(p, "half a li\003");
	see(p, "q quits.");
	pty_send_string(p, "\n");
	see(p, "[paragraph 2/10");
	end_of_lines_ends(p);
}

static void suspended_program_goes_on(void **state)
{
	(void)state;
	struct err e = {0};
	struct pty *p = start((char *[]){NULL}, "dumb", NULL);
	see(p, "[paragraph 1/10");
	pty_send_string(p, "\032");
	want(pty_wait_stop(p, PTY_DEADLINE, &e), "%s", e.text);
	pty_continue(p);
	pty_send_string(p, "\n");
	see(p, "[paragraph 2/10");
	end_of_lines_ends(p);
}

static void note_and_place_outlast_a_signal(void **state)
{
	(void)state;
	struct folder f;
	struct err e = {0};
	int status;
	assert_true(folder_make(&f));
	struct pty *p = start((char *[]){NULL}, "dumb", f.path);
	see(p, "[paragraph 1/10");
	pty_send_string(p, "\n");
	see(p, "[paragraph 2/10");
	pty_send_string(p, "a this stays\n");
	see(p, "Kept.");
	pty_signal(p, SIGTERM);
	bool has_ended = pty_wait_exit(p, PTY_DEADLINE, &status, &e);
	pty_close(p);
	want(has_ended, "%s", e.text);
	p = start((char *[]){NULL}, "dumb", f.path);
	see(p, "[paragraph 2/10");
	pty_send_string(p, ".\n");
	see(p, "this stays");
	end_of_lines_ends(p);
	folder_remove(&f);
}

static void text_from_a_pipe_leaves_the_terminal_for_lines(void **state)
{
	(void)state;
	char script[] = "printf 'One thing.\\n\\nAnother thing.\\n' | $K --linear --no-store";
	struct pty *p = start_shell(script);
	see(p, "One thing.");
	see(p, "[paragraph 1/2");
	pty_send_string(p, "\n");
	see(p, "Another thing.");
	end_of_lines_ends(p);
}

static void lines_from_a_pipe_are_a_script(void **state)
{
	(void)state;
	char script[] = "printf 'One thing.\\n\\nAnother thing.\\n' >\"$HOME/t\"; "
			"printf '\\n/thing\\nn\\n=' | $K --linear --no-store \"$HOME/t\" | cat; "
			"echo ended; yes '' | $K --linear --no-store \"$HOME/t\" | head -n 1; "
			"echo quietly";
	struct pty *p = start_shell(script);
	see(p, "match 2 of 2");
	see(p, "byte 11 of 27");
	see(p, "ended");
	see(p, "quietly");
	want(!strstr(buf_string(pty_output(p)), "kantlijn:"), "wanted no complaint, got \"%s\"",
	     buf_string(pty_output(p)));
	see_end(p, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(dumb_terminal_is_read_line_by_line),
		cmocka_unit_test(unknown_terminal_is_a_sentence_and_lines),
		cmocka_unit_test(linear_is_taken_where_it_is_asked_for),
		cmocka_unit_test(interrupt_stops_what_is_said),
		cmocka_unit_test(suspended_program_goes_on),
		cmocka_unit_test(note_and_place_outlast_a_signal),
		cmocka_unit_test(text_from_a_pipe_leaves_the_terminal_for_lines),
		cmocka_unit_test(lines_from_a_pipe_are_a_script),
	};
	return cmocka_run_group_tests_name("linear_terminal", tests, NULL, NULL);
}
