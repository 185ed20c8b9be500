// SPDX-License-Identifier: ISC
// Intervals of a text in its order, and which of them touch a range of it.  Very many are sorted in
// stretches, so that nobody has to wait for it.
#ifndef KNOWLEDGE_INTERVALS_H
#define KNOWLEDGE_INTERVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INTERVALS_LEVELS = 8 }; // of 16 each: as many as 32 bits can number

struct interval {
	uint64_t begin, end; // [pos], half-open
	uint32_t annotation;
	bool is_first; // its own place, not one of the others
};

// Begins zeroed.
struct intervals {
	struct interval *all; // by begin, the longer first, then by annotation
	size_t count, capacity;

	// The rest is for knowledge/intervals.c alone.
	uint64_t *reach[INTERVALS_LEVELS]; // [pos], the greatest end of 16, of 16 times 16 …
	bool is_unsorted;
	struct interval *other;		 // what is merged into
	size_t width;			 // of the runs that are merged now
	size_t at, left, right, written; // how far
	int stage, level;
};

void intervals_done(struct intervals *x);

// Where an interval stands in the order: as the result of strcmp.
int intervals_compare(const struct interval *a, const struct interval *b);

// Makes room for N in all, and adds one.  intervals_sort is due then.
void intervals_reserve(struct intervals *x, size_t n);
void intervals_add(struct intervals *x, struct interval one);

// Takes out those of a few annotations; puts one in where it belongs, in order.  intervals_sort is
// due then, and has little to do.
void intervals_drop(struct intervals *x, const uint32_t *annotations, size_t n);
void intervals_insert(struct intervals *x, struct interval one);

// Sorts on, about STRETCH intervals; false when all is in order and can be asked.
bool intervals_sort(struct intervals *x, size_t stretch);

// The first interval from number I on that has a character in [A, B); the count when none has.
// O(log n) and what begins in between with the same 16.
size_t intervals_next(const struct intervals *x, size_t i, uint64_t a, uint64_t b);

#endif
