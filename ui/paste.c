// SPDX-License-Identifier: ISC
#include "config.h"

#include "paste.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static const char end_mark[] = "\033[201~";
enum { END_LENGTH = sizeof end_mark - 1 };

static int64_t now(void) // [ms]
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void keep(struct buf *out, size_t most, const char *bytes, size_t n)
{
	size_t room = out->len < most ? most - out->len : 0;
	buf_add(out, bytes, n < room ? n : room);
}

// Waits for a byte of KEYS; false when none will be taken any more.
static bool wait_for_byte(int keys, int64_t end, int silence)
{
	int64_t left = end - now();
	struct pollfd fd = {.fd = keys, .events = POLLIN};
	if (left <= 0)
		return false;
	int n = poll(&fd, 1, left < silence ? (int)left : silence);
	return n > 0 || (n < 0 && errno == EINTR);
}

bool paste_read(int keys, const volatile sig_atomic_t *is_over, const struct paste_limits *limits,
		struct buf *out)
{
	int64_t end = now() + limits->patience;
	size_t seen = 0; // of the end mark
	while (seen < END_LENGTH) {
		char bytes[END_LENGTH];
		if (*is_over || !wait_for_byte(keys, end, limits->silence))
			break;
		// Never more than the mark still needs: what is behind it are keys.
		ssize_t n = read(keys, bytes, END_LENGTH - seen);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++) {
			if (bytes[i] == end_mark[seen]) {
				seen++;
				continue;
			}
			keep(out, limits->most, end_mark, seen);
			seen = bytes[i] == end_mark[0];
			if (!seen)
				keep(out, limits->most, &bytes[i], 1);
		}
	}
	if (seen == END_LENGTH)
		return true;
	keep(out, limits->most, end_mark, seen);
	return false;
}
