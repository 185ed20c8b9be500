// SPDX-License-Identifier: ISC
// What is known about a text: annotations that sit on it (claims, terms,
// notes), facts with an identity of their own, and the links between them,
// with an index that answers "what sits between a and b?".  It holds the few
// fields that marks and lists need; long texts stay in the set's file and are
// read when they are opened (knowledge/web_annotation.h).  It knows no screen
// and no JSON.  The model: W3C Web Annotation Data Model, Recommendation of
// 23 February 2017.
#ifndef KNOWLEDGE_ANNOTATION_H
#define KNOWLEDGE_ANNOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/step.h"
#include "base/table.h"
#include "document/range.h"
#include "document/source.h" // POS_NONE
#include "knowledge/intervals.h"

#define INDEX_NONE UINT32_MAX // no claim, fact, link or set
#define MARK_HIDDEN '.'	      // the letter of a mark that is in no list

// What an annotation is, which follows from what it has.
enum role {
	ROLE_CLAIM, // a link, an assessment or a kind, on a piece of the text
	ROLE_TERM,  // identifies a name or word that is explained
	ROLE_NOTE,  // anything else on the text or on the whole document
	ROLE_REPLY, // to another annotation
	ROLE_MARK,  // a place with a letter
	ROLE_GONE,  // it was taken away: in no list, and nowhere in the text
};

enum kind {
	KIND_NONE,
	KIND_FACT,
	KIND_INTERPRETATION,
	KIND_OPINION,
	KIND_PREDICTION,
	KIND_ATTRIBUTED,
	KIND_OTHER, // a word of the set's own, in kind_label
};

enum assessment {
	ASSESSMENT_NONE,
	ASSESSMENT_CORRECT,
	ASSESSMENT_MOSTLY_CORRECT,
	ASSESSMENT_NEEDS_CONTEXT,
	ASSESSMENT_DISPUTED,
	ASSESSMENT_NOT_VERIFIABLE,
	ASSESSMENT_OTHER, // a word of the set's own, in assessment_label
};

enum relation {
	RELATION_SUPPORTS,
	RELATION_CONTRADICTS,
	RELATION_CONTEXT,
	RELATION_AFTERMATH,
	RELATION_DEFINES, // from a term's mark to the term
	RELATION_OTHER,	  // a word of the set's own, in relation_label
};

// How sure the place of an annotation is.  Pending ones and orphans have none.
enum anchor_state {
	ANCHOR_PENDING,	 // not looked for, or not to the end
	ANCHOR_FOUND,	 // anchored
	ANCHOR_CHANGED,	 // anchored, but what stands there does not say what the quote said
	ANCHOR_DOUBTFUL, // the likeliest place, which may be a wrong one
	ANCHOR_ORPHAN,	 // looked for everywhere, and not found
};
enum { ANCHOR_STATES = ANCHOR_ORPHAN + 1 };

enum timing { TIMING_UNKNOWN, TIMING_BEFORE, TIMING_AFTER, TIMING_BOTH };
enum confidence { CONFIDENCE_HIGH, CONFIDENCE_MEDIUM, CONFIDENCE_LOW };

// A short text in one language ("" when the language is not told).
struct translation {
	char *language; // BCP 47
	char *text;
};

struct translations {
	struct translation *all;
	size_t count;
};

// What selects a place in a text.  Positions count code points from 0 before
// the first character, the end is exclusive (Recommendation, 4.2.5); each
// maximal ill-formed part of the text counts as one, a leading BOM not.  Lines
// are counted from 0 too, their ends likewise (RFC 5147, 2.2.2).  What has a
// start and no end goes to the end of the text.
struct selector {
	char *exact, *prefix, *suffix; // NULL where the set has none
	uint64_t start, end;	       // POS_NONE where the set has none
	uint64_t start_line, end_line; // the same
	struct selector *refinement;   // selects within what this one does; NULL for none
};

// A selector without anything in it; frees what is in one.
struct selector selector_none(void);
void selector_done(struct selector *s);

// True when it selects a piece of the text at all.
bool selector_is_set(const struct selector *s);

struct naming;

struct annotation {
	char *id;   // the whole IRI; for one without an id, made from its place
	char *name; // what lists show: the last part of the IRI, or as much of
		    // it as makes it the only one in the set
	enum role role;
	enum kind kind;
	char *kind_label;
	enum assessment assessment;
	char *assessment_label;
	struct selector selector;
	bool has_foreign_selector; // an orphan whose place is told, but not by what selects text
	enum anchor_state state;
	uint64_t begin, end;  // [pos], half-open; POS_NONE without a place
	struct range *others; // where the same stands with the same around it
	uint32_t other_count, other_capacity;
	uint32_t number;		  // of claims: 1 for the first in the text …
	uint32_t first_link, link_count;  // in knowledge.links
	uint32_t set, item;		  // whence it came, for web_annotation_…
	char letter;			  // of ROLE_MARK
	bool is_highlight;		  // of ROLE_NOTE: to be seen, with nothing said
	char *parent_id;		  // of ROLE_REPLY: the annotation that it replies to
	uint32_t parent;		  // that one, INDEX_NONE where it is not known; of
					  // ROLE_GONE: what took its place
	uint32_t first_reply, next_reply; // indices, INDEX_NONE: no more; in the order of adding
};

static inline bool annotation_has_place(const struct annotation *a)
{
	return a->begin != POS_NONE && a->state != ANCHOR_PENDING && a->state != ANCHOR_ORPHAN;
}

// True for one on the document as a whole, which selects no piece of it.
bool annotation_is_on_whole(const struct annotation *a);

struct fact {
	char *id, *name;
	bool is_term;
	struct translations titles;
	char *period; // as the set says it (ISO 8601 date or interval), or NULL
	enum timing timing;
	enum confidence confidence;
	uint32_t *links; // indices of the links that point here
	uint32_t link_count, link_capacity;
	uint32_t set, item;    // INDEX_NONE: linked to, but not in any set
	uint32_t descriptions; // how many there are; only the first one counts
};

struct link {
	char *id; // the IRI, or NULL
	enum relation relation;
	char *relation_label;
	uint32_t annotation, fact; // indices
};

struct knowledge {
	struct annotation *annotations;
	size_t annotation_count, annotation_capacity;
	struct fact *facts;
	size_t fact_count, fact_capacity;
	struct link *links;
	size_t link_count, link_capacity;

	// Indices of the claims in the order of the text: those with a place
	// first, by begin, longer ones before shorter ones; then pending ones
	// and orphans in the order of their set.
	uint32_t *claims;
	size_t claim_count;
	uint32_t *listed_facts; // facts and terms that are described or linked to, as added
	size_t listed_fact_count;
	uint32_t *notes; // the same as claims for notes
	size_t note_count;
	uint32_t *stops; // claims and notes that have a place in the text, in its order
	size_t stop_count;
	uint32_t *marks; // as claims
	size_t mark_count;
	uint32_t *replies; // to annotations that are in no set, in the order of their sets
	size_t reply_count;
	uint32_t *threaded; // the other replies, likewise
	size_t threaded_count;

	// The set's own words on the document; NULL where it has none.
	char *title, *language, *date;
	char *label; // of the set

	uint64_t version;	// counts how often knowledge_settle changed something
	uint64_t facts_version; // the same for what is said of facts and which are listed

	// How many of the claims and of the notes are in each state, as of the last
	// knowledge_settle.
	size_t claim_states[ANCHOR_STATES], note_states[ANCHOR_STATES];

	// The rest is for knowledge/annotation.c and knowledge/settling.c alone.
	struct votes *votes; // of each set, on how positions are counted
	size_t vote_count;
	struct intervals intervals; // of all places
	struct settling *settling;
};

// Begins empty; a zeroed struct is the same.
void knowledge_init(struct knowledge *k);
void knowledge_done(struct knowledge *k);

// Makes room for COUNT annotations in all, as far as that can be foretold.
void knowledge_reserve(struct knowledge *k, size_t count);

// Adds an empty one (a pending note without a place) and returns its index.
// Pointers into the arrays are valid until the next addition.  The links of an
// annotation are added one after another, with none of another in between.
uint32_t knowledge_add_annotation(struct knowledge *k);
uint32_t knowledge_add_link(struct knowledge *k, uint32_t annotation, uint32_t fact,
			    enum relation relation);

// The fact with this IRI; one that is not there yet is added with its id
// only (a link may come before the fact it points to).
uint32_t knowledge_fact(struct knowledge *k, const char *id);

// Takes an annotation away, of which only its index is left: links of it lead nowhere any more.
// REPLACEMENT is what took its place, or INDEX_NONE.
void knowledge_remove(struct knowledge *k, uint32_t annotation, uint32_t replacement);

// What an annotation is now that it, and what took its place, may have been replaced; INDEX_NONE
// when it is gone (and for INDEX_NONE).
uint32_t knowledge_current(const struct knowledge *k, uint32_t annotation);

// Takes away what was said of a fact; it is in no list any more unless something links to it.
void knowledge_forget_fact(struct knowledge *k, uint32_t fact);

// A fact that was there already has been described: knowledge_settle looks at it again.
void knowledge_facts_changed(struct knowledge *k);

// Puts an annotation in STATE with the place [BEGIN, END) (POS_NONE both when
// it has none), and no other.  Places are changed only this way once knowledge_settle was called.
void knowledge_place(struct knowledge *k, uint32_t annotation, enum anchor_state state,
		     uint64_t begin, uint64_t end);

// Adds a place to one that has a place: false, and nothing is added, when there are
// KNOWLEDGE_PLACES already.
enum { KNOWLEDGE_PLACES = 1000 };
bool knowledge_add_place(struct knowledge *k, uint32_t annotation, uint64_t begin, uint64_t end);

// Set number SET has a position that fits its quote only when counted in code points, or only when
// counted in UTF-16 code units, as some programs do against the Recommendation.
void knowledge_vote(struct knowledge *k, uint32_t set, bool is_utf16);

// True when most votes say that all positions of the set are counted in UTF-16 code units.
bool knowledge_counts_utf16(const struct knowledge *k, uint32_t set);

// Brings names, numbers, the order of claims and the interval index up to date.
// To be called when a set was read and when anchors were found; does nothing
// when nothing changed.  Until then what was added has no name (NULL) and
// no number (0).  Annotations with the same IRI are told apart by "~2", "~3" …
void knowledge_settle(struct knowledge *k);

// What was added or taken away by knowledge_is_fresh and knowledge_remove is settled, and nothing
// else needs to be: a few notes among very many annotations cost no walk through all that is known
// of each of these.
void knowledge_settle_fresh(struct knowledge *k);

// An annotation was added that is to be there with knowledge_settle_fresh.
void knowledge_is_fresh(struct knowledge *k, uint32_t annotation);

// Of several places of an annotation the one nearest to POS becomes the one that is shown first;
// with POS_NONE the first in the text is left.
void knowledge_prefer_place(struct knowledge *k, uint32_t annotation, uint64_t pos);

// knowledge_settle in slices: STEP_MORE when the budget was spent before it was done.  Names, which
// are chosen anew when something was added since, are not to be relied on in between; lists and
// index are those of before until new ones are there.
enum step knowledge_settle_step(struct knowledge *k, struct budget budget);

// The same without names: so that what a set says is seen while it is read.  Knows, when it is
// done, what there was when it began.
enum step knowledge_order_step(struct knowledge *k, struct budget budget);

// True while knowledge_order_step is under way.
bool knowledge_is_ordering(const struct knowledge *k);

// The number in k->stops of the first one that begins at POS or behind it; their count when none
// does.  And that of an annotation, or their count.
size_t knowledge_stop_from(const struct knowledge *k, uint64_t pos);
size_t knowledge_stop_of(const struct knowledge *k, uint32_t annotation);

// A place of an annotation.
struct placed {
	uint64_t begin, end; // [pos]
	uint32_t annotation;
};

// Writes the first MAX places that have a character in [A, B), in the order of the text (as of the
// last knowledge_settle), and returns how many it wrote.  An empty place has no character.
size_t knowledge_between(const struct knowledge *k, uint64_t a, uint64_t b, struct placed *found,
			 size_t max);

// The annotation or fact whose name or whole id is NAME; INDEX_NONE if there is
// none.  Names, and ids of annotations, are known from the last knowledge_settle.
uint32_t knowledge_find_annotation(const struct knowledge *k, const char *name);
uint32_t knowledge_find_fact(const struct knowledge *k, const char *name);

// How many annotations are in STATE, by counting them.
size_t knowledge_count_state(const struct knowledge *k, enum anchor_state state);

// What follows the last of the signs that part an IRI (":", "/", "#"), as long as something does.
const char *annotation_last_part(const char *iri);

// The text in LANGUAGE ("nl" also finds "nl-BE"), else the first; NULL when there is none.
const char *translations_choose(const struct translations *t, const char *language);
void translations_add(struct translations *t, const char *language, const char *text);
void translations_done(struct translations *t);

// The rest is for knowledge/annotation.c and knowledge/settling.c alone.

enum {
	FRESH_MAX = 16, // annotations that are settled one by one
	OLD_MAX = 24,
};

struct index_list {
	uint32_t *all;
	size_t count, capacity;
};

// What is being put in order: as it will be in struct knowledge.
struct ordering {
	int stage;	 // 0: none is under way
	size_t at;	 // how far that is
	size_t count;	 // annotations that are in it
	uint64_t moves;	 // of struct settling, when it began
	uint8_t *placed; // a bit for each, whether it has a place
	struct intervals intervals;
	struct index_list claims, notes, stops, marks;
	size_t claim_states[ANCHOR_STATES], note_states[ANCHOR_STATES];
};

struct settling {
	struct table fact_ids; // always up to date, the others when settled
	struct table annotation_ids, annotation_names, fact_names;
	size_t named_annotations, named_facts;
	bool must_rename;	// one was taken away on whose name those of others depend
	bool has_changed_facts; // said of a fact, or taken away
	struct naming *naming;	// begun and not done
	size_t kept, indexed;	// of its names
	bool must_hang;		// replies: what they answer came or went
	size_t seen;		// annotations that were looked at for replies
	struct index_list replying, parents;
	size_t facts_at; // of the list of facts that is being made
	struct index_list facts;
	size_t listed_of, listed_links; // facts and links that the list knows
	bool has_removed;		// annotations that the lists may have
	bool has_news;			// knowledge.version is due
	uint64_t moves,
		ordered_moves; // places that changed, and of them those that are in the index
	size_t ordered;	       // annotations that are in it
	struct ordering ordering;
	size_t claim_room, note_room, stop_room, mark_room; // capacities of the lists in use
	void *old[OLD_MAX];				    // what is to be freed, one in a stretch
	size_t old_count;
	uint32_t fresh[FRESH_MAX];
	size_t fresh_count; // beyond FRESH_MAX: too many
};

struct settling *knowledge_settling(struct knowledge *k);
void index_list_add(struct index_list *l, uint32_t i);
void ordering_done(struct ordering *o);
void annotation_take_name(struct annotation *a, size_t begin, uint32_t nth);
table_key_fn knowledge_key_fact_id, knowledge_key_fact_name;
table_key_fn knowledge_key_annotation_id, knowledge_key_annotation_name;

#endif
