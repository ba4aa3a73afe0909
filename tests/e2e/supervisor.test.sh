#!/usr/bin/env bash
# The supervisor on small real processes: restart after a crash, never after 74 and 78, giving up, stopping, orphans.
set -uo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=/dev/null
source "$here/expect.sh"
exec 2>/dev/null # bash tells of every background process that a signal ended
supervisor=$here/../../.run/supervisor.sh
folder=$(mktemp -d)

stop_all() {
  local file
  for file in "$folder"/*.supervisor.pid; do kill -s TERM "$(<"$file")"; done
  sleep 1
  rm -rf -- "$folder"
}
trap stop_all EXIT
trap 'exit 1' TERM

supervise() { # <name> <command…>: in the background
  setsid bash "$supervisor" "$folder" "$1" "$folder/$1.log" TERM 2 "${@:2}" &
}

state_has() { grep -q "$2" "$folder/$1.state" 2>/dev/null; }
log_has() { grep -q "$2" "$folder/$1.log" 2>/dev/null; }
child_of() { sed 's/.*pid=\([0-9]*\).*/\1/' "$folder/$1.state"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
stop() { kill -s TERM "$(<"$folder/$1.supervisor.pid")"; }
is_free() { flock -n "$folder/$1.lock" true; }
keeps_at_most() { (($(find "$folder" -name "$1.log*" | wc -l) <= $2)); }

supervise crash sleep 600
expect "a process starts" eventually 5 state_has crash 'state=running'
kill -s KILL "$(child_of crash)"
expect "a killed process is restarted" eventually 5 state_has crash 'state=running .*restarts=1'
supervise crash sleep 600
expect "a second supervisor of one process steps back" eventually 6 log_has crash 'another supervisor'
stop crash
expect "a stop ends the process and frees the lock" eventually 5 is_free crash
expect "and does not restart it" state_has crash 'state=stopped'

supervise deaf bash -c 'trap "" TERM; while :; do sleep 0.2; done'
eventually 5 state_has deaf 'state=running'
sleep 0.5
stop deaf
expect "a process that ignores its stop signal is killed, with a warning" \
  eventually 8 log_has deaf 'warning: did not stop'
expect "and is recorded as killed" eventually 5 state_has deaf 'code=137'

for code in 74 78; do
  supervise "exit$code" bash -c "exit $code"
  expect "exit code $code is never restarted" eventually 5 state_has "exit$code" "state=failed .*restarts=0 code=$code"
done

export DEXEXTRA_RESTARTS_PER_MINUTE_MAX=2
supervise loop bash -c 'exit 3'
expect "a crash loop is given up loudly" eventually 8 log_has loop 'gave up: exit code 3, 2 restarts within a minute'

supervise orphan sleep 601
eventually 5 state_has orphan 'state=running'
orphan=$(child_of orphan)
kill -s KILL "$(<"$folder/orphan.supervisor.pid")"
expect "a process does not outlive its supervisor" eventually 5 is_gone "$orphan"

export DEXEXTRA_LOG_BYTES_MAX=2000
# shellcheck disable=SC2016 # the inner shell counts
supervise chatty bash -c 'for ((i = 0; i < 200; i++)); do printf "%0100d\n" "$i"; done; exec sleep 600'
expect "a log that grew too large is rotated" eventually 10 test -s "$folder/chatty.log.1"
expect "and only some old ones are kept" keeps_at_most chatty 4
stop chatty
eventually 5 is_free chatty

finish
