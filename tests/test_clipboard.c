// SPDX-License-Identifier: ISC
// What reaches the clipboard, decoded from what the real program sends to its terminal, inside a
// real tmux and without; and what other programs are started with, for copying and for opening.
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "folder.h"
#include "osc52.h"
#include "pty.h"
#include "ui/browser.h"
#include "ui/clipboard.h"
#include "ui/external.h"
#include "want.h"

// --- Sequences ---

static void sequence_is_decoded_to_the_text(void **state)
{
	(void)state;
	static const char text[] = "Zo\xC3\xAB: \xE2\x80\x9C"
				   "a\tb\n";
	for (size_t n = 0; n < sizeof text; n++) {
		struct buf bytes = {0}, got = {0};
		clipboard_sequences(&bytes, CLIPBOARD_PLAIN, text, n);
		want_number("sequences", 1, osc52_count(&bytes, "\033\\", &got));
		want_number("bytes", n, got.len);
		assert_memory_equal(text, buf_string(&got), n);
		buf_done(&got);
		buf_done(&bytes);
	}
}

// Takes off what tmux or screen would; what they would pass on.
static void unwrap(const struct buf *bytes, const char *begin, bool is_doubled, struct buf *out)
{
	for (const char *s = buf_string(bytes); (s = strstr(s, begin)) != NULL;) {
		s += strlen(begin);
		while (*s && !(s[0] == '\033' && s[1] == '\\')) {
			if (is_doubled && s[0] == '\033')
				s++;
			buf_add_char(out, *s++);
		}
	}
}

static void sequence_goes_through_what_stands_between(void **state)
{
	(void)state;
	struct buf text = {0};
	while (text.len < 5000)
		buf_printf(&text, "line %zu\n", text.len);
	static const struct {
		enum clipboard_way way;
		const char *begin;
		bool is_doubled, has_plain;
		const char *end;
	} ways[] = {
		{CLIPBOARD_TMUX, "\033Ptmux;", true, true, "\033\\"},
		{CLIPBOARD_SCREEN, "\033P", false, false, "\a"},
		{CLIPBOARD_TMUX_OR_SCREEN, "\033P", false, true, "\a"},
	};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct buf bytes = {0}, passed = {0}, got = {0};
		clipboard_sequences(&bytes, ways[i].way, buf_string(&text), text.len);
		unwrap(&bytes, ways[i].begin, ways[i].is_doubled, &passed);
		// The end of what is for tmux is cut off with that of its string.
		if (ways[i].is_doubled)
			buf_add_string(&passed, "\033\\");
		want_number("sequences passed on", 1, osc52_count(&passed, ways[i].end, &got));
		want_string("passed on", buf_string(&text), buf_string(&got));
		bool has_plain = string_starts(buf_string(&bytes), "\033]52;c;");
		want(has_plain == ways[i].has_plain, "way %zu: wanted it %s a plain one", i,
		     has_plain ? "without" : "with");
		buf_done(&got);
		buf_done(&passed);
		buf_done(&bytes);
	}
	buf_done(&text);
}

// No string may be longer than what old versions of GNU screen take.
static void pieces_for_screen_are_short(void **state)
{
	(void)state;
	struct buf bytes = {0};
	char text[3000];
	memset(text, 'x', sizeof text);
	clipboard_sequences(&bytes, CLIPBOARD_SCREEN, text, sizeof text);
	size_t n = 0;
	for (const char *s = buf_string(&bytes); *s; s++) {
		n = s[0] == '\033' && s[1] == 'P' ? 0 : n + 1;
		want(n < 250, "wanted strings of 250 bytes at the most, got %zu", n);
	}
	buf_done(&bytes);
}

// --- A folder of fake programs, and the reader in a terminal ---

struct scene {
	struct folder folder;
	struct buf path; // $PATH
	struct pty *pty;
};

static void scene_begin(struct scene *s)
{
	*s = (struct scene){0};
	assert_true(folder_make(&s->folder));
	buf_printf(&s->path, "PATH=%s:/usr/bin:/bin", s->folder.path);
}

static void scene_end(struct scene *s)
{
	pty_close(s->pty);
	folder_remove(&s->folder);
	buf_done(&s->path);
}

// A program NAME that writes its arguments, each with "|" behind it, and then what it reads, to the
// file NAME.said; then does SCRIPT.
static void add_program(struct scene *s, const char *name, bool reads, const char *script)
{
	char *path = folder_file(&s->folder, name);
	struct buf text = {0};
	buf_printf(&text,
		   "#!/bin/sh\n{ for word; do printf '%%s|' \"$word\"; done; %s; } "
		   ">'%s.new' && mv '%s.new' '%s.said'\n%s\n",
		   reads ? "cat" : ":", path, path, path, script);
	folder_write(path, text.data, text.len);
	assert_int_equal(chmod(path, 0700), 0);
	buf_done(&text);
	free(path);
}

// What NAME was started with, once it has said that; freed by the caller.
static char *said(struct scene *s, const char *name)
{
	struct buf file = {0};
	buf_printf(&file, "%s/%s.said", s->folder.path, name);
	size_t n = 0;
	unsigned char *bytes = NULL;
	// The terminal is listened to meanwhile, until the program has said its words.
	for (time_t end = time(NULL) + PTY_DEADLINE / 1000; !bytes && time(NULL) < end;) {
		bytes = folder_read(buf_string(&file), &n);
		if (!bytes)
			pty_take(s->pty, 20);
	}
	want(bytes != NULL, "wanted %s to be started", name);
	char *text = mem_copy(bytes, n);
	free(bytes);
	buf_done(&file);
	return text;
}

static bool has_said(const struct scene *s, const char *name)
{
	struct buf file = {0};
	buf_printf(&file, "%s/%s.said", s->folder.path, name);
	bool is_there = access(buf_string(&file), F_OK) == 0;
	buf_done(&file);
	return is_there;
}

static void wait_for(struct scene *s, const char *text)
{
	struct err e = {0};
	if (!pty_wait_text(s->pty, text, PTY_DEADLINE, &e))
		fail_msg("%s", e.text);
}

static void press(struct scene *s, const char *keys)
{
	for (const char *at = keys; *(at += strspn(at, " "));) {
		size_t n = strcspn(at, " ");
		char *name = mem_copy(at, n);
		want(pty_key(s->pty, name), "there is no key %s", name);
		free(name);
		at += n;
	}
}

// Starts the reader with more of an environment and arguments, each NULL or a string.
static void start_reader(struct scene *s, const char *const env[5], const char *file,
			 const char *set)
{
	char *environment[8] = {s->path.data, NULL};
	char *arguments[] = {getenv("KANTLIJN_PROGRAM"),
			     "--no-store",
			     "--language=en",

			     NULL,
			     NULL,
			     NULL};
	struct buf annotations = {0};
	struct err e = {0};
	int n = 1;
	for (int i = 0; env[i]; i++)
		environment[n++] = (char *)(uintptr_t)env[i];
	n = 3;
	if (set) {
		buf_printf(&annotations, "-a%s", set);
		arguments[n++] = annotations.data;
	}
	if (file)
		arguments[n] = (char *)(uintptr_t)file;
	s->pty = pty_start(arguments, environment, 24, 80, &e);
	want(s->pty != NULL, "%s", e.text);
	buf_done(&annotations);
	// Not every terminal has another screen that would tell of it.
	wait_for(s, "reading time");
}

static void wants_in_clipboard(struct scene *s, const char *wanted)
{
	struct buf got = {0};
	want_number("sequences", 1, osc52_count(pty_output(s->pty), "\033\\", &got));
	want(string_starts(buf_string(&got), wanted), "wanted \"%s\", got \"%s\"", wanted,
	     buf_string(&got));
	buf_done(&got);
}

static const char *const nothing[] = {NULL, NULL, NULL, NULL, NULL};
static const char claim[] = "“Het was een flop.”\n— Na de top in Hanoi\n";

// --- The terminal ---

static void claim_and_fact_are_sent_to_the_terminal(void **state)
{
	(void)state;
	struct scene s;
	scene_begin(&s);
	start_reader(&s, nothing, NULL, NULL);
	press(&s, "Tab y");
	wait_for(&s, "The claim was sent to the terminal's clipboard, ");
	wants_in_clipboard(&s, claim);
	pty_close(s.pty);
	start_reader(&s, nothing, NULL, NULL);
	press(&s, "Tab Tab Enter Enter y");
	wait_for(&s, "The fact was sent to the terminal's clipboard, ");
	wants_in_clipboard(&s, "By armoured train across China\n23–26\xC2\xA0"
			       "February 2019 · before the text\n\nKim left");
	scene_end(&s);
}

// The text is broken, with a hyphen of ours, on the screen; not in what is copied.
static void selection_has_no_hyphens_of_ours(void **state)
{
	(void)state;
	static const char paragraph[] =
		"Het was een flop. Eén leider zat dagen in de trein voor een van de "
		"belangrijkste vergaderingen uit zijn jonge carrière. De ander vloog voor het "
		"gesprek duizenden kilometers naar de andere kant van de wereld. Als het dan "
		"niet tot een gezamenlijke slotverklaring komt, is dat een domper.";
	struct scene s;
	struct buf hyphens = {0};
	scene_begin(&s);
	if (access("/usr/share/hyphen/hyph_nl_NL.dic", R_OK) != 0) {
		print_message("# skip: there is no Dutch hyphenation (hyphen-nl)\n");
		skip();
	}
	buf_add_string(&hyphens, "KANTLIJN_HYPHENS=/usr/share/hyphen");
	const char *env[] = {hyphens.data, NULL, NULL, NULL, NULL};
	start_reader(&s, env, NULL, NULL);
	wait_for(&s, "de we-");
	press(&s, "Esc v V y");
	wait_for(&s, "The selection was sent to the terminal's clipboard, ");
	struct buf got = {0};
	osc52_count(pty_output(s.pty), "\033\\", &got);
	want_string("selection", paragraph, buf_string(&got));
	buf_done(&got);
	buf_done(&hyphens);
	scene_end(&s);
}

static void terminal_without_a_clipboard_is_told_of(void **state)
{
	(void)state;
	static const char *const types[] = {"TERM=linux", "TERM=vt100"};
	for (size_t i = 0; i < 2; i++) {
		struct scene s;
		struct buf got = {0};
		scene_begin(&s);
		const char *env[] = {types[i], NULL, NULL, NULL, NULL};
		start_reader(&s, env, NULL, NULL);
		press(&s, "Tab y");
		wait_for(&s, "none of wl-copy,");
		want_number("sequences", 0, osc52_count(pty_output(s.pty), "", &got));
		want(!strstr(buf_string(pty_output(s.pty)), "]52;"), "wanted nothing sent");
		buf_done(&got);
		scene_end(&s);
	}
}

static void what_no_terminal_takes_is_not_sent_in_part(void **state)
{
	(void)state;
	static const size_t sizes[] = {CLIPBOARD_MOST, CLIPBOARD_MOST + 1};
	for (size_t i = 0; i < 2; i++) {
		struct scene s;
		struct buf text = {0}, got = {0};
		scene_begin(&s);
		while (text.len + 6 < sizes[i])
			buf_add_string(&text, "words ");
		while (text.len < sizes[i])
			buf_add_char(&text, 'x');
		char *file = folder_file(&s.folder, "text");
		folder_write(file, text.data, text.len);
		start_reader(&s, nothing, file, NULL);
		press(&s, "v g v v G y");
		wait_for(&s, i == 0 ? "74994 characters" : "longer than the 75 kB");
		osc52_count(pty_output(s.pty), "\033\\", &got);
		want_number("bytes sent", i == 0 ? sizes[i] : 0, got.len);
		free(file);
		buf_done(&got);
		buf_done(&text);
		scene_end(&s);
	}
}

// --- Programs ---

static void programs_of_a_display_are_fed(void **state)
{
	(void)state;
	static const struct {
		const char *program, *variable, *arguments;
	} rows[] = {
		{"wl-copy", "WAYLAND_DISPLAY=wayland-0", ""},
		{"xclip", "DISPLAY=:0", "-selection|clipboard|"},
		{"xsel", "DISPLAY=:0", "--clipboard|--input|"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scene s;
		struct buf wanted = {0};
		scene_begin(&s);
		// What it leaves behind to serve the clipboard must not be waited for.
		add_program(&s, rows[i].program, true, "sleep 60 & exit 0");
		const char *env[] = {rows[i].variable, "TERM=linux", NULL, NULL, NULL};
		start_reader(&s, env, NULL, NULL);
		press(&s, "Tab y");
		wait_for(&s, "The claim was copied, ");
		char *words = said(&s, rows[i].program);
		buf_printf(&wanted, "%s%s", rows[i].arguments, claim);
		want(string_starts(words, wanted.data), "wanted \"%s\", got \"%s\"", wanted.data,
		     words);
		free(words);
		buf_done(&wanted);
		scene_end(&s);
	}
}

static void program_that_fails_or_hangs_is_not_believed(void **state)
{
	(void)state;
	static const char *const scripts[] = {"exit 1", "kill -KILL $$", "exec sleep 60"};
	for (size_t i = 0; i < 3; i++) {
		struct scene s;
		scene_begin(&s);
		add_program(&s, "wl-copy", i != 1, scripts[i]);
		const char *env[] = {"WAYLAND_DISPLAY=wayland-0", NULL, NULL, NULL, NULL};
		start_reader(&s, env, NULL, NULL);
		press(&s, "Tab y");
		wait_for(&s, "The claim was sent to the terminal's clipboard, ");
		wants_in_clipboard(&s, claim);
		press(&s, "q");
		struct err e = {0};
		int status;
		want(pty_wait_exit(s.pty, PTY_DEADLINE, &status, &e), "%s", e.text);
		scene_end(&s);
	}
}

// --- tmux ---

static void run_tmux(const struct scene *s, const char *words, struct buf *out)
{
	struct buf command = {0};
	char bytes[4096];
	size_t n;
	buf_printf(&command, "TMUX_TMPDIR='%s' tmux -L k %s 2>/dev/null", s->folder.path, words);
	FILE *pipe = popen(buf_string(&command), "r");
	assert_non_null(pipe);
	while ((n = fread(bytes, 1, sizeof bytes, pipe)) > 0)
		buf_add(out, bytes, n);
	pclose(pipe);
	buf_done(&command);
}

// The reader in a tmux with these lines as its file of options; PATH for the reader alone, or NULL.
static void start_in_tmux(struct scene *s, const char *options, const char *path)
{
	struct buf folder = {0}, command = {0};
	struct err e = {0};
	char *file = folder_file(&s->folder, "options");
	folder_write(file, options, strlen(options));
	buf_printf(&folder, "TMUX_TMPDIR=%s", s->folder.path);
	buf_printf(&command, "exec env %s '%s' --no-store --language=en",
		   path ? path : "X=", getenv("KANTLIJN_PROGRAM"));
	char *arguments[] = {"/usr/bin/tmux", "-L",	    "k", "-f", file,
			     "new-session",   command.data, NULL};
	s->pty = pty_start(arguments, (char *[]){s->path.data, folder.data, NULL}, 24, 80, &e);
	want(s->pty != NULL, "%s", e.text);
	buf_done(&folder);
	buf_done(&command);
	free(file);
	wait_for(s, "Na de top in Hanoi");
	wait_for(s, "30 claims");
}

static void tmux_has_it_and_hands_it_on(void **state)
{
	(void)state;
	static const struct {
		const char *options, *path;
		bool is_in_buffer, is_handed_on;
	} rows[] = {
		{"", NULL, true, true}, // as it is when nobody changed anything
		{"set -s set-clipboard on\n", NULL, true, true},
		// Where its command is not to be had, as over ssh, sequences do what they can.
		{"set -s set-clipboard on\n", "PATH=/nowhere", true, true},
		{"set -s set-clipboard off\nset -g allow-passthrough on\n", "PATH=/nowhere", false,
		 true},
	};
	if (access("/usr/bin/tmux", X_OK) != 0) {
		print_message("# skip: there is no tmux\n");
		skip();
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scene s;
		struct buf kept = {0}, got = {0}, none = {0};
		scene_begin(&s);
		start_in_tmux(&s, rows[i].options, rows[i].path);
		press(&s, "Tab y");
		wait_for(&s, rows[i].path ? "The claim was sent to the terminal's clipboard, "
					  : "The claim was copied, ");
		run_tmux(&s, "show-buffer", &kept);
		want(string_starts(buf_string(&kept), claim) == rows[i].is_in_buffer,
		     "row %zu: got \"%s\" in tmux's buffer", i, buf_string(&kept));
		// All of tmux's output is there once it has ended.
		run_tmux(&s, "kill-server", &none);
		struct err e = {0};
		int status;
		want(pty_wait_exit(s.pty, PTY_DEADLINE, &status, &e), "%s", e.text);
		bool is_there = osc52_count(pty_output(s.pty), "", &got) > 0;
		want(is_there == rows[i].is_handed_on &&
			     (!is_there || string_starts(buf_string(&got), claim)),
		     "row %zu: got \"%s\" from tmux", i, buf_string(&got));
		buf_done(&kept);
		buf_done(&got);
		buf_done(&none);
		scene_end(&s);
	}
}

// --- Browsers ---

static void browser_is_cut_into_words_without_a_shell(void **state)
{
	(void)state;
	static const struct {
		const char *entry, *words; // NULL: none
	} rows[] = {
		{"firefox", "firefox|A|"},
		{"/opt/my\\ browser", "/opt/my browser|A|"},
		{"firefox -new-tab %s", "firefox|-new-tab|A|"},
		{"b '--url=%s' --x", "b|--url=A|--x|"},
		{"b %%s 100%%", "b|%s|100%|A|"},
		{"b $(x) `y`; z|&", "b|$(x)|`y`;|z|&|A|"},
		{"%s", "%s|A|"},
		{"", NULL},
		{"'open", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf got = {0};
		char **words = browser_words(rows[i].entry, "A");
		for (size_t n = 0; words && words[n]; n++)
			buf_printf(&got, "%s|", words[n]);
		want_string(rows[i].entry, rows[i].words ? rows[i].words : "", buf_string(&got));
		external_free_words(words);
		buf_done(&got);
	}
}

// A set with one fact that has one source at ADDRESS, as JSON writes it.
static char *write_source(struct scene *s, const char *address)
{
	struct buf set = {0};
	buf_add_string(&set,
		       "[{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":"
		       "\"Annotation\",\"motivation\":\"linking\",\"target\":{\"source\":\"t\","
		       "\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"river\"}},"
		       "\"body\":{\"type\":\"SpecificResource\",\"purpose\":\"urn:kantlijn:"
		       "supports\",\"source\":\"urn:x:fact\"}},{\"type\":\"Annotation\","
		       "\"motivation\":\"describing\",\"target\":{\"id\":\"urn:x:fact\",\"type\":"
		       "\"schema:Statement\",\"schema:name\":\"A fact\",\"schema:citation\":{"
		       "\"type\":\"schema:WebPage\",\"schema:name\":\"A page\",\"schema:url\":\"");
	for (const char *c = address; *c; c++) {
		if ((uint8_t)*c < 0x20)
			buf_printf(&set, "\\u%04x", (unsigned)*c);
		else if (*c == '"' || *c == '\\')
			buf_printf(&set, "\\%c", *c);
		else
			buf_add_char(&set, *c);
	}
	buf_add_string(&set, "\"}},\"body\":{\"type\":\"TextualBody\",\"value\":\"A text.\"}}]");
	char *path = folder_file(&s->folder, "set");
	folder_write(path, set.data, set.len);
	buf_done(&set);
	return path;
}

// Asks for the only source, at ADDRESS.
static void open_source(struct scene *s, const char *address, const char *const env[5])
{
	char *set = write_source(s, address), *text = folder_file(&s->folder, "text");
	folder_write(text, "The river rises.\n", strlen("The river rises.\n"));
	start_reader(s, env, text, set);
	press(s, "K");
	wait_for(s, "All facts and terms (1)");
	press(s, "o");
	free(set);
	free(text);
}

static void hostile_address_is_one_argument_or_nothing(void **state)
{
	(void)state;
	struct buf endless = {0};
	buf_add_string(&endless, "https://example.org/");
	while (endless.len < 100000)
		buf_add_string(&endless, "aaaaaaaaaaaaaaaaaaaa");
	const struct {
		const char *address, *argument; // NULL: it is refused
	} rows[] = {
		{"https://example.org/a;touch$IFS/tmp/x", "https://example.org/a;touch$IFS/tmp/x"},
		{"https://example.org/$(reboot)&x", "https://example.org/$(reboot)&x"},
		{"https://example.org/'x'", "https://example.org/%27x%27"},
		{"https://example.org/%s", NULL},
		{"https://example.org/\xE2\x80\xAEx", "https://example.org/%E2%80%AEx"},
		{"https://example.org/a b", NULL},
		{"https://example.org/a\nb", NULL},
		{"https://example.org/`reboot`", NULL},
		{"-option", NULL},
		{"--new-window", NULL},
		{"file:///etc/passwd", NULL},
		{"javascript:alert(1)", NULL},
		{"http://a\\@b", NULL},
		{"https://\xE2\x80\xAEgro.example", NULL},
		{endless.data, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scene s;
		struct buf browser = {0}, wanted = {0};
		scene_begin(&s);
		add_program(&s, "fake", false, "");
		buf_printf(&browser, "BROWSER=%s/fake", s.folder.path);
		const char *env[] = {browser.data, "DISPLAY=:0", NULL, NULL, NULL};
		open_source(&s, rows[i].address, env);
		if (rows[i].argument) {
			wait_for(&s, rows[i].argument);
			wait_for(&s, "Open this address?");
			want(!has_said(&s, "fake"), "wanted it asked first");
			press(&s, "y");
			char *words = said(&s, "fake");
			buf_printf(&wanted, "%s|", rows[i].argument);
			want_string(rows[i].address, wanted.data, words);
			wait_for(&s, "The address was handed to ");
			free(words);
		} else {
			wait_for(&s, "This address is not opened");
			press(&s, "y q q");
			struct err e = {0};
			int status;
			want(pty_wait_exit(s.pty, PTY_DEADLINE, &status, &e), "%s", e.text);
			want(!has_said(&s, "fake"), "%.100s: wanted nothing started",
			     rows[i].address);
		}
		buf_done(&browser);
		buf_done(&wanted);
		scene_end(&s);
	}
	buf_done(&endless);
}

static const char page[] = "https://example.org/page";

static void first_browser_that_is_there_is_started(void **state)
{
	(void)state;
	static const struct {
		const char *browser, *started, *arguments;
	} rows[] = {
		{"BROWSER=missing:fake --tab %s:other", "fake", "--tab|https://example.org/page|"},
		{"BROWSER=", "xdg-open", "https://example.org/page|"},
		{"BROWSER='broken:missing", "xdg-open", "https://example.org/page|"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scene s;
		scene_begin(&s);
		add_program(&s, rows[i].started, false, "");
		const char *env[] = {rows[i].browser, "DISPLAY=:0", NULL, NULL, NULL};
		open_source(&s, page, env);
		wait_for(&s, "Open this address?");
		press(&s, "y");
		char *words = said(&s, rows[i].started);
		want_string(rows[i].browser, rows[i].arguments, words);
		free(words);
		scene_end(&s);
	}
}

static void without_a_browser_the_address_is_named(void **state)
{
	(void)state;
	struct scene s;
	scene_begin(&s);
	buf_clear(&s.path);
	buf_printf(&s.path, "PATH=%s", s.folder.path);
	open_source(&s, page, (const char *const[]){"BROWSER=missing", NULL, NULL, NULL, NULL});
	wait_for(&s, "Open this address?");
	press(&s, "y");
	wait_for(&s, page);
	scene_end(&s);
}

static void browser_of_the_terminal_gets_it(void **state)
{
	(void)state;
	struct scene s;
	struct err e = {0};
	scene_begin(&s);
	add_program(&s, "w3m", false, "echo page of $1; read line; exit 0");
	open_source(&s, page, (const char *const[]){"BROWSER=w3m", NULL, NULL, NULL, NULL});
	wait_for(&s, "Open this address?");
	press(&s, "y");
	wait_for(&s, "page of https://example.org/page");
	want(pty_wait_clean(s.pty, PTY_DEADLINE, &e), "%s", e.text);
	pty_send_string(s.pty, "\r");
	want(pty_wait_ready(s.pty, PTY_DEADLINE, &e), "%s", e.text);
	wait_for(&s, "The address was handed to w3m.");
	scene_end(&s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequence_is_decoded_to_the_text),
		cmocka_unit_test(sequence_goes_through_what_stands_between),
		cmocka_unit_test(pieces_for_screen_are_short),
		cmocka_unit_test(claim_and_fact_are_sent_to_the_terminal),
		cmocka_unit_test(selection_has_no_hyphens_of_ours),
		cmocka_unit_test(terminal_without_a_clipboard_is_told_of),
		cmocka_unit_test(what_no_terminal_takes_is_not_sent_in_part),
		cmocka_unit_test(programs_of_a_display_are_fed),
		cmocka_unit_test(program_that_fails_or_hangs_is_not_believed),
		cmocka_unit_test(tmux_has_it_and_hands_it_on),
		cmocka_unit_test(browser_is_cut_into_words_without_a_shell),
		cmocka_unit_test(hostile_address_is_one_argument_or_nothing),
		cmocka_unit_test(first_browser_that_is_there_is_started),
		cmocka_unit_test(without_a_browser_the_address_is_named),
		cmocka_unit_test(browser_of_the_terminal_gets_it),
	};
	return cmocka_run_group_tests_name("clipboard", tests, NULL, NULL);
}
