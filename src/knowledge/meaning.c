// SPDX-License-Identifier: ISC
// Both texts are cut into words, figures and signs.  What they have in common, in order, is left
// aside (a longest common subsequence); in each gap between that, what stands on either side is
// compared by class.
#include "config.h"

#include "knowledge/meaning.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/folding.h"
#include "base/memory.h"
#include "base/utf8.h"

enum {
	WORD_MAX = 48,	      // [byte] of a word that are compared
	MOST_CELLS = 4000000, // of the table in which common words are found
	CLASSES = MEANING_WORDS + 1,
};

struct token {
	char text[WORD_MAX]; // folded
	bool is_capital;     // begins with one
	bool is_upper;	     // has nothing else
	bool is_first;	     // in its sentence, as far as can be told
	bool is_figure, is_minus, is_ordinal;
	double value; // of a figure
};

struct tokens {
	struct token *all;
	size_t count, capacity;
};

// A text, folded, with the bytes that it was folded from.
struct text {
	const uint8_t *bytes;
	struct folded folded;
};

static uint32_t char_at(const struct text *t, size_t i)
{
	return i < t->folded.count ? t->folded.all[i].cp : 0;
}

static bool is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool is_letter(uint32_t cp)
{
	return cp && !is_digit(cp) && utf8_is_word(cp) && cp != '_';
}

static bool is_upper_at(const struct text *t, size_t i)
{
	const struct folded_char *c = &t->folded.all[i];
	uint32_t cp;
	utf8_decode(t->bytes + c->begin, c->end - c->begin, &cp);
	return utf8_is_upper(cp) || (cp >= 0xFF21 && cp <= 0xFF3A);
}

static struct token *add_token(struct tokens *to, bool is_first)
{
	to->all = mem_reserve(to->all, &to->capacity, to->count + 1, sizeof *to->all);
	to->all[to->count] = (struct token){.is_first = is_first};
	return &to->all[to->count++];
}

static void append(struct token *t, uint32_t cp)
{
	uint8_t bytes[4];
	size_t n = utf8_encode(cp, bytes), len = strlen(t->text);
	if (len + n < WORD_MAX) {
		memcpy(t->text + len, bytes, n);
		t->text[len + n] = '\0';
	}
}

// How many digits follow from I on.
static size_t digits_at(const struct text *t, size_t i)
{
	size_t n = 0;
	while (is_digit(char_at(t, i + n)))
		n++;
	return n;
}

// The sign at I groups digits by threads: as many follow, and those before it are no more.
static bool is_grouping(const struct text *t, size_t begin, size_t i)
{
	return i - begin <= 3 + 4 * 3 && digits_at(t, i + 1) == 3 && digits_at(t, begin) <= 3;
}

static void add_digits(struct token *to, const struct text *t, size_t i, size_t n, double *value,
		       double *scale)
{
	for (size_t k = 0; k < n; k++) {
		double digit = char_at(t, i + k) - '0';
		append(to, char_at(t, i + k));
		if (*scale > 0) {
			*value += digit * *scale;
			*scale /= 10;
		} else {
			*value = *value * 10 + digit;
		}
	}
}

// Small letters above the line, as in 2ⁿᵈ.
static bool is_raised(uint32_t cp)
{
	return (cp >= 0x2B0 && cp <= 0x2FF) || (cp >= 0x1D2C && cp <= 0x1D6A) || cp == 0x207F;
}

// What makes an ordinal of the figure before I ("th"); returns where it ends.
static size_t read_ordinal(const struct text *t, size_t i, struct token *to)
{
	static const char *const ends[] = {"ste", "st", "nd", "rd", "th", "de", "e"};
	for (size_t k = 0; k < sizeof ends / sizeof *ends && !to->is_ordinal; k++) {
		size_t n = strlen(ends[k]), same = 0;
		while (same < n && char_at(t, i + same) == (uint8_t)ends[k][same])
			same++;
		if (same == n && !utf8_is_word(char_at(t, i + n))) {
			to->is_ordinal = true;
			i += n;
		}
	}
	for (; is_raised(char_at(t, i)); i++)
		to->is_ordinal = true;
	return i;
}

// A figure from I on; returns where it ends.
static size_t read_figure(const struct text *t, size_t i, struct token *to)
{
	size_t begin = i, n = digits_at(t, i);
	double value = 0, scale = 0;
	add_digits(to, t, i, n, &value, &scale);
	i += n;
	for (;;) {
		uint32_t cp = char_at(t, i);
		bool is_sign = cp == '.' || cp == ',' || cp == ' ' || cp == '\'';
		if (!is_sign || digits_at(t, i + 1) == 0)
			break;
		if (!is_grouping(t, begin, i)) {
			if ((cp != '.' && cp != ',') || scale > 0)
				break;
			append(to, '.');
			scale = 0.1;
		}
		n = digits_at(t, i + 1);
		add_digits(to, t, i + 1, n, &value, &scale);
		i += n + 1;
	}
	to->value = value;
	to->is_figure = true;
	return read_ordinal(t, i, to);
}

// A word from I on, dots and apostrophes within it passed over or kept; returns where it ends.
static size_t read_word(const struct text *t, size_t i, struct token *to)
{
	size_t since_dot = 0;
	to->is_capital = to->is_upper = is_upper_at(t, i);
	for (;; i++) {
		uint32_t cp = char_at(t, i), next = char_at(t, i + 1);
		if (is_letter(cp)) {
			to->is_upper &= is_upper_at(t, i);
			append(to, cp);
			since_dot++;
		} else if (cp == '\'' && is_letter(next)) {
			append(to, cp);
		} else if (cp == '.' && since_dot == 1 && is_letter(next) &&
			   !is_letter(char_at(t, i + 2))) {
			since_dot = 0;
		} else {
			return i;
		}
	}
}

static bool ends_sentence(uint32_t cp)
{
	return cp == '.' || cp == '?' || cp == '!' || cp == ':';
}

static bool is_sign(uint32_t cp)
{
	return cp == '%' || cp == '$' || cp == 0x20AC || cp == 0xA3 || cp == 0xA5 || cp == 0xB0 ||
	       cp == '&';
}

static void read_tokens(const struct text *t, struct tokens *to)
{
	bool is_first = true;
	for (size_t i = 0; i < t->folded.count;) {
		uint32_t cp = char_at(t, i);
		bool is_minus = i > 0 && char_at(t, i - 1) == '-' &&
				(i == 1 || !utf8_is_word(char_at(t, i - 2)));
		if (is_digit(cp)) {
			struct token *one = add_token(to, is_first);
			i = read_figure(t, i, one);
			one->is_minus = is_minus;
		} else if (is_letter(cp)) {
			i = read_word(t, i, add_token(to, is_first));
		} else {
			if (is_sign(cp))
				append(add_token(to, is_first), cp);
			is_first = ends_sentence(cp) ||
				   (is_first && (cp == ' ' || cp == '"' || cp == '\''));
			i++;
			continue;
		}
		is_first = false;
	}
}

// What words are of a class, and what they are called there.

struct known {
	const char *word, *name;
};

static const struct known units[] = {
	{"%", "%"},
	{"percent", "%"},
	{"procent", "%"},
	{"cent", "%"},
	{"pct", "%"},
	{"points", "point"},
	{"point", "point"},
	{"percentage", "percentage"},
	{"procentpunt", "point"},
	{"procentpunten", "point"},
	{"km", "km"},
	{"kilometre", "km"},
	{"kilometer", "km"},
	{"kms", "km"},
	{"mile", "mile"},
	{"mijl", "mile"},
	{"m", "m"},
	{"metre", "m"},
	{"meter", "m"},
	{"cm", "cm"},
	{"centimetre", "cm"},
	{"centimeter", "cm"},
	{"mm", "mm"},
	{"millimetre", "mm"},
	{"millimeter", "mm"},
	{"foot", "foot"},
	{"feet", "foot"},
	{"voet", "foot"},
	{"inch", "inch"},
	{"inches", "inch"},
	{"yard", "yard"},
	{"kg", "kg"},
	{"kilogram", "kg"},
	{"kilogramme", "kg"},
	{"kilo", "kg"},
	{"g", "g"},
	{"gram", "g"},
	{"gramme", "g"},
	{"mg", "mg"},
	{"milligram", "mg"},
	{"ton", "ton"},
	{"tonne", "ton"},
	{"pound", "pound"},
	{"pond", "pound"},
	{"lb", "pound"},
	{"lbs", "pound"},
	{"ounce", "ounce"},
	{"litre", "l"},
	{"liter", "l"},
	{"l", "l"},
	{"ml", "ml"},
	{"millilitre", "ml"},
	{"milliliter", "ml"},
	{"gallon", "gallon"},
	{"hectare", "ha"},
	{"ha", "ha"},
	{"acre", "acre"},
	{"$", "dollar"},
	{"dollar", "dollar"},
	{"usd", "dollar"},
	{"\xE2\x82\xAC", "euro"},
	{"euro", "euro"},
	{"eur", "euro"},
	{"\xC2\xA3", "sterling"},
	{"gbp", "sterling"},
	{"\xC2\xA5", "yen"},
	{"yen", "yen"},
	{"yuan", "yuan"},
	{"gulden", "gulden"},
	{"guilder", "gulden"},
	{"frank", "franc"},
	{"franc", "franc"},
	{"million", "million"},
	{"miljoen", "million"},
	{"mln", "million"},
	{"billion", "billion"},
	{"bn", "billion"},
	{"miljard", "milliard"},
	{"mld", "milliard"},
	{"mrd", "milliard"},
	{"biljoen", "trillion"},
	{"trillion", "trillion"},
	{"second", "s"},
	{"seconde", "s"},
	{"minute", "min"},
	{"minuut", "min"},
	{"minuten", "min"},
	{"min", "min"},
	{"hour", "hour"},
	{"uur", "hour"},
	{"uren", "hour"},
	{"day", "day"},
	{"dag", "day"},
	{"dagen", "day"},
	{"week", "week"},
	{"weken", "week"},
	{"month", "month"},
	{"maand", "month"},
	{"maanden", "month"},
	{"year", "year"},
	{"jaar", "year"},
	{"jaren", "year"},
	{"decade", "decade"},
	{"century", "century"},
	{"centuries", "century"},
	{"eeuw", "century"},
	{"decennium", "decade"},
	{"decennia", "decade"},
	{"degree", "degree"},
	{"graad", "degree"},
	{"graden", "degree"},
	{"\xC2\xB0", "degree"},
	{"c", "celsius"},
	{"celsius", "celsius"},
	{"f", "fahrenheit"},
	{"fahrenheit", "fahrenheit"},
	{"k", "kelvin"},
	{"kelvin", "kelvin"},
	{"w", "watt"},
	{"watt", "watt"},
	{"kw", "kw"},
	{"kilowatt", "kw"},
	{"mw", "mw"},
	{"megawatt", "mw"},
	{"gw", "gw"},
	{"gigawatt", "gw"},
	{"tw", "tw"},
	{"kwh", "kwh"},
	{"mwh", "mwh"},
	{"gwh", "gwh"},
	{"volt", "volt"},
	{"v", "volt"},
	{"hz", "hz"},
	{"khz", "khz"},
	{"mhz", "mhz"},
	{"ghz", "ghz"},
	{"knot", "knot"},
	{"knoop", "knot"},
	{"knopen", "knot"},
	{"kilobyte", "kb"},
	{"kb", "kb"},
	{"megabyte", "mb"},
	{"mb", "mb"},
	{"gigabyte", "gb"},
	{"gb", "gb"},
	{"terabyte", "tb"},
	{"tb", "tb"},
	{"kilotonne", "kiloton"},
	{"kiloton", "kiloton"},
	{"megaton", "megaton"},
	{"megatonne", "megaton"},
	{"barrel", "barrel"},
	{"vat", "barrel"},
};

static const struct known dates[] = {
	{"january", "1"},
	{"januari", "1"},
	{"jan", "1"},
	{"february", "2"},
	{"februari", "2"},
	{"feb", "2"},
	{"march", "3"},
	{"maart", "3"},
	{"mrt", "3"},
	{"mar", "3"},
	{"april", "4"},
	{"apr", "4"},
	{"may", "5"},
	{"mei", "5"},
	{"june", "6"},
	{"juni", "6"},
	{"jun", "6"},
	{"july", "7"},
	{"juli", "7"},
	{"jul", "7"},
	{"august", "8"},
	{"augustus", "8"},
	{"aug", "8"},
	{"september", "9"},
	{"sept", "9"},
	{"sep", "9"},
	{"october", "10"},
	{"oktober", "10"},
	{"oct", "10"},
	{"okt", "10"},
	{"november", "11"},
	{"nov", "11"},
	{"december", "12"},
	{"dec", "12"},
	{"monday", "mo"},
	{"maandag", "mo"},
	{"tuesday", "tu"},
	{"dinsdag", "tu"},
	{"wednesday", "we"},
	{"woensdag", "we"},
	{"thursday", "th"},
	{"donderdag", "th"},
	{"friday", "fr"},
	{"vrijdag", "fr"},
	{"saturday", "sa"},
	{"zaterdag", "sa"},
	{"sunday", "su"},
	{"zondag", "su"},
	{"yesterday", "yesterday"},
	{"gisteren", "yesterday"},
	{"tomorrow", "tomorrow"},
	{"morgen", "tomorrow"},
	{"today", "today"},
	{"vandaag", "today"},
	{"bc", "bc"},
	{"bce", "bc"},
	{"ad", "ad"},
	{"ce", "ad"},
	{"spring", "spring"},
	{"lente", "spring"},
	{"voorjaar", "spring"},
	{"summer", "summer"},
	{"zomer", "summer"},
	{"autumn", "autumn"},
	{"herfst", "autumn"},
	{"najaar", "autumn"},
	{"winter", "winter"},
};

static const struct known negations[] = {
	{"not", "not"},		  {"no", "no"},
	{"never", "never"},	  {"none", "none"},
	{"nor", "nor"},		  {"neither", "neither"},
	{"without", "without"},	  {"nobody", "nobody"},
	{"nothing", "nothing"},	  {"nowhere", "nowhere"},
	{"cannot", "not"},	  {"hardly", "hardly"},
	{"barely", "hardly"},	  {"scarcely", "hardly"},
	{"niet", "not"},	  {"geen", "no"},
	{"nooit", "never"},	  {"niemand", "nobody"},
	{"niets", "nothing"},	  {"nergens", "nowhere"},
	{"noch", "nor"},	  {"zonder", "without"},
	{"nauwelijks", "hardly"}, {"nimmer", "never"},
	{"geenszins", "not"},	  {"evenmin", "neither"},
};

static const struct number {
	const char *word;
	double value;
	bool is_ordinal;
} numbers[] = {
	{"zero", 0, false},	   {"nul", 0, false},	       {"one", 1, false},
	{"two", 2, false},	   {"twee", 2, false},	       {"three", 3, false},
	{"drie", 3, false},	   {"four", 4, false},	       {"vier", 4, false},
	{"five", 5, false},	   {"vijf", 5, false},	       {"six", 6, false},
	{"zes", 6, false},	   {"seven", 7, false},	       {"zeven", 7, false},
	{"eight", 8, false},	   {"acht", 8, false},	       {"nine", 9, false},
	{"negen", 9, false},	   {"ten", 10, false},	       {"tien", 10, false},
	{"eleven", 11, false},	   {"elf", 11, false},	       {"twelve", 12, false},
	{"twaalf", 12, false},	   {"thirteen", 13, false},    {"dertien", 13, false},
	{"fourteen", 14, false},   {"veertien", 14, false},    {"fifteen", 15, false},
	{"vijftien", 15, false},   {"sixteen", 16, false},     {"zestien", 16, false},
	{"seventeen", 17, false},  {"zeventien", 17, false},   {"eighteen", 18, false},
	{"achttien", 18, false},   {"nineteen", 19, false},    {"negentien", 19, false},
	{"twenty", 20, false},	   {"twintig", 20, false},     {"thirty", 30, false},
	{"dertig", 30, false},	   {"forty", 40, false},       {"veertig", 40, false},
	{"fifty", 50, false},	   {"vijftig", 50, false},     {"sixty", 60, false},
	{"zestig", 60, false},	   {"seventy", 70, false},     {"zeventig", 70, false},
	{"eighty", 80, false},	   {"tachtig", 80, false},     {"ninety", 90, false},
	{"negentig", 90, false},   {"hundred", 100, false},    {"honderd", 100, false},
	{"hundreds", 100, false},  {"honderden", 100, false},  {"thousand", 1000, false},
	{"duizend", 1000, false},  {"thousands", 1000, false}, {"duizenden", 1000, false},
	{"dozen", 12, false},	   {"dozijn", 12, false},      {"half", 0.5, false},
	{"halve", 0.5, false},	   {"helft", 0.5, false},      {"quarter", 0.25, false},
	{"quarters", 0.25, false}, {"kwart", 0.25, false},     {"thirds", 3, true},
	{"once", 1, false},	   {"twice", 2, false},	       {"thrice", 3, false},
	{"double", 2, false},	   {"dubbele", 2, false},      {"triple", 3, false},
	{"first", 1, true},	   {"eerste", 1, true},	       {"second", 2, true},
	{"tweede", 2, true},	   {"third", 3, true},	       {"derde", 3, true},
	{"fourth", 4, true},	   {"vierde", 4, true},	       {"fifth", 5, true},
	{"vijfde", 5, true},	   {"sixth", 6, true},	       {"zesde", 6, true},
	{"seventh", 7, true},	   {"zevende", 7, true},       {"eighth", 8, true},
	{"achtste", 8, true},	   {"ninth", 9, true},	       {"negende", 9, true},
	{"tenth", 10, true},	   {"tiende", 10, true},       {"eleventh", 11, true},
	{"elfde", 11, true},	   {"twelfth", 12, true},      {"twaalfde", 12, true},
	{"twentieth", 20, true},   {"twintigste", 20, true},
};

static const char *look_up(const struct known *all, size_t count, const char *word, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(all[i].word) == n && strncmp(word, all[i].word, n) == 0)
			return all[i].name;
	return NULL;
}

static const struct number *look_up_number(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strlen(numbers[i].word) == n && strncmp(word, numbers[i].word, n) == 0)
			return &numbers[i];
	return NULL;
}

// "eenentwintig", "tweehonderd", "driehonderdduizend": the value of a Dutch number written as one
// word, −1 when it is none.
static double dutch_number(const char *word, size_t n)
{
	static const char *const joints[] = {"en", ""};
	const struct number *whole = look_up_number(word, n);
	if (whole && !whole->is_ordinal)
		return whole->value;
	for (size_t head = 3; head + 4 <= n; head++) {
		const struct number *first = look_up_number(word, head);
		double a = first && !first->is_ordinal	     ? first->value
			   : strncmp(word, "een", head) == 0 ? 1
							     : -1;
		for (size_t j = 0; a > 0 && j < 2; j++) {
			size_t skip = head + strlen(joints[j]);
			if (skip >= n || strncmp(word + head, joints[j], skip - head) != 0)
				continue;
			double b = dutch_number(word + skip, n - skip);
			if (b > 0)
				return *joints[j] ? a + b : b >= 100 && b > a ? a * b : a + b;
		}
	}
	return -1;
}

// The classes: each says what a token is called in it, NULL when it does not belong there.

typedef const char *class_fn(const struct token *t, char name[WORD_MAX]);

static const char *as_unit(const struct token *t, char name[WORD_MAX])
{
	(void)name;
	size_t n = strlen(t->text), count = sizeof units / sizeof *units;
	const char *unit = look_up(units, count, t->text, n);
	if (!unit && n > 3 && t->text[n - 1] == 's')
		unit = look_up(units, count, t->text, n - 1);
	return unit;
}

static const char *as_date(const struct token *t, char name[WORD_MAX])
{
	(void)name;
	return look_up(dates, sizeof dates / sizeof *dates, t->text, strlen(t->text));
}

static const char *as_negation(const struct token *t, char name[WORD_MAX])
{
	size_t n = strlen(t->text);
	(void)name;
	if (n > 3 && strcmp(t->text + n - 3, "n't") == 0)
		return "not";
	return look_up(negations, sizeof negations / sizeof *negations, t->text, n);
}

// "fifteenth", "zeventiende", "twintigste": its value, −1 when it is none.
static double ordinal(const char *word, size_t n)
{
	static const struct known ends[] = {{"ieth", "y"}, {"th", ""}, {"ste", ""}, {"de", ""}};
	const struct number *known = look_up_number(word, n);
	if (known)
		return known->is_ordinal ? known->value : -1;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t len = strlen(ends[i].word);
		char stem[WORD_MAX];
		if (n <= len + 2 || strcmp(word + n - len, ends[i].word) != 0)
			continue;
		snprintf(stem, sizeof stem, "%.*s%s", (int)(n - len), word, ends[i].name);
		double value = dutch_number(stem, strlen(stem));
		if (value >= 0)
			return value;
	}
	return -1;
}

static const char *as_number(const struct token *t, char name[WORD_MAX])
{
	size_t n = strlen(t->text);
	double nth = t->is_figure ? (t->is_ordinal ? t->value : -1) : ordinal(t->text, n);
	double value = nth >= 0 ? nth : t->is_figure ? t->value : dutch_number(t->text, n);
	if (value < 0)
		return NULL;
	snprintf(name, WORD_MAX, "%s%s%.12g", t->is_minus ? "-" : "", nth >= 0 ? "#" : "", value);
	return name;
}

static class_fn *const classes[CLASSES] = {
	[MEANING_NUMBER] = as_number,
	[MEANING_DATE] = as_date,
	[MEANING_UNIT] = as_unit,
	[MEANING_NEGATION] = as_negation,
};

// Words that may differ in spelling.

// What is often written short, and what it is short for.
static const char *written_out(const char *word)
{
	static const struct known shorts[] = {
		{"mr", "mister"},
		{"mevr", "mevrouw"},
		{"dhr", "deheer"},
		{"dr", "doctor"},
		{"prof", "professor"},
		{"st", "saint"},
		{"sint", "saint"},
		{"gen", "general"},
		{"bijv", "bijvoorbeeld"},
		{"bv", "bijvoorbeeld"},
		{"dwz", "datwilzeggen"},
		{"enz", "enzovoort"},
		{"oa", "onderandere"},
		{"mn", "metname"},
		{"ivm", "inverbandmet"},
		{"eg", "forexample"},
		{"ie", "thatis"},
		{"etc", "etcetera"},
		{"vs", "versus"},
		{"nr", "number"},
		{"nummer", "number"},
		{"ca", "circa"},
		{"&", "and"},
		{"gov", "government"},
		{"dokter", "doctor"},
	};
	const char *s = look_up(shorts, sizeof shorts / sizeof *shorts, word, strlen(word));
	return s ? s : word;
}

// Takes what is spelled in several ways out of a word, so that its spellings become the same.
static void spelling(const char *word, char out[2 * WORD_MAX])
{
	static const struct known ways[] = {
		{"isation", "ization"},
		{"ise", "ize"},
		{"isi", "izi"},
		{"yse", "yze"},
		{"ysi", "yzi"},
		{"our", "or"},
		{"ence", "ense"},
		{"ogue", "og"},
		{"xion", "ction"},
		{"amme", "am"},
		{"ae", "e"},
		{"oe", "e"},
		{"eau", "o"},
		{"ey", "ay"},
		{"ph", "f"},
		{"sch", "s"},
		{"ck", "k"},
		{"ks", "x"},
		{"cks", "x"},
		{"qu", "kw"},
		{"th", "t"},
		{"y", "i"},
		{"ij", "i"},
		{"c", "k"},
		{"'s", ""},
		{"'", ""},
		{"-", ""},
	};
	size_t n = 0;
	for (const char *s = written_out(word); *s;) {
		size_t i = 0, len = 0, count = sizeof ways / sizeof *ways;
		for (; i < count; i++) {
			len = strlen(ways[i].word);
			if (strncmp(s, ways[i].word, len) == 0)
				break;
		}
		const char *to = i < count ? ways[i].name : s;
		size_t add = i < count ? strlen(to) : 1;
		for (size_t k = 0; k < add && n + 1 < 2 * WORD_MAX; k++)
			if (n == 0 || out[n - 1] != to[k])
				out[n++] = to[k];
		s += i < count ? len : 1;
	}
	if (n >= 3 && memcmp(out + n - 2, "re", 2) == 0) {
		out[n - 2] = 'e';
		out[n - 1] = 'r';
	}
	out[n] = '\0';
}

static bool is_same_spelling(const char *a, const char *b)
{
	char x[2 * WORD_MAX], y[2 * WORD_MAX];
	spelling(a, x);
	spelling(b, y);
	return strcmp(x, y) == 0;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

// How many bytes must be put in, taken out or replaced (Levenshtein).
static size_t edits(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], n = strlen(b);
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 1; j <= n; j++) {
			size_t above = row[j];
			size_t replaced = diagonal + (a[i] != b[j - 1]);
			row[j] = least(replaced, least(above, row[j - 1]) + 1);
			diagonal = above;
		}
	}
	return row[n];
}

// "legal" and "illegal", "increased" and "decreased".
static bool is_opposite(const char *a, const char *b)
{
	static const char *const prefixes[] = {"",   "un", "in",  "im", "il",  "ir",   "dis", "non",
					       "de", "ex", "mis", "on", "ont", "anti", "toe", "af"};
	size_t count = sizeof prefixes / sizeof *prefixes;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			size_t m = strlen(prefixes[i]), n = strlen(prefixes[j]);
			if (i != j && strncmp(a, prefixes[i], m) == 0 &&
			    strncmp(b, prefixes[j], n) == 0 && strlen(a + m) >= 3 &&
			    is_same_spelling(a + m, b + n))
				return true;
		}
	return false;
}

// "bijv" of "bijvoorbeeld", "mr" of "mister".
static bool is_abbreviation(const char *a, const char *b)
{
	size_t n = strlen(a);
	if (n < 2 || n >= strlen(b) || a[0] != b[0])
		return false;
	for (; *a && *b; b++)
		a += *a == *b;
	return !*a && n <= 4;
}

static bool is_name(const struct token *t)
{
	return t->is_capital && (!t->is_first || (t->is_upper && strlen(t->text) > 1));
}

static bool is_variant(const struct token *a, const struct token *b)
{
	if (a->is_upper && b->is_upper && strlen(a->text) > 1) // acronyms, Roman figures
		return strcmp(a->text, b->text) == 0;
	if (is_same_spelling(a->text, b->text))
		return true;
	if (is_opposite(a->text, b->text))
		return false;
	size_t longer = strlen(a->text) > strlen(b->text) ? strlen(a->text) : strlen(b->text);
	if (is_name(a) || is_name(b))
		return false;
	if (a->is_capital && b->is_capital) // perhaps names: the first words of a sentence
		return longer >= 9 && edits(a->text, b->text) <= 1;
	return 2 * edits(a->text, b->text) <= longer || is_abbreviation(a->text, b->text) ||
	       is_abbreviation(b->text, a->text);
}

// Words that carry little: nobody is misled when one of them came, went or changed.
static bool is_small(const char *word)
{
	static const char *const words =
		" a an the this that these those and & or of to in on at by for with as it its is "
		"was "
		"he she they his her their i we you so then there which who whom de het een en of "
		"die dat dit deze te van in op aan bij voor met als er is was hij zij ze hun zijn "
		"haar "
		"ik wij we u je zo dan toen om tot uit over per ";
	char padded[WORD_MAX + 3];
	snprintf(padded, sizeof padded, " %s ", word);
	return strstr(words, padded) != NULL;
}

// Gaps.

struct gap {
	const struct token *a, *b; // the words before and now
	size_t m, n;
};

// True when both sides are the same but for blanks, hyphens and apostrophes.
static bool is_joined_otherwise(const struct gap *g)
{
	struct buf x = {0}, y = {0};
	bool same_signs = true;
	for (size_t i = 0; i < g->m; i++) {
		buf_add_string(&x, written_out(g->a[i].text));
		same_signs &= !g->a[i].is_minus;
	}
	for (size_t i = 0; i < g->n; i++) {
		buf_add_string(&y, written_out(g->b[i].text));
		same_signs &= !g->b[i].is_minus;
	}
	bool is_same = same_signs && strcmp(buf_string(&x), buf_string(&y)) == 0;
	buf_done(&x);
	buf_done(&y);
	return is_same;
}

// Appends what belongs to CLASS; of numbers in a row those that make one ("three hundred") are one.
static void list_class(struct buf *out, enum meaning class, const struct token *all, size_t n)
{
	char name[WORD_MAX];
	double value = -1;
	for (size_t i = 0; i <= n; i++) {
		const char *s = i < n ? classes[class](&all[i], name) : NULL;
		if (class != MEANING_NUMBER) {
			if (s)
				buf_printf(out, "%s ", s);
			continue;
		}
		double v = s && (*s >= '0' && *s <= '9') ? strtod(s, NULL) : -1;
		bool is_factor = value > 0 && (v == 100 || v == 1000);
		bool is_part = value >= 20 && v > 0 && v < value && v < 100 && !all[i].is_figure &&
			       !all[i - 1].is_figure;
		if (is_factor || is_part) {
			value = is_factor ? value * v : value + v;
			continue;
		}
		if (value >= 0)
			buf_printf(out, "%.12g ", value);
		value = v;
		if (s && v < 0)
			buf_printf(out, "%s ", s);
	}
}

static bool differs_in(const struct gap *g, enum meaning class)
{
	struct buf x = {0}, y = {0};
	list_class(&x, class, g->a, g->m);
	list_class(&y, class, g->b, g->n);
	bool differs = strcmp(buf_string(&x), buf_string(&y)) != 0;
	buf_done(&x);
	buf_done(&y);
	return differs;
}

static bool belongs_anywhere(const struct token *t)
{
	char name[WORD_MAX];
	for (int c = 0; c < CLASSES; c++)
		if (classes[c] && classes[c](t, name))
			return true;
	return strcmp(t->text, "per") == 0;
}

// The words that have no like on the other side: what they make of the gap.
static enum meaning judge_words(const struct gap *g)
{
	bool *taken = mem_new(g->n + 1, sizeof *taken);
	enum meaning worst = MEANING_SAME;
	for (size_t i = 0; i < g->m + g->n; i++) {
		bool is_old = i < g->m;
		const struct token *t = is_old ? &g->a[i] : &g->b[i - g->m];
		size_t k = is_old ? 0 : g->n;
		while (k < g->n && (taken[k] || !is_variant(t, &g->b[k])))
			k++;
		if (k < g->n)
			taken[k] = true;
		if (k < g->n || (!is_old && taken[i - g->m]) || belongs_anywhere(t))
			continue;
		for (size_t j = 0; is_old && j < g->n; j++)
			if (is_opposite(t->text, g->b[j].text))
				worst = MEANING_NEGATION;
		if (worst == MEANING_SAME || worst == MEANING_WORDS)
			worst = is_name(t) || (t->is_capital && !is_small(t->text)) ? MEANING_NAME
				: is_small(t->text)				    ? worst
										    : MEANING_WORDS;
	}
	free(taken);
	return worst;
}

static enum meaning judge(const struct gap *g)
{
	static const enum meaning order[] = {MEANING_NEGATION, MEANING_DATE, MEANING_NUMBER,
					     MEANING_UNIT};
	if ((g->m == 0 && g->n == 0) || is_joined_otherwise(g))
		return MEANING_SAME;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (differs_in(g, order[i]))
			return order[i];
	return judge_words(g);
}

// What the two have in common.

static bool is_equal(const struct token *a, const struct token *b)
{
	return a->is_minus == b->is_minus && strcmp(a->text, b->text) == 0;
}

// For each of the M tokens before, the number of its like among the N now, from 1; 0 for none.
static uint32_t *match(const struct token *a, size_t m, const struct token *b, size_t n)
{
	uint32_t *to = mem_new(m + 1, sizeof *to);
	if ((m + 1) * (n + 1) > MOST_CELLS)
		return to; // one large gap
	uint16_t *length = mem_new((m + 1) * (n + 1), sizeof *length);
	for (size_t i = m; i-- > 0;)
		for (size_t j = n; j-- > 0;) {
			uint16_t *here = &length[i * (n + 1) + j];
			uint16_t down = here[n + 1], right = here[1];
			*here = is_equal(&a[i], &b[j]) ? (uint16_t)(here[n + 2] + 1)
				: down > right	       ? down
						       : right;
		}
	for (size_t i = 0, j = 0; i < m && j < n;) {
		const uint16_t *here = &length[i * (n + 1) + j];
		if (is_equal(&a[i], &b[j]))
			to[i++] = (uint32_t)++j;
		else if (here[n + 1] >= here[1])
			i++;
		else
			j++;
	}
	free(length);
	return to;
}

static void tell_words(struct buf *out, const struct token *all, size_t n)
{
	for (size_t i = 0; out && i < n; i++)
		buf_printf(out, "%s%s%s", i ? " " : "", all[i].is_minus ? "-" : "", all[i].text);
}

static enum meaning compare(const struct tokens *was, const struct tokens *now, struct buf *old,
			    struct buf *changed)
{
	size_t first = 0, m = was->count, n = now->count;
	while (first < m && first < n && is_equal(&was->all[first], &now->all[first]))
		first++;
	while (m > first && n > first && is_equal(&was->all[m - 1], &now->all[n - 1]))
		m--, n--;
	const struct token *a = was->all + first, *b = now->all + first;
	m -= first;
	n -= first;
	uint32_t *to = match(a, m, b, n);
	enum meaning result = MEANING_SAME;
	for (size_t i = 0, j = 0; result == MEANING_SAME && i <= m;) {
		size_t end = i;
		while (end < m && to[end] == 0)
			end++;
		size_t stop = end < m ? to[end] - 1 : n;
		struct gap g = {a + i, b + j, end - i, stop - j};
		result = judge(&g);
		if (result != MEANING_SAME) {
			tell_words(old, g.a, g.m);
			tell_words(changed, g.b, g.n);
		}
		i = end + 1;
		j = stop + 1;
	}
	free(to);
	return result;
}

static void read_text(const void *s, size_t n, struct tokens *to)
{
	struct text t = {.bytes = s};
	folding_add(&t.folded, s, n);
	read_tokens(&t, to);
	folding_done(&t.folded);
}

enum meaning meaning_compare(const char *was, size_t n, const uint8_t *now, size_t m,
			     struct buf *old, struct buf *changed)
{
	struct tokens a = {0}, b = {0};
	read_text(was, n, &a);
	read_text(now, m, &b);
	enum meaning result = compare(&a, &b, old, changed);
	free(a.all);
	free(b.all);
	return result;
}
