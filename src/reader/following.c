// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/following.h"

#include "base/translate.h"
#include "reader/move.h"

static void show_end(struct reader *r)
{
	move_to_pos(r, document_end(&r->session.document), 0);
	r->followed_anchor = r->page.anchor;
}

bool following_keep(struct reader *r)
{
	if (!r->is_following || state_mode(r) != MODE_READING ||
	    r->page.anchor != r->followed_anchor || page_is_at_end(&r->page))
		return false;
	show_end(r);
	return true;
}

void following_to_end(struct reader *r)
{
	show_end(r);
	if (r->is_following || r->is_linear || source_is_complete(r->session.document.source))
		return;
	r->is_following = true;
	r->is_end_awaited = true;
}

void following_begin(struct reader *r)
{
	struct source *s = r->session.document.source;
	if (!r->is_following)
		state_remember(r);
	if (r->in_margin)
		move_close_view(r);
	r->focus = INDEX_NONE;
	r->is_on_match = false;
	show_end(r);
	if (!source_can_grow(s)) {
		state_tell(r, _("This is all there will be of the text: nothing is added to it."));
		return;
	}
	r->is_following = true;
	r->is_end_awaited = false;
	source_follow(s, true);
	state_tell_keys(r, _("What is added to the text is shown as it comes; {close} ends that."));
}

static void end(struct reader *r)
{
	r->is_following = false;
	source_follow(r->session.document.source, false);
}

bool following_stop(struct reader *r)
{
	if (!r->is_following)
		return false;
	end(r);
	state_tell(r, _("The text is no longer followed."));
	return true;
}

void following_done(struct reader *r, enum command command)
{
	bool is_move = command >= COMMAND_LINE_DOWN && command <= COMMAND_PERCENT &&
		       command != COMMAND_END;
	bool is_elsewhere = r->page.anchor != r->followed_anchor && !page_is_at_end(&r->page);
	if (!r->is_following || !(is_move || is_elsewhere))
		return;
	if (r->is_end_awaited)
		end(r); // which nobody asked to be told of
	else
		following_stop(r);
}

bool following_take(struct reader *r, unsigned news)
{
	if (!r->is_following)
		return false;
	if (news & SOURCE_ENDED) {
		end(r);
		if (!r->is_end_awaited)
			state_tell(r,
				   _("The text has come to its end, and is no longer followed."));
	}
	if (news & SOURCE_SHRANK)
		buf_clear(&r->notice); // there is something else to be told
	// What is selected, or gets a note, stays where it is.
	if (news & (SOURCE_GREW | SOURCE_SHRANK) && state_mode(r) == MODE_READING)
		show_end(r);
	return news != SOURCE_SAME;
}
