// SPDX-License-Identifier: ISC
#include "config.h"

#include "mouse.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum {
	BYTE_WAIT = 100,    // [ms] for the next byte of a report
	LONGEST = 32,	    // [byte] of a report
	MOST = 10000,	    // what numbers are cut to
	WHEEL_LINES = 3,    // of one notch
	BUTTON = 3,	    // the bits of a report that tell the button
	NO_BUTTON = 3,	    // the old encoding's release
	MOVED = 32,	    // bit: the pointer moved
	WHEEL = 64,	    // bit: a turn of the wheel
	OTHER_BUTTON = 128, // bit: one of buttons 8 to 11
};

struct report {
	int button; // with its bits
	int col, row;
	bool is_release;
};

static bool read_byte(int keys, unsigned char *byte)
{
	struct pollfd fd = {.fd = keys, .events = POLLIN};
	int n;
	while ((n = poll(&fd, 1, BYTE_WAIT)) < 0 && errno == EINTR)
		;
	return n > 0 && read(keys, byte, 1) == 1;
}

// "button ; column ; row M", or m for a release; columns and rows begin at 1.
static bool read_report(int keys, struct report *r)
{
	int numbers[3] = {0}, count = 0;
	unsigned char c = 0;
	for (int i = 0; i < LONGEST && read_byte(keys, &c); i++) {
		if (c == 'M' || c == 'm')
			break;
		if (c == ';' && count < 2)
			count++;
		else if (c >= '0' && c <= '9' && numbers[count] < MOST)
			numbers[count] = numbers[count] * 10 + (c - '0');
	}
	*r = (struct report){numbers[0], numbers[1] - 1, numbers[2] - 1, c == 'm'};
	return (c == 'M' || c == 'm') && count == 2 && r->col >= 0 && r->row >= 0;
}

// Three bytes, each 32 more than its number.
static bool read_old_report(int keys, struct report *r)
{
	unsigned char bytes[3];
	for (int i = 0; i < 3; i++)
		if (!read_byte(keys, &bytes[i]))
			return false;
	*r = (struct report){.button = bytes[0] - 32, .col = bytes[1] - 33, .row = bytes[2] - 33};
	r->is_release = (r->button & (BUTTON | MOVED | WHEEL)) == NO_BUTTON;
	if (r->is_release)
		r->button -= NO_BUTTON;
	return r->button >= 0 && r->col >= 0 && r->row >= 0;
}

static void begin_drag(struct mouse *m, struct event *event)
{
	m->next = *event;
	m->has_next = true;
	*event = (struct event){.type = EVENT_DRAG_BEGIN, .col = m->col, .row = m->row};
}

// The button was let go: a click, unless the pointer went elsewhere.
static bool release(struct mouse *m, struct event *event)
{
	bool is_same = event->col == m->col && event->row == m->row;
	bool was_down = m->is_down, was_dragging = m->is_dragging;
	m->is_down = m->is_dragging = false;
	if (!was_down)
		return false;
	event->type = is_same && !was_dragging ? EVENT_CLICK : EVENT_DRAG_END;
	// A terminal that does not tell of movements.
	if (!is_same && !was_dragging)
		begin_drag(m, event);
	return true;
}

static bool drag(struct mouse *m, struct event *event)
{
	if (!m->is_down || (event->col == m->col && event->row == m->row))
		return false;
	struct event to = *event;
	event->type = EVENT_DRAG;
	if (!m->is_dragging)
		begin_drag(m, event);
	m->is_dragging = true;
	m->col = to.col;
	m->row = to.row;
	return true;
}

bool mouse_read(struct mouse *m, int keys, bool is_old, struct event *event)
{
	struct report r;
	if (!(is_old ? read_old_report(keys, &r) : read_report(keys, &r)))
		return false;
	*event = (struct event){.col = r.col, .row = r.row};
	int button = r.button & BUTTON;
	if (r.button & WHEEL) {
		event->type = EVENT_WHEEL;
		event->lines = button == 0 ? -WHEEL_LINES : WHEEL_LINES;
		return button < 2 && !r.is_release;
	}
	if (button != 0 || r.button & OTHER_BUTTON)
		return false;
	if (r.is_release)
		return release(m, event);
	if (r.button & MOVED)
		return drag(m, event);
	m->is_down = true;
	m->is_dragging = false;
	m->col = r.col;
	m->row = r.row;
	return false;
}

bool mouse_takes_next(struct mouse *m, struct event *event)
{
	bool takes = m->has_next;
	m->has_next = false;
	if (takes)
		*event = m->next;
	return takes;
}
