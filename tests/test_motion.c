// SPDX-License-Identifier: ISC
// A caret that moves, and the units around it: over a table of texts, and over random ones.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/motion.h"
#include "generate.h"
#include "want.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void open_text(struct document *d, const void *bytes, size_t n, enum wrap wrap)
{
	document_init(d, source_open_bytes(bytes, n, "text"));
	document_set_wrap(d, wrap);
}

// What stands in MARKED without the signs of SIGNS.
static void unmark(struct buf *out, const char *marked, const char *signs)
{
	for (; *marked; marked++)
		if (!strchr(signs, *marked))
			buf_add_char(out, *marked);
}

// Where a motion comes from the first place on (that of the top), each place a "|".
static const struct {
	enum motion motion;
	enum wrap wrap;
	const char *marked;
} motions[] = {
	{MOTION_RIGHT, WRAP_AUTO, "a|b| |c"},
	{MOTION_RIGHT, WRAP_AUTO, "e\u0301|a\u0308\u0323| |x"},
	{MOTION_RIGHT, WRAP_AUTO, "x|👨‍👩‍👧‍👦|🇳🇱|👍🏽|!"},
	{MOTION_RIGHT, WRAP_AUTO, "x|y\n\n  \n  |z  \n"},
	{MOTION_RIGHT, WRAP_AUTO, "c\u00AD|d"},
	{MOTION_RIGHT, WRAP_AUTO, "a|\xFF|b"},
	{MOTION_WORD, WRAP_AUTO, "Een |twee, (|drie) – |vier... |5,5% |zo’n |x."},
	{MOTION_WORD, WRAP_AUTO, "\"|Een |twee\n\n\n- |drie\n"},
	{MOTION_WORD, WRAP_AUTO, "漢字かな、|漢字。|漢字"},
	{MOTION_WORD, WRAP_AUTO, "e\u0301e\u0301n |a\u0308a 👨‍👩‍👧‍👦 |b"},
	{MOTION_WORD, WRAP_AUTO, "שלום |עולם, |مرحبا |بالعالم"},
	{MOTION_WORD_END, WRAP_AUTO, "Ee|n twe|e, (dri|e) – vie|r... 5,|5% zo’|n |x."},
	{MOTION_WORD_END, WRAP_AUTO, "a |b\n\n|c\n"},
	{MOTION_WORD_END, WRAP_AUTO, "ae|e\u0301 x|y\n"},
	{MOTION_SENTENCE, WRAP_AUTO,
	 "Toen zei dhr. Jansen: “Ik ga naar Hanoi.” |Niemand geloofde\nhem, behalve mevr. De Boer, "
	 "die altijd alles en iedereen\ngelooft. |Dat was in 1972.\n"},
	{MOTION_SENTENCE, WRAP_KEEP,
	 "Toen zei dhr. Jansen: “Ik ga naar Hanoi.” |Niemand geloofde\nhem, behalve mevr. De Boer, "
	 "die altijd alles en iedereen\ngelooft. |Dat was in 1972.\n"},
	{MOTION_SENTENCE, WRAP_AUTO, "Kop\n\n|Een zin. |En nog een.\n\n|Slot\n"},
	{MOTION_SENTENCE, WRAP_AUTO, "他走了。|她來了！|誰？\n"},
	{MOTION_PARAGRAPH, WRAP_AUTO, "Kop\n\n\n  \n|Een zin. En nog een.\n\n|Slot\n\n"},
	{MOTION_PARAGRAPH, WRAP_AUTO, "roos\nvis\n\n|maan\nster\nzon\n\n|boom\n"},
	{MOTION_PARAGRAPH, WRAP_AUTO, "int x;\tint y;\tint z;\nreturn;\n\n|int f(void)\n"},
	{MOTION_LINE_BEGIN, WRAP_AUTO, "Een twee"},
	{MOTION_LINE_END, WRAP_AUTO, "Een twe|e  \n\ndrie\n"},
	{MOTION_LINE_END, WRAP_AUTO, "  (een twee|)"},
	{MOTION_END, WRAP_AUTO, "\n\nx Een\n\ntwe|e\n\n  \n"},
	{MOTION_END, WRAP_AUTO, "x"},
};

static void a_caret_comes_where_readers_expect(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < COUNT(motions); i++) {
		struct buf text = {0}, got = {0};
		unmark(&text, motions[i].marked, "|");
		struct document d;
		open_text(&d, text.data, text.len, motions[i].wrap);
		uint64_t pos = motion_go(&d, 0, MOTION_TOP, 1), from = 0;
		for (int steps = 0; steps < 100; steps++) {
			uint64_t to = motion_go(&d, pos, motions[i].motion, 1);
			if (to == pos)
				break;
			pos = to;
			buf_add(&got, text.data + from, (size_t)(pos - from));
			buf_add_char(&got, '|');
			from = pos;
		}
		buf_add(&got, text.data + from, text.len - (size_t)from);
		if (!string_equal(motions[i].marked, buf_string(&got))) {
			print_error("motion %d: wanted \"%s\"\n              got \"%s\"\n",
				    motions[i].motion, motions[i].marked, buf_string(&got));
			wrong++;
		}
		uint64_t all =
			motion_go(&d, motion_go(&d, 0, MOTION_TOP, 1), motions[i].motion, 1000);
		want(all == pos, "\"%s\": wanted %" PRIu64 " at once, got %" PRIu64,
		     motions[i].marked, pos, all);
		document_done(&d);
		buf_done(&text);
		buf_done(&got);
	}
	want(wrong == 0, "wanted all motions right, got %d wrong", wrong);
}

// Each unit stands in "<" and ">".
static const struct {
	enum unit unit;
	enum wrap wrap;
	const char *marked;
} units[] = {
	{UNIT_CHARACTER, WRAP_AUTO, "<e\u0301><👨‍👩‍👧‍👦><\xFF><!>\n"},
	{UNIT_WORD, WRAP_AUTO, "“<Een> <twee>”, (<drie>) – <vier>... <5,5>% <zo’n> <x>.\n"},
	{UNIT_WORD, WRAP_AUTO, "<漢字かな>、<漢字>。\n"},
	{UNIT_WORD, WRAP_AUTO, "<e\u0301e\u0301n> <a\u0308a>\n\n<שלום>, <مرحبا>"},
	{UNIT_SENTENCE, WRAP_AUTO,
	 "<Toen zei dhr. Jansen: “Ik ga naar Hanoi.”> <Niemand geloofde\nhem, behalve mevr. De "
	 "Boer, die altijd alles en iedereen\ngelooft.> <Dat was in 1972.>\n"},
	{UNIT_SENTENCE, WRAP_KEEP,
	 "<Toen zei dhr. Jansen: “Ik ga naar Hanoi.”> <Niemand geloofde\nhem, behalve mevr. De "
	 "Boer, die altijd alles en iedereen\ngelooft.> <Dat was in 1972.>\n"},
	{UNIT_SENTENCE, WRAP_AUTO, "  <(Een zin.)>   <En nog een>\n\n\n<Slot>   \n"},
	{UNIT_SENTENCE, WRAP_AUTO, "<roos.>\n<Vis en>\n<maan>\n"},
	{UNIT_PARAGRAPH, WRAP_AUTO, "<Kop>\n\n\n<Een zin. En nog een.>  \r\n\r\n<Slot>\n\n"},
	{UNIT_PARAGRAPH, WRAP_AUTO, "\n<roos\n  vis>\n\n<maan\nster\nzon>\n"},
	{UNIT_PARAGRAPH, WRAP_AUTO,
	 "<Een lange regel, die alleen een alinea is, want hij heeft veel meer dan honderd bytes "
	 "en "
	 "gaat maar door.>\n<Een korte.>\n<Nog een.>\n"},
	{UNIT_PARAGRAPH, WRAP_AUTO,
	 "<Toen zei hij dat het niet waar was, en dat iedereen dat wel\nwist, en zo ging het maar "
	 "door, een hele avond lang, totdat\nhet licht uit ging.>\n\n<Slot>\n"},
	{UNIT_PARAGRAPH, WRAP_AUTO, "\x1B[1m<vet\x1B[0m en \x1B[4mlijn>\x1B[0m\n"},
};

static void units_are_what_readers_expect(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < COUNT(units); i++) {
		struct buf text = {0}, got = {0};
		unmark(&text, units[i].marked, "<>");
		struct document d;
		open_text(&d, text.data, text.len, units[i].wrap);
		uint64_t from = 0;
		for (struct range r = motion_unit(&d, 0, units[i].unit); r.begin >= from;
		     r = motion_unit(&d, r.end, units[i].unit)) {
			buf_add(&got, text.data + from, (size_t)(r.begin - from));
			buf_add_char(&got, '<');
			buf_add(&got, text.data + r.begin, (size_t)(r.end - r.begin));
			buf_add_char(&got, '>');
			from = r.end;
			if (from >= text.len)
				break;
		}
		buf_add(&got, text.data + from, text.len - (size_t)from);
		if (!string_equal(units[i].marked, buf_string(&got))) {
			print_error("unit %d: wanted \"%s\"\n            got \"%s\"\n",
				    units[i].unit, units[i].marked, buf_string(&got));
			wrong++;
		}
		document_done(&d);
		buf_done(&text);
		buf_done(&got);
	}
	want(wrong == 0, "wanted all units right, got %d wrong", wrong);
}

static void nothing_to_see_leaves_a_caret_where_it_is(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "\n", "  \n\t\n  ", "\u00A0\u3000\n", "\x1B[1m\n"};
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct document d;
		size_t n = strlen(texts[i]);
		open_text(&d, texts[i], n, WRAP_AUTO);
		for (uint64_t pos = 0; pos <= n + 1; pos++) {
			for (int m = MOTION_LEFT; m <= MOTION_END; m++)
				want_number("position", pos, motion_go(&d, pos, (enum motion)m, 3));
			for (int u = UNIT_CHARACTER; u <= UNIT_PARAGRAPH; u++) {
				struct range r = motion_unit(&d, pos, (enum unit)u);
				want(r.begin == pos && r.end == pos,
				     "text %zu: wanted no unit, got [%" PRIu64 ", %" PRIu64 ")", i,
				     r.begin, r.end);
			}
		}
		document_done(&d);
	}
}

static void a_caret_ends_behind_what_its_cluster_is_made_of(void **state)
{
	(void)state;
	static const char text[] = "e\u0301x\na\bab\n\n\x1B[1mz\x1B[0m\n";
	struct document d;
	open_text(&d, text, sizeof text - 1, WRAP_AUTO);
	want_number("behind e and its mark", 3, motion_after(&d, 0));
	want_number("behind a mark", 3, motion_after(&d, 1));
	want_number("behind x", 4, motion_after(&d, 3));
	want_number("behind what was struck over", 8, motion_after(&d, 5));
	want_number("behind z, before what ends its look", 16, motion_after(&d, 15));
	document_done(&d);
}

static void text_is_quoted_as_it_stands(void **state)
{
	(void)state;
	static const char text[] = "Een \xFFtwee\nregels";
	struct document d;
	struct buf got = {0};
	open_text(&d, text, sizeof text - 1, WRAP_AUTO);
	motion_text(&d, (struct range){4, 14}, &got);
	want_string("text", "\uFFFDtwee\nrege", buf_string(&got));
	document_done(&d);
	buf_done(&got);
	struct buf long_text = {0};
	buf_add_char(&long_text, 'x');
	while (long_text.len < MOTION_TEXT_MOST + 100)
		buf_add_string(&long_text, "é");
	open_text(&d, long_text.data, long_text.len, WRAP_AUTO);
	motion_text(&d, (struct range){0, long_text.len}, &got);
	want_number("bytes of a long one", MOTION_TEXT_MOST - 1, got.len);
	want(memcmp(got.data, long_text.data, got.len) == 0,
	     "wanted the begin, got something else");
	document_done(&d);
	buf_done(&got);
	buf_done(&long_text);
}

// 100 MB in one line: what is done in its middle must not depend on its length, so that thousands
// of calls take no more than seconds.
static void motions_in_a_line_of_100_megabytes_are_local(void **state)
{
	(void)state;
	static const char *const parts[] = {"Een zin van dhr. Jansen, met woorden. ",
					    "漢字かな。「行く。」", "漢字", "a", ". "};
	enum { SIZE = 100 * 1000 * 1000 };
	char *text = mem_new(SIZE, 1);
	for (size_t i = 0; i < COUNT(parts); i++) {
		size_t len = strlen(parts[i]), n = 0;
		for (; n + len <= SIZE; n += len)
			memcpy(text + n, parts[i], len);
		struct document d;
		open_text(&d, text, n, WRAP_AUTO);
		uint64_t middle = n / 2;
		for (int m = MOTION_LEFT; m <= MOTION_LINE_END; m++) {
			uint64_t pos = motion_go(&d, middle, (enum motion)m, 3);
			uint64_t far = pos > middle ? pos - middle : middle - pos;
			want(far < 8 * 1024 * 1024,
			     "%s, motion %d: wanted a place nearby, got one at %" PRIu64, parts[i],
			     m, far);
			motion_go(&d, middle, (enum motion)m, UINT32_MAX);
		}
		for (int u = UNIT_CHARACTER; u <= UNIT_PARAGRAPH; u++) {
			struct range r = motion_unit(&d, middle, (enum unit)u);
			want(r.end > r.begin && r.end - r.begin < 256 * 1024,
			     "%s, unit %d: wanted a bounded one, got %" PRIu64 " bytes", parts[i],
			     u, r.end - r.begin);
		}
		document_done(&d);
	}
	free(text);
}

static bool is_cluster(const struct document *d, uint64_t pos)
{
	struct paragraph p;
	if (!document_paragraph(d, pos, &p))
		return false;
	uint8_t *flags = mem_new(p.len + 1, 1);
	utf8_mark((const uint8_t *)p.text, p.len, flags);
	uint32_t off = paragraph_off(&p, pos);
	bool is = off < p.len && flags[off] & UTF8_CLUSTER && paragraph_pos(&p, off) == pos;
	free(flags);
	paragraph_done(&p);
	return is;
}

static void check_motions(const struct document *d, struct generate *g, uint64_t seed)
{
	uint64_t end = document_end(d), at = generate_below(g, end);
	uint64_t pos = motion_go(d, at, MOTION_RIGHT, 0);
	for (int m = MOTION_LEFT; m <= MOTION_END; m++) {
		uint64_t to = motion_go(d, at, (enum motion)m, 1 + (unsigned)generate_below(g, 3));
		want(is_cluster(d, to),
		     "seed %" PRIu64 ", motion %d from %" PRIu64 ": wanted a cluster, got %" PRIu64,
		     seed, m, at, to);
	}
	for (int m = MOTION_LEFT; m <= MOTION_PARAGRAPH_BACK; m++) {
		bool back = m == MOTION_LEFT || m == MOTION_WORD_BACK ||
			    m == MOTION_SENTENCE_BACK || m == MOTION_PARAGRAPH_BACK;
		uint64_t to = motion_go(d, pos, (enum motion)m, 1);
		want(back ? to <= pos : to >= pos,
		     "seed %" PRIu64 ", motion %d from %" PRIu64 ": wanted the other way, got "
		     "%" PRIu64,
		     seed, m, pos, to);
	}
	uint64_t word = motion_go(d, pos, MOTION_WORD, 1), back, again;
	back = motion_go(d, word, MOTION_WORD_BACK, 1);
	again = motion_go(d, back, MOTION_WORD, 1);
	want(word == pos || back == word || (back <= pos && again == word),
	     "seed %" PRIu64 ": wanted w, b, w to come back to %" PRIu64 ", got %" PRIu64
	     ", %" PRIu64,
	     seed, word, back, again);
	uint64_t right = motion_go(d, pos, MOTION_RIGHT, 1);
	want(right == pos || motion_go(d, right, MOTION_LEFT, 1) == pos,
	     "seed %" PRIu64 ": wanted l, h to come back to %" PRIu64, seed, pos);
}

// Goes through MOST units from FROM on; asks for each again from a place within it.
static void check_units(const struct document *d, struct generate *g, enum unit u, uint64_t from,
			int most, uint64_t seed)
{
	uint64_t end = document_end(d), behind = 0, sentence = motion_go(d, 0, MOTION_TOP, 1);
	if (from > 0) {
		struct range first = motion_unit(d, from, u);
		behind = first.end;
		sentence = motion_go(d, first.begin, MOTION_SENTENCE, 1);
	}
	for (int i = 0; i < most; i++) {
		struct range r = motion_unit(d, behind, u);
		if (r.end <= behind)
			break; // the last one again
		want(r.begin >= behind && r.begin < r.end && r.end <= end,
		     "seed %" PRIu64 ", unit %d at %" PRIu64 ": wanted one behind it, got "
		     "[%" PRIu64 ", %" PRIu64 ")",
		     seed, u, behind, r.begin, r.end);
		uint64_t within = r.begin + generate_below(g, r.end - r.begin);
		struct range same = motion_unit(d, within, u);
		want(same.begin == r.begin && same.end == r.end,
		     "seed %" PRIu64 ", unit %d at %" PRIu64 ": wanted [%" PRIu64 ", %" PRIu64
		     ") again, got [%" PRIu64 ", %" PRIu64 ")",
		     seed, u, within, r.begin, r.end, same.begin, same.end);
		if (u == UNIT_SENTENCE) {
			want(sentence == r.begin,
			     "seed %" PRIu64 ": wanted ) at the sentence at %" PRIu64
			     ", got %" PRIu64,
			     seed, r.begin, sentence);
			sentence = motion_go(d, sentence, MOTION_SENTENCE, 1);
		}
		behind = r.end;
	}
}

static void motions_and_units_agree_in_random_texts(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 45; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		unsigned flags = seed % 3 == 0 ? GENERATE_EVERYTHING : seed % 3 == 1 ? 0 : 3;
		generate_text(&g, seed % 3 == 0 ? 120000 : 1000, flags, &text);
		struct document d;
		open_text(&d, text.data, text.len,
			  (enum wrap)(seed % 4 == 0   ? WRAP_KEEP
				      : seed % 4 == 1 ? WRAP_REFLOW
						      : WRAP_AUTO));
		bool is_short = text.len < 10000;
		for (int i = 0; i < (is_short ? 10 : 2); i++)
			check_motions(&d, &g, seed);
		for (int u = UNIT_CHARACTER; u <= UNIT_PARAGRAPH; u++)
			check_units(&d, &g, (enum unit)u,
				    is_short ? 0 : 1 + generate_below(&g, text.len - 1),
				    is_short ? 10000 : 6, seed);
		document_done(&d);
		buf_done(&text);
	}
}

// A line of several pieces without any place that is good to cut.
static void units_go_over_the_borders_of_pieces(void **state)
{
	(void)state;
	static const char *const parts[] = {"Een zin met woorden. ", "漢字かな。", "ab、cd",
					    "woord "};
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct buf text = {0};
		while (text.len < 150000)
			buf_add_string(&text, parts[i]);
		struct document d;
		open_text(&d, text.data, text.len, WRAP_AUTO);
		struct generate g = {i + 1};
		for (uint64_t border = 65536; border < text.len; border += 65536) {
			uint64_t behind = border - 100;
			for (int k = 0; k < 20; k++) {
				struct range r = motion_unit(&d, behind, UNIT_WORD);
				struct range same = motion_unit(
					&d, r.begin + generate_below(&g, r.end - r.begin),
					UNIT_WORD);
				want(same.begin == r.begin && same.end == r.end && r.end > behind,
				     "%s: wanted a word behind %" PRIu64 ", got [%" PRIu64
				     ", %" PRIu64 ") and [%" PRIu64 ", %" PRIu64 ")",
				     parts[i], behind, r.begin, r.end, same.begin, same.end);
				want(r.end - r.begin < 20,
				     "%s: wanted a short word, got %" PRIu64 " bytes", parts[i],
				     r.end - r.begin);
				behind = r.end;
			}
		}
		check_motions(&d, &g, i);
		document_done(&d);
		buf_done(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_caret_comes_where_readers_expect),
		cmocka_unit_test(units_are_what_readers_expect),
		cmocka_unit_test(nothing_to_see_leaves_a_caret_where_it_is),
		cmocka_unit_test(a_caret_ends_behind_what_its_cluster_is_made_of),
		cmocka_unit_test(text_is_quoted_as_it_stands),
		cmocka_unit_test(motions_in_a_line_of_100_megabytes_are_local),
		cmocka_unit_test(motions_and_units_agree_in_random_texts),
		cmocka_unit_test(units_go_over_the_borders_of_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
