#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Files as they were found: what is well is signed up, what is not is named with its line, and nobody is doubled.
. "$(dirname "$0")/lib.sh"
new_company
head='FirstName,LastName,Email\n'

run_input '\xef\xbb\xbfE-post;Fornavn;Unødig;Etternavn\r\nase.moen@example.no;Åse;"x;y";MOEN\r\n' signup --store AWOnline --csv -
expect_code 0
expect_err "not used: Unødig"
run customer show ase.moen@example.no
expect_out 'Åse MOEN'

run_input "${head}A,B,a1@example.no\n\"C,D,c1@example.no\nE,F,e1@example.no,x\nG\xff,H,g1@example.no\n,I,i1@example.no\nJ,K,jk\nL,M,l1@example.no\n" \
    signup --store AWOnline --csv - --json
expect_code 1
expect_out '"rows": 7'
expect_out '"signed_up": 2'
expect_out '"refused_rows": 5'
for line in 3 4 5 6 7; do expect_out "\"line\": $line,"; done
for reason in CSV_SYNTAX CSV_TOO_MANY_COLUMNS NOT_UTF8 FIELD_REQUIRED EMAIL_FORMAT; do expect_out "$reason"; done
expect_err 'Line 3 '
expect_err 'Line 7 '
run customer show l1@example.no
expect_code 0

# A value is no command for the terminal.
run_input "${head}A\x1b[31m,B,esc@example.no\n" signup --store AWOnline --csv -
expect_code 1
refute_err $'\x1b'
expect_err 'Line 2'

# Files that are none.
run_input '' signup --store AWOnline --csv -
expect_code 1
expect_err 'empty'
run_input 'FirstName,Name\n' signup --store AWOnline --csv -
expect_code 1
expect_err 'Last name, Email'
run_input 'FirstName,LastName,Email,E-post\n' signup --store AWOnline --csv -
expect_code 1
expect_err 'Two columns'
run_input '\xff\xfeF\0' signup --store AWOnline --csv -
expect_code 1
expect_err 'UTF-16'
run signup --store AWOnline --csv "$box/none.csv"
expect_code 1
expect_err "$box/none.csv"
run signup --store AWOnline --csv "$box"
expect_code 1
expect_err "$box"
run_input "$head" signup --store Nowhere --csv -
expect_code 1
expect_err 'Nowhere'
run signup --store AWOnline --csv - --email x@example.no
expect_code 2

# In servicing every real-time row is refused, and nothing is left anywhere.
run hq servicing
run_input "${head}A,B,srv1@example.no\nC,D,srv2@example.no\n" signup --store Fabrikam --csv - --json
expect_code 1
expect_out '"refused_rows": 2'
expect_equal "$(customers_with '@example.no' | head -1)" "$(customers_with '@example.no')" customers
expect_equal "$(customers_with 'srv1@example.no')" 0 'customers of a refused row'
run hq operational

# The cache may be renewed in the middle of a batch.
run_input "${head}A,B,ttl1@example.no\nC,D,ttl2@example.no\n" signup --store AWOnline --csv - --set csu.cache_ttl=0
expect_code 0

# The real file: everybody becomes a customer, with an account of one's own; once more doubles nobody.
real=${CHQ_SOURCE_DIR:?}/../shared/data/adventure-works-customers.csv
if [ -r "$real" ]; then
    run signup --store AWOnline --csv "$real" --json
    expect_code 0
    expect_out '"rows": 9074'
    expect_out '"async": 9074'
    run signup --store AWOnline --csv "$real" --json --set csv.batch_rows=33
    expect_code 0
    expect_out '"linked": 9074'
    for job in P-0001 sync-customers 1010; do
        run job run $job
        expect_code 0
    done
    "$chq" customer list --json >"$box/all"
    what='the 9,074 customers of the real file'
    expect_equal "$(grep -F '@adventure-works.com"' "$box/all" | grep -cF '"state": "complete"')" 9074 complete
    expect_equal "$(grep -F '@adventure-works.com"' "$box/all" | grep -oE '"account": "[^"]+"' | sort -u | wc -l)" 9074 accounts
    run check
    expect_code 0
    run signup --store AWOnline --csv "$(dirname "$real")/customers-v3-export.csv"
    expect_code 1
    expect_err 'First name, Last name, Email'
fi
finish
