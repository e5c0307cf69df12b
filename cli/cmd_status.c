/* SPDX-License-Identifier: MIT */
/* chq status: where the customers are, what runs next and how the flow does. Owns the layout; every number and verdict
 * comes from model/exchange. Exit 4 unless the flow is well, so that a monitor need not read it. */

#include "cli/cli.h"
#include "cli/job_line.h"
#include "model/channel/config.h"
#include "model/clock.h"
#include "model/exchange/health.h"
#include "tui/words.h"
#include "tui/words_health.h"

enum { MAX_JOBS = 32 };

struct picture {
    struct health health;
    struct job_status jobs[MAX_JOBS];
    int job_count;
};

static int64_t age_ms(const struct state_counts *counts) {
    return counts->oldest_pending_ms ? counts->as_of_ms - counts->oldest_pending_ms : 0;
}

static int64_t cache_loaded_at(const struct company_channel *channel) {
    struct err err = {0};
    int64_t at_ms = 0;
    if (!channel->db || csu_loaded_at(channel->db, &at_ms, &err) != ERR_OK) return 0;
    return at_ms;
}

static void json_channels(struct cli *cli) {
    json_array(&cli->doc, "channels");
    for (int i = 0; i < cli->company->channel_count; i++) {
        const struct company_channel *channel = &cli->company->channels[i];
        char trouble[WORDS_SIZE];
        words_error(&channel->trouble, NULL, trouble, sizeof trouble);
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "name", channel->name);
        json_bool(&cli->doc, "paused", channel->paused);
        json_time(&cli->doc, "cache_loaded_at", cache_loaded_at(channel));
        json_text_or_null(&cli->doc, "trouble", trouble);
        json_end(&cli->doc);
    }
    json_end(&cli->doc);
}

static void json_rate(struct cli *cli, const char *key, int64_t per_hour) {
    if (per_hour >= 0)
        json_amount(&cli->doc, key, per_hour);
    else
        json_null(&cli->doc, key);
}

static void json_flow(struct cli *cli, const struct health *health) {
    json_array(&cli->doc, "flow");
    for (int i = 0; i < QUEUE_COUNT; i++) {
        const struct health_stage *stage = &health->stages[i];
        char reason[WORDS_SIZE + 256];
        words_health_reason(stage, reason, sizeof reason);
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "job", stage->job);
        json_int(&cli->doc, "waiting", stage->waiting);
        json_int(&cli->doc, "failed_operations", stage->failed);
        json_time(&cli->doc, "oldest_at", stage->oldest_ms);
        json_rate(cli, "in_per_hour", stage->in_per_hour);
        json_rate(cli, "out_per_hour", stage->out_per_hour);
        json_time(&cli->doc, "last_run", stage->last.start_ms);
        json_time(&cli->doc, "next_run", stage->next_ms);
        json_text(&cli->doc, "verdict", health_verdict_name(stage->verdict));
        json_text(&cli->doc, "reason", health_reason_name(stage->reason));
        json_text_or_null(&cli->doc, "database", stage->database);
        json_text(&cli->doc, "message", reason);
        json_end(&cli->doc);
    }
    json_end(&cli->doc);
    json_text_or_null(&cli->doc, "batch_server", health->server);
    json_text(&cli->doc, "verdict", health_verdict_name(health->verdict));
}

static void print_json(struct cli *cli, const struct picture *picture) {
    const struct state_counts *counts = &picture->health.counts;
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "headquarters", counts->in_servicing ? "servicing" : "operational");
    json_object(&cli->doc, "states");
    for (int i = 0; i < STATE_COUNT; i++) {
        json_int(&cli->doc, state_name((enum customer_state)i), counts->count[i]);
    }
    json_end(&cli->doc);
    json_int(&cli->doc, "pending", counts->pending);
    json_int(&cli->doc, "synced", counts->synced);
    json_int(&cli->doc, "oldest_pending_s", age_ms(counts) / 1000);
    json_time(&cli->doc, "as_of", counts->as_of_ms);
    json_text(&cli->doc, "company", cli->company->data_area);
    json_text(&cli->doc, "folder", cli->folder);
    json_array(&cli->doc, "jobs");
    for (int i = 0; i < picture->job_count; i++) job_line_json(cli, &picture->jobs[i]);
    json_end(&cli->doc);
    json_channels(cli);
    json_int(&cli->doc, "channels_missing", counts->channels_missing);
    json_flow(cli, &picture->health);
    json_end(&cli->doc);
}

static void print_counts(struct cli *cli, const struct state_counts *counts) {
    static const enum customer_state pending[] = {STATE_IN_CHANNEL, STATE_UPLOADED, STATE_FAILED};
    static const enum customer_state synced[] = {STATE_CREATED, STATE_COMPLETE, STATE_SYNC_CREATED};
    struct table table;
    char label[120];
    table_init(&table, cli->out);
    table_column(&table, NULL, false);
    table_column(&table, NULL, true);
    table_cell(&table, _("Pending sync"));
    table_cell_int(&table, counts->pending);
    for (int i = 0; i < 3; i++) {
        snprintf(label, sizeof label, "  %s %s", state_code(pending[i]), words_state(pending[i]));
        table_cell(&table, label);
        table_cell_int(&table, counts->count[pending[i]]);
    }
    table_cell(&table, _("Synced"));
    table_cell_int(&table, counts->synced);
    for (int i = 0; i < 3; i++) {
        snprintf(label, sizeof label, "  %s %s", state_code(synced[i]), words_state(synced[i]));
        table_cell(&table, label);
        table_cell_int(&table, counts->count[synced[i]]);
    }
    table_end(&table);
}

static void print_head(struct cli *cli, const struct state_counts *counts) {
    struct table table;
    char text[40];
    table_pairs(&table, cli->out);
    table_pair(&table, _("Company"), cli->company->data_area);
    table_pair(&table, _("Headquarters"), words_headquarters(counts->in_servicing));
    clock_format_datetime(counts->as_of_ms, text, sizeof text);
    table_pair(&table, _("As of"), text);
    if (counts->oldest_pending_ms) {
        words_age(age_ms(counts), text, sizeof text);
        table_pair(&table, _("Oldest pending customer"), text);
    }
    table_end(&table);
}

static void print_channels(struct cli *cli) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Channel database"), false);
    table_column(&table, _("Cache loaded"), false);
    for (int i = 0; i < cli->company->channel_count; i++) {
        const struct company_channel *channel = &cli->company->channels[i];
        int64_t at_ms = cache_loaded_at(channel);
        char at[32] = "";
        if (at_ms) clock_format_datetime(at_ms, at, sizeof at);
        table_cell(&table, channel->name);
        table_cell(&table, channel->db ? at : _("cannot be used"));
    }
    table_end(&table);
}

static void cell_rate(struct table *table, int64_t per_hour) {
    char text[32];
    words_health_rate(per_hour, text, sizeof text);
    table_cell(table, text);
}

static void print_flow(struct cli *cli, const struct health *health) {
    static const enum customer_state states[QUEUE_COUNT] = {STATE_IN_CHANNEL, STATE_UPLOADED,
                                                            STATE_CREATED};
    struct table table;
    char text[96], reason[WORDS_SIZE + 256];
    table_init(&table, cli->out);
    table_column(&table, _("Flow"), false);
    table_column(&table, _("Waits for"), false);
    table_column(&table, _("Oldest"), true);
    table_column(&table, _("In/h"), true);
    table_column(&table, _("Out/h"), true);
    table_column(&table, _("Verdict"), false);
    for (int i = 0; i < QUEUE_COUNT; i++) {
        const struct health_stage *stage = &health->stages[i];
        snprintf(text, sizeof text, "%s %lld", state_code(states[i]), (long long)stage->waiting);
        table_cell(&table, text);
        table_cell(&table, words_health_job(stage));
        text[0] = '\0';
        if (stage->oldest_ms > 0)
            words_age(health->counts.as_of_ms - stage->oldest_ms, text, sizeof text);
        table_cell(&table, text);
        cell_rate(&table, stage->in_per_hour);
        cell_rate(&table, stage->out_per_hour);
        table_cell(&table, words_health_verdict(stage->verdict));
    }
    table_end(&table);
    for (int i = 0; i < QUEUE_COUNT; i++) {
        const struct health_stage *stage = &health->stages[i];
        if (stage->verdict == HEALTH_WELL) continue;
        words_health_reason(stage, reason, sizeof reason);
        fprintf(cli->out, "%s: %s\n", words_health_job(stage), reason);
    }
}

/* Failed operations wait for a person while the flow goes on; an alarm that rings for weeks is not heard any more. */
static int exit_code(const struct health *health) {
    return health->verdict <= HEALTH_ATTENTION ? EXIT_DONE : EXIT_CHECK;
}

static int run(struct cli *cli) {
    struct err err = {0};
    struct picture picture = {0};
    if (health_read(cli->company, &picture.health, &err) != ERR_OK ||
        exchange_job_statuses(cli->company, picture.jobs, &picture.job_count, &err) != ERR_OK) {
        return cli_fail(cli, &err);
    }
    cli_warn_missing_channels(cli);
    if (cli->json) {
        print_json(cli, &picture);
        return exit_code(&picture.health);
    }
    print_head(cli, &picture.health.counts);
    putc('\n', cli->out);
    print_counts(cli, &picture.health.counts);
    putc('\n', cli->out);
    print_flow(cli, &picture.health);
    putc('\n', cli->out);
    job_lines_print(cli, picture.jobs, picture.job_count);
    putc('\n', cli->out);
    print_channels(cli);
    return exit_code(&picture.health);
}

const struct verb verbs_status[] = {
    {.noun = "status",
     .flags = VERB_COMPANY,
     .summary = N_("Show how many customers are in each state, and the jobs that move them."),
     .details =
         N_("Pending are the states A1, A2 and AF, synced are A3, A4 and S1. The numbers are "
            "counted in the databases, not kept beside them. Flow tells of each of the three "
            "queues what waits, how much came in and went out an hour over the recent runs of its "
            "job, and a verdict: well, needs attention (operations have failed and wait for a "
            "person), falling behind, stalled or stopped. Exit code 0: customers flow; 4: falling "
            "behind, stalled or stopped."),
     .run = run},
    {.run = NULL},
};
