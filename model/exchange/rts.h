/* SPDX-License-Identifier: MIT */
#ifndef CHQ_EXCHANGE_RTS_H
#define CHQ_EXCHANGE_RTS_H

/*
 * The Real-time Service: a storefront's line to headquarters in synchronous mode (async-customer-mode.md; domain.md 5.7).
 * One call is one transaction of headquarters: is it in servicing, is the e-mail address known, create the customer.
 * In servicing it answers with a communication error (HQ_NO_ANSWER). A headquarters that stays locked longer than
 * db.busy_timeout_ms is a call that timed out: with rts.fallback on it counts as no answer, so that the shopper gets
 * through; else it is ERR_BUSY, because trying again helps and servicing does not explain it.
 *
 * The network is simulated: a call takes rts.latency_ms, and rts.latency_growth_ms more for each other call that is under
 * way (company.rts_calls), before headquarters sees it. What headquarters itself needs is real.
 */

#include "model/exchange/company.h"

/* Valid as long as `company`, on its thread. */
struct rts_port rts_connect(struct company *company);

#endif
