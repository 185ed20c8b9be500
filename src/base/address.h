// SPDX-License-Identifier: ISC
// Addresses on the web that may be shown as a link and handed to another program: what others wrote
// is taken only if it can be nothing else than an address.
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "base/string.h"

enum { ADDRESS_MOST = 2000 }; // [byte] of one, written as a URI

// Appends the address S as a URI (RFC 3986): http or https, with a host in ASCII letters and no
// name before it, of at most ADDRESS_MOST bytes.  Characters beyond ASCII are written as escaped
// bytes (RFC 3987, 3.1), and so is an apostrophe.  False, with a sentence that begins with a small
// letter and nothing appended, when it is none.
bool address_write(struct buf *out, const char *s, struct err *e);

#endif
