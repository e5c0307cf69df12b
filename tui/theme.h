/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_THEME_H
#define CHQ_TUI_THEME_H

/*
 * Colours by meaning. The engine and the pages know roles only; a theme gives each role its style. State is never
 * shown by colour alone: whoever draws ROLE_FAILED also draws a word or a sign.
 */

#include <stdbool.h>
#include <stdint.h>

/* X(name): the order is part of the golden screens' format (theme `test` shows role n as palette colour 16+n). */
#define ROLES(X)                                                                                   \
    X(TEXT)          /* everything else */                                                         \
    X(DIM)           /* secondary text */                                                          \
    X(FRAME)         /* lines between panels */                                                    \
    X(TITLE)         /* title bar */                                                               \
    X(TITLE_STATE)   /* environment and headquarters state in the title bar */                     \
    X(TITLE_ALERT)   /* the same when it needs attention: PROD, In servicing */                    \
    X(CRUMB)         /* breadcrumb */                                                              \
    X(HEADING)       /* title of a panel */                                                        \
    X(HEADING_FOCUS) /* title of the panel that has the keys */                                    \
    X(TAB)           /* FastTab header */                                                          \
    X(GROUP)         /* group caption in CAPITALS, column headers */                               \
    X(LABEL)         /* label of a field */                                                        \
    X(VALUE)         /* value of a field in view mode */                                           \
    X(FIELD)         /* value of an editable field */                                              \
    X(FIELD_FOCUS)   /* the field that has the cursor */                                           \
    X(FIELD_ERROR)   /* field with an invalid value, and its message */                            \
    X(CHANGED)       /* changed and not saved; old and new in a list of changes */                 \
    X(SELECTED)      /* selected row where it has the keys */                                      \
    X(SELECTED_AWAY) /* selected row of a panel without the keys */                                \
    X(MATCH)         /* what a filter or a search found */                                         \
    X(KEY)           /* a key in the legend */                                                     \
    X(KEY_LABEL)     /* what it does */                                                            \
    X(INFO)          /* message, information */                                                    \
    X(WARNING)       /* message or state that asks for attention */                                \
    X(ERROR)         /* message, error */                                                          \
    X(OK)            /* state: synced, ended, operational */                                       \
    X(PENDING)       /* state: waiting */                                                          \
    X(FAILED)        /* state: failed */                                                           \
    X(COACH)         /* the coach's bar */                                                         \
    X(COACH_STRONG)  /* what to do now */                                                          \
    X(DIALOG)        /* inside of dialogs, lookups, the palette */                                 \
    X(DIALOG_FRAME)                                                                                \
    X(BUTTON)                                                                                      \
    X(BUTTON_FOCUS)                                                                                \
    X(PROGRESS) /* the filled part of a progress bar */

enum role {
#define X(name) ROLE_##name,
    ROLES(X)
#undef X
        ROLE_COUNT
};

enum { STYLE_BOLD = 1, STYLE_DIM = 2, STYLE_REVERSE = 4, STYLE_UNDERLINE = 8 };

/* Colours are palette indices, -1 = the terminal's own. The second set serves terminals with 8 or 16 colours. */
struct style {
    int16_t fg, bg;
    uint8_t attr;
    int16_t fg8, bg8;
    uint8_t attr8;
    uint8_t attr_mono; /* without colours */
};

struct theme {
    const char *name;
    bool colour; /* false: attr_mono only */
    bool hidden; /* not offered to users (theme `test`) */
    struct style styles[ROLE_COUNT];
};

/* "dark", "light", "mono", "high-contrast", "cb-safe", "test"; NULL when there is no such theme. */
const struct theme *theme_find(const char *name);
/* The themes in order; NULL past the end. */
const struct theme *theme_at(int index);
/* "FIELD_FOCUS" */
const char *role_name(enum role role);

#endif
