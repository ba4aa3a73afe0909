# shellcheck shell=bash
# `backup`, `restore` and `drill`: the work is in journal/DexExtra.Backup and tests/DexExtra.Drill.

# Says in a data folder that it came out of a backup; the first `up` that settlement finds good removes it.
RESTORED=$DATA/restored.json
readonly LOOK_S=5 # settlement looks at the chain several times in it

usage_of() { # <line>
  printf 'usage: ./run.sh %s\n' "$1" >&2
  exit 2
}

# Beside a running venue, of lowest priority: it must never cost the engine a processor or the disk.
run_backup() { # DIR [--keep N]
  if (($# == 0)) || [[ $1 == -* ]]; then usage_of "backup DIR [--keep N]"; fi
  [[ -f $CONFIG ]] || die "there is no venue under $DATA"
  build_backup_tool
  exec nice -n 19 ionice -c 3 "$(program DexExtra.Backup)" create --config "$CONFIG" --into "$1" "${@:2}"
}

run_restore() { # DIR [--to SEQUENCE] [--data FOLDER] [--backup NAME]
  if (($# == 0)) || [[ $1 == -* ]]; then
    usage_of "restore DIR [--to SEQUENCE] [--data FOLDER] [--backup NAME]"
  fi
  local from=$1 target=$DATA arguments=() status=0
  shift
  while (($# > 0)); do
    if [[ $1 == --data && -n ${2:-} ]]; then target=$(realpath -m -- "$2"); else arguments+=("$1" ${2+"$2"}); fi
    shift $(($# > 1 ? 2 : 1))
  done
  build_backup_tool
  "$(program DexExtra.Backup)" restore --from "$from" --data "$target" "${arguments[@]}" || status=$?
  ((status == 0)) || exit "$status"
  say "put the venue's keys into $target/keys, then: DEXEXTRA_DATA=$target ./run.sh up"
}

run_verify_backup() { # DIR
  (($# == 1)) || usage_of "verify-backup DIR"
  build_backup_tool
  exec nice -n 19 ionice -c 3 "$(program DexExtra.Backup)" verify --from "$1"
}

# Where the venue runs from these files they are left alone: the built tool is good enough.
build_backup_tool() {
  if [[ ! -x $(program DexExtra.Backup) ]]; then
    STEP_TOTAL=1
    step "build" build_tool DexExtra.Backup journal >&2
  fi
}

run_drill() { # [--rounds N] [--seed S]
  STEP_TOTAL=2
  step "packages" install_packages
  step "build" build_drill
  exec "$(program DexExtra.Drill)" "$@"
}

build_drill() {
  local project
  for project in engine/DexExtra.Engine.Host engine/DexExtra.Checkpoint persistence/DexExtra.Persistence \
    journal/DexExtra.Journal.Tool journal/DexExtra.Backup tests/DexExtra.Drill; do
    logged "$ARTIFACTS/logs/build-$(basename -- "$project").log" \
      dotnet build "$ROOT/$project" -c Release -v:minimal || die "$project does not build" "$STEP_LOG"
  done
}

# The chain may be ahead of a log that was put back, or get ahead of it by what is still under way: nobody trades
# before the operator's last transaction is in a block and settlement has compared chain and log.
start_restored() {
  local others=(engine checkpoint persistence settlement) process problem
  for process in "${others[@]}"; do start_process "$process"; done
  await_healthy "${others[@]}"
  wait_until "$HEALTH_TIMEOUT_S" is_operator_quiet ||
    die "restored, but not open for trading: transactions of $OPERATOR_ADDRESS are still under way"
  sleep "$LOOK_S"
  problem=$(http "${PORT[settlement]}" GET /health | sed -n 's/.*"problem":"\([^"]*\)".*/\1/p')
  [[ -z $problem ]] || die "restored, but not open for trading: $problem"
  rm -f -- "${RESTORED:?}"
}

is_operator_quiet() {
  local sent mined
  sent=$(rpc eth_getTransactionCount "[\"$OPERATOR_ADDRESS\",\"pending\"]") &&
    mined=$(rpc eth_getTransactionCount "[\"$OPERATOR_ADDRESS\",\"latest\"]") && [[ $sent == "$mined" ]]
}

# Before the first start of a new build: it replays the log from its first command, wherever its segments are.
bring_archive_back() {
  if [[ ! -f $DATA/journal/archive.manifest ]] || is_supervised engine; then return; fi
  logged "$LOGS/bring-back.log" "$(program DexExtra.Journal.Tool)" bring-back --if-needed --config "$CONFIG" ||
    die "the archived part of the log could not be brought back" "$STEP_LOG"
}

# Where closed segments go, once it was said: kept in the data folder like the ports.
archive_folder() {
  local file=$DATA/config/archive.folder
  if [[ -n ${DEXEXTRA_ARCHIVE:-} ]]; then realpath -m -- "$DEXEXTRA_ARCHIVE" | write_private "$file"; fi
  [[ ! -s $file ]] || cat "$file"
}
