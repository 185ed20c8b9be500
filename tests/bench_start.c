// SPDX-License-Identifier: ISC
// From exec to the last byte of the first screen.
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench_parts.h"
#include "bench_texts.h"

static double try_start(struct bench *b, struct bench_trial *t)
{
	struct child c;
	bool is_there = bench_open(b, &t->run, t->text, &c);
	double took = is_there ? c.last - c.started : INFINITY;
	samples_add(&t->row->values, took);
	if (is_there) {
		samples_add(&t->row->bytes, (double)c.bytes);
		samples_add(&t->row->work, c.work);
		child_finish(&c);
	}
	return took;
}

// Starts once what is not counted: what a program reads from the disk, and keeps for the next time,
// as a store of notes, is there when one reads every day.
static bool warm(struct bench *b, struct bench_trial *t)
{
	struct child c;
	if (!bench_open(b, &t->run, t->text, &c)) {
		samples_add(&t->row->values, INFINITY);
		return false;
	}
	child_ask_to_end(&c, LONG_RUN);
	child_finish(&c);
	return true;
}

static void add_trial(struct bench *b, struct bench_run run, enum bench_text text,
		      struct measure *m, struct bench_trial *trials, size_t *count)
{
	struct bench_trial t = {.run = run, .text = text};
	t.row = measure_add(m, bench_label(&run));
	t.run.home = run.program->name;
	if (warm(b, &t))
		trials[(*count)++] = t;
}

static void time_text(struct bench *b, enum bench_text text, struct measure *m)
{
	struct bench_trial trials[MOST_TRIALS];
	size_t count = 0;
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = bench_run_of(b, &bench_programs[i], text);
		bool is_whole = strcmp(run.program->name, "cat") == 0;
		if (bench_takes_part(b, run.program, KEYS, text) &&
		    (text == TEXT_EDITORIAL || !is_whole))
			add_trial(b, run, text, m, trials, &count);
	}
	if (text == TEXT_EDITORIAL) {
		struct bench_run run = bench_run_of(b, &bench_programs[BENCH_KANTLIJN], text);
		run.label = "Kantlijn, the very first";
		trials[count++] = (struct bench_trial){
			.run = run, .text = text, .row = measure_add(m, run.label)};
	}
	bench_in_turn(b, trials, count, try_start);
}

static void time_set(struct bench *b)
{
	static char title[100];
	struct bench_trial trials[2];
	size_t count = 0;
	snprintf(title, sizeof title, "First screen: %s with %llu annotations",
		 b->titles[TEXT_PROSE], (unsigned long long)b->annotations);
	struct measure *m = report_begin(&b->report, "start-set", title, "ms");
	struct bench_run run = bench_run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_PROSE);
	run.set = b->set;
	add_trial(b, run, TEXT_PROSE, m, trials, &count);
	run = bench_run_of(b, &bench_programs[BENCH_LESS], TEXT_PROSE);
	run.label = "less, the text alone";
	if (bench_takes_part(b, run.program, KEYS, TEXT_PROSE))
		add_trial(b, run, TEXT_PROSE, m, trials, &count);
	bench_in_turn(b, trials, count, try_start);
	report_print(&b->report, m, "less, the text alone");
}

void bench_start_part(struct bench *b)
{
	static const char *const ids[TEXTS] = {"start-editorial", "start-prose", "start-line",
					       "start-scripts", "start-random"};
	static char titles[TEXTS][100];
	for (enum bench_text text = 0; text < TEXTS; text++) {
		snprintf(titles[text], sizeof *titles, "First screen: %s", b->titles[text]);
		struct measure *m = report_begin(&b->report, ids[text], titles[text], "ms");
		time_text(b, text, m);
		report_print(&b->report, m, "less");
	}
	time_set(b);
}
