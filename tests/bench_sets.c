// SPDX-License-Identifier: ISC
// How a program keeps up in a terminal, seen from outside: when its first screen is there, when it
// has read everything, what a key takes while it reads and afterwards, and how much memory is its
// own. It knows nothing of the screen: a screen has come when nothing follows for a while.  Prints
// tables; judges nothing.
//   bench_sets WORD PROGRAM [ARGUMENT]…         start until WORD is shown, then Space
//   bench_sets --all WORD PROGRAM [ARGUMENT]…   Kantlijn: reading, memory, claims and facts too
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	ROWS = 40,
	COLS = 120,
	STARTS = 5,	   // first screens, of which the median counts
	QUIET = 20,	   // [ms] after which an answer has come to its end
	FIRST_QUIET = 60,  // [ms] the same for a first screen
	PATIENCE = 60000,  // [ms] for anything at all
	NO_ANSWER = 2000,  // [ms] for the answer to a key
	IDLE_WINDOW = 200, // [ms] with less than IDLE_WORK of work in it
	IDLE_WORK = 4,	   // [ms]
	PAUSE = 40,	   // [ms] between two keys while it reads
	MOST_TIMES = 4096,
};

static double now(void) // [ms]
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct program {
	pid_t pid;
	int fd;
	double start;	    // [ms] before exec
	double first, last; // [ms] of the bytes of the last answer
	size_t size;	    // [byte] of it
	char tail[65536];   // the last bytes that came
	size_t tail_size;
};

static bool start(struct program *p, char **argv)
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
	*p = (struct program){.start = now()};
	p->pid = forkpty(&p->fd, NULL, NULL, &size);
	if (p->pid < 0) {
		perror("bench_sets: there is no terminal to be had");
		return false;
	}
	if (p->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	return true;
}

static void finish(struct program *p)
{
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	close(p->fd);
}

static void keep_tail(struct program *p, const char *bytes, size_t n)
{
	if (p->tail_size + n > sizeof p->tail) {
		size_t keep = sizeof p->tail / 2 < p->tail_size ? sizeof p->tail / 2 : p->tail_size;
		memmove(p->tail, p->tail + p->tail_size - keep, keep);
		p->tail_size = keep;
	}
	n = n < sizeof p->tail / 2 ? n : sizeof p->tail / 2;
	memcpy(p->tail + p->tail_size, bytes, n);
	p->tail_size += n;
}

// Reads until nothing has come for QUIET_FOR, having come at all, or for PATIENCE_FOR.
static bool read_answer(struct program *p, int quiet_for, int patience_for)
{
	char bytes[65536];
	p->size = p->tail_size = 0;
	for (;;) {
		struct pollfd f = {.fd = p->fd, .events = POLLIN};
		if (poll(&f, 1, p->size ? quiet_for : patience_for) <= 0)
			return p->size > 0;
		ssize_t n = read(p->fd, bytes, sizeof bytes);
		if (n <= 0)
			return p->size > 0;
		p->last = now();
		if (p->size == 0)
			p->first = p->last;
		p->size += (size_t)n;
		keep_tail(p, bytes, (size_t)n);
	}
}

struct times {
	double all[MOST_TIMES];	 // [ms]
	double work[MOST_TIMES]; // [ms] that a processor was at it, until the program waited again
	size_t count, worked, unanswered;
};

static void add_time(struct times *t, double time)
{
	if (t->count < MOST_TIMES)
		t->all[t->count++] = time;
}

static int compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double part(const double *times, size_t count, double fraction)
{
	return count ? times[(size_t)(fraction * (double)(count - 1) + 0.5)] : 0;
}

static void print_times(const char *name, struct times *t)
{
	qsort(t->all, t->count, sizeof *t->all, compare_times);
	printf("  %-36s %4zu  median %7.2f  99 %% %7.2f  most %7.2f ms", name, t->count,
	       part(t->all, t->count, 0.5), part(t->all, t->count, 0.99),
	       part(t->all, t->count, 1));
	if (t->worked) {
		qsort(t->work, t->worked, sizeof *t->work, compare_times);
		printf(" | of work %6.2f %6.2f ms", part(t->work, t->worked, 0.5),
		       part(t->work, t->worked, 0.99));
	}
	if (t->unanswered)
		printf("  (%zu without an answer)", t->unanswered);
	putchar('\n');
	fflush(stdout);
}

static bool read_proc(const struct program *p, const char *name, char *text, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)p->pid, name);
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(text, 1, size - 1, in) : 0;
	if (in)
		fclose(in);
	text[n] = '\0';
	return n > 0;
}

static double worked(const struct program *p) // [ms] on a processor until now
{
	char text[256];
	return read_proc(p, "schedstat", text, sizeof text) ? strtod(text, NULL) / 1e6 : 0;
}

// Presses a key; its answer counts to the last byte.
static void press(struct program *p, const char *key, struct times *t)
{
	double work = worked(p), from = now();
	if (write(p->fd, key, strlen(key)) < 0 || !read_answer(p, QUIET, NO_ANSWER))
		t->unanswered++;
	else
		add_time(t, p->last - from);
	if (t->worked < MOST_TIMES)
		t->work[t->worked++] = worked(p) - work;
}

static double memory(const struct program *p, const char *name) // [MB]
{
	char text[8192];
	const char *found = read_proc(p, "status", text, sizeof text) ? strstr(text, name) : NULL;
	return found ? strtod(found + strlen(name), NULL) * 1024 / 1e6 : 0;
}

static bool has_shown(const struct program *p, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= p->tail_size; i++)
		if (memcmp(p->tail + i, word, n) == 0)
			return true;
	return false;
}

// Starts the program and waits for a screen with WORD on it.
static bool start_until(struct program *p, char **argv, const char *word)
{
	if (!start(p, argv))
		return false;
	while (read_answer(p, FIRST_QUIET, PATIENCE))
		if (has_shown(p, word))
			return true;
	printf("  %s does not show \"%s\"\n", argv[0], word);
	finish(p);
	return false;
}

static void bench_start(char **argv, const char *word)
{
	struct times starts = {0}, pages = {0};
	struct program p;
	for (int i = 0; i < STARTS && start_until(&p, argv, word); i++) {
		add_time(&starts, p.last - p.start);
		finish(&p);
	}
	if (starts.count < STARTS || !start_until(&p, argv, word))
		return;
	for (int i = 0; i < 100; i++)
		press(&p, " ", &pages);
	finish(&p);
	print_times("first screen, from exec", &starts);
	print_times("Space, one screen down", &pages);
}

// Reads on until the program has nothing left to do; returns the work that it was [ms].
static double bench_reading(struct program *p)
{
	double since = now(), work = worked(p), own = 0;
	while (now() - since < IDLE_WINDOW && now() - p->start < PATIENCE) {
		read_answer(p, 1, 20);
		if (worked(p) - work > IDLE_WORK) {
			since = now();
			work = worked(p);
		}
		double anonymous = memory(p, "RssAnon:");
		own = anonymous > own ? anonymous : own;
	}
	printf("  %-36s %.2f s, %.2f s of work\n", "nothing left to do, from exec",
	       (since - p->start) / 1e3, work / 1e3);
	printf("  %-36s %.0f MB resident at most, %.0f MB its own at most\n",
	       "memory while reading", memory(p, "VmHWM:"), own);
	printf("  %-36s %.0f MB resident, %.0f MB its own\n", "memory then", memory(p, "VmRSS:"),
	       memory(p, "RssAnon:"));
	return work;
}

// Presses keys while the program reads, for as long as that was WORK before.
static void bench_keys_meanwhile(struct program *p, double work)
{
	struct times first = {0}, last = {0};
	while (worked(p) < work && now() - p->start < PATIENCE) {
		double from = now();
		press(p, last.count % 2 ? "k" : "j", &last);
		if (p->size)
			add_time(&first, p->first - from);
		poll(NULL, 0, PAUSE);
	}
	last.worked = 0; // reading is most of it
	print_times("j and k while it reads, first byte", &first);
	print_times("j and k while it reads, last byte", &last);
}

// What is pressed again and again, and what each of its keys does.
struct round {
	int count;
	struct {
		const char *key, *what; // NULL: it is pressed, not counted
	} keys[8];			// one without a key is behind the last
};

static const struct round rounds[] = {
	{300, {{"\t", "Tab, next claim"}}},
	{300, {{"\033[Z", "S-Tab, previous claim"}}},
	{100,
	 {{"\t", NULL},
	  {"\r", "Enter, a claim with its facts"},
	  {"\r", "Enter, a fact with its back links"},
	  {"\177", "Backspace, to the claim"},
	  {"\177", "Backspace, to the text"}}},
	{50,
	 {{"\t", NULL},
	  {"\r", NULL},
	  {"\r", NULL},
	  {"j", "j, the next back link"},
	  {"\r", "Enter, where that claim stands"},
	  {"\033", NULL},
	  {"\033", NULL}}},
	{20, {{"L", "L, all claims"}, {"G", "G, to the last of them"}, {"\033", "Esc, closed"}}},
	{20, {{"K", "K, all facts"}, {"G", "G, to the last of them"}, {"\033", "Esc, closed"}}},
	{20, {{"G", "G, to the end of the text"}, {"g", "g, to its start"}}},
	{100, {{" ", "Space, one screen down"}}},
};

static void play(struct program *p, const struct round *r)
{
	struct times times[8] = {0};
	for (int i = 0; i < r->count; i++)
		for (size_t k = 0; k < 8 && r->keys[k].key; k++)
			press(p, r->keys[k].key, &times[k]);
	for (size_t k = 0; k < 8 && r->keys[k].key; k++)
		if (r->keys[k].what)
			print_times(r->keys[k].what, &times[k]);
}

static void bench_all(char **argv, const char *word)
{
	struct program p;
	if (!start_until(&p, argv, word))
		return;
	double work = bench_reading(&p);
	press(&p, "g", &(struct times){0});
	for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++)
		play(&p, &rounds[i]);
	printf("  %-36s %.0f MB resident, %.0f MB its own\n", "memory at the end",
	       memory(&p, "VmRSS:"), memory(&p, "RssAnon:"));
	finish(&p);
	if (start_until(&p, argv, word)) {
		bench_keys_meanwhile(&p, work);
		finish(&p);
	}
}

int main(int argc, char **argv)
{
	bool all = argc > 1 && strcmp(argv[1], "--all") == 0;
	argv += all;
	argc -= all;
	if (argc < 3) {
		fputs("usage: bench_sets [--all] WORD PROGRAM [ARGUMENT]...\n", stderr);
		return 2;
	}
	bench_start(argv + 2, argv[1]);
	if (all)
		bench_all(argv + 2, argv[1]);
	return 0;
}
