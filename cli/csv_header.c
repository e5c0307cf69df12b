/* SPDX-License-Identifier: MIT */
/* The header of a CSV file of sign-ups. Owns the names by which columns are found. */

#include "cli/csv_header.h"

#include <ctype.h>

#include "model/channel/storefront.h"
#include "model/text.h"
#include "tui/i18n.h"
#include "tui/words.h"

#define NAME_SIZE 100

/* Beside the technical names and the labels, which need no row. In the form that normalise() makes. */
static const struct {
    const char *key, *names[8];
} others[] = {
    {"FirstName", {"givenname", "forename", "gittnavn"}},
    {"MiddleName", {"middle"}},
    {"LastName", {"surname", "familyname"}},
    {"Email", {"emailaddress", "mail", "epostadresse"}},
    {"Phone", {"phonenumber", "telephone", "telefonnummer", "mobile", "mobil"}},
    {"Country", {"country", "countrycode", "countryregionid", "land"}},
    {"ZipCode", {"zip", "postalcode", "postcode"}},
    {"Street", {"streetname", "addressline1", "gateadresse"}},
    {"StreetNumber", {"housenumber", "husnummer"}},
    {"City", {"town", "by"}},
    {"County", {"countyid"}},
    {"State", {"stateprovince", "province", "region"}},
    {"LanguageId", {"language", "languagecode"}},
};

/* Folded, and only what is no blank or punctuation of ASCII: "E-mail Address" -> "emailaddress". */
static void normalise(char out[NAME_SIZE], const char *name) {
    char folded[2 * NAME_SIZE];
    size_t used = 0;
    text_fold(folded, sizeof folded, name);
    for (const char *p = folded; *p && used + 1 < NAME_SIZE; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x80 || isalnum(c)) out[used++] = *p;
    }
    out[used] = '\0';
}

static bool same(const char *normalised, const char *name) {
    char other[NAME_SIZE];
    normalise(other, name);
    return strcmp(normalised, other) == 0;
}

static bool is_other_name(const char *key, const char *normalised) {
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i].key, key) != 0) continue;
        for (int j = 0; others[i].names[j]; j++) {
            if (strcmp(others[i].names[j], normalised) == 0) return true;
        }
    }
    return false;
}

static const struct member *find_member(const char *name) {
    char normalised[NAME_SIZE];
    normalise(normalised, name);
    if (!normalised[0]) return NULL;
    for (int i = 0; i < entity_signup.member_count; i++) {
        const struct member *member = &entity_signup.members[i];
        if (same(normalised, member->key) || is_other_name(member->key, normalised)) return member;
        const char *msgid = words_label_msgid("signup", member->key);
        if (msgid && (same(normalised, tr_in("en", msgid)) || same(normalised, tr_in("nb", msgid))))
            return member;
    }
    return NULL;
}

static enum err_code check_required(const struct csv_header *header, struct err *err) {
    char missing[160] = "";
    for (int i = 0; i < entity_signup.member_count; i++) {
        const struct member *member = &entity_signup.members[i];
        bool found = !member->required;
        for (int c = 0; c < header->count && !found; c++) found = header->columns[c] == member;
        if (found) continue;
        size_t used = strlen(missing);
        snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                 words_label("signup", member->key));
    }
    if (!missing[0]) return ERR_OK;
    return err_set(err, ERR_INVALID, REASON_CSV_NO_COLUMN, NULL, missing);
}

enum err_code csv_header_read(struct csv_header *header, const struct csv_cell *cells, int count,
                              struct err *err) {
    *header = (struct csv_header){0};
    for (int i = 0; i < count; i++) {
        const struct member *member = i < CSV_COLUMNS_MAX ? find_member(cells[i].text) : NULL;
        for (int before = 0; member && before < i; before++) {
            if (header->columns[before] != member) continue;
            return err_set(err, ERR_INVALID, REASON_CSV_COLUMN_TWICE, NULL,
                           words_label("signup", member->key));
        }
        if (i < CSV_COLUMNS_MAX) header->columns[header->count++] = member;
    }
    return check_required(header, err);
}

void csv_header_names(const char *member_key, char *buf, size_t size) {
    size_t used = 0;
    buf[0] = '\0';
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i].key, member_key) != 0) continue;
        for (int j = 0; others[i].names[j] && used < size; j++) {
            int n = snprintf(buf + used, size - used, "%s%s", used ? ", " : "", others[i].names[j]);
            used += n < 0 ? 0 : (size_t)n;
        }
    }
}
