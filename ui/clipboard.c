// SPDX-License-Identifier: ISC
#include "config.h"

#include "clipboard.h"

#include <stdlib.h>

#include "base/translate.h"
#include "process.h"
#include "terminal.h"

enum {
	PROGRAM_WAIT = 2000, // [ms] for all bytes and the end of a program
	SCREEN_PIECE = 240,  // [byte] of a string that every GNU screen passes on (older ones: 256)
};

// Sequences.

static void add_base64(struct buf *out, const char *text, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *s = (const uint8_t *)text;
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t bits = (uint32_t)s[i] << 16 | (left > 1 ? (uint32_t)s[i + 1] << 8 : 0) |
				(left > 2 ? s[i + 2] : 0u);
		buf_add_char(out, digits[bits >> 18]);
		buf_add_char(out, digits[bits >> 12 & 63]);
		buf_add_char(out, left > 1 ? digits[bits >> 6 & 63] : '=');
		buf_add_char(out, left > 2 ? digits[bits & 63] : '=');
	}
}

// tmux hands on what a string of its own holds, with each escape doubled, where its option
// allow-passthrough is on.
static void add_for_tmux(struct buf *out, const struct buf *sequence)
{
	buf_add_string(out, "\033Ptmux;");
	for (size_t i = 0; i < sequence->len; i++) {
		if (sequence->data[i] == '\033')
			buf_add_char(out, '\033');
		buf_add_char(out, sequence->data[i]);
	}
	buf_add_string(out, "\033\\");
}

// GNU screen hands on what a device control string holds, up to a length.  The escape of the end of
// the sequence would end the string: a bell ends the sequence as well.
static void add_for_screen(struct buf *out, const struct buf *sequence)
{
	for (size_t i = 0; i < sequence->len; i += SCREEN_PIECE) {
		size_t left = sequence->len - i;
		buf_add_string(out, "\033P");
		buf_add(out, sequence->data + i, left < SCREEN_PIECE ? left : SCREEN_PIECE);
		buf_add_string(out, "\033\\");
	}
}

void clipboard_sequences(struct buf *out, enum clipboard_way way, const char *text, size_t n)
{
	bool has_screen = way == CLIPBOARD_SCREEN || way == CLIPBOARD_TMUX_OR_SCREEN;
	struct buf sequence = {0};
	buf_add_string(&sequence, "\033]52;c;");
	add_base64(&sequence, text, n);
	buf_add_string(&sequence, has_screen ? "\a" : "\033\\");
	// Taken by tmux itself where its option set-clipboard is on.
	if (way != CLIPBOARD_SCREEN)
		buf_add(out, sequence.data, sequence.len);
	if (way == CLIPBOARD_TMUX)
		add_for_tmux(out, &sequence);
	if (has_screen)
		add_for_screen(out, &sequence);
	buf_done(&sequence);
}

// What is here.

static bool is_set(const char *name)
{
	const char *value = getenv(name);
	return value && *value;
}

static enum clipboard_way way_to_terminal(void)
{
	const char *type = getenv("TERM");
	if (is_set("TMUX") || (type && string_starts(type, "tmux")))
		return CLIPBOARD_TMUX;
	if (is_set("STY"))
		return CLIPBOARD_SCREEN;
	return type && string_starts(type, "screen") ? CLIPBOARD_TMUX_OR_SCREEN : CLIPBOARD_PLAIN;
}

// The first program that is there and takes it.
static bool feed_programs(const char *text, size_t n)
{
	static const struct {
		const char *variable; // that says there is what the program needs, or NULL
		const char *words[5];
	} programs[] = {
		{"WAYLAND_DISPLAY", {"wl-copy"}},
		{"DISPLAY", {"xclip", "-selection", "clipboard"}},
		{"DISPLAY", {"xsel", "--clipboard", "--input"}},
		{NULL, {"pbcopy"}},
	};
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if ((!programs[i].variable || is_set(programs[i].variable)) &&
		    process_feed((char *const *)(uintptr_t)programs[i].words, text, n,
				 PROGRAM_WAIT))
			return true;
	return false;
}

// With its options as they are when nobody changed them, tmux takes nothing from a program in it,
// and hands nothing on: it has to be told by its own command, which tells its terminal too (-w,
// from version 3.2 on).
static bool feed_tmux(const char *text, size_t n)
{
	static const char *const commands[][5] = {{"tmux", "load-buffer", "-w", "-"},
						  {"tmux", "load-buffer", "-"}};
	for (size_t i = 0; is_set("TMUX") && i < sizeof commands / sizeof *commands; i++)
		if (process_feed((char *const *)(uintptr_t)commands[i], text, n, PROGRAM_WAIT))
			return true;
	return false;
}

enum clipboard_result clipboard_copy(const char *text, size_t n, struct err *why)
{
	bool is_fed = feed_programs(text, n);
	bool has_tmux = feed_tmux(text, n);
	bool can_send = terminal_has_clipboard();
	// The terminal is told in any case: over ssh it is where the person is, and a display may
	// be one that nobody looks at any more.
	if (can_send && !has_tmux && n <= CLIPBOARD_MOST) {
		struct buf bytes = {0};
		clipboard_sequences(&bytes, way_to_terminal(), text, n);
		bool is_sent = terminal_send(bytes.data, bytes.len);
		buf_done(&bytes);
		if (is_sent && !is_fed)
			return CLIPBOARD_SENT;
	}
	if (is_fed || has_tmux)
		return CLIPBOARD_TAKEN;
	if (can_send && n > CLIPBOARD_MOST)
		err_set(why, _("it is longer than the 75 kB that terminals take"));
	else
		err_set(why, _("this terminal has no clipboard, and none of wl-copy, xclip and "
			       "xsel is here"));
	return CLIPBOARD_FAILED;
}
