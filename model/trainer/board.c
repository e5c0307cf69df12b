/* SPDX-License-Identifier: MIT */
/*
 * The instructor's board: every trainee's place in the course, from the records in one folder. Somebody else's file may be
 * anything and may change at any moment; what cannot be read gets a line that says so.
 */

#include <dirent.h>
#include <errno.h>
#include <limits.h>

#include "model/clock.h"
#include "model/trainer/course.h"

static bool is_record(const char *name) {
    size_t len = strlen(name);
    return name[0] != '.' && len > 4 && strcmp(name + len - 4, ".csv") == 0;
}

/* Where somebody is: what was touched last and is not solved. */
static void find_place(const struct course *course, const struct logbook *book,
                       struct board_line *line) {
    line->item = -1;
    for (int i = 0; i < course->item_count; i++) {
        struct logbook_sum sum;
        logbook_sum(book, course->items[i].lab, course->items[i].id, &sum);
        if (sum.active_ms > line->active_ms) line->active_ms = sum.active_ms;
        if (!sum.current || (line->item >= 0 && sum.current->active_ms <= line->on.active_ms))
            continue;
        line->item = i;
        line->on = *sum.current;
    }
    if (line->item < 0) return;
    int64_t since = clock_now_ms() - line->on.moved_ms;
    line->stuck_ms = since > 0 ? since : 0;
}

static void read_line(const struct course *course, const char *folder, const char *name,
                      struct board_line *line) {
    char path[PATH_MAX];
    struct logbook *book;
    *line = (struct board_line){.item = -1};
    text_copy(line->file, sizeof line->file, name);
    text_copy_n(line->trainee, sizeof line->trainee, name, strlen(name) - 4);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (logbook_read_file(path, &book, &line->trouble) != ERR_OK) return;
    if (book->trainee[0]) text_copy(line->trainee, sizeof line->trainee, book->trainee);
    line->strange = book->strange;
    course_total(course, book, &line->total);
    find_place(course, book, line);
    logbook_free(&book);
}

static int rank(const struct board_line *line) {
    return line->trouble.code != ERR_OK ? 2 : line->item < 0;
}

static int compare(const void *left, const void *right) {
    const struct board_line *a = left, *b = right;
    if (rank(a) != rank(b)) return rank(a) - rank(b);
    if (a->stuck_ms != b->stuck_ms) return a->stuck_ms < b->stuck_ms ? 1 : -1;
    return strcmp(a->trainee, b->trainee);
}

enum err_code board_read(const struct course *course, const char *folder, struct board *board,
                         struct err *err) {
    *board = (struct board){0};
    DIR *dir = opendir(folder);
    if (!dir) {
        int why = errno;
        enum err_code code = why == ENOENT ? ERR_NOT_FOUND : ERR_IO;
        err_set(err, code, why == ENOENT ? REASON_FILE_MISSING : REASON_FILE_ACCESS, NULL, folder);
        if (err) err->os_errno = why;
        err_add_detail(err, "%s", strerror(why));
        return code;
    }
    board->lines = calloc(BOARD_MAX, sizeof *board->lines);
    if (!board->lines) BUG("out of memory for the board");
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!is_record(entry->d_name)) continue;
        board->more = board->count == BOARD_MAX;
        if (board->more) break;
        read_line(course, folder, entry->d_name, &board->lines[board->count++]);
    }
    closedir(dir);
    qsort(board->lines, (size_t)board->count, sizeof *board->lines, compare);
    return ERR_OK;
}

void board_free(struct board *board) {
    free(board->lines);
    *board = (struct board){0};
}
