/* SPDX-License-Identifier: MIT */
/*
 * chq channel: channel databases, their files and the stores in them. Owns what is said beyond the record; the record
 * itself is record_verbs, record and file together are model/exchange/channel_files.h.
 */

#include "cli/record_verbs.h"
#include "model/exchange/channel_files.h"
#include "model/exchange/reseed.h"
#include "tui/words.h"

/* Sign-ups that only the channel has. A file that cannot be read is told on stderr: nobody knows what waits in it. */
static enum err_code waiting(struct cli *cli, const void *rec, int64_t *value, struct err *err) {
    const struct channel_database *database = rec;
    struct channel_condition condition;
    char why[WORDS_SIZE];
    enum err_code code = channel_condition_read(cli->company, database->Name, &condition, err);
    if (code != ERR_OK) return code;
    *value = condition.trouble.code == ERR_OK ? condition.waiting : -1;
    if (condition.trouble.code == ERR_OK) return ERR_OK;
    words_error(&condition.trouble, NULL, why, sizeof why);
    cli_warn(cli, "%s", why);
    return ERR_OK;
}

static void remind_full_sync(struct cli *cli, const char *database) {
    cli_note(
        cli,
        _("%s knows its stores and their customers after a full data sync (chq job run 9999)."),
        database);
}

static enum err_code make_file(struct cli *cli, const void *rec, struct err *err) {
    const struct channel_database *database = rec;
    return channel_file_create(cli->company, database->Name, err);
}

static void say_saved(struct cli *cli, const void *old, const void *rec) {
    const struct channel_database *before = old, *after = rec;
    if (!after) return;
    if (after->DataStoreType == DATA_STORE_OFFLINE) {
        cli_note(cli, "%s",
                 _("An offline database belongs to a point of sale. Its record is kept; it has "
                   "no file here, holds no online store and takes no part in data "
                   "synchronization."));
    } else if (!before) {
        cli_note(cli, _("Add a store with: chq channel add-store %s STORE."), after->Name);
    } else if (after->PauseDataSync && !before->PauseDataSync) {
        cli_warn(cli, _("Nothing moves to and from %s until Pause data sync is No again."),
                 after->Name);
    }
}

static enum err_code remove_all(struct cli *cli, const void *rec, struct err *err) {
    return channel_database_delete(cli->company, rec, err);
}

static const struct record_kind databases = {
    .entity = &entity_channel_database,
    .columns = {"Name", "DataGroup", "DataStoreType", "PauseDataSync", "LastConnection", "Stores"},
    .extra_title = N_("Rows waiting"),
    .extra_key = "waiting",
    .extra = waiting,
    .created = make_file,
    .after_save = say_saved,
    .remove = remove_all,
};

static int list(struct cli *cli) {
    return record_verb_list(cli, &databases);
}

static int show(struct cli *cli) {
    return record_verb_show(cli, &databases);
}

static int create(struct cli *cli) {
    const struct record_preset preset[] = {
        {"DataGroup", cli_option(cli, "group")},
        {"DataStoreType", cli_option(cli, "type")},
        {NULL, NULL},
    };
    return record_verb_new(cli, &databases, preset);
}

static int set(struct cli *cli) {
    return record_verb_set(cli, &databases, 1);
}

static int remove_one(struct cli *cli) {
    return record_verb_delete(cli, &databases);
}

static int recreate(struct cli *cli) {
    struct err err = {0};
    struct channel_condition before;
    const char *name = cli->args[0];
    cli->entity_id = entity_channel_database.id;
    if (channel_condition_read(cli->company, name, &before, &err) != ERR_OK ||
        channel_file_create(cli->company, name, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (before.usable)
        cli_note(cli, _("The file of channel database %s is there. It was not touched."), name);
    else
        remind_full_sync(cli, name);
    return cli->json ? record_verb_show(cli, &databases) : EXIT_DONE;
}

/* ---- stores ------------------------------------------------------------------------------------------------ */

static int stores_changed(struct cli *cli, const char *database, bool joined) {
    if (joined) remind_full_sync(cli, database);
    return cli->json ? record_verb_show(cli, &databases) : EXIT_DONE;
}

static int add_store(struct cli *cli) {
    struct err err = {0};
    struct channel_database rec;
    char before[TEXT_SIZE(50)] = "", clean[WORDS_SIZE];
    cli->entity_id = entity_channel_database.id;
    enum err_code code = entity_channel_database.load(cli->company->hq, cli->args[0], &rec, &err);
    if (code == ERR_OK) {
        code = channel_store_add(cli->company, rec.Name, cli->args[1], before, &err);
    }
    if (code != ERR_OK) return cli_fail(cli, &err);
    words_clean(clean, sizeof clean, cli->args[1]);
    if (strcmp(before, rec.Name) == 0) {
        cli_note(cli, _("Nothing to change: online store %s is in %s already."), clean, rec.Name);
        return stores_changed(cli, rec.Name, false);
    }
    if (before[0])
        cli_note(cli, _("Online store %s moved from %s to %s."), clean, before, rec.Name);
    else
        cli_note(cli, _("Online store %s is in %s now."), clean, rec.Name);
    return stores_changed(cli, rec.Name, true);
}

static int remove_store(struct cli *cli) {
    struct err err = {0};
    char clean[WORDS_SIZE], name[WORDS_SIZE];
    cli->entity_id = entity_channel_database.id;
    if (channel_store_remove(cli->company, cli->args[0], cli->args[1], &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    words_clean(clean, sizeof clean, cli->args[1]);
    words_clean(name, sizeof name, cli->args[0]);
    cli_note(cli,
             _("Online store %s is in no channel database now. %s forgets it when job 1070 "
               "has been run and its cache was read again."),
             clean, name);
    return stores_changed(cli, name, false);
}

static const struct verb_option new_options[] = {
    {"group", "NAME", N_("Channel database group (default: Default)"), false},
    {"type", "channel|offline", N_("Type of the database (default: channel)"), false},
    {NULL, NULL, NULL, false},
};

static int reseed(struct cli *cli) {
    struct err err = {0};
    struct reseed_result result;
    if (channel_reseed(cli->company, cli->args[0], &result, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "database", cli->args[0]);
        json_int(&cli->doc, "rows", result.rows);
        json_int(&cli->doc, "identities", result.identities);
        json_int(&cli->doc, "counter", result.counter);
        json_bool(&cli->doc, "counter_moved", result.counter_moved);
        json_bool(&cli->doc, "session_counter_moved", result.session_moved);
        json_end(&cli->doc);
        return EXIT_DONE;
    }
    struct table table;
    table_pairs(&table, cli->out);
    table_pair(&table, _("Channel database"), cli->args[0]);
    table_cell(&table, _("Rows with new counters"));
    table_cell_int(&table, result.rows);
    table_cell(&table, _("Identities with new counters"));
    table_cell_int(&table, result.identities);
    table_cell(&table, _("Last counter"));
    table_cell_int(&table, result.counter);
    table_pair(&table, _("Session counter repaired"), result.session_moved ? _("Yes") : _("No"));
    table_end(&table);
    if (result.rows > 0) cli_note(cli, "%s", _("Upload them with: chq job run P-0001."));
    return EXIT_DONE;
}

const struct verb verbs_channel[] = {
    {.noun = "channel",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the channel databases and how many rows wait in each."),
     .run = list},
    {.noun = "channel",
     .name = "show",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one channel database."),
     .run = show},
    {.noun = "channel",
     .name = "new",
     .args = "NAME [KEY=VALUE…]",
     .min_args = 1,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = new_options,
     .summary = N_("Create a channel database with its file."),
     .details = N_("NAME also becomes the name of the file, channel-NAME.db in the folder of the "
                   "company. The database gets something when its group is on a distribution "
                   "schedule; a store is put into it with channel add-store."),
     .run = create},
    {.noun = "channel",
     .name = "set",
     .args = "NAME KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change fields of a channel database, such as DataGroup or PauseDataSync."),
     .run = set},
    {.noun = "channel",
     .name = "delete",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Delete a channel database and its file."),
     .details = N_("Refused while online stores are in it, while sign-ups wait in it that have not "
                   "been uploaded, and while its file cannot be read."),
     .run = remove_one},
    {.noun = "channel",
     .name = "create-file",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Make the file of a channel database again when it is missing."),
     .details = N_("The new file counts on behind what headquarters has received. Sign-ups that "
                   "only the lost file had are lost with it, so restore a backup instead where "
                   "there is one. A file that is there is never overwritten."),
     .run = recreate},
    {.noun = "channel",
     .name = "add-store",
     .args = "NAME STORE",
     .min_args = 2,
     .max_args = 2,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Put an online store into a channel database, out of the one it was in."),
     .details = N_("Refused while sign-ups of the store wait in its old database. Afterwards run a "
                   "full data sync: chq job run 9999."),
     .run = add_store},
    {.noun = "channel",
     .name = "remove-store",
     .args = "NAME STORE",
     .min_args = 2,
     .max_args = 2,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Take an online store out of a channel database."),
     .run = remove_store},
    {.noun = "channel",
     .name = "reseed",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Repair the counters of a channel database that was restored or copied."),
     .details = N_("Rows that headquarters does not have get counters above everything it has "
                   "received, in their order; rows that it has stay, so none is uploaded twice. "
                   "The counter of upload sessions is put above the numbers in use, too. Where "
                   "nothing is wrong, nothing changes."),
     .run = reseed},
    {.run = NULL},
};
