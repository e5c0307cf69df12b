/* SPDX-License-Identifier: MIT */
/*
 * chq lab: the labs without a screen. Owns how they are printed; what a lab does and when it is solved is model/trainer.
 */

#include "cli/cli.h"
#include "model/clock.h"
#include "model/trainer/lab.h"
#include "model/trainer/show.h"
#include "tui/canvas.h"
#include "tui/page_names.h"
#include "tui/words.h"

enum { TEXT_COLS = 78, TEXT_MAX = 2000, MAX_IN_FOLDER = 200 };

/* What may be said of the lab now. */
static enum err_code open_content(const struct lab_run *run, struct guide **lab, struct err *err) {
    return lab_open_place(lab, run->place, run, i18n_language(), err);
}

static const char *state_words(const struct lab_run *run) {
    if (run->session.solved_ms == 0) return _("running");
    return run->session.assisted ? _("solved for you") : _("solved");
}

static enum err_code score_of(const struct lab_run *run, int *score, struct err *err) {
    struct guide *lab = NULL;
    enum err_code code = lab_open_run(&lab, run, "en", err);
    if (code == ERR_OK) *score = lab_score(run, lab);
    guide_free(&lab);
    return code;
}

/* ---- list ---------------------------------------------------------------------------------------------------- */

static void list_row(struct cli *cli, struct table *table, const struct guide *lab,
                     const struct lab_run *run, bool begun) {
    const char *id = guide_name(lab);
    int score = begun ? lab_score(run, lab) : 0;
    bool solved = begun && run->session.solved_ms > 0;
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "lab", id);
        json_text(&cli->doc, "title", guide_title(lab));
        json_int(&cli->doc, "level", lab_level(lab));
        json_int(&cli->doc, "par_minutes", lab_par_minutes(lab));
        json_text(&cli->doc, "state", !begun ? "new" : solved ? "solved" : "running");
        json_bool(&cli->doc, "assisted", begun && run->session.assisted);
        json_int(&cli->doc, "score", solved ? score : 0);
        json_end(&cli->doc);
        return;
    }
    table_cell(table, id);
    table_cell(table, guide_title(lab));
    table_cell_int(table, lab_level(lab));
    table_cell(table, begun ? state_words(run) : _("not begun"));
    if (solved)
        table_cell_int(table, score);
    else
        table_cell(table, "");
}

static enum err_code list_place(struct cli *cli, struct table *table, const char *place,
                                struct err *err) {
    struct guide *lab = NULL;
    struct lab_run run;
    enum err_code code = lab_peek(cli->company, place, &run, err);
    if (code == ERR_OK) code = lab_open_place(&lab, place, &run, i18n_language(), err);
    if (code == ERR_OK) list_row(cli, table, lab, &run, run.id[0] != '\0');
    guide_free(&lab);
    return code;
}

static int list(struct cli *cli) {
    char places[MAX_IN_FOLDER][LAB_ID_SIZE];
    struct table table;
    struct err err = {0};
    enum err_code code = ERR_OK;
    table_init(&table, cli->out);
    table_column(&table, _("Lab"), false);
    table_column(&table, _("Title"), false);
    table_column(&table, _("Level"), true);
    table_column(&table, _("Progress"), false);
    table_column(&table, _("Score"), true);
    if (cli->json) json_array(&cli->doc, NULL);
    for (int i = 0; lab_id(i) && code == ERR_OK; i++)
        code = list_place(cli, &table, lab_id(i), &err);
    int others = code == ERR_OK ? lab_places_from(cli->company, places, MAX_IN_FOLDER) : 0;
    for (int i = 0; i < others; i++) {
        struct err why = {0};
        if (list_place(cli, &table, places[i], &why) != ERR_OK)
            cli_warn(cli, "%s: %s", places[i], why.detail);
    }
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* ---- show --------------------------------------------------------------------------------------------------- */

static void print_script(struct cli *cli, const struct show *script) {
    if (cli->json) json_array(&cli->doc, "script");
    if (!cli->json) putc('\n', cli->out);
    for (int i = 0; i < script->count; i++) {
        if (cli->json)
            json_text(&cli->doc, NULL, script->commands[i].line);
        else
            fprintf(cli->out, "%3d  %s\n", i + 1, script->commands[i].line);
    }
    if (cli->json) json_end(&cli->doc);
}

static void print_lab(struct cli *cli, const struct guide *lab) {
    const char *id = guide_name(lab);
    if (cli->json) {
        json_text(&cli->doc, "lab", id);
        json_text(&cli->doc, "title", guide_title(lab));
        json_int(&cli->doc, "level", lab_level(lab));
        json_int(&cli->doc, "par_minutes", lab_par_minutes(lab));
        json_text(&cli->doc, "story", guide_text(lab, "story"));
        json_text(&cli->doc, "task", guide_text(lab, "task"));
        return;
    }
    fprintf(cli->out, "%s\n", guide_title(lab));
    fprintf(cli->out, _("Level %d, par %d min\n\n"), lab_level(lab), lab_par_minutes(lab));
    print_wrapped(cli->out, guide_text(lab, "story"), 0, TEXT_COLS);
    putc('\n', cli->out);
    print_wrapped(cli->out, guide_text(lab, "task"), 0, TEXT_COLS);
}

static int show(struct cli *cli) {
    struct err err = {0};
    struct guide *lab = NULL;
    struct show *script = NULL;
    enum err_code code = lab_open(&lab, cli->args[0], i18n_language(), &err);
    if (code == ERR_OK) code = show_open(&script, lab, SHOW_LAB, &err);
    if (code == ERR_OK) {
        if (cli->json) json_object(&cli->doc, NULL);
        print_lab(cli, lab);
        if (cli_option(cli, "script")) print_script(cli, script);
        if (cli->json) json_end(&cli->doc);
    }
    show_free(&script);
    guide_free(&lab);
    return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* ---- start --------------------------------------------------------------------------------------------------- */

static void run_members(struct cli *cli, const struct lab_run *run, const struct guide *lab) {
    bool hidden = run->hidden && run->session.solved_ms == 0;
    json_text(&cli->doc, "lab", hidden ? run->place : run->id);
    json_text(&cli->doc, "title", guide_title(lab));
    json_text(&cli->doc, "data", run->folder);
}

static void print_story(struct cli *cli, const struct lab_run *run, const struct guide *lab) {
    fprintf(cli->out, "%s\n\n", guide_title(lab));
    print_wrapped(cli->out, guide_text(lab, "story"), 0, TEXT_COLS);
    putc('\n', cli->out);
    print_wrapped(cli->out, guide_text(lab, "task"), 0, TEXT_COLS);
    fprintf(cli->out, _("\nThe lab is a company of its own. Work on it with --data:\n  %s\n"),
            run->folder);
}

static int start(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    struct guide *lab = NULL;
    int64_t seed = clock_now_ms(), faults = 1;
    const char *place = cli->args[0];
    if (!cli_option_int(cli, "seed", 0, INT64_MAX, &seed)) return EXIT_USAGE;
    if (!cli_option_int(cli, "faults", 1, 2, &faults)) return EXIT_USAGE;
    if (faults == 2 && strcmp(place, LAB_RANDOM) != 0)
        return cli_usage(cli, "%s", _("--faults is for a random lab."));
    if (faults == 2) place = LAB_TWO;
    const char *from = cli_option(cli, "from");
    enum err_code code = from ? lab_start_from(cli->company, from, place, &run, &err)
                              : lab_start(cli->company, place, (uint64_t)seed, &run, &err);
    if (code == ERR_OK) code = open_content(&run, &lab, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_warn_unrecorded(cli, &run.session);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        run_members(cli, &run, lab);
        json_text(&cli->doc, "story", guide_text(lab, "story"));
        json_text(&cli->doc, "task", guide_text(lab, "task"));
        json_text(&cli->doc, "store", run.session.target);
        json_text(&cli->doc, "email", run.session.email);
        json_text_or_null(&cli->doc, "other_email", run.session.other.email);
        json_end(&cli->doc);
    } else {
        print_story(cli, &run, lab);
    }
    guide_free(&lab);
    return EXIT_DONE;
}

/* ---- check --------------------------------------------------------------------------------------------------- */

/* A fault of the content says where; what the company says to an action says what. */
static void print_fault(struct cli *cli, const struct err *err) {
    char text[700];
    words_error(err, NULL, text, sizeof text);
    print_wrapped(cli->out, err->detail[0] ? err->detail : text, 4, TEXT_COLS - 4);
}

static void print_proof(struct cli *cli, const char *id, bool well, const struct err *err) {
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "lab", id);
        json_bool(&cli->doc, "well", well);
        cli_json_error(cli, err);
        json_end(&cli->doc);
        return;
    }
    fprintf(cli->out, "[%s] %s\n", well ? "x" : " ", id);
    if (!well) print_fault(cli, err);
    fflush(cli->out);
}

/* Which labs are to be proven. */
struct to_prove {
    const struct cli *cli;
    const char *from; /* folder, NULL = the program's own */
    char ids[MAX_IN_FOLDER][LAB_ID_SIZE];
    int count;
    char pair[LAB_ID_SIZE];
};

/* Those asked for; without any, all of the folder, or all labs and what can be together. */
static const char *lab_to_prove(struct to_prove *what, int index) {
    const struct cli *cli = what->cli;
    if (cli->arg_count > 0) return index < cli->arg_count ? cli->args[index] : NULL;
    if (what->from) return index < what->count ? what->ids[index] : NULL;
    if (index < lab_count()) return lab_id(index);
    return lab_pair(index - lab_count(), what->pair) ? what->pair : NULL;
}

static int prove_all(struct cli *cli, struct to_prove *what, const char *demo) {
    int wrong = 0;
    const char *id;
    if (cli->json) json_array(&cli->doc, NULL);
    for (int i = 0; (id = lab_to_prove(what, i)) && !interrupt_signal(); i++) {
        struct err err = {0};
        bool well = lab_prove(id, what->from, demo, &cli->settings, &page_names, &err) == ERR_OK;
        wrong += !well;
        print_proof(cli, id, well, &err);
    }
    if (cli->json) json_end(&cli->doc);
    if (interrupt_signal()) return EXIT_INTERRUPTED; /* the rest is not proven */
    return wrong ? EXIT_CHECK : EXIT_DONE;
}

/* The content: for authors. */
static int prove(struct cli *cli) {
    char demo[LAB_DEMO_SIZE];
    struct to_prove what = {.cli = cli, .from = cli_option(cli, "from")};
    struct err err = {0};
    for (int i = 0; i < cli->arg_count && !what.from; i++) {
        struct guide *lab = NULL;
        if (lab_open(&lab, cli->args[i], "en", &err) != ERR_OK) return cli_fail(cli, &err);
        guide_free(&lab);
    }
    if (what.from) what.count = lab_folder_ids(what.from, what.ids, MAX_IN_FOLDER);
    if (what.from && what.count == 0 && cli->arg_count == 0) {
        cli_complain(cli, _("There is no lab in %s."), what.from);
        return EXIT_REFUSED;
    }
    if (lab_demo_make(&cli->settings, demo, &err) != ERR_OK) return cli_fail(cli, &err);
    int code = prove_all(cli, &what, demo);
    lab_demo_drop(demo);
    return code;
}

static void print_labelled(struct cli *cli, const char *label, const char *text) {
    int pad = 12 - text_cols(label);
    fprintf(cli->out, "    %s:%*s%s\n", label, pad > 1 ? pad : 1, "", text);
}

/* `number` of those that must not be told by what they are. */
static void print_verdict(struct cli *cli, const struct lab_verdict *line, int number) {
    char expected[WORDS_SIZE], found[WORDS_SIZE], title[WORDS_SIZE];
    words_clean(expected, sizeof expected, line->told ? line->verdict.expected : "");
    words_clean(found, sizeof found,
                !line->told       ? ""
                : line->broken[0] ? words_invariant(line->broken)
                                  : line->verdict.found);
    snprintf(title, sizeof title, _("Proof %d"), number);
    if (line->told) text_copy(title, sizeof title, line->title);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "title", title);
        json_bool(&cli->doc, "keep", line->keep);
        json_bool(&cli->doc, "done", line->verdict.done);
        json_text_or_null(&cli->doc, "expected", line->told ? line->verdict.expected : "");
        json_text_or_null(&cli->doc, "found", found);
        json_text_or_null(&cli->doc, "invariant", line->broken);
        json_end(&cli->doc);
        return;
    }
    fprintf(cli->out, "[%s] %s\n", line->verdict.done ? "x" : " ", title);
    if (line->verdict.done || !line->told) return;
    print_labelled(cli, _("expected"), expected);
    print_labelled(cli, _("found"), found);
}

/* One that was solved and has been reset since is not solved as it is. */
static void print_end(struct cli *cli, const struct lab_run *run, const struct guide *lab,
                      bool solved, int score) {
    if (!solved) {
        fputs(_("\nNot solved yet.\n"), cli->out);
        return;
    }
    fprintf(cli->out, _("\nSolved. Score: %d of 100%s\n\n"), score,
            run->session.assisted ? _(" (solved for you)") : "");
    print_wrapped(cli->out, guide_text(lab, "explanation"), 0, TEXT_COLS);
}

static void print_report(struct cli *cli, const struct lab_run *run, const struct guide *lab,
                         const struct lab_report *report, int score) {
    if (cli->json) {
        json_object(&cli->doc, NULL);
        run_members(cli, run, lab);
        json_array(&cli->doc, "verdicts");
    } else {
        fprintf(cli->out, "%s\n\n", guide_title(lab));
    }
    /* Of one that must not be recognized not even how many proofs it has. */
    bool hides = run->hidden && run->session.solved_ms == 0, untold = false;
    for (int i = 0; i < report->count; i++) {
        const struct lab_verdict *line = &report->verdicts[i];
        if (hides && !line->told) continue;
        print_verdict(cli, line, i + 1);
        untold = untold || !line->told;
    }
    if (cli->json) {
        json_end(&cli->doc);
        json_int(&cli->doc, "faults", report->faults);
        json_int(&cli->doc, "repaired", report->repaired);
        json_bool(&cli->doc, "solved", report->solved);
        json_int(&cli->doc, "score", score);
        json_end(&cli->doc);
        return;
    }
    for (int i = 1; hides && i <= report->faults; i++) {
        bool done = i <= report->repaired;
        fprintf(cli->out, "[%s] %s\n", done ? "x" : " ",
                report->faults == 1 ? _("The fault is found and repaired")
                : i == 1            ? _("One fault is found and repaired")
                                    : _("Both faults are found and repaired"));
    }
    if (untold)
        cli_note(cli, "%s",
                 _("What a proof expects is told once you have tried something or taken a hint."));
    print_end(cli, run, lab, report->solved, score);
}

static int check_running(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    struct lab_report report;
    struct guide *lab = NULL;
    int score = 0;
    enum err_code code = lab_find(cli->company, NULL, &run, &err);
    if (code == ERR_OK) code = lab_check(&cli->settings, &run, i18n_language(), &report, &err);
    if (code == ERR_OK) code = open_content(&run, &lab, &err);
    if (code == ERR_OK) code = score_of(&run, &score, &err);
    if (code == ERR_OK) print_report(cli, &run, lab, &report, score);
    guide_free(&lab);
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_warn_unrecorded(cli, &run.session);
    return report.solved ? EXIT_DONE : EXIT_CHECK;
}

static int check(struct cli *cli) {
    bool content = cli_option(cli, "all") || cli_option(cli, "from") || cli->arg_count > 0;
    return content ? prove(cli) : check_running(cli);
}

/* ---- answer, hint, reset, solve, score ------------------------------------------------------------------------------- */

/* --json: which lab it was about. */
static int done(struct cli *cli, const struct lab_run *run) {
    struct err err = {0};
    struct guide *lab = NULL;
    if (!cli->json) return EXIT_DONE;
    if (open_content(run, &lab, &err) != ERR_OK) return cli_fail(cli, &err);
    json_object(&cli->doc, NULL);
    run_members(cli, run, lab);
    json_end(&cli->doc);
    guide_free(&lab);
    return EXIT_DONE;
}

/* What stands behind the verb is the answer, quoted or not. */
static int answer(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    char text[TEXT_MAX] = "";
    size_t used = 0;
    for (int i = 0; i < cli->arg_count && used < sizeof text; i++)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "", cli->args[i]);
    cli->entity_id = "lab-answer";
    enum err_code code = lab_find(cli->company, NULL, &run, &err);
    if (code == ERR_OK) code = lab_answer(&cli->settings, &run, text, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_note(cli, "%s", _("The answer is kept. chq lab check says whether it is right."));
    return done(cli, &run);
}

static int hint(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    char text[TEXT_MAX], clean[WORDS_SIZE];
    int price = 0;
    enum err_code code = lab_find(cli->company, NULL, &run, &err);
    if (code == ERR_OK)
        code = lab_hint(&cli->settings, &run, i18n_language(), text, sizeof text, &price, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_warn_unrecorded(cli, &run.session);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "hint", text);
        json_int(&cli->doc, "number", run.session.hints);
        json_int(&cli->doc, "price", price);
        json_end(&cli->doc);
        return EXIT_DONE;
    }
    words_clean(clean, sizeof clean, text);
    print_wrapped(cli->out, clean, 0, TEXT_COLS);
    if (price > 0) cli_note(cli, _("This hint costs %d points."), price);
    return EXIT_DONE;
}

/* The copy is replaced, and the company this call has open may be that copy. */
static enum err_code let_go(struct cli *cli, struct lab_run *run, struct err *err) {
    enum err_code code = lab_find(cli->company, NULL, run, err);
    if (code == ERR_OK) company_close(&cli->company);
    return code;
}

static int reset(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    enum err_code code = let_go(cli, &run, &err);
    if (code == ERR_OK) code = lab_reset(&cli->settings, &run, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_note(cli, "%s", _("The lab is as it was when it began. Hints and time go on counting."));
    return done(cli, &run);
}

static int solve(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    enum err_code code = let_go(cli, &run, &err);
    if (code == ERR_OK) code = lab_solve(&cli->settings, &run, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    cli_note(cli, "%s",
             _("The lab was solved for you. chq lab check says what proves it and why."));
    return done(cli, &run);
}

static int score(struct cli *cli) {
    struct err err = {0};
    struct lab_run run;
    struct guide *lab = NULL;
    int points = 0;
    enum err_code code = lab_find(cli->company, NULL, &run, &err);
    if (code == ERR_OK) code = score_of(&run, &points, &err);
    if (code == ERR_OK) code = open_content(&run, &lab, &err);
    if (code != ERR_OK) return cli_fail(cli, &err);
    const struct guide_session *session = &run.session;
    int64_t until = session->solved_ms > 0 ? session->solved_ms : clock_now_ms();
    int64_t minutes = (until - session->started_ms) / 60000;
    if (cli->json) {
        json_object(&cli->doc, NULL);
        run_members(cli, &run, lab);
        json_bool(&cli->doc, "solved", session->solved_ms > 0);
        json_bool(&cli->doc, "assisted", session->assisted);
        json_int(&cli->doc, "score", points);
        json_int(&cli->doc, "minutes", minutes);
        json_int(&cli->doc, "hints", session->hints);
        json_int(&cli->doc, "attempts", session->attempts);
        json_end(&cli->doc);
    } else {
        fprintf(cli->out,
                _("%s: %s. Score: %d of 100; %lld minutes, %d hints, checked %d times.\n"),
                guide_title(lab), state_words(&run), points, (long long)minutes, session->hints,
                session->attempts);
    }
    guide_free(&lab);
    return EXIT_DONE;
}

static const struct verb_option start_options[] = {
    {"from", "FOLDER", N_("Take the lab from a folder, not from the program"), false},
    {"faults", "N", N_("How many faults at once: 1 or 2; with random"), false},
    {"seed", "N", N_("Which fault random picks; the same number picks the same one"), false},
    {NULL, NULL, NULL, false},
};
static const struct verb_option show_options[] = {
    {"script", NULL, N_("Also how it is solved on the screen, for authors"), false},
    {NULL, NULL, NULL, false},
};
static const struct verb_option check_options[] = {
    {"from", "FOLDER", N_("Take the labs from a folder, not from the program"), false},
    {"all", NULL, N_("Prove the content of all labs, for authors"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_lab[] = {
    {.noun = "lab",
     .name = "list",
     .flags = VERB_COMPANY,
     .summary = N_("List the labs and how far they have come."),
     .run = list},
    {.noun = "lab",
     .name = "show",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .options = show_options,
     .summary = N_("Print what a lab is about."),
     .run = show},
    {.noun = "lab",
     .name = "start",
     .args = "ID|random",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .options = start_options,
     .summary = N_("Begin a lab, or go on with it."),
     .details = N_("A lab is a copy of the company with a fault in it; the company itself is only "
                   "read. Prints the folder of the copy: other verbs work on it with --data. "
                   "random does not say which fault it is; with --faults 2 it puts in two at "
                   "once. --from takes the lab from the four files ID.ini, ID.sql, ID.en.ini and "
                   "ID.nb.ini in a folder."),
     .run = start},
    {.noun = "lab",
     .name = "check",
     .args = "[ID…]",
     .max_args = -1,
     .flags = VERB_COMPANY,
     .options = check_options,
     .summary = N_("Check whether the running lab is solved."),
     .details = N_("Prints what is expected and what was found, and what must not be broken; exit "
                   "code 4 when it is not solved. With --all or IDs it proves the content of the "
                   "labs instead, in companies of their own: the fault puts the symptom in place, "
                   "the model solution passes and the wrong ones do not."),
     .run = check},
    {.noun = "lab",
     .name = "answer",
     .args = "TEXT…",
     .min_args = 1,
     .max_args = -1,
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Answer what the fault of the running lab is."),
     .details = N_("Some faults are to be understood, not repaired: name the customer, the job or "
                   "what it is, for example 'no fault'. Whether it is right is said by chq lab "
                   "check; an empty text takes the answer back."),
     .run = answer},
    {.noun = "lab",
     .name = "hint",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Print the next hint of the running lab; it costs points."),
     .run = hint},
    {.noun = "lab",
     .name = "reset",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Put the running lab back to where it began."),
     .run = reset},
    {.noun = "lab",
     .name = "score",
     .flags = VERB_COMPANY,
     .summary = N_("Print the score of the running lab."),
     .run = score},
    {.noun = "lab",
     .name = "solve",
     .flags = VERB_COMPANY | VERB_WRITES,
     .summary = N_("Solve the running lab for me; it counts as assisted."),
     .run = solve},
    {.run = NULL},
};
