// SPDX-License-Identifier: ISC
#include "config.h"

#include "tests/mutations.h"

#include <stdlib.h>
#include <string.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { RATES = 10000 };

void cells_init(struct cells *c, const struct edited_text *t)
{
	*c = (struct cells){.all = mem_new((size_t)t->count + 1, sizeof *c->all),
			    .count = t->count,
			    .capacity = (size_t)t->count + 1};
	for (uint32_t i = 0; i < t->count; i++) {
		c->all[i] = (struct cell){.origin = i, .span = 1};
		utf8_decode((const uint8_t *)t->bytes + t->at[i], t->size - t->at[i],
			    &c->all[i].cp);
	}
}

void cells_done(struct cells *c)
{
	free(c->all);
	*c = (struct cells){0};
}

static void add(struct cells *c, struct cell cell)
{
	c->all = mem_reserve(c->all, &c->capacity, c->count + 1, sizeof *c->all);
	c->all[c->count++] = cell;
}

static void add_run(struct cells *c, const struct cells *from, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		add(c, from->all[i]);
}

static void add_new(struct cells *c, uint32_t cp)
{
	add(c, (struct cell){.cp = cp, .origin = EDITS_NONE});
}

// A cell that stands where another one stood, written in another way.
static void add_as(struct cells *c, struct cell cell, uint32_t cp)
{
	cell.cp = cp;
	add(c, cell);
}

static void add_other(struct cells *c, struct cell cell, uint32_t cp)
{
	cell.is_other = true;
	add_as(c, cell, cp);
}

// Every mutation writes a new row and puts it in the place of the old one.
static void replace(struct cells *c, struct cells *by)
{
	free(c->all);
	*c = *by;
}

static bool happens(struct generate *g, unsigned rate)
{
	return generate_below(g, RATES) < rate;
}

static bool is_letter(const struct cells *c, size_t i)
{
	return i < c->count && utf8_is_word(c->all[i].cp);
}

static bool begins_word(const struct cells *c, size_t i)
{
	return is_letter(c, i) && (i == 0 || !is_letter(c, i - 1));
}

static size_t word_end(const struct cells *c, size_t i)
{
	while (is_letter(c, i))
		i++;
	return i;
}

// A letter is another one, or one too many, or stands before the one before it, or is left out.
static void mistype(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		uint32_t letter = 'a' + (uint32_t)generate_below(g, 26);
		if (!is_letter(c, i) || !happens(g, rate)) {
			add(&out, c->all[i]);
			continue;
		}
		unsigned fault = (unsigned)generate_below(g, 4);
		if (fault == 0 || fault == 1)
			add_other(&out, c->all[i], letter == c->all[i].cp ? 'q' : letter);
		if (fault == 1)
			add(&out, c->all[i]);
		if (fault == 2 && is_letter(c, i + 1)) {
			add(&out, c->all[i + 1]);
			add(&out, c->all[i++]);
		}
	}
	replace(c, &out);
}

// The letters of a word somewhere in the text.
static void add_any_word(struct cells *out, const struct cells *c, struct generate *g,
			 const struct cell *instead)
{
	size_t i = generate_below(g, c->count);
	while (!begins_word(c, i))
		i = (i + 1) % c->count;
	for (size_t k = i, end = word_end(c, i); k < end; k++) {
		if (instead)
			add_other(out, *instead, c->all[k].cp);
		else
			add_new(out, c->all[k].cp);
	}
}

static void replace_words(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count;) {
		size_t end = begins_word(c, i) ? word_end(c, i) : i + 1;
		if (begins_word(c, i) && happens(g, rate)) {
			struct cell whole = c->all[i];
			whole.span = (uint8_t)(end - i < UINT8_MAX ? end - i : UINT8_MAX);
			add_any_word(&out, c, g, &whole);
		} else {
			add_run(&out, c, i, end);
		}
		i = end;
	}
	replace(c, &out);
}

static void insert_words(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		if (begins_word(c, i) && happens(g, rate)) {
			add_any_word(&out, c, g, NULL);
			add_new(&out, ' ');
		}
		add(&out, c->all[i]);
	}
	replace(c, &out);
}

static void delete_words(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count;) {
		size_t end = begins_word(c, i) ? word_end(c, i) : i + 1;
		if (begins_word(c, i) && happens(g, rate))
			end += end < c->count && c->all[end].cp == ' ';
		else
			add_run(&out, c, i, end);
		i = end;
	}
	replace(c, &out);
}

static void edit_words(struct cells *c, struct generate *g, unsigned rate)
{
	replace_words(c, g, rate / 3);
	insert_words(c, g, rate / 3);
	delete_words(c, g, rate / 3);
}

// A row of one character for another; the rest of a mutation of single characters.
struct exchange {
	uint32_t from, to[3]; // 0: no more
};

static void exchange(struct cells *c, struct generate *g, unsigned rate, const struct exchange *all,
		     size_t count)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		size_t k = 0;
		while (k < count && all[k].from != c->all[i].cp)
			k++;
		if (k == count || !happens(g, rate)) {
			add(&out, c->all[i]);
			continue;
		}
		for (size_t n = 0; n < COUNT(all[k].to) && all[k].to[n]; n++)
			add_as(&out, c->all[i], all[k].to[n]);
	}
	replace(c, &out);
}

static void straighten_quotes(struct cells *c, struct generate *g, unsigned rate)
{
	static const struct exchange all[] = {
		{0x2018, {'\''}}, {0x2019, {'\''}}, {0x201C, {'"'}}, {0x201D, {'"'}}};
	exchange(c, g, rate, all, COUNT(all));
}

static void change_dashes(struct cells *c, struct generate *g, unsigned rate)
{
	static const struct exchange all[] = {
		{0x2014, {' ', 0x2013, ' '}}, {'-', {0x2010}}, {0x2013, {'-'}}};
	static const struct exchange rest[] = {{0x2014, {'-', '-'}}};
	exchange(c, g, rate / 2, all, COUNT(all));
	exchange(c, g, rate / 2, rest, COUNT(rest));
}

static void fix_blanks(struct cells *c, struct generate *g, unsigned rate)
{
	static const struct exchange all[] = {{' ', {0xA0}}};
	static const struct exchange two[] = {{' ', {' ', ' '}}};
	exchange(c, g, rate / 2, all, COUNT(all));
	exchange(c, g, rate / 4, two, COUNT(two));
}

static void widen(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		uint32_t cp = c->all[i].cp;
		add_as(&out, c->all[i],
		       cp > ' ' && cp < 0x7F && happens(g, rate) ? cp + 0xFEE0 : cp);
	}
	replace(c, &out);
}

static void decompose(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		uint32_t parts[UTF8_PARTS] = {c->all[i].cp};
		size_t n = happens(g, rate) ? utf8_decompose(c->all[i].cp, parts) : 1;
		for (size_t k = 0; k < n; k++)
			add_as(&out, c->all[i], parts[k]);
	}
	replace(c, &out);
}

// Vowels get the accents that a careful edition gives them.
static void accent(struct cells *c, struct generate *g, unsigned rate)
{
	static const struct exchange all[] = {{'e', {0xE9}}, {'o', {0xF6}}, {'a', {0xE0}},
					      {'i', {0xEF}}, {'u', {0xFB}}, {'c', {0xE7}}};
	exchange(c, g, rate, all, COUNT(all));
}

static void join_letters(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count;) {
		size_t n = 0;
		struct cell cell = c->all[i];
		for (size_t k = 0; k < FOLDING_LIGATURES && !n; k++) {
			const char *letters = folding_ligatures[k].letters;
			while (letters[n] && i + n < c->count &&
			       c->all[i + n].cp == (uint32_t)letters[n] && c->all[i + n].span == 1)
				n++;
			n = letters[n] || n < 2 ? 0 : n;
			cell.cp = n ? folding_ligatures[k].one : cell.cp;
		}
		if (n && happens(g, rate)) {
			cell.span = (uint8_t)n;
			add(&out, cell);
			i += n;
		} else {
			add(&out, c->all[i++]);
		}
	}
	replace(c, &out);
}

static void hide_hyphens(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		add(&out, c->all[i]);
		if (i > 0 && is_letter(c, i - 1) && is_letter(c, i) && is_letter(c, i + 1) &&
		    happens(g, rate))
			add_new(&out, 0xAD);
	}
	replace(c, &out);
}

static void change_typography(struct cells *c, struct generate *g, unsigned rate)
{
	straighten_quotes(c, g, rate);
	change_dashes(c, g, rate);
	fix_blanks(c, g, rate / 4);
	join_letters(c, g, rate);
	decompose(c, g, rate);
	hide_hyphens(c, g, rate / 20);
}

enum { LINE_WIDTH = 68 };

// Sets the text in lines; a word at the end of one is parted with the chance RATE.
static void wrap(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	size_t column = 0;
	for (size_t i = 0; i < c->count; i++) {
		size_t end = word_end(c, i + 1);
		column = c->all[i].cp == '\n' ? 0 : column + 1;
		if (c->all[i].cp != ' ' || column + (end - i) <= LINE_WIDTH) {
			add(&out, c->all[i]);
			continue;
		}
		size_t room = LINE_WIDTH > column + 2 ? LINE_WIDTH - column - 1 : 0;
		if (end - i > 5 && room > 2 && room + 3 < end - i && happens(g, rate)) {
			add_run(&out, c, i, i + 1 + room);
			add_new(&out, '-');
			add_new(&out, '\n');
			i += room;
		} else {
			add_as(&out, c->all[i], '\n');
		}
		column = 0;
	}
	replace(c, &out);
}

// Where the line that holds I ends, behind its line feeds.
static size_t line_end(const struct cells *c, size_t i)
{
	while (i < c->count && c->all[i].cp != '\n')
		i++;
	while (i < c->count && c->all[i].cp == '\n')
		i++;
	return i;
}

struct paragraphs {
	struct {
		size_t begin, end; // cells
	} * all;
	size_t count, capacity;
};

static struct paragraphs paragraphs_of(const struct cells *c)
{
	struct paragraphs p = {0};
	for (size_t i = 0; i < c->count;) {
		p.all = mem_reserve(p.all, &p.capacity, p.count + 1, sizeof *p.all);
		p.all[p.count].begin = i;
		p.all[p.count++].end = i = line_end(c, i);
	}
	return p;
}

static void move_paragraphs(struct cells *c, struct generate *g, unsigned rate)
{
	struct paragraphs p = paragraphs_of(c);
	struct cells out = {0};
	for (size_t i = 0; i + 1 < p.count; i++) {
		if (!happens(g, rate))
			continue;
		size_t to = generate_below(g, p.count - 1);
		size_t begin = p.all[i].begin, end = p.all[i].end;
		memmove(&p.all[i], &p.all[i + 1], (p.count - i - 1) * sizeof *p.all);
		memmove(&p.all[to + 1], &p.all[to], (p.count - to - 1) * sizeof *p.all);
		p.all[to].begin = begin;
		p.all[to].end = end;
	}
	for (size_t i = 0; i < p.count; i++)
		add_run(&out, c, p.all[i].begin, p.all[i].end);
	free(p.all);
	replace(c, &out);
}

// Puts copies of paragraphs anywhere.
static void duplicate_paragraphs(struct cells *c, struct generate *g, unsigned rate)
{
	struct paragraphs p = paragraphs_of(c);
	struct cells out = {0};
	for (size_t i = 0; i < p.count; i++) {
		add_run(&out, c, p.all[i].begin, p.all[i].end);
		if (p.count < 2 || !happens(g, rate))
			continue;
		size_t which = generate_below(g, p.count - 1);
		for (size_t k = p.all[which].begin; k < p.all[which].end; k++) {
			struct cell copy = c->all[k];
			copy.is_copy = true;
			add(&out, copy);
		}
	}
	free(p.all);
	replace(c, &out);
}

static void merge_paragraphs(struct cells *c, struct generate *g, unsigned rate)
{
	struct paragraphs p = paragraphs_of(c);
	struct cells out = {0};
	for (size_t i = 0; i < p.count; i++) {
		size_t end = p.all[i].end;
		if (i + 1 == p.count || !happens(g, rate)) {
			add_run(&out, c, p.all[i].begin, end);
			continue;
		}
		while (end > p.all[i].begin && c->all[end - 1].cp == '\n')
			end--;
		add_run(&out, c, p.all[i].begin, end);
		add_new(&out, ' ');
	}
	free(p.all);
	replace(c, &out);
}

// True for the blank between two sentences.
static bool parts_sentences(const struct cells *c, size_t i)
{
	if (i == 0 || i + 1 >= c->count || c->all[i].cp != ' ')
		return false;
	uint32_t before = c->all[i - 1].cp;
	if (i > 1 && (before == 0x201D || before == 0x2019 || before == '"'))
		before = c->all[i - 2].cp;
	return before == '.' || before == '!' || before == '?';
}

static void split_paragraphs(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count; i++) {
		bool splits = parts_sentences(c, i) && happens(g, rate);
		add_as(&out, c->all[i], splits ? '\n' : c->all[i].cp);
		if (splits)
			add_new(&out, '\n');
	}
	replace(c, &out);
}

static void delete_sentences(struct cells *c, struct generate *g, unsigned rate)
{
	struct cells out = {0};
	for (size_t i = 0; i < c->count;) {
		size_t end = i;
		while (end < c->count && c->all[end].cp != '\n' && !parts_sentences(c, end))
			end++;
		end += end < c->count;
		if (!happens(g, rate))
			add_run(&out, c, i, end);
		else if (c->all[end - 1].cp == '\n')
			add(&out, c->all[end - 1]);
		i = end;
	}
	replace(c, &out);
}

// What a machine reads for what was printed.
static void misread(struct cells *c, struct generate *g, unsigned rate)
{
	static const struct {
		const char *from, *to;
	} all[] = {{"rn", "m"}, {"m", "rn"}, {"cl", "d"}, {"d", "cl"}, {"l", "1"},  {"I", "l"},
		   {"O", "0"},	{"e", "c"},  {"h", "b"},  {"vv", "w"}, {"w", "vv"}, {"ii", "n"},
		   {"f", "t"},	{"S", "5"},  {"B", "8"},  {".", ","},  {"u", "n"},  {"tt", "n"}};
	struct cells out = {0};
	for (size_t i = 0; i < c->count;) {
		size_t n = 0, k = 0;
		for (; k < COUNT(all) && !n; k += !n) {
			while (all[k].from[n] && i + n < c->count &&
			       c->all[i + n].cp == (uint32_t)all[k].from[n])
				n++;
			n = all[k].from[n] ? 0 : n;
		}
		if (!n || !happens(g, rate)) {
			add(&out, c->all[i++]);
			continue;
		}
		struct cell whole = c->all[i];
		whole.span = (uint8_t)n;
		for (const char *s = all[k].to; *s; s++)
			add_other(&out, whole, (uint32_t)*s);
		i += n;
	}
	replace(c, &out);
}

// An edition that was scanned: misread, set in lines, its typography lost.
static void scan(struct cells *c, struct generate *g, unsigned rate)
{
	straighten_quotes(c, g, RATES);
	misread(c, g, rate);
	wrap(c, g, RATES / 3);
}

// A text that was worked over: everything a little.
static void revise(struct cells *c, struct generate *g, unsigned rate)
{
	delete_sentences(c, g, rate / 4);
	move_paragraphs(c, g, rate / 4);
	split_paragraphs(c, g, rate / 4);
	merge_paragraphs(c, g, rate / 4);
	edit_words(c, g, rate);
	mistype(c, g, rate / 20);
	change_typography(c, g, rate);
}

const struct mutation mutations[] = {
	{"typos 0.1 %", mistype, 10},
	{"typos 1 %", mistype, 100},
	{"typos 3 %", mistype, 300},
	{"typos 10 %", mistype, 1000},
	{"words -1 %", delete_words, 100},
	{"words -10 %", delete_words, 1000},
	{"words -30 %", delete_words, 3000},
	{"words +1 %", insert_words, 100},
	{"words +10 %", insert_words, 1000},
	{"words +30 %", insert_words, 3000},
	{"words ~1 %", replace_words, 100},
	{"words ~10 %", replace_words, 1000},
	{"words ~30 %", replace_words, 3000},
	{"words 10 % all", edit_words, 1000},
	{"quotes", straighten_quotes, 10000},
	{"dashes", change_dashes, 10000},
	{"blanks", fix_blanks, 4000},
	{"ligatures", join_letters, 10000},
	{"accents 5 %", accent, 500},
	{"soft hyphens", hide_hyphens, 500},
	{"full width 1 %", widen, 100},
	{"full width all", widen, 10000},
	{"typography", change_typography, 8000},
	{"lines", wrap, 0},
	{"hyphenated", wrap, 8000},
	{"moved 10 %", move_paragraphs, 1000},
	{"doubled 5 %", duplicate_paragraphs, 500},
	{"merged 20 %", merge_paragraphs, 2000},
	{"split 20 %", split_paragraphs, 2000},
	{"sentences -10 %", delete_sentences, 1000},
	{"misread 1 %", misread, 100},
	{"misread 5 %", misread, 500},
	{"scanned", scan, 200},
	{"revised 4 %", revise, 400},
	{"revised 12 %", revise, 1200},
	{0},
};

static void widen_extent(uint32_t *begin, uint32_t *end, uint32_t at)
{
	*begin = at < *begin ? at : *begin;
	*end = at + 1 > *end ? at + 1 : *end;
}

// Says of the words that cell number AT stands for letters of them.
static void tell_cell(struct edits *e, const struct cell *c, uint32_t at, const uint32_t *word_of,
		      bool *is_kept)
{
	if (c->origin == EDITS_NONE)
		return;
	for (uint32_t o = c->origin; o < c->origin + c->span && o < e->from.count; o++) {
		if (word_of[o] == EDITS_NONE)
			continue;
		struct edited_word *w = &e->words[word_of[o]];
		if (c->is_copy)
			widen_extent(&w->copy_begin, &w->copy_end, at);
		else
			widen_extent(&w->to_begin, &w->to_end, at);
		is_kept[o] |= !c->is_copy && !c->is_other;
	}
}

void mutations_tell(struct edits *e, const char *from, size_t size, const struct cells *c)
{
	edits_begin(e, from, size);
	uint32_t *word_of = mem_new((size_t)e->from.count + 1, sizeof *word_of);
	bool *is_kept = mem_new((size_t)e->from.count + 1, sizeof *is_kept);
	memset(word_of, 0xFF, e->from.count * sizeof *word_of);
	for (uint32_t i = 0; i < e->word_count; i++)
		for (uint32_t o = e->words[i].begin; o < e->words[i].end; o++)
			word_of[o] = i;
	struct buf text = {0};
	for (uint32_t i = 0; i < c->count; i++) {
		uint8_t bytes[4];
		buf_add(&text, bytes, utf8_encode(c->all[i].cp, bytes));
		tell_cell(e, &c->all[i], i, word_of, is_kept);
	}
	edited_text_init(&e->to, buf_string(&text), text.len);
	for (uint32_t i = 0; i < e->word_count; i++) {
		struct edited_word *w = &e->words[i];
		uint32_t kept = 0;
		for (uint32_t o = w->begin; o < w->end; o++)
			kept += is_kept[o];
		w->fate = 2 * kept >= w->end - w->begin ? FATE_KEPT
			  : w->to_begin != EDITS_NONE	? FATE_REPLACED
							: FATE_GONE;
	}
	buf_done(&text);
	free(is_kept);
	free(word_of);
}
