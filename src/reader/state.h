// SPDX-License-Identifier: ISC
// Everything that one reader knows between two events, shared by the modules
// that place the panes (frame), draw them (draw) and act (reader).
#ifndef READER_STATE_H
#define READER_STATE_H

#include "page/page.h"
#include "reader/contents.h"
#include "reader/filter.h"
#include "reader/form.h"
#include "reader/hits.h"
#include "reader/keyboard.h"
#include "reader/margin.h"
#include "reader/prompt.h"
#include "reader/session.h"
#include "reader/timeline.h"
#include "search/search.h"

enum { STATE_MOST_COUNT = 999999999 }; // what a number before a command is cut to

enum prompting {
	PROMPTING_NONE,
	PROMPTING_SEARCH,
	PROMPTING_CLAIM,
	PROMPTING_FILTER,
	PROMPTING_FILE,	   // where one's own notes are to be written
	PROMPTING_HELP,	   // what help is to be narrowed to
	PROMPTING_COMMAND, // a command and what it is given
	PROMPTING_ANSWER,  // yes or no
	PROMPTING_LETTER,  // of a mark
	PROMPTING_UNIT,	   // what of the text is to be selected
};

// A selection while it is made: what lies between two clusters, both included.
struct selecting {
	bool is_on;
	bool is_extending;    // else there is a caret and nothing is selected
	uint64_t from, caret; // [pos]
	int wish;	      // [col] that moving by rows keeps, −1: none
	uint32_t replaced;    // the annotation that gets this as its place, or INDEX_NONE
	bool is_dragged;      // by the mouse
};

// What is gone on with, see reader/resume.h.
struct resume {
	bool wants_place;		// none was asked for
	bool has_read_place;		// as it was known at once
	bool is_late;			// the rest was not looked at yet
	bool is_wanted;			// the place is looked for
	bool has_draft;			// one is kept
	bool awaits_draft;		// whether one is kept was not looked at yet
	uint32_t annotation;		// that stands for it
	double share;			// of the text as it was, before the place
	int64_t draft_time;		// [s] since 1970, of the draft that was kept last
	uint64_t anchor;		// [pos] of the page; another one when the person moved
	struct buf view, wrap, queries; // as they are kept
};

// What is asked, when yes or no is awaited.
enum question {
	QUESTION_DELETE,
	QUESTION_DISCARD,
	QUESTION_OVERWRITE,
	QUESTION_OPEN, // the address that is in question_id
	QUESTION_QUIT,
};

// A place to come back to.
struct place_kept {
	uint64_t anchor; // [pos]
	int shift;	 // [col]
	uint32_t focus;
	uint64_t focus_at; // [pos]
	bool is_on_match, in_margin;
	struct margin margin;
};

struct place_list {
	struct place_kept *all;
	size_t count, capacity;
};

// How much room there is.
enum room {
	ROOM_NONE,   // too small to show anything
	ROOM_NARROW, // one pane at a time
	ROOM_MEDIUM, // the margin is a drawer below the text
	ROOM_WIDE,   // the margin is beside the text
};

// Where the panes are, in cells; a pane that is not shown has no width.
struct pane {
	int x, y, width, height;
};

struct frame {
	enum room room;
	struct pane text, margin;
	int gutter_x, gutter_width, strip_x; // strip_x −1: no strip
	int sign_width;			     // of the gutter's column for signs of states: 0 or 1
	int status_row, hint_row;
};

// How the text is set, as far as the reader chooses.
struct typography {
	enum wrap wrap;
	bool is_justified;
	int measure;			 // [col] of the text, where there is room
	bool has_measure;		 // the reader asked for it
	const char *language;		 // --text-language, or NULL
	bool is_settled;		 // the language was looked for
	const char *text_language;	 // what was found, NULL before that
	struct hyphenation *hyphenation; // owned; NULL: none for it
};

struct reader {
	struct session session;
	int cols, rows; // of the window
	bool is_linear; // there are no panes: the page is the paragraph that is being read
	struct frame frame;
	struct page page;
	struct margin margin;
	bool in_margin;	   // keys go to the margin
	bool is_panel_off; // the reader closed the margin
	struct typography typography;
	uint32_t focus;	   // the focused claim, or INDEX_NONE
	uint64_t focus_at; // [pos] where the place of it begins that is meant, if it has several

	struct contents contents;
	bool awaits_heading; // the cursor of the contents goes to where one reads, once it is known
	struct timeline timeline;

	struct place_list back, forward;

	enum prompting prompting;
	struct prompt search_prompt, claim_prompt, filter_prompt, help_prompt, command_prompt;
	struct buf completed;	// what was typed of a command, while Tab goes through what follows
	int completed_at;	// which of that the line has, −1: none
	enum query_mode mode;	// of searching, as C-t set it
	bool is_typed;		// the prompt changed, what it asks for was not looked for yet
	struct buf query_error; // what is wrong with what was typed, "" for nothing
	bool has_search;
	struct search search;
	struct hits hits;	      // of the same query, in claims and facts
	struct query *help_query;     // what help is narrowed to, or NULL
	struct filter *filter_wanted; // what is narrowed to, or NULL
	struct hits filter;	      // what that finds: claims, facts or marks
	uint64_t filter_version;      // of knowledge, for which it was found
	char *kept_filter;	      // what a prompt may bring back, or NULL
	unsigned kept_filter_what;
	bool is_on_match; // the cursor is on the current match, not on a claim
	uint64_t current; // where the current match begins, or POS_NONE
	bool is_backward; // the search goes towards the begin, and n with it
	int seeking;	  // ±1 while the next match is being looked for
	uint64_t seek_from;
	unsigned seek_count; // how many matches on
	bool is_wrapped;     // the last move went round the end

	bool is_following;	  // the end of a text that grows
	bool is_end_awaited;	  // followed only until all of a pipe is there
	uint64_t followed_anchor; // [pos] of the page that showed it

	unsigned long long awaited_paragraph; // to which one goes when it is counted, or 0
	uint64_t awaited_anchor;	      // [pos] of the page as long as nobody moved
	struct search kept_search;	      // that a prompt may bring back
	bool has_kept_search;
	uint64_t kept_current;
	struct place_kept kept_place;

	struct selecting selecting;
	struct form form;	// open or, as a draft, closed with something in it
	enum question question; // of PROMPTING_ANSWER
	char *question_id;	// the note, file or address that it is about
	bool sets_mark;		// of PROMPTING_LETTER; else it goes to one
	struct prompt file_prompt;
	bool has_told_unsaved; // that notes are not kept
	bool wants_export;     // once, to:
	char *export_path;
	bool is_export_done;
	struct buf copy;       // what is to be copied
	const char *copy_what; // by its name: once; NULL: nothing
	bool wants_open;       // once:
	char *open_address;

	bool is_opened; // there is a place to keep
	struct resume resume;

	struct keyboard keyboard;
	uint32_t keys[KEYBOARD_LONGEST]; // that were pressed of a sequence
	int key_count;
	struct options options; // as they are set now; owned
	char *theme_kept;	// the one before, should the new one not be there
	bool wants_settings;	// some that the front end looks after were changed
	unsigned count;		// typed before a command, 0: none
	struct buf notice;
	bool is_finished, is_drawn, wants_suspend, wants_redraw;
	const char *wants_edit; // what is to be edited in another program, or NULL
	struct grid grid;
};

// Says something in the bottom line until the next key.
void state_tell(struct reader *r, const char *text);

// Says it with names of commands in braces as keyboard_say has them.
void state_tell_keys(struct reader *r, const char *text);
void state_tell_fault(struct reader *r, const struct err *e);

const struct annotation *state_annotation(const struct reader *r, uint32_t i);

// The place of the focused claim that is meant: the first one unless it is said which; POS_NONE
// both when nothing is focused that has a place.
struct range state_focus(const struct reader *r);

// What the list in the margin is narrowed to, or NULL.
const struct hits *state_filter(const struct reader *r);

// What a list shows, as HITS_… says it; 0 for what is no list that can be narrowed.
unsigned state_listed(enum view view);

// True unless a filter of claims leaves it out.
bool state_shows(const struct reader *r, uint32_t annotation);

// Asks for yes or no about ID, and the question that is asked, for the bottom line.
void state_ask(struct reader *r, enum question question, const char *id);
const char *state_question(const struct reader *r);

// The prompt that is open, or NULL.
struct prompt *state_prompt(struct reader *r);

// What the keys are for now.
enum mode state_mode(const struct reader *r);

// What is selected, or gets the note that is being written; begin POS_NONE for nothing.
struct range state_selection(const struct reader *r);

// True when what is in focus, or shown in the margin, is a note of one's own.
bool state_is_on_own(const struct reader *r);

// Places to come back to: the present one, keeping it before a jump, and going to one.
struct place_kept state_place(const struct reader *r);
void state_push(struct place_list *list, struct place_kept place);
void state_remember(struct reader *r);
void state_go_to(struct reader *r, struct place_kept place);

#endif
