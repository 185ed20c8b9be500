// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/address.h"

#include "base/translate.h"
#include "base/utf8.h"

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

// How long "http://" is, in capitals or not; 0 for anything else.
static size_t scheme_length(const char *s)
{
	static const char *const schemes[] = {"http://", "https://"};
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t n = 0;
		while (schemes[i][n] && ((is_letter(s[n]) ? s[n] | 0x20 : s[n]) == schemes[i][n]))
			n++;
		if (!schemes[i][n])
			return n;
	}
	return 0;
}

// "[::1]": hexadecimal digits, colons and points.
static bool is_address_literal(const char *s, size_t n)
{
	if (n < 4 || s[0] != '[' || s[n - 1] != ']')
		return false;
	for (size_t i = 1; i + 1 < n; i++)
		if (!is_hex(s[i]) && s[i] != ':' && s[i] != '.')
			return false;
	return true;
}

// Letters, digits, and hyphens and points between them.
static bool is_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_inner = s[i] == '-' || s[i] == '_' || s[i] == '.';
		if (!is_letter(s[i]) && !is_digit(s[i]) && !(is_inner && i > 0))
			return false;
	}
	return n > 0 && s[n - 1] != '-';
}

// The host, with a port or without one, is all that comes before the path.
static bool check_host(const char *s, size_t n, struct err *e)
{
	if (memchr(s, '@', n))
		return err_set(e, _("a name before its host hides where it leads"));
	size_t port = n;
	while (port > 0 && is_digit(s[port - 1]))
		port--;
	bool has_port = port > 0 && s[port - 1] == ':' && n - port <= 5 && s[0] != ':';
	size_t host = has_port ? port - 1 : n;
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)s[i] >= 0x80)
			return err_set(e, _("its host has other letters than ASCII"));
	if (!is_name(s, host) && !is_address_literal(s, host))
		return err_set(e, _("it has no host that could be one"));
	return true;
}

// One byte of path, query or fragment, as it is or escaped; false where it may not stand.
static bool add_byte(struct buf *out, const char *s)
{
	static const char others[] = "-._~:/?@!$&()*+,;=";
	uint8_t c = (uint8_t)*s;
	if (is_letter(*s) || is_digit(*s) || (c && strchr(others, c)))
		buf_add_char(out, *s);
	else if (c == '%' && is_hex(s[1]) && is_hex(s[2]))
		buf_add_char(out, *s);
	else if (c >= 0x80 || c == '\'')
		buf_printf(out, "%%%02X", c);
	else
		return false;
	return true;
}

static bool is_well_formed(const char *s)
{
	static const char replacement[] = "\xEF\xBF\xBD";
	size_t n = strlen(s), len;
	for (size_t i = 0; i < n; i += len) {
		uint32_t cp;
		len = utf8_decode((const uint8_t *)s + i, n - i, &cp);
		if (cp == UTF8_REPLACEMENT && !string_starts(s + i, replacement))
			return false;
	}
	return true;
}

static bool check(struct buf *out, const char *s, struct err *e)
{
	if (strlen(s) > ADDRESS_MOST)
		return err_set(e, _("it is longer than %d characters"), ADDRESS_MOST);
	size_t scheme = scheme_length(s), host = strcspn(s + scheme, "/?#");
	if (!scheme)
		return err_set(e, _("it is not an address of http or https"));
	if (!is_well_formed(s))
		return err_set(e, _("it is not written in UTF-8"));
	if (!check_host(s + scheme, host, e))
		return false;
	buf_add(out, s, scheme + host);
	bool has_fragment = false;
	for (const char *at = s + scheme + host; *at; at++) {
		bool is_mark = *at == '#' && !has_fragment;
		has_fragment |= is_mark;
		if (is_mark)
			buf_add_char(out, '#');
		else if (!add_byte(out, at))
			return err_set(e, _("it holds a character that no address has"));
	}
	if (out->len > ADDRESS_MOST)
		return err_set(e, _("it is longer than %d characters"), ADDRESS_MOST);
	return true;
}

bool address_write(struct buf *out, const char *s, struct err *e)
{
	struct buf written = {0};
	bool is_right = check(&written, s, e);
	if (is_right)
		buf_add(out, buf_string(&written), written.len);
	buf_done(&written);
	return is_right;
}
