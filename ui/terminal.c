// SPDX-License-Identifier: ISC
#include "config.h"

#include "terminal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#undef lines // term.h names every capability in plain words

#include "base/log.h"
#include "base/memory.h"
#include "base/translate.h"
#include "document/source.h"
#include "mouse.h"
#include "palette.h"
#include "paste.h"
#include "screen.h"

enum {
	ESCAPE_WAIT = 25,	     // [ms] that a lone Escape waits for the rest of a key
	CRASH_STACK = 64 * 1024,     // [byte]
	LONGEST_PASTE = 1024 * 1024, // [byte]
	PASTE_SILENCE = 1000,	     // [ms] without a byte, when the end of a paste got lost
	PASTE_PATIENCE = 30000,	     // [ms] for all of it
};

// Keys that terminfo does not name, beyond the numbers that curses gives those that it does.
enum {
	OWN_KEYS = 0x1000,
	OWN_ALT_RIGHT = OWN_KEYS,
	OWN_ALT_LEFT,
	OWN_CONTROL_RIGHT,
	OWN_CONTROL_LEFT,
	OWN_CONTROL_HOME,
	OWN_CONTROL_END,
	OWN_PASTE_BEGIN,
	OWN_PASTE_END,
	OWN_MOUSE,
	OWN_MOUSE_OLD,
	OWN_ALT = 0x1100, // and a character of ASCII
};

// There is one terminal, and signal handlers must find it.
static struct {
	bool is_open, is_utf8, has_mouse;
	bool can_paste; // it is told to bracket what is pasted
	bool has_own_modes;
	SCREEN *screen;
	TERMINAL *probe;      // what setupterm read, before there was a screen
	FILE *in;	      // where keys come from: standard input, or /dev/tty
	int wake[2];	      // a pipe by which handlers end a wait
	struct termios saved; // as it was before
	char restore[256];    // bytes that give the screen back
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
		ssize_t n = write(STDOUT_FILENO, the.restore, the.restore_len);
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

static void add_restore(const char *bytes)
{
	size_t n = bytes && bytes != (char *)-1 ? strlen(bytes) : 0;
	if (n == 0 || n > sizeof the.restore - the.restore_len)
		return;
	memcpy(the.restore + the.restore_len, bytes, n);
	the.restore_len += n;
}

static void prepare_restore(bool has_mouse)
{
	the.restore_len = 0;
	if (has_mouse)
		add_restore(MOUSE_OFF);
	if (the.can_paste)
		add_restore("\033[?2004l");
	add_restore(tigetstr("sgr0"));
	add_restore(tigetstr("op"));
	add_restore(tigetstr("cnorm"));
	add_restore(tigetstr("rmkx"));
	add_restore(tigetstr("rmcup"));
}

// The modes that curses does not know, once it has sent its own.
static void set_own_modes(bool are_on)
{
	struct buf bytes = {0};
	if (the.can_paste)
		buf_add_string(&bytes, are_on ? "\033[?2004h" : "\033[?2004l");
	if (the.has_mouse)
		buf_add_string(&bytes, are_on ? MOUSE_ON : MOUSE_OFF);
	if (bytes.len && are_on != the.has_own_modes) {
		ssize_t n = write(STDOUT_FILENO, bytes.data, bytes.len);
		(void)n;
	}
	the.has_own_modes = are_on;
	buf_done(&bytes);
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESCAPE_WAIT);
}

static void define_mouse_keys(void)
{
	define_key(MOUSE_BEGIN, OWN_MOUSE);
	define_key(MOUSE_BEGIN_OLD, OWN_MOUSE_OLD);
}

// Escape and a character, but for those with which what terminals send begins (ECMA-48, 5.3: CSI,
// SS3, DCS, OSC).
static void define_alt_keys(void)
{
	for (char c = '!'; c <= '~'; c++) {
		char bytes[] = {'\033', c, '\0'};
		if (!strchr("[OP]", c))
			define_key(bytes, OWN_ALT + c);
	}
}

// As xterm and its kin send them; some send Alt as an Escape before the key.
static void define_keys(void)
{
	static const struct {
		const char *bytes;
		int key;
	} keys[] = {
		{"\033[1;3C", OWN_ALT_RIGHT},	  {"\033\033[C", OWN_ALT_RIGHT},
		{"\033[1;3D", OWN_ALT_LEFT},	  {"\033\033[D", OWN_ALT_LEFT},
		{"\033[1;5C", OWN_CONTROL_RIGHT}, {"\033Oc", OWN_CONTROL_RIGHT},
		{"\033[1;5D", OWN_CONTROL_LEFT},  {"\033Od", OWN_CONTROL_LEFT},
		{"\033[1;5H", OWN_CONTROL_HOME},  {"\033[7^", OWN_CONTROL_HOME},
		{"\033[1;5F", OWN_CONTROL_END},	  {"\033[8^", OWN_CONTROL_END},
		{"\033[200~", OWN_PASTE_BEGIN},	  {"\033[201~", OWN_PASTE_END},
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		define_key(keys[i].bytes, keys[i].key);
	define_alt_keys();
	if (the.has_mouse)
		define_mouse_keys();
}

static bool is_known(const char *type)
{
	int status;
	TERMINAL *kept = cur_term;
	bool is_there = setupterm((char *)(uintptr_t)type, STDOUT_FILENO, &status) == OK;
	if (is_there)
		del_curterm(cur_term);
	set_curterm(kept);
	return is_there;
}

// The type to which colours are sent as they are, as xterm-direct is one to xterm-256color: for a
// theme that has such colours, where COLORTERM says that the terminal takes them.
static void choose_type(const struct terminal_options *o, struct buf *out)
{
	const char *type = getenv("TERM"), *told = getenv("COLORTERM");
	const char *end = strstr(type, "-256color");
	bool is_told = told && (!strcmp(told, "truecolor") || !strcmp(told, "24bit"));
	if (is_told && o->has_color && theme_has_direct(o->theme)) {
		buf_add(out, type, end ? (size_t)(end - type) : strlen(type));
		buf_add_string(out, "-direct");
		if (is_known(buf_string(out)))
			return;
	}
	buf_clear(out);
	buf_add_string(out, type);
}

static bool start_curses(const struct terminal_options *o, struct err *e)
{
	struct buf type = {0};
	choose_type(o, &type);
	the.screen = newterm(buf_string(&type), stdout, the.in);
	if (!the.screen)
		err_set(e,
			_("cannot show the text: the terminal type \"%s\" is not known "
			  "here (see TERM)"),
			buf_string(&type));
	buf_done(&type);
	return the.screen != NULL;
}

bool terminal_has_screen(bool *is_plain, struct err *e)
{
	int status;
	const char *type = getenv("TERM");
	*is_plain = false;
	if (!type || !*type)
		return err_set(e, "%s", _("cannot show the text: TERM names no terminal type"));
	if (!the.probe && setupterm((char *)(uintptr_t)type, STDOUT_FILENO, &status) != OK)
		return err_set(e,
			       _("cannot show the text: the terminal type \"%s\" is not known "
				 "here (see TERM)"),
			       type);
	the.probe = cur_term;
	*is_plain = !tigetstr("cup") || tigetstr("cup") == (char *)-1;
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
	const char *can = tigetstr("Sync"), *type = getenv("TERM");
	const char *program = getenv("TERM_PROGRAM");
	return (can && can != (char *)-1) || is_of_family(types) ||
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
	the.in = isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "r");
	if (!the.in)
		return err_set(e, _("cannot read keys: there is no terminal (%s)"),
			       strerror(errno));
	if (the.in != stdin)
		fcntl(fileno(the.in), F_SETFD, FD_CLOEXEC);
	tcgetattr(STDOUT_FILENO, &the.saved);
	if (pipe(the.wake) < 0)
		return err_set(e, _("cannot wait for keys: %s"), strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(the.wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(the.wake[i], F_SETFL, O_NONBLOCK);
	}
	bool is_plain;
	if (!terminal_has_screen(&is_plain, e))
		return false;
	the.has_mouse = o->has_mouse;
	// Terminals that do not know the mode pass over it, if they speak as ECMA-48 has it.
	the.can_paste = string_starts(tigetstr("cup"), "\033[");
	prepare_restore(o->has_mouse);
	// Before curses starts, so that it leaves these signals alone.
	install_handlers();
	if (!start_curses(o, e))
		return false;
	the.is_open = true;
	the.is_utf8 = o->is_utf8;
	set_modes();
	refresh(); // the modes of curses, and an empty screen
	screen_init(&(struct screen_options){.is_utf8 = o->is_utf8,
					     .is_synchronized = can_synchronize(),
					     .has_links = can_link()});
	define_keys();
	palette_init(o->has_color, o->theme);
	return true;
}

void terminal_close(void)
{
	if (!the.is_open)
		return;
	the.is_open = false;
	if (!isendwin()) {
		set_own_modes(false);
		endwin();
	}
	buf_done(&the.paste);
	screen_done();
	delscreen(the.screen);
	del_curterm(the.probe);
}

// Output.

void terminal_show(struct grid *g)
{
	if (!the.is_utf8)
		grid_make_ascii(g);
	screen_show(g);
	set_own_modes(true);
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
	if (!the.is_open)
		return;
	set_own_modes(false);
	def_prog_mode();
	endwin();
}

void terminal_return(void)
{
	if (deadly || !the.is_open)
		return; // ended meanwhile: the terminal may not be ours any more
	reset_prog_mode();
	refresh();
	screen_forget();
	set_own_modes(true);
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
	const char *can = tigetstr("Ms");
	if (!isatty(STDOUT_FILENO))
		return false;
	return (can && can != (char *)-1) || is_of_family(types);
}

bool terminal_send(const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = write(STDOUT_FILENO, bytes, n);
		bool is_full = written < 0 && errno == EAGAIN; // somebody made it not wait
		if (written < 0 && ((errno != EINTR && !is_full) || deadly))
			return false;
		if (is_full)
			poll(&(struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT}, 1, 100);
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
	set_own_modes(false);
	the.has_mouse = is_on;
	the.mouse = (struct mouse){0};
	prepare_restore(is_on);
	if (is_on)
		define_mouse_keys();
	set_own_modes(true);
}

int terminal_keys(void)
{
	return the.in ? fileno(the.in) : STDIN_FILENO;
}

void terminal_size(int *cols, int *rows)
{
	*cols = COLS;
	*rows = LINES;
}

// Input.

static bool take_resize(struct event *event)
{
	struct winsize size;
	if (!resized)
		return false;
	resized = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
		resizeterm(size.ws_row, size.ws_col);
	refresh(); // so that curses, when it is asked for a key, has nothing to show
	screen_forget();
	*event = (struct event){.type = EVENT_RESIZE, .cols = COLS, .rows = LINES};
	return true;
}

static bool take_paste(struct event *event)
{
	static const struct paste_limits limits = {LONGEST_PASTE, PASTE_SILENCE, PASTE_PATIENCE};
	buf_clear(&the.paste);
	paste_read(fileno(the.in), &deadly, &limits, &the.paste);
	*event = (struct event){
		.type = EVENT_PASTE, .text = buf_string(&the.paste), .n = the.paste.len};
	return the.paste.len > 0;
}

static uint32_t translate_key(wint_t key)
{
	static const struct {
		int from;
		uint32_t to;
	} keys[] = {
		{KEY_UP, KEY_UP_ARROW},
		{KEY_DOWN, KEY_DOWN_ARROW},
		{KEY_LEFT, KEY_LEFT_ARROW},
		{KEY_RIGHT, KEY_RIGHT_ARROW},
		{KEY_SLEFT, KEY_SHIFT_LEFT},
		{KEY_SRIGHT, KEY_SHIFT_RIGHT},
		{KEY_NPAGE, KEY_PAGE_DOWN},
		{KEY_PPAGE, KEY_PAGE_UP},
		{KEY_HOME, KEY_HOME_KEY},
		{KEY_END, KEY_END_KEY},
		{KEY_BTAB, KEY_BACK_TAB},
		{KEY_BACKSPACE, KEY_BACKSPACE_KEY},
		{KEY_DC, KEY_DELETE_KEY},
		{KEY_F(1), KEY_F1_KEY},
		{KEY_F(6), KEY_F6_KEY},
		{KEY_ENTER, KEY_ENTER_KEY},
		{OWN_ALT_RIGHT, KEY_ALT_RIGHT},
		{OWN_ALT_LEFT, KEY_ALT_LEFT},
		{OWN_CONTROL_RIGHT, KEY_CONTROL_RIGHT},
		{OWN_CONTROL_LEFT, KEY_CONTROL_LEFT},
		{OWN_CONTROL_HOME, KEY_CONTROL_HOME},
		{OWN_CONTROL_END, KEY_CONTROL_END},
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if ((wint_t)keys[i].from == key)
			return keys[i].to;
	return key > OWN_ALT && key < OWN_ALT + 0x7F ? KEY_ALT_BASE + (key - OWN_ALT) : 0;
}

static bool take_code(struct event *event, wint_t key)
{
	if (key == OWN_MOUSE || key == OWN_MOUSE_OLD)
		return mouse_read(&the.mouse, fileno(the.in), key == OWN_MOUSE_OLD, event);
	if (key == OWN_PASTE_BEGIN)
		return take_paste(event);
	event->key = translate_key(key);
	return event->key != 0;
}

// Goes on until something is an event: curses may hold more than what it was asked for.
static bool take_key(struct event *event)
{
	wint_t key;
	for (;;) {
		int result = get_wch(&key);
		*event = (struct event){.type = EVENT_KEY};
		if (result == ERR)
			return false;
		if (result == KEY_CODE_YES && take_code(event, key))
			return true;
		if (result == KEY_CODE_YES || key == 0)
			continue;
		event->key = key == 0x7F || key == 0x08 ? KEY_BACKSPACE_KEY
			     : key == '\n'		? KEY_ENTER_KEY
							: (uint32_t)key;
		return true;
	}
}

static void drain_wake(void)
{
	char bytes[64];
	while (read(the.wake[0], bytes, sizeof bytes) > 0)
		;
}

bool terminal_wait(struct event *event, const int more[2], int wait)
{
	// Before the flags are looked at, so that no signal is missed: what is in the pipe would
	// cut all work short.
	if (wait == 0)
		drain_wake();
	if (take_resize(event) || mouse_takes_next(&the.mouse, event) || take_key(event))
		return true;
	struct pollfd fds[] = {
		{.fd = fileno(the.in), .events = POLLIN},
		{.fd = the.wake[0], .events = POLLIN},
		{.fd = more[0], .events = POLLIN},
		{.fd = more[1], .events = POLLIN},
	};
	// Without a wait only the terminal is looked at: that it is gone must be seen, however much
	// there is to do.
	if (deadly || suspended || poll(fds, wait == 0 ? 1 : 4, wait) <= 0)
		return false;
	if (fds[1].revents)
		drain_wake();
	if (take_resize(event) || take_key(event))
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
		{.fd = fileno(the.in), .events = POLLIN},
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
