#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Customers, groups, address books, features, operations and parameters by verbs; the export of all customers.
. "$(dirname "$0")/lib.sh"
new_company

# ---- customers
run customer new --first-name Kari --last-name Åsen --email kari@example.no 'Credit limit=1500.50'
expect_code 0
expect_silent_out
expect_err 'Created: customer 100217.'
expect_err 'job 1010'
run customer show 100217 --json
expect_code 0
expect_out '"Name": "Kari Åsen"'
expect_out '"CreditMax": 1500.50'
expect_out '"receiptEmail": "kari@example.no"'
expect_out '"AddressBookNames": "USRT customers"'
run customer new --last-name Berg AccountNum=MINE
expect_code 1
expect_err 'number sequence CustAcc'
run customer new --first-name Kari
expect_code 1
expect_err "Field 'Last name' must be filled in"
run customer new --type organization --name 'Fabrikam AS' --json
expect_code 0
expect_out '"Type": "Organization"'
expect_out '"AccountNum": "100218"'
run customer set 100217 'Address books=Fabrikam customers, USRT customers' City=Oslo
expect_code 1
expect_err "Field 'Country/region' must be filled in"
run customer set 100217 'Address books=Fabrikam customers, USRT customers' City=Oslo CountryRegionId=NOR
expect_code 0
run customer set 100217 'Adressebøker=Nowhere' --lang nb
expect_code 1
expect_err "Nowhere"
run customer delete 100001
expect_code 1
expect_err 'default customer of an online store (AWOnline)'
run customer delete 100215
expect_code 1
expect_err 'came from a storefront'
run customer delete 100218
expect_code 0
run customer delete 100218
expect_code 1
run customer set 100217 Phone=1 --readonly
expect_code 1

# ---- the export: one row for each customer, no formula, every comma and quotation mark in its place
run customer set 100217 'Street==HYPERLINK("http://x","y")' Phone='+47 900 00 001'
expect_code 0
run export customers
expect_code 0
expect_err '217 customers.'
expect_equal "$(grep -c $'\r$' "$box/out")" 218 'lines'
expect_equal "$(head -n 1 "$box/out" | cut -d, -f1-6)" 'Type,AccountNum,FirstName,MiddleName,LastName,Name' 'header'
expect_out ",'+47 900 00 001,"
expect_out ",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\","
cp "$box/out" "$box/csv"
run export customers --format csv
expect_equal "$(cmp "$box/out" "$box/csv" && echo same)" same 'export'
run export customers --format json
expect_code 0
expect_out '"Street": "=HYPERLINK(\"http://x\",\"y\")"'
expect_equal "$(grep -c '"AccountNum"' "$box/out")" 217 'customers in JSON'
run export customers --json
expect_equal "$(grep -c '"AccountNum"' "$box/out")" 217 'customers in JSON'
run export customers --format xml
expect_code 2
run export customers --format csv --json
expect_code 2
if [ -w /dev/full ]; then
    what='export to a full disk'
    "$chq" export customers >/dev/full 2>"$box/err"
    code=$?
    : >"$box/out"
    expect_code 1
    expect_err 'could not be written'
fi
# A reader that has seen enough ends the export, and nothing is said.
what='export to a closed pipe'
"$chq" export customers 2>"$box/err" | head -n 1 >"$box/out"
expect_out 'Type,AccountNum'
refute_err 'could not'
run export customers --readonly
expect_code 0

# What came into the file past every check (hostile, by another program) does not reach a terminal; a file gets it.
if command -v script >/dev/null && command -v sqlite3 >/dev/null; then
    sqlite3 "$CHQ_DATA/headquarters.db" \
        "UPDATE LogisticsPostalAddress SET County = char(27) || 'c' WHERE RecId = (SELECT max(RecId) FROM LogisticsPostalAddress)"
    what='export to a terminal'
    script -qec "'$chq' export customers" /dev/null </dev/null >"$box/out" 2>&1
    expect_out 'Type,AccountNum'
    refute_out $'\x1bc'
    run export customers
    expect_out $'\x1bc'
fi

# While a job writes, the export shows one moment and neither waits for the other.
"$chq" job run 1010 >/dev/null 2>&1 &
job=$!
run export customers
expect_code 0
expect_err '217 customers.'
wait "$job"

# ---- groups and address books
run group new Vip --description 'Very important' 'Default tax group=US'
expect_code 0
run group list
expect_out 'Very important'
run group set Vip 'Number sequence code=None'
expect_code 1
expect_err 'NumberSequenceTable'
run group delete Retail
expect_code 1
expect_err 'customers belong to it (100001)'
run group delete Vip
expect_code 0
run addressbook new 'Two, three'
expect_code 1
expect_err 'comma'
run addressbook set 'USRT customers' Name=Others
expect_code 1
expect_err 'customer address book of an online store'
run addressbook new Spare --description 'Nobody yet'
expect_code 0
run addressbook set Spare Name=Other
expect_code 0
run addressbook delete Other
expect_code 0

# ---- features
run feature enable 'Enable editing customers in asynchronous mode'
expect_code 1
expect_err 'Enable enhanced async customer creation'
run feature enable 4 --lang nb
expect_code 1
expect_err 'Aktiver forbedret asynkron kundeopprettelse'
run feature schedule 2 '2026-03-02 10:00' --json
expect_code 0
expect_out '"Status": "Scheduled"'
run feature schedule 2 soon
expect_code 1
run feature enable-all
expect_code 0
expect_err '3 features were enabled.'
run feature disable 3
expect_code 1
expect_err 'Disable that one first'
run feature list --json
expect_equal "$(grep -c '"IsEnabled": true' "$box/out")" 4 'enabled features'
run feature updates
expect_code 0
expect_err '0 features were added.'

# ---- operations and parameters
run operation set 612 AllowAnonymousAccess=No
expect_code 0
expect_err 'job 1090'
run operation set 613 AllowAnonymousAccess=No
expect_code 1
run operation show 612 --json
expect_out '"AllowAnonymousAccess": false'
run parameter set TryCount=5 CDX_DISABLE_FORCESCHEDULEINBATCH=1 'Customer account=CustAcc'
expect_code 0
expect_err 'job 1110'
run parameter set TryCount=0
expect_code 1
expect_err '1..100'
run parameter set CDX_DISABLE_FORCESCHEDULEINBATCH=yes
expect_code 1
expect_err '0, 1'
run parameter set CDX_DISABLE_FORCESHEDULEINBATCH=1
expect_code 0
expect_err 'the nearest parameter is CDX_DISABLE_FORCESCHEDULEINBATCH'
run parameter delete CDX_DISABLE_FORCESHEDULEINBATCH
expect_code 0
run parameter list --json
expect_out '"name": "TryCount", "value": "5"'
expect_out '"name": "CDX_DISABLE_FORCESCHEDULEINBATCH", "value": "1"'
expect_out '"name": "Customer account", "value": "CustAcc"'
refute_out 'FORCESHEDULE'
run parameter set TryCount
expect_code 2
run check
expect_code 0
finish

# ---- profiles of the point of sale: the same name, another switch
run posprofile set Online 'Opprett kunde i async-modus=Nei' --lang nb
expect_code 0
run posprofile show Online --json
expect_code 0
expect_out '"CreateAsyncCustomers": false'
run profile show Online --json
expect_code 0
expect_out '"CreateAsyncCustomers": true'
run posprofile set Nowhere CreateAsyncCustomers=No
expect_code 1
expect_err "Nowhere"
