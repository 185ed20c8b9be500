// SPDX-License-Identifier: ISC
// SHA-256 (FIPS 180-4), a piece at a time.  The only door to nettle.
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

struct digest;

enum { DIGEST_TEXT = 65 }; // [byte], 64 hexadecimal digits in lower case and a NUL

struct digest *digest_new(void);
void digest_add(struct digest *d, const uint8_t *s, size_t n);

// Writes the digest of all that was added, and begins anew.
void digest_text(struct digest *d, char out[DIGEST_TEXT]);
void digest_free(struct digest *d);

#endif
