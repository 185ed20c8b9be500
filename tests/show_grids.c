// SPDX-License-Identifier: ISC
// show_grids THEME SEED: shows the next screen for n, the same one whole for r, ends for q.  Behind
// each it sends "done" and its number as the title of the window.
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "random_grids.h"
#include "reader/theming.h"
#include "ui/terminal.h"

static void tell(unsigned number)
{
	char mark[32];
	int n = snprintf(mark, sizeof mark, "\033]2;done %u\007", number);
	terminal_send(mark, (size_t)n);
}

int main(int argc, char **argv)
{
	struct err e = {0};
	struct theme theme;
	struct random_grids all;
	struct grid shown = {0};
	struct event event;
	int cols, rows, nothing[2] = {-1, -1};
	setlocale(LC_ALL, "C.UTF-8");
	if (argc != 3 || !theming_load(argv[1], &theme, &e))
		return EXIT_FAILURE;
	struct terminal_options how = {.theme = &theme, .has_color = true, .is_utf8 = true};
	if (!terminal_open(&how, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return EXIT_FAILURE;
	}
	terminal_size(&cols, &rows);
	random_grids_begin(&all, strtoull(argv[2], NULL, 10), cols, rows);
	for (unsigned number = 0; !terminal_deadly_signal();) {
		if (!terminal_wait(&event, nothing, -1) || event.type != EVENT_KEY)
			continue;
		if (event.key == 'q')
			break;
		if (event.key == 'n')
			random_grids_next(&all);
		else
			terminal_redraw();
		random_grids_copy(&all, &shown);
		terminal_show(&shown);
		tell(number++);
	}
	random_grids_end(&all);
	grid_done(&shown);
	terminal_close();
	return EXIT_SUCCESS;
}
