// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/stem.h"

#include <libstemmer.h>
#ifdef STEMMER_NAME
#include <dlfcn.h>
#endif

#include "base/log.h"

// A struct stemmer is Snowball's own under another name: it is never looked into here.

// Snowball's functions, once the library is there.
static struct {
	struct sb_stemmer *(*open)(const char *algorithm, const char *encoding);
	void (*close)(struct sb_stemmer *s);
	const sb_symbol *(*stem)(struct sb_stemmer *s, const sb_symbol *word, int n);
	int (*length)(struct sb_stemmer *s);
} the;

#ifdef STEMMER_NAME

static bool load(void)
{
	void *library = the.open ? NULL : dlopen(STEMMER_NAME, RTLD_LAZY | RTLD_LOCAL);
	if (!library) {
		if (!the.open)
			log_line(LOG_FIND, "no stems: %s", dlerror());
		return the.open != NULL;
	}
	// As POSIX has it for what dlsym returns.
	*(void **)&the.open = dlsym(library, "sb_stemmer_new");
	*(void **)&the.close = dlsym(library, "sb_stemmer_delete");
	*(void **)&the.stem = dlsym(library, "sb_stemmer_stem");
	*(void **)&the.length = dlsym(library, "sb_stemmer_length");
	if (the.open && the.close && the.stem && the.length)
		return true;
	the.open = NULL;
	dlclose(library);
	return false;
}

#else

static bool load(void)
{
	the.open = sb_stemmer_new;
	the.close = sb_stemmer_delete;
	the.stem = sb_stemmer_stem;
	the.length = sb_stemmer_length;
	return true;
}

#endif

struct stemmer *stemmer_open(const char *language)
{
	char first[9] = "";
	size_t n = strcspn(language, "-_");
	if (n == 0 || n >= sizeof first || !load())
		return NULL;
	memcpy(first, language, n);
	struct sb_stemmer *snowball = the.open(first, NULL);
	return (struct stemmer *)snowball;
}

void stemmer_close(struct stemmer *s)
{
	if (s)
		the.close((struct sb_stemmer *)s);
}

void stemmer_stem(struct stemmer *s, const char *word, size_t n, struct buf *out)
{
	struct sb_stemmer *snowball = (struct sb_stemmer *)s;
	const sb_symbol *stem = the.stem(snowball, (const sb_symbol *)word, (int)n);
	if (stem)
		buf_add(out, stem, (size_t)the.length(snowball));
}
