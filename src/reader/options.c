// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/options.h"

#include <getopt.h>
#include <stdlib.h>

#include "base/translate.h"
#include "base/utf8.h"

enum { NARROWEST = 20, WIDEST = 100000 }; // [col] of --width

static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const wraps[] = {"auto", "reflow", "keep", NULL};
static const char *const widths[] = {"narrow", "wide", NULL};
static const char *const modes[] = {"folded", "exact", "regex", "stems", NULL};
static const char *const formats[] = {"text", "json", NULL};
static const char *const lists[] = {"claims", "facts", "links", NULL};
static const char *const exports[] = {"jsonld", "markdown", "text", NULL};
static const char *const notes[] = {"with", "only", "none", "all", NULL};

static const struct row {
	const char *name;
	char letter; // also the option's key; from 1 on for those without a letter
	const char *argument, *help;
	const char *const *words; // of which the argument is one, in the order of an enum
} rows[] = {
	{"annotations", 'a', N_("FILE"), N_("read the annotation set FILE (may be repeated)"),
	 NULL},
	{"notes", 22, N_("WHICH"), N_("with --export: my notes: with (sets), only, none, all"),
	 notes},
	{"no-store", 23, NULL, N_("keep no notes and no place, and read none"), NULL},
	{"import", 20, N_("FILE"), N_("take in notes, as from Hypothesis (may be repeated)"), NULL},
	{"language", 'l', N_("LANG"), N_("show facts and the interface in LANG (nl, en)"), NULL},
	{"print", 'p', NULL, N_("write text, claims and facts to standard output"), NULL},
	{"linear", 60, NULL, N_("read line by line, as for speech and braille"), NULL},
	{"width", 'w', "N", N_("set printed lines in N columns (80)"), NULL},
	{"color", 1, N_("WHEN"), N_("colour printed text: auto, always or never"), colors},
	{"list", 2, N_("WHAT"), N_("write claims, facts or links, one a line, and end"), lists},
	{"export", 21, N_("FORMAT"), N_("write annotations as jsonld, markdown or text; end"),
	 exports},
	{"search", 9, N_("QUERY"), N_("write each match with its place, and end; 1: none"), NULL},
	{"mode", 10, N_("HOW"), N_("take queries folded, exact, as regex or by stems"), modes},
	{"count", 11, NULL, N_("with --search: write only how many matches there are"), NULL},
	{"format", 12, N_("FORMAT"), N_("with --search and --check: text or json"), formats},
	{"check", 5, NULL, N_("check the annotation sets against the text, and end"), NULL},
	{"goto", 3, N_("PLACE"), N_("open at ¶7 (a paragraph), c-train, /word or 50%"), NULL},
	{"mouse", 4, NULL, N_("scroll, click and select with the mouse"), NULL},
	{"wrap", 6, N_("HOW"), N_("set lines auto, reflow (all) or keep (as in the file)"), wraps},
	{"text-language", 7, N_("LANG"), N_("hyphenate the text as LANG (nl, en; und: not at all)"),
	 NULL},
	{"ambiguous", 8, N_("WIDTH"), N_("take characters of ambiguous width as narrow or wide"),
	 widths},
	{"help", 'h', NULL, N_("show this help and end"), NULL},
	{"version", 'V', NULL, N_("show the version and end"), NULL},
};

enum { ROWS = sizeof rows / sizeof *rows };

static bool parse_width(struct options *o, const char *s, struct err *e)
{
	char *end;
	long n = strtol(s, &end, 10);
	if (end == s || *end || n < NARROWEST || n > WIDEST)
		return err_set(
			e,
			_("cannot set lines in \"%s\" columns: a number from %d to %d is needed"),
			s, NARROWEST, WIDEST);
	o->width = (int)n;
	return true;
}

// Which of the words of an option S is; −1 and a sentence when it is none of them.
static int choose(const struct row *row, const char *s, struct err *e)
{
	struct buf all = {0};
	for (int i = 0; row->words[i]; i++) {
		if (strcmp(row->words[i], s) == 0) {
			buf_done(&all);
			return i;
		}
		buf_printf(&all, "%s%s", i ? ", " : "", row->words[i]);
	}
	err_set(e, _("cannot take \"%s\" for --%s: it is one of %s"), s, row->name,
		buf_string(&all));
	buf_done(&all);
	return -1;
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

// An option whose argument is word number I of its words.
static void take_choice(struct options *o, int letter, int i)
{
	switch (letter) {
	case 1:
		o->color = (enum color)i;
		break;
	case 2:
		o->list = (enum list)(LIST_CLAIMS + i);
		break;
	case 6:
		o->wrap = (enum wrap)i;
		break;
	case 8:
		o->has_wide_ambiguous = i == 1;
		break;
	case 10:
		o->mode = (enum query_mode)i;
		break;
	case 12:
		o->format = (enum output_format)i;
		break;
	case 21:
		o->export = (enum export)(EXPORT_JSONLD + i);
		break;
	default:
		o->notes = (enum notes)i;
		o->has_notes = true;
		break;
	}
}

static bool take(struct options *o, int letter, const char *value, struct err *e)
{
	const struct row *row = rows;
	while (row->letter != letter)
		row++;
	if (row->words) {
		int i = choose(row, value, e);
		if (i >= 0)
			take_choice(o, letter, i);
		return i >= 0;
	}
	switch (letter) {
	case 'a':
		return take_set(o, o->sets, &o->set_count, value, e);
	case 'l':
		o->language = value;
		return true;
	case 'p':
		return o->print = true;
	case 'w':
		return parse_width(o, value, e);
	case 3:
		o->go = value;
		return true;
	case 4:
		return o->mouse = true;
	case 5:
		return o->check = true;
	case 7:
		o->text_language = value;
		return true;
	case 9:
		o->search = value;
		return true;
	case 11:
		return o->count = true;
	case 20:
		return take_set(o, o->imports, &o->import_count, value, e);
	case 60:
		return o->linear = true;
	case 23:
		return o->no_store = true;
	case 'h':
		return o->help = true;
	default:
		return o->version = true;
	}
}

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

bool options_parse(struct options *o, int argc, char *const *argv, struct err *e)
{
	struct option longs[ROWS + 1] = {{0}};
	char shorts[2 * ROWS + 2] = ":";
	size_t n = 1;
	for (int i = 0; i < ROWS; i++) {
		longs[i] = (struct option){rows[i].name,
					   rows[i].argument ? required_argument : no_argument, NULL,
					   rows[i].letter};
		if (rows[i].letter >= 'A')
			shorts[n++] = rows[i].letter;
		if (rows[i].letter >= 'A' && rows[i].argument)
			shorts[n++] = ':';
	}
	*o = (struct options){0};
	optind = 0; // glibc: begin anew
	opterr = 0;
	int result;
	while ((result = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (result == '?' || result == ':')
			return wrong_option(result, argv, e);
		if (!take(o, result, optarg, e))
			return false;
	}
	if (argc - optind > 1)
		return err_set(e, _("cannot open %s as well: one text is read at a time"),
			       argv[optind + 1]);
	if (optind < argc)
		o->file = argv[optind];
	if (o->export && o->import_count && o->notes == NOTES_ALL)
		return err_set(
			e, "%s",
			_("cannot do both --export and --import with --notes=all: please ask "
			  "for one of them"));
	if (o->has_notes && !o->export && !(o->notes == NOTES_ALL && o->import_count))
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
		const struct row *r = &rows[i];
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
