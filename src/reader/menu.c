// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/menu.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"

enum { MOST_ROWS = 12, GAP = 2 };

void menu_init(struct menu *m)
{
	*m = (struct menu){.chosen = -1};
}

void menu_done(struct menu *m)
{
	for (size_t i = 0; i < m->count; i++) {
		free(m->all[i].left);
		free(m->all[i].right);
	}
	free(m->all);
	menu_init(m);
}

void menu_add(struct menu *m, const char *left, const char *right)
{
	m->all = mem_reserve(m->all, &m->capacity, m->count + 1, sizeof *m->all);
	m->all[m->count++] = (struct menu_line){mem_string(left), mem_string(right)};
}

// Columns of the left side, of all lines, so that nothing moves when another one is chosen.
static int left_width(const struct menu *m, int cols)
{
	int width = 0;
	for (size_t i = 0; i < m->count; i++) {
		int used = utf8_columns(m->all[i].left, strlen(m->all[i].left));
		width = used > width ? used : width;
	}
	return width < cols / 2 ? width : cols / 2;
}

static void draw_line(const struct menu *m, size_t i, struct grid *g, int row, int left)
{
	style chosen = (int)i == m->chosen ? STYLE_FOCUS : STYLE_TEXT;
	grid_style(g, 0, row, g->cols, chosen);
	grid_write(g, 1, row, 1 + left, m->all[i].left, STYLE_KEY | chosen);
	grid_write(g, 1 + left + GAP, row, g->cols, m->all[i].right, STYLE_TEXT | chosen);
}

void menu_draw(const struct menu *m, struct grid *g, int top, int bottom)
{
	int room = bottom - top - 2; // without an edge and one row of what is below
	room = room > MOST_ROWS ? MOST_ROWS : room;
	if (m->count == 0 || room < 1)
		return;
	bool is_cut = m->count > (size_t)room && room > 1;
	int shown = m->count <= (size_t)room ? (int)m->count : is_cut ? room - 1 : room;
	int first = m->chosen >= shown ? m->chosen - shown + 1 : 0;
	int row = bottom - shown - is_cut - 1;
	grid_clear(g, row, bottom);
	grid_rule(g, 0, row, g->cols, STYLE_STRIP);
	int left = left_width(m, g->cols);
	for (int i = first; i < first + shown; i++)
		draw_line(m, (size_t)i, g, ++row, left);
	if (is_cut) {
		struct buf rest = {0};
		buf_printf(&rest, _("+%u more"), (unsigned)m->count - (unsigned)shown);
		grid_write(g, 1, ++row, g->cols, buf_string(&rest), STYLE_MUTED);
		buf_done(&rest);
	}
}
