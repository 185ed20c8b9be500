// SPDX-License-Identifier: ISC
#include "config.h"

#include "loop.h"

#include <stdlib.h>
#include <time.h>

#include "browser.h"
#include "clipboard.h"
#include "external.h"
#include "output/export_notes.h"

enum {
	SLICE = 8,	 // [ms] of work between two looks at the keys
	NEWS = 500,	 // [ms] between two looks at what nobody tells of
	RESTLESS = 2000, // [ms] of such looks after something was told
	PROGRESS = 250,	 // [ms] between two screens that differ only in counts
	AGAIN = 40,	 // [ms] between two screens before that
	READY = 300,	 // [ms] that keys wait at the start for marks to be there
	REST = 2,	 // [ms] after a screen, in which the terminal shows it, before other work
};

static int64_t now(void) // [ms]
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t loop_date(void)
{
	const char *told = getenv("SOURCE_DATE_EPOCH");
	return told && *told ? strtoll(told, NULL, 10) : (int64_t)time(NULL);
}

static bool is_time_up(void *data)
{
	const int64_t *deadline = data;
	return now() >= *deadline || terminal_is_pending();
}

// Before the next key is read, since that is for the other program.
static void edit_if_asked(struct reader *r)
{
	const char *text;
	struct buf edited = {0};
	struct err e = {0};
	if (!reader_takes_edit(r, &text))
		return;
	bool is_done = external_edit(text, &edited, &e);
	struct event event = {.type = EVENT_EDITED};
	if (is_done) {
		event.text = buf_string(&edited);
		event.n = edited.len;
	} else {
		event.why = e.text;
	}
	reader_event(r, &event);
	buf_done(&edited);
}

void loop_export_if_asked(struct reader *r)
{
	struct err e = {0};
	const char *path = reader_takes_export(r);
	if (path)
		reader_exported(r, export_notes_to(reader_session(r), path, &e) ? NULL : e.text);
}

void loop_copy_if_asked(struct reader *r)
{
	struct err e = {0};
	size_t n;
	const char *text = reader_takes_copy(r, &n);
	if (!text)
		return;
	enum clipboard_result result = clipboard_copy(text, n, &e);
	reader_copied(r,
		      result == CLIPBOARD_TAKEN	 ? READER_COPIED
		      : result == CLIPBOARD_SENT ? READER_COPIED_SENT
						 : READER_COPIED_NOT,
		      e.text);
}

void loop_open_if_asked(struct reader *r)
{
	struct err e = {0};
	struct buf name = {0};
	const char *address = reader_takes_open(r);
	if (!address)
		return;
	bool is_open = browser_open(address, &name, &e);
	reader_opened(r, is_open ? buf_string(&name) : NULL, e.text);
	buf_done(&name);
}

static void adjust_if_asked(struct reader *r,
			    bool (*adjust)(const struct options *o, struct err *e))
{
	const struct options *o;
	struct err e = {0};
	if (reader_takes_settings(r, &o) && !adjust(o, &e))
		reader_refused_settings(r, &e);
}

// What was told may be there a moment later only, as a commit of SQLite is, whose log is written
// before its index: for a while one looks again.
int loop_patience(struct patience *p, bool is_told, int most)
{
	p->begin = now();
	p->wait = most >= 0 ? most : is_told && p->begin >= p->restless ? -1 : NEWS;
	return p->wait;
}

void loop_woken(struct patience *p)
{
	int64_t t = now();
	if (p->wait < 0 || t - p->begin < p->wait)
		p->restless = t + RESTLESS;
}

// Hands over what has arrived; all keys first, so that a held-down key never queues.  WAIT: how
// long there is nothing else to do [ms], −1: for ever.
static bool take_events(struct reader *r, int wait, struct patience *p)
{
	struct event event;
	bool any = false;
	int more[2] = {-1, -1};
	bool is_told = wait == 0 || reader_descriptors(r, more);
	wait = loop_patience(p, is_told, wait);
	while (terminal_wait(&event, more, any ? 0 : wait)) {
		event.time = loop_date();
		reader_event(r, &event);
		edit_if_asked(r);
		loop_export_if_asked(r);
		loop_copy_if_asked(r);
		loop_open_if_asked(r);
		more[0] = more[1] = -1;
		any = true;
		if (reader_is_finished(r))
			break;
	}
	if (wait)
		loop_woken(p);
	return any;
}

static void suspend_if_asked(struct reader *r)
{
	if (reader_takes_suspend(r) || terminal_takes_suspend())
		terminal_suspend();
	if (reader_takes_redraw(r))
		terminal_redraw();
}

static bool is_slice_over(void *data)
{
	return now() >= *(const int64_t *)data;
}

static bool at_once(void *data)
{
	(void)data;
	return true;
}

static unsigned step(struct reader *r, should_stop_fn should_stop)
{
	int64_t deadline = now() + SLICE;
	return reader_step(r, (struct budget){should_stop, &deadline});
}

// What belongs to the answer of a key and no more, so that work never keeps it from the screen;
// news and the rest come behind it.
static unsigned answer(struct reader *r)
{
	unsigned news = step(r, reader_is_seeking(r) ? is_time_up : at_once);
	return news | READER_CHANGED | READER_MORE;
}

static void draw(struct reader *r, int64_t *last)
{
	terminal_show((struct grid *)(uintptr_t)reader_draw(r));
	*last = now();
}

// The first screen; then what was typed ahead waits until the keys have claims to act on.  Of a
// large set the first marks come before the rest.
static unsigned begin(struct reader *r, int64_t *drawn)
{
	int64_t start = now();
	unsigned news = step(r, is_slice_over);
	while (!reader_is_ready(r) && now() - start < READY && !terminal_deadly_signal()) {
		bool is_first = *drawn == 0 && (now() - start >= SLICE || reader_is_marked(r));
		if (is_first || (*drawn && news & READER_CHANGED && now() - *drawn >= AGAIN)) {
			draw(r, drawn);
			news &= ~(unsigned)READER_CHANGED;
		}
		news |= step(r, is_slice_over);
	}
	return news | READER_CHANGED | READER_MORE; // what waits for the first screen comes now
}

int loop_run(struct reader *r, bool (*adjust)(const struct options *o, struct err *e))
{
	struct event size = {.type = EVENT_RESIZE};
	struct patience patience = {0};
	int64_t drawn = 0;
	terminal_size(&size.cols, &size.rows);
	reader_event(r, &size);
	unsigned news = begin(r, &drawn);
	bool is_late = false; // there is progress that was not shown yet
	while (!reader_is_finished(r) && !terminal_deadly_signal()) {
		is_late |= (news & READER_PROGRESS) != 0;
		int64_t since = now() - drawn;
		int left = since < PROGRESS ? (int)(PROGRESS - since) : 0;
		bool is_drawn = news & READER_CHANGED || (is_late && left <= 0);
		int more = is_drawn ? REST : 0;
		if (is_drawn) {
			draw(r, &drawn);
			is_late = false;
		}
		bool any = take_events(r,
				       news & READER_MORE ? more
				       : is_late	  ? left
							  : -1,
				       &patience);
		suspend_if_asked(r);
		adjust_if_asked(r, adjust);
		news = any ? answer(r) : step(r, is_time_up);
	}
	return terminal_deadly_signal();
}
