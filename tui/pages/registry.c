/* SPDX-License-Identifier: MIT */
/* The pages there are, in menu order. A new page is a new file and one line here. */

#include "tui/page.h"

#define PAGES(X)                                                                                   \
    X(online_stores)                                                                               \
    X(all_customers)                                                                               \
    X(customer_synchronization_status)                                                             \
    X(failed_by_cause)                                                                             \
    X(correct_failed)                                                                              \
    X(filter_operations)                                                                           \
    X(customer_groups)                                                                             \
    X(functionality_profiles)                                                                      \
    X(pos_functionality_profiles)                                                                  \
    X(pos_operations)                                                                              \
    X(address_books)                                                                               \
    X(commerce_shared_parameters)                                                                  \
    X(commerce_scheduler_parameters)                                                               \
    X(accounts_receivable_parameters)                                                              \
    X(number_sequences)                                                                            \
    X(channel_database)                                                                            \
    X(full_data_sync)                                                                              \
    X(add_store)                                                                                   \
    X(remove_store)                                                                                \
    X(channel_database_group)                                                                      \
    X(commerce_channel_schema)                                                                     \
    X(scheduler_jobs)                                                                              \
    X(scheduler_subjobs)                                                                           \
    X(initialize_commerce_scheduler)                                                               \
    X(distribution_schedule)                                                                       \
    X(create_batch_job)                                                                            \
    X(batch_jobs)                                                                                  \
    X(batch_job_recurrence)                                                                        \
    X(batch_job_alerts)                                                                            \
    X(download_sessions)                                                                           \
    X(upload_sessions)                                                                             \
    X(synchronize_customers)                                                                       \
    X(feature_management)                                                                          \
    X(schedule_feature)                                                                            \
    X(course)                                                                                      \
    X(guides)                                                                                      \
    X(labs)                                                                                        \
    X(lab_answer)                                                                                  \
    X(trace_customer)                                                                              \
    X(trace)                                                                                       \
    X(storefront_signup)                                                                           \
    X(storefront_account)                                                                          \
    X(storefront_traffic)                                                                          \
    X(servicing_switch)                                                                            \
    X(restart_csu)                                                                                 \
    X(support_request)                                                                             \
    X(training_board)                                                                              \
    X(certificate)                                                                                 \
    X(write_certificate)                                                                           \
    X(support_requests)

#define X(name) extern const struct page page_##name;
PAGES(X)
#undef X

const struct page *const page_registry[] = {
#define X(name) &page_##name,
    PAGES(X)
#undef X
        NULL};
