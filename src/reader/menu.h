// SPDX-License-Identifier: ISC
// A list over the bottom of the screen, of what may come next: keys that continue a sequence,
// commands that begin with what was typed.
#ifndef READER_MENU_H
#define READER_MENU_H

#include <stddef.h>

#include "page/grid.h"

struct menu_line {
	char *left, *right; // owned; what it is, and what it does
};

struct menu {
	struct menu_line *all;
	size_t count, capacity;
	int chosen; // −1: none
};

void menu_init(struct menu *m); // empty
void menu_done(struct menu *m);

void menu_add(struct menu *m, const char *left, const char *right);

// Draws it over the rows above row BOTTOM, with an edge; not over row TOP and what is above it.
void menu_draw(const struct menu *m, struct grid *g, int top, int bottom);

#endif
