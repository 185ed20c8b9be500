// SPDX-License-Identifier: ISC
#include "config.h"

#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "document/source.h"
#include "keys.h"
#include "mouse.h"
#include "palette.h"
#include "paste.h"
#include "screen.h"
#include "terminfo.h"

enum {
	CRASH_STACK = 64 * 1024,     // [byte]
	LONGEST_PASTE = 1024 * 1024, // [byte]
	PASTE_SILENCE = 1000,	     // [ms] without a byte, when the end of a paste got lost
	PASTE_PATIENCE = 30000,	     // [ms] for all of it
};

// There is one terminal, and signal handlers must find it.
static struct {
	bool is_known; // its terminfo was read
	bool is_open, is_utf8, has_mouse;
	bool can_paste;	      // it is told to bracket what is pasted
	bool has_modes;	      // those that it is in while it shows the text
	int in;		      // where keys come from: standard input, or /dev/tty
	int wake[2];	      // a pipe by which handlers end a wait
	struct termios saved; // as it was before
	char restore[256];    // bytes that give the screen back once it has those modes
	size_t restore_len;
	char crash_stack[CRASH_STACK];
	char doomed[PATH_MAX]; // a file that must not outlive the program, or ""
	struct buf paste;      // what the last paste held
	struct mouse mouse;
} the;

static volatile sig_atomic_t deadly, resized, suspended;

// Signals.

static void wake_up(void)
{
	int saved = errno;
	ssize_t n = write(the.wake[1], "", 1);
	(void)n;
	errno = saved;
}

static void on_deadly(int signal)
{
	deadly = signal;
	wake_up();
}

static void on_resize(int signal)
{
	(void)signal;
	resized = 1;
	wake_up();
}

static void on_suspend(int signal)
{
	(void)signal;
	suspended = 1;
	wake_up();
}

// Only what is safe in a handler: give the terminal back, then die as we would have.
static void on_crash(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (number == SIGBUS && source_mend(info->si_addr))
		return;
	if (the.doomed[0])
		unlink(the.doomed);
	if (the.is_open) {
		ssize_t n = the.has_modes ? write(STDOUT_FILENO, the.restore, the.restore_len) : 0;
		(void)n;
		tcsetattr(STDOUT_FILENO, TCSANOW, &the.saved);
	}
	signal(number, SIG_DFL);
	raise(number);
}

static void handle(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static void handle_unless_ignored(int number)
{
	struct sigaction old;
	if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		handle(number, on_deadly);
}

static void install_handlers(void)
{
	static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
	stack_t stack = {.ss_sp = the.crash_stack, .ss_size = CRASH_STACK};
	sigaltstack(&stack, NULL);
	struct sigaction action = {.sa_sigaction = on_crash,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
		sigaction(crashes[i], &action, NULL);
	static const int ends[] = {SIGTERM, SIGHUP,  SIGINT,  SIGQUIT,
				   SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		handle_unless_ignored(ends[i]);
	handle(SIGTSTP, on_suspend);
	handle(SIGWINCH, on_resize);
}

// Opening and closing.

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

static void add_restore(const char *bytes)
{
	struct buf plain = {0};
	terminfo_add(&plain, bytes, 0, 0);
	if (plain.len <= sizeof the.restore - the.restore_len) {
		memcpy(the.restore + the.restore_len, buf_string(&plain), plain.len);
		the.restore_len += plain.len;
	}
	buf_done(&plain);
}

static void prepare_restore(void)
{
	the.restore_len = 0;
	add_restore(the.has_mouse ? MOUSE_OFF : NULL);
	add_restore(the.can_paste ? PASTE_OFF : NULL);
	add_restore(terminfo_string("sgr0"));
	add_restore(terminfo_string("op"));
	add_restore(terminfo_string("rmkx"));
	add_restore(terminfo_string("rmcup"));
}

// What is typed comes byte by byte, unseen, and is no signal; what is sent is not changed.
static void be_raw(void)
{
	struct termios raw = the.saved;
	raw.c_iflag &= ~(tcflag_t)(BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDOUT_FILENO, TCSADRAIN, &raw);
}

// With the next screen, in one piece.
static void set_modes(void)
{
	struct buf modes = {0};
	if (the.has_modes)
		return;
	terminfo_add(&modes, terminfo_string("smcup"), 0, 0);
	// What another program may have left otherwise: letters that push others on, lines without
	// an end.
	terminfo_add(&modes, terminfo_string("rmir"), 0, 0);
	terminfo_add(&modes, terminfo_string("smam"), 0, 0);
	terminfo_add(&modes, terminfo_string("smkx"), 0, 0);
	buf_add_string(&modes, the.can_paste ? PASTE_ON : "");
	buf_add_string(&modes, the.has_mouse ? MOUSE_ON : "");
	screen_lead(buf_string(&modes), modes.len);
	the.has_modes = true;
	buf_done(&modes);
}

// What comes after it begins at the bottom, where the terminal does not bring back what it had.
static void give_back(void)
{
	int cols, rows;
	struct buf bytes = {0};
	terminal_size(&cols, &rows);
	if (the.has_modes) {
		terminfo_add(&bytes, terminfo_string("cup"), rows - 1, 0);
		buf_add(&bytes, the.restore, the.restore_len);
		buf_add_string(&bytes, terminfo_string("rmcup") ? "\r" : "\r\n");
	}
	terminal_send(buf_string(&bytes), bytes.len);
	the.has_modes = false;
	tcsetattr(STDOUT_FILENO, TCSADRAIN, &the.saved);
	buf_done(&bytes);
}

// The type to which colours are sent as they are, as xterm-direct is one to xterm-256color: for a
// theme that has such colours, where COLORTERM says that the terminal takes them.
static void choose_type(const struct terminal_options *o)
{
	const char *type = getenv("TERM"), *told = getenv("COLORTERM");
	const char *end = strstr(type, "-256color");
	bool is_told = told && (!strcmp(told, "truecolor") || !strcmp(told, "24bit"));
	if (!is_told || !o->has_color || !theme_has_direct(o->theme))
		return;
	struct buf direct = {0};
	buf_add(&direct, type, end ? (size_t)(end - type) : strlen(type));
	buf_add_string(&direct, "-direct");
	terminfo_open(buf_string(&direct));
	buf_done(&direct);
}

bool terminal_has_screen(bool *is_plain, struct err *e)
{
	const char *type = getenv("TERM");
	*is_plain = false;
	if (!type || !*type)
		return err_set(e, "%s", _("cannot show the text: TERM names no terminal type"));
	if (!the.is_known && !terminfo_open(type))
		return err_set(e,
			       _("cannot show the text: the terminal type \"%s\" is not known "
				 "here (see TERM)"),
			       type);
	the.is_known = true;
	*is_plain = !terminfo_string("cup");
	if (*is_plain)
		return err_set(
			e,
			_("cannot show the text: a terminal of type \"%s\" cannot move its cursor"),
			type);
	return true;
}

// True when the first word of TERM, up to a hyphen or dot, is among TYPES.
static bool is_of_family(const char *const *types)
{
	const char *type = getenv("TERM");
	char *family = mem_copy(type ? type : "", strcspn(type ? type : "", "-."));
	bool is_known = string_is_among(family, types);
	free(family);
	return is_known;
}

// Those that show a screen at once: their terminfo says it ("Sync", as tmux has named it), or they
// are known to, by a name of their own or by what they say beside xterm's.
static bool can_synchronize(void)
{
	static const char *const types[] = {"foot",    "alacritty", "contour", "wezterm", "kitty",
					    "ghostty", "iterm2",    "rio",     NULL};
	static const char *const programs[] = {"iTerm.app", "WezTerm", "ghostty", "contour",
					       "mintty",    "vscode",  "rio",	  NULL};
	const char *type = getenv("TERM"), *program = getenv("TERM_PROGRAM");
	return terminfo_string("Sync") || is_of_family(types) ||
	       (type && (!strcmp(type, "xterm-kitty") || !strcmp(type, "xterm-ghostty"))) ||
	       (type && string_starts(type, "xterm") && program &&
		string_is_among(program, programs));
}

// Terminals that are known to have links (OSC 8), or to pass over them.
static bool can_link(void)
{
	static const char *const types[] = {"xterm",   "tmux",	  "foot",    "vte",	"gnome",
					    "konsole", "kitty",	  "wezterm", "ghostty", "alacritty",
					    "iterm2",  "contour", "mintty",  "rio",	NULL};
	return is_of_family(types);
}

bool terminal_open(const struct terminal_options *o, struct err *e)
{
	bool is_plain;
	the.in = isatty(STDIN_FILENO) ? STDIN_FILENO : open("/dev/tty", O_RDONLY | O_CLOEXEC);
	if (the.in < 0)
		return err_set(e, _("cannot read keys: there is no terminal (%s)"),
			       strerror(errno));
	tcgetattr(STDOUT_FILENO, &the.saved);
	if (pipe(the.wake) < 0)
		return err_set(e, _("cannot wait for keys: %s"), strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(the.wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(the.wake[i], F_SETFL, O_NONBLOCK);
	}
	if (!terminal_has_screen(&is_plain, e))
		return false;
	choose_type(o);
	the.has_mouse = o->has_mouse;
	// Terminals that do not know the mode pass over it, if they speak as ECMA-48 has it.
	the.can_paste = string_starts(terminfo_string("cup"), "\033[");
	prepare_restore();
	install_handlers();
	the.is_open = true;
	the.is_utf8 = o->is_utf8;
	be_raw();
	screen_init(&(struct screen_options){.is_utf8 = o->is_utf8,
					     .is_synchronized = can_synchronize(),
					     .has_links = can_link()});
	keys_init();
	if (o->has_mouse)
		keys_know_mouse();
	palette_init(o->has_color, o->theme);
	return true;
}

void terminal_close(void)
{
	if (!the.is_open)
		return;
	give_back();
	the.is_open = false;
	buf_done(&the.paste);
	screen_done();
	terminfo_close();
	the.is_known = false;
}

// Output.

void terminal_show(struct grid *g)
{
	if (!the.is_utf8)
		grid_make_ascii(g);
	set_modes();
	screen_show(g);
}

void terminal_set_theme(const struct theme *t)
{
	palette_set_theme(t);
	screen_forget();
}

void terminal_redraw(void)
{
	screen_forget();
}

void terminal_leave(void)
{
	if (the.is_open)
		give_back();
}

void terminal_return(void)
{
	if (deadly || !the.is_open)
		return; // ended meanwhile: the terminal may not be ours any more
	be_raw();
	screen_forget();
	the.mouse = (struct mouse){0};
	resized = 1; // it may have happened meanwhile
	wake_up();
}

void terminal_suspend(void)
{
	terminal_leave();
	struct sigaction stop = {.sa_handler = SIG_DFL}, old;
	sigemptyset(&stop.sa_mask);
	sigaction(SIGTSTP, &stop, &old);
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &old, NULL);
	terminal_return();
}

bool terminal_has_clipboard(void)
{
	// Of those that their terminfo says it of ("Ms", as tmux has named it) or that are known to
	// read such sequences.
	static const char *const types[] = {
		"xterm",  "tmux",      "screen", "rxvt",    "foot",    "vte",	 "gnome", "konsole",
		"st",	  "alacritty", "kitty",	 "wezterm", "ghostty", "mlterm", "putty", "iterm",
		"iterm2", "contour",   "mintty", "nsterm",  "rio",     "ms",	 NULL};
	if (!isatty(STDOUT_FILENO))
		return false;
	return terminfo_string("Ms") || is_of_family(types);
}

static bool wait_to_send(void)
{
	struct pollfd fd = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&fd, 1, 100) > 0;
}

bool terminal_send(const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = write(STDOUT_FILENO, bytes, n);
		bool is_full = written < 0 && errno == EAGAIN; // somebody made it not wait
		if (written < 0 && !is_full && (errno != EINTR || deadly))
			return false;
		if (is_full && !wait_to_send() && deadly)
			return false;
		if (written > 0) {
			bytes += written;
			n -= (size_t)written;
		}
	}
	return true;
}

void terminal_doom(const char *path)
{
	size_t n = strlen(path);
	if (n >= sizeof the.doomed)
		return;
	memcpy(the.doomed, path, n + 1);
}

void terminal_set_mouse(bool is_on)
{
	if (is_on == the.has_mouse)
		return;
	the.has_mouse = is_on;
	the.mouse = (struct mouse){0};
	prepare_restore();
	if (is_on)
		keys_know_mouse();
	if (the.has_modes)
		terminal_send(is_on ? MOUSE_ON : MOUSE_OFF, strlen(is_on ? MOUSE_ON : MOUSE_OFF));
}

int terminal_keys(void)
{
	return the.in;
}

static int number_of(const char *s)
{
	long n = s ? strtol(s, NULL, 10) : 0;
	return n > 0 && n <= USHRT_MAX ? (int)n : 0;
}

// As the terminal says, or else the environment, its type, or what most have had.
void terminal_size(int *cols, int *rows)
{
	struct winsize size = {0};
	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	const int columns[] = {size.ws_col, number_of(getenv("COLUMNS")), terminfo_number("cols"),
			       80};
	const int lines[] = {size.ws_row, number_of(getenv("LINES")), terminfo_number("lines"), 24};
	int i = 0, j = 0;
	while (columns[i] <= 0)
		i++;
	while (lines[j] <= 0)
		j++;
	*cols = columns[i];
	*rows = lines[j];
}

// Input.

static bool take_resize(struct event *event)
{
	if (!resized)
		return false;
	resized = 0;
	screen_forget();
	*event = (struct event){.type = EVENT_RESIZE};
	terminal_size(&event->cols, &event->rows);
	return true;
}

static bool take_paste(struct event *event)
{
	static const struct paste_limits limits = {LONGEST_PASTE, PASTE_SILENCE, PASTE_PATIENCE};
	buf_clear(&the.paste);
	paste_read(the.in, &deadly, &limits, &the.paste);
	*event = (struct event){
		.type = EVENT_PASTE, .text = buf_string(&the.paste), .n = the.paste.len};
	return the.paste.len > 0;
}

// Goes on until something is an event.
static bool take_key(bool has_byte, struct event *event)
{
	uint32_t key;
	for (; keys_read(the.in, has_byte, &key); has_byte = false) {
		*event = (struct event){.type = EVENT_KEY, .key = key};
		if (key == KEYS_MOUSE || key == KEYS_MOUSE_OLD) {
			if (mouse_read(&the.mouse, the.in, key == KEYS_MOUSE_OLD, event))
				return true;
		} else if (key == KEYS_PASTE) {
			if (take_paste(event))
				return true;
		} else if (key != KEYS_PASTE_END) {
			return true;
		}
	}
	return false;
}

static void drain_wake(void)
{
	char bytes[64];
	while (read(the.wake[0], bytes, sizeof bytes) > 0)
		;
}

bool terminal_wait(struct event *event, const int more[2], int wait)
{
	if (take_resize(event) || mouse_takes_next(&the.mouse, event) ||
	    (keys_are_left() && take_key(false, event)))
		return true;
	struct pollfd fds[] = {
		{.fd = the.in, .events = POLLIN},
		{.fd = the.wake[0], .events = POLLIN},
		{.fd = more[0], .events = POLLIN},
		{.fd = more[1], .events = POLLIN},
	};
	// Without a wait the terminal is looked at all the same: that it is gone must be seen,
	// however much there is to do.
	if (deadly || suspended || poll(fds, wait == 0 ? 2 : 4, wait) <= 0)
		return false;
	// Before the flags are looked at, so that no signal is missed: what is in the pipe would
	// cut all work short.
	if (fds[1].revents)
		drain_wake();
	if (take_resize(event) || (fds[0].revents & POLLIN && take_key(true, event)))
		return true;
	// The terminal is gone, and nothing is left to read from it; nobody may have told us by a
	// signal.
	if (fds[0].revents & (POLLHUP | POLLERR))
		deadly = SIGHUP;
	return false;
}

bool terminal_is_pending(void)
{
	struct pollfd fds[] = {
		{.fd = the.in, .events = POLLIN},
		{.fd = the.wake[0], .events = POLLIN},
	};
	return the.mouse.has_next || poll(fds, 2, 0) > 0;
}

int terminal_deadly_signal(void)
{
	return deadly;
}

bool terminal_takes_suspend(void)
{
	bool takes = suspended;
	suspended = 0;
	return takes;
}
