// SPDX-License-Identifier: ISC
// Prints the key table as manual page source: in English, or in the language LANGUAGE with the
// translations in FOLDER.  The build puts it into kantlijn.1, so that the page and the program
// cannot disagree.  Usage: print-keys [LANGUAGE FOLDER]
#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/string.h"
#include "reader/keymap.h"

int main(int argc, char **argv)
{
	struct buf out = {0};
	if (argc == 3) {
		setlocale(LC_ALL, "C.UTF-8");
		setenv("LANGUAGE", argv[1], 1);
		bindtextdomain(PACKAGE, argv[2]);
		bind_textdomain_codeset(PACKAGE, "UTF-8");
		textdomain(PACKAGE);
	}
	keymap_roff(&out);
	bool is_written = fputs(buf_string(&out), stdout) >= 0 && fflush(stdout) == 0;
	buf_done(&out);
	return is_written ? 0 : 1;
}
