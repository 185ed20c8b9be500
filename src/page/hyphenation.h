// SPDX-License-Identifier: ISC
// Where the words of a language may be hyphenated.  The only door to libhyphen,
// whose dictionaries are those that are installed; without one nothing is hyphenated.
#ifndef PAGE_HYPHENATION_H
#define PAGE_HYPHENATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hyphenation;

// What is true of the place before a byte, beside the flags of utf8_mark.
enum {
	HYPHENATION_BREAK = 16, // a hyphen may be put here and a line begin
	HYPHENATION_PLAIN = 32, // and if so, the letter that begins it is shown without its trema
};

// The dictionary for LANGUAGE, a BCP 47 tag (nl, nl-BE, en, en-GB, de-CH-1996): the one of the same
// region, else of the language alone, else of any region of it.  NULL when there is none.
// Nothing of it is read before the first hyphenation_mark.
struct hyphenation *hyphenation_open(const char *language);
void hyphenation_close(struct hyphenation *h); // NULL is fine

// Says that the N bytes at TEXT are marked first: of the dictionary only what matters for its words
// is read then.  The rest is read with hyphenation_complete, or when another word turns up.
void hyphenation_expect(struct hyphenation *h, const uint8_t *text, size_t n);

// Reads the dictionary, some milliseconds' work, unless it is read already.  NULL is fine.
void hyphenation_complete(struct hyphenation *h);

// Adds the flags above to FLAGS for the N bytes of well-formed UTF-8 at TEXT, whose cluster begins
// (UTF8_CLUSTER) FLAGS already tells.  Words with a digit, of capitals only, and parts of an
// address are left whole, as are places nearer to a word's ends than the language's minima.
void hyphenation_mark(struct hyphenation *h, const uint8_t *text, size_t n, uint8_t *flags);

// The letter of the N bytes at S without its trema (composed or decomposed) into OUT (room for 4);
// returns how many bytes, 0 when it has none.
size_t hyphenation_plain(const uint8_t *s, size_t n, uint8_t *out);

// The language of the text among the installed dictionaries ("nl", "en"), from the words that are
// frequent in it; "" when it is none of them or the text is too short to tell.  A constant string.
const char *hyphenation_guess(const uint8_t *text, size_t n);

#endif
