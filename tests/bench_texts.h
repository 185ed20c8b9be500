// SPDX-License-Identifier: ISC
// The texts and the set that are measured, the same for the same size everywhere.  Each begins
// with the word BENCH_FIRST.  The long ones end with BENCH_LAST, and say at the begin of each
// paragraph how much of the text is before it, in thousandths: "@0500" stands in the middle.
#ifndef TESTS_BENCH_TEXTS_H
#define TESTS_BENCH_TEXTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

#define BENCH_FIRST "Firstword"
#define BENCH_THIRD "Thirdword"	  // the third paragraph of prose begins with it
#define BENCH_NEEDLE "zyzzyva"	  // stands once, in the last paragraph
#define BENCH_LAST "Lastword"	  // behind it
#define BENCH_ABSENT "zzyzx"	  // stands nowhere
#define BENCH_PHRASE "the onset"  // nor does this, whose letters are everywhere
#define BENCH_COMMON "harbour"	  // stands in about every second paragraph
#define BENCH_FACT "Fact-0000000" // the title of the fact of the first claims of a set

enum { BENCH_VERSION = 1 }; // of the texts: one more when they change

enum bench_kind {
	BENCH_PROSE,   // paragraphs of one line each, none of whose sentences stands twice
	BENCH_LINE,    // the same in one line
	BENCH_SCRIPTS, // twelve scripts, emoji, stacked marks
	BENCH_RANDOM,  // bytes
};

// Writes SIZE bytes of text, and the rest of the last paragraph.
void bench_write_text(FILE *out, enum bench_kind kind, uint64_t size);

// Writes a set of COUNT annotations, evenly over the TEXT of SIZE bytes: each tenth is a fact, the
// others are claims that the fact before them supports, and every third also one elsewhere.
void bench_write_set(FILE *out, const char *text, uint64_t size, uint64_t count);

// The same into the file PATH, unless it was made by the same version with the same sizes before
// (which a file beside it, PATH.made, says).  Their disk is read once, so that it is in memory.
bool bench_keep_text(const char *path, enum bench_kind kind, uint64_t size, struct err *e);
bool bench_keep_set(const char *path, const char *text_path, uint64_t count, struct err *e);

// The same for the text with a line of 600 letters before it, so that no position is right.
bool bench_keep_moved(const char *path, const char *text_path, struct err *e);

#endif
