/* SPDX-License-Identifier: MIT */
/*
 * Plays the scenes of the README's pictures by keys and keeps what the program writes, for screenshots/make.sh to show
 * in a real terminal:   pictures FOLDER COLS ROWS
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/company.h"
#include "support/vt.h"

struct studio {
    const char *folder;
    int rows, cols;
    const char *lang;
    struct company company;
    struct vt *vt;
};

static struct vt *open_console_with(struct studio *studio, const char *argument,
                                    const char *setting) {
    const char *args[] = {argument, NULL}, *env[] = {setting, NULL};
    studio->vt = vt_start(&(struct vt_options){.data = studio->company.folder,
                                               .args = args,
                                               .env = env,
                                               .lang = studio->lang,
                                               .rows = studio->rows,
                                               .cols = studio->cols,
                                               .theme = "",
                                               .record = true});
    vt_wait_text(studio->vt, "Gregory Haverstock"); /* the customer view is complete */
    return studio->vt;
}

static struct vt *open_console(struct studio *studio, const char *argument) {
    return open_console_with(studio, argument, NULL);
}

static void take(struct studio *studio, const char *name) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s.%s.bytes", studio->folder, name, studio->lang);
    vt_write_record(studio->vt, path);
    vt_abandon(&studio->vt);
}

static void take_menu(struct studio *studio) {
    struct vt *vt = open_console(studio, NULL);
    vt_key(vt, "Down Down Down Enter Down Enter");
    take(studio, "menu");
}

static void take_warning(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=functionality-profiles:Online");
    vt_key(vt, "F2 Tab Tab Space C-s");
    vt_wait_text(vt, "AWBusiness, AWOnline");
    take(studio, "profiles-warning");
}

static void take_store(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=online-stores:AWOnline");
    vt_key(vt, "F2 Tab Tab Tab Tab Tab Tab Tab");
    take(studio, "online-store");
}

static void take_customer_view(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=customers");
    company_do(
        &studio->company,
        "signup --store AWOnline --first-name Nora --last-name Fjell --email nora@example.no");
    vt_wait_text(vt, "Nora Fjell");
    take(studio, "customer-view");
}

static void take_guide(struct studio *studio) {
    struct vt *vt = open_console(studio, "--guide=customer-records-not-appearing");
    vt_wait_text(vt, "1/11");
    vt_key(vt, "g t s");
    vt_wait_text(vt, "[x][x]");
    vt_key(vt, "g t n g t n Down");
    vt_wait_text(vt, "3/11");
    vt_wait_text(vt, "Online : ");
    take(studio, "guide");
}

static void take_operation(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=customer-synchronization-status");
    vt_key(vt, "Down Down Down Down Down");
    vt_wait_text(vt, "Tarjei Fonnes ");
    vt_wait_text(vt, "XX");
    take(studio, "synchronization-status");
}

static void take_recurrence(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=create-batch-job:1010");
    vt_wait_text(vt, "1010 (");
    take(studio, "create-batch-job");
}

static void take_trace(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=trace:tarjei.fonnes@example.no");
    vt_wait_text(vt, "XX");
    take(studio, "trace");
}

static void take_course(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=course");
    vt_wait_row(vt, 6, "11"); /* steps of the guide that has begun */
    take(studio, "course");
}

/* Begun; the story is read and closed, the trainee looks around. */
static void take_lab(struct studio *studio) {
    struct vt *vt = open_console(studio, "--page=labs:sync-withheld");
    vt_key(vt, "F8");
    vt_wait_text(vt, "Ingvild Sørdal");
    vt_wait_text(vt, "┌─");
    vt_key(vt, "Enter");
    vt_wait_gone(vt, "┌─");
    vt_key(vt, ": B a t c h Space j o b s Enter");
    vt_wait_row(vt, 6, "1010");
    take(studio, "lab");
}

/* What a load and a servicing look like, made up: the same in every picture. */
static void take_traffic(struct studio *studio) {
    struct vt *vt = open_console_with(studio, "--page=storefront-traffic", "CHQ_TEST_TRAFFIC=1");
    vt_wait_text(vt, "240");
    take(studio, "traffic");
}

static void take_all(void **state) {
    struct studio *studio = *state;
    static const char *const languages[] = {"en", "nb"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        studio->lang = languages[i];
        company_init_demo(&studio->company);
        take_menu(studio);
        take_warning(studio);
        take_store(studio);
        take_guide(studio);
        take_operation(studio);
        take_recurrence(studio);
        take_trace(studio);
        take_course(studio);
        take_lab(studio);
        take_traffic(studio);
        take_customer_view(studio);
        company_release(&studio->company);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: pictures FOLDER COLS ROWS\n");
        return 2;
    }
    struct studio studio = {.folder = argv[1],
                            .cols = (int)strtol(argv[2], NULL, 10),
                            .rows = (int)strtol(argv[3], NULL, 10)};
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(take_all, &studio)};
    return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
