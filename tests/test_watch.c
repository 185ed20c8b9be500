// SPDX-License-Identifier: ISC
// Changes in a folder are noticed without asking for them.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/watch.h"
#include "folder.h"
#include "want.h"

static int begin(void **state)
{
	struct folder *f = calloc(1, sizeof *f);
	*state = f;
	return f && folder_make(f) ? 0 : -1;
}

static int finish(void **state)
{
	folder_remove(*state);
	free(*state);
	return 0;
}

static struct watch *watching(const struct folder *f)
{
	struct err e = {0};
	struct watch *w = watch_new(f->path, &e);
#ifdef HAVE_INOTIFY_INIT1
	want(w, "wanted a watch, got \"%s\"", e.text);
#else
	if (!w) {
		want(e.is_set, "wanted a sentence, got none");
		skip();
	}
#endif
	return w;
}

static void nothing_happened_in_a_folder_that_was_left_alone(void **state)
{
	struct watch *w = watching(*state);
	struct pollfd p = {.fd = watch_descriptor(w), .events = POLLIN};
	want_number("readable", 0, poll(&p, 1, 0));
	want(!watch_take(w), "wanted nothing, got something");
	watch_free(w);
	watch_free(NULL);
}

static void what_another_process_does_wakes_once(void **state)
{
	static const char *const commands[] = {
		"echo x >a", "echo y >>a", "mv a b", "touch b", "rm b", "touch .",
	};
	struct folder *f = *state;
	struct watch *w = watching(f);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		pid_t child = fork();
		if (child == 0) {
			if (chdir(f->path) == 0)
				execl("/bin/sh", "sh", "-c", commands[i], (char *)NULL);
			_exit(127);
		}
		int status = -1;
		waitpid(child, &status, 0);
		want_number(commands[i], 0, status);
		want(folder_await(watch_descriptor(w)), "%s: wanted to be woken", commands[i]);
		want(watch_take(w), "%s: wanted something, got nothing", commands[i]);
		want(!watch_take(w), "%s: wanted nothing any more, got something", commands[i]);
	}
	watch_free(w);
}

static void more_than_one_read_takes_is_taken_at_once(void **state)
{
	struct folder *f = *state;
	struct watch *w = watching(f);
	char *path = folder_file(f, "a");
	for (int i = 0; i < 500; i++) {
		folder_write(path, "x", 1);
		unlink(path);
	}
	free(path);
	want(watch_take(w), "wanted something, got nothing");
	want(!watch_take(w), "wanted nothing any more, got something");
	watch_free(w);
}

static void what_is_no_folder_cannot_be_watched(void **state)
{
	struct folder *f = *state;
	char *path = folder_file(f, "a");
	for (int is_there = 0; is_there < 2; is_there++) {
		struct err e = {0};
		want(!watch_new(path, &e), "wanted no watch, got one");
		want(strstr(e.text, path), "wanted a sentence with the path, got \"%s\"", e.text);
		folder_write(path, "x", 1);
	}
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_happened_in_a_folder_that_was_left_alone,
						begin, finish),
		cmocka_unit_test_setup_teardown(what_another_process_does_wakes_once, begin,
						finish),
		cmocka_unit_test_setup_teardown(more_than_one_read_takes_is_taken_at_once, begin,
						finish),
		cmocka_unit_test_setup_teardown(what_is_no_folder_cannot_be_watched, begin, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
