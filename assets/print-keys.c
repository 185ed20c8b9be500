// SPDX-License-Identifier: ISC
// Prints the key table as manual page source.  The build puts it into
// kantlijn.1, so that the page and the program cannot disagree.
#include "config.h"

#include <stdio.h>

#include "base/string.h"
#include "reader/keymap.h"

int main(void)
{
	struct buf out = {0};
	keymap_roff(&out);
	bool is_written = fputs(buf_string(&out), stdout) >= 0 && fflush(stdout) == 0;
	buf_done(&out);
	return is_written ? 0 : 1;
}
