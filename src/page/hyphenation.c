// SPDX-License-Identifier: ISC
#include "config.h"

#include "page/hyphenation.h"

#include <hyphen.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/source.h"
#include "page/patterns.h"

enum {
	LONGEST = 64,	  // letters of a word that is hyphenated
	SHORTEST = 4,	  // letters of one
	LETTER_BYTES = 4, // of a letter in a dictionary's encoding
	GUESS_LEAST = 12, // frequent words that tell a language
	LONGEST_TAG = 32, // [byte] of a language tag
};

enum encoding { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_OTHER };

struct hyphenation {
	char *path;
	HyphenDict *dictionary;	   // NULL while nothing was read, or when that failed
	bool is_complete;	   // all of it was read
	struct patterns *expected; // the words for which it was read; NULL: all
	enum encoding encoding;
	iconv_t convert; // for ENCODING_OTHER
	bool is_english;
	bool has_trema;	 // a trema goes where a word is broken before it
	int left, right; // letters that stay together at a word's begin and end
};

// Opening.

static const char *folder(void)
{
	const char *named = getenv("KANTLIJN_HYPHENS");
	return named && *named ? named : HYPHENDIR;
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

// The language of a tag, in lower case, and its region, "" for none.  False for what is no tag:
// nothing but letters, digits and hyphens ever becomes part of a path.
static bool parse_tag(const char *tag, char language[4], char region[3])
{
	size_t n = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	language[0] = region[0] = '\0';
	if (n < 2 || n > 3 || strlen(tag) > LONGEST_TAG || (tag[n] && !strchr("-_", tag[n])))
		return false;
	for (size_t i = 0; i < n; i++)
		language[i] = ascii_lower(tag[i]);
	language[n] = '\0';
	// The first part of two letters behind the language is its region.
	for (const char *s = tag + n; *s;) {
		s++;
		size_t len = strcspn(s, "-_");
		if (len == 2 && !strpbrk(s, "./") && !region[0]) {
			region[0] = ascii_upper(s[0]);
			region[1] = ascii_upper(s[1]);
			region[2] = '\0';
		}
		s += len;
	}
	return strcmp(language, "und") != 0;
}

static char *path_of(const char *language, const char *region)
{
	char path[1024];
	int n = snprintf(path, sizeof path, "%s/hyph_%s%s%s.dic", folder(), language,
			 *region ? "_" : "", region);
	if (n < 0 || (size_t)n >= sizeof path || access(path, R_OK) != 0)
		return NULL;
	return mem_string(path);
}

// A dictionary of the region, of the language, or of a region that stands for it.
static char *find(const char *language, const char *region)
{
	static const char *const main_regions[][2] = {
		{"en", "US"}, {"en", "GB"}, {"pt", "PT"}, {"pt", "BR"}, {"nb", "NO"},
		{"sv", "SE"}, {"da", "DK"}, {"cs", "CZ"}, {"uk", "UA"}, {"el", "GR"},
	};
	char *path = *region ? path_of(language, region) : NULL;
	for (size_t i = 0; !path && i < sizeof main_regions / sizeof *main_regions; i++)
		if (strcmp(main_regions[i][0], language) == 0)
			path = path_of(language, main_regions[i][1]);
	if (!path)
		path = path_of(language, "");
	char own[] = {ascii_upper(language[0]), ascii_upper(language[1]), '\0'};
	return path ? path : path_of(language, own);
}

// The first line of a dictionary names its encoding.
static bool choose_encoding(struct hyphenation *h)
{
	char name[64] = "";
	FILE *f = fopen(h->path, "r");
	bool is_read = f && fgets(name, sizeof name, f);
	if (f)
		fclose(f);
	name[strcspn(name, "\r\n")] = '\0';
	h->encoding = ENCODING_UTF8;
	if (!is_read || strcmp(name, "UTF-8") == 0)
		return is_read;
	h->encoding = ENCODING_LATIN1;
	if (strcmp(name, "ISO8859-1") == 0 || strcmp(name, "ISO-8859-1") == 0)
		return true;
	h->encoding = ENCODING_OTHER;
	h->convert = iconv_open(name, "UTF-8");
	return h->convert != (iconv_t)-1;
}

struct hyphenation *hyphenation_open(const char *language)
{
	char code[4], region[3];
	char *path = language && parse_tag(language, code, region) ? find(code, region) : NULL;
	if (!path)
		return NULL;
	struct hyphenation *h = mem_new(1, sizeof *h);
	h->path = path;
	h->convert = (iconv_t)-1;
	h->has_trema = strcmp(code, "nl") == 0 || strcmp(code, "af") == 0;
	h->is_english = strcmp(code, "en") == 0;
	if (choose_encoding(h))
		return h;
	hyphenation_close(h);
	return NULL;
}

void hyphenation_close(struct hyphenation *h)
{
	if (!h)
		return;
	if (h->convert != (iconv_t)-1)
		iconv_close(h->convert);
	if (h->dictionary)
		hnj_hyphen_free(h->dictionary);
	patterns_free(h->expected);
	free(h->path);
	free(h);
}

// Reading.

static void take(struct hyphenation *h, HyphenDict *dictionary)
{
	if (h->dictionary)
		hnj_hyphen_free(h->dictionary);
	h->dictionary = dictionary;
	if (!dictionary)
		return;
	h->left = dictionary->lhmin > 0 ? dictionary->lhmin : 2;
	h->right = dictionary->rhmin > 0 ? dictionary->rhmin : h->is_english ? 3 : 2;
}

void hyphenation_complete(struct hyphenation *h)
{
	if (!h || h->is_complete)
		return;
	h->is_complete = true;
	take(h, hnj_hyphen_load(h->path));
	patterns_free(h->expected);
	h->expected = NULL;
}

// Reads what matters for the words that are expected; NULL where that cannot be told.
static HyphenDict *load_expected(const struct hyphenation *h)
{
	size_t n;
	struct buf chosen = {0};
	HyphenDict *dictionary = NULL;
	struct source *source = source_open(h->path, NULL);
	const char *all = source ? (const char *)source_bytes(source, 0, &n) : NULL;
	bool is_chosen = all && patterns_choose(h->expected, all, n, &chosen) && chosen.len > 0;
	FILE *f = is_chosen ? fmemopen(chosen.data, chosen.len, "r") : NULL;
	if (f) {
		dictionary = hnj_hyphen_load_file(f);
		fclose(f);
	}
	source_close(source);
	buf_done(&chosen);
	return dictionary;
}

// Sees to it that the word can be looked up.
static bool prepare(struct hyphenation *h, const char *word, size_t n)
{
	if (!h->is_complete && !h->dictionary && h->expected)
		take(h, load_expected(h));
	if (!h->is_complete && (!h->dictionary || !patterns_has(h->expected, word, n)))
		hyphenation_complete(h);
	return h->dictionary != NULL;
}

// Words.

struct letter {
	size_t at;   // [byte] where its cluster begins
	uint32_t cp; // composed, in lower case
	bool is_upper;
};

struct word {
	struct letter letters[LONGEST];
	int count; // may be more than there is room for: too long
	bool is_mixed, has_lower, has_upper;
};

// Reads a cluster as one letter; false when it is none, or one that has no single code point.
static bool read_letter(const uint8_t *s, size_t n, struct letter *l)
{
	uint32_t cp, mark;
	size_t len = utf8_decode(s, n, &cp);
	if (!utf8_is_letter(cp))
		return false;
	while (len < n) {
		len += utf8_decode(s + len, n - len, &mark);
		cp = utf8_compose(cp, mark);
		if (cp == 0)
			return false;
	}
	l->is_upper = utf8_is_upper(cp);
	l->cp = utf8_lower(cp);
	return true;
}

static void add_letter(struct word *w, struct letter l)
{
	w->is_mixed |= l.is_upper && w->has_lower;
	w->has_upper |= l.is_upper;
	w->has_lower |= !l.is_upper;
	if (w->count < LONGEST)
		w->letters[w->count] = l;
	w->count++;
}

// Writes the word as the dictionary spells it; false when it cannot.
static bool encode(const struct hyphenation *h, const struct word *w, char *out, size_t *n)
{
	*n = 0;
	for (int i = 0; i < w->count; i++) {
		uint32_t cp = w->letters[i].cp;
		uint8_t bytes[4];
		size_t len = utf8_encode(cp, bytes);
		if (h->encoding == ENCODING_LATIN1) {
			if (cp > 0xFF)
				return false;
			out[(*n)++] = (char)cp;
		} else if (h->encoding == ENCODING_UTF8) {
			memcpy(out + *n, bytes, len);
			*n += len;
		} else {
			char *from = (char *)bytes, *to = out + *n;
			size_t room = 1;
			if (iconv(h->convert, &from, &len, &to, &room) == (size_t)-1 || room)
				return false;
			++*n;
		}
	}
	return true;
}

static bool is_trema_vowel(uint32_t cp)
{
	return cp == 0xE4 || cp == 0xEB || cp == 0xEF || cp == 0xF6 || cp == 0xFC;
}

static bool is_vowel(uint32_t cp)
{
	return cp < 0x80 ? cp && strchr("aeiouy", (int)cp) != NULL
			 : cp >= 0xE0 && cp <= 0xFC && cp != 0xE7 && cp != 0xF1;
}

// The word as it is looked up; false for one that is not.
static bool spell(const struct hyphenation *h, const struct word *w, char *out, size_t *n)
{
	bool is_word = w->count >= SHORTEST && w->count <= LONGEST && !w->is_mixed && w->has_lower;
	if (!is_word || !encode(h, w, out, n))
		return false;
	out[*n] = '\0';
	return true;
}

static void mark_word(struct hyphenation *h, const struct word *w, uint8_t *flags)
{
	char spelled[LONGEST * LETTER_BYTES + 1], hyphens[LONGEST * LETTER_BYTES + 5];
	char **rep = NULL;
	int *pos = NULL, *cut = NULL;
	size_t n;
	if (!spell(h, w, spelled, &n) || !prepare(h, spelled, n))
		return;
	if (hnj_hyphen_hyphenate2(h->dictionary, spelled, (int)n, hyphens, NULL, &rep, &pos, &cut))
		return;
	for (int i = h->left; i <= w->count - h->right; i++) {
		// Places where the spelling changes in another way than ours are left alone.
		if (!(hyphens[i - 1] & 1) || (rep && rep[i - 1]))
			continue;
		const struct letter *l = &w->letters[i];
		flags[l->at] |= HYPHENATION_BREAK;
		if (h->has_trema && is_trema_vowel(l->cp) && is_vowel(w->letters[i - 1].cp))
			flags[l->at] |= HYPHENATION_PLAIN;
	}
	for (int i = 0; rep && i < w->count; i++)
		free(rep[i]);
	free(rep);
	free(pos);
	free(cut);
}

// True for what is no prose: an address, a name with digits or signs in it, a word in which the
// author's soft hyphens say where it may be broken.
static bool is_left_whole(const uint8_t *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((s[i] >= '0' && s[i] <= '9') || strchr("@/\\_=<>{}|~^*#$", s[i]))
			return true;
		if (s[i] == 0xC2 && i + 1 < n && s[i + 1] == 0xAD)
			return true;
		if (i > 0 && i + 1 < n && (s[i] == '.' || s[i] == ':') && s[i + 1] > ' ' &&
		    s[i + 1] != '.' && !strchr("\"')]", s[i + 1]) && s[i + 1] < 0x80)
			return true; // www.example.org, but not "end…" or "word.)"
	}
	return false;
}

// What is done with each word: FLAGS are those of the whole text.
typedef void word_fn(struct hyphenation *h, const struct word *w, uint8_t *flags);

static void part_token(struct hyphenation *h, const uint8_t *text, size_t begin, size_t end,
		       uint8_t *flags, word_fn *take_word)
{
	struct word w = {.count = 0};
	for (size_t i = begin; i < end;) {
		size_t next = i + 1;
		while (next < end && !(flags[next] & UTF8_CLUSTER))
			next++;
		struct letter l = {.at = i};
		if (read_letter(text + i, next - i, &l)) {
			add_letter(&w, l);
		} else {
			take_word(h, &w, flags);
			w = (struct word){.count = 0};
		}
		i = next;
	}
	take_word(h, &w, flags);
}

static bool is_blank(uint8_t c)
{
	return c <= ' ';
}

static void part_text(struct hyphenation *h, const uint8_t *text, size_t n, uint8_t *flags,
		      word_fn *take_word)
{
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && !is_blank(text[end]))
			end++;
		if (end - i >= SHORTEST && !is_left_whole(text + i, end - i))
			part_token(h, text, i, end, flags, take_word);
		i = end + 1;
	}
}

void hyphenation_mark(struct hyphenation *h, const uint8_t *text, size_t n, uint8_t *flags)
{
	part_text(h, text, n, flags, mark_word);
}

static void expect_word(struct hyphenation *h, const struct word *w, uint8_t *flags)
{
	char spelled[LONGEST * LETTER_BYTES + 1];
	size_t n;
	(void)flags;
	if (spell(h, w, spelled, &n))
		patterns_add(h->expected, spelled, n);
}

void hyphenation_expect(struct hyphenation *h, const uint8_t *text, size_t n)
{
	if (h->dictionary || h->is_complete)
		return;
	struct buf whole = {0};
	utf8_repair(&whole, (const char *)text, n);
	uint8_t *flags = mem_new(whole.len, 1);
	utf8_mark_clusters((const uint8_t *)buf_string(&whole), whole.len, flags);
	if (!h->expected)
		h->expected = patterns_new();
	part_text(h, (const uint8_t *)buf_string(&whole), whole.len, flags, expect_word);
	free(flags);
	buf_done(&whole);
}

size_t hyphenation_plain(const uint8_t *s, size_t n, uint8_t *out)
{
	static const struct {
		uint32_t with, plain;
	} letters[] = {
		{0xE4, 'a'}, {0xEB, 'e'}, {0xEF, 'i'}, {0xF6, 'o'}, {0xFC, 'u'},
		{0xC4, 'A'}, {0xCB, 'E'}, {0xCF, 'I'}, {0xD6, 'O'}, {0xDC, 'U'},
	};
	uint32_t cp, mark;
	size_t len = utf8_decode(s, n, &cp);
	if (len < n) {
		len += utf8_decode(s + len, n - len, &mark);
		cp = utf8_compose(cp, mark);
	}
	for (size_t i = 0; len == n && i < sizeof letters / sizeof *letters; i++)
		if (letters[i].with == cp)
			return utf8_encode(letters[i].plain, out);
	return 0;
}

// Guessing.

// Words that are frequent in one language and rare in the others.
static const struct {
	const char *language, *words;
} frequent[] = {
	{"nl", " de het een van en niet dat zijn voor met ook maar naar door werd deze wordt hij "},
	{"en", " the of and to that was with for is his which have not this from are had were he "},
	{"de",
	 " der die und das nicht ist ein eine mit sich auf den dem von zu auch wird sie ich "},
	{"fr", " le les des et une est dans que pour qui pas sur il au avec ce sont elle du mais "},
	{"es", " el los las que una por con para del se no es su como pero al lo fue sus ha "},
	{"it", " il che di una per non con del della sono gli alla dei anche si le nel ma era "},
	{"pt", " os que uma para com do da dos das em no na mais foi ao por se como mas seu "},
	{"sv", " och att det som en den av till med inte om var jag han ett har de men sig "},
	{"da", " og at det er en af til som den ikke med der var jeg han et har de men sig "},
	{"pl", " nie się na że jest do to jak co tak ale po przez był od dla tym czy już jego "},
};

enum { LANGUAGES = sizeof frequent / sizeof *frequent };

static bool is_installed(const char *language)
{
	char path[1024];
	static const char *const ends[] = {"", "_US", "_GB", "_PT", "_SE", "_DK"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(path, sizeof path, "%s/hyph_%s%s.dic", folder(), language, ends[i]);
		if (access(path, R_OK) == 0)
			return true;
	}
	char own[] = {'_', ascii_upper(language[0]), ascii_upper(language[1]), '\0'};
	snprintf(path, sizeof path, "%s/hyph_%s%s.dic", folder(), language, own);
	return access(path, R_OK) == 0;
}

static void count_word(const uint8_t *s, size_t n, int counts[LANGUAGES])
{
	char word[16] = " ";
	if (n == 0 || n > sizeof word - 3)
		return;
	for (size_t i = 0; i < n; i++)
		word[1 + i] = ascii_lower((char)s[i]);
	memcpy(word + 1 + n, " ", 2);
	for (int i = 0; i < LANGUAGES; i++)
		counts[i] += strstr(frequent[i].words, word) != NULL;
}

const char *hyphenation_guess(const uint8_t *text, size_t n)
{
	int counts[LANGUAGES] = {0};
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && (text[end] >= 0x80 ||
				   ((text[end] | 0x20) >= 'a' && (text[end] | 0x20) <= 'z')))
			end++;
		count_word(text + i, end - i, counts);
		i = end + 1;
	}
	int best = 0, second = -1;
	for (int i = 1; i < LANGUAGES; i++) {
		if (counts[i] > counts[best]) {
			second = best;
			best = i;
		} else if (second < 0 || counts[i] > counts[second]) {
			second = i;
		}
	}
	// Clearly more than the next one: half as many again.
	bool is_clear = counts[best] >= GUESS_LEAST && counts[best] * 2 > counts[second] * 3;
	return is_clear && is_installed(frequent[best].language) ? frequent[best].language : "";
}
