// SPDX-License-Identifier: ISC
// Jumps, the key after them, and searches.
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "bench_parts.h"
#include "bench_texts.h"

// Whether ROW has fewer samples than it should have; none that take long more often than that.
static bool is_wanted(const struct bench *b, const struct report_row *row)
{
	double median = row->values.count ? samples_median(&row->values) : 0;
	return row->values.count < bench_runs_after(b, median);
}

// Jumps and waits for what must come there, then presses a key.
static double try_jump(struct bench *b, struct bench_trial *t)
{
	struct wanted w = {.words = {t->word}, .quiet = QUIET_JUMP, .patience = b->patience};
	struct child c;
	double took = INFINITY;
	if (!bench_open(b, &t->run, t->text, &c)) {
		samples_add(&t->row->values, INFINITY);
		return INFINITY;
	}
	child_forget(&c);
	double from = bench_now();
	if (child_send(&c, t->keys) && child_wait(&c, &w))
		took = c.last - from;
	samples_add(&t->row->values, took);
	if (t->then && !isinf(took) && is_wanted(b, t->then))
		bench_press(b, &c, t->after, QUIET_JUMP, t->then);
	child_finish(&c);
	return took;
}

static void jumps_to(struct bench *b, enum bench_text text, enum bench_key key, const char *word,
		     struct measure *m, struct measure *then)
{
	struct bench_trial trials[MOST_TRIALS];
	size_t count = 0;
	for (size_t i = 0; i < bench_program_count; i++) {
		const struct bench_program *program = &bench_programs[i];
		bench_add_late(b, program, key, text, m);
		if (!bench_takes_part(b, program, key, text))
			continue;
		trials[count++] = (struct bench_trial){.run = bench_run_of(b, program, text),
						       .text = text,
						       .row = measure_add(m, program->name),
						       .then = measure_add(then, program->name),
						       .keys = program->keys[key],
						       .word = word,
						       .after = program->keys[KEY_LINE_UP]};
	}
	bench_in_turn(b, trials, count, try_jump);
	report_print(&b->report, m, "less");
	report_print(&b->report, then, "less");
}

static double try_screen(struct bench *b, struct bench_trial *t)
{
	struct child c;
	if (!bench_open(b, &t->run, t->text, &c))
		return INFINITY;
	double from = bench_now();
	bool is_answered = bench_press(b, &c, t->keys, QUIET_KEY, t->row);
	double took = is_answered ? bench_now() - from : INFINITY;
	child_finish(&c);
	return took;
}

// The first screen down in a text that is one line.
static void screen_in_line(struct bench *b)
{
	struct measure *m = report_begin(&b->report, "screen-line",
					 "The first screen down in one long line", "ms");
	struct bench_trial trials[MOST_TRIALS];
	size_t count = 0;
	for (size_t i = 0; i < bench_program_count; i++) {
		const struct bench_program *program = &bench_programs[i];
		if (program->wraps && bench_takes_part(b, program, KEY_SCREEN, TEXT_LINE))
			trials[count++] =
				(struct bench_trial){.run = bench_run_of(b, program, TEXT_LINE),
						     .text = TEXT_LINE,
						     .row = measure_add(m, program->name),
						     .keys = program->keys[KEY_SCREEN]};
	}
	bench_in_turn(b, trials, count, try_screen);
	report_print(&b->report, m, "less");
}

void bench_jump_part(struct bench *b)
{
	static const char half[] = "@049|@050"; // to within one in a hundred
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

static double try_count(struct bench *b, struct bench_trial *t)
{
	struct child c;
	struct err e = {0};
	int status;
	if (!bench_start_silent(&b->places, (char *const *)t->argv, &c, &e)) {
		fprintf(stderr, "bench: %s\n", e.text);
		return INFINITY;
	}
	double took = child_end(&c, b->patience, &status);
	took = took < 0 ? INFINITY : took;
	samples_add(&t->row->values, took);
	child_finish(&c);
	return took;
}

static void time_counts(struct bench *b, size_t which)
{
	static const char *const names[COUNTERS] = {"Kantlijn", "rg", "grep"};
	struct measure *m = report_begin(&b->report, counts[which].id, counts[which].title, "ms");
	struct bench_trial trials[COUNTERS];
	size_t count = 0;
	for (size_t k = 0; k < COUNTERS; k++) {
		const char *path = k ? bench_find(names[k]) : b->places.kantlijn;
		struct bench_trial *t = &trials[count];
		size_t n = 0;
		if (!path)
			continue;
		*t = (struct bench_trial){.row = measure_add(m, names[k])};
		t->argv[n++] = mem_string(path);
		for (size_t i = 0; i < 4 && counts[which].arguments[k][i]; i++)
			t->argv[n++] = counts[which].arguments[k][i];
		t->argv[n++] = b->texts[TEXT_PROSE];
		count++;
	}
	bench_in_turn(b, trials, count, try_count);
	for (size_t k = 0; k < count; k++)
		free((char *)(uintptr_t)trials[k].argv[0]);
	report_print(&b->report, m, "rg");
}

void bench_search_part(struct bench *b)
{
	struct measure *m = report_begin(&b->report, "search",
					 "Searching for what stands at the end alone", "ms");
	static char keys[BENCH_PROGRAMS][64];
	struct bench_trial trials[MOST_TRIALS];
	size_t count = 0;
	for (size_t i = 0; i < bench_program_count; i++) {
		const struct bench_program *program = &bench_programs[i];
		bench_add_late(b, program, KEY_SEARCH, TEXT_PROSE, m);
		if (!bench_takes_part(b, program, KEY_SEARCH, TEXT_PROSE))
			continue;
		snprintf(keys[i], sizeof *keys, "%s%s\r", program->keys[KEY_SEARCH], BENCH_NEEDLE);
		trials[count++] = (struct bench_trial){.run = bench_run_of(b, program, TEXT_PROSE),
						       .text = TEXT_PROSE,
						       .row = measure_add(m, program->name),
						       .keys = keys[i],
						       .word = BENCH_LAST};
	}
	bench_in_turn(b, trials, count, try_jump);
	report_print(&b->report, m, "less");
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		time_counts(b, i);
}
