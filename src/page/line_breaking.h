// SPDX-License-Identifier: ISC
// Where the lines of a paragraph end, chosen from the places where they may.
// It knows columns and demerits, and nothing of text.  Total fit chooses all lines
// together, as TeX does (Knuth and Plass, "Breaking Paragraphs into Lines",
// 1981), for a grid in which each line leaves a whole number of columns; first fit
// takes what fits, line by line, and needs less time.  Both obey the same rules.
#ifndef PAGE_LINE_BREAKING_H
#define PAGE_LINE_BREAKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A place where a line may end and the next begin.
struct chance {
	uint32_t off;	   // [byte] of the text: what the next line begins with
	int before, after; // [col] from the paragraph's begin to what the line shows at last (no
			   // blanks at its end), and to what the next one begins with
	int gaps_before, gaps; // single blanks between words, counted likewise
	int penalty;	       // demerits for ending a line here
	bool adds_hyphen;      // a hyphen of ours is shown
	bool ends_in_hyphen;   // that, or one of the author's
	bool is_plain;	       // the letter behind it loses its trema
};

struct measure {
	int width;	   // [col] of a line
	int hang;	   // [col] before each line but the first
	bool is_justified; // slack is given to the gaps between words
};

// The most columns that a gap may get when a line is justified, and what those of a line would
// need.
int line_breaking_widest_gap(int width);
bool line_breaking_can_stretch(const struct measure *m, int slack, int gaps);

// Chooses among CHANCES, of which the first is the begin of the paragraph and the last (of COUNT ≥
// 2) its end.  Writes the indices of the chosen ends of lines into ENDS (room for COUNT) and
// returns how many lines there are.  A line is wider than asked only when no chance leaves it
// narrower.
size_t line_breaking_total_fit(const struct measure *m, const struct chance *chances, size_t count,
			       uint32_t *ends);
size_t line_breaking_first_fit(const struct measure *m, const struct chance *chances, size_t count,
			       uint32_t *ends);

// What such a choice costs: ten times the squared slack of each line but the last, and what
// hyphens, three of them in a row, and a short last line cost.
int64_t line_breaking_demerits(const struct measure *m, const struct chance *chances,
			       const uint32_t *ends, size_t lines);

#endif
