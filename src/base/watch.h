// SPDX-License-Identifier: ISC
// Notices that other programs changed a file, or something in a folder, without polling: through
// inotify(7) where the system has it.  What changed is not told: whoever watches looks for itself.
#ifndef BASE_WATCH_H
#define BASE_WATCH_H

#include <stdbool.h>

#include "base/error.h"

struct watch;

// Watches FOLDER itself (not those within): files that are written, made, moved or removed in it,
// and changes of times and rights.  NULL and a sentence where that cannot be done, as on file
// systems of other machines, whose changes nobody tells here.
struct watch *watch_new(const char *folder, struct err *e);

// Watches the open file FD, whatever its name becomes.  NULL where that cannot be done.
struct watch *watch_new_file(int fd);

// Readable when something happened; it belongs to the watch.
int watch_descriptor(const struct watch *w);

// Takes all that happened, without waiting; true when there was something since the last call.
bool watch_take(struct watch *w);

void watch_free(struct watch *w);

#endif
