/* SPDX-License-Identifier: MIT */
/*
 * chq export: all customers of headquarters on standard output, as they are at one moment. Owns the two formats. One row
 * is in memory at a time; a reader that goes away or a disk that is full ends it at once.
 */

#include <unistd.h>

#include "cli/cli.h"
#include "cli/record_verbs.h"
#include "model/clock.h"
#include "model/csv_writer.h"
#include "model/hq/customer.h"
#include "tui/words.h"

struct export {
    struct cli *cli;
    struct csv_writer csv;
    bool as_json, to_terminal;
    int64_t rows;
};

static enum err_code may_go_on(const struct export *export, struct err *err) {
    if (interrupt_signal()) return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
    if (!ferror(export->cli->out)) return ERR_OK;
    /* What is said of it, the end of the call says: the output could not be written. */
    return err_set(err, ERR_IO, REASON_NONE, NULL, NULL);
}

/* Times as RFC 3339 in UTC, empty for never. A file gets every byte; a terminal gets nothing that it could obey. */
static void csv_member(struct export *export, const struct member *member,
                       const struct customer *customer) {
    char text[8 * WORDS_SIZE], clean[8 * WORDS_SIZE];
    record_get_text(member, customer, text, sizeof text);
    if (member->kind == MEMBER_TIME && text[0]) {
        clock_format_iso(record_get_int(member, customer), text, sizeof text);
    }
    if (export->to_terminal) words_clean(clean, sizeof clean, text);
    csv_cell(&export->csv, export->to_terminal ? clean : text);
}

static enum err_code write_customer(void *ctx, const struct customer *customer, struct err *err) {
    struct export *export = ctx;
    struct cli *cli = export->cli;
    export->rows++;
    if (export->as_json) {
        json_object(&cli->doc, NULL);
        record_json(cli, &entity_customer, customer);
        json_end(&cli->doc);
    } else {
        for (int i = 0; i < entity_customer.member_count; i++) {
            csv_member(export, &entity_customer.members[i], customer);
        }
        csv_row_end(&export->csv);
    }
    return may_go_on(export, err);
}

static void begin(struct export *export) {
    if (export->as_json) {
        json_array(&export->cli->doc, NULL);
        return;
    }
    for (int i = 0; i < entity_customer.member_count; i++) {
        csv_cell(&export->csv, entity_customer.members[i].key);
    }
    csv_row_end(&export->csv);
}

static int customers(struct cli *cli) {
    struct err err = {0};
    struct export export = {.cli = cli, .as_json = cli->json};
    const char *format = cli_option(cli, "format");
    if (format && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)
        return cli_usage(cli, "%s", _("--format is csv or json."));
    if (format && strcmp(format, "csv") == 0 && cli->json)
        return cli_usage(cli, "%s", _("--format csv and --json exclude each other."));
    if (format && strcmp(format, "json") == 0) export.as_json = true;
    cli->entity_id = entity_customer.id;
    csv_writer_init(&export.csv, cli->out);
    export.to_terminal = isatty(fileno(cli->out)) == 1;
    begin(&export);
    enum err_code code = customer_each(cli->company->hq, write_customer, &export, &err);
    bool unwritten = ferror(cli->out) != 0;
    if (export.as_json && !unwritten) json_end(&cli->doc);
    if (unwritten) return EXIT_REFUSED;
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_note(cli, n_("%lld customer.", "%lld customers.", (unsigned long)export.rows),
             (long long)export.rows);
    return EXIT_DONE;
}

static const struct verb_option options[] = {
    {"format", "csv|json", N_("Format (default: csv)"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_export[] = {
    {.noun = "export",
     .name = "customers",
     .flags = VERB_COMPANY,
     .options = options,
     .summary = N_("Write all customers of headquarters to standard output."),
     .details = N_(
         "CSV has a header with the technical names of the fields, as chq customer set takes them; "
         "lines and quotation marks follow RFC 4180, text is UTF-8, times are in UTC. A value that "
         "a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage "
         "return) has an apostrophe before it; JSON has the exact value.\n\n"
         "The customers are those of one moment, whatever jobs and consoles save meanwhile. Who "
         "waits in a channel or for synchronization is no customer of headquarters yet: see chq "
         "customer list."),
     .run = customers},
    {.run = NULL},
};
