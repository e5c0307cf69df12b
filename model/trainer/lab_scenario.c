/* SPDX-License-Identifier: MIT */
/*
 * The settings that are part of a lab, "rts.fallback = yes": which it may have, and the file of the copy that makes them
 * hold there. What they do is not known here.
 */

#include <string.h>

#include "model/settings.h"
#include "model/trainer/lab_priv.h"

#define SECTION "settings"

/* How channel and headquarters behave. How the console looks and where a trainee's record lies is the trainee's affair. */
static bool is_for_labs(const char *key) {
    static const char *const sections[] = {"rts.",      "csu.", "store.", "traffic.",
                                           "exchange.", "db.",  "batch."};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (strncmp(key, sections[i], strlen(sections[i])) == 0) return true;
    }
    return false;
}

static enum err_code complain(const struct guide *lab, const struct err *why, struct err *err) {
    char more[sizeof why->value + sizeof why->value2 + sizeof why->detail + 20];
    if (why->reason == REASON_CONFIG_UNKNOWN_KEY) {
        snprintf(more, sizeof more, "%s%s%s", why->value, why->value2[0] ? "; nearest: " : "",
                 why->value2);
        return guide_content_error(err, lab->id, "ini", "no such setting", more);
    }
    snprintf(more, sizeof more, "%s = %s; allowed: %s", why->value, why->value2, why->detail);
    return guide_content_error(err, lab->id, "ini", "a setting has a wrong value", more);
}

/* Of two labs, both: where they differ the second's holds. */
static enum err_code read_section(const struct guide *lab, struct settings *settings,
                                  struct err *err) {
    const char *key;
    for (int i = 0; (key = ini_key(lab->logic, SECTION, i)); i++) {
        struct err why = {0};
        if (settings_set(settings, key, guide_logic(lab, SECTION, key), &why) != ERR_OK)
            return complain(lab, &why, err);
        if (!is_for_labs(key))
            return guide_content_error(err, lab->id, "ini", "not a setting for labs", key);
    }
    return lab->second ? read_section(lab->second, settings, err) : ERR_OK;
}

static bool has_setting(const struct guide *lab, const char *key) {
    return ini_get(lab->logic, SECTION, key) || (lab->second && has_setting(lab->second, key));
}

static bool has_settings(const struct guide *lab) {
    return ini_key(lab->logic, SECTION, 0) || (lab->second && has_settings(lab->second));
}

enum err_code lab_scenario_check(const struct guide *lab, struct err *err) {
    struct settings settings;
    settings_init(&settings);
    return read_section(lab, &settings, err);
}

struct scenario {
    const struct guide *lab;
    const struct settings *settings;
};

/* In the order of the settings' own table, so that each section is written once. */
static void write_scenario(FILE *out, const void *ctx) {
    const struct scenario *scenario = ctx;
    char section[32] = "";
    fputs("; Written by chq: settings that are part of this lab and hold for this copy.\n", out);
    for (int i = 0; i < settings_count(); i++) {
        struct setting_info info;
        settings_info(scenario->settings, i, &info);
        size_t len = strcspn(info.key, ".");
        if (!has_setting(scenario->lab, info.key)) continue;
        if (strlen(section) != len || strncmp(section, info.key, len) != 0) {
            text_copy_n(section, sizeof section, info.key, len);
            fprintf(out, "[%s]\n", section);
        }
        fprintf(out, "%s = %s\n", info.key + len + 1, info.value);
    }
}

enum err_code lab_scenario_write(const struct guide *lab, const char *folder, struct err *err) {
    struct settings settings;
    struct scenario scenario = {.lab = lab, .settings = &settings};
    char path[COMPANY_PATH_SIZE + sizeof COMPANY_SCENARIO];
    if (!has_settings(lab)) return ERR_OK;
    settings_init(&settings);
    enum err_code code = read_section(lab, &settings, err);
    snprintf(path, sizeof path, "%s/%s", folder, COMPANY_SCENARIO);
    return code == ERR_OK ? guide_write_file(path, write_scenario, &scenario, err) : code;
}
