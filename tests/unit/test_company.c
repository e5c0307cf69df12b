/* SPDX-License-Identifier: MIT */
/* A folder holds a whole company or none: creating, opening, copying and deleting it. */
#include <fcntl.h>
#include <sys/wait.h>

#include "support/exchange.h"

struct box {
    char root[COMPANY_PATH_SIZE / 2], folder[COMPANY_PATH_SIZE];
    struct settings settings;
};

static int setup(void **state) {
    const char *temp = getenv("TMPDIR");
    struct box *box = calloc(1, sizeof *box);
    settings_init(&box->settings);
    snprintf(box->root, sizeof box->root, "%s/chq-box-XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(box->root));
    snprintf(box->folder, sizeof box->folder, "%s/deep/company", box->root);
    *state = box;
    return 0;
}

static int teardown(void **state) {
    struct box *box = *state;
    char command[COMPANY_PATH_SIZE + 32];
    snprintf(command, sizeof command, "rm -rf '%s'", box->root);
    assert_int_equal(system(command), 0);
    free(box);
    return 0;
}

static bool exists(const char *folder, const char *name) {
    char path[2 * COMPANY_PATH_SIZE];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return lstat(path, &st) == 0;
}

static int mode_of(const char *folder, const char *name) {
    char path[2 * COMPANY_PATH_SIZE];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(stat(path, &st), 0);
    return (int)(st.st_mode & 0777);
}

static void touch(const char *folder, const char *name) {
    char path[2 * COMPANY_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
}

static void create(struct box *box, bool demo) {
    struct err err = {0};
    world_ok(company_create(box->folder, demo, &box->settings, &err), &err);
}

static struct company *open_company(struct box *box) {
    struct company *company;
    struct err err = {0};
    world_ok(company_open(&company, box->folder, &box->settings, false, COMPANY_FOR_SCREENS, &err),
             &err);
    return company;
}

static void test_create_makes_private_files(void **state) {
    struct box *box = *state;
    create(box, false);
    assert_int_equal(mode_of(box->folder, "."), 0700);
    assert_int_equal(mode_of(box->folder, "headquarters.db"), 0600);
    assert_int_equal(mode_of(box->folder, "channel-Default.db"), 0600);
    assert_false(exists(box->folder, ".creating"));
    struct company *company = open_company(box);
    assert_int_equal(company->channel_count, 1);
    assert_string_equal(company->data_area, "USRT");
    company_close(&company);
}

static void test_an_existing_company_is_not_touched(void **state) {
    struct box *box = *state;
    struct err err = {0};
    create(box, false);
    assert_int_equal(company_create(box->folder, true, &box->settings, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_COMPANY_EXISTS);
    struct company *company = open_company(box);
    company_close(&company);
}

static void test_no_company_is_said(void **state) {
    struct box *box = *state;
    struct company *company;
    struct err err = {0};
    assert_int_equal(
        company_open(&company, box->folder, &box->settings, false, COMPANY_FOR_SCREENS, &err),
        ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_COMPANY_MISSING);
    assert_null(company);
}

static void test_a_channel_file_of_somebody_else_stops_creation_and_stays(void **state) {
    struct box *box = *state;
    struct err err = {0};
    snprintf(box->folder, sizeof box->folder, "%s", box->root);
    touch(box->folder, "channel-Default.db");
    assert_int_equal(company_create(box->folder, false, &box->settings, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FILE_EXISTS);
    assert_true(exists(box->folder, "channel-Default.db"));
    assert_false(exists(box->folder, "headquarters.db"));
    assert_false(exists(box->folder, ".creating"));
}

static void test_failed_creation_leaves_nothing(void **state) {
    struct box *box = *state;
    struct err err = {0};
    touch(box->root, "deep"); /* a file where a folder should be */
    assert_int_equal(company_create(box->folder, false, &box->settings, &err), ERR_IO);
    assert_int_equal(err.reason, REASON_FILE_ACCESS);
    assert_false(exists(box->root, "deep/company"));
}

#if CHQ_TEST_HOOKS
/* The process dies before its n-th write, for each n; the next creation makes a whole company. */
static void test_killed_creation_is_repaired_by_the_next(void **state) {
    struct box *box = *state;
    struct err err = {0};
    for (int n = 1;; n++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            char text[16];
            snprintf(text, sizeof text, "%d", n);
            setenv("CHQ_TEST_KILL_AT_WRITE", text, 1);
            _exit(company_create(box->folder, false, &box->settings, &err) == ERR_OK ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        bool killed = WIFSIGNALED(status);
        if (killed) {
            assert_false(exists(box->folder, "headquarters.db"));
            create(box, false);
        } else {
            assert_int_equal(WEXITSTATUS(status), 0);
        }
        struct company *company = open_company(box);
        assert_int_equal(world_int(company->hq, "SELECT count(*) FROM CompanyInfo"), 1);
        assert_non_null(company->channels[0].db);
        company_close(&company);
        assert_false(exists(box->folder, ".creating"));
        world_ok(company_delete(box->folder, &err), &err);
        assert_false(exists(box->folder, ""));
        if (!killed) return;
        if (n > 20) n += 40; /* the many rows of the lists are alike */
    }
}
#endif

static void test_the_demo_company_keeps_every_promise(void **state) {
    struct box *box = *state;
    struct state_counts counts;
    struct err err = {0};
    int broken = 0;
    int64_t start_us = clock_ticks_us();
    create(box, true);
    print_message("demo company in %lld ms\n", (long long)(clock_ticks_us() - start_us) / 1000);
    struct company *company = open_company(box);
    world_ok(company_check(company, world_print_broken, &broken, &err), &err);
    assert_int_equal(broken, 0);
    world_ok(states_count(company, &counts, &err), &err);
    assert_true(counts.count[STATE_IN_CHANNEL] > 0);
    assert_true(counts.count[STATE_UPLOADED] > 0);
    assert_true(counts.count[STATE_FAILED] > 0);
    assert_true(counts.synced > 100);
    company_close(&company);
}

static void test_a_copy_is_a_company_of_its_own(void **state) {
    struct box *box = *state;
    char folder[2 * COMPANY_PATH_SIZE];
    struct company *copy;
    struct err err = {0};
    create(box, false);
    struct company *company = open_company(box);
    snprintf(folder, sizeof folder, "%s/training/guide", box->folder);
    world_ok(company_copy(company, folder, &err), &err);
    assert_int_equal(company_copy(company, folder, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_COMPANY_EXISTS);
    world_ok(company_open(&copy, folder, &box->settings, false, COMPANY_FOR_SCREENS, &err), &err);
    world_exec(copy->hq, "DELETE FROM RetailSharedParameters");
    assert_true(world_int(company->hq, "SELECT count(*) FROM RetailSharedParameters") > 0);
    company_close(&copy);
    company_close(&company);
    world_ok(company_delete(box->folder, &err), &err);
    assert_false(exists(box->folder, ""));
}

static void test_delete_refuses_what_is_not_its_own(void **state) {
    struct box *box = *state;
    struct err err = {0};
    create(box, false);
    touch(box->folder, "thesis.txt");
    assert_int_equal(company_delete(box->folder, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_FILE_EXISTS);
    assert_non_null(strstr(err.value, "thesis.txt"));
    assert_true(exists(box->folder, "headquarters.db"));
}

static void test_a_damaged_channel_leaves_the_others_usable(void **state) {
    struct box *box = *state;
    char path[2 * COMPANY_PATH_SIZE];
    create(box, false);
    snprintf(path, sizeof path, "%s/channel-Default.db", box->folder);
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_int_equal(write(fd, "this is no database at all, but long enough to look at", 54), 54);
    close(fd);
    struct company *company = open_company(box);
    assert_null(company->channels[0].db);
    assert_int_not_equal(company->channels[0].trouble.code, ERR_OK);
    struct state_counts counts;
    struct err err = {0};
    world_ok(states_count(company, &counts, &err), &err);
    assert_int_equal(counts.channels_missing, 1);
    company_close(&company);
}

static void test_read_only_writes_nothing(void **state) {
    struct box *box = *state;
    struct company *company;
    const struct exchange_job *job;
    struct job_result result;
    struct err err = {0};
    create(box, false);
    world_ok(company_open(&company, box->folder, &box->settings, true, COMPANY_FOR_SCREENS, &err),
             &err);
    world_ok(exchange_job_find("1070", &job, &err), &err);
    assert_int_equal(exchange_job_run(company, job, NULL, &result, &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_READ_ONLY);
    company_close(&company);
}

static void test_folder_by_flag_then_environment_then_home(void **state) {
    (void)state;
    char folder[COMPANY_PATH_SIZE];
    setenv("HOME", "/h", 1);
    unsetenv("CHQ_DATA");
    unsetenv("XDG_DATA_HOME");
    company_folder(NULL, folder, sizeof folder);
    assert_string_equal(folder, "/h/.local/share/chq");
    setenv("XDG_DATA_HOME", "/x", 1);
    company_folder(NULL, folder, sizeof folder);
    assert_string_equal(folder, "/x/chq");
    setenv("CHQ_DATA", "/d", 1);
    company_folder(NULL, folder, sizeof folder);
    assert_string_equal(folder, "/d");
    company_folder("/f", folder, sizeof folder);
    assert_string_equal(folder, "/f");
    unsetenv("XDG_DATA_HOME");
    unsetenv("CHQ_DATA");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_create_makes_private_files),
        TEST(test_an_existing_company_is_not_touched),
        TEST(test_no_company_is_said),
        TEST(test_a_channel_file_of_somebody_else_stops_creation_and_stays),
        TEST(test_failed_creation_leaves_nothing),
#if CHQ_TEST_HOOKS
        TEST(test_killed_creation_is_repaired_by_the_next),
#endif
        TEST(test_the_demo_company_keeps_every_promise),
        TEST(test_a_copy_is_a_company_of_its_own),
        TEST(test_delete_refuses_what_is_not_its_own),
        TEST(test_a_damaged_channel_leaves_the_others_usable),
        TEST(test_read_only_writes_nothing),
        cmocka_unit_test(test_folder_by_flag_then_environment_then_home),
    };
    return cmocka_run_group_tests_name("company", tests, NULL, NULL);
}
