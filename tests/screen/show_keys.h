/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TESTS_SHOW_KEYS_H
#define CHQ_TESTS_SHOW_KEYS_H

/*
 * A show script (model/trainer/show.h) as the keys that a person presses: pages by their name, records by the list's
 * filter and the arrow keys, fields by Tab, commands through the action menu. Nothing is asked of the program but what its
 * screen shows. Failures fail the running test.
 */

#include "model/trainer/show.h"
#include "support/vt.h"
#include "tui/page.h"

struct show_keys {
    struct vt *vt;
    char page[SHOW_WORD];      /* opened last */
    const struct page *form;   /* of the field gone to last */
    const struct field *field; /* NULL = none yet */
};

/* The language of this process is that of the screen (i18n_init). `value` is the command's rest with its names filled in (show_value). `words`: what finds the record of a list that does
 * not show its key, NULL = the key. */
void show_keys_press(struct show_keys *keys, const struct show_command *command, const char *value,
                     const char *words);
/* Until the background job that runs, if one does, has ended. */
void show_keys_wait(struct show_keys *keys);
/* Opens a page by its English name. */
void show_keys_open(struct show_keys *keys, const char *page);

#endif
