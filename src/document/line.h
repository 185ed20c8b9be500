// SPDX-License-Identifier: ISC
// The shape of one line of plain text: what tells prose from tables, programs, lists and headings
// without looking at the lines around it.
#ifndef DOCUMENT_LINE_H
#define DOCUMENT_LINE_H

#include <stdbool.h>

#include "document/source.h"

struct line {
	uint64_t begin, end; // [pos]
	const uint8_t *text; // without escape sequences and overstriking
	uint8_t *stripped;   // the same when it is not the source's, else NULL
	size_t len;	     // [byte] without the feed and blanks at its end
	size_t indent;	     // [byte] of blanks at its begin
	size_t marker;	     // [byte] of indent, list marker and the blanks behind it, or 0
	int cols;	     // of the whole
	int first_word;	     // [col]
	// By line_judge, for lines that are looked at more than once:
	bool is_kept, is_rule, is_field, is_key, is_capital;
};

static inline bool line_is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static inline bool line_is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool line_is_letter(uint8_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

// The line [BEGIN, END) with its feed; line_done frees it.
struct line line_read(const struct source *s, uint64_t begin, uint64_t end);
void line_done(struct line *l);

// Fills in what is kept of the answers below.
void line_judge(struct line *l);

// True for a line that means nothing when it is wrapped: drawn, with leaders from left to right, or
// parted by a wide gap.  TEXT has no escape sequences.
bool line_is_drawn(const uint8_t *text, size_t len);

// Columns, drawn or kept apart by gaps: lines that mean nothing when they are moved.
bool line_is_table(const struct line *l);

// A quotation, a table, a program, a comment, or wider than anybody wraps by hand.
bool line_is_kept(const struct line *l);

// Signs that programs have and prose has not.
bool line_has_code(const struct line *l);

// "Date: Thu Nov 26": a name, a colon and a blank, as headers of messages and of changes have them.
bool line_is_field(const struct line *l);

// A line of nothing but one sign, at least three times: an underline, or a rule.
bool line_is_rule(const struct line *l);

// What begins a line of prose: a word or a figure, with what may stand around it.  Names of files,
// numbers of versions and other keys begin lines of lists and logs.
bool line_begins_with_word(const struct line *l);

// "Word", or "I": no lower case, nor a word in capitals.
bool line_begins_with_capital(const struct line *l);

// A sentence may end with it.
bool line_ends_sentence(const struct line *l);

bool line_is_upper_case(const struct line *l);

// "CHAPTER IV", "Deel 2", "II. Title".
bool line_names_a_part(const struct line *l);

// The depth of "1.2 Title", or 0.
int line_numbered_depth(const struct line *l);

#endif
