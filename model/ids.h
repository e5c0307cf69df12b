/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_IDS_H
#define CHQ_MODEL_IDS_H

/*
 * GUIDs of the form "{0192F5C8-…}" (38 characters, domain.md section 1 item 4), whose order is their time of birth
 * (UUID version 7): neighbours in time are neighbours in the index, which keeps bulk inserts fast.
 * Unique across processes (random part from the kernel); two from one process are always in order.
 * CHQ_TEST_IDS=1 makes them count 1, 2, 3 … for golden screens.
 */

#include <stdbool.h>

#define GUID_SIZE 39 /* 38 characters and NUL */

/* Thread-safe. */
void ids_new_guid(char guid[GUID_SIZE]);
/* What people type as a GUID (any case, with or without braces) in the form that is stored. false = it is none. */
bool ids_parse_guid(const char *text, char guid[GUID_SIZE]);

#endif
