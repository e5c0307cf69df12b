/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_LAB_FOLDER_H
#define CHQ_TRAINER_LAB_FOLDER_H

/*
 * The four files of a lab in a folder: a lab that somebody has written and that is not in the program. Its author is a
 * stranger: a file must be a regular one of at most LAB_FILE_MAX bytes and hold nothing but text, and what it asks for is
 * done under the same rules as the program's own content (db_exec_foreign, guide_reader_open, actions.h).
 */

#include "model/trainer/guide_priv.h"

#define LAB_FILE_MAX 131072

struct lab_folder {
    /* the lab's and those that all labs share; ends with a NULL name */
    struct embedded_file files[10];
    char names[4][2 * GUIDE_ID_SIZE];
    char *texts[4]; /* owned */
};

/* FOLDER/PREFIXID.ini and so on; `prefix` may be "". GUIDE_CONTENT says what is wrong with which file. Release in any
 * case. */
MUST_CHECK enum err_code lab_folder_read(struct lab_folder *lab, const char *folder,
                                         const char *prefix, const char *id, struct err *err);
void lab_folder_release(struct lab_folder *lab);
/* Write the lab's files as TO/PREFIXID.ini … */
MUST_CHECK enum err_code lab_folder_write(const struct lab_folder *lab, const char *to,
                                          const char *prefix, const char *id, struct err *err);

#endif
