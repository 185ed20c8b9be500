// SPDX-License-Identifier: ISC
// The words by which the meaning of a text is told, language by language: numbers, units, dates,
// negations, small words, and what is spelled in several ways.  To teach another language, write
// a file like vocabulary_dutch.c and name it in vocabulary.c; lists are sorted by their bytes,
// which a test demands, and words are folded (base/folding.h).
#ifndef KNOWLEDGE_VOCABULARY_H
#define KNOWLEDGE_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

// A word and what it is called in its class: words of one name mean the same in all languages.
struct vocabulary_word {
	const char *word, *name;
};

enum vocabulary_class {
	VOCABULARY_NUMBERS,   // the name is the value
	VOCABULARY_ORDINALS,  // the same
	VOCABULARY_UNITS,     // of measure, money and time
	VOCABULARY_DATES,     // months, days of the week, seasons, eras
	VOCABULARY_NEGATIONS, //
	VOCABULARY_SPELLINGS, // what is written short or in several ways: the name is one of them
	VOCABULARY_SMALL,     // words that carry little; of words with a name, one is not as good
			      // as another of the same name
	VOCABULARY_CLASSES,
};

struct vocabulary_list {
	const struct vocabulary_word *all; // sorted by word
	size_t count;
};
#define VOCABULARY_LIST(array)                           \
	{                                                \
		(array), sizeof(array) / sizeof *(array) \
	}

// Letters that may be written as others; in names only where FOR_NAMES.
struct vocabulary_way {
	const char *letters, *as;
	bool for_names;
};

// What an ordinal ends with, and what the number ends with in its stead.
struct vocabulary_ending {
	const char *ordinal, *number;
};

struct vocabulary {
	const char *language; // BCP 47; "" for what is the same in all
	struct vocabulary_list lists[VOCABULARY_CLASSES];
	const struct vocabulary_way *ways; // the first that fits counts
	size_t way_count;
	const char *const *prefixes; // with which words are made their opposites
	size_t prefix_count;
	const struct vocabulary_ending *ordinal_endings;
	size_t ordinal_ending_count;
	const char *negated_ending; // of a verb; NULL for none
	// In numbers written as one word, what stands between two parts, and 1 as a first part
	// where that is no number by itself; NULL for none.
	const char *joint, *one;
};

extern const struct vocabulary vocabulary_dutch, vocabulary_english;

// All there are.
enum { VOCABULARIES = 3 };
extern const struct vocabulary *const vocabularies[VOCABULARIES];

// What the first N bytes of WORD are called in a class, in whichever language; NULL when they do
// not belong there.
const char *vocabulary_look_up(enum vocabulary_class c, const char *word, size_t n);

#endif
