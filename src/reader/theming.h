// SPDX-License-Identifier: ISC
// Which theme a name means: a person's own file, else one that is compiled in.
#ifndef READER_THEMING_H
#define READER_THEMING_H

#include "page/theme.h"

// Reads the theme NAME: a path where it has a "/", else $XDG_CONFIG_HOME/kantlijn/themes/NAME where
// that is there, else the one of that name that is compiled in; NULL or "" is "default".  False,
// with a sentence, when there is none, or it is wrong; T is not touched then.
bool theming_load(const char *name, struct theme *t, struct err *e);

#endif
