// SPDX-License-Identifier: ISC
// Writing one's own notes: from a selection or a focus to a form, from the form to the notebook,
// and back by undoing.
#ifndef READER_AUTHOR_H
#define READER_AUTHOR_H

#include "reader/state.h"

void author_select(struct reader *r);	 // begins a selection
void author_note(struct reader *r);	 // on the selection, the claim in focus, or the sentence
void author_highlight(struct reader *r); // the selection
void author_claim(struct reader *r);	 // of the selection
void author_edit(struct reader *r);	 // the note or fact in focus
void author_delete(struct reader *r);	 // asks first
void author_undo(struct reader *r);
void author_redo(struct reader *r);
void author_place(struct reader *r);  // begins to select a new place for the note in focus
void author_accept(struct reader *r); // the selection is what was wanted
void author_export(struct reader *r); // asks for a file

// Keys while a form is open, and the answers to what was asked.
void author_form_key(struct reader *r, uint32_t key);
void author_file_event(struct reader *r, enum prompt_result result);
void author_answer_key(struct reader *r, uint32_t key);
void author_unit_key(struct reader *r, uint32_t key);

// The program that was to edit the text of the form gave TEXT back, or NULL, and WHY.
void author_edited(struct reader *r, const char *text, const char *why);

// False, and the person is asked, when there are notes that are kept nowhere.
bool author_may_quit(struct reader *r);

#endif
