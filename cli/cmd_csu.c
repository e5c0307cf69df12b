/* SPDX-License-Identifier: MIT */
/* chq csu: the Commerce Scale Unit in front of each channel database. Owns nothing: the cache is model/channel/config. */

#include "cli/cli.h"
#include "model/channel/config.h"
#include "model/clock.h"
#include "tui/words.h"

static int print_caches(struct cli *cli) {
    struct err err = {0};
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Channel database"), false);
    table_column(&table, _("Cache loaded"), false);
    if (cli->json) json_array(&cli->doc, NULL);
    for (int i = 0; i < cli->company->channel_count; i++) {
        const struct company_channel *channel = &cli->company->channels[i];
        char at[32] = "";
        int64_t at_ms = 0;
        if (!channel->db || csu_loaded_at(channel->db, &at_ms, &err) != ERR_OK) at_ms = 0;
        if (cli->json) {
            json_object(&cli->doc, NULL);
            json_text(&cli->doc, "channel", channel->name);
            json_time(&cli->doc, "cache_loaded_at", at_ms);
            json_end(&cli->doc);
        } else {
            if (at_ms) clock_format_datetime(at_ms, at, sizeof at);
            table_cell(&table, channel->name);
            table_cell(&table, at);
        }
    }
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    return EXIT_DONE;
}

static int restart(struct cli *cli) {
    struct err err = {0};
    if (company_restart_csu(cli->company, &err) != ERR_OK) return cli_fail(cli, &err);
    cli_note(cli, "%s", _("The Commerce Scale Unit was restarted: its cache was read again."));
    return print_caches(cli);
}

const struct verb verbs_csu[] = {
    {.noun = "csu",
     .name = "restart",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Restart the Commerce Scale Unit, so that channels read their settings again."),
     .details = N_("A channel serves store and profile from a cache (setting csu.cache_ttl). After "
                   "jobs 1070 and 1110 a restart makes the change take effect at once."),
     .run = restart},
    {.run = NULL},
};
