/* SPDX-License-Identifier: MIT */
/* The trainee's record: what is noted comes back, whatever happens to the file, and nobody is kept from going on. */
#include "support/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "model/file.h"
#include "model/trainer/course.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/lab.h"

#define GUIDE "customer-records-not-appearing"
#define LAB   "sync-withheld"

struct class_room {
    char box[64], folder[LOGBOOK_PATH_SIZE]; /* the records are in folder */
    struct settings settings;
};

static int setup(void **state) {
    struct class_room *room = calloc(1, sizeof *room);
    snprintf(room->box, sizeof room->box, "/tmp/chq-logbook-XXXXXX");
    assert_non_null(mkdtemp(room->box));
    snprintf(room->folder, sizeof room->folder, "%s/records", room->box);
    settings_init(&room->settings);
    snprintf(room->settings.records, sizeof room->settings.records, "%s/records", room->box);
    snprintf(room->settings.trainee, sizeof room->settings.trainee, "Kari Nordmann");
    setenv("CHQ_TEST_CLOCK", "2026-03-02T09:00:00Z", 1);
    *state = room;
    return 0;
}

static int teardown(void **state) {
    struct class_room *room = *state;
    char command[160];
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -r %s", room->box, room->box);
    assert_int_equal(system(command), 0);
    free(room);
    return 0;
}

#define room_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void path_of(const struct class_room *room, const char *name, char path[LOGBOOK_PATH_SIZE]) {
    assert_true(logbook_path(room->folder, name, path));
}

static struct logbook *read_of(const struct class_room *room, const char *name) {
    struct logbook *book;
    struct err err = {0};
    world_ok(logbook_read(room->folder, name, &book, &err), &err);
    return book;
}

static void put_file(const struct class_room *room, const char *name, const char *text,
                     size_t len) {
    char path[LOGBOOK_PATH_SIZE];
    struct err err = {0};
    path_of(room, name, path);
    if (mkdir(room->folder, 0755) != 0) assert_int_equal(errno, EEXIST);
    world_ok(file_replace(path, text, len, 0644, &err), &err);
}

static struct guide *open_lab(void) {
    struct guide *lab;
    struct err err = {0};
    world_ok(lab_open(&lab, LAB, "en", &err), &err);
    return lab;
}

/* In the folder of a practice copy that need not be there. */
static enum err_code note(struct class_room *room, const char *place, const struct guide *guide,
                          const struct guide_session *session, struct err *err) {
    char folder[200];
    snprintf(folder, sizeof folder, "%s/company/training/%s", room->box, place);
    return logbook_note(&room->settings, folder, guide, session, err);
}

static int64_t at(const char *time) {
    setenv("CHQ_TEST_CLOCK", time, 1);
    return clock_now_ms();
}

/* ---- what is noted --------------------------------------------------------------------------------------------------- */

static void test_a_lab_from_its_beginning_to_its_end(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    struct guide_session session = {.started_ms = at("2026-03-02T09:00:00Z")};
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    at("2026-03-02T09:05:00Z");
    session.hints = 1;
    session.attempts = 2;
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    at("2026-03-02T12:05:00Z"); /* lunch does not count as work */
    session.shown = 1;
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    session.solved_ms = at("2026-03-02T12:09:00Z");
    for (int i = 0; i < guide_steps(lab); i++) session.done_ms[i] = session.solved_ms;
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    struct logbook *book = read_of(room, "Kari Nordmann");
    assert_int_equal(book->count, 1);
    assert_int_equal(book->strange, 0);
    const struct logbook_run *run = &book->runs[0];
    assert_true(run->lab);
    assert_string_equal(run->id, LAB);
    assert_int_equal(run->begun_ms, session.started_ms);
    assert_int_equal(run->solved_ms, session.solved_ms);
    assert_int_equal(run->moved_ms, session.solved_ms);
    assert_int_equal(run->worked_ms, 9 * 60000);
    assert_int_equal(run->hints, 1);
    assert_int_equal(run->attempts, 2);
    assert_int_equal(run->shown, 1);
    assert_int_equal(run->done, run->steps);
    const struct lab_run as_lab = {.session = session};
    assert_int_equal(run->score, lab_score(&as_lab, lab));
    logbook_free(&book);
    guide_free(&lab);
}

/* What came of a run is not changed by what is tried in its copy afterwards; a new copy is a new run. */
static void test_a_solved_run_stays_and_the_best_counts(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    struct logbook_sum sum;
    struct guide_session first = {.started_ms = at("2026-03-02T09:00:00Z"), .assisted = true};
    first.solved_ms = at("2026-03-02T09:01:00Z");
    world_ok(note(room, "lab-" LAB, lab, &first, &err), &err);
    first.attempts = 9;
    world_ok(note(room, "lab-" LAB, lab, &first, &err), &err);
    struct logbook *book = read_of(room, "Kari Nordmann");
    logbook_sum(book, true, LAB, &sum);
    assert_int_equal(sum.state, LOGBOOK_ASSISTED);
    assert_int_equal(sum.attempts, 0);
    logbook_free(&book);
    struct guide_session second = {.started_ms = at("2026-03-03T09:00:00Z"), .hints = 1};
    second.solved_ms = at("2026-03-03T09:01:00Z");
    world_ok(note(room, "lab-" LAB, lab, &second, &err), &err);
    book = read_of(room, "Kari Nordmann");
    logbook_sum(book, true, LAB, &sum);
    assert_int_equal(sum.runs, 2);
    assert_int_equal(sum.state, LOGBOOK_SOLVED);
    assert_int_equal(sum.best->score, 95);
    logbook_free(&book);
    guide_free(&lab);
}

static void test_a_random_lab_keeps_its_secret_until_it_is_solved(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    struct guide_session session = {.started_ms = at("2026-03-02T09:00:00Z")};
    world_ok(note(room, "lab-random", lab, &session, &err), &err);
    struct logbook *book = read_of(room, "Kari Nordmann");
    assert_string_equal(book->runs[0].id, "random");
    assert_string_equal(book->runs[0].fault, "");
    assert_string_equal(book->runs[0].step, "");
    logbook_free(&book);
    session.solved_ms = at("2026-03-02T09:02:00Z");
    world_ok(note(room, "lab-random", lab, &session, &err), &err);
    book = read_of(room, "Kari Nordmann");
    assert_string_equal(book->runs[0].fault, LAB);
    logbook_free(&book);
    guide_free(&lab);
}

static void test_what_is_shown_on_a_copy_of_the_copy_is_nobodys_work(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    const struct guide_session session = {.started_ms = 1, .solved_ms = 2};
    world_ok(note(room, "lab-" LAB "/training/lab-" LAB, lab, &session, &err), &err);
    world_ok(note(room, "show", lab, &session, &err), &err);
    struct logbook *book = read_of(room, "Kari Nordmann");
    assert_int_equal(book->count, 0);
    logbook_free(&book);
    guide_free(&lab);
}

static void test_none_keeps_no_record(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    struct stat st;
    const struct guide_session session = {.started_ms = 1};
    snprintf(room->settings.records, sizeof room->settings.records, "none");
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    assert_int_not_equal(stat(room->folder, &st), 0);
    guide_free(&lab);
    /* Nor is one sought anywhere, however odd the name. */
    struct logbook *book;
    world_ok(logbook_read("", "Kari", &book, &err), &err);
    assert_int_equal(book->count, 0);
    assert_string_equal(book->trainee, "Kari");
    logbook_free(&book);
    world_ok(logbook_read("", "", &book, &err), &err);
    logbook_free(&book);
}

/* Through the door that consoles and verbs use. */
static void test_the_record_outlives_the_practice_copy(void **state) {
    struct class_room *room = *state;
    struct company *company;
    struct lab_run run;
    struct lab_report report;
    struct logbook_sum sum;
    struct err err = {0};
    char folder[96];
    room->settings.records[0] = '\0'; /* training/records in the company's folder */
    snprintf(folder, sizeof folder, "%s/company", room->box);
    world_ok(company_create(folder, true, &room->settings, &err), &err);
    world_ok(company_open(&company, folder, &room->settings, false, COMPANY_FOR_SCREENS, &err),
             &err);
    world_ok(lab_start(company, LAB, 0, &run, &err), &err);
    world_ok(lab_solve(&room->settings, &run, &err), &err);
    world_ok(lab_check(&room->settings, &run, "en", &report, &err), &err);
    assert_true(report.solved);
    world_ok(company_delete(run.folder, &err), &err);
    world_ok(company_delete(run.was, &err), &err);
    logbook_folder(&room->settings, run.folder, room->folder);
    struct logbook *book = read_of(room, "Kari Nordmann");
    logbook_sum(book, true, LAB, &sum);
    assert_int_equal(sum.state, LOGBOOK_ASSISTED);
    logbook_free(&book);
    company_close(&company);
    world_ok(company_delete(folder, &err), &err); /* with its records */
}

/* A company that somebody hands over may have a scenario with anything in it. */
static void test_a_scenario_does_not_lead_the_record_elsewhere(void **state) {
    struct class_room *room = *state;
    struct company *company;
    struct lab_run run;
    struct err err = {0};
    char folder[96], path[COMPANY_PATH_SIZE + 40], elsewhere[96];
    struct stat st;
    snprintf(folder, sizeof folder, "%s/company", room->box);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", room->box);
    world_ok(company_create(folder, true, &room->settings, &err), &err);
    world_ok(company_open(&company, folder, &room->settings, false, COMPANY_FOR_SCREENS, &err),
             &err);
    world_ok(lab_start(company, LAB, 0, &run, &err), &err);
    snprintf(path, sizeof path, "%s/" COMPANY_SCENARIO, run.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "[training]\nrecords = %s\n[trainee]\nname = Mallory\n", elsewhere);
    assert_int_equal(fclose(file), 0);
    world_ok(lab_answer(&room->settings, &run, "no fault", &err), &err);
    assert_int_equal(run.session.unrecorded, 0);
    assert_int_not_equal(stat(elsewhere, &st), 0);
    path_of(room, "Mallory", path);
    assert_int_not_equal(stat(path, &st), 0);
    company_close(&company);
}

/* ---- the file -------------------------------------------------------------------------------------------------------- */

static void test_two_trainees_have_two_files(void **state) {
    static const char *const names[] = {"kari",    "a b",    "a_b",   "a/b",   "../up",
                                        ".hidden", "Åse Øy", "a%2Fb", "a.csv", "=1+1"};
    struct class_room *room = *state;
    enum { NAMES = sizeof names / sizeof names[0] };
    char paths[NAMES][LOGBOOK_PATH_SIZE], kari[LOGBOOK_PATH_SIZE];
    for (int i = 0; i < NAMES; i++) {
        path_of(room, names[i], paths[i]);
        const char *file = paths[i] + strlen(room->folder) + 1;
        assert_null(strchr(file, '/'));
        assert_true(file[0] != '.');
        for (int k = 0; k < i; k++) assert_string_not_equal(paths[i], paths[k]);
    }
    path_of(room, "Kari", kari); /* file systems that do not tell case apart */
    assert_string_equal(kari, paths[0]);
    assert_false(logbook_path(room->folder, "", kari));
}

/* A spreadsheet must not take a name for a formula, and the name is the same afterwards. */
static void test_a_name_comes_back_as_it_was(void **state) {
    static const char *const names[] = {"=cmd|' /C calc'!A0", "Olsen, \"Kalle\"", "Åse; Øy"};
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct err err = {0};
        char path[LOGBOOK_PATH_SIZE], *text;
        size_t len;
        const struct guide_session session = {.started_ms = 1000};
        snprintf(room->settings.trainee, sizeof room->settings.trainee, "%s", names[i]);
        world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
        path_of(room, names[i], path);
        struct logbook *book;
        world_ok(logbook_read_file(path, &book, &err), &err);
        assert_string_equal(book->trainee, names[i]);
        assert_int_equal(book->count, 1);
        logbook_free(&book);
        world_ok(file_read(path, LOGBOOK_MAX_BYTES, &text, &len, &err), &err);
        assert_null(strstr(text, "\n="));
        free(text);
    }
    guide_free(&lab);
}

static const char head[] = "trainee,kind,id,fault,begun,progress,active,solved,seconds,step,done,"
                           "steps,hints,attempts,shown,assisted,score\r\n";
#define ROW "Kari,lab,sync-withheld,,2026-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,0\r\n"

/* A half-copied file: every whole line counts, half a line does not. */
static void test_a_file_cut_anywhere_is_read_as_far_as_it_goes(void **state) {
    struct class_room *room = *state;
    char text[sizeof head + 3 * sizeof ROW];
    snprintf(text, sizeof text, "%s%s%s", head, ROW, "Kari,guide,x,,2026-03-02T09:00:00Z\n");
    char path[LOGBOOK_PATH_SIZE];
    path_of(room, "kari", path);
    for (size_t len = 0; len <= strlen(text); len++) {
        struct logbook *book = NULL;
        struct err err = {0};
        put_file(room, "kari", text, len);
        enum err_code code = logbook_read_file(path, &book, &err);
        if (code != ERR_OK) {
            assert_int_equal(err.reason, REASON_RECORD_FOREIGN);
            assert_true(len < strlen(head));
            continue;
        }
        size_t first = strlen(head), second = first + strlen(ROW);
        assert_int_equal(book->count, (len >= second) + (len == strlen(text)));
        assert_int_equal(book->strange, len != first && len != second && len != strlen(text));
        logbook_free(&book);
    }
}

static void test_a_hostile_line_is_left_out_and_the_rest_is_read(void **state) {
    static const char *const lines[] = {
        "Kari,virus,sync-withheld,,2026-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,0\n",
        "Kari,lab,../../etc/passwd,,2026-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,0\n",
        "Kari,lab,\x1b[2J,,2026-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,0\n",
        "Kari,lab,sync-withheld,,yesterday,,,,0,,0,2,0,0,0,0,0\n",
        "Kari,lab,sync-withheld,,9999-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,0\n",
        "Kari,lab,sync-withheld,,2026-03-02T09:00:00.000Z,,,,-5,,0,2,0,0,0,0,0\n",
        "Kari,lab,sync-withheld,,2026-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,1000000\n",
        "Kari,lab,sync-withheld,,2026-03-02T09:00:00.000Z,,,,0,,0,2,99999999999999999999,0,0,0,0\n",
        "\"Kari,lab,sync-withheld,,2026-03-02T09:00:00.000Z,,,,0,,0,2,0,0,0,0,0\n",
        "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,1,2,3,4,5,6,7,8,9,10\n",
        "lab\n"};
    struct class_room *room = *state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char text[1000];
        snprintf(text, sizeof text, "%s%s%s", head, lines[i], ROW);
        put_file(room, "kari", text, strlen(text));
        struct logbook *book = read_of(room, "kari");
        if (book->count != 1 || book->strange != 1) fail_msg("line %d was taken", (int)i);
        logbook_free(&book);
    }
    /* Names go to terminals. */
    char text[1000];
    snprintf(text, sizeof text, "%s\x1b[31mKari%s", head, strchr(ROW, ','));
    put_file(room, "kari", text, strlen(text));
    struct logbook *book;
    struct err err = {0};
    char path[LOGBOOK_PATH_SIZE];
    path_of(room, "kari", path);
    world_ok(logbook_read_file(path, &book, &err), &err);
    assert_string_equal(book->trainee, "");
    logbook_free(&book);
}

/* What a spreadsheet makes of it when somebody has saved it there. */
static void test_a_file_that_a_spreadsheet_saved_is_read(void **state) {
    struct class_room *room = *state;
    static const char text[] =
        "\xEF\xBB\xBFtrainee;kind;id;begun;solved;score;remark\n"
        "\"Nordmann; Kari\";lab;sync-withheld;2026-03-02T09:00:00Z;2026-03-02T09:09:00Z;90;good\n";
    char path[LOGBOOK_PATH_SIZE];
    struct logbook *book;
    struct err err = {0};
    put_file(room, "kari", text, strlen(text));
    path_of(room, "kari", path);
    world_ok(logbook_read_file(path, &book, &err), &err);
    assert_int_equal(book->count, 1);
    assert_string_equal(book->trainee, "Nordmann; Kari");
    assert_int_equal(book->runs[0].score, 90);
    logbook_free(&book);
}

static void expect_foreign(struct class_room *room, const char *path) {
    struct guide *lab = open_lab();
    struct err err = {0};
    const struct guide_session session = {.started_ms = 1000};
    snprintf(room->settings.trainee, sizeof room->settings.trainee, "kari");
    assert_int_equal(note(room, "lab-" LAB, lab, &session, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_RECORD_FOREIGN);
    assert_string_equal(err.value, path);
    guide_free(&lab);
}

static void test_another_programs_file_is_left_alone(void **state) {
    struct class_room *room = *state;
    char path[LOGBOOK_PATH_SIZE], *text;
    size_t len;
    struct err err = {0};
    path_of(room, "kari", path);
    put_file(room, "kari", "name,phone\nKari,12345678\n", 25);
    expect_foreign(room, path);
    world_ok(file_read(path, 100, &text, &len, &err), &err);
    assert_string_equal(text, "name,phone\nKari,12345678\n");
    free(text);
    put_file(room, "kari", "trainee,kind,id,begun\0\n", 23); /* NUL */
    expect_foreign(room, path);
    char *large = calloc(1, LOGBOOK_MAX_BYTES + 10);
    memset(large, 'x', LOGBOOK_MAX_BYTES + 9);
    put_file(room, "kari", large, LOGBOOK_MAX_BYTES + 9);
    expect_foreign(room, path);
    free(large);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0); /* must not wait for a writer */
    expect_foreign(room, path);
}

static void test_a_record_does_not_grow_without_end(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    struct guide_session session = {.started_ms = 500000, .solved_ms = 600000};
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    struct logbook *book = read_of(room, "Kari Nordmann");
    while (book->count < LOGBOOK_MAX_RUNS) {
        struct logbook_run *run = &book->runs[book->count++];
        *run = book->runs[0];
        run->solved_ms = 0;
        run->begun_ms = 1000000 + book->count;
    }
    world_ok(logbook_write(room->folder, book, &err), &err);
    logbook_free(&book);
    session = (struct guide_session){.started_ms = 9000000};
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    book = read_of(room, "Kari Nordmann");
    assert_int_equal(book->count, LOGBOOK_MAX_RUNS);
    assert_true(book->runs[0].solved_ms > 0);
    assert_int_equal(book->runs[1].begun_ms, 1000003);
    assert_int_equal(book->runs[LOGBOOK_MAX_RUNS - 1].begun_ms, 9000000);
    logbook_free(&book);
    guide_free(&lab);
}

/* ---- trouble --------------------------------------------------------------------------------------------------------- */

/* Said once; the work goes on, and the record does as soon as it can. */
static void test_a_folder_that_cannot_be_written_keeps_nobody_from_going_on(void **state) {
    struct class_room *room = *state;
    struct company *company;
    struct lab_run run;
    struct lab_report report;
    struct err err = {0};
    char folder[96], blocked[96];
    snprintf(folder, sizeof folder, "%s/company", room->box);
    snprintf(blocked, sizeof blocked, "%s/blocked", room->box);
    world_ok(file_replace(blocked, "a file", 6, 0600, &err), &err);
    snprintf(room->settings.records, sizeof room->settings.records, "%s/records", blocked);
    world_ok(company_create(folder, true, &room->settings, &err), &err);
    world_ok(company_open(&company, folder, &room->settings, false, COMPANY_FOR_SCREENS, &err),
             &err);
    world_ok(lab_start(company, LAB, 0, &run, &err), &err);
    assert_int_equal(run.session.unrecorded, 1);
    assert_int_equal(logbook_try(&room->settings, folder, &err), ERR_IO);
    world_ok(lab_check(&room->settings, &run, "en", &report, &err), &err);
    assert_int_equal(run.session.unrecorded, 2);
    world_ok(lab_find(company, LAB, &run, &err), &err); /* also after coming back */
    assert_int_equal(run.session.unrecorded, 2);
    snprintf(room->settings.records, sizeof room->settings.records, "%s/records", room->box);
    world_ok(lab_check(&room->settings, &run, "en", &report, &err), &err);
    assert_int_equal(run.session.unrecorded, 0);
    struct logbook *book = read_of(room, "Kari Nordmann");
    assert_int_equal(book->runs[0].attempts, 2);
    logbook_free(&book);
    company_close(&company);
}

static void note_without_end(struct class_room *room, const struct guide *lab, int64_t seed) {
    struct guide_session session = {0};
    struct err err = {0};
    do {
        session.started_ms = 1000 + (session.hints * 7 + seed) % 50;
        session.hints++;
    } while (note(room, "lab-" LAB, lab, &session, &err) == ERR_OK);
    _exit(1);
}

/* Whenever a writer dies, there is a whole record. */
static void test_a_killed_writer_leaves_a_whole_record(void **state) {
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    const struct guide_session session = {.started_ms = 1000};
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    for (int i = 0; i < 30; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) note_without_end(room, lab, i);
        clock_sleep_ms(1 + i % 7);
        assert_int_equal(kill(pid, SIGKILL), 0);
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        struct logbook *book = read_of(room, "Kari Nordmann");
        assert_true(book->count >= 1);
        assert_int_equal(book->strange, 0);
        logbook_free(&book);
    }
    guide_free(&lab);
}

static void put_old(const char *path) {
    const struct timespec long_ago[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
}

/* The folder is the class's: only what a killed writer left goes, however old the rest is. */
static void test_other_files_beside_the_record_stay(void **state) {
    static const struct {
        const char *behind;
        bool stays;
    } files[] = {{".bak", true},         {".backup", true},     {".new-", true},
                 {".new-version", true}, {".new-Ab12C", true},  {".new-Ab12Cd", false},
                 {".2025.csv", true},    {".new-Ab12Cde", true}};
    struct class_room *room = *state;
    struct guide *lab = open_lab();
    struct err err = {0};
    const struct guide_session session = {.started_ms = 1000};
    char path[LOGBOOK_PATH_SIZE], other[LOGBOOK_PATH_SIZE + 20];
    path_of(room, "Kari Nordmann", path);
    assert_int_equal(mkdir(room->folder, 0755), 0);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(other, sizeof other, "%s%s", path, files[i].behind);
        put_old(other);
    }
    world_ok(note(room, "lab-" LAB, lab, &session, &err), &err);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(other, sizeof other, "%s%s", path, files[i].behind);
        assert_int_equal(access(other, F_OK) == 0, files[i].stays);
        unlink(other);
    }
    guide_free(&lab);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        room_test(test_a_lab_from_its_beginning_to_its_end),
        room_test(test_a_solved_run_stays_and_the_best_counts),
        room_test(test_a_random_lab_keeps_its_secret_until_it_is_solved),
        room_test(test_what_is_shown_on_a_copy_of_the_copy_is_nobodys_work),
        room_test(test_none_keeps_no_record),
        room_test(test_the_record_outlives_the_practice_copy),
        room_test(test_a_scenario_does_not_lead_the_record_elsewhere),
        room_test(test_two_trainees_have_two_files),
        room_test(test_a_name_comes_back_as_it_was),
        room_test(test_a_file_cut_anywhere_is_read_as_far_as_it_goes),
        room_test(test_a_hostile_line_is_left_out_and_the_rest_is_read),
        room_test(test_a_file_that_a_spreadsheet_saved_is_read),
        room_test(test_another_programs_file_is_left_alone),
        room_test(test_a_record_does_not_grow_without_end),
        room_test(test_a_folder_that_cannot_be_written_keeps_nobody_from_going_on),
        room_test(test_a_killed_writer_leaves_a_whole_record),
        room_test(test_other_files_beside_the_record_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
