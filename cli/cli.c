/* SPDX-License-Identifier: MIT */
/*
 * The program: from the command line to a verb and its exit code. Owns what all verbs share: language, settings, the
 * company, complaints. Knows no verb by name.
 */

#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "cli/options.h"
#include "model/clock.h"
#include "model/log.h"
#include "model/text.h"
#include "tui/alloc.h"
#include "tui/words.h"

/* ---- speaking ---------------------------------------------------------------------------------------------- */

static bool may_colour(const struct cli *cli) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (cli->colour != COLOUR_AUTO) return cli->colour == COLOUR_ALWAYS;
    if ((no_color && no_color[0]) || !term || strcmp(term, "dumb") == 0) return false;
    return isatty(fileno(cli->err)) == 1;
}

static void say(const struct cli *cli, const char *sgr, const char *prefix, const char *fmt,
                va_list args) {
    char text[2 * WORDS_SIZE];
    bool colour = prefix[0] && may_colour(cli);
    vsnprintf(text, sizeof text, fmt, args);
    fprintf(cli->err, "%s%s%s%s\n", colour ? sgr : "", prefix, colour ? "\x1b[0m" : "", text);
}

void cli_note(const struct cli *cli, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    say(cli, "", "", fmt, args);
    va_end(args);
}

void cli_warn(const struct cli *cli, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    say(cli, "\x1b[1;33m", _("Warning: "), fmt, args);
    va_end(args);
}

static void complain(struct cli *cli, const char *fmt, va_list args) {
    va_list again;
    va_copy(again, args);
    vsnprintf(cli->complaint, sizeof cli->complaint, fmt, again);
    va_end(again);
    say(cli, "\x1b[1;31m", "chq: ", fmt, args);
}

void cli_complain(struct cli *cli, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    complain(cli, fmt, args);
    va_end(args);
}

int cli_usage(struct cli *cli, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    complain(cli, fmt, args);
    va_end(args);
    return cli_see_help(cli);
}

int cli_see_help(const struct cli *cli) {
    const struct verb *verb = cli->verb;
    cli_note(cli, _("See: chq%s%s%s%s --help"), verb && verb->noun[0] ? " " : "",
             verb ? verb->noun : "", verb && verb->name ? " " : "",
             verb && verb->name ? verb->name : "");
    return EXIT_USAGE;
}

/* ---- failing ----------------------------------------------------------------------------------------------- */

int cli_exit_code(const struct err *err) {
    switch (err->code) {
    case ERR_OK:
        return EXIT_DONE;
    case ERR_BUSY:
        return EXIT_BUSY;
    case ERR_CONFIG:
        return EXIT_USAGE;
    case ERR_CANCELLED:
        return EXIT_INTERRUPTED;
    case ERR_INVALID:
    case ERR_NOT_FOUND:
    case ERR_CONFLICT:
    case ERR_REFUSED:
    case ERR_DB:
    case ERR_IO:
        break;
    }
    /* Words of this program that do not exist are wrong usage, records that do not exist are not. */
    bool usage = err->reason == REASON_JOB_UNKNOWN || err->reason == REASON_STATE_UNKNOWN ||
                 err->reason == REASON_GUIDE_UNKNOWN || err->reason == REASON_LAB_UNKNOWN ||
                 err->reason == REASON_FIELD_UNKNOWN;
    return usage ? EXIT_USAGE : EXIT_REFUSED;
}

static const char *code_name(enum err_code code) {
    static const char *const names[] = {[ERR_OK] = "ok",
                                        [ERR_INVALID] = "invalid",
                                        [ERR_NOT_FOUND] = "not_found",
                                        [ERR_CONFLICT] = "conflict",
                                        [ERR_REFUSED] = "refused",
                                        [ERR_BUSY] = "busy",
                                        [ERR_DB] = "database",
                                        [ERR_IO] = "system",
                                        [ERR_CONFIG] = "configuration",
                                        [ERR_CANCELLED] = "interrupted"};
    return names[code];
}

void cli_json_error(struct cli *cli, const struct err *err) {
    char text[WORDS_SIZE];
    if (err->code == ERR_OK) {
        json_null(&cli->doc, "error");
        return;
    }
    words_error(err, cli->entity_id, text, sizeof text);
    json_text(&cli->doc, "error", text);
    json_text(&cli->doc, "code", code_name(err->code));
    json_text(&cli->doc, "reason", err_reason_name(err->reason));
    if (err->field[0]) json_text(&cli->doc, "field", err->field);
    if (err->value[0]) json_text(&cli->doc, "value", err->value);
}

/* The verb that lists what was not found: its noun, NULL = there is none. */
static const char *listing_noun(const char *entity_id) {
    static const char *const nouns[][2] = {
        {"customer-group", "group"},     {"address-book", "addressbook"},
        {"pos-operation", "operation"},  {"number-sequence", "numberseq"},
        {"channel-database", "channel"}, {"batch-job", "batch"},
    };
    for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) {
        if (strcmp(nouns[i][0], entity_id) == 0) entity_id = nouns[i][1];
    }
    return *entity_id && verb_find(entity_id, "list") ? entity_id : NULL;
}

int cli_fail(struct cli *cli, const struct err *err) {
    char text[WORDS_SIZE], details[WORDS_SIZE];
    words_error(err, cli->entity_id, text, sizeof text);
    const char *noun = err->reason == REASON_RECORD_NOT_FOUND ? listing_noun(err->field) : NULL;
    cli_complain(cli, "%s", text);
    if (noun) cli_note(cli, _("See: chq %s list"), noun);
    if (err->code == ERR_DB || err->code == ERR_IO) {
        words_error_details(err, details, sizeof details);
        cli_note(cli, "(%s)", details);
        log_err("chq", err);
    }
    if (cli->json && !cli->doc.done) {
        if (cli->doc.depth == 0) json_object(&cli->doc, NULL);
        cli_json_error(cli, err);
        json_end(&cli->doc);
    }
    return cli_exit_code(err);
}

void cli_warn_missing_channels(const struct cli *cli) {
    for (int i = 0; i < cli->company->channel_count; i++) {
        const struct company_channel *channel = &cli->company->channels[i];
        char text[WORDS_SIZE];
        if (channel->db) continue;
        words_error(&channel->trouble, NULL, text, sizeof text);
        cli_warn(cli, _("Customers of channel database %s are not counted. %s"), channel->name,
                 text);
    }
}

/* ---- options of a verb ------------------------------------------------------------------------------------- */

const char *cli_option(const struct cli *cli, const char *name) {
    int index = option_find(cli->verb->options, name, strlen(name));
    if (index < 0) BUG("a verb asks for an option it does not have");
    return cli->values[index];
}

bool cli_option_int(struct cli *cli, const char *name, int64_t lowest, int64_t highest,
                    int64_t *value) {
    const char *text = cli_option(cli, name);
    char *end;
    if (!text) return true;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (end == text || *end || errno || number < lowest || number > highest) {
        cli_usage(cli, _("--%s takes a number from %lld to %lld."), name, (long long)lowest,
                  (long long)highest);
        return false;
    }
    *value = number;
    return true;
}

/* ---- progress ---------------------------------------------------------------------------------------------- */

enum { DRAW_EVERY_US = 100 * 1000, SAY_EVERY_US = 5000 * 1000 };

static void report(void *ctx, int64_t done, int64_t total) {
    struct cli_progress *progress = ctx;
    char text[200];
    int64_t now = clock_ticks_us();
    if (now < progress->next_us) return;
    progress->next_us = now + (progress->terminal ? DRAW_EVERY_US : SAY_EVERY_US);
    progress->say(text, sizeof text, done, total, progress->ctx);
    if (progress->terminal) {
        fprintf(progress->cli->err, "\r%s\x1b[K", text);
        fflush(progress->cli->err);
        progress->drawn = true;
    } else {
        cli_note(progress->cli, "%s", text);
    }
}

static bool cancelled(void *ctx) {
    (void)ctx;
    return interrupt_signal() != 0;
}

static int wake_fd(void *ctx) {
    (void)ctx;
    return interrupt_fd();
}

void cli_progress_init(struct cli_progress *progress, struct cli *cli,
                       void (*say_line)(char *buf, size_t size, int64_t done, int64_t total,
                                        const void *ctx),
                       const void *ctx) {
    *progress = (struct cli_progress){
        .progress = {.report = report, .cancelled = cancelled, .wake_fd = wake_fd, .ctx = progress},
        .cli = cli,
        .say = say_line,
        .ctx = ctx,
        .terminal = isatty(fileno(cli->err)) == 1};
    /* What ends soon says nothing on its way. */
    progress->next_us = clock_ticks_us() + (progress->terminal ? DRAW_EVERY_US : SAY_EVERY_US);
}

void cli_progress_wipe(struct cli_progress *progress) {
    if (!progress->drawn) return;
    fputs("\r\x1b[K", progress->cli->err);
    fflush(progress->cli->err);
    progress->drawn = false;
}

/* ---- the call ---------------------------------------------------------------------------------------------- */

static void open_log(void) {
    char path[COMPANY_PATH_SIZE + 40];
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/') {
        snprintf(path, sizeof path, "%s/chq/chq.log", state);
    } else if (home && home[0]) {
        snprintf(path, sizeof path, "%s/.local/state/chq/chq.log", home);
    } else {
        return;
    }
    log_open(path);
}

static enum err_code load_settings(struct cli *cli, struct err *err) {
    enum err_code code = settings_load(&cli->settings, cli->config, err);
    for (int i = 0; i < cli->set_count && code == ERR_OK; i++) {
        char key[80];
        const char *equals = strchr(cli->sets[i], '=');
        text_copy_n(key, sizeof key, cli->sets[i], (size_t)(equals - cli->sets[i]));
        code = settings_set(&cli->settings, key, equals + 1, err);
    }
    if (code == ERR_OK && !cli->lang && cli->settings.language[0]) {
        i18n_switch(cli->settings.language);
    }
    return code;
}

static int run_verb(struct cli *cli) {
    struct err err = {0};
    const struct verb *verb = cli->verb;
    company_folder(cli->data, cli->folder, sizeof cli->folder);
    if ((verb->flags & VERB_WRITES) && cli->read_only) {
        err_set(&err, ERR_REFUSED, REASON_READ_ONLY, NULL, NULL);
        return cli_fail(cli, &err);
    }
    if (!(verb->flags & VERB_NO_SETTINGS) && load_settings(cli, &err) != ERR_OK) {
        cli_fail(cli, &err);
        return EXIT_USAGE; /* a settings file that is not there is wrong configuration, too */
    }
    if (verb->flags & VERB_COMPANY) {
        enum company_use use = verb->flags & VERB_WORK ? COMPANY_FOR_WORK : COMPANY_FOR_SCREENS;
        if (company_open(&cli->company, cli->folder, &cli->settings, cli->read_only, use, &err) !=
            ERR_OK) {
            return cli_fail(cli, &err);
        }
    }
    if (verb->noun[0]) interrupt_watch(); /* the console has its own way with signals */
    int code = verb->run(cli);
    company_close(&cli->company);
    return code;
}

static int run_parsed(struct cli *cli, enum parsed parsed, const char *noun) {
    switch (parsed) {
    case PARSED_VERSION:
        fprintf(cli->out, "chq %s\n", CHQ_VERSION);
        return EXIT_DONE;
    case PARSED_HELP:
        if (cli->verb)
            help_verb(cli, cli->verb);
        else if (noun)
            help_noun(cli, noun);
        else
            help_program(cli);
        return EXIT_DONE;
    case PARSED_WRONG:
        return EXIT_USAGE;
    case PARSED_RUN:
        return run_verb(cli);
    }
    return EXIT_USAGE;
}

/* What was printed must have arrived: a full disk or a closed pipe is a failure. A wrong command line has its
 * document, too. */
static int finish_output(struct cli *cli, int code) {
    if (code == EXIT_USAGE && cli->json && !cli->doc.done && cli->doc.depth == 0) {
        json_object(&cli->doc, NULL);
        json_text(&cli->doc, "error", cli->complaint);
        json_text(&cli->doc, "code", "usage");
        json_end(&cli->doc);
    }
    if (fflush(cli->out) == 0 && !ferror(cli->out)) return code;
    cli_complain(cli, _("The output could not be written: %s"), strerrordesc_np(errno));
    /* Nobody has read what did not hold. */
    return code == EXIT_DONE || code == EXIT_CHECK ? EXIT_REFUSED : code;
}

int cli_main(int argc, char **argv, int (*console)(const struct console_options *options)) {
    struct cli cli = {.out = stdout, .err = stderr, .console = console};
    const char *noun = NULL;
    const char **args = alloc_zero((size_t)argc + 1, sizeof *args);
    json_init(&cli.doc, cli.out);
    i18n_init(options_language(argc, argv));
    open_log();
    enum parsed parsed = options_parse(&cli, argc, argv, args, &noun);
    int code = finish_output(&cli, run_parsed(&cli, parsed, noun));
    free(args);
    log_close();
    return code;
}
