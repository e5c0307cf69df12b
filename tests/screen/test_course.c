/* SPDX-License-Identifier: MIT */
/*
 * The course as a trainee uses it: what is next begins with one key, what was done is kept when the practice copy is
 * gone, the instructor sees it, and it becomes a piece of paper. The records of a class are made up.
 */
#include "console.h"

#include <string.h>
#include <unistd.h>

#define HEAD                                                                                       \
    "trainee,kind,id,begun,progress,active,solved,seconds,step,done,steps,hints,attempts,score\n"

static const char kari[] =
    HEAD "Kari Nordmann,guide,customer-records-not-appearing,2026-03-01T09:00:00Z,,"
         "2026-03-01T09:40:00Z,2026-03-01T09:40:00Z,2400,,11,11,1,0,\n"
         "Kari Nordmann,lab,upload-not-planned,2026-03-01T10:00:00Z,,2026-03-01T10:08:00Z,"
         "2026-03-01T10:08:00Z,480,,2,2,1,2,95\n"
         "Kari Nordmann,lab,sync-withheld,2026-03-02T08:30:00Z,2026-03-02T08:35:00Z,"
         "2026-03-02T08:50:00Z,,1200,,1,2,2,3,\n";
static const char per[] =
    HEAD "Per Ås,guide,customer-records-not-appearing,2026-03-02T06:00:00Z,2026-03-02T06:10:00Z,"
         "2026-03-02T08:59:00Z,,5400,run-jobs,6,11,4,0,\n";
static const char unni[] = HEAD;

/* In one step, as the program does it. */
static void put(const char *folder, const char *name, const char *text) {
    char path[200], fresh[210];
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(fresh, path), 0);
}

static void expect_in_file(const char *path, const char *wanted) {
    char text[20000];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    if (!strstr(text, wanted)) fail_msg("%s does not say '%s'", path, wanted);
}

struct class_room {
    struct console *console;
    char folder[64];
};

static int setup(void **state) {
    struct class_room *room = calloc(1, sizeof *room);
    assert_non_null(room);
    void *console;
    console_setup(&console);
    room->console = console;
    snprintf(room->folder, sizeof room->folder, "/tmp/chq-class-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    *state = room;
    return 0;
}

static int teardown(void **state) {
    struct class_room *room = *state;
    char command[100];
    void *console = room->console;
    console_teardown(&console);
    snprintf(command, sizeof command, "rm -r %s", room->folder);
    assert_int_equal(system(command), 0);
    free(room);
    return 0;
}

#define room_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static struct vt *open_page(struct class_room *room, const char *lang, const char *page) {
    char option[100], records[100];
    snprintf(option, sizeof option, "--page=%s", page);
    snprintf(records, sizeof records, "CHQ_TRAINING_RECORDS=%s", room->folder);
    const char *args[] = {option, NULL};
    const char *env[] = {records, "CHQ_TRAINEE_NAME=Kari Nordmann", NULL};
    room->console->vt = vt_start(&(struct vt_options){
        .data = room->console->company.folder, .args = args, .env = env, .lang = lang});
    vt_wait_text(room->console->vt, "A1 9");
    return room->console->vt;
}

static const struct scene scenes[] = {
    {"course", "course", "", ">", NULL},
    {"course-actions", "course", "a", ">", "┌─"},
    {"training-board", "training-board", "", "Unni", NULL},
    {"trainee", "training-board", "Down Enter", "Unni", "Kari Nordmann"},
    {"certificate", "certificate", "", "Kari Nordmann", NULL},
};

static void show_all(struct class_room *room, const char *lang) {
    put(room->folder, "kari_nordmann", kari);
    put(room->folder, "per_ås", per);
    put(room->folder, "Unni", unni);
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        struct vt *vt = open_page(room, lang, scenes[i].page);
        vt_wait_text(vt, scenes[i].ready);
        vt_key(vt, scenes[i].keys);
        if (scenes[i].shown) vt_wait_text(vt, scenes[i].shown);
        vt_expect(vt, scenes[i].name);
        vt_abandon(&room->console->vt);
    }
}

static void test_pages_in_english(void **state) {
    show_all(*state, "en");
}

static void test_pages_in_norwegian(void **state) {
    show_all(*state, "nb");
}

/* By the course into a guide, then into a lab, and both are in the record. */
static void test_what_is_next_begins_with_one_key(void **state) {
    struct class_room *room = *state;
    struct vt *vt = open_page(room, "en", "course");
    vt_key(vt, "F8");
    vt_wait_text(vt, " 1/11");
    console_go(vt, "course", "begun, 1 of 11");
    vt_key(vt, "Down Enter");
    vt_wait_text(vt, "Nothing arrives"); /* the guide was left, the lab is open */
    vt_wait_text(vt, "hints 0/3");
    vt_key(vt, "Esc g t d");
    vt_wait_text(vt, "Do it?");
    vt_key(vt, "Left Enter");
    vt_wait_text(vt, "Solved for you");
    vt_key(vt, "g t c");
    vt_wait_text(vt, "What is next");
    vt_key(vt, "Right Enter"); /* the guide is still open */
    vt_wait_row(vt, 6, "▶> 1   Customer records");
    vt_wait_text(vt, "solved for you");
    console_go(vt, "training board", "Works on");
    vt_wait_row(vt, 6, "Kari Nordmann");
    console_go(vt, "certificate", "SO FAR");
    console_quit(room->console);
}

static void test_the_certificate_becomes_a_file(void **state) {
    struct class_room *room = *state;
    char path[100];
    put(room->folder, "kari_nordmann", kari);
    struct vt *vt = open_page(room, "en", "certificate");
    vt_wait_text(vt, "Kari Nordmann");
    vt_key(vt, "F8");
    vt_wait_text(vt, "certificate.txt");
    snprintf(path, sizeof path, "%s/paper.txt", room->folder);
    vt_key(vt, "C-u");
    vt_type(vt, path);
    vt_key(vt, "F8");
    vt_wait_text(vt, "Written");
    expect_in_file(path, "S O   F A R");
    expect_in_file(path, "Kari Nordmann");
    vt_key(vt, "Esc");
    vt_wait_row(vt, 3, "Certificate");
    console_quit(room->console);
}

/* Somebody else's file changes while the board is looked at. */
static void test_the_board_follows_the_folder(void **state) {
    struct class_room *room = *state;
    put(room->folder, "unni", unni);
    struct vt *vt = open_page(room, "en", "training-board");
    vt_wait_row(vt, 6, "unni");
    put(room->folder, "per_ås", per);
    vt_wait_row(vt, 6, "Per Ås");
    vt_wait_row(vt, 7, "unni");
    console_quit(room->console);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        room_test(test_pages_in_english),
        room_test(test_pages_in_norwegian),
        room_test(test_what_is_next_begins_with_one_key),
        room_test(test_the_certificate_becomes_a_file),
        room_test(test_the_board_follows_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
