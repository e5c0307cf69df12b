/* SPDX-License-Identifier: MIT */
/*
 * The themes: role to style. The body keeps the terminal's own colours; only the title bar, buttons, editable fields and
 * what has the focus get a background.
 */
#include "tui/theme.h"

#include <stddef.h>
#include <string.h>

#define B STYLE_BOLD
#define R STYLE_REVERSE
#define U STYLE_UNDERLINE
#define D STYLE_DIM

// clang-format off
static const struct theme themes[] = {
    {.name = "dark", .colour = true, .styles = {
        [ROLE_TEXT]          = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_DIM]           = {244, -1, 0,      7, -1, 0, 0},
        [ROLE_FRAME]         = {239, -1, 0,      4, -1, 0, 0},
        [ROLE_TITLE]         = {255, 24, B,      7,  4, B, R},
        [ROLE_TITLE_STATE]   = {159, 24, 0,      7,  4, 0, R},
        [ROLE_TITLE_ALERT]   = {16, 214, B,      0,  3, 0, R | B},
        [ROLE_CRUMB]         = {248, -1, 0,      7, -1, 0, 0},
        [ROLE_HEADING]       = {250, -1, 0,      7, -1, B, B},
        [ROLE_HEADING_FOCUS] = {80, -1, B,       6, -1, B, B},
        [ROLE_TAB]           = {255, -1, B,      7, -1, B, B},
        [ROLE_GROUP]         = {109, -1, 0,      6, -1, 0, 0},
        [ROLE_LABEL]         = {248, -1, 0,      7, -1, 0, 0},
        [ROLE_VALUE]         = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_FIELD]         = {255, 237, 0,     7, -1, U, U},
        [ROLE_FIELD_FOCUS]   = {16, 80, 0,       0,  6, 0, R},
        [ROLE_FIELD_ERROR]   = {231, 124, 0,     7,  1, B, R | B},
        [ROLE_CHANGED]       = {222, -1, 0,      3, -1, 0, B},
        [ROLE_SELECTED]      = {16, 80, 0,       0,  6, 0, R},
        [ROLE_SELECTED_AWAY] = {80, -1, B,       6, -1, B, B},
        [ROLE_MATCH]         = {222, -1, B,      3, -1, B, U},
        [ROLE_KEY]           = {80, -1, B,       6, -1, B, B},
        [ROLE_KEY_LABEL]     = {248, -1, 0,      7, -1, 0, 0},
        [ROLE_INFO]          = {117, -1, 0,      6, -1, 0, 0},
        [ROLE_WARNING]       = {221, -1, 0,      3, -1, B, B},
        [ROLE_ERROR]         = {210, -1, B,      1, -1, B, B},
        [ROLE_OK]            = {114, -1, 0,      2, -1, 0, 0},
        [ROLE_PENDING]       = {179, -1, 0,      3, -1, 0, 0},
        [ROLE_FAILED]        = {203, -1, B,      1, -1, B, B},
        [ROLE_COACH]         = {252, -1, 0,      7, -1, 0, 0},
        [ROLE_COACH_STRONG]  = {222, -1, B,      3, -1, B, B},
        [ROLE_DIALOG]        = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_DIALOG_FRAME]  = {80, -1, 0,       6, -1, 0, 0},
        [ROLE_BUTTON]        = {252, 238, 0,     7, -1, U, U},
        [ROLE_BUTTON_FOCUS]  = {16, 80, B,       0,  6, 0, R | B},
        [ROLE_PROGRESS]      = {80, -1, 0,       6, -1, 0, 0}}},
    {.name = "light", .colour = true, .styles = {
        [ROLE_TEXT]          = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_DIM]           = {243, -1, 0,     -1, -1, 0, 0},
        [ROLE_FRAME]         = {249, -1, 0,      4, -1, 0, 0},
        [ROLE_TITLE]         = {231, 25, B,      7,  4, B, R},
        [ROLE_TITLE_STATE]   = {195, 25, 0,      7,  4, 0, R},
        [ROLE_TITLE_ALERT]   = {16, 214, B,      0,  3, 0, R | B},
        [ROLE_CRUMB]         = {240, -1, 0,     -1, -1, 0, 0},
        [ROLE_HEADING]       = {238, -1, 0,     -1, -1, B, B},
        [ROLE_HEADING_FOCUS] = {25, -1, B,       4, -1, B, B},
        [ROLE_TAB]           = {16, -1, B,      -1, -1, B, B},
        [ROLE_GROUP]         = {24, -1, 0,       4, -1, 0, 0},
        [ROLE_LABEL]         = {240, -1, 0,     -1, -1, 0, 0},
        [ROLE_VALUE]         = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_FIELD]         = {16, 254, 0,     -1, -1, U, U},
        [ROLE_FIELD_FOCUS]   = {231, 25, 0,      7,  4, B, R},
        [ROLE_FIELD_ERROR]   = {231, 124, 0,     7,  1, B, R | B},
        [ROLE_CHANGED]       = {94, -1, B,       5, -1, 0, B},
        [ROLE_SELECTED]      = {231, 25, 0,      7,  4, B, R},
        [ROLE_SELECTED_AWAY] = {25, -1, B,       4, -1, B, B},
        [ROLE_MATCH]         = {94, -1, B,       5, -1, B, U},
        [ROLE_KEY]           = {25, -1, B,       4, -1, B, B},
        [ROLE_KEY_LABEL]     = {240, -1, 0,     -1, -1, 0, 0},
        [ROLE_INFO]          = {25, -1, 0,       4, -1, 0, 0},
        [ROLE_WARNING]       = {130, -1, B,      5, -1, B, B},
        [ROLE_ERROR]         = {124, -1, B,      1, -1, B, B},
        [ROLE_OK]            = {22, -1, 0,       2, -1, 0, 0},
        [ROLE_PENDING]       = {94, -1, 0,       5, -1, 0, 0},
        [ROLE_FAILED]        = {124, -1, B,      1, -1, B, B},
        [ROLE_COACH]         = {236, -1, 0,     -1, -1, 0, 0},
        [ROLE_COACH_STRONG]  = {94, -1, B,       5, -1, B, B},
        [ROLE_DIALOG]        = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_DIALOG_FRAME]  = {25, -1, 0,       4, -1, 0, 0},
        [ROLE_BUTTON]        = {16, 252, 0,     -1, -1, U, U},
        [ROLE_BUTTON_FOCUS]  = {231, 25, B,      7,  4, B, R | B},
        [ROLE_PROGRESS]      = {25, -1, 0,       4, -1, 0, 0}}},
    {.name = "high-contrast", .colour = true, .styles = {
        [ROLE_TEXT]          = {15, -1, 0,       7, -1, B, 0},
        [ROLE_DIM]           = {15, -1, 0,       7, -1, 0, 0},
        [ROLE_FRAME]         = {15, -1, 0,       7, -1, 0, 0},
        [ROLE_TITLE]         = {0, 15, B,        0,  7, 0, R},
        [ROLE_TITLE_STATE]   = {0, 15, B,        0,  7, 0, R},
        [ROLE_TITLE_ALERT]   = {0, 11, B,        0,  3, 0, R | B},
        [ROLE_CRUMB]         = {15, -1, 0,       7, -1, 0, 0},
        [ROLE_HEADING]       = {15, -1, B,       7, -1, B, B},
        [ROLE_HEADING_FOCUS] = {11, -1, B | U,   3, -1, B | U, B | U},
        [ROLE_TAB]           = {15, -1, B | U,   7, -1, B | U, B | U},
        [ROLE_GROUP]         = {15, -1, B,       7, -1, B, B},
        [ROLE_LABEL]         = {15, -1, 0,       7, -1, 0, 0},
        [ROLE_VALUE]         = {15, -1, B,       7, -1, B, B},
        [ROLE_FIELD]         = {15, -1, U,       7, -1, U, U},
        [ROLE_FIELD_FOCUS]   = {0, 11, B,        0,  3, 0, R},
        [ROLE_FIELD_ERROR]   = {15, 9, B | U,    7,  1, B | U, R | B},
        [ROLE_CHANGED]       = {11, -1, B,       3, -1, B, B},
        [ROLE_SELECTED]      = {0, 7, B,         0,  7, 0, R | B},
        [ROLE_SELECTED_AWAY] = {15, -1, B | U,   7, -1, B | U, B | U},
        [ROLE_MATCH]         = {11, -1, B | U,   3, -1, B, U},
        [ROLE_KEY]           = {11, -1, B,       3, -1, B, B},
        [ROLE_KEY_LABEL]     = {15, -1, 0,       7, -1, 0, 0},
        [ROLE_INFO]          = {14, -1, B,       6, -1, B, B},
        [ROLE_WARNING]       = {11, -1, B,       3, -1, B, B},
        [ROLE_ERROR]         = {9, -1, B | U,    1, -1, B | U, B},
        [ROLE_OK]            = {10, -1, B,       2, -1, B, B},
        [ROLE_PENDING]       = {11, -1, B,       3, -1, B, B},
        [ROLE_FAILED]        = {9, -1, B | U,    1, -1, B | U, B},
        [ROLE_COACH]         = {15, -1, 0,       7, -1, 0, 0},
        [ROLE_COACH_STRONG]  = {11, -1, B,       3, -1, B, B},
        [ROLE_DIALOG]        = {15, -1, 0,       7, -1, B, 0},
        [ROLE_DIALOG_FRAME]  = {11, -1, B,       3, -1, B, B},
        [ROLE_BUTTON]        = {15, -1, U,       7, -1, U, U},
        [ROLE_BUTTON_FOCUS]  = {0, 11, B,        0,  3, 0, R | B},
        [ROLE_PROGRESS]      = {15, -1, B,       7, -1, B, B}}},
    /* Okabe and Ito's colours: blue for good, vermilion for bad, never red against green. */
    {.name = "cb-safe", .colour = true, .styles = {
        [ROLE_TEXT]          = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_DIM]           = {244, -1, 0,      7, -1, 0, 0},
        [ROLE_FRAME]         = {239, -1, 0,      4, -1, 0, 0},
        [ROLE_TITLE]         = {231, 25, B,      7,  4, B, R},
        [ROLE_TITLE_STATE]   = {195, 25, 0,      7,  4, 0, R},
        [ROLE_TITLE_ALERT]   = {16, 220, B,      0,  3, 0, R | B},
        [ROLE_CRUMB]         = {248, -1, 0,      7, -1, 0, 0},
        [ROLE_HEADING]       = {250, -1, 0,      7, -1, B, B},
        [ROLE_HEADING_FOCUS] = {75, -1, B,       6, -1, B, B},
        [ROLE_TAB]           = {255, -1, B,      7, -1, B, B},
        [ROLE_GROUP]         = {75, -1, 0,       6, -1, 0, 0},
        [ROLE_LABEL]         = {248, -1, 0,      7, -1, 0, 0},
        [ROLE_VALUE]         = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_FIELD]         = {255, 237, 0,     7, -1, U, U},
        [ROLE_FIELD_FOCUS]   = {16, 75, 0,       0,  6, 0, R},
        [ROLE_FIELD_ERROR]   = {16, 208, B,      0,  3, 0, R | B},
        [ROLE_CHANGED]       = {220, -1, 0,      3, -1, 0, B},
        [ROLE_SELECTED]      = {16, 75, 0,       0,  6, 0, R},
        [ROLE_SELECTED_AWAY] = {75, -1, B,       6, -1, B, B},
        [ROLE_MATCH]         = {220, -1, B,      3, -1, B, U},
        [ROLE_KEY]           = {75, -1, B,       6, -1, B, B},
        [ROLE_KEY_LABEL]     = {248, -1, 0,      7, -1, 0, 0},
        [ROLE_INFO]          = {75, -1, 0,       6, -1, 0, 0},
        [ROLE_WARNING]       = {220, -1, 0,      3, -1, B, B},
        [ROLE_ERROR]         = {208, -1, B | U,  3, -1, B | U, B},
        [ROLE_OK]            = {75, -1, 0,       6, -1, 0, 0},
        [ROLE_PENDING]       = {220, -1, 0,      3, -1, 0, 0},
        [ROLE_FAILED]        = {208, -1, B | U,  3, -1, B | U, B},
        [ROLE_COACH]         = {252, -1, 0,      7, -1, 0, 0},
        [ROLE_COACH_STRONG]  = {220, -1, B,      3, -1, B, B},
        [ROLE_DIALOG]        = {-1, -1, 0,      -1, -1, 0, 0},
        [ROLE_DIALOG_FRAME]  = {75, -1, 0,       6, -1, 0, 0},
        [ROLE_BUTTON]        = {252, 238, 0,     7, -1, U, U},
        [ROLE_BUTTON_FOCUS]  = {16, 75, B,       0,  6, 0, R | B},
        [ROLE_PROGRESS]      = {75, -1, 0,       6, -1, 0, 0}}},
    {.name = "mono", .colour = false, .styles = {
        [ROLE_TITLE]         = {.attr_mono = R},
        [ROLE_TITLE_STATE]   = {.attr_mono = R},
        [ROLE_TITLE_ALERT]   = {.attr_mono = R | B},
        [ROLE_HEADING]       = {.attr_mono = B},
        [ROLE_HEADING_FOCUS] = {.attr_mono = B},
        [ROLE_TAB]           = {.attr_mono = B},
        [ROLE_FIELD]         = {.attr_mono = U},
        [ROLE_FIELD_FOCUS]   = {.attr_mono = R},
        [ROLE_FIELD_ERROR]   = {.attr_mono = R | B},
        [ROLE_CHANGED]       = {.attr_mono = B},
        [ROLE_SELECTED]      = {.attr_mono = R},
        [ROLE_SELECTED_AWAY] = {.attr_mono = B},
        [ROLE_MATCH]         = {.attr_mono = U},
        [ROLE_KEY]           = {.attr_mono = B},
        [ROLE_WARNING]       = {.attr_mono = B},
        [ROLE_ERROR]         = {.attr_mono = B},
        [ROLE_FAILED]        = {.attr_mono = B},
        [ROLE_COACH_STRONG]  = {.attr_mono = B},
        [ROLE_BUTTON]        = {.attr_mono = U},
        [ROLE_BUTTON_FOCUS]  = {.attr_mono = R | B}}},
    {.name = "test", .colour = true, .hidden = true, .styles = {
#define X(name) [ROLE_##name] = {.fg = 16 + ROLE_##name, .bg = -1, .fg8 = -1, .bg8 = -1},
        ROLES(X)
#undef X
    }},
};
// clang-format on

const struct theme *theme_at(int index) {
    if (index < 0 || index >= (int)(sizeof themes / sizeof *themes)) return NULL;
    return &themes[index];
}

const struct theme *theme_find(const char *name) {
    const struct theme *theme;
    for (int i = 0; (theme = theme_at(i)) != NULL; i++) {
        if (name && strcmp(theme->name, name) == 0) return theme;
    }
    return NULL;
}

const char *role_name(enum role role) {
    static const char *const names[] = {
#define X(name) #name,
        ROLES(X)
#undef X
    };
    return names[role];
}
