// SPDX-License-Identifier: ISC
// Editing in a program of the person's own, in a real terminal: tests/show_events gives its
// terminal to small shell scripts.
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "pty.h"
#include "ui/external.h"
#include "want.h"

enum { ROWS = 10, COLS = 240 };

// --- Words ---

static void command_is_cut_as_a_shell_cuts_plain_words(void **state)
{
	(void)state;
	static const struct {
		const char *command, *words; // each with "|" behind it; NULL: refused
	} cases[] = {
		{"vi", "vi|"},
		{"  emacs \t -nw ", "emacs|-nw|"},
		{"'my editor' --wait", "my editor|--wait|"},
		{"a\"b c\"'d e'f", "ab cd ef|"},
		{"a\\ b \\'", "a b|'|"},
		{"e \"\\\"\\\\\\$\\`\\x\"", "e|\"\\$`\\x|"},
		{"e 'a\\b'", "e|a\\b|"},
		{"e ''", "e||"},
		{"e $HOME; rm *", "e|$HOME;|rm|*|"},
		{"e \\", "e|\\|"},
		{"", NULL},
		{"  ", NULL},
		{"''", NULL},
		{"e 'open", NULL},
		{"e \"open\\\"", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = {0};
		char **words = external_words(cases[i].command);
		for (size_t n = 0; words && words[n]; n++)
			buf_printf(&got, "%s|", words[n]);
		want(!words == !cases[i].words, "%s: wanted it %s", cases[i].command,
		     words ? "refused" : "taken");
		want_string(cases[i].command, cases[i].words ? cases[i].words : "",
			    buf_string(&got));
		external_free_words(words);
		buf_done(&got);
	}
}

// --- A folder with an editor, and a terminal ---

struct place {
	struct buf folder, editor, temporary; // paths
	struct pty *pty;
};

static void write_script(const char *path, const char *script)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0700), 0);
}

static struct place prepare(const char *script)
{
	static int number;
	struct place p = {0};
	buf_printf(&p.folder, "%s/tests/external.%ld.%d", getenv("BUILDDIR"), (long)getpid(),
		   number++);
	buf_printf(&p.editor, "%s/an editor", p.folder.data);
	buf_printf(&p.temporary, "%s/temporary", p.folder.data);
	assert_int_equal(mkdir(p.folder.data, 0700), 0);
	assert_int_equal(mkdir(p.temporary.data, 0700), 0);
	write_script(p.editor.data, script);
	return p;
}

static void wait_for(struct place *p, const char *text)
{
	struct err e = {0};
	if (!pty_wait_text(p->pty, text, PTY_DEADLINE, &e))
		fail_msg("%s", e.text);
}

// Starts it with VARIABLE naming the editor ($VISUAL is blank otherwise) and ARGUMENTS, and has it
// edit TEXT.
static void start(struct place *p, const char *variable, const char *arguments, const char *text)
{
	struct buf program = {0}, values[5] = {0};
	struct err e = {0};
	char *env[6] = {0};
	buf_printf(&program, "%s/tests/show_events", getenv("BUILDDIR"));
	buf_printf(&values[0], "%s=\"%s\"%s", variable, p->editor.data, arguments);
	buf_printf(&values[1], "XDG_RUNTIME_DIR=%s", p->temporary.data);
	buf_printf(&values[2], "EDIT_TEXT=%s", text);
	buf_printf(&values[3], "PATH=%s:%s", p->folder.data, getenv("PATH"));
	buf_add_string(&values[4], strcmp(variable, "VISUAL") == 0 ? "NOTHING=" : "VISUAL= ");
	for (int i = 0; i < 5; i++)
		env[i] = values[i].data;
	p->pty = pty_start((char *[]){program.data, NULL}, env, ROWS, COLS, &e);
	want(p->pty, "%s", e.text);
	for (int i = 0; i < 5; i++)
		buf_done(&values[i]);
	buf_done(&program);
	wait_for(p, "ready");
	pty_key(p->pty, "C-e");
}

static size_t files_in(const char *folder, char *last, size_t n)
{
	DIR *dir = opendir(folder);
	size_t count = 0;
	assert_non_null(dir);
	for (struct dirent *d; (d = readdir(dir));) {
		if (d->d_name[0] == '.')
			continue;
		snprintf(last, n, "%s/%s", folder, d->d_name);
		count++;
	}
	closedir(dir);
	return count;
}

// Ends the program, unless it ended, and wants so many files left.
static void finish(struct place *p, size_t files)
{
	char path[4096] = "";
	pty_close(p->pty);
	want_number("files left", files, files_in(p->temporary.data, path, sizeof path));
	if (files)
		unlink(path);
	unlink(p->editor.data);
	rmdir(p->temporary.data);
	assert_int_equal(rmdir(p->folder.data), 0);
	buf_done(&p->folder);
	buf_done(&p->editor);
	buf_done(&p->temporary);
}

// --- What an editor does ---

static void edited_text_comes_back(void **state)
{
	(void)state;
	struct place p = prepare("test \"$1\" = 'one argument' && test -t 0 && test -t 1 &&\n"
				 "test \"$(stat -c %a \"$2\")\" = 600 &&\n"
				 "case $2 in *.md) ;; *) exit 9;; esac &&\n"
				 "test \"$(cat \"$2\")\" = 'the text' &&\n"
				 "printf 'new\\nlines\\n\\n' >\"$2\"");
	start(&p, "VISUAL", " 'one argument'", "the text");
	wait_for(&p, "edited 10: new/lines/");
	finish(&p, 0);
}

static void text_that_is_left_alone_is_the_same(void **state)
{
	(void)state;
	struct place p = prepare("exit 0");
	start(&p, "EDITOR", "", "a\n\nb\n");
	wait_for(&p, "edited 5: a//b/");
	finish(&p, 0);
	p = prepare("test ! -s \"$1\"");
	start(&p, "EDITOR", "", "");
	wait_for(&p, "edited 0:");
	finish(&p, 0);
}

static void terminal_belongs_to_the_editor_meanwhile(void **state)
{
	(void)state;
	struct err e = {0};
	struct place p = prepare("echo waiting; read line; printf %s \"$line\" >\"$1\"");
	start(&p, "VISUAL", "", "x");
	wait_for(&p, "waiting");
	want(pty_wait_clean(p.pty, PTY_DEADLINE, &e), "%s", e.text);
	pty_send_string(p.pty, "typed\r");
	wait_for(&p, "edited 5: typed");
	// And it is the program's again.
	want(pty_wait_ready(p.pty, PTY_DEADLINE, &e), "%s", e.text);
	pty_send_string(p.pty, "\033[200~pasted\033[201~");
	wait_for(&p, "paste 6: pasted");
	pty_send_string(p.pty, "\033[<0;5;3M\033[<0;5;3m");
	wait_for(&p, "click 4,2");
	pty_key(p.pty, "q");
	int status;
	want(pty_wait_exit(p.pty, PTY_DEADLINE, &status, &e) &&
		     pty_wait_clean(p.pty, PTY_DEADLINE, &e),
	     "%s", e.text);
	finish(&p, 0);
}

static void interrupt_is_for_the_editor(void **state)
{
	(void)state;
	struct place p = prepare("trap 'printf interrupted >\"$1\"; exit 0' INT\n"
				 "echo waiting; while :; do read line; done");
	start(&p, "VISUAL", "", "x");
	wait_for(&p, "waiting");
	pty_key(p.pty, "C-c");
	wait_for(&p, "edited 11: interrupted");
	pty_key(p.pty, "C-c");
	wait_for(&p, "key C-c");
	finish(&p, 0);
}

static void fault_is_one_sentence(void **state)
{
	(void)state;
	static const struct {
		const char *script, *why;
	} cases[] = {
		{"exit 3", "an editor ended with status 3; the text stays as it was"},
		{"kill -KILL $$", "was ended by signal 9; the text stays as it was"},
		{"rm \"$1\"", "cannot be read again"},
		{"rm \"$1\"; ln -s /etc/passwd \"$1\"", "cannot be read again"},
		{"rm \"$1\"; mkfifo \"$1\"", "cannot be read again"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct place p = prepare(cases[i].script);
		start(&p, "VISUAL", "", "x");
		wait_for(&p, "why: ");
		wait_for(&p, cases[i].why);
		finish(&p, 0);
	}
	struct place p = prepare("exit 0");
	unlink(p.editor.data);
	start(&p, "VISUAL", "", "x");
	wait_for(&p, "an editor cannot be started: No such file or directory");
	finish(&p, 0);
	p = prepare("exit 0");
	start(&p, "VISUAL", " 'open", "x");
	wait_for(&p, "names no program");
	finish(&p, 0);
}

static void what_is_not_utf_8_is_repaired(void **state)
{
	(void)state;
	struct place p = prepare("printf 'a\\377b\\r\\n' >\"$1\"");
	start(&p, "VISUAL", "", "x");
	wait_for(&p, "edited 5: a\xEF\xBF\xBD"
		     "b");
	finish(&p, 0);
}

static void text_that_is_too_long_is_not_thrown_away(void **state)
{
	(void)state;
	struct place p = prepare("head -c 65537 /dev/zero | tr '\\0' x >\"$1\"");
	start(&p, "VISUAL", "", "x");
	wait_for(&p, "longer than 64 KiB; it was left in ");
	finish(&p, 1);
	p = prepare("head -c 65536 /dev/zero | tr '\\0' x >\"$1\"; echo >>\"$1\"");
	start(&p, "VISUAL", "", "x");
	wait_for(&p, "edited 65536: xxxx");
	finish(&p, 0);
}

static void suspending_the_editor_suspends_both(void **state)
{
	(void)state;
	static const char *const scripts[] = {
		"kill -TSTP 0; printf resumed >\"$1\"",	 // as vi does
		"kill -STOP $$; printf resumed >\"$1\"", // alone
	};
	for (size_t i = 0; i < 2; i++) {
		struct err e = {0};
		struct place p = prepare(scripts[i]);
		start(&p, "VISUAL", "", "x");
		want(pty_wait_stop(p.pty, PTY_DEADLINE, &e), "%s", e.text);
		pty_continue(p.pty);
		wait_for(&p, "edited 7: resumed");
		finish(&p, 0);
	}
}

static void signal_that_ends_the_program_removes_the_file(void **state)
{
	(void)state;
	static const int numbers[] = {SIGTERM, SIGHUP, SIGUSR1, SIGSEGV, SIGABRT};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct err e = {0};
		int status = 0;
		struct place p = prepare("echo waiting; read line");
		start(&p, "VISUAL", "", "x");
		wait_for(&p, "waiting");
		pty_signal(p.pty, numbers[i]);
		want(pty_wait_exit(p.pty, PTY_DEADLINE, &status, &e), "signal %d: %s", numbers[i],
		     e.text);
		want(!WIFEXITED(status) || WEXITSTATUS(status) != 0,
		     "signal %d: wanted a failure as status", numbers[i]);
		finish(&p, 0);
	}
}

static void vi_is_the_editor_where_none_is_named(void **state)
{
	(void)state;
	struct place p = prepare("printf vi >\"$1\"");
	struct buf vi = {0};
	buf_printf(&vi, "%s/vi", p.folder.data);
	assert_int_equal(rename(p.editor.data, vi.data), 0);
	start(&p, "NOTHING", "", "x");
	wait_for(&p, "edited 2: vi");
	unlink(vi.data);
	buf_done(&vi);
	finish(&p, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(command_is_cut_as_a_shell_cuts_plain_words),
		cmocka_unit_test(edited_text_comes_back),
		cmocka_unit_test(text_that_is_left_alone_is_the_same),
		cmocka_unit_test(terminal_belongs_to_the_editor_meanwhile),
		cmocka_unit_test(interrupt_is_for_the_editor),
		cmocka_unit_test(fault_is_one_sentence),
		cmocka_unit_test(what_is_not_utf_8_is_repaired),
		cmocka_unit_test(text_that_is_too_long_is_not_thrown_away),
		cmocka_unit_test(suspending_the_editor_suspends_both),
		cmocka_unit_test(signal_that_ends_the_program_removes_the_file),
		cmocka_unit_test(vi_is_the_editor_where_none_is_named),
	};
	return cmocka_run_group_tests_name("external", tests, NULL, NULL);
}
