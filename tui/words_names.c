/* SPDX-License-Identifier: MIT */
/*
 * Names of what the model only numbers or keys: records and their fields, choices, states, jobs, statuses, invariants,
 * settings. Labels are those of glossary.tsv. Knows no terminal, no page and no verb.
 */

#include "tui/words.h"

#include <strings.h>

#include "model/clock.h"
#include "model/hq/customer.h"
#include "model/text.h"
#include "tui/i18n.h"

struct name {
    const char *key, *text;
};

static const char *find_name(const struct name *names, const char *key, const char *otherwise) {
    for (; names->key; names++) {
        if (strcmp(names->key, key) == 0) return _(names->text);
    }
    return otherwise;
}

/* ---- records ----------------------------------------------------------------------------------------------- */

static const struct name entities[] = {
    {"profile", N_("functionality profile")},
    {"support-request", N_("support request")},
    {"pos-profile", N_("POS functionality profile")},
    {"store", N_("online store")},
    {"customer", N_("customer")},
    {"signup", N_("sign-up")},
    {"async-operation", N_("operation")},
    {"customer-group", N_("customer group")},
    {"address-book", N_("address book")},
    {"feature", N_("feature")},
    {"pos-operation", N_("POS operation")},
    {"shared-parameter", N_("configuration parameter")},
    {"scheduler-parameters", N_("Commerce scheduler parameters")},
    {"number-sequence", N_("number sequence")},
    {"schedule", N_("distribution schedule")},
    {"batch-job", N_("batch job")},
    {"channel-database", N_("channel database")},
    {"data-group", N_("channel database group")},
    {"channel-schema", N_("commerce channel schema")},
    {"scheduler-job", N_("scheduler job")},
    {"scheduler-subjob", N_("scheduler subjob")},
    {"number-reference", N_("reference")},
    {"session", N_("session")},
    {"upload-session", N_("upload session")},
    {"download-session", N_("download session")},
    {NULL, NULL},
};

static const struct name profile_labels[] = {
    {"profileId", N_("Profile")},
    {"name", N_("Description")},
    {"aggregateItems", N_("Aggregate products")},
    {"CreateAsyncCustomers", N_("Create customer in async mode")},
    {"RetailCheckoutAllowNoPayment", N_("Allow checkout with no payments")},
    {NULL, NULL},
};

static const struct name store_labels[] = {
    {"RetailChannelId", N_("Retail channel ID")},
    {"Name", N_("Name")},
    {"inventLocationDataAreaId", N_("Legal entity")},
    {"inventLocation", N_("Warehouse")},
    {"ChannelTimeZone", N_("Store time zone")},
    {"Currency", N_("Currency")},
    {"DefaultCustAccount", N_("Default customer")},
    {"CustomerAddressBook", N_("Customer address book")},
    {"OnlineFunctionalityProfile", N_("Functionality profile")},
    {"EventNotificationProfileId", N_("Email notification profile")},
    {"OnlineCatalogName", N_("Online catalog name")},
    {"TransactionServiceProfile", N_("Real-time service profile")},
    {"PriceIncludesSalesTax", N_("Prices include sales tax")},
    {"PublishStatus", N_("Publish status")},
    {"Languages", N_("Languages")},
    {"ChannelDatabase", N_("Channel database")},
    {NULL, NULL},
};

static const struct name customer_labels[] = {
    {"Type", N_("Type")},
    {"AccountNum", N_("Customer account")},
    {"FirstName", N_("First name")},
    {"MiddleName", N_("Middle name")},
    {"LastName", N_("Last name")},
    {"Name", N_("Name")},
    {"CustGroup", N_("Customer group")},
    {"Currency", N_("Currency")},
    {"LanguageId", N_("Language")},
    {"AddressBookNames", N_("Address books")},
    {"Blocked", N_("Invoicing and delivery on hold")},
    {"CreditMax", N_("Credit limit")},
    {"InvoiceAccount", N_("Invoice account")},
    {"receiptOption", N_("Receipt option")},
    {"receiptEmail", N_("Receipt email")},
    {"CustAccountAsync", N_("Async customer account")},
    {"Email", N_("Email")},
    {"Phone", N_("Phone")},
    {"Purpose", N_("Purpose")},
    {"CountryRegionId", N_("Country/region")},
    {"ZipCode", N_("ZIP/postal code")},
    {"Street", N_("Street")},
    {"StreetNumber", N_("Street number")},
    {"City", N_("City")},
    {"State", N_("State")},
    {"County", N_("County")},
    {"InventSiteId", N_("Site")},
    {"InventLocation", N_("Warehouse")},
    {"CreatedBy", N_("Created by")},
    {"CreatedDateTime", N_("Created")},
    {"Store", N_("Online store")},
    {"DataAreaId", N_("Legal entity")},
    {NULL, NULL},
};

static const struct name signup_labels[] = {
    {"FirstName", N_("First name")},
    {"MiddleName", N_("Middle name")},
    {"LastName", N_("Last name")},
    {"Email", N_("Email")},
    {"Phone", N_("Phone")},
    {"Country", N_("Country/region")},
    {"ZipCode", N_("ZIP/postal code")},
    {"Street", N_("Street")},
    {"StreetNumber", N_("Street number")},
    {"City", N_("City")},
    {"County", N_("County")},
    {"State", N_("State")},
    {"LanguageId", N_("Language")},
    {NULL, NULL},
};

static const struct name async_operation_labels[] = {
    {"Number", N_("Operation number")},
    {"ChannelName", N_("Channel name")},
    {"CustAccount", N_("Customer account")},
    {"CustAccountAsync", N_("Async customer account")},
    {"OperationTimestamp", N_("Operations timestamp")},
    {"SyncStatus", N_("Customer sync status")},
    {"Operation", N_("Retail async operation")},
    {"LastError", N_("Last known error")},
    {"Store", N_("Online store")},
    {"UploadedDateTime", NC_("session", "Uploaded")},
    {"SyncDateTime", N_("Last attempt")},
    {"AttemptCount", N_("Attempts")},
    {"ChangedAttributes", N_("Changed attributes")},
    {"CustName", N_("Name")},
    {"FirstName", N_("First name")},
    {"MiddleName", N_("Middle name")},
    {"LastName", N_("Last name")},
    {"Email", N_("Email")},
    {"Phone", N_("Phone")},
    {"Country", N_("Country/region")},
    {"ZipCode", N_("ZIP/postal code")},
    {"Street", N_("Street")},
    {"StreetNumber", N_("Street number")},
    {"City", N_("City")},
    {"County", N_("County")},
    {"State", N_("State")},
    {"CustGroup", N_("Customer group")},
    {"Currency", N_("Currency")},
    {"LanguageId", N_("Language")},
    {NULL, NULL},
};

static const struct name number_sequence_labels[] = {
    {"NumberSequence", N_("Number sequence code")},
    {"Txt", N_("Number sequence name")},
    {"Scope", N_("Scope")},
    {"Format", N_("Format")},
    {"Lowest", N_("Smallest")},
    {"Highest", N_("Largest")},
    {"NextRec", N_("Next")},
    {"Manual", N_("Manual")},
    {"Continuous", N_("Continuous")},
    {"Blocked", N_("Stopped")},
    {"FetchAhead", N_("Preallocation")},
    {"FetchAheadQty", N_("Quantity of numbers")},
    {NULL, NULL},
};

static const struct name schedule_labels[] = {
    {"Name", N_("Name")},
    {"Description", N_("Description")},
    {"IsUpload", N_("Data exchange type")},
    {"Active", N_("Active")},
    {"DataGroups", N_("Channel database groups")},
    {"Jobs", N_("Jobs")},
    {"DisabledJobs", N_("Disabled jobs")},
    {NULL, NULL},
};

static const struct name channel_database_labels[] = {
    {"Name", N_("Channel database ID")},
    {"DataGroup", N_("Channel database group")},
    {"DataStoreType", N_("Type")},
    {"UploadInterval", N_("Upload interval (minutes)")},
    {"DownloadInterval", N_("Download interval (minutes)")},
    {"PauseDataSync", N_("Pause data sync")},
    {"DataWritingBatchJob", N_("Batch job ID")},
    {"LastConnection", N_("Last connection")},
    {"Stores", N_("Online stores")},
    {NULL, NULL},
};

static const struct name data_group_labels[] = {
    {"Name", N_("Name")},
    {"Description", N_("Description")},
    {"ChannelSchema", N_("Commerce channel schema")},
    {NULL, NULL},
};

static const struct name channel_schema_labels[] = {
    {"Name", N_("Name")},
    {"Description", N_("Description")},
    {"FilterSharedCustomerDataTables", N_("Filter shared customer data tables")},
    {NULL, NULL},
};

static const struct name scheduler_job_labels[] = {
    {"jobId", N_("Job ID")},
    {"Description", N_("Description")},
    {"IsUpload", N_("Upload")},
    {"ChannelSchema", N_("Commerce channel schema")},
    {"AllowSkipDataSync", N_("Exclude from offline databases")},
    {"Subjobs", N_("Subjobs")},
    {"DisabledSubjobs", N_("Disabled subjobs")},
    {"lastMessageText", N_("Last message")},
    {NULL, NULL},
};

static const struct name scheduler_subjob_labels[] = {
    {"SubjobId", N_("Subjob ID")},
    {"AXTableName", N_("Table in headquarters")},
    {"ChannelTableName", N_("Table in the channel")},
    {"replicationCounterFieldName", N_("Replication counter field")},
    {"Enabled", N_("Enabled")},
    {NULL, NULL},
};

static const struct name number_reference_labels[] = {
    {"Reference", N_("Reference")},
    {"Area", N_("Area")},
    {"NumberSequence", N_("Number sequence code")},
    {NULL, NULL},
};

static const struct name batch_job_labels[] = {
    {"RecId", N_("Batch job ID")},
    {"Caption", N_("Job description")},
    {"BatchGroupId", N_("Batch group")},
    {"IsPrivate", N_("Private")},
    {"IsCritical", N_("Critical job")},
    {"AlertOnError", N_("Alert on error")},
    {"AlertOnEnded", N_("Alert when ended")},
    {"RecurrenceUnit", N_("Recurrence pattern")},
    {"RecurrenceCount", N_("Count")},
    {"RecurrenceStart", N_("Start date and time")},
    {"RecurrenceEnd", N_("Recurrence ends")},
    {"EndAfter", N_("End after")},
    {"EndBy", N_("End by")},
    {"JobId", N_("Job")},
    {"RetriesOnFailure", N_("Maximum retries")},
    {"IgnoreFailOnError", N_("Ignore task failure")},
    {"Status", N_("Status")},
    {"OrigStartDateTime", N_("Scheduled start date/time")},
    {"StartDateTime", N_("Actual start")},
    {"EndDateTime", NC_("batch job", "End")},
    {"Company", N_("Company accounts")},
    {"RunsDone", N_("Runs so far")},
    {"CreatedBy", N_("Created by")},
    {"CreatedDateTime", N_("Created")},
    {"ClassName", N_("Class name")},
    {NULL, NULL},
};

static const struct name group_labels[] = {
    {"CustGroup", N_("Customer group")},
    {"Name", N_("Description")},
    {"PaymTermId", N_("Terms of payment")},
    {"ClearingPeriod", N_("Time between invoice due date and payment date")},
    {"TaxGroupId", N_("Default tax group")},
    {"PriceIncludeSalesTax", N_("Prices include sales tax")},
    {"WriteOffReason", N_("Default write-off reason")},
    {"CustAccountNumSeq", N_("Number sequence code")},
    {NULL, NULL},
};

static const struct name book_labels[] = {
    {"Name", N_("Name")},
    {"Description", N_("Description")},
    {NULL, NULL},
};

static const struct name feature_labels[] = {
    {"FeatureId", N_("Number")},
    {"Name", N_("Feature name")},
    {"Status", N_("Status")},
    {"IsEnabled", N_("Enabled")},
    {"EnabledDateTime", N_("Enabled date")},
    {"ScheduledDateTime", N_("Scheduled for")},
    {"FeatureAdded", N_("Feature added")},
    {"State", N_("Feature state")},
    {"Module", N_("Module")},
    {NULL, NULL},
};

static const struct name operation_labels[] = {
    {"OperationId", N_("Operation ID")},
    {"OperationName", N_("Operation name")},
    {"AllowAnonymousAccess", N_("AllowAnonymousAccess")},
    {NULL, NULL},
};

static const struct name shared_parameter_labels[] = {
    {"Name", N_("Name")},
    {"Value", N_("Value")},
    {NULL, NULL},
};

static const struct name scheduler_parameter_labels[] = {
    {"Key", N_("Commerce scheduler parameters")},
    {"TryCount", N_("Try count")},
    {"FullDatasetGenerationInterval", N_("Full dataset generation interval in days")},
    {"MonitoringRetentionDays", N_("Monitoring data retention in days")},
    {"SqlCommandTimeout", N_("SQL command timeout in seconds")},
    {NULL, NULL},
};

static const struct name support_labels[] = {
    {"JobId", N_("Job ID")},
    {"SessionId", N_("Session")},
    {"ErrorText", N_("Error text")},
    {"Description", N_("What else support should know")},
    {NULL, NULL},
};

static const struct name lab_answer_labels[] = {
    {"Answer", N_("Your answer")},
    {NULL, NULL},
};

static const struct {
    const char *entity_id;
    const struct name *labels;
} label_tables[] = {
    {"profile", profile_labels},
    {"pos-profile", profile_labels},
    {"store", store_labels},
    {"customer-group", group_labels},
    {"address-book", book_labels},
    {"feature", feature_labels},
    {"pos-operation", operation_labels},
    {"shared-parameter", shared_parameter_labels},
    {"scheduler-parameters", scheduler_parameter_labels},
    {"customer", customer_labels},
    {"signup", signup_labels},
    {"async-operation", async_operation_labels},
    {"number-sequence", number_sequence_labels},
    {"channel-database", channel_database_labels},
    {"data-group", data_group_labels},
    {"channel-schema", channel_schema_labels},
    {"scheduler-job", scheduler_job_labels},
    {"scheduler-subjob", scheduler_subjob_labels},
    {"number-reference", number_reference_labels},
    {"schedule", schedule_labels},
    {"batch-job", batch_job_labels},
    {"lab-answer", lab_answer_labels},
    {"support-request", support_labels},
};
enum { LABEL_TABLES = sizeof label_tables / sizeof label_tables[0] };

const char *words_label_msgid(const char *entity_id, const char *key) {
    for (int i = 0; i < LABEL_TABLES; i++) {
        if (entity_id && strcmp(label_tables[i].entity_id, entity_id) != 0) continue;
        for (const struct name *name = label_tables[i].labels; name->key; name++) {
            if (strcmp(name->key, key) == 0) return name->text;
        }
    }
    return NULL;
}

const char *words_entity(const char *entity_id) {
    return find_name(entities, entity_id, entity_id);
}

const char *words_label(const char *entity_id, const char *key) {
    const char *msgid = words_label_msgid(entity_id, key);
    return msgid ? _(msgid) : key;
}

static bool same_folded(const char *a, const char *b) {
    char folded_a[200], folded_b[200];
    text_fold(folded_a, sizeof folded_a, a);
    text_fold(folded_b, sizeof folded_b, b);
    return strcmp(folded_a, folded_b) == 0;
}

bool words_say(const char *msgid, const char *text) {
    return same_folded(tr_in("en", msgid), text) || same_folded(tr_in("nb", msgid), text);
}

const struct member *words_member(const struct entity *entity, const char *name) {
    const struct member *technical = entity_member(entity, name);
    if (technical) return technical;
    static const char *const languages[] = {"en", "nb"};
    for (int i = 0; i < entity->member_count; i++) {
        const char *msgid = words_label_msgid(entity->id, entity->members[i].key);
        for (int l = 0; msgid && l < 2; l++) {
            if (same_folded(tr_in(languages[l], msgid), name)) return &entity->members[i];
        }
    }
    return NULL;
}

static const struct name choices[] = {
    {"Person", N_("Person")},
    {"Organization", N_("Organization")},
    {"No", N_("No")},
    {"Invoice", N_("Invoice")},
    {"All", N_("All")},
    {"None", N_("None")},
    {"StandardReceipt", N_("Standard receipt")},
    {"Email", N_("Email")},
    {"Both", N_("Both")},
    {"ByHand", N_("By hand")},
    {"NotEnabled", N_("Not enabled")},
    {"Scheduled", N_("Scheduled")},
    {"Enabled", N_("Enabled")},
    {"Released", N_("Released")},
    {"Mandatory", N_("Mandatory")},
    {"SyncJob", N_("Synchronization job")},
    {"RealTimeService", N_("Real-time Service")},
    {"Shared", N_("Shared")},
    {"Company", N_("Company")},
    {"LegalEntity", N_("Legal entity")},
    {"OperatingUnit", N_("Operating unit")},
    {"Download", N_("Download")},
    {"Upload", N_("Upload")},
    {"Headquarters", N_("Headquarters")},
    {"Channel", NC_("data store", "Channel")},
    {"Offline", NC_("data store", "Offline")},
    {"Draft", N_("Draft")},
    {"InProgress", N_("In progress")},
    {"Published", N_("Published")},
    {"Failed", NC_("publish status", "Failed")},
    {"Pending", NC_("sync status", "Pending")},
    {"Succeeded", NC_("sync status", "Succeeded")},
    {"Create", NC_("operation", "Create")},
    {"Update", NC_("operation", "Update")},
    {"Deactivate", NC_("operation", "Deactivate")},
    {"Unknown", NC_("operation", "Unknown")},
    {"Withhold", N_("Withhold")},
    {"Waiting", NC_("batch", "Waiting")},
    {"Executing", N_("Executing")},
    {"Error", N_("Error")},
    {"Ended", N_("Ended")},
    {"Ready", N_("Ready")},
    {"DidNotRun", N_("Didn't run")},
    {"Canceling", N_("Canceling")},
    {"Canceled", N_("Canceled")},
    {"Once", N_("Once")},
    {"Minutes", N_("Minutes")},
    {"Hours", N_("Hours")},
    {"Days", N_("Days")},
    {"Weeks", N_("Weeks")},
    {"Months", N_("Months")},
    {"Years", N_("Years")},
    {"NoEndDate", N_("No end date")},
    {"EndAfter", N_("End after")},
    {"EndBy", N_("End by")},
    {NULL, NULL},
};

const char *words_choice(const char *stored) {
    return find_name(choices, stored, stored);
}

bool words_choice_is(const char *stored, const char *text) {
    if (same_folded(stored, text)) return true;
    for (const struct name *choice = choices; choice->key; choice++) {
        if (strcmp(choice->key, stored) == 0) return words_say(choice->text, text);
    }
    return false;
}

const char *words_stored(const struct member *member, const char *text) {
    if (member->kind != MEMBER_CHOICE) return text;
    for (int i = 0; member->choices && member->choices[i]; i++) {
        if (words_choice_is(member->choices[i], text)) return member->choices[i];
    }
    return text;
}

void words_value(const struct member *member, const void *rec, char *buf, size_t size) {
    char stored[WORDS_SIZE];
    record_get_text(member, rec, stored, sizeof stored);
    switch (member->kind) {
    case MEMBER_YESNO:
        text_copy(buf, size, words_yesno(record_get_int(member, rec)));
        return;
    case MEMBER_CHOICE:
        text_copy(buf, size, words_choice(stored));
        return;
    case MEMBER_TIME:
        text_copy(buf, size, "");
        if (stored[0]) clock_format_datetime(record_get_int(member, rec), buf, size);
        return;
    case MEMBER_TEXT:
    case MEMBER_INT:
    case MEMBER_AMOUNT:
        break;
    }
    words_clean(buf, size, stored);
}

const char *words_async_off_price(void) {
    return _("With async creation off, every new customer causes a real-time request to Commerce "
             "headquarters, which can slow the system down. While headquarters is unavailable, for "
             "example during servicing, creating customers fails.");
}

const char *words_needs_1070(void) {
    return _("Changes reach the channel when job 1070 has been run.");
}

const char *words_needs_1010(void) {
    return _("The channels whose address book has the customer learn of it when job 1010 has been "
             "run.");
}

const char *words_needs_1090(void) {
    return _("The channel obeys the change when job 1090 has been run.");
}

const char *words_needs_1110(void) {
    return _("The channel obeys the change when job 1110 has been run.");
}

/* ---- states ------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name, *next;
} states[STATE_COUNT] = {
    [STATE_IN_CHANNEL] = {N_("In channel"),
                          N_("Only the channel has the customer. Job P-0001 uploads it, the "
                             "synchronization job creates it, job 1010 brings the account back.")},
    [STATE_UPLOADED] = {N_("Uploaded to headquarters"),
                        N_("Headquarters has the request, but no customer yet. The synchronization "
                           "job creates it, then job 1010 brings the account back.")},
    [STATE_CREATED] = {N_("Created in headquarters"),
                       N_("The customer exists, but its store still shows Pending sync. Job 1010 "
                          "brings the account back.")},
    [STATE_COMPLETE] = {N_("Complete"), N_("Nothing is left to do.")},
    [STATE_FAILED] = {N_("Failed"), N_("The synchronization job could not create the customer. "
                                       "Correct it in Customer synchronization status, or the "
                                       "cause in headquarters; then synchronize again.")},
    [STATE_SYNC_CREATED] = {N_("Created at once"), N_("Nothing is left to do.")},
};

const char *words_state(enum customer_state state) {
    return (unsigned)state < STATE_COUNT ? _(states[state].name) : "";
}

const char *words_state_msgid(enum customer_state state) {
    return (unsigned)state < STATE_COUNT ? states[state].name : "";
}

const char *words_state_next(enum customer_state state) {
    return (unsigned)state < STATE_COUNT ? _(states[state].next) : "";
}

const char *words_account(const char *account) {
    return account[0] ? account : _("Pending sync");
}

const char *words_headquarters(bool in_servicing) {
    return in_servicing ? _("In servicing") : _("Operational");
}

const char *words_signup_mode(enum signup_mode mode) {
    switch (mode) {
    case SIGNUP_ASYNC:
        return _("asynchronous");
    case SIGNUP_SYNC:
        return _("synchronous");
    case SIGNUP_FALLBACK:
        return _("asynchronous, because headquarters did not respond");
    case SIGNUP_LINKED:
        return _("linked to the existing customer");
    }
    return "";
}

const char *words_origin(int origin) {
    static const char *const names[] = {[CUSTOMER_BY_HAND] = N_("By hand"),
                                        [CUSTOMER_BY_SYNC_JOB] = N_("Synchronization job"),
                                        [CUSTOMER_BY_RTS] = N_("Real-time Service")};
    return origin >= 0 && origin <= CUSTOMER_BY_RTS ? _(names[origin]) : "";
}

/* ---- jobs -------------------------------------------------------------------------------------------------- */

#define ELSEWHERE                                                                                  \
    N_("Belongs to the product; this console keeps no data of that kind and exchanges nothing.")

static const struct {
    const char *id, *name, *title, *help;
} jobs[] = {
    {"P-0001", N_("Channel transactions"), N_("P-0001 (Channel transactions)"),
     N_("Uploads what the channels have written, new customers among it, to headquarters.")},
    {"sync-customers", N_("Synchronize customers and business partners from async mode"),
     N_("Synchronize customers and business partners from async mode"),
     N_("Creates the uploaded customers in headquarters and gives them account numbers.")},
    {"1010", N_("Customers"), N_("1010 (Customers)"),
     N_("Brings customers and their account numbers to the channels.")},
    {"1070", N_("Channel configuration"), N_("1070 (Channel configuration)"),
     N_("Brings online stores and functionality profiles to the channels.")},
    {"1110", N_("Global configuration"), N_("1110 (Global configuration)"),
     N_("Brings shared parameters and the state of features to the channels.")},
    {"1090", N_("Registers"), N_("1090 (Registers)"),
     N_("Brings registers and the permissions of POS operations to the channels.")},
    {"1040", N_("Products"), N_("1040 (Products)"), ELSEWHERE},
    {"1060", N_("Staff"), N_("1060 (Staff)"), ELSEWHERE},
    {"1120", N_("Modes of delivery"), N_("1120 (Modes of delivery)"), ELSEWHERE},
    {"1130", N_("Product availability"), N_("1130 (Product availability)"), ELSEWHERE},
    {"1150", N_("Catalog"), N_("1150 (Catalog)"), ELSEWHERE},
    {"1200", N_("Return quantities"), N_("1200 (Return quantities)"), ELSEWHERE},
    {"9999", N_("All jobs"), N_("All jobs (9999)"),
     N_("Runs every download job, one after another.")},
};
enum { JOBS = sizeof jobs / sizeof jobs[0] };

static int job_index(const char *job_id) {
    for (int i = 0; i < JOBS; i++) {
        if (strcmp(jobs[i].id, job_id) == 0) return i;
    }
    return -1;
}

const char *words_job(const char *job_id) {
    int i = job_index(job_id);
    return i < 0 ? job_id : _(jobs[i].name);
}

const char *words_job_title(const char *job_id) {
    int i = job_index(job_id);
    return i < 0 ? job_id : _(jobs[i].title);
}

const char *words_job_help(const char *job_id) {
    int i = job_index(job_id);
    return i < 0 ? "" : _(jobs[i].help);
}

const char *words_job_description(const char *stored) {
    for (int i = 0; i < JOBS; i++) {
        if (strcmp(jobs[i].name, stored) == 0) return _(jobs[i].name);
        if (strcmp(jobs[i].title, stored) == 0) return _(jobs[i].title);
    }
    return stored;
}

const char *words_schedule(const char *name, const char *description) {
    return description[0] || job_index(name) < 0 ? words_job_description(description)
                                                 : words_job(name);
}

const char *words_direction(enum job_direction direction) {
    switch (direction) {
    case JOB_UPLOAD:
        return _("Upload");
    case JOB_INSIDE_HQ:
        return _("Headquarters");
    case JOB_DOWNLOAD:
        return _("Download");
    }
    return "";
}

const char *words_batch_status(enum batch_status status) {
    static const char *const names[] = {
        [BATCH_WITHHOLD] = N_("Withhold"),
        [BATCH_WAITING] = NC_("batch", "Waiting"),
        [BATCH_EXECUTING] = N_("Executing"),
        [BATCH_ERROR] = N_("Error"),
        [BATCH_ENDED] = N_("Ended"),
        [BATCH_READY] = N_("Ready"),
        [BATCH_DID_NOT_RUN] = N_("Didn't run"),
        [BATCH_CANCELING] = N_("Canceling"),
        [BATCH_CANCELED] = N_("Canceled"),
    };
    return (unsigned)status <= BATCH_CANCELED ? _(names[status]) : "";
}

const char *words_lease(const char *name) {
    if (strncmp(name, "job:", 4) == 0) return words_job_title(name + 4);
    return strcmp(name, "batch-server") == 0 ? _("The batch server") : name;
}

const char *words_upload_status_msgid(enum upload_status status) {
    static const char *const names[] = {
        [UPLOAD_STARTED] = N_("Started"),
        [UPLOAD_AVAILABLE] = N_("Available"),
        [UPLOAD_UPLOADED] = NC_("session", "Uploaded"),
        [UPLOAD_APPLIED] = N_("Applied"),
        [UPLOAD_CANCELED] = NC_("session", "Canceled"),
        [UPLOAD_FAILED] = N_("Upload failed"),
        [UPLOAD_APPLY_FAILED] = N_("Apply failed"),
    };
    return (unsigned)status <= UPLOAD_APPLY_FAILED ? names[status] : "";
}

const char *words_upload_status(enum upload_status status) {
    const char *msgid = words_upload_status_msgid(status);
    return *msgid ? _(msgid) : "";
}

const char *words_download_status_msgid(enum download_status status) {
    static const char *const names[] = {
        [DOWNLOAD_STARTED] = N_("Started"),
        [DOWNLOAD_AVAILABLE] = N_("Available"),
        [DOWNLOAD_REQUESTED] = N_("Requested"),
        [DOWNLOAD_DOWNLOADED] = N_("Downloaded"),
        [DOWNLOAD_APPLIED] = N_("Applied"),
        [DOWNLOAD_CANCELED] = NC_("session", "Canceled"),
        [DOWNLOAD_CREATE_FAILED] = N_("Create failed"),
        [DOWNLOAD_FAILED] = N_("Download failed"),
        [DOWNLOAD_APPLY_FAILED] = N_("Apply failed"),
        [DOWNLOAD_NO_DATA] = N_("No data"),
        [DOWNLOAD_SUSPENDED] = N_("Suspended"),
    };
    return (unsigned)status <= DOWNLOAD_SUSPENDED ? names[status] : "";
}

const char *words_download_status(enum download_status status) {
    const char *msgid = words_download_status_msgid(status);
    return *msgid ? _(msgid) : "";
}
