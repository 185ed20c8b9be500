// SPDX-License-Identifier: ISC
#include "config.h"

#include "document/paragraph.h"

#include <stdlib.h>

#include "base/memory.h"

void paragraph_done(struct paragraph *p)
{
	if (!p)
		return;
	free(p->text);
	free(p->spans);
	free(p->runs);
	*p = (struct paragraph){0};
}

void paragraph_add_span(struct paragraph *p, uint64_t pos, bool is_replaced)
{
	p->spans = mem_reserve(p->spans, &p->span_capacity, p->span_count + 1, sizeof *p->spans);
	p->spans[p->span_count++] =
		(struct paragraph_span){.off = p->len,
					.at = (uint32_t)(pos - p->begin) & INT32_MAX,
					.is_replaced = is_replaced};
}

void paragraph_trim(struct paragraph *p)
{
	p->text = mem_resize(p->text, p->len + 1, 1);
	if (p->span_count > 0 && p->span_count < p->span_capacity) {
		p->spans = mem_resize(p->spans, p->span_count, sizeof *p->spans);
		p->span_capacity = p->span_count;
	}
}

size_t paragraph_size(const struct paragraph *p)
{
	return sizeof *p + p->len + p->span_capacity * sizeof *p->spans +
	       p->run_capacity * sizeof *p->runs;
}

static bool is_same(struct paragraph_look a, struct paragraph_look b)
{
	return a.attributes == b.attributes && a.foreground == b.foreground &&
	       a.background == b.background;
}

void paragraph_set_look(struct paragraph *p, struct paragraph_look look)
{
	struct paragraph_look now = {0};
	if (p->run_count > 0)
		now = p->runs[p->run_count - 1].look;
	if (is_same(now, look))
		return;
	if (p->run_count > 0 && p->runs[p->run_count - 1].off == p->len) {
		p->runs[p->run_count - 1].look = look;
		return;
	}
	p->runs = mem_reserve(p->runs, &p->run_capacity, p->run_count + 1, sizeof *p->runs);
	p->runs[p->run_count++] = (struct paragraph_run){.off = p->len, .look = look};
}

// The last span that begins at or before OFF or POS.
static size_t span_at(const struct paragraph *p, bool by_pos, uint64_t key)
{
	size_t low = 0, high = p->span_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		const struct paragraph_span *s = &p->spans[middle];
		if ((by_pos ? p->begin + s->at : s->off) <= key)
			low = middle;
		else
			high = middle;
	}
	return low;
}

uint64_t paragraph_pos(const struct paragraph *p, uint32_t off)
{
	if (p->span_count == 0)
		return p->begin;
	const struct paragraph_span *s = &p->spans[span_at(p, false, off)];
	uint64_t pos = p->begin + s->at;
	return s->is_replaced ? pos : pos + (off - s->off);
}

uint32_t paragraph_off(const struct paragraph *p, uint64_t pos)
{
	if (p->span_count == 0 || pos <= p->begin + p->spans[0].at)
		return 0;
	size_t i = span_at(p, true, pos);
	const struct paragraph_span *s = &p->spans[i];
	uint32_t end = i + 1 < p->span_count ? p->spans[i + 1].off : p->len;
	if (s->is_replaced)
		return s->off;
	uint64_t after = pos - (p->begin + s->at);
	return after < end - s->off ? s->off + (uint32_t)after : end;
}
