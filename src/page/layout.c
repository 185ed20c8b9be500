// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { TAB = 8 }; // [col]

static uint32_t cluster_end(const struct layout *l, const struct paragraph *p, uint32_t off)
{
	uint32_t end = off + 1;
	while (end < p->len && !(l->flags[end] & UTF8_CLUSTER))
		end++;
	return end;
}

static int cluster_columns(const struct paragraph *p, uint32_t off, uint32_t end, int col)
{
	if (p->text[off] == '\t')
		return TAB - col % TAB;
	return utf8_show((const uint8_t *)p->text + off, end - off).cols;
}

static bool is_blank(const struct paragraph *p, uint32_t off)
{
	return p->text[off] == ' ' || p->text[off] == '\t';
}

static bool is_soft_hyphen(const struct paragraph *p, uint32_t end)
{
	return end >= 2 && memcmp(p->text + end - 2, "\xC2\xAD", 2) == 0;
}

static void add_line(struct layout *l, struct layout_line line)
{
	l->lines = mem_reserve(l->lines, &l->line_capacity, l->line_count + 1, sizeof *l->lines);
	l->lines[l->line_count++] = line;
}

// The columns of blanks at the begin of the paragraph: later lines hang by as
// many, as long as that leaves them half of the width, and every cluster room.
static int hanging_indent(const struct layout *l, const struct paragraph *p)
{
	int col = 0;
	uint32_t off = 0;
	for (; off < p->len && is_blank(p, off); off++)
		col += p->text[off] == '\t' ? TAB - col % TAB : 1;
	if (col == 0 || col > l->width / 2)
		return 0;
	while (off < p->len) {
		uint32_t end = cluster_end(l, p, off);
		if (col + cluster_columns(p, off, end, col) > l->width && !is_blank(p, off))
			return 0;
		off = end;
	}
	return col;
}

// First fit: the line from BEGIN takes clusters as long as they fit, and ends at the
// last opportunity before the one that does not.
static struct layout_line next_line(const struct layout *l, const struct paragraph *p,
				    uint32_t begin, int indent)
{
	struct layout_line best = {.begin = begin, .end = begin}, line = {.begin = begin};
	int col = indent; // with blanks at the end
	best.indent = line.indent = line.cols = indent;
	for (uint32_t off = begin; off < p->len;) {
		uint32_t end = cluster_end(l, p, off);
		int cols = cluster_columns(p, off, end, col);
		if (off > begin && l->flags[off] & UTF8_BREAK) {
			bool hyphen = is_soft_hyphen(p, off);
			if (!hyphen || line.cols < l->width) {
				best = line;
				best.end = off;
				best.has_hyphen = hyphen;
				best.cols += hyphen;
			}
		}
		col += cols;
		if (!is_blank(p, off) && cols > 0) {
			if (col > l->width && off > begin) {
				line.end = off;
				return best.end > begin ? best : line;
			}
			line.cols = col;
		}
		off = end;
	}
	line.end = p->len;
	return line;
}

void layout_init(struct layout *l, const struct paragraph *p, int width, bool is_kept)
{
	*l = (struct layout){.width = width, .is_kept = is_kept};
	l->flags = mem_new(p->len, 1);
	utf8_mark((const uint8_t *)p->text, p->len, l->flags);
	if (is_kept)
		l->width = INT32_MAX / 2;
	int hang = is_kept ? 0 : hanging_indent(l, p);
	uint32_t begin = 0;
	do {
		struct layout_line line = next_line(l, p, begin, begin ? hang : 0);
		begin = line.end;
		add_line(l, line);
	} while (begin < p->len);
	l->width = width;
}

void layout_done(struct layout *l)
{
	if (!l)
		return;
	free(l->lines);
	free(l->flags);
	*l = (struct layout){0};
}

size_t layout_line_of(const struct layout *l, uint32_t off)
{
	size_t low = 0, high = l->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (l->lines[middle].begin <= off)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void layout_walk_begin(struct layout_walk *w, const struct layout *l, const struct paragraph *p,
		       size_t line)
{
	const struct layout_line *at = &l->lines[line];
	*w = (struct layout_walk){.layout = l,
				  .paragraph = p,
				  .off = at->begin,
				  .next = at->begin,
				  .line_end = at->end,
				  .col = at->indent};
}

bool layout_walk_next(struct layout_walk *w)
{
	w->col += w->cols;
	w->off = w->next;
	w->cols = 0;
	if (w->off >= w->line_end)
		return false;
	w->next = cluster_end(w->layout, w->paragraph, w->off);
	w->cols = cluster_columns(w->paragraph, w->off, w->next, w->col);
	return true;
}
