// SPDX-License-Identifier: ISC
// Shapes of plain text and the blocks that a careful reader would see in them.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "document/document.h"
#include "generate.h"
#include "want.h"

// One letter for each paragraph, with how many lines it has: t text, b blank, p preformatted, i an
// item that hangs, 1 to 6 a heading.
static void dump(const char *text, size_t n, enum wrap wrap, struct buf *out)
{
	struct document d;
	document_init(&d, source_open_bytes(text, n, "text"));
	document_set_wrap(&d, wrap);
	for (uint64_t pos = 0; pos < n;) {
		struct paragraph p;
		document_paragraph(&d, pos, &p);
		int lines = 0;
		for (uint64_t i = p.begin; i < p.end; i++)
			lines += text[i] == '\n';
		char letter = p.kind == PARAGRAPH_BLANK		 ? 'b'
			      : p.kind == PARAGRAPH_PREFORMATTED ? 'p'
			      : p.kind == PARAGRAPH_HEADING	 ? (char)('0' + p.level)
			      : p.hang				 ? 'i'
								 : 't';
		if (letter != 'b')
			buf_printf(out, "%s%c%d", out->len ? " " : "", letter, lines);
		pos = p.end;
		paragraph_done(&p);
	}
	document_done(&d);
}

#define PROSE                                                                   \
	"The river rises in the hills and runs to the sea, past three towns\n"  \
	"and a great many fields. Nobody who lives along it has ever thought\n" \
	"of measuring it, since it is as long as it needs to be, and as wide\n" \
	"as the oldest bridge allows.\n"

static const struct {
	const char *shape, *text, *blocks;
} shapes[] = {
	{"hard-wrapped prose is one paragraph", PROSE, "t4"},
	{"two of them are two", PROSE "\n" PROSE, "t4 t4"},
	{"a chapter's line is a heading", "CHAPTER IV.\n\n" PROSE, "11 t4"},
	{"a Roman number with a title is one", "II. The Bridge\n\n" PROSE, "11 t4"},
	{"a short line before prose is one", "The bridge at noon\n\n" PROSE, "21 t4"},
	{"capitals before prose are one", "THE BRIDGE\n\n" PROSE, "11 t4"},
	{"what somebody says is none", "“Absolutely none!”\n\n" PROSE, "t1 t4"},
	{"a short sentence is none", "It rained again.\n\n" PROSE, "t1 t4"},
	{"numbers tell the depth", "1.2 The bridge\n\n" PROSE, "21 t4"},
	{"lines underlined", "Bridges\n=======\n\nTowns\n-----\n" PROSE, "12 22 t4"},
	{"signs tell the level", "### Bridges\n\n" PROSE, "31 t4"},
	{"verse keeps its lines",
	 "Slow the river, slow the day,\nslow the cart upon its way,\n"
	 "and the bridge above it all\nhears the heron and its call.\n\n" PROSE,
	 "t1 t1 t1 t1 t4"},
	{"an indented quotation keeps its lines",
	 PROSE "\n    a line of the song\n    and the next one\n    and the last\n", "t4 t1 t1 t1"},
	{"code keeps its lines",
	 "int main(void)\n{\n\tputs(\"a line that is long enough to look like prose, no\");\n"
	 "\treturn 0;\n}\n",
	 "t1 t1 t1 t1 t1"},
	{"a quoted mail keeps its lines",
	 "> The river rises in the hills and runs to the sea, past three\n"
	 "> towns and a great many fields, and nobody has ever measured it\n"
	 "> since it is long enough.\n",
	 "t1 t1 t1"},
	{"a list hangs",
	 "- The river rises in the hills and runs to the sea, past three\n"
	 "  towns and a great many fields.\n- The second item is short.\n\n" PROSE,
	 "i2 i1 t4"},
	{"a numbered list hangs",
	 "1. Approve the minutes of the last meeting, which was held on the\n"
	 "   bridge because the hall was under water.\n2. Any other business.\n",
	 "i2 i1"},
	{"a table keeps its columns", "town     bridges     wells\nnorth    2           14\n",
	 "p1 p1"},
	{"a drawn table", "┌────┐\n│ a  │\n└────┘\n", "p1 p1 p1"},
	{"a log keeps its lines",
	 "12:00:01 gate opened by the keeper\n12:00:04 boat \"Zwaan\" in\n"
	 "12:11:40 gate closed\n12:11:41 level 1.20 m, rising slowly since the morning\n",
	 "t1 t1 t1 t1"},
	{"an address keeps its lines", "The Keeper\nBridge Lane 4\n1234 AB Waterside\n\n" PROSE,
	 "t1 t1 t1 t4"},
	{"a manual page is set anew",
	 "NAME\n       bridge - a way over a river\n\nDESCRIPTION\n"
	 "       A bridge carries a road over water, and when it is well made\n"
	 "       it does so for longer than the road is there, or the town.\n",
	 "t1 t1 t1 t2"},
	{"prose of one line a paragraph",
	 "The river rises in the hills and runs to the sea, past three towns and a great many "
	 "fields. Nobody has ever measured it.\nThe second paragraph follows at once.\n",
	 "t1 t1"},
	{"lines that end in CR and LF",
	 "The river rises in the hills and runs to the sea, past three towns\r\n"
	 "and a great many fields. Nobody who lives along it has thought\r\nof it.\r\n",
	 "t3"},
	{"a page break is a blank line", PROSE "\f\n" PROSE, "t4 t4"},
	{"verse with its title and stanzas",
	 "The Ferry\n\nSlow the river, slow the day,\n  slow the cart upon its way,\n\n"
	 "and the bridge above it all\n  hears the heron and its call.\n",
	 "t1 t1 t1 t1 t1"},
	{"the words of a song keep their lines",
	 "[Chorus]\nRow, row, row the boat\nOver to the other side\nRow, row (row!)\n",
	 "t1 t1 t1 t1"},
	{"a dedication in the middle of lines",
	 PROSE
	 "\n                         for those who\n                           built it\n\n" PROSE,
	 "t4 t1 t1 t4"},
	{"a book's chapter with its title below", "CHAPTER 1\nThe Bridge\n\n" PROSE, "t1 t1 t4"},
	{"a chapter in Dutch", "Hoofdstuk 3\n\n" PROSE, "11 t4"},
	{"paragraphs told by their indent",
	 "  The river rises in the hills and runs to the sea, past three towns\n"
	 "and a great many fields. Nobody who lives along it has ever thought\n"
	 "of measuring it.\n"
	 "  And so it is as long as it needs to be, and as wide as the oldest\n"
	 "bridge allows, which nobody has measured either, since it is under\n"
	 "water.\n",
	 "t3 t3"},
	{"a page of an RFC keeps what leads and ends it",
	 "   The keeper MUST open the bridge when a vessel signals, unless the\n"
	 "   water is lower than the sill; the keeper SHOULD say so by a flag.\n\n"
	 "Bruggen                     Informational                     [Page 3]\n\f\n"
	 "RFC 99999                 Bridges and Ferries            November 2025\n\n"
	 "3.1.  Signals\n\n"
	 "   One long blast asks for a passage, two short ones say that there is\n"
	 "   no hurry.\n",
	 "t2 p1 p1 21 t2"},
	{"a README with a fenced command", "River\n=====\n\n" PROSE "\n```\nmake install\n```\n",
	 "12 t4 t1 t1 t1"},
	{"nested items hang by their own markers",
	 "* The first item is about the river, and about all the towns that lie\n"
	 "  along it on either side\n    - an item below it\n    - another one\n* The last\n",
	 "i2 i1 i1 i1"},
	{"minutes with numbers and letters",
	 "1. Opening\n2. The bridge\n   a) its colour\n   b) its width\n3. Close\n",
	 "i1 i1 i1 i1 i1"},
	{"a mail's headers and signature",
	 "From: the keeper\nTo: the council\nSubject: the bridge\n\n" PROSE "\n-- \nThe keeper\n",
	 "t1 t1 t1 t4 t1 t1"},
	{"an answer below a quotation",
	 "On Monday the council wrote:\n> Is it open?\n>> Was it ever?\n\nYes.\n", "t1 t1 t1 t1"},
	{"a change log",
	 "2025-11-03  The keeper\n\n\t* bridge.c (open): Wait for the boat.\n"
	 "\t(close): Do not.\n",
	 "t1 i1 t1"},
	{"a difference keeps its lines",
	 "@@ -1,3 +1,3 @@\n the river\n-is long\n+is very long\n the sea\n", "t1 t1 t1 t1 t1"},
	{"options with what they do",
	 "  -a, --all      show every bridge\n  -n, --number   only count them\n", "t1 t1"},
	{"a recipe's list and its prose", "200 g flour\n3 eggs\na little salt\n\n" PROSE,
	 "t1 t1 t1 t4"},
	{"fields keep their lines, and do not tell how wide prose is",
	 "change 5412a2570a5f66d396c385c15\nAuthor: The ferry company of Oldwater and of all the "
	 "towns "
	 "down the river <a@b>\nDate:   Thu Nov 26 00:07:00 2026\n\n    The river rises in the "
	 "hills "
	 "and runs to the sea, past three towns\n    and a great many fields.\n",
	 "t1 t1 t1 t2"},
	{"a word and a colon may begin a line of prose",
	 "The river rises in the hills and runs to the sea, past three towns\n"
	 "Oldwater: it is as long as it needs to be, and nobody ever measured\n"
	 "it, or would.\n",
	 "t3"},
	{"branches keep their lines, whatever their signs",
	 "  dev\n  feature/x\n  fix-y\n* main\n  release-1\n", "t1 t1 t1 i1 t1"},
	{"changes keep their lines, one of which could be filled",
	 "2f4d277 tests: the end of what is there, so all of it has to be\n"
	 "169751a the keeper's book is a copy of its own and fell far behind\n"
	 "21ad5a6 the chart of now\n07394c1 a bridge that fails is no reason\n",
	 "t1 t1 t1 t1"},
	{"packages keep their lines",
	 "adwaita-icon-theme/oldstable,now 43-1 all [installed,automatic]\n"
	 "alsa-topology-conf/oldstable,now 1.2.5.1-2 all [installed,automatic]\n"
	 "apt/oldstable,now 2.6.1 amd64 [installed]\n",
	 "t1 t1 t1"},
	{"verse beside prose of its width keeps its lines",
	 "The river rises in the hills and runs down to the wide sea,\n"
	 "Past every town and field it goes that anybody ever sees,\n"
	 "And nobody who lives along has ever thought of measuring,\n"
	 "And nobody will ever think of it as long as rivers flow on.\n\n" PROSE,
	 "t1 t1 t1 t1 t4"},
	{"a letter's salutation stands alone",
	 "Dear ferryman,\nThe river rises in the hills and runs to the sea, past three towns\n"
	 "and a great many fields.\n",
	 "t1 t2"},
	{"names of standards are words",
	 "The river is a plain state, and every town that it shows on its way is\n"
	 "UTF-8 or is made so.\n",
	 "t2"},
	{"prose about functions is prose",
	 "The functions in the ferry() family produce output by a plan, as it was\n"
	 "described. The function ferry() writes to the river; bridge() to a road\n"
	 "that was given; town(), field() and sea() write to what one can hold in\n"
	 "a hand.\n",
	 "t4"},
	{"a title under a paragraph that is no program",
	 "The functions f() and g() are called in the order in which they are named, so\n"
	 "that g() is called after f(), and h() is called after g(), whatever happens in\n"
	 "the meantime\n------------\n",
	 "t3 t1"},
	{"a line that shows nothing is a blank one", "_\b \n---\n", "t1"},
	{"a line that shows nothing parts others", "abc\n_\b \ndef\n", "t1 t1"},
	{"comments and programs keep their lines",
	 "# One file for everything but the bridge: the library of the ferry,\n"
	 "# on top of it, what is generated, and the tests.\n\n"
	 "def f(x):\n    # a comment that goes on beyond the measure of most columns, easily\n"
	 "    if x == 1:\n        return [i for i in range(10) if i % 2 == 0 and i != 4 and x]\n"
	 "    return None\n",
	 "t1 t1 t1 t1 t1 t1 t1"},
	{"leaders and what a wide gap parts keep their lines",
	 "Bridge Working Group                                      C. Keeper\n"
	 "Request for Passage: 2812                                April 2000\n\n"
	 "   1.  Labels ................................................   3\n"
	 "      1.1  Towns .............................................   3\n\n"
	 " 0                   1                   2\n+-+-+-+-+-+-+-+-+-+-+-+-+\n",
	 "p1 p1 p1 p1 p1 p1"},
	{"dots in prose lead nowhere",
	 "The river rises in the hills and runs to the sea, past three towns\n"
	 "and a great many fields...... Nobody who lives along it has thought\n"
	 "of measuring it.\n",
	 "t3"},
	{"capitals throughout are prose",
	 "THIS BRIDGE IS PROVIDED BY THE FERRYMAN AND HIS COUSINS AS IT IS, AND\n"
	 "ANY WARRANTIES, INCLUDING BUT NOT LIMITED TO THOSE OF ITS STANDING UP\n"
	 "UNDER CARTS, ARE DISCLAIMED.\n",
	 "t3"},
	{"prose that is a little narrower than the prose around it",
	 PROSE "\nThe river rises in the hills, runs to the sea, past three towns\n"
	       "and a great many fields.  Nobody who lives there ever thought\n"
	       "of measuring it, since it is as long as it needs to be, and as\n"
	       "wide as it is.\n",
	 "t4 t4"},
	{"prose that is much narrower than a list beside it",
	 "The river rises in the hills and runs to the sea, past three\n"
	 "towns and a great many fields.  Nobody who lives there ever\n"
	 "thought of it.\n\n"
	 "- the first item of a list that is wrapped to far more columns, and\n"
	 "  which goes on for as long as that, and then some more of it, too\n",
	 "t3 i2"},
	{"an address in the middle of the page keeps its lines",
	 "                           Bridge License\n                     "
	 "Version 2.0, January 2004\n                  http://www.example.org/licenses/\n\n" PROSE,
	 "t1 t1 t1 t4"},
	{"a tag hangs though its lines are kept",
	 PROSE "\n       -c     with -l: sort by, and show\n              the tide.\n", "t4 i1 t1"},
	{"a rule stands alone", PROSE "\n----------\n\n" PROSE, "t4 t1 t4"},
};

static void shapes_have_their_blocks(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct buf got = {0};
		dump(shapes[i].text, strlen(shapes[i].text), WRAP_AUTO, &got);
		if (!string_equal(buf_string(&got), shapes[i].blocks)) {
			printf("# %s: wanted \"%s\", got \"%s\"\n", shapes[i].shape,
			       shapes[i].blocks, buf_string(&got));
			wrong++;
		}
		buf_done(&got);
	}
	want_number("shapes with other blocks", 0, wrong);
}

static void kept_and_reflowed_text_does_as_told(void **state)
{
	(void)state;
	static const char verse[] = "Slow the river,\nslow the day,\n\nslow the cart\n";
	struct buf got = {0};
	dump(verse, strlen(verse), WRAP_REFLOW, &got);
	want(string_equal(buf_string(&got), "t2 t1"), "wanted t2 t1, got %s", buf_string(&got));
	buf_clear(&got);
	dump(PROSE, strlen(PROSE), WRAP_KEEP, &got);
	want(string_equal(buf_string(&got), "t1 t1 t1 t1"), "wanted four lines, got %s",
	     buf_string(&got));
	buf_done(&got);
}

static void joined_lines_have_one_blank_between(void **state)
{
	(void)state;
	static const char text[] =
		"   The river rises in the hills  and runs to the  sea, past one-\n"
		"   and-twenty  towns and a great many fields. Nobody thought  \n"
		"   of it.\n";
	struct document d;
	struct paragraph p;
	document_init(&d, source_open_bytes(text, strlen(text), "text"));
	document_paragraph(&d, 70, &p);
	static const char wanted[] =
		"   The river rises in the hills  and runs to the  sea, past one-and-twenty  towns "
		"and a great many fields. Nobody thought of it.";
	want(string_equal(p.text, wanted), "wanted \"%s\", got \"%s\"", wanted, p.text);
	paragraph_done(&p);
	document_done(&d);
}

// Every position of a paragraph must give that very paragraph.
static void want_same_from_everywhere(const struct buf *text, uint64_t step)
{
	struct document d;
	document_init(&d, source_open_bytes(text->data, text->len, "text"));
	for (uint64_t pos = document_begin(&d); pos < document_end(&d);) {
		struct paragraph p, q;
		document_paragraph(&d, pos, &p);
		want(p.begin == pos, "wanted a paragraph from %" PRIu64 ", got %" PRIu64, pos,
		     p.begin);
		for (uint64_t at = p.begin; at < p.end; at += step) {
			document_paragraph(&d, at, &q);
			want(q.begin == p.begin && q.end == p.end && q.kind == p.kind,
			     "at %" PRIu64 ": wanted the paragraph %" PRIu64 " to %" PRIu64
			     ", got %" PRIu64 " to %" PRIu64,
			     at, p.begin, p.end, q.begin, q.end);
			paragraph_done(&q);
		}
		pos = p.end;
		paragraph_done(&p);
	}
	document_done(&d);
}

static void a_paragraph_is_the_same_from_each_of_its_places(void **state)
{
	(void)state;
	struct buf text = {0};
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		buf_printf(&text, "%s\n", shapes[i].text);
	want_same_from_everywhere(&text, 1);
	buf_clear(&text);
	// A run of lines longer than what is looked at together.
	for (int i = 0; i < 300; i++)
		buf_add_string(&text, PROSE);
	want_same_from_everywhere(&text, 17);
	buf_clear(&text);
	if (generate_from_file("KANTLIJN_SHARED", "../shared", "anchoring/holmes-2018.txt",
			       SIZE_MAX, &text))
		want_same_from_everywhere(&text, 101);
	else
		printf("# skip: anchoring/holmes-2018.txt is not there (KANTLIJN_SHARED)\n");
	buf_done(&text);
}

// The headings from POS on, as walking from paragraph to paragraph finds them.
static void want_headings(const struct document *d, uint64_t pos)
{
	struct heading found[FORMAT_HEADINGS], *all = NULL;
	size_t count = 0, n, capacity = 0, i = 0;
	for (uint64_t at = pos; at < document_end(d);) {
		uint64_t next = document_headings(d, at, found, &n);
		want(next > at, "at %" PRIu64 ": wanted the stretch to go on", at);
		all = mem_reserve(all, &capacity, count + n, sizeof *all);
		for (size_t k = 0; k < n; k++)
			all[count++] = found[k];
		at = next;
	}
	struct paragraph p;
	for (uint64_t at = document_begin(d); at < document_end(d);) {
		document_paragraph(d, at, &p);
		if (p.kind == PARAGRAPH_HEADING && p.begin >= pos) {
			want(i < count && all[i].begin == p.begin && all[i].level == p.level,
			     "from %" PRIu64 ": wanted a heading at %" PRIu64 ", got %" PRIu64, pos,
			     p.begin, i < count ? all[i].begin : 0);
			i++;
		}
		at = p.end;
		paragraph_done(&p);
	}
	want(i == count, "from %" PRIu64 ": wanted %zu headings, got %zu", pos, i, count);
	free(all);
}

static void headings_are_found_as_paragraphs_have_them(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
			buf_printf(&text, "%s%s", shapes[i].text, i % 3 == 0 ? "\n" : "\n\n \n");
	// A run of lines longer than what is looked at together, and a line longer than a stretch.
	for (int i = 0; i < 500; i++)
		buf_add_string(&text, "Title\n-----\n");
	buf_add_string(&text, "\nTitle\n=====\n\n");
	for (int i = 0; i < 100 * 1024; i++)
		buf_add_string(&text, "x y");
	buf_add_string(&text, "\n\n# The end\n\n" PROSE "\n# No feed");
	struct document d;
	document_init(&d, source_open_bytes(text.data, text.len, "text"));
	for (uint64_t pos = 0; pos < text.len; pos += 7919)
		want_headings(&d, pos);
	document_set_wrap(&d, WRAP_KEEP);
	struct heading found[FORMAT_HEADINGS];
	size_t n;
	document_headings(&d, text.len - 9, found, &n);
	want(n == 1 && found[0].level == 1, "wanted headings also where lines are kept");
	document_done(&d);
	buf_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_have_their_blocks),
		cmocka_unit_test(kept_and_reflowed_text_does_as_told),
		cmocka_unit_test(joined_lines_have_one_blank_between),
		cmocka_unit_test(a_paragraph_is_the_same_from_each_of_its_places),
		cmocka_unit_test(headings_are_found_as_paragraphs_have_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
