/* SPDX-License-Identifier: MIT */
/* Support repairs what only support can (domain.md 4.23, 6 causes 11, 12, 13, 18, 41), and only for the error of the log. */
#include "support/exchange.h"

#include "model/channel/async_client.h"
#include "model/exchange/extension.h"
#include "model/exchange/support.h"
#include "tui/i18n.h"
#include "tui/words.h"
#include "tui/words_support.h"

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 2);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

static struct db *hq(struct world *world) {
    return world->company->hq;
}

static struct db *channel(struct world *world) {
    return world->company->channels[0].db;
}

static struct support_request ask(struct world *world, const char *job, int64_t session,
                                  const char *text) {
    struct support_request request = {.SessionId = session};
    struct err err = {0};
    text_copy(request.JobId, sizeof request.JobId, job);
    text_copy(request.ErrorText, sizeof request.ErrorText, text);
    world_ok(support_file(world->company, &request, words_support_is_said, &err), &err);
    return request;
}

#define WELL(world, job) assert_int_equal(world_run(world, job).status, BATCH_ENDED)

static void cause_11_the_session_counter(void **state) {
    struct world *world = *state;
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_signup(world, "North", "Ola", 1);
    world_exec(channel(world), "UPDATE UPLOADSESSIONCOUNTER SET NEXTID = 1");
    world_run(world, "P-0001");
    struct support_request request =
        ask(world, "P-0001", 0, "Cannot insert duplicate key in object 'crt.UPLOADSESSION'.");
    assert_int_equal(request.answer, SUPPORT_SESSION_COUNTER);
    assert_string_equal(request.Subject, "Default");
    WELL(world, "P-0001");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"), 2);
    world_check(world);
}

static void cause_12_a_value_that_is_too_long(void **state) {
    struct world *world = *state;
    struct signup in = world_person("Long", 1);
    struct signup_result result;
    struct err err = {0};
    memset(in.Street, 'x', 300);
    world_ok(company_signup(world->company, "North", &in, &result, &err), &err);
    world_signup(world, "North", "Behind", 1);
    world_run(world, "P-0001");
    struct support_request request = ask(
        world, "P-0001", 1, "Error when bulk inserting data. Target table: RetailAsyncCustomer");
    assert_int_equal(request.answer, SUPPORT_VALUE_SHORTENED);
    assert_string_equal(request.Subject, "1");
    WELL(world, "P-0001");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"), 2);
    assert_int_equal(world_int(hq(world), "SELECT max(length(Street)) FROM RetailAsyncCustomer"),
                     250);
    world_check(world);
}

static void cause_13_a_table_without_index(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    world_exec(hq(world), "UPDATE RetailConnParameters SET SqlCommandTimeout = 1");
    world_ok(extension_add_table(hq(world), &err), &err);
    world_ok(extension_add_table(hq(world), &err), &err); /* the second time does nothing */
    struct job_result run = world_run(world, "P-0001");
    assert_int_equal(run.message.reason, REASON_UPLOAD_TIMEOUT);
    struct support_request request =
        ask(world, "P-0001", run.session, "took longer than 1 seconds (timeout)");
    assert_int_equal(request.answer, SUPPORT_INDEX_ADDED);
    WELL(world, "P-0001");
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM RetailAsyncCustomer"), 1);
    world_check(world);
}

static void cause_18_the_client_is_stopped(void **state) {
    struct world *world = *state;
    struct err err = {0};
    bool running = false;
    world_signup(world, "North", "Kari", 1);
    world_ok(async_client_set_running(channel(world), false, &err), &err);
    world_run(world, "P-0001");
    struct support_request request =
        ask(world, "P-0001", 0, "The Async Client of channel database Default is stopped");
    assert_int_equal(request.answer, SUPPORT_CLIENT_STARTED);
    world_ok(async_client_running(channel(world), &running, &err), &err);
    assert_true(running);
    assert_int_equal(world_run(world, "P-0001").rows, 1);
}

static void cause_41_a_column_that_is_too_narrow(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Marianne", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_ok(extension_narrow_name(channel(world), &err), &err);
    struct job_result run = world_run(world, "1010");
    assert_int_equal(run.message.reason, REASON_DOWNLOAD_WRITE);
    struct support_request request = ask(
        world, "1010", 0,
        "SqlWriteRequestRunException: Failed to run SqlWriteRequestRunner for table AX.CUSTTABLE");
    assert_int_equal(request.answer, SUPPORT_EXTENSION_REMOVED);
    assert_string_equal(request.Subject, "Default");
    WELL(world, "1010");
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 1);
    world_check(world);
}

static void what_is_not_the_error_is_answered_and_repairs_nothing(void **state) {
    struct world *world = *state;
    struct err err = {0};
    bool running = true;
    assert_int_equal(ask(world, "P-0001", 0, "anything").answer, SUPPORT_NO_ERROR); /* never ran */
    world_signup(world, "North", "Kari", 1);
    world_ok(async_client_set_running(channel(world), false, &err), &err);
    world_run(world, "P-0001");
    /* Too little, another error, the right one of another job, a session that is not there. */
    assert_int_equal(ask(world, "P-0001", 0, "is stopped").answer, SUPPORT_OTHER_TEXT);
    assert_int_equal(ask(world, "P-0001", 0, "Violation of PRIMARY KEY constraint").answer,
                     SUPPORT_OTHER_TEXT);
    assert_int_equal(ask(world, "1010", 0, "The Async Client of channel database Default").answer,
                     SUPPORT_NO_ERROR);
    assert_int_equal(ask(world, "P-0001", 77, "The Async Client of channel database").answer,
                     SUPPORT_OTHER_SESSION);
    world_ok(async_client_running(channel(world), &running, &err), &err);
    assert_false(running);
    /* An error that everybody can answer. */
    world_ok(async_client_set_running(channel(world), true, &err), &err);
    world_exec(hq(world), "UPDATE RetailConnDatabaseProfile SET PauseDataSync = 1");
    world_ok(company_reload_channels(world->company, &err), &err);
    world_run(world, "P-0001");
    assert_int_equal(
        ask(world, "P-0001", 0, "Data synchronization of channel database Default is paused")
            .answer,
        SUPPORT_OWN_ANSWER);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM SupportRequest WHERE Status = 0"),
                     6);
}

static void a_fault_that_is_gone_is_not_repaired_again(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    world_ok(async_client_set_running(channel(world), false, &err), &err);
    world_run(world, "P-0001");
    world_ok(async_client_set_running(channel(world), true, &err), &err);
    assert_int_equal(ask(world, "P-0001", 0, "The Async Client of channel database").answer,
                     SUPPORT_NOTHING_WRONG);
}

static void what_cannot_be_sent_is_refused(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct support_request request = {.JobId = "P-0002", .ErrorText = "text"};
    assert_int_equal(support_file(world->company, &request, words_support_is_said, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_JOB_UNKNOWN);
    request = (struct support_request){.JobId = "P-0001", .ErrorText = " \n "};
    assert_int_equal(support_file(world->company, &request, words_support_is_said, &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_FIELD_REQUIRED);
    request = (struct support_request){.JobId = "P-0001", .ErrorText = "\xff"};
    assert_int_equal(support_file(world->company, &request, words_support_is_said, &err),
                     ERR_INVALID);
    request = (struct support_request){.JobId = "P-0001", .ErrorText = "a\u202eb"};
    assert_int_equal(support_file(world->company, &request, words_support_is_said, &err),
                     ERR_INVALID);
    assert_int_equal(world_int(hq(world), "SELECT count(*) FROM SupportRequest"), 0);
}

/* The text of a screen in Norwegian, broken into lines, is the same error. */
static void the_text_may_be_in_either_language_and_have_line_ends(void **state) {
    (void)state;
    struct err error = {0};
    char text[WORDS_SIZE];
    err_set(&error, ERR_REFUSED, REASON_ASYNC_CLIENT_STOPPED, NULL, "Default");
    words_error_in("nb", &error, text, sizeof text);
    assert_non_null(strstr(text, "er stoppet"));
    for (char *p = text; *p; p++) {
        if (*p == ' ') *p = '\n';
    }
    assert_true(words_support_is_said(&error, text));
    words_error_in("en", &error, text, sizeof text);
    assert_true(words_support_is_said(&error, text));
    assert_true(words_support_is_said(&error, "  the ASYNC client of channel database default "));
    assert_false(words_support_is_said(&error, "The Async Client of channel database West"));
    assert_false(words_support_is_said(&error, "stopped"));
    assert_false(words_support_is_said(&error, ""));
}

static void the_list_has_the_newest_first(void **state) {
    struct world *world = *state;
    struct list_request request = {.from = LIST_FROM_START, .limit = 2};
    struct rowset rows;
    struct err err = {0};
    enum support_answer answer = SUPPORT_INDEX_ADDED;
    for (int i = 0; i < 3; i++) ask(world, i == 1 ? "1010" : "P-0001", 0, "%s {0} ' -- no");
    rowset_init(&rows, 10);
    world_ok(support_list(hq(world), &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 2);
    assert_true(rows.more_after);
    assert_string_equal(rowset_cell(&rows, 0, 0), "3");
    assert_string_equal(rowset_cell(&rows, 1, 3), "1010");
    assert_string_equal(rowset_cell(&rows, 0, 4), "");
    assert_string_equal(rowset_cell(&rows, 0, 8), "%s {0} ' -- no");
    assert_true(support_answer_find(rowset_cell(&rows, 0, 6), &answer));
    assert_int_equal(answer, SUPPORT_NO_ERROR);
    assert_false(support_answer_find("MADE_UP", &answer));
    rowset_release(&rows);
}

static void every_answer_has_its_sentence(void **state) {
    char text[WORDS_SIZE];
    (void)state;
    for (int i = 0; i < SUPPORT_ANSWER_COUNT; i++) {
        words_support_answer((enum support_answer)i, "P-0001", "Default", text, sizeof text);
        assert_non_null(strstr(text, "P-0001"));
        assert_null(strchr(text, '{'));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    i18n_init("en");
    const struct CMUnitTest tests[] = {
        TEST(cause_11_the_session_counter),
        TEST(cause_12_a_value_that_is_too_long),
        TEST(cause_13_a_table_without_index),
        TEST(cause_18_the_client_is_stopped),
        TEST(cause_41_a_column_that_is_too_narrow),
        TEST(what_is_not_the_error_is_answered_and_repairs_nothing),
        TEST(a_fault_that_is_gone_is_not_repaired_again),
        TEST(what_cannot_be_sent_is_refused),
        cmocka_unit_test(the_text_may_be_in_either_language_and_have_line_ends),
        TEST(the_list_has_the_newest_first),
        cmocka_unit_test(every_answer_has_its_sentence),
    };
    return cmocka_run_group_tests_name("support", tests, NULL, NULL);
}
