// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// A sentence that was cut must not end in half a character.
static void trim_partial(struct err *e)
{
	size_t n = strlen(e->text);
	if (n + 1 < sizeof e->text)
		return;
	while (n > 0 && ((unsigned char)e->text[n - 1] & 0xC0) == 0x80)
		n--;
	if (n > 0)
		n--;
	e->text[n] = '\0';
}

bool err_set(struct err *e, const char *fmt, ...)
{
	if (!e)
		return false;
	va_list args;
	va_start(args, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, args);
	va_end(args);
	e->is_set = true;
	trim_partial(e);
	return false;
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
	if (!e)
		return false;
	struct err reason = *e;
	va_list args;
	va_start(args, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, args);
	va_end(args);
	size_t n = strlen(e->text), room = sizeof e->text - n - 1, more = strlen(reason.text);
	if (room > 2) {
		memcpy(e->text + n, ": ", 2);
		if (more > room - 2)
			more = room - 2;
		memcpy(e->text + n + 2, reason.text, more);
		e->text[n + 2 + more] = '\0';
	}
	e->is_set = true;
	trim_partial(e);
	return false;
}
