/* SPDX-License-Identifier: MIT */
/*
 * The grammar of terminal input (ECMA-48 control sequences, SS3, UTF-8, Alt as a leading Escape). Everything that looks
 * like a sequence is consumed to its final byte, known or not.
 */
#include "tui/decode.h"

#include <string.h>

#define ESC 0x1B

/* What the beginning of the buffer is. */
enum found { FOUND_KEY, FOUND_NOTHING /* swallow */, FOUND_PART /* wait for more */ };

void decoder_init(struct decoder *decoder) {
    memset(decoder, 0, sizeof *decoder);
}

void decoder_add(struct decoder *decoder, const char *bytes, struct key key) {
    size_t len = bytes ? strlen(bytes) : 0;
    if (len < 2 || len >= SEQUENCE_SIZE || bytes[0] != ESC) return;
    if (decoder->count == DECODER_SEQUENCES) return;
    memcpy(decoder->sequences[decoder->count].bytes, bytes, len + 1);
    decoder->sequences[decoder->count++].key = key;
}

static struct key plain(uint32_t code) {
    return (struct key){.code = code};
}

static struct key control_key(unsigned char byte) {
    switch (byte) {
    case '\r':
    case '\n':
        return plain(KEY_CODE_ENTER);
    case '\t':
        return plain(KEY_CODE_TAB);
    case 0x7F:
    case '\b':
        return plain(KEY_CODE_BACKSPACE);
    case 0:
        return (struct key){' ', KEY_CTRL};
    case ESC:
        return plain(KEY_CODE_ESC);
    case 0x1C:
        return (struct key){'\\', KEY_CTRL};
    case 0x1D:
        return (struct key){']', KEY_CTRL};
    case 0x1E:
        return (struct key){'^', KEY_CTRL};
    case 0x1F:
        return (struct key){'_', KEY_CTRL};
    default:
        return (struct key){(uint32_t)(byte + 'a' - 1), KEY_CTRL};
    }
}

/* xterm's modifier parameter is 1 + bits: shift 1, alt 2, control 4. */
static uint8_t modifiers(int parameter) {
    return parameter > 1 ? (uint8_t)((parameter - 1) & (KEY_SHIFT | KEY_ALT | KEY_CTRL)) : 0;
}

static uint32_t letter_code(char final) {
    switch (final) {
    case 'A':
        return KEY_CODE_UP;
    case 'B':
        return KEY_CODE_DOWN;
    case 'C':
        return KEY_CODE_RIGHT;
    case 'D':
        return KEY_CODE_LEFT;
    case 'H':
        return KEY_CODE_HOME;
    case 'F':
        return KEY_CODE_END;
    case 'P':
        return KEY_CODE_F1;
    case 'Q':
        return KEY_CODE_F1 + 1;
    case 'R':
        return KEY_CODE_F1 + 2;
    case 'S':
        return KEY_CODE_F1 + 3;
    case 'M':
        return KEY_CODE_ENTER; /* SS3 only: keypad Enter */
    case 'I':
        return KEY_CODE_TAB; /* SS3 only */
    default:
        return KEY_CODE_NONE;
    }
}

static uint32_t tilde_code(int number) {
    static const uint32_t codes[] = {
        [1] = KEY_CODE_HOME,     [2] = KEY_CODE_INSERT,   [3] = KEY_CODE_DELETE,
        [4] = KEY_CODE_END,      [5] = KEY_CODE_PAGE_UP,  [6] = KEY_CODE_PAGE_DOWN,
        [7] = KEY_CODE_HOME,     [8] = KEY_CODE_END,      [11] = KEY_CODE_F1,
        [12] = KEY_CODE_F1 + 1,  [13] = KEY_CODE_F1 + 2,  [14] = KEY_CODE_F1 + 3,
        [15] = KEY_CODE_F1 + 4,  [17] = KEY_CODE_F1 + 5,  [18] = KEY_CODE_F1 + 6,
        [19] = KEY_CODE_F1 + 7,  [20] = KEY_CODE_F1 + 8,  [21] = KEY_CODE_F1 + 9,
        [23] = KEY_CODE_F1 + 10, [24] = KEY_CODE_F1 + 11, [25] = KEY_CODE_F1 + 12,
        [26] = KEY_CODE_F1 + 13, [28] = KEY_CODE_F1 + 14, [29] = KEY_CODE_F1 + 15,
        [31] = KEY_CODE_F1 + 16, [32] = KEY_CODE_F1 + 17, [33] = KEY_CODE_F1 + 18,
        [34] = KEY_CODE_F1 + 19,
    };
    if (number == 200) return KEY_CODE_PASTE_BEGIN;
    if (number == 201) return KEY_CODE_PASTE_END;
    if (number < 0 || number >= (int)(sizeof codes / sizeof *codes)) return KEY_CODE_NONE;
    return codes[number];
}

/* Behind ASCII: is it a character, and no control? */
static bool is_text(uint32_t code) {
    return code >= 0xA0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

/* CSI u (kitty, fixterms): code point and modifiers. Kitty numbers keys that are no characters from E000 on. */
static struct key csi_u_key(int code, uint8_t mods) {
    bool numbered = code >= 0xE000 && code <= 0xF8FF;
    if (code >= 0x80 && (numbered || !is_text((uint32_t)code))) return plain(KEY_CODE_NONE);
    if (code < 0x20 || code == 0x7F) {
        struct key key = control_key((unsigned char)code);
        if (key.code >= KEY_CODE_ESC) return (struct key){key.code, mods};
        return plain(KEY_CODE_NONE);
    }
    if ((mods & KEY_CTRL) && code >= 'A' && code <= 'Z') code += 'a' - 'A';
    if (mods & KEY_CTRL) return (struct key){(uint32_t)code, (uint8_t)(mods & ~KEY_SHIFT)};
    return (struct key){(uint32_t)code, (uint8_t)(mods & KEY_ALT)};
}

static struct key csi_key(const int *numbers, int count, char final) {
    uint8_t mods = count > 1 ? modifiers(numbers[1]) : 0;
    if (final == '~') return (struct key){tilde_code(count ? numbers[0] : 0), mods};
    if (final == 'Z') return (struct key){KEY_CODE_TAB, KEY_SHIFT};
    if (final == 'u' && count) return csi_u_key(numbers[0], mods);
    if (final == 'M' || final == 'I') return plain(KEY_CODE_NONE); /* mouse, focus */
    if (final >= 'a' && final <= 'd') {                            /* rxvt: Shift and an arrow */
        return (struct key){letter_code((char)(final - 'a' + 'A')), KEY_SHIFT};
    }
    return (struct key){letter_code(final), mods};
}

/* `text` begins behind "ESC [". *taken counts from there. */
static enum found parse_csi(const char *text, size_t len, size_t *taken, struct key *key) {
    int numbers[4] = {0}, count = 0;
    bool foreign = false;
    size_t at = 0;
    if (len > 0 && text[0] == '[') { /* the Linux console's F1 to F5: ESC [ [ A */
        if (len < 2) return FOUND_PART;
        *taken = 2;
        *key = plain(text[1] >= 'A' && text[1] <= 'E' ? (uint32_t)(KEY_CODE_F1 + text[1] - 'A')
                                                      : (uint32_t)KEY_CODE_NONE);
        return key->code ? FOUND_KEY : FOUND_NOTHING;
    }
    for (; at < len && text[at] >= 0x20 && text[at] <= 0x3F; at++) {
        char ch = text[at];
        if (ch >= '0' && ch <= '9') {
            if (count == 0) count = 1;
            if (numbers[count - 1] < 0x110000)
                numbers[count - 1] = numbers[count - 1] * 10 + ch - '0';
        } else if (ch == ';' && count < 4) {
            count = count ? count + 1 : 2;
        } else {
            foreign = true; /* private sequences, sub-parameters */
        }
    }
    if (at == len) return FOUND_PART;
    char final = text[at];
    *taken = at + 1;
    if (final < 0x40 || final > 0x7E) {
        *taken = at; /* not a sequence after all: drop its beginning, keep this byte */
        return FOUND_NOTHING;
    }
    *key = foreign || count > 4 ? plain(KEY_CODE_NONE) : csi_key(numbers, count, final);
    return key->code ? FOUND_KEY : FOUND_NOTHING;
}

/* `text` begins behind "ESC O". */
static enum found parse_ss3(const char *text, size_t len, size_t *taken, struct key *key) {
    static const char keypad[] = "*+,-./0123456789";
    if (len == 0) return FOUND_PART;
    char final = text[0];
    *taken = final >= 0x20 &&
             final <= 0x7E; /* else no sequence after all: that byte is a key of its own */
    if (*taken == 0) return FOUND_NOTHING;
    if (final >= '1' && final <= '8') { /* ESC O 5 P: old xterm's Ctrl+F1 */
        if (len < 2) return FOUND_PART;
        *taken = 2;
        *key = (struct key){letter_code(text[1]), modifiers(final - '0')};
    } else if (final >= 'j' && final <= 'y') {
        *key = plain((uint32_t)keypad[final - 'j']);
    } else {
        *key = plain(letter_code(final));
    }
    return key->code ? FOUND_KEY : FOUND_NOTHING;
}

static enum found parse_utf8(const char *text, size_t len, size_t *taken, struct key *key) {
    unsigned char first = (unsigned char)text[0];
    size_t need = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    *taken = 1;
    if (first < 0x80) {
        *key = plain(first);
        return FOUND_KEY;
    }
    if (first < 0xC2 || first > 0xF4) return FOUND_NOTHING;
    uint32_t code = first & (0xFFu >> (need + 1));
    for (size_t i = 1; i < need; i++) {
        if (i == len) return FOUND_PART;
        if (((unsigned char)text[i] & 0xC0) != 0x80) return FOUND_NOTHING;
        code = code << 6 | ((unsigned char)text[i] & 0x3Fu);
    }
    *taken = need;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[need] || !is_text(code)) return FOUND_NOTHING;
    *key = plain(code);
    return FOUND_KEY;
}

/* Does the buffer begin with a sequence that terminfo gave? The longest counts. */
static bool parse_known(const struct decoder *decoder, size_t *taken, struct key *key) {
    size_t best = 0;
    for (int i = 0; i < decoder->count; i++) {
        size_t len = strlen(decoder->sequences[i].bytes);
        if (len <= best || len > decoder->len) continue;
        if (memcmp(decoder->sequences[i].bytes, decoder->buf, len) != 0) continue;
        best = *taken = len;
        *key = decoder->sequences[i].key;
    }
    return best > 0;
}

static enum found parse_escape(const struct decoder *decoder, size_t *taken, struct key *key) {
    const char *buf = decoder->buf;
    size_t len = decoder->len;
    enum found found;
    if (parse_known(decoder, taken, key)) return FOUND_KEY;
    *taken = 1;
    if (len == 1) return FOUND_PART;
    size_t skip = 1; /* PuTTY and rxvt send Alt as a second Escape before a sequence */
    if (buf[1] == ESC) {
        if (len == 2) return FOUND_PART;
        if (buf[2] != '[' && buf[2] != 'O') {
            *key = plain(KEY_CODE_ESC);
            return FOUND_KEY;
        }
        skip = 2;
    }
    char kind = buf[skip];
    if (kind == '[' || kind == 'O') {
        size_t more = 0;
        found = kind == '[' ? parse_csi(buf + skip + 1, len - skip - 1, &more, key)
                            : parse_ss3(buf + skip + 1, len - skip - 1, &more, key);
        *taken = skip + 1 + more;
        if (found == FOUND_KEY && skip == 2) key->mods |= KEY_ALT;
        return found;
    }
    unsigned char byte = (unsigned char)kind;
    if (byte < 0x20 || byte == 0x7F) {
        *taken = 2;
        *key = control_key(byte);
    } else {
        size_t bytes = 1;
        found = parse_utf8(buf + 1, len - 1, &bytes, key);
        *taken = 1 + bytes;
        if (found != FOUND_KEY) return found;
    }
    key->mods |= KEY_ALT;
    return FOUND_KEY;
}

/* Does the character begin a control string behind Escape: DCS, SOS, OSC, PM, APC? */
static bool begins_string(char ch) {
    return ch == 'P' || ch == 'X' || ch == ']' || ch == '^' || ch == '_';
}

/* In a control string everything is swallowed up to its end. What cannot stand in one ends it, too, and counts. */
static enum found parse_string(struct decoder *decoder, size_t *taken) {
    unsigned char byte = (unsigned char)decoder->buf[0];
    *taken = 1;
    if (byte == ESC && decoder->len == 1) return FOUND_PART;
    bool terminated = byte == '\a' || (byte == ESC && decoder->buf[1] == '\\');
    if (terminated || byte < 0x20 || byte == 0x7F) {
        *taken = !terminated ? 0 : byte == ESC ? 2 : 1;
        decoder->string = 0;
    } else if (++decoder->string > STRING_MOST) {
        decoder->string = 0;
    }
    return FOUND_NOTHING;
}

/* Inside a bracketed paste only its end is a sequence; other Escapes are dropped. */
static enum found parse_pasted(struct decoder *decoder, size_t *taken, struct key *key) {
    static const char end[] = "\033[201~";
    size_t len = decoder->len < sizeof end - 1 ? decoder->len : sizeof end - 1;
    if (memcmp(decoder->buf, end, len) != 0) {
        *taken = 1;
        return FOUND_NOTHING;
    }
    if (len < sizeof end - 1) return FOUND_PART;
    *taken = len;
    *key = plain(KEY_CODE_PASTE_END);
    return FOUND_KEY;
}

static enum found parse(struct decoder *decoder, size_t *taken, struct key *key) {
    unsigned char first = (unsigned char)decoder->buf[0];
    if (decoder->string > 0) return parse_string(decoder, taken);
    if (first == ESC && !decoder->pasting && decoder->len > 1 && begins_string(decoder->buf[1]) &&
        !parse_known(decoder, taken, key)) {
        if (decoder->len == 2) return FOUND_PART; /* Alt and that character, if nothing follows */
        decoder->string = 1;
        *taken = 2;
        return FOUND_NOTHING;
    }
    if (first == ESC) {
        return decoder->pasting ? parse_pasted(decoder, taken, key)
                                : parse_escape(decoder, taken, key);
    }
    if (first < 0x20 || first == 0x7F) {
        *taken = 1;
        *key = control_key(first);
        return FOUND_KEY;
    }
    return parse_utf8(decoder->buf, decoder->len, taken, key);
}

static void drop(struct decoder *decoder, size_t bytes) {
    decoder->len -= bytes;
    memmove(decoder->buf, decoder->buf + bytes, decoder->len);
}

static void drain(struct decoder *decoder, decoder_fn *each, void *ctx) {
    while (decoder->len > 0) {
        size_t taken = 1;
        struct key key = {0};
        enum found found = parse(decoder, &taken, &key);
        if (found == FOUND_PART) {
            if (decoder->len < sizeof decoder->buf) return;
            found = FOUND_NOTHING; /* no terminal sends anything this long */
            taken = decoder->len;
        }
        drop(decoder, taken);
        if (found != FOUND_KEY) continue;
        if (key.code == KEY_CODE_PASTE_BEGIN) decoder->pasting = true;
        if (key.code == KEY_CODE_PASTE_END) decoder->pasting = false;
        each(ctx, key);
    }
}

void decoder_feed(struct decoder *decoder, const char *bytes, size_t len, decoder_fn *each,
                  void *ctx) {
    while (len > 0) {
        size_t room = sizeof decoder->buf - decoder->len;
        size_t part = len < room ? len : room;
        memcpy(decoder->buf + decoder->len, bytes, part);
        decoder->len += part;
        bytes += part;
        len -= part;
        drain(decoder, each, ctx);
    }
}

bool decoder_is_pending(const struct decoder *decoder) {
    return (decoder->len > 0 || decoder->string > 0) && !decoder->pasting;
}

void decoder_flush(struct decoder *decoder, decoder_fn *each, void *ctx) {
    if (decoder->pasting)
        return; /* its end has to come; without it every key would be pasted text */
    if (decoder->len == 2 && decoder->buf[0] == ESC && begins_string(decoder->buf[1])) {
        decoder->len = 0;
        each(ctx, (struct key){(uint32_t)decoder->buf[1], KEY_ALT});
        return;
    }
    bool only_escapes = decoder->string == 0;
    size_t len = decoder->len;
    decoder->string = 0;
    for (size_t i = 0; i < len; i++) only_escapes = only_escapes && decoder->buf[i] == ESC;
    decoder->len = 0;
    for (size_t i = 0; only_escapes && i < len; i++) each(ctx, plain(KEY_CODE_ESC));
}
