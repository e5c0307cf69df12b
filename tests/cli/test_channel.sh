#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Channel databases by verbs: made with their files, given stores, lost, made again, deleted; nobody is lost on the way.
. "$(dirname "$0")/lib.sh"
new_company

run channel list
expect_code 0
expect_silent_err
expect_out 'AWBusiness, AWOnline, Contoso, Fabrikam'
run channel show Default --json
expect_code 0
expect_equal "$(json_number waiting)" 9 'rows waiting'

# A database is a record and a file that nobody else may read.
run channel new East --json
expect_code 0
expect_out '"DataGroup": "Default"'
expect_out '"waiting": 0'
expect_err 'Created: channel database East.'
expect_equal "$(stat -c %a "$CHQ_DATA/channel-East.db")" 600 'mode of the file'
run channel new east
expect_code 1
expect_err "'east' is taken already"
run channel new ../East
expect_code 1
expect_err 'also becomes the name of a file'
run channel new West --group Nothing
expect_code 1
expect_err 'RetailCDXDataGroup'
run channel set East Name=Other
expect_code 1
expect_err 'cannot be changed here'
run channel new pos01 --type offline
expect_code 0
expect_err 'holds no online store'
run channel add-store pos01 Contoso
expect_code 1
expect_err 'is an offline database'
run channel delete pos01
expect_code 0

# A store leaves nothing behind that waits.
run channel add-store East Contoso
expect_code 1
expect_err '1 of its sign-ups there have not been uploaded. Run job P-0001 first.'
run job run P-0001
expect_code 0
run channel add-store East contoso
expect_code 0
expect_err 'moved from Default to East'
expect_err 'chq job run 9999'
run channel add-store East Contoso
expect_code 0
expect_err 'Nothing to change'
run store show Contoso --json
expect_out '"ChannelDatabase": "East"'
run job run 9999
expect_code 0
run csu restart
expect_code 0
run signup --store Contoso --first-name Ny --last-name Kunde --email ny.kunde@example.com
expect_code 0
run channel show East --json
expect_equal "$(json_number waiting)" 1 'rows waiting in East'
run job run P-0001
run job run sync-customers
run job run 1010
run customer show ny.kunde@example.com --json
expect_out '"state": "complete"'
run check
expect_code 0

# Paused, nothing moves; a file that is missing stops nobody else.
run channel set East PauseDataSync=yes
expect_err 'Nothing moves to and from East'
run channel set East PauseDataSync=no
rm -f "$CHQ_DATA"/channel-East.db*
run channel list
expect_code 0
expect_err 'Channel database East cannot be used'
expect_err 'chq channel create-file East'
expect_out 'Default'
run channel show East --json
expect_out '"waiting": null' # nobody knows what waits in a file that is missing: not 0
run signup --store AWOnline --first-name Annen --last-name Kunde --email annen.kunde@example.com
expect_code 0
run channel create-file East
expect_code 0
expect_err 'full data sync'
run job run 9999
expect_code 0
run customer show ny.kunde@example.com --json
expect_out '"state": "complete"'
run check
expect_code 0

# Deleting: not Default, not with stores, not while it cannot be read, nothing while reading only.
run channel delete Default
expect_code 1
expect_err 'is never deleted'
run channel delete East
expect_code 1
expect_err 'online stores are in it (Contoso)'
run channel remove-store Default Contoso
expect_code 1
expect_err 'is not in channel database Default'
run channel remove-store East Contoso --readonly
expect_code 1
run channel remove-store East Contoso
expect_code 0
printf 'x' >"$CHQ_DATA/channel-East.db"
run channel delete East
expect_code 1
rm -f "$CHQ_DATA"/channel-East.db*
run channel delete East --lang nb
expect_code 0
expect_err 'Slettet: kanaldatabase East.'
run channel show East
expect_code 1
finish
