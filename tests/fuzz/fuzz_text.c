// SPDX-License-Identifier: ISC
// Reads any bytes as a text: paragraphs follow one another either way without a gap, lines
// joined give the text back at any width, pages hold rows that follow one another, and nothing
// that steers a terminal gets into a cell or stays in what is made safe for one.
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "base/string.h"
#include "base/utf8.h"
#include "document/document.h"
#include "page/grid.h"
#include "page/layout.h"
#include "page/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_layout(const struct paragraph *p, int width, bool is_kept)
{
	struct layout l = {0};
	layout_init(&l, p, &(struct setting){.width = width, .is_kept = is_kept});
	assert(l.line_count > 0);
	assert(l.lines[0].begin == 0 && l.lines[l.line_count - 1].end == p->len);
	for (size_t i = 1; i < l.line_count; i++)
		assert(l.lines[i].begin == l.lines[i - 1].end);
	for (size_t i = 0; i < l.line_count; i++) {
		struct layout_walk w;
		uint32_t last = l.lines[i].begin;
		layout_walk_begin(&w, &l, p, i);
		while (layout_walk_next(&w)) {
			assert(w.off == last && w.next > w.off && w.next <= l.lines[i].end);
			last = w.next;
		}
		assert(last == l.lines[i].end);
	}
	layout_done(&l);
}

static void check_safe(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		size_t len = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		assert(cp != UTF8_REPLACEMENT || len == 3);
		assert(cp == '\t' || cp == '\n' || (cp >= 0x20 && (cp < 0x7F || cp >= 0xA0)));
		assert((cp < 0x202A || cp > 0x202E) && (cp < 0x2066 || cp > 0x2069));
		i += len;
	}
}

static void check_sanitized(const struct paragraph *p)
{
	struct buf out = {0};
	utf8_sanitize(&out, p->text, p->len);
	check_safe(buf_string(&out), out.len);
	buf_done(&out);
}

static void check_map(const struct paragraph *p)
{
	for (uint32_t off = 0; off <= p->len; off++) {
		uint64_t pos = paragraph_pos(p, off);
		assert(pos >= p->begin && pos <= p->end);
		assert(paragraph_off(p, pos) <= off);
	}
}

static void check_paragraphs(const struct document *d, int width)
{
	struct paragraph p = {0};
	uint64_t pos = document_begin(d), count = 0;
	while (pos < document_end(d) && document_paragraph(d, pos, &p)) {
		assert(p.begin == pos && p.end > pos);
		check_layout(&p, 2, false);
		check_layout(&p, width, false);
		check_layout(&p, 200, p.kind == PARAGRAPH_PREFORMATTED);
		check_sanitized(&p);
		check_map(&p);
		pos = p.end;
		paragraph_done(&p);
		count++;
	}
	assert(pos == document_end(d) || document_begin(d) >= document_end(d));
	while (pos > document_begin(d) && document_paragraph(d, pos - 1, &p)) {
		assert(p.end == pos && p.begin < pos);
		pos = p.begin;
		paragraph_done(&p);
		count--;
	}
	assert(count == 0);
}

static void check_index(const struct document *d)
{
	const struct index *x = d->index;
	uint64_t characters = index_characters(x), paragraphs = index_paragraphs(x);
	assert(index_end(x) == document_end(d));
	for (uint64_t i = 0; i <= characters; i += 1 + characters / 100)
		assert(index_character_at(x, index_position(x, i)) == i);
	for (uint64_t i = 1; i <= paragraphs; i += 1 + paragraphs / 100)
		assert(index_paragraph_at(x, index_paragraph_begin(x, i)) == i);
}

static void check_rows(const struct page *p)
{
	uint64_t begin, end, at = page_begin(p);
	for (int row = 0; row < p->row_count; row++) {
		page_row_range(p, row, &begin, &end);
		assert(begin == at && end > begin);
		at = end;
	}
}

static void check_page(const struct document *d, int width, bool is_kept)
{
	struct page p;
	struct grid g = {0};
	page_init(&p, d);
	page_resize(&p, &(struct setting){.width = width, .is_kept = is_kept}, 7);
	page_compose(&p, (struct page_focus){POS_NONE, POS_NONE});
	grid_reset(&g, width + 2, 8);
	for (int i = 0; i < 20; i++) {
		uint64_t before = page_begin(&p);
		check_rows(&p);
		page_draw(&p, &g, 1, 0, NULL, 0);
		page_scroll(&p, 3);
		assert(page_begin(&p) >= before);
	}
	for (size_t i = 0; i < (size_t)g.cols * (size_t)g.rows; i++)
		check_safe(grid_cell_text(&g, &g.cells[i]), g.cells[i].len);
	page_go(&p, document_end(d) / 2, 3);
	page_scroll(&p, -5);
	page_compose(&p, (struct page_focus){document_begin(d), document_end(d)});
	check_rows(&p);
	grid_done(&g);
	page_done(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int width = size ? 2 + data[0] % 100 : 20;
	struct document d;
	document_init(&d, source_open_bytes(data, size, "fuzz"));
	while (index_step(d.index, (struct budget){0}) == STEP_MORE)
		;
	check_paragraphs(&d, width);
	check_index(&d);
	check_page(&d, width, false);
	check_page(&d, width, true);
	document_done(&d);
	return 0;
}
