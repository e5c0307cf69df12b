/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_DECODE_H
#define CHQ_TUI_DECODE_H

/*
 * Bytes of a terminal become keys. Pure, so that it can be fuzzed: knows the sequences of xterm, VTE, PuTTY, rxvt, the
 * Linux console and vt220 by their grammar, plus what terminfo adds. What it does not know it swallows whole: an unknown
 * sequence is never Escape followed by typed text, and the answer of a terminal (OSC, DCS, SOS, PM, APC up to BEL or ST) is
 * never typed text.
 */

#include <stdbool.h>
#include <stddef.h>

#include "tui/keys.h"

#define DECODER_BUFFER    128
#define DECODER_SEQUENCES 96
#define SEQUENCE_SIZE     16
#define STRING_MOST       4096 /* bytes of a control string that are swallowed */

struct decoder {
    char buf[DECODER_BUFFER];
    size_t len;
    bool pasting;
    int string; /* bytes swallowed of a control string that has begun; 0 = none has */
    struct {
        char bytes[SEQUENCE_SIZE];
        struct key key;
    } sequences[DECODER_SEQUENCES];
    int count;
};

typedef void decoder_fn(void *ctx, struct key key);

void decoder_init(struct decoder *decoder);
/* A sequence from terminfo. Shorter than two bytes, too long or NULL is ignored. */
void decoder_add(struct decoder *decoder, const char *bytes, struct key key);
/* Calls `each` for every key that is complete. */
void decoder_feed(struct decoder *decoder, const char *bytes, size_t len, decoder_fn *each,
                  void *ctx);
/* Does the beginning of something wait? Then call decoder_flush when nothing came for the escape time. Never inside a
 * paste: however slowly it comes, its end is waited for. */
bool decoder_is_pending(const struct decoder *decoder);
/* A lone Escape was Escape, a lone beginning of a control string was Alt and that character; any other is dropped. */
void decoder_flush(struct decoder *decoder, decoder_fn *each, void *ctx);

#endif
