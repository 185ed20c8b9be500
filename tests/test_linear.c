// SPDX-License-Identifier: ISC
// Reading line by line without a terminal: typed lines in, text out.  The transcripts in
// tests/linear are whole sessions: what was typed begins with "> ", the rest is what was said, and
// in brackets what a person is shown before typing.  GENERATE=1 writes them anew.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "document/stops.h"
#include "drive.h"
#include "folder.h"
#include "generate.h"
#include "output/linear.h"
#include "output/spoken.h"
#include "reader/state.h"
#include "want.h"

enum { WIDTH = 72, HEIGHT = 24 };

struct talk {
	struct reader *reader;
	struct linear *linear;
	struct buf said; // all of it
	size_t last;	 // [byte] where what was said last begins
};

// Whatever was said may go to any terminal and any synthesizer.
static void check_said(const char *said, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode((const uint8_t *)said + i, n - i, &cp);
		bool is_bad = (cp < 0x20 && cp != '\n') || (cp >= 0x7F && cp < 0xA0) ||
			      (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
			      (cp == UTF8_REPLACEMENT && len != 3);
		if (is_bad)
			fail_msg("wanted nothing but text and line feeds, got U+%04X in \"%.*s\"",
				 cp, (int)(n < 300 ? n : 300), said);
		i += len;
	}
}

static void hear(struct talk *t)
{
	t->last = t->said.len;
	linear_take(t->linear, &t->said);
	check_said(buf_string(&t->said) + t->last, t->said.len - t->last);
	want(t->said.len == t->last || t->said.data[t->said.len - 1] == '\n',
	     "wanted whole lines, got \"%s\"", buf_string(&t->said) + t->last);
}

static void settle(struct talk *t)
{
	while (linear_step(t->linear, (struct budget){NULL, NULL}) & READER_MORE)
		;
}

static void begin(struct talk *t, const struct options *asked, int width, int height)
{
	struct options o = *asked;
	struct err e = {0};
	o.linear = true;
	o.no_store = !o.store;
	*t = (struct talk){0};
	t->reader = reader_new(&o, &e);
	if (!t->reader)
		fail_msg("%s", e.text);
	t->linear = linear_new(t->reader, width, height);
}

static void open_talk(struct talk *t, const char *file, const char *language)
{
	begin(t, &(struct options){.file = file ? drive_path(file) : NULL, .language = language},
	      WIDTH, HEIGHT);
	settle(t);
	linear_begin(t->linear);
	settle(t);
	hear(t);
}

// Types a line and returns what is said then.
static const char *type(struct talk *t, const char *line)
{
	linear_line(t->linear, line, strlen(line), 1000000000);
	settle(t);
	hear(t);
	return buf_string(&t->said) + t->last;
}

static void close_talk(struct talk *t)
{
	linear_free(t->linear);
	reader_free(t->reader);
	buf_done(&t->said);
}

static void wants(struct talk *t, const char *line, const char *wanted)
{
	const char *said = type(t, line);
	if (!strstr(said, wanted))
		fail_msg("after \"%s\": wanted \"%s\", got \"%s\"", line, wanted, said);
}

// --- Transcripts ---

static void set_language(const char *language)
{
	setenv("LANGUAGE", language, 1);
	textdomain(PACKAGE); // makes gettext look again
}

static void add_prompt(struct talk *t, struct buf *out)
{
	struct buf prompt = {0};
	linear_prompt(t->linear, &prompt);
	check_said(buf_string(&prompt), prompt.len);
	buf_add(out, buf_string(&prompt), prompt.len);
	buf_done(&prompt);
}

// Plays the lines of a transcript again and compares all of it.
static void play(const char *path, const char *language)
{
	size_t n;
	char *bytes = (char *)folder_read(path, &n);
	struct talk t;
	struct buf got = {0};
	want(bytes != NULL, "cannot read %s", path);
	char *wanted = mem_copy(bytes, n);
	open_talk(&t, NULL, language);
	buf_add(&got, buf_string(&t.said), t.said.len);
	char *text = mem_copy(wanted, n);
	for (char *line = text; line && *line;) {
		char *end = strchr(line, '\n');
		if (end)
			*end = '\0';
		char *typed = strstr(line, "> ");
		// A prompt ends in a blank.
		if (typed && (typed == line || typed[-1] == ' ')) {
			add_prompt(&t, &got);
			buf_printf(&got, "> %s\n", typed + 2);
			buf_add_string(&got, type(&t, typed + 2));
		}
		line = end ? end + 1 : NULL;
	}
	set_language("en");
	if (getenv("GENERATE"))
		folder_write(path, buf_string(&got), got.len);
	else
		drive_same(mem_copy(wanted, n), mem_copy(buf_string(&got), got.len), path);
	want(linear_is_finished(t.linear), "%s: wanted an end", path);
	free(bytes);
	free(text);
	free(wanted);
	buf_done(&got);
	close_talk(&t);
}

static void english_session_is_as_written_down(void **state)
{
	(void)state;
	set_language("en");
	play(drive_path("linear/english.txt"), "en");
}

static void dutch_session_is_as_written_down(void **state)
{
	(void)state;
	set_language("nl");
	play(drive_path("linear/dutch.txt"), "nl");
}

// --- Announcing ---

// The whole text, piece by piece; the caller frees it.
static char *read_through(const char *file, int width, int height)
{
	struct talk t;
	struct buf all = {0};
	begin(&t, &(struct options){.file = file, .language = "en"}, width, height);
	settle(&t);
	linear_begin(t.linear);
	hear(&t);
	buf_add_string(&all, buf_string(&t.said));
	for (int i = 0; i < 10000; i++) {
		const char *said = type(&t, "");
		if (strstr(said, "This is the end of the text."))
			break;
		buf_add_string(&all, said);
	}
	close_talk(&t);
	return buf_take(&all);
}

static unsigned occurrences(const char *text, const char *part)
{
	unsigned n = 0;
	for (const char *s = text; (s = strstr(s, part)); s++)
		n++;
	return n;
}

// With single blanks for all white space.
static char *in_one_line(const char *text)
{
	struct buf out = {0};
	for (const char *s = text; *s; s++) {
		bool is_blank = *s == ' ' || *s == '\n';
		if (!is_blank)
			buf_add_char(&out, *s);
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_add_char(&out, ' ');
	}
	return buf_take(&out);
}

static void each_claim_is_announced_once_in_a_reading(void **state)
{
	(void)state;
	static const int widths[] = {20, 40, 72, 1000, 100000};
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
		for (int height = 5; height <= 60; height += 11) {
			char *read = read_through(NULL, widths[i], height);
			char *all = in_one_line(read);
			for (unsigned n = 1; n <= 30; n++) {
				struct buf word = {0};
				buf_printf(&word, "claim %u: ", n);
				want(occurrences(all, buf_string(&word)) == 1,
				     "width %d, height %d: wanted %s once, got it %u times",
				     widths[i], height, buf_string(&word),
				     occurrences(all, buf_string(&word)));
				buf_done(&word);
			}
			free(all);
			free(read);
		}
}

// The words of the text and nothing else are left without what is in brackets.
static void announcements_stand_between_words(void **state)
{
	(void)state;
	struct talk t;
	size_t n;
	char *read = read_through(NULL, 100000, 1000);
	open_talk(&t, NULL, "en");
	const struct document *d = &reader_session(t.reader)->document;
	const uint8_t *bytes = source_bytes(d->source, 0, &n);
	char *source = mem_copy(bytes, n), *wanted = in_one_line(source);
	struct buf text = {0};
	const char *begin = strstr(read, "[claim 1:");
	want(begin != NULL, "wanted claim 1 announced, got \"%.300s\"", read);
	for (const char *s = begin; *s; s++) {
		if (*s != '[') {
			buf_add_char(&text, *s);
			continue;
		}
		want(s == read || s[-1] == ' ' || s[-1] == '\n',
		     "wanted a blank before an announcement, got \"%.40s\"", s - 10);
		s += strcspn(s, "]");
		want(s[0] == ']' && s[1] == ' ', "wanted a blank behind, got \"%.40s\"", s);
		s++;
	}
	char *got = in_one_line(buf_string(&text));
	size_t length = strlen(wanted);
	while (length && wanted[length - 1] == ' ')
		wanted[--length] = '\0';
	while (*got && got[strlen(got) - 1] == ' ')
		got[strlen(got) - 1] = '\0';
	want_string("text", wanted, got);
	free(got);
	free(source);
	free(wanted);
	free(read);
	buf_done(&text);
	close_talk(&t);
}

// Claims that begin and end anywhere, in a text of hard clusters.
static void no_announcement_is_within_a_word(void **state)
{
	(void)state;
	static const char source[] =
		"Eén woord “met haken” (en zo) Noord-Korea, l’homme; 12,5 %; "
		"e\xCC\x81\xCC\x82trange co\xC2\xADöperatie \xF0\x9F\x91\xA9\xE2\x80\x8D"
		"\xF0\x9F\x91\xA7 http://example.org/a-b/c?d=1 eind";
	struct folder f;
	assert_true(folder_make(&f));
	char *path = folder_file(&f, "words.txt");
	folder_write(path, source, sizeof source - 1);
	struct talk t;
	begin(&t, &(struct options){.file = path}, 100000, HEIGHT);
	settle(&t);
	const struct document *d = &reader_session(t.reader)->document;
	for (size_t from = 0; from < sizeof source - 1; from++) {
		struct knowledge k = {0};
		uint32_t a = knowledge_add_annotation(&k);
		k.annotations[a].role = ROLE_CLAIM;
		knowledge_place(&k, a, ANCHOR_FOUND, from, from + 1);
		knowledge_settle(&k);
		struct buf out = {0};
		struct range all = {document_begin(d), document_end(d)};
		spoken_text(&out, d, &k, all, POS_NONE, 100000);
		char *at = strstr(buf_string(&out), "[claim 1] ");
		want(at != NULL, "byte %zu: wanted an announcement, got \"%s\"", from,
		     buf_string(&out));
		want(at == out.data || at[-1] == ' ', "byte %zu: it is within a word: \"%s\"", from,
		     buf_string(&out));
		want(occurrences(buf_string(&out), "[claim") == 1, "byte %zu: not once: \"%s\"",
		     from, buf_string(&out));
		check_said(buf_string(&out), out.len);
		buf_done(&out);
		knowledge_done(&k);
	}
	close_talk(&t);
	free(path);
	folder_remove(&f);
}

static void heading_is_said_with_what_follows_it(void **state)
{
	(void)state;
	static const char source[] = "# One\n\nText here.\n\n## Two\n\n### Three\n\nMore text.\n";
	struct folder f;
	struct talk t;
	assert_true(folder_make(&f));
	char *path = folder_file(&f, "headings.md");
	folder_write(path, source, sizeof source - 1);
	begin(&t, &(struct options){.file = path}, WIDTH, HEIGHT);
	settle(&t);
	linear_begin(t.linear);
	hear(&t);
	want(strstr(buf_string(&t.said), "[heading] # One\nText here.\n"),
	     "wanted the heading with its text, got \"%s\"", buf_string(&t.said));
	want_string("then", "[heading] ## Two\n[heading] ### Three\nMore text.\n", type(&t, ""));
	close_talk(&t);
	free(path);
	folder_remove(&f);
}

static void claims_that_overlap_are_announced_once_each(void **state)
{
	(void)state;
	struct talk t;
	open_talk(&t, "sets-reader/edited.txt", "en");
	struct buf all = {0};
	buf_add_string(&all, buf_string(&t.said));
	for (int i = 0; i < 100 && !strstr(type(&t, ""), "end of the text"); i++)
		buf_add_string(&all, buf_string(&t.said) + t.last);
	const struct knowledge *k = &reader_session(t.reader)->knowledge;
	char *line = in_one_line(buf_string(&all));
	unsigned with_place = 0;
	for (size_t i = 0; i < k->claim_count; i++) {
		const struct annotation *a = &k->annotations[k->claims[i]];
		struct buf word = {0};
		if (!annotation_has_place(a))
			continue;
		with_place++;
		spoken_annotation(&word, a);
		want(occurrences(line, buf_string(&word)) == a->other_count + 1,
		     "wanted \"%s\" %u times, got it %u times", buf_string(&word),
		     a->other_count + 1, occurrences(line, buf_string(&word)));
		buf_done(&word);
	}
	want(with_place > 2, "wanted claims with a place, got %u", with_place);
	free(line);
	buf_done(&all);
	close_talk(&t);
}

// --- Commands ---

static void numbers_open_what_was_listed_last(void **state)
{
	(void)state;
	struct talk t;
	open_talk(&t, NULL, "en");
	wants(&t, "12", "Claim 12 of 30");
	wants(&t, "1", "Sources");
	wants(&t, "b", "Claim 12 of 30");
	wants(&t, "back", "paragraph 1/10");
	wants(&t, "K", "All facts and terms (48)");
	wants(&t, "3", "Reykjavik");
	wants(&t, "back", "3. Reykjavik");
	wants(&t, "77", "There is no 77 here");
	wants(&t, "q", "paragraph 1/10");
	wants(&t, "77", "There is no claim 77; there are 30.");
	wants(&t, ".", "1. claim 1: opinion");
	wants(&t, "2", "Claim 2 of 30");
	wants(&t, "#3", "De ander vloog");
	wants(&t, "claim-next", "claim 4: fact, correct");
	wants(&t, ":open", "Claim 4 of 30");
	close_talk(&t);
}

static void enter_goes_on_from_where_one_was_wherever_one_looked(void **state)
{
	(void)state;
	struct talk t;
	open_talk(&t, NULL, "en");
	wants(&t, "12", "Claim 12 of 30");
	wants(&t, "", "[claim 5: interpretation");
	wants(&t, "k", "dat een domper");
	wants(&t, "j", "[claim 5: interpretation");
	wants(&t, "{", "[claim 1: opinion] Het was een flop.");
	wants(&t, "{", "This is the start of the text.");
	wants(&t, "G", "Er is dus");
	wants(&t, "", "This is the end of the text.");
	wants(&t, "50%", "De Koreanen");
	wants(&t, "/Bolton", "match 1 of 1");
	wants(&t, "/nowhere-at-all", "Not found.");
	wants(&t, "r", "veiligheidsadviseur Bolton");
	close_talk(&t);
}

static void what_is_not_understood_is_said(void **state)
{
	(void)state;
	struct talk t;
	open_talk(&t, NULL, "en");
	wants(&t, "walk", "walk means nothing here");
	wants(&t, "\033[31m", "means nothing here");
	wants(&t, "p", "This is for a screen");
	wants(&t, "v", "This is for a screen");
	wants(&t, "h", "Enter reads on");
	while (!strstr(buf_string(&t.said) + t.last, "claim-next"))
		wants(&t, "", ": ");
	char *line = mem_new(100001, 1);
	memset(line, 'x', 100000);
	wants(&t, line, "xxx… means nothing here");
	free(line);
	close_talk(&t);
}

static void notes_are_kept_on_what_was_said_last(void **state)
{
	(void)state;
	struct talk t;
	open_talk(&t, NULL, "en");
	wants(&t, "j", "[claim 5: interpretation");
	type(&t, "a it was not a summit");
	wants(&t, ".", "note: “it was not a summit”");
	wants(&t, "2", "Claim 5 of 30");
	wants(&t, "a a reply", "Done");
	wants(&t, "r", "a reply");
	type(&t, "q");
	type(&t, "z");
	wants(&t, "5", "Claim 5 of 30");
	want(!strstr(buf_string(&t.said) + t.last, "a reply"), "wanted the reply gone, got \"%s\"",
	     buf_string(&t.said) + t.last);
	type(&t, "q");
	type(&t, "a");
	struct buf prompt = {0};
	linear_prompt(t.linear, &prompt);
	want_string("prompt", "note: ", buf_string(&prompt));
	buf_done(&prompt);
	type(&t, "asked for");
	wants(&t, ".", "note: “asked for”");
	close_talk(&t);
}

static void interrupt_stops_and_never_ends(void **state)
{
	(void)state;
	struct talk t;
	open_talk(&t, NULL, "en");
	wants(&t, "K", "All facts and terms");
	linear_interrupt(t.linear);
	hear(&t);
	wants(&t, "", "[claim 5: interpretation"); // not more of the list
	type(&t, "/");
	linear_interrupt(t.linear);
	linear_interrupt(t.linear);
	hear(&t);
	assert_false(linear_is_finished(t.linear));
	linear_end(t.linear);
	assert_true(linear_is_finished(t.linear));
	close_talk(&t);
}

static void person_is_asked_before_notes_are_lost(void **state)
{
	(void)state;
	struct talk t;
	struct buf prompt = {0};
	open_talk(&t, NULL, "en");
	type(&t, "a not kept anywhere");
	linear_end(t.linear);
	assert_false(linear_is_finished(t.linear));
	linear_prompt(t.linear, &prompt);
	want(string_starts(buf_string(&prompt), "Quit, and lose what is not kept?"),
	     "wanted a question, got \"%s\"", buf_string(&prompt));
	type(&t, "n");
	assert_false(linear_is_finished(t.linear));
	type(&t, "q");
	type(&t, "y");
	assert_true(linear_is_finished(t.linear));
	buf_done(&prompt);
	close_talk(&t);
}

// --- Hostile and large ---

static void hostile_texts_and_sets_say_nothing_but_text(void **state)
{
	(void)state;
	static const char *const lines[] = {"",	  "",  ".",  "1",  "b",
					    "L",  "",  "1",  "1",  "q",
					    "K",  "1", "q",  "]",  "]",
					    "j",  "k", "/e", "n",  "S",
					    "1",  "=", "G",  "{",  "a x\x01\x1b[1m\xff",
					    "r",  "M", "ma", "'a", "*",
					    "&a", "h", "",   ""};
	static const char *const files[] = {"sets-reader/hostile.txt", "sets-reader/empty.txt",
					    "sets-reader/broken.txt", "sets-reader/units.txt"};
	for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
		struct talk t;
		open_talk(&t, files[f], "en");
		for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
			struct buf prompt = {0};
			type(&t, lines[i]);
			add_prompt(&t, &prompt);
			buf_done(&prompt);
		}
		close_talk(&t);
	}
}

static void bytes_of_any_kind_are_said_as_text(void **state)
{
	(void)state;
	struct folder f;
	assert_true(folder_make(&f));
	char *path = folder_file(&f, "bytes");
	for (unsigned seed = 1; seed <= 20; seed++) {
		struct buf bytes = {0};
		unsigned random = seed;
		struct talk t;
		for (int i = 0; i < 3000; i++) {
			unsigned kind = drive_random(&random, 8);
			buf_add_char(&bytes, kind == 0	? '\n'
					     : kind < 3 ? ' '
							: (char)drive_random(&random, 256));
		}
		folder_write(path, buf_string(&bytes), bytes.len);
		begin(&t, &(struct options){.file = path}, 20 + (int)seed * 5, 10);
		settle(&t);
		linear_begin(t.linear);
		hear(&t);
		for (int i = 0; i < 50; i++)
			type(&t, i % 7 == 3 ? "k" : i % 5 == 4 ? "j" : "");
		close_talk(&t);
		buf_done(&bytes);
	}
	free(path);
	folder_remove(&f);
}

// A text that is one line of 1 GB: its begin is said from a few pieces of it.
static void gigabyte_is_begun_at_once(void **state)
{
	(void)state;
	struct folder f;
	struct talk t;
	assert_true(folder_make(&f));
	char *path = folder_file(&f, "large.txt");
	static const char first[] = "It begins here. And it goes on. ";
	folder_write(path, first, sizeof first - 1);
	assert_int_equal(truncate(path, 1024 * 1024 * 1024), 0); // zeros, that take no room
	begin(&t, &(struct options){.file = path}, WIDTH, HEIGHT);
	size_t slices = 4;
	linear_step(t.linear, budget_of(&slices));
	linear_begin(t.linear);
	hear(&t);
	want(strstr(buf_string(&t.said), "It begins here. And it goes on."),
	     "wanted its begin, got \"%.300s\"", buf_string(&t.said));
	want(t.said.len < 20000, "wanted a piece, got %zu bytes", t.said.len);
	linear_line(t.linear, "", 0, 0);
	hear(&t);
	want(t.said.len - t.last < 20000, "wanted a piece, got %zu bytes", t.said.len - t.last);
	close_talk(&t);
	free(path);
	folder_remove(&f);
}

// A set with so many claims, all on the first word of the text.
static char *write_set(const struct folder *f, const char *text, unsigned count)
{
	struct buf set = {0};
	char *path = folder_file(f, "many.jsonld");
	buf_add_string(&set, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\","
			     "\"type\":\"AnnotationPage\",\"items\":[");
	for (unsigned i = 0; i < count; i++)
		buf_printf(&set,
			   "%s{\"type\":\"Annotation\",\"id\":\"urn:x:%u\",\"motivation\":"
			   "\"assessing\",\"body\":{\"type\":\"TextualBody\",\"purpose\":"
			   "\"assessing\",\"value\":\"v\"},\"target\":{\"source\":\"urn:t\","
			   "\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":\"%s\"},"
			   "{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":%zu}]}}",
			   i ? "," : "", i, text, strlen(text));
	buf_add_string(&set, "]}");
	folder_write(path, buf_string(&set), set.len);
	buf_done(&set);
	return path;
}

static void list_of_100000_is_given_in_pieces_of_a_screen(void **state)
{
	(void)state;
	enum { COUNT = 100000 };
	struct folder f;
	struct talk t;
	assert_true(folder_make(&f));
	char *path = folder_file(&f, "many.txt"), *set = write_set(&f, "First", COUNT);
	folder_write(path, "First things first.\n", 20);
	begin(&t, &(struct options){.file = path, .sets = {set}, .set_count = 1}, WIDTH, HEIGHT);
	settle(&t);
	linear_begin(t.linear);
	hear(&t);
	want(t.said.len < 4000, "wanted few announcements, got %zu bytes", t.said.len);
	type(&t, "L");
	for (int i = 0; i < 3; i++) {
		struct buf prompt = {0};
		size_t said = t.said.len - t.last;
		want(occurrences(buf_string(&t.said) + t.last, "\n") < HEIGHT,
		     "wanted less than %d lines, got %zu bytes", HEIGHT, said);
		want(said > 0, "wanted more of the list, got %zu bytes", said);
		linear_prompt(t.linear, &prompt);
		want(strstr(buf_string(&prompt), "of 100000"), "wanted how many, got \"%s\"",
		     buf_string(&prompt));
		buf_done(&prompt);
		type(&t, "");
	}
	close_talk(&t);
	free(path);
	free(set);
	folder_remove(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(english_session_is_as_written_down),
		cmocka_unit_test(dutch_session_is_as_written_down),
		cmocka_unit_test(each_claim_is_announced_once_in_a_reading),
		cmocka_unit_test(announcements_stand_between_words),
		cmocka_unit_test(no_announcement_is_within_a_word),
		cmocka_unit_test(heading_is_said_with_what_follows_it),
		cmocka_unit_test(claims_that_overlap_are_announced_once_each),
		cmocka_unit_test(numbers_open_what_was_listed_last),
		cmocka_unit_test(enter_goes_on_from_where_one_was_wherever_one_looked),
		cmocka_unit_test(what_is_not_understood_is_said),
		cmocka_unit_test(notes_are_kept_on_what_was_said_last),
		cmocka_unit_test(interrupt_stops_and_never_ends),
		cmocka_unit_test(person_is_asked_before_notes_are_lost),
		cmocka_unit_test(hostile_texts_and_sets_say_nothing_but_text),
		cmocka_unit_test(bytes_of_any_kind_are_said_as_text),
		cmocka_unit_test(gigabyte_is_begun_at_once),
		cmocka_unit_test(list_of_100000_is_given_in_pieces_of_a_screen),
	};
	const char *catalogue = getenv("KANTLIJN_LOCALEDIR");
	setlocale(LC_ALL, "C.UTF-8");
	bindtextdomain(PACKAGE, catalogue ? catalogue : "locale");
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	set_language("en");
	return cmocka_run_group_tests_name("linear", tests, NULL, NULL);
}
