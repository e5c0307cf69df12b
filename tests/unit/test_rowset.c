/* SPDX-License-Identifier: MIT */
/* One page of a list in one buffer. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/rowset.h"

static void fill(struct rowset *rows, int count) {
    char key[16];
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof key, "k%d", i);
        rowset_add(rows, key);
        rowset_set_int(rows, 1, i);
        rowset_set(rows, 0, key + 1);
    }
}

static void rows_keep_their_cells_while_the_page_grows(void **state) {
    (void)state;
    struct rowset rows;
    rowset_init(&rows, 3);
    fill(&rows, ROWSET_MAX_ROWS + 1);
    assert_int_equal(rows.rows, ROWSET_MAX_ROWS + 1);
    assert_string_equal(rowset_key(&rows, 0), "k0");
    assert_string_equal(rowset_key(&rows, 1000), "k1000");
    assert_string_equal(rowset_cell(&rows, 777, 0), "777");
    assert_string_equal(rowset_cell(&rows, 777, 1), "777");
    assert_string_equal(rowset_cell(&rows, 777, 2), "");
    rowset_release(&rows);
}

static void a_page_read_backwards_is_put_in_order(void **state) {
    (void)state;
    struct rowset rows;
    rowset_init(&rows, 2);
    fill(&rows, 4);
    rowset_drop_last(&rows);
    rowset_reverse(&rows);
    assert_int_equal(rows.rows, 3);
    assert_string_equal(rowset_key(&rows, 0), "k2");
    assert_string_equal(rowset_cell(&rows, 2, 1), "0");
    rowset_release(&rows);
}

static void a_page_is_filled_again_without_old_rows(void **state) {
    (void)state;
    struct rowset rows;
    rowset_init(&rows, 2);
    fill(&rows, 100);
    rows.more_after = true;
    rowset_reset(&rows);
    assert_int_equal(rows.rows, 0);
    assert_false(rows.more_after);
    rowset_add(&rows, "");
    rowset_set(&rows, 0, NULL);
    assert_string_equal(rowset_key(&rows, 0), "");
    assert_string_equal(rowset_cell(&rows, 0, 0), "");
    assert_string_equal(rowset_cell(&rows, 0, 1), "");
    rowset_release(&rows);
    rowset_release(&rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_keep_their_cells_while_the_page_grows),
        cmocka_unit_test(a_page_read_backwards_is_put_in_order),
        cmocka_unit_test(a_page_is_filled_again_without_old_rows),
    };
    return cmocka_run_group_tests_name("rowset", tests, NULL, NULL);
}
