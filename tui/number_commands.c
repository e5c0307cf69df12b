/* SPDX-License-Identifier: MIT */
/*
 * The commands of page Number sequences that ask first: what would happen is said before it does. Owns the questions; what
 * is right for a sequence is model/hq/numberseq.h's.
 */

#include "tui/number_commands.h"

#include <stdlib.h>
#include <string.h>

#include "model/hq/numberseq.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/number_words.h"
#include "tui/words.h"

static bool is_writable(struct app *app) {
    if (!app->read_only) return true;
    app_error(app, &(struct err){.code = ERR_REFUSED, .reason = REASON_READ_ONLY});
    return false;
}

/* ---- Generate --------------------------------------------------------------------------------------------------- */

static enum err_code generate(struct app *app, void *ctx, struct err *err) {
    struct number_proposal *proposal = ctx;
    bool found = false;
    enum err_code code = numberseq_propose(app->db, proposal, &found, err);
    if (code != ERR_OK || !found) return code;
    return numberseq_generate(app->db, proposal, app->user, err);
}

static void generate_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct number_proposal *proposal = ctx;
    if (code == ERR_OK) {
        app_data_changed(app);
        app_open_page(app, "number-sequences", proposal->sequence.NumberSequence);
    } else {
        app_error(app, err);
    }
    free(proposal);
}

static void generate_answered(struct app *app, int answer, void *ctx) {
    (void)ctx;
    if (answer != 0) return;
    app_write(app, &(struct app_write){.title = _("Generate"),
                                       .write = generate,
                                       .ended = generate_ended,
                                       .ctx = alloc_zero(1, sizeof(struct number_proposal))});
}

enum next number_command_generate(struct app *app, const char *key) {
    struct number_proposal proposal;
    struct err err = {0};
    struct question q;
    bool found = false;
    (void)key;
    if (!is_writable(app)) return NEXT_STAY;
    if (numberseq_propose(app->db, &proposal, &found, &err) != ERR_OK) {
        app_error(app, &err);
    } else if (!found) {
        app_message(app, MESSAGE_INFO, "%s", number_words_nothing_missing());
    } else {
        question_init(&q, MESSAGE_INFO, _("Generate"));
        number_words_proposal(&proposal, q.text, sizeof q.text);
        question_yes_no(&q);
        q.answered = generate_answered;
        app_ask(app, &q);
    }
    return NEXT_STAY;
}

/* ---- Manual cleanup --------------------------------------------------------------------------------------------- */

struct cleaning {
    char code[ROW_KEY_SIZE];
    struct number_cleanup cleanup;
};

static enum err_code clean(struct app *app, void *ctx, struct err *err) {
    struct cleaning *cleaning = ctx;
    return numberseq_cleanup(app->db, cleaning->code, app->user, &cleaning->cleanup, err);
}

static void clean_ended(struct app *app, void *ctx, enum err_code code, const struct err *err) {
    struct cleaning *cleaning = ctx;
    char text[WORDS_SIZE];
    if (code == ERR_OK) {
        app_data_changed(app);
        number_words_cleaned(&cleaning->cleanup, text, sizeof text);
        app_message(app, MESSAGE_INFO, "%s", text);
    } else {
        app_error(app, err);
    }
    free(cleaning);
}

static void cleanup_answered(struct app *app, int answer, void *ctx) {
    if (answer != 0) {
        free(ctx);
        return;
    }
    app_write(app,
              &(struct app_write){
                  .title = _("Manual cleanup"), .write = clean, .ended = clean_ended, .ctx = ctx});
}

enum next number_command_cleanup(struct app *app, const char *key) {
    struct number_cleanup cleanup;
    struct err err = {0};
    struct question q;
    char text[WORDS_SIZE];
    if (!key || !is_writable(app)) return NEXT_STAY;
    if (numberseq_cleanup_preview(app->db, key, &cleanup, &err) != ERR_OK) {
        app_error(app, &err);
        return NEXT_STAY;
    }
    if (cleanup.next == cleanup.sequence.NextRec) {
        number_words_cleaned(&cleanup, text, sizeof text);
        app_message(app, MESSAGE_INFO, "%s", text);
        return NEXT_STAY;
    }
    question_init(&q, MESSAGE_WARNING, _("Manual cleanup"));
    number_words_cleanup(&cleanup, q.text, sizeof q.text);
    question_yes_no(&q);
    q.answered = cleanup_answered;
    struct cleaning *cleaning = alloc_zero(1, sizeof *cleaning);
    text_copy(cleaning->code, sizeof cleaning->code, key);
    q.ctx = cleaning;
    app_ask(app, &q);
    return NEXT_STAY;
}
