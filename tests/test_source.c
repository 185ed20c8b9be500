// SPDX-License-Identifier: ISC
// Where bytes come from: files that stay, grow and shrink under the map, pipes
// that give their bytes in pieces, and memory.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/string.h"
#include "document/source.h"
#include "want.h"

struct place {
	char folder[256];
	char file[300];
};

static int make_folder(void **state)
{
	struct place *place = mem_new(1, sizeof *place);
	const char *tmp = getenv("TMPDIR");
	snprintf(place->folder, sizeof place->folder, "%s/kantlijn-test-XXXXXX",
		 tmp && *tmp && strlen(tmp) < 200 ? tmp : "/tmp");
	if (!mkdtemp(place->folder))
		return -1;
	snprintf(place->file, sizeof place->file, "%s/text", place->folder);
	*state = place;
	return 0;
}

static int remove_folder(void **state)
{
	struct place *place = *state;
	unlink(place->file);
	rmdir(place->folder);
	free(place);
	return 0;
}

static void write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t wrote = write(fd, bytes, n);
		want(wrote > 0, "wanted to write, got: %s", strerror(errno));
		bytes += wrote;
		n -= (size_t)wrote;
	}
}

// Writes the file anew, or behind what it has.
static void write_file(const char *path, int flags, const char *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);
	want(fd >= 0, "wanted to open %s, got: %s", path, strerror(errno));
	write_all(fd, bytes, n);
	close(fd);
}

static struct source *open_file(const char *path)
{
	struct err e = {0};
	struct source *s = source_open(path, &e);
	want(s, "wanted %s to open, got: %s", path, e.text);
	return s;
}

static void want_bytes(const struct source *s, const char *wanted, size_t wanted_n)
{
	size_t n;
	const uint8_t *bytes = source_bytes(s, 0, &n);
	want_number("size", wanted_n, source_size(s));
	want_number("bytes in one piece", wanted_n, n);
	for (size_t i = 0; i < n; i++)
		want(bytes[i] == (uint8_t)wanted[i], "byte %zu: wanted %02X, got %02X", i,
		     (uint8_t)wanted[i], bytes[i]);
}

// --- Files ---

static void a_file_is_all_there_at_once(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "some\0text\n", 10);
	struct source *s = open_file(place->file);
	want_bytes(s, "some\0text\n", 10);
	want(source_is_complete(s), "wanted a file to be complete, got not");
	want_string("name", place->file, source_name(s));
	want_number("begin", 0, source_begin(s));
	want_number("news", SOURCE_SAME, source_poll(s));
	source_close(s);
}

// Nobody has to look at a file now and then where the system tells what happens to it.
static void a_change_of_a_file_is_told(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "one", 3);
	struct source *s = open_file(place->file);
	struct pollfd told = {.fd = source_descriptor(s), .events = POLLIN};
	want(told.fd >= 0 || source_is_untold(s),
	     "wanted a descriptor or to be asked, got neither");
	if (told.fd < 0) {
		source_close(s);
		skip();
	}
	want_number("told before", 0, poll(&told, 1, 0));
	write_file(place->file, O_APPEND, " two", 4);
	want_number("told", 1, poll(&told, 1, 20000));
	want_number("news", SOURCE_GREW, source_poll(s));
	want_number("told afterwards", 0, poll(&told, 1, 0));
	write_file(place->file, O_TRUNC, "", 0);
	want_number("told of the cut", 1, poll(&told, 1, 20000));
	want_number("news of the cut", SOURCE_SHRANK, source_poll(s));
	want_number("chmod", 0, chmod(place->file, 0600));
	want_number("told of its rights", 1, poll(&told, 1, 20000));
	want_number("news of its rights", SOURCE_SAME, source_poll(s));
	source_close(s);
}

static void an_empty_file_is_an_empty_text(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "", 0);
	struct source *s = open_file(place->file);
	want_bytes(s, "", 0);
	want(source_is_complete(s), "wanted an empty file to be complete, got not");
	source_close(s);
}

static void want_refusal(const char *path, const char *start)
{
	struct err e = {0};
	struct source *s = source_open(path, &e);
	want(!s, "wanted %s not to open, got a source", path);
	want(e.is_set && string_starts(e.text, start), "wanted a sentence with \"%s\", got \"%s\"",
	     start, e.text);
	want(strstr(e.text, path), "wanted the sentence to name %s, got \"%s\"", path, e.text);
}

static void a_folder_is_refused_with_a_sentence(void **state)
{
	const struct place *place = *state;
	want_refusal(place->folder, "cannot read ");
}

static void a_missing_file_is_refused_with_a_sentence(void **state)
{
	const struct place *place = *state;
	want_refusal(place->file, "cannot open ");
}

static void a_file_without_permission_is_refused_with_a_sentence(void **state)
{
	const struct place *place = *state;
	if (geteuid() == 0) {
		printf("# skip: root may read everything\n");
		skip();
	}
	write_file(place->file, O_TRUNC, "secret", 6);
	chmod(place->file, 0);
	want_refusal(place->file, "cannot open ");
}

static void a_byte_order_mark_is_counted_and_skipped(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "\xEF\xBB\xBFtext", 7);
	struct source *s = open_file(place->file);
	size_t n;
	want_number("begin", 3, source_begin(s));
	want_number("size", 7, source_size(s));
	want_number("first byte of the text", 't', *source_bytes(s, source_begin(s), &n));
	source_close(s);
}

static void half_a_byte_order_mark_is_text(void **state)
{
	(void)state;
	struct source *s = source_open_bytes("\xEF\xBB", 2, "half");
	want_number("begin", 0, source_begin(s));
	source_close(s);
}

static void bytes_of_memory_are_used_where_they_are(void **state)
{
	(void)state;
	const char text[] = "compiled in";
	struct source *s = source_open_bytes(text, strlen(text), "built in");
	size_t n;
	want(source_bytes(s, 0, &n) == (const uint8_t *)text, "wanted the bytes, got a copy");
	want_number("size", strlen(text), n);
	want(source_is_complete(s), "wanted bytes to be complete, got not");
	want_number("news", SOURCE_SAME, source_poll(s));
	source_close(s);
	s = source_open_bytes(NULL, 0, "nothing");
	want_bytes(s, "", 0);
	source_close(s);
	source_close(NULL);
}

static void a_position_behind_the_end_has_no_bytes(void **state)
{
	(void)state;
	struct source *s = source_open_bytes("abc", 3, "abc");
	size_t n = 7;
	source_bytes(s, 3, &n);
	want_number("bytes at the end", 0, n);
	n = 7;
	source_bytes(s, POS_NONE, &n);
	want_number("bytes at no position", 0, n);
	source_close(s);
}

static void a_growing_file_is_seen_to_grow(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "one\n", 4);
	struct source *s = open_file(place->file);
	write_file(place->file, O_APPEND, "two\n", 4);
	want_bytes(s, "one\n", 4);
	want_number("news", SOURCE_GREW, source_poll(s));
	want_bytes(s, "one\ntwo\n", 8);
	want_number("news when nothing happened", SOURCE_SAME, source_poll(s));
	source_close(s);
}

static void a_file_that_was_empty_is_seen_to_grow(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "", 0);
	struct source *s = open_file(place->file);
	write_file(place->file, O_APPEND, "text", 4);
	want_number("news", SOURCE_GREW, source_poll(s));
	want_bytes(s, "text", 4);
	source_close(s);
}

static void a_file_grows_page_by_page(void **state)
{
	const struct place *place = *state;
	struct buf all = {0};
	buf_add_string(&all, "begin");
	write_file(place->file, O_TRUNC, all.data, all.len);
	struct source *s = open_file(place->file);
	for (int i = 0; i < 40; i++) {
		size_t from = all.len;
		for (int k = 0; k < 300; k++)
			buf_printf(&all, "%d,%d;", i, k);
		write_file(place->file, O_APPEND, all.data + from, all.len - from);
		want_number("news", SOURCE_GREW, source_poll(s));
		want_bytes(s, all.data, all.len);
	}
	source_close(s);
	buf_done(&all);
}

// --- Files that shrink ---

static void mend(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	static const char message[] = "SIGBUS at an address that is not a source's\n";
	if (source_mend(info->si_addr))
		return;
	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(100);
	_exit(99);
}

static void catch_bus_errors(struct sigaction *old)
{
	struct sigaction sa = {.sa_sigaction = mend, .sa_flags = SA_SIGINFO};
	sigemptyset(&sa.sa_mask);
	sigaction(SIGBUS, &sa, old);
}

// Not to be optimised away, nor checked in one block.
static uint64_t read_each(const struct source *s)
{
	size_t n;
	const volatile uint8_t *bytes = source_bytes(s, 0, &n);
	uint64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += bytes[i];
	return sum;
}

static struct source *open_large_file(const struct place *place, size_t size)
{
	char *bytes = mem_new(size, 1);
	memset(bytes, 'x', size);
	write_file(place->file, O_TRUNC, bytes, size);
	free(bytes);
	return open_file(place->file);
}

static void a_file_that_shrinks_while_it_is_read_gives_zeros(void **state)
{
	const struct place *place = *state;
	const size_t size = 300000;
	struct sigaction old;
	struct source *s = open_large_file(place, size);
	want_number("truncate", 0, truncate(place->file, 5));
	catch_bus_errors(&old);
	uint64_t sum = read_each(s);
	sigaction(SIGBUS, &old, NULL);
	want_number("sum of five x and zeros", 5 * 'x', sum);
	want_number("news", SOURCE_SHRANK, source_poll(s));
	want_bytes(s, "xxxxx", 5);
	source_close(s);
}

static void only_addresses_of_sources_are_mended(void **state)
{
	const struct place *place = *state;
	int here;
	struct source *s = open_large_file(place, 10000);
	want(!source_mend(&here), "wanted an address on the stack not to be mended, got mended");
	want(!source_mend(NULL), "wanted no address not to be mended, got mended");
	size_t n;
	void *inside = (void *)(uintptr_t)(source_bytes(s, 0, &n) + 9000);
	want(source_mend(inside), "wanted an address inside to be mended, got not");
	source_close(s);
	want(!source_mend(inside), "wanted nothing of a closed source to be mended, got mended");
}

static void a_file_that_shrank_and_grew_again_shows_its_bytes(void **state)
{
	const struct place *place = *state;
	const size_t size = 100000;
	struct sigaction old;
	struct source *s = open_large_file(place, size);
	want_number("truncate", 0, truncate(place->file, 0));
	catch_bus_errors(&old);
	read_each(s);
	sigaction(SIGBUS, &old, NULL);
	want_number("news", SOURCE_SHRANK, source_poll(s));
	write_file(place->file, O_TRUNC, "new text", 8);
	want_number("news", SOURCE_GREW, source_poll(s));
	want_bytes(s, "new text", 8);
	source_close(s);
}

static void a_file_rewritten_while_it_was_read_shows_its_new_bytes(void **state)
{
	const struct place *place = *state;
	const size_t size = 100000;
	struct sigaction old;
	struct source *s = open_large_file(place, size);
	// Somebody empties the file, we read, they write; only then we look.
	want_number("truncate", 0, truncate(place->file, 0));
	catch_bus_errors(&old);
	read_each(s);
	sigaction(SIGBUS, &old, NULL);
	write_file(place->file, O_TRUNC, "new text", 8);
	want_number("news", SOURCE_SHRANK, source_poll(s) & SOURCE_SHRANK);
	want_bytes(s, "new text", 8);
	source_close(s);
}

// --- Pipes ---

static struct source *open_pipe(int *writer)
{
	int ends[2];
	struct err e = {0};
	want_number("pipe", 0, pipe(ends));
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	*writer = ends[1];
	struct source *s = source_open_descriptor(ends[0], "pipe", &e);
	want(s, "wanted a pipe to open, got: %s", e.text);
	return s;
}

static void a_pipe_gives_its_bytes_as_they_come(void **state)
{
	(void)state;
	int writer;
	struct source *s = open_pipe(&writer);
	want_bytes(s, "", 0);
	want(!source_is_complete(s), "wanted an open pipe not to be complete, got complete");
	want(source_descriptor(s) >= 0, "wanted a descriptor to wait on, got none");
	want_number("news of nothing", SOURCE_SAME, source_poll(s));
	write_all(writer, "one ", 4);
	want_number("news", SOURCE_GREW, source_poll(s));
	want_bytes(s, "one ", 4);
	write_all(writer, "two", 3);
	want_number("news", SOURCE_GREW, source_poll(s));
	want_bytes(s, "one two", 7);
	close(writer);
	want_number("news of the end", SOURCE_ENDED, source_poll(s));
	want(source_is_complete(s), "wanted an ended pipe to be complete, got not");
	want(source_descriptor(s) == -1, "wanted nothing to wait on, got %d", source_descriptor(s));
	want_number("news behind the end", SOURCE_SAME, source_poll(s));
	want_bytes(s, "one two", 7);
	source_close(s);
}

static void a_pipe_that_ends_at_once_says_both(void **state)
{
	(void)state;
	int writer;
	struct source *s = open_pipe(&writer);
	write_all(writer, "all", 3);
	close(writer);
	want_number("news", SOURCE_GREW | SOURCE_ENDED, source_poll(s));
	want_bytes(s, "all", 3);
	source_close(s);
}

static void an_empty_pipe_is_an_empty_text(void **state)
{
	(void)state;
	int writer;
	struct source *s = open_pipe(&writer);
	close(writer);
	want_number("news", SOURCE_ENDED, source_poll(s));
	want_bytes(s, "", 0);
	source_close(s);
}

static void the_byte_order_mark_of_a_pipe_may_come_in_pieces(void **state)
{
	(void)state;
	int writer;
	struct source *s = open_pipe(&writer);
	static const char bytes[] = "\xEF\xBB\xBFx";
	static const uint64_t begins[] = {0, 0, 3, 3};
	for (size_t i = 0; i < 4; i++) {
		write_all(writer, bytes + i, 1);
		source_poll(s);
		want_number("begin", begins[i], source_begin(s));
	}
	close(writer);
	source_close(s);
}

static void a_pipe_may_be_closed_before_its_end(void **state)
{
	(void)state;
	int writer;
	struct source *s = open_pipe(&writer);
	write_all(writer, "some", 4);
	source_poll(s);
	source_close(s);
	close(writer);
}

static char letter(size_t i)
{
	return (char)('a' + (i * 7 + i / 4096) % 26);
}

static void a_long_pipe_is_kept_whole(void **state)
{
	(void)state;
	const size_t size = 5 * 1024 * 1024;
	int writer;
	struct source *s = open_pipe(&writer);
	char *all = mem_new(size, 1);
	for (size_t i = 0; i < size; i++)
		all[i] = letter(i);
	for (size_t sent = 0; sent < size;) {
		ssize_t wrote = write(writer, all + sent, size - sent);
		if (wrote > 0)
			sent += (size_t)wrote;
		uint64_t before = source_size(s);
		unsigned change = source_poll(s);
		want(change == SOURCE_GREW || wrote < 0, "wanted it to grow, got %u", change);
		want(source_size(s) <= sent && source_size(s) >= before,
		     "wanted from %" PRIu64 " to %zu bytes, got %" PRIu64, before, sent,
		     source_size(s));
	}
	close(writer);
	while (!(source_poll(s) & SOURCE_ENDED))
		;
	want_bytes(s, all, size);
	free(all);
	source_close(s);
}

static void a_fifo_is_read_like_a_pipe(void **state)
{
	const struct place *place = *state;
	want_number("mkfifo", 0, mkfifo(place->file, 0600));
	int writer = open(place->file, O_RDWR);
	write_all(writer, "through", 7);
	struct source *s = open_file(place->file);
	want_number("news", SOURCE_GREW, source_poll(s));
	want_bytes(s, "through", 7);
	want(!source_is_complete(s), "wanted a FIFO with a writer not to be complete");
	close(writer);
	want_number("news", SOURCE_ENDED, source_poll(s));
	source_close(s);
}

static void a_folder_as_descriptor_is_refused(void **state)
{
	const struct place *place = *state;
	struct err e = {0};
	int fd = open(place->folder, O_RDONLY);
	want(!source_open_descriptor(fd, "standard input", &e), "wanted a refusal, got a source");
	want(e.is_set && strstr(e.text, "standard input"), "wanted its name in \"%s\"", e.text);
	want(fcntl(fd, F_GETFD) < 0, "wanted the descriptor closed, got it open");
}

static void sources_do_not_disturb_one_another(void **state)
{
	const struct place *place = *state;
	write_file(place->file, O_TRUNC, "file", 4);
	int writer;
	struct source *file = open_file(place->file);
	struct source *bytes = source_open_bytes("bytes", 5, "bytes");
	struct source *piped = open_pipe(&writer);
	write_all(writer, "pipe", 4);
	source_poll(piped);
	source_close(bytes);
	want_bytes(file, "file", 4);
	want_bytes(piped, "pipe", 4);
	source_close(file);
	want_bytes(piped, "pipe", 4);
	source_close(piped);
	close(writer);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_all_there_at_once),
		TEST(a_change_of_a_file_is_told),
		TEST(an_empty_file_is_an_empty_text),
		TEST(a_folder_is_refused_with_a_sentence),
		TEST(a_missing_file_is_refused_with_a_sentence),
		TEST(a_file_without_permission_is_refused_with_a_sentence),
		TEST(a_byte_order_mark_is_counted_and_skipped),
		TEST(half_a_byte_order_mark_is_text),
		TEST(bytes_of_memory_are_used_where_they_are),
		TEST(a_position_behind_the_end_has_no_bytes),
		TEST(a_growing_file_is_seen_to_grow),
		TEST(a_file_that_was_empty_is_seen_to_grow),
		TEST(a_file_grows_page_by_page),
		TEST(a_file_that_shrinks_while_it_is_read_gives_zeros),
		TEST(only_addresses_of_sources_are_mended),
		TEST(a_file_that_shrank_and_grew_again_shows_its_bytes),
		TEST(a_file_rewritten_while_it_was_read_shows_its_new_bytes),
		TEST(a_pipe_gives_its_bytes_as_they_come),
		TEST(a_pipe_that_ends_at_once_says_both),
		TEST(an_empty_pipe_is_an_empty_text),
		TEST(the_byte_order_mark_of_a_pipe_may_come_in_pieces),
		TEST(a_pipe_may_be_closed_before_its_end),
		TEST(a_long_pipe_is_kept_whole),
		TEST(a_fifo_is_read_like_a_pipe),
		TEST(a_folder_as_descriptor_is_refused),
		TEST(sources_do_not_disturb_one_another),
	};
	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
