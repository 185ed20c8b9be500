// SPDX-License-Identifier: ISC
// Functions that this project does without: they overflow, truncate in
// silence or keep hidden state.  config.h brings this header to every file;
// the headers that declare them come first, since they name them.
#ifndef BANNED_H
#define BANNED_H

#if defined __GNUC__ && !defined __cplusplus
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#pragma GCC poison strcpy strcat sprintf vsprintf strtok strncpy strncat
#pragma GCC poison atoi atol atof gets asctime ctime
#endif

#endif
