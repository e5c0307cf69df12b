/* SPDX-License-Identifier: MIT */
/* Pages and filters lists that fit into memory; knows nothing of what is in them. */

#include "tui/small_list.h"

#include <string.h>

#include "model/text.h"

void small_list_page(const struct list_request *request, int count,
                     const char *(*key)(void *ctx, int row), void *ctx, struct rowset *rows,
                     int *begin, int *end) {
    int at = 0, first = 0;
    bool found = false;
    for (int i = 0; request->anchor && i < count && !found; i++) {
        found = strcmp(key(ctx, i), request->anchor) == 0;
        if (found) at = i;
    }
    int limit = request->limit < count ? request->limit : count;
    int last = count;
    switch (request->from) {
    case LIST_FROM_START:
        break;
    case LIST_FROM_END:
        first = count - limit;
        break;
    case LIST_AFTER:
        first = found ? at + 1 : 0;
        break;
    case LIST_BEFORE:
        last = at;
        first = at > limit ? at - limit : 0;
        break;
    case LIST_AT:
        first = at;
        break;
    }
    if (last > first + limit) last = first + limit;
    *begin = first;
    *end = last;
    rows->more_before = first > 0;
    rows->more_after = last < count;
}

bool small_list_matches(const char *filter, const char *text) {
    if (!filter || !filter[0]) return true;
    char needle[FILTER_SIZE * 2], hay[512];
    text_fold(needle, sizeof needle, filter);
    text_fold(hay, sizeof hay, text);
    return strstr(hay, needle) != NULL;
}
