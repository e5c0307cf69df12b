/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_RECORD_VERBS_H
#define CHQ_CLI_RECORD_VERBS_H

/* list, show, new, set and delete for any entity of headquarters: everything comes from its member table. */

#include "cli/cli.h"
#include "model/record.h"

#define RECORD_COLUMNS 8

struct record_kind {
    const struct entity *entity;
    const char *columns[RECORD_COLUMNS + 1]; /* members in the list, NULL-terminated */
    /* Something to add behind the members of one record: one call for each list row (table cell) and for JSON and show.
     * `title` is the heading of its column, NULL = nothing to add. A negative value: nobody knows, so nothing is
     * shown (null in JSON). */
    const char *extra_title;
    const char *extra_key; /* in JSON */
    enum err_code (*extra)(struct cli *cli, const void *rec, int64_t *value, struct err *err);
    /* Warnings before and notes after a save; `old` is NULL for a new record. */
    enum err_code (*before_save)(struct cli *cli, const void *old, const void *rec,
                                 struct err *err);
    void (*after_save)(struct cli *cli, const void *old, const void *rec);
    /* What a new record needs beside it; when that fails, the record stays and the verb says why. */
    enum err_code (*created)(struct cli *cli, const void *rec, struct err *err);
    /* Instead of record_delete, for what is more than its record. */
    enum err_code (*remove)(struct cli *cli, const void *rec, struct err *err);
};

int record_verb_list(struct cli *cli, const struct record_kind *kind);
/* The first operand is the key. */
int record_verb_show(struct cli *cli, const struct record_kind *kind);
int record_verb_delete(struct cli *cli, const struct record_kind *kind);
/* Operands from `first` on are KEY=VALUE. */
int record_verb_set(struct cli *cli, const struct record_kind *kind, int first);
/* A new record from KEY=VALUE operands and `preset` pairs (member key, value; NULL key ends; NULL value = not given).
 * The first operand without '=' is the key. */
struct record_preset {
    const char *key, *value;
};
int record_verb_new(struct cli *cli, const struct record_kind *kind,
                    const struct record_preset *preset);

/* The operands from `first` on are KEY=VALUE. false: one is not, it was said, return EXIT_USAGE. */
bool record_only_assignments(struct cli *cli, int first);
/* One operand KEY=VALUE: the member meant by its technical name or label, and the value. FIELD_UNKNOWN names the nearest. */
MUST_CHECK enum err_code record_word(const struct entity *entity, const char *word,
                                     const struct member **member, const char **value,
                                     struct err *err);

/* All members as JSON into the object that is open, keys in the technical spelling. */
void record_json(struct cli *cli, const struct entity *entity, const void *rec);
/* All members as pairs of label and value; empty ones too. */
void record_pairs(struct table *table, const struct entity *entity, const void *rec);

#endif
