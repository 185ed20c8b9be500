// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/marks.h"

#include "base/translate.h"
#include "reader/event.h"
#include "reader/keeping.h"
#include "reader/move.h"

void marks_ask_letter(struct reader *r, int sets_mark)
{
	r->prompting = PROMPTING_LETTER;
	r->sets_mark = sets_mark;
}

// The mark with a letter; INDEX_NONE where there is none.
static uint32_t find_mark(const struct reader *r, char letter)
{
	const struct knowledge *k = &r->session.knowledge;
	for (size_t i = 0; i < k->mark_count; i++)
		if (k->annotations[k->marks[i]].letter == letter &&
		    notebook_is_own(r->session.notes, k->marks[i]))
			return k->marks[i];
	return INDEX_NONE;
}

// The first line on screen, which comes to the top again.
static void set_mark(struct reader *r, char letter)
{
	uint32_t there = find_mark(r, letter);
	struct range range = keeping_line_on_top(r);
	if (range.begin >= range.end) {
		state_tell(r, _("There is nothing to mark here."));
		return;
	}
	struct note note = keeping_note_on(r, NOTE_MARK, range);
	struct buf json = {0}, text = {0};
	const char *was = NULL;
	note.letter = letter;
	if (there != INDEX_NONE) {
		note_set(&note.id, state_annotation(r, there)->id);
		was = notebook_json(r->session.notes, note.id);
	}
	keeping_write(r, &note, was, &json);
	struct notebook_change change = {note.id, buf_string(&json), range};
	buf_printf(&text, _("Marked as %c; {go-to-mark} %c comes back here."), letter, letter);
	keeping_do(r, &change, 1, N_("mark"), buf_string(&text));
	buf_done(&text);
	buf_done(&json);
	note_done(&note);
}

static void tell_no_mark(struct reader *r, char letter)
{
	struct buf text = {0};
	buf_printf(&text, _("There is no mark %c; {marks} lists them."), letter);
	state_tell_keys(r, buf_string(&text));
	buf_done(&text);
}

static void go_to_mark(struct reader *r, char letter)
{
	char word[2] = {letter, '\0'};
	uint32_t mark = find_mark(r, letter);
	if (mark == INDEX_NONE)
		tell_no_mark(r, letter);
	else if (!annotation_has_place(state_annotation(r, mark)))
		keeping_say(r, _("The place of mark %s is no longer in this text."), word);
	else
		move_to_mark(r, mark);
}

void marks_key(struct reader *r, uint32_t key)
{
	r->prompting = PROMPTING_NONE;
	bool is_letter = (key >= 'a' && key <= 'z') || (key >= 'A' && key <= 'Z');
	if (is_letter && r->sets_mark)
		set_mark(r, (char)key);
	else if (is_letter)
		go_to_mark(r, (char)key);
	else if (key == '\'' && !r->sets_mark)
		move_through_places(r, &r->back, &r->forward,
				    _("There is no place to go back to."));
	else if (key != KEY_ESCAPE)
		state_tell(r, _("A mark is a letter from a to z or from A to Z."));
}
