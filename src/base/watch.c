// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/watch.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef HAVE_INOTIFY_INIT1
#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#endif

#include "base/memory.h"
#include "base/translate.h"

struct watch {
	int fd;
};

#ifdef HAVE_INOTIFY_INIT1

static struct watch *new_watch(int fd)
{
	struct watch *w = mem_new(1, sizeof *w);
	w->fd = fd;
	return w;
}

// File systems that other machines write to; the last are in no header (Lustre, VirtualBox's,
// OCFS2, GPFS).
static bool is_of_others(const struct statfs *s)
{
	static const uint32_t types[] = {
		NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
		AFS_SUPER_MAGIC, CEPH_SUPER_MAGIC, V9FS_MAGIC,	     FUSE_SUPER_MAGIC,
		0x0BD00BD0,	 0x786F4256,	   0x7461636F,	     0x47504653,
	};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if ((uint32_t)s->f_type == types[i])
			return true;
	return false;
}

struct watch *watch_new(const char *folder, struct err *e)
{
	const uint32_t events = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE |
				IN_MOVED_FROM | IN_MOVED_TO;
	struct statfs s;
	if (statfs(folder, &s) == 0 && is_of_others(&s)) {
		err_set(e, _("cannot watch the folder %s: %s"), folder, strerror(EREMOTE));
		return NULL;
	}
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd < 0 || inotify_add_watch(fd, folder, events | IN_ONLYDIR) < 0) {
		err_set(e, _("cannot watch the folder %s: %s"), folder, strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	return new_watch(fd);
}

struct watch *watch_new_file(int fd)
{
	char path[64];
	struct statfs s;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fstatfs(fd, &s) < 0 || is_of_others(&s))
		return NULL;
	int watching = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watching < 0)
		return NULL;
	if (inotify_add_watch(watching, path,
			      IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF) >= 0)
		return new_watch(watching);
	close(watching);
	return NULL;
}

bool watch_add_name(struct watch *w, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
	char *folder = n ? mem_copy(path, n) : mem_string(".");
	struct statfs s;
	bool is_added = statfs(folder, &s) == 0 && !is_of_others(&s) &&
			inotify_add_watch(w->fd, folder, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) >= 0;
	free(folder);
	return is_added;
}

#else

bool watch_add_name(struct watch *w, const char *path)
{
	(void)w;
	(void)path;
	return false;
}

struct watch *watch_new_file(int fd)
{
	(void)fd;
	return NULL;
}

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
