// SPDX-License-Identifier: ISC
// Texts that are large, or become so while they are read: their end is followed, what is marked and
// counted stays right, and a paragraph that is not counted yet is gone to at once.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drive.h"
#include "folder.h"
#include "reader/frame.h"
#include "reader/state.h"
#include "want.h"

struct text {
	struct folder folder;
	char *path;
	struct reader *reader;
};

static void add(const struct text *t, const char *bytes, size_t n)
{
	int fd = open(t->path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	while (n > 0) {
		ssize_t wrote = write(fd, bytes, n);
		want(wrote > 0, "wanted to write to %s", t->path);
		bytes += wrote;
		n -= (size_t)wrote;
	}
	close(fd);
}

static void add_string(const struct text *t, const char *s)
{
	add(t, s, strlen(s));
}

static void add_lines(const struct text *t, int from, int to)
{
	struct buf lines = {0};
	for (int i = from; i < to; i++)
		buf_printf(&lines, "line %d of the log;\n", i);
	add(t, lines.data, lines.len);
	buf_done(&lines);
}

static struct reader *open_with(struct text *t, const struct options *more)
{
	struct options o = *more;
	struct err e = {0};
	o.file = t->path;
	o.language = "en";
	reader_free(t->reader);
	t->reader = drive_options(&o, 80, 24, &e);
	want(t->reader, "wanted %s to open: %s", t->path, e.text);
	return t->reader;
}

static struct reader *open_lines(struct text *t, int lines)
{
	add_lines(t, 0, lines);
	return open_with(t, &(struct options){.wrap = WRAP_KEEP});
}

static int make(void **state)
{
	static struct text t;
	t = (struct text){0};
	*state = &t;
	if (!folder_make(&t.folder))
		return -1;
	t.path = folder_file(&t.folder, "log");
	return 0;
}

static int clean(void **state)
{
	struct text *t = *state;
	reader_free(t->reader);
	free(t->path);
	folder_remove(&t->folder);
	return 0;
}

// The last row of the text.
static const char *last_row(struct reader *r)
{
	return drive_row(r, r->frame.text.y + r->page.row_count - 1);
}

static void wants_last(struct reader *r, const char *text)
{
	drive_settle(r);
	if (!strstr(last_row(r), text))
		drive_fail(r, "wanted \"%s\" in the last row", text);
}

// --- Following ---

static void what_is_added_is_shown_as_it_comes(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 100);
	drive_keys(r, "F");
	drive_wants(r, "following");
	wants_last(r, "line 99 of");
	add_lines(t, 100, 101);
	wants_last(r, "line 100 of");
	// A line that is not finished, byte by byte.
	static const char line[] = "slowly";
	for (size_t i = 0; i < strlen(line); i++) {
		char so_far[16] = "";
		add(t, line + i, 1);
		memcpy(so_far, line, i + 1);
		wants_last(r, so_far);
	}
	add_string(t, " told;\n");
	wants_last(r, "slowly told;");
	// Ten megabytes at once.
	add_lines(t, 1000, 400000);
	wants_last(r, "line 399999 of");
	want_number("lines", 399000 + 102,
		    index_line_begin(r->session.document.index, 399102) ==
				    document_end(&r->session.document)
			    ? 399102
			    : 0);
}

static void a_text_that_was_empty_is_followed(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 0);
	drive_keys(r, "F");
	add_string(t, "first");
	wants_last(r, "first");
	add_lines(t, 0, 60);
	wants_last(r, "line 59 of");
}

static void it_is_followed_from_the_start_where_that_is_asked_for(void **state)
{
	struct text *t = *state;
	add_lines(t, 0, 100);
	struct reader *r = open_with(t, &(struct options){.wrap = WRAP_KEEP, .follow = true});
	wants_last(r, "line 99 of");
	add_lines(t, 100, 200);
	wants_last(r, "line 199 of");
}

static void keys_that_lead_elsewhere_end_it(void **state)
{
	static const char *const keys[] = {"k",	   "b",	    "u",   "g",
					   "{",	   "5 0 %", "7 g", "Up",
					   "PgUp", "Esc",   "C-c", "/ l i n e Space 7 Space Enter"};
	struct text *t = *state;
	struct reader *r = open_lines(t, 300);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		drive_keys(r, "F");
		drive_wants(r, "following");
		drive_keys(r, keys[i]);
		drive_wants_not(r, "following");
		uint64_t top = page_begin(&r->page);
		add_lines(t, 0, 50);
		drive_settle(r);
		want(page_begin(&r->page) == top, "%s: wanted the text to stay where it is",
		     keys[i]);
		drive_keys(r, "Esc Esc");
	}
}

static void keys_that_lead_nowhere_do_not_end_it(void **state)
{
	static const char *const keys[] = {"G", "=", "F", "?", "Esc", "L", "q", "r"};
	struct text *t = *state;
	struct reader *r = open_lines(t, 300);
	drive_keys(r, "F");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		drive_keys(r, keys[i]);
		want(r->is_following, "%s: wanted the text to be followed still", keys[i]);
	}
	add_lines(t, 300, 400);
	wants_last(r, "line 399 of");
}

static void what_is_added_moves_nothing_in_the_middle(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 300);
	drive_keys(r, "5 0 %");
	char *shot = drive_words(r, 0, r->frame.text.y, 80, r->frame.text.height);
	for (int i = 0; i < 20; i++) {
		add_string(t, i % 2 ? "more;\n" : "some ");
		drive_settle(r);
		char *now = drive_words(r, 0, r->frame.text.y, 80, r->frame.text.height);
		want_string("screen", shot, now);
		free(now);
	}
	free(shot);
}

static void what_is_selected_stays_on_screen(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 300);
	drive_keys(r, "F v");
	uint64_t top = page_begin(&r->page);
	add_lines(t, 300, 400);
	drive_settle(r);
	want_number("top", top, page_begin(&r->page));
}

static void a_search_goes_on_into_what_is_added(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 300);
	drive_keys(r, "F");
	drive_keys(r, "/ z e b r a Enter");
	drive_keys(r, "F");
	add_string(t, "a ze");
	drive_settle(r);
	drive_wants(r, "no match");
	add_string(t, "bra and a zebra;\n");
	drive_settle(r);
	drive_wants(r, "2 matches");
	want_number("matches", 2, search_count(&r->search));
	struct match m = search_match(&r->search, 0);
	want_number("length", 5, m.end - m.begin);
}

static void a_file_that_is_cut_is_followed_on(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 300);
	drive_keys(r, "F");
	want_number("truncate", 0, truncate(t->path, 0));
	drive_settle(r);
	drive_wants(r, "became shorter");
	add_lines(t, 7, 9);
	wants_last(r, "line 8 of");
	drive_wants(r, "following");
}

static void a_file_that_is_rotated_is_followed_by_its_name(void **state)
{
	struct text *t = *state;
	char *old = folder_file(&t->folder, "log.1");
	struct reader *r = open_lines(t, 300);
	drive_keys(r, "F");
	want_number("rename", 0, rename(t->path, old));
	drive_settle(r);
	wants_last(r, "line 299 of"); // as long as there is no other
	add_lines(t, 500, 600);
	wants_last(r, "line 599 of");
	drive_wants(r, "Another file has got this name");
	add_lines(t, 600, 601);
	wants_last(r, "line 600 of");
	// What is not followed stays what it is, whatever its name.
	drive_keys(r, "Esc");
	want_number("rename", 0, rename(t->path, old));
	add_lines(t, 900, 901);
	wants_last(r, "line 600 of");
	drive_keys(r, "F");
	wants_last(r, "line 900 of");
	free(old);
}

static struct reader *open_pipe(struct text *t, int ends[2])
{
	struct err e = {0};
	char name[32];
	want_number("pipe", 0, pipe(ends));
	snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
	t->reader = drive_options(&(struct options){.file = name, .wrap = WRAP_KEEP}, 80, 24, &e);
	want(t->reader, "wanted the pipe to open: %s", e.text);
	return t->reader;
}

static void write_lines(struct reader *r, int fd, int from, int to)
{
	for (int i = from; i < to; i++) {
		char line[32];
		int n = snprintf(line, sizeof line, "line %d;\n", i);
		want_number("written", n, write(fd, line, (size_t)n));
		drive_settle(r);
	}
}

static void a_pipe_that_brings_nothing_is_told(void **state)
{
	struct text *t = *state;
	int ends[2];
	struct reader *r = open_pipe(t, ends);
	drive_wants_not(r, "empty");
	close(ends[1]);
	drive_settle(r);
	drive_wants(r, "This text is empty.");
	close(ends[0]);
}

static void a_pipe_is_followed_until_it_ends(void **state)
{
	struct text *t = *state;
	int ends[2];
	struct reader *r = open_pipe(t, ends);
	drive_keys(r, "F");
	write_lines(r, ends[1], 0, 100);
	wants_last(r, "line 99;");
	drive_wants(r, "following");
	close(ends[1]);
	drive_settle(r);
	drive_wants(r, "come to its end");
	drive_wants_not(r, "following");
	close(ends[0]);
	drive_keys(r, "g F");
	wants_last(r, "line 99;");
	drive_wants(r, "nothing is added to it");
}

static void the_end_of_a_pipe_is_waited_for(void **state)
{
	struct text *t = *state;
	int ends[2];
	struct reader *r = open_pipe(t, ends);
	write_lines(r, ends[1], 0, 50);
	drive_keys(r, "G");
	wants_last(r, "line 49;");
	write_lines(r, ends[1], 50, 100);
	wants_last(r, "line 99;");
	drive_wants(r, "following");
	drive_keys(r, "k");
	write_lines(r, ends[1], 100, 150);
	wants_last(r, "line 98;");
	drive_keys(r, "G");
	write_lines(r, ends[1], 150, 160);
	close(ends[1]);
	wants_last(r, "line 159;");
	drive_wants_not(r, "following");
	drive_wants_not(r, "come to its end"); // nobody asked to follow
	close(ends[0]);
}

static void what_goes_elsewhere_than_to_the_end_of_a_pipe_waits_for_nothing(void **state)
{
	static const char *const keys[] = {"g", "5 0 0 G", "5 0 %", "9 9 %", "Space Space Space"};
	struct text *t = *state;
	int ends[2];
	struct reader *r = open_pipe(t, ends);
	write_lines(r, ends[1], 0, 50);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		drive_keys(r, keys[i]);
		want(!r->is_following, "%s: wanted nothing followed", keys[i]);
	}
	close(ends[1]);
	close(ends[0]);
}

// A text without annotations that is set to a terminal's width, as manual pages are.
static void lines_as_they_are_have_the_whole_window(void **state)
{
	struct text *t = *state;
	add_string(
		t,
		"LS(1)                            User Commands                           LS(1)\n");
	struct reader *r = open_with(t, &(struct options){.wrap = WRAP_KEEP});
	drive_wants(
		r,
		"LS(1)                            User Commands                           LS(1)");
	want_number("column", 0, r->frame.text.x);
	want_number("columns", 78, r->frame.text.width);
	drive_keys(r, "v w s"); // a note has its place beside the text
	want(r->frame.text.x > 3, "wanted a gutter, got column %d", r->frame.text.x);
}

// --- Paragraphs that are not counted yet ---

static const char *title_row(struct reader *r)
{
	return drive_row(r, r->frame.status_row);
}

static bool at_once(void *data)
{
	(void)data;
	return true;
}

// Opens paragraphs of equal length, of which only the first span was counted.
static struct reader *open_paragraphs(struct text *t, int count)
{
	struct buf text = {0};
	for (int i = 1; i <= count; i++)
		buf_printf(&text, "Paragraph number %06d.\n\n", i);
	add(t, text.data, text.len);
	buf_done(&text);
	struct err e = {0};
	t->reader = reader_new(&(struct options){.file = t->path, .language = "en"}, &e);
	want(t->reader, "wanted %s to open: %s", t->path, e.text);
	reader_event(t->reader, &(struct event){.type = EVENT_RESIZE, .cols = 80, .rows = 24});
	reader_step(t->reader, (struct budget){at_once, NULL});
	want(!document_is_counted(&t->reader->session.document), "wanted a text not yet counted");
	return t->reader;
}

static void press(struct reader *r, const char *keys)
{
	for (; *keys; keys++)
		reader_event(r, &(struct event){.type = EVENT_KEY, .key = (uint8_t)*keys});
}

static void numbers_are_marked_until_they_are_counted(void **state)
{
	struct text *t = *state;
	struct reader *r = open_paragraphs(t, 50000);
	want(strstr(title_row(r), "0 % · paragraph 1/~"), "got: %s", title_row(r));
	press(r, "50%");
	want(strstr(title_row(r), "50 % · paragraph ~2"), "got: %s", title_row(r));
	press(r, "G");
	want(strstr(title_row(r), "100 % · paragraph ~"), "got: %s", title_row(r));
	drive_settle(r);
	want(strstr(title_row(r), "/50000"), "got: %s", title_row(r));
	want(!strchr(title_row(r), '~') && !strchr(title_row(r), '%'), "got: %s", title_row(r));
}

static void a_paragraph_is_gone_to_at_once_and_exactly_when_it_is_counted(void **state)
{
	struct text *t = *state;
	struct reader *r = open_paragraphs(t, 50000);
	uint64_t before = index_end(r->session.document.index);
	press(r, "40000g");
	want_number("index", before, index_end(r->session.document.index));
	drive_wants(r, "Paragraph 40000 is about here");
	uint64_t about = page_begin(&r->page);
	drive_settle(r);
	drive_wants(r, "This is paragraph 40000");
	want(strstr(drive_row(r, r->frame.text.y), "number 040000"), "wanted it in the first row");
	want(page_begin(&r->page) / 24 / 100 == about / 24 / 100, "wanted it to be near");
}

static void who_moved_is_left_where_they_are(void **state)
{
	struct text *t = *state;
	struct reader *r = open_paragraphs(t, 50000);
	press(r, "40000gj");
	uint64_t top = page_begin(&r->page);
	drive_settle(r);
	want_number("top", top, page_begin(&r->page));
	drive_wants_not(r, "This is paragraph");
}

static void a_paragraph_that_is_not_there_is_told_when_all_are_counted(void **state)
{
	struct text *t = *state;
	struct reader *r = open_paragraphs(t, 50000);
	press(r, "60000G");
	drive_settle(r);
	drive_wants(r, "There is no paragraph 60000; there are 50000.");
	want(page_is_at_end(&r->page), "wanted the end");
	press(r, "60001g");
	drive_wants(r, "There is no paragraph 60001; there are 50000.");
}

static void braces_end_where_there_are_no_blank_lines(void **state)
{
	struct text *t = *state;
	struct reader *r = open_lines(t, 20000);
	drive_keys(r, "}");
	want(!page_is_at_end(&r->page) && !page_is_at_begin(&r->page), "wanted to be between");
	drive_keys(r, "{");
	want(page_is_at_begin(&r->page), "wanted the begin");
	drive_keys(r, "9 9 9 9 9 9 9 9 9 }");
	want(page_is_at_end(&r->page), "wanted the end");
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clean)
		TEST(what_is_added_is_shown_as_it_comes),
		TEST(a_text_that_was_empty_is_followed),
		TEST(it_is_followed_from_the_start_where_that_is_asked_for),
		TEST(keys_that_lead_elsewhere_end_it),
		TEST(keys_that_lead_nowhere_do_not_end_it),
		TEST(what_is_added_moves_nothing_in_the_middle),
		TEST(what_is_selected_stays_on_screen),
		TEST(a_search_goes_on_into_what_is_added),
		TEST(a_file_that_is_cut_is_followed_on),
		TEST(a_file_that_is_rotated_is_followed_by_its_name),
		TEST(a_pipe_that_brings_nothing_is_told),
		TEST(a_pipe_is_followed_until_it_ends),
		TEST(lines_as_they_are_have_the_whole_window),
		TEST(the_end_of_a_pipe_is_waited_for),
		TEST(what_goes_elsewhere_than_to_the_end_of_a_pipe_waits_for_nothing),
		TEST(numbers_are_marked_until_they_are_counted),
		TEST(a_paragraph_is_gone_to_at_once_and_exactly_when_it_is_counted),
		TEST(who_moved_is_left_where_they_are),
		TEST(a_paragraph_that_is_not_there_is_told_when_all_are_counted),
		TEST(braces_end_where_there_are_no_blank_lines),
	};
	return cmocka_run_group_tests_name("following", tests, NULL, NULL);
}
