// SPDX-License-Identifier: ISC
#include "config.h"

#include "screen.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "palette.h"
#include "terminal.h"
#include "terminfo.h"

#define SYNCHRONIZED_BEGIN "\033[?2026h"
#define SYNCHRONIZED_END "\033[?2026l"

enum {
	MEMOS = 256,	   // a power of 2
	LONGEST_MEMO = 64, // [byte]
	NEAR = 6,	   // [col] that are sent again rather than passed over
	FAR = 4,	   // [col] of blanks that are cleared rather than sent
	MUCH = 4,	   // one part of a row in so many
	MANY = 3,	   // one row in so many
	LIKELY = 3,	   // rows that one scrolls at once
	ATTRIBUTES = 6,
	UNKNOWN = -1,
};

#define NORMAL ((style)-1) // no attributes, and the terminal's own colours: no cell has it

// What is sent to go from one style to another.
struct memo {
	style from, to;
	bool is_known;
	uint8_t len;
	char bytes[LONGEST_MEMO];
};

static struct {
	struct screen_options can;
	// Of terminfo, NULL for what it has not: where the cursor goes, what is cleared, scrolled,
	// on.
	const char *cup, *clear, *el, *csr, *ind, *ri, *indn, *rin, *sgr, *sgr0, *op;
	const char *setaf, *setab, *setf, *setb;
	struct {
		unsigned attribute;
		const char *on, *off;
	} attributes[ATTRIBUTES];
	unsigned without_color;	    // attributes (LOOK_*) that it cannot have together with colours
	bool wraps_late;	    // a line that is full goes on with the next character only
	bool moves_in_style;	    // it can move the cursor while attributes are on
	bool is_whole;		    // the terminal shows what is in here
	struct grid shown;	    // cells of no columns: not known
	struct cell *fresh;	    // a row as the terminal makes it
	bool *is_moved;		    // rows that are, whole, what was shown elsewhere
	struct buf out;		    // the bytes so far
	struct buf lead;	    // bytes that come before those of the next screen
	size_t empty;		    // [byte] of them before there is anything to show
	int row, col;		    // where the cursor is while they are made; UNKNOWN
	style style;		    // of what would be written there
	const char *link;	    // where that would lead, NULL: nowhere
	int cursor_row, cursor_col; // where the cursor was left
	struct memo memos[MEMOS];
} the;

void screen_forget(void)
{
	the.is_whole = false;
	memset(the.memos, 0, sizeof the.memos);
}

void screen_done(void)
{
	screen_forget();
	grid_done(&the.shown);
	buf_done(&the.out);
	buf_done(&the.lead);
	free(the.fresh);
	free(the.is_moved);
	the.fresh = NULL;
	the.is_moved = NULL;
}

// Bytes.

static void add_capability(const char *s, int a, int b)
{
	terminfo_add(&the.out, s, a, b);
}

static void set_style(style st);

static void go_to(int row, int col)
{
	if (row == the.row && col == the.col)
		return;
	if (!the.moves_in_style)
		set_style(NORMAL);
	add_capability(the.cup, row, col);
	the.row = row;
	the.col = col;
}

static struct look look_of(style st)
{
	struct look look = st == NORMAL ? (struct look){0} : palette_look(st);
	if (st != NORMAL && look.pair == 0)
		look.pair = palette_ground();
	return look;
}

// Colours of the old kind have other numbers.
static void add_color(const char *set, const char *set_old, int color)
{
	static const int old[] = {0, 4, 2, 6, 1, 5, 3, 7};
	if (color >= 0 && (set || color >= 8))
		add_capability(set, color, 0);
	else if (color >= 0)
		add_capability(set_old, old[color], 0);
}

// At once, whatever was on; terminfo has no such way for italics alone.
static bool sets_all(unsigned wanted)
{
	return the.sgr && wanted & ~(unsigned)LOOK_ITALIC;
}

static void add_attributes(unsigned wanted)
{
	if (sets_all(wanted)) {
		const int numbers[TERMINFO_NUMBERS] = {
			(wanted & LOOK_STANDOUT) != 0, (wanted & LOOK_UNDERLINE) != 0,
			(wanted & LOOK_REVERSE) != 0,  0,
			(wanted & LOOK_DIM) != 0,      (wanted & LOOK_BOLD) != 0};
		terminfo_add_all(&the.out, the.sgr, numbers);
		wanted &= LOOK_ITALIC;
	}
	for (size_t i = 0; i < ATTRIBUTES; i++)
		if (wanted & the.attributes[i].attribute)
			add_capability(the.attributes[i].on, 0, 0);
}

static void end_attributes(unsigned on)
{
	if (the.sgr0)
		add_capability(the.sgr0, 0, 0);
	for (size_t i = 0; i < ATTRIBUTES && !the.sgr0; i++)
		if (on & the.attributes[i].attribute)
			add_capability(the.attributes[i].off, 0, 0);
}

static void add_change(struct look from, struct look to)
{
	int front, back;
	palette_colors(to.pair, &front, &back);
	unsigned on = from.attributes & ~(from.pair ? the.without_color : 0);
	unsigned wanted = to.attributes & ~(to.pair ? the.without_color : 0);
	if (on && !sets_all(wanted))
		end_attributes(on);
	if (from.pair)
		add_capability(the.op ? the.op : the.sgr0, 0, 0);
	add_attributes(wanted);
	if (to.pair && to.attributes & LOOK_REVERSE && the.without_color & LOOK_REVERSE) {
		add_color(the.setaf, the.setf, back);
		add_color(the.setab, the.setb, front);
		return;
	}
	add_color(the.setaf, the.setf, front);
	add_color(the.setab, the.setb, back);
}

// Most changes happened before.
static void set_style(style st)
{
	uint64_t hash = ((uint64_t)the.style * 31 + (uint64_t)st) * 0x9E3779B97F4A7C15u;
	struct memo *memo = &the.memos[hash >> 32 & (MEMOS - 1)];
	if (st == the.style)
		return;
	if (memo->is_known && memo->from == the.style && memo->to == st) {
		buf_add(&the.out, memo->bytes, memo->len);
		the.style = st;
		return;
	}
	size_t before = the.out.len;
	add_change(look_of(the.style), look_of(st));
	size_t n = the.out.len - before;
	*memo = (struct memo){.from = the.style, .to = st, .is_known = n <= LONGEST_MEMO};
	if (memo->is_known) {
		memcpy(memo->bytes, the.out.data + before, n);
		memo->len = (uint8_t)n;
	}
	the.style = st;
}

// FNV-1a, 64 bits: links to the same address are one link to the terminal, by its id.
static unsigned id_of(const char *address)
{
	uint64_t hash = 0xCBF29CE484222325u;
	for (; *address; address++)
		hash = (hash ^ (uint8_t)*address) * 0x100000001B3u;
	return (unsigned)(hash & 0xFFFFFFFF);
}

static void set_link(const char *address)
{
	if (!the.can.has_links || (!address && !the.link) ||
	    (address && the.link && strcmp(address, the.link) == 0))
		return;
	if (address)
		buf_printf(&the.out, "\033]8;id=%08x;%s\033\\", id_of(address), address);
	else
		buf_add_string(&the.out, "\033]8;;\033\\");
	the.link = address;
}

// Cells.

// What the locale cannot say is a question mark for each column.
static void add_piece(const struct utf8_piece *piece)
{
	char bytes[MB_LEN_MAX];
	struct buf said = {0};
	bool can = true;
	for (size_t i = 0; i < piece->len && can;) {
		uint32_t cp;
		mbstate_t state = {0};
		i += utf8_decode((const uint8_t *)piece->text + i, piece->len - i, &cp);
		size_t n = wcrtomb(bytes, (wchar_t)cp, &state);
		can = n != (size_t)-1;
		buf_add(&said, bytes, can ? n : 0);
	}
	if (can)
		buf_add(&the.out, buf_string(&said), said.len);
	for (int i = 0; !can && i < piece->cols; i++)
		buf_add_char(&the.out, '?');
	buf_done(&said);
}

static void add_cluster(const char *text, const struct cell *cell)
{
	struct utf8_piece pieces[UTF8_PIECES];
	int count = utf8_pieces((const uint8_t *)text, cell->len ? cell->len : 1, pieces);
	int cols = 0, most = (int)cell->cols;
	for (int i = 0; i < count && cols + pieces[i].cols <= most; i++) {
		if (the.can.is_utf8)
			buf_add(&the.out, pieces[i].text, pieces[i].len);
		else
			add_piece(&pieces[i]);
		cols += pieces[i].cols;
	}
	// A cluster may have more columns than what is left of it.
	for (; cols < most; cols++)
		buf_add_char(&the.out, ' ');
}

static void add_cell(const struct grid *g, const struct cell *cell)
{
	const char *text = grid_cell_text(g, cell);
	set_style(cell->style);
	set_link(grid_cell_link(g, cell));
	if (cell->len > 1 || cell->cols > 1)
		add_cluster(text, cell);
	else
		buf_add_char(&the.out, *text);
	the.col += (int)cell->cols;
}

// Where the cursor is behind the last column differs between terminals.
static void add_cells(const struct grid *g, int row, int from, int to)
{
	bool is_last = row == g->rows - 1 && to == g->cols;
	if (is_last && !the.wraps_late)
		to--; // there a terminal would scroll
	go_to(row, from);
	for (int col = from; col < to; col++) {
		const struct cell *cell = grid_cell(g, col, row);
		if (cell->cols > 0 && col + (int)cell->cols <= to)
			add_cell(g, cell);
	}
	set_link(NULL);
	if (the.col >= g->cols)
		the.row = UNKNOWN;
}

// Comparison.

// The bytes tell, but for links and long clusters, to which they only point.
static bool is_pointing(const struct cell *c)
{
	return c->link || c->len > GRID_CLUSTER_SHORT;
}

static bool is_same_cell(const struct grid *g, const struct cell *new, const struct cell *old)
{
	if (new->style != old->style || new->len != old->len || new->cols != old->cols ||
	    !new->link != !old->link)
		return false;
	if (!is_pointing(new) && !is_pointing(old))
		return new->cluster.at == old->cluster.at; // all bytes that a cell holds itself
	if (memcmp(grid_cell_text(g, new), grid_cell_text(&the.shown, old),
		   new->len ? new->len : 1) != 0)
		return false;
	return !new->link || strcmp(grid_cell_link(g, new), grid_cell_link(&the.shown, old)) == 0;
}

static bool is_same_row(const struct grid *g, int row, const struct cell *old)
{
	const struct cell *new = grid_cell(g, 0, row);
	if (g->text.len == 0 && the.shown.text.len == 0) // no cell points
		return memcmp(new, old, (size_t)g->cols * sizeof *new) == 0;
	int col = 0;
	while (col < g->cols && is_same_cell(g, &new[col], &old[col]))
		col++;
	return col == g->cols;
}

static bool is_blank(const struct cell *c)
{
	return c->len == 0 && c->cols == 1 && c->style == STYLE_TEXT && !c->link;
}

static bool is_blank_row(const struct grid *g, int row)
{
	for (int col = 0; col < g->cols; col++)
		if (grid_cell(g, col, row)->len > 1 ||
		    *grid_cell_text(g, grid_cell(g, col, row)) != ' ')
			return false;
	return true;
}

// Where whole clusters begin, in what is shown and in what is to be.
static bool is_edge(const struct cell *new, const struct cell *old, int col, int cols)
{
	return col >= cols || (new[col].cols > 0 && old[col].cols > 0);
}

// The next columns [*FROM, *TO) that differ, whole clusters, from *FROM on; false: none do.
static bool find_change(const struct grid *g, int row, const struct cell *old, int *from, int *to)
{
	const struct cell *new = grid_cell(g, 0, row);
	int begin = *from;
	while (begin < g->cols && is_same_cell(g, &new[begin], &old[begin]))
		begin++;
	if (begin == g->cols)
		return false;
	int end = begin + 1, same = 0;
	for (int col = end; col < g->cols && same < NEAR; col++) {
		same = is_same_cell(g, &new[col], &old[col]) ? same + 1 : 0;
		end = same ? end : col + 1;
	}
	while (begin > *from && !is_edge(new, old, begin, g->cols))
		begin--;
	while (!is_edge(new, old, end, g->cols))
		end++;
	*from = begin;
	*to = end;
	return true;
}

// From where on a row is blank, as the terminal clears it.
static int blank_from(const struct grid *g, int row)
{
	int col = g->cols;
	while (palette_ground() == 0 && col > 0 && is_blank(grid_cell(g, col - 1, row)))
		col--;
	return col;
}

// OLD: what the terminal shows there.
static void show_row(const struct grid *g, int row, const struct cell *old)
{
	int from = 0, to, blank;
	if (is_same_row(g, row, old))
		return;
	blank = the.el ? blank_from(g, row) : g->cols;
	while (find_change(g, row, old, &from, &to)) {
		bool is_rest = to > blank && to - (from > blank ? from : blank) >= FAR;
		if (is_rest)
			to = blank;
		if (from < to)
			add_cells(g, row, from, to);
		if (is_rest) {
			go_to(row, from > blank ? from : blank);
			set_style(NORMAL);
			add_capability(the.el, 0, 0);
			return;
		}
		from = to;
	}
}

// Scrolling.

// By how many rows most of the screen went up (below 0: down), and between which rows.
struct scroll {
	int by; // 0: it did not
	int top, bottom;
};

static const struct cell *shown_row(int row)
{
	return grid_cell(&the.shown, 0, row);
}

static int same_cells(const struct grid *g, int row, const struct cell *old)
{
	int count = 0;
	for (int col = 0; col < g->cols; col++)
		count += is_same_cell(g, grid_cell(g, col, row), &old[col]);
	return count;
}

// Whether a row is much more like what is shown BY rows below than like what is shown there: a
// margin beside the text may not have moved with it.
static bool has_moved(const struct grid *g, int row, int by)
{
	const struct cell *moved = shown_row(row + by), *there = shown_row(row);
	the.is_moved[row] = false;
	if (is_same_row(g, row, there))
		return false;
	the.is_moved[row] = is_same_row(g, row, moved);
	return the.is_moved[row] ||
	       same_cells(g, row, moved) - same_cells(g, row, there) >= g->cols / MUCH;
}

// Whether it is BY, as many of the rows have it.
static bool is_scroll(const struct grid *g, int by, struct scroll *s)
{
	int count = 0;
	for (int row = by < 0 ? -by : 0; row < g->rows && row + by < g->rows; row++) {
		if (!has_moved(g, row, by))
			continue;
		if (count++ == 0)
			s->top = by < 0 ? row + by : row;
		s->bottom = by < 0 ? row : row + by;
	}
	s->by = count > g->rows / MANY ? by : 0;
	return s->by != 0;
}

// The row in the middle tells: the same row is looked for everywhere, one like it near by.
static struct scroll find_scroll(const struct grid *g)
{
	struct scroll s = {0};
	int middle = g->rows / 2;
	while (middle < g->rows && is_blank_row(g, middle))
		middle++;
	if (middle == g->rows)
		return s;
	for (int by = 1 - middle; by < g->rows - middle; by++)
		if (by && is_same_row(g, middle, shown_row(middle + by)) && is_scroll(g, by, &s))
			return s;
	for (int by = -LIKELY; by <= LIKELY; by++)
		if (by && middle + by >= 0 && middle + by < g->rows && has_moved(g, middle, by) &&
		    is_scroll(g, by, &s))
			return s;
	return s;
}

// One by one where the terminal cannot do it at once.
static void add_scroll(int by)
{
	const char *all = by > 0 ? the.indn : the.rin, *one = by > 0 ? the.ind : the.ri;
	int n = abs(by);
	if (n > 1 && all) {
		add_capability(all, n, 0);
		return;
	}
	for (; n > 0; n--)
		add_capability(one, 0, 0);
}

static void scroll_rows(const struct grid *g, struct scroll s)
{
	set_style(NORMAL); // new rows get the colours that are on
	add_capability(the.csr, s.top, s.bottom);
	the.row = UNKNOWN;
	go_to(s.by > 0 ? s.bottom : s.top, 0);
	add_scroll(s.by);
	add_capability(the.csr, 0, g->rows - 1);
	the.row = UNKNOWN;
}

static bool is_within(struct scroll s, int row)
{
	return s.by && row >= s.top && row <= s.bottom;
}

// What the terminal shows in a row once it has scrolled.
static const struct cell *scrolled_row(struct scroll s, int row)
{
	if (!is_within(s, row))
		return shown_row(row);
	return is_within(s, row + s.by) ? shown_row(row + s.by) : the.fresh;
}

// All of it.

static void init_attributes(void)
{
	static const struct {
		unsigned attribute;
		const char *on, *off;
	} names[ATTRIBUTES] = {
		{LOOK_STANDOUT, "smso", "rmso"}, {LOOK_UNDERLINE, "smul", "rmul"},
		{LOOK_REVERSE, "rev", ""},	 {LOOK_DIM, "dim", ""},
		{LOOK_BOLD, "bold", ""},	 {LOOK_ITALIC, "sitm", "ritm"},
	};
	for (size_t i = 0; i < ATTRIBUTES; i++) {
		the.attributes[i].attribute = names[i].attribute;
		the.attributes[i].on = terminfo_string(names[i].on);
		the.attributes[i].off = *names[i].off ? terminfo_string(names[i].off) : NULL;
		if (!the.sgr0 && !the.attributes[i].off) // what cannot be ended is not begun
			the.attributes[i].on = NULL;
	}
}

void screen_init(const struct screen_options *o)
{
	the.can = *o;
	the.wraps_late = !terminfo_flag("am") || terminfo_flag("xenl");
	the.cup = terminfo_string("cup");
	the.clear = terminfo_string("clear");
	the.el = terminfo_string("el");
	the.csr = terminfo_string("csr");
	the.ind = terminfo_string("ind");
	the.ri = terminfo_string("ri");
	the.indn = terminfo_string("indn");
	the.rin = terminfo_string("rin");
	the.moves_in_style = terminfo_flag("msgr");
	the.sgr0 = terminfo_string("sgr0");
	the.sgr = the.sgr0 ? terminfo_string("sgr") : NULL;
	the.op = terminfo_string("op");
	the.setaf = terminfo_string("setaf");
	the.setab = terminfo_string("setab");
	the.setf = terminfo_string("setf");
	the.setb = terminfo_string("setb");
	int ncv = terminfo_number("ncv");
	the.without_color = ncv > 0 ? (unsigned)ncv : 0;
	init_attributes();
}

void screen_lead(const char *bytes, size_t n)
{
	buf_add(&the.lead, bytes, n);
}

static void begin(const struct grid *g)
{
	buf_clear(&the.out);
	the.row = UNKNOWN;
	the.style = NORMAL;
	the.link = NULL;
	buf_add(&the.out, buf_string(&the.lead), the.lead.len);
	if (the.can.is_synchronized)
		buf_add_string(&the.out, SYNCHRONIZED_BEGIN);
	the.empty = the.lead.len ? 0 : the.out.len;
	buf_clear(&the.lead);
	if (the.is_whole && the.shown.cols == g->cols && the.shown.rows == g->rows)
		return;
	the.is_whole = false;
	size_t cols = (size_t)g->cols, row_size = cols * sizeof *the.fresh;
	the.fresh = mem_resize(the.fresh, cols, sizeof *the.fresh);
	the.is_moved = mem_resize(the.is_moved, (size_t)g->rows, sizeof *the.is_moved);
	grid_reset(&the.shown, g->cols, g->rows);
	if (palette_ground() || !the.clear) // what is there is not what a blank cell is
		memset(the.shown.cells, 0, (size_t)g->rows * row_size);
	memcpy(the.fresh, the.shown.cells, row_size);
	add_capability(the.sgr0, 0, 0); // whatever somebody else left on
	add_capability(the.op, 0, 0);
	add_capability(the.clear, 0, 0);
}

static void keep(struct grid *g)
{
	struct grid shown = *g;
	*g = the.shown;
	the.shown = shown;
	the.is_whole = true;
}

// In one piece, which a terminal then has whole.
static bool send(void)
{
	if (the.out.len == the.empty)
		return true;
	if (the.can.is_synchronized)
		buf_add_string(&the.out, SYNCHRONIZED_END);
	return terminal_send(the.out.data, the.out.len);
}

void screen_show(struct grid *g)
{
	begin(g);
	bool can_scroll = the.is_whole && the.csr && the.ind && the.ri;
	struct scroll s = can_scroll ? find_scroll(g) : (struct scroll){0};
	if (s.by)
		scroll_rows(g, s);
	for (int row = 0; row < g->rows; row++)
		if (!is_within(s, row) || !is_within(s, row + s.by) || !the.is_moved[row])
			show_row(g, row, scrolled_row(s, row));
	set_style(NORMAL);
	bool has_cursor = g->cursor_row >= 0;
	int cursor_row = has_cursor ? g->cursor_row : g->rows - 1;
	int cursor_col = has_cursor ? g->cursor_col : 0;
	if (the.out.len > the.empty || cursor_row != the.cursor_row || cursor_col != the.cursor_col)
		go_to(cursor_row, cursor_col);
	the.cursor_row = cursor_row;
	the.cursor_col = cursor_col;
	keep(g);
	if (!send())
		screen_forget();
}
