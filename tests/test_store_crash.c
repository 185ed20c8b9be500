// SPDX-License-Identifier: ISC
// What was acknowledged is there, whoever was killed and however many write at once.
//
// The number of times that a program is killed is KANTLIJN_KILLS, and that of the notes which each
// of two programs writes KANTLIJN_WRITES; "make check-long" has more of both.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/schema.h"
#include "storing.h"
#include "want.h"

enum { KILLS = 40, WRITES = 100 };
enum { NOTES = 12 };
enum { MOST_STEPS = 20, LONGEST_LIFE = 10000 }; // [us] after them

static long number_from(const char *name, long otherwise)
{
	const char *text = getenv(name);
	return text ? strtol(text, NULL, 10) : otherwise;
}

// xorshift64* (Vigna 2016): the same numbers in each run.
static uint64_t next_random(uint64_t *x)
{
	*x ^= *x >> 12;
	*x ^= *x << 25;
	*x ^= *x >> 27;
	return *x * 2685821657736338717u;
}

// All notes: the number of the step that made them what they are, 0 where there is none.
struct notes {
	int64_t step[NOTES], revision[NOTES];
};

// What step J of a round does, which only the round and J decide: one to three notes are written,
// or deleted, in one transaction.
struct step_of_round {
	size_t note[3];
	bool is_deleted[3];
	size_t count;
};

static struct step_of_round step_of(uint64_t round, uint64_t j)
{
	uint64_t x = (round * 1000003 + j) * 0x9E3779B97F4A7C15u + 1;
	next_random(&x);
	struct step_of_round s = {.count = 1 + next_random(&x) % 3};
	size_t first = next_random(&x) % NOTES;
	for (size_t i = 0; i < s.count; i++) {
		s.note[i] = (first + 5 * i) % NOTES;
		s.is_deleted[i] = next_random(&x) % 8 == 0;
	}
	return s;
}

static void apply(struct notes *n, uint64_t round, uint64_t j)
{
	struct step_of_round s = step_of(round, j);
	for (size_t i = 0; i < s.count; i++)
		n->step[s.note[i]] = s.is_deleted[i] ? 0 : (int64_t)(round * 1000000 + j);
}

static void take_note(void *data, const struct store_note *note)
{
	struct notes *n = data;
	size_t i = (size_t)strtoul(note->id + 1, NULL, 10);
	if (i >= NOTES)
		return;
	n->step[i] = strtoll(note->json, NULL, 10);
	n->revision[i] = note->revision;
}

static bool read_notes(struct store *s, struct notes *n)
{
	int64_t last;
	struct err e = {0};
	*n = (struct notes){0};
	return store_read(s, 0, 0, take_note, n, &last, &e);
}

// In the child: makes step after step and says so on FD, until it is killed.
static void write_for_ever(const struct folder *f, uint64_t round, int fd)
{
	struct err e = {0};
	struct notes n;
	struct store *s = store_open(f->path, &e);
	if (!s || !read_notes(s, &n))
		_exit(3);
	struct store_text t = {.fingerprint = "1-aa", .name = "a"};
	for (uint32_t j = 1;; j++) {
		struct step_of_round step = step_of(round, j);
		struct store_change changes[3];
		char ids[3][16], texts[3][600];
		for (size_t i = 0; i < step.count; i++) {
			size_t which = step.note[i];
			snprintf(ids[i], sizeof ids[i], "n%zu", which);
			snprintf(texts[i], sizeof texts[i], "%lld %0*d",
				 (long long)(round * 1000000 + j), (int)(which * 40 + 1), 0);
			changes[i] = (struct store_change){
				.id = ids[i],
				.json = step.is_deleted[i] ? NULL : texts[i],
				.was = n.revision[which],
			};
		}
		if (store_write(s, &t, changes, step.count, NOW, &e) != STORE_DONE)
			_exit(4);
		for (size_t i = 0; i < step.count; i++)
			n.revision[step.note[i]] = changes[i].revision;
		if (write(fd, &j, sizeof j) != sizeof j)
			_exit(5);
	}
}

static int64_t microseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

// Lets the child make so many steps and live for so many microseconds more, kills it, and returns
// the last step it told of.
static uint32_t kill_after(pid_t child, int fd, uint64_t steps, int64_t life)
{
	uint32_t last = 0, j;
	while (last < steps) {
		want(folder_await(fd), "wanted another step after %u", last);
		if (read(fd, &j, sizeof j) != sizeof j)
			break;
		last = j;
	}
	int64_t end = microseconds() + life;
	for (int64_t left; (left = end - microseconds()) > 0;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		struct timespec wait = {.tv_nsec = (long)left * 1000};
		if (ppoll(&p, 1, &wait, NULL) != 1)
			continue;
		if (read(fd, &j, sizeof j) != sizeof j)
			break;
		last = j;
	}
	kill(child, SIGKILL);
	while (read(fd, &j, sizeof j) == sizeof j)
		last = j;
	int status = 0;
	waitpid(child, &status, 0);
	want(WIFSIGNALED(status), "wanted it to write until it was killed, but it ended with %d",
	     WEXITSTATUS(status));
	return last;
}

static bool are_same(const struct notes *a, const struct notes *b)
{
	return memcmp(a->step, b->step, sizeof a->step) == 0;
}

static void nothing_acknowledged_is_lost_when_the_program_is_killed(void **state)
{
	struct folder *f = *state;
	long kills = number_from("KANTLIJN_KILLS", KILLS);
	struct notes known = {0};
	uint64_t x = (uint64_t)microseconds() | 1;
	uint64_t steps = 0;
	for (uint64_t round = 1; round <= (uint64_t)kills; round++) {
		int ends[2];
		want(pipe(ends) == 0, "wanted a pipe");
		pid_t child = fork();
		if (child == 0) {
			close(ends[0]);
			write_for_ever(f, round, ends[1]);
		}
		close(ends[1]);
		int64_t life = (int64_t)(next_random(&x) % LONGEST_LIFE);
		// At times while it opens the store, else while it writes.
		uint64_t before = round % 4 == 0 ? 0 : next_random(&x) % MOST_STEPS;
		uint32_t last = kill_after(child, ends[0], before, life);
		close(ends[0]);
		for (uint32_t j = 1; j <= last; j++)
			apply(&known, round, j);
		struct notes next = known, got;
		apply(&next, round, last + 1);
		struct store *s = opened(f);
		want(read_notes(s, &got), "round %" PRIu64 ": wanted notes", round);
		store_close(s);
		// What was under way may have been done, as a whole.
		want(are_same(&got, &known) || are_same(&got, &next),
		     "round %" PRIu64 ": what was acknowledged up to step %u is not there", round,
		     last);
		known = got;
		char *check = query(f, "PRAGMA integrity_check; PRAGMA foreign_key_check");
		want_string("integrity", "ok\n", check);
		free(check);
		steps += last;
	}
	want(kills < 10 || steps > 0, "wanted some steps before the kills, got none");
	print_message("# killed %ld times in %" PRIu64 " acknowledged steps\n", kills, steps);
}

// A store of the first version with a note in it.
static void make_first_version(const struct folder *f)
{
	struct database d;
	struct err e = {0};
	want(database_open(&d, f->path, &e), "wanted a database, got \"%s\"", e.text);
	int rc = database_begin(&d);
	if (rc == SQLITE_OK)
		rc = schema_migrate(&d, 0, 1);
	if (rc == SQLITE_OK)
		rc = database_commit(&d);
	want(rc == SQLITE_OK, "wanted a store of the first version, got %d", rc);
	database_close(&d);
	free(query(f, "INSERT INTO document VALUES (1, 'a', NULL, 1, 0);"
		      "INSERT INTO version VALUES (1, 1, '1-aa', NULL, 0);"
		      "INSERT INTO note VALUES (1, 'old', 1, 1, 0, 0, 'x');"));
}

static void a_store_is_made_or_migrated_wholly_or_not_at_all(void **state)
{
	(void)state;
	long kills = number_from("KANTLIJN_KILLS", KILLS);
	uint64_t x = (uint64_t)microseconds() | 1;
	long whole = 0;
	for (long round = 0; round < kills; round++) {
		struct folder f;
		int ends[2];
		want(folder_make(&f) && pipe(ends) == 0, "wanted a folder and a pipe");
		if (round % 2 == 1)
			make_first_version(&f);
		pid_t child = fork();
		if (child == 0) {
			struct err e = {0};
			char c = 1;
			close(ends[0]);
			struct store *s = store_open(f.path, &e);
			if (!s || write(ends[1], &c, 1) != 1)
				_exit(3);
			poll(NULL, 0, -1);
			_exit(4);
		}
		close(ends[1]);
		struct pollfd p = {.fd = ends[0], .events = POLLIN};
		struct timespec wait = {.tv_nsec = (long)(next_random(&x) % 30000000)};
		whole += ppoll(&p, 1, &wait, NULL) == 1;
		kill(child, SIGKILL);
		int status = 0;
		waitpid(child, &status, 0);
		want(WIFSIGNALED(status), "wanted it to open, but it ended with %d",
		     WEXITSTATUS(status));
		close(ends[0]);
		struct store *s = opened(&f);
		want_notes(s, 0, 0, round % 2 == 1 ? "old=x@1 in 1\n" : "");
		struct store_text t = text_called("1-aa");
		want_number("revision", 1 + round % 2, written(s, &t, "new", "x", 0));
		store_close(s);
		char *check = query(&f, "PRAGMA integrity_check; PRAGMA user_version");
		want_string("integrity, version", "ok\n2\n", check);
		free(check);
		folder_remove(&f);
	}
	print_message("# killed %ld times, %ld of them when it was open\n", kills, whole);
}

static void write_many(const struct folder *f, char who, long count)
{
	struct err e = {0};
	struct store *s = store_open(f->path, &e);
	struct store_text t = text_called("1-aa");
	bool is_done = s;
	for (long i = 0; i < count && is_done; i++) {
		char id[32];
		snprintf(id, sizeof id, "%c%ld", who, i);
		struct store_change c = {.id = id, .json = "{\"type\":\"Annotation\"}"};
		is_done = store_write(s, &t, &c, 1, NOW, &e) == STORE_DONE;
	}
	if (!is_done)
		fprintf(stderr, "# %c: %s\n", who, e.text);
	store_close(s);
	_exit(is_done ? 0 : 1);
}

static void count_note(void *data, const struct store_note *note)
{
	(void)note;
	++*(long *)data;
}

static void many_who_find_no_store_make_one_and_the_same(void **state)
{
	(void)state;
	enum { ROUNDS = 25, MANY = 4 };
	for (int round = 0; round < ROUNDS; round++) {
		struct folder f;
		pid_t children[MANY];
		want(folder_make(&f), "wanted a folder");
		for (int i = 0; i < MANY; i++) {
			children[i] = fork();
			if (children[i] == 0)
				write_many(&f, (char)('a' + i), 2);
		}
		for (int i = 0; i < MANY; i++) {
			int status = -1;
			waitpid(children[i], &status, 0);
			want_number("status", 0, status);
		}
		char *counts = query(&f, "SELECT count(*) FROM note; PRAGMA journal_mode;"
					 "SELECT count(*) FROM document; PRAGMA integrity_check");
		want_string("notes, journal, documents", "8\nwal\n1\nok\n", counts);
		free(counts);
		folder_remove(&f);
	}
}

static void two_who_write_at_once_both_succeed(void **state)
{
	struct folder *f = *state;
	long count = number_from("KANTLIJN_WRITES", WRITES);
	pid_t children[2];
	// Both find no store and make it.
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			write_many(f, (char)('a' + i), count);
	}
	for (int i = 0; i < 2; i++) {
		int status = -1;
		waitpid(children[i], &status, 0);
		want_number("status", 0, status);
	}
	struct store *s = opened(f);
	long got = 0;
	int64_t last = 0;
	struct err e = {0};
	want(store_read(s, 0, 0, count_note, &got, &last, &e), "\"%s\"", e.text);
	want_number("notes", 2 * count, got);
	want_number("last revision", 2 * count, last);
	want_number("document", 1, store_find(s, "1-aa"));
	store_close(s);
	char *check = query(f, "PRAGMA integrity_check; SELECT count(*) FROM document");
	want_string("integrity, documents", "ok\n1\n", check);
	free(check);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, storing_begin, storing_finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_acknowledged_is_lost_when_the_program_is_killed),
		TEST(a_store_is_made_or_migrated_wholly_or_not_at_all),
		TEST(many_who_find_no_store_make_one_and_the_same),
		TEST(two_who_write_at_once_both_succeed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
