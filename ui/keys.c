// SPDX-License-Identifier: ISC
#include "config.h"

#include "keys.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "mouse.h"
#include "terminfo.h"

enum {
	ESCAPE = 0x1B,
	ESCAPE_WAIT = 25, // [ms] that a lone Escape waits for the rest of a key
	LONGEST = 32,	  // [byte] of a sequence
	MOST = 256,	  // sequences
	NO_KEY = 0,	  // what one sends that nobody asked for
};

struct sequence {
	const char *bytes;
	size_t n;
	uint32_t key;
};

static struct {
	struct sequence all[MOST]; // the first that there is counts
	size_t count;
	bool is_first[256]; // bytes with which one begins
	bool has_mouse;
	unsigned char again[LONGEST]; // bytes that turned out to be no sequence
	size_t again_count;
} the;

// What they are.

static void define(const char *bytes, uint32_t key)
{
	size_t n = bytes ? strlen(bytes) : 0;
	if (n == 0 || n >= LONGEST || the.count == MOST)
		return;
	the.all[the.count++] = (struct sequence){.bytes = bytes, .n = n, .key = key};
	the.is_first[(unsigned char)bytes[0]] = true;
}

// Without this their bytes would be keys of their own.  A single byte is one.
static void define_no_key(const char *bytes)
{
	if (bytes[1])
		define(bytes, NO_KEY);
}

void keys_init(void)
{
	// As xterm and its kin send them; some send Alt as an Escape before the key.
	static const struct {
		const char *bytes;
		uint32_t key;
	} own[] = {
		{MOUSE_BEGIN, KEYS_MOUSE},	  {MOUSE_BEGIN_OLD, KEYS_MOUSE_OLD},
		{"\033[200~", KEYS_PASTE},	  {"\033[201~", KEYS_PASTE_END},
		{"\033[1;3C", KEY_ALT_RIGHT},	  {"\033\033[C", KEY_ALT_RIGHT},
		{"\033[1;3D", KEY_ALT_LEFT},	  {"\033\033[D", KEY_ALT_LEFT},
		{"\033[1;5C", KEY_CONTROL_RIGHT}, {"\033Oc", KEY_CONTROL_RIGHT},
		{"\033[1;5D", KEY_CONTROL_LEFT},  {"\033Od", KEY_CONTROL_LEFT},
		{"\033[1;5H", KEY_CONTROL_HOME},  {"\033[7^", KEY_CONTROL_HOME},
		{"\033[1;5F", KEY_CONTROL_END},	  {"\033[8^", KEY_CONTROL_END},
	};
	static const struct {
		const char *name; // of terminfo
		uint32_t key;
	} named[] = {
		{"kcuu1", KEY_UP_ARROW},    {"kcud1", KEY_DOWN_ARROW}, {"kcub1", KEY_LEFT_ARROW},
		{"kcuf1", KEY_RIGHT_ARROW}, {"kLFT", KEY_SHIFT_LEFT},  {"kRIT", KEY_SHIFT_RIGHT},
		{"knp", KEY_PAGE_DOWN},	    {"kpp", KEY_PAGE_UP},      {"khome", KEY_HOME_KEY},
		{"kend", KEY_END_KEY},	    {"kcbt", KEY_BACK_TAB},    {"kbs", KEY_BACKSPACE_KEY},
		{"kdch1", KEY_DELETE_KEY},  {"kf1", KEY_F1_KEY},       {"kf6", KEY_F6_KEY},
		{"kent", KEY_ENTER_KEY},
	};
	the.count = the.again_count = 0;
	the.has_mouse = false;
	memset(the.is_first, 0, sizeof the.is_first);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		define(own[i].bytes, own[i].key);
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		define(terminfo_string(named[i].name), named[i].key);
	terminfo_keys(define_no_key);
}

void keys_know_mouse(void)
{
	the.has_mouse = true;
}

// Reading.

bool keys_are_left(void)
{
	return the.again_count > 0;
}

enum { AT_HAND = -2 }; // a byte need not be waited for

// False when there is no byte within a time [ms].
static bool next_byte(int descriptor, int wait, unsigned char *byte)
{
	if (the.again_count > 0) {
		*byte = the.again[0];
		memmove(the.again, the.again + 1, --the.again_count);
		return true;
	}
	struct pollfd fd = {.fd = descriptor, .events = POLLIN, .revents = POLLIN};
	int n = wait == AT_HAND;
	while (!n && (n = poll(&fd, 1, wait)) < 0 && errno == EINTR && wait > 0)
		n = 0;
	return n > 0 && fd.revents & POLLIN && read(descriptor, byte, 1) == 1;
}

// Bytes that come first the next time.
static void take_back(const unsigned char *bytes, size_t n)
{
	if (n > LONGEST - the.again_count)
		n = LONGEST - the.again_count;
	memmove(the.again + n, the.again, the.again_count);
	memcpy(the.again, bytes, n);
	the.again_count += n;
}

static bool begins_with(const struct sequence *s, const unsigned char *bytes, size_t n)
{
	bool is_known = the.has_mouse || (s->key != KEYS_MOUSE && s->key != KEYS_MOUSE_OLD);
	return is_known && s->n >= n && memcmp(s->bytes, bytes, n) == 0;
}

static bool is_key(const unsigned char *bytes, size_t n, uint32_t *key)
{
	size_t i = the.is_first[bytes[0]] ? 0 : the.count;
	while (i < the.count && (the.all[i].n != n || !begins_with(&the.all[i], bytes, n)))
		i++;
	if (i < the.count)
		*key = the.all[i].key;
	return i < the.count;
}

static bool is_begin(const unsigned char *bytes, size_t n)
{
	size_t i = the.is_first[bytes[0]] ? 0 : the.count;
	while (i < the.count && (the.all[i].n == n || !begins_with(&the.all[i], bytes, n)))
		i++;
	return i < the.count;
}

enum match { NONE, BEGIN, WHOLE };

// Whether bytes begin a sequence as ECMA-48 has it (5.4: CSI, parameters, a final byte), or SS3 and
// the same, and then whether it is WHOLE.  The console of Linux has CSI, "[" and a letter.
static enum match match_control(const unsigned char *bytes, size_t n)
{
	if (n < 2 || bytes[0] != ESCAPE || (bytes[1] != '[' && bytes[1] != 'O'))
		return NONE;
	if (n == 2)
		return BEGIN;
	unsigned char last = bytes[n - 1];
	if (bytes[1] == '[' && bytes[2] == '[' && n == 4)
		return WHOLE;
	if ((bytes[1] == '[' && bytes[2] == '[') || (last >= 0x20 && last < 0x40))
		return BEGIN;
	return last >= 0x40 && last < 0x7F ? WHOLE : NONE;
}

static bool read_character(int descriptor, unsigned char first, uint32_t *key)
{
	char bytes[MB_LEN_MAX] = {(char)first};
	wchar_t wide;
	for (size_t n = 1;; n++) {
		mbstate_t state = {0};
		size_t got = mbrtowc(&wide, bytes, n, &state);
		if (got != (size_t)-1 && got != (size_t)-2) {
			*key = (uint32_t)wide;
			return true;
		}
		unsigned char next;
		if (got == (size_t)-1 && n > 1) // what did not go on may begin another one
			take_back((unsigned char *)&bytes[n - 1], 1);
		if (got == (size_t)-1 || n == sizeof bytes ||
		    !next_byte(descriptor, ESCAPE_WAIT, &next))
			return false;
		bytes[n] = (char)next;
	}
}

// A byte that begins no sequence, or one that did not go on.
static bool read_plain(int descriptor, unsigned char byte, uint32_t *key)
{
	if (byte >= 0x80)
		return read_character(descriptor, byte, key);
	*key = byte == 0x7F || byte == 0x08 ? KEY_BACKSPACE_KEY
	       : byte == '\n'		    ? KEY_ENTER_KEY
					    : byte;
	return byte != 0;
}

// Escape and a character, but for those with which what terminals send begins (ECMA-48, 5.3: CSI,
// SS3, OSC).
static bool is_alt(const unsigned char *bytes, size_t n)
{
	return n >= 2 && bytes[0] == ESCAPE && bytes[1] > ' ' && bytes[1] < 0x7F &&
	       !strchr("[OP]", bytes[1]);
}

// What bytes are that no sequence goes on with: the longest key that they begin with.
static bool resolve(int descriptor, const unsigned char *bytes, size_t n, uint32_t *key)
{
	for (size_t taken = n; taken > 0; taken--) {
		if (is_key(bytes, taken, key)) {
			take_back(bytes + taken, n - taken);
			return true;
		}
	}
	if (is_alt(bytes, n)) {
		take_back(bytes + 2, n - 2);
		*key = KEY_ALT_BASE + bytes[1];
		return true;
	}
	take_back(bytes + 1, n - 1);
	return read_plain(descriptor, bytes[0], key);
}

// False also for what is no key; *ANY tells whether there were bytes.
static bool read_one(int descriptor, int wait, uint32_t *key, bool *any)
{
	unsigned char bytes[LONGEST];
	*any = next_byte(descriptor, wait, bytes);
	for (size_t n = 1; *any; n++) {
		bool is_whole = is_key(bytes, n, key);
		enum match control = is_whole ? NONE : match_control(bytes, n);
		if (n == LONGEST && control == BEGIN)
			n--; // of what nobody knows the end counts
		bool is_open = control == BEGIN || is_begin(bytes, n);
		if (is_open && next_byte(descriptor, ESCAPE_WAIT, &bytes[n]))
			continue;
		if (!is_whole && control == WHOLE)
			return false; // a key that nobody asked for
		is_whole = is_whole || resolve(descriptor, bytes, n, key);
		return is_whole && *key != NO_KEY;
	}
	return false;
}

bool keys_read(int descriptor, bool has_byte, uint32_t *key)
{
	bool any = true;
	for (int wait = has_byte ? AT_HAND : 0; any; wait = 0)
		if (read_one(descriptor, wait, key, &any))
			return true;
	return false;
}
