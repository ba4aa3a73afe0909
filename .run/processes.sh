# shellcheck shell=bash
# The supervised processes: their order, their commands, starting, stopping and looking at them. The lock that a
# supervisor holds says whether a process is supervised; pid files only say which process that is.

readonly SERVICES=(postgres redis anvil)
readonly VENUE_PROCESSES=(engine checkpoint gateway persistence settlement)
readonly PROCESSES=("${SERVICES[@]}" "${VENUE_PROCESSES[@]}")
readonly HEALTH_TIMEOUT_S=${DEXEXTRA_HEALTH_TIMEOUT_S:-120} # the engine replays what no snapshot holds

is_process() { [[ " ${PROCESSES[*]} " == *" ${1:-} "* ]]; }

require_process() { is_process "${1:-}" || die "name one of: ${PROCESSES[*]}"; }

is_supervised() { [[ -f $RUN/$1.lock ]] && ! flock -n "$RUN/$1.lock" true; }

# One member of the state line that the supervisor writes: state, pid, restarts or code.
state_of() { # <process> <member>
  sed -n "s/.*\b$2=\([^ ]*\).*/\1/p" "$RUN/$1.state" 2>/dev/null || true
}

# Sets COMMAND, STOP_SIGNAL and STOP_TIMEOUT_S of a process.
command_of() {
  STOP_SIGNAL=TERM STOP_TIMEOUT_S=20
  case $1 in
    postgres) postgres_command ;;
    redis) redis_command ;;
    anvil) anvil_command ;;
    engine) COMMAND=("$(program DexExtra.Engine.Host)" --config "$CONFIG") ;;
    checkpoint)
      COMMAND=(bash "$ROOT/.run/background.sh" "$(program DexExtra.Checkpoint)" --config "$CONFIG")
      ;;
    gateway) COMMAND=("$(program DexExtra.Gateway)" --config "$CONFIG") ;;
    persistence) COMMAND=("$(program DexExtra.Persistence)" --config "$CONFIG") ;;
    settlement) COMMAND=("$(program DexExtra.Settlement)" run --config "$CONFIG") ;;
  esac
}

start_process() {
  if is_supervised "$1"; then return; fi
  command_of "$1"
  rm -f -- "$RUN/$1.state"
  (umask 077 && touch "$LOGS/$1.log")
  (
    cd "$RUN" || exit
    ulimit -Sn "$(ulimit -Hn)"
    exec setsid bash "$ROOT/.run/supervisor.sh" "$RUN" "$1" "$LOGS/$1.log" "$STOP_SIGNAL" "$STOP_TIMEOUT_S" \
      "${COMMAND[@]}" </dev/null >/dev/null 2>&1 5>&- 6>&-
  ) &
  wait_until 15 is_supervised "$1" || true
}

stop_process() {
  is_supervised "$1" || return 0
  kill -s TERM "$(<"$RUN/$1.supervisor.pid")" 2>/dev/null || true
  wait_until 40 is_stopped "$1" || die "the supervisor of $1 does not stop" "$LOGS/$1.log"
  if [[ $(state_of "$1" code) == 137 ]]; then warn "$1 did not stop in time and was killed (see $LOGS/$1.log)"; fi
}

# Whether all processes ended by themselves when they were last asked to, so that nothing is left in their streams.
stopped_cleanly() {
  local process
  for process in "${VENUE_PROCESSES[@]}"; do
    [[ $(state_of "$process" state)$(state_of "$process" code) == stopped0 ]] || return 1
  done
}

# The pid of a running process; one that is just being restarted is waited for. State and pid are read at once: between
# two looks the process may end, and signalling pid 0 would hit whoever asks.
running_pid() {
  is_supervised "$1" || die "$1 is not running: ./run.sh up"
  wait_until 20 has_pid_or_failed "$1" || die "$1 does not come up" "$LOGS/$1.log"
  is_supervised "$1" || die "$1 gave up" "$LOGS/$1.log"
  pid_when_running "$1"
}

pid_when_running() { sed -n 's/^state=running pid=\([1-9][0-9]*\) .*/\1/p' "$RUN/$1.state" 2>/dev/null || true; }

has_pid_or_failed() { [[ -n $(pid_when_running "$1") ]] || ! is_supervised "$1"; }

is_stopped() { ! is_supervised "$1"; }

is_healthy() {
  is_supervised "$1" || return 1
  case $1 in
    postgres) PGCONNECT_TIMEOUT=2 "$(postgres_bin)/pg_isready" -q -h 127.0.0.1 -p "${PORT[postgres]}" ;;
    redis) [[ $(timeout 2 redis-cli -h 127.0.0.1 -p "${PORT[redis]}" ping 2>/dev/null) == PONG ]] ;;
    anvil) rpc eth_chainId '[]' >/dev/null ;;
    gateway) http_ok "${PORT[gatewayHttp]}" /health ;;
    *) http_ok "${PORT[$1]}" /health ;;
  esac
}

is_healthy_or_failed() { is_healthy "$1" || ! is_supervised "$1"; }

# Waits for health; a process that gave up or takes too long ends the run with the end of its log.
await_healthy() {
  local process
  for process in "$@"; do
    STEP_LOG=$LOGS/$process.log
    wait_until "$HEALTH_TIMEOUT_S" is_healthy_or_failed "$process" ||
      die "$process is not healthy after $HEALTH_TIMEOUT_S s: $(health_detail "$process")" "$STEP_LOG"
    is_supervised "$process" || die "$process gave up (exit code $(state_of "$process" code))" "$STEP_LOG"
  done
}

health_detail() {
  local port=${PORT[$1]:-${PORT[gatewayHttp]}} answer
  answer=$(http "$port" GET /health) || { printf 'nothing answers on port %s' "$port"; return; }
  printf '%s' "${answer//$'\n'/ }" | cut -c1-300
}

listens_on() {
  case $1 in
    gateway)
      printf 'http://127.0.0.1:%s, order entry 127.0.0.1:%s' "${PORT[gatewayHttp]}" "${PORT[gatewayOrderEntry]}"
      ;;
    anvil | engine | checkpoint | persistence | settlement) printf 'http://127.0.0.1:%s' "${PORT[$1]}" ;;
    *) printf '127.0.0.1:%s' "${PORT[$1]}" ;;
  esac
}

# The table of `status`; returns 0 when everything is healthy, 3 when nothing runs, 1 otherwise.
print_status() {
  local process state healthy running=0 well=0
  printf '%-12s %-11s %-9s %-8s %-9s %s\n' process state health pid restarts listens
  for process in "${PROCESSES[@]}"; do
    state=stopped healthy=-
    if is_supervised "$process"; then
      running=$((running + 1)) state=$(state_of "$process" state) healthy=no
      if is_healthy "$process"; then healthy=yes well=$((well + 1)); fi
    elif [[ $(state_of "$process" state) == failed ]]; then
      state="gave up"
    fi
    printf '%-12s %-11s %-9s %-8s %-9s %s\n' "$process" "${state:-starting}" "$healthy" \
      "$(state_of "$process" pid)" "$(state_of "$process" restarts)" "$(listens_on "$process")"
  done
  if ((well == ${#PROCESSES[@]})); then return 0; fi
  if ((running == 0)); then return 3; fi
  return 1
}
