/* SPDX-License-Identifier: MIT */
/*
 * The coach's look at the data, on a thread of its own: a step's query may take long in a large company, and the screen
 * does not wait for it. A look works on copies; what it found is handed back when it ends. Owns when the next look may
 * begin; knows nothing of what is drawn.
 */
#include <stdlib.h>

#include "model/clock.h"
#include "tui/alloc.h"
#include "tui/coach_priv.h"

#define SHARE        20     /* one part looking, at least 19 parts rest */
#define LEAST_GAP_US 100000 /* ten looks a second are enough for the quickest trainee */

/* Belongs to the thread from the start of a look until `ended`. */
struct coach_look {
    struct coach *coach; /* NULL: nobody wants to know any more */
    char folder[COMPANY_PATH_SIZE], guide_id[64], language[8];
    struct settings settings;
    struct company *company; /* both stay open between looks; NULL = open first */
    struct guide *guide;
    struct guide_session session;
    char page[64], record[64];
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    int64_t took_us;
};

static void look_free(struct coach_look *look) {
    company_close(&look->company);
    guide_free(&look->guide);
    free(look);
}

void coach_look_drop(struct coach *coach) {
    if (coach->look && coach->looking)
        coach->look->coach = NULL; /* the thread's; it goes when that ends */
    else if (coach->look)
        look_free(coach->look);
    coach->look = NULL;
    coach->looking = coach->look_wanted = false;
    coach->look_at_us = 0;
}

/* ---- on the background thread ------------------------------------------------------------------------------------- */

static enum err_code work(void *arg, const struct progress *progress, struct err *err) {
    struct coach_look *look = arg;
    const struct guide_screen screen = {.page = look->page, .record = look->record};
    int64_t begin_us = clock_ticks_us();
    enum err_code code = ERR_OK;
    (void)progress;
    if (!look->company)
        code = company_open(&look->company, look->folder, &look->settings, true,
                            COMPANY_FOR_SCREENS, err);
    if (code == ERR_OK && !look->guide)
        code = guide_open(&look->guide, look->guide_id, look->language, err);
    if (code == ERR_OK) {
        guide_bind(look->guide, &look->session);
        code =
            guide_check(look->company, look->guide, &look->session, &screen, look->verdicts, err);
    }
    if (code != ERR_OK) company_close(&look->company); /* a file may have been replaced */
    look->took_us = clock_ticks_us() - begin_us;
    return code;
}

/* ---- on the main thread ------------------------------------------------------------------------------------------- */

static void ended(struct app *app, void *arg, enum err_code code, const struct err *err) {
    struct coach_look *look = arg;
    struct coach *coach = look->coach;
    if (!coach) {
        look_free(look);
        return;
    }
    int64_t rest_us = look->took_us * (SHARE - 1);
    coach->looking = false;
    coach->look_at_us = clock_ticks_us() + (rest_us > LEAST_GAP_US ? rest_us : LEAST_GAP_US);
    coach_looked(app, coach, code == ERR_OK ? &look->session : NULL, look->verdicts, err);
}

static struct coach_look *look_new(const struct app *app, const struct coach *coach) {
    struct coach_look *look = alloc_zero(1, sizeof *look);
    text_copy(look->folder, sizeof look->folder, app->company->folder);
    text_copy(look->guide_id, sizeof look->guide_id, guide_name(coach->guide));
    text_copy(look->language, sizeof look->language, i18n_language());
    look->settings = app->company->settings;
    return look;
}

void coach_look_turn(struct app *app, struct coach *coach) {
    if (!coach->guide || !app->company || coach_look_due_ms(coach) != 0) return;
    if (!coach->look) coach->look = look_new(app, coach);
    struct coach_look *look = coach->look;
    look->coach = coach;
    look->session = coach->session;
    text_copy(look->page, sizeof look->page, coach->page);
    text_copy(look->record, sizeof look->record, coach->record);
    struct app_job job = {.title = "", .work = work, .arg = look, .ended = ended, .quiet = true};
    coach->look_wanted = false;
    coach->looking = app_run_job(app, &job);
    if (coach->looking) return;
    coach->look_wanted = true;
    coach->look_at_us = clock_ticks_us() + 1000000;
}

void coach_look(struct app *app, struct coach *coach) {
    coach->look_wanted = true;
    coach_look_turn(app, coach);
}

int coach_look_due_ms(const struct coach *coach) {
    if (!coach->look_wanted || coach->looking) return -1;
    int64_t left_us = coach->look_at_us - clock_ticks_us();
    return left_us <= 0 ? 0 : (int)(left_us / 1000 + 1);
}
