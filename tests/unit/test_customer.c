/* SPDX-License-Identifier: MIT */
/* The list of customers: every filter is a walk along an index, every page goes on where the last one ended. */
#include "support/exchange.h"

#include "model/hq/customer.h"
#include "model/hq/lookups.h"

extern const char *const customer_sql[];

static struct db *open_people(void **state) {
    return ((struct world *)*state)->company->hq;
}

static void add(struct db *db, int account, const char *first, const char *last, const char *email,
                const char *phone) {
    char sql[1200];
    snprintf(sql, sizeof sql,
             "INSERT INTO DirPartyTable (RecId, PartyNumber, Name, NameAlias, PrimaryContactEmail,"
             " PrimaryContactPhone) VALUES (%d, 'P%d', '%s %s', fold('%s %s'), '%s', '%s');"
             "INSERT INTO DirPersonName VALUES (%d, '%s', '', '%s', fold('%s'));"
             "INSERT INTO CustTable (RecId, AccountNum, DataAreaId, Party, CustGroup, Currency,"
             " RowVersion) VALUES (%d, '%d', 'USRT', %d, '30', 'USD', %d)",
             account, account, first, last, first, last, email, phone, account, first, last, last,
             account, account, account, account);
    world_exec(db, sql);
}

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    world_init(world, 1);
    struct db *db = world->company->hq;
    add(db, 200001, "Kari", "Åsen", "kari@example.no", "+47 900 00 001");
    add(db, 200002, "Åse", "Kari", "Ase.K@example.com", "");
    add(db, 200003, "kari", "Karisen", "karisen@example.no", "900 00 003");
    add(db, 200004, "Øystein", "Kåre", "KARI.two@example.no", "+47 900 00 004");
    add(db, 200005, "美咲", "高橋", "m@example.com", "200 777");
    add(db, 200006, "Kari", "Åsen", "kari6@example.no", "");
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    world_release(world);
    free(world);
    return 0;
}

/* Last digits of the accounts, with < and > where there is more. */
static void page_text(struct db *db, const struct list_request *request, char text[80],
                      char first[ROW_KEY_SIZE], char last[ROW_KEY_SIZE]) {
    struct rowset rows;
    struct err err = {0};
    rowset_init(&rows, entity_customer.list_columns);
    world_ok(entity_customer.list(db, request, &rows, &err), &err);
    size_t used = 0;
    if (rows.more_before) text[used++] = '<';
    for (int i = 0; i < rows.rows; i++) text[used++] = rowset_cell(&rows, i, 0)[5];
    if (rows.more_after) text[used++] = '>';
    text[used] = '\0';
    if (rows.rows > 0 && first) text_copy(first, ROW_KEY_SIZE, rowset_key(&rows, 0));
    if (rows.rows > 0 && last) text_copy(last, ROW_KEY_SIZE, rowset_key(&rows, rows.rows - 1));
    rowset_release(&rows);
}

static void assert_filter(struct db *db, const char *filter, const char *expected) {
    char text[80];
    page_text(db, &(struct list_request){LIST_FROM_START, NULL, 20, filter, NULL}, text, NULL,
              NULL);
    assert_string_equal(text, expected);
}

static void a_filter_finds_what_it_looks_like(void **state) {
    struct db *db = open_people(state);
    world_exec(db, "DELETE FROM CustTable WHERE RecId = 1");
    assert_filter(db, "", "123456");
    assert_filter(db, "  ", "123456");
    assert_filter(db, "kari@", "1");
    assert_filter(db, "Kari.two@EXAMPLE", "4");
    assert_filter(db, "@example.no", "");
    assert_filter(db, "200", "123456");
    assert_filter(db, "200003", "3");
    assert_filter(db, "200 7", "5");
    assert_filter(db, "+47 900", "14");
    assert_filter(db, "900", "3");
    assert_filter(db, "kari ", "3162"); /* by name, then by last name */
    assert_filter(db, "KARI", "3162");
    assert_filter(db, "åse", "216");
    assert_filter(db, "ÅSEN", "16");
    assert_filter(db, "øyst", "4");
    assert_filter(db, "高", "5");
    assert_filter(db, "美咲 高", "5");
    assert_filter(db, "kari.t", "4"); /* an address, while no name begins so */
    assert_filter(db, "ASE.k", "2");
    assert_filter(db, "m", "5");
    assert_filter(db, "karis", "3"); /* also an address, but once */
    assert_filter(db, "nobody", "");
    assert_filter(db, "%", "");
    assert_filter(db, "' OR 1=1 --", "");
}

static void an_account_of_letters_is_found_too(void **state) {
    struct db *db = open_people(state);
    world_exec(db, "UPDATE CustTable SET AccountNum = 'KA-005' WHERE AccountNum = '200005'");
    assert_filter(db, "ka-0", "");
    assert_filter(db, "KA-0", "5");
    assert_filter(db, "ka", "3162");
    world_exec(db, "UPDATE DirPartyTable SET PrimaryContactEmail = '2005.m@example.com'"
                   " WHERE RecId = 200005");
    assert_filter(db, "2005", "5");
}

static void append(char *text, size_t size, const char *more) {
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s", more);
}

/* The digits of a page's text. */
static void digits(char out[80], const char *text) {
    size_t begin = strcspn(text, "0123456789");
    text_copy_n(out, 80, text + begin, strspn(text + begin, "0123456789"));
}

/* From start to end and back, in pages of any size, every filter gives each row once and says where it ends. */
static void walk(struct db *db, const char *filter, int limit, const char *all) {
    char text[80], page[80], seen[400] = "", joined[400], first[ROW_KEY_SIZE], last[ROW_KEY_SIZE];
    struct list_request request = {LIST_FROM_START, NULL, limit, filter, NULL};
    page_text(db, &request, text, first, last);
    for (;;) {
        digits(page, text);
        append(seen, sizeof seen, page);
        if (!strchr(text, '>')) break;
        request.from = LIST_AFTER;
        request.anchor = last;
        page_text(db, &request, text, first, last);
        assert_int_equal(text[0], '<');
    }
    assert_string_equal(seen, all);
    request = (struct list_request){LIST_FROM_END, NULL, limit, filter, NULL};
    page_text(db, &request, text, first, last);
    seen[0] = '\0';
    for (;;) {
        digits(page, text);
        text_copy(joined, sizeof joined, page);
        append(joined, sizeof joined, seen);
        text_copy(seen, sizeof seen, joined);
        if (text[0] != '<') break;
        request.from = LIST_BEFORE;
        request.anchor = first;
        page_text(db, &request, text, first, last);
        assert_int_equal(text[strlen(text) - 1], '>');
    }
    assert_string_equal(seen, all);
}

static void pages_join_without_gap_or_double(void **state) {
    struct db *db = open_people(state);
    for (int limit = 1; limit <= 7; limit++) {
        walk(db, "", limit, "1123456");
        walk(db, "200", limit, "123456");
        walk(db, "kari", limit, "3162");
        walk(db, "kari@", limit, "1");
        walk(db, "+47", limit, "14");
        walk(db, "åse", limit, "216");
        walk(db, "kari.", limit, "4");
        walk(db, "m", limit, "5");
    }
}

static void a_page_begins_at_a_row_that_is_there_or_was(void **state) {
    struct db *db = open_people(state);
    char text[80], last[ROW_KEY_SIZE];
    page_text(db, &(struct list_request){LIST_AT, "200003", 2, NULL, NULL}, text, NULL, NULL);
    assert_string_equal(text, "<34>");
    page_text(db, &(struct list_request){LIST_AT, "2000031", 2, NULL, NULL}, text, NULL, NULL);
    assert_string_equal(text, "<45>");
    page_text(db, &(struct list_request){LIST_FROM_START, NULL, 2, "kari", NULL}, text, NULL, last);
    assert_string_equal(text, "31>");
    page_text(db, &(struct list_request){LIST_AT, last, 2, "kari", NULL}, text, NULL, NULL);
    assert_string_equal(text, "<16>");
    page_text(db, &(struct list_request){LIST_AFTER, "200006", 2, NULL, NULL}, text, NULL, NULL);
    assert_string_equal(text, "<");
    page_text(db, &(struct list_request){LIST_BEFORE, "100001", 2, NULL, NULL}, text, NULL, NULL);
    assert_string_equal(text, ">");
    /* A place of another list means its start, or its end. */
    page_text(db, &(struct list_request){LIST_AT, "200003", 2, "kari", NULL}, text, NULL, NULL);
    assert_string_equal(text, "31>");
    page_text(db, &(struct list_request){LIST_AFTER, "x\t99\t1\ty", 2, "kari", NULL}, text, NULL,
              NULL);
    assert_string_equal(text, "31>");
}

/* A name of 100 characters fills the row key; the next page still goes on behind it. */
static void a_long_text_in_a_key_goes_on(void **state) {
    struct db *db = open_people(state);
    char email[1024] = "";
    for (int i = 0; i < 230; i++) append(email, sizeof email, "界");
    append(email, sizeof email, "@example.com");
    add(db, 200007, "Long", "One", email, "");
    add(db, 200008, "Long", "Two", "z@example.com", "");
    char text[80], last[ROW_KEY_SIZE];
    world_exec(
        db, "UPDATE DirPartyTable SET PrimaryContactEmail = '界@example.com' WHERE RecId = 200008");
    page_text(db, &(struct list_request){LIST_FROM_START, NULL, 1, "界@", NULL}, text, NULL, last);
    assert_string_equal(text, "8");
    world_exec(db, "UPDATE DirPartyTable SET NameAlias = PrimaryContactEmail WHERE RecId = 200007");
    page_text(db, &(struct list_request){LIST_FROM_START, NULL, 1, "界", NULL}, text, NULL, last);
    assert_string_equal(text, "7");
    page_text(db, &(struct list_request){LIST_AFTER, last, 1, "界", NULL}, text, NULL, NULL);
    assert_string_equal(text + (*text == '<'), "");
}

/* The list is the first ten statements: five walks, up and down. */
static void no_page_sorts_or_scans(void **state) {
    struct db *db = open_people(state);
    static char explain[10][2000];
    struct err err = {0};
    for (int i = 0; i < 10; i++) {
        snprintf(explain[i], sizeof explain[i], "EXPLAIN QUERY PLAN %s", customer_sql[i]);
        struct stmt *stmt = db_stmt(db, explain[i], &err);
        assert_non_null(stmt);
        bool row;
        while (stmt_step(stmt, &row, &err) == ERR_OK && row) {
            const char *step = stmt_text(stmt, 3);
            bool bad = strstr(step, "TEMP B-TREE") ||
                       (strstr(step, "SCAN") && !strstr(step, "CompanyInfo"));
            if (bad) fail_msg("%s\n%s", step, customer_sql[i]);
        }
    }
}

static void one_customer_is_read_by_account_and_by_row_key(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct customer customer;
    struct signup in = world_person("Ingrid", 1);
    struct signup_result result;
    text_copy(in.Street, sizeof in.Street, "Storgata");
    text_copy(in.Country, sizeof in.Country, "NO");
    text_copy(in.Phone, sizeof in.Phone, "+47 900 00 009");
    world_ok(company_signup(world->company, "South", &in, &result, &err), &err);
    char key[ROW_KEY_SIZE];
    snprintf(key, sizeof key, "%s\t3\t7\tingrid test", result.account);
    world_ok(entity_customer.load(world->company->hq, key, &customer, &err), &err);
    assert_string_equal(customer.AccountNum, result.account);
    assert_string_equal(customer.FirstName, "Ingrid");
    assert_string_equal(customer.Name, "Ingrid Test");
    assert_string_equal(customer.CountryRegionId, "NOR");
    assert_string_equal(customer.Street, "Storgata");
    assert_string_equal(customer.Purpose, "Home");
    assert_string_equal(customer.Email, "Ingrid1@example.com");
    assert_string_equal(customer.receiptEmail, "Ingrid1@example.com");
    assert_string_equal(customer.Phone, "+47 900 00 009");
    assert_string_equal(customer.AddressBookNames, "Books");
    assert_string_equal(customer.Store, "South");
    assert_string_equal(customer.CustAccountAsync, "");
    assert_int_equal(customer.CreatedBy, CUSTOMER_BY_RTS);
    assert_int_equal(customer.Type, 0);
    assert_int_equal(entity_customer.load(world->company->hq, "999999", &customer, &err),
                     ERR_NOT_FOUND);
}

static void an_address_is_found_whatever_its_case(void **state) {
    struct db *db = open_people(state);
    struct err err = {0};
    int matches = 0;
    char account[TEXT_SIZE(20)];
    world_ok(customer_find_email(db, "KARI@Example.NO", &matches, account, &err), &err);
    assert_int_equal(matches, 1);
    assert_string_equal(account, "200001");
    for (int i = 7; i < 10; i++) add(db, 200000 + i, "Twin", "Twin", "kari@example.no", "");
    world_ok(customer_find_email(db, "kari@example.no", &matches, account, &err), &err);
    assert_int_equal(matches, 2);
    assert_string_equal(account, "200001");
    world_ok(customer_find_email(db, "nobody@example.no", &matches, account, &err), &err);
    assert_int_equal(matches, 0);
    world_ok(customer_find_email(db, "", &matches, account, &err), &err);
    assert_int_equal(matches, 0);
}

static void lookups_list_and_are_named(void **state) {
    struct db *db = open_people(state);
    struct err err = {0};
    struct rowset rows;
    rowset_init(&rows, 2);
    struct list_request request = {LIST_FROM_START, NULL, 10, NULL, NULL};
    for (int i = 0; i < hq_lookup_count; i++) {
        world_ok(lookup_list(db, hq_lookups[i].id, &request, &rows, &err), &err);
    }
    request.filter = "norw";
    world_ok(lookup_list(db, "country", &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 1);
    assert_string_equal(rowset_cell(&rows, 0, 0), "NOR");
    assert_string_equal(rowset_cell(&rows, 0, 1), "Norway");
    request.filter = "åsen";
    world_ok(lookup_list(db, "customer", &request, &rows, &err), &err);
    assert_int_equal(rows.rows, 2);
    assert_string_equal(rowset_cell(&rows, 0, 1), "Kari Åsen");
    assert_int_equal(lookup_list(db, "planet", &request, &rows, &err), ERR_NOT_FOUND);
    rowset_release(&rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_filter_finds_what_it_looks_like),
        TEST(an_account_of_letters_is_found_too),
        TEST(pages_join_without_gap_or_double),
        TEST(a_page_begins_at_a_row_that_is_there_or_was),
        TEST(a_long_text_in_a_key_goes_on),
        TEST(no_page_sorts_or_scans),
        TEST(one_customer_is_read_by_account_and_by_row_key),
        TEST(an_address_is_found_whatever_its_case),
        TEST(lookups_list_and_are_named),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
