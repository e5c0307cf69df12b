/* SPDX-License-Identifier: MIT */
/* A lab from a stranger's folder: it works like any other, and whatever is wrong with it harms nothing. */
#include "support/exchange.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "model/trainer/lab_folder.h"
#include "model/trainer/lab_priv.h"

#define MINE  "my-lab"
#define MODEL "session-counter" /* the lab that the stranger has copied */

struct place {
    struct settings settings;
    char demo[LAB_DEMO_SIZE], folder[64];
};

static int setup(void **state) {
    struct place *place = calloc(1, sizeof *place);
    struct err err = {0};
    settings_init(&place->settings);
    text_copy(place->settings.records, sizeof place->settings.records, "none");
    world_ok(lab_demo_make(&place->settings, place->demo, &err), &err);
    snprintf(place->folder, sizeof place->folder, "/tmp/chq-lab-test-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    *state = place;
    return 0;
}

static void empty(const char *folder) {
    char path[400];
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%.255s", folder, entry->d_name);
        if (entry->d_name[0] != '.' && unlink(path) != 0) rmdir(path);
    }
    closedir(dir);
}

static int teardown(void **state) {
    struct place *place = *state;
    empty(place->folder);
    rmdir(place->folder);
    lab_demo_drop(place->demo);
    assert_int_not_equal(access(place->demo, F_OK), 0);
    free(place);
    return 0;
}

static void write_file(const struct place *place, const char *suffix, const char *text,
                       size_t len) {
    char path[128];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/" MINE ".%s", place->folder, suffix);
    world_ok(file_replace(path, text, len, 0600, &err), &err);
}

static const char *model_text(const char *suffix) {
    return guide_file(lab_files, MODEL, suffix)->text;
}

static void write_lab(const struct place *place) {
    static const char *const suffixes[] = {"ini", "sql", "en.ini", "nb.ini"};
    empty(place->folder);
    for (int i = 0; i < 4; i++)
        write_file(place, suffixes[i], model_text(suffixes[i]), strlen(model_text(suffixes[i])));
}

/* The model's file with one text instead of another. */
static void change(const struct place *place, const char *suffix, const char *from,
                   const char *to) {
    const char *text = model_text(suffix), *at = strstr(text, from);
    char *changed = NULL;
    if (!at) fail_msg("%s.%s has no '%s'", MODEL, suffix, from);
    int len = asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    assert_true(len > 0);
    write_file(place, suffix, changed, (size_t)len);
    free(changed);
}

static enum err_code prove(struct place *place, struct err *err) {
    return lab_prove(MINE, place->folder, place->demo, &place->settings, NULL, err);
}

static void it_is_proven_and_goes_on_without_its_folder(void **state) {
    struct place *place = *state;
    struct company *company = NULL;
    struct err err = {0};
    struct lab_run run, again;
    struct lab_report report;
    char ids[4][LAB_ID_SIZE];
    write_lab(place);
    assert_int_equal(lab_folder_ids(place->folder, ids, 4), 1);
    assert_string_equal(ids[0], MINE);
    world_ok(prove(place, &err), &err);
    world_ok(
        company_open(&company, place->demo, &place->settings, false, COMPANY_FOR_SCREENS, &err),
        &err);
    world_ok(lab_start_from(company, place->folder, MINE, &run, &err), &err);
    empty(place->folder);
    world_ok(lab_find(company, NULL, &again, &err), &err);
    assert_string_equal(again.id, MINE);
    assert_string_equal(again.session.reported, run.session.reported);
    world_ok(lab_solve(&place->settings, &again, &err), &err);
    world_ok(lab_check(&place->settings, &again, "nb", &report, &err), &err);
    assert_true(report.solved);
    world_ok(lab_reset(&place->settings, &again, &err), &err);
    world_ok(lab_check(&place->settings, &again, "en", &report, &err), &err);
    assert_false(report.solved);
    company_close(&company);
}

static void files_that_are_none_are_refused(void **state) {
    struct place *place = *state;
    struct err err = {0};
    static char huge[LAB_FILE_MAX + 1];
    static const char *const suffixes[] = {"ini", "sql", "en.ini", "nb.ini"};
    char path[128];
    memset(huge, ';', sizeof huge);
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/" MINE ".%s", place->folder, suffixes[i]);
        for (int kind = 0; kind < 6; kind++) {
            write_lab(place);
            assert_int_equal(unlink(path), 0);
            if (kind == 1) assert_int_equal(mkdir(path, 0700), 0);
            if (kind == 2) assert_int_equal(mkfifo(path, 0600), 0);
            if (kind == 3) write_file(place, suffixes[i], huge, sizeof huge);
            if (kind == 4) write_file(place, suffixes[i], "[guide]\n\0", 9);
            if (kind == 5) write_file(place, suffixes[i], "; \xff\xfe\n", 5);
            assert_int_equal(prove(place, &err), ERR_CONFIG);
            assert_int_equal(err.reason, REASON_GUIDE_CONTENT);
            if (!strstr(err.detail, suffixes[i])) fail_msg("%d: %s", kind, err.detail);
        }
    }
}

static void names_that_lead_elsewhere_are_refused(void **state) {
    static const char *const bad[] = {("../" MINE),
                                      "/etc/passwd",
                                      "",
                                      "My-Lab",
                                      "a b",
                                      "-x",
                                      "sync-withheld",
                                      "a+b",
                                      "\x1b[2J",
                                      "a-name-that-is-much-too-long-to-be-one-of-a-lab"};
    struct place *place = *state;
    struct err err = {0};
    write_lab(place);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(
            lab_prove(bad[i], place->folder, place->demo, &place->settings, NULL, &err),
            ERR_CONFIG);
}

static void what_it_asks_for_is_judged(void **state) {
    static const struct {
        const char *suffix, *from, *to, *says;
    } bad[] = {
        {"ini", "[solve]", "[solve", "my-lab.ini"},
        {"ini", "\"reseed Default\"", "\"format-disk\"", "no such action: format-disk"},
        {"ini", "\"reseed Default\"", "\"sql hq behind\"", "only for putting something in place"},
        {"ini", "[fault]", "[fault]\n0 = \"plan 1010 9223372036854775807\"", "minutes are"},
        {"ini", "[fault]", "[fault]\n0 = \"plan 1010 5 -9223372036854775807\"", "minutes are"},
        {"ini", "[fault]", "[fault]\n0 = \"plan 1010 5m\"", "minutes are"},
        {"ini", "[fault]", "[settings]\nconsole.user = \"x\"\n[fault]", "not a setting for labs"},
        {"ini", "level = \"3\"", "level = \"9\"", "level is not 1 to 3"},
        {"en.ini", "title = \"The same number twice\"", "title = \"\x1b]0;x\x07\"",
         "control characters"},
        {"en.ini", "title = \"The same number twice\"",
         "title = \"a\xe2\x80\xae"
         "b\"",
         "control characters"},
        {"en.ini", "title = \"The same number twice\"\n", "", "a text is missing"},
        {"nb.ini", "{shopper}", "{password}", "an unknown name between braces"},
        {"sql", "SELECT x.ok AS done", "DELETE FROM CustTable; SELECT x.ok AS done", "my-lab.sql"},
        {"sql", "SELECT x.ok AS done", "ATTACH '/tmp/x.db' AS e; SELECT x.ok AS done",
         "my-lab.sql"},
        {"sql", "SELECT x.ok AS done", "PRAGMA user_version = 9", "my-lab.sql"},
        {"sql", "SELECT x.ok AS done", "SELECT load_extension('/tmp/x.so') AS done", "my-lab.sql"},
        {"sql", "SELECT x.ok AS done",
         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
         " SELECT count(*) = 0 AS done, 'x' AS found FROM n UNION ALL SELECT x.ok AS done",
         "does not come to an end"},
        {"sql", "UPDATE UPLOADSESSIONCOUNTER",
         "DROP TABLE UPLOADSESSION; UPDATE UPLOADSESSIONCOUNTER", "my-lab.sql: behind"},
        {"sql", "UPDATE UPLOADSESSIONCOUNTER",
         "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
         " SELECT i + 1 FROM n) SELECT max(i) FROM n); UPDATE UPLOADSESSIONCOUNTER",
         "my-lab.sql: behind"},
    };
    struct place *place = *state;
    uint64_t before = world_fingerprint(place->demo);
    setenv("CHQ_TEST_FOREIGN_MS", "400", 1);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = {0};
        write_lab(place);
        change(place, bad[i].suffix, bad[i].from, bad[i].to);
        enum err_code code = prove(place, &err);
        if (code != ERR_CONFIG || !strstr(err.detail, bad[i].says))
            fail_msg("%s: %s: %d, %s", bad[i].suffix, bad[i].to, code, err.detail);
    }
    unsetenv("CHQ_TEST_FOREIGN_MS");
    assert_true(world_fingerprint(place->demo) == before);
}

/* What cannot be begun leaves the company and what was begun before as they were. */
static void a_bad_lab_takes_nothing_along(void **state) {
    struct place *place = *state;
    struct company *company = NULL;
    struct lab_run run, again;
    struct err err = {0};
    uint64_t before = world_fingerprint(place->demo);
    world_ok(
        company_open(&company, place->demo, &place->settings, false, COMPANY_FOR_SCREENS, &err),
        &err);
    world_ok(lab_start(company, "sync-withheld", 0, &run, &err), &err);
    write_lab(place);
    change(place, "sql", "UPDATE UPLOADSESSIONCOUNTER",
           "DROP TABLE x; UPDATE UPLOADSESSIONCOUNTER");
    assert_int_equal(lab_start_from(company, place->folder, MINE, &again, &err), ERR_CONFIG);
    world_ok(lab_find(company, NULL, &again, &err), &err);
    assert_string_equal(again.id, "sync-withheld");
    assert_int_equal(lab_find(company, MINE, &again, &err), ERR_NOT_FOUND);
    write_lab(place); /* put right, it is begun */
    world_ok(lab_start_from(company, place->folder, MINE, &again, &err), &err);
    company_close(&company);
    assert_true(world_fingerprint(place->demo) == before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void damage(const char *folder, const char *name) {
    char path[COMPANY_PATH_SIZE + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("[guide\n", file);
    assert_int_equal(fclose(file), 0);
}

/* What was kept of a lab is damaged: the others are found all the same, and alone it is said. */
static void a_damaged_lab_hides_no_other(void **state) {
    struct place *place = *state;
    struct company *company = NULL;
    struct lab_run first, mine, found;
    struct err err = {0};
    world_ok(
        company_open(&company, place->demo, &place->settings, false, COMPANY_FOR_SCREENS, &err),
        &err);
    assert_int_equal(lab_find(company, NULL, &found, &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_LAB_NOT_RUNNING);
    world_ok(lab_start(company, "sync-withheld", 0, &first, &err), &err);
    clock_sleep_ms(2);
    write_lab(place);
    world_ok(lab_start_from(company, place->folder, MINE, &mine, &err), &err);
    world_ok(lab_find(company, NULL, &found, &err), &err);
    assert_string_equal(found.id, MINE);
    damage(mine.was, "lab-" MINE ".ini");
    world_ok(lab_find(company, NULL, &found, &err), &err);
    assert_string_equal(found.id, "sync-withheld");
    damage(first.folder, "guide-sync-withheld.ini");
    assert_int_equal(lab_find(company, NULL, &found, &err), ERR_CONFIG);
    company_close(&company);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(it_is_proven_and_goes_on_without_its_folder),
        TEST(files_that_are_none_are_refused),
        TEST(names_that_lead_elsewhere_are_refused),
        TEST(what_it_asks_for_is_judged),
        TEST(a_bad_lab_takes_nothing_along),
        TEST(a_damaged_lab_hides_no_other),
    };
    return cmocka_run_group_tests_name("lab_folder", tests, NULL, NULL);
}
