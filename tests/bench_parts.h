// SPDX-License-Identifier: ISC
// What is measured, in parts that can be asked for one by one.
#ifndef TESTS_BENCH_PARTS_H
#define TESTS_BENCH_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench_programs.h"
#include "bench_report.h"

enum bench_text { TEXT_EDITORIAL, TEXT_PROSE, TEXT_LINE, TEXT_SCRIPTS, TEXT_RANDOM, TEXTS };

enum {
	BENCH_PROGRAMS = 16,
	QUIET_START = 60, // [ms] after which a first screen is complete
	QUIET_KEY = 20,	  // [ms] the same for the answer to a key
	QUIET_JUMP = 40,  // [ms] the same for a jump, a search and a new size
	REST = 500,	  // [ms] with less than REST_WORK [ms] of work: nothing is left to do
	REST_WORK = 4,
	LONG_RUN = 2000, // [ms] what takes longer is done FEW times only
	FEW = 3,
	LONGEST_RUN = 10000, // [ms] what takes longer is done once
	MOST_SILENT = 3,     // keys without an answer, after which no more are pressed
};

struct bench {
	struct bench_places places;
	const char *texts[TEXTS];  // paths
	const char *titles[TEXTS]; // "1000 MB of prose"
	const char *moved;	   // the path of the prose with a line before it, when it is made
	const char *set;	   // of the prose
	uint64_t annotations;	   // in it
	size_t runs, keys;	   // how often programs are started, and keys pressed
	double patience, idle;	   // [ms]
	struct report report;
	// Which programs did not show a text in time: they are not asked again.
	bool is_late[BENCH_PROGRAMS][TEXTS];
};

struct bench_part {
	const char *name, *what;
	void (*run)(struct bench *b);
	bool is_extra; // only when it is asked for
};

extern const struct bench_part bench_parts[];
extern const size_t bench_part_count;

void bench_start_part(struct bench *b); // bench_start.c
void bench_keys_part(struct bench *b);	// bench_keys.c
void bench_held_part(struct bench *b);
void bench_resize_part(struct bench *b);
void bench_jump_part(struct bench *b); // bench_jumps.c
void bench_search_part(struct bench *b);
void bench_memory_part(struct bench *b); // bench_memory.c
void bench_idle_part(struct bench *b);
void bench_sets_part(struct bench *b); // bench_sets.c
void bench_moved_part(struct bench *b);

// --- What parts share ---

// Whether PROGRAM is here, and takes part in what is done by KEY (KEYS: without one) with TEXT.
bool bench_takes_part(const struct bench *b, const struct bench_program *program,
		      enum bench_key key, enum bench_text text);

// Adds a row that says so to M, when PROGRAM would take part, but did not show the text in time.
void bench_add_late(const struct bench *b, const struct bench_program *program, enum bench_key key,
		    enum bench_text text, struct measure *m);

bool bench_is_kantlijn(const struct bench_program *program);

struct bench_run bench_run_of(const struct bench *b, const struct bench_program *program,
			      enum bench_text text);

const char *bench_label(const struct bench_run *run);

// Starts a run and waits for its first screen, with the marks and the margin of its set. False,
// with nothing left to finish, when that does not come in time.
bool bench_open(struct bench *b, const struct bench_run *run, enum bench_text text,
		struct child *c);

// Presses a key, waits for the answer (over when nothing came for QUIET ms) and adds it to ROW.
bool bench_press(struct bench *b, struct child *c, const char *key, int quiet,
		 struct report_row *row);

// One thing that is tried again and again.
struct bench_trial {
	struct bench_run run;
	enum bench_text text;
	struct report_row *row, *then;	 // where what it takes goes
	const char *keys, *word, *after; // that are pressed, that must come, that is pressed then
	const char *argv[8];		 // for what runs without a terminal
	size_t runs;
};

enum { MOST_TRIALS = 24 };

// How often something should be done of which once takes TOOK [ms].
size_t bench_runs_after(const struct bench *b, double took);

// Tries each of COUNT trials as often as it should be, all of them in turn, so that whatever else
// the machine does meanwhile falls on each alike.  TRY makes one, adds what it took, and returns
// that [ms]; what does not come in time is not tried again, and what takes long only FEW times.
void bench_in_turn(struct bench *b, struct bench_trial *trials, size_t count,
		   double (*try)(struct bench *b, struct bench_trial *t));

#endif
