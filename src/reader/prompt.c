// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/prompt.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"
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
	if (p->text.len - (to - from) + n > LONGEST)
		return false;
	char *tail = mem_copy(buf_string(&p->text) + to, p->text.len - to);
	size_t tail_len = p->text.len - to;
	p->text.len = from;
	buf_add(&p->text, bytes, n);
	buf_add(&p->text, tail, tail_len);
	free(tail);
	p->cursor = from + n;
	return true;
}

// The grapheme boundary before or behind the cursor.
static size_t boundary(const struct prompt *p, bool before)
{
	size_t n = p->text.len, at = p->cursor;
	if (before ? at == 0 : at >= n)
		return at;
	uint8_t *flags = mem_new(n, 1);
	utf8_mark((const uint8_t *)buf_string(&p->text), n, flags);
	if (before)
		while (--at > 0 && !(flags[at] & UTF8_CLUSTER))
			;
	else
		while (++at < n && !(flags[at] & UTF8_CLUSTER))
			;
	free(flags);
	return at;
}

static size_t word_before(const struct prompt *p)
{
	const char *s = buf_string(&p->text);
	size_t at = p->cursor;
	while (at > 0 && s[at - 1] == ' ')
		at--;
	while (at > 0 && s[at - 1] != ' ')
		at--;
	return at;
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
	if (key < 0x20 || key >= KEY_BASE || (key >= 0x7F && key < 0xA0))
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
		return delete_range(p, boundary(p, true), p->cursor);
	case KEY_DELETE_KEY:
	case CONTROL('d'):
		return delete_range(p, p->cursor, boundary(p, false));
	case CONTROL('u'):
		return delete_range(p, 0, p->cursor);
	case CONTROL('k'):
		return delete_range(p, p->cursor, p->text.len);
	case CONTROL('w'):
		return delete_range(p, word_before(p), p->cursor);
	case KEY_LEFT_ARROW:
	case CONTROL('b'):
		return move(p, boundary(p, true));
	case KEY_RIGHT_ARROW:
	case CONTROL('f'):
		return move(p, boundary(p, false));
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
