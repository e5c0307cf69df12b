#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Values are typed as the screens show them, in either language; what does not exist is answered with what does.
. "$(dirname "$0")/lib.sh"
new_company

# "Sperret = Alle", as the Norwegian screen shows it, was no choice; the choices were named in English.
run customer set 100001 Sperret=Alle --lang nb
expect_code 0
run customer show 100001 --json
expect_out '"Blocked": "All"'
run customer set 100001 'Invoicing and delivery on hold=Nei'
expect_code 0
run customer set 100001 Sperret=Kanskje --lang nb
expect_code 1
expect_err 'Velg en av: Nei, Faktura, Alle.'

# Statuses and directions of sessions.
run session list --status Brukt --direction opplasting --limit 1
expect_code 0
expect_out 'P-0001'
run session list --status finished
expect_code 2
expect_err 'Statuses: started, available,'
run customer list --state Mislykket --json
expect_code 0
expect_out '"state": "failed"'

# A store that does not exist had no customers; one in other letters neither.
run customer list --store Nope
expect_code 1
expect_err "There is no online store 'Nope'"
expect_err 'See: chq store list'
run customer list --store awonline --limit 1
expect_code 0
expect_out 'AWOnline'

# A key that no list has named began again at the first customer.
run customer list --after garbage
expect_code 2
run customer list --after w12 --limit 1
expect_code 2
run customer list --after c100001 --limit 1
expect_code 0
expect_out '100002'

# What was mistyped is named.
run profile show Onlin
expect_code 1
expect_err "The nearest one is 'Online'"
run group set Retial Name=x
expect_code 1
expect_err "The nearest one is 'Retail'"
run profile set Online CreateAsync=Ja
expect_code 2
expect_err "The nearest one is 'Create customer in async mode'"

# A misspelt column lost its values in silence.
printf 'FirstName,LastName,EmailAddress,Fone\nA,B,fone@example.com,1\n' >"$box/fone.csv"
run signup --store AWOnline --csv "$box/fone.csv"
expect_code 0
expect_err 'not used: Fone.'

# Known captions of batch jobs are said in the user's language.
run batch withhold 1 --lang nb
expect_code 0
expect_err 'P-0001 (kanaltransaksjoner): Holdt tilbake.'
run batch cancel 1
expect_code 1
expect_err 'chq batch withhold 1'

# Names that headquarters keeps as data were English in the Norwegian tables.
run feature list --lang nb
expect_out 'Aktiver forbedret asynkron kundeopprettelse'
run feature show 'aktiver forbedret asynkron kundeopprettelse' --json
expect_code 0
expect_out '"Name": "Enable enhanced async customer creation"'
run operation list --lang nb
expect_out 'Legg til kunde'
run schedule list --lang nb
expect_out 'Kanalkonfigurasjon'
run parameter list --lang nb
expect_out 'Kundekonto'
run batch show 1 --lang nb
expect_out 'P-0001 (kanaltransaksjoner)'

# A file that is there was "made again", and --full was taken by an upload that it does nothing for.
run channel create-file Default
expect_code 0
expect_err 'It was not touched'
run job run P-0001 --full
expect_code 2

# Every hop of a trace has the same members.
run trace 100001 --json
expect_out '"hop": "storefront", "state": "unused", "at": null, "took_ms": null, "session": null'

# A settings file that is not there is wrong configuration.
run status --config "$box/nope.ini"
expect_code 2
run keys check "$box/nope.ini"
expect_code 2
finish
