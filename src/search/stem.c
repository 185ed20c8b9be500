// SPDX-License-Identifier: ISC
#include "config.h"

#include "search/stem.h"

#include <libstemmer.h>

// A struct stemmer is Snowball's own under another name: it is never looked into here.

struct stemmer *stemmer_open(const char *language)
{
	char first[9] = "";
	size_t n = strcspn(language, "-_");
	if (n == 0 || n >= sizeof first)
		return NULL;
	memcpy(first, language, n);
	struct sb_stemmer *snowball = sb_stemmer_new(first, NULL);
	return (struct stemmer *)snowball;
}

void stemmer_close(struct stemmer *s)
{
	sb_stemmer_delete((struct sb_stemmer *)s);
}

void stemmer_stem(struct stemmer *s, const char *word, size_t n, struct buf *out)
{
	struct sb_stemmer *snowball = (struct sb_stemmer *)s;
	const sb_symbol *stem = sb_stemmer_stem(snowball, (const sb_symbol *)word, (int)n);
	if (stem)
		buf_add(out, stem, (size_t)sb_stemmer_length(snowball));
}
