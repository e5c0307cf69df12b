#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Profiles and stores by verbs: the same rules, warnings and refusals as on the screens.
. "$(dirname "$0")/lib.sh"
new_company

run profile list
expect_code 0
expect_silent_err
expect_out 'Online store profile'
run profile show Online --json
expect_out '"CreateAsyncCustomers": true'
expect_out '"stores": 2'
run profile show Nothing
expect_code 1
expect_err "There is no functionality profile 'Nothing'"

# The warning with its price, "used by", and the job that brings it to the channel. The verb goes on.
run profile set Online 'Create customer in async mode=No'
expect_code 0
expect_silent_out
expect_err 'used by 2 online stores (AWBusiness, AWOnline)'
expect_err 'real-time request'
expect_err 'job 1070'
run profile show Online --json
expect_out '"CreateAsyncCustomers": false'
run profile set Online CreateAsyncCustomers=Ja --lang nb
expect_code 0
refute_err 'sanntidsforespørsel'
run profile set Online 'opprett kunde i async-modus=nei' --lang nb
expect_code 0
expect_err 'sanntidsforespørsel'
run profile set Online createasynccustomers=0
expect_code 0
expect_err 'Nothing to change'
run profile set Online CreateAsyncCustomers=1 --json
expect_code 0
expect_out '"CreateAsyncCustomers": true'

run profile set Online CreateAsyncCustomers=perhaps
expect_code 1
expect_err 'neither Yes nor No'
run profile set Online 'Agregate products=1'
expect_code 2
expect_err "The nearest one is 'Aggregate products'"
run profile set Online profileId=Other
expect_code 1
run profile set Online "name=$(printf 'x%.0s' {1..61})"
expect_code 1
expect_err '60 characters'
run profile set Online $'name=\x1b]0;x\a'
expect_code 1
expect_err 'control character'
refute_err $'\x1b'
run profile set Online oops
expect_code 2

run profile new Sync --description 'Real time' --async no
expect_code 0
run profile new sync --description 'Again'
expect_code 1
expect_err 'taken already'
run profile new Sync2
expect_code 2
expect_err '--description is missing'
run profile new 12345678901 --description 'Long'
expect_code 1
run profile delete Online
expect_code 1
expect_err 'used by 2 online store(s)'
run profile delete Online --json
expect_code 1
expect_out '"reason": "PROFILE_IN_USE"'
run profile delete Sync
expect_code 0
run profile delete Sync
expect_code 1

run store delete AWOnline
expect_code 1
expect_err 'customers have signed up in it'
run store list --json
expect_code 0
expect_out '"RetailChannelId": "AWOnline"'
run store set Contoso 'Functionality profile=Fabrikam'
expect_code 0
expect_err 'job 1070'
run store set Contoso Funksjonsprofil=
expect_code 0
run store show Contoso --lang nb
expect_out 'Publisert'
run store show Contoso --json
expect_out '"OnlineFunctionalityProfile": ""'
run store set Contoso OnlineFunctionalityProfile=Nothing
expect_code 1
expect_err "The value 'Nothing' in field 'Functionality profile' is not found in the related table"
run store set Contoso ChannelDatabase=Other
expect_code 1
run store new Test --name 'Test store' --profile Online
expect_code 1
expect_err "Field 'Warehouse' must be filled in"
run store new Test --name 'Test store' --profile Online --warehouse ONLINE --default-customer 100001 \
    --address-book 'USRT customers' --notification-profile Storefront --json
expect_code 0
expect_out '"Name": "Test store"'
run store delete Test
expect_code 0
run store delete AWOnline
expect_code 1

# With --readonly nothing changes, and reading works.
run --readonly profile set Online name=x
expect_code 1
expect_err '--readonly'
run profile list --readonly
expect_code 0
run profile list
refute_out ' x '
finish
