// SPDX-License-Identifier: ISC
#include "config.h"

#include "bench_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_texts.h"

// What must be seen before a text is there: see bench_texts.h.  The editorial has no words of its
// own for this: it is those of its first paragraph and of one at the end of the first screen.
static const struct wanted first_screens[TEXTS] = {
	[TEXT_EDITORIAL] = {.words = {"flop", "begonnen"}},
	[TEXT_PROSE] = {.words = {BENCH_FIRST, BENCH_THIRD}},
	[TEXT_LINE] = {.words = {BENCH_FIRST}},
	[TEXT_SCRIPTS] = {.words = {BENCH_FIRST}},
	[TEXT_RANDOM] = {.words = {BENCH_FIRST}},
};

bool bench_is_kantlijn(const struct bench_program *program)
{
	return program == &bench_programs[BENCH_KANTLIJN];
}

const char *bench_label(const struct bench_run *run)
{
	return run->label ? run->label : run->program->name;
}

struct bench_run bench_run_of(const struct bench *b, const struct bench_program *program,
			      enum bench_text text)
{
	return (struct bench_run){.program = program, .text = b->texts[text]};
}

bool bench_takes_part(const struct bench *b, const struct bench_program *program,
		      enum bench_key key, enum bench_text text)
{
	return bench_is_here(&b->places, program) && (key == KEYS || program->keys[key]) &&
	       !b->is_late[program - bench_programs][text];
}

void bench_add_late(const struct bench *b, const struct bench_program *program, enum bench_key key,
		    enum bench_text text, struct measure *m)
{
	if (bench_is_here(&b->places, program) && program->keys[key] &&
	    b->is_late[program - bench_programs][text])
		samples_add(&measure_add(m, program->name)->values, INFINITY);
}

bool bench_open(struct bench *b, const struct bench_run *run, enum bench_text text, struct child *c)
{
	struct err e = {0};
	struct wanted w = first_screens[text];
	size_t program = (size_t)(run->program - bench_programs);
	if (run->set) {
		w.words[2] = BENCH_FACT;
	} else if (text == TEXT_EDITORIAL &&
		   bench_is_kantlijn(run->program)) { // a set lies beside it
		w.words[2] = "pantsertrein";
		w.words[3] = "voorwerk";
	}
	w.counts_work = true;
	w.quiet = QUIET_START;
	w.patience = run->patience > 0 ? run->patience : b->patience;
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

bool bench_press(struct bench *b, struct child *c, const char *key, int quiet,
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

size_t bench_runs_after(const struct bench *b, double took)
{
	return took > LONGEST_RUN ? 1 : took > LONG_RUN && b->runs > FEW ? FEW : b->runs;
}

void bench_in_turn(struct bench *b, struct bench_trial *trials, size_t count,
		   double (*try)(struct bench *b, struct bench_trial *t))
{
	for (size_t round = 0; round < b->runs; round++) {
		for (struct bench_trial *t = trials; t < trials + count; t++) {
			if (round > 0 && round >= t->runs)
				continue;
			double took = try(b, t);
			if (round == 0 || isinf(took))
				t->runs = bench_runs_after(b, took);
		}
	}
}

const struct bench_part bench_parts[] = {
	{"start", "from exec to the last byte of the first screen", bench_start_part, false},
	{"keys", "from a key to the last byte of the answer", bench_keys_part, false},
	{"held", "keys that are held down", bench_held_part, false},
	{"jump", "to the end and to 50 %, and the key after it", bench_jump_part, false},
	{"search", "to what stands at the end, and counting", bench_search_part, false},
	{"resize", "from a new size to the last byte", bench_resize_part, false},
	{"memory", "resident, and of its own", bench_memory_part, false},
	{"idle", "processor time and wake-ups without a key", bench_idle_part, false},
	{"sets", "reading a large set, and keys in it", bench_sets_part, false},
	{"moved", "only by name: finding its places in a changed text", bench_moved_part, true},
};
const size_t bench_part_count = sizeof bench_parts / sizeof *bench_parts;
