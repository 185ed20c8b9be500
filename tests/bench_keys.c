// SPDX-License-Identifier: ISC
// From a key to the last byte of the answer; keys that are held down; a new size.
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "bench_parts.h"
#include "bench_texts.h"

enum {
	HELD = 60, // keys of a key that is held down
	HELD_PER_SECOND = 30,
	BURST = 300, // keys that are there at once
};

static void press_often(struct bench *b, struct child *c, const char *key, struct measure *m,
			const char *name)
{
	struct report_row *row = measure_add(m, name);
	size_t silent = 0;
	for (size_t i = 0; i < b->keys && silent < MOST_SILENT; i++)
		silent += !bench_press(b, c, key, QUIET_KEY, row);
}

// Keys while a search goes through the text; it is begun again until they are enough.
static void press_while_searching(struct bench *b, const char *key, struct measure *m)
{
	struct report_row *row = measure_add(m, "Kantlijn, searching");
	struct bench_run run = bench_run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_PROSE);
	for (size_t times = 0; times < 50 && row->values.count < b->keys; times++) {
		struct child c;
		if (!bench_open(b, &run, TEXT_PROSE, &c))
			return;
		child_rest(&c, REST, REST_WORK, b->patience);
		child_send(&c, "/" BENCH_COMMON "\r");
		child_take_until(&c, bench_now() + QUIET_KEY);
		bool is_searching = true;
		while (is_searching && row->values.count < b->keys) {
			double from = bench_now(), worked = child_worked(&c);
			bench_press(b, &c, key, QUIET_KEY, row);
			is_searching = child_worked(&c) - worked > (bench_now() - from) / 3;
		}
		child_finish(&c);
	}
}

static void keys_with_set(struct bench *b, struct measure *line, struct measure *screen,
			  struct measure *claim)
{
	struct bench_run run = bench_run_of(b, &bench_programs[BENCH_KANTLIJN], TEXT_PROSE);
	struct child c;
	run.set = b->set;
	run.patience = 10 * b->patience;
	if (!bench_open(b, &run, TEXT_PROSE, &c))
		return;
	press_often(b, &c, "j", line, "Kantlijn, reading a set");
	child_rest(&c, REST, REST_WORK, 10 * b->patience);
	press_often(b, &c, "j", line, "Kantlijn, margin open");
	press_often(b, &c, " ", screen, "Kantlijn, margin open");
	press_often(b, &c, "\t", claim, "Kantlijn");
	child_finish(&c);
}

// A program on the long text, with its rows.
struct pressed {
	struct child child;
	const struct bench_program *program;
	struct report_row *rows[2]; // of a line, of a screen
	size_t silent;
};

// Presses the keys of all programs in turn, so that whatever else the machine does falls on each
// alike.
static void press_in_turn(struct bench *b, struct pressed *all, size_t count)
{
	static const enum bench_key keys[2] = {KEY_LINE, KEY_SCREEN};
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < b->keys; i++)
			for (struct pressed *p = all; p < all + count; p++)
				if (p->silent < MOST_SILENT)
					p->silent += !bench_press(b, &p->child,
								  p->program->keys[keys[k]],
								  QUIET_KEY, p->rows[k]);
}

static void keys_of_all(struct bench *b, struct measure *line, struct measure *screen)
{
	struct pressed all[BENCH_PROGRAMS];
	size_t count = 0;
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = bench_run_of(b, &bench_programs[i], TEXT_PROSE);
		struct pressed p = {.program = run.program};
		if (!bench_takes_part(b, run.program, KEY_LINE, TEXT_PROSE) ||
		    !bench_open(b, &run, TEXT_PROSE, &p.child)) {
			bench_add_late(b, run.program, KEY_LINE, TEXT_PROSE, line);
			bench_add_late(b, run.program, KEY_SCREEN, TEXT_PROSE, screen);
			continue;
		}
		p.rows[0] = measure_add(line, run.program->name);
		p.rows[1] = measure_add(screen, run.program->name);
		all[count++] = p;
	}
	press_in_turn(b, all, count);
	for (size_t i = 0; i < count; i++)
		child_finish(&all[i].child);
}

void bench_keys_part(struct bench *b)
{
	struct report *r = &b->report;
	struct measure *line = report_begin(r, "key-line", "A line down, in the long text", "ms");
	struct measure *screen =
		report_begin(r, "key-screen", "A screen down, in the long text", "ms");
	struct measure *claim = report_begin(r, "key-claim", "The next claim (Tab), of all", "ms");
	line->has_part = screen->has_part = claim->has_part = true;
	keys_of_all(b, line, screen);
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

void bench_held_part(struct bench *b)
{
	struct report *r = &b->report;
	struct measure *held = report_begin(r, "held",
					    "A key held down (30 a second for 2 s): "
					    "from the last key to the last byte",
					    "ms");
	struct measure *burst =
		report_begin(r, "burst", "300 keys at once: to the last byte", "ms");
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = bench_run_of(b, &bench_programs[i], TEXT_PROSE);
		struct child c;
		if (!bench_takes_part(b, run.program, KEY_LINE, TEXT_PROSE) ||
		    run.program->reads_all || !bench_open(b, &run, TEXT_PROSE, &c))
			continue;
		const char *key = run.program->keys[KEY_LINE];
		struct report_row *row = measure_add(held, bench_label(&run));
		struct report_row *at_once = measure_add(burst, bench_label(&run));
		for (size_t k = 0; k < b->runs; k++) {
			samples_add(&row->values, hold(b, &c, key, HELD, HELD_PER_SECOND));
			samples_add(&at_once->values, hold(b, &c, key, BURST, 0));
		}
		child_finish(&c);
	}
	report_print(r, held, "less");
	report_print(r, burst, "less");
}

// --- A new size ---

void bench_resize_part(struct bench *b)
{
	struct measure *m =
		report_begin(&b->report, "resize", "Another size (100×30, 120×40)", "ms");
	struct wanted w = {.quiet = QUIET_JUMP, .patience = b->patience, .needs_text = true};
	for (size_t i = 0; i < bench_program_count; i++) {
		struct bench_run run = bench_run_of(b, &bench_programs[i], TEXT_EDITORIAL);
		struct child c;
		if (!bench_takes_part(b, run.program, KEY_LINE, TEXT_EDITORIAL) ||
		    !bench_open(b, &run, TEXT_EDITORIAL, &c))
			continue;
		struct report_row *row = measure_add(m, bench_label(&run));
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
