// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/digest.h"

#include <nettle/sha2.h>
#include <stdlib.h>

#include "base/memory.h"

struct digest {
	struct sha256_ctx sha;
};

struct digest *digest_new(void)
{
	struct digest *d = mem_new(1, sizeof *d);
	sha256_init(&d->sha);
	return d;
}

void digest_add(struct digest *d, const uint8_t *s, size_t n)
{
	sha256_update(&d->sha, n, s);
}

void digest_text(struct digest *d, char out[DIGEST_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];
	sha256_digest(&d->sha, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * sizeof bytes] = '\0';
}

void digest_free(struct digest *d)
{
	free(d);
}
