/* SPDX-License-Identifier: MIT */
/* Records: values as text, what is refused, two users at one record, and the audit trail. */

#include <limits.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/record.h"
#include "model/text.h"
#include "support/company.h"

/* ---- an entity of our own ---------------------------------------------------------------------------------- */

struct thing {
    struct record_head head;
    char code[TEXT_SIZE(4)];
    char name[TEXT_SIZE(10)];
    char mail[TEXT_SIZE(40)];
    char group[TEXT_SIZE(10)];
    int active;
    int kind;
    int64_t count;
    int64_t price;
    int64_t born;
    char seen[TEXT_SIZE(10)]; /* computed */
};

#define MEMBER(name)                                                                               \
    .offset = offsetof(struct thing, name), .size = sizeof(((struct thing *)0)->name)

static const char *const kinds[] = {"Person", "Organization", NULL};
static const struct member members[] = {
    {.key = "Code",
     .kind = MEMBER_TEXT,
     MEMBER(code),
     .max_chars = 4,
     .required = true,
     .fixed = true},
    {.key = "Name", .kind = MEMBER_TEXT, MEMBER(name), .max_chars = 10, .required = true},
    {.key = "Mail", .kind = MEMBER_TEXT, MEMBER(mail), .max_chars = 40, .email = true},
    {.key = "Grp", .kind = MEMBER_TEXT, MEMBER(group), .max_chars = 10, .related = "group"},
    {.key = "Active", .kind = MEMBER_YESNO, MEMBER(active)},
    {.key = "Kind", .kind = MEMBER_CHOICE, MEMBER(kind), .choices = kinds},
    {.key = "Count", .kind = MEMBER_INT, MEMBER(count), .min = 1, .max = 99},
    {.key = "Price", .kind = MEMBER_AMOUNT, MEMBER(price)},
    {.key = "Born", .kind = MEMBER_TIME, MEMBER(born)},
    {.key = "Seen", .kind = MEMBER_TEXT, MEMBER(seen), .max_chars = 10, .computed = true},
};
enum { CODE, NAME, MAIL, GROUP, ACTIVE, KIND, COUNT, PRICE, BORN, SEEN, MEMBERS };

static const struct lookup lookups[] = {
    {.id = "group", .table = "Grp", .exists_sql = "SELECT 1 FROM Grp WHERE Id = ?1"}, {.id = NULL}};

static const struct entity entity_thing;

static enum err_code thing_load(struct db *db, const char *key, void *rec, struct err *err) {
    static const char *const sql =
        "SELECT RecId, RecVersion, Code, Name, Mail, Grp, Active, Kind, Count, Price,"
        " Born, 'seen' FROM Thing WHERE Code = ?1";
    bool row;
    struct stmt *stmt = db_stmt(db, sql, err);
    assert_non_null(stmt);
    stmt_bind_text(stmt, 1, key);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && !row)
        return err_set(err, ERR_NOT_FOUND, REASON_RECORD_NOT_FOUND, "thing", key);
    if (code == ERR_OK) record_read(&entity_thing, stmt, rec, 0);
    stmt_reset(stmt);
    return code;
}

static enum err_code thing_insert(struct db *db, void *rec, struct err *err) {
    static const char *const sql =
        "INSERT INTO Thing (Code, Name, Mail, Grp, Active, Kind, Count, Price, Born)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    struct thing *thing = rec;
    struct stmt *stmt = db_stmt(db, sql, err);
    assert_non_null(stmt);
    assert_int_equal(record_bind(&entity_thing, stmt, rec, 1), 10);
    enum err_code code = stmt_run(stmt, err);
    thing->head.RecId = db_last_id(db);
    return code;
}

static enum err_code thing_update(struct db *db, const void *old, const void *rec, bool *done,
                                  struct err *err) {
    static const char *const sql = "UPDATE Thing SET Code = ?3, Name = ?4, Mail = ?5, Grp = ?6, "
                                   "Active = ?7, Kind = ?8, Count = ?9,"
                                   " Price = ?10, Born = ?11, RecVersion = RecVersion + 1 WHERE "
                                   "RecId = ?1 AND RecVersion = ?2";
    const struct record_head *head = old;
    struct stmt *stmt = db_stmt(db, sql, err);
    assert_non_null(stmt);
    stmt_bind_int(stmt, 1, head->RecId);
    stmt_bind_int(stmt, 2, head->RecVersion);
    record_bind(&entity_thing, stmt, rec, 3);
    enum err_code code = stmt_run(stmt, err);
    *done = code == ERR_OK && db_changes(db) == 1;
    return code;
}

static enum err_code thing_remove(struct db *db, const void *rec, struct err *err) {
    const struct record_head *head = rec;
    struct stmt *stmt = db_stmt(db, "DELETE FROM Thing WHERE RecId = ?1", err);
    assert_non_null(stmt);
    stmt_bind_int(stmt, 1, head->RecId);
    return stmt_run(stmt, err);
}

static enum err_code thing_validate(struct db *db, const void *old, const void *rec,
                                    struct err *err) {
    (void)db, (void)old;
    const struct thing *thing = rec;
    if (strcmp(thing->name, "Forbidden") != 0) return ERR_OK;
    return err_set(err, ERR_REFUSED, REASON_TECHNICAL, "Name", thing->name);
}

static const struct entity entity_thing = {
    .id = "thing",
    .table = "Thing",
    .key = "Code",
    .members = members,
    .member_count = MEMBERS,
    .record_size = sizeof(struct thing),
    .lookups = lookups,
    .load = thing_load,
    .insert = thing_insert,
    .update = thing_update,
    .remove = thing_remove,
    .validate = thing_validate,
};

/* ---- the world --------------------------------------------------------------------------------------------- */

struct world {
    struct company box;
    char path[PATH_MAX];
    struct db *db;
    struct thing thing; /* valid, not saved */
    struct err err;
};

static int setup(void **state) {
    struct world *world = calloc(1, sizeof *world);
    const struct db_options options = {.mode = DB_CREATE, .busy_timeout_ms = 50};
    company_init_empty(&world->box);
    snprintf(world->path, sizeof world->path, "%s/headquarters.db", world->box.folder);
    assert_int_equal(db_open(&world->db, world->path, &db_kind_headquarters, &options, &world->err),
                     ERR_OK);
    assert_int_equal(
        db_exec(
            world->db,
            "CREATE TABLE Thing (RecId INTEGER PRIMARY KEY, RecVersion INTEGER NOT NULL DEFAULT 1,"
            " Code TEXT UNIQUE, Name TEXT, Mail TEXT, Grp TEXT, Active INTEGER, Kind INTEGER, "
            "Count INTEGER,"
            " Price INTEGER, Born INTEGER); CREATE TABLE Grp (Id TEXT); INSERT INTO Grp VALUES "
            "('30')",
            &world->err),
        ERR_OK);
    world->thing = (struct thing){
        .code = "T1", .name = "Lamp", .group = "30", .count = 5, .price = 1250, .kind = 1};
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    db_close(&world->db);
    company_release(&world->box);
    free(world);
    return 0;
}

static void save_new(struct world *world, struct thing *thing) {
    *thing = world->thing;
    enum err_code code = record_save(&entity_thing, world->db, NULL, thing, "ANNE", &world->err);
    if (code != ERR_OK) fail_msg("%s %s", err_reason_name(world->err.reason), world->err.detail);
}

static int64_t number(struct db *db, const char *sql) {
    int64_t value = -1;
    struct stmt *stmt = db_stmt(db, sql, NULL);
    assert_non_null(stmt);
    assert_int_equal(stmt_value_int(stmt, -2, &value, NULL), ERR_OK);
    return value;
}

/* ---- values ------------------------------------------------------------------------------------------------ */

static void check_set(int which, const char *text, const char *expected) {
    struct thing thing = {0};
    struct err err = {0};
    char back[64];
    if (record_set_text(&members[which], &thing, text, &err) != ERR_OK) {
        fail_msg("%s: '%s' refused: %s", members[which].key, text, err_reason_name(err.reason));
    }
    record_get_text(&members[which], &thing, back, sizeof back);
    assert_string_equal(back, expected);
}

static void values_are_taken_as_shown_and_as_stored(void **state) {
    (void)state;
    const char *yes[] = {"Yes", "ja", "1", "Y", "TRUE", " yes "},
               *no[] = {"No", "NEI", "0", "n", "false"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) check_set(ACTIVE, yes[i], "1");
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) check_set(ACTIVE, no[i], "0");
    check_set(KIND, "organization", "Organization");
    check_set(KIND, "0", "Person");
    check_set(COUNT, "99", "99");
    check_set(PRICE, "12,5", "12.50");
    check_set(PRICE, "-0.05", "-0.05");
    check_set(PRICE, "7", "7.00");
    check_set(PRICE, "", "0.00");
    check_set(PRICE, "-92233720368547758.07",
              "-92233720368547758.07"); /* can be typed as it is shown */
    check_set(BORN, "", "");
    check_set(BORN, "1772442000000", "1772442000000");
    check_set(NAME, "Åse Øyen", "Åse Øyen");
    check_set(NAME, "ææææææææææ", "ææææææææææ"); /* ten characters, twenty bytes */
}

static void check_refused(int which, const char *text, enum err_reason reason) {
    struct thing thing = {.name = "before", .count = 7, .price = 7, .active = 1, .kind = 1};
    struct thing before = thing;
    struct err err = {0};
    assert_int_equal(record_set_text(&members[which], &thing, text, &err), ERR_INVALID);
    assert_string_equal(err_reason_name(err.reason), err_reason_name(reason));
    assert_string_equal(err.field, members[which].key);
    assert_memory_equal(&thing, &before, sizeof thing);
}

static void a_refused_value_changes_nothing(void **state) {
    (void)state;
    check_refused(ACTIVE, "maybe", REASON_FIELD_NOT_YESNO);
    check_refused(ACTIVE, "", REASON_FIELD_NOT_YESNO);
    check_refused(KIND, "Dog", REASON_FIELD_NOT_CHOICE);
    check_refused(KIND, "2", REASON_FIELD_NOT_CHOICE);
    check_refused(COUNT, "100", REASON_FIELD_OUT_OF_RANGE);
    check_refused(COUNT, "0", REASON_FIELD_OUT_OF_RANGE);
    check_refused(COUNT, "5x", REASON_FIELD_NOT_NUMBER);
    check_refused(COUNT, "99999999999999999999", REASON_FIELD_NOT_NUMBER);
    check_refused(PRICE, "1.234", REASON_FIELD_NOT_NUMBER);
    check_refused(PRICE, "1.2.3", REASON_FIELD_NOT_NUMBER);
    check_refused(PRICE, "99999999999999999999", REASON_FIELD_NOT_NUMBER);
    check_refused(PRICE, "-", REASON_FIELD_NOT_NUMBER);
    check_refused(PRICE, "92233720368547758.08", REASON_FIELD_NOT_NUMBER);
    check_refused(COUNT,
                  "5                                                                        x",
                  REASON_FIELD_TOO_LONG);
    check_refused(NAME, "12345678901", REASON_FIELD_TOO_LONG);
    check_refused(NAME, "a\x1b[2J", REASON_CONTROL_CHARACTER);
    check_refused(NAME, "a\xFF", REASON_NOT_UTF8);
    check_refused(SEEN, "x", REASON_FIELD_READ_ONLY);
}

static void the_choice_error_names_the_choices(void **state) {
    (void)state;
    struct thing thing = {0};
    struct err err = {0};
    assert_int_equal(record_set_text(&members[KIND], &thing, "Dog", &err), ERR_INVALID);
    assert_string_equal(err.detail, "Person, Organization");
    assert_int_equal(record_set_text(&members[COUNT], &thing, "0", &err), ERR_INVALID);
    assert_string_equal(err.detail, "1..99");
    assert_ptr_equal(entity_member(&entity_thing, "pRiCe"), &members[PRICE]);
    assert_null(entity_member(&entity_thing, "Colour"));
}

/* ---- saving ------------------------------------------------------------------------------------------------ */

static void a_saved_record_is_read_back(void **state) {
    struct world *world = *state;
    struct thing saved, read = {0};
    save_new(world, &saved);
    assert_int_equal(saved.head.RecId, 1);
    assert_int_equal(saved.head.RecVersion, 1);
    assert_int_equal(thing_load(world->db, "T1", &read, &world->err), ERR_OK);
    assert_string_equal(read.seen, "seen");
    for (int i = 0; i < SEEN; i++) assert_true(record_member_equal(&members[i], &saved, &read));
    assert_int_equal(read.head.RecVersion, 1);
}

static void check_validation(struct world *world, const char *field, enum err_reason reason) {
    enum err_code code =
        record_save(&entity_thing, world->db, NULL, &world->thing, "ANNE", &world->err);
    assert_int_not_equal(code, ERR_OK);
    assert_string_equal(world->err.field, field);
    assert_string_equal(err_reason_name(world->err.reason), err_reason_name(reason));
    assert_int_equal(world->thing.head.RecId, 0);
    assert_int_equal(number(world->db, "SELECT count(*) FROM Thing"), 0);
    assert_int_equal(number(world->db, "SELECT count(*) FROM AuditTrail"), 0);
    assert_false(db_in_transaction(world->db));
}

static void each_name_of_a_list_is_looked_up(void **state) {
    struct world *world = *state;
    struct member listing[MEMBERS];
    struct entity entity = entity_thing;
    memcpy(listing, members, sizeof members);
    listing[GROUP].list = true;
    entity.members = listing;
    text_copy(world->thing.group, sizeof world->thing.group, " 30 ,,30");
    assert_int_equal(record_validate(&entity, world->db, NULL, &world->thing, &world->err), ERR_OK);
    text_copy(world->thing.group, sizeof world->thing.group, "30, 77");
    assert_int_equal(record_validate(&entity, world->db, NULL, &world->thing, &world->err),
                     ERR_INVALID);
    assert_int_equal(world->err.reason, REASON_LOOKUP_NOT_FOUND);
    assert_string_equal(world->err.field, "Grp");
    assert_string_equal(world->err.value, "77"); /* the wrong one alone */
}

static void a_new_record_is_checked(void **state) {
    struct world *world = *state;
    struct thing good = world->thing;
    text_copy(world->thing.name, sizeof world->thing.name, " \xC2\xA0");
    check_validation(world, "Name", REASON_FIELD_REQUIRED);
    world->thing = good;
    text_copy(world->thing.mail, sizeof world->thing.mail, "kari");
    check_validation(world, "Mail", REASON_EMAIL_FORMAT);
    world->thing = good;
    text_copy(world->thing.group, sizeof world->thing.group, "99");
    check_validation(world, "Grp", REASON_LOOKUP_NOT_FOUND);
    assert_string_equal(world->err.value, "99");
    assert_string_equal(world->err.value2, "Grp");
    world->thing = good;
    world->thing.count = 0;
    check_validation(world, "Count", REASON_FIELD_OUT_OF_RANGE);
    world->thing = good;
    world->thing.kind = 9;
    check_validation(world, "Kind", REASON_FIELD_NOT_CHOICE);
    world->thing = good;
    text_copy(world->thing.name, sizeof world->thing.name, "Forbidden");
    check_validation(world, "Name", REASON_TECHNICAL);
}

static void a_second_record_with_the_same_code_leaves_no_trace(void **state) {
    struct world *world = *state;
    struct thing first;
    save_new(world, &first);
    int64_t trail = number(world->db, "SELECT count(*) FROM AuditTrail");
    enum err_code code =
        record_save(&entity_thing, world->db, NULL, &world->thing, "ANNE", &world->err);
    assert_int_equal(code, ERR_CONFLICT);
    assert_int_equal(world->err.reason, REASON_NOT_UNIQUE);
    assert_string_equal(world->err.field, "Code");
    assert_int_equal(world->thing.head.RecId, 0);
    assert_int_equal(number(world->db, "SELECT count(*) FROM AuditTrail"), trail);
}

static void what_was_wrong_before_does_not_hinder(void **state) {
    struct world *world = *state;
    struct thing old, new;
    save_new(world, &old);
    assert_int_equal(db_exec(world->db, "UPDATE Thing SET Mail = 'bad', Grp = 'gone'", &world->err),
                     ERR_OK);
    assert_int_equal(thing_load(world->db, "T1", &old, &world->err), ERR_OK);
    new = old;
    text_copy(new.name, sizeof new.name, "Chair");
    assert_int_equal(record_save(&entity_thing, world->db, &old, &new, "ANNE", &world->err),
                     ERR_OK);
    struct thing again = new;
    text_copy(again.mail, sizeof again.mail, "worse");
    assert_int_equal(record_save(&entity_thing, world->db, &new, &again, "ANNE", &world->err),
                     ERR_INVALID);
    assert_int_equal(world->err.reason, REASON_EMAIL_FORMAT);
}

static void a_fixed_member_stays(void **state) {
    struct world *world = *state;
    struct thing old, new;
    save_new(world, &old);
    new = old;
    text_copy(new.code, sizeof new.code, "T2");
    assert_int_equal(record_save(&entity_thing, world->db, &old, &new, "ANNE", &world->err),
                     ERR_INVALID);
    assert_int_equal(world->err.reason, REASON_FIELD_READ_ONLY);
    assert_string_equal(world->err.field, "Code");
}

/* ---- two users --------------------------------------------------------------------------------------------- */

static void the_second_of_two_savers_is_told(void **state) {
    struct world *world = *state;
    struct thing read, first, second;
    save_new(world, &read);
    first = second = read;
    first.count = 6;
    second.count = 7;
    assert_int_equal(record_save(&entity_thing, world->db, &read, &first, "ANNE", &world->err),
                     ERR_OK);
    assert_int_equal(first.head.RecVersion, 2);
    assert_int_equal(record_save(&entity_thing, world->db, &read, &second, "OLA", &world->err),
                     ERR_CONFLICT);
    assert_int_equal(world->err.reason, REASON_RECORD_CHANGED);
    assert_string_equal(world->err.field, "thing");
    assert_string_equal(world->err.value, "T1");
    assert_int_equal(second.head.RecVersion, 1);
    assert_int_equal(number(world->db, "SELECT Count FROM Thing"), 6);
    assert_int_equal(number(world->db, "SELECT count(*) FROM AuditTrail WHERE UserId = 'OLA'"), 0);
    assert_int_equal(record_delete(&entity_thing, world->db, &read, "OLA", &world->err),
                     ERR_CONFLICT);
    assert_int_equal(world->err.reason, REASON_RECORD_CHANGED);
    assert_int_equal(record_delete(&entity_thing, world->db, &first, "OLA", &world->err), ERR_OK);
    assert_int_equal(record_save(&entity_thing, world->db, &first, &second, "OLA", &world->err),
                     ERR_CONFLICT);
    assert_int_equal(world->err.reason, REASON_RECORD_DELETED);
    assert_int_equal(record_delete(&entity_thing, world->db, &first, "OLA", &world->err),
                     ERR_CONFLICT);
    assert_int_equal(world->err.reason, REASON_RECORD_DELETED);
}

/* ---- audit trail ------------------------------------------------------------------------------------------- */

static void check_trail(struct world *world, const char *operation, const char *field,
                        const char *old, const char *new) {
    char text[200];
    bool found;
    struct stmt *stmt =
        db_stmt(world->db,
                "SELECT OldValue || '>' || NewValue || '@' || AtDateTime || UserId || RecordKey"
                " FROM AuditTrail WHERE EntityId = 'thing' AND Operation = ?1 AND Field = ?2"
                " ORDER BY RecId DESC",
                NULL);
    assert_non_null(stmt);
    stmt_bind_text(stmt, 1, operation);
    stmt_bind_text(stmt, 2, field);
    assert_int_equal(stmt_value_text(stmt, text, sizeof text, &found, NULL), ERR_OK);
    assert_true(found);
    char expected[200];
    snprintf(expected, sizeof expected, "%s>%s@1772442000000ANNET1", old, new);
    assert_string_equal(text, expected);
}

static void every_change_is_in_the_audit_trail(void **state) {
    struct world *world = *state;
    struct thing old, new;
    setenv("CHQ_TEST_CLOCK", "2026-03-02T09:00:00Z", 1);
    save_new(world, &old);
    check_trail(world, "insert", "Price", "", "12.50");
    check_trail(world, "insert", "Kind", "", "Organization");
    new = old;
    text_copy(new.name, sizeof new.name, "Bord");
    new.active = 1;
    assert_int_equal(record_save(&entity_thing, world->db, &old, &new, "ANNE", &world->err),
                     ERR_OK);
    check_trail(world, "update", "Name", "Lamp", "Bord");
    check_trail(world, "update", "Active", "0", "1");
    assert_int_equal(
        number(world->db, "SELECT count(*) FROM AuditTrail WHERE Operation = 'update'"), 2);
    assert_int_equal(record_delete(&entity_thing, world->db, &new, "ANNE", &world->err), ERR_OK);
    check_trail(world, "delete", "Name", "Bord", "");
    assert_int_equal(number(world->db, "SELECT count(*) FROM Thing"), 0);
}

static void a_save_inside_a_transaction_waits_for_its_commit(void **state) {
    struct world *world = *state;
    struct thing thing;
    assert_int_equal(db_begin(world->db, &world->err), ERR_OK);
    save_new(world, &thing);
    assert_true(db_in_transaction(world->db));
    db_rollback(world->db);
    assert_int_equal(number(world->db, "SELECT count(*) FROM Thing"), 0);
    assert_int_equal(number(world->db, "SELECT count(*) FROM AuditTrail"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_taken_as_shown_and_as_stored),
        cmocka_unit_test(a_refused_value_changes_nothing),
        cmocka_unit_test(the_choice_error_names_the_choices),
        TEST(a_saved_record_is_read_back),
        TEST(each_name_of_a_list_is_looked_up),
        TEST(a_new_record_is_checked),
        TEST(a_second_record_with_the_same_code_leaves_no_trace),
        TEST(what_was_wrong_before_does_not_hinder),
        TEST(a_fixed_member_stays),
        TEST(the_second_of_two_savers_is_told),
        TEST(every_change_is_in_the_audit_trail),
        TEST(a_save_inside_a_transaction_waits_for_its_commit),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
