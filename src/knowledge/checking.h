// SPDX-License-Identifier: ISC
// What every check of a set shares: what is checked, what a finding is, and who is told.  Where
// something stands in its file is looked up only for what is told.
#ifndef KNOWLEDGE_CHECKING_H
#define KNOWLEDGE_CHECKING_H

#include "base/string.h"
#include "document/index.h"
#include "knowledge/annotation.h"
#include "knowledge/web_annotation.h"

struct json_node;

enum check_level {
	CHECK_ERROR,   // a person misses something, or is told something that is not so
	CHECK_WARNING, // it can be read, but somebody should look at it
};

enum check_subject { CHECK_SET, CHECK_ANNOTATION, CHECK_FACT, CHECK_LINK };

// How a text differs from what a quote says.
struct finding_change {
	const char *kind;      // a word for scripts: "number", "date" …; NULL: nothing is told
	const char *was, *now; // the words in question, folded; "" for none
};

// Valid during the call that hands it over.
struct finding {
	enum check_level level;
	const char *code; // a word for scripts, as in "dangling-link"; one of finding_codes
	enum check_subject subject;
	const char *place; // the name of the claim, fact or link, else that of the set
	const char *id;	   // the IRI of that, or NULL
	const char *file;  // in which it stands, or NULL
	size_t line;	   // from 1; 0: not known
	const char *path;  // a JSON path, as in "$.first.items[3].target"; "" where it is not known
	bool is_inside;	   // the path leads on from that of the item
	const struct annotation *annotation; // NULL unless it is about one
	struct finding_change change;	     // of "text-changed"
	const char *sentence;		     // for people, in their language, without a full stop
};

// Every code there is, in the order of the alphabet, with a NULL at the end.
extern const char *const finding_codes[];

// What is checked.  All of it has been read to its end, and every annotation is found or an orphan.
struct check_world {
	const struct knowledge *knowledge;
	struct web_annotation *const *sets;
	size_t set_count;
	const struct source *source;
	const struct index *index; // of the whole source
	const char *today;	   // an ISO date; NULL: whether dates are past is not told
};

// Who hears of the findings; TELL returns false to hear no more.
struct check_listener {
	bool (*tell)(void *data, const struct finding *f);
	void *data;
};

// What the next finding is about.
struct check_place {
	enum check_subject subject;
	const char *name, *id;		     // id: NULL for none
	uint32_t set, item;		     // INDEX_NONE: not known
	const struct annotation *annotation; // or NULL
	const struct json_node *node;	     // what is meant in the item, NULL: all of it
	const char *path;		     // of that, behind the item's; "" for all of it
	const char *file, *whole_path;	     // instead of where the item is; NULL: there
	size_t line;			     // from 1, of what is in no item; 0: not known
};

enum { CHECKING_BRIEFS = 4, CHECKING_BRIEF = 200 }; // [byte] of a brief

struct checking {
	const struct check_world *w;
	const struct knowledge *k;
	struct check_listener listener;
	size_t count; // of findings told
	bool is_over; // nobody listens any more
	struct check_place at;
	struct finding_change change;

	struct buf path; // of the item that was told of last
	uint32_t path_set, path_item;
	size_t line;
	char briefs[CHECKING_BRIEFS][CHECKING_BRIEF + sizeof "…"];
	size_t brief_count;
};

void checking_init(struct checking *c, const struct check_world *w, struct check_listener l);
void checking_done(struct checking *c);

// What is told from now on is about this.
void checking_turn_to_set(struct checking *c, uint32_t set);
void checking_turn_to_annotation(struct checking *c, const struct annotation *a);
void checking_turn_to_fact(struct checking *c, const struct fact *f);

// Tells a finding with CODE on what was turned to.
void checking_tell(struct checking *c, enum check_level level, const char *code, const char *fmt,
		   ...) PRINTF_LIKE(4, 5);

// Hands over what is filled in but for code, level and words.
void checking_tell_finding(struct checking *c, const struct finding *f);

// S for a sentence, cut where it is long; valid until the fourth call from now on.
const char *checking_brief(struct checking *c, const char *s);

// True for nothing but white space.
bool checking_is_blank(const char *s);

// Are both the same language, whatever follows a "-" in them?
bool checking_same_language(const char *a, const char *b);

#endif
