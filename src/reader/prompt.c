// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/prompt.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "reader/edited_text.h"
#include "reader/event.h"

enum { LONGEST = 16 * 1024, REMEMBERED = 200 }; // [byte], lines

#define CONTROL(letter) ((letter)&0x1F)

void prompt_done(struct prompt *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->history_count; i++)
		free(p->history[i]);
	free(p->history);
	free(p->draft);
	buf_done(&p->text);
	*p = (struct prompt){0};
}

static void set_text(struct prompt *p, const char *text)
{
	struct buf fresh = {.ceiling = LONGEST};
	buf_add_string(&fresh, text);
	buf_done(&p->text);
	p->text = fresh;
	p->cursor = p->text.len;
}

void prompt_begin(struct prompt *p)
{
	set_text(p, "");
	free(p->draft);
	p->draft = NULL;
	p->history_at = p->history_count;
}

void prompt_remember(struct prompt *p, const char *text)
{
	if (!*text || (p->history_count && string_equal(p->history[p->history_count - 1], text)))
		return;
	if (p->history_count == REMEMBERED) {
		free(p->history[0]);
		memmove(p->history, p->history + 1, --p->history_count * sizeof *p->history);
	}
	p->history = mem_reserve(p->history, &p->history_capacity, p->history_count + 1,
				 sizeof *p->history);
	p->history[p->history_count++] = mem_string(text);
}

// Replaces [FROM, TO) by N bytes and puts the cursor behind them.
static bool replace(struct prompt *p, size_t from, size_t to, const void *bytes, size_t n)
{
	if (!edited_replace(&p->text, from, to, bytes, n))
		return false;
	p->cursor = from + n;
	return true;
}

static enum prompt_result recall(struct prompt *p, size_t at)
{
	if (at > p->history_count)
		return PROMPT_IGNORED;
	if (p->history_at == p->history_count) {
		free(p->draft);
		p->draft = mem_string(buf_string(&p->text));
	}
	p->history_at = at;
	set_text(p, at < p->history_count ? p->history[at] : p->draft);
	return PROMPT_CHANGED;
}

static enum prompt_result delete_range(struct prompt *p, size_t from, size_t to)
{
	if (from == to)
		return PROMPT_IGNORED;
	replace(p, from, to, "", 0);
	return PROMPT_CHANGED;
}

static enum prompt_result move(struct prompt *p, size_t to)
{
	p->cursor = to;
	return PROMPT_MOVED;
}

static enum prompt_result insert(struct prompt *p, uint32_t key)
{
	uint8_t bytes[4];
	if (!edited_is_character(key))
		return PROMPT_IGNORED;
	return replace(p, p->cursor, p->cursor, bytes, utf8_encode(key, bytes)) ? PROMPT_CHANGED
										: PROMPT_IGNORED;
}

enum prompt_result prompt_key(struct prompt *p, uint32_t key)
{
	switch (key) {
	case KEY_ENTER_KEY:
		return PROMPT_ACCEPTED;
	case KEY_ESCAPE:
	case CONTROL('c'):
	case CONTROL('g'):
		return PROMPT_CANCELLED;
	case KEY_BACKSPACE_KEY:
		if (p->text.len == 0)
			return PROMPT_CANCELLED;
		return delete_range(p, edited_cluster_before(&p->text, p->cursor), p->cursor);
	case KEY_DELETE_KEY:
	case CONTROL('d'):
		return delete_range(p, p->cursor, edited_cluster_after(&p->text, p->cursor));
	case CONTROL('u'):
		return delete_range(p, 0, p->cursor);
	case CONTROL('k'):
		return delete_range(p, p->cursor, p->text.len);
	case CONTROL('w'):
		return delete_range(p, edited_word_before(&p->text, p->cursor), p->cursor);
	case KEY_LEFT_ARROW:
	case CONTROL('b'):
		return move(p, edited_cluster_before(&p->text, p->cursor));
	case KEY_RIGHT_ARROW:
	case CONTROL('f'):
		return move(p, edited_cluster_after(&p->text, p->cursor));
	case KEY_CONTROL_LEFT:
	case KEY_ALT_B:
		return move(p, edited_word_before(&p->text, p->cursor));
	case KEY_CONTROL_RIGHT:
	case KEY_ALT_F:
		return move(p, edited_word_after(&p->text, p->cursor));
	case KEY_HOME_KEY:
	case CONTROL('a'):
		return move(p, 0);
	case KEY_END_KEY:
	case CONTROL('e'):
		return move(p, p->text.len);
	case CONTROL('t'):
		return PROMPT_TURNED;
	case KEY_UP_ARROW:
	case CONTROL('p'):
		return p->history_at > 0 ? recall(p, p->history_at - 1) : PROMPT_IGNORED;
	case KEY_DOWN_ARROW:
	case CONTROL('n'):
		return recall(p, p->history_at + 1);
	default:
		return insert(p, key);
	}
}

enum prompt_result prompt_paste(struct prompt *p, const char *text, size_t n)
{
	struct buf clean = {0};
	edited_clean(&clean, text, n, true);
	size_t fits = edited_fit(buf_string(&clean), clean.len, LONGEST - p->text.len);
	bool is_changed = fits > 0 && replace(p, p->cursor, p->cursor, clean.data, fits);
	buf_done(&clean);
	return is_changed ? PROMPT_CHANGED : PROMPT_IGNORED;
}
