/* SPDX-License-Identifier: MIT */
/* Hostile text on the canvas: clipped to its width, wide characters whole, nothing that a terminal would obey. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "tui/canvas.h"

#define ROWS 3
#define COLS 20

static void require_harmless(const struct canvas *canvas) {
    for (int row = 0; row < ROWS; row++)
        for (int col = 0; col < COLS; col++) {
            const struct cell *cell = canvas_cell(canvas, row, col);
            for (int i = 0; i < 3; i++) {
                uint32_t c = cell->ch[i];
                FUZZ_REQUIRE(c == 0 || (c >= ' ' && c != 0x7f && !(c >= 0x80 && c < 0xa0)));
                FUZZ_REQUIRE(!(c >= 0xd800 && c <= 0xdfff) && c <= 0x10ffff);
                FUZZ_REQUIRE(!(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069));
            }
            FUZZ_REQUIRE(cell->width <= 2);
            if (cell->width == 2) {
                FUZZ_REQUIRE(col + 1 < COLS);
                FUZZ_REQUIRE(canvas_cell(canvas, row, col + 1)->width == 0);
            }
            if (cell->width == 0)
                FUZZ_REQUIRE(col > 0 && canvas_cell(canvas, row, col - 1)->width == 2);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct canvas canvas;
    char text[300];
    if (size < 2) return 0;
    int col = data[0] % COLS, cols = data[1] % (COLS + 3);
    snprintf(text, sizeof text, "%.*s", (int)(size - 2 < 299 ? size - 2 : 299),
             (const char *)data + 2);
    canvas_init(&canvas, ROWS, COLS, data[0] % 3 == 0);
    FUZZ_REQUIRE(canvas_put(&canvas, 0, col, cols, ROLE_TEXT, text) <= cols);
    FUZZ_REQUIRE(canvas_put_cut(&canvas, 1, col, cols, ROLE_TEXT, text) <= cols);
    FUZZ_REQUIRE(canvas_put_right(&canvas, 2, col, cols, ROLE_TEXT, text) <= cols);
    canvas_put(&canvas, 0, data[1] % COLS, 3, ROLE_TEXT, text);
    require_harmless(&canvas);
    FUZZ_REQUIRE(text_fit(text, cols) <= strlen(text));
    const char *rest = text;
    int lines = 0;
    for (size_t len = 0; rest && lines < 1000; lines++) rest = text_wrap(rest, 1 + cols, &len);
    FUZZ_REQUIRE(lines < 1000);
    canvas_release(&canvas);
    return 0;
}
