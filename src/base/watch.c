// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef HAVE_INOTIFY_INIT1
#include <sys/inotify.h>
#endif

#include "base/memory.h"
#include "base/translate.h"

struct watch {
	int fd;
};

#ifdef HAVE_INOTIFY_INIT1

struct watch *watch_new(const char *folder, struct err *e)
{
	const uint32_t events = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE |
				IN_MOVED_FROM | IN_MOVED_TO;
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd < 0 || inotify_add_watch(fd, folder, events | IN_ONLYDIR) < 0) {
		err_set(e, _("cannot watch the folder %s: %s"), folder, strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	struct watch *w = mem_new(1, sizeof *w);
	w->fd = fd;
	return w;
}

#else

struct watch *watch_new(const char *folder, struct err *e)
{
	err_set(e, _("cannot watch the folder %s: %s"), folder, strerror(ENOSYS));
	return NULL;
}

#endif

int watch_descriptor(const struct watch *w)
{
	return w->fd;
}

bool watch_take(struct watch *w)
{
	// Room for the longest event, of which the kernel gives whole ones only.
	char events[4096];
	bool has_happened = false;
	for (;;) {
		ssize_t n = read(w->fd, events, sizeof events);
		if (n > 0)
			has_happened = true;
		else if (n == 0 || errno != EINTR)
			return has_happened;
	}
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	close(w->fd);
	free(w);
}
