// SPDX-License-Identifier: ISC
#include "config.h"

#include "one_screen.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "output/print.h"

// Longer lines than a few windows full are not even set to see how long they are.
enum { MOST_BYTES = 32 }; // [byte] of the text for each cell of the window

static bool may_fit(struct session *s, const struct winsize *w, int width)
{
	const struct document *d = &s->document;
	uint64_t most = (uint64_t)w->ws_col * w->ws_row * MOST_BYTES;
	return document_end(d) - document_begin(d) <= most &&
	       print_fits(s, width, w->ws_col, w->ws_row - 1);
}

static void await_more(const struct reader *r)
{
	struct pollfd more = {.events = POLLIN};
	int descriptors[2];
	reader_descriptors(r, descriptors);
	more.fd = descriptors[0];
	(void)poll(&more, 1, -1);
}

bool one_screen_is_enough(struct reader *r, int *width)
{
	struct winsize w;
	struct session *s = reader_session(r);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_col < 2 || w.ws_row < 2)
		return false;
	if (*width > w.ws_col)
		*width = w.ws_col;
	while (may_fit(s, &w, *width)) {
		if (reader_step(r, (struct budget){NULL, NULL}) & READER_MORE)
			continue;
		if (source_is_complete(s->document.source))
			return may_fit(s, &w, *width) && !session_has_annotations(s);
		await_more(r);
	}
	return false;
}
