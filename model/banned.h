/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_BANNED_H
#define CHQ_MODEL_BANNED_H

/* Included before everything else by the build: calls that have a safe twin in this house do not compile. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok strncpy strncat
#pragma GCC poison atoi atol atof gmtime localtime ctime asctime

#endif
