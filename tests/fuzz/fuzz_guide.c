/* SPDX-License-Identifier: MIT */
/* Content of a guide (logic, texts and queries, a line ==== between them): refused with the place, or complete. */
#include "fuzz/fuzz.h"
#include "model/text.h"
#include "model/trainer/lab_priv.h"
#include "model/trainer/show.h"

static char *next_part(const char **text) {
    const char *end = strstr(*text, "\n====\n");
    size_t len = end ? (size_t)(end - *text) + 1 : strlen(*text);
    char *part = strndup(*text, len);
    FUZZ_REQUIRE(part != NULL);
    *text = end ? end + 6 : *text + len;
    return part;
}

static void require_text(const char *text) {
    FUZZ_REQUIRE(text != NULL && text_is_utf8(text, strlen(text)));
}

static void require_steps(const struct guide *guide) {
    FUZZ_REQUIRE(guide_steps(guide) > 0 && guide_steps(guide) <= GUIDE_MAX_STEPS);
    for (int i = 0; i < guide_steps(guide); i++) {
        const struct guide_step *step = guide_step_at(guide, i);
        const struct step_plan *plan = &guide->plans[i];
        FUZZ_REQUIRE(*step->id && step->page && plan->needed_by < guide_steps(guide));
        FUZZ_REQUIRE(plan->fact == FACT_DATA ? plan->sql != NULL : *step->page != '\0');
        require_text(step->title);
        require_text(step->text);
        require_text(step->hint);
        require_text(step->keys);
        require_text(step->path);
    }
    require_text(guide_title(guide));
    require_text(guide_text(guide, "why"));
    require_text(guide_text(guide, "nothing"));
}

static void require_sentences(struct guide *guide) {
    static const struct guide_session session = {
        .target = "{name}", .target_name = "}{", .shopper = "{a}{", .email = "å@{email}"};
    const char *values[GUIDE_VALUES] = {"{b}", "漢", NULL, ""};
    char buf[40];
    guide_bind(guide, &session);
    require_steps(guide);
    for (int i = 0; i < guide_steps(guide); i++) {
        guide_sentence(guide, &session, guide->shown[i].id, "found-no", values, buf, sizeof buf);
        require_text(buf);
    }
}

/* What a lab has besides: show scripts and settings are accepted, or refused as content. */
static void require_judged(const struct guide *guide) {
    struct err err = {0};
    if (show_check(guide, SHOW_LAB, NULL, &err) != ERR_OK)
        FUZZ_REQUIRE(err.reason == REASON_GUIDE_CONTENT);
    err_clear(&err);
    if (lab_scenario_check(guide, &err) != ERR_OK) FUZZ_REQUIRE(err.reason == REASON_GUIDE_CONTENT);
    FUZZ_REQUIRE(lab_par_minutes(guide) >= 0 || *guide_logic(guide, "guide", "par-minutes"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    struct guide *guide;
    struct err err = {0};
    struct fuzz_input in = {data, size};
    FUZZ_REQUIRE(text != NULL);
    fuzz_until(&in, -1, text, size + 1);
    const char *rest = text;
    char *logic = next_part(&rest), *words = next_part(&rest), *sql = next_part(&rest);
    const struct embedded_file files[] = {{"g.ini", logic, strlen(logic)},
                                          {"g.en.ini", words, strlen(words)},
                                          {"g.sql", sql, strlen(sql)},
                                          {NULL, NULL, 0}};
    if (guide_open_from(files, &guide, "g", "en", &err) == ERR_OK) {
        require_steps(guide);
        require_sentences(guide);
        require_judged(guide);
    } else {
        FUZZ_REQUIRE(guide == NULL && err.code == ERR_CONFIG);
        FUZZ_REQUIRE(err.reason == REASON_GUIDE_CONTENT && strncmp(err.detail, "g.", 2) == 0);
    }
    guide_free(&guide);
    free(logic);
    free(words);
    free(sql);
    free(text);
    return 0;
}
