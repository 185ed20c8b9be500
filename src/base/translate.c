// SPDX-License-Identifier: ISC
#include "config.h"

#include "base/translate.h"

static bool has_catalogue = true; // as far as is known

void translate_look(void)
{
	has_catalogue = *gettext("") != '\0'; // its header
}

bool translate_has_catalogue(void)
{
	return has_catalogue;
}
