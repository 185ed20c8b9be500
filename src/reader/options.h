// SPDX-License-Identifier: ISC
// What the command line asks for.  One table feeds the parser and --help.
#ifndef READER_OPTIONS_H
#define READER_OPTIONS_H

#include <stdbool.h>

#include "base/string.h"
#include "document/format.h"
#include "search/query.h"

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum list { LIST_NONE, LIST_CLAIMS, LIST_FACTS, LIST_LINKS };

enum export { EXPORT_NONE, EXPORT_JSONLD, EXPORT_MARKDOWN, EXPORT_TEXT };

// Which of one's own notes are written: with the sets, without these, or not; or those on all
// texts.
enum notes { NOTES_WITH, NOTES_ONLY, NOTES_NONE, NOTES_ALL };

enum output_format { FORMAT_TEXT, FORMAT_JSON };

enum { OPTIONS_SETS = 32 }; // annotation sets that may be named, imports among them

struct options {
	const char *file; // NULL: the bundled document; "-": standard input
	const char *sets[OPTIONS_SETS];
	int set_count;
	const char *imports[OPTIONS_SETS];
	int import_count;
	const char *language;	   // NULL: by the locale
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
	enum notes notes;
	bool has_notes;		  // --notes was given
	const char *store;	  // folder of the store, or NULL
	const char *no_store_why; // a sentence, or NULL when --no-store was asked for
	long long now;		  // [s] since 1970
	bool keeps_imports;	  // as notes of one's own
	bool has_wide_ambiguous, no_store;
	bool linear; // line by line, for ears and fingers
	bool count, print, check, mouse, help, version;
};

// Reads ARGV, whose strings are kept.  False and a sentence when it is not understood.
bool options_parse(struct options *o, int argc, char *const *argv, struct err *e);

// The text of --help.
void options_help(struct buf *out);

#endif
