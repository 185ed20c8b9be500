// SPDX-License-Identifier: ISC
// Sentences: the plain rules against Unicode's own files (Debian: unicode-data; KANTLIJN_UNICODE
// names another folder), and prose against a table of Dutch and English sentences.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/prose.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "generate.h"
#include "want.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

// Opens a file of Unicode's; where it is not there the test is skipped.
static FILE *open_unicode(const char *name)
{
	const char *folder = getenv("KANTLIJN_UNICODE");
	struct buf path = {0};
	buf_printf(&path, "%s/%s", folder && *folder ? folder : "/usr/share/unicode", name);
	FILE *f = fopen(buf_string(&path), "r");
	if (!f)
		printf("# skip: %s is not there (Debian: unicode-data)\n", buf_string(&path));
	buf_done(&path);
	if (!f)
		skip();
	return f;
}

// Reads a line of the test file into TEXT and STARTS, a byte for each of the text.  False for a
// line without a case.
static bool read_case(char *line, struct buf *text, struct buf *starts)
{
	buf_clear(text);
	buf_clear(starts);
	line[strcspn(line, "#\n")] = '\0';
	bool begins = true;
	for (char *at = line; *at;) {
		if (string_starts(at, "÷") || string_starts(at, "×")) {
			begins = string_starts(at, "÷");
			at += strlen("÷");
		} else if ((*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'F')) {
			uint8_t bytes[4];
			size_t n = utf8_encode((uint32_t)strtoul(at, &at, 16), bytes);
			buf_add(text, bytes, n);
			for (size_t i = 0; i < n; i++)
				buf_add_char(starts, begins && i == 0 ? '|' : '.');
		} else {
			at++;
		}
	}
	return text->len > 0;
}

static void sentences_begin_where_unicode_says(void **state)
{
	(void)state;
	FILE *f = open_unicode("auxiliary/SentenceBreakTest.txt");
	struct buf text = {0}, starts = {0}, got = {0};
	char line[4096];
	int cases = 0, wrong = 0;
	for (int number = 1; fgets(line, sizeof line, f); number++) {
		if (!read_case(line, &text, &starts))
			continue;
		cases++;
		uint8_t *flags = mem_new(text.len, 1);
		sentence_mark((const uint8_t *)text.data, text.len, NULL, flags);
		buf_clear(&got);
		for (size_t i = 0; i < text.len; i++)
			buf_add_char(&got, flags[i] & UTF8_SENTENCE ? '|' : '.');
		free(flags);
		if (string_equal(buf_string(&got), buf_string(&starts)))
			continue;
		wrong++;
		print_error("line %d, %s: wanted %s, got %s\n", number, line, buf_string(&starts),
			    buf_string(&got));
	}
	fclose(f);
	print_message("# %d cases\n", cases);
	buf_done(&text);
	buf_done(&starts);
	buf_done(&got);
	want(cases > 500, "wanted more than 500 cases, got %d", cases);
	want(wrong == 0, "wanted all %d cases right, got %d wrong", cases, wrong);
}

// Puts VALUE, or the number of the name in NAMES that is in the second field, into the code points
// of each line.
static void read_ranges(FILE *f, const char *const *names, uint8_t *values)
{
	char line[1024], name[64];
	while (fgets(line, sizeof line, f)) {
		char *at = line;
		if (*line == '#' || *line == '\n')
			continue;
		unsigned long first = strtoul(at, &at, 16), last = first;
		if (string_starts(at, ".."))
			last = strtoul(at + 2, &at, 16);
		uint8_t value = 1;
		if (names) {
			want(sscanf(at, " ; %63[A-Za-z_]", name) == 1, "unreadable: %s", line);
			for (value = 1; names[value] && !string_equal(names[value], name);)
				value++;
			want(names[value] != NULL, "unknown class: %s", line);
		}
		for (unsigned long cp = first; cp <= last && cp <= 0x10FFFF; cp++)
			values[cp] = value;
	}
	fclose(f);
}

static void every_code_point_has_the_class_that_unicode_gives_it(void **state)
{
	(void)state;
	static const char *const names[] = {
		[SENTENCE_OTHER] = "Other",
		[SENTENCE_CR] = "CR",
		[SENTENCE_LF] = "LF",
		[SENTENCE_SEP] = "Sep",
		[SENTENCE_EXTEND] = "Extend",
		[SENTENCE_FORMAT] = "Format",
		[SENTENCE_SP] = "Sp",
		[SENTENCE_LOWER] = "Lower",
		[SENTENCE_UPPER] = "Upper",
		[SENTENCE_OLETTER] = "OLetter",
		[SENTENCE_NUMERIC] = "Numeric",
		[SENTENCE_ATERM] = "ATerm",
		[SENTENCE_SCONTINUE] = "SContinue",
		[SENTENCE_STERM] = "STerm",
		[SENTENCE_CLOSE] = "Close",
		NULL,
	};
	uint8_t *classes = mem_new(0x110000, 1), *known = mem_new(0x110000, 1);
	read_ranges(open_unicode("auxiliary/SentenceBreakProperty.txt"), names, classes);
	read_ranges(open_unicode("DerivedAge.txt"), NULL, known);
	int wrong = 0, compared = 0;
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		// A libunistring that is newer than the file knows more.
		enum sentence_class got = sentence_class(cp);
		if (!known[cp] && got != SENTENCE_OTHER && utf8_has(cp, UTF8_ASSIGNED))
			continue;
		compared++;
		if (got == classes[cp])
			continue;
		wrong++;
		print_error("U+%04X: wanted %s, got %s\n", cp, names[classes[cp]], names[got]);
	}
	free(classes);
	free(known);
	print_message("# %d code points\n", compared);
	want(wrong == 0, "wanted all classes right, got %d wrong", wrong);
}

// Each sentence ends at "|".
static const char *const prose[] = {
	// Plain ones.
	"Het was oorlog. |Niemand wist waarom. |En toch!",
	"It rained. |He left. |Why? |Nobody knew.",
	"Echt waar? |Ja! |Goed.",
	"Wat?! |Nee!! |Toch wel.",
	"Zonder einde",
	"Twee  blanks.  |Dan verder.",
	// Dutch abbreviations.
	"Toen kwam dhr. Jansen met mevr. Bakker en mw. Visser binnen. |Het werd stil.",
	"Volgens prof. dr. ir. De Groot en drs. Bos klopt het niet. |Dat zei hij.",
	"Mr. Visser en mr. Dijk pleitten. |De rechter zweeg.",
	"Neem bijv. Hanoi of bv. Saigon. |Daar is het warm.",
	"Er waren o.a. Fransen, d.w.z. De Gaulle en de zijnen. |Zij gingen.",
	"Er waren tanks, vliegtuigen enz. in de stad. |Dat zag men.",
	"Er waren tanks, vliegtuigen enz. |Dat zag men.",
	"Zie nr. 12 en blz. 34 en pag. 7. |Daar staat het.",
	"Het kostte ca. 300 gulden, resp. 400. |Veel geld.",
	"Op 3 mei jl. kwam hij, en maandag a.s. gaat hij. |Dat is alles.",
	"Hij komt maandag a.s. |Dan zien we verder.",
	"Dat gebeurde in 44 v.Chr. |De senaat zweeg.",
	"De minister, m.a.w. Luns, t.a.v. Indië. |Punt.",
	"Het besluit (zie art. 3, par. 2) is van kracht. |Men wist het.",
	"De N.V. Philips en de B.V. Bakker. |Twee firma's.",
	"Bij de ING. |De bank.",
	"Evt. Jansen of vgl. Bakker. |Zo gaat dat.",
	"De heren e.a. |De rest bleef.",
	// English abbreviations.
	"Mr. Smith met Mrs. Jones, Ms. Gray and Dr. No. |They talked.",
	"He lives in St. Louis. |She moved to Main St. |The house is old.",
	"It is Trump vs. Harris, i.e. Donald vs. Kamala. |Nothing more.",
	"Cities, e.g. Hanoi, were bombed. |Many died.",
	"Bombs, mines, etc. were used. |Bombs, mines, etc. |They worked.",
	"See No. 5, p. 12, pp. 14 and vol. 3, fig. 7. |There it is.",
	"He said no. |That was it.",
	"The answer was No. |Then he left.",
	"In the U.S. Senate he spoke. |In the U.S. |The Senate met.",
	"The U.S. Army and the U.K. Government agreed. |So it went.",
	"The stone was red. |Her jacket was black. |He spoke to Rep. Brown.",
	"At 9 a.m. he woke. |At 5 p.m. |He slept.",
	"Gen. Westmoreland, Sen. McCain and Gov. Brown came. |They sat.",
	"On Jan. 6 and Sept. 11 it happened. |We know.",
	"It was Jan. |Nobody else.",
	"Apple Inc. Chairman Jobs left Apple Inc. |The end.",
	"She has a Ph.D. in physics. |He has a Ph.D. |It shows.",
	"Smith et al. 2010 say so. |Fine.",
	// Initials.
	"J. P. Coen stichtte Batavia. |Dat was in 1619.",
	"Donald J. Trump won. |Joe R. Biden lost.",
	"J.P. Coen en J.-P. Sartre. |Twee mannen.",
	"Toen zei premier A. De Croo iets. |Men luisterde.",
	"H. Chr. Huygens en Joh. Bosch. |Samen.",
	"Dit schreef Karel V. |Hij was keizer.",
	// Numbers and items.
	"1. Inleiding en doel. |Hier begint het.",
	"2.3. Methode. |Zo ging het.",
	"a. Het eerste punt. |Het tweede.",
	"IV. De slag. |Het begon vroeg.",
	"Het was in 1945. |De oorlog was voorbij.",
	"Am 12. mai kam er. |Es war kalt.",
	"Het is 3.14 of 3,14. |Ongeveer.",
	"Zij landden in Hanoi. |250 soldaten stierven.",
	// Ellipses.
	"Hij dacht na... en ging. |Toen kwam zij.",
	"Hij dacht na… en ging. |Hij wachtte… |Toen kwam zij.",
	"Hij zweeg... |Toen ging hij.",
	"… Trump zei het. |Echt.",
	"Hij ging weg. |[…] Trump bleef. |Klaar.",
	"Hij ging (...) De rest bleef.",
	// Quotation marks and brackets.
	"Hij zei: ‘Ik ga weg.’ |Toen ging hij.",
	"\"Ik ga.\" |Hij ging.",
	"“Why?” she asked. |“Because.” |He smiled.",
	"„Nee!” riep hij. |„Ga weg!” |Zij bleef.",
	"(Dat was zo.) |Nu niet meer. |(Of wel?) |Ja.",
	"« Non ! » dit-il. |« Oui. » |Elle rit.",
	"»Nein.« |Er ging.",
	"Het is waar.[12] |Toen kwam hij.¹ |En ging.",
	"Hij riep ‘Stop!’ en ging. |Zij ook.",
	// What begins small.
	"Hij sliep. |'s Avonds at hij. |’t Was koud.",
	"Het was iPhone. in 2007 kwam hij.",
	// Addresses and signs within.
	"Kijk op www.example.org of example.org/?Vraag=1. |Daar staat het.",
	"Het bestand heet Lees.Mij. |Open het.",
	"Wat (!) Jan zei. |Toch.",
	// Line ends.
	"Een zin gaat\nover de regel. |De volgende\r\nook.",
	"Dhr.\nJansen kwam. |Hij\nging.",
	"Een kop\n\n|Dan tekst. |Meer.",
	"Een kop\n \n  \n|Dan tekst.",
	"Eén\u2029|twee",
	// Other scripts.
	"他走了。|她來了！|誰？|我。",
	"「行く。」|彼は言った。",
	"Он ушёл. |Она осталась. |Почему?",
	"यह सच है। |वह गया।",
	"ذهب الرجل. |لماذا؟ |لا أعرف.",
};

static void prose_is_cut_as_readers_would(void **state)
{
	(void)state;
	struct buf text = {0}, got = {0};
	int wrong = 0;
	for (size_t i = 0; i < COUNT(prose); i++) {
		buf_clear(&text);
		buf_clear(&got);
		for (const char *at = prose[i]; *at; at++)
			if (*at != '|')
				buf_add_char(&text, *at);
		uint8_t *flags = mem_new(text.len, 1);
		prose_mark((const uint8_t *)text.data, text.len, flags);
		want(flags[0] == UTF8_SENTENCE, "\"%s\": wanted a sentence at the begin", prose[i]);
		for (size_t k = 0; k < text.len; k++) {
			if (k > 0 && flags[k] & UTF8_SENTENCE)
				buf_add_char(&got, '|');
			buf_add_char(&got, text.data[k]);
		}
		free(flags);
		if (string_equal(prose[i], buf_string(&got)))
			continue;
		wrong++;
		print_error("wanted \"%s\"\n   got \"%s\"\n", prose[i], buf_string(&got));
	}
	buf_done(&text);
	buf_done(&got);
	print_message("# %zu texts\n", COUNT(prose));
	want(wrong == 0, "wanted all %zu texts right, got %d wrong", COUNT(prose), wrong);
}

// Each would take hours if it took time in proportion to the square of its length.
static void hostile_texts_take_time_in_proportion_to_their_length(void **state)
{
	(void)state;
	static const char *const parts[] = {
		". ",	"! ( ",	 "\" ",	    ". ) ",    ".1", "… ",  "1. ",     "[1",
		".[1]", "\n",	 " \n",	    "? - ",    "a.", "A. ", ".\u0301", ".\u00AD ",
		"' ",	". \" ", "!\u0301", "12345. ", "「", "。",  "J.P.",    " ",
	};
	enum { SIZE = 2000000 };
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct buf text = {0};
		while (text.len < SIZE)
			buf_add_string(&text, parts[i]);
		uint8_t *flags = mem_new(text.len, 1);
		prose_mark((const uint8_t *)text.data, text.len, flags);
		sentence_mark((const uint8_t *)text.data, text.len, NULL, flags);
		want(flags[0] & UTF8_SENTENCE, "wanted a sentence at the begin of \"%s\"…",
		     parts[i]);
		free(flags);
		buf_done(&text);
	}
}

static void random_texts_are_cut_at_characters_only(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct generate g = {seed};
		struct buf text = {0};
		generate_text(&g, 5000, GENERATE_CONTROL, &text);
		// A copy that ends where the text does: a look behind its end is noticed.
		uint8_t *s = mem_resize(NULL, text.len, 1), *flags = mem_new(text.len, 1);
		memcpy(s, text.data, text.len);
		prose_mark(s, text.len, flags);
		for (size_t i = 0; i < text.len; i++)
			want(!flags[i] || (s[i] & 0xC0) != 0x80,
			     "seed %" PRIu64 ": wanted no sentence within a character, got one at "
			     "byte %zu",
			     seed, i);
		free(s);
		free(flags);
		buf_done(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_begin_where_unicode_says),
		cmocka_unit_test(every_code_point_has_the_class_that_unicode_gives_it),
		cmocka_unit_test(prose_is_cut_as_readers_would),
		cmocka_unit_test(hostile_texts_take_time_in_proportion_to_their_length),
		cmocka_unit_test(random_texts_are_cut_at_characters_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
