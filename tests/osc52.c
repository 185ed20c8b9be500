// SPDX-License-Identifier: ISC
#include "config.h"

#include "osc52.h"

#include <stdint.h>
#include <string.h>

static int digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

// Decodes base64 up to the first byte that is none; how many bytes were read.
static size_t decode(const char *s, struct buf *out)
{
	uint32_t bits = 0;
	size_t n = 0;
	for (; digit(s[n]) >= 0; n++) {
		bits = bits << 6 | (uint32_t)digit(s[n]);
		if (n % 4 == 3)
			buf_add(out, (char[]){(char)(bits >> 16), (char)(bits >> 8), (char)bits},
				3);
	}
	if (n % 4 == 3)
		buf_add(out, (char[]){(char)(bits >> 10), (char)(bits >> 2)}, 2);
	if (n % 4 == 2)
		buf_add_char(out, (char)(bits >> 4));
	while (s[n] == '=')
		n++;
	return n;
}

int osc52_count(const struct buf *bytes, const char *end, struct buf *out)
{
	static const char begin[] = "\033]52;";
	int count = 0;
	const char *at = buf_string(bytes), *limit = at + bytes->len;
	for (size_t i = 0; at + i + strlen(begin) < limit; i++) {
		const char *s = at + i;
		if (memcmp(s, begin, strlen(begin)) != 0)
			continue;
		s += strlen(begin);
		s += strcspn(s, ";") + 1;
		struct buf text = {0};
		size_t n = decode(s, &text);
		if (string_starts(s + n, end)) {
			buf_clear(out);
			buf_add(out, buf_string(&text), text.len);
			count++;
		}
		buf_done(&text);
	}
	return count;
}
