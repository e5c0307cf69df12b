/* SPDX-License-Identifier: MIT */
/*
 * chq check: do the promises of the exchange hold (domain.md 5.9)? Reads everything, changes nothing. Works while others
 * write: a rule that compares two files takes the two pictures in the order in which only a real breach can show.
 */

#include "model/exchange/jobs.h"
#include "model/exchange/view.h"
#include "model/hq/lease.h"

enum {
    TOUCH_HQ,
    SESSION_IN_THE_MIDDLE,
    RUN_IN_THE_MIDDLE,
    RANGES_OVERLAP,
    RANGE_BEYOND_MARK,
    SESSION_SHORT_OF_MARK,
    IDENTITY_NOT_RECEIVED,
    TOUCH_CHANNEL,
    GUID_TWICE,
    FLAG_WITHOUT_ACCOUNT,
    CREATED_WITHOUT_CUSTOMER,
    STATUS_AGAINST_FLAG,
    OUT_OF_ORDER,
    CUSTOMER_WITHOUT_PARTY,
    ACCOUNT_TWICE,
    RECEIVED_TWICE,
    MARK_BELOW_RECEIVED,
    MARK_ABOVE_CHANNEL,
    NOT_RECEIVED,
    TWO_ENTRIES,
    SIGNED_UP_TWICE,
    UNKNOWN_TO_HQ,
    DOWNLOAD_MARK,
    SEQUENCE_GONE
};

/* Each answers a row per breach: an example of it. ?1: name of the channel database; ch is that database attached. */
const char *const check_sql[] = {
    [TOUCH_HQ] = "SELECT 1 FROM SysState",
    /* ?1: a job that nobody runs. A session that waits for its run is not in the middle. */
    [SESSION_IN_THE_MIDDLE] =
        "SELECT RecId FROM RetailCDXUploadSession WHERE JobId = ?1 AND Status IN (0, 1, 2)"
        " AND TryCount > 0 UNION ALL SELECT RecId FROM RetailCDXDownloadSession WHERE JobId = ?1"
        " AND Status IN (0, 2, 3)",
    [RUN_IN_THE_MIDDLE] = "SELECT RecId FROM BatchJobHistory WHERE JobId = ?1 AND Status = 2",
    [RANGES_OVERLAP] =
        "SELECT Session FROM (SELECT RecId AS Session, FromCounter, lag(ToCounter) OVER"
        " (PARTITION BY DatabaseProfile ORDER BY ToCounter, RecId) AS Before"
        " FROM RetailCDXUploadSession WHERE Status = 3 AND ToCounter > FromCounter)"
        " WHERE FromCounter < Before",
    [RANGE_BEYOND_MARK] =
        "SELECT s.RecId FROM RetailCDXUploadSession s WHERE s.Status = 3 AND s.ToCounter >"
        " ifnull((SELECT m.ReplicationCounter FROM RetailCDXUploadMark m WHERE m.DatabaseProfile ="
        " s.DatabaseProfile AND m.TableName = 'RetailAsyncCustomer'), 0)",
    /* The newest one stays as long as its database is there (model/hq/session_admin.h). */
    [SESSION_SHORT_OF_MARK] =
        "SELECT s.RecId FROM RetailCDXUploadMark m JOIN RetailCDXUploadSession s ON s.RecId ="
        " (SELECT max(n.RecId) FROM RetailCDXUploadSession n"
        "  WHERE n.DatabaseProfile = m.DatabaseProfile)"
        " WHERE m.TableName = 'RetailAsyncCustomer' AND s.Status = 3 AND s.ToCounter > 0"
        " AND s.ToCounter <> m.ReplicationCounter",
    [IDENTITY_NOT_RECEIVED] =
        "SELECT i.EXTERNALIDENTITYID FROM RetailCDXUploadMark m"
        " JOIN ch.RETAILEXTERNALIDTOASYNCCUSTOMERMAP i"
        " ON i.REPLICATIONCOUNTERFROMORIGIN <= m.ReplicationCounter"
        " WHERE m.DatabaseProfile = ?1 AND m.TableName = 'RetailExternalIdToAsyncCustomerMap'"
        " AND NOT EXISTS (SELECT 1 FROM RetailExternalIdToAsyncCustomerMap a"
        "  WHERE a.ExternalIdentityId = i.EXTERNALIDENTITYID AND a.ProviderId = i.PROVIDERID)"
        " AND NOT EXISTS (SELECT 1 FROM RetailExternalIdToCustomerMap c"
        "  WHERE c.ExternalIdentityId = i.EXTERNALIDENTITYID AND c.ProviderId = i.PROVIDERID)",
    [TOUCH_CHANNEL] = "SELECT 1 FROM ch.CSUSTATE",
    [GUID_TWICE] = "SELECT CustAccountAsync FROM RetailCustTable WHERE CustAccountAsync <> ''"
                   " GROUP BY CustAccountAsync HAVING count(*) > 1",
    [FLAG_WITHOUT_ACCOUNT] = "SELECT CustAccountAsync FROM RetailAsyncCustomer"
                             " WHERE OnlineCustCreated <> (CustAccount <> '')",
    [CREATED_WITHOUT_CUSTOMER] =
        "SELECT a.CustAccountAsync FROM RetailAsyncCustomer a WHERE a.OnlineCustCreated = 1"
        " AND NOT EXISTS (SELECT 1 FROM RetailCustTable r JOIN CustTable c ON c.RecId = r.RecId"
        " WHERE r.CustAccountAsync = a.CustAccountAsync AND r.CustAccountAsync <> ''"
        " AND c.AccountNum = a.CustAccount)",
    [STATUS_AGAINST_FLAG] = "SELECT CustAccountAsync FROM RetailAsyncCustomer"
                            " WHERE OnlineCustCreated <> (SyncStatus = 1)",
    /* A later operation of a shopper waits for the earlier ones. */
    [OUT_OF_ORDER] =
        "SELECT a.CustAccountAsync FROM RetailAsyncCustomer a WHERE a.OnlineCustCreated = 0"
        " AND EXISTS (SELECT 1 FROM RetailAsyncCustomer b"
        " WHERE b.CustAccountAsync = a.CustAccountAsync AND b.DataAreaId = a.DataAreaId"
        " AND b.ReplicationCounterFromOrigin > a.ReplicationCounterFromOrigin"
        " AND b.OnlineCustCreated = 1)",
    [CUSTOMER_WITHOUT_PARTY] =
        "SELECT c.AccountNum FROM CustTable c WHERE NOT EXISTS (SELECT 1 FROM DirPartyTable p"
        " WHERE p.RecId = c.Party) OR NOT EXISTS (SELECT 1 FROM RetailCustTable r"
        " WHERE r.RecId = c.RecId)",
    [ACCOUNT_TWICE] = "SELECT AccountNum FROM CustTable GROUP BY DataAreaId, AccountNum"
                      " HAVING count(*) > 1",
    [RECEIVED_TWICE] = "SELECT ReplicationCounterFromOrigin FROM RetailAsyncCustomer"
                       " GROUP BY ChannelDatabase, ReplicationCounterFromOrigin"
                       " HAVING count(*) > 1",
    [MARK_BELOW_RECEIVED] =
        "SELECT a.ChannelDatabase FROM RetailAsyncCustomer a LEFT JOIN RetailCDXUploadMark m"
        " ON m.DatabaseProfile = a.ChannelDatabase AND m.TableName = 'RetailAsyncCustomer'"
        " GROUP BY a.ChannelDatabase"
        " HAVING max(a.ReplicationCounterFromOrigin) > ifnull(max(m.ReplicationCounter), 0)",
    [MARK_ABOVE_CHANNEL] =
        "SELECT m.ReplicationCounter FROM RetailCDXUploadMark m"
        " WHERE m.DatabaseProfile = ?1 AND m.TableName = 'RetailAsyncCustomer'"
        " AND m.ReplicationCounter > ifnull((SELECT max(REPLICATIONCOUNTERFROMORIGIN)"
        " FROM ch.RETAILASYNCCUSTOMER), 0)"
        " AND m.ReplicationCounter > ifnull((SELECT seq FROM ch.sqlite_sequence"
        " WHERE name = 'RETAILASYNCCUSTOMER'), 0)",
    [NOT_RECEIVED] =
        "SELECT r.CUSTACCOUNTASYNC FROM RetailCDXUploadMark m JOIN ch.RETAILASYNCCUSTOMER r"
        " ON r.REPLICATIONCOUNTERFROMORIGIN <= m.ReplicationCounter"
        " WHERE m.DatabaseProfile = ?1 AND m.TableName = 'RetailAsyncCustomer'"
        " AND NOT EXISTS (SELECT 1 FROM RetailAsyncCustomer a"
        " WHERE a.CustAccountAsync = r.CUSTACCOUNTASYNC AND a.DataAreaId = r.DATAAREAID"
        " AND a.ReplicationCounterFromOrigin = r.REPLICATIONCOUNTERFROMORIGIN)",
    [TWO_ENTRIES] = "SELECT CUSTACCOUNTASYNC FROM ch.RETAILCUSTTABLE WHERE CUSTACCOUNTASYNC <> ''"
                    " GROUP BY CUSTACCOUNTASYNC HAVING count(*) > 1",
    [SIGNED_UP_TWICE] = "SELECT CUSTACCOUNTASYNC FROM ch.RETAILASYNCCUSTOMER WHERE OPERATION = 1"
                        " GROUP BY CUSTACCOUNTASYNC HAVING count(*) > 1",
    [UNKNOWN_TO_HQ] =
        /* One that was deleted stays in the channel until 1010 has said so. */
    "SELECT k.ACCOUNTNUM FROM ch.CUSTTABLE k WHERE NOT EXISTS (SELECT 1 FROM CustTable c"
    " WHERE c.RecId = k.RECID AND c.AccountNum = k.ACCOUNTNUM) AND NOT EXISTS"
    " (SELECT 1 FROM CustTableDeleted d WHERE d.RecId = k.RECID AND d.RowVersion >"
    " ifnull((SELECT m.ROWVERSION FROM ch.CDXDOWNLOADMARK m WHERE m.JOBID = '1010'), 0))",
    [DOWNLOAD_MARK] = "SELECT d.ROWVERSION FROM ch.CDXDOWNLOADMARK d WHERE d.JOBID = '1010'"
                      " AND d.ROWVERSION > max(ifnull((SELECT max(RowVersion) FROM CustTable), 0),"
                      " ifnull((SELECT max(RowVersion) FROM CustTableDeleted), 0))",
    [SEQUENCE_GONE] =
        "SELECT u.Code FROM (SELECT NumberSequence AS Code FROM NumberSequenceReference"
        " UNION SELECT CustAccountNumSeq FROM CustGroup) u WHERE u.Code <> ''"
        " AND NOT EXISTS (SELECT 1 FROM NumberSequenceTable n"
        "  WHERE n.NumberSequence = u.Code COLLATE NOCASE)",
    NULL};

struct check {
    struct company *company;
    void (*broken)(void *ctx, const char *invariant, int64_t rows, const char *example);
    void *ctx;
};

static enum err_code judge(const struct check *check, int which, const char *invariant,
                           const char *bound, struct err *err) {
    char example[128] = "";
    int64_t rows = 0;
    struct stmt *stmt = db_stmt(check->company->hq, check_sql[which], err);
    if (!stmt) return db_error(check->company->hq);
    if (bound && stmt_parameter(stmt, "?1")) stmt_bind_text(stmt, 1, bound);
    bool row;
    enum err_code code;
    while ((code = stmt_step(stmt, &row, err)) == ERR_OK && row) {
        if (rows++ == 0) text_copy(example, sizeof example, stmt_text(stmt, 0));
    }
    if (code == ERR_OK && rows > 0) check->broken(check->ctx, invariant, rows, example);
    return code;
}

struct rule {
    int query;
    const char *invariant;
};

static enum err_code judge_all(const struct check *check, const struct rule *rules,
                               const char *bound, struct err *err) {
    enum err_code code = ERR_OK;
    for (; code == ERR_OK && rules->invariant; rules++) {
        code = judge(check, rules->query, rules->invariant, bound, err);
    }
    return code;
}

/* ---- headquarters alone ----------------------------------------------------------------------------------------- */

/* A process that died in the middle left its run and its session open; the next run of the job takes them over. */
static enum err_code judge_runs(const struct check *check, struct err *err) {
    static const struct rule rules[] = {{SESSION_IN_THE_MIDDLE, "session-has-its-run"},
                                        {RUN_IN_THE_MIDDLE, "run-has-its-process"},
                                        {0, NULL}};
    enum err_code code = ERR_OK;
    for (const struct exchange_job *job = exchange_jobs; code == ERR_OK && job->id; job++) {
        char lease[LEASE_NAME_SIZE], holder[LEASE_HOLDER_SIZE];
        snprintf(lease, sizeof lease, "job:%s", job->id);
        code = lease_holder(check->company->hq, lease, holder, NULL, err);
        if (code == ERR_OK && holder[0] == '\0') code = judge_all(check, rules, job->id, err);
    }
    return code;
}

static enum err_code judge_hq(const struct check *check, struct err *err) {
    static const struct rule rules[] = {{GUID_TWICE, "one-customer-per-guid"},
                                        {FLAG_WITHOUT_ACCOUNT, "flag-means-account"},
                                        {CREATED_WITHOUT_CUSTOMER, "created-means-customer"},
                                        {STATUS_AGAINST_FLAG, "status-matches-flag"},
                                        {OUT_OF_ORDER, "operations-in-order"},
                                        {CUSTOMER_WITHOUT_PARTY, "customer-is-whole"},
                                        {ACCOUNT_TWICE, "accounts-distinct"},
                                        {RECEIVED_TWICE, "received-once"},
                                        {MARK_BELOW_RECEIVED, "mark-covers-received"},
                                        {RANGES_OVERLAP, "sessions-do-not-overlap"},
                                        {RANGE_BEYOND_MARK, "mark-covers-sessions"},
                                        {SESSION_SHORT_OF_MARK, "newest-session-ends-at-mark"},
                                        {SEQUENCE_GONE, "sequence-exists"},
                                        {0, NULL}};
    enum err_code code = db_begin_read(check->company->hq, err);
    if (code != ERR_OK) return code;
    code = judge_all(check, rules, NULL, err);
    if (code == ERR_OK) code = judge_runs(check, err);
    db_rollback(check->company->hq);
    return code;
}

/* ---- headquarters and a channel --------------------------------------------------------------------------------- */

static enum err_code touch(struct db *hq, int which, struct err *err) {
    int64_t ignored;
    struct stmt *stmt = db_stmt(hq, check_sql[which], err);
    return stmt ? stmt_value_int(stmt, 0, &ignored, err) : db_error(hq);
}

/* One picture of both files, the one of `first` being the older. */
static enum err_code judge_pair(const struct check *check, int first, const struct rule *rules,
                                const char *channel, struct err *err) {
    struct db *hq = check->company->hq;
    enum err_code code = db_begin_read(hq, err);
    if (code != ERR_OK) return code;
    code = touch(hq, first, err);
    if (code == ERR_OK) code = touch(hq, first == TOUCH_HQ ? TOUCH_CHANNEL : TOUCH_HQ, err);
    if (code == ERR_OK) code = judge_all(check, rules, channel, err);
    db_rollback(hq);
    return code;
}

static enum err_code judge_channel(const struct check *check, const struct company_channel *channel,
                                   struct err *err) {
    static const struct rule upwards[] = {{MARK_ABOVE_CHANNEL, "mark-within-channel"},
                                          {NOT_RECEIVED, "received-is-complete"},
                                          {IDENTITY_NOT_RECEIVED, "identities-received"},
                                          {0, NULL}};
    static const struct rule downwards[] = {{TWO_ENTRIES, "one-entry-per-person"},
                                            {SIGNED_UP_TWICE, "one-sign-up-per-guid"},
                                            {UNKNOWN_TO_HQ, "channel-knows-only-customers"},
                                            {DOWNLOAD_MARK, "download-mark-within-hq"},
                                            {0, NULL}};
    struct db *hq = check->company->hq;
    enum err_code code = db_attach_reader(hq, channel->path, "ch", err);
    if (code != ERR_OK) return code;
    code = judge_pair(check, TOUCH_HQ, upwards, channel->name, err);
    if (code == ERR_OK) code = judge_pair(check, TOUCH_CHANNEL, downwards, channel->name, err);
    enum err_code detached = db_detach(hq, "ch", code == ERR_OK ? err : NULL);
    return code == ERR_OK ? detached : code;
}

/* A damaged file is a breach like any other: the others are still looked at. */
static enum err_code judge_file(const struct check *check, struct db *db, bool *intact,
                                struct err *err) {
    struct err why = {0};
    enum err_code code = db_check(db, &why);
    *intact = code == ERR_OK;
    if (code == ERR_OK) return ERR_OK;
    if (why.reason == REASON_FILE_DAMAGED) {
        char example[COMPANY_PATH_SIZE + sizeof why.detail];
        snprintf(example, sizeof example, "%s: %s", db_path(db), why.detail);
        check->broken(check->ctx, "file-intact", 1, example);
        return ERR_OK;
    }
    if (err) *err = why;
    return code;
}

enum err_code company_check(struct company *company,
                            void (*broken)(void *ctx, const char *invariant, int64_t rows,
                                           const char *example),
                            void *ctx, struct err *err) {
    const struct check check = {.company = company, .broken = broken, .ctx = ctx};
    bool intact;
    enum err_code code = judge_file(&check, company->hq, &intact, err);
    if (code != ERR_OK || !intact) return code;
    code = judge_hq(&check, err);
    for (int i = 0; code == ERR_OK && i < company->channel_count; i++) {
        const struct company_channel *channel = &company->channels[i];
        if (!channel->db) {
            broken(ctx, "channel-readable", 1, channel->name);
            continue;
        }
        code = judge_file(&check, channel->db, &intact, err);
        if (code == ERR_OK && intact) code = judge_channel(&check, channel, err);
    }
    return code;
}
