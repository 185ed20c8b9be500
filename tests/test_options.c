// SPDX-License-Identifier: ISC
// The command line: every option in the forms that GNU programs take, and a sentence for what is
// not understood.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "reader/options.h"

enum { MOST_WORDS = 80 };

// Parses WORDS, parted by blanks; they live on in a buffer until the next call.
static bool parse(struct options *o, const char *words, struct err *e)
{
	static char copy[2048];
	char *argv[MOST_WORDS] = {"kantlijn"}, *word = copy;
	int argc = 1;
	snprintf(copy, sizeof copy, "%s", words);
	while (*word && argc < MOST_WORDS - 1) {
		argv[argc++] = word;
		word += strcspn(word, " ");
		if (*word)
			*word++ = '\0';
	}
	*e = (struct err){0};
	*o = (struct options){0};
	return options_parse(o, argc, argv, e);
}

static struct options parsed(const char *words)
{
	struct options o;
	struct err e;
	if (!parse(&o, words, &e))
		fail_msg("wanted \"%s\" understood, got: %s", words, e.text);
	return o;
}

static void no_argument_means_the_bundled_text(void **state)
{
	(void)state;
	struct options o = parsed("");
	assert_null(o.file);
	assert_null(o.language);
	assert_null(o.go);
	assert_int_equal(o.set_count + o.width + (int)o.list + (int)o.color, 0);
	assert_false(o.print || o.mouse || o.help || o.version);
}

static void places_are_said_as_other_readers_have_them(void **state)
{
	(void)state;
	struct options o = parsed("+7 x");
	assert_string_equal(o.go, "7");
	assert_string_equal(o.file, "x");
	o = parsed("x +/word");
	assert_string_equal(o.file, "x");
	assert_string_equal(o.go, "/word");
	o = parsed("+G -w 60 x");
	assert_string_equal(o.go, "100%");
	o = parsed("+F x");
	assert_true(o.follow);
	o = parsed("+7");
	assert_null(o.file);
	o = parsed("+7 -- x");
	assert_string_equal(o.go, "7");
	assert_string_equal(o.file, "x");
	static const char *const files[] = {"+", "+x", "+7x", "+/", "./+7", "-- +7"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		o = parsed(files[i]);
		assert_null(o.go);
		assert_non_null(o.file);
	}
}

static void every_option_is_understood_in_every_form(void **state)
{
	(void)state;
	static const char *const sets[] = {"-a x", "-ax", "--annotations x", "--annotations=x",
					   "--ann=x"};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct options o = parsed(sets[i]);
		assert_int_equal(o.set_count, 1);
		assert_string_equal(o.sets[0], "x");
	}
	assert_string_equal(parsed("-l nl").language, "nl");
	assert_string_equal(parsed("--language=en").language, "en");
	assert_true(parsed("-p").print);
	assert_true(parsed("--print").print);
	assert_int_equal(parsed("-w 20").width, 20);
	assert_int_equal(parsed("--width=100000").width, 100000);
	assert_int_equal(parsed("--color=auto").color, COLOR_AUTO);
	assert_int_equal(parsed("--color=always").color, COLOR_ALWAYS);
	assert_int_equal(parsed("--color never").color, COLOR_NEVER);
	assert_int_equal(parsed("--list=claims").list, LIST_CLAIMS);
	assert_int_equal(parsed("--list=facts").list, LIST_FACTS);
	assert_int_equal(parsed("--list links").list, LIST_LINKS);
	assert_string_equal(parsed("--goto=¶7").go, "¶7");
	assert_true(parsed("--mouse").mouse);
	assert_true(parsed("--help").help);
	assert_true(parsed("-h").help);
	assert_true(parsed("--version").version);
	assert_true(parsed("-V").version);
}

static void options_may_follow_the_file_and_be_joined(void **state)
{
	(void)state;
	struct options o = parsed("text.txt -pw30 -a one --annotations=two -lnl");
	assert_string_equal(o.file, "text.txt");
	assert_true(o.print);
	assert_int_equal(o.width, 30);
	assert_int_equal(o.set_count, 2);
	assert_string_equal(o.sets[1], "two");
	assert_string_equal(o.language, "nl");
	assert_string_equal(parsed("-").file, "-");
	assert_string_equal(parsed("-- --print").file, "--print");
	assert_false(parsed("-- --print").print);
}

static void parsing_again_begins_anew(void **state)
{
	(void)state;
	assert_true(parsed("a -p").print);
	assert_false(parsed("b").print);
	assert_string_equal(parsed("b").file, "b");
}

static void wrong_use_is_a_sentence_that_names_it(void **state)
{
	(void)state;
	static const struct {
		const char *words, *named;
	} wrong[] = {
		{"--nonsense", "--nonsense"},
		{"-x", "-x"},
		{"-px", "-x"},
		{"-a", "-a"},
		{"--goto", "--goto"},
		{"--print=yes", "--print"},
		{"-w", "-w"},
		{"-w 19", "19"},
		{"--width=100001", "100001"},
		{"-w ten", "ten"},
		{"-w 40x", "40x"},
		{"--width=", "\"\""},
		{"-w 99999999999999999999", "99999999999999999999"},
		{"--color=pink", "pink"},
		{"--color=pink", "always"},
		{"--list=notes", "notes"},
		{"--list=notes", "claims"},
		{"one two", "two"},
		{"--l=x", "--l"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct options o;
		struct err e;
		if (parse(&o, wrong[i].words, &e))
			fail_msg("wanted \"%s\" refused", wrong[i].words);
		size_t n = strlen(e.text);
		if (!strstr(e.text, wrong[i].named) || strchr(e.text, '\n') || n == 0 ||
		    e.text[n - 1] == '.')
			fail_msg("wanted a sentence with %s for \"%s\", got \"%s\"", wrong[i].named,
				 wrong[i].words, e.text);
	}
}

static void too_many_sets_are_refused(void **state)
{
	(void)state;
	char words[1024] = "";
	struct options o;
	struct err e;
	for (int i = 0; i < OPTIONS_SETS; i++)
		snprintf(words + 5 * i, 6, "-a x ");
	assert_true(parse(&o, words, &e));
	assert_int_equal(o.set_count, OPTIONS_SETS);
	snprintf(words + 5 * OPTIONS_SETS, 6, "-a x ");
	assert_false(parse(&o, words, &e));
	assert_non_null(strstr(e.text, "32"));
}

static void help_names_every_option_in_80_columns(void **state)
{
	(void)state;
	static const char *const options[] = {"-a, --annotations=FILE",
					      "-l, --language=LANG",
					      "-p, --print",
					      "-w, --width=N",
					      "--color=WHEN",
					      "--list=WHAT",
					      "--goto=PLACE",
					      "--mouse",
					      "-h, --help",
					      "-V, --version"};
	struct buf help = {0};
	options_help(&help);
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (!strstr(buf_string(&help), options[i]))
			fail_msg("wanted %s in the help", options[i]);
	for (const char *line = buf_string(&help); *line;) {
		size_t n = strcspn(line, "\n");
		if (utf8_columns(line, n) > 80)
			fail_msg("wanted at most 80 columns, got \"%.*s\"", (int)n, line);
		line += n + 1;
	}
	buf_done(&help);
}

static void exports_and_imports_are_understood(void **state)
{
	(void)state;
	struct options o = parsed("--export=jsonld --import=a --import b -a c text");
	assert_int_equal(o.export, EXPORT_JSONLD);
	assert_int_equal(o.import_count, 2);
	assert_string_equal(o.imports[1], "b");
	assert_int_equal(o.set_count, 1);
	assert_int_equal(parsed("--export markdown").export, EXPORT_MARKDOWN);
	assert_int_equal(parsed("--export=text").export, EXPORT_TEXT);

	static const char *const refused[] = {"--export",
					      "--export=html",
					      "--import",
					      "--export=text --print",
					      "--list=facts --export=text",
					      "--export=text --search=x",
					      "--check --export=jsonld"};
	struct err e;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (parse(&o, refused[i], &e) || !e.is_set)
			fail_msg("wanted \"%s\" refused", refused[i]);

	struct buf many = {0};
	for (int i = 0; i < OPTIONS_SETS / 2; i++)
		buf_add_string(&many, "-a x --import=y ");
	parsed(buf_string(&many));
	buf_add_string(&many, "--import=z");
	assert_false(parse(&o, buf_string(&many), &e));
	assert_string_equal(e.text, "cannot read more than 32 annotation sets");
	buf_done(&many);
}

// Settings.

static void set(struct options *o, const char *name, const char *value)
{
	struct err e = {0};
	if (!options_set(o, name, value, &e))
		fail_msg("wanted %s=%s set, got: %s", name, value ? value : "", e.text);
}

static void shows(const struct options *o, const char *name, const char *wanted)
{
	struct buf out = {0};
	options_show(o, name, &out);
	assert_string_equal(buf_string(&out), wanted);
	buf_done(&out);
}

static void a_setting_is_set_and_shown_by_its_name(void **state)
{
	(void)state;
	struct options o = {0};
	char value[] = "72";
	shows(&o, "width", "width=auto");
	assert_false(options_is_told(&o, "width"));
	set(&o, "width", value);
	shows(&o, "width", "width=72");
	assert_true(options_is_told(&o, "width"));
	set(&o, "color", "never");
	assert_int_equal(o.color, COLOR_NEVER);
	shows(&o, "color", "color=never");
	set(&o, "wrap", "keep");
	assert_int_equal(o.wrap, WRAP_KEEP);
	shows(&o, "mode", "mode=folded");
	set(&o, "ambiguous", "wide");
	assert_int_equal(o.ambiguous, AMBIGUOUS_WIDE);
	shows(&o, "language", "language=");
	shows(&o, "nonsense", "");
	shows(&o, "check", "");
	options_done(&o);
}

static void sizes_have_units(void **state)
{
	(void)state;
	static const struct {
		const char *value, *shown;
		uint64_t size;
	} sizes[] = {
		{"4096", "spill-limit=4K", 4096},
		{"1", "spill-limit=1", 1},
		{"100k", "spill-limit=100K", 102400},
		{"3M", "spill-limit=3M", 3 << 20},
		{"2G", "spill-limit=2G", UINT64_C(2) << 30},
		{"5T", "spill-limit=5T", UINT64_C(5) << 40},
		{"none", "spill-limit=none", OPTIONS_SPILL_NONE},
		{"", "spill-limit=4G", 0},
	};
	static const char *const wrong[] = {"0",       "-1", "G",   "4X",  "4GB",
					    "1.5G",    "+1", " 1K", "9e9", "99999999999999999999",
					    "9999999T"};
	struct options o = {0};
	struct err e = {0};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		set(&o, "spill-limit", sizes[i].value);
		assert_int_equal(o.spill_limit, sizes[i].size);
		shows(&o, "spill-limit", sizes[i].shown);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (options_set(&o, "spill-limit", wrong[i], &e) || !strstr(e.text, wrong[i]))
			fail_msg("wanted %s refused by its name, got: %s", wrong[i], e.text);
	options_done(&o);
}

static void a_flag_is_reversed_by_no_and_by_its_value(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value;
		bool is_on;
	} ways[] = {
		{"mouse", NULL, true},	   {"nomouse", NULL, false}, {"mouse", "yes", true},
		{"no-mouse", NULL, false}, {"mouse", "on", true},    {"mouse", "off", false},
		{"nomouse", "off", true},  {"mouse", "no", false},   {"no-mouse", "no", true},
		{"nomouse", "yes", false},
	};
	struct options o = {0};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		set(&o, ways[i].name, ways[i].value);
		if (o.mouse != ways[i].is_on)
			fail_msg("wanted the mouse %s after %s=%s", ways[i].is_on ? "on" : "off",
				 ways[i].name, ways[i].value ? ways[i].value : "");
		shows(&o, "mouse", ways[i].is_on ? "mouse" : "nomouse");
	}
	shows(&o, "no-store", "store");
	set(&o, "nostore", NULL);
	assert_true(o.no_store);
	shows(&o, "store", "nostore");
	set(&o, "store", NULL);
	assert_false(o.no_store);
	set(&o, "no-store", NULL);
	assert_true(o.no_store);
	set(&o, "store", "yes");
	assert_false(o.no_store);
	options_done(&o);
}

static void what_cannot_be_set_is_a_sentence(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value, *named;
	} wrong[] = {
		{"nonsense", NULL, "nonsense"},
		{"no", NULL, "no"},
		{"", "x", "setting"},
		{"check", NULL, "check"},
		{"annotations", "x", "annota"},
		{"width", NULL, "width=N"},
		{"width", "7", "20"},
		{"nowidth", NULL, "nowidth"},
		{"color", "pink", "always"},
		{"color", NULL, "color=auto"},
		{"mouse", "perhaps", "perhaps"},
		{"noprint", NULL, "noprint"},
	};
	struct options o = {0};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err e = {0};
		if (options_set(&o, wrong[i].name, wrong[i].value, &e))
			fail_msg("wanted %s refused", wrong[i].name);
		if (!strstr(e.text, wrong[i].named))
			fail_msg("wanted %s named, got \"%s\"", wrong[i].named, e.text);
	}
	assert_int_equal(o.told, 0);
}

static void strings_are_owned_and_copied_with_the_options(void **state)
{
	(void)state;
	struct options o = {0}, copy;
	char value[] = "nl";
	set(&o, "language", value);
	value[0] = 'x';
	assert_string_equal(o.language, "nl");
	set(&o, "text-language", "en-GB");
	o.text_language = "borrowed";
	options_copy(&copy, &o);
	set(&o, "language", "en");
	assert_string_equal(copy.language, "nl");
	assert_string_equal(copy.text_language, "borrowed");
	options_done(&o);
	set(&copy, "text-language", copy.language);
	assert_string_equal(copy.text_language, "nl");
	options_done(&copy);
	options_done(&copy);
}

static void flags_that_are_settings_have_an_opposite_on_the_command_line(void **state)
{
	(void)state;
	assert_false(parsed("--mouse --no-mouse").mouse);
	assert_true(parsed("--no-mouse --mouse").mouse);
	assert_false(parsed("--no-store --store").no_store);
	assert_true(parsed("--no-sto").no_store);
	assert_true(parsed("--justify").justify);
	struct options o = parsed("--no-justify");
	assert_false(o.justify);
	assert_true(options_is_told(&o, "justify"));
	struct err e;
	assert_false(parse(&o, "--no-print", &e));
	assert_false(parse(&o, "--no-mouse=yes", &e));
}

static void the_command_line_adds_to_what_was_set(void **state)
{
	(void)state;
	struct options o = {0};
	struct err e = {0};
	char *argv[] = {"kantlijn", "-w72", "--no-mouse", NULL};
	set(&o, "mouse", NULL);
	set(&o, "width", "60");
	set(&o, "wrap", "keep");
	assert_true(options_parse(&o, 3, argv, &e));
	assert_int_equal(o.width, 72);
	assert_int_equal(o.wrap, WRAP_KEEP);
	assert_false(o.mouse);
	options_done(&o);
}

// Each setting takes what it shows, and then shows the same.
static void what_is_shown_can_be_set(void **state)
{
	(void)state;
	struct options o = {0};
	const struct option_row *row;
	for (size_t i = 0; (row = options_row(i)); i++) {
		if (row->use == OPTION_ACTION)
			continue;
		set(&o, row->name, !row->argument ? NULL : row->words ? row->words[1] : "40");
		struct buf out = {0}, again = {0};
		options_show(&o, row->name, &out);
		char *value = strchr(buf_string(&out), '=');
		if (value)
			*value++ = '\0';
		set(&o, buf_string(&out), value);
		if (value)
			value[-1] = '=';
		options_show(&o, row->name, &again);
		assert_string_equal(buf_string(&again), buf_string(&out));
		buf_done(&out);
		buf_done(&again);
	}
	options_done(&o);
}

static void each_option_has_a_letter_or_number_of_its_own(void **state)
{
	(void)state;
	const struct option_row *row, *other;
	for (size_t i = 0; (row = options_row(i)); i++) {
		if (row->letter >= 'A' && !strchr("alpwFhV", row->letter))
			fail_msg("--%s has the letter %c", row->name, row->letter);
		for (size_t j = 0; j < i && (other = options_row(j)); j++)
			if (other->letter == row->letter)
				fail_msg("--%s and --%s have the same", row->name, other->name);
	}
	assert_true(parsed("-F").quit_if_one_screen);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_argument_means_the_bundled_text),
		cmocka_unit_test(places_are_said_as_other_readers_have_them),
		cmocka_unit_test(every_option_is_understood_in_every_form),
		cmocka_unit_test(exports_and_imports_are_understood),
		cmocka_unit_test(options_may_follow_the_file_and_be_joined),
		cmocka_unit_test(parsing_again_begins_anew),
		cmocka_unit_test(wrong_use_is_a_sentence_that_names_it),
		cmocka_unit_test(too_many_sets_are_refused),
		cmocka_unit_test(help_names_every_option_in_80_columns),
		cmocka_unit_test(a_setting_is_set_and_shown_by_its_name),
		cmocka_unit_test(sizes_have_units),
		cmocka_unit_test(a_flag_is_reversed_by_no_and_by_its_value),
		cmocka_unit_test(what_cannot_be_set_is_a_sentence),
		cmocka_unit_test(strings_are_owned_and_copied_with_the_options),
		cmocka_unit_test(flags_that_are_settings_have_an_opposite_on_the_command_line),
		cmocka_unit_test(the_command_line_adds_to_what_was_set),
		cmocka_unit_test(what_is_shown_can_be_set),
		cmocka_unit_test(each_option_has_a_letter_or_number_of_its_own),
	};
	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
