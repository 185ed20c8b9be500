// SPDX-License-Identifier: ISC
// Shows each event of its terminal as a row, the last one at the bottom: what the reader would be
// told.  C-e has $EDIT_TEXT edited in a program of the person's own, and shows what became of it; q
// ends.
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "reader/keymap.h"
#include "ui/external.h"
#include "ui/terminal.h"

enum { MOST_SHOWN = 60 }; // [byte] of a text

// A text in one row: line feeds as slashes, the others as utf8_sanitize has them.
static void add_text(struct buf *out, const char *s, size_t n)
{
	struct buf shown = {0};
	utf8_sanitize(&shown, s, n < MOST_SHOWN ? n : MOST_SHOWN);
	for (size_t i = 0; i < shown.len; i++)
		buf_add_char(out, shown.data[i] == '\n' ? '/' : shown.data[i]);
	buf_done(&shown);
}

static void edit(struct buf *out)
{
	struct buf edited = {0};
	struct err e = {0};
	const char *text = getenv("EDIT_TEXT");
	if (external_edit(text ? text : "", &edited, &e)) {
		buf_printf(out, "edited %zu: ", edited.len);
		add_text(out, buf_string(&edited), edited.len);
	} else {
		buf_printf(out, "why: %s", e.text);
	}
	buf_done(&edited);
}

static void describe(const struct event *event, struct buf *out)
{
	static const char *const names[] = {
		[EVENT_CLICK] = "click",
		[EVENT_DRAG_BEGIN] = "drag-begin",
		[EVENT_DRAG] = "drag",
		[EVENT_DRAG_END] = "drag-end",
	};
	switch (event->type) {
	case EVENT_KEY:
		buf_add_string(out, "key ");
		keymap_name(event->key, out);
		break;
	case EVENT_RESIZE:
		buf_printf(out, "size %d,%d", event->cols, event->rows);
		break;
	case EVENT_WHEEL:
		buf_printf(out, "wheel %d", event->lines);
		break;
	case EVENT_PASTE:
		buf_printf(out, "paste %zu: ", event->n);
		add_text(out, event->text, event->n);
		break;
	case EVENT_EDITED:
		break;
	default:
		buf_printf(out, "%s %d,%d", names[event->type], event->col, event->row);
	}
}

struct screen {
	struct grid grid;
	struct buf lines[100]; // the last one first
};

static void show(struct screen *s, struct buf *line)
{
	enum { LINES = sizeof s->lines / sizeof *s->lines };
	int cols, rows;
	terminal_size(&cols, &rows);
	buf_done(&s->lines[LINES - 1]);
	memmove(s->lines + 1, s->lines, (LINES - 1) * sizeof *s->lines);
	s->lines[0] = *line;
	grid_reset(&s->grid, cols, rows);
	for (int i = 0; i < rows && i < LINES; i++)
		grid_write(&s->grid, 0, rows - 1 - i, cols, buf_string(&s->lines[i]), STYLE_TEXT);
	terminal_show(&s->grid);
}

static void run(struct screen *s)
{
	struct event event = {0};
	struct buf ready = {0};
	buf_add_string(&ready, "ready");
	show(s, &ready);
	while (!terminal_deadly_signal()) {
		if (terminal_takes_suspend())
			terminal_suspend();
		if (!terminal_wait(&event, (const int[]){-1, -1}, -1))
			continue;
		struct buf line = {0};
		if (event.type == EVENT_KEY && event.key == 'q')
			break;
		if (event.type == EVENT_KEY && event.key == ('e' & 0x1F))
			edit(&line);
		else
			describe(&event, &line);
		show(s, &line);
	}
}

int main(void)
{
	static struct screen screen;
	struct err e = {0};
	setlocale(LC_ALL, "");
	struct theme theme = {0};
	struct terminal_options how = {.has_mouse = true, .is_utf8 = true, .theme = &theme};
	if (!terminal_open(&how, &e)) {
		fprintf(stderr, "show_events: %s\n", e.text);
		return EXIT_FAILURE;
	}
	run(&screen);
	terminal_close();
	grid_done(&screen.grid);
	for (size_t i = 0; i < sizeof screen.lines / sizeof *screen.lines; i++)
		buf_done(&screen.lines[i]);
	int number = terminal_deadly_signal();
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return EXIT_SUCCESS;
}
