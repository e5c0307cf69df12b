/* SPDX-License-Identifier: MIT */
/*
 * chq guide: the guides without a screen. Owns how steps and verdicts are printed; what a step needs, how it is checked
 * and how it is performed is model/trainer.
 */

#include "cli/cli.h"
#include "model/trainer/guide.h"
#include "model/trainer/guide_session.h"
#include "model/trainer/lab.h"
#include "tui/canvas.h"
#include "tui/page.h"
#include "tui/page_names.h"
#include "tui/words.h"

enum { TEXT_COLS = 78 };

static int open_guide(struct cli *cli, struct guide **guide) {
    struct err err = {0};
    if (guide_open(guide, cli->args[0], i18n_language(), &err) != ERR_OK)
        return cli_fail(cli, &err);
    return EXIT_DONE;
}

/* ---- list and show ----------------------------------------------------------------------------------------- */

static int list(struct cli *cli) {
    struct table table;
    table_init(&table, cli->out);
    table_column(&table, _("Guide"), false);
    table_column(&table, _("Title"), false);
    table_column(&table, _("Steps"), true);
    table_column(&table, _("Source document"), false);
    struct err err = {0};
    if (cli->json) json_array(&cli->doc, NULL);
    for (int i = 0; i < guide_count() && err.code == ERR_OK; i++) {
        struct guide *guide;
        char steps[32];
        const char *id = guide_id(i);
        if (guide_open(&guide, id, i18n_language(), &err) != ERR_OK) continue;
        int done = guide_progress(cli->folder, id);
        snprintf(steps, sizeof steps, "%d/%d", done > 0 ? done : 0, guide_steps(guide));
        if (cli->json) {
            json_object(&cli->doc, NULL);
            json_text(&cli->doc, "guide", id);
            json_text(&cli->doc, "title", guide_title(guide));
            json_int(&cli->doc, "steps", guide_steps(guide));
            json_bool(&cli->doc, "begun", done >= 0);
            json_int(&cli->doc, "done", done > 0 ? done : 0);
            json_bool(&cli->doc, "practice_only", guide_is_prepared(guide));
            json_text(&cli->doc, "source", guide_text(guide, "source"));
            json_end(&cli->doc);
        } else {
            table_cell(&table, id);
            table_cell(&table, guide_title(guide));
            table_cell(&table, steps);
            table_cell(&table, guide_text(guide, "source"));
        }
        guide_free(&guide);
    }
    if (cli->json)
        json_end(&cli->doc);
    else
        table_end(&table);
    return err.code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

static void print_step(struct cli *cli, const struct guide_step *step, int number) {
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "number", number);
        json_text(&cli->doc, "id", step->id);
        json_text_or_null(&cli->doc, "page", step->page);
        json_text(&cli->doc, "path", step->path);
        json_text(&cli->doc, "title", step->title);
        json_text(&cli->doc, "text", step->text);
        json_text(&cli->doc, "hint", step->hint);
        json_bool(&cli->doc, "also_needed", step->also_needed);
        json_end(&cli->doc);
        return;
    }
    fprintf(cli->out, "\n%2d. %s%s\n", number, step->title,
            step->also_needed ? _(" (also needed)") : "");
    if (step->path[0]) print_wrapped(cli->out, step->path, 4, TEXT_COLS - 4);
    print_wrapped(cli->out, step->text, 4, TEXT_COLS - 4);
}

static int show(struct cli *cli) {
    struct guide *guide = NULL;
    int code = open_guide(cli, &guide);
    if (code != EXIT_DONE) return code;
    const char *description = guide_text(guide, "description");
    const char *resolution = guide_text(guide, "resolution");
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "guide", cli->args[0]);
        json_text(&cli->doc, "title", guide_title(guide));
        json_text(&cli->doc, "description", description);
        json_text(&cli->doc, "resolution", resolution);
        json_array(&cli->doc, "steps");
    } else {
        fprintf(cli->out, "%s\n\n", guide_title(guide));
        print_wrapped(cli->out, description, 0, TEXT_COLS);
        if (resolution[0]) {
            putc('\n', cli->out);
            print_wrapped(cli->out, resolution, 0, TEXT_COLS);
        }
    }
    for (int i = 0; i < guide_steps(guide); i++) print_step(cli, guide_step_at(guide, i), i + 1);
    if (cli->json) {
        json_end(&cli->doc);
        json_end(&cli->doc);
    }
    guide_free(&guide);
    return EXIT_DONE;
}

/* ---- check ------------------------------------------------------------------------------------------------- */

/* --practice, and a guide that begins from a prepared company: go on with the practice copy instead of the company. */
static enum err_code use_practice_copy(struct cli *cli, const struct guide *guide,
                                       struct err *err) {
    char folder[COMPANY_PATH_SIZE];
    struct company *copy = NULL;
    if (!cli_option(cli, "practice") && !guide_is_prepared(guide)) return ERR_OK;
    enum err_code code = guide_sandbox(cli->company, cli->args[0], folder, err);
    if (code != ERR_OK) return code;
    code = company_open(&copy, folder, &cli->settings, cli->read_only, COMPANY_FOR_WORK, err);
    if (code != ERR_OK) return code;
    company_close(&cli->company);
    cli->company = copy;
    return ERR_OK;
}

static void json_verdict(struct cli *cli, const struct step_verdict *verdict) {
    json_bool(&cli->doc, "done", verdict->done);
    json_text(&cli->doc, "expected", verdict->expected);
    json_text(&cli->doc, "found", verdict->found);
}

static void print_pair_indented(struct cli *cli, const char *label, const char *text) {
    char clean[WORDS_SIZE];
    words_clean(clean, sizeof clean, text);
    int pad = 12 - text_cols(label);
    if (clean[0]) fprintf(cli->out, "        %s:%*s%s\n", label, pad > 1 ? pad : 1, "", clean);
}

static void print_verdict(struct cli *cli, const struct guide *guide, int index,
                          const struct step_verdict *verdict) {
    const struct guide_step *step = guide_step_at(guide, index);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_int(&cli->doc, "number", index + 1);
        json_text(&cli->doc, "id", step->id);
        json_text(&cli->doc, "title", step->title);
        json_bool(&cli->doc, "also_needed", step->also_needed);
        json_verdict(cli, verdict);
        json_end(&cli->doc);
        return;
    }
    fprintf(cli->out, "%2d. [%s] %s%s\n", index + 1, verdict->done ? "x" : " ", step->title,
            step->also_needed ? _(" (also needed)") : "");
    print_pair_indented(cli, _("expected"), verdict->expected);
    print_pair_indented(cli, _("found"), verdict->found);
}

static int print_check(struct cli *cli, const struct guide *guide,
                       const struct guide_session *session, const struct step_verdict *verdicts) {
    int steps = guide_steps(guide), done = 0;
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "guide", cli->args[0]);
        json_text(&cli->doc, "target", session->target);
        json_text_or_null(&cli->doc, "profile", session->profile);
        json_text_or_null(&cli->doc, "reported", session->reported);
        json_array(&cli->doc, "steps");
    } else {
        fprintf(cli->out, "%s\n\n", guide_title(guide));
    }
    for (int i = 0; i < steps; i++) {
        print_verdict(cli, guide, i, &verdicts[i]);
        done += verdicts[i].done;
    }
    if (cli->json) {
        json_end(&cli->doc);
        json_bool(&cli->doc, "done", done == steps);
        json_end(&cli->doc);
    } else {
        fprintf(cli->out, _("\n%d of %d steps are done.\n"), done, steps);
    }
    return done == steps ? EXIT_DONE : EXIT_CHECK;
}

static int check_guide(struct cli *cli, struct guide *guide) {
    struct err err = {0};
    struct guide_session session = {0};
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    enum err_code code = use_practice_copy(cli, guide, &err);
    if (code == ERR_OK) code = guide_session_open(cli->company, guide, &session, &err);
    if (code == ERR_OK) code = guide_check(cli->company, guide, &session, NULL, verdicts, &err);
    if (code == ERR_OK && !cli->read_only) {
        code = guide_session_save(cli->company, guide, &session, &err);
    }
    if (code == ERR_OK) cli_warn_unrecorded(cli, &session);
    return code == ERR_OK ? print_check(cli, guide, &session, verdicts) : cli_fail(cli, &err);
}

static void print_proof(struct cli *cli, const char *id, bool well, const struct err *err) {
    char text[700];
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "guide", id);
        json_bool(&cli->doc, "well", well);
        cli_json_error(cli, err);
        json_end(&cli->doc);
        return;
    }
    fprintf(cli->out, "[%s] %s\n", well ? "x" : " ", id);
    words_error(err, NULL, text, sizeof text);
    if (!well) print_wrapped(cli->out, err->detail[0] ? err->detail : text, 4, TEXT_COLS - 4);
    fflush(cli->out);
}

/* The content of all guides: for authors. */
static int prove_all(struct cli *cli) {
    char demo[LAB_DEMO_SIZE];
    struct err err = {0};
    int wrong = 0;
    if (lab_demo_make(&cli->settings, demo, &err) != ERR_OK) return cli_fail(cli, &err);
    if (cli->json) json_array(&cli->doc, NULL);
    for (int i = 0; guide_id(i) && !interrupt_signal(); i++) {
        struct err fault = {0};
        bool well = guide_prove(guide_id(i), demo, &cli->settings, &page_names, &fault) == ERR_OK;
        wrong += !well;
        print_proof(cli, guide_id(i), well, &fault);
    }
    if (cli->json) json_end(&cli->doc);
    lab_demo_drop(demo);
    if (interrupt_signal()) return EXIT_INTERRUPTED; /* the rest is not proven */
    return wrong ? EXIT_CHECK : EXIT_DONE;
}

static int check(struct cli *cli) {
    struct guide *guide = NULL;
    bool all = cli_option(cli, "all") != NULL;
    if (all != (cli->arg_count == 0))
        return cli_usage(cli, "%s", _("Name a guide, or give --all to prove the content of all."));
    if (all) return prove_all(cli);
    int code = open_guide(cli, &guide);
    if (code != EXIT_DONE) return code;
    code = check_guide(cli, guide);
    guide_free(&guide);
    return code;
}

/* ---- play -------------------------------------------------------------------------------------------------- */

struct play {
    struct cli *cli;
    const struct guide *guide;
    int step; /* printed last, -1 = none */
    bool all_done;
};

static const char *action_words(const char *action) {
    static const struct {
        const char *action, *words;
    } names[] = {
        {"open", N_("Open")},
        {"save", N_("Save")},
        {"run-job", N_("Run job")},
        {"restart-csu", N_("Restart the Commerce Scale Unit")},
        {"signup", N_("Sign up")},
        {"", N_("Nothing to do, it is so already")},
        {"synchronize", N_("Synchronize")},
        {"change-status", N_("Change status")},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].action, action) == 0) return _(names[i].words);
    }
    return action;
}

/* What an action acts on, as people call it. */
static const char *subject_words(const struct guide_event *event) {
    const char *action = event->action ? event->action : "";
    bool of_job = strcmp(action, "run-job") == 0 || strcmp(action, "change-status") == 0;
    if (of_job) return words_job_title(event->subject);
    for (int i = 0; strcmp(action, "open") == 0 && page_registry[i]; i++) {
        if (strcmp(page_registry[i]->id, event->subject) == 0) return _(page_registry[i]->title);
    }
    return event->subject;
}

static void say_json(struct play *play, const struct guide_event *event) {
    struct cli *cli = play->cli;
    json_object(&cli->doc, NULL);
    json_int(&cli->doc, "number", event->step + 1);
    json_text(&cli->doc, "id", guide_step_at(play->guide, event->step)->id);
    json_text(&cli->doc, "event", event->before ? "action" : "verdict");
    if (event->before) {
        json_text_or_null(&cli->doc, "action", event->action);
        json_text_or_null(&cli->doc, "subject", event->subject);
    } else {
        json_verdict(cli, &event->verdict);
    }
    json_end(&cli->doc);
}

static void say(void *ctx, const struct guide_event *event) {
    struct play *play = ctx;
    struct cli *cli = play->cli;
    char clean[WORDS_SIZE];
    if (!event->before) play->all_done = play->all_done && event->verdict.done;
    if (cli->json) {
        say_json(play, event);
        return;
    }
    if (play->step != event->step) {
        fprintf(cli->out, "\n%2d. %s\n", event->step + 1,
                guide_step_at(play->guide, event->step)->title);
        play->step = event->step;
    }
    if (event->before) {
        words_clean(clean, sizeof clean, subject_words(event));
        fprintf(cli->out, "    %s%s%s\n", action_words(event->action ? event->action : ""),
                clean[0] ? ": " : "", clean);
    } else {
        words_clean(clean, sizeof clean, event->verdict.found);
        fprintf(cli->out, "    [%s] %s\n", event->verdict.done ? "x" : " ", clean);
        if (!event->verdict.done) print_pair_indented(cli, _("expected"), event->verdict.expected);
    }
    fflush(cli->out);
}

static void print_signup(struct cli *cli, const struct signup_result *last) {
    if (cli->json) {
        json_object(&cli->doc, "signup");
        json_text_or_null(&cli->doc, "account", last->account);
        json_int(&cli->doc, "elapsed_ms", last->elapsed_ms);
        json_end(&cli->doc);
    } else if (last->account[0]) {
        fprintf(cli->out, _("\nVerified: a new customer got account %s at once.\n"), last->account);
    }
}

static int play_guide(struct cli *cli, struct guide *guide) {
    struct err err = {0};
    struct signup_result last = {0};
    struct play play = {.cli = cli, .guide = guide, .step = -1, .all_done = true};
    if (use_practice_copy(cli, guide, &err) != ERR_OK) return cli_fail(cli, &err);
    if (cli->json) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "guide", cli->args[0]);
        json_array(&cli->doc, "events");
    } else {
        fprintf(cli->out, "%s\n", guide_title(guide));
    }
    enum err_code code = guide_play(cli->company, guide, say, &play, &last, &err);
    if (cli->json) {
        json_end(&cli->doc);
        json_bool(&cli->doc, "done", code == ERR_OK && play.all_done);
    }
    if (code != ERR_OK) {
        int failed = cli_fail(cli, &err);
        return err.reason == REASON_GUIDE_STOPPED ? EXIT_CHECK : failed;
    }
    print_signup(cli, &last);
    if (cli->json) json_end(&cli->doc);
    return play.all_done ? EXIT_DONE : EXIT_CHECK;
}

static int play(struct cli *cli) {
    struct guide *guide = NULL;
    int code = open_guide(cli, &guide);
    if (code != EXIT_DONE) return code;
    code = play_guide(cli, guide);
    guide_free(&guide);
    return code;
}

static const struct verb_option practice_options[] = {
    {"practice", NULL, N_("On the practice copy of the company, made now when there is none"),
     false},
    {NULL, NULL, NULL, false},
};

static const struct verb_option check_options[] = {
    {"practice", NULL, N_("On the practice copy of the company, made now when there is none"),
     false},
    {"all", NULL, N_("Prove the content of all guides, for authors"), false},
    {NULL, NULL, NULL, false},
};

const struct verb verbs_guide[] = {
    {.noun = "guide",
     .name = "list",
     .summary = N_("List the guides in the suggested order, with the steps that have been done."),
     .run = list},
    {.noun = "guide",
     .name = "show",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .summary = N_("Print a guide with all its steps."),
     .run = show},
    {.noun = "guide",
     .name = "check",
     .args = "[ID]",
     .max_args = 1,
     .flags = VERB_COMPANY,
     .options = check_options,
     .summary = N_("Check each step of a guide against the data."),
     .details =
         N_("A step is done when the saved data is right, by whatever route. Prints what is "
            "expected and what was found; exit code 4 when a step is not done. The first "
            "check begins the guide, as opening it in the console does: it picks the online "
            "store of the symptom and signs up the customer who does not appear. A guide that "
            "begins from something that was put wrong for it runs on its practice copy, also "
            "without --practice. With --all it proves the content of the guides instead, in "
            "a company of their own: each is performed to its end, and has nothing left to "
            "do the second time."),
     .run = check},
    {.noun = "guide",
     .name = "play",
     .args = "ID",
     .min_args = 1,
     .max_args = 1,
     .flags = VERB_COMPANY | VERB_WRITES | VERB_WORK,
     .options = practice_options,
     .summary = N_("Perform the steps of a guide and verify them with a sign-up."),
     .details = N_("Does what the steps say by the same calls as the screens, and prints it. Ends "
                   "at the first step that could not be done with exit code 4."),
     .run = play},
    {.run = NULL},
};
