// SPDX-License-Identifier: ISC
// Paragraphs at every width: lines joined are the text, none is wider than
// asked, and a word is cut only where no line could hold it.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "document/document.h"
#include "generate.h"
#include "page/hyphenation.h"
#include "page/layout.h"
#include "page/line_breaking.h"
#include "want.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static uint32_t cluster_end(const struct paragraph *p, const uint8_t *flags, uint32_t off)
{
	for (off++; off < p->len && !(flags[off] & UTF8_CLUSTER); off++)
		;
	return off;
}

// The columns of the text [BEGIN, END), without blanks at its end; tabs count from the begin of the
// paragraph.  CLUSTERS is how many of its clusters are seen.
static int measure(const struct paragraph *p, const uint8_t *flags, uint32_t begin, uint32_t end,
		   int *clusters)
{
	int col = 0;
	for (uint32_t off = 0, next; off < begin; off = next) {
		next = cluster_end(p, flags, off);
		int wide = utf8_show((const uint8_t *)p->text + off, next - off).cols;
		col += p->text[off] == '\t' ? 8 - col % 8 : wide;
	}
	int cols = col, from = col;
	*clusters = 0;
	for (uint32_t off = begin, next; off < end; off = next) {
		next = cluster_end(p, flags, off);
		int wide = utf8_show((const uint8_t *)p->text + off, next - off).cols;
		if (p->text[off] == '\t')
			wide = 8 - col % 8;
		col += wide;
		if (!is_blank(p->text[off]) && wide > 0) {
			cols = col;
			++*clusters;
		}
	}
	return cols - from;
}

static bool ends_in_soft_hyphen(const struct paragraph *p, uint32_t end)
{
	return end >= 2 && memcmp(p->text + end - 2, "\u00AD", 2) == 0;
}

// A line may begin where Unicode allows a break, or inside a word that is wider
// than a line.
static void want_good_break(const struct layout *l, const struct paragraph *p, size_t i)
{
	const struct layout_line *line = &l->lines[i];
	uint32_t off = line->begin;
	want(l->flags[off] & UTF8_CLUSTER,
	     "at %" PRIu64 ", width %d, line %zu: wanted a cluster to begin it, got one cut",
	     p->begin, l->width, i);
	if (l->flags[off] & UTF8_BREAK)
		return;
	if (l->lines[i - 1].has_hyphen) {
		want(l->flags[off] & HYPHENATION_BREAK,
		     "at %" PRIu64 ", width %d, line %zu: wanted no hyphen before it", p->begin,
		     l->width, i);
		return;
	}
	uint32_t begin = off, end = off + 1;
	while (begin > 0 && !(l->flags[begin] & UTF8_BREAK))
		begin--;
	while (end < p->len && !(l->flags[end] & UTF8_BREAK))
		end++;
	int clusters, cols = line->indent + measure(p, l->flags, begin, end, &clusters);
	want(cols > l->width,
	     "at %" PRIu64 ", width %d, line %zu: wanted a word of %d columns whole, got it cut",
	     p->begin, l->width, i, cols);
}

static void want_good_line(const struct layout *l, const struct paragraph *p, size_t i)
{
	const struct layout_line *line = &l->lines[i];
	int clusters, cols = line->indent + measure(p, l->flags, line->begin, line->end, &clusters);
	cols += line->has_hyphen + line->stretch;
	want(cols == line->cols, "at %" PRIu64 ", width %d, line %zu: wanted %d columns, got %d",
	     p->begin, l->width, i, cols, line->cols);
	want(cols <= l->width || clusters == 1,
	     "at %" PRIu64 ", width %d, line %zu: wanted it no wider, got %d columns", p->begin,
	     l->width, i, cols);
	want(!line->has_hyphen || ends_in_soft_hyphen(p, line->end) ||
		     l->flags[line->end] & HYPHENATION_BREAK,
	     "at %" PRIu64 ", width %d, line %zu: wanted no hyphen without a soft one", p->begin,
	     l->width, i);
	want(line->has_hyphen || line->end == p->len || !ends_in_soft_hyphen(p, line->end) ||
		     !(l->flags[line->end] & UTF8_BREAK) || cols == l->width,
	     "at %" PRIu64 ", width %d, line %zu: wanted the hyphen shown, got none", p->begin,
	     l->width, i);
}

static void want_good_walk(const struct layout *l, const struct paragraph *p, size_t i)
{
	struct layout_walk w;
	uint32_t off = l->lines[i].begin;
	int col = l->lines[i].indent;
	layout_walk_begin(&w, l, p, i);
	while (layout_walk_next(&w)) {
		want(w.off == off && w.next > off && w.col == col && w.cols >= 0,
		     "at %" PRIu64
		     ", line %zu: wanted the cluster at %u in column %d, got %u in %d",
		     p->begin, i, off, col, w.off, w.col);
		off = w.next;
		col += w.cols;
		want(w.cols <= line_breaking_widest_gap(l->width) || !l->lines[i].stretch ||
			     p->text[w.off] != ' ' || w.next - w.off > 1,
		     "at %" PRIu64 ", width %d, line %zu: wanted no gap of %d columns", p->begin,
		     l->width, i, w.cols);
	}
	want_number("end of the walk", l->lines[i].end, off);
}

// What layout_walk_ascii passes over, up to any limit, is what the walk would have told of it.
static void want_same_by_runs(const struct layout *l, const struct paragraph *p, size_t i)
{
	struct layout_walk all, runs;
	layout_walk_begin(&all, l, p, i);
	layout_walk_begin(&runs, l, p, i);
	for (uint32_t limit = runs.next + 3;; limit += 7) {
		const char *text = NULL;
		int col;
		size_t n = layout_walk_ascii(&runs, limit, &text, &col);
		for (size_t k = 0; k < n; k++) {
			want(layout_walk_next(&all) && all.next == all.off + 1 && all.cols == 1 &&
				     all.col == col + (int)k && p->text + all.off == text + k &&
				     text[k] >= ' ' && text[k] < 0x7F && all.off < limit,
			     "at %" PRIu64 ", line %zu: wanted one letter at %u in column %d",
			     p->begin, i, all.off, col + (int)k);
		}
		want(n == 0 || (all.off == runs.off && all.next == runs.next &&
				all.col == runs.col && all.cols == runs.cols &&
				all.from == runs.from && all.gap == runs.gap),
		     "at %" PRIu64 ", line %zu: wanted the walk at %u, got %u", p->begin, i,
		     all.off, runs.off);
		bool is_more = layout_walk_next(&all);
		want(layout_walk_next(&runs) == is_more && all.off == runs.off,
		     "at %" PRIu64 ", line %zu: wanted the cluster at %u, got %u", p->begin, i,
		     all.off, runs.off);
		if (!is_more)
			return;
		if (limit < runs.next)
			limit = runs.next;
	}
}

// No more than two lines in a row end in a hyphen of ours, where words are no wider than a line.
static void want_few_hyphens(const struct layout *l, const struct paragraph *p)
{
	for (size_t i = 2; i < l->line_count && l->width >= 30; i++)
		want(!l->lines[i].has_hyphen || !l->lines[i - 1].has_hyphen ||
			     !l->lines[i - 2].has_hyphen || ends_in_soft_hyphen(p, l->lines[i].end),
		     "at %" PRIu64 ", width %d, line %zu: wanted no third hyphen in a row",
		     p->begin, l->width, i);
}

static void want_no_worse_than_first_fit(const struct paragraph *p, const struct setting *s)
{
	struct setting tight = *s;
	tight.is_tight = true;
	int64_t total = layout_demerits(p, s), first = layout_demerits(p, &tight);
	want(total <= first,
	     "at %" PRIu64 ", width %d: wanted at most %" PRId64 " demerits, got %" PRId64,
	     p->begin, s->width, first, total);
}

static void want_good_layout(const struct paragraph *p, const struct setting *s)
{
	struct layout l = {0};
	int width = s->width;
	layout_init(&l, p, s);
	want(l.line_count > 0, "at %" PRIu64 ": wanted a line, got none", p->begin);
	want_number("width", width, l.width);
	uint32_t off = 0;
	for (size_t i = 0; i < l.line_count; i++) {
		const struct layout_line *line = &l.lines[i];
		want(line->begin == off && (line->end > off || p->len == 0),
		     "at %" PRIu64 ", width %d, line %zu: wanted it from %u on, got %u to %u",
		     p->begin, width, i, off, line->begin, line->end);
		off = line->end;
		if (p->len > 0) {
			want_number("line of its begin", i, layout_line_of(&l, line->begin));
			want_number("line of its end", i, layout_line_of(&l, line->end - 1));
		}
		want_good_line(&l, p, i);
		want_good_walk(&l, p, i);
		want_same_by_runs(&l, p, i);
		if (i > 0)
			want_good_break(&l, p, i);
	}
	want_number("end of the text", p->len, off);
	want_few_hyphens(&l, p);
	layout_done(&l);
}

// Ragged and justified, total fit and first fit, with hyphens and without, each in turn.
static void want_good_settings(const struct paragraph *p, int width, unsigned turn,
			       struct hyphenation *h)
{
	struct setting s = {.width = width,
			    .is_justified = turn & 1,
			    .is_tight = turn & 2,
			    .hyphenation = turn & 4 ? NULL : h};
	want_good_layout(p, &s);
	if (!s.is_tight)
		want_no_worse_than_first_fit(p, &s);
}

// Lays all paragraphs of a text out at the widths from FIRST on, every STEP; each paragraph begins
// one further than that before it, so that all widths have their turn.
static void want_good_layouts(const struct buf *text, const char *language, int first, int last,
			      int step)
{
	struct document d;
	unsigned turn = 0;
	int number = 0;
	struct hyphenation *h = hyphenation_open(language);
	document_init(&d, source_open_bytes(text->data, text->len, "text"));
	for (uint64_t pos = document_begin(&d); pos < document_end(&d);) {
		struct paragraph p;
		document_paragraph(&d, pos, &p);
		for (int width = first + number++ % step; width <= last; width += step)
			want_good_settings(&p, width, turn++ * 5, h);
		pos = p.end;
		paragraph_done(&p);
	}
	hyphenation_close(h);
	document_done(&d);
}

static void the_editorial_is_well_laid_out_at_every_width(void **state)
{
	(void)state;
	struct buf text = {0};
	want(generate_from_file("SRCDIR", ".", "assets/hanoi.txt", SIZE_MAX, &text),
	     "wanted assets/hanoi.txt, got nothing");
	want_good_layouts(&text, "nl", 10, 120, 1);
	buf_done(&text);
}

static void want_good_novel(const char *path)
{
	struct buf text = {0};
	if (!generate_from_file("KANTLIJN_SHARED", "../shared", path, SIZE_MAX, &text)) {
		printf("# skip: %s is not there (KANTLIJN_SHARED)\n", path);
		skip();
	}
	want_good_layouts(&text, "en", 10, 120, 5);
	buf_done(&text);
}

static void a_novel_is_well_laid_out(void **state)
{
	(void)state;
	want_good_novel("anchoring/holmes-2018.txt");
}

static void another_edition_is_well_laid_out(void **state)
{
	(void)state;
	want_good_novel("anchoring/holmes-2026.txt");
}

static void generated_text_is_well_laid_out(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		generate_text(&g, 8000, GENERATE_INVALID | GENERATE_CONTROL, &text);
		want_good_layouts(&text, "de", 10 + (int)seed % 11, 120, 11);
		buf_done(&text);
	}
}

static void generated_text_is_well_laid_out_in_a_few_columns(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		generate_text(&g, 1000, GENERATE_INVALID | GENERATE_CONTROL, &text);
		want_good_layouts(&text, "en", 2, 9, 1);
		buf_done(&text);
	}
}

// --- One behaviour each ---

// The lines of a text as they are seen, joined by "|".
static void want_lines(const char *text, int width, bool is_kept, const char *wanted)
{
	struct document d;
	struct paragraph p;
	struct layout l = {0};
	struct buf got = {0};
	document_init(&d, source_open_bytes(text, strlen(text), "text"));
	want(document_paragraph(&d, 0, &p), "wanted a paragraph, got none");
	layout_init(&l, &p, &(struct setting){.width = width, .is_kept = is_kept});
	for (size_t i = 0; i < l.line_count; i++) {
		uint32_t end = l.lines[i].end;
		while (end > l.lines[i].begin && is_blank(p.text[end - 1]))
			end--;
		if (i > 0)
			buf_add_char(&got, '|');
		for (int k = 0; k < l.lines[i].indent; k++)
			buf_add_char(&got, '_');
		buf_add(&got, p.text + l.lines[i].begin, end - l.lines[i].begin);
		if (l.lines[i].has_hyphen)
			buf_add_char(&got, '-');
	}
	want(string_equal(buf_string(&got), wanted),
	     "\"%s\" in %d columns: wanted \"%s\", got \"%s\"", text, width, wanted,
	     buf_string(&got));
	buf_done(&got);
	layout_done(&l);
	paragraph_done(&p);
	document_done(&d);
}

static void an_empty_paragraph_is_one_empty_line(void **state)
{
	(void)state;
	want_lines("\n", 10, false, "");
	want_lines("   \n", 10, false, "");
}

static void lines_take_the_words_that_fit(void **state)
{
	(void)state;
	want_lines("one two three four", 8, false, "one two|three|four");
	want_lines("one two three four", 7, false, "one two|three|four");
	want_lines("one two three four", 18, false, "one two three four");
	want_lines("one two three four", 17, false, "one two three|four");
	want_lines("Noord-Koreaanse leider", 10, false, "Noord-|Koreaanse|leider");
}

static void blanks_at_the_end_of_a_line_take_no_room(void **state)
{
	(void)state;
	want_lines("abc      def", 3, false, "abc|def");
	want_lines("abc def   ", 7, false, "abc def");
}

static void a_word_wider_than_a_line_is_cut_at_a_cluster(void **state)
{
	(void)state;
	want_lines("abcdefgh", 3, false, "abc|def|gh");
	want_lines("e\u0301e\u0301e\u0301e\u0301e\u0301", 2, false,
		   "e\u0301e\u0301|e\u0301e\u0301|e\u0301");
	want_lines("a very extraordinarily word", 7, false, "a very|extraor|dinaril|y word");
	want_lines("漢字漢字", 5, false, "漢字|漢字");
}

static void no_break_space_and_word_joiner_hold_words_together(void **state)
{
	(void)state;
	want_lines("aa 10\u00A0km bb", 6, false, "aa|10\u00A0km|bb");
	want_lines("aa b\u2060c dd", 4, false, "aa|b\u2060c|dd");
}

static void options_and_addresses_are_kept_whole_where_they_fit(void **state)
{
	(void)state;
	want_lines("print with --block-size or '--sort'", 12, false,
		   "print with|--block-size|or '--sort'");
	want_lines("written to <https://example.org/a-b/> since then", 26, false,
		   "written to|<https://example.org/a-b/>|since then");
	want_lines("they are well-known here", 14, false, "they are well-|known here");
}

static void later_lines_hang_by_the_indent_of_the_first(void **state)
{
	(void)state;
	want_lines("  one two three", 8, false, "  one|__two|__three");
	want_lines("\tone two", 16, false, "\tone two");
	want_lines("\tone two three", 16, false, "\tone two|________three");
}

static void an_indent_of_more_than_half_a_line_does_not_hang(void **state)
{
	(void)state;
	want_lines("     one two", 9, false, "     one|two");
	want_lines("    one two", 8, false, "    one|____two");
	want_lines("        one", 6, false, "|one");
}

static void a_soft_hyphen_shows_only_at_the_end_of_a_line(void **state)
{
	(void)state;
	want_lines("ont\u00ADwapening", 9, false, "ont\u00AD-|wapening");
	want_lines("ont\u00ADwapening", 11, false, "ont\u00ADwapening");
	want_lines("ont\u00ADwape\u00ADning", 8, false, "ont\u00ADwape\u00AD-|ning");
	want_lines("ont\u00ADwape\u00ADning", 7, false, "ont\u00AD-|wape\u00AD-|ning");
}

static void a_tab_goes_to_the_next_eighth_column(void **state)
{
	(void)state;
	struct document d;
	struct paragraph p;
	struct layout l = {0};
	struct layout_walk w;
	document_init(&d, source_open_bytes("a\tbcdefghi\tj", 12, "tabs"));
	document_paragraph(&d, 0, &p);
	layout_init(&l, &p, &(struct setting){.width = 80, .is_kept = false});
	static const int cols[] = {0, 1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24};
	size_t i = 0;
	for (layout_walk_begin(&w, &l, &p, 0); layout_walk_next(&w); i++)
		want_number("column", cols[i], w.col);
	want_number("columns of the line", 25, l.lines[0].cols);
	layout_done(&l);
	paragraph_done(&p);
	document_done(&d);
}

static void a_kept_paragraph_is_one_line_of_any_width(void **state)
{
	(void)state;
	want_lines("one two three four", 7, true, "one two three four");
	want_lines("\n", 7, true, "");
}

static void a_hanging_indent_gives_way_to_a_wide_cluster(void **state)
{
	(void)state;
	struct document d;
	struct paragraph p;
	static const char text[] = " \u6F22\u6F22\u6F22\n     \u202E\u202E\u202E";
	document_init(&d, source_open_bytes(text, strlen(text), "text"));
	for (uint64_t pos = 0, width = 2; pos < document_end(&d); pos = p.end, width = 10) {
		struct layout l = {0};
		paragraph_done(pos ? &p : NULL);
		document_paragraph(&d, pos, &p);
		layout_init(&l, &p, &(struct setting){.width = (int)width, .is_kept = false});
		for (size_t i = 0; i < l.line_count; i++)
			want((uint64_t)l.lines[i].cols <= width,
			     "line %zu: wanted at most %" PRIu64 " columns, got %d", i, width,
			     l.lines[i].cols);
		layout_done(&l);
	}
	paragraph_done(&p);
	document_done(&d);
}

int main(void)
{
	unsetenv("KANTLIJN_HYPHENS"); // the dictionaries that are installed
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_editorial_is_well_laid_out_at_every_width),
		cmocka_unit_test(a_novel_is_well_laid_out),
		cmocka_unit_test(another_edition_is_well_laid_out),
		cmocka_unit_test(generated_text_is_well_laid_out),
		cmocka_unit_test(generated_text_is_well_laid_out_in_a_few_columns),
		cmocka_unit_test(an_empty_paragraph_is_one_empty_line),
		cmocka_unit_test(lines_take_the_words_that_fit),
		cmocka_unit_test(blanks_at_the_end_of_a_line_take_no_room),
		cmocka_unit_test(a_word_wider_than_a_line_is_cut_at_a_cluster),
		cmocka_unit_test(no_break_space_and_word_joiner_hold_words_together),
		cmocka_unit_test(options_and_addresses_are_kept_whole_where_they_fit),
		cmocka_unit_test(later_lines_hang_by_the_indent_of_the_first),
		cmocka_unit_test(an_indent_of_more_than_half_a_line_does_not_hang),
		cmocka_unit_test(a_soft_hyphen_shows_only_at_the_end_of_a_line),
		cmocka_unit_test(a_tab_goes_to_the_next_eighth_column),
		cmocka_unit_test(a_kept_paragraph_is_one_line_of_any_width),
		cmocka_unit_test(a_hanging_indent_gives_way_to_a_wide_cluster),
	};
	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
