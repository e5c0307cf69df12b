/* SPDX-License-Identifier: MIT */
/* What the verbs print: JSON that every parser takes, columns that stand under each other, CSV as it was found. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "cli/csv_header.h"
#include "cli/csv_reader.h"
#include "cli/json.h"
#include "cli/table.h"
#include "tui/i18n.h"

/* ---- JSON -------------------------------------------------------------------------------------------------- */

struct sink {
    FILE *file;
    char *text;
    size_t size;
};

static void sink_open(struct sink *sink) {
    *sink = (struct sink){0};
    sink->file = open_memstream(&sink->text, &sink->size);
    assert_non_null(sink->file);
}

static void sink_expect(struct sink *sink, const char *expected) {
    fclose(sink->file);
    assert_string_equal(sink->text, expected);
    free(sink->text);
}

static void test_json_object_with_every_kind_of_value(void **state) {
    (void)state;
    struct sink sink;
    struct json json;
    sink_open(&sink);
    json_init(&json, sink.file);
    json_object(&json, NULL);
    json_text(&json, "t", "Åse");
    json_text_or_null(&json, "e", "");
    json_int(&json, "i", INT64_MIN);
    json_amount(&json, "a", -5);
    json_bool(&json, "b", true);
    json_time(&json, "never", 0);
    json_array(&json, "list");
    json_int(&json, NULL, 1);
    json_int(&json, NULL, 2);
    json_end(&json);
    json_end(&json);
    sink_expect(&sink, "{\"t\": \"Åse\", \"e\": null, \"i\": -9223372036854775808, \"a\": -0.05, "
                       "\"b\": true, \"never\": null, \"list\": [1, 2]}\n");
}

static void test_json_list_has_a_line_for_each_element(void **state) {
    (void)state;
    struct sink sink;
    struct json json;
    sink_open(&sink);
    json_init(&json, sink.file);
    json_array(&json, NULL);
    json_text(&json, NULL, "a");
    json_text(&json, NULL, "b");
    json_end(&json);
    sink_expect(&sink, "[\n\"a\",\n\"b\"\n]\n");
    sink_open(&sink);
    json_init(&json, sink.file);
    json_array(&json, NULL);
    json_end(&json);
    sink_expect(&sink, "[]\n");
}

static void test_json_text_cannot_command_a_terminal(void **state) {
    (void)state;
    struct sink sink;
    struct json json;
    sink_open(&sink);
    json_init(&json, sink.file);
    json_text(&json, NULL, "\"\\\n\t\x1b\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x81\x81\xff<");
    sink_expect(&sink,
                "\"\\\"\\\\\\n\\t\\u001b\\u007f\\u009b\\u202e\\udb40\\udc41\xef\xbf\xbd<\"\n");
}

/* ---- tables ------------------------------------------------------------------------------------------------ */

static void test_table_columns_stand_under_each_other(void **state) {
    (void)state;
    struct sink sink;
    struct table table;
    sink_open(&sink);
    table_init(&table, sink.file);
    table_column(&table, "Name", false);
    table_column(&table, "Rows", true);
    table_column(&table, "X", false);
    table_cell(&table, "日本");
    table_cell_int(&table, 12345);
    table_cell(&table, "\x1b[2J");
    table_cell(&table, "Ås\xcc\x8a");
    table_cell_int(&table, 1);
    table_cell(&table, "");
    table_end(&table);
    sink_expect(&sink, "Name   Rows  X\n"
                       "日本  12345  \xef\xbf\xbd[2J\n"
                       "Ås\xcc\x8a        1  \n");
}

static void test_table_longer_than_its_buffer_is_whole(void **state) {
    (void)state;
    struct sink sink;
    struct table table;
    int lines = 0;
    sink_open(&sink);
    table_init(&table, sink.file);
    table_column(&table, "N", true);
    for (int i = 0; i < 3 * TABLE_BUFFERED; i++) table_cell_int(&table, i);
    table_end(&table);
    fclose(sink.file);
    for (const char *p = sink.text; *p; p++) lines += *p == '\n';
    assert_int_equal(lines, 3 * TABLE_BUFFERED + 1);
    assert_non_null(strstr(sink.text, "\n  0\n"));
    assert_non_null(strstr(sink.text, "\n599\n"));
    free(sink.text);
}

/* ---- CSV --------------------------------------------------------------------------------------------------- */

/* What was read, as "line:cell|cell;" and "line!" for a broken row. */
struct read {
    char text[4000];
    size_t used;
};

static bool on_row(void *ctx, int64_t line, const struct csv_cell *cells, int count) {
    struct read *read = ctx;
    read->used +=
        (size_t)snprintf(read->text + read->used, sizeof read->text - read->used, "%d:", (int)line);
    for (int i = 0; i < count; i++) {
        assert_int_equal(strlen(cells[i].text), cells[i].len);
        read->used += (size_t)snprintf(read->text + read->used, sizeof read->text - read->used,
                                       "%s%s", i ? "|" : "", cells[i].text);
    }
    read->used += (size_t)snprintf(read->text + read->used, sizeof read->text - read->used, ";");
    return true;
}

static bool on_bad(void *ctx, int64_t line) {
    struct read *read = ctx;
    read->used += (size_t)snprintf(read->text + read->used, sizeof read->text - read->used, "%d!;",
                                   (int)line);
    return true;
}

static bool go_on(void *ctx) {
    (void)ctx;
    return true;
}

static bool never(void *ctx) {
    (void)ctx;
    return false;
}

static enum err_code read_csv(const char *bytes, size_t size, struct read *read, struct err *err) {
    const struct csv_reader_calls calls = {
        .row = on_row, .bad = on_bad, .idle = go_on, .stop = never, .ctx = read};
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
    *read = (struct read){0};
    enum err_code code = csv_read(fileno(file), &calls, err);
    fclose(file);
    return code;
}

static void expect_csv(const char *bytes, const char *expected) {
    struct read read;
    assert_int_equal(read_csv(bytes, strlen(bytes), &read, NULL), ERR_OK);
    assert_string_equal(read.text, expected);
}

static void test_csv_as_spreadsheets_write_it(void **state) {
    (void)state;
    expect_csv("", "");
    expect_csv("\n \r\n\n", "");
    expect_csv("a,b\nc,d", "1:a|b;2:c|d;");
    expect_csv("\xef\xbb\xbf"
               "a,b\r\nc,d\r\n",
               "1:a|b;2:c|d;");
    expect_csv("a\rb\rc", "1:a;2:b;3:c;");
    expect_csv("a;b\n1,5;x\n", "1:a|b;2:1,5|x;");
    expect_csv("a\tb\n1\t2\n", "1:a|b;2:1|2;");
    expect_csv("\"a,1\",\"say \"\"hi\"\"\"\n,\n", "1:a,1|say \"hi\";2:|;");
    expect_csv("a\n\n\nb\n", "1:a;4:b;");
}

static void test_csv_row_over_several_lines_is_named_by_its_first(void **state) {
    (void)state;
    expect_csv("h\n\"one\ntwo\"\nthree\n", "1:h;2:one\ntwo;4:three;");
    expect_csv("h\r\n\"one\r\n\r\ntwo\"\r\nthree", "1:h;2:one\r\n\r\ntwo;5:three;");
}

static void test_csv_missing_quotation_mark_costs_one_line(void **state) {
    (void)state;
    expect_csv("h,h\n\"a,b\nc,d\ne,f\n", "1:h|h;2!;3:c|d;4:e|f;");
    expect_csv("h,h\n\"a,b\nc,\"d\"\ne,f\n", "1:h|h;2!;3:c|d;4:e|f;");
    expect_csv("h,h\na,b\"x\nc,d\n", "1:h|h;2!;3:c|d;");
    expect_csv("h\nx\n\"", "1:h;2:x;3!;");
}

static bool count_row(void *ctx, int64_t line, const struct csv_cell *cells, int count) {
    int *rows = ctx;
    assert_int_equal(line, ++*rows);
    assert_int_equal(count, 1);
    assert_int_equal(cells[0].len, 9999);
    assert_int_equal(strtol(cells[0].text, NULL, 10), *rows);
    return true;
}

static void test_csv_longer_than_a_read(void **state) {
    (void)state;
    int rows = 0;
    const struct csv_reader_calls calls = {
        .row = count_row, .bad = on_bad, .idle = go_on, .stop = never, .ctx = &rows};
    FILE *file = tmpfile();
    assert_non_null(file);
    for (int i = 1; i <= 50; i++) fprintf(file, "\"%09999d\"\r\n", i);
    assert_int_equal(fflush(file), 0);
    assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
    assert_int_equal(csv_read(fileno(file), &calls, NULL), ERR_OK);
    assert_int_equal(rows, 50);
    fclose(file);
}

static void test_csv_utf16_is_refused_by_name(void **state) {
    (void)state;
    struct read read;
    struct err err = {0};
    assert_int_equal(read_csv("\xff\xfe"
                              "F\0i\0",
                              6, &read, &err),
                     ERR_INVALID);
    assert_int_equal(err.reason, REASON_CSV_ENCODING);
    assert_string_equal(err.value, "UTF-16");
}

/* ---- header ------------------------------------------------------------------------------------------------ */

static enum err_code read_header(const char *const *names, int count, struct csv_header *header,
                                 struct err *err) {
    struct csv_cell cells[16];
    for (int i = 0; i < count; i++) {
        cells[i] = (struct csv_cell){.text = names[i], .len = strlen(names[i])};
    }
    return csv_header_read(header, cells, count, err);
}

static void test_csv_columns_are_found_by_any_usual_name(void **state) {
    (void)state;
    static const char *const headers[][3] = {{"FirstName", "LastName", "EmailAddress"},
                                             {"first name", "last_name", "E-mail"},
                                             {"Given name", "Surname", "EMAIL"},
                                             {"Fornavn", "Etternavn", "E-post"},
                                             {"FORNAVN", "etternavn", "E-postadresse"}};
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        struct csv_header header;
        struct err err = {0};
        if (read_header(headers[i], 3, &header, &err) != ERR_OK) {
            fail_msg("%s: %s", headers[i][0], err.value);
        }
        assert_string_equal(header.columns[0]->key, "FirstName");
        assert_string_equal(header.columns[1]->key, "LastName");
        assert_string_equal(header.columns[2]->key, "Email");
    }
}

static void test_csv_missing_and_double_columns_are_named(void **state) {
    (void)state;
    struct csv_header header;
    struct err err = {0};
    const char *const missing[] = {"CUSTOMERACCOUNT", "PERSONFIRSTNAME", "Email"};
    assert_int_equal(read_header(missing, 3, &header, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_CSV_NO_COLUMN);
    assert_string_equal(err.value, "First name, Last name");
    const char *const twice[] = {"FirstName", "LastName", "Email", "", "", "E-post"};
    assert_int_equal(read_header(twice, 6, &header, &err), ERR_INVALID);
    assert_int_equal(err.reason, REASON_CSV_COLUMN_TWICE);
    assert_string_equal(err.value, "Email");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_object_with_every_kind_of_value),
        cmocka_unit_test(test_json_list_has_a_line_for_each_element),
        cmocka_unit_test(test_json_text_cannot_command_a_terminal),
        cmocka_unit_test(test_table_columns_stand_under_each_other),
        cmocka_unit_test(test_table_longer_than_its_buffer_is_whole),
        cmocka_unit_test(test_csv_as_spreadsheets_write_it),
        cmocka_unit_test(test_csv_row_over_several_lines_is_named_by_its_first),
        cmocka_unit_test(test_csv_missing_quotation_mark_costs_one_line),
        cmocka_unit_test(test_csv_longer_than_a_read),
        cmocka_unit_test(test_csv_utf16_is_refused_by_name),
        cmocka_unit_test(test_csv_columns_are_found_by_any_usual_name),
        cmocka_unit_test(test_csv_missing_and_double_columns_are_named),
    };
    i18n_init("en");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
