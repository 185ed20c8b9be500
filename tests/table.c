// SPDX-License-Identifier: ISC
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "table.h"
#include "want.h"

void table_read_field(const char *s, size_t n, struct buf *out, struct buf *wanted)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t bytes[4];
		if (string_starts(s + i, "\xE2\x9F\xA6") || string_starts(s + i, "\xE2\x9F\xA7")) {
			bool begins = (uint8_t)s[i + 2] == 0xA6;
			buf_printf(wanted, "%s%zu",
				   !begins	 ? "-"
				   : wanted->len ? " "
						 : "",
				   out->len);
			i += 2;
		} else if (s[i] != '\\') {
			buf_add_char(out, s[i]);
		} else if (s[++i] == 'u') {
			char *end;
			uint32_t cp = (uint32_t)strtoul(s + i + 2, &end, 16);
			buf_add(out, bytes, utf8_encode(cp, bytes));
			i = (size_t)(end - s);
		} else {
			static const char from[] = "ntrbp\\", to[] = "\n\t\r\b|\\";
			const char *at = strchr(from, s[i]);
			want(at && *at, "wanted a known escape, got \\%c", s[i]);
			buf_add_char(out, to[at - from]);
		}
	}
}

enum query_mode table_take_mode(const char **query, char language[3])
{
	static const char *const names[] = {
		[QUERY_EXACT] = "exact:", [QUERY_REGEX] = "regex:", [QUERY_STEMS] = "stems-"};
	for (int mode = QUERY_EXACT; mode <= QUERY_STEMS; mode++) {
		if (!string_starts(*query, names[mode]))
			continue;
		*query += strlen(names[mode]);
		if (mode == QUERY_STEMS) {
			memcpy(language, *query, 2);
			*query += 3;
		}
		return (enum query_mode)mode;
	}
	return QUERY_FOLDED;
}
