#!/usr/bin/env bash
# A whole venue is backed up while it runs, lost with everything, and restored: it trades on. A log that was put back
# behind the chain does not open.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck source=tests/e2e/expect.sh
source "$root/tests/e2e/expect.sh"
data=$DEXEXTRA_DATA
aside=$(mktemp -d)
trap 'rm -rf -- "$aside"' EXIT
backups=$aside/backups

port() { sed -n 's/.*"'"$1"'": *\([0-9]*\).*/\1/p' "$data/config/ports.json"; }
rest() { bash "$root/.run/http.sh" "$(port gatewayHttp)" GET "$1" | tail -n +2; }
run() { "$root/run.sh" "$@" >"$aside/$1.log" 2>&1; }
says() { grep -q -- "$2" "$aside/$1.log"; }
fails_with() { # <exit code> <verb…>
  local status=0
  run "${@:2}" || status=$?
  ((status == $1))
}
lose() { # everything but what lies in the backup and in the safe
  "$root/run.sh" down >/dev/null
  rm -rf -- "${data:?}" "/dev/shm/dexextra-$(printf '%s' "$data" | sha256sum | cut -c1-10)"
}
bring_keys() {
  mkdir -p "$data/keys"
  cp -p -- "$aside"/safe/*.key "$data/keys/"
}

"$root/run.sh" up
"$root/run.sh" demo
expect "a demo leaves something to lose" test -n "$(rest /v1/markets)"
cp -pr -- "$data/keys" "$aside/safe"
sleep 7 # the local chain writes its state every five seconds
markets=$(rest /v1/markets)
expect "the running venue is backed up" run backup "$backups"
backed_up=$(sed -n 's/^backup .*: commands 1 to \([0-9]*\), state \([0-9a-f]*\),.*/\1 \2/p' "$aside/backup.log")
expect "a second backup is" run backup "$backups" --keep 2
expect "no key is in it" bash -c "! grep -rqF -- \"\$(cat '$aside/safe/operator.key')\" '$backups'"
expect "every byte of it is intact" run verify-backup "$backups"
expect "a data folder in use is refused" fails_with 1 restore "$backups"
expect "arguments are checked" fails_with 2 restore
first_match=$("$root/run.sh" journal export events --type Traded --config "$data/config/venue.json" 2>/dev/null |
  sed -n '1s/.*"sequence": *"\{0,1\}\([0-9]*\).*/\1/p')

lose
expect "the lost venue is restored" run restore "$backups"
expect "with the state that was backed up or a later one" test "$(
  sed -n 's/.*commands 1 to \([0-9]*\) .*/\1/p' "$aside/restore.log"
)" -ge "${backed_up% *}"
expect "without its keys it does not start" fails_with 1 up
expect "and says so" says up 'which holds no keys'
bring_keys
expect "with its keys it does" run up
expect "the mark is gone once it is open" test ! -e "$data/restored.json"
expect "its markets are those that were backed up" test "$(rest /v1/markets)" == "$markets"
expect "it trades on to the chain" run demo

lose
expect "a point before the first match is restored" run restore "$backups" --to "$((first_match - 1))"
bring_keys
expect "behind the chain it does not open" fails_with 1 up
expect "because the chain has more" says up 'not open for trading: the chain has settled up to match'
expect "nobody can reach it" bash -c "! bash '$root/.run/http.sh' $(port gatewayHttp) GET /health"
finish
