/* SPDX-License-Identifier: MIT */
/*
 * Channel databases as record and file: made, deleted, missing, damaged; stores that move between them with nobody lost;
 * and the causes of the catalogue that are repaired on these pages (domain.md 6: 15, 16, 17, 35).
 */
#include "support/exchange.h"

#include "model/exchange/channel_files.h"
#include "model/hq/schedule.h"
#include "model/hq/scheduler.h"
#include "model/hq/store.h"

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

static void path_of(const struct world *world, const char *name, const char *suffix, char *buf,
                    size_t size) {
    snprintf(buf, size, "%s/channel-%s.db%s", world->folder, name, suffix);
}

static bool has_file(const struct world *world, const char *name, const char *suffix) {
    char path[COMPANY_PATH_SIZE];
    path_of(world, name, suffix, path, sizeof path);
    return access(path, F_OK) == 0;
}

static void add_record(struct world *world, const char *name, const char *group) {
    struct channel_database rec = {0};
    struct err err = {0};
    text_copy(rec.Name, sizeof rec.Name, name);
    text_copy(rec.DataGroup, sizeof rec.DataGroup, group);
    world_ok(record_save(&entity_channel_database, world->company->hq, NULL, &rec, "kari", &err),
             &err);
}

static void add_database(struct world *world, const char *name, const char *group) {
    struct err err = {0};
    add_record(world, name, group);
    world_ok(channel_file_create(world->company, name, &err), &err);
}

static struct channel_condition condition_of(struct world *world, const char *name) {
    struct channel_condition condition;
    struct err err = {0};
    world_ok(channel_condition_read(world->company, name, &condition, &err), &err);
    return condition;
}

static enum err_code delete_database(struct world *world, const char *name, struct err *err) {
    struct channel_database rec;
    world_ok(entity_channel_database.load(world->company->hq, name, &rec, err), err);
    return channel_database_delete(world->company, &rec, err);
}

static enum err_code move(struct world *world, const char *database, const char *store,
                          struct err *err) {
    char before[TEXT_SIZE(50)];
    return channel_store_add(world->company, database, store, before, err);
}

static void set_member(struct world *world, const struct entity *entity, const char *key,
                       const char *member, const char *value) {
    struct err err = {0};
    void *old = calloc(1, entity->record_size), *now = calloc(1, entity->record_size);
    assert_true(old && now);
    world_ok(entity->load(world->company->hq, key, old, &err), &err);
    memcpy(now, old, entity->record_size);
    world_ok(record_set_text(entity_member(entity, member), now, value, &err), &err);
    world_ok(record_save(entity, world->company->hq, old, now, "kari", &err), &err);
    free(old);
    free(now);
}

static struct customer_line line_of(struct world *world, const char *email) {
    struct customer_line line;
    struct err err = {0};
    world_ok(states_find(world->company, email, &line, &err), &err);
    return line;
}

static int64_t known_in(struct world *world, const char *database) {
    struct company_channel *channel = company_find_channel(world->company, database);
    assert_true(channel && channel->db);
    return world_int(channel->db, "SELECT count(*) FROM RETAILCUSTTABLE"
                                  " WHERE CUSTACCOUNTASYNC <> ''");
}

/* ---- files -------------------------------------------------------------------------------------------------------- */

static void a_new_database_gets_a_file_that_only_its_owner_reads(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE];
    struct stat st;
    struct err err = {0};
    add_record(world, "East", "Default");
    assert_int_equal(condition_of(world, "East").trouble.reason, REASON_CHANNEL_MISSING);
    world_ok(channel_file_create(world->company, "EAST", &err), &err);
    struct channel_condition condition = condition_of(world, "East");
    assert_true(condition.usable && condition.running);
    assert_true(condition.version > 0);
    assert_int_equal(condition.waiting, 0);
    assert_int_equal(condition.last, 0);
    path_of(world, "East", "", path, sizeof path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_false(has_file(world, "East", ".new"));
    world_ok(channel_file_create(world->company, "East", &err), &err);
    world_reopen(world);
    assert_int_equal(world->company->channel_count, 3);
    world_check(world);
}

/* A log without its file would be played into the next one. */
static void what_a_killed_creation_left_is_cleared(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE];
    struct err err = {0};
    add_record(world, "East", "Default");
    snprintf(path, sizeof path, "%s/channel-East.new.db", world->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("half", file);
    fclose(file);
    path_of(world, "East", "-wal", path, sizeof path);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("old log", file);
    fclose(file);
    world_ok(channel_file_create(world->company, "East", &err), &err);
    assert_true(condition_of(world, "East").usable);
    snprintf(path, sizeof path, "%s/channel-East.new.db", world->folder);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_missing_and_a_damaged_file_stop_nobody_else(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE];
    struct err err = {0};
    add_database(world, "East", "Default");
    world_ok(move(world, "East", "South", &err), &err);
    world_run(world, "9999");
    world_close(world);
    path_of(world, "West", "", path, sizeof path);
    assert_int_equal(unlink(path), 0);
    path_of(world, "East", "", path, sizeof path);
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    for (int i = 0; i < 2000; i++) fputc('x', file);
    fclose(file);
    world_open(world);

    assert_int_equal(condition_of(world, "West").trouble.reason, REASON_CHANNEL_MISSING);
    struct channel_condition damaged = condition_of(world, "East");
    assert_false(damaged.usable);
    assert_int_equal(damaged.trouble.reason, REASON_FILE_FOREIGN);
    assert_int_equal(channel_file_create(world->company, "East", &err), damaged.trouble.code);
    assert_int_equal(world_counts(world).channels_missing, 2);
    world_signup(world, "North", "Kari", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_COMPLETE);

    world_ok(channel_file_create(world->company, "West", &err), &err);
    world_run(world, "9999");
    world_signup(world, "Western", "Ola", 1);
    path_of(world, "East", "", path, sizeof path);
    assert_int_equal(unlink(path), 0);
    world_ok(channel_file_create(world->company, "East", &err), &err);
    world_run(world, "9999");
    world_run(world, "P-0001");
    assert_int_equal(world_counts(world).channels_missing, 0);
    assert_int_equal(line_of(world, "Ola1@example.com").state, STATE_UPLOADED);
    world_check(world);
}

/* A file that is taken away while it is open must not swallow what is written from then on. */
static void a_file_that_is_taken_away_is_noticed(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE], aside[COMPANY_PATH_SIZE];
    path_of(world, "West", "", path, sizeof path);
    snprintf(aside, sizeof aside, "%s/channel-aside.db", world->folder);
    assert_true(condition_of(world, "West").usable);
    assert_int_equal(rename(path, aside), 0);
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    struct err err = {0};
    assert_int_not_equal(company_signup(world->company, "Western", &in, &result, &err), ERR_OK);
    assert_int_equal(err.reason, REASON_CHANNEL_MISSING);
    assert_int_equal(condition_of(world, "West").trouble.reason, REASON_CHANNEL_MISSING);
    assert_int_equal(rename(aside, path), 0);
    assert_true(condition_of(world, "West").usable);
    world_ok(company_signup(world->company, "Western", &in, &result, &err), &err);
}

/* A database that another process made while this one runs is counted here, too. */
static void what_another_process_makes_is_seen(void **state) {
    struct world *world = *state, other = *world;
    struct err err = {0};
    world_open(&other);
    add_database(&other, "East", "Default");
    world_ok(move(&other, "East", "South", &err), &err);
    set_member(&other, &entity_store, "South", "OnlineFunctionalityProfile", "Async");
    world_run(&other, "9999");
    world_ok(company_restart_csu(other.company, &err), &err);
    world_signup(&other, "South", "Kari", 1);
    assert_int_equal(world_counts(world).count[STATE_IN_CHANNEL], 1);
    assert_string_equal(line_of(world, "Kari1@example.com").store, "South");
    world_run(&other, "P-0001");
    world_ok(move(&other, "Default", "South", &err), &err);
    world_ok(delete_database(&other, "East", &err), &err);
    assert_int_equal(world_counts(world).channels_missing, 0);
    assert_int_equal(world->company->channel_count, 2);
    world_close(&other);
}

/* Its counter goes on behind what headquarters has, else its rows would be skipped (cause 38). */
static void a_file_made_again_counts_on(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE];
    struct err err = {0};
    for (int i = 0; i < 3; i++) world_signup(world, "Western", "Kari", i);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_close(world);
    path_of(world, "West", "", path, sizeof path);
    assert_int_equal(unlink(path), 0);
    world_open(world);
    world_ok(channel_file_create(world->company, "West", &err), &err);
    assert_int_equal(condition_of(world, "West").last, 3);
    world_run(world, "9999");
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_COMPLETE);
    world_signup(world, "Western", "Ola", 1);
    struct job_result result = world_run(world, "P-0001");
    assert_int_equal(result.status, BATCH_ENDED);
    assert_int_equal(result.rows, 1);
    world_check(world);
}

static void an_offline_database_has_no_file(void **state) {
    struct world *world = *state;
    struct channel_database rec = {.Name = "pos", .DataGroup = "Default", .DataStoreType = 1};
    struct err err = {0};
    world_ok(record_save(&entity_channel_database, world->company->hq, NULL, &rec, "kari", &err),
             &err);
    world_ok(channel_file_create(world->company, "pos", &err), &err);
    assert_false(has_file(world, "pos", ""));
    struct channel_condition condition = condition_of(world, "pos");
    assert_int_equal(condition.type, DATA_STORE_OFFLINE);
    assert_int_equal(condition.trouble.code, ERR_OK);
    world_ok(delete_database(world, "pos", &err), &err);
}

/* ---- deleting ----------------------------------------------------------------------------------------------------- */

static void a_database_with_stores_or_waiting_rows_stays(void **state) {
    struct world *world = *state;
    struct err err = {0};
    assert_int_equal(delete_database(world, "West", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_RECORD_IN_USE);
    assert_int_equal(delete_database(world, "Default", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_DATABASE_DEFAULT);
    world_ok(channel_store_remove(world->company, "West", "Western", &err), &err);
    /* Its copy still knows the store, so shoppers still come. */
    world_signup(world, "Western", "Kari", 1);
    assert_int_equal(delete_database(world, "West", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_DATABASE_WAITS);
    assert_int_equal(err.number, 1);
    assert_true(has_file(world, "West", ""));
    world_signup(world, "Western", "Ola", 1);
    world_run(world, "P-0001");
    world_ok(delete_database(world, "West", &err), &err);
    assert_false(has_file(world, "West", "") || has_file(world, "West", "-wal") ||
                 has_file(world, "West", "-shm"));
    assert_int_equal(world->company->channel_count, 1);
    assert_int_equal(line_of(world, "Ola1@example.com").state, STATE_UPLOADED);
    world_check(world);
}

/* Another process has the file open and its cache knows the store: what it writes now would be lost. */
static void nobody_signs_up_in_a_file_that_is_deleted(void **state) {
    struct world *world = *state, other = *world;
    struct err err = {0};
    struct signup in = world_person("Late", 1);
    struct signup_result result;
    struct storefront front;
    world_open(&other);
    world_ok(company_storefront(other.company, "Western", &front, &err), &err);
    world_ok(channel_store_remove(world->company, "West", "Western", &err), &err);
    world_ok(delete_database(world, "West", &err), &err);
    assert_int_not_equal(storefront_signup(&front, "Western", &in, &result, &err), ERR_OK);
    world_close(&other);
}

static void a_deletion_that_did_not_come_true_leaves_a_living_database(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct channel_database rec;
    world_ok(entity_channel_database.load(world->company->hq, "West", &rec, &err), &err);
    set_member(world, &entity_channel_database, "West", "UploadInterval", "5");
    world_exec(world->company->hq, "DELETE FROM RetailCDXDataStoreChannel WHERE Channel = 3");
    assert_int_equal(channel_database_delete(world->company, &rec, &err), ERR_CONFLICT);
    assert_int_equal(err.reason, REASON_RECORD_CHANGED);
    world_signup(world, "Western", "Kari", 1);
    /* Killed between the two steps: closed, and still there. A store makes it live again. */
    world_exec(company_find_channel(world->company, "West")->db,
               "CREATE TRIGGER DATABASEDELETED BEFORE INSERT ON RETAILASYNCCUSTOMER"
               " BEGIN SELECT RAISE(ABORT, 'deleted'); END");
    world_ok(move(world, "West", "Western", &err), &err);
    world_signup(world, "Western", "Kari", 2);
}

static void a_later_database_of_a_deleted_name_counts_on(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "Western", "Kari", 1);
    world_run(world, "P-0001");
    world_ok(channel_store_remove(world->company, "West", "Western", &err), &err);
    world_ok(delete_database(world, "West", &err), &err);
    add_database(world, "West", "Default");
    world_ok(move(world, "West", "Western", &err), &err);
    world_run(world, "9999");
    world_signup(world, "Western", "Ola", 1);
    assert_int_equal(world_run(world, "P-0001").rows, 1);
    world_check(world);
}

static void what_cannot_be_read_is_not_deleted(void **state) {
    struct world *world = *state;
    char path[COMPANY_PATH_SIZE];
    struct err err = {0};
    world_ok(channel_store_remove(world->company, "West", "Western", &err), &err);
    world_close(world);
    path_of(world, "West", "", path, sizeof path);
    assert_int_equal(truncate(path, 100), 0);
    world_open(world);
    assert_int_not_equal(delete_database(world, "West", &err), ERR_OK);
    assert_true(has_file(world, "West", ""));
    assert_int_equal(unlink(path), 0);
    world_ok(delete_database(world, "West", &err), &err);
    assert_int_equal(world->company->channel_count, 1);
}

/* ---- stores ------------------------------------------------------------------------------------------------------- */

static void a_store_leaves_nothing_that_waits(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Kari", 1);
    assert_int_equal(move(world, "West", "North", &err), ERR_REFUSED);
    assert_int_equal(err.reason, REASON_STORE_WAITS);
    assert_string_equal(err.value, "North");
    assert_string_equal(err.value2, "Default");
    assert_int_equal(err.number, 1);
    assert_int_equal(channel_store_remove(world->company, "Default", "North", &err), ERR_REFUSED);
    world_ok(move(world, "West", "South", &err), &err); /* waits for nothing */
    world_run(world, "P-0001");
    world_ok(move(world, "West", "North", &err), &err);
    assert_int_equal(channel_store_remove(world->company, "Default", "North", &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_STORE_ELSEWHERE);
}

/* In every state at once, and shoppers who come to the old database after the move. */
static void a_store_moves_with_all_its_customers(void **state) {
    struct world *world = *state;
    struct err err = {0};
    world_signup(world, "North", "Done", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    world_signup(world, "North", "Created", 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_signup(world, "North", "Uploaded", 1);
    world_run(world, "P-0001");
    world_ok(move(world, "West", "North", &err), &err);

    assert_string_equal(condition_of(world, "West").unknown, "North");
    /* Old copy, old cache: the shopper is served by the old database. */
    world_signup(world, "North", "Late", 1);
    assert_int_equal(condition_of(world, "Default").waiting, 1);
    assert_string_equal(line_of(world, "Late1@example.com").store, "North");
    assert_int_equal(line_of(world, "Late1@example.com").state, STATE_IN_CHANNEL);
    /* The new database knows nobody yet, and that is what is said. */
    assert_int_equal(line_of(world, "Done1@example.com").state, STATE_CREATED);
    struct state_counts counts = world_counts(world);
    assert_int_equal(counts.count[STATE_IN_CHANNEL], 1);
    assert_int_equal(counts.count[STATE_UPLOADED], 1);
    assert_int_equal(counts.count[STATE_CREATED], 2);

    world_run(world, "9999");
    assert_string_equal(condition_of(world, "West").unknown, "");
    assert_int_equal(line_of(world, "Done1@example.com").state, STATE_COMPLETE);
    assert_int_equal(line_of(world, "Created1@example.com").state, STATE_COMPLETE);
    /* Both know the store now, the old one by its cache: headquarters decides. */
    world_signup(world, "North", "New", 1);
    assert_int_equal(condition_of(world, "West").waiting, 1);
    assert_int_equal(condition_of(world, "Default").waiting, 1);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    world_run(world, "1010");
    static const char *const all[] = {"Done1@example.com", "Created1@example.com",
                                      "Uploaded1@example.com", "Late1@example.com",
                                      "New1@example.com"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(line_of(world, all[i]).state, STATE_COMPLETE);
    }
    assert_int_equal(world_counts(world).count[STATE_COMPLETE], 5);
    world_check(world);
}

/* Both databases count from one: a shopper's create there and edit here may have the same number. */
static void counters_of_two_databases_do_not_collide(void **state) {
    struct world *world = *state;
    world_exec(
        world->company->hq,
        "INSERT INTO RetailAsyncCustomer (CustAccountAsync, DataAreaId, CustName, Operation,"
        " StoreRecId, ReplicationCounterFromOrigin, ChannelDatabase, OperationTimestamp, "
        "UploadedDateTime)"
        " VALUES ('{00000000-0000-0000-0000-000000000001}', 'USRT', 'Kari', 1, 1, 7,"
        " 'Default', 0, 0), ('{00000000-0000-0000-0000-000000000001}', 'USRT', 'Kari', 2, 1, 7,"
        " 'West', 0, 0)");
    world_exec(world->company->hq, "DELETE FROM RetailAsyncCustomer");
}

/* ---- from nothing to an account ----------------------------------------------------------------------------------- */

static void a_third_database_is_set_up_and_used(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct data_group group = {.Name = "Stores", .ChannelSchema = "AX7"};
    static const char *const schedules[] = {"P-0001", "1010", "1070", "1090", "1110", "9999"};
    world_ok(record_save(&entity_data_group, world->company->hq, NULL, &group, "kari", &err), &err);
    add_database(world, "East", "Stores");
    world_ok(move(world, "East", "South", &err), &err);
    set_member(world, &entity_store, "South", "OnlineFunctionalityProfile", "Async");
    set_member(world, &entity_store, "South", "CustomerAddressBook", "");

    /* The group is on no schedule: nothing comes to the new database (cause 15). */
    world_run(world, "9999");
    struct company_channel *east = company_find_channel(world->company, "East");
    assert_int_equal(world_int(east->db, "SELECT count(*) FROM RETAILONLINECHANNELTABLE"), 0);
    for (size_t i = 0; i < sizeof schedules / sizeof *schedules; i++) {
        set_member(world, &entity_schedule, schedules[i], "DataGroups", "Default, Stores");
    }
    world_exec(world->company->hq, "INSERT INTO DirAddressBook (Name) VALUES ('South books')");
    set_member(world, &entity_store, "South", "CustomerAddressBook", "South books");
    world_run(world, "9999");
    east = company_find_channel(world->company, "East");
    assert_int_equal(world_int(east->db, "SELECT count(*) FROM RETAILONLINECHANNELTABLE"), 1);
    world_ok(company_restart_csu(world->company, &err), &err);

    struct signup_result result = world_signup(world, "South", "Kari", 1);
    assert_int_equal(result.mode, SIGNUP_ASYNC);
    assert_int_equal(condition_of(world, "East").waiting, 1);
    assert_int_equal(condition_of(world, "Default").waiting, 0);
    world_run(world, "P-0001");
    world_run(world, "sync-customers");
    int64_t before_default = known_in(world, "Default"), before_west = known_in(world, "West");
    world_run(world, "1010");
    assert_int_equal(known_in(world, "East"), 1);
    assert_int_equal(known_in(world, "Default"), before_default);
    assert_int_equal(known_in(world, "West"), before_west);
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_COMPLETE);
    world_check(world);
}

/* ---- causes ------------------------------------------------------------------------------------------------------- */

static int64_t sessions_of(struct world *world) {
    return world_int(world->company->hq, "SELECT count(*) FROM RetailCDXUploadSession"
                                         " WHERE DatabaseProfile = 'West' AND Status = 3");
}

static void cause_15_a_database_in_a_group_without_schedule(void **state) {
    struct world *world = *state;
    set_member(world, &entity_channel_database, "West", "DataGroup", "Legacy");
    world_signup(world, "Western", "Kari", 1);
    world_run(world, "P-0001");
    assert_int_equal(sessions_of(world), 0);
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_IN_CHANNEL);
    set_member(world, &entity_channel_database, "West", "DataGroup", "Default");
    world_run(world, "P-0001");
    assert_int_equal(sessions_of(world), 1);
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_UPLOADED);
}

static void cause_16_a_store_that_was_not_added(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct signup in = world_person("Kari", 1);
    struct signup_result result;
    world_ok(channel_store_remove(world->company, "West", "Western", &err), &err);
    world_run(world, "9999");
    world_ok(company_restart_csu(world->company, &err), &err);
    assert_int_equal(company_signup(world->company, "Western", &in, &result, &err), ERR_NOT_FOUND);
    assert_int_equal(err.reason, REASON_STORE_UNKNOWN_TO_CHANNEL);
    world_ok(move(world, "West", "Western", &err), &err);
    world_run(world, "9999");
    world_ok(company_signup(world->company, "Western", &in, &result, &err), &err);
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM RetailCDXDataStoreChannel"
                                                   " WHERE Channel = 3"),
                     1);
}

static void cause_17_a_paused_database(void **state) {
    struct world *world = *state;
    set_member(world, &entity_channel_database, "West", "PauseDataSync", "1");
    world_signup(world, "Western", "Kari", 1);
    assert_true(world_run(world, "P-0001").waiting);
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_IN_CHANNEL);
    set_member(world, &entity_channel_database, "West", "PauseDataSync", "0");
    world_run(world, "P-0001");
    assert_int_equal(sessions_of(world), 1);
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_UPLOADED);
}

static void cause_35_a_base_subjob_is_missing(void **state) {
    struct world *world = *state;
    struct err err = {0};
    struct scheduler_restored restored;
    world_exec(world->company->hq, "DELETE FROM RetailConnSchedulerSubjobTable"
                                   " WHERE SubjobId = 'RetailAsyncCustomer'");
    world_signup(world, "Western", "Kari", 1);
    world_run(world, "P-0001");
    assert_int_equal(world_int(world->company->hq, "SELECT count(*) FROM RetailAsyncCustomer"), 0);
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_IN_CHANNEL);
    world_ok(scheduler_initialize(world->company->hq, false, "kari", &restored, &err), &err);
    assert_true(restored.restored > 0);
    world_run(world, "P-0001");
    assert_int_equal(line_of(world, "Kari1@example.com").state, STATE_UPLOADED);
    world_check(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(a_new_database_gets_a_file_that_only_its_owner_reads),
        TEST(what_a_killed_creation_left_is_cleared),
        TEST(a_missing_and_a_damaged_file_stop_nobody_else),
        TEST(a_file_that_is_taken_away_is_noticed),
        TEST(what_another_process_makes_is_seen),
        TEST(a_file_made_again_counts_on),
        TEST(an_offline_database_has_no_file),
        TEST(a_database_with_stores_or_waiting_rows_stays),
        TEST(nobody_signs_up_in_a_file_that_is_deleted),
        TEST(a_deletion_that_did_not_come_true_leaves_a_living_database),
        TEST(a_later_database_of_a_deleted_name_counts_on),
        TEST(what_cannot_be_read_is_not_deleted),
        TEST(a_store_leaves_nothing_that_waits),
        TEST(a_store_moves_with_all_its_customers),
        TEST(counters_of_two_databases_do_not_collide),
        TEST(a_third_database_is_set_up_and_used),
        TEST(cause_15_a_database_in_a_group_without_schedule),
        TEST(cause_16_a_store_that_was_not_added),
        TEST(cause_17_a_paused_database),
        TEST(cause_35_a_base_subjob_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
