// SPDX-License-Identifier: ISC
#include "config.h"

#include "knowledge/vocabulary.h"

#include <string.h>

// Signs, and what is the same in most languages.

static const struct vocabulary_word numbers[] = {
	{"\xC2\xBC", "0.25"},
	{"\xC2\xBD", "0.5"},
	{"\xC2\xBE", "0.75"},
	{"\xE2\x85\x93", "0.333333333333"},
	{"\xE2\x85\x94", "0.666666666667"},
};

static const struct vocabulary_word units[] = {
	{"$", "dollar"},
	{"%", "%"},
	{"bn", "billion"},
	{"c", "celsius"},
	{"celsius", "celsius"},
	{"cl", "cl"},
	{"cm", "cm"},
	{"cm\xC2\xB2", "cm\xC2\xB2"},
	{"cm\xC2\xB3", "cm\xC2\xB3"},
	{"eur", "euro"},
	{"f", "fahrenheit"},
	{"fahrenheit", "fahrenheit"},
	{"g", "g"},
	{"gb", "gb"},
	{"gbp", "sterling"},
	{"ghz", "ghz"},
	{"gigabyte", "gb"},
	{"gigawatt", "gw"},
	{"gr", "g"},
	{"gw", "gw"},
	{"gwh", "gwh"},
	{"ha", "ha"},
	{"hz", "hz"},
	{"k", "kelvin"},
	{"kb", "kb"},
	{"kelvin", "kelvin"},
	{"kg", "kg"},
	{"khz", "khz"},
	{"kilobyte", "kb"},
	{"kiloton", "kiloton"},
	{"kilowatt", "kw"},
	{"km", "km"},
	{"kms", "km"},
	{"km\xC2\xB2", "km\xC2\xB2"},
	{"kw", "kw"},
	{"kwh", "kwh"},
	{"l", "l"},
	{"lb", "pound"},
	{"lbs", "pound"},
	{"m", "m"},
	{"mb", "mb"},
	{"megabyte", "mb"},
	{"megaton", "megaton"},
	{"megawatt", "mw"},
	{"mg", "mg"},
	{"mhz", "mhz"},
	{"min", "min"},
	{"ml", "ml"},
	{"mld", "milliard"},
	{"mln", "million"},
	{"mm", "mm"},
	{"mm\xC2\xB2", "mm\xC2\xB2"},
	{"mph", "mph"},
	{"mrd", "milliard"},
	{"mw", "mw"},
	{"mwh", "mwh"},
	{"m\xC2\xB2", "m\xC2\xB2"},
	{"m\xC2\xB3", "m\xC2\xB3"},
	{"pct", "%"},
	{"tb", "tb"},
	{"terabyte", "tb"},
	{"tw", "tw"},
	{"usd", "dollar"},
	{"v", "volt"},
	{"volt", "volt"},
	{"w", "watt"},
	{"watt", "watt"},
	{"yen", "yen"},
	{"yuan", "yuan"},
	{"\xC2\xA3", "sterling"},
	{"\xC2\xA5", "yen"},
	{"\xC2\xB0", "degree"},
	{"\xC2\xB5g", "\xC2\xB5g"},
	{"\xCE\xBCg", "\xC2\xB5g"},
	{"\xE2\x82\xAC", "euro"},
};

static const struct vocabulary_word spellings[] = {
	{"&", "and"},	  {"ca", "circa"},	 {"dr", "doctor"}, {"etc", "etcetera"},
	{"nr", "number"}, {"prof", "professor"}, {"vs", "versus"},
};

static const struct vocabulary common = {
	.language = "",
	.lists =
		{
			[VOCABULARY_NUMBERS] = VOCABULARY_LIST(numbers),
			[VOCABULARY_UNITS] = VOCABULARY_LIST(units),
			[VOCABULARY_SPELLINGS] = VOCABULARY_LIST(spellings),
		},
};

const struct vocabulary *const vocabularies[VOCABULARIES] = {
	&common,
	&vocabulary_english,
	&vocabulary_dutch,
};

static const char *look_up(const struct vocabulary_list *l, const char *word, size_t n)
{
	size_t from = 0, to = l->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const char *there = l->all[middle].word;
		int order = strncmp(word, there, n);
		if (order == 0 && there[n] == '\0')
			return l->all[middle].name;
		if (order > 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

const char *vocabulary_look_up(enum vocabulary_class c, const char *word, size_t n)
{
	const char *name = NULL;
	for (size_t i = 0; i < VOCABULARIES && !name; i++)
		name = look_up(&vocabularies[i]->lists[c], word, n);
	return name;
}
