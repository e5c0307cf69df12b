/* SPDX-License-Identifier: MIT */
/*
 * Colours and attributes of an output stream. Sequences wait until something is written that they change: what a later one
 * takes back is never sent, and what is left is one sequence, the shortest of three. Knows no terminal by name: it says
 * nothing that the stream could not have said (resets, attributes, colours as they came).
 */
#include "tui/sgr.h"

#include <stdio.h>
#include <string.h>

#define ESC '\033'
#define SI  '\017'
#define SO  '\016'

#define UNDERLINE (1u << 4)
#define REVERSE   (1u << 7)
#define STRUCK    (1u << 9)

void sgr_forget(struct sgr *sgr) {
    *sgr = (struct sgr){0};
}

static bool same(const struct sgr_style *a, const struct sgr_style *b) {
    return a->attrs == b->attrs && strcmp(a->fg, b->fg) == 0 && strcmp(a->bg, b->bg) == 0;
}

/* Does a blank look the same in both? */
static bool same_blank(const struct sgr_style *a, const struct sgr_style *b) {
    return strcmp(a->bg, b->bg) == 0 &&
           ((a->attrs | b->attrs) & (UNDERLINE | REVERSE | STRUCK)) == 0;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* Length of the control sequence that begins here, 0 = none does, or it is not whole. */
static size_t csi_length(const char *text, size_t len) {
    if (len < 3 || text[0] != ESC || text[1] != '[') return 0;
    for (size_t i = 2; i < len; i++) {
        if (text[i] >= 0x40 && text[i] <= 0x7E) return i + 1;
        if (text[i] < 0x20 || text[i] > 0x3F) return 0;
    }
    return 0;
}

/* The next parameter; *text is moved behind it. An empty one is 0, a malformed one -1. */
static int parameter(const char **text) {
    int value = 0;
    while (**text >= '0' && **text <= '9' && value < 10000) value = value * 10 + *(*text)++ - '0';
    if (**text == ';') {
        (*text)++;
    } else if (**text != 'm') {
        return -1;
    }
    return value;
}

/* 38 and 48 are followed by "5;number" or "2;red;green;blue". */
static bool long_colour(const char **text, int first, char colour[SGR_COLOUR]) {
    int kind = parameter(text), value[3] = {0};
    int count = kind == 5 ? 1 : kind == 2 ? 3 : 0;
    for (int i = 0; i < count; i++) {
        value[i] = parameter(text);
        if (value[i] < 0 || value[i] > 255) return false;
    }
    if (count == 1) snprintf(colour, SGR_COLOUR, "%d;5;%d", first, value[0]);
    if (count == 3) {
        snprintf(colour, SGR_COLOUR, "%d;2;%d;%d;%d", first, value[0], value[1], value[2]);
    }
    return count > 0;
}

static bool is_colour(int number, int base) {
    return (number >= base && number <= base + 7) || (number >= base + 60 && number <= base + 67);
}

/* What "ESC [ … m" makes of a style; `reset`: it said so whatever was before. false = something unknown is in it. */
static bool apply(const char *text, struct sgr_style *style, bool *reset) {
    for (bool more = true; more;) {
        const char *begin = text;
        int number = parameter(&text);
        if (number < 0) return false;
        more = text > begin && text[-1] == ';';
        if (number == 0) {
            *style = (struct sgr_style){0};
            *reset = true;
        } else if (number <= 9) {
            style->attrs |= (uint16_t)(1u << number);
        } else if (number == 22) {
            style->attrs &= (uint16_t) ~(1u << 1 | 1u << 2);
        } else if (number >= 23 && number <= 29 && number != 26) {
            style->attrs &= (uint16_t) ~(1u << (number - 20));
        } else if (number == 39) {
            style->fg[0] = '\0';
        } else if (number == 49) {
            style->bg[0] = '\0';
        } else if (number == 38 || number == 48) {
            if (!more || !long_colour(&text, number, number == 38 ? style->fg : style->bg)) {
                return false;
            }
            more = text[-1] == ';';
        } else if (is_colour(number, 30)) {
            snprintf(style->fg, SGR_COLOUR, "%d", number);
        } else if (is_colour(number, 40)) {
            snprintf(style->bg, SGR_COLOUR, "%d", number);
        } else {
            return false;
        }
    }
    return true;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

struct params {
    char text[SGR_WAITS];
    size_t len;
};

static void add(struct params *params, const char *text) {
    params->len += (size_t)snprintf(params->text + params->len, sizeof params->text - params->len,
                                    "%s%s", params->len ? ";" : "", text);
}

/* What leads from one style to another by adding, or from nothing (`from` NULL). */
static void describe(const struct sgr_style *from, const struct sgr_style *to,
                     struct params *params) {
    char number[2] = "0";
    *params = (struct params){0};
    if (!from && !same(to, &(struct sgr_style){0})) add(params, "0");
    for (int n = 1; n <= 9; n++) {
        bool was = from && (from->attrs & 1u << n);
        number[0] = (char)('0' + n);
        if ((to->attrs & 1u << n) && !was) add(params, number);
    }
    if (*to->fg && !(from && strcmp(from->fg, to->fg) == 0)) add(params, to->fg);
    if (*to->bg && !(from && strcmp(from->bg, to->bg) == 0)) add(params, to->bg);
}

static bool only_adds(const struct sgr_style *from, const struct sgr_style *to) {
    return (from->attrs & ~to->attrs) == 0 && (*to->fg || !*from->fg) && (*to->bg || !*from->bg);
}

/* Send what waits, as short as it can be said. */
static size_t settle(struct sgr *sgr, char *out) {
    struct params best, other;
    size_t waits = sgr->waits;
    sgr->waits = 0;
    if (sgr->known && same(&sgr->now, &sgr->wanted)) return 0;
    if (sgr->known) {
        describe(NULL, &sgr->wanted, &best);
        if (only_adds(&sgr->now, &sgr->wanted)) {
            describe(&sgr->now, &sgr->wanted, &other);
            if (other.len < best.len) best = other;
        }
        sgr->now = sgr->wanted;
        if (best.len + 3 < waits) {
            out[0] = ESC;
            out[1] = '[';
            memcpy(out + 2, best.text, best.len);
            out[2 + best.len] = 'm';
            return best.len + 3;
        }
    }
    sgr->now = sgr->wanted;
    memcpy(out, sgr->waiting, waits);
    return waits;
}

static size_t pass(const char *text, size_t len, char *out) {
    memmove(out, text, len);
    return len;
}

/* A sequence of colours and attributes. */
static size_t take_sgr(struct sgr *sgr, const char *text, size_t len, char *out) {
    struct sgr_style style = sgr->wanted;
    bool reset = false;
    size_t used = 0;
    if (!apply(text + 2, &style, &reset) || len > sizeof sgr->waiting) {
        used = settle(sgr, out);
        sgr->known = false; /* until the next reset */
        return used + pass(text, len, out + used);
    }
    if (sgr->waits + len > sizeof sgr->waiting) used = settle(sgr, out);
    sgr->wanted = style;
    if (!sgr->known) { /* said as it is; from a reset on we know */
        sgr->known = reset;
        sgr->now = style;
        return used + pass(text, len, out + used);
    }
    memcpy(sgr->waiting + sgr->waits, text, len);
    sgr->waits += len;
    return used;
}

/* Does it only move the cursor? */
static bool only_moves(const char *text, size_t len) {
    return len > 2 ? strchr("HdGABCD", text[len - 1]) != NULL && text[2] != '?'
                   : *text == '\r' || *text == '\b';
}

/* One piece of the stream: a sequence or a byte. Returns its length. */
static size_t take(struct sgr *sgr, const char *text, size_t len, char *out, size_t *used) {
    size_t sequence = csi_length(text, len), length = sequence ? sequence : 1;
    if (sequence && text[sequence - 1] == 'm' && (text[2] < '<' || text[2] == 'm')) {
        *used += take_sgr(sgr, text, sequence, out + *used);
        return sequence;
    }
    if (len >= 3 && memcmp(text, "\033(B", 3) == 0) {
        if (!sgr->charset) *used += pass(text, 3, out + *used);
        sgr->charset = true;
        return 3;
    }
    if (*text == SI && sgr->charset) return 1;
    bool names_charset = len >= 2 && text[0] == ESC && strchr("()*+", text[1]);
    if (*text == SO || names_charset) sgr->charset = false;
    if (*text == SI) sgr->charset = true;
    bool waits = sgr->waits > 0 && (only_moves(text, length) ||
                                    (*text == ' ' && same_blank(&sgr->now, &sgr->wanted)));
    if (!waits) *used += settle(sgr, out + *used);
    *used += pass(text, length, out + *used);
    return length;
}

size_t sgr_squeeze(struct sgr *sgr, const char *bytes, size_t len, char *out) {
    size_t used = 0;
    for (size_t at = 0; at < len;) at += take(sgr, bytes + at, len - at, out, &used);
    return used + settle(sgr, out + used);
}
