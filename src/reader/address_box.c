// SPDX-License-Identifier: ISC
#include "config.h"

#include "reader/address_box.h"

enum { EDGE = 1 }; // [col] left of it

static int room(const struct reader *r)
{
	return r->cols > 2 * EDGE ? r->cols - 2 * EDGE : 1;
}

static int rows_of(const struct reader *r, const char *address)
{
	size_t n = strlen(address), a_row = (size_t)room(r);
	return n / a_row >= (size_t)r->rows ? r->rows : (int)((n + a_row - 1) / a_row);
}

bool address_box_fits(const struct reader *r, const char *address)
{
	return r->frame.room != ROOM_NONE && rows_of(r, address) <= r->frame.hint_row;
}

void address_box_draw(struct reader *r, const char *address)
{
	int count = rows_of(r, address), first = r->frame.hint_row - count;
	for (int i = 0; address_box_fits(r, address) && i < count; i++) {
		for (int col = 0; col < r->cols; col++)
			grid_put(&r->grid, col, first + i, " ", 1, 1, STYLE_TEXT);
		for (int col = 0; col < room(r) && *address; col++)
			grid_put(&r->grid, EDGE + col, first + i, address++, 1, 1, STYLE_NOTICE);
	}
}
