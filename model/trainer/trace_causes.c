/* SPDX-License-Identifier: MIT */
/*
 * What stops a record where it stands, what will stop it further on, and what else has to be known of it. Owns the
 * findings and the place where each is repaired; what one job lacks is trace_stage.c, what is wrong with the store
 * trace_store.c. Reads only; knows no words.
 */

#include "model/exchange/operation.h"
#include "model/trainer/trace_priv.h"

enum { IN_ADDRESS_BOOK, STORE_BOOKS, DEFAULT_ACCOUNT, RECEIVED, SIGNUP, SAME_EMAIL, LINKS };

/* SIGNUP and LINKS are a channel's, all others headquarters'. */
const char *const trace_causes_sql[] = {
    [IN_ADDRESS_BOOK] = "SELECT 1 FROM DirAddressBookParty b JOIN RetailStoreAddressBook s"
                        " ON s.AddressBook = b.AddressBook AND s.AddressBookType = 0"
                        " WHERE b.Party = ?1 AND s.StoreRecId = ?2",
    [STORE_BOOKS] = "SELECT count(*) FROM RetailStoreAddressBook"
                    " WHERE AddressBookType = 0 AND StoreRecId = ?1",
    [DEFAULT_ACCOUNT] = "SELECT DefaultCustAccount FROM RetailChannelTable WHERE RecId = ?1",
    [RECEIVED] = "SELECT " OPERATION_COLUMNS " FROM RetailAsyncCustomer WHERE RecId = ?1",
    [SIGNUP] = "SELECT 0, OPERATION, CUSTACCOUNTASYNC, RELATIONSHIPTYPE, FIRSTNAME, MIDDLENAME,"
               " LASTNAME, CUSTNAME, CUSTGROUP, CURRENCY, LANGUAGEID, EMAIL, PHONE, STREET,"
               " STREETNUMBER, ZIPCODE, CITY, COUNTY, STATE, COUNTRY, STORERECID, 0,"
               " REPLICATIONCOUNTERFROMORIGIN, DATAAREAID, CHANGEDATTRIBUTES, 0"
               " FROM RETAILASYNCCUSTOMER WHERE REPLICATIONCOUNTERFROMORIGIN = ?1",
    [SAME_EMAIL] = "SELECT count(*) FROM (SELECT 1 FROM DirPartyTable p CROSS JOIN CustTable c"
                   " ON c.Party = p.RecId WHERE p.PrimaryContactEmail = ?1"
                   " AND p.PrimaryContactEmail <> '' AND c.DataAreaId = ?2 LIMIT 100)",
    [LINKS] = "SELECT (SELECT count(*) FROM RETAILEXTERNALIDTOASYNCCUSTOMERMAP"
              "  WHERE ASYNCCUSTOMERACCOUNTNUMBER = ?1 AND ?1 <> '')"
              " + (SELECT count(*) FROM RETAILEXTERNALIDTOCUSTOMERMAP"
              "  WHERE CUSTOMERACCOUNTNUMBER = ?2 AND ?2 <> '')",
    NULL};

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int number;
} causes[] = {
#define X(cause, number) {#cause, number},
    TRACE_CAUSES(X)
#undef X
};

const char *trace_cause_name(enum trace_cause cause) {
    return causes[cause].name;
}

struct trace_finding *trace_add(struct trace_facts *facts, enum trace_cause cause,
                                const char *value, const char *value2) {
    struct trace *trace = facts->trace;
    struct trace_finding finding = {
        .cause = cause, .number = causes[cause].number, .ahead = facts->ahead};
    text_copy(finding.value, sizeof finding.value, value ? value : "");
    text_copy(finding.value2, sizeof finding.value2, value2 ? value2 : "");
    struct trace_finding *place = &facts->spare;
    bool is_new = trace->finding_count < TRACE_MAX_FINDINGS;
    for (int i = 0; is_new && i < trace->finding_count; i++) {
        const struct trace_finding *old = &trace->findings[i];
        is_new = old->cause != cause || strcmp(old->value, finding.value) != 0 ||
                 strcmp(old->value2, finding.value2) != 0;
    }
    if (is_new) place = &trace->findings[trace->finding_count++];
    *place = finding;
    return place;
}

void trace_repair_at(struct trace_finding *finding, const char *page, const char *key) {
    finding->page = page;
    text_copy(finding->key, sizeof finding->key, key ? key : "");
}

struct trace_key trace_key(int64_t number) {
    struct trace_key key;
    snprintf(key.text, sizeof key.text, "%lld", (long long)number);
    return key;
}

static bool has_finding(const struct trace *trace, enum trace_cause cause) {
    for (int i = 0; i < trace->finding_count; i++) {
        if (trace->findings[i].cause == cause) return true;
    }
    return false;
}

/* Told for information, and about what the store does next. */
static bool is_fault(const struct trace_finding *finding) {
    return finding->cause != TRACE_NORMAL && finding->cause != TRACE_HIDDEN &&
           finding->cause != TRACE_LINKED && finding->cause != TRACE_OTHER_COMPANY &&
           finding->cause < TRACE_EXPECTED_ASYNC;
}

bool trace_is_fault(const struct trace *trace) {
    for (int i = 0; i < trace->finding_count; i++) {
        const struct trace_finding *finding = &trace->findings[i];
        if ((i == 0 || finding->ahead) && is_fault(finding)) return true;
    }
    return false;
}

const struct trace_finding *trace_first_repair(const struct trace *trace) {
    for (int i = 0; i < trace->finding_count; i++) {
        if (trace->findings[i].page) return &trace->findings[i];
    }
    return NULL;
}

static enum err_code ask(struct db *db, int which, struct stmt **stmt, struct err *err) {
    *stmt = db_stmt(db, trace_causes_sql[which], err);
    return *stmt ? ERR_OK : db_error(db);
}

/* ---- the creation rule (causes 21 to 25, 28) ---------------------------------------------------------------------- */

int trace_number(const struct err *why) {
    switch ((int)why->reason) {
    case REASON_SEQUENCE_EXHAUSTED:
        return 21;
    case REASON_SEQUENCE_MANUAL:
        return 22;
    case REASON_SEQUENCE_STOPPED:
    case REASON_SEQUENCE_MISSING:
        return 23;
    case REASON_DEFAULT_CUSTOMER_UNKNOWN:
        return 24;
    case REASON_GROUP_UNKNOWN:
        return 25;
    default:
        return 28;
    }
}

/* The sign-up as the creation rule sees it, from where it is. */
static enum err_code read_signup(const struct trace_facts *facts, struct operation *operation,
                                 bool *found, struct err *err) {
    bool received = facts->operation > 0;
    struct stmt *stmt;
    *found = false;
    if (!received && (!facts->channel || !facts->channel->db)) return ERR_OK;
    enum err_code code = ask(received ? facts->company->hq : facts->channel->db,
                             received ? RECEIVED : SIGNUP, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 1, received ? facts->operation : facts->counter);
    code = stmt_step(stmt, found, err);
    if (code == ERR_OK && *found) operation_read(stmt, operation);
    stmt_reset(stmt);
    return code;
}

/* The group that is missing is the default customer's, unless the sign-up names it itself. */
static enum err_code repair_group(const struct trace_facts *facts,
                                  const struct operation *operation, struct trace_finding *finding,
                                  struct err *err) {
    char account[TEXT_SIZE(20)] = "";
    struct stmt *stmt;
    if (operation && operation->customer.CustGroup[0] != '\0') return ERR_OK;
    enum err_code code = ask(facts->company->hq, DEFAULT_ACCOUNT, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 1, facts->store_rec_id);
    code = stmt_value_text(stmt, account, sizeof account, NULL, err);
    if (code == ERR_OK) trace_repair_at(finding, "customers", account);
    return code;
}

enum err_code trace_repair_refusal(const struct trace_facts *facts,
                                   const struct operation *operation, struct trace_finding *finding,
                                   struct err *err) {
    const struct err *why = &finding->err;
    if (!operation)
        trace_repair_at(finding, "storefront-signup", NULL);
    else if (facts->operation > 0)
        trace_repair_at(finding, "customer-synchronization-status",
                        trace_key(facts->operation).text);
    else
        trace_repair_at(finding, "storefront-account", facts->trace->customer.async_account);
    switch ((int)why->reason) {
    case REASON_SEQUENCE_EXHAUSTED:
    case REASON_SEQUENCE_MANUAL:
    case REASON_SEQUENCE_STOPPED:
        trace_repair_at(finding, "number-sequences", why->value);
        break;
    case REASON_SEQUENCE_MISSING:
        trace_repair_at(finding, "accounts-receivable-parameters", NULL);
        break;
    case REASON_DEFAULT_CUSTOMER_UNKNOWN:
        trace_repair_at(finding, "online-stores", why->value2);
        break;
    case REASON_GROUP_UNKNOWN:
        return repair_group(facts, operation, finding, err);
    default:
        break;
    }
    return ERR_OK;
}

/* Does the rule take it as things are now? *why.code says so; ERR_OK also when there is nothing to ask about. */
static enum err_code check_rule(struct trace_facts *facts, struct operation *operation,
                                struct err *why, struct err *err) {
    bool found = false;
    *why = (struct err){0};
    enum err_code code = read_signup(facts, operation, &found, err);
    if (code != ERR_OK || !found) return code;
    code = customer_check(facts->company->hq, &operation->customer, why);
    bool refused = code == ERR_OK || code == ERR_INVALID || code == ERR_REFUSED ||
                   code == ERR_NOT_FOUND || code == ERR_CONFLICT;
    if (!refused && err) *err = *why;
    return refused ? ERR_OK : code;
}

static enum err_code add_refusal(struct trace_facts *facts, const struct operation *operation,
                                 const struct err *why, struct err *err) {
    struct trace_finding *finding = trace_add(facts, TRACE_REFUSED, NULL, NULL);
    finding->number = trace_number(why);
    finding->err = *why;
    return trace_repair_refusal(facts, operation, finding, err);
}

static enum err_code judge_failed_operation(struct trace_facts *facts, struct err *err) {
    struct operation operation = {0};
    struct err why;
    enum err_code code = check_rule(facts, &operation, &why, err);
    if (code != ERR_OK) return code;
    if (why.code != ERR_OK) return add_refusal(facts, &operation, &why, err);
    struct trace_finding *finding = trace_add(facts, TRACE_NOT_SYNCHRONIZED, NULL, NULL);
    finding->err = facts->trace->customer.error;
    trace_repair_at(finding, "customer-synchronization-status", trace_key(facts->operation).text);
    return ERR_OK;
}

/* ---- address books (cause 33) ------------------------------------------------------------------------------------- */

static enum err_code count_store_books(const struct trace_facts *facts, int64_t *books,
                                       struct err *err) {
    struct stmt *stmt;
    enum err_code code = ask(facts->company->hq, STORE_BOOKS, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_int(stmt, 1, facts->store_rec_id);
    return stmt_value_int(stmt, 0, books, err);
}

/* A store without a book: no customer can share one. Else the customer lacks it. */
static enum err_code judge_books(struct trace_facts *facts, struct err *err) {
    const struct customer_line *customer = &facts->trace->customer;
    struct stmt *stmt;
    int64_t shared = 0, books = 0;
    enum err_code code = count_store_books(facts, &books, err);
    if (code == ERR_OK && facts->customer_rec_id > 0) {
        code = ask(facts->company->hq, IN_ADDRESS_BOOK, &stmt, err);
        if (code != ERR_OK) return code;
        stmt_bind_int(stmt, 1, facts->party);
        stmt_bind_int(stmt, 2, facts->store_rec_id);
        code = stmt_value_int(stmt, 0, &shared, err);
    } else {
        shared = books; /* who is created for a store gets its books */
    }
    if (code != ERR_OK || shared) return code;
    trace_repair_at(trace_add(facts, TRACE_NO_ADDRESS_BOOK, customer->account, customer->store),
                    books ? "customers" : "online-stores",
                    books ? customer->account : customer->store);
    return ERR_OK;
}

/* ---- where it stands ---------------------------------------------------------------------------------------------- */

static enum err_code judge_download(struct trace_facts *facts, struct err *err) {
    const struct trace_stage stage = {.job = "1010",
                                      .since_ms = facts->created_ms,
                                      .channel = facts->home,
                                      .touches_channel = true};
    enum err_code code = facts->store_rec_id > 0 ? judge_books(facts, err) : ERR_OK;
    return code == ERR_OK ? trace_judge_stage(facts, &stage, err) : code;
}

static enum err_code judge_creation(struct trace_facts *facts, struct err *err) {
    const struct trace_stage stage = {.job = SCHEDULE_SYNC_JOB, .since_ms = facts->uploaded_ms};
    return trace_judge_stage(facts, &stage, err);
}

static enum err_code judge_upload(struct trace_facts *facts, struct err *err) {
    const struct trace_stage stage = {.job = "P-0001",
                                      .since_ms = facts->signed_up_ms,
                                      .channel = facts->channel,
                                      .touches_channel = true};
    return trace_judge_stage(facts, &stage, err);
}

static enum err_code judge_stop(struct trace_facts *facts, struct err *err) {
    switch (facts->trace->customer.state) {
    case STATE_IN_CHANNEL:
        return judge_upload(facts, err);
    case STATE_UPLOADED:
        return judge_creation(facts, err);
    case STATE_FAILED:
        return judge_failed_operation(facts, err);
    case STATE_CREATED:
        return judge_download(facts, err);
    case STATE_SYNC_CREATED:
        return facts->trace->stopped_at == HOP_RETURN ? judge_download(facts, err) : ERR_OK;
    case STATE_COMPLETE:
    case STATE_COUNT:
        break;
    }
    return ERR_OK;
}

/* ---- further on --------------------------------------------------------------------------------------------------- */

/* What is too long is told by the package that it stopped. */
static enum err_code judge_rule_ahead(struct trace_facts *facts, struct err *err) {
    struct operation operation = {0};
    struct err why;
    enum err_code code = check_rule(facts, &operation, &why, err);
    if (code != ERR_OK || why.code == ERR_OK) return code;
    if (why.reason == REASON_FIELD_TOO_LONG && has_finding(facts->trace, TRACE_PACKAGE_REFUSED))
        return ERR_OK;
    return add_refusal(facts, &operation, &why, err);
}

/* The same faults are met by every record on its way, so the user need not wait until this one meets them. */
enum err_code trace_judge_ahead(struct trace_facts *facts, struct err *err) {
    enum customer_state state = facts->trace->customer.state;
    bool created = facts->trace->found && state != STATE_IN_CHANNEL && state != STATE_UPLOADED &&
                   state != STATE_FAILED;
    enum err_code code = ERR_OK;
    if (created) return ERR_OK;
    facts->ahead = true;
    if (facts->trace->found && state != STATE_FAILED) code = judge_rule_ahead(facts, err);
    if (code == ERR_OK && (!facts->trace->found || state != STATE_UPLOADED))
        code = judge_creation(facts, err);
    if (code == ERR_OK) code = judge_download(facts, err);
    facts->ahead = false;
    return code;
}

/* ---- also to be known --------------------------------------------------------------------------------------------- */

/* Every identity but the one of the sign-up itself was linked (identity-record-linking.md). */
static enum err_code judge_links(struct trace_facts *facts, struct err *err) {
    const struct customer_line *customer = &facts->trace->customer;
    int64_t identities = 0, own = customer->store[0] != '\0';
    struct stmt *stmt;
    if (!facts->channel || !facts->channel->db) return ERR_OK;
    enum err_code code = ask(facts->channel->db, LINKS, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 1, customer->async_account);
    stmt_bind_text(stmt, 2, customer->account);
    code = stmt_value_int(stmt, 0, &identities, err);
    if (code != ERR_OK || identities <= own) return code;
    struct trace_finding *finding = trace_add(facts, TRACE_LINKED, customer->account, NULL);
    finding->count = identities - own;
    if (customer->account[0]) trace_repair_at(finding, "customers", customer->account);
    return ERR_OK;
}

static enum err_code judge_same_email(struct trace_facts *facts, struct err *err) {
    const char *email = facts->trace->customer.email;
    struct stmt *stmt;
    int64_t customers = 0;
    enum err_code code = ask(facts->company->hq, SAME_EMAIL, &stmt, err);
    if (code != ERR_OK) return code;
    stmt_bind_text(stmt, 1, email);
    stmt_bind_text(stmt, 2, facts->company->data_area);
    code = stmt_value_int(stmt, 0, &customers, err);
    if (code != ERR_OK || customers < 2) return code;
    struct trace_finding *finding = trace_add(facts, TRACE_SEVERAL_EMAIL, NULL, email);
    trace_repair_at(finding, "customers", NULL);
    text_copy(finding->filter, sizeof finding->filter, email);
    return ERR_OK;
}

/* ---- all of it ---------------------------------------------------------------------------------------------------- */

/* Nothing stops it: somebody looks in the wrong place. */
static void add_arrived(struct trace_facts *facts) {
    const char *account = facts->trace->customer.account;
    bool ours =
        facts->company_id[0] == '\0' || strcmp(facts->company_id, facts->company->data_area) == 0;
    if (ours)
        trace_repair_at(trace_add(facts, TRACE_HIDDEN, account, NULL), "customers", account);
    else
        trace_add(facts, TRACE_OTHER_COMPANY, account, facts->company_id);
}

static void mark_stop(struct trace *trace) {
    if (trace->stopped_at < 0) return;
    bool broken =
        trace->finding_count > 0 && !trace->findings[0].ahead && is_fault(&trace->findings[0]);
    trace->hops[trace->stopped_at].state = broken ? HOP_BROKEN : HOP_HERE;
}

enum err_code trace_judge(struct trace_facts *facts, struct err *err) {
    struct trace *trace = facts->trace;
    enum err_code code = judge_stop(facts, err);
    bool stopped = trace->finding_count > 0;
    mark_stop(trace);
    if (code == ERR_OK && !stopped) code = judge_links(facts, err);
    if (code == ERR_OK && !stopped) add_arrived(facts);
    if (code == ERR_OK) code = trace_judge_ahead(facts, err);
    if (code == ERR_OK && stopped) code = judge_links(facts, err);
    if (code == ERR_OK) code = judge_same_email(facts, err);
    if (code == ERR_OK && trace->customer.email[0])
        code = trace_judge_refusal(facts, trace->customer.email, trace->customer.at_ms, err);
    return code == ERR_OK ? trace_judge_store(facts, err) : code;
}
