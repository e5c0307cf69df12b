/* SPDX-License-Identifier: MIT */
/*
 * Leases: the table SysLease and the question whether a holder still lives. Owns both; does not know what is done under
 * a lease. Time is the wall clock, because the holder and who waits are different processes.
 */

#include "model/hq/lease.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "model/clock.h"
#include "model/text.h"

enum { LEASE_GET, LEASE_PUT, LEASE_RENEW, LEASE_SHORTEN, LEASE_END, LEASE_FORGET };

const char *const lease_sql[] = {
    [LEASE_GET] = "SELECT Token, Holder, Host, Pid, ProcessStart, UntilDateTime FROM SysLease"
                  " WHERE Name = ?1",
    [LEASE_PUT] =
        "INSERT INTO SysLease (Name, Token, Holder, Host, Pid, ProcessStart, TakenDateTime,"
        " UntilDateTime) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (Name) DO UPDATE SET"
        " Token = Token + 1, Holder = excluded.Holder, Host = excluded.Host, Pid = excluded.Pid,"
        " ProcessStart = excluded.ProcessStart, TakenDateTime = excluded.TakenDateTime,"
        " UntilDateTime = excluded.UntilDateTime RETURNING Token",
    [LEASE_RENEW] = "UPDATE SysLease SET UntilDateTime = ?3 WHERE Name = ?1 AND Token = ?2",
    [LEASE_SHORTEN] = "UPDATE SysLease SET UntilDateTime = ?2 WHERE Name = ?1",
    [LEASE_END] = "UPDATE SysLease SET Holder = '', UntilDateTime = 0"
                  " WHERE Name = ?1 AND Token = ?2",
    [LEASE_FORGET] = "UPDATE SysLease SET Holder = '', UntilDateTime = 0",
    NULL};

/* ---- processes -------------------------------------------------------------------------------------------------- */

/* Two processes with the same text see each other's process ids; a container on the same computer does not. */
static void this_host(char *buf, size_t size) {
    char host[64] = "", space[40] = "";
    if (gethostname(host, sizeof host) != 0) host[0] = '\0';
    host[sizeof host - 1] = '\0';
    ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space - 1);
    space[n > 0 ? n : 0] = '\0';
    snprintf(buf, size, "%s %s", host, space);
}

/* When a process began, in ticks since the computer started. 0 = not known; *gone: it is dead, or waits to be buried. */
static int64_t process_start(int64_t pid, bool *gone) {
    char path[40], line[1024];
    *gone = false;
    snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    size_t n = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[n] = '\0';
    /* The name is in parentheses and may hold anything; state is the 3rd field, the start the 22nd (proc(5)). */
    char *rest = strrchr(line, ')'), *at = NULL;
    if (!rest || rest[1] == '\0') return 0;
    *gone = rest[2] == 'Z' || rest[2] == 'X';
    rest = strtok_r(rest + 2, " ", &at);
    for (int field = 3; rest && field < 22; field++) rest = strtok_r(NULL, " ", &at);
    return rest ? strtoll(rest, NULL, 10) : 0;
}

struct holder {
    int64_t token;
    char name[LEASE_HOLDER_SIZE];
    bool here; /* its process can be looked at from here */
    int64_t pid, process_start, until_ms;
};

static bool process_is_gone(const struct holder *holder) {
    if (!holder->here) return false;
    if (kill((pid_t)holder->pid, 0) != 0 && errno == ESRCH) return true;
    bool gone;
    int64_t start = process_start(holder->pid, &gone);
    return gone || (start != 0 && holder->process_start != 0 && start != holder->process_start);
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

/* token 0 = nobody ever held it. */
static enum err_code read_holder(struct db *hq, const char *name, struct holder *holder,
                                 struct err *err) {
    char host[128];
    bool row;
    *holder = (struct holder){0};
    struct stmt *stmt = db_stmt(hq, lease_sql[LEASE_GET], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, name);
    enum err_code code = stmt_step(stmt, &row, err);
    if (code == ERR_OK && row) {
        this_host(host, sizeof host);
        holder->token = stmt_int(stmt, 0);
        text_copy(holder->name, sizeof holder->name, stmt_text(stmt, 1));
        holder->here = strcmp(stmt_text(stmt, 2), host) == 0;
        holder->pid = stmt_int(stmt, 3);
        holder->process_start = stmt_int(stmt, 4);
        holder->until_ms = stmt_int(stmt, 5);
    }
    stmt_reset(stmt);
    return code;
}

static bool is_held(const struct holder *holder) {
    return holder->until_ms > clock_now_ms() && !process_is_gone(holder);
}

static enum err_code put(struct lease *lease, struct db *hq, const char *user, struct err *err) {
    char host[128], machine[64] = "", holder[LEASE_HOLDER_SIZE];
    bool gone;
    this_host(host, sizeof host);
    text_copy_n(machine, sizeof machine, host, strcspn(host, " "));
    snprintf(holder, sizeof holder, "%.30s@%s", user && *user ? user : "?", machine);
    struct stmt *stmt = db_stmt(hq, lease_sql[LEASE_PUT], err);
    if (!stmt) return db_error(hq);
    int64_t now = clock_now_ms();
    stmt_bind_text(stmt, 1, lease->name);
    stmt_bind_text(stmt, 2, holder);
    stmt_bind_text(stmt, 3, host);
    stmt_bind_int(stmt, 4, getpid());
    stmt_bind_int(stmt, 5, process_start(getpid(), &gone));
    stmt_bind_int(stmt, 6, now);
    stmt_bind_int(stmt, 7, now + lease->ttl_ms);
    return stmt_value_int(stmt, 0, &lease->token, err);
}

static enum err_code set_until(struct db *hq, const struct lease *lease, int64_t until_ms,
                               struct err *err) {
    struct stmt *stmt = db_stmt(hq, lease_sql[lease->token ? LEASE_RENEW : LEASE_SHORTEN], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, lease->name);
    stmt_bind_int(stmt, lease->token ? 3 : 2, until_ms);
    if (lease->token) stmt_bind_int(stmt, 2, lease->token);
    return stmt_run(stmt, err);
}

/* Take it, or shorten what a clock that was ahead has written; *held then tells of it. */
static enum err_code try_take(struct lease *lease, struct db *hq, const char *user,
                              struct holder *held, struct err *err) {
    enum err_code code = read_holder(hq, lease->name, held, err);
    if (code != ERR_OK) return code;
    if (!is_held(held)) {
        *held = (struct holder){0};
        return put(lease, hq, user, err);
    }
    int64_t now = clock_now_ms();
    if (held->until_ms - now <= LEASE_LONGEST_MS) return ERR_OK;
    held->until_ms = now + lease->ttl_ms;
    return set_until(hq, lease, held->until_ms, err);
}

/* ---- the contract ----------------------------------------------------------------------------------------------- */

enum err_code lease_take(struct lease *lease, struct db *hq, const char *name, int64_t ttl_ms,
                         const char *user, struct err *err) {
    struct holder held;
    *lease = (struct lease){.ttl_ms = ttl_ms < LEASE_LONGEST_MS ? ttl_ms : LEASE_LONGEST_MS};
    text_copy(lease->name, sizeof lease->name, name);
    bool own = !db_in_transaction(hq);
    enum err_code code = own ? db_begin(hq, err) : ERR_OK;
    if (code != ERR_OK) return code;
    code = try_take(lease, hq, user, &held, err);
    if (own && code == ERR_OK) code = db_commit(hq, err);
    if (own && code != ERR_OK) db_rollback(hq);
    if (code != ERR_OK) lease->token = 0;
    if (code != ERR_OK || lease->token != 0) return code;
    err_set(err, ERR_BUSY, REASON_LEASE_HELD, NULL, name);
    err_add_value2(err, held.name);
    err_add_number(err, held.until_ms - clock_now_ms());
    return ERR_BUSY;
}

enum err_code lease_holds(struct lease *lease, struct db *hq, bool *mine, struct err *err) {
    struct holder holder;
    *mine = false;
    if (lease->token == 0) return ERR_OK;
    enum err_code code = read_holder(hq, lease->name, &holder, err);
    if (code != ERR_OK) return code;
    *mine = holder.token == lease->token && holder.name[0] != '\0';
    if (!*mine) {
        lease->token = 0;
        return ERR_OK;
    }
    int64_t now = clock_now_ms(), left = holder.until_ms - now;
    if (left <= lease->ttl_ms && left > lease->ttl_ms * 2 / 3) return ERR_OK;
    return set_until(hq, lease, now + lease->ttl_ms, err);
}

enum err_code lease_release(struct lease *lease, struct db *hq, struct err *err) {
    if (lease->token == 0) return ERR_OK;
    struct stmt *stmt = db_stmt(hq, lease_sql[LEASE_END], err);
    if (!stmt) return db_error(hq);
    stmt_bind_text(stmt, 1, lease->name);
    stmt_bind_int(stmt, 2, lease->token);
    enum err_code code = stmt_run(stmt, err);
    if (code == ERR_OK) lease->token = 0;
    return code;
}

enum err_code lease_holder(struct db *hq, const char *name, char holder[LEASE_HOLDER_SIZE],
                           int64_t *until_ms, struct err *err) {
    struct holder found;
    holder[0] = '\0';
    if (until_ms) *until_ms = 0;
    enum err_code code = read_holder(hq, name, &found, err);
    if (code != ERR_OK || !is_held(&found)) return code;
    text_copy(holder, LEASE_HOLDER_SIZE, found.name);
    if (until_ms) *until_ms = found.until_ms;
    return ERR_OK;
}

int lease_holder_fd(struct db *hq, const char *name) {
    struct holder found;
    if (read_holder(hq, name, &found, NULL) != ERR_OK || !found.here) return -1;
    if (!is_held(&found)) return -1;
    return pidfd_open((pid_t)found.pid, 0);
}

enum err_code lease_forget_all(struct db *copy, struct err *err) {
    struct stmt *stmt = db_stmt(copy, lease_sql[LEASE_FORGET], err);
    if (!stmt) return db_error(copy);
    return stmt_run(stmt, err);
}
