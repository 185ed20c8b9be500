// SPDX-License-Identifier: ISC
// A text as the words, figures and signs that it says something with.
#ifndef KNOWLEDGE_TOKEN_H
#define KNOWLEDGE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "knowledge/spelling.h"

enum { TOKEN_MAX = SPELLING_MAX }; // [byte], with the NUL

// A longer word or figure is several tokens, as is one of a script that parts words with no blank.
struct token {
	char text[TOKEN_MAX]; // folded; of a figure its digits, with "." before the fraction and
			      // no zeros at either end that mean nothing
	uint64_t hash;	 // of text and minus
	bool is_capital; // begins with one
	bool is_upper;	 // has nothing else
	bool is_first;	 // in its sentence, as far as can be told
	bool is_dotted;	 // a dot follows
	bool is_part;	 // of a word that is several
	bool is_figure, is_minus, is_ordinal;
	uint32_t begin, end; // [byte] in what was read, a minus included
};

struct tokens {
	const uint8_t *bytes; // what was read
	struct token *all;
	size_t count, capacity;
};

// Reads those of N < 4 GiB bytes, which are kept, into a zeroed struct.
void tokens_read(struct tokens *to, const uint8_t *s, size_t n);
void tokens_done(struct tokens *to);

bool token_is_equal(const struct token *a, const struct token *b);

#endif
