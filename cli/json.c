/* SPDX-License-Identifier: MIT */
/* JSON by RFC 8259, written as it comes: no tree in memory. Knows nothing of what it writes. */

#include "cli/json.h"

#include "model/clock.h"
#include "model/err.h"
#include "model/text.h"

void json_init(struct json *json, FILE *out) {
    *json = (struct json){.out = out};
}

/* Bytes of the character at `p` when it is well-formed, else 0. */
static size_t character_bytes(const char *p) {
    unsigned char first = (unsigned char)*p;
    size_t want = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (want == 0 || first > 0xf4 || strnlen(p, want) < want) return 0;
    return text_is_utf8(p, want) ? want : 0;
}

static unsigned code_point(const char *p, size_t len) {
    unsigned code = (unsigned char)*p;
    if (len > 1) code &= 0x3fu >> (len - 1);
    for (size_t i = 1; i < len; i++) code = code << 6 | ((unsigned char)p[i] & 0x3fu);
    return code;
}

static void write_escaped(FILE *out, unsigned code) {
    if (code >= 0x10000) {
        code -= 0x10000;
        fprintf(out, "\\u%04x\\u%04x", 0xd800u + (code >> 10), 0xdc00u + (code & 0x3ffu));
    } else {
        fprintf(out, "\\u%04x", code);
    }
}

static void write_string(FILE *out, const char *text) {
    putc('"', out);
    while (*text) {
        size_t len = character_bytes(text);
        char one[5] = "";
        memcpy(one, text, len);
        if (len == 0) {
            fputs("\xef\xbf\xbd", out);
        } else if (*text == '"' || *text == '\\') {
            fprintf(out, "\\%c", *text);
        } else if (*text == '\n') {
            fputs("\\n", out);
        } else if (*text == '\t') {
            fputs("\\t", out);
        } else if (text_has_control(one)) {
            write_escaped(out, code_point(text, len));
        } else {
            fwrite(text, 1, len, out);
        }
        text += len ? len : 1;
    }
    putc('"', out);
}

/* What stands before a value: comma, a new line between the elements of a list, and the key. */
static void begin_value(struct json *json, const char *key) {
    if (json->done) BUG("a second JSON document");
    if (json->depth > 0) {
        bool *has = &json->has[json->depth - 1];
        if (*has) putc(',', json->out);
        if (json->depth == 1 && json->closing[0] == ']')
            putc('\n', json->out);
        else if (*has)
            putc(' ', json->out);
        *has = true;
    }
    if (key) {
        write_string(json->out, key);
        fputs(": ", json->out);
    }
}

static void end_value(struct json *json) {
    if (json->depth > 0) return;
    putc('\n', json->out);
    json->done = true;
}

static void begin_level(struct json *json, const char *key, char opening, char closing) {
    begin_value(json, key);
    if (json->depth == JSON_DEPTH) BUG("JSON is nested too deeply");
    putc(opening, json->out);
    json->closing[json->depth] = closing;
    json->has[json->depth++] = false;
}

void json_object(struct json *json, const char *key) {
    begin_level(json, key, '{', '}');
}

void json_array(struct json *json, const char *key) {
    begin_level(json, key, '[', ']');
}

void json_end(struct json *json) {
    if (json->depth == 0) BUG("JSON has nothing to end");
    json->depth--;
    if (json->depth == 0 && json->closing[0] == ']' && json->has[0]) putc('\n', json->out);
    putc(json->closing[json->depth], json->out);
    end_value(json);
}

void json_text(struct json *json, const char *key, const char *text) {
    begin_value(json, key);
    write_string(json->out, text);
    end_value(json);
}

void json_text_or_null(struct json *json, const char *key, const char *text) {
    if (text && text[0])
        json_text(json, key, text);
    else
        json_null(json, key);
}

void json_int(struct json *json, const char *key, int64_t value) {
    begin_value(json, key);
    fprintf(json->out, "%lld", (long long)value);
    end_value(json);
}

void json_amount(struct json *json, const char *key, int64_t hundredths) {
    uint64_t plain = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    begin_value(json, key);
    fprintf(json->out, "%s%llu.%02llu", hundredths < 0 ? "-" : "",
            (unsigned long long)(plain / 100), (unsigned long long)(plain % 100));
    end_value(json);
}

void json_bool(struct json *json, const char *key, bool value) {
    begin_value(json, key);
    fputs(value ? "true" : "false", json->out);
    end_value(json);
}

void json_null(struct json *json, const char *key) {
    begin_value(json, key);
    fputs("null", json->out);
    end_value(json);
}

void json_time(struct json *json, const char *key, int64_t ms) {
    char text[32];
    if (ms == 0) {
        json_null(json, key);
        return;
    }
    clock_format_iso(ms, text, sizeof text);
    json_text(json, key, text);
}
