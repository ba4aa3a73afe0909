#!/usr/bin/env bash
# Keeps one process running: supervisor.sh <run folder> <name> <log file> <stop signal> <stop timeout s> <command…>
#
# One supervisor per process; it holds <run folder>/<name>.lock for as long as it lives, and that lock, never a pid
# file, says whether the process is supervised. It restarts a process that ends by itself, with a growing pause, and
# gives up loudly after too many restarts in a minute, or at once on exit code 74 (storage failed) and 78 (wrong
# configuration), where a restart could only do harm. SIGTERM stops the process: its stop signal, a wait, then SIGKILL.
# A supervisor that is killed takes its process along (parent death signal), so no orphan holds a lock or a port.
set -uo pipefail

run_folder=$1 name=$2 log=$3 stop_signal=$4 stop_timeout_s=$5
shift 5

readonly RestartsPerMinuteMax=${DEXEXTRA_RESTARTS_PER_MINUTE_MAX:-12}
readonly LogBytesMax=${DEXEXTRA_LOG_BYTES_MAX:-16777216}
readonly LogFilesKept=3
readonly PauseMsFirst=200 PauseMsMax=5000 HealthyAfterS=5
readonly ExitStorageFailed=74 ExitConfigurationWrong=78

child='' stopping='' restarts=0 pause_ms=$PauseMsFirst recent_restarts=()

line() { printf '%s supervisor: %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)" "$name" "$*" >>"$log"; }

state() { # <state> [exit code]
  printf 'state=%s pid=%s restarts=%s code=%s\n' "$1" "${child:-0}" "$restarts" "${2:-}" >"$run_folder/$name.state.new"
  mv -f -- "$run_folder/$name.state.new" "$run_folder/$name.state"
}

on_stop() {
  stopping=1
  [[ -z $child ]] || kill -s "$stop_signal" "$child" 2>/dev/null
}

# Copies and empties the log in place: the process writes through a descriptor that appends, so it never notices. Lines
# written between the two calls are lost; a pipe through a logger would instead lose the process when the logger dies.
rotate_log() {
  local size number
  size=$(stat -c %s -- "$log" 2>/dev/null || echo 0)
  ((size > LogBytesMax)) || return 0
  for ((number = LogFilesKept; number > 1; number--)); do
    [[ ! -f $log.$((number - 1)) ]] || mv -f -- "$log.$((number - 1))" "$log.$number"
  done
  cp -- "$log" "$log.1" && : >"$log"
}

start_child() {
  setpriv --pdeathsig "$stop_signal" -- "$@" 8>&- 9>&- </dev/null >>"$log" 2>&1 &
  child=$!
  # a stop that arrived while the child was being started found nobody to pass its signal to
  [[ -z $stopping ]] || kill -s "$stop_signal" "$child" 2>/dev/null
  state running
}

# Sleeps without a child process: a read that times out on a pipe nobody writes to. A trapped signal is served at its
# end, so the pause is short. (wait -n forgets a child whose end coincides with a trapped signal.)
tick() { read -r -t 0.2 -u 8; }

# Waits for the child to end and sets exit_code; keeps the log within its size meanwhile.
await_child() {
  local ticks=0 stop_deadline='' warned=''
  while kill -0 "$child" 2>/dev/null; do
    tick
    ((ticks++ % 25 != 0)) || rotate_log
    [[ -n $stopping ]] || continue
    : "${stop_deadline:=$((SECONDS + stop_timeout_s))}"
    if [[ -z $warned ]] && ((SECONDS >= stop_deadline)); then
      warned=1
      line "warning: did not stop within $stop_timeout_s s of SIG$stop_signal; killing it"
      kill -s KILL "$child" 2>/dev/null
    fi
  done
  wait "$child" 2>/dev/null
  exit_code=$?
}

too_many_restarts() {
  local now=$SECONDS at kept=()
  for at in "${recent_restarts[@]}"; do
    ((now - at < 60)) && kept+=("$at")
  done
  recent_restarts=("${kept[@]}" "$now")
  ((${#recent_restarts[@]} > RestartsPerMinuteMax))
}

give_up() { # <reason> <exit code>
  line "gave up: $1"
  state failed "$2"
  exit 1
}

pause() {
  local until_ms=$(($(date +%s%3N) + pause_ms))
  while [[ -z $stopping ]] && (($(date +%s%3N) < until_ms)); do tick; done
  pause_ms=$((pause_ms * 2 > PauseMsMax ? PauseMsMax : pause_ms * 2))
}

exec 2>>"$log" 8<> <(:) 9>"$run_folder/$name.lock"
# whoever asks whether this process is supervised holds the lock for a moment, so one try is not enough
flock -w 3 9 || { line "another supervisor already runs it"; exit 1; }
printf '%s\n' $$ >"$run_folder/$name.supervisor.pid"
trap on_stop TERM INT
trap '' HUP

while [[ -z $stopping ]]; do
  started=$SECONDS
  start_child "$@"
  await_child
  if [[ -n $stopping ]]; then break; fi
  case $exit_code in
    "$ExitStorageFailed") give_up "exit code 74: storage failed, restarting could lose data" 74 ;;
    "$ExitConfigurationWrong") give_up "exit code 78: its configuration is wrong" 78 ;;
  esac
  ((SECONDS - started < HealthyAfterS)) || pause_ms=$PauseMsFirst
  if too_many_restarts; then
    give_up "exit code $exit_code, $RestartsPerMinuteMax restarts within a minute" "$exit_code"
  fi
  restarts=$((restarts + 1))
  child=''
  line "ended with exit code $exit_code; restart $restarts in $pause_ms ms"
  state restarting "$exit_code"
  pause
done
[[ -n ${exit_code:-} ]] || exit_code=0
child=''
line "stopped with exit code $exit_code"
state stopped "$exit_code"
