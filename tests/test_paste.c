// SPDX-License-Identifier: ISC
// What a terminal pastes, cut out of what it sends: nothing in it is a key, nothing behind it is
// lost, and an end that never comes holds nobody up.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "generate.h"
#include "ui/paste.h"
#include "want.h"

#define END "\033[201~"

static volatile sig_atomic_t not_over, is_over = 1;

// Has another process write the pieces one by one, and gives the end to read from.
static int feed(const char *const *pieces, const size_t *lengths, size_t count, pid_t *pid)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	*pid = fork();
	assert_true(*pid >= 0);
	if (*pid == 0) {
		close(ends[0]);
		for (size_t i = 0; i < count; i++)
			if (write(ends[1], pieces[i], lengths[i]) != (ssize_t)lengths[i])
				_exit(1);
		_exit(0);
	}
	close(ends[1]);
	return ends[0];
}

static void wants(const char *const *pieces, size_t count, size_t most, bool is_whole,
		  const char *pasted, const char *behind)
{
	struct paste_limits limits = {most, 20000, 20000};
	struct buf got = {0};
	size_t lengths[8];
	pid_t pid;
	char rest[64];
	for (size_t i = 0; i < count; i++)
		lengths[i] = strlen(pieces[i]);
	int fd = feed(pieces, lengths, count, &pid);
	bool was_whole = paste_read(fd, &not_over, &limits, &got);
	want(was_whole == is_whole, "wanted the end %s", is_whole ? "to be seen" : "to be missed");
	want_string("pasted", pasted, buf_string(&got));
	ssize_t n = 0, more;
	while ((more = read(fd, rest + n, sizeof rest - 1 - (size_t)n)) > 0)
		n += more;
	rest[n] = '\0';
	want_string("behind it", behind, rest);
	close(fd);
	waitpid(pid, NULL, 0);
	buf_done(&got);
}

#define PIECES(...)                           \
	((const char *const[]){__VA_ARGS__}), \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static void what_is_behind_the_end_is_left_there(void **state)
{
	(void)state;
	wants(PIECES("text" END "jk"), 100, true, "text", "jk");
	wants(PIECES(END "\033[B"), 100, true, "", "\033[B");
	wants(PIECES("a", "b\033", "[20", "1", "~", "q"), 100, true, "ab", "q");
}

static void sequences_in_it_are_data(void **state)
{
	(void)state;
	wants(PIECES("\033[A\033[200~\033[31mq\003" END), 100, true, "\033[A\033[200~\033[31mq\003",
	      "");
	wants(PIECES("\033\033[201~x"), 100, true, "\033", "x");
	wants(PIECES("\033[2\033[20\033[201\033[201~"), 100, true, "\033[2\033[20\033[201", "");
}

static void more_than_is_kept_is_passed_over(void **state)
{
	(void)state;
	wants(PIECES("abcdefgh" END "x"), 3, true, "abc", "x");
}

static void end_of_the_file_ends_it(void **state)
{
	(void)state;
	wants(PIECES("abc\033[20"), 100, false, "abc\033[20", "");
}

static void end_that_does_not_come_is_not_awaited_for_ever(void **state)
{
	(void)state;
	int ends[2];
	struct paste_limits silent = {100, 20, 20000}, slow = {100, 20000, 20};
	struct buf got = {0};
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	want(!paste_read(ends[0], &not_over, &silent, &got), "wanted the silence to end it");
	want_string("pasted", "abc", buf_string(&got));
	want(!paste_read(ends[0], &not_over, &slow, &got), "wanted the time to end it");
	assert_int_equal(write(ends[1], "abc", 3), 3);
	want(!paste_read(ends[0], &is_over, &(struct paste_limits){100, 20000, 20000}, &got),
	     "wanted a signal to end it");
	close(ends[0]);
	close(ends[1]);
	buf_done(&got);
}

// Texts with pieces of the end mark in them, in pieces of random lengths.
static void every_byte_comes_where_it_belongs(void **state)
{
	(void)state;
	static const char *const parts[] = {"\033", "\033[", "\033[20", "\033[201", "~", "x", "\n"};
	struct generate g = {.seed = 11};
	for (int round = 0; round < 200; round++) {
		struct buf sent = {0};
		for (uint64_t n = generate_below(&g, 30); n > 0; n--)
			buf_add_string(&sent, parts[generate_below(&g, 7)]);
		if (strstr(buf_string(&sent), END)) {
			buf_done(&sent);
			continue;
		}
		char *text = mem_string(buf_string(&sent));
		buf_add_string(&sent, END "behind");
		// The mark ends at its first place, which may be before the one that was added.
		const char *end = strstr(sent.data, END);
		text[end - sent.data] = '\0';
		size_t a = (size_t)generate_below(&g, sent.len);
		char *first = mem_copy(sent.data, a);
		wants((const char *const[]){first, sent.data + a}, 2, 1000, true, text,
		      end + strlen(END));
		free(first);
		free(text);
		buf_done(&sent);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_behind_the_end_is_left_there),
		cmocka_unit_test(sequences_in_it_are_data),
		cmocka_unit_test(more_than_is_kept_is_passed_over),
		cmocka_unit_test(end_of_the_file_ends_it),
		cmocka_unit_test(end_that_does_not_come_is_not_awaited_for_ever),
		cmocka_unit_test(every_byte_comes_where_it_belongs),
	};
	return cmocka_run_group_tests_name("paste", tests, NULL, NULL);
}
