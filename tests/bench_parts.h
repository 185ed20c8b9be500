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

enum { BENCH_PROGRAMS = 16 };

struct bench {
	struct bench_places places;
	const char *texts[TEXTS];  // paths
	const char *titles[TEXTS]; // "1000 MB of prose"
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
};

extern const struct bench_part bench_parts[];
extern const size_t bench_part_count;

#endif
