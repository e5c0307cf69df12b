/* SPDX-License-Identifier: MIT */
/*
 * Certificate: what the trainee has solved, and the dialog that writes it to a file. While the course is not complete it is
 * a statement of what is done so far, and says so.
 */

#include <stdio.h>
#include <stdlib.h>

#include "model/file.h"
#include "tui/app.h"
#include "tui/course_view.h"
#include "tui/page.h"
#include "tui/words.h"

static bool is_so_far(const struct course_view *view) {
    struct course_total total;
    course_total(view->course, view->book, &total);
    return !certificate_is_earned(&total);
}

static void show(struct app *app, const char *key, struct reader *out) {
    struct course_view view;
    struct err err = {0};
    char text[WORDS_SIZE];
    (void)key;
    if (course_view_open(app, &view, &err) == ERR_OK) {
        certificate_show(out, view.course, view.book, is_so_far(&view));
        words_whose_record(app->settings, text, sizeof text);
        reader_blank(out);
        reader_text(out, text);
    } else {
        words_error(&err, NULL, text, sizeof text);
        reader_text(out, text);
    }
    course_view_release(&view);
}

static enum next write_to_file(struct app *app, const char *key) {
    (void)key;
    app_open_page(app, "write-certificate", NULL);
    return NEXT_STAY;
}

static const struct action actions[] = {
    {.id = "write-certificate",
     .label = N_("Write to a file"),
     .bound = ACTION_RUN,
     .help = N_("As a page of plain text."),
     .run = write_to_file},
    {0},
};

const struct page page_certificate = {
    .id = "certificate",
    .title = N_("Certificate"),
    .path = {N_("Lab")},
    .aliases = {N_("Diploma")},
    .pattern = READER,
    .lab = true,
    .actions = actions,
    .text = show,
};

/* ---- writing it ------------------------------------------------------------------------------------------------------ */

static enum err_code load(struct app *app, const char *key, struct form *form, struct err *err) {
    char path[400];
    const char *home = getenv("HOME");
    (void)app, (void)key, (void)err;
    snprintf(path, sizeof path, "%.300s%s%s.txt", home ? home : "", home && *home ? "/" : "",
             _("certificate"));
    form_set_value(form, "File", path);
    return ERR_OK;
}

static enum err_code ok(struct app *app, struct form *form, struct err *err) {
    struct course_view view;
    char *text = NULL;
    size_t len = 0;
    const char *path = form_value(form, "File");
    form_result_clear(form);
    enum err_code code = course_view_open(app, &view, err);
    if (code == ERR_OK) {
        FILE *out = open_memstream(&text, &len);
        if (!out) BUG("out of memory for a certificate");
        certificate_print(out, view.course, view.book, is_so_far(&view));
        fclose(out);
        code = file_replace(path, text, len, 0644, err);
    }
    if (code == ERR_OK)
        form_result(form, ROLE_OK, _("Written"), is_so_far(&view) ? _("So far") : _("Certificate"));
    free(text);
    course_view_release(&view);
    return code;
}

static const struct field fields[] = {
    {.key = "File",
     .label = N_("File"),
     .cols = 300,
     .required = true,
     .help = N_("A file of that name is replaced.")},
    {0},
};

const struct page page_write_certificate = {
    .id = "write-certificate",
    .title = N_("Write the certificate to a file"),
    .path = {N_("Lab"), N_("Certificate")},
    .pattern = DIALOG,
    .lab = true,
    .fields = fields,
    .load = load,
    .ok_label = N_("Write"),
    .ok = ok,
};
