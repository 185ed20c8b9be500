// SPDX-License-Identifier: ISC
// The hand on the reader's keys in tests.
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "drive.h"
#include "reader/keymap.h"

#define NO_BREAK "\xC2\xA0" // a blank where no line ends

const char *drive_path(const char *file)
{
	static char paths[2][1024];
	static int turn;
	const char *root = getenv("SRCDIR");
	turn = !turn;
	snprintf(paths[turn], sizeof paths[turn], "%s/tests/%s", root ? root : ".", file);
	return paths[turn];
}

void drive_settle(struct reader *r)
{
	for (int i = 0; reader_step(r, (struct budget){NULL, NULL}); i++)
		if (i > 10000)
			fail_msg("wanted the reader to finish its work, it goes on and on");
}

struct reader *drive_options(const struct options *o, int cols, int rows, struct err *e)
{
	struct reader *r = reader_new(o, e);
	if (!r)
		return NULL;
	reader_event(r, &(struct event){.type = EVENT_RESIZE, .cols = cols, .rows = rows});
	drive_settle(r);
	drive_check(r);
	return r;
}

struct reader *drive_open(const char *file, const char *set, int cols, int rows)
{
	struct options o = {.language = "en"};
	struct err e = {0};
	char *path = file ? mem_string(drive_path(file)) : NULL;
	o.file = path;
	if (set)
		o.sets[o.set_count++] = drive_path(set);
	struct reader *r = drive_options(&o, cols, rows, &e);
	free(path);
	if (!r)
		fail_msg("wanted %s to open: %s", file ? file : "the bundled text", e.text);
	return r;
}

void drive_event(struct reader *r, const struct event *event)
{
	reader_event(r, event);
	drive_settle(r);
	drive_check(r);
}

void drive_key(struct reader *r, uint32_t key)
{
	drive_event(r, &(struct event){.type = EVENT_KEY, .key = key});
}

void drive_keys(struct reader *r, const char *keys)
{
	while (*(keys += strspn(keys, " "))) {
		size_t n = strcspn(keys, " ");
		char *name = mem_copy(keys, n);
		uint32_t key = keymap_key(name);
		if (!key)
			fail_msg("there is no key %s", name);
		free(name);
		drive_key(r, key);
		keys += n;
	}
}

void drive_type(struct reader *r, const char *text)
{
	size_t n = strlen(text);
	uint32_t cp;
	for (size_t i = 0; i < n;) {
		i += utf8_decode((const uint8_t *)text + i, n - i, &cp);
		drive_key(r, cp);
	}
}

void drive_resize(struct reader *r, int cols, int rows)
{
	drive_event(r, &(struct event){.type = EVENT_RESIZE, .cols = cols, .rows = rows});
}

char *drive_rows(struct reader *r)
{
	const struct grid *g = reader_draw(r);
	struct buf out = {0};
	for (int row = 0; row < g->rows; row++) {
		grid_row_text(g, row, &out);
		buf_add_char(&out, '\n');
	}
	return buf_take(&out);
}

const char *drive_row(struct reader *r, int row)
{
	static char text[8192];
	struct buf out = {0};
	grid_row_text(reader_draw(r), row, &out);
	snprintf(text, sizeof text, "%s", buf_string(&out));
	buf_done(&out);
	return text;
}

char *drive_shot(struct reader *r)
{
	struct buf out = {0};
	char *rows = drive_rows(r);
	buf_add_string(&out, rows);
	free(rows);
	const struct grid *g = reader_draw(r);
	buf_printf(&out, "%d x %d, cursor %d %d\n", g->cols, g->rows, g->cursor_col, g->cursor_row);
	for (int row = 0; row < g->rows; row++) {
		buf_printf(&out, "styles of row %d:", row);
		for (int col = 0; col < g->cols; col++)
			buf_printf(&out, " %" PRIx64, grid_cell(g, col, row)->style);
		buf_add_char(&out, '\n');
	}
	return buf_take(&out);
}

void drive_same(char *wanted, char *got, const char *when)
{
	const char *w = wanted, *g = got;
	for (int row = 0; *w || *g; row++) {
		size_t wn = strcspn(w, "\n"), gn = strcspn(g, "\n");
		if (wn != gn || memcmp(w, g, wn) != 0)
			fail_msg("%s, row %d:\nwanted \"%.*s\"\ngot    \"%.*s\"", when, row,
				 (int)(wn < 900 ? wn : 900), w, (int)(gn < 900 ? gn : 900), g);
		w += wn + (w[wn] != '\0');
		g += gn + (g[gn] != '\0');
	}
	free(wanted);
	free(got);
}

char *drive_words(struct reader *r, int col, int row, int cols, int rows)
{
	const struct grid *g = reader_draw(r);
	struct buf out = {0};
	for (int y = row; y < row + rows && y < g->rows; y++) {
		bool is_gap = true;
		for (int x = col; x < col + cols && x < g->cols; x++) {
			const struct cell *c = grid_cell(g, x, y);
			const char *s = grid_cell_text(g, c);
			bool is_blank =
				c->cols && (!c->len || *s == ' ' || string_starts(s, NO_BREAK));
			if (!is_blank && is_gap && out.len)
				buf_add_char(&out, ' ');
			if (!is_blank)
				buf_add(&out, grid_cell_text(g, c), c->len);
			is_gap = is_blank;
		}
	}
	buf_add_string(&out, "");
	return buf_take(&out);
}

void drive_fail(struct reader *r, const char *fmt, ...)
{
	struct err e = {0};
	va_list args;
	va_start(args, fmt);
	vsnprintf(e.text, sizeof e.text, fmt, args);
	va_end(args);
	print_error("%s; the screen:\n", e.text);
	const struct grid *g = reader_draw(r);
	for (int row = 0; row < g->rows; row++)
		print_error("  %s\n", drive_row(r, row));
	print_error("  (cursor at column %d, row %d)\n", g->cursor_col, g->cursor_row);
	fail();
}

// A blank is a blank, whether a line may break there or not.
static void plain_blanks(char *s)
{
	char *to = s;
	for (; *s; s++) {
		bool is_kept_blank = strncmp(s, NO_BREAK, strlen(NO_BREAK)) == 0;
		*to++ = is_kept_blank ? ' ' : *s;
		s += is_kept_blank;
	}
	*to = '\0';
}

bool drive_shows(struct reader *r, const char *text)
{
	char *rows = drive_rows(r);
	plain_blanks(rows);
	bool shows = strstr(rows, text) != NULL;
	free(rows);
	return shows;
}

void drive_wants(struct reader *r, const char *text)
{
	if (!drive_shows(r, text))
		drive_fail(r, "wanted \"%s\" on the screen", text);
}

void drive_wants_not(struct reader *r, const char *text)
{
	if (drive_shows(r, text))
		drive_fail(r, "wanted no \"%s\" on the screen", text);
}

static bool is_dangerous(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x061C || cp == 0x200E ||
	       cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

static void check_cell(const struct grid *g, int col, int row)
{
	const struct cell *c = grid_cell(g, col, row);
	const uint8_t *s = (const uint8_t *)grid_cell_text(g, c);
	size_t n = c->len ? c->len : 1;
	if (c->cols > 2 ||
	    (c->cols == 2 && (col + 1 >= g->cols || grid_cell(g, col + 1, row)->cols)) ||
	    (c->cols == 0 && (col == 0 || grid_cell(g, col - 1, row)->cols != 2)))
		fail_msg("cell %d, %d: half of a wide character, or more than a character", col,
			 row);
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode(s + i, n - i, &cp);
		if (is_dangerous(cp))
			fail_msg("cell %d, %d: U+%04X is sent to the terminal", col, row, cp);
		if (cp == UTF8_REPLACEMENT && len != 3)
			fail_msg("cell %d, %d: ill-formed UTF-8", col, row);
		i += len;
	}
}

void drive_check(struct reader *r)
{
	const struct grid *g = reader_draw(r);
	for (int row = 0; row < g->rows; row++)
		for (int col = 0; col < g->cols; col++)
			check_cell(g, col, row);
	if (g->cursor_col < 0 || g->cursor_col >= g->cols || g->cursor_row < 0 ||
	    g->cursor_row >= g->rows)
		drive_fail(r, "wanted the cursor in %d x %d cells", g->cols, g->rows);
}

unsigned drive_random(unsigned *state, unsigned below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % below;
}
