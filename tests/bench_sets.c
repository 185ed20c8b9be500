// SPDX-License-Identifier: ISC
// What a large set costs: reading all of it, finding its places in a text that was changed, and
// the keys that walk through claims, facts, links and lists.
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench_parts.h"
#include "bench_texts.h"

enum { ROUND_KEYS = 8 };

// What is pressed again and again, and what each of its keys does.
struct round {
	size_t count;
	struct {
		const char *key, *what; // NULL: it is pressed, not counted
	} keys[ROUND_KEYS];		// one without a key is behind the last
};

static const struct round rounds[] = {
	{300, {{"\t", "Tab, next claim"}}},
	{300, {{"\033[Z", "S-Tab, previous claim"}}},
	{100,
	 {{"\t", NULL},
	  {"\r", "Enter, a claim"},
	  {"\r", "Enter, its fact"},
	  {"\177", "Backspace, the claim"},
	  {"\177", "Backspace, the text"}}},
	{50,
	 {{"\t", NULL},
	  {"\r", NULL},
	  {"\r", NULL},
	  {"j", "j, the next back link"},
	  {"\r", "Enter, where it leads"},
	  {"\033", NULL},
	  {"\033", NULL}}},
	{20, {{"L", "L, all claims"}, {"G", "G, to the last claim"}, {"\033", NULL}}},
	{20, {{"K", "K, all facts"}, {"G", "G, to the last fact"}, {"\033", NULL}}},
	{20, {{"G", "G, to the end"}, {"g", "g, to the start"}}},
};

static void play(struct bench *b, struct child *c, const struct round *round, struct measure *m)
{
	struct report_row *rows[ROUND_KEYS] = {0}, uncounted = {0};
	for (size_t k = 0; k < ROUND_KEYS && round->keys[k].key; k++)
		if (round->keys[k].what)
			rows[k] = measure_add(m, round->keys[k].what);
	size_t silent = 0;
	for (size_t i = 0; i < round->count && i < b->keys && silent < MOST_SILENT; i++)
		for (size_t k = 0; k < ROUND_KEYS && round->keys[k].key; k++)
			silent += !bench_press(b, c, round->keys[k].key, QUIET_KEY,
					       rows[k] ? rows[k] : &uncounted);
	samples_done(&uncounted.values);
	samples_done(&uncounted.bytes);
}

// Waits until all has been read; adds how long that took, from exec.
static bool read_all(struct bench *b, struct child *c, const struct bench_run *run,
		     struct measure *m)
{
	struct report_row *row = measure_add(m, run->label);
	double rested = child_rest(c, REST, REST_WORK, 10 * b->patience);
	samples_add(&row->values, rested < 0 ? INFINITY : rested - c->started);
	return rested >= 0;
}

void bench_sets_part(struct bench *b)
{
	struct bench_run run = {.program = &bench_programs[BENCH_KANTLIJN],
				.label = "Kantlijn",
				.text = b->texts[TEXT_PROSE],
				.set = b->set,
				.patience = 10 * b->patience};
	struct measure *m = report_begin(&b->report, "set-read",
					 "From exec until all of the set is read", "ms");
	struct measure *keys = report_begin(&b->report, "set-keys", "Keys in a large set", "ms");
	struct child c;
	keys->has_part = true;
	if (!bench_open(b, &run, TEXT_PROSE, &c))
		return;
	if (read_all(b, &c, &run, m))
		for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++)
			play(b, &c, &rounds[i], keys);
	child_finish(&c);
	report_print(&b->report, m, NULL);
	report_print(&b->report, keys, NULL);
}

void bench_moved_part(struct bench *b)
{
	struct bench_run run = {.program = &bench_programs[BENCH_KANTLIJN],
				.label = "Kantlijn",
				.text = b->moved,
				.set = b->set};
	struct measure *m =
		report_begin(&b->report, "set-moved",
			     "From exec until all is found in a text that was moved on", "ms");
	struct child c;
	struct err e = {0};
	if (!bench_keep_moved(b->moved, b->texts[TEXT_PROSE], &e) ||
	    !bench_start(&b->places, &run, &c, &e)) {
		fprintf(stderr, "bench: %s\n", e.text);
		return;
	}
	read_all(b, &c, &run, m);
	child_finish(&c);
	report_print(&b->report, m, NULL);
}
