#!/usr/bin/env bash
# run.sh on a venue of its own: up, a second up, kill -9 of every process, down, up again on the same state, a taken
# port, and a failure that is told in one line. Runs on DEXEXTRA_DATA and DEXEXTRA_PORT_BASE, which run.sh test sets.
set -uo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=/dev/null
source "$here/expect.sh"
: "${DEXEXTRA_DATA:?names the data folder of the venue under test}"
root=$here/../..
output=$(mktemp)
squatter=''
trap 'exit 1' TERM
trap 'rm -f -- "$output"; [[ -z $squatter ]] || kill "$squatter"; "$root/run.sh" down >/dev/null 2>&1' EXIT

run() { # <verb…>: shows what it said when it fails
  "$root/run.sh" "$@" >"$output" 2>&1
  local status=$?
  ((status == 0)) || cat "$output"
  return "$status"
}

said() { grep -q -- "$1" "$output"; }
quiet_status() { "$root/run.sh" status >/dev/null 2>&1; }
status_is() { "$root/run.sh" status >/dev/null 2>&1; (($? == $1)); }
market_count_is() { (($(get gatewayHttp /v1/markets | grep -o '"marketId"' | wc -l) == $1)); }
port_of() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$DEXEXTRA_DATA/config/ports.json"; }
get() { bash "$root/.run/http.sh" "$(port_of "$1")" GET "$2"; }
block() { bash "$root/.run/http.sh" "$(port_of anvil)" POST / \
  '{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x1",false]}' | grep -o '"hash":"0x[0-9a-f]*"'; }
# Unlike a real chain, the local node forgets what it has not yet written to its state file when it is killed.
chain_saved() { [[ $DEXEXTRA_DATA/anvil/state.json -nt $1 ]]; }
private() { [[ $(stat -c %a "$1") == 600 ]]; }

expect "up on an empty data folder" run up
expect "everything is healthy" quiet_status
expect "three sample markets are open" market_count_is 3
for secret in keys/operator.key keys/admin.key keys/approver.key keys/postgres.password config/venue.json; do
  expect "$secret is readable by its owner only" private "$DEXEXTRA_DATA/$secret"
done
first_block=$(block)

expect "a second up finds it running" run up
expect "and says so" said 'already up'

marker=$(mktemp)
expect "the local chain is saved" eventually 40 chain_saved "$marker"
rm -f -- "$marker"
for process in postgres redis anvil engine checkpoint gateway persistence settlement; do
  expect "kill -9 of $process" run kill "$process"
  expect "everything is healthy again" eventually 40 quiet_status
done
expect "restart stops and starts one process" run restart gateway

expect "down stops everything" run down
expect "nothing runs after it" status_is 3
expect "a second down has nothing to do" run down

# somebody else takes the port of the gateway
node -e "require('net').createServer().listen($(port_of gatewayHttp), '127.0.0.1')" &
squatter=$!
sleep 0.5
expect "up on the old data folder" run up
expect "a port that is taken is replaced and named" said 'is used by another program'
expect "the markets are still there" market_count_is 3
expect "it is the same chain" test "$(block)" = "$first_block"
expect "down again" run down

# a mistake that no restart can mend
mv -- "$DEXEXTRA_DATA/keys/operator.key" "$DEXEXTRA_DATA/keys/operator.key.kept"
printf 'not a key\n' >"$DEXEXTRA_DATA/keys/operator.key"
chmod 600 "$DEXEXTRA_DATA/keys/operator.key"
"$root/run.sh" up >"$output" 2>&1
expect "up fails when the operator key is no key" test $? -ne 0
expect "and tells it in its last line" grep -q '^run.sh: .*key' <(tail -n 1 "$output")
mv -- "$DEXEXTRA_DATA/keys/operator.key.kept" "$DEXEXTRA_DATA/keys/operator.key"

finish
