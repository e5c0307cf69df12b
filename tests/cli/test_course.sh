#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A class without a screen: two trainees with one folder for their records, their scores, the board, the certificate.
. "$(dirname "$0")/lib.sh"
new_company
export CHQ_TRAINING_RECORDS=$box/class CHQ_TRAINEE_NAME='Kari Nordmann'

run course check
expect_code 0
expect_out '[x] course'
run course
expect_code 0
expect_out 'The way of a customer'
expect_out 'Next: Customer records'
expect_out 'chq guide check customer-records-not-appearing --practice'
run course --lang nb
expect_out 'Veien en kunde går'
run course nonsense
expect_code 2

# Before anybody has begun there is no folder of records; one that was named has to be there.
CHQ_TRAINING_RECORDS= run board
expect_code 0
expect_err 'Nobody has a record'
CHQ_TRAINING_RECORDS=none run board
expect_code 0
expect_err 'No records are kept'
CHQ_TRAINING_RECORDS=$box/elsewhere run board
expect_code 1

# What is begun is what is next.
run lab start sync-withheld
expect_code 0
expect_silent_err
run lab hint
run course --json
expect_code 0
expect_out '"next": "sync-withheld"'
expect_out '"why": "begun"'
run score
expect_code 0
expect_out 'Kari Nordmann'
most=$("$chq" score --json | grep -oE '"most": [0-9]*' | grep -oE '[0-9]*$')
expect_out "0 of $most points"
run lab solve
run lab check
expect_code 0
run score --json
expect_out '"state": "assisted"'
expect_out '"assisted": 1'
expect_out '"hints": 1'
# The practice copies go; the record stays.
rm -rf "$CHQ_DATA/training"
run score --format csv
expect_code 0
expect_out 'Kari Nordmann,way,lab,sync-withheld,"Uploaded, and then nothing",assisted'
run score --format xml
expect_code 2

# Another trainee, by the guide this time, played for him.
export CHQ_TRAINEE_NAME='Per "Pelle" Ås'
run guide play customer-records-not-appearing --practice
expect_code 0
run score --trainee 'KARI nordmann' --format csv
expect_out 'sync-withheld,"Uploaded, and then nothing",assisted'
run score
expect_out 'solved for you'
run guide check customer-records-not-appearing --practice
run lab start unknown-country
run lab check
expect_code 4

run board
expect_code 0
expect_out 'Kari Nordmann'
expect_out 'Per "Pelle" Ås'
expect_out 'Where on earth?'
run board --json
expect_out '"id": "unknown-country"'
expect_out '"attempts": 1'
# An instructor has no company, only the folder.
what='chq board, without a company'
HOME=$box CHQ_DATA=$box/nowhere "$chq" board "$box/class" --lang nb >"$box/out" 2>"$box/err"
code=$?
expect_code 0
expect_out 'Hvor i all verden?'
run board --watch
expect_code 2
run board "$box/nowhere"
expect_code 1
expect_err "$box/nowhere"

# Somebody else's files, and a copy that broke off.
printf 'day,place\n1,Bergen\n' >"$box/class/holiday.csv"
head -c 250 "$box/class/kari_nordmann.csv" >"$box/class/copy.csv"
run board
expect_code 0
expect_out 'cannot be read'
expect_err 'holiday.csv is not the record of a trainee'
expect_err '1 lines of the record'

# Nothing is certified that is not so.
run certificate --out "$box/paper.txt"
expect_code 4
expect_silent_out
expect_err 'The course is not complete'
checks=$((checks + 1))
[ ! -e "$box/paper.txt" ] || complain 'a certificate was written'
run certificate --so-far --out "$box/paper.txt" --lang nb
expect_code 0
cp "$box/paper.txt" "$box/out"
expect_out 'S Å   L A N G T'
expect_out 'Per "Pelle" Ås'
expect_out 'dette er ikke noe kursbevis'
run certificate --so-far --out "$box/nowhere/paper.txt"
expect_code 1

# Everything solved: each run of the record says so.
{
    head -n 1 "$box/class/kari_nordmann.csv"
    "$chq" course --json | tr -d '\n' | grep -oE '"kind": "[a-z]*", *"id": "[^"]*"' | sed -E 's/.*"kind": "([a-z]*)".*"id": "([^"]*)"/Ola,\1,\2,,2026-03-01T09:00:00Z,,,2026-03-01T09:30:00Z,1800,,1,1,0,1,0,0,100\r/'
} >"$box/class/ola.csv"
run certificate --trainee Ola
expect_code 0
expect_out 'C E R T I F I C A T E'
expect_out 'independent practice program'
expect_out " $most of $most "
run course --json --set trainee.name=Ola
expect_out '"why": "complete"'

# A name is text, not what a terminal obeys.
run score --trainee $'Kari\e[31m\e]0;x\a'
expect_code 0
refute_out $'\e'
expect_out 'Kari'

# A folder that cannot be written keeps nobody from going on, and is said once.
printf 'a file' >"$box/blocked"
export CHQ_TRAINING_RECORDS=$box/blocked/records
run lab start sequence-stopped
expect_code 0
expect_err 'Your record is not kept'
run --data "$CHQ_DATA/training/lab-sequence-stopped" lab check
expect_code 4
refute_err 'Your record is not kept'
finish
