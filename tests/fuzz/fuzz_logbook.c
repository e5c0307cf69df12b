/* SPDX-License-Identifier: MIT */
/*
 * A trainee's record from a shared folder: whatever is in the file, it is read within its bounds or called foreign, and
 * nothing of it can reach a terminal as a control sequence.
 */
#include "fuzz/fuzz.h"
#include "model/trainer/logbook.h"

static void require_id(const char *id) {
    FUZZ_REQUIRE(id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-+")] == '\0');
}

static void require_run(const struct logbook_run *run) {
    FUZZ_REQUIRE(run->id[0] != '\0');
    require_id(run->id);
    require_id(run->fault);
    require_id(run->step);
    FUZZ_REQUIRE(run->begun_ms > 0 && run->moved_ms >= run->begun_ms);
    FUZZ_REQUIRE(run->active_ms >= run->moved_ms && run->solved_ms >= 0 && run->worked_ms >= 0);
    FUZZ_REQUIRE(run->score >= 0 && run->score <= 100 && run->hints >= 0 && run->attempts >= 0);
    FUZZ_REQUIRE(run->done >= 0 && run->done < 100 && run->steps >= 0 && run->steps < 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[40];
    int fd = fuzz_file(data, size, path);
    struct logbook *book = NULL;
    struct err err = {0};
    if (logbook_read_file(path, &book, &err) == ERR_OK) {
        struct logbook_sum sum;
        FUZZ_REQUIRE(book->count >= 0 && book->count <= LOGBOOK_MAX_RUNS);
        FUZZ_REQUIRE(text_is_utf8(book->trainee, strlen(book->trainee)));
        FUZZ_REQUIRE(!text_has_control(book->trainee));
        for (int i = 0; i < book->count; i++) require_run(&book->runs[i]);
        logbook_sum(book, true, "sync-withheld", &sum);
        FUZZ_REQUIRE(sum.runs <= book->count && (sum.state == LOGBOOK_NEW) == (sum.runs == 0));
    } else {
        FUZZ_REQUIRE(book == NULL && err.reason == REASON_RECORD_FOREIGN);
    }
    logbook_free(&book);
    close(fd);
    return 0;
}
