// SPDX-License-Identifier: ISC
// Taking a text to the clipboard: by the terminal, wherever it is (OSC 52 of xterm's control
// sequences), and by programs that are here.
#ifndef UI_CLIPBOARD_H
#define UI_CLIPBOARD_H

#include "base/string.h"

enum {
	CLIPBOARD_MOST = 74994, // [byte] of a text, which are 99,992 in base64: what terminals take
};

// How sequences reach the terminal.
enum clipboard_way {
	CLIPBOARD_PLAIN,
	CLIPBOARD_TMUX,		  // tmux stands between
	CLIPBOARD_SCREEN,	  // GNU screen does
	CLIPBOARD_TMUX_OR_SCREEN, // one of the two, of which there is no sign but TERM
};

// Appends the sequences that set the clipboard to the N bytes of TEXT.
void clipboard_sequences(struct buf *out, enum clipboard_way way, const char *text, size_t n);

enum clipboard_result {
	CLIPBOARD_TAKEN, // a program has it
	CLIPBOARD_SENT,	 // to the terminal, which does not tell whether it took it
	CLIPBOARD_FAILED,
};

// Copies the N bytes of TEXT.  Of CLIPBOARD_FAILED *WHY is a sentence.
enum clipboard_result clipboard_copy(const char *text, size_t n, struct err *why);

#endif
