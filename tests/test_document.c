// SPDX-License-Identifier: ISC
// Paragraphs of plain text: walked either way they cover every byte once, any
// position gives the paragraph that a walk gives, and text and bytes map to one another.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/document.h"
#include "generate.h"
#include "want.h"

enum {
	PIECE = 64 * 1024,	    // [byte] from which on lines are split
	CUT = 4 * 1024,		    // [byte] and behind each multiple of which
	LONGEST = PIECE + 8 * 1024, // [byte] that a piece may have
};

static void open_bytes(struct document *d, const void *bytes, size_t n)
{
	document_init(d, source_open_bytes(bytes, n, "text"));
}

static void open_string(struct document *d, const char *s)
{
	open_bytes(d, s, strlen(s));
}

static void want_paragraph(const struct document *d, uint64_t pos, uint64_t begin, uint64_t end,
			   const char *text)
{
	struct paragraph p;
	want(document_paragraph(d, pos, &p), "wanted a paragraph at %" PRIu64 ", got none", pos);
	want_number("begin", begin, p.begin);
	want_number("end", end, p.end);
	want_string("text", text, p.text);
	want_number("length", strlen(text), p.len);
	paragraph_done(&p);
}

// --- Lines ---

static void each_line_is_a_paragraph_without_its_end(void **state)
{
	(void)state;
	struct document d;
	open_string(&d, "one\ntwo\r\n\nfour");
	want_paragraph(&d, 0, 0, 4, "one");
	want_paragraph(&d, 3, 0, 4, "one");
	want_paragraph(&d, 4, 4, 9, "two");
	want_paragraph(&d, 7, 4, 9, "two");
	want_paragraph(&d, 8, 4, 9, "two");
	want_paragraph(&d, 9, 9, 10, "");
	want_paragraph(&d, 10, 10, 14, "four");
	want_paragraph(&d, 14, 10, 14, "four");
	want_paragraph(&d, POS_NONE, 10, 14, "four");
	document_done(&d);
}

static void a_lone_carriage_return_is_text(void **state)
{
	(void)state;
	struct document d;
	open_string(&d, "a\rb\r\r\nc\r");
	want_paragraph(&d, 0, 0, 6, "a\rb\r");
	want_paragraph(&d, 6, 6, 8, "c\r");
	document_done(&d);
}

static void a_nul_is_text(void **state)
{
	(void)state;
	struct document d;
	struct paragraph p;
	open_bytes(&d, "a\0b\n", 4);
	want(document_paragraph(&d, 0, &p), "wanted a paragraph, got none");
	want_number("length", 3, p.len);
	want(memcmp(p.text, "a\0b", 4) == 0, "wanted a, NUL, b, got others");
	paragraph_done(&p);
	document_done(&d);
}

static void the_text_begins_behind_a_byte_order_mark(void **state)
{
	(void)state;
	struct document d;
	open_string(&d, "\xEF\xBB\xBFone\ntwo");
	want_number("begin", 3, document_begin(&d));
	want_number("end", 10, document_end(&d));
	want_paragraph(&d, 0, 3, 7, "one");
	want_paragraph(&d, 3, 3, 7, "one");
	want_paragraph(&d, 7, 7, 10, "two");
	document_done(&d);
}

static void an_empty_text_has_no_paragraph(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "\xEF\xBB\xBF"};
	for (size_t i = 0; i < 2; i++) {
		struct document d;
		struct paragraph p = {0};
		open_string(&d, texts[i]);
		want(!document_paragraph(&d, 0, &p), "wanted no paragraph, got one");
		want_number("per cent", 100, document_percent(&d, 0));
		paragraph_done(&p);
		document_done(&d);
	}
}

static void each_ill_formed_part_is_one_replacement(void **state)
{
	(void)state;
	struct document d;
	open_string(&d, "a\xF0\x9F\x98"
			"b\xFF\xFF\xE2\x82\xC3\xA9\xEF\xBF\xBD\x80");
	want_paragraph(&d, 0, 0, 15, "a\uFFFDb\uFFFD\uFFFD\uFFFDé\uFFFD\uFFFD");
	document_done(&d);
}

static void kinds_are_told_apart(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		enum paragraph_kind kind;
	} lines[] = {
		{"words and words", PARAGRAPH_TEXT},
		{"", PARAGRAPH_BLANK},
		{" \t ", PARAGRAPH_BLANK},
		{"    indented text", PARAGRAPH_TEXT},
		{"name      age      town", PARAGRAPH_PREFORMATTED},
		{"│ a box │", PARAGRAPH_PREFORMATTED},
		{"one  two. Three  four.", PARAGRAPH_TEXT},
		{"a\tb\tc", PARAGRAPH_PREFORMATTED},
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct buf text = {0};
		struct document d;
		struct paragraph p;
		buf_printf(&text, "%s\n", lines[i].line);
		open_bytes(&d, text.data, text.len);
		want(document_paragraph(&d, 0, &p), "wanted a paragraph, got none");
		want(p.kind == lines[i].kind, "\"%s\": wanted kind %d, got %d", lines[i].line,
		     (int)lines[i].kind, (int)p.kind);
		paragraph_done(&p);
		document_done(&d);
		buf_done(&text);
	}
}

// --- Properties ---

struct walk {
	uint64_t *begins; // of the paragraphs, and the end of the last
	size_t count, capacity;
};

static void add_begin(struct walk *w, uint64_t begin)
{
	w->begins = mem_reserve(w->begins, &w->capacity, w->count + 1, sizeof *w->begins);
	w->begins[w->count++] = begin;
}

static void want_clean(const struct paragraph *p)
{
	for (uint32_t i = 0; i < p->len;) {
		uint32_t cp;
		size_t n = utf8_decode((const uint8_t *)p->text + i, p->len - i, &cp);
		want(cp != UTF8_REPLACEMENT || n == 3, "at %" PRIu64 ": wanted clean text",
		     p->begin);
		want(cp != '\n', "at %" PRIu64 ": wanted no line feed in the text", p->begin);
		i += (uint32_t)n;
	}
	want_number("byte behind the text", 0, p->text[p->len]);
}

// Text and positions of a paragraph invert one another; S are the bytes of the whole text.
static void want_map(const struct paragraph *p, const uint8_t *s)
{
	uint64_t pos = p->begin;
	for (uint32_t off = 0; off < p->len;) {
		uint32_t cp;
		size_t text_n = utf8_decode((const uint8_t *)p->text + off, p->len - off, &cp);
		// Where lines are joined, white space around their ends is passed over.
		// So are sequences that only say how text looks.
		while (pos < paragraph_pos(p, off)) {
			bool is_look = memcmp(s + pos, "\x1B[31m", 5) == 0;
			if (!is_look && !strchr(" \t\r\n\v\f", s[pos]))
				break;
			pos += is_look ? 5 : 1;
		}
		size_t n = utf8_decode(s + pos, (size_t)(p->end - pos), &cp);
		want(paragraph_pos(p, off) == pos,
		     "text %u of %" PRIu64 ": wanted %" PRIu64 ", got %" PRIu64, off, p->begin, pos,
		     paragraph_pos(p, off));
		bool is_bad = cp == UTF8_REPLACEMENT && memcmp(s + pos, "\xEF\xBF\xBD", 3) != 0;
		for (size_t i = 0; i < n; i++) {
			uint32_t wanted = off + (is_bad ? 0 : (uint32_t)i);
			uint32_t got = paragraph_off(p, pos + i);
			want(got == wanted, "pos %" PRIu64 ": wanted text %u, got %u", pos + i,
			     wanted, got);
		}
		off += (uint32_t)text_n;
		pos += n;
	}
	while (pos < paragraph_pos(p, p->len) && strchr(" \t\r\n\v\f", s[pos]))
		pos++;
	want_number("position of the end", pos, paragraph_pos(p, p->len));
	want_number("text at the position of the end", p->len, paragraph_off(p, pos));
	want_number("text before the paragraph", 0, p->begin ? paragraph_off(p, p->begin - 1) : 0);
	want_number("text behind the paragraph", p->len, paragraph_off(p, p->end + 5));
}

static void walk_forward(const struct document *d, const uint8_t *s, struct walk *w)
{
	uint64_t pos = document_begin(d);
	while (pos < document_end(d)) {
		struct paragraph p;
		want(document_paragraph(d, pos, &p), "wanted a paragraph at %" PRIu64, pos);
		want(p.begin == pos, "wanted the next paragraph at %" PRIu64 ", got %" PRIu64, pos,
		     p.begin);
		want(p.end > pos && p.end - pos <= LONGEST,
		     "at %" PRIu64 ": wanted 1 to %d bytes, got %" PRIu64, pos, LONGEST,
		     p.end - pos);
		want_clean(&p);
		want_map(&p, s);
		add_begin(w, pos);
		pos = p.end;
		paragraph_done(&p);
	}
	want_number("end of the walk", document_end(d), pos);
	add_begin(w, pos);
}

static void walk_backward(const struct document *d, const struct walk *w)
{
	uint64_t pos = document_end(d);
	for (size_t i = w->count - 1; i > 0; i--) {
		struct paragraph p;
		want(document_paragraph(d, pos - 1, &p), "wanted a paragraph before %" PRIu64, pos);
		want(p.begin == w->begins[i - 1] && p.end == w->begins[i],
		     "backward from %" PRIu64 ": wanted %" PRIu64 " to %" PRIu64 ", got %" PRIu64
		     " to %" PRIu64,
		     pos, w->begins[i - 1], w->begins[i], p.begin, p.end);
		pos = p.begin;
		paragraph_done(&p);
	}
	want_number("begin of the walk", document_begin(d), pos);
}

static void want_same_at(const struct document *d, const struct walk *w, uint64_t pos)
{
	size_t i = 0;
	while (w->begins[i + 1] <= pos)
		i++;
	struct paragraph p;
	want(document_paragraph(d, pos, &p), "wanted a paragraph at %" PRIu64, pos);
	want(p.begin == w->begins[i] && p.end == w->begins[i + 1],
	     "at %" PRIu64 ": wanted %" PRIu64 " to %" PRIu64 ", got %" PRIu64 " to %" PRIu64, pos,
	     w->begins[i], w->begins[i + 1], p.begin, p.end);
	paragraph_done(&p);
}

static void jump_about(const struct document *d, const struct walk *w, struct generate *g)
{
	for (int i = 0; i < 60; i++)
		want_same_at(d, w, generate_below(g, document_end(d)));
	for (size_t i = 0; i + 1 < w->count; i += 1 + w->count / 60)
		want_same_at(d, w, w->begins[i]);
	for (uint64_t m = CUT; m < document_end(d); m += 5 * CUT)
		for (uint64_t pos = m - 6; pos < m + 6 && pos < document_end(d); pos++)
			want_same_at(d, w, pos);
}

static void want_walks(const struct buf *text, struct generate *g, struct walk *w)
{
	struct document d;
	open_bytes(&d, text->data, text->len);
	walk_forward(&d, (const uint8_t *)text->data, w);
	walk_backward(&d, w);
	// A text that is nothing but a mark has no positions to jump to.
	if (document_begin(&d) == 0)
		jump_about(&d, w, g);
	document_done(&d);
}

static void walks_either_way_cover_every_byte_once(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		struct walk w = {0};
		generate_text(&g, 100000, GENERATE_EVERYTHING, &text);
		want_walks(&text, &g, &w);
		free(w.begins);
		buf_done(&text);
	}
}

static void fill(struct buf *text, const char *unit, size_t size)
{
	while (text->len < size)
		buf_add_string(text, unit);
}

static void a_line_of_64_kib_is_whole_and_a_much_longer_one_is_not(void **state)
{
	(void)state;
	static const size_t sizes[] = {PIECE - 1, PIECE, PIECE + 1, LONGEST + 1, 2 * PIECE};
	for (size_t before = 0; before < 3 * PIECE; before += 30011) {
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			struct generate g = {i};
			struct buf text = {0};
			struct walk w = {0};
			fill(&text, "words\n", before);
			size_t begin = text.len, size = sizes[i], pieces = 0;
			fill(&text, "w", begin + size - 1);
			buf_add_string(&text, "\nend\n");
			want_walks(&text, &g, &w);
			for (size_t k = 0; k + 1 < w.count; k++)
				pieces += w.begins[k] >= begin && w.begins[k] < begin + size;
			want(size > PIECE || pieces == 1,
			     "line of %zu bytes at %zu: wanted one piece, got %zu", size, begin,
			     pieces);
			want(size <= LONGEST || pieces > 1,
			     "line of %zu bytes at %zu: wanted more pieces, got one", size, begin);
			free(w.begins);
			buf_done(&text);
		}
	}
}

// Pages of the file that are read come in through faults, which are counted.
static void a_line_before_a_very_long_one_is_read_without_that(void **state)
{
	(void)state;
	static const char *const ends[] = {"one\n", "one\ntwo words\n", "one\n \x1B[1m"};
	const off_t size = 256 * 1024 * 1024;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		char path[] = "/tmp/kantlijn-test-XXXXXX";
		struct document d;
		struct paragraph p;
		struct rusage before, after;
		int fd = mkstemp(path);
		want(fd >= 0 && unlink(path) == 0 && ftruncate(fd, size) == 0 &&
			     pwrite(fd, ends[i], strlen(ends[i]), 0) > 0,
		     "wanted a file of %lld bytes", (long long)size);
		document_init(&d, source_open_descriptor(fd, "text", NULL));
		getrusage(RUSAGE_SELF, &before);
		want(document_paragraph(&d, 0, &p), "wanted a paragraph");
		want_string("text", "one", p.text);
		paragraph_done(&p);
		want(document_paragraph(&d, 5000, &p), "wanted a paragraph");
		getrusage(RUSAGE_SELF, &after);
		want(p.end - p.begin < 2 * CUT, "wanted a piece, got %" PRIu64 " bytes",
		     p.end - p.begin);
		want(after.ru_minflt - before.ru_minflt < 200,
		     "\"%s\": wanted few pages read, got %ld faults", ends[i],
		     after.ru_minflt - before.ru_minflt);
		paragraph_done(&p);
		document_done(&d);
	}
}

// Every begin of a piece inside the line [0, TEXT) is where a cluster begins.
static void want_whole_clusters(const char *what, const struct buf *text, const struct walk *w)
{
	uint8_t *flags = mem_new(text->len, 1);
	utf8_mark((const uint8_t *)text->data, text->len, flags);
	for (size_t i = 0; i + 1 < w->count; i++)
		want(flags[w->begins[i]] & UTF8_CLUSTER,
		     "%s: wanted pieces to begin with a cluster, got one inside at %" PRIu64, what,
		     w->begins[i]);
	free(flags);
}

static void split_line_of(const char *unit)
{
	for (size_t shift = 0; shift < strlen(unit) && shift < 8; shift++) {
		struct generate g = {shift};
		struct buf text = {0};
		struct walk w = {0};
		for (size_t i = 0; i < shift; i++)
			buf_add_char(&text, 'x');
		fill(&text, unit, 3 * PIECE);
		want_walks(&text, &g, &w);
		want_whole_clusters(unit, &text, &w);
		want(w.count >= 4, "%s: wanted 3 pieces or more, got %zu", unit, w.count - 1);
		free(w.begins);
		buf_done(&text);
	}
}

static void a_long_line_of_letters_is_split_at_characters(void **state)
{
	(void)state;
	split_line_of("x");
	split_line_of("é");
	split_line_of("漢");
	split_line_of("𝔘");
	split_line_of("words and more words ");
}

static void a_long_line_of_marks_is_split_at_clusters(void **state)
{
	(void)state;
	split_line_of("e\u0301");
}

static void a_long_line_of_many_marks_is_split_at_clusters(void **state)
{
	(void)state;
	split_line_of("漢\u0308\u0301\u0302");
}

static void a_long_line_of_families_is_split_at_clusters(void **state)
{
	(void)state;
	split_line_of("\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466");
}

static void a_long_line_of_syllables_is_split_at_clusters(void **state)
{
	(void)state;
	split_line_of("\u1112\u1161\u11AB");
}

static void a_long_line_of_flags_is_split_at_clusters(void **state)
{
	(void)state;
	split_line_of("\U0001F1F3\U0001F1F1x");
}

static void a_blank_with_a_mark_on_it_is_not_split(void **state)
{
	(void)state;
	split_line_of("xyz \u0308");
}

static void ill_formed_parts_are_not_split(void **state)
{
	(void)state;
	static const char *const units[] = {"\xF0\x9F\x98", "\xE2\x82", "\xFF\xC3"};
	for (size_t unit = 0; unit < 3; unit++) {
		for (size_t shift = 0; shift < 4; shift++) {
			struct generate g = {shift};
			struct buf text = {0};
			struct walk w = {0};
			for (size_t i = 0; i < shift; i++)
				buf_add_char(&text, 'x');
			fill(&text, units[unit], 3 * PIECE);
			want_walks(&text, &g, &w);
			uint64_t parts = 0;
			for (size_t i = 0; i + 1 < w.count; i++)
				parts += utf8_count((const uint8_t *)text.data + w.begins[i],
						    (size_t)(w.begins[i + 1] - w.begins[i]));
			want_number("parts", utf8_count((const uint8_t *)text.data, text.len),
				    parts);
			free(w.begins);
			buf_done(&text);
		}
	}
}

static void a_split_line_keeps_its_end_together(void **state)
{
	(void)state;
	for (size_t size = 2 * PIECE - 4; size < 2 * PIECE + 4; size++) {
		struct generate g = {size};
		struct buf text = {0};
		struct walk w = {0};
		fill(&text, "x", size);
		buf_add_string(&text, "\r\nend");
		want_walks(&text, &g, &w);
		struct document d;
		struct paragraph p;
		open_bytes(&d, text.data, text.len);
		document_paragraph(&d, size - 1, &p);
		want(p.end == size + 2, "line end at %zu: wanted it with the text before it", size);
		want(!memchr(p.text, '\r', p.len), "line end at %zu: wanted no CR in the text",
		     size);
		paragraph_done(&p);
		document_done(&d);
		free(w.begins);
		buf_done(&text);
	}
}

static void per_cent_go_from_begin_to_end(void **state)
{
	(void)state;
	struct document d;
	open_string(&d, "\xEF\xBB\xBF"
			"0123456789");
	want_number("at the begin", 0, document_percent(&d, 3));
	want_number("before the begin", 0, document_percent(&d, 0));
	want_number("in the middle", 50, document_percent(&d, 8));
	want_number("at the end", 100, document_percent(&d, 13));
	want_number("nowhere", 100, document_percent(&d, POS_NONE));
	document_done(&d);
}

// --- Texts that change ---

static void open_pipe(struct document *d, int *writer)
{
	int ends[2];
	struct err e = {0};
	want_number("pipe", 0, pipe(ends));
	struct source *s = source_open_descriptor(ends[0], "pipe", &e);
	want(s, "wanted a pipe to open, got: %s", e.text);
	document_init(d, s);
	*writer = ends[1];
}

static void say(struct document *d, int writer, const char *s)
{
	want(write(writer, s, strlen(s)) == (ssize_t)strlen(s), "wanted to write \"%s\"", s);
	document_poll(d);
	while (index_step(d->index, (struct budget){0}) == STEP_MORE)
		;
}

static void the_last_line_of_a_pipe_grows(void **state)
{
	(void)state;
	struct document d;
	int writer;
	open_pipe(&d, &writer);
	say(&d, writer, "begin of");
	uint64_t version = d.version;
	want_paragraph(&d, 0, 0, 8, "begin of");
	say(&d, writer, " a line\nnext");
	want(d.version > version, "wanted a new version, got the old");
	want_paragraph(&d, 0, 0, 16, "begin of a line");
	want_paragraph(&d, 99, 16, 20, "next");
	want_number("characters", 20, index_characters(d.index));
	close(writer);
	document_done(&d);
}

static void a_byte_order_mark_that_comes_in_pieces_is_not_counted(void **state)
{
	(void)state;
	struct document d;
	int writer;
	open_pipe(&d, &writer);
	say(&d, writer, "\xEF");
	say(&d, writer, "\xBB");
	say(&d, writer, "\xBF");
	say(&d, writer, "x");
	want_number("begin", 3, document_begin(&d));
	want_number("characters", 1, index_characters(d.index));
	want_number("position of the first", 3, index_position(d.index, 0));
	close(writer);
	document_done(&d);
}

static void a_character_that_a_growing_file_completes_counts_once(void **state)
{
	(void)state;
	char path[] = "/tmp/kantlijn-test-XXXXXX";
	int fd = mkstemp(path);
	want(fd >= 0, "wanted a file, got none");
	want_number("written", 5, write(fd, "abcd\xC3", 5));
	struct err e = {0};
	struct document d;
	struct source *s = source_open(path, &e);
	unlink(path);
	want(s, "wanted it to open, got: %s", e.text);
	document_init(&d, s);
	say(&d, fd, ""); // half of it is known, and counted
	say(&d, fd, "\xA9z");
	want_number("end", 7, index_end(d.index));
	want_number("characters of abcdéz", 6, index_characters(d.index));
	want_number("position of z", 6, index_position(d.index, 5));
	close(fd);
	document_done(&d);
}

static void a_file_that_shrinks_takes_its_index_along(void **state)
{
	(void)state;
	char path[] = "/tmp/kantlijn-test-XXXXXX";
	int fd = mkstemp(path);
	struct buf text = {0};
	struct err e = {0};
	struct document d;
	fill(&text, "line\n\n", 5 * PIECE);
	want_number("written", text.len, write(fd, text.data, text.len));
	struct source *s = source_open(path, &e);
	unlink(path);
	want(s, "wanted it to open, got: %s", e.text);
	document_init(&d, s);
	say(&d, fd, "");
	want_number("truncate", 0, ftruncate(fd, 12));
	want_number("news", SOURCE_SHRANK, document_poll(&d));
	index_step(d.index, (struct budget){0});
	want_number("end", 12, document_end(&d));
	want_number("characters", 12, index_characters(d.index));
	want_number("paragraphs", 2, index_paragraphs(d.index));
	want_paragraph(&d, 99, 11, 12, "");
	close(fd);
	buf_done(&text);
	document_done(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_is_a_paragraph_without_its_end),
		cmocka_unit_test(a_lone_carriage_return_is_text),
		cmocka_unit_test(a_nul_is_text),
		cmocka_unit_test(the_text_begins_behind_a_byte_order_mark),
		cmocka_unit_test(an_empty_text_has_no_paragraph),
		cmocka_unit_test(each_ill_formed_part_is_one_replacement),
		cmocka_unit_test(kinds_are_told_apart),
		cmocka_unit_test(walks_either_way_cover_every_byte_once),
		cmocka_unit_test(a_line_of_64_kib_is_whole_and_a_much_longer_one_is_not),
		cmocka_unit_test(a_line_before_a_very_long_one_is_read_without_that),
		cmocka_unit_test(a_long_line_of_letters_is_split_at_characters),
		cmocka_unit_test(a_long_line_of_marks_is_split_at_clusters),
		cmocka_unit_test(a_long_line_of_many_marks_is_split_at_clusters),
		cmocka_unit_test(a_long_line_of_families_is_split_at_clusters),
		cmocka_unit_test(a_long_line_of_syllables_is_split_at_clusters),
		cmocka_unit_test(a_long_line_of_flags_is_split_at_clusters),
		cmocka_unit_test(a_blank_with_a_mark_on_it_is_not_split),
		cmocka_unit_test(ill_formed_parts_are_not_split),
		cmocka_unit_test(a_split_line_keeps_its_end_together),
		cmocka_unit_test(per_cent_go_from_begin_to_end),
		cmocka_unit_test(the_last_line_of_a_pipe_grows),
		cmocka_unit_test(a_byte_order_mark_that_comes_in_pieces_is_not_counted),
		cmocka_unit_test(a_character_that_a_growing_file_completes_counts_once),
		cmocka_unit_test(a_file_that_shrinks_takes_its_index_along),
	};
	return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
