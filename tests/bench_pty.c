// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MOST_SEEN = 1 << 20, // [byte] in which words are looked for
	PIECE_GAP = 3,	     // [ms] between two pieces of what comes
};

double bench_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

// --- Starting and ending ---

static bool spawn(struct child *c, char *const argv[], char *const env[],
		  const posix_spawn_file_actions_t *actions, struct err *e)
{
	posix_spawnattr_t attributes;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(
		&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	c->started = bench_now();
	int failed = posix_spawn(&c->pid, argv[0], actions, &attributes, argv, env);
	posix_spawnattr_destroy(&attributes);
	if (failed) {
		c->pid = 0;
		return err_set(e, "cannot start %s: %s", argv[0], strerror(failed));
	}
	return true;
}

bool child_start(struct child *c, char *const argv[], char *const env[], int rows, int cols,
		 struct err *e)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	char name[64];
	int slave;
	*c = (struct child){.fd = -1};
	if (openpty(&c->fd, &slave, name, NULL, &size) < 0)
		return err_set(e, "there is no terminal to be had: %s", strerror(errno));
	fcntl(c->fd, F_SETFD, FD_CLOEXEC);
	fcntl(slave, F_SETFD, FD_CLOEXEC);
	// The first terminal that the leader of a session opens is the one that controls it.
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0);
	posix_spawn_file_actions_adddup2(&actions, 0, 1);
	posix_spawn_file_actions_adddup2(&actions, 0, 2);
	bool is_there = spawn(c, argv, env, &actions, e);
	posix_spawn_file_actions_destroy(&actions);
	close(slave);
	return is_there;
}

bool child_start_silent(struct child *c, char *const argv[], char *const env[], struct err *e)
{
	// Not /dev/null: grep stops at the first match when it sees that nobody reads.
	int out = memfd_create("output", MFD_CLOEXEC);
	*c = (struct child){.fd = -1};
	if (out < 0)
		return err_set(e, "there is no memory for what %s writes: %s", argv[0],
			       strerror(errno));
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	bool is_there = spawn(c, argv, env, &actions, e);
	posix_spawn_file_actions_destroy(&actions);
	close(out);
	return is_there;
}

double child_end(struct child *c, double patience, int *status)
{
	double end = c->started + patience;
	struct timespec pause = {.tv_nsec = 200000};
	while (!c->has_ended && bench_now() < end) {
		if (c->fd >= 0)
			child_take_until(c, bench_now() + 1);
		if (waitpid(c->pid, status, WNOHANG) == c->pid)
			c->has_ended = true;
		else if (c->fd < 0)
			nanosleep(&pause, NULL);
	}
	return c->has_ended ? bench_now() - c->started : -1;
}

void child_ask_to_end(struct child *c, double patience)
{
	int status;
	kill(c->pid, SIGTERM);
	child_end(c, bench_now() - c->started + patience, &status);
}

void child_finish(struct child *c)
{
	if (c->pid > 0) {
		kill(-c->pid, SIGKILL);
		if (!c->has_ended)
			waitpid(c->pid, NULL, 0);
		if (c->fd >= 0)
			close(c->fd);
	}
	buf_done(&c->seen);
	*c = (struct child){.fd = -1};
}

// --- What comes ---

enum { PLAIN, ESCAPED, CONTROL, CONTROL_REST, STRING, STRING_ESCAPED };

static bool is_outer(int row)
{
	return row <= 1 || row >= BENCH_ROWS;
}

static bool is_letter(char byte) // the first byte of one
{
	unsigned char c = (unsigned char)byte;
	return c >= ' ' && (c & 0xC0) != 0x80;
}

// The final byte of a control sequence.
static void follow_control(struct child *c, char final)
{
	int number = c->has_parameter ? c->parameter : 1;
	if (final == 'H' || final == 'f' || final == 'd') {
		c->row = number;
		c->col = 0;
	}
	if (final == 'B')
		c->row += number;
	else if (strchr("AEFLMST", final))
		c->is_text = true;
}

// Follows the row of the cursor, as far as child_wait says; of several parameters the first counts.
static void follow(struct child *c, char byte)
{
	switch (c->state) {
	case PLAIN:
		if (byte == '\033')
			c->state = ESCAPED;
		else if (byte == '\r')
			c->col = 0;
		else if (byte == '\n' ||
			 (is_letter(byte) && (!is_outer(c->row) || ++c->col > BENCH_COLS)))
			c->is_text = true;
		break;
	case ESCAPED:
		c->state = byte == '[' ? CONTROL : byte == ']' || byte == 'P' ? STRING : PLAIN;
		c->parameter = 0;
		c->has_parameter = false;
		if (byte == 'M' || byte == 'D')
			c->is_text = true;
		break;
	case CONTROL:
		if (byte >= '0' && byte <= '9' && c->parameter >= 0 && c->parameter < 100000) {
			c->parameter = c->parameter * 10 + (byte - '0');
			c->has_parameter = true;
		} else if (byte == ';') {
			c->state = CONTROL_REST;
		} else if (byte >= '@' && byte <= '~') {
			follow_control(c, byte);
			c->state = PLAIN;
		}
		break;
	case CONTROL_REST: // behind the first parameter
		if (byte >= '@' && byte <= '~') {
			follow_control(c, byte);
			c->state = PLAIN;
		}
		break;
	case STRING:
		c->state = byte == '\033' ? STRING_ESCAPED : byte == '\a' ? PLAIN : STRING;
		break;
	default:
		c->state = byte == '\\' ? PLAIN : STRING;
	}
}

// Takes what comes within TIME [ms]; how many bytes [byte], below 0 when the program is silent for
// good.
static long take(struct child *c, double time)
{
	static char bytes[65536];
	struct pollfd f = {.fd = c->fd, .events = POLLIN};
	struct timespec wait = {.tv_sec = (time_t)(time / 1e3)};
	wait.tv_nsec = (long)((time - (double)wait.tv_sec * 1e3) * 1e6);
	if (c->fd < 0 || time < 0 || ppoll(&f, 1, &wait, NULL) <= 0)
		return 0;
	ssize_t n = read(c->fd, bytes, sizeof bytes);
	if (n <= 0)
		return -1;
	c->taken = bench_now();
	if (c->seen.len + (size_t)n > MOST_SEEN)
		buf_clear(&c->seen);
	buf_add(&c->seen, bytes, (size_t)n);
	for (ssize_t i = 0; i < n; i++)
		follow(c, bytes[i]);
	return (long)n;
}

void child_take_until(struct child *c, double time)
{
	for (double left = time - bench_now(); left > 0; left = time - bench_now())
		if (take(c, left) < 0)
			return;
}

void child_forget(struct child *c)
{
	buf_clear(&c->seen);
}

static bool has_word(const struct child *c, const char *word, size_t n)
{
	return c->seen.len >= n && memmem(c->seen.data, c->seen.len, word, n) != NULL;
}

static bool has_one_of(const struct child *c, const char *words)
{
	for (;;) {
		size_t n = strcspn(words, "|");
		if (has_word(c, words, n))
			return true;
		if (!words[n])
			return false;
		words += n + 1;
	}
}

static bool has_words(const struct child *c, const struct wanted *w)
{
	for (size_t i = 0; i < 4 && w->words[i]; i++)
		if (!has_one_of(c, w->words[i]))
			return false;
	return true;
}

bool child_wait(struct child *c, const struct wanted *w)
{
	double end = bench_now() + w->patience, piece = 0, work = 0;
	size_t piece_bytes = 0;
	bool has_text = false;
	c->bytes = c->progress = 0;
	c->is_text = false;
	for (;;) {
		bool is_enough = c->bytes > 0 && (has_text || !w->needs_text) && has_words(c, w);
		double now = bench_now(), quiet_end = piece + w->quiet;
		if (is_enough && piece_bytes == 0 && now >= quiet_end)
			return true;
		double until = piece_bytes ? piece + PIECE_GAP : is_enough ? quiet_end : end;
		long n = take(c, until > now ? until - now : 0);
		if (n > 0) {
			piece = c->taken;
			work = w->counts_work ? child_worked(c) : 0;
			if (c->bytes == 0 && piece_bytes == 0)
				c->first = piece;
			piece_bytes += (size_t)n;
			continue;
		}
		// A piece has come to its end.
		if (piece_bytes > 0 && (c->is_text || !has_text)) {
			c->bytes += c->progress + piece_bytes;
			c->progress = 0;
			c->last = piece;
			c->work = work;
			has_text |= c->is_text;
		} else {
			c->progress += piece_bytes;
		}
		piece_bytes = 0;
		c->is_text = false;
		if (n < 0 || bench_now() >= end)
			return c->bytes > 0 && (has_text || !w->needs_text) && has_words(c, w);
	}
}

bool child_send(struct child *c, const char *keys)
{
	size_t n = strlen(keys);
	while (n > 0) {
		ssize_t written = write(c->fd, keys, n);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			keys += written;
			n -= (size_t)written;
		}
	}
	return true;
}

void child_resize(struct child *c, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	ioctl(c->fd, TIOCSWINSZ, &size);
}

// --- What the system knows ---

static bool read_proc(const struct child *c, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)c->pid, name);
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(text, 1, size - 1, in) : 0;
	if (in)
		fclose(in);
	text[n] = '\0';
	return n > 0;
}

static double proc_number(const struct child *c, const char *file, const char *name)
{
	char text[8192];
	const char *found = read_proc(c, file, text, sizeof text) ? strstr(text, name) : NULL;
	return found ? strtod(found + strlen(name), NULL) : 0;
}

double child_worked(const struct child *c)
{
	return proc_number(c, "schedstat", "") / 1e6;
}

double child_waits(const struct child *c)
{
	return proc_number(c, "status", "\nvoluntary_ctxt_switches:");
}

double child_resident(const struct child *c)
{
	return proc_number(c, "status", "VmRSS:") * 1024;
}

double child_own(const struct child *c)
{
	return proc_number(c, "status", "RssAnon:") * 1024;
}

double child_rest(struct child *c, double window, double work, double patience)
{
	double end = bench_now() + patience, since = bench_now(), worked = child_worked(c);
	while (bench_now() - since < window) {
		if (bench_now() > end)
			return -1;
		child_take_until(c, bench_now() + 20);
		if (child_worked(c) - worked > work) {
			since = bench_now();
			worked = child_worked(c);
		}
	}
	return since;
}
