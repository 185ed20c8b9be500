// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"

enum { NARROWEST = 20, WIDEST = 100000 };   // [col] of --width
enum { MOST_NAME = 40, MOST_VALUE = 1024 }; // [byte] of an option

static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const wraps[] = {"auto", "reflow", "keep", NULL};
static const char *const widths[] = {"narrow", "wide", NULL};
static const char *const modes[] = {"folded", "exact", "regex", "stems", NULL};
static const char *const keys[] = {"default", "less", "vi", NULL};
static const char *const formats[] = {"text", "json", NULL};
static const char *const lists[] = {"claims", "facts", "links", NULL};
static const char *const exports[] = {"jsonld", "markdown", "text", NULL};
static const char *const notes[] = {"with", "only", "none", "all", NULL};

#define AT(field) offsetof(struct options, field)

static const struct option_row rows[] = {
	{"annotations", 'a', N_("FILE"), N_("read the annotation set FILE (may be repeated)"), NULL,
	 OPTION_ACTION, AT(sets)},
	{"notes", 22, N_("WHICH"), N_("with --export: my notes: with (sets), only, none, all"),
	 notes, OPTION_ACTION, AT(notes)},
	{"no-store", 23, NULL, N_("keep no notes and no place, and read none"), NULL,
	 OPTION_SETTING, AT(no_store)},
	{"import", 20, N_("FILE"), N_("take in notes, as from Hypothesis (may be repeated)"), NULL,
	 OPTION_ACTION, AT(imports)},
	{"language", 'l', N_("LANG"), N_("show facts and the interface in LANG (nl, en)"), NULL,
	 OPTION_LIVE, AT(language)},
	{"print", 'p', NULL, N_("write text, claims and facts to standard output"), NULL,
	 OPTION_ACTION, AT(print)},
	{"linear", 60, NULL, N_("read line by line, as for speech and braille"), NULL,
	 OPTION_SETTING, AT(linear)},
	{"width", 'w', "N", N_("set lines in N columns (printed ones: 80)"), NULL, OPTION_LIVE,
	 AT(width)},
	{"justify", 40, NULL, N_("let lines end flush right"), NULL, OPTION_LIVE, AT(justify)},
	{"color", 1, N_("WHEN"), N_("colour printed text: auto, always or never"), colors,
	 OPTION_SETTING, AT(color)},
	{"theme", 30, N_("NAME"), N_("use the colours of a theme: light, dark … or a file"), NULL,
	 OPTION_LIVE, AT(theme)},
	{"list", 2, N_("WHAT"), N_("write claims, facts or links, one a line, and end"), lists,
	 OPTION_ACTION, AT(list)},
	{"export", 21, N_("FORMAT"), N_("write annotations as jsonld, markdown or text; end"),
	 exports, OPTION_ACTION, AT(export)},
	{"search", 9, N_("QUERY"), N_("write each match with its place, and end; 1: none"), NULL,
	 OPTION_ACTION, AT(search)},
	{"mode", 10, N_("HOW"), N_("take queries folded, exact, as regex or by stems"), modes,
	 OPTION_LIVE, AT(mode)},
	{"count", 11, NULL, N_("with --search: write only how many matches there are"), NULL,
	 OPTION_ACTION, AT(count)},
	{"format", 12, N_("FORMAT"), N_("with --search and --check: text or json"), formats,
	 OPTION_ACTION, AT(format)},
	{"check", 5, NULL, N_("check the annotation sets against the text, and end"), NULL,
	 OPTION_ACTION, AT(check)},
	{"goto", 3, N_("PLACE"), N_("open at ¶7 (a paragraph), c-train, /word or 50%"), NULL,
	 OPTION_ACTION, AT(go)},
	{"follow", 46, NULL, N_("open at the end and show what is added (F)"), NULL, OPTION_ACTION,
	 AT(follow)},
	{"mouse", 4, NULL, N_("scroll, click and select with the mouse"), NULL, OPTION_LIVE,
	 AT(mouse)},
	{"wrap", 6, N_("HOW"), N_("set lines auto, reflow (all) or keep (as in the file)"), wraps,
	 OPTION_LIVE, AT(wrap)},
	{"keys", 45, N_("WHOSE"), N_("take keys as default, less or vi has them"), keys,
	 OPTION_LIVE, AT(keys)},
	{"text-language", 7, N_("LANG"), N_("hyphenate the text as LANG (nl, en; und: not at all)"),
	 NULL, OPTION_LIVE, AT(text_language)},
	{"ambiguous", 8, N_("WIDTH"), N_("take characters of ambiguous width as narrow or wide"),
	 widths, OPTION_SETTING, AT(ambiguous)},
	{"spill-limit", 47, N_("SIZE"), N_("keep at most SIZE of what is piped in, as 4G; or none"),
	 NULL, OPTION_SETTING, AT(spill_limit)},
	{"quit-if-one-screen", 'F', NULL, N_("print a text that fits the window, and end"), NULL,
	 OPTION_SETTING, AT(quit_if_one_screen)},
	{"config", 41, N_("FILE"), N_("read settings from FILE, not from my own file"), NULL,
	 OPTION_ACTION, AT(config)},
	{"print-config", 42, NULL, N_("write a file of settings to begin with, and end"), NULL,
	 OPTION_ACTION, AT(print_config)},
	{"help", 'h', NULL, N_("show this help and end"), NULL, OPTION_ACTION, AT(help)},
	{"version", 'V', NULL, N_("show the version and end"), NULL, OPTION_ACTION, AT(version)},
};

enum { ROWS = sizeof rows / sizeof *rows, REVERSED = 256 };
_Static_assert((int)ROWS <= (int)OPTIONS_ROWS, "each row has a bit and a string");
_Static_assert(sizeof(enum color) == sizeof(int), "words are kept as numbers");

const struct option_row *options_row(size_t i)
{
	return i < ROWS ? &rows[i] : NULL;
}

static bool is_negative(const struct option_row *row)
{
	return !row->argument && string_starts(row->name, "no-");
}

const char *options_positive(const struct option_row *row)
{
	return is_negative(row) ? row->name + 3 : row->name;
}

static void *field(struct options *o, const struct option_row *row)
{
	return (char *)o + row->at;
}

static bool take_width(struct options *o, const char *s, struct err *e)
{
	char *end;
	long n = strtol(s, &end, 10);
	if (strcmp(s, "auto") == 0) {
		o->width = 0;
		return true;
	}
	if (end == s || *end || n < NARROWEST || n > WIDEST)
		return err_set(e,
			       _("cannot set lines in \"%.100s\" columns: a number from %d to %d "
				 "is needed"),
			       s, NARROWEST, WIDEST);
	o->width = (int)n;
	return true;
}

static const char units[] = "KMGT";

static bool take_size(struct options *o, const char *s, struct err *e)
{
	char *end;
	errno = 0;
	unsigned long long n = strtoull(s, &end, 10);
	const char *unit = *end & ~0x20 ? strchr(units, *end & ~0x20) : NULL;
	int shift = unit ? 10 * (int)(unit - units + 1) : 0;
	if (strcmp(s, "none") == 0) {
		o->spill_limit = OPTIONS_SPILL_NONE;
		return true;
	}
	if (*s < '0' || *s > '9' || errno || n == 0 || *(unit ? end + 1 : end) ||
	    n > UINT64_MAX >> 1 >> shift)
		return err_set(e,
			       _("cannot keep \"%.100s\" of what is piped in: bytes, as 4096, 64K, "
				 "100M, 4G or 1T, or none are needed"),
			       s);
	o->spill_limit = (uint64_t)n << shift;
	return true;
}

static void show_size(uint64_t size, struct buf *out)
{
	size_t unit = 0;
	if (size == OPTIONS_SPILL_NONE) {
		buf_add_string(out, "none");
		return;
	}
	while (size % 1024 == 0 && unit < strlen(units)) {
		size /= 1024;
		unit++;
	}
	buf_printf(out, "%llu", (unsigned long long)size);
	if (unit)
		buf_add_char(out, units[unit - 1]);
}

// A choice is kept as the number of its word, from the first one of its enum on.
static int first_choice(const struct option_row *row)
{
	return row->at == AT(list)     ? LIST_CLAIMS
	       : row->at == AT(export) ? EXPORT_JSONLD
	       : row->at == AT(notes)  ? NOTES_WITH
				       : 0;
}

static bool take_choice(struct options *o, const struct option_row *row, const char *s,
			struct err *e)
{
	struct buf all = {0};
	for (int i = 0; row->words[i]; i++) {
		if (strcmp(row->words[i], s) == 0) {
			int choice = first_choice(row) + i;
			memcpy(field(o, row), &choice, sizeof choice);
			buf_done(&all);
			return true;
		}
		buf_printf(&all, "%s%s", i ? ", " : "", row->words[i]);
	}
	err_set(e, _("cannot take \"%.100s\" for --%s: it is one of %s"), s, row->name,
		buf_string(&all));
	buf_done(&all);
	return false;
}

// Keeps the name of one more set in one of the two lists.
static bool take_set(struct options *o, const char **list, int *count, const char *value,
		     struct err *e)
{
	if (o->set_count + o->import_count == OPTIONS_SETS)
		return err_set(e, _("cannot read more than %d annotation sets"), OPTIONS_SETS);
	list[(*count)++] = value;
	return true;
}

// The string before it is no more.
static void take_text(struct options *o, const struct option_row *row, const char *value,
		      bool is_copied)
{
	char **owned = &o->owned[row - rows];
	char *copy = is_copied ? mem_string(value) : NULL;
	const char *text = copy ? copy : value;
	memcpy(field(o, row), &text, sizeof text);
	free(*owned);
	*owned = copy;
}

// Sets what ROW is about; IS_REVERSED is for flags, whose VALUE is NULL.
static bool take(struct options *o, const struct option_row *row, const char *value,
		 bool is_reversed, bool is_copied, struct err *e)
{
	bool is_taken = true;
	if (!row->argument)
		*(bool *)field(o, row) = !is_reversed;
	else if (row->at == AT(sets))
		is_taken = take_set(o, o->sets, &o->set_count, value, e);
	else if (row->at == AT(imports))
		is_taken = take_set(o, o->imports, &o->import_count, value, e);
	else if (row->at == AT(width))
		is_taken = take_width(o, value, e);
	else if (row->at == AT(spill_limit))
		is_taken = take_size(o, value, e);
	else if (row->words)
		is_taken = take_choice(o, row, value, e);
	else
		take_text(o, row, value, is_copied);
	if (is_taken)
		o->told |= UINT64_C(1) << (row - rows);
	return is_taken;
}

void options_done(struct options *o)
{
	for (int i = 0; i < ROWS; i++)
		free(o->owned[i]);
	*o = (struct options){0};
}

void options_copy(struct options *to, const struct options *from)
{
	*to = *from;
	for (int i = 0; i < ROWS; i++) {
		if (!from->owned[i])
			continue;
		const char *text;
		memcpy(&text, (const char *)from + rows[i].at, sizeof text);
		to->owned[i] = mem_string(from->owned[i]);
		// Who took the options may have put a string of their own there.
		if (text == from->owned[i])
			text = to->owned[i];
		memcpy(field(to, &rows[i]), &text, sizeof text);
	}
}

// Settings.

// The row of a setting called NAME; *IS_OFF when NAME is what turns it off.
static const struct option_row *find(const char *name, bool *is_off)
{
	for (int i = 0; i < ROWS; i++) {
		const char *positive = options_positive(&rows[i]);
		*is_off = false;
		if (strcmp(name, positive) == 0)
			return &rows[i];
		if (rows[i].argument || !string_starts(name, "no"))
			continue;
		*is_off = true;
		if (strcmp(name + 2 + (name[2] == '-'), positive) == 0)
			return &rows[i];
	}
	return NULL;
}

// A text or number becomes what it is without any.
static void untell(struct options *o, const struct option_row *row)
{
	if (row->at == AT(width))
		o->width = 0;
	else if (row->at == AT(spill_limit))
		o->spill_limit = 0;
	else
		take_text(o, row, NULL, false);
	o->told &= ~(UINT64_C(1) << (row - rows));
}

bool options_set(struct options *o, const char *name, const char *value, struct err *e)
{
	static const char *const yes[] = {"yes", "on", NULL}, *const no[] = {"no", "off", NULL};
	bool is_off;
	const struct option_row *row = find(name, &is_off);
	if (!row)
		return err_set(e, _("cannot set %.100s: there is no such setting"), name);
	if (row->use == OPTION_ACTION)
		return err_set(e, _("cannot set %s: it is no setting, but asks for something"),
			       name);
	if (row->argument && !value)
		return err_set(e, _("cannot set %s: it needs a value, as in %s=%s"), name, name,
			       row->words ? row->words[0] : _(row->argument));
	if (value && strlen(value) > MOST_VALUE)
		return err_set(e, _("cannot set %s: its value is longer than %d bytes"), name,
			       MOST_VALUE);
	if (row->argument && !row->words && !*value) {
		untell(o, row);
		return true;
	}
	if (row->argument)
		return take(o, row, value, false, true, e);
	if (value && !string_is_among(value, yes) && !string_is_among(value, no))
		return err_set(e, _("cannot set %s to \"%.100s\": it is yes or no"), name, value);
	if (value && string_is_among(value, no))
		is_off = !is_off;
	return take(o, row, NULL, is_off != is_negative(row), true, e);
}

static bool is_flag_on(const struct options *o, const struct option_row *row)
{
	return *((const bool *)((const char *)o + row->at)) != is_negative(row);
}

static void show_value(const struct options *o, const struct option_row *row, struct buf *out)
{
	const char *at = (const char *)o + row->at, *text;
	int n;
	if (row->at == AT(width)) {
		if (o->width)
			buf_printf(out, "%d", o->width);
		else
			buf_add_string(out, "auto");
	} else if (row->at == AT(spill_limit)) {
		show_size(o->spill_limit ? o->spill_limit : OPTIONS_SPILL, out);
	} else if (row->words) {
		memcpy(&n, at, sizeof n);
		buf_add_string(out, row->words[n]);
	} else {
		memcpy(&text, at, sizeof text);
		buf_add_string(out, text ? text : "");
	}
}

void options_show(const struct options *o, const char *name, struct buf *out)
{
	bool is_off;
	const struct option_row *row = find(name, &is_off);
	if (!row || row->use == OPTION_ACTION)
		return;
	if (!row->argument && !is_flag_on(o, row))
		buf_add_string(out, "no");
	buf_add_string(out, options_positive(row));
	if (!row->argument)
		return;
	buf_add_char(out, '=');
	show_value(o, row, out);
}

bool options_is_told(const struct options *o, const char *name)
{
	bool is_off;
	const struct option_row *row = find(name, &is_off);
	return row && o->told >> (row - rows) & 1;
}

// The command line.

static bool wrong_option(int result, char *const *argv, struct err *e)
{
	const char *word = optind > 0 ? argv[optind - 1] : "";
	char letter[] = {'-', (char)optopt, '\0'};
	const char *name = optopt >= 'A' && !string_starts(word, "--") ? letter : word;
	if (result == ':')
		return err_set(e, _("cannot use %s: it needs a value"), name);
	return err_set(e, _("cannot use %s: there is no such option, or it is not used so"), name);
}

// An export is written by itself: what else is asked for would be mixed with it, or left out.
static bool is_export_alone(const struct options *o, struct err *e)
{
	const char *other = o->check	? "--check"
			    : o->search ? "--search"
			    : o->list	? "--list"
			    : o->print	? "--print"
					: NULL;
	if (!o->export || !other)
		return true;
	return err_set(e, _("cannot do both --export and %s: please ask for one of them"), other);
}

// What getopt_long is told: each row and, for a flag that is a setting, its opposite.
struct forms {
	struct option longs[2 * ROWS + 1];
	char shorts[2 * ROWS + 2];
	char opposites[ROWS][MOST_NAME];
};

static void make_forms(struct forms *f)
{
	size_t n = 0;
	char *letter = f->shorts;
	*f = (struct forms){0};
	*letter++ = ':';
	for (int i = 0; i < ROWS; i++) {
		const struct option_row *r = &rows[i];
		f->longs[n++] = (struct option){
			r->name, r->argument ? required_argument : no_argument, NULL, r->letter};
		if (!r->argument && r->use != OPTION_ACTION) {
			snprintf(f->opposites[i], MOST_NAME, "%s%s", is_negative(r) ? "" : "no-",
				 options_positive(r));
			f->longs[n++] = (struct option){f->opposites[i], no_argument, NULL,
							REVERSED + r->letter};
		}
		if (r->letter < 'A')
			continue;
		*letter++ = r->letter;
		if (r->argument)
			*letter++ = ':';
	}
}

static const struct option_row *row_of(int letter)
{
	const struct option_row *row = rows;
	while (row->letter != letter)
		row++;
	return row;
}

static bool read_words(struct options *o, int argc, char *const *argv, bool has_actions,
		       struct err *e)
{
	struct forms forms;
	make_forms(&forms);
	optind = 0; // glibc: begin anew
	opterr = 0;
	int result;
	while ((result = getopt_long(argc, argv, forms.shorts, forms.longs, NULL)) != -1) {
		if (result == '?' || result == ':')
			return wrong_option(result, argv, e);
		const struct option_row *row = row_of(result & (REVERSED - 1));
		if (!has_actions && row->use == OPTION_ACTION)
			return err_set(e,
				       _("cannot use --%s here: it is no setting, but asks for "
					 "something"),
				       row->name);
		if (!take(o, row, optarg, result >= REVERSED, !has_actions, e))
			return false;
	}
	if (optind < argc && !has_actions)
		return err_set(e, _("cannot open %s from here: only settings are read"),
			       argv[optind]);
	return true;
}

bool options_parse_settings(struct options *o, int argc, char *const *argv, struct err *e)
{
	return read_words(o, argc, argv, false, e);
}

// "+7", "+/word", "+G" and "+F", as less and vi know them.  False where it is none of these.
static bool take_plus(struct options *o, const char *word)
{
	if (word[0] != '+')
		return false;
	struct err e = {0};
	bool is_off, is_number = word[1] && strspn(word + 1, "0123456789") == strlen(word + 1);
	if (is_number || (word[1] == '/' && word[2]))
		return take(o, find("goto", &is_off), word + 1, false, false, &e);
	if (strcmp(word, "+G") == 0)
		return take(o, find("goto", &is_off), "100%", false, false, &e);
	return strcmp(word, "+F") == 0 && take(o, find("follow", &is_off), NULL, false, false, &e);
}

bool options_parse(struct options *o, int argc, char *const *argv, struct err *e)
{
	// A file of such a name is "./+7"; a word behind "--" is one, too.
	int literal = 0;
	for (int i = argc - 1; i > 0; i--)
		if (strcmp(argv[i], "--") == 0)
			literal = argc - 1 - i;
	if (!read_words(o, argc, argv, true, e))
		return false;
	for (int i = optind; i < argc; i++) {
		if (i < argc - literal && take_plus(o, argv[i]))
			continue;
		if (i > optind && o->file)
			return err_set(e, _("cannot open %s as well: one text is read at a time"),
				       argv[i]);
		o->file = argv[i];
	}
	if (o->export && o->import_count && o->notes == NOTES_ALL)
		return err_set(
			e, "%s",
			_("cannot do both --export and --import with --notes=all: please ask "
			  "for one of them"));
	if (o->notes && !o->export && !(o->notes == NOTES_ALL && o->import_count))
		return err_set(
			e, "%s",
			_("cannot use --notes by itself: it says what --export writes, or, as "
			  "--notes=all, that --import is for all texts"));
	return is_export_alone(o, e);
}

void options_help(struct buf *out)
{
	buf_add_string(
		out, _("Usage: kantlijn [OPTION]... [FILE]\n"
		       "Read FILE, or the bundled editorial, with its claims and the facts behind\n"
		       "them in the margin.  With FILE -, read standard input.\n\n"));
	for (int i = 0; i < ROWS; i++) {
		const struct option_row *r = &rows[i];
		struct buf left = {0};
		if (r->letter >= 'A')
			buf_printf(&left, "  -%c, --%s", r->letter, r->name);
		else
			buf_printf(&left, "      --%s", r->name);
		if (r->argument)
			buf_printf(&left, "=%s", _(r->argument));
		int cols = utf8_columns(buf_string(&left), left.len);
		buf_printf(out, "%s%*s%s\n", buf_string(&left), cols < 27 ? 27 - cols : 1, "",
			   _(r->help));
		buf_done(&left);
	}
	buf_add_string(
		out, _("\nWithout -a, a set that lies beside FILE is read: FILE.jsonld.\n"
		       "Exit status: 0 done, 1 a finding or no match, 2 wrong usage or unreadable\n"
		       "input.  Press ? in the reader for its keys.\n"));
}
