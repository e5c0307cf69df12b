/* SPDX-License-Identifier: MIT */
/*
 * Drawing the account of a customer. Owns what "in use" means and the numbers that were fetched ahead. Does not know who
 * draws for whom, and does not write the customer.
 *
 * All numbers of one format are equally long and their text orders as they do, so one look into the index of accounts
 * tells the next one in use, and every number before it is free without looking.
 */

#include "model/hq/account_number.h"

#include <string.h>

#include "model/hq/paging.h"

enum { FIRST_IN_USE, GROUP_SEQUENCE, GIVE_BACK };
const char *const account_number_sql[] = {
    [FIRST_IN_USE] = "SELECT AccountNum FROM CustTable WHERE DataAreaId = ?1 AND AccountNum >= ?2"
                     " ORDER BY AccountNum LIMIT 1",
    [GROUP_SEQUENCE] = "SELECT CustAccountNumSeq FROM CustGroup WHERE CustGroup = ?1",
    [GIVE_BACK] = "UPDATE NumberSequenceTable SET NextRec = ?3"
                  " WHERE RecId = ?1 AND RecVersion = ?2 AND NextRec = ?4",
    NULL};

/* ---- numbers fetched ahead ------------------------------------------------------------------------------------------ */

static struct number_block *find_block(struct number_pool *pool,
                                       const struct number_sequence *sequence) {
    for (int i = 0; i < NUMBER_BLOCKS; i++) {
        struct number_block *block = &pool->blocks[i];
        if (block->sequence != sequence->head.RecId) continue;
        if (block->version != sequence->head.RecVersion) block->next = block->end = 0;
        return block;
    }
    struct number_block *block = &pool->blocks[pool->newest++ % NUMBER_BLOCKS];
    *block = (struct number_block){.sequence = sequence->head.RecId};
    return block;
}

/* Take the next lot out of the sequence; the last one may be smaller. */
static void fetch(struct account_source *source, struct number_block *block) {
    struct number_sequence *sequence = &source->sequence;
    int64_t left = sequence->Highest - sequence->NextRec + 1;
    int64_t count = sequence->FetchAheadQty < left ? sequence->FetchAheadQty : left;
    block->version = sequence->head.RecVersion;
    block->next = sequence->NextRec;
    block->end = sequence->NextRec + count;
    sequence->NextRec = block->end;
    source->changed = true;
}

static enum err_code draw_ahead(struct account_source *source, struct number_pool *pool,
                                char *account, struct err *err) {
    struct number_block *block = find_block(pool, &source->sequence);
    struct number_sequence ahead = source->sequence;
    if (block->next == block->end && ahead.NextRec >= ahead.Lowest &&
        ahead.NextRec <= ahead.Highest) {
        fetch(source, block);
    }
    if (block->next < block->end) ahead.NextRec = block->next;
    enum err_code code = numberseq_draw(&ahead, account, TEXT_SIZE(NUMBER_CHARS), err);
    if (code == ERR_OK) block->next++;
    return code;
}

static enum err_code draw_one(struct account_source *source, struct number_pool *pool,
                              char *account, struct err *err) {
    const struct number_sequence *sequence = &source->sequence;
    bool stopped = sequence->Blocked || sequence->Manual;
    if (pool && sequence->FetchAhead && !sequence->Continuous && !stopped) {
        return draw_ahead(source, pool, account, err);
    }
    enum err_code code = numberseq_draw(&source->sequence, account, TEXT_SIZE(NUMBER_CHARS), err);
    if (code == ERR_OK) source->changed = true;
    return code;
}

void account_numbers_give_back(struct db *hq, struct number_pool *pool) {
    for (int i = 0; i < NUMBER_BLOCKS; i++) {
        struct number_block *block = &pool->blocks[i];
        struct stmt *stmt =
            block->next < block->end ? db_stmt(hq, account_number_sql[GIVE_BACK], NULL) : NULL;
        if (stmt) {
            stmt_bind_int(stmt, 1, block->sequence);
            stmt_bind_int(stmt, 2, block->version);
            stmt_bind_int(stmt, 3, block->next);
            stmt_bind_int(stmt, 4, block->end);
            enum err_code code = stmt_run(stmt, NULL);
            (void)code; /* a gap is allowed, waiting or failing at the end is not */
        }
        *block = (struct number_block){0};
    }
}

/* ---- numbers in use ---------------------------------------------------------------------------------------------------- */

static enum err_code look(struct db *hq, struct account_source *source, const char *data_area,
                          const char *from, struct err *err) {
    bool found;
    struct stmt *stmt = db_stmt(hq, account_number_sql[FIRST_IN_USE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, data_area);
    stmt_bind_text(stmt, 2, from);
    enum err_code code = stmt_value_text(stmt, source->in_use, sizeof source->in_use, &found, err);
    if (code != ERR_OK) return code;
    if (!found) text_copy(source->in_use, sizeof source->in_use, PAGE_LAST);
    text_copy(source->data_area, sizeof source->data_area, data_area);
    source->looked = true;
    return ERR_OK;
}

static enum err_code is_in_use(struct db *hq, struct account_source *source, const char *data_area,
                               const char *account, bool *in_use, struct err *err) {
    enum err_code code = ERR_OK;
    bool known = source->looked && strcmp(source->data_area, data_area) == 0 &&
                 strcmp(account, source->in_use) <= 0;
    if (!known) code = look(hq, source, data_area, account, err);
    *in_use = code == ERR_OK && strcmp(account, source->in_use) == 0;
    return code;
}

void account_put_back(struct account_source *source) {
    if (source->sequence.Continuous) source->sequence.NextRec--;
}

void account_look_again(struct account_source *source) {
    source->looked = false;
}

enum err_code account_draw(struct db *hq, struct account_source *source, struct number_pool *pool,
                           const char *data_area, char account[TEXT_SIZE(NUMBER_CHARS)],
                           struct err *err) {
    bool in_use = true;
    for (int passed = 0; passed < ACCOUNT_MOST_PASSED; passed++) {
        enum err_code code = draw_one(source, pool, account, err);
        if (code == ERR_OK) code = is_in_use(hq, source, data_area, account, &in_use, err);
        if (code != ERR_OK || !in_use) return code;
    }
    err_set(err, ERR_REFUSED, REASON_SEQUENCE_TAKEN, "NumberSequence",
            source->sequence.NumberSequence);
    err_add_value2(err, account);
    err_add_number(err, ACCOUNT_MOST_PASSED);
    return ERR_REFUSED;
}

/* ---- customers made by hand --------------------------------------------------------------------------------------------- */

enum err_code account_sequence(struct db *hq, const char *cust_group,
                               struct number_sequence *sequence, struct err *err) {
    char code_name[TEXT_SIZE(10)];
    struct stmt *stmt = db_stmt(hq, account_number_sql[GROUP_SEQUENCE], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, cust_group);
    enum err_code code = stmt_value_text(stmt, code_name, sizeof code_name, NULL, err);
    if (code != ERR_OK) return code;
    if (code_name[0] != '\0') return numberseq_load(hq, code_name, sequence, err);
    return numberseq_for_reference(hq, REFERENCE_CUSTOMER_ACCOUNT, sequence, err);
}

enum err_code account_take(struct db *hq, const char *cust_group, const char *data_area,
                           char account[TEXT_SIZE(NUMBER_CHARS)], struct err *err) {
    struct account_source source = {.looked = false};
    enum err_code code = account_sequence(hq, cust_group, &source.sequence, err);
    if (code == ERR_OK) code = account_draw(hq, &source, NULL, data_area, account, err);
    return code == ERR_OK ? numberseq_store(hq, &source.sequence, err) : code;
}
