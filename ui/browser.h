// SPDX-License-Identifier: ISC
// Opening an address in a browser: $BROWSER, else xdg-open, else open.
#ifndef UI_BROWSER_H
#define UI_BROWSER_H

#include "base/string.h"

// Opens ADDRESS, which address_write wrote.  $BROWSER is a list parted by colons, of which the
// first that can be started is; each is cut into words as $EDITOR is (ui/external.h), "%s" in one
// of them stands for the address and "%%" for "%", and where there is no "%s" the address is the
// last word. No shell sees any of it.  Browsers of the terminal get that until they end.  *NAME
// becomes what was started.  False, with a sentence, when none was.
bool browser_open(const char *address, struct buf *name, struct err *e);

// The words of one entry with the address in them, as from external_words; NULL when it has none.
char **browser_words(const char *entry, const char *address);

#endif
