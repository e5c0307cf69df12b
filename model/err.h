/* SPDX-License-Identifier: MIT */
#ifndef CHQ_MODEL_ERR_H
#define CHQ_MODEL_ERR_H

/*
 * How the model says that something did not work.
 *
 * A function returns an `enum err_code` to branch on and fills the caller's `struct err` with what a sentence
 * needs: the thing (field key, value), the cause (reason) and technical text. The model never makes sentences;
 * tui/words.c turns a reason into one in the user's language.
 *
 * `struct err` is untouched on success, so calls can be chained. Every function that takes one accepts NULL.
 */

#include <stddef.h>
#include <stdint.h>

/* clang-format off */
enum err_code {
    ERR_OK = 0,
    ERR_INVALID,   /* refusal: a value, row or file content is not acceptable */
    ERR_NOT_FOUND, /* refusal: the named record does not exist */
    ERR_CONFLICT,  /* refusal: somebody else changed or created the same record */
    ERR_REFUSED,   /* refusal: a rule of the business forbids it (in use, in servicing, read-only, …) */
    ERR_BUSY,      /* failure that passes: the database stayed locked longer than db.busy_timeout_ms */
    ERR_DB,        /* failure: SQLite said no (disk full, damaged file, …); db_code and detail are set */
    ERR_IO,        /* failure: the operating system said no; os_errno is set */
    ERR_CONFIG,    /* configuration or content file is wrong; detail names file and line */
    ERR_CANCELLED  /* the user asked to stop; what was committed is kept */
};

/*
 * Reasons. The comment names what the members of struct err carry: F = field key, V = value, V2 = value2,
 * N = number, D = detail. The name (without REASON_) is also what is stored in LastError columns, so it is
 * part of the database format: never rename one.
 */
#define ERR_REASONS(X)                                                                                       \
    X(NONE)                                                                                                  \
    X(TECHNICAL)                 /* D */                                                                     \
    X(FIELD_REQUIRED)            /* F */                                                                     \
    X(FIELD_TOO_LONG)            /* F V N=longest allowed, characters */                                     \
    X(FIELD_NOT_NUMBER)          /* F V */                                                                   \
    X(FIELD_OUT_OF_RANGE)        /* F V D="lowest..highest" */                                               \
    X(FIELD_NOT_YESNO)           /* F V */                                                                   \
    X(FIELD_NOT_TIME)            /* F V: no date and time */                                                 \
    X(TIME_SKIPPED)              /* F V: the hour that the change to summer time leaves out */               \
    X(FIELD_NOT_CHOICE)          /* F V D=the allowed keys, comma separated */                               \
    X(FIELD_READ_ONLY)           /* F */                                                                     \
    X(FIELD_UNKNOWN)             /* F V=nearest known key or "" */                                           \
    X(EMAIL_FORMAT)              /* F V */                                                                   \
    X(NOT_UTF8)                  /* F */                                                                     \
    X(CONTROL_CHARACTER)         /* F */                                                                     \
    X(LOOKUP_NOT_FOUND)          /* F V V2=related table; "The value 'x' in field 'X' is not found …" */     \
    X(NOT_UNIQUE)                /* F V */                                                                   \
    X(RECORD_NOT_FOUND)          /* F=entity id V=key */                                                     \
    X(RECORD_CHANGED)            /* F=entity id V=key: changed by another user since it was read */          \
    X(RECORD_DELETED)            /* F=entity id V=key: deleted by another user since it was read */          \
    X(PROFILE_IN_USE)            /* V=profile N=number of online stores */                                   \
    X(CUSTOMER_IN_USE)           /* V=account V2=what uses it */                                             \
    X(STORE_IN_USE)              /* V=store V2=what uses it */                                               \
    X(READ_ONLY)                 /* the console was started with --readonly */                               \
    X(HQ_NO_ANSWER)              /* "… Commerce headquarters did not respond. Try again later." */           \
    X(HQ_IN_SERVICING)           /* V=what was asked for: nothing starts while headquarters is serviced */   \
    X(GROUP_UNKNOWN)             /* V=customer group, '' when none; "Customer group '%s' does not exist." */ \
    X(COUNTRY_UNKNOWN)           /* V=country; "Country/region '%s' is not set up." */                       \
    X(CURRENCY_UNKNOWN)          /* V=currency */                                                            \
    X(DEFAULT_CUSTOMER_UNKNOWN)  /* V=account V2=store */                                                    \
    X(SEQUENCE_EXHAUSTED)        /* V=sequence; "Number sequence has been exceeded" */                       \
    X(SEQUENCE_MANUAL)           /* V=sequence; "A number must be entered manually for sequence %s." */      \
    X(SEQUENCE_STOPPED)          /* V=sequence */                                                            \
    X(SEQUENCE_MISSING)          /* V=reference without a sequence ("Customer account") */                   \
    X(SEVERAL_SAME_EMAIL)        /* V=e-mail N=matches; MultipleCustomerAccountsFoundWithSameEmailAddress */ \
    X(STORE_UNKNOWN_TO_CHANNEL)  /* V=store: the channel database has no copy of it (job 1070) */            \
    X(OPERATION_NOT_ALLOWED)     /* N=612: AllowAnonymousAccess is 0 in the channel (job 1090) */            \
    X(PACKAGE_TOO_LONG)          /* V=target table V2=column: "Error when bulk inserting data. …" */         \
    X(JOB_UNKNOWN)               /* V=job V2=nearest known job */                                            \
    X(CHANNEL_MISSING)           /* V=channel database D=file */                                             \
    X(FILE_MISSING)              /* V=file */                                                                \
    X(FILE_EXISTS)               /* V=file */                                                                \
    X(FILE_FOREIGN)              /* V=file D=what was found instead */                                       \
    X(FILE_NEWER)                /* V=file N=its version D=our version */                                    \
    X(FILE_DAMAGED)              /* V=file D=SQLite's words */                                               \
    X(FILE_ACCESS)               /* V=file os_errno */                                                       \
    X(DISK_FULL)                 /* V=file */                                                                \
    X(DATABASE_BUSY)             /* V=file: locked by another program, tried N milliseconds */               \
    X(COMPANY_MISSING)           /* V=folder: no company there; the remedy is chq init */                    \
    X(COMPANY_EXISTS)            /* V=folder */                                                              \
    X(CONFIG_UNKNOWN_KEY)        /* V=key V2=nearest valid key D="file:line" */                              \
    X(CONFIG_DUPLICATE_KEY)      /* V=key D="file:line" N=first line */                                      \
    X(CONFIG_BAD_VALUE)          /* V=key V2=value D="file:line: what is allowed" */                         \
    X(CONFIG_CUT_VALUE)          /* V=key D="file:line": unquoted # or ; would cut the value */              \
    X(CONFIG_LINE_TOO_LONG)      /* D="file:line" N=longest allowed, bytes */                                \
    X(CONFIG_SYNTAX)             /* V=the line D="file:line" */                                              \
    X(CSV_NO_COLUMN)             /* V=column that is missing in the header */                                \
    X(CSV_COLUMN_TWICE)          /* V=column that two columns of the header mean */                          \
    X(CSV_EMPTY)                 /* V=file: it has no header */                                              \
    X(CSV_ENCODING)              /* V=encoding that was found instead of UTF-8 */                            \
    X(CSV_TOO_MANY_COLUMNS)      /* V=columns of the row N=columns of the header */                          \
    X(CSV_SYNTAX)                /* N=line */                                                                \
    X(GUIDE_UNKNOWN)             /* V=guide V2=nearest */                                                    \
    X(GUIDE_CONTENT)             /* V=guide D="file: key: what is wrong" */                                  \
    X(GUIDE_STOPPED)             /* V=title of the step V2=how things are, both in the guide's language */   \
    X(SEQUENCE_FORMAT_EMPTY)     /* V=format without a place that counts up */                               \
    X(SEQUENCE_FORMAT_ROOM)      /* V=format N=largest number it has places for */                           \
    X(SEQUENCE_AHEAD_CONTINUOUS) /* a continuous sequence with preallocation */                              \
    X(SEQUENCE_SCOPE)            /* V=sequence: accounts cannot be numbered per operating unit */            \
    X(SEQUENCE_IN_USE)           /* V=sequence V2=references */                                              \
    X(SEQUENCE_OF_GROUP)         /* V=sequence V2=customer groups */                                         \
    X(SEQUENCE_TAKEN)            /* V=sequence V2=account N=how many numbers up to it customers have */      \
    X(PERSON_ONLY)               /* F: an organization has no such name */                                   \
    X(ACCOUNT_FROM_SEQUENCE)     /* V=sequence: it is not Manual, so no account can be typed */              \
    X(RECORD_IN_USE)             /* F=entity id V=key V2=table that refers to it D=which record there */     \
    X(NAME_SEPARATOR)            /* F V: a name that stands in comma separated lists has a comma */          \
    X(FEATURE_PREREQUISITES)     /* V=feature V2=features that must be enabled first, comma separated */     \
    X(FEATURE_REQUIRED)          /* V=feature V2=enabled feature that needs it */                            \
    X(FEATURE_MANDATORY)         /* V=feature */                                                             \
    X(LEASE_HELD)                /* V=lease ("batch-server", "job:P-0001") V2=holder N=ms until it ends */   \
    X(BATCH_EXECUTING)           /* V=batch job that executes and so cannot be deleted */                    \
    X(BATCH_STATUS)              /* V=status now V2=status that it may not become */                         \
    X(BATCH_NEVER)               /* F=the end that the recurrence has passed already */                      \
    X(RUN_LOST)                  /* V=job: the process that ran it ended before it did */                    \
    X(BATCH_FULL_SYNC)           /* V=job that sends everything and so cannot recur */                       \
    X(SCHEDULE_IN_USE)           /* V=schedule V2=caption of the batch job that runs it */                   \
    X(SCHEDULE_DIRECTION)        /* F V=job that goes the other way than its schedule */                     \
    X(SCHEDULE_JOB_TWICE)        /* V=job that is both enabled and disabled */                               \
    X(SCHEDULE_NONE)             /* V=job without a schedule: it works inside headquarters */                \
    X(CHANNEL_PAUSED)            /* V=channel database: rows wait while it is paused */                      \
    X(ASYNC_CLIENT_STOPPED)      /* V=channel database: nobody packs and fetches there */                    \
    X(CHANNEL_RESTORED)          /* V=channel database N=counter up to which its rows were received */  \
    X(UPLOAD_SESSION_DUPLICATE)  /* V=channel database N=number of the session */                            \
    X(UPLOAD_TIMEOUT)            /* V=channel database N=seconds */                                          \
    X(SUBJOB_MISSING)            /* V=job V2=table: it has rows, but the job does not send it */             \
    X(JOB_REPLACED)              /* V=job: another run took its place while this one stood still */          \
    X(DOWNLOAD_TRIES)            /* V=channel database N=tries D=technical text of the last one */            \
    X(DOWNLOAD_SUSPENDED)        /* V=session that is suspended V2=job */                                    \
    X(DOWNLOAD_WRITE)            /* V=table D=SQLite's words */                                              \
    X(SESSION_RUNNING)           /* V=session V2=who runs the job */                                         \
    X(SESSION_FINISHED)          /* V=session */                                                             \
    X(SESSION_OPEN)              /* V=session */                                                             \
    X(SESSION_NEWEST)            /* V=session */                                                             \
    X(SESSION_APPLIED)           /* V=session */                                                             \
    X(SESSION_NO_RERUN)          /* V=session */                                                             \
    X(DATABASE_LIMIT)            /* N=most channel databases there can be */                                 \
    X(DATABASE_DEFAULT)          /* V=the database that is never deleted */                                  \
    X(DATABASE_OFFLINE)          /* V=offline database: it takes no stores */                                \
    X(DATABASE_WAITS)            /* V=database N=sign-ups that only it has */                                \
    X(STORE_WAITS)               /* V=store V2=its database N=sign-ups of it that only that has */           \
    X(STORE_ELSEWHERE)           /* V=store V2=channel database that it is not in */                         \
    X(NAME_NOT_FILE)             /* F V: a name that is also a file's */                                     \
    X(STORE_OF_SIGNUP_UNKNOWN)   /* V=RecId of the store that a sign-up names */                             \
    X(CUSTOMER_PENDING)          /* V=name V2=feature that is off: cannot be edited without an account */    \
    X(EDIT_NO_ANSWER)            /* as HQ_NO_ANSWER, for an edit: nothing was changed */                     \
    X(ACCOUNT_DEACTIVATED)       /* V=name: the shopper has closed the account */                            \
    X(OPERATION_DONE)            /* V=operation number: it has succeeded */                                  \
    X(OPERATION_WAITS)           /* V=operation number V2=that of the earlier one, which is not done */      \
    X(CAUSE_UNKNOWN)             /* V=cause by which nothing has failed */                                   \
    X(LAB_UNKNOWN)               /* V=lab V2=nearest */                                                      \
    X(LAB_NOT_RUNNING)           /* V=lab, "" = none at all */                                               \
    X(FILE_REPLACED)             /* V=file */                                                                \
    X(PRACTICE_ONLY)             /* V=company: neither a demo company nor a practice copy */                 \
    X(GUIDE_PRACTICE)            /* V=guide that begins from a prepared company */                           \
    X(RECORD_FOREIGN)            /* V=file that is not the record of a trainee */                            \
    X(SHOW_HELD)                 /* another program shows something on that copy */                          \
    X(STATE_UNKNOWN)             /* V=state name */
/* clang-format on */

enum err_reason {
#define X(name) REASON_##name,
    ERR_REASONS(X)
#undef X
        REASON_COUNT
};

struct err {
    enum err_code code;
    enum err_reason reason;
    char field[48];  /* field key as in struct member, or entity id */
    char value[168]; /* what was typed or found, cut on a character boundary; may be hostile text */
    char value2[168]; /* second value, see the reason */
    int64_t number;
    int db_code;      /* SQLite's extended result code, 0 = none */
    int os_errno;     /* 0 = none */
    char detail[240]; /* technical text, English; for the log and for "show details" */
};

#define MUST_CHECK              __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

/* Empty an error (code ERR_OK). */
void err_clear(struct err *err);

/* Fill `err` and return `code`. `field` and `value` may be NULL (= ""). Members not named become empty. */
enum err_code err_set(struct err *err, enum err_code code, enum err_reason reason,
                      const char *field, const char *value);
/* Add to an error just set. */
void err_add_value2(struct err *err, const char *value2);
void err_add_number(struct err *err, int64_t number);
void err_add_detail(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* "SEQUENCE_STOPPED": stable name of a reason; find returns REASON_NONE for an unknown name. */
const char *err_reason_name(enum err_reason reason);
enum err_reason err_reason_find(const char *name);

/*
 * One line that keeps reason and values, for the LastError columns: "REASON\tfield\tvalue\tvalue2\tnumber", and
 * "\tdetail" when there is one. "" for ERR_OK.
 * err_parse (code ERR_INVALID; ERR_OK for "") accepts any text: what is not of that form becomes REASON_TECHNICAL
 * with the text as detail.
 */
void err_format(const struct err *err, char *buf, size_t size);
void err_parse(struct err *err, const char *text);

/* A bug of ours (never user input, never file content): restores the terminal, prints the place, aborts. */
#define BUG(msg) err_bug(__FILE__, __LINE__, (msg))
_Noreturn void err_bug(const char *file, int line, const char *msg);
/* `fn` is called once before the process dies of a BUG; tui/term.c puts the terminal back. */
void err_on_bug(void (*fn)(void));

#endif
