/* SPDX-License-Identifier: MIT */
/* Hostile text on the canvas: clipped to its width, wide characters whole, nothing that a terminal would obey. */
#include "fuzz/fuzz.h"
#include "model/text.h"
#include "tui/canvas.h"

#define ROWS 4
#define COLS 20

static void require_harmless(const struct canvas *canvas) {
    char text[COLS * 12 + 1];
    for (int row = 0; row < ROWS; row++) {
        int cols = 0;
        canvas_row_text(canvas, row, text, sizeof text);
        FUZZ_REQUIRE(text_is_utf8(text, strlen(text)) && !text_has_control(text));
        FUZZ_REQUIRE(!strstr(text, "\xe2\x80\x8d") && !strstr(text, "\xe2\x80\x8c")); /* joiners */
        for (int col = 0; col < COLS; col++) {
            const struct cell *cell = canvas_cell(canvas, row, col);
            FUZZ_REQUIRE(cell->width <= 2 && (cell->width == 0) == (cell->ch[0] == 0));
            if (cell->width == 2) FUZZ_REQUIRE(col + 1 < COLS && cell[1].width == 0);
            if (cell->width == 0) FUZZ_REQUIRE(col > 0 && cell[-1].width == 2);
            FUZZ_REQUIRE(!canvas->ascii || cell->ch[0] != 0xfffd);
            cols += cell->width;
        }
        FUZZ_REQUIRE(cols == COLS);
    }
}

static void require_wrap(const char *text, int cols) {
    const char *line = text, *next;
    size_t len, shown = 0;
    char part[512];
    int rows = 0;
    for (; (next = text_wrap(line, cols, &len)) != NULL; line = next, rows++) {
        FUZZ_REQUIRE(next > line && line + len <= next);
        memcpy(part, line, len);
        part[len] = '\0';
        FUZZ_REQUIRE(text_cols(part) <= (cols < 2 ? 2 : cols));
        FUZZ_REQUIRE(!text_is_utf8(text, strlen(text)) || text_is_utf8(part, len));
        for (size_t i = 0; i < len; i++) shown += part[i] != ' ';
    }
    FUZZ_REQUIRE(rows == text_wrap_rows(text, cols));
    for (; *text; text++) shown -= *text != ' ' && *text != '\n';
    FUZZ_REQUIRE(shown == 0); /* nothing but blanks is lost at the breaks */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input in = {data, size};
    struct canvas canvas;
    char text[300], head[300];
    int col = fuzz_byte(&in) % COLS, cols = fuzz_byte(&in) % (COLS + 3), again = fuzz_byte(&in);
    fuzz_until(&in, -1, text, sizeof text);
    canvas_init(&canvas, ROWS, COLS, again % 3 == 0);
    int used = canvas_put(&canvas, 0, col, cols, ROLE_TEXT, text);
    FUZZ_REQUIRE(used <= cols && used <= text_cols(text));
    FUZZ_REQUIRE(canvas_put_cut(&canvas, 1, col, cols, ROLE_TEXT, text) <= cols);
    FUZZ_REQUIRE(canvas_put_right(&canvas, 2, col, cols, ROLE_TEXT, text) <= cols);
    canvas_put(&canvas, 0, again % COLS, 3, ROLE_TEXT, text);
    canvas_fill(&canvas, (struct rect){1, again % COLS, 1, 1}, ROLE_TEXT);
    canvas_box(&canvas, (struct rect){again % 5 - 1, col - 2, again % 7 - 1, cols - 2}, ROLE_FRAME,
               ROLE_TEXT, text);
    require_harmless(&canvas);
    size_t fit = text_fit(text, cols);
    memcpy(head, text, fit);
    head[fit] = '\0';
    FUZZ_REQUIRE(text_cols(head) <= cols && text_fit(head, cols) == fit);
    FUZZ_REQUIRE(text_cols(head) + text_cols(text + fit) == text_cols(text));
    require_wrap(text, cols);
    canvas_release(&canvas);
    return 0;
}
