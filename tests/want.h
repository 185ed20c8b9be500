// SPDX-License-Identifier: ISC
// How a test says what was wanted and what came, in one line.  To be included
// behind cmocka.h.
#ifndef TESTS_WANT_H
#define TESTS_WANT_H

#include <inttypes.h>

// Fails with a formatted line unless HOLDS.
#define want(holds, ...)                       \
	do {                                   \
		if (!(holds))                  \
			fail_msg(__VA_ARGS__); \
	} while (0)

// Fails unless the numbers are equal; WHAT is a word or two for people.
#define want_number(what, wanted, got)                                                         \
	do {                                                                                   \
		uint64_t wanted_ = (uint64_t)(wanted), got_ = (uint64_t)(got);                 \
		want(wanted_ == got_, "%s: wanted %" PRIu64 ", got %" PRIu64, (what), wanted_, \
		     got_);                                                                    \
	} while (0)

// Fails unless the strings are equal.
#define want_string(what, wanted, got)                                                             \
	do {                                                                                       \
		const char *wanted_ = (wanted), *got_ = (got);                                     \
		want(strcmp(wanted_, got_) == 0, "%s: wanted \"%s\", got \"%s\"", (what), wanted_, \
		     got_);                                                                        \
	} while (0)

#endif
