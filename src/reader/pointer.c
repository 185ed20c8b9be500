// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/pointer.h"

#include <stdlib.h>

#include "reader/draw.h"
#include "reader/world.h"
#include "reader/frame.h"
#include "reader/move.h"
#include "reader/opening.h"
#include "reader/selecting.h"

static bool is_in(const struct pane *p, int col, int row)
{
	return col >= p->x && col < p->x + p->width && row >= p->y && row < p->y + p->height;
}

static bool can_focus(const struct annotation *a)
{
	return a->role == ROLE_CLAIM || a->role == ROLE_NOTE;
}

static void click_text(struct reader *r, int col, int row)
{
	uint64_t pos = page_pos_at(&r->page, col, row);
	struct placed found[64];
	size_t n = pos == POS_NONE
			   ? 0
			   : knowledge_between(&r->session.knowledge, pos, pos + 1, found, 64);
	r->in_margin = false;
	margin_show(&r->margin, VIEW_NEARBY, 0);
	r->focus = INDEX_NONE;
	// Of nested claims the innermost, which begins last.
	for (size_t i = n; i > 0 && r->focus == INDEX_NONE; i--)
		if (can_focus(state_annotation(r, found[i - 1].annotation)))
			move_focus(r, found[i - 1].annotation, found[i - 1].begin);
}

static void click_margin(struct reader *r, int row)
{
	const struct pane *p = &r->frame.margin;
	size_t count;
	struct nearby *nearby = world_nearby(r, &count);
	struct margin_world world = world_of(r, nearby, count);
	struct margin shown = frame_margin(r);
	int i = margin_item_at(&shown, &world, row, p->width, p->height);
	struct item item = margin_item(&shown, &world, i);
	free(nearby);
	if (item.kind == ITEM_NONE)
		return;
	if (shown.view == VIEW_NEARBY) {
		move_focus(r, item.index, item.at);
		return;
	}
	if (!r->in_margin && shown.view != r->margin.view)
		move_open_view(r, shown.view, shown.subject);
	r->in_margin = true;
	r->margin.cursor = i;
	opening_open(r);
}

static void click(struct reader *r, const struct event *event)
{
	buf_clear(&r->notice);
	if (r->form.is_open)
		return;
	selecting_end(r);
	if (is_in(&r->frame.text, event->col, event->row))
		click_text(r, event->col - r->frame.text.x, event->row - r->frame.text.y);
	else if (is_in(&r->frame.margin, event->col, event->row))
		click_margin(r, event->row - r->frame.margin.y);
}

static bool is_drag(enum event_type type)
{
	return type == EVENT_DRAG_BEGIN || type == EVENT_DRAG || type == EVENT_DRAG_END;
}

// With the button down one selects; what is done with it is asked for by keys.
static void drag(struct reader *r, const struct event *event)
{
	const struct pane *p = &r->frame.text;
	int col = event->col - p->x, row = event->row - p->y;
	bool begins = event->type == EVENT_DRAG_BEGIN;
	if (r->form.is_open || (begins && !is_in(p, event->col, event->row)) ||
	    (!begins && !r->selecting.is_dragged))
		return;
	buf_clear(&r->notice);
	uint64_t pos = page_pos_at(&r->page, col, row);
	if (begins && pos != POS_NONE) {
		uint32_t replaced = r->selecting.replaced;
		move_close_view(r);
		selecting_begin_at(r, pos);
		r->selecting.replaced = replaced;
		r->selecting.is_dragged = true;
	} else if (!begins) {
		selecting_drag(r, col, row);
		r->selecting.is_dragged = event->type != EVENT_DRAG_END;
	}
}

static void wheel(struct reader *r, const struct event *event)
{
	if (r->margin.view != VIEW_NEARBY && is_in(&r->frame.margin, event->col, event->row))
		move_margin(r, event->lines, 0);
	else if (frame_shows_text(r))
		move_text(r, event->lines);
	buf_clear(&r->notice);
}

void pointer_event(struct reader *r, const struct event *event)
{
	if (r->prompting != PROMPTING_NONE)
		return;
	if (is_drag(event->type))
		drag(r, event);
	else if (event->type == EVENT_CLICK)
		click(r, event);
	else if (event->type == EVENT_WHEEL)
		wheel(r, event);
}
