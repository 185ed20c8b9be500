// SPDX-License-Identifier: ISC
// The only door to libunistring, and the one place that decides what a
// character is, how it is cut and how many columns it takes: code points,
// extended grapheme clusters (UAX #29), line-break opportunities (UAX #14), columns,
// and how anything that must not reach a terminal is shown instead.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu

// Reads one code point of the N > 0 bytes at S into *CP and returns how many bytes
// it took.  A maximal ill-formed part (Unicode, section 3.9, "U+FFFD
// substitution of maximal subparts") is one U+FFFD.
size_t utf8_decode(const uint8_t *s, size_t n, uint32_t *cp);

// True when the N bytes at S are the beginning of a sequence that more bytes may complete.
bool utf8_is_cut(const uint8_t *s, size_t n);

// Writes CP as UTF-8 into OUT (room for 4) and returns how many bytes.
size_t utf8_encode(uint32_t cp, uint8_t *out);

// The number of code points in N bytes, each maximal ill-formed part one.
uint64_t utf8_count(const uint8_t *s, size_t n);

// How many of them lie beyond U+FFFF, for which UTF-16 has two code units.
uint64_t utf8_count_astral(const uint8_t *s, size_t n);

// How many bytes the first COUNT code points of N bytes take; *FOUND is how many there were (≤
// COUNT).
size_t utf8_skip(const uint8_t *s, size_t n, uint64_t count, uint64_t *found);

// What is true of the place before a byte.
enum {
	UTF8_CLUSTER = 1,  // a grapheme cluster begins here
	UTF8_BREAK = 2,	   // a line may begin here
	UTF8_WORD = 4,	   // a word boundary (UAX #29); only from utf8_mark_words
	UTF8_SENTENCE = 8, // a sentence begins here (UAX #29); only from base/sentence.h
};

// Marks every cluster begin and line-break opportunity of well-formed UTF-8 in
// FLAGS (N bytes, zeroed here).
void utf8_mark(const uint8_t *s, size_t n, uint8_t *flags);

// The same for clusters alone, in half the time; and adds the word boundaries.
void utf8_mark_clusters(const uint8_t *s, size_t n, uint8_t *flags);
void utf8_mark_words(const uint8_t *s, size_t n, uint8_t *flags);

// How the grapheme cluster of N bytes at S is shown.
struct utf8_shown {
	int cols;	  // terminal columns; a tab is 0 here, its width depends on where it stands
	bool is_replaced; // shown as something else: TEXT holds it (ASCII or U+FFFD)
	char text[16];
};
struct utf8_shown utf8_show(const uint8_t *s, size_t n);

// What a terminal can be trusted to show of a cluster in its columns: pieces of one character that
// takes columns with the marks on it, for which every terminal moves its cursor alike.  Flags are
// their two letters; of a skin tone or a family the first figure is left; a stack keeps its first
// four marks.
enum { UTF8_PIECES = 4 }; // and as many columns at the most
struct utf8_piece {
	char text[24]; // NUL behind it
	size_t len;    // [byte]
	int cols;
};
int utf8_pieces(const uint8_t *s, size_t n, struct utf8_piece pieces[UTF8_PIECES]);

// The columns of a code point by itself, 0 for one that takes none.
int utf8_width(uint32_t cp);

// Whether characters of ambiguous width (UAX #11) take two columns; they take one until this is
// said.  There is one answer, since there is one terminal.
void utf8_set_ambiguous(bool are_wide);

// The columns of a whole well-formed string as utf8_show counts them.
int utf8_columns(const char *s, size_t n);

// How many bytes of S fit in COLS columns without cutting a cluster; *USED is how many columns they
// take.
size_t utf8_fit(const char *s, size_t n, int cols, int *used);

// True for letters, digits and marks: what a word is made of.
bool utf8_is_word(uint32_t cp);
bool utf8_is_space(uint32_t cp);
bool utf8_is_upper(uint32_t cp);
bool utf8_is_letter(uint32_t cp);

// The value of a decimal digit of any script, -1 for what is none.
int utf8_digit(uint32_t cp);
uint32_t utf8_lower(uint32_t cp);

// The letter that CP is without its marks (UAX #15, canonical decomposition): itself where it has
// none.
uint32_t utf8_base(uint32_t cp);

// The canonical decomposition of CP in full (UAX #15): how many code points it is, at least 1.
enum { UTF8_PARTS = 8 };
size_t utf8_decompose(uint32_t cp, uint32_t parts[UTF8_PARTS]);

// The canonical combining class (UAX #44): marks of different classes may stand in any order.
int utf8_combining_class(uint32_t cp);

// True when no grapheme cluster lies on both sides of the place before byte AT of the N at S. A
// bounded stretch before it is looked at; CR LF may be parted.
bool utf8_is_boundary(const uint8_t *s, size_t n, size_t at);

// True for marks that stand on other characters.
bool utf8_is_mark(uint32_t cp);

// What the Unicode Character Database (UAX #44) says of a code point, as far as its version in
// libunistring knows that one.
enum utf8_property {
	UTF8_ASSIGNED,
	UTF8_EXTENDING,	 // Grapheme_Extend, or a mark that takes space (Mc)
	UTF8_FORMATTING, // Cf
	UTF8_LOWERCASE,	 // Lowercase, which more than small letters have
	UTF8_UPPERCASE,	 // Uppercase, or a title-case letter (Lt)
	UTF8_ALPHABETIC,
	UTF8_DIGIT,
	UTF8_ENCLOSING, // a bracket (Ps, Pe) or a quotation mark that has a side (Pi, Pf)
	UTF8_CLOSING,	// a bracket or a quotation mark that closes (Pe, Pf)
	UTF8_NUMBER,	// of any kind: figures, superscripts, fractions (N)
};
bool utf8_has(uint32_t cp, enum utf8_property property);

// The code point that is CP with MARK, or 0 when Unicode has none (UAX #15).
uint32_t utf8_compose(uint32_t cp, uint32_t mark);

// Appends the N bytes at S to OUT made safe for a terminal: well-formed, with every control
// or bidi control character shown as utf8_show says.  Line feeds stay.
struct buf;
void utf8_sanitize(struct buf *out, const char *s, size_t n);

// Appends the N bytes at S to OUT as well-formed UTF-8: ill-formed parts become U+FFFD.
void utf8_repair(struct buf *out, const char *s, size_t n);

#endif
