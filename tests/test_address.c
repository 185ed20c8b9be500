// SPDX-License-Identifier: ISC
// Which addresses may be handed to another program, and how they are written then.
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/memory.h"
#include "want.h"

static void addresses_of_the_web_are_taken(void **state)
{
	(void)state;
	static const struct {
		const char *address, *written; // NULL: as it is
	} rows[] = {
		{"https://example.org", NULL},
		{"HTTP://Example.ORG/", NULL},
		{"http://example.org:8080/a?b=c&d=%20#e", NULL},
		{"https://sub-domain.example.org/a;b=c,(d)!*+$@:~_-.", NULL},
		{"https://192.0.2.7/", NULL},
		{"https://[2001:db8::1]:443/x", NULL},
		{"https://xn--caf-dma.example/", NULL},
		{"https://example.org/?a=http://example.com/?b", NULL},
		{"https://example.org/it's", "https://example.org/it%27s"},
		{"https://example.org/caf\xC3\xA9", "https://example.org/caf%C3%A9"},
		// A character that turns the order of the letters is seen as what it is.
		{"https://example.org/\xE2\x80\xAEgpj", "https://example.org/%E2%80%AEgpj"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = {0};
		struct err e = {0};
		want(address_write(&out, rows[i].address, &e), "%s: wanted it taken: %s",
		     rows[i].address, e.text);
		want_string(rows[i].address, rows[i].written ? rows[i].written : rows[i].address,
			    buf_string(&out));
		buf_done(&out);
	}
}

static void everything_else_is_refused_with_a_reason(void **state)
{
	(void)state;
	static const struct {
		const char *address, *why;
	} rows[] = {
		{"", "not an address of http"},
		{"-option", "not an address of http"},
		{"--new-window=https://example.org", "not an address of http"},
		{"file:///etc/passwd", "not an address of http"},
		{"javascript:alert(1)", "not an address of http"},
		{"ftp://example.org/", "not an address of http"},
		{"http:/example.org", "not an address of http"},
		{"https:example.org", "not an address of http"},
		{"//example.org/", "not an address of http"},
		{" https://example.org/", "not an address of http"},
		{"https://", "no host"},
		{"https:///path", "no host"},
		{"https://-option.example.org/", "no host"},
		{"https://.example.org/", "no host"},
		{"https://example.org-/", "no host"},
		{"https://exa mple.org/", "no host"},
		{"https://example.org:port/", "no host"},
		{"https://example.org:123456/", "no host"},
		{"https://:80/", "no host"},
		{"https://[::1/", "no host"},
		{"https://[host]/", "no host"},
		{"https://example%2Eorg/", "no host"},
		{"https://example.org;reboot/", "no host"},
		{"https://$(reboot).example.org/", "no host"},
		{"http://a\\@b/", "name before its host"},
		{"https://example.org@example.com/", "name before its host"},
		{"https://user:word@example.org/", "name before its host"},
		{"https://\xD0\xB5xample.org/", "ASCII"},
		{"https://example.org\xE2\x80\xAE/", "ASCII"},
		{"https://example.org/a b", "no address has"},
		{"https://example.org/a\nb", "no address has"},
		{"https://example.org/a\tb", "no address has"},
		{"https://example.org/a\033[2Jb", "no address has"},
		{"https://example.org/a\x7F", "no address has"},
		{"https://example.org/\"a\"", "no address has"},
		{"https://example.org/`a`", "no address has"},
		{"https://example.org/<a>", "no address has"},
		{"https://example.org/a\\b", "no address has"},
		{"https://example.org/{a}|b^", "no address has"},
		{"https://example.org/[a]", "no address has"},
		{"https://example.org/#a#b", "no address has"},
		{"https://example.org/%", "no address has"},
		{"https://example.org/%4", "no address has"},
		{"https://example.org/%g0", "no address has"},
		{"https://example.org/\xFF", "UTF-8"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = {0};
		struct err e = {0};
		want(!address_write(&out, rows[i].address, &e), "%s: wanted it refused, got %s",
		     rows[i].address, buf_string(&out));
		want(strstr(e.text, rows[i].why) != NULL, "%s: wanted \"%s\" in \"%s\"",
		     rows[i].address, rows[i].why, e.text);
		want_number("bytes written", 0, out.len);
		buf_done(&out);
	}
}

static void long_address_is_refused(void **state)
{
	(void)state;
	static const size_t sizes[] = {ADDRESS_MOST, ADDRESS_MOST + 1, 100000};
	static const char begin[] = "https://example.org/";
	for (size_t i = 0; i < 3; i++) {
		struct buf address = {0}, out = {0};
		struct err e = {0};
		buf_add_string(&address, begin);
		while (address.len < sizes[i])
			buf_add_char(&address, 'a');
		bool is_taken = address_write(&out, buf_string(&address), &e);
		want(is_taken == (i == 0), "%zu bytes: wanted them %s", sizes[i],
		     i == 0 ? "taken" : "refused");
		want(is_taken || strstr(e.text, "longer than"), "wanted a reason, got \"%s\"",
		     e.text);
		// Escaping must not make it longer than what may be.
		buf_clear(&address);
		buf_add_string(&address, begin);
		while (address.len < ADDRESS_MOST / 2)
			buf_add_string(&address, "\xC3\xA9");
		struct err too_long = {0};
		want(!address_write(&out, buf_string(&address), &too_long),
		     "wanted what is too long when escaped to be refused");
		buf_done(&address);
		buf_done(&out);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_of_the_web_are_taken),
		cmocka_unit_test(everything_else_is_refused_with_a_reason),
		cmocka_unit_test(long_address_is_refused),
	};
	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
