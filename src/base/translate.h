// SPDX-License-Identifier: ISC
// The only door to gettext: _ translates, N_ marks a string that is translated
// where it is shown, PLURAL chooses by a number.  ui/main.c binds the catalogue.
#ifndef BASE_TRANSLATE_H
#define BASE_TRANSLATE_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text
#define PLURAL(one, many, n) ngettext(one, many, (unsigned long)(n))

#endif
