/* SPDX-License-Identifier: MIT */
/* The sign-up as a shopper meets it: which way it goes, what it leaves behind, whom it knows already. */
#include "support/exchange.h"

#include "model/record.h"

/* What the port is to answer, and what it was asked. */
struct headquarters {
    struct rts_reply reply;
    enum err_reason refusal; /* REASON_NONE = answer */
    int calls;
    struct signup asked;
};

struct fixture {
    struct world world;
    struct headquarters headquarters;
    struct storefront front;
};

static enum err_code answer(void *ctx, const struct channel_store *store, const struct signup *in,
                            struct rts_reply *reply, struct err *err) {
    struct headquarters *headquarters = ctx;
    assert_true(store->StoreRecId > 0);
    headquarters->calls++;
    headquarters->asked = *in;
    if (headquarters->refusal != REASON_NONE) {
        return err_set(err, ERR_REFUSED, headquarters->refusal, NULL, NULL);
    }
    *reply = headquarters->reply;
    return ERR_OK;
}

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    world_init(&fixture->world, 1);
    fixture->headquarters.reply = (struct rts_reply){.account = "C-000077",
                                                     .name = "Kari Nordmann",
                                                     .cust_group = "30",
                                                     .currency = "USD",
                                                     .language = "en-us",
                                                     .rec_id = 77,
                                                     .receipt_option = 2};
    fixture->front =
        (struct storefront){.channel = fixture->world.company->channels[0].db,
                            .rts = {.create_customer = answer, .ctx = &fixture->headquarters},
                            .cache_ttl_s = 86400,
                            .no_profile_async = true};
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    world_release(&fixture->world);
    free(fixture);
    return 0;
}

static int64_t count(void **state, const char *sql) {
    return world_int(((struct fixture *)*state)->front.channel, sql);
}

static void exec(void **state, const char *sql) {
    world_exec(((struct fixture *)*state)->front.channel, sql);
}

static enum err_code signup(void **state, const char *store, const char *first, const char *email,
                            struct signup_result *result, struct err *err) {
    struct fixture *fixture = *state;
    struct signup in = {.LastName = " Nordmann "};
    text_copy(in.FirstName, sizeof in.FirstName, first);
    text_copy(in.Email, sizeof in.Email, email);
    return storefront_signup(&fixture->front, store, &in, result, err);
}

static struct signup_result accepted(void **state, const char *store, const char *first,
                                     const char *email) {
    struct signup_result result;
    struct err err = {0};
    world_ok(signup(state, store, first, email, &result, &err), &err);
    return result;
}

static void refused(void **state, const char *store, const char *first, const char *email,
                    enum err_reason reason) {
    struct signup_result result;
    struct err err = {0};
    int64_t before = count(state, "SELECT (SELECT count(*) FROM RETAILASYNCCUSTOMER) +"
                                  " (SELECT count(*) FROM CUSTTABLE) +"
                                  " (SELECT count(*) FROM RETAILEXTERNALIDTOCUSTOMERMAP)");
    assert_int_not_equal(signup(state, store, first, email, &result, &err), ERR_OK);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_int_equal(count(state, "SELECT (SELECT count(*) FROM RETAILASYNCCUSTOMER) +"
                                  " (SELECT count(*) FROM CUSTTABLE) +"
                                  " (SELECT count(*) FROM RETAILEXTERNALIDTOCUSTOMERMAP)"),
                     before);
}

static void an_asynchronous_shopper_waits_in_the_channel(void **state) {
    struct fixture *fixture = *state;
    struct signup_result result = accepted(state, "North", "  Kari", "kari@example.no ");
    assert_int_equal(result.mode, SIGNUP_ASYNC);
    assert_string_equal(result.account, "");
    assert_int_equal(strlen(result.async_account), 38);
    assert_int_equal(fixture->headquarters.calls, 0);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILASYNCCUSTOMER a"
                                  " JOIN RETAILEXTERNALIDTOASYNCCUSTOMERMAP m ON"
                                  " m.ASYNCCUSTOMERACCOUNTNUMBER = a.CUSTACCOUNTASYNC"
                                  " AND m.REPLICATIONCOUNTERFROMORIGIN ="
                                  " a.REPLICATIONCOUNTERFROMORIGIN AND m.PROVIDERID = 'B2C'"
                                  " AND length(m.EXTERNALIDENTITYID) = 36"
                                  " WHERE a.CUSTNAME = 'Kari Nordmann' AND a.EMAIL ="
                                  " 'kari@example.no' AND a.STORERECID = 1 AND a.NOTE = ''"
                                  " AND a.DATAAREAID = 'USRT' AND a.CREATEDDATETIME > 0"),
                     1);
}

static void a_real_time_shopper_has_an_account_at_once(void **state) {
    struct fixture *fixture = *state;
    struct signup_result result = accepted(state, "South", "Kari", "kari@example.no");
    assert_int_equal(result.mode, SIGNUP_SYNC);
    assert_string_equal(result.account, "C-000077");
    assert_string_equal(result.async_account, "");
    assert_string_equal(fixture->headquarters.asked.LastName, "Nordmann"); /* trimmed */
    assert_int_equal(strlen(fixture->headquarters.asked.ExternalIdentityId), 36);
    assert_int_equal(count(state, "SELECT count(*) FROM CUSTTABLE c JOIN RETAILCUSTTABLE r ON"
                                  " r.RECID = c.RECID JOIN DIRADDRESSBOOKPARTY b ON b.RECID ="
                                  " c.RECID AND b.ADDRESSBOOK = 'Books' WHERE c.RECID = 77 AND"
                                  " r.CUSTACCOUNTASYNC = '' AND c.EMAIL = 'kari@example.no'"),
                     1);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 0);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILEXTERNALIDTOCUSTOMERMAP WHERE"
                                  " CUSTOMERACCOUNTNUMBER = 'C-000077'"),
                     1);
}

/* 1010 may have brought the customer between the call and the reply. */
static void a_reply_that_comes_twice_changes_nothing(void **state) {
    exec(state, "INSERT INTO CUSTTABLE (RECID, ACCOUNTNUM, DATAAREAID, NAME, CUSTGROUP, CURRENCY)"
                " VALUES (77, 'C-000077', 'USRT', 'From 1010', '30', 'USD');"
                "INSERT INTO RETAILCUSTTABLE (RECID) VALUES (77)");
    accepted(state, "South", "Kari", "kari@example.no");
    assert_int_equal(count(state, "SELECT count(*) FROM CUSTTABLE WHERE NAME = 'From 1010'"), 1);
}

static void headquarters_down_means_no_customer_anywhere(void **state) {
    struct fixture *fixture = *state;
    fixture->headquarters.refusal = REASON_HQ_NO_ANSWER;
    refused(state, "South", "Kari", "kari@example.no", REASON_HQ_NO_ANSWER);
}

static void headquarters_down_in_later_versions_means_waiting(void **state) {
    struct fixture *fixture = *state;
    fixture->headquarters.refusal = REASON_HQ_NO_ANSWER;
    fixture->front.rts_fallback = true;
    struct signup_result result = accepted(state, "South", "Kari", "kari@example.no");
    assert_int_equal(result.mode, SIGNUP_FALLBACK);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILASYNCCUSTOMER WHERE NOTE ="
                                  " 'RTS_FALLBACK' AND STORERECID = 2"),
                     1);
    /* Only a failed call falls back: a refusal of headquarters is an answer. */
    fixture->headquarters.refusal = REASON_SEQUENCE_STOPPED;
    refused(state, "South", "Ola", "ola@example.no", REASON_SEQUENCE_STOPPED);
}

static void a_store_without_profile_follows_the_setting(void **state) {
    struct fixture *fixture = *state;
    exec(state, "UPDATE RETAILONLINECHANNELTABLE SET ONLINEFUNCTIONALITYPROFILE = ''");
    assert_int_equal(accepted(state, "North", "Kari", "kari@example.no").mode, SIGNUP_ASYNC);
    fixture->front.no_profile_async = false;
    assert_int_equal(accepted(state, "North", "Ola", "ola@example.no").mode, SIGNUP_SYNC);
}

static void a_known_address_is_linked(void **state) {
    struct signup_result first = accepted(state, "North", "Kari", "kari@example.no");
    struct signup_result again = accepted(state, "North", "Karoline", "KARI@example.no");
    assert_int_equal(again.mode, SIGNUP_LINKED);
    assert_string_equal(again.async_account, first.async_account);
    assert_string_equal(again.account, "");
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 1);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP"), 2);
    /* The account came back: the row in the channel is no second customer. */
    char sql[400];
    snprintf(sql, sizeof sql,
             "INSERT INTO CUSTTABLE (RECID, ACCOUNTNUM, DATAAREAID, NAME, CUSTGROUP, CURRENCY,"
             " EMAIL) VALUES (5, 'C-5', 'USRT', 'Kari', '30', 'USD', 'kari@example.no');"
             "INSERT INTO RETAILCUSTTABLE (RECID, CUSTACCOUNTASYNC) VALUES (5, '%s')",
             first.async_account);
    exec(state, sql);
    again = accepted(state, "North", "Kari", "kari@example.no");
    assert_int_equal(again.mode, SIGNUP_LINKED);
    assert_string_equal(again.account, "C-5");
    assert_string_equal(again.async_account, "");
}

static void several_with_one_address_are_refused(void **state) {
    exec(state, "INSERT INTO CUSTTABLE (RECID, ACCOUNTNUM, DATAAREAID, NAME, CUSTGROUP, CURRENCY,"
                " EMAIL) VALUES (5, 'C-5', 'USRT', 'A', '30', 'USD', 'kari@example.no'),"
                " (6, 'C-6', 'USRT', 'B', '30', 'USD', 'Kari@example.no')");
    refused(state, "North", "Kari", "kari@example.no", REASON_SEVERAL_SAME_EMAIL);
    exec(state, "UPDATE CUSTTABLE SET DATAAREAID = 'OTHR' WHERE RECID = 6");
    assert_string_equal(accepted(state, "North", "Kari", "kari@example.no").account, "C-5");
}

static void headquarters_decides_about_known_addresses_in_real_time(void **state) {
    struct fixture *fixture = *state;
    fixture->headquarters.reply.linked = true;
    struct signup_result result = accepted(state, "South", "Kari", "kari@example.no");
    assert_int_equal(result.mode, SIGNUP_LINKED);
    assert_string_equal(result.account, "C-000077");
    assert_int_equal(count(state, "SELECT count(*) FROM CUSTTABLE WHERE RECID = 77"), 0);
    fixture->headquarters.refusal = REASON_SEVERAL_SAME_EMAIL;
    refused(state, "South", "Ola", "ola@example.no", REASON_SEVERAL_SAME_EMAIL);
}

static void what_nobody_can_be_called_is_refused(void **state) {
    refused(state, "North", "", "kari@example.no", REASON_FIELD_REQUIRED);
    refused(state, "North", " \t", "kari@example.no", REASON_FIELD_REQUIRED);
    refused(state, "North", "Kari", "", REASON_FIELD_REQUIRED);
    refused(state, "North", "Kari", "kari", REASON_EMAIL_FORMAT);
    refused(state, "North", "Kari\x1b[2J", "kari@example.no", REASON_CONTROL_CHARACTER);
    refused(state, "North", "Kari\u202e", "kari@example.no", REASON_CONTROL_CHARACTER);
    refused(state, "North", "K\xe5re", "kari@example.no", REASON_NOT_UTF8);
    char name[TEXT_SIZE(100)] = "";
    for (int i = 0; i < 101; i++) text_copy(name + i, sizeof name - (size_t)i, "x");
    refused(state, "North", name, "kari@example.no", REASON_FIELD_TOO_LONG);
    refused(state, "East", "Kari", "kari@example.no", REASON_STORE_UNKNOWN_TO_CHANNEL);
    exec(state, "UPDATE RETAILOPERATIONS SET ALLOWANONYMOUSACCESS = 0; UPDATE CSUSTATE SET"
                " LOADEDDATETIME = 0");
    refused(state, "North", "Kari", "kari@example.no", REASON_OPERATION_NOT_ALLOWED);
}

/* Three names of 100 characters make 302; the channel has room for 300. */
static void the_longest_name_fits(void **state) {
    struct fixture *fixture = *state;
    struct signup_result result;
    struct err err = {0};
    struct signup in = {.Email = "long@example.com"};
    for (int i = 0; i < 100; i++) {
        snprintf(in.FirstName + 2 * i, 3, "å");
        snprintf(in.MiddleName + 3 * i, 4, "界");
        snprintf(in.LastName + 4 * i, 5, "𝔘");
    }
    world_ok(storefront_signup(&fixture->front, "North", &in, &result, &err), &err);
    assert_int_equal(count(state, "SELECT length(CUSTNAME) FROM RETAILASYNCCUSTOMER"), 300);
}

static void a_batch_is_all_there_or_not(void **state) {
    struct fixture *fixture = *state;
    struct err err = {0};
    struct signup_result result;
    world_ok(storefront_batch_begin(&fixture->front, &err), &err);
    accepted(state, "North", "Kari", "kari@example.no");
    assert_int_equal(signup(state, "North", "Ola", "ola", &result, &err), ERR_INVALID);
    exec(state, "INSERT INTO CUSTTABLE (RECID, ACCOUNTNUM, DATAAREAID, NAME, CUSTGROUP, CURRENCY,"
                " EMAIL) VALUES (5, 'C-5', 'USRT', 'A', '30', 'USD', 'two@example.no'),"
                " (6, 'C-6', 'USRT', 'B', '30', 'USD', 'two@example.no')");
    assert_int_equal(signup(state, "North", "Ola", "two@example.no", &result, &err), ERR_REFUSED);
    accepted(state, "North", "Per", "per@example.no");
    err = (struct err){0};
    world_ok(storefront_batch_commit(&fixture->front, &err), &err);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 2);
    world_ok(storefront_batch_begin(&fixture->front, &err), &err);
    accepted(state, "North", "Liv", "liv@example.no");
    storefront_batch_rollback(&fixture->front);
    assert_int_equal(count(state, "SELECT count(*) FROM RETAILASYNCCUSTOMER"), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(an_asynchronous_shopper_waits_in_the_channel),
        TEST(a_real_time_shopper_has_an_account_at_once),
        TEST(a_reply_that_comes_twice_changes_nothing),
        TEST(headquarters_down_means_no_customer_anywhere),
        TEST(headquarters_down_in_later_versions_means_waiting),
        TEST(a_store_without_profile_follows_the_setting),
        TEST(a_known_address_is_linked),
        TEST(several_with_one_address_are_refused),
        TEST(headquarters_decides_about_known_addresses_in_real_time),
        TEST(what_nobody_can_be_called_is_refused),
        TEST(the_longest_name_fits),
        TEST(a_batch_is_all_there_or_not),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
