// SPDX-License-Identifier: ISC
// The only door to gettext: _ translates, N_ marks a string that is translated
// where it is shown, PLURAL chooses by a number.  ui/main.c binds the catalogue.
#ifndef BASE_TRANSLATE_H
#define BASE_TRANSLATE_H

#include <libintl.h>
#include <stdbool.h>

// To be called when a catalogue was bound or another language chosen: without one, gettext would
// look for it on the disk each time.
void translate_look(void);
bool translate_has_catalogue(void);

#define _(text) (translate_has_catalogue() ? gettext(text) : (text))
#define N_(text) text
#define PLURAL(one, many, n) ngettext(one, many, (unsigned long)(n))

#endif
