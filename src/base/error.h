// SPDX-License-Identifier: ISC
// One fault, told once, as a sentence for a person: what was attempted, on
// what, and why it failed.  Whoever detects a fault calls err_set; callers may
// put context before it.  Nothing in src/ prints or exits.
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

#if defined __GNUC__
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define PRINTF_LIKE(fmt, args)
#endif

struct err {
	bool is_set;
	char text[512]; // one line, no full stop, cut at a character
};

// Sets the sentence.  Always returns false, so that a function can end with
// "return err_set(e, …)".  E may be NULL: then nothing is kept.
bool err_set(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

// Puts a formatted context and ": " before the sentence.  Returns false.
bool err_wrap(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
