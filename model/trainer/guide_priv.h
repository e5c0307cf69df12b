/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TRAINER_GUIDE_PRIV_H
#define CHQ_TRAINER_GUIDE_PRIV_H

/* What the files of a guide share among themselves; see guide.h for the rest of the program. */

#include "model/embedded.h"
#include "model/ini.h"
#include "model/trainer/guide.h"

#define GUIDE_ID_SIZE    64
#define GUIDE_MAX_BLOCKS 32
#define GUIDE_VALUES     4         /* {a} {b} {c} {d} */
#define PREPARE          "prepare" /* section: what happens to a practice copy before the guide begins */

enum step_fact { FACT_DATA, FACT_PAGE, FACT_RECORD };

struct step_plan {
    enum step_fact fact;
    int needed_by; /* index of the step that holds only when this one does; -1 = none */
    /* FACT_DATA: the condition; FACT_RECORD: key of the record, NULL = the store */
    const char *sql;
};

struct sql_block {
    char name[48];
    char *sql; /* the common part and the block's own */
};

struct filled_text {
    const char *key; /* as in the text file without its number; borrowed from words */
    char *text;
};

struct guide {
    char id[GUIDE_ID_SIZE];
    char language[8];
    struct ini *logic, *words;
    struct ini *shared; /* texts that several of the folder have; NULL = there are none */
    struct sql_block blocks[GUIDE_MAX_BLOCKS];
    int block_count, steps;
    struct step_plan plans[GUIDE_MAX_STEPS];
    struct guide_step shown[GUIDE_MAX_STEPS];
    /* Who the texts are about. */
    char target[TEXT_SIZE(10)], target_name[TEXT_SIZE(60)], profile[TEXT_SIZE(10)];
    char shopper[TEXT_SIZE(100)], email[TEXT_SIZE(80)];
    struct filled_text *texts;
    int text_count, text_capacity;
    /* Two as one (guide_join). */
    struct guide *second; /* owned; NULL = there is one only */
    char second_ids[GUIDE_MAX_STEPS][GUIDE_ID_SIZE];
};

/*
 * Two as one: what is asked of `first` under an id that begins with GUIDE_SECOND (a step, a block, a section) is the
 * second's, and speaks of session.other instead of the one who is looked for. The second's steps come behind the first's,
 * its story and the like below. The first owns the second from now on, also when it does not work: GUIDE_CONTENT.
 */
#define GUIDE_SECOND "2-"
MUST_CHECK enum err_code guide_join(struct guide *first, struct guide *take_second,
                                    struct err *err);
/* Whose it is; *id moves behind GUIDE_SECOND. */
const struct guide *guide_part(const struct guide *guide, const char **id);
/* The session as the part sees it: `session` itself, or `others` filled with the two persons exchanged. NULL gives NULL. */
const struct guide_session *guide_session_for(const struct guide *guide, const struct guide *part,
                                              const struct guide_session *session,
                                              struct guide_session *others);
void guide_session_exchange(struct guide_session *session);

/* As guide_open and guide_check_content, from files that end with a NULL name. */
MUST_CHECK enum err_code guide_open_from(const struct embedded_file *files, struct guide **out,
                                         const char *id, const char *language, struct err *err);
MUST_CHECK enum err_code guide_check_content_of(const struct embedded_file *files, const char *id,
                                                const struct screen_names *screen, struct err *err);

/* The texts alone, of other content of that form: these keys in [guide] and in each step, the found-… that the queries
 * name, and the same keys in both languages. */
MUST_CHECK enum err_code guide_check_texts_of(const struct embedded_file *files, const char *id,
                                              const char *const *head_texts, size_t head_count,
                                              const char *const *of_steps, size_t step_count,
                                              struct err *err);

/* GUIDE_CONTENT with detail "FILE: what"; returns ERR_CONFIG. */
enum err_code guide_content_error(struct err *err, const char *id, const char *file,
                                  const char *what, const char *more);
/* A step's sentence with the session's names and the query's values (GUIDE_VALUES entries, NULL = none) put in. A key
 * that has no text gives the key. */
void guide_sentence(const struct guide *guide, const struct guide_session *session,
                    const char *step_id, const char *key, const char *const *values, char *buf,
                    size_t size);
/* `text` with the names between braces ({store} …) put in: the session's, NULL = the content's own. */
void guide_fill(const struct guide *guide, const struct guide_session *session, const char *text,
                char *buf, size_t size);
/* NULL when there is no such block. */
const char *guide_sql(const struct guide *guide, const char *block);
/* A text of a section as it is written: the content's own, else the one that is shared; "" when absent. */
const char *guide_word(const struct guide *guide, const char *section, const char *key);
/* Value of the logic file, "" when absent. */
const char *guide_logic(const struct guide *guide, const char *section, const char *key);
/* Does this key of a step hold an action that performs it: "play", "play-2" … */
bool guide_is_play(const char *key);
/* File NAME.SUFFIX of a guide, NULL when absent. */
const struct embedded_file *guide_file(const struct embedded_file *files, const char *id,
                                       const char *suffix);

/* A reading connection to headquarters that permits nothing else. `channel` (may be NULL) is attached as ch. Everything
 * read through it is one picture. Close with db_close. */
MUST_CHECK enum err_code guide_reader_open(struct db **out, const char *hq_path,
                                           const char *channel_path, struct err *err);
/* As guide_check, through a reading connection that is there already. */
MUST_CHECK enum err_code guide_check_through(struct db *reader, const struct guide *guide,
                                             struct guide_session *session,
                                             const struct guide_screen *screen,
                                             struct step_verdict *verdicts, struct err *err);
/* Write a file so that whoever reads it finds the old one or the whole new one, also after a crash. */
MUST_CHECK enum err_code guide_write_file(const char *path,
                                          void (*write)(FILE *out, const void *ctx),
                                          const void *ctx, struct err *err);
/* Has somebody begun the content of this id there? */
bool guide_progress_exists(const char *folder, const char *id);
/* What its file says of a session, without opening the company: target_name stays as it is. */
MUST_CHECK enum err_code guide_session_peek(const char *folder, const struct guide *guide,
                                            struct guide_session *session, struct err *err);
/* A new session: the store and its name, and the time. Nobody is signed up and nothing is saved yet. */
MUST_CHECK enum err_code guide_session_begin(struct company *company, const struct guide *guide,
                                             struct guide_session *session, struct err *err);
/* Prepare and bind a block of the content. A fault of the content becomes GUIDE_CONTENT. */
MUST_CHECK enum err_code guide_query(struct db *reader, const struct guide *guide,
                                     const struct guide_session *session, const char *block,
                                     struct stmt **out, struct err *err);

/* Sign the person of a section of the logic file up in the session's store; the e-mail address gets a number when it is
 * known already. `in` is who it became. */
MUST_CHECK enum err_code guide_signup(struct company *company, const struct guide *guide,
                                      const char *section, const char *store, struct signup *in,
                                      struct signup_result *result, struct err *err);

#endif
