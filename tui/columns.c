/* SPDX-License-Identifier: MIT */
/* How stored values are shown and how columns share a width: pure, used by lists, forms and lookups. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clock.h"
#include "model/text.h"
#include "tui/i18n.h"
#include "tui/list.h"

#define GAP 2

int columns_count(const struct column *columns) {
    int count = 0;
    while (columns && columns[count].label) count++;
    return count;
}

/* "1234.50" as the language writes it: 1,234.50 or 1 234,50 (no-break space). */
static void format_amount(const char *stored, char *buf, size_t size) {
    bool norwegian = strcmp(i18n_language(), "nb") == 0;
    const char *digits = stored + (*stored == '-');
    size_t whole = strcspn(digits, "."), used = 0;
    if (strspn(digits, "0123456789.") != strlen(digits) || size < 64 || whole > 24) {
        text_copy(buf, size, stored);
        return;
    }
    if (*stored == '-') buf[used++] = '-';
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) {
            const char *mark = norwegian ? "\u00A0" : ",";
            memcpy(buf + used, mark, strlen(mark));
            used += strlen(mark);
        }
        buf[used++] = digits[i];
    }
    buf[used] = '\0';
    if (digits[whole] == '.') {
        snprintf(buf + used, size - used, "%c%s", norwegian ? ',' : '.', digits + whole + 1);
    }
}

void value_format(enum column_kind kind, const char *stored, char *buf, size_t size) {
    switch (kind) {
    case COLUMN_YESNO:
        text_copy(buf, size, strcmp(stored, "1") == 0 ? _("Yes") : *stored ? _("No") : "");
        return;
    case COLUMN_AMOUNT:
        format_amount(stored, buf, size);
        return;
    case COLUMN_TIME: {
        long long ms = strtoll(stored, NULL, 10);
        buf[0] = '\0';
        if (ms > 0) clock_format_datetime(ms, buf, size);
        return;
    }
    case COLUMN_TEXT:
    case COLUMN_NUMBER:
        text_copy(buf, size, stored);
        return;
    }
}

void column_text(const struct column *column, const char *stored, char *buf, size_t size) {
    if (column->word) {
        text_copy(buf, size, column->word(stored));
    } else {
        value_format(column->kind, stored, buf, size);
    }
}

void columns_share(const struct column *columns, int count, int cols, int *widths) {
    int used = 0, weights = 0;
    for (int i = 0; i < count; i++) {
        bool hidden = count > 1 && columns[i].hide_below > cols;
        int least = columns[i].cols;
        if (least < text_cols(_(columns[i].label)) && columns[i].weight == 0) {
            least = text_cols(_(columns[i].label));
        }
        widths[i] = hidden ? 0 : least < 1 ? 1 : least;
        if (hidden) continue;
        used += widths[i] + (used > 0 ? GAP : 0);
        weights += columns[i].weight;
    }
    /* Too narrow: the last columns give way, first by shrinking, then by going. */
    for (int i = count - 1; i > 0 && used > cols; i--) {
        if (widths[i] == 0) continue;
        int spare = widths[i] - 6;
        if (spare >= used - cols) {
            widths[i] -= used - cols;
            used = cols;
        } else {
            used -= widths[i] + GAP;
            weights -= columns[i].weight;
            widths[i] = 0;
        }
    }
    if (widths[0] > cols) widths[0] = cols;
    int left = cols - used;
    for (int i = 0; i < count && weights > 0 && left > 0; i++) {
        if (widths[i] == 0 || columns[i].weight == 0) continue;
        int share = left * columns[i].weight / weights;
        widths[i] += share;
        left -= share;
        weights -= columns[i].weight;
    }
}
