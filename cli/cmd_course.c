/* SPDX-License-Identifier: MIT */
/*
 * chq course, chq score: the course and a trainee's record without a screen. Owns how they are printed; what counts is
 * model/trainer. Needs no company: a record is a file.
 */

#include "cli/cli.h"
#include "model/csv_writer.h"
#include "model/trainer/guide.h"
#include "tui/words.h"
#include "tui/words_course.h"

struct own {
    struct course *course;
    struct logbook *book;
};

static void own_release(struct own *own) {
    course_free(&own->course);
    logbook_free(&own->book);
}

/* The course, and the record of `trainee` (NULL = of who works here). */
static enum err_code own_open(struct own *own, struct cli *cli, const char *trainee,
                              struct err *err) {
    char name[LOGBOOK_NAME_SIZE], clean[WORDS_SIZE], folder[LOGBOOK_PATH_SIZE];
    *own = (struct own){0};
    logbook_trainee(&cli->settings, name);
    if (trainee) text_copy(name, sizeof name, trainee);
    logbook_folder(&cli->settings, cli->folder, folder);
    enum err_code code = course_open(&own->course, i18n_language(), err);
    if (code == ERR_OK) code = logbook_read(folder, name, &own->book, err);
    if (code != ERR_OK || !own->book->strange) return code;
    words_clean(clean, sizeof clean, name);
    cli_warn(cli, _("%d lines of the record of %s are not understood and left out."),
             own->book->strange, clean);
    return ERR_OK;
}

void cli_warn_unrecorded(const struct cli *cli, const struct guide_session *session) {
    struct err err = {0};
    char text[WORDS_SIZE];
    const char *folder = cli->company ? cli->company->folder : cli->folder;
    if (session->unrecorded != 1 || logbook_try(&cli->settings, folder, &err) == ERR_OK) return;
    words_unrecorded(&err, text, sizeof text);
    cli_warn(cli, "%s", text);
}

/* ---- course -------------------------------------------------------------------------------------------------------- */

static const char *progress_name(enum logbook_state state) {
    static const char *const names[] = {[LOGBOOK_NEW] = "new",
                                        [LOGBOOK_BEGUN] = "begun",
                                        [LOGBOOK_ASSISTED] = "assisted",
                                        [LOGBOOK_SOLVED] = "solved"};
    return names[state];
}

static const char *kind_name(const struct course_item *item) {
    return item->lab ? "lab" : "guide";
}

static void print_part(struct cli *cli, const struct own *own, int index, int next) {
    const struct course_part *part = &own->course->parts[index];
    struct table table;
    fprintf(cli->out, "\n%d. %s\n", index + 1, part->title);
    print_wrapped(cli->out, part->text, 3, 75);
    putc('\n', cli->out);
    table_init(&table, cli->out);
    for (int i = 0; i < 4; i++) table_column(&table, NULL, false);
    for (int i = part->first; i < part->first + part->count; i++) {
        const struct course_item *item = &own->course->items[i];
        struct logbook_sum sum;
        char progress[WORDS_SIZE];
        logbook_sum(own->book, item->lab, item->id, &sum);
        words_progress(item, &sum, progress, sizeof progress);
        table_cellf(&table, "%s %s", i == next ? ">" : " ", words_course_kind(item->lab));
        table_cell(&table, item->id);
        table_cell(&table, item->title);
        table_cell(&table, progress);
    }
    table_end(&table);
}

static void print_next(struct cli *cli, const struct own *own, int next, enum course_why why) {
    struct course_total total;
    course_total(own->course, own->book, &total);
    fprintf(cli->out, _("\n%d of %d are solved, %d of %d points.\n"), total.solved, total.items,
            total.points, total.of);
    if (next < 0) {
        fprintf(cli->out, "%s\n", words_course_why(why));
        return;
    }
    const struct course_item *item = &own->course->items[next];
    fprintf(cli->out, _("Next: %s. %s\n"), item->title, words_course_why(why));
    if (item->lab)
        fprintf(cli->out, "  chq lab start %s\n", item->id);
    else
        fprintf(cli->out, "  chq guide check %s --practice\n", item->id);
}

static void json_course_item(struct cli *cli, const struct own *own, int index) {
    const struct course_item *item = &own->course->items[index];
    struct logbook_sum sum;
    logbook_sum(own->book, item->lab, item->id, &sum);
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "part", own->course->parts[item->part].id);
    json_text(&cli->doc, "kind", kind_name(item));
    json_text(&cli->doc, "id", item->id);
    json_text(&cli->doc, "title", item->title);
    json_int(&cli->doc, "level", item->level);
    json_text(&cli->doc, "state", progress_name(sum.state));
    json_int(&cli->doc, "score", sum.best ? sum.best->score : 0);
    json_end(&cli->doc);
}

static void json_course(struct cli *cli, const struct own *own, int next, enum course_why why) {
    static const char *const reasons[] = {[COURSE_ON] = "begun",
                                          [COURSE_NEXT] = "next",
                                          [COURSE_AGAIN] = "assisted",
                                          [COURSE_COMPLETE] = "complete"};
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "trainee", own->book->trainee);
    json_text_or_null(&cli->doc, "next", next < 0 ? "" : own->course->items[next].id);
    json_text(&cli->doc, "why", reasons[why]);
    json_array(&cli->doc, "items");
    for (int i = 0; i < own->course->item_count; i++) json_course_item(cli, own, i);
    json_end(&cli->doc);
    json_end(&cli->doc);
}

static int check(struct cli *cli) {
    struct err err = {0};
    bool well = course_check_content(&err) == ERR_OK;
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_bool(&cli->doc, "well", well);
        cli_json_error(cli, &err);
        json_end(&cli->doc);
    } else {
        fprintf(cli->out, "[%s] course\n", well ? "x" : " ");
        if (!well) print_wrapped(cli->out, err.detail, 4, 74);
    }
    return well ? EXIT_DONE : EXIT_CHECK;
}

static int course(struct cli *cli) {
    struct err err = {0};
    struct own own;
    enum course_why why;
    char whose[WORDS_SIZE];
    if (cli->arg_count == 1 && strcmp(cli->args[0], "check") == 0) return check(cli);
    if (cli->arg_count > 0) return cli_usage(cli, _("'%s' is not known here."), cli->args[0]);
    enum err_code code = own_open(&own, cli, NULL, &err);
    if (code == ERR_OK) {
        int next = course_next(own.course, own.book, &why);
        if (cli->json) {
            json_course(cli, &own, next, why);
        } else {
            fprintf(cli->out, "%s\n\n", own.course->title);
            print_wrapped(cli->out, own.course->text, 0, 78);
            for (int i = 0; i < own.course->part_count; i++) print_part(cli, &own, i, next);
            print_next(cli, &own, next, why);
            words_whose_record(&cli->settings, whose, sizeof whose);
            if (*whose) cli_note(cli, "%s", whose);
        }
    }
    own_release(&own);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* ---- score --------------------------------------------------------------------------------------------------------- */

static void json_score_item(struct cli *cli, const struct own *own,
                            const struct course_item *item) {
    struct logbook_sum sum;
    logbook_sum(own->book, item->lab, item->id, &sum);
    const struct logbook_run *at = sum.best ? sum.best : sum.current;
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "part", own->course->parts[item->part].id);
    json_text(&cli->doc, "kind", kind_name(item));
    json_text(&cli->doc, "id", item->id);
    json_text(&cli->doc, "title", item->title);
    json_text(&cli->doc, "state", progress_name(sum.state));
    json_text_or_null(&cli->doc, "fault", at ? at->fault : "");
    json_text_or_null(&cli->doc, "step", sum.current ? sum.current->step : "");
    json_int(&cli->doc, "done", at ? at->done : 0);
    json_int(&cli->doc, "steps", at ? at->steps : 0);
    json_int(&cli->doc, "runs", sum.runs);
    json_int(&cli->doc, "hints", sum.hints);
    json_int(&cli->doc, "attempts", sum.attempts);
    json_int(&cli->doc, "shown", sum.shown);
    json_time(&cli->doc, "begun", sum.begun_ms);
    json_time(&cli->doc, "active", sum.active_ms);
    json_time(&cli->doc, "solved", sum.best ? sum.best->solved_ms : 0);
    json_int(&cli->doc, "minutes", sum.worked_ms / 60000);
    json_int(&cli->doc, "score", sum.best ? sum.best->score : 0);
    json_end(&cli->doc);
}

static int score_json(struct cli *cli, const struct own *own) {
    struct course_total total;
    course_total(own->course, own->book, &total);
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "trainee", own->book->trainee);
    json_int(&cli->doc, "solved", total.solved);
    json_int(&cli->doc, "assisted", total.assisted);
    json_int(&cli->doc, "of", total.items);
    json_int(&cli->doc, "score", total.points);
    json_int(&cli->doc, "most", total.of);
    json_int(&cli->doc, "minutes", total.worked_ms / 60000);
    json_array(&cli->doc, "items");
    for (int i = 0; i < own->course->item_count; i++)
        json_score_item(cli, own, &own->course->items[i]);
    json_end(&cli->doc);
    json_end(&cli->doc);
    return EXIT_DONE;
}

static void score_csv_row(struct csv_writer *csv, const struct own *own,
                          const struct course_item *item) {
    struct logbook_sum sum;
    logbook_sum(own->book, item->lab, item->id, &sum);
    const struct logbook_run *at = sum.best ? sum.best : sum.current;
    csv_cell(csv, own->book->trainee);
    csv_cell(csv, own->course->parts[item->part].id);
    csv_cell(csv, kind_name(item));
    csv_cell(csv, item->id);
    csv_cell(csv, item->title);
    csv_cell(csv, progress_name(sum.state));
    csv_number(csv, at ? at->done : 0);
    csv_number(csv, at ? at->steps : 0);
    csv_number(csv, sum.runs);
    csv_number(csv, sum.hints);
    csv_number(csv, sum.attempts);
    csv_number(csv, sum.shown);
    csv_time(csv, sum.begun_ms);
    csv_time(csv, sum.active_ms);
    csv_time(csv, sum.best ? sum.best->solved_ms : 0);
    csv_number(csv, sum.worked_ms / 60000);
    csv_number(csv, sum.best ? sum.best->score : 0);
    csv_row_end(csv);
}

static int score_csv(struct cli *cli, const struct own *own) {
    static const char *const names[] = {
        "trainee", "part",     "kind",  "id",    "title",  "state",  "done",    "steps", "runs",
        "hints",   "attempts", "shown", "begun", "active", "solved", "minutes", "score"};
    struct csv_writer csv;
    csv_writer_init(&csv, cli->out);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) csv_cell(&csv, names[i]);
    csv_row_end(&csv);
    for (int i = 0; i < own->course->item_count; i++)
        score_csv_row(&csv, own, &own->course->items[i]);
    return EXIT_DONE;
}

static void number_or_nothing(struct table *table, int64_t value) {
    if (value)
        table_cell_int(table, value);
    else
        table_cell(table, "");
}

static void score_row(struct table *table, const struct own *own, const struct course_item *item) {
    struct logbook_sum sum;
    char text[WORDS_SIZE];
    logbook_sum(own->book, item->lab, item->id, &sum);
    table_cell(table, words_course_kind(item->lab));
    table_cell(table, item->title);
    words_progress(item, &sum, text, sizeof text);
    table_cell(table, text);
    number_or_nothing(table, sum.hints);
    number_or_nothing(table, sum.attempts);
    number_or_nothing(table, sum.shown);
    words_worked(sum.worked_ms, text, sizeof text);
    table_cell(table, text);
    if (sum.best && item->lab)
        table_cell_int(table, sum.best->score);
    else
        table_cell(table, "");
}

static int score_table(struct cli *cli, const struct own *own) {
    struct table table;
    struct course_total total;
    char worked[48], trainee[WORDS_SIZE];
    course_total(own->course, own->book, &total);
    words_worked(total.worked_ms, worked, sizeof worked);
    words_clean(trainee, sizeof trainee, own->book->trainee);
    fprintf(cli->out, "%s: %s\n\n", trainee, own->course->title);
    table_init(&table, cli->out);
    table_column(&table, _("Kind"), false);
    table_column(&table, _("Title"), false);
    table_column(&table, _("Progress"), false);
    table_column(&table, _("Hints"), true);
    table_column(&table, _("Checks"), true);
    table_column(&table, _("Shown"), true);
    table_column(&table, _("Time"), true);
    table_column(&table, _("Score"), true);
    for (int i = 0; i < own->course->item_count; i++)
        score_row(&table, own, &own->course->items[i]);
    table_end(&table);
    fprintf(cli->out, _("\n%d of %d are solved, %d of %d points.\n"), total.solved, total.items,
            total.points, total.of);
    if (total.assisted)
        fprintf(cli->out,
                n_("%d was solved for the trainee.\n", "%d were solved for the trainee.\n",
                   (unsigned long)total.assisted),
                total.assisted);
    if (worked[0]) fprintf(cli->out, _("Time at work: %s\n"), worked);
    return EXIT_DONE;
}

static int score(struct cli *cli) {
    static const char *const formats[] = {"table", "csv", "json"};
    struct err err = {0};
    struct own own;
    const char *format = cli_option(cli, "format");
    int as = cli->json ? 2 : 0;
    for (int i = 0; format && i < 3; i++) {
        if (strcmp(format, formats[i]) == 0 && (!cli->json || i == 2)) {
            as = i;
            format = NULL;
        }
    }
    if (format) return cli_usage(cli, "%s", _("--format is table, csv or json."));
    enum err_code code = own_open(&own, cli, cli_option(cli, "trainee"), &err);
    int result = code != ERR_OK ? cli_fail(cli, &err)
                 : as == 2      ? score_json(cli, &own)
                 : as == 1      ? score_csv(cli, &own)
                                : score_table(cli, &own);
    own_release(&own);
    return result;
}

static const struct verb_option score_options[] = {
    {"format", "csv|json|table", N_("Format (default: table)"), false},
    {"trainee", "NAME", N_("Whose record (default: trainee.name)"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_course[] = {
    {.noun = "course",
     .args = "[check]",
     .max_args = 1,
     .summary = N_("List the course: guides and labs in order, how far you are, and what is next."),
     .details = N_("check says whether the content of the course is whole, for authors."),
     .run = course},
    {.noun = "score",
     .options = score_options,
     .summary = N_("Print a trainee's record: all guides and labs of the course."),
     .details = N_("The record outlives the practice copies. It is one file per trainee in the "
                   "folder that training.records names; see chq board for a class."),
     .run = score},
    {.run = NULL},
};
