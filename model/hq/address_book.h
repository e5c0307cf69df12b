/* SPDX-License-Identifier: MIT */
#ifndef CHQ_HQ_ADDRESS_BOOK_H
#define CHQ_HQ_ADDRESS_BOOK_H

/* Address books (domain.md 4.6; default-customer.md, manage-b2b-users.md): a store's customers are those in its book. */

#include "model/record.h"
#include "model/text.h"

struct address_book {
    struct record_head head;
    char Name[TEXT_SIZE(
        60)]; /* unique whatever its case; without a comma, which separates names in lists */
    char Description[TEXT_SIZE(60)];
};

/* List cells: Name, Description. Renaming and deleting: RECORD_IN_USE while a store or a customer refers to the book. */
extern const struct entity entity_address_book;

/* How many stores have the book, and whether any customer is in it. */
MUST_CHECK enum err_code address_book_usage(struct db *hq, const char *name, int64_t *stores,
                                            bool *has_customers, struct err *err);

#endif
