/* SPDX-License-Identifier: MIT */
/*
 * Every statement of the model can be prepared against fresh databases, and no array of statements is forgotten here.
 * Those of the exchange have the other database attached, as they run.
 */

#include "support/exchange.h"

enum home { HEADQUARTERS, CHANNEL, EITHER };

#define ARRAYS(X)                                                                                  \
    X(db_sql, EITHER)                                                                              \
    X(db_file_sql, EITHER)                                                                         \
    X(record_sql, HEADQUARTERS)                                                                    \
    X(audit_sql, HEADQUARTERS)                                                                     \
    X(async_operation_sql, HEADQUARTERS)                                                           \
    X(batch_sql, HEADQUARTERS)                                                                     \
    X(batch_run_sql, HEADQUARTERS)                                                                 \
    X(customer_sql, HEADQUARTERS)                                                                  \
    X(customer_change_sql, HEADQUARTERS)                                                           \
    X(failure_cause_sql, HEADQUARTERS)                                                             \
    X(customer_rules_sql, HEADQUARTERS)                                                            \
    X(customer_edit_sql, HEADQUARTERS)                                                             \
    X(customer_group_sql, HEADQUARTERS)                                                            \
    X(address_book_sql, HEADQUARTERS)                                                              \
    X(feature_sql, HEADQUARTERS)                                                                   \
    X(operation_sql, HEADQUARTERS)                                                                 \
    X(operations_sql, HEADQUARTERS)                                                                \
    X(parameters_sql, HEADQUARTERS)                                                                \
    X(customer_create_sql, HEADQUARTERS)                                                           \
    X(customer_follow_sql, HEADQUARTERS)                                                           \
    X(lease_sql, HEADQUARTERS)                                                                     \
    X(lookup_sql, HEADQUARTERS)                                                                    \
    X(company_sql, HEADQUARTERS)                                                                   \
    X(numberseq_sql, HEADQUARTERS)                                                                 \
    X(account_number_sql, HEADQUARTERS)                                                            \
    X(number_reference_sql, HEADQUARTERS)                                                          \
    X(operation_list_sql, HEADQUARTERS)                                                            \
    X(profile_sql, HEADQUARTERS)                                                                   \
    X(schedule_sql, HEADQUARTERS)                                                                  \
    X(servicing_sql, HEADQUARTERS)                                                                 \
    X(session_admin_sql, HEADQUARTERS)                                                             \
    X(sessions_sql, HEADQUARTERS)                                                                  \
    X(channel_database_sql, HEADQUARTERS)                                                          \
    X(scheduler_sql, HEADQUARTERS)                                                                 \
    X(scheduler_base_sql, HEADQUARTERS)                                                            \
    X(store_sql, HEADQUARTERS)                                                                     \
    X(traffic_sql, HEADQUARTERS)                                                                   \
    X(async_client_sql, CHANNEL)                                                                   \
    X(config_sql, CHANNEL)                                                                         \
    X(storefront_sql, CHANNEL)                                                                     \
    X(signup_log_sql, CHANNEL)                                                                     \
    X(storefront_edit_sql, CHANNEL)                                                                \
    X(check_sql, EITHER)                                                                           \
    X(channel_files_sql, EITHER)                                                                   \
    X(company_files_sql, HEADQUARTERS)                                                             \
    X(exchange_company_sql, EITHER)                                                                \
    X(customer_lines_sql, EITHER)                                                                  \
    X(customer_sync_sql, HEADQUARTERS)                                                             \
    X(download_sql, EITHER)                                                                        \
    X(download_apply_sql, CHANNEL)                                                                 \
    X(jobs_sql, HEADQUARTERS)                                                                      \
    X(operation_apply_sql, HEADQUARTERS)                                                           \
    X(reseed_sql, CHANNEL)                                                                         \
    X(rts_sql, HEADQUARTERS)                                                                       \
    X(states_sql, EITHER)                                                                          \
    X(support_sql, EITHER)                                                                         \
    X(extension_sql, EITHER)                                                                       \
    X(upload_sql, EITHER)                                                                          \
    X(view_sql, EITHER)                                                                            \
    X(health_sql, EITHER)                                                                          \
    X(guide_session_sql, EITHER)                                                                   \
    X(trace_sql, EITHER)                                                                           \
    X(trace_causes_sql, EITHER)                                                                    \
    X(trace_store_sql, EITHER)                                                                     \
    X(trace_stage_sql, EITHER)                                                                     \
    X(trace_nobody_sql, EITHER)

#define X(array, home) extern const char *const array[];
ARRAYS(X)
#undef X

static const struct {
    const char *name;
    const char *const *statements;
    enum home home;
} arrays[] = {
#define X(array, where) {#array, array, where},
    ARRAYS(X)
#undef X
};

static bool prepares(struct db *db, const char *sql, struct err *err) {
    return db_stmt(db, sql, err) != NULL;
}

static void every_statement_can_be_prepared(void **state) {
    (void)state;
    struct world world;
    struct err err = {0};
    world_init(&world, 1);
    struct db *hq = world.company->hq, *channel = world.company->channels[0].db;
    world_ok(db_attach_reader(hq, world.company->channels[0].path, "ch", &err), &err);
    world_ok(db_attach_reader(channel, db_path(hq), "hq", &err), &err);
    int bad = 0;
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        for (int n = 0; arrays[i].statements[n]; n++) {
            const char *sql = arrays[i].statements[n];
            bool good = (arrays[i].home != CHANNEL && prepares(hq, sql, &err)) ||
                        (arrays[i].home != HEADQUARTERS && prepares(channel, sql, &err));
            if (good) continue;
            bad++;
            print_error("%s[%d]: %s\n  %s\n", arrays[i].name, n, err.detail, sql);
        }
        assert_non_null(arrays[i].statements[0]);
    }
    assert_int_equal(bad, 0);
    world_release(&world);
}

static bool is_listed(const char *name) {
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        if (strcmp(arrays[i].name, name) == 0) return true;
    }
    return false;
}

static void every_array_is_listed(void **state) {
    (void)state;
    char command[600], name[128];
    const char *root = getenv("CHQ_SOURCE_DIR");
    if (!root) skip();
    snprintf(command, sizeof command,
             "cd '%s' && grep -rhoE 'const char \\*const [a-z_]+_sql\\[' model tui cli"
             " --include='*.c' | sed 's/.*const //; s/\\[//'",
             root);
    FILE *found = popen(command, "r");
    assert_non_null(found);
    int count = 0;
    while (fgets(name, sizeof name, found)) {
        name[strcspn(name, "\n")] = '\0';
        if (!is_listed(name)) fail_msg("%s is not listed in tests/unit/test_sql.c", name);
        count++;
    }
    assert_int_equal(pclose(found), 0);
    assert_int_equal(count, sizeof arrays / sizeof arrays[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_can_be_prepared),
        cmocka_unit_test(every_array_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
