# SPDX-License-Identifier: MIT
# Sourced by run and check: puts the Debian packages in place that are missing. Silent when nothing is.
#
#   need_packages NAME…

packages_missing() {
    local installed name
    installed=" $(dpkg-query -W -f='${db:Status-Status}=${Package} ' "$@" 2>/dev/null || true)"
    for name in "$@"; do
        case $installed in
        *" installed=$name "*) ;;
        *) printf '%s ' "$name" ;;
        esac
    done
}

need_packages() {
    local missing log as_root=()
    # Not Debian: the build itself will say what it lacks.
    { command -v dpkg-query && command -v apt-get; } >/dev/null 2>&1 || return 0
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n) # nobody there to type a password
        if ! command -v sudo >/dev/null || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
            printf 'These packages are missing and installing them needs root. As root, run:\n\n    apt-get install -y %s\n\nand start this again.\n' "$missing" >&2
            return 1
        fi
    fi
    printf 'Installing %s…\n' "${missing% }" >&2
    log=$(mktemp)
    # A list of packages that could not be refreshed is no reason to give up: what is needed may be in the old one.
    "${as_root[@]}" apt-get -q update >"$log" 2>&1 || true
    # shellcheck disable=SC2086 # one word per package
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing \
        >>"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        printf '\nThese packages could not be installed: %s\nIs this machine connected to its package server?\n' "${missing% }" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# What the program needs to be built.
packages_build=(gcc libc6-dev cmake ninja-build pkg-config gettext libncurses-dev libsqlite3-dev libiniparser-dev
    libutf8proc-dev libcsv-dev)
# What its tests need besides.
packages_test=(clang clang-format libcmocka-dev libvterm-dev ncurses-term sqlite3)

# Where PRESET is built: beside the sources, or in the user's cache when these cannot be written.
build_folder() {
    if [ -w . ] && { [ ! -e build ] || [ -w build ]; }; then
        printf '%s/build/%s' "$PWD" "$1"
    else
        printf '%s/chq-build/%s/%s' "${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}" "$(pwd | cksum | cut -d' ' -f1)" "$1"
    fi
}

# build PRESET TARGET…: quiet, unless it fails. Two at the same time wait for each other.
build() {
    local preset=$1 folder log status=0
    shift
    folder=$(build_folder "$preset")
    mkdir -p "$folder"
    log=$folder/build.log
    (
        flock 9
        if [ ! -e "$folder/build.ninja" ]; then
            [ "$preset" != release ] || printf 'Building chq (only the first time, about a minute)…\n' >&2
            cmake --preset "$preset" -B "$folder" >"$log" 2>&1 || exit 1
        fi
        ninja -C "$folder" "$@" >"$log" 2>&1
    ) 9>"$folder/.lock" || status=$?
    if [ "$status" != 0 ]; then
        cat "$log" >&2
        printf '\nThe %s build failed; what it said is above and in %s\n' "$preset" "$log" >&2
    fi
    return "$status"
}
