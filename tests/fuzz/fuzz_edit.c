/* SPDX-License-Identifier: MIT */
/* The one-line editor driven by bytes as verbs: the text stays well-formed, the cursor inside it and on the screen. */
#include "fuzz/fuzz.h"
#include "model/text.h"
#include "tui/canvas.h"
#include "tui/edit.h"

static void require_sound(const struct edit *edit) {
    FUZZ_REQUIRE(edit->len < EDIT_SIZE && strlen(edit->text) == edit->len);
    FUZZ_REQUIRE(edit->cursor <= edit->len);
    FUZZ_REQUIRE(text_is_utf8(edit->text, edit->len) && !text_has_control(edit->text));
    if (edit->max_chars) FUZZ_REQUIRE(text_chars(edit->text) <= (size_t)edit->max_chars);
    /* Between two characters, not inside one and not before a mark of the one before it. */
    struct edit before = *edit;
    before.text[edit->cursor] = '\0';
    FUZZ_REQUIRE(text_cols(before.text) + text_cols(edit->text + edit->cursor) ==
                 text_cols(edit->text));
}

static void require_view(struct edit *edit, int cols) {
    char shown[EDIT_SIZE];
    int col = -1;
    const char *view = edit_view(edit, cols, &col);
    FUZZ_REQUIRE(view >= edit->text && view <= edit->text + edit->cursor);
    FUZZ_REQUIRE(text_is_utf8(view, strlen(view)));
    FUZZ_REQUIRE(col >= 0 && col < cols);
    size_t len = (size_t)(edit->text + edit->cursor - view);
    memcpy(shown, view, len);
    shown[len] = '\0';
    FUZZ_REQUIRE(text_cols(shown) == col);
}

static size_t insert(struct edit *edit, const uint8_t *data, size_t size) {
    char piece[9];
    struct fuzz_input in = {data, size < 8 ? size : 8};
    size_t len = fuzz_until(&in, -1, piece, sizeof piece), before = text_chars(edit->text);
    bool fitted = edit_insert(edit, piece);
    FUZZ_REQUIRE(fitted || (edit->max_chars && before + len >= (size_t)edit->max_chars) ||
                 edit->len + 8 > EDIT_SIZE);
    return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const verbs[])(struct edit *) = {edit_word_left,  edit_word_right, edit_home,
                                                   edit_end,        edit_erase_word, edit_erase_all,
                                                   edit_erase_rest, edit_home};
    static bool (*const steps[])(struct edit *) = {edit_left, edit_right, edit_erase, edit_delete};
    struct edit edit;
    edit_init(&edit,
              size > 9 && data[1] % 2 ? (const char[]){(char)data[2], (char)data[3], 'x', 0}
                                      : "Kari Å",
              size > 0 && data[0] % 2 ? 12 : 0);
    for (size_t i = 0; i < size; i++) {
        struct edit old = edit;
        uint8_t verb = data[i] & 15;
        if (verb < 8) {
            verbs[verb](&edit);
        } else if (verb < 12) {
            bool changed = steps[verb - 8](&edit);
            FUZZ_REQUIRE(changed == (old.len != edit.len || old.cursor != edit.cursor));
        } else if (verb == 12) {
            require_view(&edit, 1 + data[i] / 16); /* not after each verb: keys are drained first */
        } else {
            i += insert(&edit, data + i + 1, size - i - 1);
        }
        require_sound(&edit);
    }
    require_view(&edit, 10);
    return 0;
}
