// SPDX-License-Identifier: ISC
// Plays tests/screens/* into the real program in a pseudo-terminal, and demands the same rows
// as of the state machine: proof that ui/ adds nothing.  Then what only a real terminal can
// show: that it is left as it was, however the program ends.
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <pty.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/string.h"
#include "folder.h"
#include "play.h"
#include "pty.h"

static const char *program(void)
{
	const char *path = getenv("KANTLIJN_PROGRAM");
	return path ? path : "./kantlijn";
}

static struct pty *start(char *const arguments[], char *const env[], int rows, int cols)
{
	size_t count = 0;
	while (arguments[count])
		count++;
	// No play begins where another one stopped.
	static char no_store[] = "--no-store";
	char **argv = mem_new(count + 3, sizeof *argv);
	argv[0] = mem_string(program());
	argv[1] = no_store;
	memcpy(argv + 2, arguments, count * sizeof *argv);
	struct err e = {0};
	struct pty *p = pty_start(argv, env, rows, cols, &e);
	free(argv[0]);
	free(argv);
	if (!p)
		fail_msg("%s", e.text);
	return p;
}

// --- Plays ---

static bool do_exit(struct pty *p, const struct play_step *step, struct err *e)
{
	int status;
	if (!pty_wait_exit(p, PTY_DEADLINE, &status, e))
		return false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != step->number)
		return err_set(e, "wanted exit status %d, got %s %d; it said: %.300s", step->number,
			       WIFEXITED(status) ? "status" : "signal",
			       WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
			       buf_string(pty_output(p)));
	return true;
}

static bool do_screen(struct pty *p, const struct play *play, const struct play_step *step,
		      struct err *e)
{
	struct buf rows = {0};
	bool is_right = play_screen(play, step, &rows, e) &&
			pty_wait_screen(p, buf_string(&rows), PTY_DEADLINE, e);
	buf_done(&rows);
	return is_right || err_wrap(e, "screen %s", step->word);
}

static bool do_suspend(struct pty *p, struct err *e)
{
	if (!pty_key(p, "C-z") || !pty_wait_stop(p, PTY_DEADLINE, e) ||
	    !pty_wait_clean(p, PTY_DEADLINE, e))
		return false;
	pty_continue(p);
	return pty_wait_ready(p, PTY_DEADLINE, e);
}

static bool do_step(struct pty *p, const struct play *play, const struct play_step *step,
		    struct err *e)
{
	enum { LINES_A_NOTCH = 3 };
	switch (step->verb) {
	case PLAY_KEY:
		return pty_key(p, step->word) || err_set(e, "cannot press %s", step->word);
	case PLAY_CLICK:
		pty_click(p, step->row, step->col);
		return true;
	case PLAY_WHEEL:
		pty_wheel(p, step->row, step->col, step->number / LINES_A_NOTCH);
		return true;
	case PLAY_RESIZE:
		pty_resize(p, step->rows, step->cols);
		return true;
	case PLAY_SUSPEND:
		return do_suspend(p, e);
	case PLAY_SCREEN:
		return do_screen(p, play, step, e);
	case PLAY_CURSOR:
		return pty_wait_cursor(p, step->row, step->col, PTY_DEADLINE, e);
	case PLAY_EXIT:
		return do_exit(p, step, e);
	}
	return false;
}

static void play_all(struct pty *p, const struct play *play)
{
	struct err e = {0};
	int status;
	bool ends_itself = false;
	bool is_right = play->step_count == 0 || play->steps[0].verb == PLAY_EXIT ||
			pty_wait_ready(p, PTY_DEADLINE, &e);
	if (is_right && play->step_count > 0 && play->steps[0].verb != PLAY_EXIT &&
	    play->steps[0].verb != PLAY_SCREEN && pty_knows_waits())
		is_right = pty_wait_idle(p, PTY_DEADLINE, &e);
	for (size_t i = 0; is_right && i < play->step_count; i++) {
		ends_itself = play->steps[i].verb == PLAY_EXIT;
		is_right = do_step(p, play, &play->steps[i], &e);
		if (!is_right)
			err_wrap(&e, "%s, line %d", play->name, play->steps[i].line);
	}
	if (is_right && !ends_itself) {
		pty_signal(p, SIGTERM);
		is_right = pty_wait_exit(p, PTY_DEADLINE, &status, &e);
	}
	if (is_right)
		is_right = pty_wait_clean(p, PTY_DEADLINE, &e);
	pty_close(p);
	if (!is_right)
		fail_msg("%s", e.text);
}

static void plays_as_the_state_machine_does(void **state)
{
	struct play play;
	struct err e = {0};
	if (!play_read(&play, *state, &e))
		fail_msg("%s", e.text);
	if (play.needs_shared && !play_shared()) {
		print_message("# skip: KANTLIJN_SHARED names no folder\n");
		play_done(&play);
		skip();
	}
	play_all(start(play.arguments, play.environment, play.rows, play.cols), &play);
	play_done(&play);
}

// --- Ends ---

static void ends_by(int number)
{
	struct err e = {0};
	int status = 0;
	struct pty *p = start((char *[]){NULL}, NULL, 24, 80);
	bool is_right = pty_wait_ready(p, PTY_DEADLINE, &e) &&
			pty_wait_text(p, "Het was een flop.", PTY_DEADLINE, &e);
	pty_signal(p, number);
	is_right = is_right && pty_wait_exit(p, PTY_DEADLINE, &status, &e) &&
		   pty_wait_clean(p, PTY_DEADLINE, &e);
	pty_close(p);
	if (!is_right)
		fail_msg("signal %d: %s", number, e.text);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		fail_msg("signal %d: wanted a failure as status, got 0", number);
}

static void terminal_is_restored_on_sigterm(void **state)
{
	(void)state;
	ends_by(SIGTERM);
}

static void terminal_is_restored_on_sighup(void **state)
{
	(void)state;
	ends_by(SIGHUP);
}

// What reads from the other end of ENDS[1] until the program has ended.
static pid_t start_deaf(int *terminal, int text, int ends[2])
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	pid_t pid = forkpty(terminal, NULL, NULL, &size);
	if (pid == 0) {
		signal(SIGHUP, SIG_IGN);
		dup2(text, STDIN_FILENO);
		close(ends[0]);
		setenv("TERM", "xterm-256color", 1);
		execl(getenv("KANTLIJN_PROGRAM"), "kantlijn", "--no-store", (char *)NULL);
		_exit(127);
	}
	return pid;
}

// As below a program that ignores hang-ups, with the text in a pipe.
static void terminal_that_goes_without_a_signal_ends_the_program(void **state)
{
	(void)state;
	int terminal, text[2], ends[2], status;
	char bytes[4096];
	struct buf shown = {0};
	assert_int_equal(pipe(text), 0);
	assert_int_equal(pipe(ends), 0);
	pid_t pid = start_deaf(&terminal, text[0], ends);
	assert_true(pid > 0);
	close(ends[1]);
	assert_int_equal(write(text[1], "quiet words\n", 12), 12);
	while (!strstr(buf_string(&shown), "quiet words") && folder_await(terminal)) {
		ssize_t n = read(terminal, bytes, sizeof bytes);
		assert_true(n > 0);
		buf_add(&shown, bytes, (size_t)n);
	}
	close(terminal);
	bool has_ended = folder_await(ends[0]);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	assert_true(has_ended);
	close(ends[0]);
	close(text[0]);
	close(text[1]);
	buf_done(&shown);
}

static void terminal_is_restored_on_sigint(void **state)
{
	(void)state;
	ends_by(SIGINT);
}

static void terminal_is_restored_on_sigquit(void **state)
{
	(void)state;
	ends_by(SIGQUIT);
}

static void terminal_is_restored_on_a_segmentation_fault(void **state)
{
	(void)state;
	ends_by(SIGSEGV);
}

static void terminal_is_restored_on_an_abort(void **state)
{
	(void)state;
	ends_by(SIGABRT);
}

static void terminal_is_restored_on_a_bus_error(void **state)
{
	(void)state;
	ends_by(SIGBUS);
}

static void want_look(const struct pty *p, int row, int col, const char *wanted)
{
	struct buf got = {0};
	pty_style(p, row, col, &got);
	if (strcmp(buf_string(&got), wanted) != 0)
		fail_msg("row %d, column %d: wanted \"%s\", got \"%s\"", row, col, wanted,
			 buf_string(&got));
	buf_done(&got);
}

static void looks_that_programs_give_reach_the_terminal(void **state)
{
	(void)state;
	struct buf path = {0};
	struct err e = {0};
	buf_printf(&path, "%s/tests/screens/looks/text.txt", getenv("SRCDIR"));
	char *arguments[] = {path.data, NULL};
	struct pty *p = start(arguments, NULL, 16, 60);
	if (!pty_wait_text(p, "are shown", PTY_DEADLINE, &e))
		fail_msg("%s", e.text);
	want_look(p, 1, 3, "bold fg=1");
	want_look(p, 1, 15, "plain");
	want_look(p, 1, 17, "fg=208");
	want_look(p, 3, 3, "bold");
	want_look(p, 3, 8, "underline");
	want_look(p, 5, 3, "plain");
	pty_close(p);
	buf_done(&path);
}

// --- What the terminal sends, as events ---

enum { EVENT_ROWS = 16 };

static struct pty *start_events(void)
{
	struct buf path = {0};
	struct err e = {0};
	buf_printf(&path, "%s/tests/show_events", getenv("BUILDDIR"));
	struct pty *p = pty_start((char *[]){path.data, NULL}, NULL, EVENT_ROWS, 80, &e);
	buf_done(&path);
	if (!p || !pty_wait_text(p, "ready", PTY_DEADLINE, &e))
		fail_msg("%s", e.text);
	return p;
}

// Sends BYTES, and wants LINES (each with a line feed) below those of ALL, to which it adds them.
static void sends(struct pty *p, struct buf *all, const char *bytes, const char *lines)
{
	struct buf rows = {0};
	struct err e = {0};
	size_t count = 0;
	if (all->len == 0)
		buf_add_string(all, "ready\n");
	buf_add_string(all, lines);
	for (const char *s = all->data; *s; s++)
		count += *s == '\n';
	for (; count < EVENT_ROWS; count++)
		buf_add_char(&rows, '\n');
	const char *seen = all->data; // the last rows of it
	for (; count > EVENT_ROWS; count--)
		seen += strcspn(seen, "\n") + 1;
	buf_add_string(&rows, seen);
	pty_send_string(p, bytes);
	if (!pty_wait_screen(p, rows.data, PTY_DEADLINE, &e))
		fail_msg("%s", e.text);
	buf_done(&rows);
}

static void keys_with_control_and_alt_are_told(void **state)
{
	(void)state;
	struct buf all = {0};
	struct pty *p = start_events();
	sends(p, &all, "\033[1;5D\033[1;5C", "key C-Left\nkey C-Right\n");
	sends(p, &all, "\033[1;5H\033[1;5F", "key C-Home\nkey C-End\n");
	sends(p, &all, "\033b\033f\033_\037", "key M-b\nkey M-f\nkey M-_\nkey C-_\n");
	sends(p, &all, "\033[1;3C\033[1;3D", "key M-Right\nkey M-Left\n");
	sends(p, &all, "\033", "key Esc\n");
	sends(p, &all, "b", "key b\n");
	pty_close(p);
	buf_done(&all);
}

static void pasted_text_is_one_event_and_holds_no_keys(void **state)
{
	(void)state;
	struct buf all = {0};
	struct pty *p = start_events();
	struct buf much = {0};
	struct err e = {0};
	sends(p, &all, "\033[200~a\nb\033[Aq\003\033[201~j\033OB",
	      "paste 8: a/b^[[Aq^C\nkey j\nkey Down\n");
	sends(p, &all, "\033[200~\033[201~k", "key k\n");
	sends(p, &all, "\033[201~l", "key l\n"); // an end without a begin
	// One that never ends is told when the terminal falls silent.
	sends(p, &all, "\033[200~abc", "paste 3: abc\n");
	sends(p, &all, "j", "key j\n");
	// One that is longer than anybody needs.
	buf_add_string(&much, "\033[200~");
	for (int i = 0; i < 1100 * 1024; i++)
		buf_add_char(&much, 'x');
	buf_add_string(&much, "\033[201~m");
	pty_send(p, much.data, much.len);
	if (!pty_wait_text(p, "paste 1048576: xxx", PTY_DEADLINE, &e) ||
	    !pty_wait_text(p, "key m", PTY_DEADLINE, &e))
		fail_msg("%s", e.text);
	buf_done(&much);
	pty_close(p);
	buf_done(&all);
}

static void press_and_release_are_a_click_or_a_drag(void **state)
{
	(void)state;
	struct buf all = {0};
	struct pty *p = start_events();
	sends(p, &all, "\033[<0;5;3M\033[<0;5;3m", "click 4,2\n");
	sends(p, &all, "\033[<0;5;3M\033[<0;5;3m\033[<0;5;3M\033[<0;5;3m",
	      "click 4,2\nclick 4,2\n");
	// The cell where it was pressed is no other one.
	sends(p, &all, "\033[<0;5;3M\033[<32;5;3M\033[<0;5;3m", "click 4,2\n");
	sends(p, &all, "\033[<0;5;3M\033[<32;6;3M\033[<32;6;3M\033[<32;7;4M\033[<0;7;4m",
	      "drag-begin 4,2\ndrag 5,2\ndrag 6,3\ndrag-end 6,3\n");
	// Back to where it began is a drag all the same.
	sends(p, &all, "\033[<0;1;1M\033[<32;2;1M\033[<32;1;1M\033[<0;1;1m",
	      "drag-begin 0,0\ndrag 1,0\ndrag 0,0\ndrag-end 0,0\n");
	sends(p, &all, "j", "key j\n");
	pty_close(p);
	p = start_events();
	buf_clear(&all);
	// A terminal that does not tell of movements.
	sends(p, &all, "\033[<0;1;1M\033[<0;9;2m", "drag-begin 0,0\ndrag-end 8,1\n");
	// Other buttons, and a release without a press.
	sends(p, &all, "\033[<2;5;3M\033[<34;6;3M\033[<2;6;3m\033[<0;5;3mj", "key j\n");
	sends(p, &all, "\033[<64;5;3M\033[<65;5;3M", "wheel -3\nwheel 3\n");
	// The old encoding, and reports that are none.
	sends(p, &all, "\033[M %#\033[M#%#\033[M %#\033[M@&#\033[M#&#",
	      "click 4,2\ndrag-begin 4,2\ndrag 5,2\ndrag-end 5,2\n");
	sends(p, &all, "\033[<0;0;1M\033[<;;M\033[<0;5M\033[<1;2;3;4;5mk", "key k\n");
	pty_close(p);
	buf_done(&all);
}

static void pasted_text_goes_to_the_open_prompt(void **state)
{
	(void)state;
	struct err e = {0};
	struct pty *p = start((char *[]){NULL}, NULL, 24, 80);
	bool is_right =
		pty_wait_text(p, "Het was een flop.", PTY_DEADLINE, &e) &&
		pty_send_string(p, "\033[200~qQ\033[201~") &&
		pty_wait_text(p, "There is nothing open to paste into.", PTY_DEADLINE, &e) &&
		pty_key(p, "/") && pty_send_string(p, "\033[200~een\r\nflop\033[201~") &&
		pty_wait_text(p, "/een flop", PTY_DEADLINE, &e);
	pty_close(p);
	if (!is_right)
		fail_msg("%s", e.text);
}

static int count_of(const struct buf *all, const char *s)
{
	int count = 0;
	for (const char *at = all->data; (at = strstr(at, s)) != NULL; at++)
		count++;
	return count;
}

static void terminal_that_can_is_told_where_a_screen_begins_and_ends(void **state)
{
	(void)state;
	struct err e = {0};
	char can[] = "TERM_PROGRAM=WezTerm", cannot[] = "TERM_PROGRAM=other";
	for (int turn = 0; turn < 2; turn++) {
		char *env[] = {turn == 0 ? can : cannot, NULL};
		struct pty *p = start((char *[]){NULL}, env, 24, 80);
		bool is_right = pty_wait_text(p, "Het was een flop.", PTY_DEADLINE, &e) &&
				pty_key(p, "q") && pty_wait_exit(p, PTY_DEADLINE, &(int){0}, &e);
		int begins = count_of(pty_output(p), "\033[?2026h");
		int ends = count_of(pty_output(p), "\033[?2026l");
		pty_close(p);
		if (!is_right)
			fail_msg("%s", e.text);
		assert_int_equal(begins, ends);
		assert_true(turn == 0 ? begins > 0 : begins == 0);
	}
}

// The text grows without a key: that wakes the program, and then it sleeps again.
static void who_only_reads_costs_nothing(void **state)
{
	(void)state;
	struct folder f;
	struct err e = {0};
	if (!pty_knows_waits())
		skip();
	assert_true(folder_make(&f));
	char *path = folder_file(&f, "text");
	folder_write(path, "One.\n", 5);
	struct pty *p = start((char *[]){path, NULL}, NULL, 24, 80);
	bool is_right =
		pty_wait_text(p, "One.", PTY_DEADLINE, &e) && pty_wait_idle(p, PTY_DEADLINE, &e);
	folder_write(path, "One.\n\nTwo.\n", 11);
	is_right = is_right && pty_wait_text(p, "Two.", PTY_DEADLINE, &e) &&
		   pty_wait_idle(p, PTY_DEADLINE, &e) && pty_key(p, "?") &&
		   pty_wait_text(p, "help", PTY_DEADLINE, &e) && pty_wait_idle(p, PTY_DEADLINE, &e);
	pty_close(p);
	free(path);
	folder_remove(&f);
	if (!is_right)
		fail_msg("%s", e.text);
}

int main(void)
{
	static const struct CMUnitTest events[] = {
		cmocka_unit_test(keys_with_control_and_alt_are_told),
		cmocka_unit_test(pasted_text_is_one_event_and_holds_no_keys),
		cmocka_unit_test(press_and_release_are_a_click_or_a_drag),
		cmocka_unit_test(pasted_text_goes_to_the_open_prompt),
		cmocka_unit_test(terminal_that_can_is_told_where_a_screen_begins_and_ends),
		cmocka_unit_test(who_only_reads_costs_nothing),
	};
	static const struct CMUnitTest ends[] = {
		cmocka_unit_test(looks_that_programs_give_reach_the_terminal),
		cmocka_unit_test(terminal_is_restored_on_sigterm),
		cmocka_unit_test(terminal_is_restored_on_sighup),
		cmocka_unit_test(terminal_that_goes_without_a_signal_ends_the_program),
		cmocka_unit_test(terminal_is_restored_on_sigint),
		cmocka_unit_test(terminal_is_restored_on_sigquit),
		cmocka_unit_test(terminal_is_restored_on_a_segmentation_fault),
		cmocka_unit_test(terminal_is_restored_on_an_abort),
		cmocka_unit_test(terminal_is_restored_on_a_bus_error),
	};
	char **folders = play_folders();
	size_t count = 0;
	while (folders[count])
		count++;
	struct CMUnitTest *plays = mem_new(count, sizeof *plays);
	for (size_t i = 0; i < count; i++)
		plays[i] = (struct CMUnitTest){.name = strrchr(folders[i], '/') + 1,
					       .test_func = plays_as_the_state_machine_does,
					       .initial_state = folders[i]};
	if (count == 0)
		print_message("# there is no play in tests/screens\n");
	int failed = count ? _cmocka_run_group_tests("screens", plays, count, NULL, NULL) : 1;
	failed += cmocka_run_group_tests_name("ends", ends, NULL, NULL);
	failed += cmocka_run_group_tests_name("events", events, NULL, NULL);
	free(plays);
	play_free_folders(folders);
	return failed;
}
