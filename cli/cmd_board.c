/* SPDX-License-Identifier: MIT */
/*
 * chq board, chq certificate: what an instructor looks at and what a trainee takes home. Owns how the board is printed;
 * who stands where is model/trainer, the certificate is tui/certificate.c.
 */

#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "model/clock.h"
#include "model/file.h"
#include "tui/words.h"
#include "tui/words_course.h"

enum { WATCH_MS = 5000, WATCH_STEP_MS = 100 };

/* ---- board --------------------------------------------------------------------------------------------------------- */

static void json_line(struct cli *cli, const struct course *course, const struct board_line *line) {
    const struct course_item *item = line->item >= 0 ? &course->items[line->item] : NULL;
    json_object(&cli->doc, NULL);
    json_text(&cli->doc, "trainee", line->trainee);
    json_text_or_null(&cli->doc, "kind", !item ? "" : item->lab ? "lab" : "guide");
    json_text_or_null(&cli->doc, "id", item ? item->id : "");
    json_text_or_null(&cli->doc, "title", item ? item->title : "");
    json_text_or_null(&cli->doc, "step", line->on.step);
    json_int(&cli->doc, "done", line->on.done);
    json_int(&cli->doc, "steps", line->on.steps);
    json_int(&cli->doc, "stuck_s", line->stuck_ms / 1000);
    json_int(&cli->doc, "hints", line->on.hints);
    json_int(&cli->doc, "attempts", line->on.attempts);
    json_time(&cli->doc, "active", line->active_ms);
    json_int(&cli->doc, "solved", line->total.solved);
    json_int(&cli->doc, "assisted", line->total.assisted);
    json_int(&cli->doc, "of", line->total.items);
    json_int(&cli->doc, "score", line->total.points);
    json_int(&cli->doc, "strange_lines", line->strange);
    cli_json_error(cli, &line->trouble);
    json_end(&cli->doc);
}

static void put_line(struct table *table, const struct course *course,
                     const struct board_line *line, int64_t now_ms) {
    char text[WORDS_SIZE] = "";
    table_cell(table, line->trainee);
    if (line->trouble.code != ERR_OK) {
        table_cell(table, _("cannot be read"));
        for (int i = 0; i < 7; i++) table_cell(table, "");
        return;
    }
    if (line->item >= 0) {
        words_age(line->stuck_ms, text, sizeof text);
        table_cell(table, course->items[line->item].title);
        table_cellf(table, "%d/%d", line->on.done, line->on.steps);
        table_cell(table, text);
        table_cell_int(table, line->on.hints);
        table_cell_int(table, line->on.attempts);
    } else { /* at nothing just now */
        for (int i = 0; i < 5; i++) table_cell(table, "");
    }
    table_cellf(table, "%d/%d", line->total.solved, line->total.items);
    table_cell_int(table, line->total.points);
    text[0] = '\0';
    if (line->active_ms) words_age(now_ms - line->active_ms, text, sizeof text);
    table_cell(table, text);
}

static void print_board(struct cli *cli, const struct course *course, const struct board *board) {
    struct table table;
    int64_t now_ms = clock_now_ms();
    table_init(&table, cli->out);
    table_column(&table, _("Trainee"), false);
    table_column(&table, _("Works on"), false);
    table_column(&table, _("Step"), true);
    table_column(&table, _("Stuck for"), true);
    table_column(&table, _("Hints"), true);
    table_column(&table, _("Checks"), true);
    table_column(&table, _("Solved"), true);
    table_column(&table, _("Score"), true);
    table_column(&table, _("Last seen"), true);
    for (int i = 0; i < board->count; i++) put_line(&table, course, &board->lines[i], now_ms);
    table_end(&table);
}

static void warn_of(struct cli *cli, const struct board_line *line) {
    char text[WORDS_SIZE], name[WORDS_SIZE];
    words_clean(name, sizeof name, line->trainee);
    words_error(&line->trouble, NULL, text, sizeof text);
    if (text[0]) cli_warn(cli, "%s", text);
    if (line->strange)
        cli_warn(cli, _("%d lines of the record of %s are not understood and left out."),
                 line->strange, name);
}

/* The company's own folder comes with its first record: nobody has begun. One that was named has to be there. */
static bool not_begun(const struct cli *cli, const struct err *err) {
    return err->code == ERR_NOT_FOUND && cli->arg_count == 0 && !cli->settings.records[0];
}

static int show_board(struct cli *cli, const struct course *course, const char *folder) {
    struct err err = {0};
    struct board board;
    if (board_read(course, folder, &board, &err) != ERR_OK && !not_begun(cli, &err))
        return cli_fail(cli, &err);
    if (cli->json) {
        json_array(&cli->doc, NULL);
        for (int i = 0; i < board.count; i++) json_line(cli, course, &board.lines[i]);
        json_end(&cli->doc);
    } else {
        print_board(cli, course, &board);
    }
    if (board.count == 0)
        cli_note(cli, _("Nobody has a record in %s yet. It begins with the first guide or lab."),
                 folder);
    for (int i = 0; i < board.count; i++) warn_of(cli, &board.lines[i]);
    if (board.more)
        cli_warn(cli, _("There are more than %d records; the rest is not shown."), BOARD_MAX);
    board_free(&board);
    return EXIT_DONE;
}

/* Again and again on a cleared screen, until it is interrupted. */
static int watch_board(struct cli *cli, const struct course *course, const char *folder) {
    int code = EXIT_DONE;
    while (code == EXIT_DONE && !interrupt_signal()) {
        fputs("\033[H\033[2J", cli->out);
        code = show_board(cli, course, folder);
        fflush(cli->out);
        for (int ms = 0; ms < WATCH_MS && !interrupt_signal(); ms += WATCH_STEP_MS)
            clock_sleep_ms(WATCH_STEP_MS);
    }
    return code;
}

static int board(struct cli *cli) {
    struct err err = {0};
    struct course *course = NULL;
    char folder[LOGBOOK_PATH_SIZE];
    bool watch = cli_option(cli, "watch") != NULL;
    if (watch && (cli->json || !isatty(fileno(cli->out))))
        return cli_usage(cli, "%s", _("--watch needs a terminal and no --json."));
    if (cli->arg_count > 0)
        text_copy(folder, sizeof folder, cli->args[0]);
    else
        logbook_folder(&cli->settings, cli->folder, folder);
    if (!folder[0]) {
        cli_note(cli, "%s", _("No records are kept: the setting training.records is none."));
        return EXIT_DONE;
    }
    if (course_open(&course, i18n_language(), &err) != ERR_OK) return cli_fail(cli, &err);
    int code = watch ? watch_board(cli, course, folder) : show_board(cli, course, folder);
    course_free(&course);
    return code;
}

/* ---- certificate ----------------------------------------------------------------------------------------------------- */

static void say_missing(struct cli *cli, const struct course *course, const struct logbook *book,
                        const struct course_total *total) {
    enum course_why why;
    int next = course_next(course, book, &why), left = total->items - total->solved;
    cli_complain(cli,
                 n_("The course is not complete: %d guide or lab is not solved.",
                    "The course is not complete: %d guides and labs are not solved.",
                    (unsigned long)left),
                 left);
    if (next >= 0)
        cli_note(cli, _("Next: %s. chq course lists all of them."), course->items[next].title);
    cli_note(cli, "%s", _("--so-far prints a statement of what is done."));
    if (!cli->json) return;
    json_object(&cli->doc, NULL);
    json_bool(&cli->doc, "complete", false);
    json_int(&cli->doc, "missing", left);
    json_end(&cli->doc);
}

static enum err_code write_out(struct cli *cli, const char *path, const struct course *course,
                               const struct logbook *book, bool so_far, struct err *err) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out) BUG("out of memory for a certificate");
    certificate_print(out, course, book, so_far);
    fclose(out);
    enum err_code code = path ? file_replace(path, text, len, 0644, err) : ERR_OK;
    if (!path && !cli->json) fputs(text, cli->out);
    if (code == ERR_OK && cli->json) {
        json_object(&cli->doc, NULL);
        json_bool(&cli->doc, "complete", !so_far);
        json_text_or_null(&cli->doc, "file", path ? path : "");
        json_text(&cli->doc, "text", text);
        json_end(&cli->doc);
    } else if (code == ERR_OK && path) {
        cli_note(cli, _("Written to %s."), path);
    }
    free(text);
    return code;
}

static int certificate(struct cli *cli) {
    struct err err = {0};
    struct course *course = NULL;
    struct logbook *book = NULL;
    struct course_total total;
    char name[LOGBOOK_NAME_SIZE], folder[LOGBOOK_PATH_SIZE], whose[WORDS_SIZE];
    int result = EXIT_DONE;
    bool so_far = cli_option(cli, "so-far") != NULL;
    logbook_trainee(&cli->settings, name);
    if (cli_option(cli, "trainee")) text_copy(name, sizeof name, cli_option(cli, "trainee"));
    logbook_folder(&cli->settings, cli->folder, folder);
    enum err_code code = course_open(&course, i18n_language(), &err);
    if (code == ERR_OK) code = logbook_read(folder, name, &book, &err);
    if (code == ERR_OK) {
        course_total(course, book, &total);
        if (certificate_is_earned(&total)) so_far = false;
        if (!so_far && !certificate_is_earned(&total)) {
            say_missing(cli, course, book, &total);
            result = EXIT_CHECK;
        } else {
            code = write_out(cli, cli_option(cli, "out"), course, book, so_far, &err);
        }
    }
    course_free(&course);
    logbook_free(&book);
    words_whose_record(&cli->settings, whose, sizeof whose);
    if (code == ERR_OK && *whose && !cli_option(cli, "trainee")) cli_note(cli, "%s", whose);
    return code == ERR_OK ? result : cli_fail(cli, &err);
}

static const struct verb_option board_options[] = {
    {"watch", NULL, N_("Print it again every few seconds, until it is interrupted"), false},
    {NULL, NULL, NULL, false},
};
static const struct verb_option certificate_options[] = {
    {"out", "FILE", N_("Write it to a file (default: standard output)"), false},
    {"so-far", NULL, N_("A statement of what is done, also when the course is not complete"),
     false},
    {"trainee", "NAME", N_("Whose record (default: trainee.name)"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_board[] = {
    {.noun = "board",
     .args = "[DIR]",
     .max_args = 1,
     .options = board_options,
     .summary = N_("Print where the trainees of a class are: the records in one folder."),
     .details = N_("Who is stuck longest stands first: the time since the last progress in a guide "
                   "or lab that is begun and not solved. Without DIR it is the folder that "
                   "training.records names."),
     .run = board},
    {.noun = "certificate",
     .options = certificate_options,
     .summary = N_("Print the certificate of the course, as a page of plain text."),
     .details = N_("Exit code 4 and nothing written when the course is not complete."),
     .run = certificate},
    {.run = NULL},
};
