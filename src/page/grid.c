// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/grid.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

void grid_done(struct grid *g)
{
	if (!g)
		return;
	free(g->cells);
	buf_done(&g->text);
	*g = (struct grid){0};
}

void grid_reset(struct grid *g, int cols, int rows)
{
	if (cols < 1)
		cols = 1;
	if (rows < 1)
		rows = 1;
	if (cols != g->cols || rows != g->rows) {
		free(g->cells);
		g->cells = mem_new((size_t)cols * (size_t)rows, sizeof *g->cells);
		g->cols = cols;
		g->rows = rows;
	}
	buf_clear(&g->text);
	grid_clear(g, 0, rows);
	g->cursor_col = g->cursor_row = -1;
}

void grid_clear(struct grid *g, int row, int limit)
{
	size_t cols = (size_t)g->cols;
	if (row < 0 || row >= limit)
		return;
	struct cell *first = g->cells + (size_t)row * cols;
	for (size_t i = 0; i < cols; i++)
		first[i] = (struct cell){.cols = 1};
	for (int other = row + 1; other < limit; other++)
		memcpy(g->cells + (size_t)other * cols, first, cols * sizeof *first);
}

static struct cell *cell_at(const struct grid *g, int col, int row)
{
	return &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];
}

static bool is_inside(const struct grid *g, int col, int row)
{
	return col >= 0 && row >= 0 && col < g->cols && row < g->rows;
}

const struct cell *grid_cell(const struct grid *g, int col, int row)
{
	return is_inside(g, col, row) ? cell_at(g, col, row) : NULL;
}

const char *grid_cell_text(const struct grid *g, const struct cell *c)
{
	if (c->len > GRID_CLUSTER_SHORT)
		return g->text.data + c->cluster.at;
	return c->len ? c->cluster.text : " ";
}

// A wide cluster of which a part is overwritten leaves blanks.
static void clear_cluster(struct grid *g, int col, int row)
{
	while (col > 0 && cell_at(g, col, row)->cols == 0)
		col--;
	for (int cols = cell_at(g, col, row)->cols; cols > 0 && col < g->cols; cols--, col++)
		*cell_at(g, col, row) = (struct cell){.cols = 1};
}

void grid_put(struct grid *g, int col, int row, const char *s, size_t n, int cols, style st)
{
	if (cols < 1 || !is_inside(g, col, row) || !is_inside(g, col + cols - 1, row))
		return;
	struct cell *c = cell_at(g, col, row);
	for (int i = 0; i < cols; i++)
		if (c[i].cols != 1)
			clear_cluster(g, col + i, row);
	*c = (struct cell){
		.len = (uint32_t)n & GRID_CLUSTER_LONGEST, .cols = (uint8_t)cols, .style = st};
	if (n == 1 && *s == ' ') {
		c->len = 0; // there is one way to be blank
	} else if (n == 1) {
		c->cluster.text[0] = *s; // most are
	} else if (n <= GRID_CLUSTER_SHORT) {
		memcpy(c->cluster.text, s, n);
	} else {
		c->cluster.at = g->text.len;
		buf_add(&g->text, s, n);
	}
	for (int i = 1; i < cols; i++)
		c[i] = (struct cell){.cols = 0, .style = st};
}

void grid_put_ascii(struct grid *g, int col, int row, const char *s, size_t n, style st)
{
	if (!is_inside(g, col, row))
		return;
	if (n > (size_t)(g->cols - col))
		n = (size_t)(g->cols - col);
	struct cell *c = cell_at(g, col, row);
	const struct cell blank = {.style = st, .cols = 1};
	struct cell letter = {.style = st, .cols = 1, .len = 1};
	for (size_t i = 0; i < n; i++) {
		if (c[i].cols != 1)
			clear_cluster(g, col + (int)i, row);
		letter.cluster.text[0] = s[i];
		c[i] = s[i] == ' ' ? blank : letter;
	}
}

void grid_put_shown(struct grid *g, int col, int row, int low, int limit, const char *s, size_t n,
		    int cols, style st)
{
	bool is_blank = *s == '\t' || (*s == ' ' && n == 1);
	struct utf8_shown shown = utf8_show((const uint8_t *)s, n);
	if (!is_blank && shown.cols > 0 && !shown.is_replaced) {
		if (col >= low && col + cols <= limit)
			grid_put(g, col, row, s, n, cols, st);
		return;
	}
	const char *from = is_blank ? " " : shown.text;
	for (int i = 0; i < cols; i++, col++) {
		uint32_t cp;
		size_t len = utf8_decode((const uint8_t *)from, strlen(from), &cp);
		if (col >= low && col < limit)
			grid_put(g, col, row, from, len, 1, is_blank ? st : st | STYLE_CONTROL);
		from += is_blank ? 0 : len;
	}
}

// Puts what stands for a cluster: one cell for each of its characters.
static int put_replacement(struct grid *g, int col, int row, int limit, const char *s, style st)
{
	for (; *s && col < limit; col++) {
		uint32_t cp;
		size_t n = utf8_decode((const uint8_t *)s, strlen(s), &cp);
		grid_put(g, col, row, s, n, 1, st | STYLE_CONTROL);
		s += n;
	}
	return col;
}

static int put_text(struct grid *g, int col, int row, int limit, const char *s, size_t n, style st)
{
	uint8_t *flags = mem_new(n, 1);
	utf8_mark_clusters((const uint8_t *)s, n, flags);
	for (size_t i = 0; i < n && col < limit;) {
		size_t end = i + 1;
		while (end < n && !(flags[end] & UTF8_CLUSTER))
			end++;
		struct utf8_shown shown = utf8_show((const uint8_t *)s + i, end - i);
		if (shown.is_replaced) {
			col = put_replacement(g, col, row, limit, shown.text, st);
		} else if (s[i] == '\t') {
			grid_put(g, col++, row, " ", 1, 1, st);
		} else if (col + shown.cols <= limit) {
			grid_put(g, col, row, s + i, end - i, shown.cols, st);
			col += shown.cols;
		} else {
			break;
		}
		i = end;
	}
	free(flags);
	return col;
}

static int write_well_formed(struct grid *g, int col, int row, int limit, const char *s, size_t n,
			     style st)
{
	int used;
	if (utf8_fit(s, n, limit - col, &used) == n)
		return put_text(g, col, row, limit, s, n, st);
	size_t fits = utf8_fit(s, n, limit - col - 1, &used);
	while (fits > 0 && s[fits - 1] == ' ')
		fits--;
	col = put_text(g, col, row, limit - 1, s, fits, st);
	grid_put(g, col, row, "…", strlen("…"), 1, st);
	return col + 1;
}

static bool is_ascii(const char *s)
{
	while (*s >= ' ' && *s < 0x7F)
		s++;
	return *s == '\0';
}

int grid_write(struct grid *g, int col, int row, int limit, const char *s, style st)
{
	if (limit > g->cols)
		limit = g->cols;
	if (col >= limit || row < 0 || row >= g->rows)
		return col;
	if (col >= 0 && is_ascii(s) && strlen(s) <= (size_t)(limit - col)) { // as most is
		grid_put_ascii(g, col, row, s, strlen(s), st);
		return col + (int)strlen(s);
	}
	struct buf text = {0};
	utf8_repair(&text, s, strlen(s));
	col = write_well_formed(g, col, row, limit, buf_string(&text), text.len, st);
	buf_done(&text);
	return col;
}

void grid_style(struct grid *g, int col, int row, int limit, style st)
{
	for (; col < limit; col++)
		if (is_inside(g, col, row))
			cell_at(g, col, row)->style |= st;
}

void grid_rule(struct grid *g, int col, int row, int limit, style st)
{
	for (; col < limit; col++)
		grid_put(g, col, row, "─", strlen("─"), 1, st);
}

void grid_link(struct grid *g, int col, int row, int limit, const char *address)
{
	uint32_t at = (uint32_t)g->text.len;
	if (row < 0 || row >= g->rows)
		return;
	buf_add(&g->text, address, strlen(address) + 1);
	for (col = col < 0 ? 0 : col; col < limit && col < g->cols; col++)
		g->cells[row * g->cols + col].link = at + 1;
}

const char *grid_cell_link(const struct grid *g, const struct cell *c)
{
	return c->link ? g->text.data + c->link - 1 : NULL;
}

void grid_row_text(const struct grid *g, int row, struct buf *out)
{
	size_t keep = out->len;
	for (int col = 0; col < g->cols; col++) {
		const struct cell *c = grid_cell(g, col, row);
		if (c->cols == 0)
			continue;
		buf_add(out, grid_cell_text(g, c), c->len ? c->len : 1);
		if (c->len && !(c->len == 1 && *grid_cell_text(g, c) == ' '))
			keep = out->len;
	}
	out->len = keep;
	if (out->data)
		out->data[keep] = '\0';
}

void grid_make_ascii(struct grid *g)
{
	static const struct {
		const char *glyph;
		char ascii;
	} glyphs[] = {
		{"✓", '+'},  {"≈", '~'},  {"…", '.'}, {"≠", '!'}, {"“", '"'},	     {"”", '"'},
		{"‘", '\''}, {"’", '\''}, {"−", '-'}, {"–", '-'}, {"—", '-'},	     {"·", '.'},
		{"→", '>'},  {"›", '>'},  {"‹", '<'}, {"│", '|'}, {"┃", '#'},	     {"├", '+'},
		{"┣", '*'},  {"▶", '>'},  {"◆", 'o'}, {"─", '-'}, {"\xC2\xA0", ' '}, {"∆", '^'},
		{"‽", '?'},  {"∅", 'x'},  {"◌", 'o'}, {"●", '*'}, {"○", 'o'},	     {"▼", 'v'},
		{"▽", 'v'},  {"▲", '^'},  {"△", '^'}, {"┊", ':'}, {"■", '#'},
	};
	for (size_t i = 0; i < (size_t)g->cols * (size_t)g->rows; i++) {
		struct cell *c = &g->cells[i];
		for (size_t n = 0; c->len > 1 && n < sizeof glyphs / sizeof *glyphs; n++) {
			if (c->len != strlen(glyphs[n].glyph) ||
			    memcmp(grid_cell_text(g, c), glyphs[n].glyph, c->len) != 0)
				continue;
			c->cluster.at = 0;
			c->cluster.text[0] = glyphs[n].ascii;
			c->len = 1;
			break;
		}
	}
}
