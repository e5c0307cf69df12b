/* SPDX-License-Identifier: MIT */
/*
 * Who arrives at a storefront, and when: invented people at the moments of a Poisson process. Everything follows from the
 * seed and the number of the shopper, so that several threads share a sequence without sharing memory.
 */

#include <math.h>

#include "model/trainer/traffic_priv.h"

/* A name, and how its owner writes it in an e-mail address. */
struct spelling {
    const char *name, *address;
};

static const struct spelling given_names[] = {
    {"Kari", "kari"},          {"Bjørn", "bjorn"},   {"Åse", "aase"},
    {"Håkon", "haakon"},       {"Sølvi", "solvi"},   {"Øystein", "oystein"},
    {"Ingrid", "ingrid"},      {"Jørgen", "jorgen"}, {"Astrid", "astrid"},
    {"Sindre", "sindre"},      {"Marte", "marte"},   {"Torbjørn", "torbjorn"},
    {"Anne-Lise", "annelise"}, {"Pål", "paal"},      {"Emily", "emily"},
    {"Jack", "jack"},          {"Chloë", "chloe"},   {"Oliver", "oliver"},
    {"Siân", "sian"},          {"Harry", "harry"},   {"Zoë", "zoe"},
    {"Grace", "grace"},        {"Renée", "renee"},   {"Thomas", "thomas"},
};

static const struct spelling surnames[] = {
    {"Nordmann", "nordmann"},
    {"Sørlie", "sorlie"},
    {"Østby", "ostby"},
    {"Håland", "haaland"},
    {"Bjørnstad", "bjornstad"},
    {"Kjær", "kjaer"},
    {"Lønning", "lonning"},
    {"Bakken", "bakken"},
    {"Rødseth", "rodseth"},
    {"Solbakken", "solbakken"},
    {"Ås", "aas"},
    {"Strømmen", "strommen"},
    {"Hansen", "hansen"},
    {"O'Neill", "oneill"},
    {"Brontë", "bronte"},
    {"Lloyd-Jones", "lloydjones"},
    {"Ashworth", "ashworth"},
    {"Whitaker", "whitaker"},
    {"Clarke", "clarke"},
    {"Taylor", "taylor"},
    {"Fitzgerald", "fitzgerald"},
    {"Hughes", "hughes"},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { DRAW_GAP, DRAW_GIVEN, DRAW_SURNAME, DRAW_STORE, DRAWS };

/* A number for one purpose of one shopper: splitmix64 of their place in the sequence. */
static uint64_t draw(uint64_t seed, int64_t index, int what) {
    uint64_t z =
        seed + UINT64_C(0x9E3779B97F4A7C15) * ((uint64_t)index * DRAWS + (uint64_t)what + 1);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

void arrivals_init(struct arrivals *arrivals, const struct traffic_plan *plan) {
    *arrivals =
        (struct arrivals){.seed = plan->seed, .gap_us = 60e6 / plan->per_minute, .index = -1};
}

void arrivals_next(struct arrivals *arrivals) {
    uint64_t bits = draw(arrivals->seed, ++arrivals->index, DRAW_GAP) >> 11;
    double share = (double)(bits + 1) / 9007199254740992.0; /* 2^53: above 0, at most 1 */
    arrivals->at_us -= log(share) * arrivals->gap_us;
}

void shopper_invent(uint64_t seed, int64_t index, const char *tag, struct signup *in) {
    const struct spelling *given = &given_names[draw(seed, index, DRAW_GIVEN) % COUNT(given_names)];
    const struct spelling *surname = &surnames[draw(seed, index, DRAW_SURNAME) % COUNT(surnames)];
    *in = (struct signup){0};
    text_copy(in->FirstName, sizeof in->FirstName, given->name);
    text_copy(in->LastName, sizeof in->LastName, surname->name);
    snprintf(in->Email, sizeof in->Email, "%s.%s.%s-%lld@example.com", given->address,
             surname->address, tag, (long long)index + 1);
}

int shopper_store(uint64_t seed, int64_t index, int count) {
    return (int)(draw(seed, index, DRAW_STORE) % (uint64_t)count);
}
