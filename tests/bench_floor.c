// SPDX-License-Identifier: ISC
// The least that a program on a full screen can do, for measurements: it maps a file, shows its
// bytes cut at the width, and takes the next line (j) or screen (Space).  It is what curses itself
// costs, below which no program that uses it comes.
//   bench_floor FILE
#include "config.h"

#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *text;
static size_t size; // [byte]

static size_t row_end(size_t pos)
{
	size_t most = size - pos < (size_t)COLS ? size - pos : (size_t)COLS;
	const char *line = memchr(text + pos, '\n', most);
	return line ? (size_t)(line - text) : pos + most;
}

static size_t next_row(size_t pos)
{
	size_t end = row_end(pos);
	return end < size && text[end] == '\n' ? end + 1 : end;
}

static void draw(size_t pos)
{
	erase();
	for (int row = 0; row < LINES - 1 && pos < size; row++, pos = next_row(pos))
		mvaddnstr(row, 0, text + pos, (int)(row_end(pos) - pos));
	mvaddstr(LINES - 1, 0, "j Space q");
	refresh();
}

static void show(void)
{
	size_t pos = 0;
	setlocale(LC_ALL, "");
	initscr();
	cbreak();
	noecho();
	for (;;) {
		draw(pos);
		int key = getch();
		if (key == 'q' || key == ERR)
			break;
		for (int i = key == 'j' ? 1 : key == ' ' ? LINES - 1 : 0; i > 0; i--)
			pos = pos < size ? next_row(pos) : pos;
	}
	endwin();
}

int main(int argc, char **argv)
{
	struct stat about;
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	if (fd < 0 || fstat(fd, &about) < 0 || about.st_size == 0) {
		fputs("usage: bench_floor FILE\n", stderr);
		return EXIT_FAILURE;
	}
	size = (size_t)about.st_size;
	text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (text == MAP_FAILED) {
		perror(argv[1]);
		return EXIT_FAILURE;
	}
	show();
	return EXIT_SUCCESS;
}
