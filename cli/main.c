/* SPDX-License-Identifier: MIT */
/* chq: where the verbs (cli/) and the console (tui/) meet. */

#include "cli/cli.h"

int main(int argc, char **argv) {
    return cli_main(argc, argv, console_run);
}
