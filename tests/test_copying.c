// SPDX-License-Identifier: ISC
// What is copied, as the front end is handed it; and which sources are asked about.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/motion.h"
#include "drive.h"
#include "folder.h"
#include "reader/copying.h"
#include "want.h"

#define SMALL "sets-reader/small.txt"

// --- Pieces of a text ---

static void wants_copied(const char *text, const char *wanted, bool is_wrapped)
{
	struct document d;
	struct buf got = {0};
	document_init(&d, source_open_bytes(text, strlen(text), "a text"));
	document_set_wrap(&d, is_wrapped ? WRAP_REFLOW : WRAP_AUTO);
	copying_add_text(&got, &d, (struct range){document_begin(&d), document_end(&d)});
	want_string(text, wanted, buf_string(&got));
	buf_done(&got);
	document_done(&d);
}

static void text_is_copied_as_its_author_wrote_it(void **state)
{
	(void)state;
	static const struct {
		bool is_wrapped; // by hand
		const char *text, *copied;
	} rows[] = {
		{false, "one\n\ntwo\n", "one\n\ntwo"},
		{false,
		 "a\tb\xC2\xA0"
		 "c\xC2\xAD"
		 "d",
		 "a\tb\xC2\xA0"
		 "c\xC2\xAD"
		 "d"},
		// Lines that were wrapped by hand are one paragraph, also behind a hyphen.
		{true,
		 "It was a bright cold day in April and all of the clocks\n"
		 "in the town were striking the well-\n"
		 "known hour of thirteen, which surprised all of them.\n",
		 "It was a bright cold day in April and all of the clocks in the town were "
		 "striking the well-known hour of thirteen, which surprised all of them."},
		// The hyphen of a formatter of manual pages is not the author's.
		{true,
		 "It was a bright cold day in April and all of the clocks in the sur\xE2\x80\x90\n"
		 "rounding villages were striking thirteen, as they always do.\n",
		 "It was a bright cold day in April and all of the clocks in the surrounding "
		 "villages were striking thirteen, as they always do."},
		{false, "b\bbo\bol\bld and _\bu\n", "bold and u"},
		{false,
		 "\033[1mbold\033[0m and \033]8;;https://example.org\033\\link\033]8;;\033\\\n",
		 "bold and link"},
		// What a shell or a terminal would act upon is not handed on.
		{false,
		 "a\x01\x02\x07\x1B"
		 "b\r\n\xC2\x9B"
		 "2J\x7F"
		 "c",
		 "ab\n2Jc"},
		{false, "  def f():\n      return 1\n\n", "  def f():\n      return 1\n"},
		{false, "bad \xFF byte", "bad \xEF\xBF\xBD byte"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		wants_copied(rows[i].text, rows[i].copied, rows[i].is_wrapped);
}

static void line_of_any_length_is_one_line(void **state)
{
	(void)state;
	struct buf text = {0};
	while (text.len < 300000)
		buf_add_string(&text, "word ");
	buf_add_string(&text, "end");
	wants_copied(buf_string(&text), buf_string(&text), false);
	buf_done(&text);
}

// --- What one is on ---

// Takes what is to be copied and answers as the front end does.
static char *take(struct reader *r)
{
	size_t n;
	const char *text = reader_takes_copy(r, &n);
	char *copy = text ? mem_copy(text, n) : NULL;
	if (text)
		reader_copied(r, READER_COPIED, NULL);
	want(!reader_takes_copy(r, &n), "wanted it to be asked for once");
	return copy;
}

// Presses KEYS and wants TEXT to be copied; NULL: nothing.
static void wants(struct reader *r, const char *keys, const char *text)
{
	drive_keys(r, keys);
	char *got = take(r);
	want_string(keys, text ? text : "(nothing)", got ? got : "(nothing)");
	free(got);
}

static const char claim[] =
	"“Eén leider zat dagen in de trein voor een van de belangrijkste vergaderingen uit zijn "
	"jonge carrière”\n"
	"— Na de top in Hanoi\n"
	"fact · correct\n";

static void claim_is_copied_with_its_verdict_and_sources(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Tab y");
	char *got = take(r);
	want(got && string_starts(got, claim), "wanted it to begin \"%s\", got \"%s\"", claim,
	     got ? got : "");
	want(strstr(got, "\nKantlijn, ") != NULL, "wanted whose verdict it is in %s", got);
	want(strstr(got, "\n+ supports: By armoured train across China (") != NULL,
	     "wanted its facts in %s", got);
	want(strstr(got, "\n  https://news.cgtn.com/news/3d3d774e7849544f32457a6333566d54/"
			 "index.html\n") != NULL,
	     "wanted the sources in %s", got);
	drive_wants(r, "The claim was copied, ");
	// The list of all has the same, and begins with the claim in focus.
	drive_keys(r, "L y");
	char *again = take(r);
	want_string("from the list", got, again ? again : "(nothing)");
	free(again);
	free(got);
	reader_free(r);
}

static void fact_and_source_are_copied_with_addresses(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Tab Enter y"); // the cursor is on the fact in the claim's view
	char *listed = take(r);
	drive_keys(r, "Enter y");
	char *shown = take(r);
	want_string("fact shown", listed, shown);
	want(string_starts(shown, "By armoured train across China\n23–26\xC2\xA0"
				  "February 2019 · before the text\n\nKim left Pyongyang"),
	     "got %s", shown);
	want(strstr(shown, ".\n\nCGTN, ‘How did Kim Jong Un travel from Pyongyang to Hanoi?’, "
			   "26\xC2\xA0"
			   "February 2019\nhttps://news.cgtn.com/") != NULL,
	     "got %s", shown);
	wants(r, "j y",
	      "CGTN, ‘How did Kim Jong Un travel from Pyongyang to Hanoi?’, 26\xC2\xA0"
	      "February 2019\n"
	      "https://news.cgtn.com/news/3d3d774e7849544f32457a6333566d54/index.html");
	drive_wants(r, "The source was copied, 148 characters.");
	// Behind the three sources is the claim that it bears on.
	drive_keys(r, "j j j y");
	char *of_claim = take(r);
	want(of_claim && string_starts(of_claim, claim), "got %s", of_claim ? of_claim : "");
	free(of_claim);
	free(listed);
	free(shown);
	reader_free(r);
}

static void selection_and_note_are_copied(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	wants(r, "v ) y", "The river rises in the hills and runs to the sea.");
	want(!r->selecting.is_on, "wanted the selection to be over");
	wants(r, "v } } y",
	      "The river rises in the hills and runs to the sea. Nobody has ever measured its "
	      "depth.\n\nOn its banks stand mills, and behind the mills stand houses.");
	wants(r, "v v w y", "river");
	drive_keys(r, "a");
	drive_type(r, "A note.\nOf two lines.");
	drive_keys(r, "C-s");
	drive_keys(r, "y");
	char *got = take(r);
	want(got && strstr(got, "”\n") && strstr(got, "A note."), "got %s", got ? got : "");
	drive_wants(r, "The note was copied, ");
	free(got);
	reader_free(r);
}

static void nothing_to_copy_is_told(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	wants(r, "Esc y", NULL);
	drive_wants(r, "There is nothing to copy here");
	wants(r, "? y", NULL);
	drive_wants(r, "There is nothing to copy here");
	reader_free(r);
}

static void outcome_is_told_as_far_as_it_is_known(void **state)
{
	(void)state;
	struct reader *r = drive_open(SMALL, NULL, 120, 40);
	size_t n;
	drive_keys(r, "v y");
	want(reader_takes_copy(r, &n) && n == 3, "wanted three bytes");
	reader_copied(r, READER_COPIED_SENT, NULL);
	drive_wants(r, "The selection was sent to the terminal's clipboard, 3 characters.");
	drive_keys(r, "v y");
	want(reader_takes_copy(r, &n) != NULL, "wanted something");
	reader_copied(r, READER_COPIED_NOT, "there is no clipboard");
	drive_wants(r, "The selection was not copied: there is no clipboard.");
	reader_free(r);
}

static void text_without_end_is_not_copied_in_part(void **state)
{
	(void)state;
	struct folder folder;
	struct buf text = {0};
	assert_true(folder_make(&folder));
	while (text.len < COPYING_MOST + 100000)
		buf_add_string(&text, "Some words.\n\n");
	char *path = folder_file(&folder, "long");
	folder_write(path, text.data, text.len);
	struct options o = {.file = path, .language = "en", .no_store = true};
	struct err e = {0};
	struct reader *r = drive_options(&o, 80, 24, &e);
	want(r != NULL, "%s", e.text);
	wants(r, "v G y", NULL);
	drive_wants(r, "longer than 1 MiB: nothing was copied");
	reader_free(r);
	free(path);
	buf_done(&text);
	folder_remove(&folder);
}

// --- Sources to open ---

static const char cgtn[] = "https://news.cgtn.com/news/3d3d774e7849544f32457a6333566d54/index.html";

static void source_is_asked_about_with_its_whole_address(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Tab Enter Enter o");
	drive_wants(r, "There are several sources");
	want(!reader_takes_open(r), "wanted nothing opened");
	static const char *const ways[] = {"j o", "Enter", "o"};
	for (size_t i = 0; i < 3; i++) {
		drive_keys(r, ways[i]);
		drive_wants(r, cgtn);
		drive_wants(r, "Open this address? y opens it, any other key does not");
		drive_keys(r, "n");
		drive_wants_not(r, cgtn);
		want(!reader_takes_open(r), "%s: wanted nothing opened", ways[i]);
	}
	drive_keys(r, "o y");
	const char *address = reader_takes_open(r);
	want_string("address", cgtn, address ? address : "(none)");
	want(!reader_takes_open(r), "wanted it to be asked for once");
	reader_opened(r, "a-browser", NULL);
	drive_wants(r, "The address was handed to a-browser.");
	reader_opened(r, NULL, "there is no browser");
	drive_wants(r, "Not opened: there is no browser");
	reader_free(r);
}

static void whole_address_is_seen_in_small_windows(void **state)
{
	(void)state;
	static const struct {
		int cols, rows;
		bool fits;
	} sizes[] = {{80, 24, true}, {40, 12, true}, {20, 5, false}, {31, 5, true}};
	static const char address[] = "https://federalnewsnetwork.com/government-news/2019/01/"
				      "ap-photos-north-korean-leader-kim-jong-un-ventures-abroad/";
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct reader *r = drive_open(NULL, NULL, 120, 40);
		drive_keys(r, "Tab Tab Enter j Enter j j");
		drive_resize(r, sizes[i].cols, sizes[i].rows);
		drive_keys(r, "o");
		struct buf seen = {0};
		char *words = drive_words(r, 0, 0, sizes[i].cols, sizes[i].rows);
		for (const char *s = words; *s; s++)
			if (*s != ' ')
				buf_add_char(&seen, *s);
		bool is_seen = strstr(buf_string(&seen), address) != NULL;
		want(is_seen == sizes[i].fits, "%dx%d: wanted the address %s in %s", sizes[i].cols,
		     sizes[i].rows, sizes[i].fits ? "whole" : "not to be asked about", words);
		drive_keys(r, "y");
		want(!reader_takes_open(r) == !is_seen, "%dx%d: wanted it %s", sizes[i].cols,
		     sizes[i].rows, is_seen ? "opened" : "left alone");
		free(words);
		buf_done(&seen);
		reader_free(r);
	}
	// One that was asked about, and then does not fit any more.
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "Tab Tab Enter j Enter j j o");
	drive_resize(r, 20, 5);
	drive_keys(r, "y");
	want(!reader_takes_open(r), "wanted what is not seen left alone");
	reader_free(r);
}

static void where_there_is_no_source_it_is_told(void **state)
{
	(void)state;
	struct reader *r = drive_open(NULL, NULL, 120, 40);
	drive_keys(r, "o");
	drive_wants(r, "There is no source here");
	drive_keys(r, "Tab o");
	drive_wants(r, "Sources are with facts");
	want(!reader_takes_open(r), "wanted nothing opened");
	reader_free(r);
}

static void verdict_with_an_address_is_opened(void **state)
{
	(void)state;
	static const char set[] =
		"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\","
		"\"motivation\":\"assessing\",\"target\":{\"source\":\"t\",\"selector\":{\"type\":"
		"\"TextQuoteSelector\",\"exact\":\"river\"}},\"body\":{\"type\":"
		"\"SpecificResource\",\"purpose\":\"assessing\",\"source\":{\"type\":"
		"\"schema:ClaimReview\",\"schema:url\":\"https://example.org/verdict\","
		"\"schema:reviewRating\":{\"type\":\"schema:Rating\",\"schema:alternateName\":"
		"\"correct\"}}}}";
	struct folder folder;
	assert_true(folder_make(&folder));
	char *path = folder_file(&folder, "set");
	folder_write(path, set, strlen(set));
	struct options o = {.file = drive_path(SMALL),
			    .language = "en",
			    .sets = {path},
			    .set_count = 1,
			    .no_store = true};
	struct err e = {0};
	struct reader *r = drive_options(&o, 120, 40, &e);
	want(r != NULL, "%s", e.text);
	drive_keys(r, "Tab o");
	drive_wants(r, "Open this address?");
	drive_wants(r, "https://example.org/verdict");
	drive_keys(r, "y");
	const char *address = reader_takes_open(r);
	want_string("address", "https://example.org/verdict", address ? address : "(none)");
	reader_free(r);
	free(path);
	folder_remove(&folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_copied_as_its_author_wrote_it),
		cmocka_unit_test(line_of_any_length_is_one_line),
		cmocka_unit_test(claim_is_copied_with_its_verdict_and_sources),
		cmocka_unit_test(fact_and_source_are_copied_with_addresses),
		cmocka_unit_test(selection_and_note_are_copied),
		cmocka_unit_test(nothing_to_copy_is_told),
		cmocka_unit_test(outcome_is_told_as_far_as_it_is_known),
		cmocka_unit_test(text_without_end_is_not_copied_in_part),
		cmocka_unit_test(source_is_asked_about_with_its_whole_address),
		cmocka_unit_test(whole_address_is_seen_in_small_windows),
		cmocka_unit_test(where_there_is_no_source_it_is_told),
		cmocka_unit_test(verdict_with_an_address_is_opened),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("copying", tests, NULL, NULL);
}
