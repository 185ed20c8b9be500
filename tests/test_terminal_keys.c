// SPDX-License-Identifier: ISC
// Keys, cut out of the bytes that terminals send for them.
#include "config.h"

#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "generate.h"
#include "reader/keymap.h"
#include "ui/keys.h"
#include "ui/mouse.h"
#include "ui/terminfo.h"
#include "want.h"

static int open_bytes(const char *bytes, size_t n)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes, n), n);
	close(ends[1]);
	return ends[0];
}

static void name_key(uint32_t key, struct buf *out)
{
	if (key == KEYS_PASTE || key == KEYS_PASTE_END)
		buf_add_string(out, key == KEYS_PASTE ? "paste" : "paste-end");
	else if (key == KEYS_MOUSE || key == KEYS_MOUSE_OLD)
		buf_add_string(out, key == KEYS_MOUSE ? "mouse" : "mouse-old");
	else
		keymap_name(key, out);
}

// All keys in BYTES, by their names.
static void wants(const char *bytes, const char *wanted)
{
	struct buf got = {0};
	uint32_t key;
	int fd = open_bytes(bytes, strlen(bytes));
	for (bool has_byte = true; keys_read(fd, has_byte, &key); has_byte = false) {
		buf_add_string(&got, got.len ? " " : "");
		name_key(key, &got);
	}
	want_string(bytes, wanted, buf_string(&got));
	want(!keys_are_left(), "wanted no byte to be left of %s", bytes);
	close(fd);
	buf_done(&got);
}

static void start(const char *type, bool has_mouse)
{
	want(terminfo_open(type), "wanted terminfo of %s", type);
	keys_init();
	if (has_mouse)
		keys_know_mouse();
}

static void sequences_are_keys(void **state)
{
	(void)state;
	start("xterm-256color", false);
	wants("jk\r\n", "j k Enter Enter");
	wants("\x7F\x08", "Backspace Backspace");
	wants("\033OA\033OB\033[5~\033[6~", "Up Down PgUp PgDn");
	wants("\033[1;5C\033Oc\033\033[C\033[1;3D", "C-Right C-Right M-Right M-Left");
	wants("\033[Z\033OPq", "S-Tab F1 q");
	wants("\033[200~x", "paste x");
}

static void escape_is_a_key_and_alt(void **state)
{
	(void)state;
	start("xterm-256color", false);
	wants("\033", "Esc");
	wants("\033\033", "Esc Esc");
	wants("\033bj\033_", "M-b j M-_");
	wants("\033\tj", "Esc Tab j");
	wants("\033[", "Esc [");
	wants("\033O", "Esc O");
	wants("\033\303\251", "Esc é");
}

static void keys_that_nobody_asked_for_do_nothing(void **state)
{
	(void)state;
	start("xterm-256color", false);
	wants("\033[15~j", "j");	 // F5
	wants("\033[1;2P\033O3Rj", "j"); // S-F1, S-F3
	wants("\033[[Bj", "j");		 // F2 on the console of Linux
	wants("\033[?62;4cj", "j");	 // an answer to somebody else's question
	wants("\033[<0;1;1Mj", "j");	 // a mouse that was not asked for
	wants("\033[9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9;9~j", "j");
}

static void known_keys_of_other_terminals_do_nothing(void **state)
{
	(void)state;
	static const struct {
		const char *type, *bytes;
	} cases[] = {
		{"rxvt", "\033[7$\033[3$"},    // S-Home, S-Delete
		{"konsole", "\033O2P\033O5C"}, // S-F1, C-Right as it was once sent
		{"wyse50", "\001A\r"},	       // F2
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!terminfo_open(cases[i].type)) {
			print_message("# skip: there is no terminfo of %s\n", cases[i].type);
			continue;
		}
		start(cases[i].type, false);
		wants(cases[i].bytes, "");
	}
}

static void a_mouse_that_was_asked_for_is_told(void **state)
{
	(void)state;
	start("xterm-256color", true);
	wants(MOUSE_BEGIN, "mouse");
	wants(MOUSE_BEGIN_OLD, "mouse-old");
}

static void nothing_behind_a_key_is_read(void **state)
{
	(void)state;
	start("xterm-256color", true);
	uint32_t key;
	char rest[8];
	const char *bytes = MOUSE_BEGIN "0;1;1M";
	int fd = open_bytes(bytes, strlen(bytes));
	assert_true(keys_read(fd, true, &key));
	want_number("key", KEYS_MOUSE, key);
	want_number("rest", 6, (int)read(fd, rest, sizeof rest));
	close(fd);
}

static void characters_come_whole(void **state)
{
	(void)state;
	start("xterm-256color", false);
	wants("é€😀", "é € 😀");
	wants("\303j", "j");
	wants("\377\200é", "é");
	wants("\342\202\033[Aj", "j");
}

static void old_terminals_have_sequences_of_their_own(void **state)
{
	(void)state;
	if (!terminfo_open("vt52")) {
		print_message("# skip: there is no terminfo of vt52\n");
		skip();
	}
	start("vt52", false);
	wants("\033A\033Bj", "Up Down j");
	wants("\033b", "M-b");
}

// In time, whenever the pieces come.
static void a_sequence_may_come_in_pieces(void **state)
{
	(void)state;
	start("xterm-256color", false);
	int ends[2];
	uint32_t key;
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		const char *bytes = "\033[5~\342\202\254";
		for (const char *s = bytes; *s; s++)
			if (write(ends[1], s, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(ends[1]);
	poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, 20000);
	assert_true(keys_read(ends[0], true, &key));
	want_number("key", KEY_PAGE_UP, key);
	poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, 20000);
	assert_true(keys_read(ends[0], true, &key));
	want_number("character", 0x20AC, key);
	close(ends[0]);
	waitpid(pid, NULL, 0);
}

static void any_bytes_come_to_an_end(void **state)
{
	(void)state;
	start("xterm-256color", true);
	static const char some[] = "\033[[O<M0;~1CA5h\303\251\r\x7F";
	for (unsigned seed = 1; seed <= 200; seed++) {
		struct generate g = {seed};
		char bytes[64];
		uint32_t key;
		size_t n = generate_below(&g, sizeof bytes), count = 0;
		for (size_t i = 0; i < n; i++)
			bytes[i] = some[generate_below(&g, sizeof some - 1)];
		int fd = open_bytes(bytes, n);
		while (keys_read(fd, false, &key) && count <= n)
			count++;
		want(count <= n && !keys_are_left(), "seed %u: %zu keys of %zu bytes", seed, count,
		     n);
		close(fd);
	}
}

static void padding_is_left_out(void **state)
{
	(void)state;
	static const struct {
		const char *capability, *wanted;
	} cases[] = {
		{"\033[H\033[J$<50>", "\033[H\033[J"},
		{"\033[%i%p1%d;%p2%dH$<5>", "\033[4;8H"},
		{"a$<2.5*/>b$<1/>c", "abc"},
		{"$a$<x>b$<5", "$a$<x>b$<5"},
		{"", ""},
	};
	assert_true(terminfo_open("xterm-256color"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = {0};
		terminfo_add(&got, cases[i].capability, 3, 7);
		want_string(cases[i].capability, cases[i].wanted, buf_string(&got));
		buf_done(&got);
	}
	want(!terminfo_open("no-such-terminal") && terminfo_string("cup"),
	     "wanted what was read before to be kept");
	terminfo_close();
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_are_keys),
		cmocka_unit_test(escape_is_a_key_and_alt),
		cmocka_unit_test(keys_that_nobody_asked_for_do_nothing),
		cmocka_unit_test(known_keys_of_other_terminals_do_nothing),
		cmocka_unit_test(a_mouse_that_was_asked_for_is_told),
		cmocka_unit_test(nothing_behind_a_key_is_read),
		cmocka_unit_test(characters_come_whole),
		cmocka_unit_test(old_terminals_have_sequences_of_their_own),
		cmocka_unit_test(a_sequence_may_come_in_pieces),
		cmocka_unit_test(any_bytes_come_to_an_end),
		cmocka_unit_test(padding_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
