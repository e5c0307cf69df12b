/* SPDX-License-Identifier: MIT */
/* The one-line editor driven by bytes as verbs: the text stays well-formed, the cursor inside it and on the screen. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "model/text.h"
#include "tui/edit.h"

static void require_sound(struct edit *edit) {
    int col = -1;
    FUZZ_REQUIRE(edit->len < EDIT_SIZE && edit->text[edit->len] == '\0');
    FUZZ_REQUIRE(edit->cursor <= edit->len);
    FUZZ_REQUIRE(text_is_utf8(edit->text, edit->len));
    FUZZ_REQUIRE(((unsigned char)edit->text[edit->cursor] & 0xc0) != 0x80);
    if (edit->max_chars) FUZZ_REQUIRE(text_chars(edit->text) <= (size_t)edit->max_chars);
    for (size_t i = 0; i < edit->len; i++)
        FUZZ_REQUIRE((unsigned char)edit->text[i] >= ' ' && edit->text[i] != 0x7f);
    FUZZ_REQUIRE(edit_view(edit, 10, &col) != NULL);
    FUZZ_REQUIRE(col >= 0 && col < 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct edit edit;
    char piece[9];
    edit_init(&edit, "Kari Å", size > 0 && data[0] % 2 ? 12 : 0);
    for (size_t i = 0; i < size; i++) {
        switch (data[i] % 12) {
        case 0:
            edit_left(&edit);
            break;
        case 1:
            edit_right(&edit);
            break;
        case 2:
            edit_word_left(&edit);
            break;
        case 3:
            edit_word_right(&edit);
            break;
        case 4:
            edit_home(&edit);
            break;
        case 5:
            edit_end(&edit);
            break;
        case 6:
            edit_erase(&edit);
            break;
        case 7:
            edit_delete(&edit);
            break;
        case 8:
            edit_erase_word(&edit);
            break;
        case 9:
            if (data[i] > 250) edit_erase_rest(&edit);
            break;
        default:
            snprintf(piece, sizeof piece, "%.*s", (int)(size - i - 1 < 8 ? size - i - 1 : 8),
                     (const char *)data + i + 1);
            edit_insert(&edit, piece);
            i += strlen(piece);
        }
        require_sound(&edit);
    }
    return 0;
}
