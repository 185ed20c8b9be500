// SPDX-License-Identifier: ISC
// Settings from a file and from words: what is right counts, the first fault is told with its
// place, and whatever is in them takes little time and memory.  Then the real program, with both.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "reader/settings.h"
#include "want.h"

static struct folder folder;

// The path of a file of N bytes, which the caller frees.
static char *file_of(const void *bytes, size_t n)
{
	char *path = folder_file(&folder, "settings");
	folder_write(path, bytes, n);
	return path;
}

static bool read_bytes(struct options *o, const void *bytes, size_t n, struct err *e)
{
	char *path = file_of(bytes, n);
	*e = (struct err){0};
	bool is_read = settings_read(o, path, e);
	free(path);
	return is_read;
}

static bool read_text(struct options *o, const char *text, struct err *e)
{
	return read_bytes(o, text, strlen(text), e);
}

static void a_line_is_a_setting_and_blanks_and_comments_are_not(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"width = 72\nmouse\nlanguage = nl\n",
		"\xEF\xBB\xBFwidth=72\r\nmouse = yes\r\nlanguage =nl\r\n",
		"# width = 60\n\n\twidth\t=\t72   # columns\n  mouse=on #\n#\nlanguage= nl",
		"width = 60\nno-mouse\nlanguage = en\nwidth = 72\nmouse\nlanguage=nl # or en\n",
		"nomouse = off\nwidth =72\nlanguage=nl\ntext-language=en\ntext-language =\n",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct options o = {0};
		struct err e;
		want(read_text(&o, texts[i], &e), "text %zu: got \"%s\"", i, e.text);
		want_number("width", 72, o.width);
		want(o.mouse, "text %zu: wanted the mouse", i);
		want_string("language", "nl", o.language);
		want(!o.text_language, "text %zu: wanted no language of the text", i);
		options_done(&o);
	}
	struct options o = {0};
	struct err e;
	assert_true(read_text(&o, "", &e));
	assert_true(read_text(&o, "\xEF\xBB\xBF", &e));
	assert_true(read_text(&o, "\n\r\n  \n#", &e));
	assert_true(read_text(&o, "text-language = c#", &e)); // no blank before it
	want_string("language", "c#", o.text_language);
	options_done(&o);
}

static void a_fault_names_file_and_line_and_the_rest_counts(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int line;
		const char *named;
	} wrong[] = {
		{"width = 72\nnonsense = 3\nmouse\n", 2, "nonsense"},
		{"width = 7\nwidth = 72\nmouse\n", 1, "20"},
		{"mouse\r\n\r\n# x\r\ncolor = pink\r\nwidth=72\r\n", 4, "always"},
		{"mouse\nwidth\nwidth = 72", 2, "width=N"},
		{"mouse\nwidth = 72\n= 7", 3, "setting"},
		{"mouse\ncheck\nwidth = 72", 2, "check"},
		{"mouse\nannotations = x.jsonld\nwidth = 72", 2, "annotations"},
		{"mouse\nlanguage = \xFF\nwidth = 72", 2, "UTF-8"},
		{"mouse\nlanguage = n\x1B[2Jl\nwidth = 72", 2, "UTF-8"},
		{"mouse\nwidth = 72\nwidth 80\nnonsense\n", 3, "width 80"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct options o = {0};
		struct err e;
		char place[40];
		snprintf(place, sizeof place, "settings, line %d: ", wrong[i].line);
		want(!read_text(&o, wrong[i].text, &e), "wanted text %zu refused", i);
		want(strstr(e.text, place) && strstr(e.text, wrong[i].named),
		     "wanted \"%s\" and \"%s\", got \"%s\"", place, wrong[i].named, e.text);
		want(o.mouse && o.width == 72, "text %zu: wanted the rest to count", i);
		want(!o.language, "text %zu: wanted no language", i);
		options_done(&o);
	}
}

static void a_file_that_cannot_be_read_is_a_sentence(void **state)
{
	(void)state;
	struct options o = {0};
	struct err e = {0};
	char *path = folder_file(&folder, "missing");
	assert_false(settings_read(&o, path, &e));
	want(strstr(e.text, path), "wanted the name, got \"%s\"", e.text);
	free(path);
	assert_false(settings_read(&o, folder.path, &e));
	want(strstr(e.text, folder.path), "wanted the name, got \"%s\"", e.text);
	path = folder_file(&folder, "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	struct buf out = {0};
	want(!settings_load(path, true, &out, &e), "wanted a pipe refused that nobody named");
	buf_done(&out);
	free(path);
	assert_int_equal(o.told, 0);
}

// The file is larger than memory may be filled with, but mostly a hole.
static void a_hostile_file_is_bounded(void **state)
{
	(void)state;
	struct options o = {0};
	struct err e = {0};
	char *path = folder_file(&folder, "large");
	folder_write(path, "mouse\n", 6);
	assert_int_equal(truncate(path, (off_t)1 << 30), 0);
	want(!settings_read(&o, path, &e), "wanted 1 GB refused");
	want(strstr(e.text, "64 KiB"), "wanted the limit named, got \"%s\"", e.text);
	want(!o.mouse, "wanted nothing of it to count");
	free(path);
	assert_false(settings_read(&o, "/dev/zero", &e));

	unsigned seed = 7;
	static char bytes[SETTINGS_FILE];
	static const char pieces[][12] = {
		"\n",	"=",	"#",	 "no",		 "width",  "mouse", " ",       "72",
		"\xFF", "\x01", "color", "\xEF\xBB\xBF", "always", "\r",    "language"};
	for (int turn = 0; turn < 300; turn++) {
		size_t n = 0;
		while (n < (turn == 0 ? sizeof bytes - 12 : 2000)) {
			seed = seed * 1103515245 + 12345;
			unsigned choice = seed >> 16 & 31;
			if (choice < sizeof pieces / sizeof *pieces)
				n += (size_t)snprintf(bytes + n, 12, "%s", pieces[choice]);
			else
				bytes[n++] = (char)(seed >> 21);
		}
		read_bytes(&o, bytes, n, &e);
		want(o.width == 0 || o.width == 72, "got a width of %d", o.width);
		options_done(&o);
	}
}

static void words_are_parted_and_quoted_as_in_a_shell(void **state)
{
	(void)state;
	static const char *const right[] = {
		"-w 72 --mouse --text-language=x",
		"  --width=72\t--mouse --text-language x ",
		"\"-w\" '72' --mo\"use\" --text-language='x'",
		"-w60 -w72 --no-mouse --mouse --text-language=\\x",
	};
	struct err e = {0};
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		struct options o = {0};
		want(settings_read_words(&o, right[i], &e), "%s: got \"%s\"", right[i], e.text);
		want(o.width == 72 && o.mouse, "wanted all of %s", right[i]);
		want_string(right[i], "x", o.text_language);
		options_done(&o);
	}
	static const struct {
		const char *words, *language;
	} quoted[] = {
		{"-l 'a b'", "a b"},
		{"-l \"a b\"", "a b"},
		{"-l a\\ b", "a b"},
		{"-l 'a\\b'", "a\\b"},
		{"-l \"a\\\"b\"", "a\"b"},
		{"-l ''", ""},
		{"-l a'b c'\"d e\"", "ab cd e"},
		{"-l \"it's\"", "it's"},
	};
	for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
		struct options o = {0};
		want(settings_read_words(&o, quoted[i].words, &e), "got \"%s\"", e.text);
		want_string(quoted[i].words, quoted[i].language, o.language);
		options_done(&o);
	}
	struct options o = {0};
	assert_true(settings_read_words(&o, "", &e));
	assert_true(settings_read_words(&o, " \t ", &e));
	assert_int_equal(o.told, 0);
}

static void words_that_ask_for_something_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *words, *named;
	} wrong[] = {
		{"--check", "--check"},
		{"-h", "--help"},
		{"--config=x", "--config"},
		{"text.txt", "text.txt"},
		{"-a x", "--annotations"},
		{"-w 7", "20"},
		{"--nonsense", "nonsense"},
		{"-l 'nl", "'nl"},
		{"-w", "-w"},
		{"-- -w", "-w"},
		{"-w 72\x1B", "UTF-8"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct options o = {0};
		struct err e = {0};
		want(!settings_read_words(&o, wrong[i].words, &e), "wanted %s refused",
		     wrong[i].words);
		want(strstr(e.text, wrong[i].named), "wanted %s named, got \"%s\"", wrong[i].named,
		     e.text);
		want(!o.file && !o.set_count && !o.check, "wanted nothing of %s", wrong[i].words);
		options_done(&o);
	}
	static char many[SETTINGS_WORDS + 2];
	struct options o = {0};
	struct err e = {0};
	memset(many, ' ', sizeof many - 1);
	assert_false(settings_read_words(&o, many, &e));
	for (size_t i = 0; i < 2000; i += 2)
		many[i] = 'x';
	many[2000] = '\0';
	assert_false(settings_read_words(&o, many, &e));
}

static void what_is_printed_to_begin_with_changes_nothing(void **state)
{
	(void)state;
	struct buf text = {0}, all = {0}, before = {0}, after = {0};
	struct options o = {0}, none = {0};
	struct err e = {0};
	int settings = 0;
	settings_print(&text);
	want(read_text(&o, buf_string(&text), &e), "got \"%s\"", e.text);
	assert_int_equal(o.told, 0);
	// A setting is commented out without a blank behind the sign.
	for (const char *s = buf_string(&text); *s; s += strcspn(s, "\n") + 1) {
		bool is_setting = s[0] == '#' && s[1] != ' ';
		settings += is_setting;
		buf_add(&all, s + is_setting, strcspn(s, "\n") + 1 - is_setting);
	}
	want(settings >= 10, "wanted every setting, got %d", settings);
	want(read_text(&o, buf_string(&all), &e), "without signs: got \"%s\"", e.text);
	const struct option_row *row;
	for (size_t i = 0; (row = options_row(i)); i++) {
		options_show(&none, row->name, &before);
		options_show(&o, row->name, &after);
		settings -= row->use != OPTION_ACTION;
	}
	want_string("settings", buf_string(&before), buf_string(&after));
	want_number("settings that were not printed", 0, settings);
	options_done(&o);
	buf_done(&text);
	buf_done(&all);
	buf_done(&before);
	buf_done(&after);
}

// The real program.

// Runs it with WORDS in a shell, OUT being what it wrote; returns its exit status.
static int run(const char *words, struct buf *out)
{
	struct buf command = {0};
	char piece[4096];
	buf_clear(out);
	buf_printf(&command, "unset KANTLIJN; HOME='%s'; export HOME; { %s; } </dev/null 2>&1",
		   folder.path, words);
	FILE *f = popen(buf_string(&command), "r");
	want(f, "cannot run %s", buf_string(&command));
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		buf_add(out, piece, n);
	int status = pclose(f);
	buf_done(&command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// The columns of the widest line of the text that is printed.
static int columns(const char *words)
{
	struct buf out = {0};
	int widest = 0;
	int status = run(words, &out);
	want(status == 0, "%s: got status %d and %s", words, status, buf_string(&out));
	for (const char *s = buf_string(&out); *s; s += strcspn(s, "\n") + 1) {
		int n = 0;
		for (size_t i = 0; s[i] && s[i] != '\n'; i++)
			n += (s[i] & 0xC0) != 0x80;
		if (n > widest)
			widest = n;
	}
	buf_done(&out);
	return widest;
}

static void write_own(const char *text)
{
	char *config = folder_file(&folder, ".config"), *ours = NULL, *path = NULL;
	mkdir(config, 0700);
	free(config);
	ours = folder_file(&folder, ".config/kantlijn");
	mkdir(ours, 0700);
	free(ours);
	path = folder_file(&folder, ".config/kantlijn/config");
	folder_write(path, text, strlen(text));
	free(path);
}

#define PRINT "\"$KANTLIJN_PROGRAM\" \"$SRCDIR/assets/hanoi.txt\""

static bool has_program(void)
{
	if (getenv("KANTLIJN_PROGRAM"))
		return true;
	print_message("skipped: KANTLIJN_PROGRAM names no program\n");
	return false;
}

static void the_command_line_wins_over_the_variable_and_that_over_the_file(void **state)
{
	(void)state;
	if (!has_program())
		return;
	want_number("none", 80, columns(PRINT));
	write_own("width = 40\n");
	want_number("the file", 40, columns(PRINT));
	want_number("the variable", 60, columns("KANTLIJN='-w 60' " PRINT));
	want_number("the command line", 50, columns("KANTLIJN='-w 60' " PRINT " -w 50"));
	want_number("an empty variable", 40, columns("KANTLIJN= " PRINT));
	want_number("another folder", 80, columns("XDG_CONFIG_HOME=/nonexistent " PRINT));
	want_number("no home folder", 80, columns("HOME= " PRINT));
	want_number("no settings", 80, columns(PRINT " --config=/dev/null"));
	char *path = file_of("width = 30\n", 11);
	want_number("a file that is named", 30, columns(PRINT " --config=\"$HOME/settings\""));
	want_number("through a pipe", 30,
		    columns("cat \"$HOME/settings\" | " PRINT " --config=/dev/stdin"));
	free(path);
}

static void a_broken_file_is_a_notice_and_one_asked_for_an_error(void **state)
{
	(void)state;
	if (!has_program())
		return;
	struct buf out = {0};
	write_own("nonsense\nwidth = 40\n");
	want_number("status", 0, run(PRINT, &out));
	want(strstr(buf_string(&out), "/.config/kantlijn/config, line 1: "),
	     "wanted a notice, got %.300s", buf_string(&out));
	want_number("status", 2, run(PRINT " --config=\"$HOME/.config/kantlijn/config\"", &out));
	want(strstr(buf_string(&out), "line 1: "), "got %s", buf_string(&out));
	want_number("status", 2, run(PRINT " --config=\"$HOME/nowhere\"", &out));
	want(strstr(buf_string(&out), "nowhere: "), "got %s", buf_string(&out));
	want_number("status", 2, run("KANTLIJN='--check' " PRINT, &out));
	want(strstr(buf_string(&out), "kantlijn: KANTLIJN: "), "got %s", buf_string(&out));
	want_number("status", 0, run("KANTLIJN='--check' " PRINT " --version", &out));
	write_own("language = nl\n");
	want_number("status", 0, run(PRINT " --print-config >\"$HOME/written\"", &out));
	want_number("status", 0, run(PRINT " --config=\"$HOME/written\" --list=facts", &out));
	buf_done(&out);
}

static int make(void **state)
{
	(void)state;
	return folder_make(&folder) ? 0 : -1;
}

static int clean(void **state)
{
	(void)state;
	folder_remove(&folder);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, clean)
		TEST(a_line_is_a_setting_and_blanks_and_comments_are_not),
		TEST(a_fault_names_file_and_line_and_the_rest_counts),
		TEST(a_file_that_cannot_be_read_is_a_sentence),
		TEST(a_hostile_file_is_bounded),
		TEST(words_are_parted_and_quoted_as_in_a_shell),
		TEST(words_that_ask_for_something_are_refused),
		TEST(what_is_printed_to_begin_with_changes_nothing),
		TEST(the_command_line_wins_over_the_variable_and_that_over_the_file),
		TEST(a_broken_file_is_a_notice_and_one_asked_for_an_error),
	};
	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
