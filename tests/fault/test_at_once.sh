#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Everybody at once: shoppers who sign up one by one and from a file, asynchronous and in real time, the jobs, a batch
# server, an editor and an export, all on one company. The only error anybody may see is "busy, try again" (exit 3);
# afterwards every acknowledged sign-up is exactly one customer with an account of its own.
# CHQ_AT_ONCE_SECONDS makes it longer than the tests need (minutes, for a proof by hand).
. "$(dirname "$0")/../cli/lib.sh"
unset CHQ_TEST_CLOCK
new_company
seconds=${CHQ_AT_ONCE_SECONDS:-8}
stop=$box/stop
before=$("$chq" customer list --json --limit 1000000 | grep -o '"state"' | wc -l)

# again NAME COMMAND…: until the time is over; each output is kept, an exit other than 0 and 3 is a failure.
again() {
    local name=$1 n=0 got
    shift
    while [ ! -e "$stop" ]; do
        n=$((n + 1))
        "$@" "$n" >"$box/$name.now" 2>"$box/$name.err"
        got=$?
        if [ "$got" -eq 0 ]; then
            cat "$box/$name.now" >>"$box/$name.out"
        elif [ "$got" -eq 3 ]; then
            echo "$n" >>"$box/$name.busy"
        else
            { echo "exit $got, round $n"; cat "$box/$name.now" "$box/$name.err"; } >>"$box/$name.bad"
        fi
    done
    echo "$n" >"$box/$name.rounds"
}

shopper() { # NAME STORE ROUND
    "$chq" signup --store "$2" --first-name "$1" --last-name "Number$3" --email "$1.$3@at-once.example.no" --json
}
job() { # NAME
    "$chq" job run "$1" --json
}
file_of_shoppers() { # ROUND: 200 people a time
    {
        echo 'FirstName,LastName,Email'
        for i in $(seq 1 200); do echo "File$1,Number$i,file$1.$i@at-once.example.no"; done
    } >"$box/people$1.csv"
    "$chq" signup --store AWOnline --csv "$box/people$1.csv" --json
}
editor() { # ROUND
    "$chq" store set Contoso Name="Contoso online store $(($1 % 7))" && "$chq" profile set Online name="Profile $(($1 % 5))"
}
exporter() { # whole lines only, whatever happens meanwhile
    "$chq" export customers >"$box/export" || return
    [ "$(tail -c 1 "$box/export" | wc -l)" -eq 1 ] && [ "$(wc -l <"$box/export")" -gt 200 ]
}
watcher() { # 4: what there is to be seen is not well
    local code=0
    "$chq" status --json || code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 4 ]
}

again async shopper async AWOnline &
again real shopper real Fabrikam &
again rush shopper rush Fabrikam &
again file file_of_shoppers &
again upload job P-0001 &
again sync job sync-customers &
again download job 1010 &
again editor editor &
again export exporter &
again watcher watcher &
"$chq" batch schedule P-0001 --every 1 --unit minutes >/dev/null || failures=1
"$chq" batch serve >"$box/serve.out" 2>"$box/serve.err" &
server=$!

sleep "$seconds"
: >"$stop"
kill -TERM "$server"
wait "$server"
what='chq batch serve' code=$?
cp "$box/serve.out" "$box/out"
cp "$box/serve.err" "$box/err"
expect_code 0
wait

for name in async real rush file upload sync download editor export watcher; do
    what="$name at once with all others" checks=$((checks + 1))
    [ -s "$box/$name.bad" ] && { head -n 20 "$box/$name.bad" >"$box/out"; : >"$box/err"; complain 'an error that is not "busy"'; }
    busy=0
    [ -e "$box/$name.busy" ] && busy=$(wc -l <"$box/$name.busy")
    echo "$name: $(cat "$box/$name.rounds") rounds, $busy of them busy"
    [ "$(cat "$box/$name.rounds")" -gt "$busy" ] || complain 'never got through'
done

# What was told to shoppers is what there is, once each.
acknowledged=$(cat "$box"/{async,real,rush}.out | grep -c '"mode"')
from_files=$(grep -oE '"signed_up": [0-9]+' "$box/file.out" | awk '{ n += $2 } END { print n + 0 }')
for name in P-0001 sync-customers 1010; do
    run job run "$name" --json
    expect_code 0
    expect_out '"status": "ended"'
done
"$chq" customer list --json --limit 1000000 >"$box/all"
expect_equal "$(grep -oE '"email": "[^"]*@at-once[^"]*"' "$box/all" | sort | uniq -d | wc -l)" 0 'doubled shoppers'
here=$(grep -oE '"email": "[^"]*@at-once[^"]*"' "$box/all" | wc -l)
[ "$here" -ge $((acknowledged + from_files)) ] || complain "$here customers of $((acknowledged + from_files)) acknowledged"
# A sign-up that was stored when "busy" came back may be there too: it is counted, and is never a part of one.
expect_equal "$(grep -oE '"account": "[^"]+"' "$box/all" | sort | uniq -d | wc -l)" 0 'accounts given twice'
all=$(grep -o '"state"' "$box/all" | wc -l)
expect_equal "$all" $((before + here)) 'customers'
run check
expect_code 0
echo "$acknowledged sign-ups one by one, $from_files from files, $here customers"
finish
