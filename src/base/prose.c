// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/prose.h"

#include "base/sentence.h"
#include "base/string.h"
#include "base/utf8.h"

enum {
	TOKEN_MOST = 40,   // [byte] of what may be an abbreviation
	LOOKED_AT = 256,   // [byte] to either side at the most
	NOTE_DIGITS = 4,   // of a footnote in brackets
	ITEM_DIGITS = 3,   // of the number of an item
	ORDINARY_WORD = 5, // [letter] fewer may be an abbreviation that is not listed
	ELLIPSIS = 0x2026,
};

// When the period of a token is the end of a sentence.
enum period {
	PERIOD_ORDINARY,   // as the plain rules say
	PERIOD_NEVER,	   // never
	PERIOD_NO_NUMBER,  // not before a number
	PERIOD_NO_NAME,	   // only before a word with which sentences begin
	PERIOD_NO_SURNAME, // the same, and not before one with which surnames begin
};

// Abbreviations without inner periods, in lower case: found so and with a capital.
static const char *const never[] = {
	"adm",	"afd",	"alb", "approx", "bijv",   "bv",   "ca",   "capt", "cf",  "chr",
	"cmdr", "col",	"cpl", "dhr",	 "dir",	   "dr",   "drs",  "ds",   "evt", "excl",
	"fam",	"gebr", "gen", "gov",	 "hr",	   "incl", "ing",  "ir",   "jac", "jhr",
	"jkvr", "joh",	"lt",  "maj",	 "messrs", "mevr", "mgr",  "mr",   "mrs", "ms",
	"mt",	"mw",	"nl",  "nml",	 "ong",	   "plm",  "prof", "resp", "rev", "sen",
	"sgt",	"th",	"vgl", "viz",	 "vs",	   "wm",   "zgn",  "zg",   NULL,
};
static const char *const not_before_number[] = {
	"aant", "afb", "al",   "apr", "art",  "aug", "blz", "bijl", "ch",   "dec", "dl",
	"ed",	"feb", "febr", "fig", "hfst", "jan", "jrg", "jul",  "jun",  "lit", "mar",
	"max",	"min", "no",   "nos", "nov",  "nr",  "nrs", "oct",  "okt",  "p",   "pag",
	"par",	"pp",  "sec",  "sep", "sept", "tab", "tel", "vol",  "vols", NULL,
};
static const char *const not_before_name[] = {
	"ave", "bros", "co", "corp", "inc", "jr",  "ltd",
	"red", "rep",  "sr", "st",   "ste", "wed", NULL,
};
// Single letters with periods within: the others in lower case end no sentence, those with
// capitals may.
static const char *const dotted_ordinary[] = {
	"a.d", "a.m", "a.s", "b.c", "e.a", "e.d", "e.v", "n.chr", "p.m", "s.v.p", "v.chr", NULL,
};
static const char *const dotted_not_before_name[] = {"ph.d", NULL};

// Words that begin sentences far more often than names.
static const char *const openers[] = {
	"a",	   "after",  "all",  "als",	"although", "an",   "and",     "as",	"at",
	"before",  "beide",  "both", "but",	"by",	    "daar", "dan",     "dat",	"deze",
	"die",	   "dit",    "doch", "dus",	"een",	    "en",   "er",      "for",	"from",
	"geen",	   "haar",   "he",   "her",	"here",	    "het",  "hier",    "hij",	"his",
	"hoe",	   "hoewel", "how",  "however", "hun",	    "i",    "if",      "ik",	"in",
	"it",	   "its",    "je",   "jij",	"maar",	    "many", "met",     "most",	"my",
	"na",	   "naar",   "niet", "no",	"not",	    "now",  "nu",      "of",	"omdat",
	"on",	   "onze",   "ook",  "or",	"our",	    "she",  "since",   "so",	"some",
	"the",	   "their",  "then", "there",	"these",    "they", "this",    "those", "though",
	"tijdens", "to",     "toen", "tot",	"tussen",   "veel", "volgens", "voor",	"waar",
	"waarom",  "want",   "was",  "wat",	"we",	    "what", "when",    "where", "while",
	"who",	   "why",    "wie",  "wij",	"with",	    "yes",  "you",     "ze",	"zij",
	"zijn",	   "zo",     NULL,
};
// These begin surnames too: they say nothing behind an initial.
static const char *const particles[] = {
	"aan", "de", "den", "der", "door", "op", "te", "ten", "ter", "uit", "van", NULL,
};

static bool is_line_end(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

// Whether the line feed at AT is the last one of a blank line.
static bool ends_paragraph(const uint8_t *s, size_t n, size_t at)
{
	size_t i = at, j = at + 1;
	while (i > 0 && is_blank(s[i - 1]))
		i--;
	while (j < n && is_blank(s[j]))
		j++;
	return i > 0 && s[i - 1] == '\n' && (j == n || s[j] != '\n');
}

static bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

// The digits of "[12]" around AT.
static bool is_note(const uint8_t *s, size_t n, size_t at)
{
	size_t from = at, to = at + 1;
	while (from > 0 && at - from < NOTE_DIGITS && is_digit(s[from - 1]))
		from--;
	while (to < n && to - from <= NOTE_DIGITS && is_digit(s[to]))
		to++;
	return from > 0 && s[from - 1] == '[' && to < n && s[to] == ']' && to - from <= NOTE_DIGITS;
}

static bool is_superscript(uint32_t cp)
{
	return cp == 0xB2 || cp == 0xB3 || cp == 0xB9 || cp == 0x2070 ||
	       (cp >= 0x2074 && cp <= 0x2079);
}

// Whether what closes (and may open) stands before no word: behind a blank it still closes.
static bool is_alone(const uint8_t *s, size_t n, size_t at, uint32_t cp)
{
	bool closes = utf8_has(cp, UTF8_CLOSING) || cp == '"' || cp == '\'';
	uint32_t next = ' ';
	while (closes && at < n) {
		at += utf8_decode(s + at, n - at, &next);
		if (sentence_class(next) != SENTENCE_EXTEND)
			break;
	}
	return closes && utf8_is_space(next);
}

static enum sentence_class class_at(const uint8_t *s, size_t n, size_t at, uint32_t cp,
				    enum sentence_stage stage)
{
	bool is_behind = stage == SENTENCE_BEHIND_TERM || stage == SENTENCE_BEHIND_CLOSE;
	if (cp == '\n')
		return ends_paragraph(s, n, at) ? SENTENCE_SEP : SENTENCE_SP;
	if (is_line_end(cp))
		return SENTENCE_SP;
	if (cp == ELLIPSIS)
		return SENTENCE_ATERM;
	if (is_behind &&
	    (is_superscript(cp) || (cp < 0x80 && is_digit((uint8_t)cp) &&
				    stage == SENTENCE_BEHIND_CLOSE && is_note(s, n, at))))
		return SENTENCE_CLOSE;
	enum sentence_class class = sentence_class(cp);
	size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	if (class == SENTENCE_CLOSE && stage == SENTENCE_BEHIND_SP && is_alone(s, n, at + len, cp))
		return SENTENCE_SP;
	return class;
}

// The code point that ends before byte AT > 0 of well-formed text; *LEN is how long it is.
static uint32_t code_point_before(const uint8_t *s, size_t at, size_t *len)
{
	uint32_t cp;
	*len = 1;
	while (*len < 4 && *len < at && (s[at - *len] & 0xC0) == 0x80)
		++*len;
	utf8_decode(s + at - *len, *len, &cp);
	return cp;
}

// A word before a period, inner periods included, in lower case with how it was written.
struct token {
	char text[TOKEN_MOST + 1]; // lower case; "" when there is none or it is too long
	size_t begin;		   // [byte]
	int letters, digits, capitals, periods, longest; // LONGEST piece between periods [letter]
	bool begins_small;
};

static void read_token(const uint8_t *s, size_t low, size_t end, struct token *t)
{
	size_t len;
	*t = (struct token){.begin = end};
	while (t->begin > low && end - t->begin <= TOKEN_MOST) {
		uint32_t cp = code_point_before(s, t->begin, &len);
		if (!utf8_is_word(cp) && cp != '.')
			break;
		t->begin -= len;
	}
	if (end - t->begin > TOKEN_MOST || t->begin == end) {
		t->begin = end;
		return;
	}
	size_t n = 0;
	int piece = 0;
	for (size_t i = t->begin; i < end; i += len) {
		uint32_t cp;
		len = utf8_decode(s + i, end - i, &cp);
		bool is_letter = utf8_is_letter(cp);
		piece = cp == '.' ? 0 : piece + (is_letter ? 1 : 0);
		t->longest = piece > t->longest ? piece : t->longest;
		t->letters += is_letter;
		t->digits += utf8_digit(cp) >= 0;
		t->capitals += utf8_is_upper(cp);
		t->periods += cp == '.';
		if (i == t->begin)
			t->begins_small = is_letter && !utf8_is_upper(cp);
		// What is in no table needs no more than to be different.
		t->text[n++] = cp < 0x80 ? (char)utf8_lower(cp) : '?';
	}
	t->text[n] = '\0';
}

// What follows a stop.
struct follower {
	bool is_lower, is_number, is_opener, is_particle, is_clipped;
};

static void read_word(const uint8_t *s, size_t n, size_t at, struct follower *f)
{
	char word[16];
	size_t len = 0;
	while (at + len < n && len + 1 < sizeof word && (s[at + len] | 0x20) >= 'a' &&
	       (s[at + len] | 0x20) <= 'z') {
		word[len] = (char)(s[at + len] | 0x20);
		len++;
	}
	word[len] = '\0';
	if (at + len < n && s[at + len] >= 0x80)
		return; // there is more of the word
	f->is_particle = string_is_among(word, particles);
	f->is_opener = string_is_among(word, openers);
}

// "'s Avonds", "'t Is": a clipped word before a capital.
static bool is_clipped(const uint8_t *s, size_t n, size_t at)
{
	if (at < n && s[at] == '\'')
		at++;
	else if (n - at >= 3 && memcmp(s + at, "\xE2\x80\x99", 3) == 0)
		at += 3;
	else
		return false;
	return at + 2 < n && strchr("smtkn", s[at]) && s[at] && s[at + 1] == ' ' &&
	       sentence_class(s[at + 2]) == SENTENCE_UPPER;
}

static struct follower read_follower(const uint8_t *s, size_t n, size_t at)
{
	struct follower f = {.is_clipped = is_clipped(s, n, at)};
	size_t end = n - at > LOOKED_AT ? at + LOOKED_AT : n;
	while (at < end) {
		uint32_t cp;
		size_t len = utf8_decode(s + at, n - at, &cp);
		enum sentence_class c = class_at(s, n, at, cp, SENTENCE_WITHIN);
		if (c == SENTENCE_CLOSE || c == SENTENCE_EXTEND || c == SENTENCE_FORMAT) {
			at += len;
			continue;
		}
		f.is_lower = c == SENTENCE_LOWER;
		f.is_number = c == SENTENCE_NUMERIC;
		break;
	}
	read_word(s, n, at, &f);
	return f;
}

static enum period dotted_period(const struct token *t)
{
	if (string_is_among(t->text, dotted_ordinary))
		return PERIOD_ORDINARY;
	if (string_is_among(t->text, dotted_not_before_name))
		return PERIOD_NO_NAME;
	if (t->longest > 1 || t->digits > 0)
		return PERIOD_ORDINARY; // an address or a number
	return t->capitals == 0 ? PERIOD_NEVER : PERIOD_NO_NAME;
}

static enum period period_of(const struct token *t)
{
	if (t->periods > 0)
		return dotted_period(t);
	if (t->letters == 1 && t->capitals == 1 && t->digits == 0)
		return PERIOD_NO_SURNAME;
	if (t->capitals > 1 || (t->capitals == 1 && t->begins_small))
		return PERIOD_ORDINARY; // "ING", "MR"
	if (string_is_among(t->text, never))
		return PERIOD_NEVER;
	if (string_is_among(t->text, not_before_number))
		return PERIOD_NO_NUMBER;
	return string_is_among(t->text, not_before_name) ? PERIOD_NO_NAME : PERIOD_ORDINARY;
}

// Whether there is nothing but signs from BEGIN to END, as far as is looked at.
static bool has_no_word(const uint8_t *s, size_t begin, size_t end)
{
	size_t low = end - begin > LOOKED_AT ? end - LOOKED_AT : begin, len;
	for (size_t i = end; i > low; i -= len)
		if (utf8_is_word(code_point_before(s, i, &len)))
			return false;
	return true;
}

// "1.", "2.3.", "a.", "IV.": what counts an item.
static bool is_item(const struct token *t)
{
	if (t->letters == 0)
		return t->digits > 0 && t->digits <= ITEM_DIGITS * (t->periods + 1);
	return t->digits == 0 && t->periods == 0 &&
	       (t->letters == 1 || (t->letters <= 4 && strspn(t->text, "ivx") == strlen(t->text)));
}

static bool is_behind_opening(const uint8_t *s, size_t low, size_t at)
{
	size_t len;
	if (at <= low)
		return true;
	uint32_t cp = code_point_before(s, at, &len);
	return sentence_class(cp) == SENTENCE_CLOSE && !utf8_has(cp, UTF8_CLOSING) && cp != '"' &&
	       cp != '\'';
}

// Where the dots, or the other signs, of which the last is at TERM begin.
static size_t terms_begin(const uint8_t *s, size_t low, size_t term)
{
	const char *same = s[term] == '.' ? "." : "!?";
	while (term > low && s[term] < 0x80 && s[term - 1] && strchr(same, s[term - 1]))
		term--;
	return term;
}

// Whether the full stop of STOP, which has a blank behind it, ends a sentence.
static bool period_ends(const uint8_t *s, size_t n, const struct sentence_stop *stop)
{
	size_t dots = terms_begin(s, stop->begin, stop->term);
	bool is_ellipsis = s[stop->term] != '.' || dots < stop->term;
	struct follower next = read_follower(s, n, stop->next);
	if (is_ellipsis)
		return stop->ends && !is_behind_opening(s, stop->begin, dots);
	struct token t;
	read_token(s, stop->begin, stop->term, &t);
	if (is_item(&t) && has_no_word(s, stop->begin, t.begin))
		return false;
	switch (period_of(&t)) {
	case PERIOD_NEVER:
		return false;
	case PERIOD_NO_NUMBER:
		return stop->ends && !next.is_number;
	case PERIOD_NO_NAME:
		return stop->ends && (next.is_opener || next.is_particle);
	case PERIOD_NO_SURNAME:
		return stop->ends && next.is_opener;
	case PERIOD_ORDINARY:
		break;
	}
	bool is_ordinary = t.letters >= ORDINARY_WORD && t.periods == 0;
	return stop->ends || next.is_clipped || (is_ordinary && next.is_number);
}

static bool ends(const uint8_t *s, size_t n, const struct sentence_stop *stop)
{
	uint8_t term = s[stop->term];
	bool is_full =
		term == '.' || (term == 0xE2 && memcmp(s + stop->term, "\xE2\x80\xA6", 3) == 0);
	if (has_no_word(s, stop->begin, stop->term))
		return false;
	if (is_full)
		return stop->stage == SENTENCE_BEHIND_SP && period_ends(s, n, stop);
	if (term != '!' && term != '?')
		return stop->ends;
	// Without a blank it stands in an address or a name; in brackets it wonders at a word.
	if (stop->stage == SENTENCE_BEHIND_TERM ||
	    is_behind_opening(s, stop->begin, terms_begin(s, stop->begin, stop->term)))
		return false;
	struct follower next = read_follower(s, n, stop->next);
	return !next.is_lower || next.is_clipped;
}

void prose_mark(const uint8_t *s, size_t n, uint8_t *flags)
{
	static const struct sentence_tailoring tailoring = {class_at, ends};
	sentence_mark(s, n, &tailoring, flags);
}
