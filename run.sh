#!/usr/bin/env bash
# The one entry point; `./run.sh help` lists its verbs. The work is in .run/.
set -Eeuo pipefail
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
for helper in common install build ports processes services venue backup test; do
  # shellcheck source=/dev/null
  source "$ROOT/.run/$helper.sh"
done
trap 'on_error "$?" "$LINENO" "$BASH_COMMAND"' ERR
use_private_node

usage() {
  cat <<'USAGE'
usage: ./run.sh [verb]
  up                 install what is missing, build, start everything, seed three markets (default)
  down               stop everything cleanly
  status             what runs, where, how often it restarted
  logs [process]     follow the logs
  restart <process>  stop one process and let its supervisor start it again
  kill <process>     kill -9 one process; its supervisor starts it again
  demo               one order's whole journey on the running venue
  test               every test, from unit to end to end; the last line counts them
  check              format, build, .NET tests: before every commit
  diff [args]        random commands through the engine and the reference; --help lists the arguments
  money [args]       random lives through the engine and a slow ledger; crash: a market that gaps; --help
  plants [args]      one wrong line of the engine at a time: reference or slow ledger must find it;
                     --journal: of the journal and other parts, their tests must find it; --help
  sim [args]         the whole venue in one thread, from seeds, with faults; sim plants: each planted bug; --help
  chaos [row…]       kills, power loss, failing disks and databases on real processes under load; --list, --help
  settle-campaign [--matches N] [--seed S]   trades through a local chain that fails in every way (10,000)
  scenario FILE…     play scenario files (docs/scenarios.md) on the engine; --reference, --record
  backup DIR [--keep N]      one more backup of the venue, which may run; docs/RUNBOOK.md
  restore DIR [--to SEQUENCE] [--data FOLDER] [--backup NAME]
                     a data folder from a backup, up to a command when asked
  verify-backup DIR  every byte of every backup against its hash
  drill [--rounds N] [--seed S]   backups under load, loss of everything, restore, trading on: prints a table
  journal VERB …     look into the logs: inspect, verify, replay, export, compare, cut; docs/RUNBOOK.md
  bench [args]       the bench harness in Release
  feed-check [N]     N (1,000,000) book updates to stock clients over every transport, cut at random: their books
                     must be the engine's at every sequence
  fmt                format the sources
environment: DEXEXTRA_DATA (data folder), DEXEXTRA_PORT_BASE (first port), DEXEXTRA_ARTIFACTS (build output),
  DEXEXTRA_ARCHIVE (where `journal archive` moves closed segments; kept once it was said),
  DEXEXTRA_DIFF_COMMANDS, DEXEXTRA_DIFF_SEED, DEXEXTRA_MONEY_COMMANDS, DEXEXTRA_MONEY_SEED, DEXEXTRA_SIM_SEEDS,
  DEXEXTRA_SIM_SEED, DEXEXTRA_CHAOS_SEED, DEXEXTRA_DRILL_SEED (doses and first seeds of `test`),
  DEXEXTRA_SUITE_TIMEOUT_S
USAGE
}

verb=${1:-up}
shift || true
case $verb in
  up) up ;;
  down) down ;;
  status) show_status || exit $? ;;
  logs) show_logs "$@" ;;
  restart) restart_process "$@" ;;
  kill) kill_process "$@" ;;
  demo) run_demo "$@" || exit $? ;;
  test) run_tests ;;
  check) run_check ;;
  diff) run_diff "$@" ;;
  money) run_money "$@" ;;
  plants) run_plants "$@" ;;
  sim) run_sim "$@" ;;
  chaos) run_chaos "$@" ;;
  settle-campaign) run_settle_campaign "$@" ;;
  scenario) run_scenario "$@" ;;
  backup) run_backup "$@" ;;
  restore) run_restore "$@" ;;
  verify-backup) run_verify_backup "$@" ;;
  drill) run_drill "$@" ;;
  journal) run_journal "$@" ;;
  bench) run_bench "$@" ;;
  feed-check) run_feed_check "$@" ;;
  fmt) dotnet format "$ROOT/DexExtra.Engine.sln" ;;
  help | -h | --help) usage ;;
  *) usage >&2; die "unknown verb $verb" ;;
esac
