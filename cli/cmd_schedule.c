/* SPDX-License-Identifier: MIT */
/* chq schedule: the Distribution schedule. Owns the warning about one that exchanges nothing; the rest is record_verbs. */

#include "cli/record_verbs.h"
#include "model/hq/schedule.h"
#include "tui/words.h"

static enum err_code warn(struct cli *cli, const void *old, const void *rec, struct err *err) {
    const struct schedule *schedule = rec;
    (void)old;
    (void)err;
    if (!schedule->Active)
        cli_warn(cli, "%s", _("The schedule is not active, so nothing is exchanged."));
    if (!schedule->DataGroups[0])
        cli_warn(cli, "%s", _("No channel database group is attached, so nothing is exchanged."));
    if (!schedule->Jobs[0])
        cli_warn(cli, "%s", _("No job is enabled in it, so nothing is exchanged."));
    return ERR_OK;
}

static const struct record_kind schedules = {
    .entity = &entity_schedule,
    .columns = {"Name", "Description", "IsUpload", "Active", "DataGroups", "Jobs"},
    .before_save = warn,
};

static int list(struct cli *cli) {
    return record_verb_list(cli, &schedules);
}

static int show(struct cli *cli) {
    return record_verb_show(cli, &schedules);
}

static int set(struct cli *cli) {
    return record_verb_set(cli, &schedules, 1);
}

const struct verb verbs_schedule[] = {
    {.noun = "schedule",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the distribution schedules."),
     .run = list},
    {.noun = "schedule",
     .name = "show",
     .args = "NAME",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY,
     .summary = N_("Show one distribution schedule."),
     .run = show},
    {.noun = "schedule",
     .name = "set",
     .args = "NAME KEY=VALUE…",
     .min_args = 2,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Change fields of a distribution schedule."),
     .details = N_("KEY is the technical name (DataGroups) or the label of the field in either "
                   "language (\"Channel database groups\"). Groups and jobs are names separated by "
                   "commas: DataGroups=Default,Stores. A schedule without a group, without an "
                   "enabled job or that is not active exchanges nothing."),
     .run = set},
    {.run = NULL},
};
