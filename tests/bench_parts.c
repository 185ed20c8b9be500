// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_texts.h"

enum {
	QUIET_START = 60, // [ms] after which a first screen is complete
	QUIET_KEY = 20,	  // [ms] the same for the answer to a key
	QUIET_JUMP = 40,  // [ms] the same for a jump, a search and a new size
	LONG_RUN = 2000,  // [ms] what takes longer is done FEW times only
	FEW = 3,
	REST = 500, // [ms] with less than REST_WORK [ms] of work: nothing is left to do
	REST_WORK = 4,
	MOST_SILENT = 3, // keys without an answer, after which no more are pressed
	HELD = 60,	 // keys of a key that is held down
	HELD_PER_SECOND = 30,
	BURST = 300, // keys that are there at once
};

// What must be seen before a text is there: see bench_texts.h.  The editorial has no words of its
// own for this: it is those of its first paragraph and of one at the end of the first screen.
static const struct wanted first_screens[TEXTS] = {
	[TEXT_EDITORIAL] = {.words = {"flop", "begonnen"}},
	[TEXT_PROSE] = {.words = {BENCH_FIRST, BENCH_THIRD}},
	[TEXT_LINE] = {.words = {BENCH_FIRST}},
	[TEXT_SCRIPTS] = {.words = {BENCH_FIRST}},
	[TEXT_RANDOM] = {.words = {BENCH_FIRST}},
};

static bool is_kantlijn(const struct bench_program *program)
{
	return program == &bench_programs[BENCH_KANTLIJN];
}

static const char *label(const struct bench_run *run)
{
	return run->label ? run->label : run->program->name;
}

static struct bench_run run_of(const struct bench *b, const struct bench_program *program,
			       enum bench_text text)
{
	return (struct bench_run){.program = program, .text = b->texts[text]};
}

// Starts a run and waits for its first screen, with the marks and the margin of its set.
static bool open_text(struct bench *b, const struct bench_run *run, enum bench_text text,
		      struct child *c)
{
	struct err e = {0};
	struct wanted w = first_screens[text];
	size_t program = (size_t)(run->program - bench_programs);
	if (run->set) {
		w.words[2] = BENCH_FACT;
	} else if (text == TEXT_EDITORIAL && is_kantlijn(run->program)) { // a set lies beside it
		w.words[2] = "pantsertrein";
		w.words[3] = "voorwerk";
	}
	w.quiet = QUIET_START;
	w.patience = b->patience;
	if (!bench_start(&b->places, run, c, &e)) {
		fprintf(stderr, "bench: %s\n", e.text);
		return false;
	}
	if (child_wait(c, &w))
		return true;
	b->is_late[program][text] |= run->set == NULL;
	child_finish(c);
	return false;
}

// Whether PROGRAM takes part in what is done with TEXT by KEY (KEYS: without one).
static bool takes_part(const struct bench *b, const struct bench_program *program,
		       enum bench_key key)
{
	return bench_is_here(&b->places, program) && (key == KEYS || program->keys[key]);
}

static bool is_late(const struct bench *b, const struct bench_program *program,
		    enum bench_text text)
{
	return b->is_late[program - bench_programs][text];
}

static size_t runs_after(const struct bench *b, double took)
{
	return isinf(took) ? 1 : took > LONG_RUN && b->runs > FEW ? FEW : b->runs;
}

// --- First screen ---

// The first start is not counted: what it reads from the disk and keeps for the next ones, as a
// store of notes, is there when one reads every day.
static void time_start(struct bench *b, struct bench_run run, enum bench_text text,
		       struct measure *m)
{
	struct report_row *row = measure_add(m, label(&run));
	struct child c;
	if (!open_text(b, &run, text, &c)) {
		samples_add(&row->values, INFINITY);
		return;
	}
	size_t runs = runs_after(b, c.last - c.started);
	child_ask_to_end(&c, LONG_RUN);
	child_finish(&c);
	run.keeps_home = !run.keeps_home;
	for (size_t i = 0; i < runs; i++) {
		bool is_there = open_text(b, &run, text, &c);
		samples_add(&row->values, is_there ? c.last - c.started : INFINITY);
		if (!is_there)
			return;
		samples_add(&row->bytes, (double)c.bytes);
		child_finish(&c);
	}
}

// The very first start of all, with an empty home.
static void time_first_start(struct bench *b, struct measure *m)
{
	struct bench_run run = run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_EDITORIAL);
	run.label = "Kantlijn, the very first";
	run.keeps_home = true; // which none of those that count does
	time_start(b, run, TEXT_EDITORIAL, m);
}

static void start_part(struct bench *b)
{
	static const char *const ids[TEXTS] = {"start-editorial", "start-prose", "start-line",
					       "start-scripts", "start-random"};
	static char titles[TEXTS][100], set_title[100];
	for (enum bench_text text = 0; text < TEXTS; text++) {
		snprintf(titles[text], sizeof *titles, "First screen: %s", b->titles[text]);
		struct measure *m = report_begin(&b->report, ids[text], titles[text], "ms");
		for (size_t i = 0; i < bench_program_count; i++) {
			struct bench_run run = run_of(b, &bench_programs[i], text);
			bool is_whole = strcmp(run.program->name, "cat") == 0;
			if (takes_part(b, run.program, KEYS) &&
			    (text == TEXT_EDITORIAL || !is_whole))
				time_start(b, run, text, m);
		}
		if (text == TEXT_EDITORIAL)
			time_first_start(b, m);
		report_print(&b->report, m, "less");
	}
	snprintf(set_title, sizeof set_title, "First screen: %s with %llu annotations",
		 b->titles[TEXT_PROSE], (unsigned long long)b->annotations);
	struct measure *m = report_begin(&b->report, "start-set", set_title, "ms");
	struct bench_run run = run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_PROSE);
	run.set = b->set;
	time_start(b, run, TEXT_PROSE, m);
	run = run_of(b, &bench_programs[BENCH_LESS], TEXT_PROSE);
	run.label = "less, the text alone";
	if (takes_part(b, run.program, KEYS))
		time_start(b, run, TEXT_PROSE, m);
	report_print(&b->report, m, "less, the text alone");
}

// --- Keys ---

static bool press(struct bench *b, struct child *c, const char *key, int quiet,
		  struct report_row *row)
{
	struct wanted w = {.quiet = quiet, .patience = b->patience, .needs_text = true};
	child_take_until(c, bench_now() + 1);
	double from = bench_now();
	bool is_answered = child_send(c, key) && child_wait(c, &w);
	samples_add(&row->values, is_answered ? c->last - from : INFINITY);
	if (is_answered)
		samples_add(&row->bytes, (double)c->bytes);
	return is_answered;
}

static void press_often(struct bench *b, struct child *c, const char *key, struct measure *m,
			const char *name)
{
	struct report_row *row = measure_add(m, name);
	size_t silent = 0;
	m->has_part = true;
	for (size_t i = 0; i < b->keys && silent < MOST_SILENT; i++)
		silent += !press(b, c, key, QUIET_KEY, row);
}

// Keys while a search goes through the text; it is begun again until they are enough.
static void press_while_searching(struct bench *b, const char *key, struct measure *m)
{
	struct report_row *row = measure_add(m, "Kantlijn, searching");
	struct bench_run run = run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_PROSE);
	for (size_t times = 0; times < 50 && row->values.count < b->keys; times++) {
		struct child c;
		if (!open_text(b, &run, TEXT_PROSE, &c))
			return;
		child_rest(&c, REST, REST_WORK, b->patience);
		child_send(&c, "/" BENCH_COMMON "\r");
		child_take_until(&c, bench_now() + QUIET_KEY);
		bool is_searching = true;
		while (is_searching && row->values.count < b->keys) {
			double from = bench_now(), worked = child_worked(&c);
			press(b, &c, key, QUIET_KEY, row);
			is_searching = child_worked(&c) - worked > (bench_now() - from) / 3;
		}
		child_finish(&c);
	}
}

static void keys_with_set(struct bench *b, struct measure *line, struct measure *screen,
			  struct measure *claim)
{
	struct bench_run run = run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_PROSE);
	struct child c;
	run.set = b->set;
	if (!open_text(b, &run, TEXT_PROSE, &c))
		return;
	press_often(b, &c, "j", line, "Kantlijn, reading a set");
	child_rest(&c, REST, REST_WORK, 10 * b->patience);
	press_often(b, &c, "j", line, "Kantlijn, margin open");
	press_often(b, &c, " ", screen, "Kantlijn, margin open");
	press_often(b, &c, "\t", claim, "Kantlijn");
	child_finish(&c);
}

static void keys_part(struct bench *b)
{
	struct report *r = &b->report;
	struct measure *line = report_begin(r, "key-line", "A line down, in the long text", "ms");
	struct measure *screen =
		report_begin(r, "key-screen", "A screen down, in the long text", "ms");
	struct measure *claim = report_begin(r, "key-claim", "The next claim (Tab), of all", "ms");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], TEXT_PROSE);
		struct child c;
		if (!takes_part(b, run.program, KEY_LINE) || is_late(b, run.program, TEXT_PROSE) ||
		    !open_text(b, &run, TEXT_PROSE, &c))
			continue;
		press_often(b, &c, run.program->keys[KEY_LINE], line, label(&run));
		press_often(b, &c, run.program->keys[KEY_SCREEN], screen, label(&run));
		child_finish(&c);
	}
	press_while_searching(b, "j", line);
	keys_with_set(b, line, screen, claim);
	const struct report_row *less = measure_find(screen, "less");
	if (less) {
		struct report_row *row = measure_add(claim, "less, a screen down");
		for (size_t i = 0; i < less->values.count; i++)
			samples_add(&row->values, less->values.all[i]);
	}
	report_print(r, line, "less");
	report_print(r, screen, "less");
	report_print(r, claim, "less, a screen down");
}

// --- Keys that are held down ---

// How long after the last of COUNT keys, PER_SECOND (0: at once), the last byte comes.
static double hold(struct bench *b, struct child *c, const char *key, size_t count, int per_second)
{
	struct wanted w = {.quiet = 100, .patience = b->patience};
	struct buf all = {0};
	double next = bench_now();
	for (size_t i = 0; i < count; i++) {
		if (per_second == 0) {
			buf_add_string(&all, key);
			continue;
		}
		child_take_until(c, next);
		next += 1000.0 / per_second;
		if (i + 1 < count)
			child_send(c, key);
		else
			buf_add_string(&all, key);
	}
	double last = bench_now();
	bool is_answered = child_send(c, buf_string(&all)) && child_wait(c, &w);
	buf_done(&all);
	return is_answered ? c->last - last : INFINITY;
}

static void held_part(struct bench *b)
{
	struct report *r = &b->report;
	struct measure *held = report_begin(r, "held",
					    "A key held down (30 a second for 2 s): "
					    "from the last key to the last byte",
					    "ms");
	struct measure *burst =
		report_begin(r, "burst", "300 keys at once: to the last byte", "ms");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], TEXT_PROSE);
		struct child c;
		if (!takes_part(b, run.program, KEY_LINE) || run.program->reads_all ||
		    !open_text(b, &run, TEXT_PROSE, &c))
			continue;
		const char *key = run.program->keys[KEY_LINE];
		struct report_row *row = measure_add(held, label(&run));
		struct report_row *at_once = measure_add(burst, label(&run));
		for (size_t k = 0; k < b->runs; k++) {
			samples_add(&row->values, hold(b, &c, key, HELD, HELD_PER_SECOND));
			samples_add(&at_once->values, hold(b, &c, key, BURST, 0));
		}
		child_finish(&c);
	}
	report_print(r, held, "less");
	report_print(r, burst, "less");
}

// --- Jumps ---

// Jumps by KEYS and waits for WORD, then presses AFTER (NULL: nothing).
static void time_jump(struct bench *b, const struct bench_run *run, enum bench_text text,
		      const char *keys, const char *word, const char *after, struct measure *m,
		      struct measure *then)
{
	struct report_row *row = measure_add(m, label(run));
	struct report_row *next = after ? measure_add(then, label(run)) : NULL;
	struct wanted w = {.words = {word}, .quiet = QUIET_JUMP, .patience = b->patience};
	if (is_late(b, run->program, text)) {
		samples_add(&row->values, INFINITY);
		return;
	}
	for (size_t i = 0, runs = 1; i < runs; i++) {
		struct child c;
		double took = INFINITY;
		if (!open_text(b, run, text, &c)) {
			samples_add(&row->values, INFINITY);
			return;
		}
		child_forget(&c);
		double from = bench_now();
		if (child_send(&c, keys) && child_wait(&c, &w))
			took = c.last - from;
		samples_add(&row->values, took);
		if (next && !isinf(took)) {
			press(b, &c, after, QUIET_JUMP, next);
			took += next->values.all[next->values.count - 1];
		}
		runs = i == 0 ? runs_after(b, took) : runs;
		child_finish(&c);
	}
}

static void jumps_to(struct bench *b, enum bench_text text, enum bench_key key, const char *word,
		     struct measure *m, struct measure *then)
{
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], text);
		if (takes_part(b, run.program, key))
			time_jump(b, &run, text, run.program->keys[key], word,
				  run.program->keys[KEY_LINE_UP], m, then);
	}
	report_print(&b->report, m, "less");
	report_print(&b->report, then, "less");
}

// The first screen down in a text that is one line.
static void screen_in_line(struct bench *b)
{
	struct measure *m = report_begin(&b->report, "screen-line",
					 "The first screen down in one long line", "ms");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], TEXT_LINE);
		if (!takes_part(b, run.program, KEY_SCREEN) || !run.program->wraps ||
		    is_late(b, run.program, TEXT_LINE))
			continue;
		struct report_row *row = measure_add(m, label(&run));
		for (size_t k = 0, runs = 1; k < runs; k++) {
			struct child c;
			if (!open_text(b, &run, TEXT_LINE, &c))
				break;
			press(b, &c, run.program->keys[KEY_SCREEN], QUIET_KEY, row);
			runs = k == 0 ? runs_after(b, row->values.all[0]) : runs;
			child_finish(&c);
		}
	}
	report_print(&b->report, m, "less");
}

static void jump_part(struct bench *b)
{
	static const char half[] = "@0498|@0499|@0500|@0501|@0502";
	struct report *r = &b->report;
	struct measure *m = report_begin(r, "end-prose", "To the end of the long text", "ms");
	struct measure *then =
		report_begin(r, "after-end-prose", "A line up, right after it", "ms");
	then->has_part = true;
	jumps_to(b, TEXT_PROSE, KEY_LAST, BENCH_LAST, m, then);
	m = report_begin(r, "half-prose", "To 50 % of the long text", "ms");
	then = report_begin(r, "after-half-prose", "A line up, right after 50 %", "ms");
	then->has_part = true;
	jumps_to(b, TEXT_PROSE, KEY_HALF, half, m, then);
	m = report_begin(r, "end-line", "To the end of one long line", "ms");
	then = report_begin(r, "after-end-line", "A line up, right after the end of it", "ms");
	jumps_to(b, TEXT_LINE, KEY_LAST_OF_LINE, BENCH_LAST, m, then);
	m = report_begin(r, "half-line", "To 50 % of one long line", "ms");
	then = report_begin(r, "after-half-line", "A line up, right after 50 % of it", "ms");
	jumps_to(b, TEXT_LINE, KEY_HALF, half, m, then);
	screen_in_line(b);
}

// --- Search ---

enum { COUNTERS = 3 };

static const struct {
	const char *id, *title;
	const char *arguments[COUNTERS][4]; // of Kantlijn, rg and grep
} counts[] = {
	{"count-exact",
	 "Counting all of an absent word, byte for byte",
	 {{"--count", "--mode=exact", "--search=" BENCH_ABSENT},
	  {"-c", "-F", BENCH_ABSENT},
	  {"-c", "-F", BENCH_ABSENT}}},
	{"count-absent",
	 "Counting all of an absent word, whatever its case",
	 {{"--count", "--search=" BENCH_ABSENT},
	  {"-c", "-i", BENCH_ABSENT},
	  {"-c", "-i", BENCH_ABSENT}}},
	{"count-common",
	 "Counting all of a frequent word, whatever its case",
	 {{"--count", "--search=" BENCH_COMMON},
	  {"-c", "-i", BENCH_COMMON},
	  {"-c", "-i", BENCH_COMMON}}},
	{"count-regex",
	 "Counting all of a regular expression",
	 {{"--count", "--mode=regex", "--search=harb\\w+ [a-z]+ing"},
	  {"-c", "harb\\w+ [a-z]+ing"},
	  {"-c", "-E", "harb\\w+ [a-z]+ing"}}},
};

static void time_count(struct bench *b, const char *name, const char *path,
		       const char *const arguments[4], struct measure *m)
{
	const char *argv[7] = {path};
	struct report_row *row = measure_add(m, name);
	size_t count = 1;
	for (size_t i = 0; i < 4 && arguments[i]; i++)
		argv[count++] = arguments[i];
	argv[count++] = b->texts[TEXT_PROSE];
	for (size_t i = 0, runs = 1; i < runs; i++) {
		struct child c;
		struct err e = {0};
		int status;
		if (!bench_start_silent(&b->places, (char *const *)argv, &c, &e)) {
			fprintf(stderr, "bench: %s\n", e.text);
			return;
		}
		double took = child_end(&c, b->patience, &status);
		samples_add(&row->values, took < 0 ? INFINITY : took);
		runs = i == 0 ? runs_after(b, took < 0 ? INFINITY : took) : runs;
		child_finish(&c);
	}
}

static void search_part(struct bench *b)
{
	static const char *const names[COUNTERS] = {"Kantlijn", "rg", "grep"};
	struct measure *m = report_begin(&b->report, "search",
					 "Searching for what stands at the end alone", "ms");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], TEXT_PROSE);
		char keys[64];
		if (!takes_part(b, run.program, KEY_SEARCH))
			continue;
		snprintf(keys, sizeof keys, "%s%s\r", run.program->keys[KEY_SEARCH], BENCH_NEEDLE);
		time_jump(b, &run, TEXT_PROSE, keys, BENCH_LAST, NULL, m, NULL);
	}
	report_print(&b->report, m, "less");
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		m = report_begin(&b->report, counts[i].id, counts[i].title, "ms");
		for (size_t k = 0; k < COUNTERS; k++) {
			const char *path = k ? bench_find(names[k]) : b->places.kantlijn;
			if (path)
				time_count(b, names[k], path, counts[i].arguments[k], m);
		}
		report_print(&b->report, m, "rg");
	}
}

// --- A new size ---

static void resize_part(struct bench *b)
{
	struct measure *m = report_begin(&b->report, "resize",
					 "A window made smaller or larger (100×30, 120×40)", "ms");
	struct wanted w = {.quiet = QUIET_JUMP, .patience = b->patience, .needs_text = true};
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], TEXT_EDITORIAL);
		struct child c;
		if (!takes_part(b, run.program, KEY_LINE) ||
		    !open_text(b, &run, TEXT_EDITORIAL, &c))
			continue;
		struct report_row *row = measure_add(m, label(&run));
		for (size_t k = 0; k < 2 * b->runs; k++) {
			double from = bench_now();
			child_resize(&c, k % 2 ? BENCH_ROWS : 30, k % 2 ? BENCH_COLS : 100);
			bool is_answered = child_wait(&c, &w);
			samples_add(&row->values, is_answered ? c.last - from : INFINITY);
			if (is_answered)
				samples_add(&row->bytes, (double)c.bytes);
			else
				break;
		}
		child_finish(&c);
	}
	report_print(&b->report, m, "less");
}

// --- Memory ---

static void weigh(struct bench *b, const struct bench_run *run, enum bench_text text,
		  struct measure *own, struct measure *resident)
{
	static char names[REPORT_MEASURES][64]; // which rows keep
	static size_t count;
	char *name = names[count++ % REPORT_MEASURES];
	snprintf(name, sizeof *names, "%s, first screen", label(run));
	struct report_row *first = measure_add(own, name);
	struct report_row *then = measure_add(own, label(run));
	struct report_row *all = measure_add(resident, label(run));
	for (size_t i = 0; i < (run->set ? 1 : FEW); i++) {
		struct child c;
		if (!open_text(b, run, text, &c))
			return;
		samples_add(&first->values, child_own(&c));
		child_rest(&c, REST, REST_WORK, 10 * b->patience);
		samples_add(&then->values, child_own(&c));
		samples_add(&all->values, child_resident(&c));
		child_finish(&c);
	}
}

static void memory_part(struct bench *b)
{
	static const struct {
		const char *own, *own_title, *resident, *resident_title;
		enum bench_text text;
		bool has_set;
	} weights[] = {
		{"own-editorial", "Memory of its own: the editorial", "resident-editorial",
		 "Resident memory: the editorial", TEXT_EDITORIAL, false},
		{"own-prose", "Memory of its own: the long text", "resident-prose",
		 "Resident memory: the long text", TEXT_PROSE, false},
		{"own-set", "Memory of its own: the long text with its set", "resident-set",
		 "Resident memory: the long text with its set", TEXT_PROSE, true},
	};
	for (size_t k = 0; k < sizeof weights / sizeof *weights; k++) {
		struct report *r = &b->report;
		struct measure *own = report_begin(r, weights[k].own, weights[k].own_title, "byte");
		struct measure *resident =
			report_begin(r, weights[k].resident, weights[k].resident_title, "byte");
		for (size_t i = 0; i < bench_program_count; i++) {
			struct bench_run run = run_of(b, &bench_programs[i], weights[k].text);
			run.set = weights[k].has_set ? b->set : NULL;
			if (takes_part(b, run.program, KEY_LINE) &&
			    !is_late(b, run.program, weights[k].text) &&
			    (!run.set || is_kantlijn(run.program)))
				weigh(b, &run, weights[k].text, own, resident);
		}
		report_print(r, own, "less");
		report_print(r, resident, "less");
	}
}

// --- Nothing to do ---

static void idle_part(struct bench *b)
{
	static char title[100];
	snprintf(title, sizeof title, "Processor time in %.0f s without a key", b->idle / 1e3);
	struct measure *idle = report_begin(&b->report, "idle", title, "ms");
	struct measure *waits =
		report_begin(&b->report, "wake-ups", "Wake-ups in that time", "times");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = run_of(b, &bench_programs[i], TEXT_PROSE);
		struct child c;
		if (!takes_part(b, run.program, KEY_LINE) || is_late(b, run.program, TEXT_PROSE) ||
		    !open_text(b, &run, TEXT_PROSE, &c))
			continue;
		child_rest(&c, REST, REST_WORK, b->patience);
		double worked = child_worked(&c), waited = child_waits(&c);
		child_take_until(&c, bench_now() + b->idle);
		samples_add(&measure_add(idle, label(&run))->values, child_worked(&c) - worked);
		samples_add(&measure_add(waits, label(&run))->values, child_waits(&c) - waited);
		child_finish(&c);
	}
	report_print(&b->report, idle, "less");
	report_print(&b->report, waits, "less");
}

const struct bench_part bench_parts[] = {
	{"start", "from exec to the last byte of the first screen", start_part},
	{"keys", "from a key to the last byte of the answer", keys_part},
	{"held", "keys that are held down", held_part},
	{"jump", "to the end and to 50 %, and the key after it", jump_part},
	{"search", "to what stands at the end, and counting", search_part},
	{"resize", "from a new size to the last byte", resize_part},
	{"memory", "resident, and of its own", memory_part},
	{"idle", "processor time and wake-ups without a key", idle_part},
};
const size_t bench_part_count = sizeof bench_parts / sizeof *bench_parts;
