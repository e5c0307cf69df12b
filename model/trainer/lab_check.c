/* SPDX-License-Identifier: MIT */
/*
 * Is a lab solved, and what does it count? Asks the lab's proofs, then what must not be broken, then the invariants of the
 * company; hands hints out. Knows no table: what is right stands in data/labs/.
 */

#include <unistd.h>

#include "model/clock.h"
#include "model/exchange/states.h"
#include "model/trainer/lab_priv.h"

#define MINUTE_MS 60000

/* The step of `keep` that company_check answers, not its query. */
#define COMPANY_STEP "company"

/* A store that no channel database knows may be what the lab is about: then the first one answers for it. */
static enum err_code find_channel(struct company *company, const char *store,
                                  struct company_channel **channel, struct err *err) {
    struct err why = {0};
    enum err_code code = company_channel_of(company, store, channel, &why);
    if (code == ERR_OK) return ERR_OK;
    if (why.reason == REASON_STORE_UNKNOWN_TO_CHANNEL && company->channel_count > 0) {
        *channel = &company->channels[0];
        return ERR_OK;
    }
    if (err) *err = why;
    return code;
}

enum err_code lab_reader_open(struct db **out, struct company *company, const struct lab_run *run,
                              struct err *err) {
    const struct db_options options = {.mode = DB_READ_ONLY, .busy_timeout_ms = 1000};
    struct company_channel *channel;
    char path[COMPANY_PATH_SIZE + 240];
    *out = NULL;
    enum err_code code = find_channel(company, run->session.target, &channel, err);
    if (code == ERR_OK)
        code = db_open(out, db_path(company->hq), &db_kind_headquarters, &options, err);
    if (code == ERR_OK) code = db_attach_reader(*out, channel->path, "ch", err);
    snprintf(path, sizeof path, "%s/headquarters.db", run->was);
    if (code == ERR_OK) code = db_attach_reader(*out, path, "was", err);
    if (code == ERR_OK) {
        snprintf(path, sizeof path, "%s/channel-%s.db", run->was, channel->name);
        bool is_new = access(path, F_OK) != 0; /* a database made in the lab had nothing to lose */
        code = db_attach_reader(*out, is_new ? channel->path : path, "wasch", err);
    }
    if (code == ERR_OK) code = db_begin_read(*out, err);
    if (code == ERR_OK) {
        db_restrict_to_reading(*out);
        return ERR_OK;
    }
    db_close(out);
    return code;
}

/* ---- judging ------------------------------------------------------------------------------------------------------ */

struct broken {
    int64_t rows;
    char what[80];
};

static void note_broken(void *ctx, const char *invariant, int64_t rows, const char *example) {
    struct broken *broken = ctx;
    (void)example;
    if (broken->rows == 0) text_copy(broken->what, sizeof broken->what, invariant);
    broken->rows += rows;
}

static enum err_code judge_company(struct company *company, const struct guide *keep,
                                   const struct guide_session *session, struct lab_verdict *line,
                                   struct err *err) {
    struct broken broken = {0};
    struct step_verdict *verdict = &line->verdict;
    enum err_code code = company_check(company, note_broken, &broken, err);
    if (code != ERR_OK || broken.rows == 0) return code;
    const char *values[GUIDE_VALUES] = {broken.what};
    verdict->done = false;
    text_copy(line->broken, sizeof line->broken, broken.what);
    guide_sentence(keep, session, COMPANY_STEP, "found-broken", values, verdict->found,
                   sizeof verdict->found);
    return ERR_OK;
}

/* A lab may be about what `keep` protects: "may-change = this-store". */
static bool is_excused(const struct guide *lab, const char *step) {
    if (lab->second && is_excused(lab->second, step)) return true;
    const char *excused = guide_logic(lab, "guide", "may-change");
    size_t len = strlen(step);
    for (const char *at = excused; (at = strstr(at, step)); at += len) {
        bool begins = at == excused || at[-1] == ' ';
        if (begins && (at[len] == '\0' || at[len] == ' ')) return true;
    }
    return false;
}

static struct lab_verdict *add(struct lab_report *report, bool keep, const char *title,
                               const struct step_verdict *verdict) {
    if (report->count == LAB_MAX_VERDICTS) BUG("more conditions than a lab can have");
    struct lab_verdict *line = &report->verdicts[report->count++];
    *line = (struct lab_verdict){.keep = keep, .verdict = *verdict};
    text_copy(line->title, sizeof line->title, title);
    if (!verdict->done) report->solved = false;
    return line;
}

static enum err_code judge_proofs(struct db *reader, const struct guide *lab, struct lab_run *run,
                                  struct lab_report *report, struct err *err) {
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    enum err_code code = guide_check_through(reader, lab, &run->session, NULL, verdicts, err);
    int own = lab->steps - (lab->second ? lab->second->steps : 0);
    bool first = true, second = true;
    for (int i = 0; code == ERR_OK && i < lab->steps; i++) {
        add(report, false, lab->shown[i].title, &verdicts[i]);
        *(i < own ? &first : &second) &= verdicts[i].done;
    }
    report->faults = lab->second ? 2 : 1;
    report->repaired = first + (lab->second && second);
    return code;
}

/* What counts as trying is content, too: the block [tried] of `keep`. */
static enum err_code judge_tried(struct db *reader, const struct guide *keep,
                                 const struct guide_session *session, struct lab_report *report,
                                 struct err *err) {
    struct stmt *stmt = NULL;
    int64_t tried = 0;
    enum err_code code = guide_query(reader, keep, session, "tried", &stmt, err);
    if (code == ERR_OK) code = stmt_value_int(stmt, 0, &tried, err);
    stmt_free(&stmt);
    report->tried = tried != 0;
    return code;
}

/* What of it does not hold for the other one who is looked for takes the place of what does. */
static enum err_code keep_for_other(struct db *reader, const struct guide *keep,
                                    const struct guide_session *session,
                                    struct step_verdict *verdicts, struct err *err) {
    struct step_verdict others[GUIDE_MAX_STEPS];
    struct guide_session other = *session;
    guide_session_exchange(&other);
    enum err_code code = guide_check_through(reader, keep, &other, NULL, others, err);
    for (int i = 0; code == ERR_OK && i < keep->steps; i++) {
        if (verdicts[i].done && !others[i].done) verdicts[i] = others[i];
    }
    return code;
}

static enum err_code judge_keeps(struct company *company, struct db *reader,
                                 const struct guide *lab, struct guide *keep, struct lab_run *run,
                                 struct lab_report *report, struct err *err) {
    struct step_verdict verdicts[GUIDE_MAX_STEPS];
    struct guide_session session = run->session; /* its own steps are done or not */
    enum err_code code = guide_check_through(reader, keep, &session, NULL, verdicts, err);
    if (code == ERR_OK && lab->second) code = keep_for_other(reader, keep, &session, verdicts, err);
    for (int i = 0; code == ERR_OK && i < keep->steps; i++) {
        const char *id = keep->shown[i].id;
        if (is_excused(lab, id)) continue;
        struct lab_verdict *line = add(report, true, keep->shown[i].title, &verdicts[i]);
        if (strcmp(id, COMPANY_STEP) == 0) code = judge_company(company, keep, &session, line, err);
        if (!line->verdict.done) report->solved = false;
    }
    return code;
}

enum err_code lab_judge(struct company *company, struct lab_run *run, const char *language,
                        struct lab_report *report, struct err *err) {
    struct guide *lab = NULL, *keep = NULL;
    struct db *reader = NULL;
    *report = (struct lab_report){.solved = true};
    enum err_code code = lab_open_run(&lab, run, language, err);
    if (code == ERR_OK) code = lab_open_unnamed(&keep, language, err);
    if (code == ERR_OK) code = lab_reader_open(&reader, company, run, err);
    if (code == ERR_OK) {
        guide_bind(lab, &run->session);
        guide_bind(keep, &run->session);
        code = judge_proofs(reader, lab, run, report, err);
    }
    if (code == ERR_OK) code = judge_tried(reader, keep, &run->session, report, err);
    if (code == ERR_OK) code = judge_keeps(company, reader, lab, keep, run, report, err);
    db_close(&reader);
    guide_free(&lab);
    guide_free(&keep);
    return code;
}

/* ---- what a trainee asks for -------------------------------------------------------------------------------------- */

/* Everything that needs the lab's company and its content. */
struct open_lab {
    struct company *company;
    struct guide *lab;
};

static enum err_code open_lab(struct open_lab *open, const struct settings *settings,
                              const struct lab_run *run, const char *language, struct err *err) {
    *open = (struct open_lab){0};
    enum err_code code = lab_open_run(&open->lab, run, language, err);
    if (code == ERR_OK) {
        guide_bind(open->lab, &run->session);
        code = company_open(&open->company, run->folder, settings, false, COMPANY_FOR_SCREENS, err);
    }
    return code;
}

static void close_lab(struct open_lab *open) {
    company_close(&open->company);
    guide_free(&open->lab);
}

bool lab_is_told(const struct lab_run *run) {
    const struct guide_session *session = &run->session;
    if (session->solved_ms > 0) return true;
    return !run->hidden && (session->tried || session->hints > 0);
}

enum err_code lab_check(const struct settings *settings, struct lab_run *run, const char *language,
                        struct lab_report *report, struct err *err) {
    struct open_lab open;
    enum err_code code = open_lab(&open, settings, run, language, err);
    if (code == ERR_OK) code = lab_judge(open.company, run, language, report, err);
    if (code == ERR_OK) {
        struct guide_session *session = &run->session;
        session->attempts++;
        if (report->solved && session->solved_ms == 0) session->solved_ms = clock_now_ms();
        if (report->tried) session->tried = true;
        for (int i = 0; i < report->count; i++)
            report->verdicts[i].told = report->verdicts[i].keep || lab_is_told(run);
        code = guide_session_save(open.company, open.lab, session, err);
    }
    close_lab(&open);
    return code;
}

/* Is a hint about the second fault? When the first one is repaired. */
static enum err_code is_about_second(struct open_lab *open, struct lab_run *run, bool *second,
                                     struct err *err) {
    struct lab_report report;
    *second = false;
    if (!open->lab->second) return ERR_OK;
    enum err_code code = lab_judge(open->company, run, "en", &report, err);
    *second = code == ERR_OK;
    for (int i = 0; *second && i < open->lab->steps - open->lab->second->steps; i++)
        *second = report.verdicts[i].verdict.done;
    return code;
}

/* The text of the newest of `taken` hints; a file of progress may say any number. */
static const char *hint_text(const struct guide *lab, int taken) {
    static const char *const keys[LAB_HINTS] = {"hint-one", "hint-two", "hint-three"};
    return guide_text(lab, keys[taken < 1 ? 0 : taken < LAB_HINTS ? taken - 1 : LAB_HINTS - 1]);
}

enum err_code lab_hint(const struct settings *settings, struct lab_run *run, const char *language,
                       char *text, size_t size, int *price, struct err *err) {
    struct open_lab open;
    struct guide_session *session = &run->session;
    bool second = false;
    *price = 0;
    enum err_code code = open_lab(&open, settings, run, language, err);
    if (code == ERR_OK) code = is_about_second(&open, run, &second, err);
    int taken = second ? session->hints_other : session->hints - session->hints_other;
    if (code == ERR_OK && taken < LAB_HINTS && session->solved_ms == 0) {
        *price = session->shown ? 0 : lab_hint_price(open.lab, taken);
        taken++;
        session->hints++;
        if (second) session->hints_other++;
        code = guide_session_save(open.company, open.lab, session, err);
    }
    if (code == ERR_OK)
        text_copy(text, size,
                  hint_text(second ? open.lab->second : open.lab, taken > 0 ? taken : LAB_HINTS));
    close_lab(&open);
    return code;
}

enum err_code lab_take_answer(struct guide_session *session, const char *text, struct err *err) {
    static const char field[] = "Answer";
    char answer[sizeof session->answer];
    if (!text_is_utf8(text, strlen(text)))
        return err_set(err, ERR_INVALID, REASON_NOT_UTF8, field, NULL);
    if (text_has_control(text))
        return err_set(err, ERR_INVALID, REASON_CONTROL_CHARACTER, field, NULL);
    while (*text == ' ') text++;
    bool whole = text_copy(answer, sizeof answer, text);
    text_trim(answer);
    if (!whole || text_chars(answer) > LAB_ANSWER_CHARS) {
        err_set(err, ERR_INVALID, REASON_FIELD_TOO_LONG, field, text);
        err_add_number(err, LAB_ANSWER_CHARS);
        return ERR_INVALID;
    }
    text_copy(session->answer, sizeof session->answer, answer);
    return ERR_OK;
}

enum err_code lab_answer(const struct settings *settings, struct lab_run *run, const char *text,
                         struct err *err) {
    struct open_lab open = {0};
    enum err_code code = lab_take_answer(&run->session, text, err);
    if (code == ERR_OK) code = open_lab(&open, settings, run, "en", err);
    if (code == ERR_OK) code = guide_session_save(open.company, open.lab, &run->session, err);
    close_lab(&open);
    return code;
}

const char *lab_newest_hint(const struct guide *lab, const struct guide_session *session) {
    bool second = lab->second && session->hints_other > 0;
    int taken = second ? session->hints_other : session->hints - session->hints_other;
    return taken < 1 ? "" : hint_text(second ? lab->second : lab, taken);
}

enum err_code lab_note_shown(const struct settings *settings, struct lab_run *run,
                             struct err *err) {
    struct open_lab open = {0};
    if (run->session.solved_ms > 0) return ERR_OK; /* what it counts is settled */
    enum err_code code = open_lab(&open, settings, run, "en", err);
    run->session.shown++;
    if (code == ERR_OK) code = guide_session_save(open.company, open.lab, &run->session, err);
    close_lab(&open);
    return code;
}

/* Of those about one fault. */
static int hints_cost(const struct guide *lab, int told) {
    int cost = 0;
    for (int i = 0; i < told && i < LAB_HINTS; i++) cost += lab_hint_price(lab, i);
    return cost;
}

int lab_show_price(const struct guide *lab) {
    return hints_cost(lab, LAB_HINTS) * lab_hint_count(lab) / LAB_HINTS;
}

int lab_hints_cost(const struct lab_run *run, const struct guide *lab) {
    const struct guide_session *session = &run->session;
    if (session->shown) return lab_show_price(lab);
    return hints_cost(lab, session->hints - session->hints_other) +
           hints_cost(lab, session->hints_other);
}

enum err_code lab_solve(const struct settings *settings, struct lab_run *run, struct err *err) {
    struct open_lab open = {0};
    bool was_solved = run->session.solved_ms > 0;
    enum err_code code = lab_reset(settings, run, err);
    if (code == ERR_OK) code = open_lab(&open, settings, run, "en", err);
    if (code == ERR_OK && !was_solved) {
        run->session.assisted = true;
        code = guide_session_save(open.company, open.lab, &run->session, err);
    }
    if (code == ERR_OK) code = lab_perform(open.company, open.lab, &run->session, "solve", err);
    if (code == ERR_OK) code = guide_session_save(open.company, open.lab, &run->session, err);
    close_lab(&open);
    return code;
}

int lab_score(const struct lab_run *run, const struct guide *lab) {
    const struct guide_session *session = &run->session;
    if (session->assisted) return 0;
    int64_t until = session->solved_ms > 0 ? session->solved_ms : clock_now_ms();
    int64_t late = (until - session->started_ms) / MINUTE_MS - lab_par_minutes(lab);
    int64_t score = 100 - (late > 0 ? late : 0);
    score -= lab_hints_cost(run, lab);
    return score > 0 ? (int)score : 0;
}
