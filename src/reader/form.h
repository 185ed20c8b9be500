// SPDX-License-Identifier: ISC
// A note, claim or fact while it is written: fields with editors, one of which has the keys, drawn
// in the margin.  It knows neither store nor text; what it is filled in for is a struct note.
#ifndef READER_FORM_H
#define READER_FORM_H

#include "knowledge/note.h"
#include "reader/editor.h"
#include "reader/rows.h"

enum form_what {
	FORM_TEXT,
	FORM_KIND,
	FORM_ASSESSMENT,
	FORM_REASON,
	FORM_LINKS,
	FORM_TITLE,
	FORM_PERIOD,
	FORM_SOURCE,
	FORM_TAGS,
};

struct form_field {
	enum form_what what;
	struct editor editor; // of the links: what is looked for
};

// A fact that is made while a claim is written.
struct form_made {
	char *iri, *title;
};

enum { FORM_FIELDS = 6, FORM_FOUND = 5 };

struct form {
	bool is_open;
	struct note note;   // as it was when the form was opened; links, kind … as they are now
	char *about;	    // of a reply: the words of what it is to, or NULL
	char *was;	    // the JSON that is edited; NULL: it is new
	struct range place; // of a new one
	struct form_field fields[FORM_FIELDS];
	int count, at;
	int link_at; // which link; note.link_count: the line in which facts are looked for
	uint32_t found[FORM_FOUND];
	int found_count, found_at; // found_at == found_count: a new fact of that title
	struct form_made *made;
	size_t made_count;
	bool is_touched; // a key changed something
};

enum form_result {
	FORM_IGNORED,
	FORM_USED,
};

// Opens a form for NOTE, which moves into it, as does WAS.
void form_open(struct form *f, struct note note, char *was, struct range place);
void form_done(struct form *f); // closes it and forgets all

enum form_result form_key(struct form *f, const struct margin_world *w, uint32_t key);
void form_paste(struct form *f, const struct margin_world *w, const char *text, size_t n);
void form_move(struct form *f, int direction); // to another field

// The text of the field that has the keys, NULL where that has none; and another one for it.
const char *form_text(const struct form *f);
void form_set_text(struct form *f, const char *text);

// True when there is something in it that would be lost.
bool form_has_news(const struct form *f);

// True when there is nothing in it: saved it would say nothing.
bool form_is_empty(const struct form *f);

// Puts what was typed into note.  False and a sentence when something in it cannot be.
bool form_finish(struct form *f, struct err *e);

void form_draw(struct form *f, const struct margin_world *w, struct grid *g, int x, int y,
	       int width, int height);

#endif
