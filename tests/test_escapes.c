// SPDX-License-Identifier: ISC
// What programs write for pagers.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "document/document.h"
#include "generate.h"
#include "want.h"

// The first paragraph's text, with its looks as <attributes,foreground,background> before what
// they hold for.
static void dump(const char *text, size_t n, struct buf *out)
{
	struct document d;
	struct paragraph p;
	document_init(&d, source_open_bytes(text, n, "text"));
	want(document_paragraph(&d, 0, &p), "wanted a paragraph, got none");
	size_t run = 0;
	for (uint32_t i = 0; i < p.len; i++) {
		for (; run < p.run_count && p.runs[run].off == i; run++) {
			struct paragraph_look look = p.runs[run].look;
			buf_printf(out, "<%d,%d,%d>", look.attributes, look.foreground,
				   look.background);
		}
		buf_add(out, p.text + i, 1);
	}
	paragraph_done(&p);
	document_done(&d);
}

static const struct {
	const char *name, *text, *shown;
} cases[] = {
	{"overstruck twice is bold", "a b\bb c", "a <1,0,0>b<0,0,0> c"},
	{"a bold word is one run", "b\bbo\bol\bld\bd x", "<1,0,0>bold<0,0,0> x"},
	{"an underscore underlines", "_\bx y", "<8,0,0>x<0,0,0> y"},
	{"behind the letter too", "x\b_ y", "<8,0,0>x<0,0,0> y"},
	{"both at once", "_\bx\bx y", "<9,0,0>x<0,0,0> y"},
	{"an underscore over itself is bold", "_\b_ y", "<1,0,0>_<0,0,0> y"},
	{"one over another leaves the last", "+\bo y", "<1,0,0>o<0,0,0> y"},
	{"letters beyond ASCII", "é\bé y", "<1,0,0>é<0,0,0> y"},
	{"wide ones go back two columns", "字\b\b字 y", "<1,0,0>字<0,0,0> y"},
	{"a backspace at the begin stays", "\bx y", "\bx y"},
	{"one before a control stays", "x\b\ty", "x\b\ty"},
	{"bold by SGR", "\033[1mbold\033[0m x", "<1,0,0>bold<0,0,0> x"},
	{"an empty one resets", "\033[1mbold\033[m x", "<1,0,0>bold<0,0,0> x"},
	{"22 ends bold and dim", "\033[1;2mx\033[22my", "<3,0,0>x<0,0,0>y"},
	{"italic, reverse, struck", "\033[3;7;9mx\033[23;27;29my", "<52,0,0>x<0,0,0>y"},
	{"colours", "\033[31;42mx\033[39;49my", "<0,2,3>x<0,0,0>y"},
	{"bright colours", "\033[91;102mx", "<0,10,11>x"},
	{"one of 256", "\033[38;5;200mx", "<0,201,0>x"},
	{"beyond 255 there is none", "\033[38;5;999mx", "x"},
	{"direct colour is the nearest", "\033[38;2;255;0;0mx\033[48;2;128;128;128my",
	 "<0,197,0>x<0,197,245>y"},
	{"with colons", "\033[38:2::255:0:0mx\033[38:5:9my", "<0,197,0>x<0,10,0>y"},
	{"4:3 is an underline and 4:0 none", "\033[4:3mx\033[4:0my", "<8,0,0>x<0,0,0>y"},
	{"what follows a colour holds", "\033[38;5;1;1mx", "<1,2,0>x"},
	{"a cut colour is none", "\033[38;5mx\033[38mx", "xx"},
	{"unknown numbers are nothing", "\033[5;6;73;999999999999mx", "x"},
	{"erasing to the end is nothing", "x\033[Ky\033[0Kz", "xyz"},
	{"links show their text", "\033]8;;http://a.example/\033\\here\033]8;;\033\\.", "here."},
	{"links that a bell ends", "\033]8;id=1;http://a.example/\007here\033]8;;\007.", "here."},
	{"other sequences stay", "x\033[2Jy\033]0;title\007z", "x\033[2Jy\033]0;title\007z"},
	{"private ones too", "x\033[?25ly\033[>4my", "x\033[?25ly\033[>4my"},
	{"a cut sequence stays", "x\033[31", "x\033[31"},
	{"a link without an end stays", "x\033]8;;http://a", "x\033]8;;http://a"},
	{"no look outlasts its line", "\033[1mx\ny", "<1,0,0>x"},
};

static void each_is_read_as_it_was_meant(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = {0};
		dump(cases[i].text, strlen(cases[i].text), &out);
		want(strcmp(buf_string(&out), cases[i].shown) == 0, "%s: wanted %s, got %s",
		     cases[i].name, cases[i].shown, buf_string(&out));
		buf_done(&out);
	}
}

static void positions_lead_to_the_author_s_bytes(void **state)
{
	(void)state;
	static const char text[] = "\033[1mb\bbo\033[0m é";
	struct document d;
	struct paragraph p;
	document_init(&d, source_open_bytes(text, sizeof text - 1, "text"));
	document_paragraph(&d, 0, &p);
	want(strcmp(p.text, "bo é") == 0, "wanted bo é, got %s", p.text);
	want_number("of b", 4, (long)paragraph_pos(&p, 0));
	want_number("of o", 7, (long)paragraph_pos(&p, 1));
	want_number("of the blank", 12, (long)paragraph_pos(&p, 2));
	want_number("inside the sequence", 0, (long)paragraph_off(&p, 2));
	want_number("inside the overstrike", 0, (long)paragraph_off(&p, 6));
	want_number("of the blank, back", 2, (long)paragraph_off(&p, 12));
	paragraph_done(&p);
	document_done(&d);
}

static void a_manual_page_is_set_as_prose(void **state)
{
	(void)state;
	// 78 columns, as man fills them, with a tagged paragraph.
	static const char text[] =
		"N\bNA\bAM\bME\bE\n"
		"       river - measure how long a river is, from its spring to the sea or to a\n"
		"       given bridge, and say so in a line of text that other programs can read\n"
		"\n"
		"       -\b-v\bv     \033[4mtell\033[24m more about each of the bridges than their "
		"names: how wide\n"
		"              they are, who built them, when they were last mended and by\n"
		"              whom, and what they rest on\n";
	struct document d;
	struct paragraph p;
	document_init(&d, source_open_bytes(text, sizeof text - 1, "text"));
	uint64_t pos = (uint64_t)(strchr(text, '\n') + 1 - text);
	document_paragraph(&d, pos, &p);
	want(p.kind == PARAGRAPH_TEXT && strstr(p.text, "a given"),
	     "wanted two lines joined, got %s", p.text);
	paragraph_done(&p);
	document_paragraph(&d, (uint64_t)(strstr(text, "they are,") - text), &p);
	want_number("hang", 14, (long)p.hang);
	want(strstr(p.text, "-v     tell more") && strstr(p.text, "wide they"),
	     "wanted a tagged paragraph, got %s", p.text);
	paragraph_done(&p);
	document_done(&d);
}

// Whatever stands in a text, its paragraphs meet, and what is passed over is never more than there
// is.
static void hostile_sequences_end(void **state)
{
	(void)state;
	static const char *const parts[] = {"\033[", "\033]8;", "\b",	"m",  ";",  "38",   "5",
					    "_",     "é",	"\033", "\n", "\\", "\xE2", "a "};
	struct generate g = {4};
	for (int round = 0; round < 2000; round++) {
		struct buf text = {0};
		for (uint64_t n = generate_below(&g, 60); n > 0; n--)
			buf_add_string(&text,
				       parts[generate_below(&g, sizeof parts / sizeof *parts)]);
		buf_add_string(&text, "x");
		struct document d;
		document_init(&d, source_open_bytes(text.data, text.len, "text"));
		for (uint64_t pos = 0; pos < text.len;) {
			struct paragraph p;
			document_paragraph(&d, pos, &p);
			want(p.begin == pos && p.end > pos && p.end <= text.len,
			     "round %d: wanted a paragraph at %zu, got [%zu, %zu)", round,
			     (size_t)pos, (size_t)p.begin, (size_t)p.end);
			for (size_t i = 0; i < p.run_count; i++)
				want(p.runs[i].off <= p.len, "round %d: a look behind the end",
				     round);
			pos = p.end;
			paragraph_done(&p);
		}
		document_done(&d);
		buf_done(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_read_as_it_was_meant),
		cmocka_unit_test(positions_lead_to_the_author_s_bytes),
		cmocka_unit_test(a_manual_page_is_set_as_prose),
		cmocka_unit_test(hostile_sequences_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
