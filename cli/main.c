/* SPDX-License-Identifier: MIT */
/* chq: where the verbs (cli/) and the console (tui/) meet. */

#include "cli/cli.h"

/* A build without the screens (no tui/loop.c) still has its verbs. */
__attribute__((weak)) int console_run(const struct console_options *options) {
    struct company *company = options->take_company;
    company_close(&company);
    fprintf(stderr, "%s\n", _("This build has no console."));
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    return cli_main(argc, argv, console_run);
}
