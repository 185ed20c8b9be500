// SPDX-License-Identifier: ISC
// The command line: what is asked for, in which language, and whether to read
// in the terminal or to write and end.
#include "config.h"

#include <errno.h>
#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "base/utf8.h"
#include "linear_loop.h"
#include "loop.h"
#include "one_screen.h"
#include "output/export_jsonld.h"
#include "output/export_markdown.h"
#include "output/export_notes.h"
#include "output/findings.h"
#include "output/import_notes.h"
#include "output/list.h"
#include "output/matches.h"
#include "output/print.h"
#include "reader/options.h"
#include "reader/reader.h"
#include "reader/theming.h"
#include "reader/settings.h"
#include "store/store.h"
#include "terminal.h"

enum { EXIT_FINDING = 1, EXIT_WRONG = 2, PRINT_WIDTH = 80 };
enum { START_MEMORY = 1280 << 10 }; // [byte] that a first screen takes at the most, nearly always

// The language that the environment asks for: "" for none.  Taken from the
// variables themselves, since they count also where the locale is not installed.
static const char *environment_language(void)
{
	static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (!value || !*value)
			continue;
		// LANGUAGE means nothing beside a locale that is C.
		if (string_starts(value, "C.") || !strcmp(value, "C") || !strcmp(value, "POSIX"))
			return "";
		return value;
	}
	return "";
}

// Makes a locale that is C, POSIX, unset or missing C.UTF-8, and lets the
// language be chosen by LANGUAGE in every case.  Numbers, dates and orders are the same everywhere.
static void set_locale(void)
{
	bool is_there = setlocale(LC_CTYPE, "") != NULL;
	if (!is_there || strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_MESSAGES, "");
	const char *messages = setlocale(LC_MESSAGES, NULL);
	if (!messages || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	const char *folder = getenv("KANTLIJN_LOCALEDIR");
	bindtextdomain(PACKAGE, folder && *folder ? folder : LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
}

// Part of a file's name, where gettext looks.
static bool is_language(const char *s)
{
	return *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				 "-_.@:")] == '\0';
}

static void set_language(const char *language)
{
	if (is_language(language))
		setenv("LANGUAGE", language, 1);
	textdomain(PACKAGE); // makes gettext look again
	translate_look();
}

// "nl" of "nl_NL.UTF-8:en": the language in which facts are preferred.
static char *plain_language(const char *language)
{
	return mem_copy(language, strcspn(language, "_.@:"));
}

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// Writes UTF-8 in the encoding of the locale; what it lacks is a question mark.
static bool write_out(void *data, const char *s, size_t n)
{
	FILE *out = data;
	if (is_utf8())
		return fwrite(s, 1, n, out) == n;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		char bytes[MB_LEN_MAX];
		mbstate_t state = {0};
		i += utf8_decode((const uint8_t *)s + i, n - i, &cp);
		size_t len = wcrtomb(bytes, (wchar_t)cp, &state);
		if (len == (size_t)-1) {
			bytes[0] = '?';
			len = 1;
		}
		if (fwrite(bytes, 1, len, out) != len)
			return false;
	}
	return true;
}

// Writes what has to be UTF-8 everywhere, as JSON has (RFC 8259, 8.1).
static bool write_utf8(void *data, const char *s, size_t n)
{
	return fwrite(s, 1, n, data) == n;
}

static void complain(const char *text)
{
	struct buf line = {0};
	utf8_sanitize(&line, text, strlen(text));
	fflush(stdout);
	fputs("kantlijn: ", stderr);
	write_out(stderr, buf_string(&line), line.len);
	fputc('\n', stderr);
	buf_done(&line);
}

// LINES, each of which ends with a line feed, are no more afterwards.
static void complain_of_lines(struct buf *lines)
{
	if (lines->len == 0)
		return;
	lines->data[lines->len - 1] = '\0';
	complain(buf_string(lines));
	buf_clear(lines);
}

// Opens what O names and reads all of it.  What of an import could not be carried over is said
// whatever is asked for.
static bool open_session(struct session *s, const struct options *o, struct err *e)
{
	bool is_open = session_open(s, o, e);
	if (o->import_count)
		complain_of_lines(&s->notices);
	return is_open && session_finish_sets(s, e);
}

// Files that become shorter while they are read must not end the program.
static void on_bus_error(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (source_mend(info->si_addr))
		return;
	signal(number, SIG_DFL);
	raise(number);
}

static void on_large_file(int number)
{
	(void)number;
}

static void survive_cuts(void)
{
	struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};
	sigemptyset(&action.sa_mask);
	sigaction(SIGBUS, &action, NULL);
	// A file that may not become larger (RLIMIT_FSIZE) is a fault that is told, as a full disk
	// is. A handler, unlike SIG_IGN, is not left to the programs that are started.
	struct sigaction large = {.sa_handler = on_large_file};
	sigemptyset(&large.sa_mask);
	sigaction(SIGXFSZ, &large, NULL);
}

static int fail(const struct err *e)
{
	complain(e->text);
	return EXIT_WRONG;
}

// Standard output that nobody reads any more is a quiet end; a full disk is not.
static int finish_output(bool is_written)
{
	if (is_written && fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_SUCCESS;
	if (errno == EPIPE)
		return EXIT_SUCCESS;
	struct err e;
	err_set(&e, _("cannot write to standard output: %s"), strerror(errno));
	return fail(&e);
}

// Ends what was done with a session without a terminal.
static int finish_session(struct session *s, int status)
{
	struct err why;
	if (s->document.source && source_is_cut_short(s->document.source, &why))
		status = EXIT_WRONG;
	if (source_was_cut()) {
		complain(_(
			"a file became shorter while it was read: what was written is not right"));
		status = EXIT_WRONG;
	}
	session_close(s);
	return status;
}

static int show_words(void (*writer)(struct buf *))
{
	struct buf text = {0};
	writer(&text);
	bool is_written = write_out(stdout, buf_string(&text), text.len);
	buf_done(&text);
	return finish_output(is_written);
}

static void version(struct buf *out)
{
	buf_printf(out, "kantlijn %s\n%s\n", PACKAGE_VERSION,
		   _("Free software under the ISC licence; there is no warranty."));
}

static bool wants_color(const struct options *o)
{
	const char *no_color = getenv("NO_COLOR");
	if (o->color != COLOR_AUTO)
		return o->color == COLOR_ALWAYS;
	return !(no_color && *no_color);
}

static bool wants_color_here(const struct options *o)
{
	return wants_color(o) && (o->color == COLOR_ALWAYS || isatty(STDOUT_FILENO));
}

static int write_session(const struct options *o)
{
	struct session s;
	struct err e = {0};
	if (!open_session(&s, o, &e)) {
		session_close(&s);
		return fail(&e);
	}
	session_finish(&s);
	complain_of_lines(&s.notices);
	struct output out = {write_out, stdout};
	bool is_written = o->list ? list_write(&s, out, o->list)
				  : print_document(&s, out, o->width ? o->width : PRINT_WIDTH,
						   wants_color_here(o));
	return finish_session(&s, finish_output(is_written));
}

static int search_session(const struct options *o)
{
	struct session s;
	struct err e = {0};
	size_t count = 0;
	int status = EXIT_WRONG;
	if (open_session(&s, o, &e)) {
		struct output out = {write_out, stdout};
		bool is_written = matches_write(&s, out, o, &count, &e);
		status = e.is_set ? EXIT_WRONG : finish_output(is_written);
	}
	if (e.is_set)
		fail(&e);
	status = finish_session(&s, status);
	return status == EXIT_SUCCESS && count == 0 ? EXIT_FINDING : status;
}

// The date here and now, as in "2019-02-28"; NULL when there is none.
static const char *read_today(char *out, size_t n)
{
	time_t now = time(NULL);
	struct tm here;
	bool is_known = now != (time_t)-1 && localtime_r(&now, &here);
	return is_known && strftime(out, n, "%Y-%m-%d", &here) ? out : NULL;
}

static int check_session(const struct options *o)
{
	struct session s;
	struct err e = {0};
	size_t count = 0;
	int status;
	if (!open_session(&s, o, &e)) {
		status = fail(&e);
	} else if (s.set_count == 0 && !s.beside.is_set) {
		err_set(&e, _("cannot check %s: there is no annotation set on it"),
			source_name(s.document.source));
		status = fail(&e);
	} else {
		session_finish(&s);
		char date[16];
		const char *today = read_today(date, sizeof date);
		struct output out = {o->format == FORMAT_JSON ? write_utf8 : write_out, stdout};
		status = finish_output(findings_write(&s, out, o->format, today, &count));
	}
	status = finish_session(&s, status);
	return status == EXIT_SUCCESS && count ? EXIT_FINDING : status;
}

// JSON-LD, which is UTF-8 and needs no anchors.
static bool write_sets(struct session *s, struct err *e)
{
	struct buf left_out = {0};
	struct output out = {write_utf8, stdout};
	complain_of_lines(&s->notices);
	bool is_written = export_jsonld(s, out, isatty(STDOUT_FILENO), &left_out, e);
	int why = errno;
	complain_of_lines(&left_out);
	buf_done(&left_out);
	errno = why;
	return is_written;
}

// Of one's own notes only.
static bool write_notes(struct session *s, const struct options *o)
{
	struct output out = {o->export == EXPORT_JSONLD ? write_utf8 : write_out, stdout};
	if (o->export == EXPORT_JSONLD) {
		struct buf set = {0};
		export_notes(s, &set);
		bool is_written = out.write(out.data, buf_string(&set), set.len);
		buf_done(&set);
		return is_written;
	}
	session_finish(s);
	complain_of_lines(&s->notices);
	return export_notes_for_people(s, out, o->export == EXPORT_MARKDOWN);
}

// Takes in what was exported, for the texts that it names.
static int import_all(const struct options *o)
{
	struct session s;
	struct err e = {0};
	struct buf said = {0};
	struct options alone = *o;
	alone.store = alone.no_store_why = NULL;
	alone.keeps_imports = false;
	int status = EXIT_WRONG;
	if (!open_session(&s, &alone, &e) || !import_notes(&s, o->store, &said, &e))
		fail(&e);
	else
		status = finish_output(write_out(stdout, buf_string(&said), said.len) &&
				       write_out(stdout, "\n", 1));
	buf_done(&said);
	return finish_session(&s, status);
}

// The notes on all texts: none has to be at hand.
static int all_notes(const struct options *o)
{
	struct err e = {0};
	if (!o->store) {
		err_set(&e, "%s",
			o->no_store_why ? o->no_store_why
					: _("cannot read the notes: there are none"));
		return fail(&e);
	}
	if (o->import_count)
		return import_all(o);
	struct output out = {o->export == EXPORT_JSONLD ? write_utf8 : write_out, stdout};
	bool is_written = export_all_notes(o->store, o->export, out, &e);
	return e.is_set ? fail(&e) : finish_output(is_written);
}

static bool export_for_people(struct session *s, const struct options *o)
{
	struct output out = {write_out, stdout};
	session_finish(s);
	complain_of_lines(&s->notices);
	if (o->export == EXPORT_MARKDOWN)
		return export_markdown(s, out);
	return print_knowledge(s, out, o->width ? o->width : PRINT_WIDTH, wants_color_here(o));
}

static int export_session(const struct options *o)
{
	struct session s;
	struct err e = {0};
	bool is_written = false;
	bool is_open = open_session(&s, o, &e);
	while (is_open && !notebook_is_read(s.notes))
		session_finish(&s);
	if (is_open && !session_has_annotations(&s) && !s.beside.is_set)
		err_set(&e, _("cannot export from %s: there is no annotation set or note on it"),
			source_name(s.document.source));
	else if (is_open && !session_has_annotations(&s))
		e = s.beside;
	if (!e.is_set && o->notes == NOTES_ONLY)
		is_written = write_notes(&s, o);
	else if (!e.is_set)
		is_written =
			o->export == EXPORT_JSONLD ? write_sets(&s, &e) : export_for_people(&s, o);
	return finish_session(&s, e.is_set ? fail(&e) : finish_output(is_written));
}

// Settings that were changed while one reads.
static void adjust_words(const struct options *o)
{
	if (options_is_told(o, "language"))
		set_language(o->language);
}

static bool adjust(const struct options *o, struct err *e)
{
	struct theme theme;
	adjust_words(o);
	terminal_set_mouse(o->mouse);
	if (!theming_load(o->theme, &theme, e))
		return false;
	terminal_set_theme(&theme);
	return true;
}

static int read_in_terminal(const struct options *o)
{
	struct err e = {0};
	struct theme theme;
	mem_prepare(START_MEMORY);
	struct reader *r = theming_load(o->theme, &theme, &e) ? reader_new(o, &e) : NULL;
	if (!r)
		return fail(&e);
	int width = o->width ? o->width : PRINT_WIDTH;
	if (o->quit_if_one_screen && one_screen_is_enough(r, &width)) {
		struct output out = {write_out, stdout};
		bool is_written = print_text(reader_session(r), out, width, wants_color(o));
		reader_leave_unread(r);
		reader_free(r);
		return finish_output(is_written);
	}
	struct terminal_options how = {.theme = &theme,
				       .has_mouse = o->mouse,
				       .has_color = wants_color(o),
				       .is_utf8 = is_utf8()};
	if (!terminal_open(&how, &e)) {
		reader_free(r);
		return fail(&e);
	}
	int number = loop_run(r, adjust);
	terminal_close();
	// Freeing what is known of very many annotations takes longer than the system needs for it.
	static struct reader *volatile left; // so that it is seen to be there
	left = r;
	reader_leave(left);
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return EXIT_SUCCESS;
}

static bool flush_out(void)
{
	return fflush(stdout) == 0;
}

static int read_by_lines(const struct options *o)
{
	struct err e = {0};
	bool is_written = true;
	struct reader *r = reader_new(o, &e);
	if (!r)
		return fail(&e);
	struct linear_options how = {
		.width = o->width,
		.is_text_on_stdin = o->file && strcmp(o->file, "-") == 0,
		.is_utf8 = is_utf8(),
		.out = {write_out, stdout},
		.adjust = adjust_words,
		.flush = flush_out,
	};
	int number = linear_loop_run(r, &how, &is_written, &e);
	int status = e.is_set ? fail(&e) : finish_output(is_written);
	reader_free(r);
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return status;
}

// A terminal that cannot have a screen is read from line by line, as if it had been asked for; why
// is told where that may be a mistake.
static void choose_linear(struct options *o)
{
	struct err e = {0};
	bool is_plain;
	if (o->linear || !isatty(STDOUT_FILENO) || terminal_has_screen(&is_plain, &e))
		return;
	o->linear = true;
	if (is_plain)
		return;
	err_wrap(&e, "%s", _("reading line by line (--linear)"));
	complain(e.text);
}

static int read_as_can(struct options *o)
{
	choose_linear(o);
	return o->linear ? read_by_lines(o) : read_in_terminal(o);
}

// Text that is piped in is what is meant to be read, when no file is named.
static bool has_piped_text(void)
{
	struct stat st;
	return fstat(STDIN_FILENO, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || (S_ISREG(st.st_mode) && st.st_size > 0));
}

// What only reads the store does not make one.
static bool is_store_in(const char *folder)
{
	struct buf path = {0};
	buf_printf(&path, "%s/kantlijn.db", folder);
	bool is_there = access(buf_string(&path), F_OK) == 0;
	buf_done(&path);
	return is_there;
}

// Is there a person who reads, at a terminal?
static bool is_for_reading(const struct options *o)
{
	return !o->check && !o->search && !o->print && !o->list && !o->export &&
	       o->notes != NOTES_ALL && (o->linear || isatty(STDOUT_FILENO));
}

// What is read without a person needs the store only to write notes.
static void choose_store(struct options *o, struct buf *folder)
{
	static struct err why; // outlives the options
	bool is_read = is_for_reading(o);
	o->now = loop_date();
	o->keeps_imports = is_read && !o->no_store;
	if (o->no_store || (!is_read && o->notes != NOTES_ALL && !o->export) ||
	    (o->export && o->notes == NOTES_NONE))
		return;
	if (!store_folder(folder, &why))
		o->no_store_why = why.text;
	else if (is_read || o->import_count || is_store_in(buf_string(folder)))
		o->store = buf_string(folder);
	else
		o->no_store = true;
}

// The file of settings, then KANTLIJN.  A fault in a file that nobody named is only a NOTICE.
static bool take_settings(struct options *o, const struct options *asked, struct err *notice,
			  struct err *e)
{
	const char *words = getenv("KANTLIJN");
	if (asked->config && !settings_read(o, asked->config, e))
		return false;
	if (!asked->config)
		settings_read_own(o, notice);
	if (!words || settings_read_words(o, words, e))
		return true;
	return err_wrap(e, "KANTLIJN");
}

// Reads the command line, and before it what it is to be read over.  What is only shown needs no
// settings but those that can be read.
static bool read_options(struct options *o, int argc, char **argv, struct err *notice,
			 struct err *e)
{
	struct options asked = {0};
	if (!options_parse(&asked, argc, argv, e))
		return false;
	if (asked.language)
		set_language(asked.language);
	bool is_shown = asked.help || asked.version || asked.print_config;
	bool are_taken = take_settings(o, &asked, notice, e) || is_shown;
	bool is_linear = asked.linear;
	options_done(&asked);
	if (!are_taken || !options_parse(o, argc, argv, e))
		return false;
	// As a setting it is for terminals: what goes into a pipe is written as it always is.
	o->linear = o->linear && (is_linear || isatty(STDOUT_FILENO));
	return true;
}

static int show(const struct options *o)
{
	return show_words(o->help ? options_help : o->version ? version : settings_print);
}

static int refuse_to_follow(void)
{
	struct err e = {0};
	err_set(&e, "%s",
		_("cannot follow a text that is written and not read: --follow needs a terminal"));
	return fail(&e);
}

static int act(struct options *o)
{
	return o->follow && !is_for_reading(o) ? refuse_to_follow()
	       : o->notes == NOTES_ALL	       ? all_notes(o)
	       : o->check		       ? check_session(o)
	       : o->search		       ? search_session(o)
	       : o->export		       ? export_session(o)
	       : o->print || o->list	       ? write_session(o)
	       : o->linear		       ? read_by_lines(o)
	       : !isatty(STDOUT_FILENO)	       ? write_session(o)
					       : read_as_can(o);
}

int main(int argc, char **argv)
{
	struct options o = {0};
	struct err e = {0}, notice = {0};
	set_locale();
	set_language(environment_language());
	if (!log_open(getenv("KANTLIJN_LOG"), &e) || !read_options(&o, argc, argv, &notice, &e)) {
		fail(&e);
		if (!getenv("KANTLIJN_LOG"))
			complain(_("--help shows the options"));
		options_done(&o);
		return EXIT_WRONG;
	}
	if (o.language)
		set_language(o.language);
	if (o.help || o.version || o.print_config) {
		int status = show(&o);
		options_done(&o);
		return status;
	}
	utf8_set_ambiguous(o.ambiguous == AMBIGUOUS_WIDE);
	survive_cuts();
	char *language = plain_language(o.language ? o.language : environment_language());
	o.language = language;
	if (!o.file && has_piped_text())
		o.file = "-";
	if (notice.is_set && is_for_reading(&o))
		o.notice = notice.text;
	else if (notice.is_set)
		complain(notice.text);
	struct buf folder = {0}, key_file = {0};
	choose_store(&o, &folder);
	if (settings_path("keys", &key_file))
		o.key_file = buf_string(&key_file);
	int status = act(&o);
	buf_done(&folder);
	buf_done(&key_file);
	options_done(&o);
	free(language);
	log_close();
	return status;
}
