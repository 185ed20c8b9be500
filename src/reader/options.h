// SPDX-License-Identifier: ISC
// What the command line and the settings ask for.  One table feeds the parser, --help, the
// configuration file, :set, and what shells complete.
#ifndef READER_OPTIONS_H
#define READER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/string.h"
#include "document/format.h"
#include "search/query.h"

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum list { LIST_NONE, LIST_CLAIMS, LIST_FACTS, LIST_LINKS };

enum export { EXPORT_NONE, EXPORT_JSONLD, EXPORT_MARKDOWN, EXPORT_TEXT };

// Which of one's own notes are written: with the sets, without these, or not; or those on all
// texts.
enum notes { NOTES_UNTOLD, NOTES_WITH, NOTES_ONLY, NOTES_NONE, NOTES_ALL };

// How many columns characters have whose width Unicode calls ambiguous (UAX #11).
enum ambiguous { AMBIGUOUS_NARROW, AMBIGUOUS_WIDE };

// Whose keys they are.
enum keys { KEYS_DEFAULT, KEYS_LESS, KEYS_VI };

enum output_format { FORMAT_TEXT, FORMAT_JSON };

enum {
	OPTIONS_SETS = 32, // annotation sets that may be named, imports among them
	OPTIONS_ROWS = 64, // options that there may be
};

// [byte] of a pipe's text that are kept at most unless something else is told; none is as many as
// there are.
#define OPTIONS_SPILL (UINT64_C(4) << 30)
#define OPTIONS_SPILL_NONE UINT64_MAX

struct options {
	const char *file; // NULL: the bundled document; "-": standard input
	const char *sets[OPTIONS_SETS];
	int set_count;
	const char *imports[OPTIONS_SETS];
	int import_count;
	const char *language;	   // NULL: by the locale
	const char *theme;	   // a name or a path, or NULL
	const char *text_language; // of the document, or NULL: by its set or words
	const char *go;		   // --goto, or NULL
	const char *search;	   // --search, or NULL
	enum query_mode mode;	   // how that, and the prompt's query, is meant
	enum output_format format;
	int width; // [col], 0: not told
	enum color color;
	enum list list;
	enum export export;
	enum wrap wrap;
	enum keys keys;
	const char *key_file; // of the person's own, or NULL
	enum notes notes;
	const char *config;	  // file of settings, or NULL: the person's own
	const char *notice;	  // to be told when it is open, or NULL
	const char *store;	  // folder of the store, or NULL
	const char *no_store_why; // a sentence, or NULL when --no-store was asked for
	long long now;		  // [s] since 1970
	bool keeps_imports;	  // as notes of one's own
	enum ambiguous ambiguous;
	bool no_store, justify, quit_if_one_screen;
	bool linear;	      // line by line, for ears and fingers
	uint64_t spill_limit; // [byte] of a pipe's text that are kept at most, 0: not told
	bool follow;	      // the end of a text that grows
	bool count, print, check, mouse, help, version, print_config;
	uint64_t told;		   // by row: a bit for each that was set
	char *owned[OPTIONS_ROWS]; // by row: a string that was copied
};

enum option_use {
	OPTION_ACTION,	// asks for something once
	OPTION_SETTING, // counts from the start on, so that it can be a default
	OPTION_LIVE,	// a setting that can be changed while one reads
};

struct option_row {
	const char *name;	  // without "--"; of a flag that turns something off with "no-"
	char letter;		  // also the option's key; from 1 on for those without a letter
	const char *argument;	  // what is written for its value (N_), NULL for a flag
	const char *help;	  // N_
	const char *const *words; // the values it can have, in the order of an enum, or NULL
	enum option_use use;
	size_t at; // where its value is in struct options
};

// What a setting is called when it is on: "store" of "no-store".
const char *options_positive(const struct option_row *row);

// The row number I of the table, in the order of --help; NULL behind the last one.
const struct option_row *options_row(size_t i);

// Reads ARGV, whose strings are kept, over what O (at first all zero) has already.  A flag that is
// a setting has an opposite with "no-", as --no-mouse.  False and a sentence when it is not
// understood.
bool options_parse(struct options *o, int argc, char *const *argv, struct err *e);

// The same for words that may hold nothing but settings; strings are copied.
bool options_parse_settings(struct options *o, int argc, char *const *argv, struct err *e);

// Sets the setting NAME to VALUE, as the command line would; strings are copied, and the one before
// is no more.  A flag has VALUE NULL, "yes" or "on", "no" or "off", and "no" or "no-" before its
// name reverses it; a text or number that is "" is as if it had not been told.  False and a
// sentence when there is no such setting or value.
bool options_set(struct options *o, const char *name, const char *value, struct err *e);

// Appends a setting as it is, as "width=72", "mouse" or "nomouse"; "width=" when it was not told,
// and nothing when there is no such setting.
void options_show(const struct options *o, const char *name, struct buf *out);

// True when the setting NAME was set, to whatever value.
bool options_is_told(const struct options *o, const char *name);

// TO becomes options of its own, to be ended by options_done; what no option says is shared.
void options_copy(struct options *to, const struct options *from);
void options_done(struct options *o);

// The text of --help.
void options_help(struct buf *out);

#endif
