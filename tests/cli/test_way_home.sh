#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A customer from the storefront to headquarters and back: the contract of status, customer, signup, job, hq and csu.
. "$(dirname "$0")/lib.sh"
new_company

run status --json
expect_code 0
expect_silent_err
expect_out '"headquarters": "operational"'
for key in in_channel uploaded created complete failed sync_created pending synced oldest_pending_s; do
    expect_out "\"$key\": "
done
pending=$(json_number pending)
expect_equal $(($(json_number in_channel) + $(json_number uploaded) + $(json_number failed))) "$pending" pending
run status
expect_code 0
expect_out 'Pending sync'
run --lang nb status
expect_out 'Venter på synkronisering'
expect_out 'I drift'

run signup --store AWOnline --first-name Kari --last-name Testmann --email kari.testmann@example.no --json
expect_code 0
expect_out '"mode": "async"'
expect_out '"account": null'
expect_out '"state": "in_channel"'
run status --json
expect_equal "$(json_number pending)" $((pending + 1)) pending
run customer show kari.testmann@example.no
expect_code 0
expect_out 'Pending sync'
expect_out 'A1'
run customer list --state in_channel --json
expect_out 'kari.testmann@example.no'
run customer list --state A2 --json
refute_out 'kari.testmann@example.no'

# Known: linked, not doubled.
run signup --store AWOnline --first-name Kari --last-name Testmann --email KARI.testmann@example.no --json
expect_code 0
expect_out '"mode": "linked"'
expect_equal "$(customers_with 'Kari Testmann')" 1 'customers'

run job run P-0001 --json
expect_code 0
expect_out '"status": "ended"'
expect_out '"error": null'
run customer show kari.testmann@example.no --json
expect_out '"state": "uploaded"'
run job run sync-customers --json
expect_code 0
expect_out '"session": null'
run customer show kari.testmann@example.no --json
expect_out '"state": "created"'
run job run sync-customers
expect_code 0
expect_out 'Failed rows'
expect_err 'could not be created: 2. The newest: '
run job run 1010
expect_code 0
expect_out '1010 (Customers)'
run customer show kari.testmann@example.no --json
expect_out '"state": "complete"'
expect_out '"record": {'
account=$(grep -oE '"account": "[0-9]+"' "$box/out" | head -n 1 | grep -oE '[0-9]+')
run customer show "$account"
expect_code 0
expect_out 'kari.testmann@example.no'
run job run P-0001 --json
expect_out '"no_data": true'
run job run 1011
expect_code 2
expect_err "The nearest one is '1010'"
run job list --json
expect_out '"job": "1110"'

# Real time: at once, unless headquarters is in servicing.
run signup --store Fabrikam --first-name Ola --last-name Straks --email ola.straks@example.no --json
expect_code 0
expect_out '"mode": "sync"'
expect_out '"state": "sync_created"'
run hq servicing
expect_code 0
run hq status --json
expect_out '"headquarters": "servicing"'
run signup --store Fabrikam --first-name Eva --last-name Senere --email eva.senere@example.no
expect_code 1
expect_err 'did not respond'
expect_silent_out
run job run 1010 --json
expect_code 1
expect_out '"status": "did_not_run"'
expect_out '"reason": "HQ_IN_SERVICING"'
run signup --store Fabrikam --first-name Eva --last-name Senere --email eva.senere@example.no --set rts.fallback=yes --json
expect_code 0
expect_out '"mode": "fallback"'
run hq operational
expect_code 0

# The switch is felt only behind 1070 and a fresh cache.
run profile set Online CreateAsyncCustomers=No
run signup --store AWOnline --first-name A --last-name Foer --email a.foer@example.no --json
expect_out '"mode": "async"'
run job run 1070
run signup --store AWOnline --first-name B --last-name Mellom --email b.mellom@example.no --json
expect_out '"mode": "async"'
run csu restart
expect_code 0
run signup --store AWOnline --first-name C --last-name Etter --email c.etter@example.no --json
expect_out '"mode": "sync"'

run signup --store Nowhere --first-name A --last-name B --email a@example.no
expect_code 1
expect_err 'Nowhere'
run signup --store AWOnline --first-name A --last-name B --email nothing
expect_code 1
run signup --store AWOnline --last-name B --email a@example.no
expect_code 2
run customer show nobody@example.no
expect_code 1
run customer list --state gone
expect_code 2

# Pages: the list cut by --limit says where it goes on.
run customer list --limit 3 --json
expect_code 0
expect_err '--after'
expect_equal "$(grep -c '"account"' "$box/out")" 3 'customers on a page'
"$chq" customer list --json >"$box/all"
next=
for _ in $(seq 1 1000); do
    "$chq" customer list --json --limit 50 ${next:+--after "$next"} 2>"$box/more" | grep '"account"' >>"$box/pages"
    next=$(sed -n "s/.*--after '\(.*\)'\$/\1/p" "$box/more")
    [ -n "$next" ] || break
done
what='paging through all customers'
expect_equal "$(sed 's/,$//' "$box/pages" | sort | md5sum)" \
    "$(grep '"account"' "$box/all" | sed 's/,$//' | sort | md5sum)" 'all pages'

# A channel database that is away is told, and does not take the others with it.
mv "$CHQ_DATA/channel-Default.db" "$box/away"
rm -f "$CHQ_DATA"/channel-Default.db-*
run customer list --json
expect_code 0
expect_err 'Default'
expect_out '"account": "100001"'
run status --json
expect_code 4
expect_out '"channels_missing": 1'
run check
expect_code 4
expect_out 'channel-readable'
run job run P-0001
expect_code 1
mv "$box/away" "$CHQ_DATA/channel-Default.db"

run check
expect_code 0
run check --json
expect_out '"holds": true'
what='stdout on a full disk'
"$chq" status >/dev/full 2>"$box/err"
code=$?
expect_code 1
finish
