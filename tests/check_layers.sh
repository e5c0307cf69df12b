#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# check_layers.sh ROOT: does every file know only what it may know (design: "Who may know what")?
#
#   cli -> tui -> model        trainer -> exchange -> hq, channel -> base        hq and channel never meet
#
# Before it judges the sources it plants one violation of each rule in a folder of its own and demands to find it:
# a check that cannot fail is worth nothing.
set -euo pipefail
export LC_ALL=C

# "file:line: header" for every include below cli, tui and model.
includes() {
    (cd "$1" && find cli tui model -name '*.[ch]' -type f 2>/dev/null | sort | xargs -r grep -HnoE \
        '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"][^>"]+[>"]' || true) |
        sed -E 's/^([^:]+:[0-9]+):.*[<"]([^>"]+)[>"]$/\1: \2/'
}

# Reads "file:line: header", prints what is wrong.
judge() {
    awk '
    function only(header, files, why) {
        if ($2 ~ header && file !~ files) { print $1, $2 " is known only to " why; bad = 1 }
    }
    function never(files, header, why) {
        if (file ~ files && $2 ~ header) { print $1, $2 ": " why; bad = 1 }
    }
    {
        file = $1; sub(/:.*/, "", file)
        page = file; sub(/^tui\/pages\//, "", page); sub(/\.[ch]$/, "", page)
        only("^(n?cursesw?/)?(n?curses|term|termcap|panel|form|menu)\\.h$", "^tui/term\\.c$", "tui/term.c")
        only("sqlite3", "^model/db[a-z_]*\\.c$", "model/db.c")
        only("iniparser|dictionary\\.h", "^model/ini\\.c$", "model/ini.c")
        only("^(pthread|threads)\\.h$", "^model/(job|log)\\.c$", "model/job.c and model/log.c")
        only("^(libintl|locale)\\.h$", "^(tui|cli)/", "cli/ and tui/")
        only("^csv\\.h$", "^cli/", "cli/")
        only("^tui/term\\.h$", "^(tui/(term|loop)\\.[ch]|cli/(main|console)\\.c)$", "the event loop and main")
        never("^model/", "^(tui|cli)/", "the model knows no terminal and no command line")
        never("^tui/", "^cli/", "the console does not know the verbs")
        never("^model/[^/]*$", "^model/(hq|channel|exchange|trainer)/", "the base knows none of the entities")
        never("^model/hq/", "^model/(channel|exchange|trainer)/", "headquarters is another machine")
        never("^model/channel/", "^model/(hq|exchange|trainer)/", "the channel is another machine")
        never("^model/exchange/", "^model/trainer/", "the exchange does not know that it is watched")
        never("^tui/(list|form|lookup|menu|dialog|help|edit|scroll|canvas|theme|keys|palette)\\.[ch]$",
              "^model/(hq|channel|exchange|trainer)/|^tui/pages/", "the engine knows no entity and no page")
        if (file ~ /^tui\/pages\// && $2 ~ /^tui\/pages\/page_/ ) { print $1, $2 ": pages do not know each other"; bad = 1 }
    }
    END { exit bad }'
}

# The model makes no sentences and prints nothing; a bug report is the one exception.
judge_calls() {
    local found
    found=$(cd "$1" && find model -name '*.c' -type f ! -path model/err.c 2>/dev/null | sort |
        xargs -r grep -nE '(^|[^a-z_])(printf|puts|putchar|perror|gettext|ngettext|N?_) ?\(|[^a-z_](stdout|stderr)[^a-z_]' /dev/null || true)
    [ -z "$found" ] && return 0
    printf '%s\n' "$found" | sed 's/$/   <- the model prints nothing and makes no sentences/'
    return 1
}

check() {
    local status=0
    includes "$1" | judge || status=1
    judge_calls "$1" || status=1
    return "$status"
}

self_test() {
    local box missed=0 file line
    box=$(mktemp -d)
    trap 'rm -rf "$box"' RETURN
    while IFS='|' read -r file line; do
        rm -rf "${box:?}"/*
        mkdir -p "$box/cli" "$box/tui/pages" "$box/model/hq" "$box/model/channel" "$box/model/exchange" "$box/model/trainer"
        printf '%s\n' '#include "model/err.h"' '#include <string.h>' >"$box/tui/innocent.c"
        check "$box" >/dev/null || { echo "check_layers: calls an innocent file guilty"; missed=1; }
        printf '%s\n' "$line" >"$box/$file"
        if check "$box" >/dev/null; then
            echo "check_layers: does not find '$line' in $file"
            missed=1
        fi
    done <<'PLANTED'
tui/list.c|#include <curses.h>
tui/loop.c|# include <ncursesw/curses.h>
cli/main.c|#include <form.h>
model/hq/profile.c|#include <sqlite3.h>
model/settings.c|#include <iniparser/iniparser.h>
model/exchange/upload.c|#include <pthread.h>
model/err.c|#include <libintl.h>
tui/form.c|#include <csv.h>
tui/pages/stores.c|#include "tui/term.h"
model/text.c|#include "tui/words.h"
tui/words.c|#include "cli/verbs.h"
model/db.c|#include "model/hq/profile.h"
model/hq/customer.c|#include "model/channel/signup.h"
model/channel/signup.c|#include "model/hq/customer.h"
model/channel/signup.h|#include "model/exchange/rts.h"
model/exchange/rts.c|#include "model/trainer/guide.h"
tui/form.c|#include "model/hq/profile.h"
tui/list.c|#include "tui/pages/page_stores.h"
model/exchange/rts.c|    printf("done\n");
model/hq/store.c|    return _("Online store");
PLANTED
    return "$missed"
}

root=${1:?usage: check_layers.sh ROOT}
self_test || exit 1
check "$root" || { echo "check_layers: files know more than they may"; exit 1; }
