/* SPDX-License-Identifier: MIT */
/* Background work, the log and the watch on a folder: what threads and other processes do. */

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/clock.h"
#include "model/ids.h"
#include "model/job.h"
#include "model/log.h"
#include "model/watch.h"
#include "support/company.h"

struct work {
    int64_t steps, done;
    bool fail;
    char guid[GUID_SIZE];
};

static enum err_code count_up(void *arg, const struct progress *progress, struct err *err) {
    struct work *work = arg;
    for (int64_t i = 1; i <= work->steps; i++) {
        if (progress_cancelled(progress))
            return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
        work->done = i;
        progress_report(progress, i, work->steps);
    }
    ids_new_guid(work->guid);
    log_line("counted to %lld", (long long)work->steps);
    if (work->fail) return err_set(err, ERR_REFUSED, REASON_SEQUENCE_STOPPED, "field", "value");
    return ERR_OK;
}

static enum err_code until_cancelled(void *arg, const struct progress *progress, struct err *err) {
    struct work *work = arg;
    while (!progress_cancelled(progress)) {
        progress_report(progress, ++work->done, 0);
        clock_sleep_ms(1);
    }
    return err_set(err, ERR_CANCELLED, REASON_NONE, NULL, NULL);
}

static bool readable(int fd, int timeout_ms) {
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    return poll(&poll_fd, 1, timeout_ms) == 1;
}

static struct job_event wait_for(struct jobs *jobs, enum job_event_kind kind) {
    struct job_event event;
    for (;;) {
        while (jobs_next_event(jobs, &event)) {
            if (event.kind == kind) return event;
        }
        if (!readable(jobs_fd(jobs), 20000)) fail_msg("%s", "no event came");
    }
}

static void a_job_ends_with_its_result(void **state) {
    (void)state;
    struct work work = {.steps = 100000, .fail = true};
    struct err err = {0};
    struct jobs *jobs = jobs_new();
    int id = jobs_start(jobs, count_up, &work, &err);
    assert_int_equal(id, 1);
    assert_int_equal(jobs_running(jobs), 1);
    struct job_event event = wait_for(jobs, JOB_STARTED);
    assert_int_equal(event.id, id);
    event = wait_for(jobs, JOB_ENDED);
    assert_int_equal(event.id, id);
    assert_ptr_equal(event.arg, &work);
    assert_int_equal(event.code, ERR_REFUSED);
    assert_int_equal(event.err.reason, REASON_SEQUENCE_STOPPED);
    assert_string_equal(event.err.value, "value");
    assert_int_equal(event.done, 100000);
    assert_int_equal(work.done, 100000);
    assert_int_equal(jobs_running(jobs), 0);
    assert_false(jobs_next_event(jobs, &event));
    assert_false(readable(jobs_fd(jobs), 0));
    jobs_free(&jobs);
    assert_null(jobs);
}

static void progress_is_merged(void **state) {
    (void)state;
    struct work work = {.steps = 2000000};
    struct err err = {0};
    struct job_event event;
    struct jobs *jobs = jobs_new();
    int events = 0;
    int64_t last = 0;
    assert_int_equal(jobs_start(jobs, count_up, &work, &err), 1);
    do {
        while (!jobs_next_event(jobs, &event)) assert_true(readable(jobs_fd(jobs), 20000));
        if (event.kind == JOB_PROGRESS) {
            assert_true(event.done > last);
            assert_int_equal(event.total, 2000000);
            last = event.done;
            events++;
        }
    } while (event.kind != JOB_ENDED);
    assert_int_equal(event.code, ERR_OK);
    assert_in_range(events, 1, 1000);
    jobs_free(&jobs);
}

static void a_cancelled_job_stops(void **state) {
    (void)state;
    struct work first = {0}, second = {0};
    struct err err = {0};
    struct jobs *jobs = jobs_new();
    int id = jobs_start(jobs, until_cancelled, &first, &err);
    int other = jobs_start(jobs, until_cancelled, &second, &err);
    assert_int_not_equal(id, other);
    wait_for(jobs, JOB_PROGRESS);
    jobs_cancel(jobs, id);
    struct job_event event = wait_for(jobs, JOB_ENDED);
    assert_int_equal(event.id, id);
    assert_int_equal(event.code, ERR_CANCELLED);
    assert_int_equal(jobs_running(jobs), 1);
    jobs_cancel(jobs, 12345);
    jobs_free(&jobs); /* asks the other to stop and waits for it */
    assert_true(second.done >= 0);
}

static void many_jobs_work_at_once(void **state) {
    (void)state;
    struct work works[20] = {{0}};
    struct err err = {0};
    struct jobs *jobs = jobs_new();
    for (int i = 0; i < 20; i++) {
        works[i].steps = 1000;
        assert_int_equal(jobs_start(jobs, count_up, &works[i], &err), i + 1);
    }
    for (int i = 0; i < 20; i++) assert_int_equal(wait_for(jobs, JOB_ENDED).code, ERR_OK);
    for (int i = 0; i < 20; i++) {
        for (int j = 0; j < i; j++) assert_string_not_equal(works[i].guid, works[j].guid);
    }
    assert_int_equal(jobs_running(jobs), 0);
    jobs_free(&jobs);
}

static void the_log_is_private_and_one_line_each(void **state) {
    (void)state;
    struct company box;
    struct stat st;
    char path[PATH_MAX], text[8192] = "";
    company_init_empty(&box);
    snprintf(path, sizeof path, "%s/state/chq/chq.log", box.folder);
    log_line("nobody hears this");
    mode_t before = umask(0);
    log_open(path);
    umask(before);
    struct err err = {0};
    err_set(&err, ERR_DB, REASON_TECHNICAL, "f", "two\nlines \x1b[2J");
    log_err("here", &err);
    err_set(&err, ERR_INVALID, REASON_EMAIL_FORMAT, "f", "kari's secret");
    log_err("there", &err);
    struct jobs *jobs = jobs_new();
    struct work works[4] = {{0}};
    for (int i = 0; i < 4; i++)
        assert_int_not_equal(jobs_start(jobs, count_up, &works[i], &err), 0);
    for (int i = 0; i < 4; i++) wait_for(jobs, JOB_ENDED);
    jobs_free(&jobs);
    log_close();
    log_line("nor this");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    int lines = 0;
    for (const char *p = text; *p; p++) lines += *p == '\n';
    assert_int_equal(lines, 5);
    assert_non_null(strstr(text, "here: TECHNICAL field=f value=two lines  [2J"));
    assert_null(strstr(text, "secret"));
    assert_null(strstr(text, "hears"));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    company_release(&box);
}

static void put_file(const char *folder, const char *name) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
}

static void a_commit_of_somebody_else_wakes_the_watch(void **state) {
    (void)state;
    struct company box;
    company_init_empty(&box);
    struct watch *watch = watch_new(box.folder);
    assert_non_null(watch);
    assert_false(watch_drain(watch));
    put_file(box.folder, "notes.txt");
    assert_true(readable(watch_fd(watch), 5000));
    assert_false(watch_drain(watch));
    put_file(box.folder, "headquarters.db-wal");
    assert_true(readable(watch_fd(watch), 5000));
    assert_true(watch_drain(watch));
    assert_false(readable(watch_fd(watch), 0));
    watch_free(&watch);
    watch_free(&watch);
    assert_null(watch_new("/nowhere/at-all"));
    company_release(&box);
}

static enum err_code tell_and_sleep(void *arg, const struct progress *progress, struct err *err) {
    (void)arg;
    for (int i = 1; i <= 3; i++) progress_tell(progress, &i, sizeof i);
    struct pollfd wake = {.fd = progress_wake_fd(progress), .events = POLLIN};
    if (wake.fd < 0 || poll(&wake, 1, 20000) != 1 || !progress_cancelled(progress)) {
        return err_set(err, ERR_IO, REASON_TECHNICAL, NULL, "slept on");
    }
    return ERR_CANCELLED;
}

static void messages_come_in_their_order_and_a_sleeper_is_woken(void **state) {
    (void)state;
    struct err err = {0};
    struct jobs *jobs = jobs_new();
    int id = jobs_start(jobs, tell_and_sleep, NULL, &err);
    for (int i = 1; i <= 3; i++) {
        struct job_event event = wait_for(jobs, JOB_MESSAGE);
        assert_int_equal(event.id, id);
        assert_int_equal(*(int *)event.message, i);
        free(event.message);
    }
    jobs_cancel(jobs, id);
    assert_int_equal(wait_for(jobs, JOB_ENDED).code, ERR_CANCELLED);
    jobs_start(jobs, tell_and_sleep, NULL, &err);
    jobs_free(&jobs); /* with messages that nobody has read */
    assert_int_equal(progress_wake_fd(NULL), -1);
    progress_tell(NULL, "", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_ends_with_its_result),
        cmocka_unit_test(progress_is_merged),
        cmocka_unit_test(a_cancelled_job_stops),
        cmocka_unit_test(messages_come_in_their_order_and_a_sleeper_is_woken),
        cmocka_unit_test(many_jobs_work_at_once),
        cmocka_unit_test(the_log_is_private_and_one_line_each),
        cmocka_unit_test(a_commit_of_somebody_else_wakes_the_watch),
    };
    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
