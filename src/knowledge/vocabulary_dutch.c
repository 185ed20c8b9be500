// SPDX-License-Identifier: ISC
// The words of Dutch that meaning goes by, and how it is spelled now and was before.
#include "config.h"

#include "knowledge/vocabulary.h"

static const struct vocabulary_word numbers[] = {
	{"acht", "8"},	       {"achttien", "18"},   {"anderhalf", "1.5"}, {"anderhalve", "1.5"},
	{"dertien", "13"},     {"dertig", "30"},     {"dozijn", "12"},	   {"drie", "3"},
	{"driekwart", "0.75"}, {"dubbele", "2"},     {"duizend", "1000"},  {"duizenden", "1000"},
	{"elf", "11"},	       {"half", "0.5"},	     {"halve", "0.5"},	   {"helft", "0.5"},
	{"honderd", "100"},    {"honderden", "100"}, {"kwart", "0.25"},	   {"negen", "9"},
	{"negentien", "19"},   {"negentig", "90"},   {"nul", "0"},	   {"tachtig", "80"},
	{"tien", "10"},	       {"twaalf", "12"},     {"twee", "2"},	   {"twintig", "20"},
	{"veertien", "14"},    {"veertig", "40"},    {"vier", "4"},	   {"vijf", "5"},
	{"vijftien", "15"},    {"vijftig", "50"},    {"zes", "6"},	   {"zestien", "16"},
	{"zestig", "60"},      {"zeven", "7"},	     {"zeventien", "17"},  {"zeventig", "70"},
};

static const struct vocabulary_word ordinals[] = {
	{"achtste", "8"},     {"derde", "3"},	{"eerste", "1"},    {"elfde", "11"},
	{"negende", "9"},     {"tiende", "10"}, {"twaalfde", "12"}, {"tweede", "2"},
	{"twintigste", "20"}, {"vierde", "4"},	{"vijfde", "5"},    {"zesde", "6"},
	{"zevende", "7"},
};

static const struct vocabulary_word units[] = {
	{"biljoen", "trillion"},  {"centimeter", "cm"},
	{"dag", "day"},		  {"dagen", "day"},
	{"decennia", "decade"},	  {"decennium", "decade"},
	{"dollar", "dollar"},	  {"eeuw", "century"},
	{"eeuwen", "century"},	  {"euro", "euro"},
	{"frank", "franc"},	  {"graad", "degree"},
	{"graden", "degree"},	  {"gram", "g"},
	{"gulden", "gulden"},	  {"hectare", "ha"},
	{"jaar", "year"},	  {"jaren", "year"},
	{"kilo", "kg"},		  {"kilogram", "kg"},
	{"kilometer", "km"},	  {"knoop", "knot"},
	{"knopen", "knot"},	  {"liter", "l"},
	{"maand", "month"},	  {"maanden", "month"},
	{"meter", "m"},		  {"mijl", "mile"},
	{"miljard", "milliard"},  {"miljoen", "million"},
	{"milligram", "mg"},	  {"milliliter", "ml"},
	{"millimeter", "mm"},	  {"minuten", "min"},
	{"minuut", "min"},	  {"ons", "hectogram"},
	{"pond", "pound"},	  {"procent", "%"},
	{"procentpunt", "point"}, {"procentpunten", "point"},
	{"seconde", "s"},	  {"ton", "ton"},
	{"uren", "hour"},	  {"uur", "hour"},
	{"vat", "barrel"},	  {"vaten", "barrel"},
	{"voet", "foot"},	  {"week", "week"},
	{"weken", "week"},
};

static const struct vocabulary_word dates[] = {
	{"april", "4"},	      {"augustus", "8"},    {"dinsdag", "tu"},
	{"donderdag", "th"},  {"februari", "2"},    {"gisteren", "yesterday"},
	{"herfst", "autumn"}, {"januari", "1"},	    {"juli", "7"},
	{"juni", "6"},	      {"lente", "spring"},  {"maandag", "mo"},
	{"maart", "3"},	      {"mei", "5"},	    {"morgen", "tomorrow"},
	{"mrt", "3"},	      {"najaar", "autumn"}, {"okt", "10"},
	{"oktober", "10"},    {"vandaag", "today"}, {"voorjaar", "spring"},
	{"vrijdag", "fr"},    {"winter", "winter"}, {"woensdag", "we"},
	{"zaterdag", "sa"},   {"zomer", "summer"},  {"zondag", "su"},
};

static const struct vocabulary_word negations[] = {
	{"amper", "hardly"},   {"evenmin", "neither"},	 {"geen", "no"},
	{"geenszins", "not"},  {"nauwelijks", "hardly"}, {"nergens", "nowhere"},
	{"niemand", "nobody"}, {"niet", "not"},		 {"niets", "nothing"},
	{"nimmer", "never"},   {"noch", "nor"},		 {"nooit", "never"},
	{"zonder", "without"},
};

static const struct vocabulary_word spellings[] = {
	{"'k", "ik"},	       {"'m", "hem"},		{"'n", "een"},
	{"'r", "haar"},	       {"'t", "het"},		{"bijv", "bijvoorbeeld"},
	{"blz", "bladzijde"},  {"buro", "bureau"},	{"bv", "bijvoorbeeld"},
	{"copie", "kopie"},    {"d'r", "haar"},		{"da's", "datis"},
	{"dezen", "deze"},     {"dhr", "deheer"},	{"dien", "die"},
	{"dokter", "doctor"},  {"dwz", "datwilzeggen"}, {"eene", "een"},
	{"eenen", "een"},      {"en", "and"},		{"enz", "enzovoort"},
	{"hare", "haar"},      {"hunne", "hun"},	{"ivm", "inverbandmet"},
	{"jl", "jongstleden"}, {"kado", "cadeau"},	{"m'n", "mijn"},
	{"mevr", "mevrouw"},   {"mijne", "mijn"},	{"mn", "metname"},
	{"nummer", "number"},  {"oa", "onderandere"},	{"onzen", "onze"},
	{"sint", "saint"},     {"vd", "vande"},		{"welken", "welke"},
	{"wien", "wie"},       {"z'n", "zijn"},		{"zijne", "zijn"},
	{"zo'n", "zoeen"},     {"zoo'n", "zoeen"},	{"zyn", "zijn"},
};

static const struct vocabulary_word small[] = {
	{"aan", "to"}, {"als", ""},   {"bij", "to"},   {"dan", ""},	{"dat", ""},
	{"de", ""},    {"den", ""},   {"der", ""},     {"deze", ""},	{"die", ""},
	{"dit", ""},   {"een", ""},   {"en", "and"},   {"er", ""},	{"haar", "his"},
	{"het", ""},   {"hij", "he"}, {"hun", "his"},  {"ik", "he"},	{"in", "to"},
	{"is", ""},    {"je", "he"},  {"jij", "he"},   {"met", "to"},	{"mijn", "his"},
	{"of", "and"}, {"om", ""},    {"onze", "his"}, {"op", "to"},	{"over", "to"},
	{"per", "to"}, {"te", ""},    {"toen", ""},    {"tot", ""},	{"u", "he"},
	{"uit", "to"}, {"van", "to"}, {"voor", "to"},  {"was", ""},	{"we", "he"},
	{"wij", "he"}, {"ze", "he"},  {"zij", "he"},   {"zijn", "his"}, {"zo", ""},
};

static const struct vocabulary_way ways[] = {
	{"eau", "o", false},   {"ks", "x", false},    {"qu", "kw", false},   {"ij", "y", false},
	{"ssch", "ss", true},  {"isch", "is", true},  {"nsch", "ns", true},  {"dsch", "ds", true},
	{"tsch", "ts", true},  {"lsch", "ls", true},  {"rsch", "rs", true},  {"msch", "ms", true},
	{"psch", "ps", true},  {"gsch", "gs", true},  {"ksch", "ks", true},  {"fsch", "fs", true},
	{"osch", "os", false}, {"asch", "as", false}, {"esch", "es", false},
};

static const char *const prefixes[] = {"af", "anti", "de", "on", "ont", "toe"};

static const struct vocabulary_ending endings[] = {{"ste", ""}, {"de", ""}};

const struct vocabulary vocabulary_dutch = {
	.language = "nl",
	.lists =
		{
			[VOCABULARY_NUMBERS] = VOCABULARY_LIST(numbers),
			[VOCABULARY_ORDINALS] = VOCABULARY_LIST(ordinals),
			[VOCABULARY_UNITS] = VOCABULARY_LIST(units),
			[VOCABULARY_DATES] = VOCABULARY_LIST(dates),
			[VOCABULARY_NEGATIONS] = VOCABULARY_LIST(negations),
			[VOCABULARY_SPELLINGS] = VOCABULARY_LIST(spellings),
			[VOCABULARY_SMALL] = VOCABULARY_LIST(small),
		},
	.ways = ways,
	.way_count = sizeof ways / sizeof *ways,
	.prefixes = prefixes,
	.prefix_count = sizeof prefixes / sizeof *prefixes,
	.ordinal_endings = endings,
	.ordinal_ending_count = sizeof endings / sizeof *endings,
	.joint = "en",
	.one = "een",
};
