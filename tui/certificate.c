/* SPDX-License-Identifier: MIT */
/*
 * The certificate: who, what and when, and everything that was solved; in a frame as plain text, and as lines of a page.
 * Says what is missing instead of leaving it out.
 */

#include "model/clock.h"
#include "tui/canvas.h"
#include "tui/page.h"
#include "tui/words.h"
#include "tui/words_course.h"

enum { INSIDE = CERTIFICATE_COLS - 2, TEXT_COLS = INSIDE - 4 };

/* Goes to one of the two. */
struct sheet {
    FILE *out;
    struct reader *reader;
    const struct course *course;
    const struct logbook *book;
    struct course_total total;
    bool so_far;
};

bool certificate_is_earned(const struct course_total *total) {
    return total->items > 0 && total->solved == total->items;
}

/* ---- lines -------------------------------------------------------------------------------------------------------- */

static void rule(const struct sheet *sheet, const char *left, const char *line, const char *right) {
    if (sheet->reader) {
        reader_blank(sheet->reader);
        return;
    }
    fputs(left, sheet->out);
    for (int i = 0; i < INSIDE; i++) fputs(line, sheet->out);
    fprintf(sheet->out, "%s\n", right);
}

static void put_line(const struct sheet *sheet, int indent, const char *text) {
    int rest = INSIDE - indent - text_cols(text);
    fprintf(sheet->out, "║%*s%s%*s║\n", indent, "", text, rest > 0 ? rest : 0, "");
}

static void blank(const struct sheet *sheet) {
    if (!sheet->reader) put_line(sheet, 0, "");
}

static void centred(const struct sheet *sheet, const char *text) {
    char clean[WORDS_SIZE];
    words_clean(clean, sizeof clean, text);
    if (sheet->reader) {
        reader_text(sheet->reader, clean);
        return;
    }
    int room = INSIDE - text_cols(clean);
    put_line(sheet, room > 0 ? room / 2 : 0, clean);
}

/* "KURSBEVIS" as "K U R S B E V I S". */
static void spaced(const struct sheet *sheet, const char *text) {
    char wide[WORDS_SIZE] = "";
    size_t n = 0;
    if (sheet->reader) {
        reader_heading(sheet->reader, text);
        return;
    }
    for (const char *p = text; *p && n + 8 < sizeof wide;) {
        size_t len = 1;
        while (((unsigned char)p[len] & 0xC0) == 0x80) len++;
        if (n > 0) wide[n++] = ' ';
        memcpy(wide + n, p, len);
        n += len;
        p += len;
    }
    wide[n] = '\0';
    centred(sheet, wide);
}

static void paragraph(const struct sheet *sheet, const char *text) {
    char line[WORDS_SIZE];
    size_t len;
    if (sheet->reader) {
        reader_text(sheet->reader, text);
        return;
    }
    for (const char *next; (next = text_wrap(text, TEXT_COLS, &len)) != NULL; text = next) {
        text_copy_n(line, sizeof line, text, len);
        put_line(sheet, 2, line);
    }
}

/* `text` at the left, cut if need be, and `right` at the right edge. */
static void both(const struct sheet *sheet, const char *text, const char *right) {
    char cut[WORDS_SIZE];
    int room = TEXT_COLS - text_cols(right) - 1;
    text_copy(cut, sizeof cut, text);
    if (text_cols(cut) > room) {
        size_t len;
        text_wrap(text, room - 2, &len);
        snprintf(cut, sizeof cut, "%.*s …", (int)len, text);
    }
    int gap = TEXT_COLS - text_cols(cut) - text_cols(right);
    char line[2 * WORDS_SIZE];
    snprintf(line, sizeof line, "%s%*s%s", cut, gap > 0 ? gap : 0, "", right);
    put_line(sheet, 2, line);
}

static void pair(const struct sheet *sheet, const char *label, const char *value) {
    if (sheet->reader)
        reader_pair(sheet->reader, label, value);
    else
        both(sheet, label, value);
}

static void date_words(int64_t ms, char *buf, size_t size) {
    clock_format_datetime(ms, buf, size);
    if (strlen(buf) > 10) buf[10] = '\0';
}

/* ---- parts of the page -------------------------------------------------------------------------------------------- */

static void put_head(const struct sheet *sheet) {
    if (!sheet->reader) rule(sheet, "╔", "═", "╗");
    blank(sheet);
    spaced(sheet, sheet->so_far ? _("SO FAR") : _("CERTIFICATE"));
    blank(sheet);
    centred(sheet, sheet->course->title);
    centred(sheet, _("A course on customer records in Commerce headquarters"));
    blank(sheet);
    centred(sheet, sheet->book->trainee);
    blank(sheet);
}

static void put_totals(const struct sheet *sheet) {
    const struct course_total *total = &sheet->total;
    char text[WORDS_SIZE], from[32] = "", until[32] = "", worked[48];
    words_worked(total->worked_ms, worked, sizeof worked);
    if (total->begun_ms) date_words(total->begun_ms, from, sizeof from);
    if (total->solved_ms) date_words(total->solved_ms, until, sizeof until);
    snprintf(text, sizeof text, _("%d of %d"), total->solved, total->items);
    pair(sheet, _("Guides and labs solved"), text);
    snprintf(text, sizeof text, "%d", total->solved - total->assisted);
    pair(sheet, _("of these without help"), text);
    if (total->assisted) {
        snprintf(text, sizeof text, "%d", total->assisted);
        pair(sheet, _("of these solved for the trainee"), text);
    }
    snprintf(text, sizeof text, _("%d of %d"), total->points, total->of);
    pair(sheet, _("Points"), text);
    snprintf(text, sizeof text, "%d", total->hints);
    pair(sheet, _("Hints taken"), text);
    if (worked[0]) pair(sheet, _("Time at work"), worked);
    snprintf(text, sizeof text, "%s%s%s", from, strcmp(from, until) && until[0] ? " – " : "",
             strcmp(from, until) ? until : "");
    if (text[0]) pair(sheet, _("When"), text);
}

static void put_item(const struct sheet *sheet, const struct course_item *item) {
    struct logbook_sum sum;
    char text[WORDS_SIZE], right[WORDS_SIZE], day[32], points[32] = "";
    logbook_sum(sheet->book, item->lab, item->id, &sum);
    if (!sum.best && !sheet->so_far) return;
    snprintf(text, sizeof text, "%s %s",
             sum.state == LOGBOOK_SOLVED     ? "✓"
             : sum.state == LOGBOOK_ASSISTED ? "○"
                                             : "·",
             item->title);
    if (sum.best) {
        date_words(sum.best->solved_ms, day, sizeof day);
        if (item->lab) snprintf(points, sizeof points, "%d", sum.best->score);
        snprintf(right, sizeof right, "%s%3s  %s", sum.best->assisted ? _("with help  ") : "",
                 points, day);
    } else {
        words_progress(item, &sum, right, sizeof right);
    }
    if (sheet->reader)
        reader_pair(sheet->reader, right, text);
    else
        both(sheet, text, right);
}

static void put_parts(const struct sheet *sheet) {
    for (int i = 0; i < sheet->course->part_count; i++) {
        const struct course_part *part = &sheet->course->parts[i];
        rule(sheet, "╟", "─", "╢");
        if (sheet->reader)
            reader_heading(sheet->reader, part->title);
        else
            put_line(sheet, 2, part->title);
        for (int k = 0; k < part->count; k++)
            put_item(sheet, &sheet->course->items[part->first + k]);
    }
}

static void put_all(struct sheet *sheet) {
    course_total(sheet->course, sheet->book, &sheet->total);
    put_head(sheet);
    put_totals(sheet);
    put_parts(sheet);
    rule(sheet, "╟", "─", "╢");
    if (sheet->total.assisted) paragraph(sheet, _("○ was solved for the trainee."));
    if (sheet->so_far && !certificate_is_earned(&sheet->total))
        paragraph(sheet, _("The course is not complete: this is no certificate."));
    paragraph(sheet, _("Issued by an independent practice program; it is not a certificate of the "
                       "vendor of the product."));
    if (!sheet->reader) rule(sheet, "╚", "═", "╝");
}

void certificate_print(FILE *out, const struct course *course, const struct logbook *book,
                       bool so_far) {
    struct sheet sheet = {.out = out, .course = course, .book = book, .so_far = so_far};
    put_all(&sheet);
}

void certificate_show(struct reader *out, const struct course *course, const struct logbook *book,
                      bool so_far) {
    struct sheet sheet = {.reader = out, .course = course, .book = book, .so_far = so_far};
    put_all(&sheet);
}
