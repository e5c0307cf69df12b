/* SPDX-License-Identifier: MIT */
/*
 * The application's life: making and ending it, background jobs, messages, questions' data changes, the company it works
 * on. The views are in app.c.
 */
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clock.h"
#include "model/exchange/company.h"
#include "model/hq/lookups.h"
#include "model/hq/servicing.h"
#include "model/text.h"
#include "model/trainer/guide_session.h"
#include "tui/alloc.h"
#include "tui/app_priv.h"
#include "tui/menu.h"
#include "tui/waiting.h"
#include "tui/words.h"

/* ---- making and ending ----------------------------------------------------------------------------------------- */

static void read_servicing(struct app *app) {
    bool servicing = false;
    if (app->db && servicing_get(app->db, &servicing, NULL) == ERR_OK) app->servicing = servicing;
}

/* Whoever waits longer on the thread that paints goes through app_write. */
static void wait_briefly(struct app *app) {
    int64_t most = app->company->settings.db_busy_timeout_ms;
    company_set_busy_timeout(app->company, most < WAITING_TRY_MS ? (int)most : WAITING_TRY_MS);
}

static void use_company(struct app *app, struct company *take_company) {
    char data_area[TEXT_SIZE(4)] = "", name[128], origin[COMPANY_PATH_SIZE];
    app->company = take_company;
    app->practice = guide_sandbox_origin(take_company->folder, origin);
    app->db = take_company->hq;
    app->demo = company_is_demo(app->db);
    app->read_only = take_company->read_only;
    text_copy(app->user, sizeof app->user, take_company->user);
    text_copy(app->data_dir, sizeof app->data_dir, take_company->folder);
    if (company_info(app->db, data_area, name, sizeof name, NULL) == ERR_OK) {
        text_copy(app->company_name, sizeof app->company_name, data_area);
    }
    wait_briefly(app);
    watch_free(&app->ui->watch);
    app->ui->watch = watch_new(take_company->folder);
    app->ui->data_version = db_data_version(app->db);
    app->ui->company_changed = true;
    read_servicing(app);
}

static void open_sides(struct app *app, const struct side *const *sides) {
    for (int i = 0; sides && sides[i] && i < SIDES_MAX; i++) {
        struct side_slot *slot = &app->ui->sides[app->ui->side_count++];
        slot->side = sides[i];
        slot->state = slot->side->open ? slot->side->open(app) : NULL;
    }
}

/* Cancel all background work and take its results, so that everybody gets back what is theirs. */
static void end_jobs(struct app *app) {
    if (!app->jobs) return;
    bool any = true;
    while (any) {
        any = false;
        for (int i = 0; i < JOB_SLOTS; i++) {
            if (app->ui->jobs[i].id == 0) continue;
            any = true;
            jobs_cancel(app->jobs, app->ui->jobs[i].id);
        }
        struct pollfd wait = {.fd = jobs_fd(app->jobs), .events = POLLIN};
        if (any) poll(&wait, 1, 1000);
        app_job_events(app);
    }
    jobs_free(&app->jobs);
}

struct app *app_new(const struct app_parts *parts) {
    struct app *app = alloc_zero(1, sizeof *app);
    app->ui = alloc_zero(1, sizeof *app->ui);
    app->settings = parts->settings;
    app->theme = parts->theme;
    app->pages = parts->pages;
    app->lookups = parts->lookups;
    app->db = parts->db;
    app->ui->ascii = parts->ascii;
    app->ui->keymap = parts->take_keymap ? parts->take_keymap : keymap_new();
    app->ui->rows = 24;
    app->ui->cols = 80;
    app->ui->generation = 1;
    if (parts->take_company) use_company(app, parts->take_company);
    app->ui->menu = menu_new(app);
    app_push(app, menu_view_new(app));
    open_sides(app, parts->sides);
    return app;
}

void app_free(struct app **gone) {
    struct app *app = *gone;
    *gone = NULL;
    if (!app) return;
    end_jobs(app);
    while (app->ui->depth > 0) app_remove(app, app->ui->stack[app->ui->depth - 1]);
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (slot->side->close) slot->side->close(app, slot->state);
    }
    menu_free(&app->ui->menu);
    keymap_free(&app->ui->keymap);
    watch_free(&app->ui->watch);
    company_close(&app->company);
    free(app->ui);
    free(app);
}

void *app_side_state(const struct app *app, const struct side *side) {
    for (int i = 0; i < app->ui->side_count; i++) {
        if (app->ui->sides[i].side == side) return app->ui->sides[i].state;
    }
    return NULL;
}

void app_side_event(struct app *app, const struct side_event *event) {
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        slot->due_us = 0;
        if (slot->side->event) slot->side->event(app, slot->state, event);
    }
}

/* ---- messages -------------------------------------------------------------------------------------------------- */

static void clean_line(char *text) {
    for (char *p = text; *p; p++) {
        if (*p == '\n' || *p == '\t') *p = ' ';
    }
}

void app_message(struct app *app, enum message_kind kind, const char *fmt, ...) {
    struct ui *ui = app->ui;
    if (ui->message_count == MESSAGES_MAX) {
        ui->message_first = (ui->message_first + 1) % MESSAGES_MAX;
        ui->message_count--;
    }
    struct message *message = &ui->messages[(ui->message_first + ui->message_count) % MESSAGES_MAX];
    va_list args;
    va_start(args, fmt);
    char text[MESSAGE_SIZE * 2];
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    text_copy(message->text, sizeof message->text, text);
    clean_line(message->text);
    message->kind = kind;
    message->at_ms = clock_now_ms();
    ui->message_count++;
    ui->message_unseen = ui->message_shown ? ui->message_unseen + 1 : 1;
    ui->message_shown = true;
}

void app_error(struct app *app, const struct err *err) {
    char text[WORDS_SIZE];
    const char *entity = NULL;
    const struct page *page = app_find_page(app, app_page_id(app));
    if (page && page->entity) entity = page->entity->id;
    words_error(err, entity, text, sizeof text);
    app_message(app, MESSAGE_ERROR, "%s", text);
}

const struct message *app_message_at(const struct app *app, int index) {
    const struct ui *ui = app->ui;
    if (index < 0 || index >= ui->message_count) return NULL;
    return &ui->messages[(ui->message_first + ui->message_count - 1 - index) % MESSAGES_MAX];
}

const struct message *app_newest_message(const struct app *app) {
    return app->ui->message_shown ? app_message_at(app, 0) : NULL;
}

void app_hide_message(struct app *app) {
    app->ui->message_shown = false;
    app->ui->message_unseen = 0;
}

/* ---- background work ------------------------------------------------------------------------------------------- */

static struct job_slot *free_slot(struct app *app) {
    for (int i = 0; i < JOB_SLOTS; i++) {
        if (app->ui->jobs[i].id == 0) return &app->ui->jobs[i];
    }
    return NULL;
}

const struct job_slot *app_shown_job(const struct app *app) {
    for (int i = 0; i < JOB_SLOTS; i++) {
        if (app->ui->jobs[i].id != 0 && !app->ui->jobs[i].quiet) return &app->ui->jobs[i];
    }
    return NULL;
}

bool app_job_running(const struct app *app) {
    return app_shown_job(app) != NULL;
}

bool app_run_job(struct app *app, const struct app_job *job) {
    struct err err;
    err_clear(&err);
    const struct job_slot *running = app_shown_job(app);
    if (running && !job->quiet) {
        app_message(app, MESSAGE_WARNING, _("%s is still running. Wait for it or cancel it."),
                    running->title);
        return false;
    }
    struct job_slot *slot = free_slot(app);
    if (!slot) return false;
    if (!app->jobs) app->jobs = jobs_new();
    int id = jobs_start(app->jobs, job->work, job->arg, &err);
    if (id == 0) {
        app_error(app, &err);
        return false;
    }
    *slot = (struct job_slot){.id = id,
                              .arg = job->arg,
                              .quiet = job->quiet,
                              .ended = job->ended,
                              .told = job->told,
                              .started_us = clock_ticks_us()};
    text_copy(slot->title, sizeof slot->title, job->title ? job->title : "");
    return true;
}

bool app_cancel_job(struct app *app) {
    struct job_slot *slot = NULL;
    for (int i = 0; i < JOB_SLOTS && !slot; i++) {
        if (app->ui->jobs[i].id != 0 && !app->ui->jobs[i].quiet) slot = &app->ui->jobs[i];
    }
    if (!slot) return false;
    slot->cancelling = true;
    jobs_cancel(app->jobs, slot->id);
    return true;
}

void app_stop_job(struct app *app, const void *arg) {
    for (int i = 0; i < JOB_SLOTS; i++) {
        struct job_slot *slot = &app->ui->jobs[i];
        if (slot->id != 0 && slot->arg == arg) jobs_cancel(app->jobs, slot->id);
    }
}

static void job_ended(struct app *app, struct job_slot *slot, const struct job_event *event) {
    struct job_slot gone = *slot;
    *slot = (struct job_slot){0}; /* `ended` may start the next one */
    if (gone.ended) gone.ended(app, event->arg, event->code, &event->err);
    /* What has ended may be what a side waited for: ask it again when it wants its next turn. */
    for (int i = 0; i < app->ui->side_count; i++) app->ui->sides[i].due_us = 0;
    if (gone.quiet) return;
    app_side_event(app, &(struct side_event){.kind = SIDE_JOB_ENDED});
    app_data_changed(app);
}

void app_job_events(struct app *app) {
    struct job_event event;
    while (app->jobs && jobs_next_event(app->jobs, &event)) {
        for (int i = 0; i < JOB_SLOTS; i++) {
            struct job_slot *slot = &app->ui->jobs[i];
            if (slot->id != event.id) continue;
            if (event.kind == JOB_PROGRESS) {
                slot->done = event.done;
                slot->total = event.total;
            } else if (event.kind == JOB_MESSAGE) {
                if (slot->told) slot->told(app, event.message);
            } else if (event.kind == JOB_ENDED) {
                job_ended(app, slot, &event);
            }
            break;
        }
        if (event.kind == JOB_MESSAGE) free(event.message);
    }
}

/* ---- data ------------------------------------------------------------------------------------------------------ */

void app_data_changed(struct app *app) {
    read_servicing(app);
    app->ui->generation++;
    app_side_event(app, &(struct side_event){.kind = SIDE_DATA_CHANGED});
}

void app_files_changed(struct app *app) {
    if (app->db) app->ui->data_version = db_data_version(app->db);
    app_data_changed(app);
}

bool app_look_outside(struct app *app) {
    if (!app->db || db_data_version(app->db) == app->ui->data_version) return false;
    app_files_changed(app);
    return true;
}

bool app_switch_company(struct app *app, struct company *take_company, const char *data_dir) {
    if (app_job_running(app)) {
        app_message(app, MESSAGE_WARNING, _("%s is still running. Wait for it or cancel it."),
                    app_shown_job(app)->title);
        return false;
    }
    if (!app_all_may_close(app)) return false;
    end_jobs(app); /* quiet ones look at the old company */
    app_close_all(app);
    struct company *old = app->company;
    use_company(app, take_company);
    if (data_dir) text_copy(app->data_dir, sizeof app->data_dir, data_dir);
    app->ui->selected[0] = '\0';
    app->ui->generation++;
    app_side_event(app, &(struct side_event){.kind = SIDE_COMPANY_CHANGED});
    company_close(&old);
    return true;
}

bool app_go_to_company(struct app *app, const char *folder) {
    struct company *company = NULL;
    struct err err = {0};
    if (strcmp(app->company->folder, folder) == 0) return true;
    if (company_open(&company, folder, app->settings, app->read_only, COMPANY_FOR_SCREENS, &err) !=
        ERR_OK) {
        app_error(app, &err);
        return false;
    }
    if (app_switch_company(app, company, folder)) return true;
    company_close(&company);
    return false;
}

/* ---- time ------------------------------------------------------------------------------------------------------ */

static int ms_until(int64_t due_us) {
    int64_t left = (due_us - clock_ticks_us() + 999) / 1000;
    return left < 0 ? 0 : (int)(left > 3600000 ? 3600000 : left);
}

static int sooner(int a, int b) {
    if (a < 0) return b;
    return b < 0 || a < b ? a : b;
}

int app_next_tick_ms(const struct app *app) {
    int next = -1;
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (slot->due_us == 0) {
            int wish = slot->side->next_tick_ms ? slot->side->next_tick_ms(app, slot->state) : -1;
            slot->due_us = wish < 0 ? -1 : clock_ticks_us() + (int64_t)wish * 1000;
        }
        if (slot->due_us > 0) next = sooner(next, ms_until(slot->due_us));
    }
    if (!clock_is_fixed()) next = sooner(next, 60000 - (int)(clock_now_ms() % 60000));
    if (!app->ui->watch && app->db) next = sooner(next, 1000);
    return sooner(next, waiting_next_ms(app));
}

void app_tick(struct app *app) {
    int64_t now = clock_ticks_us();
    for (int i = 0; i < app->ui->side_count; i++) {
        struct side_slot *slot = &app->ui->sides[i];
        if (slot->due_us <= 0 || slot->due_us > now) continue;
        slot->due_us = 0;
        if (slot->side->event) {
            slot->side->event(app, slot->state, &(struct side_event){.kind = SIDE_TICK});
        }
    }
    waiting_tick(app);
    if (!app->ui->watch) app_look_outside(app);
}

/* ---- leaving --------------------------------------------------------------------------------------------------- */

static void leave(struct app *app, int answer, void *ctx) {
    (void)ctx;
    if (answer != 0) return;
    app->ui->leaving = true;
}

void app_go_on_leaving(struct app *app) {
    if (app->ui->wants_to_leave) app_quit(app);
}

void app_quit(struct app *app) {
    app->ui->wants_to_leave = true;
    if (!app_all_may_close(app)) return;
    app->ui->wants_to_leave = false;
    const struct job_slot *job = app_shown_job(app);
    if (!job) {
        app->ui->leaving = true;
        return;
    }
    struct question q;
    question_init(&q, MESSAGE_WARNING, _("Leave"));
    snprintf(
        q.text, sizeof q.text,
        _("%s is still running. What it has committed is kept; the rest is done when it is run "
          "again. Cancel it and leave?"),
        job->title);
    question_yes_no(&q);
    q.answered = leave;
    app_ask(app, &q);
}
