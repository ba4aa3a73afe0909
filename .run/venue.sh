# shellcheck shell=bash
# A venue as a whole: up, down and what `up` prints. One venue per data folder; several can run side by side.

readonly UP_STEPS=12

lock_venue() {
  mkdir -p "$RUN" "$LOGS" "$DATA/config"
  chmod 700 "$DATA/config" "$RUN"
  exec 6>"$RUN/run.lock"
  flock -n 6 || die "another ./run.sh is working on $DATA"
}

unlock_venue() {
  flock -u 6
  exec 6>&-
}

all_healthy() {
  local process
  for process in "${PROCESSES[@]}"; do is_healthy "$process" || return 1; done
}

up() {
  lock_venue
  load_ports
  if [[ -n ${PORT[engine]:-} ]] && all_healthy; then
    say "already up"
    build_is_current || warn "the sources changed since the build: ./run.sh down, then up, takes them"
  else
    bring_up
  fi
  unlock_venue
  print_where
}

bring_up() {
  STEP_TOTAL=$UP_STEPS STEP_NUMBER=0
  local start
  start=$(now_ms)
  prepare_tools
  step "ports" choose_ports
  step "keys" make_keys
  step "PostgreSQL" start_postgres
  step "Redis" start_redis
  step "local chain" start_anvil
  step "contracts on the chain" deploy_contracts
  step "engine, checkpoint, gateway, persistence, settlement" start_venue
  step "sample markets" seed_markets
  say "up in $(seconds_since "$start")"
}

# What every verb that builds or runs something needs first.
prepare_tools() {
  step "packages" install_packages
  step "build" build_solution
  step "Node packages" install_node_packages
  step "contracts" build_contracts
}

start_venue() {
  prepare_shared_memory
  if write_config; then stop_venue_processes; fi
  bring_archive_back
  if [[ -f $RESTORED ]]; then start_restored; fi
  local process
  for process in "${VENUE_PROCESSES[@]}"; do start_process "$process"; done
  await_healthy "${VENUE_PROCESSES[@]}"
  STEP_NOTE="healthy"
}

stop_venue_processes() {
  local index
  for ((index = ${#VENUE_PROCESSES[@]} - 1; index >= 0; index--)); do stop_process "${VENUE_PROCESSES[index]}"; done
}

# Streams in shared memory belong to one venue: what a deleted data folder left behind must not reach its successor.
prepare_shared_memory() {
  local id_file=$DATA/config/venue.id
  [[ -s $id_file ]] || random_hex 16 >"$id_file"
  if [[ -d $SHARED_MEMORY ]] && ! cmp -s -- "$id_file" "$SHARED_MEMORY/venue.id"; then
    rm -rf -- "${SHARED_MEMORY:?}"
  fi
  mkdir -p "$SHARED_MEMORY"
  chmod 700 "$SHARED_MEMORY"
  cp -- "$id_file" "$SHARED_MEMORY/venue.id"
}

# Succeeds when the configuration changed and the processes that run have the old one.
write_config() {
  config_json | write_private "$CONFIG.next"
  if cmp -s -- "$CONFIG.next" "$CONFIG"; then
    rm -f -- "$CONFIG.next"
    return 1
  fi
  mv -f -- "$CONFIG.next" "$CONFIG"
}

config_json() {
  local contracts=$DATA/config/contracts.json exchange database archive payouts retention=
  archive=$(archive_folder)
  if [[ -n $archive ]]; then
    printf -v retention '\n  "retention": { "archiveFolder": %s },' "$(json_string "$archive")"
  fi
  exchange=$(json_text "$contracts" exchange)
  payouts=$(json_text "$contracts" payouts)
  if [[ -n $payouts ]]; then printf -v payouts '\n    "payoutsAddress": "%s",' "$payouts"; fi
  database="Host=127.0.0.1;Port=${PORT[postgres]};Database=$DATABASE;Username=$DATABASE"
  cat <<JSON
{
  "venue": {
    "name": "local",
    "dataFolder": $(json_string "$DATA"),
    "runFolder": $(json_string "$SHARED_MEMORY")
  },
  "engine": { "healthPort": ${PORT[engine]} },$retention
  "checkpoint": { "healthPort": ${PORT[checkpoint]} },
  "gateway": {
    "sourceId": 1,
    "httpPort": ${PORT[gatewayHttp]},
    "orderEntryPort": ${PORT[gatewayOrderEntry]},
    "chainId": $CHAIN_ID,
    "exchangeAddress": "$exchange",
    "adminAddress": "$ADMIN_ADDRESS",
    "withdrawals": true,
    "signIn": {
      "keyFile": $(json_string "$KEYS/sign-in.pem"),
      "domains": ["127.0.0.1:${PORT[gatewayHttp]}", "localhost:3000"],
      "issuer": "http://127.0.0.1:${PORT[gatewayHttp]}"
    }
  },
  "persistence": {
    "healthPort": ${PORT[persistence]},
    "postgres": "$database;Password=$(<"$KEYS/postgres.password")",
    "redis": "127.0.0.1:${PORT[redis]}",
    "migrationsFolder": $(json_string "$ROOT/db/migrations")
  },
  "settlement": {
    "healthPort": ${PORT[settlement]},
    "sourceId": 100,
    "rpcUrl": "http://127.0.0.1:${PORT[anvil]}",
    "chainId": $CHAIN_ID,
    "vaultAddress": "$(json_text "$contracts" vault)",
    "exchangeAddress": "$exchange",$payouts
    "deployBlock": $(json_number "$contracts" deployBlock),
    "operatorKeyFile": $(json_string "$KEYS/operator.key"),
    "approverKeyFile": $(json_string "$KEYS/approver.key")
  }
}
JSON
}

# The paths and addresses that the example programs read from their environment.
example_environment() {
  export DEXEXTRA_DATA=$DATA DEXEXTRA_CONFIG=$CONFIG DEXEXTRA_CONTRACTS=$DATA/config/contracts.json
  export DEXEXTRA_ADMIN_KEY=$KEYS/admin.key
}

seed_markets() {
  example_environment
  logged "$LOGS/seed.log" node "$EXAMPLES/seed.mjs" || die "the sample markets could not be made" "$LOGS/seed.log"
  STEP_NOTE=$(tail -n 1 "$LOGS/seed.log")
}

down() {
  lock_venue
  load_ports
  local index stopped=0 start
  start=$(now_ms)
  for ((index = ${#PROCESSES[@]} - 1; index >= 0; index--)); do
    if is_supervised "${PROCESSES[index]}"; then
      stop_process "${PROCESSES[index]}"
      stopped=$((stopped + 1))
      say "stopped ${PROCESSES[index]}"
    fi
  done
  # what a killed process left in its stream is taken up again at the next start
  if stopped_cleanly; then rm -rf -- "${SHARED_MEMORY:?}"; fi
  unlock_venue
  if ((stopped == 0)); then say "nothing was running"; else say "down in $(seconds_since "$start")"; fi
}

# Stops a venue and removes all it wrote, wherever that is. For venues that tests made.
remove_venue() { # <data folder>
  local data id
  data=$(realpath -m -- "$1")
  [[ -d $data ]] || return 0
  if [[ -d $data/run ]]; then DEXEXTRA_DATA=$data "$ROOT/run.sh" down >/dev/null 2>&1 || true; fi
  id=$(venue_id "$data")
  rm -rf -- "${data:?}" "/dev/shm/dexextra-$id" "/var/lib/dexextra-$id"
}

restart_process() {
  require_process "${1:-}"
  load_ports
  command_of "$1"
  local pid
  pid=$(running_pid "$1")
  [[ -n $pid ]] || die "$1 ended just now"
  kill -s "$STOP_SIGNAL" "$pid" || die "$1 ended just now"
  wait_until "$STOP_TIMEOUT_S" has_other_pid "$1" "$pid" || die "$1 does not stop" "$LOGS/$1.log"
  await_healthy "$1"
  say "restarted $1 (pid $(state_of "$1" pid))"
}

has_other_pid() { [[ $(state_of "$1" state) != running || $(state_of "$1" pid) != "$2" ]]; }

# For experiments: the process dies as in a power cut and its supervisor starts it again.
kill_process() {
  require_process "${1:-}"
  local pid
  pid=$(running_pid "$1")
  [[ -n $pid ]] || die "$1 ended just now"
  kill -s KILL "$pid" || die "$1 ended just now"
  say "killed $1 (pid $pid)"
}

show_logs() {
  local files=()
  if [[ -n ${1:-} ]]; then require_process "$1"; files=("$LOGS/$1.log"); else files=("$LOGS"/*.log); fi
  [[ -f ${files[0]} ]] || die "no logs yet under $LOGS"
  exec tail -n 40 -F -- "${files[@]}"
}

show_status() {
  load_ports
  [[ -n ${PORT[engine]:-} ]] || { say "never started: ./run.sh up"; return 3; }
  print_status
}

run_demo() {
  local status
  if [[ ! -f $CONFIG ]] || ! show_status >/dev/null; then up; fi
  example_environment
  status=0
  (cd "$EXAMPLES" && node demo.mjs "$@") || status=$?
  say "the venue stays up; ./run.sh down stops it"
  return "$status"
}

print_where() {
  cat <<WHERE

  REST, feed     http://127.0.0.1:${PORT[gatewayHttp]}   (/v1/markets, /v1/typed-data, ws /v1/feed)
  order entry    127.0.0.1:${PORT[gatewayOrderEntry]}   (SOFH + SBE)
  PostgreSQL     postgresql://$DATABASE@127.0.0.1:${PORT[postgres]}/$DATABASE   (password in $KEYS/postgres.password)
  Redis          127.0.0.1:${PORT[redis]}
  chain          http://127.0.0.1:${PORT[anvil]}   (id $CHAIN_ID, addresses in $DATA/config/contracts.json)
  health         engine :${PORT[engine]}, checkpoint :${PORT[checkpoint]}, gateway :${PORT[gatewayHttp]}, \
persistence :${PORT[persistence]}, settlement :${PORT[settlement]}   (/health, /metrics)
  data, logs     $DATA, $LOGS

  ./run.sh demo      one order's whole journey      ./run.sh status | logs [process] | down
WHERE
}
