/* SPDX-License-Identifier: MIT */
/*
 * Is the content of a lab true? Performs it in a demo company of its own: the fault, each wrong solution, the model
 * solution. For the tests and for authors.
 */

#include <stdlib.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/trainer/lab_folder.h"
#include "model/trainer/lab_priv.h"
#include "model/trainer/show.h"
#include "model/trainer/logbook.h"
#include "model/trainer/trace.h"

static const char *const head_texts[] = {"title",    "story",      "task",       "hint-one",
                                         "hint-two", "hint-three", "explanation"};
static const char *const keep_texts[] = {"title", "story", "task", "title-two", "task-two"};
static const char *const step_texts[] = {"title", "expected"};

struct proving {
    const struct settings *settings;
    struct lab_folder folder; /* of a lab that is not in the program */
    struct lab_run run;
    struct guide *lab;
    struct company *company;
    struct err *err;
};

static enum err_code complain(const struct proving *proving, const char *file, const char *what,
                              const char *more) {
    return guide_content_error(proving->err, proving->run.id, file, what, more);
}

/* ---- the form ----------------------------------------------------------------------------------------------------- */

static enum err_code prove_texts(const struct proving *proving) {
    enum err_code code = guide_check_texts_of(
        lab_files, lab_content_keep, keep_texts, sizeof keep_texts / sizeof keep_texts[0],
        step_texts, sizeof step_texts / sizeof step_texts[0], proving->err);
    if (code != ERR_OK) return code;
    const struct embedded_file *files = proving->run.from[0] ? proving->folder.files : lab_files;
    return guide_check_texts_of(files, proving->run.id, head_texts,
                                sizeof head_texts / sizeof head_texts[0], step_texts,
                                sizeof step_texts / sizeof step_texts[0], proving->err);
}

static enum err_code prove_logic(const struct proving *proving, const struct screen_names *screen) {
    const struct guide *lab = proving->lab;
    if (lab_number(lab) < 1) return complain(proving, "ini", "no number in the catalogue", NULL);
    if (lab_level(lab) < 1 || lab_level(lab) > 3)
        return complain(proving, "ini", "level is not 1 to 3", NULL);
    if (lab_par_minutes(lab) < 1) return complain(proving, "ini", "no par-minutes", NULL);
    if (*guide_logic(lab, "guide", "traffic") && lab_traffic(lab) == 0)
        return complain(proving, "ini", "traffic is not 1 to 3000", NULL);
    if (!*guide_logic(lab, "guide", "source")) return complain(proving, "ini", "no source", NULL);
    if (!ini_key(lab->logic, "solve", 0)) return complain(proving, "ini", "no solution", NULL);
    enum err_code code = lab_scenario_check(lab, proving->err);
    if (code != ERR_OK) return code;
    for (int i = 0; i < lab->steps; i++) {
        const char *page = lab->shown[i].page;
        if (!*page) return complain(proving, "ini", "a proof without page", lab->shown[i].id);
        if (screen && !screen->is_page(page)) return complain(proving, "ini", "no such page", page);
    }
    return show_check(lab, SHOW_LAB, screen, proving->err);
}

/* ---- what it does ------------------------------------------------------------------------------------------------- */

static enum err_code prove_symptom(const struct proving *proving, const char *block) {
    struct db *reader = NULL;
    struct stmt *stmt = NULL;
    int64_t holds = 0;
    enum err_code code = lab_reader_open(&reader, proving->company, &proving->run, proving->err);
    if (code == ERR_OK)
        code = guide_query(reader, proving->lab, &proving->run.session, block, &stmt, proving->err);
    if (code == ERR_OK) code = stmt_value_int(stmt, 0, &holds, proving->err);
    stmt_free(&stmt);
    db_close(&reader);
    if (code != ERR_OK || holds) return code;
    return complain(proving, "sql", "the fault does not put the symptom in place", block);
}

/* The trace need not name it first: other things may be wrong with the store, too. */
static enum err_code prove_trace(const struct proving *proving) {
    const char *wanted = guide_logic(proving->lab, "guide", "trace");
    struct trace trace;
    if (!*wanted) return ERR_OK;
    enum err_code code = trace_customer(proving->company, proving->run.session.email,
                                        proving->run.session.target, &trace, proving->err);
    for (int i = 0; code == ERR_OK && i < trace.finding_count; i++) {
        if (strcmp(trace_cause_name(trace.findings[i].cause), wanted) == 0) return ERR_OK;
    }
    if (code != ERR_OK) return code;
    return complain(proving, "ini", "the trace says something else",
                    trace.finding_count ? trace_cause_name(trace.findings[0].cause) : "nothing");
}

static enum err_code prove_verdict(struct proving *proving, const char *section, bool wanted) {
    struct lab_report report;
    enum err_code code = lab_judge(proving->company, &proving->run, "en", &report, proving->err);
    if (code != ERR_OK || report.solved == wanted) return code;
    char more[700];
    snprintf(more, sizeof more, "[%s]", section);
    for (int i = 0; wanted && i < report.count; i++) {
        const struct lab_verdict *line = &report.verdicts[i];
        if (line->verdict.done) continue;
        snprintf(more, sizeof more, "[%s] %s: %s", section, line->title, line->verdict.found);
        break;
    }
    return complain(proving, "ini",
                    wanted ? "the solution does not pass" : "passes without being right", more);
}

/* The company as the lab begins. */
static enum err_code begin_again(struct proving *proving) {
    company_close(&proving->company);
    enum err_code code = lab_reset(proving->settings, &proving->run, proving->err);
    if (code != ERR_OK) return code;
    return company_open(&proving->company, proving->run.folder, proving->settings, false,
                        COMPANY_FOR_SCREENS, proving->err);
}

static enum err_code prove_way(struct proving *proving, const char *section, bool wanted) {
    enum err_code code = begin_again(proving);
    if (code == ERR_OK)
        code = lab_perform(proving->company, proving->lab, &proving->run.session, section,
                           proving->err);
    return code == ERR_OK ? prove_verdict(proving, section, wanted) : code;
}

static enum err_code prove_ways(struct proving *proving) {
    static const char *const wrong[] = {"wrong-1", "wrong-2", "wrong-3"};
    enum err_code code = lab_prepare(proving->settings, &proving->run, proving->err);
    if (code == ERR_OK) code = begin_again(proving);
    if (code == ERR_OK) code = prove_symptom(proving, "symptom");
    if (code == ERR_OK) code = prove_trace(proving);
    if (code == ERR_OK) code = prove_verdict(proving, "fault", false);
    for (size_t i = 0; code == ERR_OK && i < sizeof wrong / sizeof wrong[0]; i++) {
        if (ini_key(proving->lab->logic, wrong[i], 0)) code = prove_way(proving, wrong[i], false);
    }
    return code == ERR_OK ? prove_way(proving, "solve", true) : code;
}

/* ---- two labs as one ---------------------------------------------------------------------------------------------- */

/* With only one of the faults repaired. */
static enum err_code prove_half(struct proving *proving, enum lab_part part) {
    enum err_code code = begin_again(proving);
    if (code == ERR_OK)
        code = lab_perform_part(proving->company, proving->lab, part, &proving->run.session,
                                "solve", proving->err);
    return code == ERR_OK ? prove_verdict(proving, part == LAB_FIRST ? "solve" : "2-solve", false)
                          : code;
}

/* Each is proven by itself; here, that both are there, that repairing one is not enough and that both can be repaired. */
static enum err_code prove_two(struct proving *proving) {
    enum err_code code = lab_prepare(proving->settings, &proving->run, proving->err);
    if (code == ERR_OK) code = begin_again(proving);
    if (code == ERR_OK) code = prove_symptom(proving, "symptom");
    if (code == ERR_OK) code = prove_symptom(proving, GUIDE_SECOND "symptom");
    if (code == ERR_OK) code = prove_verdict(proving, "fault", false);
    if (code == ERR_OK) code = prove_half(proving, LAB_FIRST);
    if (code == ERR_OK) code = prove_half(proving, LAB_SECOND);
    return code == ERR_OK ? prove_way(proving, "solve", true) : code;
}

/* ---- all of it ---------------------------------------------------------------------------------------------------- */

static enum err_code prove(struct proving *proving, const struct screen_names *screen) {
    if (proving->lab->second) return prove_two(proving);
    enum err_code code = prove_texts(proving);
    if (code == ERR_OK) code = prove_logic(proving, screen);
    return code == ERR_OK ? prove_ways(proving) : code;
}

enum err_code lab_prove(const char *id, const char *from, const char *demo,
                        const struct settings *settings, const struct screen_names *screen,
                        struct err *err) {
    char folder[] = "/tmp/chq-lab-XXXXXX";
    struct err ignored;
    struct settings unrecorded = *settings; /* an author is no trainee */
    text_copy(unrecorded.records, sizeof unrecorded.records, LOGBOOK_NONE);
    struct proving proving = {.settings = &unrecorded, .err = err};
    struct lab_run *run = &proving.run;
    text_copy(run->id, sizeof run->id, id);
    text_copy(run->from, sizeof run->from, from ? from : "");
    enum err_code code = lab_open_run(&proving.lab, run, "en", err);
    if (code == ERR_OK && from) code = lab_folder_read(&proving.folder, from, "", id, err);
    if (code == ERR_OK && !mkdtemp(folder))
        code = err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    if (code != ERR_OK) {
        guide_free(&proving.lab);
        lab_folder_release(&proving.folder);
        return code;
    }
    snprintf(run->origin, sizeof run->origin, "%s/demo", folder);
    if (demo) text_copy(run->origin, sizeof run->origin, demo);
    snprintf(run->folder, sizeof run->folder, "%s/lab", folder);
    snprintf(run->was, sizeof run->was, "%s/was", folder);
    if (!demo) code = company_create(run->origin, true, settings, err);
    if (code == ERR_OK) code = prove(&proving, screen);
    company_close(&proving.company);
    guide_free(&proving.lab);
    lab_folder_release(&proving.folder);
    const char *const made[] = {run->folder, run->was, demo ? NULL : run->origin};
    for (int i = 0; i < 3; i++) {
        /* What is not there need not go. */
        if (made[i] && company_delete(made[i], &ignored) != ERR_OK) rmdir(made[i]);
    }
    rmdir(folder);
    return code;
}

enum err_code lab_demo_make(const struct settings *settings, char folder[LAB_DEMO_SIZE],
                            struct err *err) {
    text_copy(folder, LAB_DEMO_SIZE, "/tmp/chq-lab-demo-XXXXXX");
    if (!mkdtemp(folder)) return err_set(err, ERR_IO, REASON_FILE_ACCESS, NULL, folder);
    enum err_code code = company_create(folder, true, settings, err);
    if (code != ERR_OK) rmdir(folder);
    return code;
}

void lab_demo_drop(const char *folder) {
    struct err ignored;
    if (company_delete(folder, &ignored) != ERR_OK) rmdir(folder);
}
