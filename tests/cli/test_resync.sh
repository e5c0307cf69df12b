#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Failed customers are corrected and synchronized by verbs, and shoppers edit their accounts: what a script relies on.
. "$(dirname "$0")/lib.sh"
new_company

# The demo company has two failed sign-ups.
run resync --list
expect_code 0
expect_out 'COUNTRY_UNKNOWN:XX'
expect_out 'FIELD_TOO_LONG:FirstName'
run resync --list --json
expect_code 0
expect_out '"cause": "COUNTRY_UNKNOWN:XX"'
expect_out '"reason": "COUNTRY_UNKNOWN"'
expect_equal "$(json_number count)" 1
run resync --list --lang nb
expect_out 'Kort ned verdien'

# Wrong usage says so and exits 2.
run resync
expect_code 2
run resync --dry-run
expect_code 2
run resync --list --cause COUNTRY_UNKNOWN
expect_code 2
run resync tarjei.fonnes@example.no Contry=NOR
expect_code 2
expect_err 'Country'
run resync --cause COUNTRY_UNKNOWN Country
expect_code 2

# Refusals exit 1 and change nothing.
run resync nobody@example.com
expect_code 1
run resync tarjei.fonnes@example.no Country=Atlantis
expect_code 1
expect_err 'Atlantis'
run resync tarjei.fonnes@example.no CustAccount=1
expect_code 1
run resync --cause SEQUENCE_STOPPED
expect_code 1
expect_err 'resync --list'
run resync tarjei.fonnes@example.no Country=NOR --readonly
expect_code 1
run status --json
expect_equal "$(json_number failed)" 2

# Tried again as it is: fails again, and the attempt is kept.
run resync tarjei.fonnes@example.no --json
expect_code 1
expect_out '"status": "failed"'
expect_out '"reason": "COUNTRY_UNKNOWN"'

# One, by a label in Norwegian; then there is nothing left to do.
run resync tarjei.fonnes@example.no 'Land/område=NOR' --lang nb
expect_code 0
expect_err 'Kunden er opprettet'
run customer show tarjei.fonnes@example.no --json
expect_out '"state": "created"'
run resync tarjei.fonnes@example.no
expect_code 1
expect_err 'has succeeded'

# A group: the preview changes nothing, the run does.
for i in 1 2 3; do
    run signup --store AWOnline --first-name "Kari$i" --last-name Norge --email "kari$i@norge.example.no" --country Norge
    expect_code 0
done
run job run P-0001
run job run sync-customers
# The guide's last steps lead to them. Its first look signs its own shopper up.
run guide check customer-records-not-appearing
for job in P-0001 sync-customers 1010; do run job run "$job"; done
run guide check customer-records-not-appearing
expect_out '3 failed: in Customer synchronization status'
run resync --cause COUNTRY_UNKNOWN:Norge Country=NOR --dry-run
expect_code 0
expect_err '3 operations are corrected (Country/region = NOR)'
run resync --cause COUNTRY_UNKNOWN:Norge Country=NOR --dry-run --json
expect_equal "$(json_number changed)" 3
expect_equal "$(json_number succeeded)" 0
run resync kari2@norge.example.no Country=SWE Street=$'\x1b[2J'
expect_code 1
run resync --cause COUNTRY_UNKNOWN:Norge Country=NOR --json
expect_code 0
expect_equal "$(json_number found)" 3
expect_equal "$(json_number succeeded)" 3
expect_equal "$(json_number failed)" 0
run resync --cause COUNTRY_UNKNOWN:Norge
expect_code 1
run job run 1010
run guide check customer-records-not-appearing
expect_out 'no customer of AWOnline is waiting'
refute_out 'in Customer synchronization status'
run check
expect_code 0

# Edits of a shopper. Without the feature in the channel a pending customer cannot be edited.
run signup --store AWOnline --first-name Nils --last-name Endrer --email nils@endrer.example.no
run shopper set nils@endrer.example.no City=Oslo
expect_code 1
expect_err 'Enable editing customers in asynchronous mode'
for feature in 2 3 4; do run feature enable "$feature"; done
run job run 1110
run shopper show nils@endrer.example.no --json
expect_code 0
expect_out '"account": null'
expect_out '"edit_mode": "asynchronous"'
run shopper set nils@endrer.example.no City=Oslo Etternavn=Endret --json
expect_code 0
expect_out '"mode": "asynchronous"'
expect_equal "$(json_number changed)" 2
run shopper set nils@endrer.example.no Email=other@example.no
expect_code 1
run shopper set nils@endrer.example.no $'City=\x1b]0;x\a'
expect_code 1
refute_err $'\x1b'
expect_equal "$(customers_with nils@endrer.example.no)" 1 'lines of an edited customer'
for job in P-0001 sync-customers 1010; do run job run "$job"; expect_code 0; done
run customer show nils@endrer.example.no --json
expect_out '"name": "Nils Endret"'
expect_out '"City": "Oslo"'
expect_out '"state": "complete"'
run shopper deactivate nils@endrer.example.no
expect_code 0
run shopper set nils@endrer.example.no City=Bergen
expect_code 1
for job in P-0001 sync-customers 1010; do run job run "$job"; done
run customer show nils@endrer.example.no --json
expect_out '"Blocked": "All"'

# What is wrong now is said, not what has been known for long: the demo company has a failed customer of its own.
run numberseq set CustAcc Stopped=yes
expect_code 0
run signup --store AWOnline --first-name Siv --last-name Stans --email siv.stans@example.no
for job in P-0001 sync-customers sync-customers; do run job run "$job"; expect_code 0; done
expect_err 'The newest: Number sequence CustAcc'
run numberseq set CustAcc Stopped=no
run job run sync-customers
expect_code 0
run check
expect_code 0
finish
