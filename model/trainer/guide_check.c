/* SPDX-License-Identifier: MIT */
/*
 * Is a step done? Runs the content's queries over saved data on a connection of its own that can only read, and keeps
 * what was seen on the screen. Knows no table: what is right stands in data/guides/ID.sql.
 */

#include "model/clock.h"
#include "model/trainer/guide_priv.h"

/* ---- reading connection --------------------------------------------------------------------------------------- */

enum err_code guide_reader_open(struct db **out, const char *hq_path, const char *channel_path,
                                struct err *err) {
    const struct db_options options = {.mode = DB_READ_ONLY, .busy_timeout_ms = 1000};
    enum err_code code = db_open(out, hq_path, &db_kind_headquarters, &options, err);
    if (code == ERR_OK && channel_path) code = db_attach_reader(*out, channel_path, "ch", err);
    if (code == ERR_OK) code = db_begin_read(*out, err);
    if (code != ERR_OK) {
        db_close(out);
        return code;
    }
    db_restrict_to_reading(*out);
    return ERR_OK;
}

static void bind_text(struct stmt *stmt, const char *name, const char *text) {
    int index = stmt_parameter(stmt, name);
    if (index > 0) stmt_bind_text(stmt, index, text);
}

enum err_code guide_query(struct db *reader, const struct guide *guide,
                          const struct guide_session *session, const char *block, struct stmt **out,
                          struct err *err) {
    struct guide_session others;
    struct err why = {0};
    const char *sql = guide_sql(guide, block), *own = block;
    const struct guide *part = guide_part(guide, &own);
    session = guide_session_for(guide, part, session, &others);
    *out = sql ? db_stmt_foreign(reader, sql, &why) : NULL;
    if (!sql) return guide_content_error(err, guide->id, "sql", "no such block", block);
    if (!*out) {
        /* A statement that is not acceptable is the content's fault; anything else is not. */
        if (why.code == ERR_INVALID)
            return guide_content_error(err, guide->id, "sql", block, why.detail);
        if (err) *err = why;
        return why.code;
    }
    bind_text(*out, ":target", session->target);
    bind_text(*out, ":profile", session->profile);
    bind_text(*out, ":reported", session->reported);
    bind_text(*out, ":email", session->email);
    bind_text(*out, ":answer", session->answer);
    int started = stmt_parameter(*out, ":started_ms");
    if (started > 0) stmt_bind_int(*out, started, session->started_ms);
    return ERR_OK;
}

/* ---- verdicts --------------------------------------------------------------------------------------------------- */

struct checking {
    struct db *reader;
    const struct guide *guide;
    struct guide_session *session;
    struct step_verdict *verdicts;
};

/* Which profile is meant is itself a question to the data: see [profile] in the .sql file. */
static enum err_code find_profile(struct checking *checking, struct err *err) {
    struct stmt *stmt;
    bool found;
    struct guide_session *session = checking->session;
    if (!guide_sql(checking->guide, "profile")) return ERR_OK; /* a lab: its texts name none */
    enum err_code code =
        guide_query(checking->reader, checking->guide, session, "profile", &stmt, err);
    if (code != ERR_OK) return code;
    code = stmt_value_text(stmt, session->profile, sizeof session->profile, &found, err);
    stmt_free(&stmt);
    return code;
}

static void say(struct checking *checking, int index, const char *found,
                const char *const *values) {
    struct step_verdict *verdict = &checking->verdicts[index];
    const char *id = checking->guide->shown[index].id;
    guide_sentence(checking->guide, checking->session, id, "expected", values, verdict->expected,
                   sizeof verdict->expected);
    guide_sentence(checking->guide, checking->session, id, found, values, verdict->found,
                   sizeof verdict->found);
}

static enum err_code check_data(struct checking *checking, int index, struct err *err) {
    struct stmt *stmt;
    bool row;
    struct err why = {0};
    const char *id = checking->guide->shown[index].id;
    enum err_code code =
        guide_query(checking->reader, checking->guide, checking->session, id, &stmt, err);
    if (code != ERR_OK) return code;
    code = stmt_step(stmt, &row, &why);
    if (code == ERR_OK && row) {
        const char *values[GUIDE_VALUES] = {NULL};
        for (int i = 0; i < GUIDE_VALUES && i + 2 < stmt_columns(stmt); i++)
            values[i] = stmt_text(stmt, i + 2);
        checking->verdicts[index].done = stmt_int(stmt, 0) != 0;
        say(checking, index, stmt_text(stmt, 1), values);
    } else if (code == ERR_OK) {
        say(checking, index, "", NULL); /* the store is gone: nothing can be found */
    }
    stmt_free(&stmt);
    if (code == ERR_INVALID)
        return guide_content_error(err, checking->guide->id, "sql", id, why.detail);
    if (code != ERR_OK && err) *err = why;
    return code;
}

static bool same(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

/* Which record is to be selected; "" when the data holds none. */
static enum err_code wanted_record(struct checking *checking, int index, char *key, size_t size,
                                   struct err *err) {
    struct stmt *stmt;
    bool found;
    key[0] = '\0';
    text_copy(key, size, checking->session->target);
    if (!checking->guide->plans[index].sql) return ERR_OK;
    enum err_code code = guide_query(checking->reader, checking->guide, checking->session,
                                     checking->guide->shown[index].id, &stmt, err);
    if (code != ERR_OK) return code;
    code = stmt_value_text(stmt, key, size, &found, err);
    stmt_free(&stmt);
    if (!found) key[0] = '\0';
    return code;
}

/* Once seen, a fact of the screen stays. */
static enum err_code look(struct checking *checking, int index, const struct guide_screen *screen,
                          struct err *err) {
    char key[TEXT_SIZE(60)];
    bool here = screen && same(screen->page, checking->guide->shown[index].page);
    if (here && checking->guide->plans[index].fact == FACT_RECORD) {
        enum err_code code = wanted_record(checking, index, key, sizeof key, err);
        if (code != ERR_OK) return code;
        here = key[0] && same(screen->record, key);
    }
    if (here) checking->session->seen |= 1 << index;
    return ERR_OK;
}

static enum err_code check_steps(struct checking *checking, const struct guide_screen *screen,
                                 struct err *err) {
    const struct guide *guide = checking->guide;
    enum err_code code = ERR_OK;
    for (int i = 0; i < guide->steps && code == ERR_OK; i++) {
        if (guide->plans[i].fact == FACT_DATA) code = check_data(checking, i, err);
    }
    for (int i = 0; i < guide->steps && code == ERR_OK; i++) {
        const struct step_plan *plan = &guide->plans[i];
        if (plan->fact == FACT_DATA) continue;
        code = look(checking, i, screen, err);
        bool seen = (checking->session->seen & 1 << i) != 0;
        bool needless = !screen && plan->needed_by >= 0 && checking->verdicts[plan->needed_by].done;
        checking->verdicts[i].done = seen || needless;
        say(checking, i, seen ? "found-yes" : needless ? "found-needless" : "found-no", NULL);
    }
    return code;
}

static void note_times(struct checking *checking) {
    for (int i = 0; i < checking->guide->steps; i++) {
        int64_t *at = &checking->session->done_ms[i];
        if (checking->verdicts[i].done && *at == 0) *at = clock_now_ms();
    }
}

enum err_code guide_check_through(struct db *reader, const struct guide *guide,
                                  struct guide_session *session, const struct guide_screen *screen,
                                  struct step_verdict *verdicts, struct err *err) {
    struct checking checking = {
        .reader = reader, .guide = guide, .session = session, .verdicts = verdicts};
    memset(verdicts, 0, sizeof *verdicts * (size_t)guide->steps);
    enum err_code code = find_profile(&checking, err);
    if (code == ERR_OK) code = check_steps(&checking, screen, err);
    if (code == ERR_OK) note_times(&checking);
    return code;
}

enum err_code guide_check(struct company *company, const struct guide *guide,
                          struct guide_session *session, const struct guide_screen *screen,
                          struct step_verdict *verdicts, struct err *err) {
    struct company_channel *channel;
    struct db *reader = NULL;
    enum err_code code = company_channel_of(company, session->target, &channel, err);
    if (code == ERR_OK) code = guide_reader_open(&reader, db_path(company->hq), channel->path, err);
    if (code != ERR_OK) return code;
    code = guide_check_through(reader, guide, session, screen, verdicts, err);
    db_close(&reader);
    return code;
}
