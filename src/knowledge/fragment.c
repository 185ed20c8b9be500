// SPDX-License-Identifier: ISC
// The grammar is that of RFC 5147, section 3.  Positions count characters and lines from 0, and lie
// between them (2.1.1); an end that is missing is that of the text, a begin likewise (2.1.2).
#include "config.h"

#include "knowledge/fragment.h"

#include <string.h>

#include "base/string.h"

// Takes the digits at *S; POS_NONE when there are none, or more than can be counted.
static uint64_t take_number(const char **s)
{
	uint64_t n = 0;
	if (**s < '0' || **s > '9')
		return POS_NONE;
	for (; **s >= '0' && **s <= '9'; (*s)++) {
		if (n > (POS_NONE - 10) / 10)
			return POS_NONE;
		n = 10 * n + (uint64_t)(**s - '0');
	}
	return n;
}

static bool take_range(const char **s, uint64_t *begin, uint64_t *end)
{
	bool has_begin = **s != ',';
	*begin = has_begin ? take_number(s) : 0;
	*end = *begin;
	if (*begin == POS_NONE)
		return false;
	if (**s != ',')
		return true;
	(*s)++;
	bool has_end = **s >= '0' && **s <= '9';
	*end = take_number(s);
	return has_end ? *end != POS_NONE && *begin <= *end : has_begin;
}

// "length=" and a number, or "md5=" and 32 hexadecimal digits, then perhaps a charset.
static bool take_check(const char **s)
{
	if (string_starts(*s, "length=")) {
		*s += strlen("length=");
		if (take_number(s) == POS_NONE)
			return false;
	} else if (string_starts(*s, "md5=")) {
		*s += strlen("md5=");
		if (strspn(*s, "0123456789abcdefABCDEF") != 32)
			return false;
		*s += 32;
	} else {
		return false;
	}
	if (**s != ',')
		return true;
	(*s)++;
	size_t charset = strcspn(*s, ";,");
	*s += charset;
	return charset > 0;
}

bool fragment_is_standard(const char *iri)
{
	static const char *const schemes[] = {"http://", "https://"};
	static const char *const places[] = {
		"tools.ietf.org/rfc/rfc5147",	    "tools.ietf.org/html/rfc5147",
		"www.ietf.org/rfc/rfc5147",	    "www.rfc-editor.org/rfc/rfc5147",
		"www.rfc-editor.org/info/rfc5147",  "rfc-editor.org/rfc/rfc5147",
		"datatracker.ietf.org/doc/rfc5147", "datatracker.ietf.org/doc/html/rfc5147",
	};
	static const char *const ends[] = {"", "/", ".txt", ".html"};
	if (strcmp(iri, "urn:ietf:rfc:5147") == 0)
		return true;
	for (size_t i = 0; i < 2; i++) {
		if (!string_starts(iri, schemes[i]))
			continue;
		const char *rest = iri + strlen(schemes[i]);
		for (size_t j = 0; j < sizeof places / sizeof places[0]; j++)
			for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
				if (string_starts(rest, places[j]) &&
				    strcmp(rest + strlen(places[j]), ends[k]) == 0)
					return true;
	}
	return false;
}

bool fragment_read(const char *s, struct selector *to)
{
	uint64_t begin, end;
	bool is_line = string_starts(s, "line=");
	if (!is_line && !string_starts(s, "char="))
		return false;
	s += strlen("char=");
	if (!take_range(&s, &begin, &end))
		return false;
	while (*s == ';') {
		s++;
		if (!take_check(&s))
			return false;
	}
	if (*s)
		return false;
	*(is_line ? &to->start_line : &to->start) = begin;
	*(is_line ? &to->end_line : &to->end) = end;
	return true;
}

const char *fragment_of(const char *iri)
{
	struct selector s = selector_none();
	const char *hash = iri ? strchr(iri, '#') : NULL;
	return hash && hash > iri && fragment_read(hash + 1, &s) ? hash + 1 : NULL;
}
