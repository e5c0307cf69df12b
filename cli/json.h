/* SPDX-License-Identifier: MIT */
#ifndef CHQ_CLI_JSON_H
#define CHQ_CLI_JSON_H

/*
 * Writes one JSON document. Every string is valid UTF-8 afterwards (a malformed byte becomes U+FFFD), and characters
 * that a terminal could obey are escaped. `key` is NULL for elements of an array and for the document itself.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH 8

struct json {
    FILE *out;
    int depth;
    char closing[JSON_DEPTH]; /* '}' or ']' */
    bool has[JSON_DEPTH];     /* does this level hold something already? */
    bool done;                /* the document is complete */
};

void json_init(struct json *json, FILE *out);
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
/* End the innermost object or array; at the outermost one the document ends with a line feed. */
void json_end(struct json *json);
void json_text(struct json *json, const char *key, const char *text);
/* "" becomes null. */
void json_text_or_null(struct json *json, const char *key, const char *text);
void json_int(struct json *json, const char *key, int64_t value);
/* Hundredths as a number: 12.50 */
void json_amount(struct json *json, const char *key, int64_t hundredths);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);
/* Milliseconds as RFC 3339 in UTC; 0 becomes null. */
void json_time(struct json *json, const char *key, int64_t ms);

#endif
