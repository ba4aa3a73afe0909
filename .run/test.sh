# shellcheck shell=bash
# `test`, `check` and the verbs of single programs. Each suite is one numbered step; a failing suite does not stop the
# others. The very last line is "N passed, N failed", and the exit code is 0 only when something passed and nothing
# failed.

SUITE_TIMEOUT_S=${DEXEXTRA_SUITE_TIMEOUT_S:-900}
readonly SUITE_TIMEOUT_S

# the doses of ./run.sh test: commands through the engine and the reference, and through the engine and the slow
# ledger, over fresh seeds that no other test uses
DIFF_COMMANDS=${DEXEXTRA_DIFF_COMMANDS:-10000000}
DIFF_SEED=${DEXEXTRA_DIFF_SEED:-1000000}
MONEY_COMMANDS=${DEXEXTRA_MONEY_COMMANDS:-2000000}
MONEY_SEED=${DEXEXTRA_MONEY_SEED:-1000000}
SIM_SEEDS=${DEXEXTRA_SIM_SEEDS:-1000}
SIM_SEED=${DEXEXTRA_SIM_SEED:-1}
CHAOS_SEED=${DEXEXTRA_CHAOS_SEED:-1000000}
DRILL_SEED=${DEXEXTRA_DRILL_SEED:-1000000}
readonly DIFF_COMMANDS DIFF_SEED MONEY_COMMANDS MONEY_SEED SIM_SEEDS SIM_SEED CHAOS_SEED DRILL_SEED

# whose tests judge the plants of tests/plants/suites.json
readonly PLANTED_SUITES=(Journal Signing Snapshots Gateway Persistence)

PASSED=0
FAILED=0
FAILURES=()

run_tests() {
  NEEDS_SHELLCHECK=1 NEEDS_CHAOS=1
  local projects e2e project script index=0
  mapfile -t projects < <(test_projects)
  # the drill shows in a third of the time what backup.test.sh shows with a chain
  mapfile -t e2e < <(find "$ROOT/tests/e2e" -name '*.test.sh' -perm -u+x 2>/dev/null | LC_ALL=C sort \
    | grep -v "/${DEXEXTRA_E2E:-backup}\.test\.sh$")
  STEP_TOTAL=$((4 + 1 + ${#projects[@]} + 10 + ${#e2e[@]}))
  prepare_tools
  step "shell scripts" suite shellcheck lint_shell
  for project in "${projects[@]}"; do
    step "$project" suite "$project" dotnet_suite "$project"
  done
  step "engine against reference: $DIFF_COMMANDS commands from seed $DIFF_SEED" \
    long_suite DexExtra.Differential --commands "$DIFF_COMMANDS" --seed "$DIFF_SEED"
  step "engine against slow ledger: $MONEY_COMMANDS commands from seed $MONEY_SEED" \
    long_suite DexExtra.Money --commands "$MONEY_COMMANDS" --seed "$MONEY_SEED"
  step "simulation of the venue: $SIM_SEEDS seeds from seed $SIM_SEED" \
    long_suite DexExtra.Simulation --seeds "$SIM_SEEDS" --seed "$SIM_SEED"
  # some of each list fit the time of a test run; ./run.sh plants plays all
  step "planted bugs: engine against reference" suite plants "$(program DexExtra.Plants)" --judge reference --every 12
  step "planted bugs: engine against slow ledger" \
    suite plants-money "$(program DexExtra.Plants)" --judge money --every 12
  step "planted bugs that tests find" suite plants-journal "$(program DexExtra.Plants)" --journal --every 5
  step "planted bugs of the venue" suite venue-plants "$(program DexExtra.Simulation)" plants
  step "chaos on real processes from seed $CHAOS_SEED" chaos_suite
  step "drill of backup and restore from seed $DRILL_SEED" suite drill "$(program DexExtra.Drill)" --seed "$DRILL_SEED"
  step "contracts" suite contracts npm test --prefix "$CONTRACTS"
  for script in "${e2e[@]}"; do
    step "end to end: $(basename -- "$script" .test.sh)" e2e_suite "$script" $((index++))
  done
  summarize
}

# Everything that needs no running venue: what to run before every commit.
run_check() {
  NEEDS_SHELLCHECK=1
  local projects project
  mapfile -t projects < <(test_projects)
  STEP_TOTAL=$((4 + 2 + ${#projects[@]}))
  prepare_tools
  step "shell scripts" suite shellcheck lint_shell
  step "format" suite format dotnet format "$ROOT/DexExtra.Engine.sln" --verify-no-changes --no-restore
  for project in "${projects[@]}"; do
    step "$project" suite "$project" dotnet_suite "$project"
  done
  summarize
}

# Both are run where the caller stands, so that files are named from there.
run_diff() {
  STEP_TOTAL=1
  step "build" build_tool DexExtra.Differential
  exec "$(program DexExtra.Differential)" "$@"
}

run_plants() {
  STEP_TOTAL=1
  step "build" build_tool DexExtra.Plants
  if [[ " $* " == *" --journal "* ]]; then
    NEEDS_CHAOS=1 STEP_TOTAL=$((2 + ${#PLANTED_SUITES[@]}))
    step "packages" install_packages
    local project
    for project in "${PLANTED_SUITES[@]}"; do step "build" build_tool "DexExtra.$project.Tests"; done
  fi
  exec "$(program DexExtra.Plants)" "$@"
}

run_sim() {
  STEP_TOTAL=1
  step "build" build_tool DexExtra.Simulation
  exec "$(program DexExtra.Simulation)" "$@"
}

run_money() {
  STEP_TOTAL=1
  step "build" build_tool DexExtra.Money
  exec "$(program DexExtra.Money)" "$@"
}

# The rows run the product's own programs, so those are built too. A campaign leaves its report in docs/.
run_chaos() {
  NEEDS_CHAOS=1
  local report=()
  STEP_TOTAL=2
  step "packages" install_packages
  step "build" build_chaos
  if [[ " $* " == *" --campaign "* && " $* " != *" --report "* ]]; then
    report=(--report "$ROOT/docs/reliability-report.md")
  fi
  exec "$(program DexExtra.Chaos)" "$@" "${report[@]}"
}

build_chaos() {
  local project
  for project in engine/DexExtra.Engine.Host persistence/DexExtra.Persistence tests/DexExtra.Chaos; do
    logged "$ARTIFACTS/logs/build-$(basename -- "$project").log" \
      dotnet build "$ROOT/$project" -c Release -v:minimal || die "$project does not build" "$STEP_LOG"
  done
}

# Trades and withdrawals through a local chain while node, fees, blocks and agent fail; a small dose is in `test`.
run_settle_campaign() {
  local matches=10000 seed=1
  while (($# > 0)); do
    case $1 in
      --matches) matches=${2:-} ;;
      --seed) seed=${2:-} ;;
      *) die "settle-campaign takes --matches N and --seed S" ;;
    esac
    [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die "$1 needs a number"
    shift 2
  done
  STEP_TOTAL=3
  step "Node packages" install_node_packages
  step "contracts" build_contracts
  step "build" build_tool DexExtra.Settlement.Tests
  DEXEXTRA_CAMPAIGN_MATCHES=$matches DEXEXTRA_SEED=$seed exec "$(program DexExtra.Settlement.Tests)" --no-ansi \
    --progress off --show-live-output on --show-stdout All --filter-class '*CampaignTests'
}

run_scenario() {
  STEP_TOTAL=1
  step "build" build_tool DexExtra.Scenarios
  exec "$(program DexExtra.Scenarios)" "$@"
}

# Where the venue runs from these files they are left alone: the built tool is good enough.
run_journal() {
  if [[ ! -x $(program DexExtra.Journal.Tool) ]]; then
    STEP_TOTAL=1
    step "build" build_tool DexExtra.Journal.Tool journal >&2
  fi
  exec "$(program DexExtra.Journal.Tool)" "$@"
}

build_tool() { # <project> [folder]
  logged "$ARTIFACTS/logs/build-$1.log" dotnet build "$ROOT/${2:-tests}/$1" -c Release -v:minimal ||
    die "$1 does not build" "$STEP_LOG"
}

run_bench() {
  STEP_TOTAL=4
  prepare_tools
  if [[ ${1:-} == micro ]]; then
    cd "$ARTIFACTS" || exit # where its reports go
    exec "$(program DexExtra.Bench.Micro)" "${@:2}"
  fi
  exec "$(program DexExtra.Bench)" "$@"
}

run_feed_check() {
  STEP_TOTAL=4
  prepare_tools
  DEXEXTRA_FEED_UPDATES=${1:-1000000} exec "$(program DexExtra.Gateway.Tests)" --filter-class '*FeedTransportTests'
}

test_projects() { # the rules of the repository first: they take a second and fail most often
  printf 'DexExtra.Architecture.Tests\n'
  find "$ROOT/tests" -mindepth 1 -maxdepth 1 -name 'DexExtra.*.Tests' ! -name DexExtra.Architecture.Tests \
    -printf '%f\n' | LC_ALL=C sort
}

lint_shell() {
  local scripts
  cd "$ROOT" || return
  mapfile -t scripts < <(find tests -name '*.sh')
  shellcheck -x run.sh .ci/run .run/*.sh "${scripts[@]}"
}

dotnet_suite() { # <project>
  "$(program "$1")" --results-directory "$ARTIFACTS/test-results/$1" --progress off --no-ansi
}

# Long, so its progress is shown; what it found is named in the failure, and the rate in the note.
long_suite() { # <project> <arguments…>
  local log=$ARTIFACTS/logs/test-$1.log before=${#FAILURES[@]} follower found done_line
  rm -f -- "$log"
  set -m
  show_progress "$log" </dev/null 5>&- 6>&- &
  follower=$!
  set +m
  suite "$1" "$(program "$1")" "${@:2}" --output "$ARTIFACTS/differences"
  kill -s KILL -- "-$follower" 2>/dev/null || true
  wait "$follower" 2>/dev/null || true
  done_line=$(sed -n 's/^\(done\|stopped\): //p' "$log" | tail -n 1)
  found=$(sed -n 's/^\(written\|never reached\): //p' "$log" | tail -n 1)
  STEP_NOTE+="; $done_line"
  if ((${#FAILURES[@]} > before)); then FAILURES[-1]+="; ${found:-no difference was written}"; fi
}

# What the machine could not do is told, row by row.
chaos_suite() {
  local line
  suite chaos "$(program DexExtra.Chaos)" --test --seed "$CHAOS_SEED"
  while read -r line; do warn "$line"; done < <(
    sed -n 's/^running: \(SKIPPED .*\)/\1/p' "$ARTIFACTS/logs/test-chaos.log"
  )
}

show_progress() { # <log>
  local line
  while sleep 20; do
    line=$(grep '^running: ' "$1" 2>/dev/null | tail -n 1) || continue
    printf '\n      %s ' "$line"
  done
}

# Runs one suite into its own log and adds up what it reports. A suite that counts nothing is one test: its exit code.
suite() { # <name> <command…>
  local log=$ARTIFACTS/logs/test-$1.log status=0 passed failed
  mkdir -p "$ARTIFACTS/logs"
  start_limited "$log" "${@:2}" || status=$?
  passed=$(reported "$log" succeeded pass passed) failed=$(reported "$log" failed fail failed)
  if [[ -z $passed && -z $failed ]]; then
    passed=$((status == 0)) failed=$((status != 0))
  elif ((status != 0 && ${failed:-0} == 0)); then
    failed=1
  fi
  passed=${passed:-0} failed=${failed:-0}
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
  STEP_NOTE="$passed passed, $failed failed"
  if ((failed > 0)); then FAILURES+=("$1: $failed failed, exit code $status, see $log"); fi
}

# Functions cannot be handed to timeout(1), so the limit is a watcher of the suite's process group.
start_limited() { # <log> <command…>
  local status=0 suite watcher
  set -m
  "${@:2}" >"$1" 2>&1 </dev/null 5>&- 6>&- &
  suite=$!
  end_after_limit "$suite" >>"$1" 2>&1 </dev/null &
  watcher=$!
  set +m
  wait "$suite" 2>/dev/null || status=$?
  kill -s KILL -- "-$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  return "$status"
}

# SIGTERM first: a script then stops the venue that it started.
end_after_limit() { # <process group>
  sleep "$SUITE_TIMEOUT_S"
  printf 'killed after %s s\n' "$SUITE_TIMEOUT_S"
  kill -s TERM -- "-$1"
  sleep 30
  kill -s KILL -- "-$1"
}

# The last count in a log, in the words of one of the runners: .NET ("  succeeded: 15"), node ("# pass 15" or
# "ℹ pass 15"), ours ("15 passed, 0 failed").
reported() { # <log> <.NET word> <node word> <our word>
  sed -nE -e "s/^ +$2: ([0-9]+)$/\1/p" -e "s/^(#|ℹ) $3 ([0-9]+)$/\2/p" \
    -e "s/^([0-9]+ passed, )?([0-9]+) $4(,.*)?$/\2/p" "$1" | tail -n 1
}

# An end-to-end script gets a venue of its own, which is stopped and removed whatever happens.
e2e_suite() { # <script> <index>
  local name status data=$ARTIFACTS/e2e/$2
  name=$(basename -- "$1" .test.sh)
  remove_venue "$data"
  mkdir -p "$data"
  DEXEXTRA_DATA=$data DEXEXTRA_PORT_BASE=$((7600 + 100 * $2)) suite "e2e-$name" "$1"
  if ((${#FAILURES[@]} == 0)) || [[ ${FAILURES[-1]} != "e2e-$name:"* ]]; then
    remove_venue "$data"
  else
    DEXEXTRA_DATA=$data "$ROOT/run.sh" down >/dev/null 2>&1 || true
    warn "its venue is kept for you: DEXEXTRA_DATA=$data ./run.sh up"
  fi
}

summarize() {
  local failure
  say ""
  for failure in "${FAILURES[@]}"; do say "FAILED $failure"; done
  if ((PASSED + FAILED == 0)); then say "no test ran"; fi
  say "$PASSED passed, $FAILED failed"
  if ((FAILED > 0 || PASSED == 0)); then exit 1; fi
}
