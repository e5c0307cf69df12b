/* SPDX-License-Identifier: MIT */
#ifndef CHQ_TUI_PAGE_NAMES_H
#define CHQ_TUI_PAGE_NAMES_H

/* Which pages, fields and actions there are, for the check of guides and labs (model/trainer). */

#include "model/trainer/guide.h"

extern const struct screen_names page_names;

#endif
