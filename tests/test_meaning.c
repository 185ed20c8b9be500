// SPDX-License-Identifier: ISC
// What changes the meaning of a quote and what does not: two collections of edits in Dutch and
// English (tests/meaning), what must hold for any text, and two editions of a book.
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/string.h"
#include "base/utf8.h"
#include "generate.h"
#include "knowledge/difference.h"
#include "knowledge/meaning.h"
#include "knowledge/numeral.h"
#include "knowledge/token.h"
#include "knowledge/vocabulary.h"
#include "want.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const names[] = {"same", "number", "date", "unit", "negation", "name", "words"};

// The collections: KIND, a tab, OLD, a tab, NEW; "\n" stands for a line end.
struct edit {
	const char *kind;
	char *was, *now;
};

struct edits {
	struct buf text;
	struct edit *all;
	size_t count, capacity;
};

static void resolve(char *s)
{
	char *out = s;
	for (; *s; s++)
		if (s[0] == '\\' && s[1] == 'n') {
			*out++ = '\n';
			s++;
		} else {
			*out++ = *s;
		}
	*out = '\0';
}

static void read_edits(const char *file, struct edits *to)
{
	*to = (struct edits){0};
	want(generate_from_file("SRCDIR", ".", file, 1 << 20, &to->text), "wanted %s", file);
	char *next;
	for (char *line = to->text.data; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (*line == '#')
			continue;
		char *was = strchr(line, '\t'), *now = was ? strchr(was + 1, '\t') : NULL;
		want(now && !strchr(now + 1, '\t'), "wanted KIND, OLD and NEW: %s", line);
		*was++ = *now++ = '\0';
		resolve(was);
		resolve(now);
		to->all = mem_reserve(to->all, &to->capacity, to->count + 1, sizeof *to->all);
		to->all[to->count++] = (struct edit){line, was, now};
	}
}

static void edits_done(struct edits *e)
{
	buf_done(&e->text);
	free(e->all);
}

static enum meaning compare(const char *was, const char *now)
{
	return meaning_compare(was, strlen(was), (const uint8_t *)now, strlen(now), NULL, NULL);
}

// Tells every edit that is not judged as it should be.
static void check_edits(const char *file, bool are_changes)
{
	struct edits e;
	size_t wrong = 0;
	read_edits(file, &e);
	for (size_t i = 0; i < e.count; i++) {
		const struct edit *one = &e.all[i];
		struct buf old = {0}, changed = {0};
		enum meaning m =
			meaning_compare(one->was, strlen(one->was), (const uint8_t *)one->now,
					strlen(one->now), &old, &changed);
		if ((m != MEANING_SAME) != are_changes) {
			print_message("# %s, %s: told as %s, \"%s\" and \"%s\"\n#   %s\n#   %s\n",
				      file, one->kind, names[m], buf_string(&old),
				      buf_string(&changed), one->was, one->now);
			wrong++;
		}
		want(m == MEANING_SAME || old.len || changed.len, "wanted to be told what differs");
		want(m != MEANING_SAME || (old.len == 0 && changed.len == 0),
		     "wanted nothing to be told where nothing differs");
		buf_done(&old);
		buf_done(&changed);
	}
	want(wrong == 0, "%s: %zu of %zu are judged wrongly", file, wrong, e.count);
	edits_done(&e);
}

static void changes_of_meaning_are_told(void **state)
{
	(void)state;
	check_edits("tests/meaning/changed", true);
}

static void changes_of_typography_and_spelling_are_not_told(void **state)
{
	(void)state;
	check_edits("tests/meaning/kept", false);
}

static size_t count_kind(const struct edits *e, const char *kind)
{
	size_t n = 0;
	for (size_t i = 0; i < e->count; i++)
		n += strcmp(e->all[i].kind, kind) == 0;
	return n;
}

static void check_collection(const char *file, const char *const *kinds, size_t count)
{
	struct edits e;
	size_t known = 0;
	read_edits(file, &e);
	want(e.count >= 200, "%s: wanted 200 edits, got %zu", file, e.count);
	for (size_t i = 0; i < count; i++) {
		size_t n = count_kind(&e, kinds[i]);
		want(n >= 30, "%s: wanted 30 edits of a %s, got %zu", file, kinds[i], n);
		known += n;
	}
	want_number("edits of known kinds", e.count, known);
	for (size_t i = 0; i < e.count; i++) {
		want(strcmp(e.all[i].was, e.all[i].now) != 0, "%s: wanted an edit of \"%s\"", file,
		     e.all[i].was);
		for (size_t k = 0; k < i; k++)
			want(strcmp(e.all[i].was, e.all[k].was) != 0 ||
				     strcmp(e.all[i].now, e.all[k].now) != 0,
			     "%s: \"%s\" stands there twice", file, e.all[i].was);
	}
	edits_done(&e);
}

static void the_collections_are_large_and_without_doubles(void **state)
{
	(void)state;
	static const char *const changed[] = {"number", "date", "unit", "negation", "name"};
	static const char *const kept[] = {"typography", "spelling"};
	check_collection("tests/meaning/changed", changed, COUNT(changed));
	check_collection("tests/meaning/kept", kept, COUNT(kept));
}

// What must hold for any text: tried with those of both collections.

// Every text of both collections.
static size_t read_texts(struct edits e[2], const char ***texts)
{
	size_t n = 0;
	read_edits("tests/meaning/changed", &e[0]);
	read_edits("tests/meaning/kept", &e[1]);
	*texts = mem_new(2 * (e[0].count + e[1].count), sizeof **texts);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < e[k].count; i++) {
			(*texts)[n++] = e[k].all[i].was;
			(*texts)[n++] = e[k].all[i].now;
		}
	return n;
}

static void nothing_differs_from_itself(void **state)
{
	(void)state;
	struct edits e[2];
	const char **texts;
	size_t n = read_texts(e, &texts);
	for (size_t i = 0; i < n; i++) {
		struct buf spaced = {0};
		buf_printf(&spaced, "%s ", texts[i]); // so that more than bytes are compared
		want(compare(texts[i], texts[i]) == MEANING_SAME, "%s", texts[i]);
		want(compare(texts[i], buf_string(&spaced)) == MEANING_SAME, "%s", texts[i]);
		buf_done(&spaced);
	}
	want(compare("", "") == MEANING_SAME, "wanted nothing to be nothing");
	want(compare("", " \n") == MEANING_SAME, "wanted blanks to be nothing");
	want(compare("", "word") != MEANING_SAME, "wanted a word to be something");
	free(texts);
	edits_done(&e[0]);
	edits_done(&e[1]);
}

static void both_ways_the_same_is_told(void **state)
{
	(void)state;
	struct generate g = {41};
	struct edits e[2];
	const char **texts;
	size_t n = read_texts(e, &texts), pairs = 0;
	for (int round = 0; round < 4000; round++) {
		size_t i = generate_below(&g, n), k = round % 2 ? i ^ 1 : generate_below(&g, n);
		struct buf x = {0}, y = {0}, z = {0}, w = {0};
		enum meaning there =
			meaning_compare(texts[i], strlen(texts[i]), (const uint8_t *)texts[k],
					strlen(texts[k]), &x, &y);
		enum meaning back =
			meaning_compare(texts[k], strlen(texts[k]), (const uint8_t *)texts[i],
					strlen(texts[i]), &z, &w);
		want(there == back, "wanted %s both ways, got %s back: \"%s\", \"%s\"",
		     names[there], names[back], texts[i], texts[k]);
		want(string_equal(buf_string(&x), buf_string(&w)) &&
			     string_equal(buf_string(&y), buf_string(&z)),
		     "wanted \"%s\" and \"%s\" back, got \"%s\" and \"%s\"", buf_string(&x),
		     buf_string(&y), buf_string(&w), buf_string(&z));
		pairs += there != MEANING_SAME;
		buf_done(&x);
		buf_done(&y);
		buf_done(&z);
		buf_done(&w);
	}
	want(pairs > 1000, "wanted many that differ");
	free(texts);
	edits_done(&e[0]);
	edits_done(&e[1]);
}

// Changes of typography: each writes a text down in another way.

static bool is_letter(uint32_t cp)
{
	return cp < 0x80 && utf8_is_letter(cp);
}

enum change {
	CHANGE_QUOTES,
	CHANGE_DASHES,
	CHANGE_BLANKS,
	CHANGE_SOFT_HYPHENS,
	CHANGE_COMPOSED,
	CHANGE_LINES,
	CHANGE_HYPHENATED,
	CHANGE_LIGATURES,
	CHANGE_FULL_WIDTH,
	CHANGE_FIRST_LETTER,
	CHANGES,
};

static const char *const change_names[] = {
	[CHANGE_QUOTES] = "quotes",	   [CHANGE_DASHES] = "dashes",
	[CHANGE_BLANKS] = "blanks",	   [CHANGE_SOFT_HYPHENS] = "soft hyphens",
	[CHANGE_COMPOSED] = "composition", [CHANGE_LINES] = "lines",
	[CHANGE_HYPHENATED] = "hyphens",   [CHANGE_LIGATURES] = "ligatures",
	[CHANGE_FULL_WIDTH] = "width",	   [CHANGE_FIRST_LETTER] = "first letter",
};

static void add(struct buf *out, uint32_t cp)
{
	uint8_t bytes[4];
	buf_add(out, bytes, utf8_encode(cp, bytes));
}

static void add_parts(struct buf *out, uint32_t cp)
{
	uint32_t parts[UTF8_PARTS];
	size_t n = utf8_decompose(cp, parts);
	for (size_t i = 0; i < n; i++)
		add(out, parts[i]);
}

// One character between BEFORE and NEXT, changed or not; returns how many more were taken.
static size_t add_changed(struct buf *out, enum change c, uint32_t before, uint32_t cp,
			  const char *next)
{
	uint32_t after = (uint8_t)*next;
	bool in_word = is_letter(before) && is_letter(cp) && is_letter(after);
	uint32_t instead = cp;
	if (c == CHANGE_QUOTES)
		instead = cp == '"'    ? (before == 0 || before == ' ' ? 0x201C : 0x201D)
			  : cp == '\'' ? 0x2019
				       : cp;
	else if (c == CHANGE_DASHES && cp == '-')
		instead = before == ' ' && after == ' ' ? 0x2013 : 0x2011;
	else if (c == CHANGE_BLANKS && cp == ' ')
		instead = 0xA0;
	else if (c == CHANGE_LINES && cp == ' ')
		instead = '\n';
	else if (c == CHANGE_FULL_WIDTH && cp > ' ' && cp < 0x7F)
		instead = cp + 0xFEE0;
	else if (c == CHANGE_FIRST_LETTER && before == 0 && is_letter(cp))
		instead = cp ^ 0x20;
	else if (c == CHANGE_LIGATURES && cp == 'f' && (after == 'i' || after == 'l')) {
		add(out, after == 'i' ? 0xFB01 : 0xFB02);
		return 1;
	}
	if (in_word && c == CHANGE_SOFT_HYPHENS)
		add(out, 0xAD);
	if (in_word && c == CHANGE_HYPHENATED)
		buf_add_string(out, "-\n");
	if (c == CHANGE_COMPOSED)
		add_parts(out, instead);
	else
		add(out, instead);
	return 0;
}

// Changes one place in EVERY, chosen by G.
static void change(struct generate *g, const char *text, enum change c, size_t every,
		   struct buf *out)
{
	uint32_t before = 0, cp;
	buf_clear(out);
	for (size_t i = 0, n = strlen(text); i < n; before = cp) {
		i += utf8_decode((const uint8_t *)text + i, n - i, &cp);
		if (generate_below(g, every) == 0)
			i += add_changed(out, c, before, cp, text + i);
		else
			add(out, cp);
	}
}

static void typography_never_changes_the_meaning(void **state)
{
	(void)state;
	struct generate g = {42};
	struct edits e[2];
	const char **texts;
	struct buf now = {0};
	size_t n = read_texts(e, &texts), changed[CHANGES] = {0}, wrong = 0;
	for (size_t i = 0; i < n; i++)
		for (int c = 0; c < CHANGES; c++)
			for (size_t every = 1; every <= 3; every++) {
				change(&g, texts[i], (enum change)c, every, &now);
				if (string_equal(texts[i], buf_string(&now)))
					continue;
				changed[c]++;
				if (compare(texts[i], buf_string(&now)) == MEANING_SAME)
					continue;
				print_message("# %s:\n#   %s\n#   %s\n", change_names[c], texts[i],
					      buf_string(&now));
				wrong++;
			}
	for (int c = 0; c < CHANGES; c++)
		want(changed[c] > 20, "%s: wanted texts to be changed, got %zu", change_names[c],
		     changed[c]);
	want(wrong == 0, "%zu changes of typography were told", wrong);
	buf_done(&now);
	free(texts);
	edits_done(&e[0]);
	edits_done(&e[1]);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void a_changed_digit_is_always_told(void **state)
{
	(void)state;
	struct generate g = {43};
	struct edits e[2];
	const char **texts;
	size_t n = read_texts(e, &texts), digits = 0;
	for (size_t i = 0; i < n; i++)
		for (const char *s = texts[i]; *s; s++) {
			if (!is_digit(*s))
				continue;
			struct buf now = {0};
			buf_add_string(&now, texts[i]);
			char *there = now.data + (s - texts[i]);
			*there = (char)('0' + (*s - '0' + 1 + (char)generate_below(&g, 9)) % 10);
			want(compare(texts[i], now.data) != MEANING_SAME,
			     "wanted the digit to be told: \"%s\", \"%s\"", texts[i], now.data);
			digits++;
			buf_done(&now);
		}
	want(digits > 300, "wanted many digits, got %zu", digits);
	free(texts);
	edits_done(&e[0]);
	edits_done(&e[1]);
}

static void digits_of_all_lengths_and_scripts_are_told(void **state)
{
	(void)state;
	static const uint32_t zeros[] = {'0', 0x660, 0x966, 0xE50, 0xFF10, 0x1D7CE};
	struct generate g = {44};
	for (size_t k = 0; k < COUNT(zeros); k++)
		for (size_t n = 1; n <= 130; n++) {
			struct buf was = {0}, now = {0};
			size_t at = generate_below(&g, n);
			for (size_t i = 0; i < n; i++) {
				uint32_t digit = 1 + (uint32_t)generate_below(&g, 8);
				add(&was, zeros[k] + digit);
				add(&now, zeros[k] + digit + (i == at));
			}
			want(compare(buf_string(&was), buf_string(&now)) == MEANING_NUMBER,
			     "wanted digit %zu of %zu to be told", at, n);
			buf_done(&was);
			buf_done(&now);
		}
}

// Other languages: what is known without their words.
static void other_languages_are_compared_by_figures_and_words(void **state)
{
	(void)state;
	static const struct {
		const char *was, *now;
		bool differs;
	} rows[] = {
		{"Es waren 12 Boote.", "Es waren 21 Boote.", true},
		{"Er hat das nicht gesagt.", "Er hat das gesagt.", true},
		{"Der Fluss ist breit.", "Der Flu\u00DF ist breit.", false},
		{"La France a gagn\u00E9.", "La Suisse a gagn\u00E9.", true},
		{"Il co\u00FBte 5 \u20AC.", "Il coute 5 \u20AC.", false},
		{"Il co\u00FBte 5 \u20AC.", "Il co\u00FBte 5 $.", true},
		{"\u042D\u0442\u043E \u043D\u0435 \u043F\u0440\u0430\u0432\u0434\u0430",
		 "\u042D\u0442\u043E \u043F\u0440\u0430\u0432\u0434\u0430", true},
		{"\u56FD\u5883\u306E\u9577\u3044", "\u56FD\u5883\u306E\u77ED\u3044", true},
		{"\u56FD\u5883\u306E\u9577\u3044", "\u56FD\u5883\u306E \u9577\u3044", false},
		{"\u0E44\u0E21\u0E48\u0E43\u0E0A\u0E48", "\u0E43\u0E0A\u0E48", true},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		want((compare(rows[i].was, rows[i].now) != MEANING_SAME) == rows[i].differs,
		     "wanted \"%s\" and \"%s\" to %s", rows[i].was, rows[i].now,
		     rows[i].differs ? "differ" : "be the same");
}

static void numbers_are_read_as_words(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		double value;
		bool is_ordinal;
	} rows[] = {
		{"zero", 0, false},
		{"nineteen", 19, false},
		{"eenentwintig", 21, false},
		{"drieenveertig", 43, false},
		{"tweehonderd", 200, false},
		{"driehonderdduizend", 300000, false},
		{"honderdtwaalf", 112, false},
		{"negentienhonderdveertien", 1914, false},
		{"twaalfde", 12, true},
		{"zeventiende", 17, true},
		{"fifteenth", 15, true},
		{"fortieth", 40, true},
		{"eenentwintigste", 21, true},
		{"half", 0.5, false},
		{"een", -1, false},
		{"tien\u00E9", -1, false},
		{"house", -1, false},
		{"", -1, false},
		{"eeneeneeneeneeneeneeneen", -1, false},
		{"weekenden", -1, false},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool is_ordinal;
		double value = numeral_value(rows[i].word, &is_ordinal);
		want(value == rows[i].value && (value < 0 || is_ordinal == rows[i].is_ordinal),
		     "%s: wanted %g, got %g", rows[i].word, rows[i].value, value);
	}
}

static void every_word_of_a_vocabulary_is_found(void **state)
{
	(void)state;
	for (size_t v = 0; v < VOCABULARIES; v++)
		for (int c = 0; c < VOCABULARY_CLASSES; c++) {
			const struct vocabulary_list *l = &vocabularies[v]->lists[c];
			for (size_t i = 0; i < l->count; i++) {
				const char *word = l->all[i].word, *name = l->all[i].name;
				const char *found = vocabulary_look_up((enum vocabulary_class)c,
								       word, strlen(word));
				want(i == 0 || strcmp(l->all[i - 1].word, word) < 0,
				     "wanted \"%s\" before \"%s\" in a list of \"%s\"", word,
				     l->all[i - 1].word, vocabularies[v]->language);
				want(found && strcmp(found, name) == 0,
				     "\"%s\" is %s in one language and %s in another", word, name,
				     found ? found : "nothing");
			}
			want(!vocabulary_look_up((enum vocabulary_class)c, "", 0) &&
				     !vocabulary_look_up((enum vocabulary_class)c, "~", 1),
			     "wanted no name for no word");
		}
}

// Words in common, by a plain table.
static size_t plain_common(const struct tokens *a, const struct tokens *b)
{
	size_t *row = mem_new(b->count + 1, sizeof *row);
	for (size_t i = 0; i < a->count; i++) {
		size_t diagonal = 0;
		for (size_t j = 1; j <= b->count; j++) {
			size_t above = row[j];
			bool is_equal = token_is_equal(&a->all[i], &b->all[j - 1]);
			row[j] = is_equal ? diagonal + 1 : above > row[j - 1] ? above : row[j - 1];
			diagonal = above;
		}
	}
	size_t common = row[b->count];
	free(row);
	return common;
}

static void as_many_words_as_can_be_are_told_in_common(void **state)
{
	(void)state;
	struct generate g = {45};
	for (int round = 0; round < 3000; round++) {
		struct buf texts[2] = {{0}, {0}};
		struct tokens a = {0}, b = {0};
		size_t alphabet = 1 + generate_below(&g, 12);
		for (int k = 0; k < 2; k++)
			for (size_t i = generate_below(&g, 60); i > 0; i--)
				buf_printf(&texts[k], "%c ",
					   'a' + (int)generate_below(&g, alphabet));
		tokens_read(&a, (const uint8_t *)buf_string(&texts[0]), texts[0].len);
		tokens_read(&b, (const uint8_t *)buf_string(&texts[1]), texts[1].len);
		uint32_t *to = difference(&a, &b);
		size_t common = 0, last = 0;
		for (size_t i = 0; i < a.count; i++) {
			if (to[i] == DIFFERENCE_NONE)
				continue;
			want(to[i] < b.count && to[i] >= last &&
				     token_is_equal(&a.all[i], &b.all[to[i]]),
			     "round %d: wanted the same word, in order", round);
			last = to[i] + 1;
			common++;
		}
		want_number("words in common", plain_common(&a, &b), common);
		free(to);
		tokens_done(&a);
		tokens_done(&b);
		buf_done(&texts[0]);
		buf_done(&texts[1]);
	}
}

// Hostile texts: what must end soon and in little memory.

enum { HOSTILE = 1 << 20 }; // [byte]

static void fill(struct buf *out, const char *piece, size_t size)
{
	buf_clear(out);
	while (out->len < size)
		buf_add_string(out, piece);
}

static void hostile_texts_are_compared_in_bounds(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"a",	   "a ",       "1",	 "1 ",	 "1,000,", ".",	   "%",
		"\xFF",	   "\xE2\x82", "\u0301", "a\b",	 "\u4E00", "not ", "een",
		"'t ",	   "A.B.C.",   "- -",	 "\n",	 "\u00AD", "1/2 ", "$1 ",
		"twintig", "1.",       "x-\n",	 "n't ", "\u0663"};
	enum { SIZE = HOSTILE / 8 };
	struct buf was = {0}, now = {0};
	for (size_t i = 0; i < COUNT(pieces); i++) {
		fill(&was, pieces[i], SIZE);
		fill(&now, pieces[i], SIZE / 2);
		meaning_compare(was.data, was.len, (const uint8_t *)now.data, now.len, NULL, NULL);
		fill(&now, pieces[(i + 1) % COUNT(pieces)], SIZE);
		meaning_compare(was.data, was.len, (const uint8_t *)now.data, now.len, NULL, NULL);
	}
	buf_done(&was);
	buf_done(&now);
}

static void long_texts_without_a_word_in_common_are_told(void **state)
{
	(void)state;
	struct generate g = {46};
	struct buf was = {0}, now = {0};
	while (was.len < HOSTILE) {
		buf_printf(&was, "alpha%" PRIu64 "beta ", generate_below(&g, 1 << 30));
		buf_printf(&now, "gamma%" PRIu64 "delta ", generate_below(&g, 1 << 30));
	}
	want(compare(was.data, now.data) != MEANING_SAME, "wanted them to differ");
	// Few words, in every order: the worst for what is in common.
	buf_clear(&was);
	buf_clear(&now);
	while (was.len < HOSTILE) {
		buf_printf(&was, "%c ", 'a' + (int)generate_below(&g, 3));
		buf_printf(&now, "%c ", 'a' + (int)generate_below(&g, 3));
	}
	want(compare(was.data, now.data) != MEANING_SAME, "wanted them to differ");
	buf_done(&was);
	buf_done(&now);
}

static void one_digit_in_a_long_text_is_told(void **state)
{
	(void)state;
	struct generate g = {47};
	struct buf was = {0}, now = {0};
	generate_text(&g, HOSTILE, 0, &was);
	buf_add_string(&was, " Of 1914 ships, 17 came home. ");
	size_t at = was.len - strlen("7 came home. ");
	generate_text(&g, HOSTILE, 0, &was);
	buf_add(&now, was.data, was.len);
	buf_add_string(&now, " \n");
	want(compare(was.data, now.data) == MEANING_SAME, "wanted blanks to make no difference");
	now.data[at] = '9';
	want(compare(was.data, now.data) == MEANING_NUMBER, "wanted the digit to be told");
	buf_done(&was);
	buf_done(&now);
}

static void any_bytes_may_be_compared(void **state)
{
	(void)state;
	struct generate g = {48};
	for (int round = 0; round < 400; round++) {
		struct buf was = {0}, now = {0};
		generate_text(&g, 1 + generate_below(&g, 600), GENERATE_INVALID | GENERATE_CONTROL,
			      &was);
		buf_add(&now, was.data, was.len);
		for (size_t i = generate_below(&g, 8); i > 0 && now.len; i--)
			now.data[generate_below(&g, now.len)] = (char)generate_below(&g, 256);
		enum meaning there = meaning_compare(was.data, was.len, (const uint8_t *)now.data,
						     now.len, NULL, NULL);
		enum meaning back = meaning_compare(now.data, now.len, (const uint8_t *)was.data,
						    was.len, NULL, NULL);
		want(there == back, "round %d: wanted the same both ways", round);
		buf_done(&was);
		buf_done(&now);
	}
}

// Two editions of a book, eight years of corrections apart, paragraph by paragraph.

static size_t cut_paragraphs(char *text, char ***all)
{
	size_t count = 0, capacity = 0;
	for (char *s = text, *end; *s; s = end) {
		s += strspn(s, "\r\n");
		end = strstr(s, "\n\n");
		char *other = strstr(s, "\r\n\r\n");
		if (!end || (other && other < end))
			end = other;
		end = end ? end : s + strlen(s);
		if (*s) {
			*all = mem_reserve(*all, &capacity, count + 1, sizeof **all);
			(*all)[count++] = s;
		}
		if (*end)
			*end++ = '\0';
	}
	return count;
}

// Passes over the few paragraphs that either has more; false where the two at hand differ.
static bool go_on_alike(char *const *was, size_t m, char *const *now, size_t n, size_t *i,
			size_t *j)
{
	enum { MOST_MORE = 6 };
	for (size_t more = 0; more <= MOST_MORE; more++)
		for (size_t left = 0; left <= more; left++) {
			size_t a = *i + left, b = *j + more - left;
			if (a >= m || b >= n || compare(was[a], now[b]) != MEANING_SAME)
				continue;
			*i = a;
			*j = b;
			return true;
		}
	return false;
}

static void editions_of_a_book_differ_in_few_sentences(void **state)
{
	(void)state;
	enum { MOST = 1 << 20 };
	struct buf old = {0}, now = {0};
	char **was_all = NULL, **now_all = NULL;
	const char *instead = "../shared", *folder = "KANTLIJN_SHARED";
	if (!generate_from_file(folder, instead, "anchoring/holmes-2018.txt", MOST, &old) ||
	    !generate_from_file(folder, instead, "anchoring/holmes-2026.txt", MOST, &now)) {
		print_message("# skip: the editions of a book are not here\n");
		buf_done(&old);
		buf_done(&now);
		skip();
	}
	size_t m = cut_paragraphs(old.data, &was_all), n = cut_paragraphs(now.data, &now_all);
	size_t told = 0, differ = 0;
	for (size_t i = 0, j = 0; i < m && j < n; i++, j++) {
		if (!go_on_alike(was_all, m, now_all, n, &i, &j))
			told++;
		differ += strcmp(was_all[i], now_all[j]) != 0;
	}
	want(differ > 200, "wanted many that differ, got %zu", differ);
	want(told <= 20, "wanted few to be told, got %zu of %zu", told, differ);
	print_message("# of %zu paragraphs that differ %zu are told\n", differ, told);
	free(was_all);
	free(now_all);
	buf_done(&old);
	buf_done(&now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_of_meaning_are_told),
		cmocka_unit_test(changes_of_typography_and_spelling_are_not_told),
		cmocka_unit_test(the_collections_are_large_and_without_doubles),
		cmocka_unit_test(nothing_differs_from_itself),
		cmocka_unit_test(both_ways_the_same_is_told),
		cmocka_unit_test(typography_never_changes_the_meaning),
		cmocka_unit_test(a_changed_digit_is_always_told),
		cmocka_unit_test(digits_of_all_lengths_and_scripts_are_told),
		cmocka_unit_test(other_languages_are_compared_by_figures_and_words),
		cmocka_unit_test(numbers_are_read_as_words),
		cmocka_unit_test(every_word_of_a_vocabulary_is_found),
		cmocka_unit_test(as_many_words_as_can_be_are_told_in_common),
		cmocka_unit_test(hostile_texts_are_compared_in_bounds),
		cmocka_unit_test(long_texts_without_a_word_in_common_are_told),
		cmocka_unit_test(one_digit_in_a_long_text_is_told),
		cmocka_unit_test(any_bytes_may_be_compared),
		cmocka_unit_test(editions_of_a_book_differ_in_few_sentences),
	};
	return cmocka_run_group_tests_name("meaning", tests, NULL, NULL);
}
